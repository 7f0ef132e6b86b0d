//! A tick: every pair whose time has come is settled, and coordinators are told what needs them.
//!
//! A tick costs in proportion to what is due: pairs are asked by `wake_at` alone (rule 27).

use crate::domain::key::Seed;
use crate::engine::Engine;
use crate::engine::decided::Asked;
use crate::engine::error::EngineError;
use crate::engine::let_go::Farewell;
use crate::engine::office::Office;
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::settle::settle_all;
use crate::store::{ProgrammeRow, StoreError, Tx, View};
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};

/// Pairs settled in one transaction: enough to share an fsync, few enough to let others write in between.
const BATCH: usize = 200;
/// Pairs whose letters are in memory together.
const TOGETHER: usize = 16;
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

/// A tick under way: which pairs are still to be asked. Letters can go out before it is over.
#[derive(Default)]
pub struct Tick {
    /// What it did so far.
    pub ticked: Ticked,
    now: Timestamp,
    programmes: BTreeMap<String, ProgrammeRow>,
    is_braked: bool,
    /// Pairs that are due and not yet asked, the next ones.
    due: VecDeque<(String, String)>,
    /// The pair that was found due last.
    last: Option<(String, String)>,
    pub(super) is_over: bool,
}

impl Tick {
    /// A tick with nothing left to do.
    pub fn over() -> Tick {
        Tick { is_over: true, ..Tick::default() }
    }

    pub(super) fn settle(
        &mut self,
        tx: &Tx<'_>,
        office: &Office,
        lets_go: bool,
        due: &[(String, String)],
    ) -> Result<(), StoreError> {
        let mut gone = Farewell::default();
        for some in due.chunks(TOGETHER) {
            let mut asked = Vec::with_capacity(some.len());
            for (id, pair) in some {
                let Some(programme) = self.programmes.get(id) else { continue };
                asked.push(Asked { programme, pair, on_hold: self.is_braked || programme.is_on_hold() });
            }
            for (asked, settled) in asked.iter().zip(settle_all(tx, office, &asked, self.now)?) {
                self.ticked.queued += settled.queued;
                self.ticked.faults.extend(settled.faults);
                if let Some(retention) = settled.let_go.filter(|_| lets_go) {
                    gone.let_go(tx, &asked.programme.id, asked.pair, &retention, self.now)?;
                }
            }
        }
        gone.remember(tx)?;
        self.ticked.pairs += due.len();
        Ok(())
    }
}

impl Engine {
    /// Settles every pair whose time has come by `now`.
    ///
    /// # Errors
    /// The database.
    pub fn tick(&mut self, now: Timestamp) -> Result<Ticked, EngineError> {
        let mut tick = self.begin_tick(now)?;
        self.finish_tick(&mut tick)?;
        Ok(tick.ticked)
    }

    /// Settles the first pairs whose time has come by `now`; few ticks have more. [`Engine::deliver_during`] goes on with the others.
    ///
    /// # Errors
    /// The database.
    pub fn begin_tick(&mut self, now: Timestamp) -> Result<Tick, EngineError> {
        let (programmes, is_braked) = (programmes(&self.store)?, self.store.is_braked()?);
        let mut tick = Tick { now, programmes, is_braked, ..Tick::default() };
        self.finish_partings()?;
        self.settle_batch(&mut tick)?;
        Ok(tick)
    }

    pub(super) fn finish_tick(&mut self, tick: &mut Tick) -> Result<(), EngineError> {
        while !tick.is_over {
            self.settle_batch(tick)?;
        }
        Ok(())
    }

    /// The next pairs to ask; none if the tick is over or somebody asked to stop.
    pub(super) fn due(&self, tick: &mut Tick, limit: usize) -> Result<Vec<(String, String)>, StoreError> {
        let count = if self.has_more(tick)? { limit.min(tick.due.len()) } else { 0 };
        Ok(tick.due.drain(..count).collect())
    }

    fn has_more(&self, tick: &mut Tick) -> Result<bool, StoreError> {
        if tick.is_over || self.stop.is_asked() {
            return Ok(false);
        }
        if tick.due.is_empty() {
            let last = tick.last.as_ref().map(|(programme, pair)| (programme.as_str(), pair.as_str()));
            tick.due = self.store.due_pairs(tick.now, last, DUE)?.into();
            tick.last = tick.due.back().cloned().or(tick.last.take());
        }
        Ok(!tick.due.is_empty())
    }

    fn settle_batch(&mut self, tick: &mut Tick) -> Result<(), EngineError> {
        let due = self.due(tick, BATCH)?;
        if !due.is_empty() {
            self.pulse.beat(LONGEST_PIECE);
            let (office, lets_go) = (&self.office, self.lets_go);
            self.store.write(|tx| tick.settle(tx, office, lets_go, &due))?;
        }
        if !self.has_more(tick)? {
            self.end_tick(tick)?;
        }
        Ok(())
    }

    /// After the last pair: who is gone is forgotten, and coordinators are told what needs them.
    pub(super) fn end_tick(&mut self, tick: &mut Tick) -> Result<(), EngineError> {
        tick.is_over = true;
        let now = tick.now;
        self.clear_up(now)?;
        self.scour_when_due(now)?;
        self.tell_coordinators(now, &mut tick.ticked)?;
        self.send_digests(now, &mut tick.ticked)?;
        self.send_receipts(now, &mut tick.ticked)
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
