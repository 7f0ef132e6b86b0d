//! What an edit does to meetings that stand, beside the cells that name them: another ending, zone, holiday or hour, of a
//! row or of the whole programme, or other zone rules (rules 16, 27 and 29).

use crate::domain::event::Start;
use crate::domain::now::Now;
use crate::domain::timeline::{Dated, Timeline};
use crate::engine::known::Known;
use crate::engine::reconcile::edit::Edit;
use crate::store::{Meeting, PairRow, ProgrammeRow, StoreError, Tx};
use jiff::Timestamp;

/// A meeting that stood, and what becomes of it.
#[derive(Debug)]
pub(super) struct Shift {
    /// When it was to start.
    pub before: Timestamp,
    /// When it would start; nothing if it falls away.
    pub after: Option<Start>,
}

/// Counts what becomes of meetings that nothing else in the edit has counted. `everybody`: not only pairs whose row changed.
pub(super) fn count(
    tx: &Tx<'_>,
    programme: &str,
    everybody: bool,
    edit: &mut Edit,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx.programme(programme)? else { return Ok(()) };
    if !everybody {
        for id in edit.affected_pairs() {
            count_pair(tx, &row, &id, edit, now)?;
        }
        return Ok(());
    }
    let mut last = String::new();
    for meeting in tx.meetings_of(programme) {
        let id = meeting?.pair;
        if id != last {
            count_pair(tx, &row, &id, edit, now)?;
            last = id;
        }
    }
    Ok(())
}

fn count_pair(
    tx: &Tx<'_>,
    programme: &ProgrammeRow,
    id: &str,
    edit: &mut Edit,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(row) = tx.pair(&programme.id, id)?.filter(|row| !row.vanished && !edit.has_counted(id)) else {
        return Ok(());
    };
    let ahead: Vec<Meeting> =
        tx.meetings_of_pair(&programme.id, id)?.into_iter().filter(|meeting| meeting.starts_at > now).collect();
    if !ahead.is_empty() {
        let shifts = shifts(tx, programme, &row, &ahead, now)?;
        edit.shift(&row, &shifts);
    }
    Ok(())
}

/// Which of those meetings move or fall away now that the rows are what they are.
fn shifts(
    tx: &Tx<'_>,
    programme: &ProgrammeRow,
    row: &PairRow,
    ahead: &[Meeting],
    now: Timestamp,
) -> Result<Vec<Shift>, StoreError> {
    // As if nothing were held: what would be, once it is let go.
    let free = PairRow { held_by: None, set_aside: None, ..row.clone() };
    let known = Known::read(tx, free, now)?;
    let timeline = Timeline::of(&known.view(programme, false), &Now::at(now));
    let is_over = timeline.halt.is_some_and(|halt| halt.cancels_session());
    let shift = |meeting: &Meeting| {
        let dated: Option<&Dated> = timeline.meeting(meeting.event).filter(|dated| dated.stands && !is_over);
        let is_same = dated.is_some_and(|dated| dated.start.timestamp() == meeting.starts_at);
        (!is_same).then(|| Shift { before: meeting.starts_at, after: dated.map(|dated| dated.start.clone()) })
    };
    Ok(ahead.iter().filter_map(shift).collect())
}
