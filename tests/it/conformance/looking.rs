//! `check --online` against a real Postfix and a real Dovecot, as a coordinator types it.

use super::servers::{Account, Servers};
use crate::desk::{Desk, Said};
use std::process::Command;

/// How one look is set up.
#[derive(Clone)]
struct Setup<'a> {
    password: &'a str,
    smtp: (&'a str, u16),
    imap: (&'a str, u16),
    plus_addressing: bool,
    trusts: bool,
}

fn usual(account: &Account) -> Setup<'_> {
    Setup {
        password: &account.password,
        smtp: ("starttls", account.smtp_port),
        imap: ("tls", account.imaps_port),
        plus_addressing: true,
        trusts: true,
    }
}

/// What it says, in one line each.
fn look(account: &Account, setup: &Setup) -> (Said, String) {
    let desk = Desk::ready();
    desk.write("config/password", setup.password);
    let (smtp, imap) = (setup.smtp, setup.imap);
    let login = format!("username = \"{}\"\npassword = {{ file = \"password\" }}\n", account.username);
    let settings = format!(
        "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"Mentors <{}>\"\ntransport = \"smtp\"\n\
         [mail.smtp]\nhost = \"{}\"\nport = {}\nsecurity = \"{}\"\n{login}\
         [mailbox]\nhost = \"{}\"\nport = {}\nsecurity = \"{}\"\nplus_addressing = {}\n{login}",
        account.username, account.smtp_host, smtp.1, smtp.0, account.imap_host, imap.1, imap.0, setup.plus_addressing
    );
    desk.write("config/sendoff.toml", &settings);
    let mut command = desk.command(&["check", "--online"]);
    if setup.trusts {
        command.env("SSL_CERT_FILE", &account.ca_file);
    }
    let output = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let said = Said { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) };
    let joined = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    (said, joined)
}

#[track_caller]
fn says(account: &Account, setup: &Setup, status: i32, words: &[&str]) {
    let (said, joined) = look(account, setup);
    assert_eq!(said.status, status, "{}{}", said.out, said.err);
    for words in words {
        assert!(joined.contains(words), "{words}: {}{}", said.out, said.err);
    }
    assert!(!joined.contains(&account.password), "{}", said.out);
    assert!(joined.ends_with("Nothing was sent."), "{}", said.out);
}

#[test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
fn real_servers_are_looked_at_and_told_of() {
    let servers = Servers::start();
    let account = &servers.account;
    let setup = usual(account);
    let place = format!("localhost:{} lets us in; it offers STARTTLS, AUTH PLAIN LOGIN XOAUTH2", account.smtp_port);
    let imaps = format!("localhost:{} lets us in; 0 mails lie there; IDLE", account.imaps_port);
    let size = format!("SIZE {}", account.size_limit);
    says(account, &setup, 0, &[&place, &size, "plus-addressing works", "takes only small letters", &imaps]);
    let starttls = Setup { imap: ("starttls", account.imap_port), plus_addressing: false, ..setup.clone() };
    says(account, &starttls, 0, &["plus_addressing = false makes no use of it", "lets us in; 0 mails lie there"]);

    let wrong = Setup { password: "wrong horse", ..setup.clone() };
    says(account, &wrong, 3, &["no entry: localhost", "535 5.7.8", "mend [mail.smtp]", "password right?"]);
    let strangers = Setup { trusts: false, ..setup.clone() };
    says(account, &strangers, 3, &["no entry: localhost", "certificate"]);

    // The other way to encrypt, on both.
    let crossed = Setup { smtp: ("tls", account.smtp_port), imap: ("starttls", account.imaps_port), ..setup.clone() };
    says(
        account,
        &crossed,
        3,
        &["set [mail.smtp] security = \"starttls\"", "does not answer", "set [mailbox] security = \"tls\""],
    );
    let closed = Setup { smtp: ("starttls", closed_port()), ..setup.clone() };
    says(account, &closed, 3, &["no entry: localhost"]);

    set(account, "recipient_delimiter=");
    says(
        account,
        &setup,
        0,
        &["plus-addressing does not work: 550 5.1.1", "plus_addressing = false, or have it switched on"],
    );
    let without = Setup { plus_addressing: false, ..setup.clone() };
    says(account, &without, 0, &["plus-addressing does not work, and plus_addressing = false says so"]);

    // Encryption that is asked for and not there: not a word of the account is said.
    set(account, "smtpd_tls_security_level=none");
    says(account, &setup, 3, &["the server does not offer STARTTLS"]);
}

/// A port nobody listens on.
fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Changes a setting of Postfix, which starts anew: after a mere reload the next visitor may still be met by a process that has the old one.
/// From its start on whoever comes waits to be greeted.
fn set(account: &Account, setting: &str) {
    let folder = account.root.join("postfix");
    for arguments in [vec!["postconf", "-e", setting], vec!["postfix", "stop"], vec!["postfix", "start"]] {
        let mut command = Command::new(arguments[0]);
        command.arg("-c").arg(&folder).args(&arguments[1..]);
        let output = command.output().expect("Postfix");
        assert!(output.status.success(), "{setting}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
