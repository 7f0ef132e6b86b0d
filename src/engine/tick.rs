//! A tick: every pair whose time has come is settled, and coordinators are told what needs them.
//!
//! A tick costs in proportion to what is due: pairs are asked by `wake_at` alone (rule 27).

use crate::domain::key::Seed;
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::let_go::Farewell;
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::settle::settle;
use crate::store::{ProgrammeRow, StoreError, View};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Pairs settled in one transaction: enough to share an fsync, few enough to let others write in between.
const BATCH: usize = 200;
/// Pairs that are asked for at a time: those that are due are sorted anew each time.
const DUE: usize = 50 * BATCH;

/// What a tick did.
#[derive(Debug, Default)]
pub struct Ticked {
    /// Pairs that were settled.
    pub pairs: usize,
    /// Letters queued.
    pub queued: usize,
    /// What kept letters from being written.
    pub faults: Vec<EngineError>,
}

impl Engine {
    /// Settles every pair whose time has come by `now`.
    ///
    /// # Errors
    /// The database.
    pub fn tick(&mut self, now: Timestamp) -> Result<Ticked, EngineError> {
        let mut ticked = Ticked::default();
        let programmes = programmes(&self.store)?;
        let is_braked = self.store.is_braked()?;
        self.finish_partings()?;
        let mut farewell = Farewell::default();
        let mut cursor: Option<(String, String)> = None;
        loop {
            let after = cursor.as_ref().map(|(programme, pair)| (programme.as_str(), pair.as_str()));
            let due = self.store.due_pairs(now, after, DUE)?;
            for batch in due.chunks(BATCH) {
                if self.stop.is_asked() {
                    break;
                }
                self.pulse.beat(LONGEST_PIECE);
                farewell.join(self.settle_batch(&programmes, batch, is_braked, now, &mut ticked)?);
            }
            cursor = due.last().cloned().filter(|_| !self.stop.is_asked());
            if cursor.is_none() {
                break;
            }
        }
        self.clear_up_after(&farewell, now)?;
        self.scour_when_due(now)?;
        self.tell_coordinators(now, &mut ticked)?;
        self.send_digests(now, &mut ticked)?;
        self.send_receipts(now, &mut ticked)?;
        Ok(ticked)
    }

    /// Settles those pairs in one transaction.
    fn settle_batch(
        &mut self,
        programmes: &BTreeMap<String, ProgrammeRow>,
        batch: &[(String, String)],
        is_braked: bool,
        now: Timestamp,
        ticked: &mut Ticked,
    ) -> Result<Farewell, EngineError> {
        let (office, lets_go) = (&self.office, self.lets_go);
        let gone = self.store.write(|tx| {
            let mut gone = Farewell::default();
            for (id, pair) in batch {
                let Some(programme) = programmes.get(id) else { continue };
                let settled = settle(tx, office, programme, pair, is_braked || is_on_hold(programme), now)?;
                ticked.queued += settled.queued;
                ticked.faults.extend(settled.faults);
                if let Some(retention) = settled.let_go.filter(|_| lets_go) {
                    gone.let_go(tx, id, pair, &retention, now)?;
                }
            }
            gone.remember(tx)?;
            Ok(gone)
        })?;
        ticked.pairs += batch.len();
        Ok(gone)
    }

    /// When the engine wants to be woken next; nothing if only a fact or an edit can change anything.
    ///
    /// # Errors
    /// The database.
    pub fn next_wake(&self) -> Result<Option<Timestamp>, EngineError> {
        let desks = [self.notes_wake_at, self.digests_wake_at, self.receipts_wake_at, self.scour_wake_at];
        let wakes = [self.store.next_wake()?, self.store.next_attempt()?].into_iter().chain(desks);
        Ok(wakes.flatten().min())
    }

    /// The seed everything is derived from.
    pub fn seed(&self) -> &Seed {
        &self.office.seed
    }
}

/// Every programme the store knows, by id.
pub fn programmes(store: &View) -> Result<BTreeMap<String, ProgrammeRow>, StoreError> {
    Ok(store.programmes()?.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// Whether letters of that programme wait for a person.
pub fn is_on_hold(programme: &ProgrammeRow) -> bool {
    programme.paused || !programme.approved
}
