//! An outage: the server takes nothing from anybody. Sending rests, longer each time, and somebody hears of it when it lasts.

use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::deliver::Delivered;
use crate::engine::error::EngineError;
use crate::store::NewNote;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// The kind of the note about an outage.
const SENDING_FAILS: &str = "sending_fails";
/// Rests in a row before a person hears of it.
const TOLD_AFTER: u32 = 5;
/// The first rest after sending failed for everybody; doubled each time.
const FIRST_REST: SignedDuration = SignedDuration::from_secs(30);
/// The longest rest, and the longest wait of a letter that was in hand when sending failed for everybody: the others, which were
/// not tried, go first, so that no letter which upsets the server can hold them up for ever.
pub(super) const LONGEST_REST: SignedDuration = SignedDuration::from_mins(15);

impl Engine {
    /// When sending may go on; nothing if it goes on now.
    pub fn sending_rests_until(&self) -> Option<Timestamp> {
        self.resume_sending_at
    }

    pub(super) fn rests_at(&self, now: Timestamp) -> bool {
        self.resume_sending_at.is_some_and(|at| now < at)
    }

    /// Sending rests: the fault is nobody's letter. The coordinators hear of it when it lasts.
    pub(super) fn rest(&mut self, now: Timestamp, reason: &str, delivered: &mut Delivered) -> Result<(), EngineError> {
        if self.rests_at(now) {
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
    pub(super) fn outage_is_over(&mut self, now: Timestamp) -> Result<(), EngineError> {
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
}

/// Doubled so many times, up to a limit.
pub(super) fn doubled(first: SignedDuration, times: u32, longest: SignedDuration) -> SignedDuration {
    let factor = 1_i32.checked_shl(times.min(20)).unwrap_or(i32::MAX);
    first.saturating_mul(factor).min(longest)
}
