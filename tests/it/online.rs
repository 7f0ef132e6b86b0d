//! `check --online`, as a coordinator types it, against a mail server on loopback.

use super::desk::Desk;
use super::smtp_server::{At, Fault, Script, SmtpServer};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// The starter's programme, with a mail server on that port; its addresses stay examples.
fn desk(port: u16) -> Desk {
    let desk = Desk::ready();
    std::fs::create_dir_all(desk.path("in/new")).expect("a folder");
    let settings = format!(
        "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\ntransport = \"smtp\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n[mailbox]\nmaildir = \"../in\"\n"
    );
    desk.write("config/sendoff.toml", &settings);
    desk
}

async fn checked(script: Script) -> (Arc<SmtpServer>, super::desk::Said) {
    let server = SmtpServer::new(vec![script]);
    let port = server.listen().await;
    let said = tokio::task::spawn_blocking(move || desk(port).run(&["check", "--online"])).await.expect("it runs");
    (server, said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_what_the_servers_offer_and_sends_nothing() {
    let nobody = Fault::Say("550 5.1.1 unknown\r\n");
    let script = Script {
        offers: vec!["PIPELINING", "SIZE 50000000"],
        faults: vec![(At::Rcpt, 2, nobody)],
        ..Script::default()
    };
    let (server, said) = checked(script).await;
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    for words in [
        "it offers no encryption (this machine), SIZE",
        "plus-addressing works",
        "a folder on this machine",
        "mentors.example is a name for examples",
        "Nothing was sent.",
    ] {
        assert!(said.out.replace("\n    ", " ").contains(words), "{words}: {}", said.out);
    }
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    assert!(server.seen().taken.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_does_not_let_us_in_is_status_3() {
    let script = Script { faults: vec![(At::Greeting, 0, Fault::SayAndClose("554 no\r\n"))], ..Script::default() };
    let (_, said) = checked(script).await;
    assert_eq!(said.status, 3, "{}", said.out);
    assert!(said.err.contains("1 server does not let us in"), "{}", said.err);
}

/// A mailbox server that offers these and lets in whoever says this password; one conversation after the other.
fn mailbox_server(offers: &'static str, password: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever hangs up has heard enough.
            let _ = converse(&stream, offers, password);
        }
    });
    port
}

fn converse(mut stream: &TcpStream, offers: &str, password: &str) -> std::io::Result<()> {
    stream.write_all(b"* OK ready\r\n")?;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        let answer = match command.split(' ').next().unwrap_or_default() {
            "CAPABILITY" => format!("* CAPABILITY IMAP4rev1 {offers}\r\n{tag} OK done\r\n"),
            "LOGIN" if !command.contains(password) => format!("{tag} NO [AUTHENTICATIONFAILED] wrong\r\n"),
            "EXAMINE" | "SELECT" => {
                format!("* 17 EXISTS\r\n* OK [UIDVALIDITY 7] numbers\r\n{tag} OK opened\r\n")
            }
            "LOGOUT" => format!("* BYE\r\n{tag} OK done\r\n"),
            "LOGIN" => format!("{tag} OK in\r\n"),
            other => format!("{tag} BAD {other} was not expected\r\n"),
        };
        stream.write_all(answer.as_bytes())?;
    }
    Ok(())
}

#[test]
fn the_mailbox_is_looked_at_and_nothing_is_read() {
    for (offers, password, move_to, status, words) in [
        ("IDLE MOVE", "battery", "", 0, "lets us in; 17 mails lie there; IDLE: it tells of new mail at once"),
        ("", "battery", "", 0, "lets us in; 17 mails lie there; no IDLE: it is asked every minute"),
        ("IDLE", "battery", "move_to = \"Read\"\n", 0, "can move no mail (neither MOVE nor UIDPLUS)"),
        ("IDLE", "staple", "", 3, "no entry: 127.0.0.1"),
    ] {
        let port = mailbox_server(offers, "battery");
        let desk = Desk::ready();
        desk.write("config/password", password);
        let settings = format!(
            "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\n\
             transport = \"maildir\"\nmaildir = \"../out\"\n[mailbox]\nhost = \"127.0.0.1\"\nport = {port}\n\
             security = \"none\"\nusername = \"sendoff\"\npassword = {{ file = \"password\" }}\n{move_to}"
        );
        desk.write("config/sendoff.toml", &settings);
        let said = desk.run(&["check", "--online"]);
        assert_eq!(said.status, status, "{}{}", said.out, said.err);
        assert!(said.out.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{words}: {}", said.out);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn encryption_that_is_offered_and_not_used_is_told_of() {
    let script = Script { offers: vec!["STARTTLS"], ..Script::default() };
    let (_, said) = checked(script).await;
    assert_eq!(said.status, 0, "{}", said.out);
    assert!(said.out.contains("it offers STARTTLS too, and security = \"none\" makes no use of it"), "{}", said.out);
}
