//! A programme's first rows, however many, written in an order that costs little.
//!
//! A B-tree filled in the order of its keys takes a hundredth of the writing that it takes in any order, and a sheet comes in
//! any order. So rows are put down as they come, and indexes that would grow by much are made anew when all are in.

use crate::domain::fact::Fact;
use crate::domain::person::Role;
use crate::store::column::{json, micros};
use crate::store::error::StoreError;
use crate::store::facts::{Source, digest};
use crate::store::open::{CACHE, Tx};
use crate::store::pair_row::{COLUMNS, PLACES, PairRow, execute};
use rusqlite::{Statement, params};

/// Fewer rows are as quickly put into the indexes that are there.
const MANY: u64 = 10_000;

/// What is written in order needs few pages at hand; what is sorted takes as much again.
const CACHE_MEANWHILE: i32 = -3000;

/// The indexes that are made anew, as the migrations made them.
const INDEXES: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
    AND (tbl_name = 'pair' OR name = 'fact_once')";

/// The first rows of one programme, coming in. Nothing else may ask for them before [`Intake::finish`], nor for any pair: it
/// would be looked for row by row. However it ends, the connection works afterwards as it did before.
pub struct Intake<'tx> {
    tx: &'tx Tx<'tx>,
    pair: Statement<'tx>,
    fact: Statement<'tx>,
    /// What makes the indexes that were dropped.
    indexes: Vec<String>,
}

impl Tx<'_> {
    /// Begins to take in about so many rows of a programme that has no pair yet.
    ///
    /// # Errors
    /// As for any write.
    pub fn intake(&self, programme: &str, rows: u64) -> Result<Intake<'_>, StoreError> {
        let sql = "SELECT max(coalesce((SELECT max(n) FROM pair), 0), coalesce((SELECT max(id) FROM fact), 0))";
        let known = self.connection.query_one(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs();
        // What was recorded before its pair came may be said again: only the index knows.
        let sql = "SELECT EXISTS (SELECT 1 FROM fact WHERE programme = ?1)";
        let has_facts: bool = self.connection.query_one(sql, [programme], |row| row.get(0))?;
        let pair = self.connection.prepare(&format!("INSERT INTO pair ({COLUMNS}) VALUES ({PLACES})"))?;
        let fact = self.connection.prepare(
            "INSERT OR IGNORE INTO fact (programme, pair, at, who, what, source, digest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let mut intake = Intake { tx: self, pair, fact, indexes: Vec::new() };
        if rows >= MANY && rows >= known / 8 && !has_facts {
            self.connection.pragma_update(None, "cache_size", CACHE_MEANWHILE)?;
            // Another thread sorts while this one reads.
            self.connection.pragma_update_and_check(None, "threads", 1, |_| Ok(()))?;
            for (name, sql) in self.indexes()? {
                self.connection.execute_batch(&format!("DROP INDEX {name}"))?;
                intake.indexes.push(sql);
            }
        }
        Ok(intake)
    }

    fn indexes(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.connection.prepare(INDEXES)?;
        let indexes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(indexes.collect::<Result<_, rusqlite::Error>>()?)
    }
}

impl Intake<'_> {
    /// Takes a pair in, and what its row says has happened.
    ///
    /// # Errors
    /// As for any write.
    pub fn add(&mut self, row: &PairRow, facts: &[Fact]) -> Result<(), StoreError> {
        execute(&mut self.pair, row)?;
        facts.iter().try_for_each(|fact| self.add_fact(row, fact))
    }

    fn add_fact(&mut self, row: &PairRow, fact: &Fact) -> Result<(), StoreError> {
        let (who, what) = (fact.who.map(Role::name), json(&fact.what)?);
        let digest = digest(who, &what);
        self.fact.execute(params![
            row.programme,
            row.id(),
            micros(fact.at),
            who,
            what,
            Source::Files.name(),
            digest
        ])?;
        Ok(())
    }

    /// Makes everything as it was, with the new rows in it.
    ///
    /// # Errors
    /// As for any write.
    pub fn finish(self) -> Result<(), StoreError> {
        let connection = &self.tx.connection;
        Ok(self.indexes.iter().try_for_each(|index| connection.execute_batch(index))?)
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        let connection = &self.tx.connection;
        // Both only cost time or memory: rows that are in are not given up for them.
        let _ = connection.pragma_update_and_check(None, "threads", 0, |_| Ok(()));
        let _ = connection.pragma_update(None, "cache_size", CACHE);
    }
}

