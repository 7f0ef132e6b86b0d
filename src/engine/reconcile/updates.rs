//! Invitations that were sent already and that an edit makes untrue: what people see of it before it is in force (rule 29).

use crate::domain::delivery::{Delivery, Method};
use crate::domain::invite::{self, CalendarItem};
use crate::domain::key::Slot;
use crate::domain::now::Now;
use crate::domain::timeline::{Fate, Timeline};
use crate::engine::known::Known;
use crate::engine::reconcile::edit::Edit;
use crate::store::{PairRow, ProgrammeRow, StoreError, Tx};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Counts the invitations that people have and that an update or a cancellation would follow, now that the rows are what
/// they are. Of an edit that stops the whole programme, those of the first pairs.
pub(super) fn count(tx: &Tx<'_>, programme: &str, edit: &mut Edit, now: Timestamp) -> Result<(), StoreError> {
    let Some(programme) = tx.programme(programme)? else { return Ok(()) };
    let mut already_sent = 0;
    for id in edit.present_ids() {
        if let Some(row) = tx.pair(&programme.id, &id)? {
            already_sent += of_pair(tx, &programme, row, now)?;
        }
    }
    edit.counts.already_sent = already_sent;
    Ok(())
}

fn of_pair(tx: &Tx<'_>, programme: &ProgrammeRow, row: PairRow, now: Timestamp) -> Result<u32, StoreError> {
    // As if nothing were held: what would be, once it is let go.
    let known = Known::read(tx, PairRow { held_by: None, set_aside: None, ..row }, now)?;
    let (view, at) = (known.view(programme, false), Now::at(now));
    let items = invite::compare(&Timeline::of(&view, &at), &view, &at).items;
    let follow = items.iter().filter(|item| goes_after_another(item, known.deliveries()));
    // Another address has a cancellation at the old one and a request at the new one, and is one invitation all the same.
    let invitations: BTreeSet<_> = follow.map(|item| (item.event, item.role)).collect();
    Ok(u32::try_from(invitations.len()).unwrap_or(u32::MAX))
}

/// Whether it is sent to somebody who has been shown the event.
fn goes_after_another(item: &CalendarItem, deliveries: &[Delivery]) -> bool {
    let is_before = |delivery: &Delivery| {
        let shows = delivery.shown.as_ref().is_some_and(|shown| shown.event == item.event);
        shows && delivery.is_shown() && delivery.key.slot == Slot::Reader && delivery.key.role == item.role
    };
    let goes = matches!(item.fate, Fate::Send { .. });
    goes && (item.method == Method::Cancel || deliveries.iter().any(is_before))
}
