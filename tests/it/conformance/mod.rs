//! Our letters through a real Postfix (submission: STARTTLS, AUTH) into a real Dovecot, and back over IMAP
//! into parsers that are not ours. `tests/all.sh` runs it; a bare `cargo test` says that it did not.

mod dkim;
mod letters;
mod looking;
mod mailbox;
mod round_trip;
mod servers;

use letters::{Sample, samples};
use sendoff::domain::address::Address;
use sendoff::domain::delivery::Verdict;
use sendoff::mail::courier::{Envelope, Route};
use sendoff::mail::smtp::{Login, Secret, Security, SmtpRoute, SmtpSettings};
use servers::{Account, Sent, Servers};
use std::sync::Arc;
use tokio::task::JoinSet;

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn letters_arrive_as_they_were_sent() {
    let servers = Servers::start();
    let account = &servers.account;
    let route = Arc::new(route(account, account.password.clone(), true));
    let welcome = route.try_login().await.expect("the right password");
    assert_eq!((welcome.pipelining, welcome.largest), (true, Some(account.size_limit as u64)));

    let samples = samples(&account.readers);
    let count = samples.len();
    let calendars = samples.iter().filter(|sample| sample.is_calendar).count();
    let sent = send_all(&route, samples).await;
    assert_eq!(sent.len(), count);

    let found = servers.read_back(&sent);
    // Each calendar object is in its letter twice: as an alternative and as a file.
    assert_eq!((found.letters, found.calendars), (count, 2 * calendars));
}

/// As the daemon does it: several lanes, each with its own connection.
async fn send_all(route: &Arc<SmtpRoute>, samples: Vec<Sample>) -> Vec<Sent> {
    let mut lanes = JoinSet::new();
    let mut shares: Vec<Vec<Sample>> = vec![Vec::new(); route.lanes()];
    let count = shares.len();
    for (at, sample) in samples.into_iter().enumerate() {
        shares[at % count].push(sample);
    }
    for share in shares {
        let route = Arc::clone(route);
        lanes.spawn(async move {
            let mut courier = route.open();
            let mut sent = Vec::new();
            for sample in share {
                let envelope = Envelope { from: Some(sample.bounces_to.clone()), to: sample.to.clone() };
                let verdict = courier.deliver(&envelope, &sample.message.bytes).await;
                assert_eq!(verdict, Verdict::Accepted, "{}", sample.message.subject);
                sent.push(Sent::new(&sample));
            }
            courier.finish().await;
            sent
        });
    }
    lanes.join_all().await.into_iter().flatten().collect()
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn real_refusals_mean_what_we_take_them_for() {
    let servers = Servers::start();
    let account = &servers.account;
    let right = route(account, account.password.clone(), true);
    let sample = samples(&account.readers).remove(0);

    // One connection: a refused reader, a letter too big, and then a letter that goes through.
    let mut courier = right.open();
    let to =
        |text: &str| Envelope { from: Some(sample.bounces_to.clone()), to: Address::parse(text).expect("address") };
    match courier.deliver(&to("nobody-of-that-name@readers.test"), &sample.message.bytes).await {
        Verdict::Refused { status, address_is_dead, reason } => {
            assert_eq!((status.as_deref(), address_is_dead), (Some("5.1.1"), true), "{reason}");
            assert!(!reason.contains("nobody-of-that-name") && !reason.contains("readers.test"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    let mut big = sample.message.bytes.clone();
    big.resize(account.size_limit + 1, b'x');
    let verdict = courier.deliver(&to(sample.to.as_str()), &big).await;
    assert!(matches!(&verdict, Verdict::Refused { status, .. } if status.as_deref() == Some("5.3.4")), "{verdict:?}");
    assert_eq!(courier.deliver(&to(sample.to.as_str()), &sample.message.bytes).await, Verdict::Accepted);
    courier.finish().await;
    assert_eq!(servers.read_back(&[Sent::new(&sample)]).letters, 1);

    let in_plain = SmtpSettings { security: Security::None, ..settings(account, account.password.clone(), true) };
    let at_once = SmtpSettings { security: Security::Tls, ..settings(account, account.password.clone(), true) };
    for wrong in [
        route(account, "wrong".to_owned(), true),
        route(account, account.password.clone(), false),
        SmtpRoute::new(in_plain).expect("settings"),
        SmtpRoute::new(at_once).expect("settings"),
    ] {
        let verdict = wrong.open().deliver(&to(sample.to.as_str()), &sample.message.bytes).await;
        assert!(matches!(verdict, Verdict::Deferred { everybody: true, .. }), "{verdict:?}");
    }
    assert_eq!(servers.read_back(&[Sent::new(&sample)]).letters, 1, "nothing else arrived");
}

#[test]
#[ignore = "not run: needs Python's icalendar (tests/all.sh)"]
fn the_reader_finds_faults() {
    assert!(servers::python("read_back_test.py").wait().expect("python3").success());
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot and root (tests/all.sh)"]
async fn a_token_opens_the_submission_server_and_a_stale_one_does_not() {
    let servers = Servers::start();
    let account = &servers.account;
    let with = |token: &str| {
        let secret = Secret::AccessToken(token.to_owned());
        let login = Some(Login { username: account.username.clone(), ask: Arc::new(move || Ok(secret.clone())) });
        SmtpRoute::new(SmtpSettings { login, ..settings(account, String::new(), true) }).expect("settings")
    };
    assert!(with(&account.token).try_login().await.is_ok());
    assert!(with("stale").try_login().await.is_err());
}

fn settings(account: &Account, password: String, trusts_authority: bool) -> SmtpSettings {
    let secret = Secret::Password(password);
    SmtpSettings {
        ca_file: trusts_authority.then(|| account.ca_file.clone()),
        login: Some(Login { username: account.username.clone(), ask: Arc::new(move || Ok(secret.clone())) }),
        connections: 3,
        ..SmtpSettings::new(&account.smtp_host, account.smtp_port)
    }
}

fn route(account: &Account, password: String, trusts_authority: bool) -> SmtpRoute {
    SmtpRoute::new(settings(account, password, trusts_authority)).expect("settings")
}
