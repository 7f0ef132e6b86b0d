//! What `check --online` asks, and that nothing is sent by it.

use super::server::{At, Fault, Script, SmtpServer};
use super::{pipelining, route, settings};
use crate::domain::address::Address;
use crate::mail::smtp::settings::Security;
use crate::mail::smtp::{Plus, Probe};
use std::sync::Arc;

fn probe() -> Probe {
    let address = |text| Address::parse(text).expect("an address");
    Probe {
        from: address("sendoff@mentors.test"),
        plus: address("sendoff+check@mentors.test"),
        nobody: address("nobody@mentors.test"),
    }
}

/// What comes of it when the plain address, the one with a plus and the one nobody has are answered so.
async fn asked(faults: &[(usize, &'static str)]) -> (Arc<SmtpServer>, Option<Plus>) {
    let faults = faults.iter().map(|(nth, say)| (At::Rcpt, *nth, Fault::Say(say))).collect();
    let server = SmtpServer::new(vec![Script { faults, ..pipelining() }]);
    let welcome = route(&server, settings(Security::None)).look_around(Some(&probe())).await.expect("a server");
    assert_eq!((welcome.pipelining, welcome.largest), (true, Some(1_000_000)));
    (server, welcome.plus)
}

#[tokio::test(start_paused = true)]
async fn an_address_with_a_plus_is_asked_about_and_nothing_is_sent() {
    const NO: &str = "550 5.1.1 no such user sendoff+check@mentors.test\r\n";
    let (server, plus) = asked(&[(2, NO)]).await;
    assert_eq!(plus, Some(Plus::Works));
    {
        let seen = server.seen();
        assert!(seen.taken.is_empty() && !seen.commands.iter().any(|command| command.starts_with("DATA")), "{seen:?}");
    }
    let (_, plus) = asked(&[(1, NO), (2, NO)]).await;
    assert!(
        matches!(&plus, Some(Plus::Refused(why)) if why.starts_with("550") && !why.contains("sendoff")),
        "{plus:?}"
    );
    for faults in [&[][..], &[(0, NO), (1, NO), (2, NO)], &[(1, "451 4.7.1 later\r\n"), (2, NO)]] {
        assert_eq!(asked(faults).await.1, Some(Plus::Unknown), "{faults:?}");
    }
}
