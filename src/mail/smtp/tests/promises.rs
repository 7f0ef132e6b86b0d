//! The promises of every courier, kept over SMTP.

use super::server::{Script, SmtpServer};
use super::{Memory, pipelining, settings};
use crate::domain::address::Address;
use crate::mail::conformance::{self, Bench};
use crate::mail::courier::{Envelope, Route};
use crate::mail::smtp::SmtpRoute;
use crate::mail::smtp::dial::{Dial, Dialling};
use crate::mail::smtp::settings::Security;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A way that can be closed.
struct Gate {
    memory: Memory,
    is_closed: Arc<AtomicBool>,
}

impl Dial for Gate {
    fn dial(&self, limit: Duration) -> Dialling<'_> {
        if self.is_closed.load(Ordering::Relaxed) {
            return Box::pin(async { Err(io::ErrorKind::ConnectionRefused.into()) });
        }
        self.memory.dial(limit)
    }
}

struct Desk {
    server: Arc<SmtpServer>,
    route: SmtpRoute,
    is_closed: Arc<AtomicBool>,
}

impl Desk {
    fn new(script: Script) -> Desk {
        let server = SmtpServer::new(vec![script]);
        let is_closed = Arc::new(AtomicBool::new(false));
        let memory = Memory { server: Arc::clone(&server), is_loopback: true };
        let gate = Gate { memory, is_closed: Arc::clone(&is_closed) };
        let route = SmtpRoute::over(Box::new(gate), settings(Security::None)).expect("settings");
        Desk { server, route, is_closed }
    }
}

impl Bench for Desk {
    const KEEPS_ONE_OF_TWO: bool = false;

    fn route(&self) -> &dyn Route {
        &self.route
    }

    fn arrived(&self) -> Vec<(Envelope, Vec<u8>)> {
        let seen = self.server.seen();
        let envelope = |from: &str, to: &str| Envelope {
            from: Address::parse(from).ok(),
            to: Address::parse(to).expect("an address"),
        };
        seen.taken.iter().map(|taken| (envelope(&taken.from, &taken.to[0]), taken.message.clone())).collect()
    }

    fn break_way(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    fn mend_way(&self) {
        self.is_closed.store(false, Ordering::Relaxed);
    }
}

#[tokio::test(start_paused = true)]
async fn keeps_the_promises_of_a_courier() {
    conformance::suite(|| Desk::new(pipelining())).await;
    conformance::suite(|| Desk::new(Script::default())).await;
}
