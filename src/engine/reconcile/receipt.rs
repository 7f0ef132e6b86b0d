//! What coordinators are told of an edit that is in force (rule 35).

use crate::engine::receipt::Receipt;
use crate::engine::reconcile::change::{PairChange, PairEdit};
use crate::engine::reconcile::edit::{Edit, takes_out_of_calendars};
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::store::ProgrammeRow;
use std::path::Path;

/// The receipt of an edit of a programme that was known; nothing if it changes nothing anybody could notice. Rows that
/// are set aside are told by a note of their own.
pub(super) fn of(edit: &Edit, known: &ProgrammeRow, file: &ProgrammeFile, folder: &Path) -> Option<Receipt> {
    let counts = &edit.counts;
    let has_sheet_changed = counts.added + counts.changed + counts.vanished + counts.returned > 0;
    let settings = known.programme != file.programme;
    let moves_meetings = counts.moved + counts.cancelled > 0;
    if !has_sheet_changed && !settings && !moves_meetings {
        return None;
    }
    let mut receipt = Receipt { settings, ..Receipt::default() };
    let files = [(has_sheet_changed, &file.pairs_path), (settings, &file.path)];
    for (_, path) in files.into_iter().filter(|(has_changed, _)| *has_changed) {
        receipt.files.push(inside(path, folder));
    }
    edit.pairs.iter().for_each(|pair| put(&mut receipt, pair));
    receipt.added.count = receipt.added.count.max(counts.added);
    receipt.moved.count = receipt.moved.count.max(counts.moved);
    receipt.cancelled.count = receipt.cancelled.count.max(counts.cancelled);
    if let Some(first) = &edit.first_set_aside {
        receipt.set_aside.push(format!("{}:{}: {}", inside(Path::new(&first.file), folder), first.line, first.what));
    }
    Some(receipt)
}

/// The path as it stands in the configuration folder.
fn inside(path: &Path, folder: &Path) -> String {
    shown(path.strip_prefix(folder).unwrap_or(path))
}

/// A pair counts for the gravest of what changed about it.
fn put(receipt: &mut Receipt, pair: &PairChange) {
    let any = |is_it: fn(&PairEdit) -> bool| pair.edits.iter().any(is_it);
    let is_only_set_aside = pair.edits.iter().all(|edit| matches!(edit, PairEdit::SetAside { .. }));
    let touched = if any(cancels) {
        &mut receipt.cancelled
    } else if any(|edit| matches!(edit, PairEdit::Moved { .. })) {
        &mut receipt.moved
    } else if any(|edit| matches!(edit, PairEdit::Added | PairEdit::Returned)) {
        &mut receipt.added
    } else if !is_only_set_aside {
        &mut receipt.corrected
    } else {
        return;
    };
    touched.add(&pair.pair);
}

fn cancels(edit: &PairEdit) -> bool {
    match edit {
        PairEdit::Cancelled { .. } | PairEdit::Vanished => true,
        PairEdit::Status { after, .. } => takes_out_of_calendars(*after),
        _ => false,
    }
}
