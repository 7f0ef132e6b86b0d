use super::DATABASE_FILE;
use crate::domain::delivery::State;
use crate::store::specimen::{at, letter, message, pair_row};
use crate::store::{Fault, FaultAt, Outcome, Store, StoreError, Tx};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn put(store: &mut Store, pair: &str) -> Result<i64, StoreError> {
    store.write(|tx| tx.insert_delivery(&letter("spring", pair), Some(&message())))
}

fn pairs_stored(store: &Store) -> Vec<String> {
    store.all_deliveries(crate::store::DeliveryFilter::default()).map(|d| d.unwrap().key.step.pair).collect()
}

#[test]
fn the_folder_and_every_file_in_it_are_private() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    let mut store = Store::open(&state.join(DATABASE_FILE)).unwrap();
    put(&mut store, "p1").unwrap();
    store.backup_to(&state.join("copy.db")).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&state), 0o700);
    let files: Vec<_> = std::fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 4, "database, -wal, -shm and the copy: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}

#[test]
fn what_was_written_is_there_for_another_connection_and_after_closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(DATABASE_FILE);
    let mut one = Store::open(&path).unwrap();
    let other = Store::open(&path).unwrap();
    let before = other.data_version().unwrap();
    put(&mut one, "p1").unwrap();
    assert_eq!(pairs_stored(&other), ["p1"]);
    assert_ne!(other.data_version().unwrap(), before);
    drop((one, other));
    assert_eq!(pairs_stored(&Store::open(&path).unwrap()), ["p1"]);
}

#[test]
fn a_write_that_fails_leaves_nothing() {
    let mut store = Store::in_memory().unwrap();
    let failed: Result<(), StoreError> = store.write(|tx| {
        tx.insert_delivery(&letter("spring", "p1"), Some(&message()))?;
        Err(StoreError::Missing("reason to go on"))
    });
    assert!(matches!(failed, Err(StoreError::Missing("reason to go on"))));
    assert_eq!(pairs_stored(&store), Vec::<String>::new());
}

#[test]
fn a_write_that_is_undone_gives_its_value_and_leaves_nothing() {
    let mut store = Store::in_memory().unwrap();
    let write = |store: &mut Store, keep: bool| {
        store.write_or_undo(|tx| {
            let id = tx.insert_delivery(&letter("spring", "p1"), Some(&message()))?;
            Ok(if keep { Outcome::Keep(id) } else { Outcome::Undo(id) })
        })
    };
    assert!(write(&mut store, false).unwrap() > 0);
    assert_eq!(pairs_stored(&store), Vec::<String>::new());
    write(&mut store, true).unwrap();
    assert_eq!(pairs_stored(&store), ["p1"]);
}

#[test]
fn only_what_is_kept_is_rung_for() {
    let folder = tempfile::tempdir().unwrap();
    let bell = crate::store::doorbell(folder.path()).unwrap();
    let mut store = Store::open(&folder.path().join(DATABASE_FILE)).unwrap().ringing();
    let has_rung = || std::fs::metadata(&bell).unwrap().len() > 0;
    let undone = |tx: &Tx<'_>| tx.upsert_pair(&pair_row("spring", "p1")).map(Outcome::Undo);
    store.write_or_undo(undone).unwrap();
    assert!(!has_rung());
    put(&mut store, "p1").unwrap();
    assert!(has_rung());
}

#[test]
fn a_snapshot_does_not_see_what_others_write_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(DATABASE_FILE);
    let mut one = Store::open(&path).unwrap();
    let other = Store::open(&path).unwrap();
    put(&mut one, "p1").unwrap();
    let seen = other.snapshot(|view| {
        let before = view.deliveries("spring", "p2")?.len();
        put(&mut one, "p2")?;
        Ok((before, view.deliveries("spring", "p2")?.len()))
    });
    assert_eq!(seen.unwrap(), (0, 0));
    assert_eq!(pairs_stored(&other), ["p1", "p2"]);
}

