//! The IMAP way in against a real Dovecot: the promises of every inbox, and what only a server can do to one.

use super::servers::{Account, Servers};
use sendoff::files::secret::Secret;
use sendoff::files::service::{Imap, Login, Proof, Security};
use sendoff::mail::inbox::{ImapInbox, Inbox, InboxError};
use std::io::Write;
use std::time::Duration;

fn settings(account: &Account, password: &str, file: &mut tempfile::NamedTempFile) -> Imap {
    file.write_all(password.as_bytes()).expect("written");
    Imap {
        host: account.imap_host.clone(),
        port: account.imap_port,
        security: Security::StartTls,
        login: Login {
            username: account.readers[0].clone(),
            proof: Proof::Password(Secret::File(file.path().to_owned())),
        },
        folder: "INBOX".to_owned(),
    }
}

/// As Postfix does it: into the folder that Dovecot serves.
fn deliver(account: &Account, name: &str, mail: &[u8]) {
    let folder = account.mail.join("ada");
    for part in ["tmp", "new", "cur"] {
        std::fs::create_dir_all(folder.join(part)).expect("a folder");
    }
    std::fs::write(folder.join("tmp").join(name), mail).expect("written");
    let status = std::process::Command::new("chown").arg("-R").arg("nobody").arg(&folder).status().expect("chown");
    assert!(status.success());
    std::fs::rename(folder.join("tmp").join(name), folder.join("new").join(name)).expect("delivered");
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn a_mailbox_is_read_and_left_as_it_was() {
    let servers = Servers::start();
    let account = &servers.account;
    let mut secret = tempfile::NamedTempFile::new().expect("a file");
    let settings = settings(account, &account.mailbox_password, &mut secret);
    let open = |move_to: Option<&str>| {
        ImapInbox::new(settings.clone(), move_to.map(str::to_owned), Some(&account.ca_file)).expect("settings")
    };
    let mut inbox = open(None);
    assert!(inbox.names().await.expect("names").is_empty());

    // IDLE tells of a mail long before anybody would look again.
    let waiting = tokio::spawn(async move {
        inbox.wait(Duration::from_secs(120)).await.expect("waited");
        inbox
    });
    let one = b"Subject: one\r\n\r\nHello.\r\n";
    deliver(account, "1.x.host", one);
    let mut inbox = tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("told").expect("no panic");
    let names = inbox.names().await.expect("names");
    assert_eq!(names.len(), 1);
    assert_eq!(inbox.fetch(&names[0]).await.expect("fetched").as_deref(), Some(&one[..]));
    assert!(inbox.names().await.expect("names").is_empty(), "once");
    let lies: Vec<String> = files(account);
    assert!(lies.iter().all(|file| !file.ends_with('S')), "nothing is marked as seen: {lies:?}");

    deliver(
        account,
        "2.x.host",
        &[b"Subject: two\r\n\r\n".as_slice(), &b"line of a long mail\r\n".repeat(300_000)].concat(),
    );
    let second = inbox.names().await.expect("names");
    let cut = inbox.fetch(&second[0]).await.expect("fetched").expect("there");
    assert_eq!(cut.len(), sendoff::mail::read::MOST_OCTETS + 1, "a huge mail is cut");
    inbox.begin_again();
    assert_eq!(inbox.names().await.expect("names").len(), 2, "after a fault everything once more");
    assert_eq!(open(None).names().await.expect("names")[0], names[0], "names last");

    // A server that numbers anew: other names, and the old ones lead nowhere.
    number_anew(account, "ada");
    inbox.begin_again();
    let anew = inbox.names().await.expect("names");
    assert_eq!(anew.len(), 2);
    assert_ne!(anew[0], names[0]);
    assert!(inbox.fetch(&names[0]).await.expect("asked").is_none());
    assert_eq!(inbox.fetch(&anew[0]).await.expect("fetched").as_deref(), Some(&one[..]));
}

/// Dovecot forgets which numbers it gave to the mails of a folder, and begins with another UIDVALIDITY.
pub fn number_anew(account: &Account, folder: &str) {
    let folder = account.mail.join(folder);
    let list = folder.join("dovecot-uidlist");
    let text = std::fs::read_to_string(&list).expect("the numbers");
    let validity = text.split(' ').find_map(|word| word.strip_prefix('V')).expect("a UIDVALIDITY").to_owned();
    let next = validity.parse::<u32>().expect("a number") + 1;
    std::fs::write(&list, text.replacen(&format!("V{validity}"), &format!("V{next}"), 1)).expect("written");
    for entry in std::fs::read_dir(&folder).expect("the folder").flatten() {
        if entry.file_name().to_string_lossy().starts_with("dovecot.index") {
            std::fs::remove_file(entry.path()).expect("removed");
        }
    }
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn a_connection_that_is_cut_is_made_anew_with_a_password_over_tls() {
    let servers = Servers::start();
    let account = &servers.account;
    let mut secret = tempfile::NamedTempFile::new().expect("a file");
    let start_tls = settings(account, &account.mailbox_password, &mut secret);
    let at_once = Imap { port: account.imaps_port, security: Security::Tls, ..start_tls };
    deliver(account, "1.x.host", b"Subject: one\r\n\r\n");
    let mut inbox = ImapInbox::new(at_once, None, Some(&account.ca_file)).expect("settings");
    let names = inbox.names().await.expect("names");
    let waiting = tokio::spawn(async move {
        let waited = inbox.wait(Duration::from_secs(120)).await;
        (inbox, waited)
    });
    kick(account).await;
    let told = tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("told");
    let (mut inbox, _) = told.expect("no panic");
    // Whichever call meets the end of the connection says so; the next one begins anew.
    let outcomes = [inbox.names().await, inbox.names().await];
    assert!(outcomes.iter().flatten().any(|found| *found == names), "{outcomes:?}");
}

/// The server ends the reader's connections, once there is one.
async fn kick(account: &Account) {
    loop {
        let mut doveadm = tokio::process::Command::new("doveadm");
        doveadm.arg("-c").arg(account.root.join("dovecot.conf")).args(["kick", &account.readers[0]]);
        if doveadm.output().await.expect("doveadm").status.success() {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn what_was_read_is_moved_when_that_is_asked_for() {
    let servers = Servers::start();
    let account = &servers.account;
    let mut secret = tempfile::NamedTempFile::new().expect("a file");
    let settings = settings(account, &account.mailbox_password, &mut secret);
    deliver(account, "1.x.host", b"Subject: one\r\n\r\n");
    std::fs::create_dir_all(account.mail.join("ada/.Read/cur")).expect("a folder");
    std::fs::create_dir_all(account.mail.join("ada/.Read/new")).expect("a folder");
    std::fs::create_dir_all(account.mail.join("ada/.Read/tmp")).expect("a folder");
    deliver(account, "2.x.host", b"Subject: two\r\n\r\n");
    let mut inbox = ImapInbox::new(settings, Some("Read".to_owned()), Some(&account.ca_file)).expect("settings");
    let names = inbox.names().await.expect("names");
    assert_eq!(names.len(), 2);
    inbox.put_away(&names[0]).await.expect("moved");
    assert!(inbox.fetch(&names[0]).await.expect("asked").is_none(), "it is elsewhere");
    assert!(inbox.fetch(&names[1]).await.expect("asked").is_some());
    let moved = |part: &str| std::fs::read_dir(account.mail.join("ada/.Read").join(part)).map_or(0, Iterator::count);
    assert_eq!(moved("cur") + moved("new"), 1);
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn a_wrong_password_and_a_strange_certificate_are_refused() {
    let servers = Servers::start();
    let account = &servers.account;
    let mut wrong = tempfile::NamedTempFile::new().expect("a file");
    let settings_wrong = settings(account, "wrong", &mut wrong);
    let mut inbox = ImapInbox::new(settings_wrong, None, Some(&account.ca_file)).expect("settings");
    assert!(matches!(inbox.names().await, Err(InboxError::Login(_))));

    let mut right = tempfile::NamedTempFile::new().expect("a file");
    let settings = settings(account, &account.mailbox_password, &mut right);
    let mut inbox = ImapInbox::new(settings.clone(), None, None).expect("settings");
    assert!(matches!(inbox.names().await, Err(InboxError::Unreachable(_))), "nobody vouches for it");
    let mut gone = ImapInbox::new(Imap { folder: "Nowhere".to_owned(), ..settings }, None, Some(&account.ca_file))
        .expect("settings");
    assert!(matches!(gone.names().await, Err(InboxError::Refused(_))));
}

fn files(account: &Account) -> Vec<String> {
    let cur = std::fs::read_dir(account.mail.join("ada/cur")).into_iter().flatten().flatten();
    cur.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
