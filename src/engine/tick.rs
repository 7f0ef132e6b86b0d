//! A tick: every pair whose time has come is settled, and coordinators are told what needs them.
//!
//! A tick costs in proportion to what is due: pairs are asked by `wake_at` alone (rule 27). Where many are, the letters of some are
//! written while others are decided on: they go on record with the transaction after the one that decided on their pairs. Until then
//! those pairs stay due.

use crate::domain::key::Seed;
use crate::engine::Engine;
use crate::engine::decided::{Asked, Decided, Written};
use crate::engine::error::EngineError;
use crate::engine::let_go::Farewell;
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::scribe::{Ahead, Scribe};
use crate::engine::settle::decide;
use crate::store::{ProgrammeRow, StoreError, Tx, View};
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Pairs decided on in one transaction: enough to share an fsync; so few that others can write in between, that their letters fit
/// into memory and that no lane runs out meanwhile.
const BATCH: usize = 16;
/// Pairs that are asked for at a time: those that are due are sorted anew each time.
const DUE: usize = 600 * BATCH;

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
    /// The time of the transaction at hand: facts that came meanwhile count.
    now: Timestamp,
    /// None for a tick that is over.
    scribe: Option<Scribe>,
    is_braked: bool,
    /// [`View::data_version`] when programmes and brake were read.
    version: i64,
    lets_go: bool,
    /// Pairs that are due and not yet asked, the next ones.
    due: VecDeque<(String, String)>,
    /// The pair that was found due last.
    last: Option<(String, String)>,
    /// The letters of the pairs that were decided on in the last transaction.
    pub(super) ahead: Option<Ahead>,
    /// Letters taken out of the queue meanwhile.
    pub(super) taken: usize,
    /// No more pairs are asked: they stay due for the next tick.
    pub(super) is_cut_short: bool,
    pub(super) is_over: bool,
}

impl Tick {
    /// A tick with nothing left to do.
    pub fn over() -> Tick {
        Tick { is_over: true, ..Tick::default() }
    }

    /// Letters that were queued and not yet taken.
    pub(super) fn waiting(&self) -> usize {
        self.ticked.queued.saturating_sub(self.taken)
    }

    /// At the beginning of a transaction: what time it is, and what programmes and brake are if somebody else has written.
    pub(super) fn look_up(&mut self, tx: &Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
        let Some(scribe) = &mut self.scribe else { return Ok(()) };
        self.now = self.now.max(now);
        let version = tx.data_version()?;
        if version != self.version {
            (scribe.programmes, self.is_braked, self.version) = (Arc::new(programmes(tx)?), tx.is_braked()?, version);
            self.ahead.iter_mut().for_each(Ahead::doubt);
        }
        Ok(())
    }

    /// Decides on pairs, and puts on record what was written ahead of this transaction. Gives the letters of those pairs, which are
    /// written meanwhile and count once the transaction does; those of a few, where none are ahead of them, are put on record at once.
    pub(super) fn go_on(&mut self, tx: &Tx<'_>, due: &[(String, String)]) -> Result<Option<Ahead>, StoreError> {
        self.ticked.pairs += due.len();
        let Some(scribe) = self.scribe.clone() else { return Ok(None) };
        let ahead = self.ahead.take();
        if due.len() < BATCH && ahead.is_none() {
            return self.settle(tx, due).map(|()| None);
        }
        let decided = self.decide(tx, due)?;
        let next = (!decided.is_empty()).then(|| scribe.write_ahead(decided, self.now));
        if let Some(finished) = ahead.map(Ahead::finish) {
            self.put(tx, finished.holds)?;
            self.settle(tx, &finished.anew)?;
        }
        Ok(next)
    }

    fn settle(&mut self, tx: &Tx<'_>, pairs: &[(String, String)]) -> Result<(), StoreError> {
        let decided = self.decide(tx, pairs)?;
        let scribe = self.scribe.as_ref();
        let written =
            decided.into_iter().filter_map(|pair| scribe.and_then(|scribe| scribe.write(pair, self.now))).collect();
        self.put(tx, written)
    }

    fn decide(&self, tx: &Tx<'_>, pairs: &[(String, String)]) -> Result<Vec<Decided>, StoreError> {
        let mut decided = Vec::with_capacity(pairs.len());
        let Some(Scribe { office, programmes }) = &self.scribe else { return Ok(decided) };
        for (programme, pair) in pairs {
            let Some(programme) = programmes.get(programme) else { continue };
            let asked = Asked { programme, pair, on_hold: self.is_braked || programme.is_on_hold() };
            decided.extend(decide(tx, office, &asked, self.now)?);
        }
        Ok(decided)
    }

    fn put(&mut self, tx: &Tx<'_>, written: Vec<Written>) -> Result<(), StoreError> {
        let mut gone = Farewell::default();
        for pair in written {
            let (programme, id) = pair.place();
            let settled = pair.put(tx, self.now)?;
            self.ticked.queued += settled.queued;
            self.ticked.faults.extend(settled.faults);
            if let Some(retention) = settled.let_go.filter(|_| self.lets_go) {
                gone.let_go(tx, &programme, &id, &retention, self.now)?;
            }
        }
        gone.remember(tx)
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
        // Read first: what is written from here on is looked up.
        let version = self.store.data_version()?;
        let (programmes, is_braked) = (Arc::new(programmes(&self.store)?), self.store.is_braked()?);
        let scribe = Some(Scribe { office: Arc::new(self.office.clone()), programmes });
        let lets_go = self.lets_go;
        let mut tick = Tick { now, scribe, is_braked, version, lets_go, ..Tick::default() };
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
    pub(super) fn due(&self, tick: &mut Tick) -> Result<Vec<(String, String)>, StoreError> {
        let count = if self.has_more(tick)? { BATCH.min(tick.due.len()) } else { 0 };
        Ok(tick.due.drain(..count).collect())
    }

    fn has_more(&self, tick: &mut Tick) -> Result<bool, StoreError> {
        if tick.is_over || tick.is_cut_short || self.stop.is_asked() {
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
        let due = self.due(tick)?;
        if !due.is_empty() || tick.ahead.is_some() {
            self.pulse.beat(LONGEST_PIECE);
            let now = tick.now;
            tick.ahead = self.store.write(|tx| {
                tick.look_up(tx, now)?;
                tick.go_on(tx, &due)
            })?;
        }
        if tick.ahead.is_none() && !self.has_more(tick)? {
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
