//! Every stage with every fault, against a server that is right in everything else.

mod asking;
mod chaos;
mod faults;
mod keeping;
mod promises;
mod safety;

#[allow(dead_code, reason = "the tests of pages use the rest")]
#[path = "../../../../tests/it/certificate.rs"]
mod certificate;
#[path = "../../../../tests/it/smtp_server.rs"]
mod server;

use super::dial::{Dial, Dialling, Link};
use super::settings::{Security, SmtpSettings};
use super::{SmtpCourier, SmtpRoute};
use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::mail::courier::{Courier, Envelope};
use server::{Script, SmtpServer};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

const LETTER: &[u8] = b"Subject: An ending\r\n\r\nDear both,\r\n.\r\n..\r\nThank you.\r\n";

/// The server in memory: time can stand still.
struct Memory {
    server: Arc<SmtpServer>,
    is_loopback: bool,
}

impl Dial for Memory {
    fn dial(&self, _limit: Duration) -> Dialling<'_> {
        let (ours, theirs) = tokio::io::duplex(8 * 1024);
        tokio::spawn(Arc::clone(&self.server).serve(Box::new(theirs)));
        let is_loopback = self.is_loopback;
        Box::pin(async move { Ok(Link { stream: Box::new(ours), local: Ipv4Addr::LOCALHOST.into(), is_loopback }) })
    }
}

fn settings(security: Security) -> SmtpSettings {
    SmtpSettings { security, ..SmtpSettings::new("mail.mentors.test", 0) }
}

fn route(server: &Arc<SmtpServer>, settings: SmtpSettings) -> SmtpRoute {
    let dial = Memory { server: Arc::clone(server), is_loopback: true };
    SmtpRoute::over(Box::new(dial), settings).expect("settings")
}

fn plain_courier(scripts: Vec<Script>) -> (Arc<SmtpServer>, SmtpCourier) {
    let server = SmtpServer::new(scripts);
    let courier = route(&server, settings(Security::None)).courier();
    (server, courier)
}

fn pipelining() -> Script {
    Script { offers: vec!["PIPELINING", "SIZE 1000000"], ..Script::default() }
}

fn envelope() -> Envelope {
    let address = |text| Address::parse(text).expect("address");
    Envelope { from: Some(address("bounce+x1@mentors.test")), to: address("jonas.k@readers.test") }
}

async fn deliver(courier: &mut SmtpCourier) -> Verdict {
    deliver_bytes(courier, LETTER).await
}

async fn deliver_bytes(courier: &mut SmtpCourier, message: &[u8]) -> Verdict {
    let verdict = courier.deliver(&envelope(), message).await;
    if let Verdict::Deferred { reason, .. } | Verdict::Refused { reason, .. } | Verdict::Uncertain { reason } = &verdict
    {
        let is_private = ["jonas", "readers.test", "bounce", "\r", "\n"].iter().any(|word| reason.contains(word));
        assert!(!is_private && reason.chars().count() < 400, "{reason}");
    }
    verdict
}

/// A verdict in one word.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Deferred { everybody: true, .. } => "deferred, everybody",
        Verdict::Deferred { everybody: false, .. } => "deferred",
        Verdict::Refused { address_is_dead: true, .. } => "refused, dead",
        Verdict::Refused { address_is_dead: false, .. } => "refused",
        Verdict::Uncertain { .. } => "uncertain",
    }
}
