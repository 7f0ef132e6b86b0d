//! Faults on demand: so that a test can let the process die, or the disk fill up, at every single commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What goes wrong at a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The commit fails and nothing of it is kept; the process goes on.
    DiskFull,
    /// The process dies just before: nothing of it is kept.
    DiedBeforeCommit,
    /// The process dies just after: all of it is kept, and nobody was told.
    DiedAfterCommit,
}

/// Decides at every commit whether something goes wrong. Asked once for each, in order.
///
/// After a death the store refuses every further write; what is on the disk can be looked at by opening the file anew.
pub trait Faults: Send {
    /// The fault of this commit, if it has one.
    fn at_commit(&self) -> Option<Fault>;
}

/// One fault, at one numbered point. The counter is shared, so that others (couriers) can number their calls in it.
#[derive(Debug, Clone)]
pub struct FaultAt {
    points: Arc<AtomicU64>,
    at: u64,
    fault: Fault,
}

impl FaultAt {
    /// The fault at point `at`, counted from 1. With 0 nothing ever fails, but points are counted.
    pub fn new(at: u64, fault: Fault) -> FaultAt {
        FaultAt { points: Arc::new(AtomicU64::new(0)), at, fault }
    }

    /// Counts one more point; the fault if it is this one.
    pub fn pass(&self) -> Option<Fault> {
        let point = self.points.fetch_add(1, Ordering::Relaxed) + 1;
        (point == self.at).then_some(self.fault)
    }

    /// How many points were passed.
    pub fn passed(&self) -> u64 {
        self.points.load(Ordering::Relaxed)
    }
}

impl Faults for FaultAt {
    fn at_commit(&self) -> Option<Fault> {
        self.pass()
    }
}
