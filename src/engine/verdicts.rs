//! What became of letters, weighed: their next state, and what else follows from it.

use crate::domain::correction::corrected;
use crate::domain::delivery::{Delivery, State, Verdict};
use crate::domain::fact::{Fact, What};
use crate::domain::key::{Slot, StepKey};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::collect::Record;
use crate::engine::deliver::Delivered;
use crate::engine::error::EngineError;
use crate::engine::lanes::Report;
use crate::engine::office::Office;
use crate::engine::outage::{self, LONGEST_REST, doubled};
use crate::engine::tick::programmes;
use crate::files::service::Uncertain;
use crate::store::{NewNote, Settled, Source, StoreError, Tx};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::HashSet;

/// The first wait after a letter was deferred; doubled each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);
/// The longest wait between two attempts.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(4);
/// Why a letter goes a second time.
const MAY_HAVE_ARRIVED: &str = "may have arrived; sent again";
/// Tries after which a letter that a server took without an answer is left for a person.
const MOST_ATTEMPTS: u32 = 8;

/// Verdicts that go on record together.
#[derive(Default)]
pub(super) struct Verdicts {
    settled: Vec<Settled>,
    /// Programme and pair of each letter.
    pairs: HashSet<(String, String)>,
    /// Whose address is dead, with the server's words and status.
    dead: Vec<(Delivery, String, Option<String>)>,
    refused: Vec<(Delivery, String)>,
    /// Whose fate nobody knows, and when it may go again.
    unknown: Vec<(Delivery, Timestamp)>,
    /// Pairs whose timeline goes on from here.
    woken: Vec<StepKey>,
    /// Something was taken for the first time after an outage, or after the start.
    outage_is_over: bool,
    /// What the server says of everybody, if it has for so long that a person should hear of it.
    outage: Option<String>,
}

impl Verdicts {
    pub fn is_empty(&self) -> bool {
        self.settled.is_empty()
    }

    /// Programme and id of the pairs whose letters they are about.
    pub fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        self.pairs.iter().cloned()
    }

    /// Whether they may concern other pairs as well: an address that is dead is so for all its owner's pairs.
    pub fn reach_others(&self) -> bool {
        !self.dead.is_empty()
    }

    pub fn record(&self, tx: &Tx<'_>, office: &Office, now: Timestamp) -> Result<(), StoreError> {
        tx.record_batch(&self.settled, now)?;
        for (row, not_before) in &self.unknown {
            // A server that takes letters and never answers would go on for ever; after a day a person decides.
            let goes_again = office.service.mail.uncertain == Uncertain::Resend && row.attempts < MOST_ATTEMPTS;
            send_again(tx, row, goes_again, *not_before, now)?;
        }
        for step in &self.woken {
            tx.set_wake_at(&step.programme, &step.pair, Some(crate::store::WAKE_NOW))?;
        }
        for (row, text, status) in &self.dead {
            bounce(tx, office, row, text.clone(), status.clone(), now)?;
        }
        for (row, reason) in &self.refused {
            tx.raise_note(&note(row, "letter_refused", reason), now)?;
        }
        if self.outage_is_over {
            outage::is_over(tx, now)?;
        }
        self.outage.iter().try_for_each(|reason| outage::tell(tx, reason, now))
    }
}

impl Engine {
    /// What follows from what the lanes told. What is everybody's is heeded at once. Nothing is written: were there no room for it,
    /// what became of the letters would be lost.
    pub(super) fn weigh(
        &mut self,
        batch: Vec<Report>,
        now: Timestamp,
        delivered: &mut Delivered,
    ) -> Result<Verdicts, EngineError> {
        let is_taken = batch.iter().any(|report| report.verdict == Some(Verdict::Accepted));
        let mut verdicts = Verdicts { outage_is_over: self.may_be_told_of_outage && is_taken, ..Verdicts::default() };
        for report in batch {
            let row = report.letter.delivery;
            if let Some(Verdict::Deferred { reason, everybody: true }) = &report.verdict
                && self.rest(now, reason, delivered)
            {
                verdicts.outage = Some(reason.clone());
            }
            verdicts.pairs.insert((row.key.step.programme.clone(), row.key.step.pair.clone()));
            verdicts.settled.push(self.verdict(&row, report.verdict.as_ref(), now, delivered)?);
            match report.verdict {
                Some(Verdict::Accepted) if row.key.step.step == Step::Roadmap => verdicts.woken.push(row.key.step),
                Some(Verdict::Refused { reason, status, address_is_dead: true }) if is_person(&row) => {
                    verdicts.dead.push((row, reason, status));
                }
                Some(Verdict::Refused { reason, .. }) => verdicts.refused.push((row, reason)),
                // That Sendoff ends says nothing of the server: the letter goes again at the next start.
                Some(Verdict::Uncertain { .. }) if self.stop.is_asked() => verdicts.unknown.push((row, now)),
                Some(Verdict::Uncertain { .. }) => {
                    let not_before = self.next_attempt_at(&row, now, LONGEST_WAIT)?;
                    verdicts.unknown.push((row, not_before));
                }
                _ => {}
            }
        }
        Ok(verdicts)
    }

    /// These verdicts are on record: who is told of them may be told now.
    pub(super) fn is_recorded(&mut self, verdicts: &Verdicts, now: Timestamp) {
        self.may_be_told_of_outage &= !verdicts.outage_is_over;
        let raises = !verdicts.refused.is_empty() || !verdicts.unknown.is_empty() || verdicts.outage.is_some();
        if raises {
            self.notes_wake_at = Some(self.notes_wake_at.map_or(now, |at| at.min(now)));
        }
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

/// What becomes of a letter whose fate is unknown: the same bytes again, or a person decides (rule 30).
pub(super) fn send_again(
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

/// 0 to 99, from the letter's own name: spread without chance.
fn jitter(name: &str, attempts: u32) -> u8 {
    let sum = name.bytes().fold(attempts, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    u8::try_from(sum % 100).unwrap_or(0)
}