#[test]
fn a_copy_in_memory_is_the_same_and_goes_its_own_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join(DATABASE_FILE)).unwrap();
    put(&mut store, "p1").unwrap();
    let mut copy = store.copy_in_memory().unwrap();
    assert!(copy.seed().unwrap() == store.seed().unwrap());
    put(&mut copy, "p2").unwrap();
    copy.write(|tx| tx.set_state(1, State::Held, None, at("2027-05-13T09:00:00Z"))).unwrap();
    assert_eq!((pairs_stored(&store), pairs_stored(&copy)), (vec!["p1".into()], vec!["p1".into(), "p2".into()]));
    assert_eq!(store.delivery(1).unwrap().unwrap().state, State::Queued);
    put(&mut store, "p3").unwrap();
    assert_eq!(copy.deliveries("spring", "p3").unwrap(), []);
}

#[test]
fn a_backup_is_whole_can_be_opened_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join(DATABASE_FILE)).unwrap();
    put(&mut store, "p1").unwrap();
    let path = folder.path().join("copy.db");
    store.backup_to(&path).unwrap();
    put(&mut store, "p2").unwrap();
    assert!(matches!(store.backup_to(&path), Err(StoreError::File { path: named, .. }) if named == path));
    let copy = Store::open(&path).unwrap();
    assert_eq!(pairs_stored(&copy), ["p1"]);
    assert!(copy.seed().unwrap() == store.seed().unwrap());
    assert!(!folder.path().join("copy.db.partial").exists());
}

#[test]
fn every_point_at_which_the_process_may_die_leaves_all_or_nothing() {
    let letters = ["p1", "p2", "p3"];
    for at in 1..=3 {
        for (fault, kept) in [(Fault::DiedBeforeCommit, at - 1), (Fault::DiedAfterCommit, at)] {
            let mut store = Store::in_memory().unwrap();
            store.set_faults(FaultAt::new(at as u64, fault));
            let results: Vec<bool> = letters.iter().map(|pair| put(&mut store, pair).is_ok()).collect();
            assert_eq!(results, (1..=3).map(|n| n < at).collect::<Vec<_>>(), "the dead write nothing more");
            let mut after = store.copy_in_memory().unwrap();
            assert_eq!(pairs_stored(&after), letters[..kept], "{fault:?} at {at}");
            put(&mut after, "p4").unwrap();
        }
    }
}

#[test]
fn a_full_disk_loses_one_write_and_the_next_may_go() {
    let mut store = Store::in_memory().unwrap();
    let faults = FaultAt::new(2, Fault::DiskFull);
    store.set_faults(faults.clone());
    put(&mut store, "p1").unwrap();
    assert!(matches!(put(&mut store, "p2"), Err(StoreError::DiskFull)));
    put(&mut store, "p3").unwrap();
    assert_eq!(pairs_stored(&store), ["p1", "p3"]);
    assert_eq!(faults.passed(), 3);
}

#[test]
fn a_disk_that_is_really_full_is_told_as_such() {
    let mut store = Store::in_memory().unwrap();
    put(&mut store, "p1").unwrap();
    let pages: u32 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    let mut large = message();
    large.bytes = vec![b'x'; 100_000];
    let full = store.write(|tx| tx.insert_delivery(&letter("spring", "p2"), Some(&large)));
    assert!(matches!(full, Err(StoreError::DiskFull)));
    assert_eq!(pairs_stored(&store), ["p1"]);
}

#[test]
fn a_writer_that_is_kept_waiting_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(DATABASE_FILE);
    let mut one = Store::open(&path).unwrap();
    let mut other = Store::open(&path).unwrap();
    other.connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    let busy = one.write(|_| Ok(put(&mut other, "p1"))).unwrap();
    assert!(matches!(busy, Err(StoreError::Busy)));
    put(&mut other, "p1").unwrap();
}

#[test]
fn what_is_no_database_of_ours_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(DATABASE_FILE);
    std::fs::write(&path, "pair,mentor_name\n".repeat(100)).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Corrupt(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "pair,mentor_name\n".repeat(100));

    let foreign = folder.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    assert!(matches!(Store::open(&foreign), Err(StoreError::Foreign)));
}

#[test]
fn a_value_that_cannot_be_read_is_named_and_not_shown() {
    let mut store = Store::in_memory().unwrap();
    store.write(|tx| tx.upsert_pair(&pair_row("spring", "p1"))).unwrap();
    store.connection.execute("UPDATE pair SET goals = '[' || goals", []).unwrap();
    let error = store.pair("spring", "p1").unwrap_err();
    assert_eq!(error.to_string(), "the database is damaged: pair.goals cannot be read");
}
