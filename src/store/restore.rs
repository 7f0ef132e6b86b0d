//! A backup put in the place of the database: as a whole, or not at all.

use crate::store::error::StoreError;
use crate::store::open::{DATABASE_FILE, Store, Tx};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// What the ending of the database's name is in which a restore leaves what was there.
const BEFORE: &str = ".before-restore";

/// How every SQLite database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Puts that backup into the state folder; the database that is there stays beside it, as `sendoff.db.before-restore`. `mark` is done to it first, in the same step: there is no moment at which the
/// restored database lies there without it. Whoever calls has the folder's lock.
///
/// # Errors
/// A file that is no database of ours, or is damaged; then everything is as it was.
pub fn restore(
    backup: &Path,
    folder: &Path,
    mark: impl FnOnce(&Tx<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let file = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::File { path, source }
    };
    let mut head = Vec::new();
    File::open(backup).and_then(|backup| backup.take(16).read_to_end(&mut head)).map_err(file(backup))?;
    if head != MAGIC {
        return Err(StoreError::Foreign);
    }
    let aside = folder.join(format!("{DATABASE_FILE}.restoring"));
    remove(&aside)?;
    std::fs::copy(backup, &aside).map_err(file(backup))?;
    let prepared = prepare(&aside, mark);
    if prepared.is_err() {
        remove(&aside)?;
        return prepared;
    }
    let database = folder.join(DATABASE_FILE);
    if database.exists() {
        // What is only in its log is written into it first: if this ends half-way, the old state is whole.
        drop(Store::open(&database));
        BESIDE.iter().try_for_each(|end| remove_file(&with_end(&database, end)))?;
        let before = with_end(&database, BEFORE);
        remove_file(&before)?;
        // A second name for the old file, so that there is a database at every moment; some file systems have no such thing.
        std::fs::hard_link(&database, &before)
            .or_else(|_| std::fs::copy(&database, &before).map(|_| ()))
            .map_err(file(&before))?;
    }
    std::fs::rename(&aside, &database).map_err(file(&database))
}

fn prepare(path: &Path, mark: impl FnOnce(&Tx<'_>) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut store = Store::open(path)?;
    let verdict: String = store.connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::corrupt("the backup"));
    }
    store.write(mark)?;
    store.connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?;
    Ok(())
}

fn remove(database: &Path) -> Result<(), StoreError> {
    BESIDE
        .iter()
        .map(|end| with_end(database, end))
        .chain([database.to_owned()])
        .try_for_each(|path| remove_file(&path))
}

fn remove_file(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(StoreError::File { path: path.to_owned(), source }),
        _ => Ok(()),
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::restore;
    use crate::store::specimen::{letter, message};
    use crate::store::{DATABASE_FILE, DeliveryFilter, RESTORED, Store, StoreError};
    use std::path::Path;

    fn count(path: &Path) -> usize {
        Store::open(path).unwrap().all_deliveries(DeliveryFilter::default()).map(Result::unwrap).count()
    }

    #[test]
    fn a_backup_made_under_load_is_one_moment_and_comes_back_marked() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        let mut store = Store::open(&old.join(DATABASE_FILE)).unwrap();
        let path = old.join(DATABASE_FILE);
        // Two letters a transaction: a copy of one moment has an even number.
        let writer = std::thread::spawn(move || {
            for n in 0..60 {
                let pair = |part: &str| letter("spring", &format!("p{n}{part}"));
                let both = [pair("a"), pair("b")];
                store
                    .write(|tx| both.iter().try_for_each(|row| tx.insert_delivery(row, Some(&message())).map(|_| ())))
                    .unwrap();
            }
        });
        let mut backups = Vec::new();
        while !writer.is_finished() || backups.is_empty() {
            let backup = folder.path().join(format!("backup-{}", backups.len()));
            Store::open(&path).unwrap().backup_to(&backup).unwrap();
            backups.push(backup);
        }
        writer.join().unwrap();
        for backup in &backups {
            std::fs::create_dir_all(&new).unwrap();
            restore(backup, &new, |tx| tx.set_setting(RESTORED, Some("yes"))).unwrap();
            let restored = new.join(DATABASE_FILE);
            assert_eq!(count(&restored) % 2, 0);
            assert!(Store::open(&restored).unwrap().is_braked().unwrap());
        }
        assert_eq!(count(&path), 120);
    }

    #[test]
    fn what_is_no_backup_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join(DATABASE_FILE);
        let seed = Store::open(&database).unwrap().seed().unwrap();
        let bad = folder.path().join("letter.txt");
        for text in ["", "Dear Ada, this is no database, however long it goes on."] {
            std::fs::write(&bad, text).unwrap();
            assert!(restore(&bad, folder.path(), |_| Ok(())).is_err(), "{text}");
        }
        assert!(matches!(
            restore(&folder.path().join("nothing"), folder.path(), |_| Ok(())),
            Err(StoreError::File { .. })
        ));
        assert!(Store::open(&database).unwrap().seed().unwrap() == seed);
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("restoring")), "{left:?}");
    }
}