#[cfg(test)]
mod tests {
    use super::MANY;
    use crate::domain::fact::{Fact, What};
    use crate::store::specimen::{at, pair_row, programme_row};
    use crate::store::{Outcome, Store, StoreError, Tx, WAKE_NOW};

    const NOW: &str = "2027-03-01T00:00:00Z";
    /// Not in order, as in a sheet.
    const IDS: [&str; 4] = ["p3", "p1", "p4", "p2"];

    fn take_in(tx: &Tx<'_>, programme: &str, rows: u64) -> Result<(), StoreError> {
        tx.upsert_programme(&programme_row(programme))?;
        let mut intake = tx.intake(programme, rows)?;
        for id in IDS {
            let mut row = pair_row(programme, id);
            row.wake_at = Some(WAKE_NOW);
            let fact = |what| Fact { at: at(NOW), who: None, what };
            intake.add(&row, &[fact(What::Paused { reason: String::new() }), fact(What::Continuing {})])?;
        }
        intake.finish()
    }

    fn shape(store: &Store) -> Vec<String> {
        let sql = "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name";
        let mut statement = store.connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn few_and_many_are_taken_in_alike() {
        for rows in [4, MANY] {
            let mut store = Store::in_memory().unwrap();
            let before = shape(&store);
            store.write(|tx| take_in(tx, "autumn", 4)).unwrap();
            store.write(|tx| take_in(tx, "spring", rows)).unwrap();
            assert_eq!(shape(&store), before);
            for id in IDS {
                let row = store.pair("spring", id).unwrap().unwrap();
                let mut expected = pair_row("spring", id);
                expected.wake_at = Some(WAKE_NOW);
                assert_eq!(row, expected);
                let whats: Vec<&str> = store.facts("spring", id).unwrap().iter().map(|fact| fact.what.name()).collect();
                assert_eq!(whats, ["paused", "continuing"]);
                assert_eq!(store.pairs_with_address(&row.pair.mentee.address.key()).unwrap(), [row]);
            }
            let due = store.due_pairs(at(NOW), None, 100).unwrap();
            assert_eq!(due.len(), 8);
            assert!(due.is_sorted());
            assert_eq!(store.pair_count("autumn").unwrap(), 4);
        }
    }

    #[test]
    fn one_that_breaks_off_leaves_the_connection_as_it_was() {
        let mut store = Store::in_memory().unwrap();
        let settings = |store: &Store| {
            ["cache_size", "threads"]
                .map(|name| store.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap())
        };
        let before = settings(&store);
        let broken = store.write(|tx| {
            tx.upsert_programme(&programme_row("spring"))?;
            let _intake = tx.intake("spring", MANY)?;
            Err::<(), _>(StoreError::Missing("the end of the sheet"))
        });
        assert!(broken.is_err());
        assert_eq!(settings(&store), before);
    }

    #[test]
    fn what_is_only_tried_out_leaves_nothing() {
        let mut store = Store::in_memory().unwrap();
        let before = shape(&store);
        store.write_or_undo(|tx| take_in(tx, "spring", MANY).map(Outcome::Undo)).unwrap();
        assert_eq!((shape(&store), store.pair("spring", "p1").unwrap()), (before, None));
        store.write(|tx| take_in(tx, "spring", MANY)).unwrap();
        assert_eq!(store.pair_count("spring").unwrap(), 4);
    }
}
