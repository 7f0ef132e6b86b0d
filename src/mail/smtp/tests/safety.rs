//! TLS, logging in, and what never leaves this machine.

use super::certificate::Authority;
use super::server::At::{Auth, Handshake, StartTls};
use super::server::Fault::{AndThen, Close, Endless, Hang, Say};
use super::server::{At, Fault, Script, SmtpServer};
use super::{LETTER, Memory, SmtpCourier, deliver, deliver_bytes, envelope, pipelining, route, settings, word};
use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::mail::courier::{Courier, Envelope};
use crate::mail::smtp::SmtpRoute;
use crate::mail::smtp::settings::{Login, Secret, Security, SettingsFault, SmtpSettings};
use std::io::Write;
use std::sync::Arc;
use tempfile::NamedTempFile;

const NAME: &str = "mail.mentors.test";

fn ca_file(authority: &Authority) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a file");
    file.write_all(authority.pem.as_bytes()).expect("written");
    file
}

fn login(secret: Secret) -> Login {
    Login { username: "sendoff@mentors.test".to_owned(), ask: Arc::new(move || Ok(secret.clone())) }
}

fn password() -> Login {
    login(Secret::Password("s3cret".to_owned()))
}

/// A server with a right certificate, and a courier that trusts its authority.
fn safe_courier(security: Security, login: Option<Login>, scripts: Vec<Script>) -> (Arc<SmtpServer>, SmtpCourier) {
    let authority = Authority::new();
    let file = ca_file(&authority);
    let acceptor = authority.acceptor(NAME);
    let implicit = security == Security::Tls;
    let scripts =
        scripts.into_iter().map(|script| Script { tls: Some(acceptor.clone()), implicit, ..script }).collect();
    let server = SmtpServer::new(scripts);
    let settings = SmtpSettings { ca_file: Some(file.path().to_owned()), login, ..settings(security) };
    let courier = route(&server, settings).courier();
    (server, courier)
}

