//! Roadmaps written by hand: a file that changed since it was last read is the mentor's roadmap, now (rule 14).

use crate::domain::fact::{Fact, What};
use crate::domain::person::Role;
use crate::domain::problem::Problem;
use crate::domain::roadmap::Roadmap;
use crate::engine::receipt::Receipt;
use crate::engine::reconcile::contents::hash_of;
use crate::engine::reconcile::{Mode, Reconciled, receipt};
use crate::files::config::Config;
use crate::files::path::shown;
use crate::files::roadmap;
use crate::store::{PairRow, Source, Store, StoreError};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;

/// Reads every roadmap that changed. `known`: the programmes there were before this reading. One with a fault is reported and read again next time.
pub(super) fn reconcile(
    store: &mut Store,
    config: &Config,
    known: &BTreeSet<String>,
    now: Timestamp,
    mode: Mode,
    said: &mut Reconciled,
) -> Result<(), StoreError> {
    for (pair, path) in config.roadmaps() {
        let setting = format!("roadmap:{pair}");
        let hash = hash_of(&path).unwrap_or_default();
        if store.setting(&setting)?.as_deref() == Some(hash.as_str()) {
            continue;
        }
        let read = roadmap::load(&path, &pair);
        match (read, find(store, &pair, &path)?) {
            (Err(problems), _) => said.problems.extend(problems),
            (Ok(_), Err(problem)) => said.problems.push(problem),
            (Ok(_), Ok(_)) if mode == Mode::Look => {}
            (Ok(roadmap), Ok(row)) => {
                let receipt = receipt::of_roadmap(row.id(), &path, &config.dir);
                record(store, &row, roadmap, (&setting, &hash), (&receipt, known), now)?;
            }
        }
    }
    Ok(())
}

fn record(
    store: &mut Store,
    row: &PairRow,
    roadmap: Roadmap,
    (setting, hash): (&str, &str),
    (receipt, known): (&Receipt, &BTreeSet<String>),
    now: Timestamp,
) -> Result<(), StoreError> {
    let programme = store.programme(&row.programme)?.filter(|programme| programme.approved);
    // What came together with its programme is no edit of it.
    let programme = programme.filter(|programme| known.contains(&programme.id));
    let fact = Fact { at: now, who: Some(Role::Mentor), what: What::Roadmap(roadmap) };
    store.write(|tx| {
        tx.add_fact(&row.programme, row.id(), &fact, Source::Files)?;
        if let Some(programme) = &programme {
            receipt.keep(tx, &programme.id, &programme.programme.coordinators)?;
        }
        tx.set_setting(setting, Some(hash))
    })
}

/// The pair of that id; one that is still in its sheet, if there are several.
fn find(store: &Store, pair: &str, path: &Path) -> Result<Result<PairRow, Problem>, StoreError> {
    let mut rows = store.pair_anywhere(pair)?;
    rows.sort_by_key(|row| row.vanished);
    Ok(rows.into_iter().next().ok_or_else(|| {
        Problem::error(shown(path), format!("there is no pair \"{pair}\""))
            .hint("name the file after the pair's id; `sendoff status` lists them")
    }))
}
