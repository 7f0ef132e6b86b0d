//! The shape of the database, and how an older one is brought up to date.

use crate::store::error::StoreError;
use crate::store::open::back_up;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// Each brings a database from the version before to its own. Never edited once released; only added to.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
];

/// `PRAGMA application_id` of our files ("SnOf"), by which another program's database is told apart.
const APPLICATION_ID: i32 = 0x536e_4f66;

/// Brings the database to the newest version. Before an existing file is changed, a copy is made beside it.
pub(super) fn migrate(connection: &mut Connection, path: Option<&Path>) -> Result<(), StoreError> {
    migrate_with(connection, path, MIGRATIONS)
}

fn migrate_with(connection: &mut Connection, path: Option<&Path>, migrations: &[&str]) -> Result<(), StoreError> {
    let known = migrations.len() as u32;
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    refuse_foreign(connection, found)?;
    if let Some(path) = path.filter(|_| found > 0 && found < known) {
        copy_before(connection, path, known)?;
    }
    for (version, sql) in (1..).zip(migrations).filter(|(version, _)| *version > found) {
        apply(connection, version, sql)?;
    }
    Ok(())
}

fn apply(connection: &mut Connection, to: u32, sql: &str) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited for the lock.
    if version(&transaction)? < to {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Ours have our mark; what has no version and no tables yet becomes ours.
fn refuse_foreign(connection: &Connection, version: u32) -> Result<(), StoreError> {
    let mark: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let empty = version == 0 && tables == 0;
    if mark == APPLICATION_ID || empty { Ok(()) } else { Err(StoreError::Foreign) }
}

/// `sendoff.db.before-vN`; one that is there already is the older and better copy, and stays.
fn copy_before(connection: &Connection, path: &Path, to: u32) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-v{to}"));
    let copy = path.with_file_name(name);
    if copy.exists() { Ok(()) } else { back_up(connection, &copy) }
}

#[cfg(test)]
mod tests {
    use super::{MIGRATIONS, migrate_with, version};
    use crate::domain::link::Purpose;
    use crate::domain::person::Role;
    use crate::store::specimen::{letter, message, pair_row};
    use crate::store::{DATABASE_FILE, Store, StoreError};
    use rusqlite::Connection;

    /// A database as each past version left it, with something in it. Never to be changed.
    const PAST: [&str; 3] = [
        include_str!("migrations/fixtures/1.sql"),
        include_str!("migrations/fixtures/2.sql"),
        include_str!("migrations/fixtures/3.sql"),
    ];

    #[test]
    fn a_database_of_every_past_version_opens_and_keeps_what_is_in_it() {
        assert_eq!(PAST.len() + 1, MIGRATIONS.len(), "every past version is tried");
        for (past, sql) in (1..).zip(PAST) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(DATABASE_FILE);
            let old = Connection::open(&path).unwrap();
            old.execute_batch(sql).unwrap();
            assert_eq!(version(&old).unwrap(), past);
            drop(old);
            let mut store = Store::open(&path).unwrap();
            assert_eq!(version(&store.connection).unwrap(), MIGRATIONS.len() as u32);
            // It reads: a field that was not there yet needs a default.
            let programme = store.programme("spring").unwrap();
            assert_eq!(programme.map(|row| row.programme.name), Some("Spring 2027".to_owned()));
            assert_eq!(store.pair("spring", "p1").unwrap(), Some(pair_row("spring", "p1")));
            let mut delivery = letter("spring", "p1");
            delivery.id = 1;
            assert_eq!(store.deliveries("spring", "p1").unwrap(), [delivery]);
            assert_eq!(store.message_bytes(1).unwrap(), Some(message()));
            assert_eq!(store.facts("spring", "p1").unwrap().len(), 1);
            let drafts = store.draft("spring", "p1", Role::Mentor, Purpose::Roadmap).unwrap();
            assert_eq!(drafts, (past > 1).then(|| "{}".to_owned()));
            store.write(|tx| tx.insert_delivery(&letter("spring", "p2"), Some(&message()))).unwrap();
        }
    }

    #[test]
    fn a_migration_is_not_edited_once_it_is_out() {
        let shape = |connection: &Connection| -> Vec<String> {
            let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name";
            let mut statement = connection.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        for (past, sql) in (1..).zip(PAST) {
            let mut now = Connection::open_in_memory().unwrap();
            migrate_with(&mut now, None, &MIGRATIONS[..past]).unwrap();
            let then = Connection::open_in_memory().unwrap();
            then.execute_batch(sql).unwrap();
            assert_eq!(shape(&now), shape(&then));
        }
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DATABASE_FILE);
        drop(Store::open(&path).unwrap());
        let newer = MIGRATIONS.len() as u32 + 1;
        Connection::open(&path).unwrap().pragma_update(None, "user_version", newer).unwrap();
        let refused = Store::open(&path);
        assert!(
            matches!(refused, Err(StoreError::Newer { found, known }) if found == newer && known == newer - 1),
            "the newest is {newer}"
        );
        assert_eq!(version(&Connection::open(&path).unwrap()).unwrap(), newer);
    }

    #[test]
    fn an_older_database_is_copied_before_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DATABASE_FILE);
        let next: Vec<&str> = MIGRATIONS.iter().copied().chain(["ALTER TABLE pair ADD COLUMN shoes TEXT"]).collect();
        let copy = folder.path().join(format!("{DATABASE_FILE}.before-v{}", next.len()));
        let mut connection = Store::open(&path).unwrap().view.connection;
        assert!(!copy.exists(), "a new file needs no copy");
        connection.execute("INSERT INTO setting VALUES ('shoes', 'size 41')", []).unwrap();

        migrate_with(&mut connection, Some(&path), &next).unwrap();
        connection.prepare("SELECT shoes FROM pair").unwrap();
        let old = Connection::open(&copy).unwrap();
        assert_eq!(version(&old).unwrap(), MIGRATIONS.len() as u32);
        assert!(old.prepare("SELECT shoes FROM pair").is_err());
        let size: String =
            old.query_row("SELECT value FROM setting WHERE name = 'shoes'", [], |row| row.get(0)).unwrap();
        assert_eq!(size, "size 41");
        migrate_with(&mut connection, Some(&path), &next).unwrap();
    }

    #[test]
    fn a_migration_that_fails_leaves_the_version_before() {
        let mut connection = Store::in_memory().unwrap().view.connection;
        let broken = "CREATE TABLE shoes (size INTEGER) STRICT; INSERT INTO nowhere VALUES (1);";
        let next: Vec<&str> = MIGRATIONS.iter().copied().chain([broken]).collect();
        assert!(migrate_with(&mut connection, None, &next).is_err());
        assert_eq!(version(&connection).unwrap(), MIGRATIONS.len() as u32);
        assert!(connection.prepare("SELECT size FROM shoes").is_err());
    }
}