fn script(offers: &[&'static str]) -> Script {
    Script { offers: offers.to_vec(), ..Script::default() }
}

fn starttls() -> Script {
    Script { offers_in_plain: vec!["STARTTLS"], ..script(&["PIPELINING", "AUTH PLAIN LOGIN"]) }
}

#[tokio::test]
async fn both_kinds_of_tls_carry_letters_and_the_login() {
    for (security, script) in
        [(Security::StartTls, starttls()), (Security::Tls, script(&["PIPELINING", "AUTH LOGIN PLAIN"]))]
    {
        let (server, mut courier) = safe_courier(security, Some(password()), vec![script]);
        for _ in 0..3 {
            assert_eq!(word(&deliver(&mut courier).await), "accepted");
        }
        Box::new(courier).finish().await;
        let seen = server.seen();
        assert_eq!((seen.connections, seen.taken.len()), (1, 3));
        assert_eq!(seen.taken[2].message, LETTER);
        let logins: Vec<_> = seen.commands.iter().filter(|line| line.starts_with("AUTH")).collect();
        // base64 of NUL sendoff@mentors.test NUL s3cret
        assert_eq!(logins, ["AUTH PLAIN AHNlbmRvZmZAbWVudG9ycy50ZXN0AHMzY3JldA=="]);
    }
}

#[tokio::test]
async fn the_other_ways_to_log_in() {
    let only_login = Script { offers_in_plain: vec!["STARTTLS"], ..script(&["AUTH LOGIN"]) };
    let (server, mut courier) = safe_courier(Security::StartTls, Some(password()), vec![only_login]);
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    let at = server.seen().commands.iter().position(|line| line == "AUTH LOGIN").expect("AUTH LOGIN");
    assert_eq!(server.seen().commands[at + 1..at + 3], ["c2VuZG9mZkBtZW50b3JzLnRlc3Q=", "czNjcmV0"]);

    let token = login(Secret::AccessToken("ya29".to_owned()));
    let script = Script { offers_in_plain: vec!["STARTTLS"], ..script(&["AUTH PLAIN XOAUTH2"]) };
    let (server, mut courier) = safe_courier(Security::StartTls, Some(token), vec![script]);
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    let bearer = "AUTH XOAUTH2 dXNlcj1zZW5kb2ZmQG1lbnRvcnMudGVzdAFhdXRoPUJlYXJlciB5YTI5AQE=";
    assert!(server.seen().commands.iter().any(|line| line == bearer));
}

#[tokio::test]
async fn a_refused_login_is_everybodys_and_keeps_its_secrets() {
    let token = login(Secret::AccessToken("ya29".to_owned()));
    for (login, answer) in [
        (password(), "535 5.7.8 sendoff@mentors.test: bad password\r\n"),
        (password(), "454 4.7.0 later\r\n"),
        (password(), "334 aGE/\r\n"),
        (token, "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"),
    ] {
        let offers = vec!["AUTH PLAIN LOGIN XOAUTH2"];
        let script = Script {
            offers_in_plain: vec!["STARTTLS"],
            offers,
            faults: vec![(Auth, 0, Say(answer))],
            ..Script::default()
        };
        let (server, mut courier) = safe_courier(Security::StartTls, Some(login), vec![script, starttls()]);
        let verdict = deliver(&mut courier).await;
        assert_eq!(word(&verdict), "deferred, everybody", "{verdict:?}");
        let text = format!("{verdict:?}");
        assert!(!text.contains("sendoff") && !text.contains("s3cret") && !text.contains("ya29"), "{text}");
        assert!(!server.seen().commands.iter().any(|line| line.starts_with("MAIL")));
    }
}

/// Each fault of the list where a connection is made safe and where it logs in: nobody's letter, and nothing goes out.
#[tokio::test(start_paused = true)]
async fn every_fault_on_the_way_in_is_everybodys() {
    for at in [StartTls, Auth] {
        for fault in [
            Hang,
            Close,
            Say("421 4.3.2 bye\r\n"),
            Say("450 4.7.1 later\r\n"),
            Say("451 4.3.0 later\r\n"),
            Say("452 4.3.1 full\r\n"),
            Say("550 5.7.1 no\r\n"),
            Say("552 5.2.2 full\r\n"),
            Say("554 5.7.1 no\r\n"),
            Say("garbage\r\n"),
            Endless("250-more\r\n"),
            Endless("250 no end "),
        ] {
            let faulty = Script { faults: vec![(at, 0, fault)], ..starttls() };
            let (server, mut courier) = safe_courier(Security::StartTls, Some(password()), vec![faulty, starttls()]);
            let verdict = deliver(&mut courier).await;
            assert_eq!(word(&verdict), "deferred, everybody", "{at:?} {fault:?}: {verdict:?}");
            assert!(!server.seen().commands.iter().any(|line| line.starts_with("MAIL")), "{at:?} {fault:?}");
            assert_eq!(word(&deliver(&mut courier).await), "accepted", "after {at:?} {fault:?}");
        }
    }
}

/// Nobody listens there.
#[tokio::test]
async fn a_server_that_refuses_to_connect_is_everybodys() {
    let port = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port").local_addr().expect("it").port();
    let settings = SmtpSettings { security: Security::None, ..SmtpSettings::new("127.0.0.1", port) };
    let mut courier = SmtpRoute::new(settings).expect("settings").courier();
    assert_eq!(word(&deliver(&mut courier).await), "deferred, everybody");
}

#[tokio::test]
async fn no_secret_no_letter() {
    let none = Login { username: "x".to_owned(), ask: Arc::new(|| Err("the file is gone".to_owned())) };
    let (_, mut courier) = safe_courier(Security::StartTls, Some(none), vec![starttls()]);
    let verdict = deliver(&mut courier).await;
    assert_eq!(word(&verdict), "deferred, everybody");
    assert!(format!("{verdict:?}").contains("the file is gone"));
    let token = login(Secret::AccessToken("ya29".to_owned()));
    let (server, mut courier) = safe_courier(Security::StartTls, Some(token), vec![starttls()]);
    assert_eq!(word(&deliver(&mut courier).await), "deferred, everybody");
    assert!(!server.seen().commands.iter().any(|line| line.starts_with("AUTH")));
}

#[tokio::test]
async fn starttls_stripped_or_spoilt_sends_nothing() {
    let spoilt = |at: At, fault: Fault| Script { faults: vec![(at, 0, fault)], ..starttls() };
    for script in [
        Script { offers_in_plain: vec!["AUTH PLAIN"], ..starttls() },
        spoilt(StartTls, Say("454 4.7.0 not now\r\n")),
        spoilt(StartTls, Say("554 5.7.0 no\r\n")),
        spoilt(StartTls, AndThen("250-test\r\n250 AUTH PLAIN\r\n")),
        spoilt(Handshake, Close),
        spoilt(Handshake, Say("this is no handshake\r\n")),
    ] {
        let (server, mut courier) = safe_courier(Security::StartTls, Some(password()), vec![script, starttls()]);
        let verdict = deliver(&mut courier).await;
        assert_eq!(word(&verdict), "deferred, everybody", "{verdict:?}");
        let commands = server.seen().commands.clone();
        assert!(!commands.iter().any(|line| line.starts_with("MAIL") || line.starts_with("AUTH")), "{commands:?}");
        assert_eq!(word(&deliver(&mut courier).await), "accepted");
    }
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_hangs_is_given_up() {
    let hanging = Script { faults: vec![(Handshake, 0, Hang)], ..starttls() };
    let (_, mut courier) = safe_courier(Security::StartTls, None, vec![hanging, starttls()]);
    assert_eq!(word(&deliver(&mut courier).await), "deferred, everybody");
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
}

#[tokio::test]
async fn a_certificate_for_another_name_or_of_another_authority() {
    let (ours, other) = (Authority::new(), Authority::new());
    for acceptor in [ours.acceptor("mail.elsewhere.test"), other.acceptor(NAME)] {
        for security in [Security::StartTls, Security::Tls] {
            let implicit = security == Security::Tls;
            let script = Script { tls: Some(acceptor.clone()), implicit, ..starttls() };
            let server = SmtpServer::new(vec![script]);
            let file = ca_file(&ours);
            let settings = SmtpSettings { ca_file: Some(file.path().to_owned()), ..settings(security) };
            let verdict = deliver(&mut route(&server, settings).courier()).await;
            assert_eq!(word(&verdict), "deferred, everybody");
            assert!(format!("{verdict:?}").contains("certificate"), "{verdict:?}");
            assert!(!server.seen().commands.iter().any(|line| line.starts_with("MAIL")));
        }
    }
}

#[tokio::test]
async fn plain_text_only_to_this_machine() {
    let server = SmtpServer::new(vec![pipelining()]);
    let dial = Memory { server: Arc::clone(&server), is_loopback: false };
    let mut courier = SmtpRoute::over(Box::new(dial), settings(Security::None)).expect("settings").courier();
    assert_eq!(word(&deliver(&mut courier).await), "deferred, everybody");
    assert!(server.seen().commands.is_empty());
}

#[tokio::test]
async fn a_reserved_domain_never_leaves_this_machine() {
    let authority = Authority::new();
    let file = ca_file(&authority);
    let script = Script { tls: Some(authority.acceptor(NAME)), ..starttls() };
    let server = SmtpServer::new(vec![script]);
    let dial = Memory { server: Arc::clone(&server), is_loopback: false };
    let settings = SmtpSettings { ca_file: Some(file.path().to_owned()), ..settings(Security::StartTls) };
    let mut courier = SmtpRoute::over(Box::new(dial), settings).expect("settings").courier();
    assert_eq!(word(&deliver(&mut courier).await), "refused");
    let real = Envelope { to: Address::parse("jonas@readers.org").expect("address"), ..envelope() };
    assert_eq!(courier.deliver(&real, LETTER).await, Verdict::Accepted);
    assert_eq!(server.seen().taken.len(), 1);
}

#[test]
fn settings_that_cannot_work_are_told_at_once() {
    let with_file = |path: &str| SmtpSettings { ca_file: Some(path.into()), ..settings(Security::Tls) };
    assert!(matches!(SmtpRoute::new(with_file("/nowhere/ca.pem")), Err(SettingsFault::CaFile { .. })));
    let empty = NamedTempFile::new().expect("a file");
    let empty = with_file(empty.path().to_str().expect("a path"));
    assert!(matches!(SmtpRoute::new(empty), Err(SettingsFault::CaFile { .. })));
    assert!(matches!(SmtpRoute::new(SmtpSettings::new("not a name", 25)), Err(SettingsFault::Host(_))));
}

/// The real dialler, over a real socket.
#[tokio::test]
async fn over_tcp() {
    let server = SmtpServer::new(vec![pipelining()]);
    let port = server.listen().await;
    let settings = SmtpSettings { security: Security::None, ..SmtpSettings::new("localhost", port) };
    let mut courier = SmtpRoute::new(settings).expect("settings").courier();
    let mut letter = LETTER.to_vec();
    letter.extend(std::iter::repeat_n(b"0123456789\r\n", 50_000).flatten());
    assert_eq!(word(&deliver_bytes(&mut courier, &letter).await), "accepted");
    assert_eq!(server.seen().taken[0].message, letter);
}
