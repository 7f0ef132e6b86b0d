//! Opening, reading from and writing to the database.

use crate::store::doorbell;
use crate::store::error::StoreError;
use crate::store::fault::{Fault, Faults};
use crate::store::schema;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, DropBehavior, Transaction, TransactionBehavior};
use std::cell::Cell;
use std::fs::{DirBuilder, OpenOptions};
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file's name in the state folder.
pub const DATABASE_FILE: &str = "sendoff.db";

/// Pages kept in memory, as `PRAGMA cache_size` takes it: KiB, written with a minus.
pub(super) const CACHE: i32 = -8000;

/// Pages of write-ahead log, of 4 KiB, after which a commit copies them into the database: where much is written, pages that change
/// again and again are copied once, and the disk is waited for less often.
const LONGEST_LOG: i32 = 4096;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// One connection to the database. Opening another one on the same file, in this process or another, is fine.
pub struct Store {
    pub(super) view: View,
    faults: Option<Box<dyn Faults>>,
    dead: bool,
    rings: bool,
}

/// Everything that can be read. Both [`Store`] and [`Tx`] are one.
pub struct View {
    pub(super) connection: Connection,
    /// The state folder; none where the database is only in memory.
    pub(super) folder: Option<PathBuf>,
}

/// A write transaction: everything that can be written, and read.
pub struct Tx<'store> {
    view: &'store View,
    /// The count of changes to deliveries (see [`View::outcomes_since`]), once this transaction has made one.
    pub(super) changes: Cell<Option<i64>>,
}

/// What becomes of a transaction that went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It is kept.
    Keep(T),
    /// It is as if it had not been; only the value comes back. For trying out what an edit would do (rule 29).
    Undo(T),
}

impl Deref for Store {
    type Target = View;
    fn deref(&self) -> &View {
        &self.view
    }
}

impl Deref for Tx<'_> {
    type Target = View;
    fn deref(&self) -> &View {
        self.view
    }
}

