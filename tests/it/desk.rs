//! A folder of its own to type commands in.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command said.
pub struct Said {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// Its lines as JSON.
    pub fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// The folder.
pub struct Desk(tempfile::TempDir);

impl Desk {
    /// With nothing in it.
    pub fn empty() -> Desk {
        Desk(tempfile::tempdir().expect("a folder"))
    }

    /// With the starter, edited so that letters go into the Maildir `out` and pages are on any port.
    pub fn ready() -> Desk {
        let desk = Desk::empty();
        assert_eq!(desk.run(&["init"]).status, 0);
        let settings = desk.read("config/sendoff.toml");
        let settings = settings.replace("\ntransport = \"smtp\"", "\ntransport = \"maildir\"\nmaildir = \"../out\"");
        // Whatever else runs on this machine: any free port will do.
        let settings = settings.replace("127.0.0.1:8480", "127.0.0.1:0");
        desk.write("config/sendoff.toml", &settings);
        desk
    }

    /// The command, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sendoff"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        for name in [
            "NOTIFY_SOCKET",
            "LISTEN_FDS",
            "LISTEN_PID",
            "WATCHDOG_USEC",
            "WATCHDOG_PID",
            "SENDOFF_CONFIG",
            "SENDOFF_STATE",
            "STATE_DIRECTORY",
            "RUST_LOG",
            "JOURNAL_STREAM",
        ] {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().expect("the command starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Said { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect(name);
    }

    /// Puts a file in another's place, as editors do when they save.
    pub fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.path(from), self.path(to)).expect(to);
    }

    /// What stands in the folder.
    pub fn files(&self) -> Vec<String> {
        names(self.0.path())
    }

    /// The letters of a Maildir, by file name.
    pub fn letters(&self, mail: &str) -> BTreeMap<String, Vec<u8>> {
        let new = self.path(mail).join("new");
        if !new.exists() {
            return BTreeMap::new();
        }
        names(&new).into_iter().map(|name| (name.clone(), std::fs::read(new.join(&name)).expect(&name))).collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
