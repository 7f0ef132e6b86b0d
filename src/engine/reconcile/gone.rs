//! Programmes whose file is gone: held, and only applied when a person says so (rule 29).

use crate::domain::guard::{HoldReason, Tally, UnclearDates};
use crate::engine::aside::put_edited_aside;
use crate::engine::receipt::Touched;
use crate::engine::reconcile::change::{Counts, Held, HoldKind, Outcome, ProgrammeChange, Reconciled};
use crate::engine::reconcile::hold::Approval;
use crate::engine::reconcile::roster::vanish_pair;
use crate::engine::reconcile::{Mode, hold, note, receipt};
use crate::files::config::Config;
use crate::store::{Decision, Hold, NewHold, ProgrammeRow, Store, StoreError, Tx};
use jiff::Timestamp;
use serde_json::json;

/// A file that is not there is always the same content.
const NO_FILE: &str = "gone";

/// Finds known programmes without a file. One that was never approved has written to nobody: it goes without asking.
pub(super) fn reconcile(
    store: &mut Store,
    config: &Config,
    now: Timestamp,
    mode: Mode,
    said: &mut Reconciled,
) -> Result<(), StoreError> {
    for row in store.programmes()? {
        if row.vanished || has_file(config, &row.id) {
            continue;
        }
        let was_never_approved = hold::open(store, &row.id, HoldKind::Programme)?.is_some();
        let outcome = match (mode, was_never_approved) {
            (Mode::Look, true) => Outcome::Seen(None),
            (Mode::Look, false) => Outcome::Seen(Some(HoldReason::FileVanished)),
            (_, true) => store.write(|tx| vanish(tx, &row, now)).map(|_| Outcome::Applied)?,
            (_, false) => Outcome::Held(hold_programme(store, &row, now)?),
        };
        said.programmes.push(change(store, &row, outcome)?);
    }
    Ok(())
}

/// Applies it, if the file is still gone.
pub(super) fn approve(store: &mut Store, config: &Config, held: &Hold, now: Timestamp) -> Result<Approval, StoreError> {
    let programme = &held.hold.programme;
    let row = store.programme(programme)?.filter(|_| !has_file(config, programme));
    let Some(row) = row else { return Ok(Approval::OtherContents) };
    let mut said = Reconciled::default();
    let vanished = store.write(|tx| {
        tx.decide_hold(held.id, NO_FILE, Decision::Approved, now)?;
        note::resolve(tx, programme, note::EDIT_HELD, None, now)?;
        tx.set_programme_approved(programme, true)?;
        let gone = vanish(tx, &row, now)?;
        let vanished = gone.count;
        receipt::of_gone(gone, programme).keep(tx, programme, &row.programme.coordinators)?;
        Ok(vanished)
    })?;
    let mut change = change(store, &row, Outcome::Applied)?;
    change.counts = Counts { changed: vanished, vanished, cancelled: vanished, ..Counts::default() };
    said.programmes.push(change);
    Ok(Approval::Done(Box::new(said)))
}

fn has_file(config: &Config, programme: &str) -> bool {
    config.programmes.iter().any(|file| file.programme.id == programme)
        || config.faulty_programmes.iter().any(|id| id == programme)
}

/// Nothing is sent to anybody in it until that is decided.
fn hold_programme(store: &mut Store, row: &ProgrammeRow, now: Timestamp) -> Result<Held, StoreError> {
    let why = HoldReason::FileVanished;
    let reason = why.to_string();
    let new = NewHold {
        kind: HoldKind::ProgrammeGone.name().to_owned(),
        programme: row.id.clone(),
        detail: json!({"reason": reason, "name": row.programme.name, "pairs": store.pair_count(&row.id)?}),
        content_hash: NO_FILE.to_owned(),
    };
    let id = store.write(|tx| {
        hold::let_go(tx, &row.id, HoldKind::Edit, None, now)?;
        let id = tx.add_hold(&new, now)?;
        tx.set_programme_approved(&row.id, false)?;
        note::edit_held(tx, &row.id, id, &why, now)?;
        Ok(id)
    })?;
    Ok(Held { id, kind: HoldKind::ProgrammeGone, reason })
}

/// Every pair of it vanishes, and what it was waiting for is settled.
fn vanish(tx: &Tx<'_>, row: &ProgrammeRow, now: Timestamp) -> Result<Touched, StoreError> {
    hold::let_go(tx, &row.id, HoldKind::Programme, None, now)?;
    let mut gone = Touched::default();
    for pair in tx.pairs_of(&row.id) {
        let pair = pair?;
        if !pair.vanished {
            vanish_pair(tx, &pair, now)?;
            gone.add(pair.id());
        }
    }
    tx.upsert_programme(&ProgrammeRow { vanished: true, ..row.clone() })?;
    put_edited_aside(tx, &row.id, now)?;
    Ok(gone)
}

fn change(store: &Store, row: &ProgrammeRow, outcome: Outcome) -> Result<ProgrammeChange, StoreError> {
    Ok(ProgrammeChange {
        programme: row.id.clone(),
        outcome,
        is_new: false,
        epoch_changed: false,
        awaits_approval: hold::open_held(store, &row.id, HoldKind::Programme)?,
        counts: Counts::default(),
        tally: Tally::default(),
        unclear_dates: UnclearDates::default(),
        pairs: Vec::new(),
    })
}
