//! Stopping in good order: the letter in hand is finished, and no other is begun.

use crate::domain::delivery::Verdict;
use crate::mail::courier::{Carried, Courier, Envelope, Route};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether sending is to stop; clones say the same.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on nothing is begun.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether that was asked.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A way out that begins nothing once it is asked to stop: what is left goes back unharmed, as when the server is down.
pub struct Stoppable<'r> {
    /// The way out.
    pub route: &'r dyn Route,
    /// Whether it is to stop.
    pub stop: Stop,
}

impl Route for Stoppable<'_> {
    fn lanes(&self) -> usize {
        self.route.lanes()
    }

    fn open(&self) -> Box<dyn Courier> {
        Box::new(Lane { courier: self.route.open(), stop: self.stop.clone() })
    }
}

struct Lane {
    courier: Box<dyn Courier>,
    stop: Stop,
}

impl Courier for Lane {
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a> {
        if self.stop.is_asked() {
            let verdict = Verdict::Deferred { reason: "sendoff is stopping".to_owned(), everybody: true };
            return Box::pin(std::future::ready(verdict));
        }
        self.courier.deliver(envelope, message)
    }

    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.courier.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Stop, Stoppable};
    use crate::domain::address::Address;
    use crate::domain::delivery::Verdict;
    use crate::mail::courier::{Envelope, Route};
    use crate::mail::memory::Memory;

    #[tokio::test]
    async fn nothing_is_begun_after_it_was_asked_to_stop() {
        let memory = Memory::new();
        let stop = Stop::default();
        let route = Stoppable { route: &memory, stop: stop.clone() };
        let envelope = Envelope { from: None, to: Address::parse("ada@x.example").unwrap() };
        let mut lane = route.open();
        assert_eq!(lane.deliver(&envelope, b"x\r\n").await, Verdict::Accepted);
        stop.ask();
        assert!(matches!(lane.deliver(&envelope, b"x\r\n").await, Verdict::Deferred { everybody: true, .. }));
        assert_eq!(memory.attempts(), 1);
        lane.finish().await;
    }
}
