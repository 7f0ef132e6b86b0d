//! An outage: the server takes nothing from anybody. Sending rests, longer each time, and somebody hears of it when it lasts.

use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::deliver::Delivered;
use crate::store::{NewNote, StoreError, Tx};
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

    /// Sending rests: the fault is nobody's letter. Whether the coordinators are to hear of it, as it lasts.
    pub(super) fn rest(&mut self, now: Timestamp, reason: &str, delivered: &mut Delivered) -> bool {
        if self.rests_at(now) {
            return false;
        }
        let wait = doubled(FIRST_REST, self.failures, LONGEST_REST);
        self.failures = self.failures.saturating_add(1);
        self.may_be_told_of_outage = true;
        self.resume_sending_at = Some(later(now, wait));
        delivered.resting_because = Some(reason.to_owned());
        self.failures == TOLD_AFTER
    }
}

/// Once an outage, restarts or not, to the first coordinator of each programme (rule 35); it goes when anything goes again.
pub(super) fn tell(tx: &Tx<'_>, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut told = Vec::new();
    for row in tx.programmes()? {
        let Some(key) = row.programme.coordinators.first().map(|coordinator| coordinator.address.key()) else {
            continue;
        };
        if told.contains(&key) || !open(tx, &row.id)?.is_empty() {
            continue;
        }
        told.push(key);
        let note = NewNote {
            programme: row.id,
            pair: String::new(),
            kind: SENDING_FAILS.to_owned(),
            occurrence: now.to_string(),
            detail: json!({ "detail": reason }),
            urgent: true,
        };
        tx.raise_note(&note, now)?;
    }
    Ok(())
}

/// Sending works: what was told of an outage is settled.
pub(super) fn is_over(tx: &Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    for row in tx.programmes()? {
        for note in open(tx, &row.id)? {
            tx.resolve_note(note, now)?;
        }
    }
    Ok(())
}

/// What a programme's coordinator was told of an outage.
fn open(tx: &Tx<'_>, programme: &str) -> Result<Vec<i64>, StoreError> {
    let notes = tx.open_notes(programme)?.into_iter();
    Ok(notes.filter(|open| open.note.kind == SENDING_FAILS).map(|open| open.id).collect())
}

/// Doubled so many times, up to a limit.
pub(super) fn doubled(first: SignedDuration, times: u32, longest: SignedDuration) -> SignedDuration {
    let factor = 1_i32.checked_shl(times.min(20)).unwrap_or(i32::MAX);
    first.saturating_mul(factor).min(longest)
}
