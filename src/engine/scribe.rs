//! The scribe: writes the letters of pairs that were decided on; where they are many, ahead of the transaction that queues them.
//!
//! Writing needs nothing of the database and takes longer than anything else, so a thread of its own does it while the transaction
//! that decided on those pairs is committed and the next pairs are decided on. What was written holds unless somebody wrote to the
//! database meanwhile, or there was news of letters of that pair.

use crate::engine::decided::{Decided, Written};
use crate::engine::office::Office;
use crate::engine::verdicts::Verdicts;
use crate::store::ProgrammeRow;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{JoinHandle, spawn};

/// What writing letters needs. Clones share it: a thread may outlive whoever asked.
#[derive(Clone)]
pub(super) struct Scribe {
    pub office: Arc<Office>,
    pub programmes: Arc<BTreeMap<String, ProgrammeRow>>,
}

/// Letters being written.
pub(super) struct Ahead {
    writing: JoinHandle<Vec<Written>>,
    /// Pairs of whose letters there is news since.
    heard_of: HashSet<(String, String)>,
    /// Any pair may be another case since.
    is_doubtful: bool,
}

/// What was written.
pub(super) struct Finished {
    /// What can be queued.
    pub holds: Vec<Written>,
    /// Programme and id of the others: they may be another case since.
    pub anew: Vec<(String, String)>,
}

impl Scribe {
    /// The pair with its letters; nothing if its programme is not known.
    pub fn write(&self, pair: Decided, now: Timestamp) -> Option<Written> {
        let programme = self.programmes.get(pair.programme())?;
        Some(pair.write(&self.office, programme, now))
    }

    /// Begins to write the letters of these pairs, on a thread of its own.
    pub fn write_ahead(&self, pairs: Vec<Decided>, now: Timestamp) -> Ahead {
        let scribe = self.clone();
        let writing = spawn(move || pairs.into_iter().filter_map(|pair| scribe.write(pair, now)).collect());
        Ahead { writing, heard_of: HashSet::new(), is_doubtful: false }
    }
}

impl Ahead {
    /// There is news of letters.
    pub fn hear(&mut self, verdicts: &Verdicts) {
        self.heard_of.extend(verdicts.pairs());
        self.is_doubtful |= verdicts.reach_others();
    }

    /// Somebody else wrote to the database, who knows about whom.
    pub fn doubt(&mut self) {
        self.is_doubtful = true;
    }

    /// Waits for what is written.
    ///
    /// # Panics
    /// If writing did.
    pub fn finish(self) -> Finished {
        let written = self.writing.join().unwrap_or_else(|panic| resume_unwind(panic));
        let holds = |pair: &Written| !self.is_doubtful && !self.heard_of.contains(&pair.place());
        let (holds, anew): (Vec<Written>, Vec<Written>) = written.into_iter().partition(holds);
        Finished { holds, anew: anew.iter().map(Written::place).collect() }
    }
}
