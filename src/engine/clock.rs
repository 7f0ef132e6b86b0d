//! The present, as the engine asks for it while letters are on their way.

use jiff::Timestamp;
use std::cell::Cell;

/// Tells the time. The wall clock lives in `daemon/clock.rs`; everybody else passes a time that stands still.
pub trait Clock {
    /// The present.
    fn now(&self) -> Timestamp;
}

/// A clock that stands where it was put.
#[derive(Debug)]
pub struct StandingClock(Cell<Timestamp>);

impl StandingClock {
    /// A clock that stands there.
    pub fn at(now: Timestamp) -> StandingClock {
        StandingClock(Cell::new(now))
    }

    /// Puts it there.
    pub fn set(&self, now: Timestamp) {
        self.0.set(now);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0.get()
    }
}
