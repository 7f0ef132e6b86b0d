//! What coordinators are told of an edit that is in force (rule 35).

use crate::engine::receipt::{Receipt, Touched};
use crate::engine::reconcile::change::{PairChange, PairEdit};
use crate::engine::reconcile::contents::hash_of;
use crate::engine::reconcile::edit::{Edit, takes_out_of_calendars};
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::store::ProgrammeRow;
use std::collections::BTreeMap;
use std::path::Path;

/// The files that a programme's settings stand in, each with a hash of what it holds.
pub(super) type SettingsFiles = BTreeMap<String, String>;

/// The programme's own file and its holidays, as they are now.
pub(super) fn settings_files(file: &ProgrammeFile, folder: &Path) -> SettingsFiles {
    let files = std::iter::once(&file.path).chain(&file.holiday_paths);
    files.map(|path| (inside(path, folder), hash_of(path).unwrap_or_default())).collect()
}

/// The receipt of an edit; nothing if it changes nothing anybody could notice. `known`: the programme before; nothing if it
/// is new. `files`: its settings' files before and now. Rows that are set aside are told by a note of their own.
pub(super) fn of(
    edit: &Edit,
    known: Option<&ProgrammeRow>,
    file: &ProgrammeFile,
    files: (&SettingsFiles, &SettingsFiles),
    folder: &Path,
) -> Option<Receipt> {
    let counts = &edit.counts;
    let has_sheet_changed = counts.added + counts.changed + counts.vanished + counts.returned > 0;
    let settings = known.is_some_and(|known| known.programme != file.programme);
    let moves_meetings = counts.moved + counts.cancelled > 0;
    if !has_sheet_changed && !settings && !moves_meetings && known.is_some() {
        return None;
    }
    let mut receipt = Receipt { settings, is_new: known.is_none(), ..Receipt::default() };
    if has_sheet_changed {
        receipt.files.push(inside(&file.pairs_path, folder));
    }
    if settings || known.is_none() {
        receipt.files.extend(changed(files, &inside(&file.path, folder)));
    }
    edit.pairs.iter().for_each(|pair| put(&mut receipt, pair));
    receipt.added.count = receipt.added.count.max(counts.added);
    receipt.moved.count = receipt.moved.count.max(counts.moved);
    receipt.cancelled.count = receipt.cancelled.count.max(counts.cancelled);
    receipt.aside = edit
        .aside
        .first()
        .map(|first| (format!("{}:{}", inside(Path::new(&first.file), folder), first.line), first.what.clone()));
    Some(receipt)
}

/// The receipt of a programme whose file is gone, and with it these pairs.
pub(super) fn of_gone(cancelled: Touched, programme: &str) -> Receipt {
    Receipt { files: vec![format!("programmes/{programme}.toml")], cancelled, is_gone: true, ..Receipt::default() }
}

/// The receipt of a roadmap written by hand.
pub(super) fn of_roadmap(pair: &str, path: &Path, folder: &Path) -> Receipt {
    let mut receipt = Receipt { files: vec![inside(path, folder)], ..Receipt::default() };
    receipt.roadmaps.add(pair);
    receipt
}

/// Those of the settings' files that are other ones; where that is not known, the programme's own.
fn changed((before, now): (&SettingsFiles, &SettingsFiles), own: &str) -> Vec<String> {
    let is_other = |file: &&String| before.get(*file) != now.get(*file);
    let mut changed: Vec<String> = now.keys().chain(before.keys()).filter(is_other).cloned().collect();
    changed.sort();
    changed.dedup();
    if before.is_empty() || changed.is_empty() { vec![own.to_owned()] } else { changed }
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
