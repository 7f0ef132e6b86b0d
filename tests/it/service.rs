//! As a service: what systemd is told, and the end within five seconds.

use super::daemon::with_session_soon;
use super::desk::Desk;
use super::running::Running;
use super::smtp_server::{At, Fault, Script, SmtpServer};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::time::{interval, timeout};

/// How long any answer may take before the test has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// systemd's side of `sd_notify`.
struct Listening(UnixDatagram);

impl Listening {
    fn at(desk: &Desk) -> Listening {
        let socket = UnixDatagram::bind(desk.path("notify")).expect("a socket");
        socket.set_read_timeout(Some(PATIENCE)).expect("a limit");
        Listening(socket)
    }

    fn next(&self) -> String {
        let mut space = [0; 4096];
        let length = self.0.recv(&mut space).expect("a message in time");
        String::from_utf8(space[..length].to_vec()).expect("UTF-8")
    }

    /// The next message that begins like this.
    fn until(&self, start: &str) -> String {
        loop {
            let message = self.next();
            if message.starts_with(start) {
                return message;
            }
        }
    }
}

#[test]
fn systemd_hears_that_the_daemon_is_ready_lives_reloads_and_ends() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let systemd = Listening::at(&desk);
    let mut command = desk.command(&["run"]);
    command.env("NOTIFY_SOCKET", desk.path("notify")).env("WATCHDOG_USEC", "600000");
    let mut daemon = Running::begin(command);
    assert_eq!(systemd.next(), "READY=1\n", "nothing is said before");
    systemd.until("WATCHDOG=1");
    let status = systemd.until("STATUS=");
    assert!(status.contains("Letters: ") || status.contains("No letter waits"), "{status}");
    daemon.signal("-HUP");
    let reloading = systemd.until("RELOADING=1");
    let since = reloading.split("MONOTONIC_USEC=").nth(1).expect("when it began");
    assert!(since.trim().parse::<u64>().is_ok_and(|since| since > 0), "{reloading}");
    systemd.until("READY=1");
    daemon.signal("-TERM");
    systemd.until("STOPPING=1");
    assert_eq!(daemon.child.wait().expect("it ends").code(), Some(0));
}

/// Letters go to a server on this machine.
pub fn through(desk: &Desk, port: u16) {
    let settings = desk.read("config/sendoff.toml");
    let kept =
        settings.lines().filter(|line| !["username", "password", "maildir"].iter().any(|key| line.starts_with(key)));
    let settings = kept.collect::<Vec<_>>().join("\n");
    let (before, mailbox) = settings.split_once("[mailbox]").expect("[mailbox]");
    let after = mailbox.split_once("[web]").expect("[web]").1.split_once("[guard]").expect("[guard]").1;
    let settings = format!("{before}[guard]{after}")
        .replace("transport = \"maildir\"", "transport = \"smtp\"")
        .replace("host = \"smtp.mentors.example\"", "host = \"127.0.0.1\"")
        .replace("port = 587", &format!("port = {port}"))
        .replace("security = \"starttls\"", "security = \"none\"")
        .replace("new_programmes = \"hold\"", "new_programmes = \"go\"");
    desk.write("config/sendoff.toml", &settings);
}

/// A server that takes a letter and never says so cannot keep the daemon.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_comes_within_five_seconds_and_nothing_is_half_done() {
    let hanging = Script { faults: vec![(At::Answer, 0, Fault::Hang)], ..Script::default() };
    let server = SmtpServer::new(vec![hanging]);
    let desk = Desk::ready();
    with_session_soon(&desk);
    through(&desk, server.listen().await);
    let mut daemon = Running::start(&desk);
    let is_hanging = async {
        let mut looks = interval(Duration::from_millis(20));
        while !server.seen().commands.iter().any(|line| line == "DATA") {
            looks.tick().await;
        }
    };
    timeout(PATIENCE, is_hanging).await.expect("a letter is on its way");
    daemon.signal("-TERM");
    let end = tokio::task::spawn_blocking(move || daemon.child.wait().expect("it ends").code());
    assert_eq!(timeout(Duration::from_secs(5), end).await.expect("within five seconds").expect("waited"), Some(0));
    assert_eq!(server.seen().taken.len(), 0);
    let server = SmtpServer::new(vec![Script::default()]);
    let port = server.listen().await;
    let settings = desk.read("config/sendoff.toml").replace("\nport = ", &format!("\nport = {port} # not "));
    desk.write("config/sendoff.toml", &settings);
    let again = tokio::task::spawn_blocking(move || (desk.run(&["run", "--once"]), desk));
    let (again, desk) = again.await.expect("it ran");
    assert_eq!(again.status, 0, "{}", again.err);
    let invitations = desk.run(&["show", "p1", "--json"]).json();
    let sent = invitations.iter().filter(|line| line["outcome"] == "sent").count();
    // The coordinator also hears that the settings are others.
    let to_the_pair = server.seen().taken.iter().filter(|letter| letter.to != ["ada@mentors.example"]).count();
    assert_eq!((sent, to_the_pair), (2, 2), "{invitations:?}");
}

