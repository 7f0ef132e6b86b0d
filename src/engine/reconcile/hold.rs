//! Holds: what the guard keeps back until a person has looked at it (rule 29).
//!
//! A decision is bound to the contents that were shown. To reject an edit, the files are put back.

use crate::domain::guard::HoldReason;
use crate::engine::reconcile::change::{Held, HoldKind, Outcome, Reconciled};
use crate::engine::reconcile::contents::{Contents, Reading};
use crate::engine::reconcile::edit::{Affected, Edit};
use crate::engine::reconcile::{gone, note, outlook, programme};
use crate::files::config::Config;
use crate::files::programme::ProgrammeFile;
use crate::store::{Decision, Hold, NewHold, Store, StoreError, Tx, View};
use jiff::Timestamp;
use serde_json::{Value, json};

/// What became of an approval.
#[derive(Debug)]
pub enum Approval {
    /// It is in force; what it did.
    Done(Box<Reconciled>),
    /// There is no such hold, or it has been decided, or it is not about files.
    NotOpen,
    /// The files do not hold what was shown any more: read them and look again.
    OtherContents,
    /// The files cannot be read now.
    Unreadable(Box<Reconciled>),
}

/// Lets a hold go, if the files still hold what was shown.
///
/// # Errors
/// The database; nothing is decided then.
pub fn approve_hold(store: &mut Store, config: &Config, id: i64, now: Timestamp) -> Result<Approval, StoreError> {
    let Some(hold) = store.hold(id)?.filter(|hold| hold.decided.is_none()) else { return Ok(Approval::NotOpen) };
    let Some(kind) = HoldKind::from_name(&hold.hold.kind) else { return Ok(Approval::NotOpen) };
    if kind == HoldKind::ProgrammeGone {
        return gone::approve(store, config, &hold, now);
    }
    let reading = Reading::of(config);
    let at = config.programmes.iter().position(|file| file.programme.id == hold.hold.programme);
    let Some(at) = at.filter(|at| reading.contents(*at).hash == hold.hold.content_hash) else {
        return Ok(Approval::OtherContents);
    };
    let mut said = Reconciled::default();
    if kind == HoldKind::Programme {
        store.write(|tx| let_programme_go(tx, &hold.hold.programme, now))?;
        return Ok(Approval::Done(Box::new(said)));
    }
    programme::apply_approved(store, &reading, at, now, id, &mut said)?;
    let is_read = said.programmes.iter().all(|change| change.outcome != Outcome::Unreadable);
    Ok(if is_read { Approval::Done(Box::new(said)) } else { Approval::Unreadable(Box::new(said)) })
}

/// The open hold of that kind on that programme; there is at most one.
pub(super) fn open(store: &View, programme: &str, kind: HoldKind) -> Result<Option<Hold>, StoreError> {
    let is_it = |hold: &Hold| hold.hold.programme == programme && hold.hold.kind == kind.name();
    Ok(store.open_holds()?.into_iter().find(is_it))
}

/// The same, to be shown.
pub(super) fn open_held(store: &View, programme: &str, kind: HoldKind) -> Result<Option<Held>, StoreError> {
    Ok(open(store, programme, kind)?.map(|hold| held(&hold, kind)))
}

pub(super) fn held(hold: &Hold, kind: HoldKind) -> Held {
    let reason = hold.hold.detail.get("reason").and_then(Value::as_str).unwrap_or_default();
    Held { id: hold.id, kind, reason: reason.to_owned() }
}

/// Keeps an edit back; the pairs it touches send nothing meanwhile. One that waits already makes room for it.
pub(super) fn hold_edit(
    store: &mut Store,
    programme: &str,
    contents: &Contents,
    edit: &Edit,
    reason: &HoldReason,
    now: Timestamp,
) -> Result<Held, StoreError> {
    let new = NewHold {
        kind: HoldKind::Edit.name().to_owned(),
        programme: programme.to_owned(),
        detail: edit.detail(reason),
        content_hash: contents.hash.clone(),
    };
    let affected = edit.affected();
    let id = store.write(|tx| {
        let_go(tx, programme, HoldKind::Edit, None, now)?;
        let_go(tx, programme, HoldKind::ProgrammeGone, None, now)?;
        let id = tx.add_hold(&new, now)?;
        let is_approved = open(tx, programme, HoldKind::Programme)?.is_none();
        tx.set_programme_approved(programme, is_approved && affected != Affected::All)?;
        if let Affected::Pairs(pairs) = &affected {
            pairs.iter().try_for_each(|pair| tx.hold_pair(id, programme, pair))?;
        }
        note::edit_held(tx, programme, id, reason, now)?;
        Ok(id)
    })?;
    Ok(Held { id, kind: HoldKind::Edit, reason: reason.to_string() })
}

/// Closes the open hold of that kind, if there is one: approved, if it is that one, else taken back or replaced.
pub(super) fn let_go(
    tx: &Tx<'_>,
    programme: &str,
    kind: HoldKind,
    approved: Option<i64>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(hold) = open(tx, programme, kind)? else { return Ok(()) };
    let decision = if approved == Some(hold.id) { Decision::Approved } else { Decision::Superseded };
    tx.decide_hold(hold.id, &hold.hold.content_hash, decision, now)?;
    note::resolve(tx, programme, note::kind_of(kind), None, now)
}

/// A new programme: its rows are read, and its people hear nothing until somebody has looked.
pub(super) fn wait_for_approval(
    tx: &Tx<'_>,
    file: &ProgrammeFile,
    contents: &Contents,
    edit: &Edit,
    now: Timestamp,
) -> Result<(), StoreError> {
    let programme = &file.programme.id;
    let unclear = (edit.unclear_dates.rows > 0).then(|| HoldReason::UnclearDates(edit.unclear_dates.clone()));
    let mut reason = HoldReason::NewProgramme.to_string();
    if let Some(unclear) = &unclear {
        reason = format!("{reason}; {unclear}");
    }
    let new = NewHold {
        kind: HoldKind::Programme.name().to_owned(),
        programme: programme.clone(),
        detail: json!({
            "reason": reason,
            "name": file.programme.name,
            "pairs": tx.pair_count(programme)?,
            "set_aside": edit.counts.set_aside,
            "outlook": outlook::first_letters(tx, programme, now)?,
        }),
        content_hash: contents.hash.clone(),
    };
    tx.add_hold(&new, now)?;
    note::programme_held(tx, programme, unclear.as_ref(), now)
}

/// A new programme may write to its people from now on.
pub(super) fn let_programme_go(tx: &Tx<'_>, programme: &str, now: Timestamp) -> Result<(), StoreError> {
    if let Some(hold) = open(tx, programme, HoldKind::Programme)? {
        tx.decide_hold(hold.id, &hold.hold.content_hash, Decision::Approved, now)?;
        note::resolve(tx, programme, note::PROGRAMME_HELD, None, now)?;
    }
    tx.set_programme_approved(programme, true)?;
    tx.wake_programme(programme)
}
