//! The scribe: writes the letters of pairs that were decided on; where they are many, ahead of the transaction that queues them.
//!
//! Writing needs nothing of the database and takes longer than anything else, so a thread of its own does it while the transaction
//! that decided on those pairs is committed and the next pairs are decided on. What was written holds unless somebody wrote to the
//! database meanwhile, or there was news of letters of that pair.

use crate::engine::decided::{Decided, Written};
use crate::engine::office::Office;
use crate::engine::verdicts::Verdicts;
use crate::store::{ProgrammeRow, StoreError, Tx};
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
    pub now: Timestamp,
}

/// Letters being written.
pub(super) struct Ahead {
    writing: JoinHandle<Vec<Written>>,
    /// [`crate::store::View::data_version`] when their pairs were decided on.
    version: i64,
    /// Pairs of whose letters there is news since.
    heard_of: HashSet<(String, String)>,
    /// There is news that may concern any pair.
    is_doubtful: bool,
}

/// What was written.
pub(super) struct Finished {
    /// What can be queued.
    pub holds: Vec<Written>,
    /// Programme and id of the others: there was news of their letters, or somebody else wrote to the database, who knows about whom.
    pub anew: Vec<(String, String)>,
}

impl Scribe {
    /// The pair with its letters; nothing if its programme is not known.
    pub fn write(&self, pair: Decided) -> Option<Written> {
        let programme = self.programmes.get(pair.programme())?;
        Some(pair.write(&self.office, programme, self.now))
    }

    /// Begins to write the letters of pairs that were decided on in this transaction, on a thread of its own.
    ///
    /// # Errors
    /// As for any read.
    pub fn write_ahead(&self, tx: &Tx<'_>, pairs: Vec<Decided>) -> Result<Ahead, StoreError> {
        let scribe = self.clone();
        let writing = spawn(move || pairs.into_iter().filter_map(|pair| scribe.write(pair)).collect());
        Ok(Ahead { writing, version: tx.data_version()?, heard_of: HashSet::new(), is_doubtful: false })
    }
}

impl Ahead {
    /// There is news of letters.
    pub fn hear(&mut self, verdicts: &Verdicts) {
        self.heard_of.extend(verdicts.pairs());
        self.is_doubtful |= verdicts.reach_others();
    }

    /// Waits for what is written.
    ///
    /// # Errors
    /// As for any read.
    ///
    /// # Panics
    /// If writing did.
    pub fn finish(self, tx: &Tx<'_>) -> Result<Finished, StoreError> {
        let written = self.writing.join().unwrap_or_else(|panic| resume_unwind(panic));
        let is_sure = !self.is_doubtful && tx.data_version()? == self.version;
        let (holds, anew): (Vec<Written>, Vec<Written>) =
            written.into_iter().partition(|pair| is_sure && !self.heard_of.contains(&pair.place()));
        Ok(Finished { holds, anew: anew.iter().map(Written::place).collect() })
    }
}