#[test]
#[ignore = "needs systemd-analyze"]
fn the_units_let_nothing_happen_that_is_not_needed() {
    for unit in ["sendoff.service", "sendoff@.service"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd").join(unit);
        let analysed = Command::new("systemd-analyze")
            .args(["security", "--offline=true", "--no-pager", "--threshold=15"])
            .arg(&path)
            .output()
            .expect("systemd-analyze");
        assert!(analysed.status.success(), "{unit}: {}", String::from_utf8_lossy(&analysed.stdout));
        assert!(String::from_utf8_lossy(&analysed.stdout).contains("Overall exposure level"), "{unit} was looked at");
    }
}

/// The journal's side of its socket, where there is no journal.
#[test]
#[ignore = "needs root: stands in for the journal"]
fn log_lines_go_into_the_journal_field_by_field() {
    let place = Path::new("/run/systemd/journal/socket");
    if place.exists() {
        return; // A journal runs here; it is not pushed aside.
    }
    std::fs::create_dir_all(place.parent().expect("a folder")).expect("root");
    let journal = UnixDatagram::bind(place).expect("the journal's place");
    journal.set_read_timeout(Some(PATIENCE)).expect("a limit");
    let desk = Desk::ready();
    with_session_soon(&desk);
    let settings = desk.read("config/sendoff.toml").replace("new_programmes = \"hold\"", "new_programmes = \"go\"");
    desk.write("config/sendoff.toml", &settings);
    let log = std::fs::File::create(desk.path("stderr")).expect("a file");
    let is = log.metadata().expect("its number");
    let mut command = desk.command(&["run", "--once"]);
    command.env("JOURNAL_STREAM", format!("{}:{}", is.dev(), is.ino()));
    let mut child = command.stderr(log).stdout(Stdio::null()).spawn().expect("it starts");
    let mut lines = String::new();
    while !lines.contains("a letter was sent") {
        let mut space = [0; 8192];
        let length = journal.recv(&mut space).expect("a line in time");
        lines.push_str(&String::from_utf8_lossy(&space[..length]));
    }
    child.wait().expect("it ends");
    std::fs::remove_file(place).expect("the journal's place");
    for field in ["SENDOFF_PAIR\np1", "SENDOFF_STEP", "SENDOFF_OUTCOME", "PRIORITY", "SYSLOG_IDENTIFIER\nsendoff"] {
        let (name, value) = field.split_once('\n').unwrap_or((field, ""));
        assert!(lines.contains(name) && lines.contains(value), "{field}: {lines}");
    }
    assert!(!lines.contains('@') && !lines.contains("Amina"), "no address and no name: {lines}");
    assert_eq!(desk.read("stderr"), "", "one log, not two");
}

/// What a watcher is told.
fn ask(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("somebody answers");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    answer
}

#[test]
fn watchers_read_numbers_and_no_names() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let settings = desk.read("config/sendoff.toml").replace("new_programmes = \"hold\"", "new_programmes = \"go\"");
    let settings = format!("{settings}\n[metrics]\nlisten = \"127.0.0.1:0\"\n");
    desk.write("config/sendoff.toml", &settings);
    let mut daemon = Running::begin(desk.command(&["run"]));
    let said = daemon.until("metrics are open");
    let address = said.split("listen=").last().expect("where").trim().parse().expect("an address");
    daemon.until("a letter was sent");
    daemon.until("a letter was sent");
    let page = ask(address, "/metrics");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("version=0.0.4"), "{page}");
    for line in ["sendoff_up 1", "sendoff_letters_total{step=\"invitation\",outcome=\"sent\"} 2", "sendoff_holds 0"] {
        assert!(page.contains(line), "{line}: {page}");
    }
    assert!(!page.contains('@') && !page.contains("Amina") && !page.contains("p1"), "{page}");
    let health = ask(address, "/healthz");
    assert!(health.starts_with("HTTP/1.1 200") && health.ends_with("{\"live\":true,\"ready\":true}\n"), "{health}");
}
