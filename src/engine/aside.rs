//! Nothing stale (rule 1): what waits in the outbox and is no longer so is put aside in the transaction that made it untrue.

use crate::domain::delivery::State;
use crate::domain::invite::{self, CalendarPlan};
use crate::domain::key::{DeliveryKey, Slot};
use crate::domain::now::Now;
use crate::domain::reason::Reason;
use crate::domain::timeline::{PairView, Timeline};
use crate::engine::known::Known;
use crate::store::{ProgrammeRow, StoreError, Tx, WAKE_NOW};
use jiff::Timestamp;

/// Puts aside what a fact or an edit made untrue, and has the pair asked at the next tick. Queues nothing (rule 1).
///
/// # Errors
/// The database.
pub fn put_aside(
    tx: &Tx<'_>,
    programme: &ProgrammeRow,
    pair: &str,
    on_hold: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx.pair(&programme.id, pair)? else { return Ok(()) };
    let known = Known::read(tx, row, at)?;
    let view = known.view(programme, on_hold);
    let now = Now::at(at);
    let timeline = Timeline::of(&view, &now);
    let calendar = invite::compare(&timeline, &view, &now);
    replace_waiting(tx, &view, &timeline, &calendar, at)?;
    tx.set_wake_at(&programme.id, pair, Some(WAKE_NOW))
}

/// The same for every pair of a programme that an edit woke and that has letters waiting.
///
/// # Errors
/// The database.
pub fn put_edited_aside(tx: &Tx<'_>, programme: &str, at: Timestamp) -> Result<(), StoreError> {
    let Some(programme) = tx.programme(programme)? else { return Ok(()) };
    let on_hold = tx.is_braked()? || programme.is_on_hold();
    let pairs = tx.woken_with_letters(&programme.id)?;
    pairs.iter().try_for_each(|pair| put_aside(tx, &programme, pair, on_hold, at))
}

/// What waits and is no longer so is put aside, and its copy with it.
///
/// # Errors
/// The database.
pub(super) fn replace_waiting(
    tx: &Tx<'_>,
    view: &PairView<'_>,
    timeline: &Timeline,
    calendar: &CalendarPlan,
    at: Timestamp,
) -> Result<(), StoreError> {
    for (id, reason) in timeline.superseded.iter().chain(&calendar.superseded) {
        let Some(row) = view.deliveries.iter().find(|d| d.id == *id) else { continue };
        let state = if *reason == Reason::TooLate { State::Lapsed } else { State::Skipped };
        tx.set_state(*id, state, Some(reason.words()), at)?;
        let copies = view.deliveries.iter().filter(|d| {
            d.key.slot == Slot::Copy
                && d.state.is_unsent()
                && DeliveryKey { slot: Slot::Reader, ..d.key.clone() } == row.key
        });
        for copy in copies {
            tx.set_state(copy.id, state, Some(reason.words()), at)?;
        }
    }
    Ok(())
}
