//! Notes for coordinators about their files: raised once for what they say, settled when it is no longer so, and raised once
//! more when it comes back (rule 35).

use crate::domain::guard::HoldReason;
use crate::domain::problem::Problem;
use crate::engine::desk::desks;
use crate::engine::reconcile::Mode;
use crate::engine::reconcile::change::HoldKind;
use crate::engine::reconcile::contents::hash_of;
use crate::engine::reconcile::edit::Edit;
use crate::engine::tick::programmes;
use crate::files::config::Config;
use crate::files::path::shown;
use crate::store::{NewNote, Store, StoreError, Tx, View};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A new programme waits for its approval.
pub(super) const PROGRAMME_HELD: &str = "programme_held";
/// An edit waits for a person, or the programme's file is gone.
pub(super) const EDIT_HELD: &str = "edit_held";
/// Rows are set aside; with the first of them, for the digest.
pub(crate) const ROWS_SET_ASIDE: &str = "rows_set_aside";
/// A file cannot be read; the last good state is in force.
const FILES_BROKEN: &str = "files_broken";

/// The note that goes with that kind of hold.
pub(super) fn kind_of(kind: HoldKind) -> &'static str {
    match kind {
        HoldKind::Programme => PROGRAMME_HELD,
        HoldKind::Edit | HoldKind::ProgrammeGone => EDIT_HELD,
    }
}

/// Tells of an edit that waits.
pub(super) fn edit_held(
    tx: &Tx<'_>,
    programme: &str,
    hold: i64,
    reason: &HoldReason,
    now: Timestamp,
) -> Result<(), StoreError> {
    let detail = json!({"approval": hold.to_string(), "detail": reason.to_string(), "held": reason});
    raise(tx, programme, EDIT_HELD, hold.to_string(), detail, now)
}

/// Tells of a new programme, once, however its files change until it is approved; and why it waits, if it is for more than that.
pub(super) fn programme_held(
    tx: &Tx<'_>,
    programme: &str,
    unclear: Option<&HoldReason>,
    now: Timestamp,
) -> Result<(), StoreError> {
    raise(tx, programme, PROGRAMME_HELD, String::new(), json!({"held": unclear}), now)
}

/// Tells how many rows are set aside, and where the first one is; the same faults are told once.
pub(super) fn rows_set_aside(tx: &Tx<'_>, programme: &str, edit: &Edit, now: Timestamp) -> Result<(), StoreError> {
    let Some(first) = edit.aside.first() else {
        return resolve(tx, programme, ROWS_SET_ASIDE, None, now);
    };
    let mut faults: Vec<String> = edit.problems.iter().map(without_place).collect();
    faults.sort();
    let occurrence = digest(faults.iter().map(String::as_str));
    resolve(tx, programme, ROWS_SET_ASIDE, Some(&occurrence), now)?;
    let mut detail = faults_detail(edit.counts.set_aside, first);
    detail["rows"] =
        edit.aside.iter().map(|row| json!({"line": row.line, "place": place(row), "fault": row.what})).collect();
    raise(tx, programme, ROWS_SET_ASIDE, occurrence, detail, now)
}

/// Tells that the sheet cannot be read, once for each content of it.
pub(super) fn unreadable(tx: &Tx<'_>, programme: &str, problems: &[Problem], now: Timestamp) -> Result<(), StoreError> {
    let Some(first) = problems.first() else { return Ok(()) };
    let occurrence = digest(problems.iter().map(|problem| problem.what.as_str()));
    resolve(tx, programme, FILES_BROKEN, Some(&occurrence), now)?;
    let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
    raise(tx, programme, FILES_BROKEN, occurrence, faults_detail(count, first), now)
}

/// Whether somebody was told that the programme's files cannot be read.
pub(super) fn is_broken(store: &View, programme: &str) -> Result<bool, StoreError> {
    Ok(store.open_notes(programme)?.iter().any(|note| note.note.kind == FILES_BROKEN && note.note.pair.is_empty()))
}

/// The programme's files can be read.
pub(super) fn readable_again(tx: &Tx<'_>, programme: &str, now: Timestamp) -> Result<(), StoreError> {
    resolve(tx, programme, FILES_BROKEN, None, now)
}

/// Tells of known programmes whose file has a fault: they go on as they were.
pub(super) fn faulty_programmes(
    store: &mut Store,
    config: &Config,
    now: Timestamp,
    mode: Mode,
) -> Result<(), StoreError> {
    for id in config.faulty_programmes.iter().filter(|_| mode != Mode::Look) {
        if store.programme(id)?.is_none() {
            continue;
        }
        let path = config.dir.join("programmes").join(format!("{id}.toml"));
        let occurrence = hash_of(&path).unwrap_or_default();
        let detail = json!({"place": shown(&path), "fault": ""});
        store.write(|tx| {
            resolve(tx, id, FILES_BROKEN, Some(&occurrence), now)?;
            raise(tx, id, FILES_BROKEN, occurrence, detail, now)
        })?;
    }
    Ok(())
}

/// Tells every coordinator once that the files as a whole cannot be used; what was read last stays in force. It is settled
/// when a programme of theirs is read again.
///
/// # Errors
/// The database.
pub fn tell_of_refusal(store: &mut Store, problems: &[Problem], now: Timestamp) -> Result<(), StoreError> {
    let programmes = programmes(store)?;
    for desk in desks(&programmes) {
        store.write(|tx| unreadable(tx, &desk.home().id, problems, now))?;
    }
    Ok(())
}

/// Settles a programme's open notes of that kind, but for the one that is still so.
pub(super) fn resolve(
    tx: &Tx<'_>,
    programme: &str,
    kind: &str,
    except: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for note in tx.open_notes(programme)? {
        let is_one = note.note.kind == kind && note.note.pair.is_empty();
        if is_one && Some(note.note.occurrence.as_str()) != except {
            tx.resolve_note(note.id, now)?;
        }
    }
    Ok(())
}

fn raise(
    tx: &Tx<'_>,
    programme: &str,
    kind: &str,
    occurrence: String,
    detail: Value,
    now: Timestamp,
) -> Result<(), StoreError> {
    let note = NewNote {
        programme: programme.to_owned(),
        pair: String::new(),
        kind: kind.to_owned(),
        occurrence,
        detail,
        urgent: matches!(kind, PROGRAMME_HELD | EDIT_HELD),
    };
    tx.raise_note_anew(&note, now).map(|_| ())
}

/// How many faults, and the first with its place.
fn faults_detail(count: u32, first: &Problem) -> Value {
    json!({"count": count, "place": place(first), "fault": first.what})
}

fn place(problem: &Problem) -> String {
    if problem.line > 0 { format!("{}:{}", problem.file, problem.line) } else { problem.file.clone() }
}

/// Rows above may come and go: the fault is the same on another line.
fn without_place(problem: &Problem) -> String {
    format!("{} {}", problem.what, problem.source_line.as_deref().unwrap_or_default())
}

fn digest<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text);
        hash.update([0]);
    }
    HEXLOWER.encode(&hash.finalize()[..8])
}
