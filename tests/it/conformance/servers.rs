//! The servers of `tests/conformance/servers.py`, and its reader.

use super::letters::Sample;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use tempfile::NamedTempFile;

/// Servers for as long as this lives.
pub struct Servers {
    pub account: Account,
    whole_account: Value,
    program: Child,
    /// Closing it ends them, however this test ends.
    lifeline: Option<ChildStdin>,
}

/// How to reach them.
#[derive(Deserialize)]
pub struct Account {
    pub smtp_host: String,
    pub smtp_port: u16,
    pub username: String,
    pub password: String,
    pub ca_file: PathBuf,
    pub size_limit: usize,
    pub readers: Vec<String>,
    pub imap_host: String,
    pub imap_port: u16,
    pub imaps_port: u16,
    pub mailbox_password: String,
    /// An OAuth 2 token for `username`.
    pub token: String,
    /// Where the servers have their files.
    pub root: PathBuf,
    /// The folder with the readers' Maildirs, from which Dovecot serves.
    pub mail: PathBuf,
}

/// A letter that was accepted.
pub struct Sent {
    from: String,
    to: String,
    message_id: String,
    bytes: NamedTempFile,
}

/// What was read back without a fault.
#[derive(Deserialize)]
pub struct Found {
    pub letters: usize,
    pub calendars: usize,
}

impl Sent {
    pub fn new(sample: &Sample) -> Sent {
        let mut bytes = NamedTempFile::new().expect("a file");
        bytes.write_all(&sample.message.bytes).expect("written");
        Sent {
            from: sample.bounces_to.to_string(),
            to: sample.to.to_string(),
            message_id: sample.message.message_id.clone(),
            bytes,
        }
    }
}

#[derive(Serialize)]
struct Question<'a> {
    account: &'a Value,
    sent: Vec<Value>,
}

impl Servers {
    pub fn start() -> Servers {
        let mut program = python("servers.py");
        let lifeline = program.stdin.take();
        let mut line = String::new();
        let output = program.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let whole_account: Value = serde_json::from_str(&line).expect("both servers started");
        let account = serde_json::from_str(&line).expect("an account");
        Servers { account, whole_account, program, lifeline }
    }

    /// Reads every mailbox; fails with every fault found.
    pub fn read_back(&self, sent: &[Sent]) -> Found {
        let of = |sent: &Sent| json!({"from": sent.from, "to": sent.to, "message_id": sent.message_id, "file": sent.bytes.path()});
        let question = Question { account: &self.whole_account, sent: sent.iter().map(of).collect() };
        let mut reader = python("read_back.py");
        let mut input = reader.stdin.take().expect("its input");
        serde_json::to_writer(&mut input, &question).expect("asked");
        drop(input);
        let answer = reader.wait_with_output().expect("an answer");
        assert!(answer.status.success(), "the letters that were read back have faults, see above");
        serde_json::from_slice(&answer.stdout).expect("counts")
    }
}

/// What a reader's calendar showed before its program answered.
#[derive(Deserialize)]
pub struct Shown {
    pub shown: String,
}

impl Servers {
    /// A reader's own programs take the newest invitation and answer it.
    pub fn answer_invitation(&self, reader: &str, says: &str) -> Shown {
        let asked = json!({"account": self.whole_account, "reader": reader, "says": says});
        let mut program = python("calendar_program.py");
        let mut input = program.stdin.take().expect("its input");
        serde_json::to_writer(&mut input, &asked).expect("asked");
        drop(input);
        let answer = program.wait_with_output().expect("an answer");
        assert!(answer.status.success(), "the calendar program failed, see above");
        serde_json::from_slice(&answer.stdout).expect("what it showed")
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        let _ = self.program.wait();
    }
}

/// One of the scripts, with its input and output in our hands.
pub fn python(script: &str) -> Child {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(script);
    // The one that has the icalendar library; `tests/all.sh` knows which that is.
    let interpreter = std::env::var_os("SENDOFF_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(interpreter);
    command.arg("-B").arg(path).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().expect("python3")
}
