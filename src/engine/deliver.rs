//! Letters go out: claimed in batches, carried side by side, each verdict on record before it is waited for (rule 30).
//!
//! `sending` is committed before a letter is on the wire. One task owns the store; a lane owns its courier and gets at most
//! eight letters at a time, so that a crash leaves few letters uncertain. What the server says of everybody (greeting, login,
//! MAIL) is held against nobody: those letters go back unharmed, and sending rests for a while.

use crate::domain::correction::corrected;
use crate::domain::delivery::{Delivery, State, Verdict};
use crate::domain::fact::{Fact, What};
use crate::domain::key::Slot;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::collect::Record;
use crate::engine::error::EngineError;
use crate::engine::lanes::{Lanes, Report, Sending};
use crate::engine::office::Office;
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::tick::programmes;
use crate::files::service::Uncertain;
use crate::mail::courier::Route;
use crate::store::{Claimed, NewNote, Settled, Source, StoreError, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Letters a lane is given at a time (rule 30).
const PER_LANE: usize = 8;
/// The first wait after a letter was deferred; doubled each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// The longest wait between two attempts.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(4);
/// The kind of the note about an outage.
const SENDING_FAILS: &str = "sending_fails";
/// Rests in a row before a person hears of it.
const TOLD_AFTER: u32 = 5;
/// The first rest after sending failed for everybody; doubled each time.
const FIRST_REST: SignedDuration = SignedDuration::from_secs(30);
/// The longest rest, and the longest wait of a letter that was in hand when sending failed for everybody: the others, which were
/// not tried, go first, so that no letter which upsets the server can hold them up for ever.
const LONGEST_REST: SignedDuration = SignedDuration::from_mins(15);

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
        self.deliver_for(Duration::MAX, &mut Sending::default(), route, clock).await
    }

    /// The same, for so long at most: what is on its way then goes on by itself, and is recorded at the next call with
    /// the same `sending`. Nothing is lost if it is not waited for to the end.
    ///
    /// # Errors
    /// As for [`Engine::deliver`].
    pub async fn deliver_for(
        &mut self,
        longest: Duration,
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
            if self.resume_sending_at.is_some_and(|at| clock.now() < at) || self.store.next_attempt()?.is_none() {
                return Ok(delivered);
            }
        }
        let lanes = sending.0.get_or_insert_with(|| Lanes::new(route, &self.stop));
        self.was_interrupted = true;
        let began_at = Instant::now();
        loop {
            self.load(lanes, clock.now(), &mut delivered)?;
            if lanes.all_idle() {
                break;
            }
            self.pulse.beat(LONGEST_PIECE);
            if timeout(longest.saturating_sub(began_at.elapsed()), lanes.news()).await.is_err() {
                return Ok(delivered);
            }
            self.record(lanes.take_reports(), clock.now(), &mut delivered)?;
        }
        if let Some(lanes) = sending.0.take() {
            lanes.finish().await;
        }
        self.was_interrupted = false;
        Ok(delivered)
    }

    /// When sending may go on; nothing if it goes on now.
    pub fn sending_rests_until(&self) -> Option<Timestamp> {
        self.resume_sending_at
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

    /// Gives idle lanes something to carry, as evenly as it goes.
    fn load(&mut self, lanes: &mut Lanes, now: Timestamp, delivered: &mut Delivered) -> Result<(), EngineError> {
        let idle: Vec<usize> = (0..lanes.idle.len()).filter(|lane| lanes.idle[*lane]).collect();
        let resting = lanes.is_closing || self.stop.is_asked() || self.resume_sending_at.is_some_and(|at| now < at);
        if idle.is_empty() || resting || self.store.next_attempt()?.is_none_or(|at| at > now) {
            return Ok(());
        }
        let claim = self.store.write(|tx| tx.claim(now, idle.len() * PER_LANE))?;
        delivered.lapsed += claim.lapsed.len();
        let share = claim.taken.len().div_ceil(idle.len()).max(1);
        let mut taken = claim.taken.into_iter();
        for lane in idle {
            let letters: Vec<Claimed> = taken.by_ref().take(share).collect();
            if !letters.is_empty() {
                lanes.give(lane, letters);
            }
        }
        Ok(())
    }

    fn record(&mut self, batch: Vec<Report>, now: Timestamp, delivered: &mut Delivered) -> Result<(), EngineError> {
        let mut settled = Vec::new();
        let mut dead = Vec::new();
        let mut refused = Vec::new();
        let mut woken = Vec::new();
        let mut unknown = Vec::new();
        let goes_again =
            self.may_be_told_of_outage && batch.iter().any(|report| report.verdict == Some(Verdict::Accepted));
        for report in batch {
            let row = report.letter.delivery;
            settled.push(self.verdict(&row, report.verdict.as_ref(), now, delivered)?);
            match report.verdict {
                Some(Verdict::Accepted) if row.key.step.step == Step::Roadmap => woken.push(row.key.step),
                Some(Verdict::Refused { reason, status, address_is_dead: true }) if is_person(&row) => {
                    dead.push((row, reason, status));
                }
                Some(Verdict::Refused { reason, .. }) => refused.push((row, reason)),
                // That Sendoff ends says nothing of the server: the letter goes again at the next start.
                Some(Verdict::Uncertain { .. }) if self.stop.is_asked() => unknown.push((now, row)),
                Some(Verdict::Uncertain { .. }) => unknown.push((self.next_attempt_at(&row, now, LONGEST_WAIT)?, row)),
                _ => {}
            }
        }
        let policy = self.office.service.mail.uncertain;
        let office = &self.office;
        self.store.write(|tx| {
            tx.record_batch(&settled, now)?;
            for (not_before, row) in &unknown {
                // A server that takes letters and never answers would go on for ever; after a day a person decides.
                let goes_again = policy == Uncertain::Resend && row.attempts < MOST_ATTEMPTS;
                send_again(tx, row, goes_again, *not_before, now)?;
            }
            for step in &woken {
                tx.set_wake_at(&step.programme, &step.pair, Some(crate::store::WAKE_NOW))?;
            }
            for (row, text, status) in dead {
                bounce(tx, office, &row, text, status, now)?;
            }
            for (row, reason) in &refused {
                tx.raise_note(&note(row, "letter_refused", reason), now)?;
            }
            Ok(())
        })?;
        if goes_again {
            self.outage_is_over(now)?;
        }
        Ok(())
    }

    /// The next state of a letter.
    fn verdict(
        &mut self,
        row: &Delivery,
        verdict: Option<&Verdict>,
        now: Timestamp,
        delivered: &mut Delivered,
    ) -> Result<Settled, EngineError> {
        let to = |state, reason: Option<&str>, next_attempt_at| Settled {
            id: row.id,
            state,
            reason: reason.map(str::to_owned),
            next_attempt_at,
        };
        Ok(match verdict {
            None => to(State::Queued, None, Some(self.resume_sending_at.unwrap_or(now))),
            Some(Verdict::Accepted) => {
                delivered.sent += 1;
                (self.failures, self.resume_sending_at) = (0, None);
                to(State::Sent, None, None)
            }
            Some(Verdict::Deferred { reason, everybody }) => {
                delivered.deferred += 1;
                if *everybody {
                    self.rest(now, reason, delivered)?;
                }
                let longest = if *everybody { LONGEST_REST } else { LONGEST_WAIT };
                let again_at = self.next_attempt_at(row, now, longest)?;
                to(State::Deferred, Some(reason), Some(again_at))
            }
            Some(Verdict::Refused { reason, .. }) => {
                delivered.refused += 1;
                to(State::Refused, Some(reason), None)
            }
            Some(Verdict::Uncertain { reason }) => {
                delivered.uncertain += 1;
                to(State::Uncertain, Some(reason), None)
            }
        })
    }

    /// Sending rests: the fault is nobody's letter. The coordinators hear of it when it lasts.
    fn rest(&mut self, now: Timestamp, reason: &str, delivered: &mut Delivered) -> Result<(), EngineError> {
        if self.resume_sending_at.is_some_and(|at| now < at) {
            return Ok(());
        }
        let wait = doubled(FIRST_REST, self.failures, LONGEST_REST);
        self.failures = self.failures.saturating_add(1);
        self.may_be_told_of_outage = true;
        self.resume_sending_at = Some(later(now, wait));
        delivered.resting_because = Some(reason.to_owned());
        if self.failures == TOLD_AFTER {
            self.tell_of_failure(now, reason)?;
        }
        Ok(())
    }

    /// Once an outage, restarts or not, to the first coordinator of each programme (rule 35); it goes when anything goes again.
    fn tell_of_failure(&mut self, now: Timestamp, reason: &str) -> Result<(), EngineError> {
        let mut told = Vec::new();
        let programmes = self.store.programmes()?;
        self.store.write(|tx| {
            for row in &programmes {
                let Some(key) = row.programme.coordinators.first().map(|coordinator| coordinator.address.key()) else {
                    continue;
                };
                let is_open = tx.open_notes(&row.id)?.iter().any(|open| open.note.kind == SENDING_FAILS);
                if told.contains(&key) || is_open {
                    continue;
                }
                told.push(key);
                let note = NewNote {
                    programme: row.id.clone(),
                    pair: String::new(),
                    kind: SENDING_FAILS.to_owned(),
                    occurrence: now.to_string(),
                    detail: json!({ "detail": reason }),
                    urgent: true,
                };
                tx.raise_note(&note, now)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Sending works: what was told of an outage is settled. Asked once after a start and once after each outage.
    fn outage_is_over(&mut self, now: Timestamp) -> Result<(), EngineError> {
        self.may_be_told_of_outage = false;
        let mut open = Vec::new();
        for row in self.store.programmes()? {
            let notes = self.store.open_notes(&row.id)?;
            open.extend(notes.into_iter().filter(|open| open.note.kind == SENDING_FAILS).map(|open| open.id));
        }
        if open.is_empty() {
            return Ok(());
        }
        self.store.write(|tx| open.iter().try_for_each(|note| tx.resolve_note(*note, now)))?;
        Ok(())
    }

    /// Back-off with jitter from the key, in the reader's sending hours where the letter has any (rule 18).
    fn next_attempt_at(
        &self,
        row: &Delivery,
        now: Timestamp,
        longest: SignedDuration,
    ) -> Result<Timestamp, EngineError> {
        let wait = doubled(FIRST_WAIT, row.attempts.saturating_sub(1), longest);
        let spread = jitter(&self.office.seed.message_id(&row.key), row.attempts);
        let at = later(now, wait + SignedDuration::from_secs(wait.as_secs() * i64::from(spread) / 400));
        if row.key.step.step.is_calendar() || !is_person(row) {
            return Ok(at);
        }
        let programme = self.store.programme(&row.key.step.programme)?;
        let pair = self.store.pair(&row.key.step.programme, &row.key.step.pair)?;
        let facts = self.store.facts(&row.key.step.programme, &row.key.step.pair)?;
        let pair = pair.map(|known| corrected(&known.pair, &facts, now).unwrap_or(known.pair));
        let zone = pair.as_ref().and_then(|pair| pair.person(row.key.role)).map(|person| &person.zone);
        Ok(programme
            .zip(zone)
            .map_or(at, |(programme, zone)| programme.programme.calendar.next_sending_time(zone.time_zone(), at)))
    }
}

/// The address is dead: a fact like one the mailbox brings (rule 26).
fn bounce(
    tx: &Tx<'_>,
    office: &Office,
    row: &Delivery,
    text: String,
    status: Option<String>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(pair) = tx.pair(&row.key.step.programme, &row.key.step.pair)? else { return Ok(()) };
    let what = What::Bounced { status: status.unwrap_or_default(), text, address: row.to.clone() };
    let fact = Fact { at: now, who: Some(row.key.role), what };
    let (programmes, is_braked) = (programmes(tx)?, tx.is_braked()?);
    Record { tx, office, programmes: &programmes, is_braked, now }.put(&pair, fact, Source::Sendoff).map(|_| ())
}

/// Why a letter goes a second time.
const MAY_HAVE_ARRIVED: &str = "may have arrived; sent again";
/// Tries after which a letter that a server took without an answer is left for a person.
const MOST_ATTEMPTS: u32 = 8;

/// What becomes of a letter whose fate is unknown: the same bytes again, or a person decides (rule 30).
fn send_again(
    tx: &Tx<'_>,
    row: &Delivery,
    goes_again: bool,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    if goes_again {
        return tx.send_again(row.id, MAY_HAVE_ARRIVED, not_before, now);
    }
    tx.raise_note(&note(row, "letter_uncertain", "nobody knows whether it arrived"), now).map(|_| ())
}

/// A letter to one of the pair, not to a coordinator and not a copy.
fn is_person(row: &Delivery) -> bool {
    Role::PAIR.contains(&row.key.role) && row.key.slot == Slot::Reader
}

fn note(row: &Delivery, kind: &str, reason: &str) -> NewNote {
    NewNote {
        programme: row.key.step.programme.clone(),
        pair: row.key.step.pair.clone(),
        kind: kind.to_owned(),
        occurrence: row.id.to_string(),
        detail: json!({ "about": row.key.role.name(), "detail": reason }),
        urgent: false,
    }
}

fn doubled(first: SignedDuration, times: u32, longest: SignedDuration) -> SignedDuration {
    let factor = 1_i32.checked_shl(times.min(20)).unwrap_or(i32::MAX);
    first.saturating_mul(factor).min(longest)
}

/// 0 to 99, from the letter's own name: spread without chance.
fn jitter(name: &str, attempts: u32) -> u8 {
    let sum = name.bytes().fold(attempts, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    u8::try_from(sum % 100).unwrap_or(0)
}
