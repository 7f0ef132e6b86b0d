//! Letters go out: claimed in batches, carried side by side, each verdict on record before it is waited for (rule 30).
//!
//! `sending` is committed before a letter is on the wire. One task owns the store; a lane owns its courier and has at most
//! eight letters in hand, so that a crash leaves few letters uncertain. A tick with many pairs goes on meanwhile. What the
//! server says of everybody (greeting, login, MAIL) is held against nobody: those letters go back unharmed, and sending rests
//! for a while.

use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::error::EngineError;
use crate::engine::lanes::{Lanes, Sending};
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::tick::Tick;
use crate::engine::verdicts::{Verdicts, send_again};
use crate::files::service::Uncertain;
use crate::mail::courier::Route;
use crate::store::Claim;
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// What a delivery pass did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Letters the other side took.
    pub sent: usize,
    /// Letters that go again later.
    pub deferred: usize,
    /// Letters refused for good.
    pub refused: usize,
    /// Letters whose fate is unknown.
    pub uncertain: usize,
    /// Letters that were no longer useful.
    pub lapsed: usize,
    /// What the server said of everybody, if it did.
    pub resting_because: Option<String>,
}

impl Engine {
    /// Sends everything whose time has come, and returns when nothing more can go now, or when it is asked to stop.
    ///
    /// # Errors
    /// The database. What was on the wire then is `uncertain` at the next call, or at the next start.
    pub async fn deliver(&mut self, route: &dyn Route, clock: &dyn Clock) -> Result<Delivered, EngineError> {
        self.deliver_during(&mut Tick::over(), route, clock).await
    }

    /// The same while a tick is still under way: its pairs are settled while letters are. When it returns, the tick is over too.
    ///
    /// # Errors
    /// As for [`Engine::deliver`].
    pub async fn deliver_during(
        &mut self,
        tick: &mut Tick,
        route: &dyn Route,
        clock: &dyn Clock,
    ) -> Result<Delivered, EngineError> {
        self.deliver_for(Duration::MAX, tick, &mut Sending::default(), route, clock).await
    }

    /// The same, for so long at most: pairs that were not asked by then stay due, what is on its way goes on by itself, and is recorded
    /// at the next call with the same `sending`. Nothing is lost if it is not waited for to the end.
    ///
    /// # Errors
    /// As for [`Engine::deliver`].
    pub async fn deliver_for(
        &mut self,
        longest: Duration,
        tick: &mut Tick,
        sending: &mut Sending,
        route: &dyn Route,
        clock: &dyn Clock,
    ) -> Result<Delivered, EngineError> {
        let mut delivered = Delivered::default();
        if sending.0.is_none() {
            if self.was_interrupted {
                self.recover(clock.now())?;
                self.was_interrupted = false;
            }
            if self.rests_at(clock.now()) || tick.ahead.is_none() && self.store.next_attempt()?.is_none() {
                self.finish_tick(tick)?;
                return Ok(delivered);
            }
        }
        let lanes = sending.0.get_or_insert_with(|| Lanes::new(route, &self.stop));
        self.was_interrupted = true;
        let began_at = Instant::now();
        let mut fault = None;
        loop {
            let now = clock.now();
            let verdicts = self.weigh(lanes.take_reports(), now, &mut delivered)?;
            if fault.is_none() {
                fault = self.turn(lanes, tick, &verdicts, now, &mut delivered).err();
            }
            if fault.is_some() {
                // Where there is no room for more there may be some for what became of the letters in hand.
                self.record(&verdicts, now)?;
            }
            self.pulse.beat(LONGEST_PIECE);
            tick.is_cut_short |= began_at.elapsed() >= longest;
            if !tick.is_over && fault.is_none() {
                lanes.glance().await;
                if lanes.are_behind(tick.waiting()) {
                    lanes.more_news().await;
                }
            } else if lanes.all_idle() {
                break;
            } else {
                // A wait of no time at all still takes what is there already: with a quick server there is always something.
                let left = longest.saturating_sub(began_at.elapsed());
                if left.is_zero() || timeout(left, lanes.news()).await.is_err() {
                    return fault.map_or(Ok(delivered), Err);
                }
                lanes.more_news().await;
            }
        }
        if let Some(lanes) = sending.0.take() {
            lanes.finish().await;
        }
        self.was_interrupted = false;
        fault.map_or(Ok(delivered), Err)
    }

    /// Letters a dead process left `sending` may have arrived (rule 30): by policy sent again, or left for a person.
    ///
    /// # Errors
    /// The database.
    pub fn recover(&mut self, now: Timestamp) -> Result<usize, EngineError> {
        let policy = self.office.service.mail.uncertain;
        let found = self.store.write(|tx| {
            let found = tx.recover(now)?;
            // That Sendoff died says nothing of the server: however often it happens, the letter goes again.
            found.iter().try_for_each(|row| send_again(tx, row, policy == Uncertain::Resend, now, now))?;
            Ok(found.len())
        })?;
        Ok(found)
    }

    /// One transaction: verdicts go on record, the next pairs are decided on, what was written ahead is queued, and what lanes have
    /// room for is claimed.
    fn turn(
        &mut self,
        lanes: &mut Lanes,
        tick: &mut Tick,
        verdicts: &Verdicts,
        now: Timestamp,
        delivered: &mut Delivered,
    ) -> Result<(), EngineError> {
        // While letters go, a queue that grows would only have to be read back from the disk.
        let goes_on = !lanes.are_behind(tick.waiting());
        let due = if goes_on { self.due(tick)? } else { Vec::new() };
        if goes_on && due.is_empty() && tick.ahead.is_none() && !tick.is_over {
            self.end_tick(tick)?;
        }
        let room = if self.stop.is_asked() || self.rests_at(now) { 0 } else { lanes.room() };
        let has_more = goes_on && (!due.is_empty() || tick.ahead.is_some());
        if !has_more && verdicts.is_empty() && (room == 0 || self.store.next_attempt()?.is_none_or(|at| at > now)) {
            return Ok(());
        }
        tick.ahead.iter_mut().for_each(|ahead| ahead.hear(verdicts));
        let office = &self.office;
        let (claim, next) = self.store.write(|tx| {
            tick.look_up(tx, now)?;
            verdicts.record(tx, office, now)?;
            let next = if has_more { tick.go_on(tx, &due)? } else { None };
            Ok((if room > 0 { tx.claim(now, room)? } else { Claim::default() }, next))
        })?;
        // While lanes are behind, what is ahead stays so.
        tick.ahead = tick.ahead.take().or(next);
        self.is_recorded(verdicts, now);
        delivered.lapsed += claim.lapsed.len();
        tick.taken += claim.lapsed.len() + claim.taken.len();
        claim.taken.into_iter().for_each(|letter| lanes.give(letter));
        Ok(())
    }

    fn record(&mut self, verdicts: &Verdicts, now: Timestamp) -> Result<(), EngineError> {
        if verdicts.is_empty() {
            return Ok(());
        }
        let office = &self.office;
        self.store.write(|tx| verdicts.record(tx, office, now))?;
        self.is_recorded(verdicts, now);
        Ok(())
    }
}
