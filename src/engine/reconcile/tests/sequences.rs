//! Any sequence of edits: reading twice is reading once, the order of rows does not matter, and no fact is ever lost.

use super::Folder;
use crate::engine::reconcile::{Approval, Outcome};
use crate::store::{PairRow, RowFault, Store, StoredFact};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One row of a small world.
#[derive(Debug, Clone)]
struct Entry {
    has_id: bool,
    id: u8,
    mentor: u8,
    mentee: u8,
    names_follow_addresses: bool,
    session: u8,
    status: u8,
    fault: bool,
}

fn entry() -> impl Strategy<Value = Entry> {
    let people = (0u8..4, 0u8..4, prop::bool::weighted(0.8));
    (prop::bool::weighted(0.6), 0u8..9, people, 0u8..3, 0u8..6, prop::bool::weighted(0.1)).prop_map(
        |(has_id, id, (mentor, mentee, names_follow_addresses), session, status, fault)| Entry {
            has_id,
            id,
            mentor,
            mentee,
            names_follow_addresses,
            session,
            status,
            fault,
        },
    )
}

/// No id and no couple stands twice: which of two such rows counts is the one thing their order decides.
fn sheet() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..9).prop_map(|entries| {
        let by_couple: BTreeMap<(u8, u8), Entry> = entries.into_iter().map(|e| ((e.mentor, e.mentee), e)).collect();
        let mut ids = Vec::new();
        let mut rows: Vec<Entry> = by_couple.into_values().collect();
        rows.retain(|entry| {
            !entry.has_id
                || !ids.contains(&entry.id) && {
                    ids.push(entry.id);
                    true
                }
        });
        rows
    })
}

fn row(entry: &Entry) -> String {
    let id = if entry.has_id { format!("p{}", entry.id) } else { String::new() };
    let session = ["", "2027-05-20 14:00", "2027-05-21 14:00"][usize::from(entry.session)];
    let session = if entry.fault { "someday" } else { session };
    let status =
        ["active", "active", "paused", "continuing", "ended early", "ended quietly"][usize::from(entry.status)];
    let name = if entry.names_follow_addresses { entry.mentee } else { 0 };
    format!(
        "{id},Mentor {m},m{m}@m.example,Mentee {name},e{e}@m.example,{session},,{status},",
        m = entry.mentor,
        e = entry.mentee
    )
}

/// Reads that sheet, and lets it go if it is held.
fn read(folder: &mut Folder, rows: &[String]) {
    let texts: Vec<&str> = rows.iter().map(String::as_str).collect();
    folder.sheet(&texts);
    if let Outcome::Held(held) = folder.change().outcome {
        assert!(matches!(folder.approve(held.id), Approval::Done(_)));
    }
}

/// Everything that is known but for the lines of faults, which follow the order of rows, and who is to be asked next.
fn known(store: &Store) -> Vec<(PairRow, Vec<StoredFact>)> {
    let rows = store.pairs_of("spring").map(Result::unwrap);
    rows.map(|mut row| {
        row.wake_at = None;
        row.set_aside = row.set_aside.map(|_| RowFault { line: 0, what: String::new() });
        let facts = store.stored_facts("spring", row.id()).unwrap();
        let facts = facts.into_iter().map(|fact| StoredFact { id: 0, ..fact }).collect();
        (row, facts)
    })
    .collect()
}

fn all_facts(store: &Store) -> Vec<String> {
    let facts = known(store).into_iter().flat_map(|(_, facts)| facts);
    let mut texts: Vec<String> = facts.map(|fact| format!("{:?}", fact.fact)).collect();
    texts.sort();
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn reconciling_twice_is_once_in_any_order_and_no_fact_is_lost(
        sheets in prop::collection::vec((sheet(), any::<prop::sample::Index>(), any::<bool>()), 1..6)
    ) {
        let (mut one, mut other) = (Folder::with(&[]), Folder::with(&[]));
        let mut facts = Vec::new();
        for (entries, turn, reverse) in sheets {
            let rows: Vec<String> = entries.iter().map(row).collect();
            let mut turned = rows.clone();
            if !turned.is_empty() {
                turned.rotate_left(turn.index(rows.len()));
            }
            if reverse {
                turned.reverse();
            }
            read(&mut one, &rows);
            read(&mut other, &turned);
            prop_assert_eq!(known(&one.store), known(&other.store));

            let before = known(&one.store);
            one.all_asleep();
            read(&mut one, &turned);
            prop_assert_eq!(before, known(&one.store));
            let woken = one.awake().into_iter().filter(|id| one.pair(id).set_aside.is_none()).count();
            prop_assert_eq!(woken, 0, "nobody but pairs that are set aside is asked again");
            one.now = other.now;

            let now = all_facts(&one.store);
            prop_assert!(facts.iter().all(|fact| now.contains(fact)), "{:?} -> {:?}", facts, now);
            facts = now;
        }
    }
}