impl Store {
    /// Opens the database at that path; makes the file (0600) and its folder (0700) if there is none, brings an older one
    /// up to date, and draws the seed if there is none.
    ///
    /// # Errors
    /// [`StoreError::Newer`] if a later program wrote the file, [`StoreError::Foreign`] if another one did.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let file = |source| StoreError::File { path: path.to_owned(), source };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_private_folder(folder).map_err(file)?;
        }
        make_private_file(path).map_err(file)?;
        let mut connection = Connection::open(path)?;
        set_up(&connection)?;
        sort_in(&connection, path)?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        schema::migrate(&mut connection, Some(path))?;
        let folder = path.parent().map(Path::to_owned);
        let mut store = Store::seeded(connection, folder)?;
        store.let_go_of_forgotten()?;
        Ok(store)
    }

    /// A database of its own in memory.
    ///
    /// # Errors
    /// None that can be foreseen.
    pub fn in_memory() -> Result<Store, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        set_up(&connection)?;
        schema::migrate(&mut connection, None)?;
        Store::seeded(connection, None)
    }

    /// A copy of everything, in memory: what is done to it is done to nothing else. No faults come along.
    ///
    /// # Errors
    /// As for any read.
    pub fn copy_in_memory(&self) -> Result<Store, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        copy(&self.connection, &mut connection)?;
        set_up(&connection)?;
        Ok(Store { view: View { connection, folder: self.folder.clone() }, faults: None, dead: false, rings: false })
    }

    /// An empty database in a file without a name, sorted and spilled beside the real one. It goes when it is closed: nothing in it
    /// waits for the disk, and nothing that is deleted is overwritten.
    pub(super) fn without_a_name(folder: Option<PathBuf>) -> Result<Store, StoreError> {
        let mut connection = Connection::open("")?;
        set_up(&connection)?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update_and_check(None, "secure_delete", false, |_| Ok(()))?;
        schema::migrate(&mut connection, None)?;
        Ok(Store { view: View { connection, folder }, faults: None, dead: false, rings: false })
    }

    /// Writes a consistent copy to a new file (0600) while others go on working.
    ///
    /// The copy appears under its name only when it is whole.
    ///
    /// # Errors
    /// [`StoreError::File`] if there is a file of that name or it cannot be written.
    pub fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        back_up(&self.connection, path)
    }

    fn seeded(connection: Connection, folder: Option<PathBuf>) -> Result<Store, StoreError> {
        let mut store = Store { view: View { connection, folder }, faults: None, dead: false, rings: false };
        if store.stored_seed()?.is_none() {
            store.draw_seed()?;
        }
        Ok(store)
    }

    /// A daemon that runs on the same state is told of every write.
    #[must_use]
    pub fn ringing(self) -> Store {
        Store { rings: true, ..self }
    }

    /// Lets commits fail as asked; for tests.
    pub fn set_faults(&mut self, faults: impl Faults + 'static) {
        self.faults = Some(Box::new(faults));
    }

    /// One write transaction: all of it is kept, or, if `work` fails, nothing.
    ///
    /// The database is locked for other writers from the start (BEGIN IMMEDIATE), so what is read inside still holds when
    /// it is written.
    ///
    /// # Errors
    /// What `work` says; [`StoreError::Busy`] if another writer does not finish within five seconds.
    pub fn write<T>(&mut self, work: impl FnOnce(&Tx<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.write_or_undo(|tx| work(tx).map(Outcome::Keep))
    }

    /// As [`Store::write`], but `work` also says whether to keep what it did.
    ///
    /// # Errors
    /// As for [`Store::write`].
    pub fn write_or_undo<T>(
        &mut self,
        work: impl FnOnce(&Tx<'_>) -> Result<Outcome<T>, StoreError>,
    ) -> Result<T, StoreError> {
        if self.dead {
            return Err(StoreError::Died);
        }
        let mut transaction = Transaction::new_unchecked(&self.view.connection, TransactionBehavior::Immediate)?;
        transaction.set_drop_behavior(DropBehavior::Rollback);
        let tx = Tx { view: &self.view, changes: Cell::new(None) };
        let outcome = work(&tx)?;
        tx.keep_change_count()?;
        match outcome {
            Outcome::Undo(value) => transaction.rollback().map(|()| value).map_err(StoreError::from),
            Outcome::Keep(value) => match self.faults.as_ref().and_then(|faults| faults.at_commit()) {
                None => {
                    transaction.commit()?;
                    self.ring();
                    Ok(value)
                }
                Some(Fault::DiskFull) => Err(StoreError::DiskFull),
                Some(Fault::DiedBeforeCommit) => {
                    self.dead = true;
                    Err(StoreError::Died)
                }
                Some(Fault::DiedAfterCommit) => {
                    self.dead = true;
                    transaction.commit()?;
                    Err(StoreError::Died)
                }
            },
        }
    }

    fn ring(&self) {
        if let Some(folder) = self.folder.as_ref().filter(|_| self.rings) {
            doorbell::ring(folder);
        }
    }

    /// Several reads of one moment: what others write meanwhile is not seen.
    ///
    /// # Errors
    /// What `work` says.
    pub fn snapshot<T>(&self, work: impl FnOnce(&View) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let transaction = Transaction::new_unchecked(&self.view.connection, TransactionBehavior::Deferred)?;
        let value = work(&self.view)?;
        transaction.finish()?;
        Ok(value)
    }
}

impl View {
    /// A number that is another one whenever somebody else (another connection) has written to the file since.
    ///
    /// # Errors
    /// As for any read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }
}

/// Settings of a connection; they are not stored in the file.
fn set_up(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Otherwise a statement that a partial index might serve is prepared anew with each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // What is deleted is about people: it is overwritten.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", LONGEST_LOG, |_| Ok(()))?;
    // After a large import the write-ahead log gives its room back.
    connection.pragma_update_and_check(None, "journal_size_limit", 16 * 1024 * 1024, |_| Ok(()))?;
    Ok(())
}

/// What is too large to be sorted in memory is sorted in files without a name beside the database, and nowhere else: it is about
/// people. SQLite keeps one such folder a process.
fn sort_in(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    match folder.to_str() {
        Some(folder) => Ok(connection.pragma_update(None, "temp_store_directory", folder)?),
        None => Ok(()),
    }
}

/// Makes a folder, and those above it, that only its owner may enter. One that is there stays as it is.
pub(super) fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// SQLite gives its `-wal` and `-shm` the mode of the database, so this settles all three.
fn make_private_file(path: &Path) -> std::io::Result<()> {
    OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).map(|_| ())
}

pub(super) fn back_up(from: &Connection, path: &Path) -> Result<(), StoreError> {
    let file = |source| StoreError::File { path: path.to_owned(), source };
    if path.try_exists().map_err(file)? {
        return Err(file(std::io::ErrorKind::AlreadyExists.into()));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial = path.with_file_name(name);
    // What an earlier attempt left behind is of no use to anybody.
    let _ = std::fs::remove_file(&partial);
    make_private_file(&partial).map_err(file)?;
    {
        let mut to = Connection::open(&partial)?;
        copy(from, &mut to)?;
    }
    std::fs::File::open(&partial).and_then(|copy| copy.sync_all()).map_err(file)?;
    std::fs::rename(&partial, path).map_err(file)
}

/// All pages in one step, so that it is one moment's state however much is written meanwhile.
fn copy(from: &Connection, to: &mut Connection) -> Result<(), StoreError> {
    let backup = Backup::new(from, to)?;
    match backup.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Busy),
    }
}

#[cfg(test)]
mod tests;
