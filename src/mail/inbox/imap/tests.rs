//! The IMAP way in against a server that says what a script says: what a real one (`tests/it/conformance`) rarely does.

use super::ImapInbox;
use crate::files::secret::Secret;
use crate::files::service::{Imap, Login, Proof, Security};
use crate::mail::inbox::{Inbox, InboxError};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server answers to a command that begins so: untagged lines, and the word behind the tag. The last entry that fits counts.
type Script = Vec<(&'static str, &'static str, &'static str)>;

/// An account with one mail, whose number is 3.
fn usual(offers: &'static str) -> Script {
    vec![
        ("", "", "OK done"),
        ("CAPABILITY", offers, "OK done"),
        ("EXAMINE", "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] numbers", "OK [READ-ONLY] opened"),
        ("SELECT", "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] numbers", "OK [READ-WRITE] opened"),
        ("UID SEARCH", "* SEARCH 3", "OK done"),
        ("UID FETCH", "* 1 FETCH (UID 3 BODY[]<0> {6}\r\nS: x\r\n)", "OK done"),
    ]
}

struct Server {
    port: u16,
    /// Every command, without its tag, as it came.
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(script: Script) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, script.clone(), Arc::clone(&ears)));
            }
        });
        Server { port, heard }
    }

    fn inbox(&self, proof: Proof, move_to: Option<&str>) -> ImapInbox {
        let settings = Imap {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            security: Security::None,
            login: Login { username: "sendoff@mentors.example".to_owned(), proof },
            folder: "INBOX".to_owned(),
        };
        ImapInbox::new(settings, move_to.map(str::to_owned), None).unwrap()
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

async fn serve(stream: TcpStream, script: Script, heard: Arc<Mutex<Vec<String>>>) {
    let (reader, mut writer) = stream.into_split();
    writer.write_all(b"* OK ready\r\n").await.unwrap();
    let mut lines = BufReader::new(reader).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
        heard.lock().unwrap().push(command.to_owned());
        let fits = |entry: &&(&str, &str, &str)| command.starts_with(entry.0);
        let (_, untagged, tagged) = script.iter().rev().find(fits).unwrap();
        if tagged.is_empty() {
            return;
        }
        if command.starts_with("AUTHENTICATE") {
            writer.write_all(b"+ \r\n").await.unwrap();
            let proof = lines.next_line().await.unwrap().unwrap_or_default();
            heard.lock().unwrap().push(proof);
            if tagged.starts_with("NO") {
                writer.write_all(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n").await.unwrap();
                let answer = lines.next_line().await.unwrap().unwrap_or_default();
                heard.lock().unwrap().push(answer);
            }
        }
        let untagged = if untagged.is_empty() { String::new() } else { format!("{untagged}\r\n") };
        if writer.write_all(format!("{untagged}{tag} {tagged}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

fn secret(command: &str) -> Secret {
    Secret::Command(["sh", "-c", command].map(str::to_owned).to_vec())
}

fn password() -> Proof {
    Proof::Password(secret("printf 'battery staple'"))
}

#[tokio::test]
async fn a_token_of_a_command_opens_the_mailbox() {
    let server = Server::start(usual("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2")).await;
    let mut inbox = server.inbox(Proof::Oauth(secret("echo ya29")), None);
    let names = inbox.names().await.unwrap();
    assert_eq!(names.len(), 1);
    assert_eq!(inbox.fetch(&names[0]).await.unwrap().as_deref(), Some(&b"S: x\r\n"[..]));
    let heard = server.heard();
    // user=sendoff@mentors.example ^A auth=Bearer ya29 ^A ^A
    let proof = "dXNlcj1zZW5kb2ZmQG1lbnRvcnMuZXhhbXBsZQFhdXRoPUJlYXJlciB5YTI5AQE=";
    assert_eq!(heard[..2], ["AUTHENTICATE XOAUTH2", proof]);
    assert!(heard.iter().any(|command| command == "EXAMINE \"INBOX\""), "read-only: {heard:?}");
    assert!(heard.iter().all(|command| !command.contains("STORE") && !command.contains("SELECT")), "{heard:?}");
}

#[tokio::test]
async fn a_token_that_is_refused_is_answered_once_and_said() {
    let script = [usual(""), vec![("AUTHENTICATE", "", "NO [AUTHENTICATIONFAILED] expired")]].concat();
    let server = Server::start(script).await;
    let mut inbox = server.inbox(Proof::Oauth(secret("echo old")), None);
    assert!(matches!(inbox.names().await, Err(InboxError::Login(_))));
    assert_eq!(server.heard().last().unwrap(), "", "the explanation wants an empty answer");
    let mut unreadable = server.inbox(Proof::Oauth(secret("exit 1")), None);
    assert!(matches!(unreadable.names().await, Err(InboxError::Login(_))));
}

#[tokio::test]
async fn a_new_token_is_asked_for_at_every_login() {
    let server = Server::start(usual("* CAPABILITY IMAP4rev1")).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "one\n").unwrap();
    let mut inbox = server.inbox(Proof::Oauth(Secret::File(file.clone())), None);
    inbox.names().await.unwrap();
    std::fs::write(&file, "two\n").unwrap();
    inbox.begin_again();
    inbox.names().await.unwrap();
    let proofs: Vec<String> = server.heard().into_iter().filter(|line| line.starts_with("dXNlcj")).collect();
    assert_eq!(proofs.len(), 2);
    assert_ne!(proofs[0], proofs[1]);
}

#[tokio::test]
async fn a_folder_that_is_missing_is_made_and_a_server_without_move_copies() {
    let no_folder = [usual("* CAPABILITY IMAP4rev1 MOVE"), vec![("UID MOVE", "", "NO [TRYCREATE] no such folder")]];
    let server = Server::start(no_folder.concat()).await;
    let mut inbox = server.inbox(password(), Some("Read"));
    let names = inbox.names().await.unwrap();
    assert!(matches!(inbox.put_away(&names[0]).await, Err(InboxError::Refused(_))), "it says no again");
    let commands = |server: &Server, word: &str| -> Vec<String> {
        server.heard().into_iter().filter(|line| line.contains(word)).collect()
    };
    assert_eq!(commands(&server, "Read"), ["UID MOVE 3 \"Read\"", "CREATE \"Read\"", "UID MOVE 3 \"Read\""]);
    assert_eq!(commands(&server, "LOGIN").len(), 1, "a no is no reason to begin anew");

    let server = Server::start(usual("* CAPABILITY IMAP4rev1 UIDPLUS")).await;
    let mut inbox = server.inbox(password(), Some("Read"));
    let names = inbox.names().await.unwrap();
    inbox.put_away(&names[0]).await.unwrap();
    let moved = ["UID COPY 3 \"Read\"", "UID STORE 3 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 3"];
    assert_eq!(server.heard()[server.heard().len() - 3..], moved);

    let server = Server::start(usual("* CAPABILITY IMAP4rev1")).await;
    let mut inbox = server.inbox(password(), Some("Read"));
    let names = inbox.names().await.unwrap();
    assert!(matches!(inbox.put_away(&names[0]).await, Err(InboxError::Refused(_))));
    assert!(server.heard().iter().all(|line| !line.contains("EXPUNGE")), "others' deleted mails stay");
}

#[tokio::test]
async fn a_server_that_talks_nonsense_is_left_and_tried_anew() {
    for (untagged, tagged) in [("* SEARCH 99999999999999999999", "OK"), ("\u{1}\u{1}\u{1}", "OK")] {
        let server =
            Server::start([usual("* CAPABILITY IMAP4rev1"), vec![("UID SEARCH", untagged, tagged)]].concat()).await;
        let mut inbox = server.inbox(password(), None);
        assert!(inbox.names().await.is_err(), "{untagged:?} {tagged:?}");
        assert!(inbox.names().await.is_err(), "{untagged:?} {tagged:?}");
        let logins = server.heard().iter().filter(|line| line.starts_with("LOGIN")).count();
        assert_eq!(logins, 2, "{untagged:?} {tagged:?}: each time from the beginning");
    }
    let lasting = [usual("* CAPABILITY IMAP4rev1"), vec![("EXAMINE", "* 1 EXISTS", "OK opened")]].concat();
    let server = Server::start(lasting).await;
    assert!(matches!(server.inbox(password(), None).names().await, Err(InboxError::Refused(_))), "no UIDVALIDITY");
}

#[tokio::test]
async fn a_mail_that_is_not_given_out_is_not_lost() {
    for tagged in ["", "NO [UNAVAILABLE] later", "BAD what?"] {
        let script = [usual("* CAPABILITY IMAP4rev1"), vec![("UID FETCH", "", tagged)]].concat();
        let server = Server::start(script).await;
        let mut inbox = server.inbox(password(), None);
        let names = inbox.names().await.unwrap();
        assert!(inbox.fetch(&names[0]).await.is_err(), "{tagged:?}");
        assert_eq!(inbox.names().await.unwrap(), names, "{tagged:?}: it is named again");
    }
    let gone = vec![("UID FETCH", "", "OK done"), ("UID SEARCH UID 3", "* SEARCH", "OK done")];
    let server = Server::start([usual("* CAPABILITY IMAP4rev1"), gone].concat()).await;
    let mut inbox = server.inbox(password(), None);
    let names = inbox.names().await.unwrap();
    assert_eq!(inbox.fetch(&names[0]).await.unwrap(), None, "somebody deleted it");
}

#[tokio::test]
async fn where_nothing_is_offered_it_looks_now_and_then() {
    let server = Server::start(usual("* CAPABILITY IMAP4rev1")).await;
    let mut inbox = server.inbox(password(), None);
    inbox.names().await.unwrap();
    inbox.wait(Duration::from_millis(20)).await.unwrap();
    assert_eq!(server.heard().last().unwrap(), "NOOP");
    assert!(server.heard().iter().all(|line| line != "IDLE"));
}
