//! A programme's first rows, however many, written in an order that costs little.
//!
//! A B-tree filled in the order of its keys takes a hundredth of the writing that it takes in any order, and a sheet comes in
//! any order. So what is kept by pair waits in temporary tables and goes in sorted, and the indexes of everybody's addresses
//! are made anew where they would grow by much.

use crate::domain::fact::Fact;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::store::column::{json, micros};
use crate::store::error::StoreError;
use crate::store::facts::{Source, digest};
use crate::store::open::{CACHE, Tx};
use crate::store::wakes::WAKE_NOW;
use jiff::Timestamp;
use rusqlite::params;

/// Fewer rows are as quickly put into the indexes that are there.
const MANY: u64 = 10_000;

/// What is written in order needs few pages at hand; what is sorted takes as much again.
const CACHE_MEANWHILE: i32 = -3000;

const ARRIVALS: &str = "
    DROP TABLE IF EXISTS temp.arrival;
    DROP TABLE IF EXISTS temp.arrival_fact;
    CREATE TEMP TABLE arrival (pair TEXT, n INTEGER, line INTEGER, fingerprint BLOB);
    CREATE TEMP TABLE arrival_fact (pair TEXT, at INTEGER, who TEXT, what TEXT, digest BLOB);";
const WITHOUT_ADDRESSES: &str = "DROP INDEX pair_mentor; DROP INDEX pair_mentee;";
const WITH_ADDRESSES: &str = "
    CREATE INDEX pair_mentor ON pair (mentor_key, mentee_key);
    CREATE INDEX pair_mentee ON pair (mentee_key);";

/// A pair that was not known, and what its row says.
pub struct Arrival<'a> {
    /// The pair.
    pub pair: &'a Pair,
    /// The pair as JSON.
    pub json: &'a str,
    /// The line of its row.
    pub line: u32,
    /// Hash of the row.
    pub fingerprint: [u8; 16],
    /// What its row says has happened.
    pub facts: &'a [Fact],
}

/// The first rows of one programme, coming in. Nothing else may ask for them before [`Intake::finish`].
pub struct Intake<'tx> {
    tx: &'tx Tx<'tx>,
    programme: &'tx str,
    generation: i64,
    first_seen_at: Timestamp,
    rebuilds: bool,
}

impl Tx<'_> {
    /// Begins to take in about so many rows of a programme that has no pair yet.
    ///
    /// # Errors
    /// As for any write.
    pub fn intake<'tx>(
        &'tx self,
        programme: &'tx str,
        generation: i64,
        rows: u64,
        now: Timestamp,
    ) -> Result<Intake<'tx>, StoreError> {
        let sql = "SELECT coalesce(max(n), 0) FROM pair";
        let known = self.connection.query_one(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs();
        let rebuilds = rows >= MANY && rows >= known / 8;
        self.connection.pragma_update(None, "cache_size", CACHE_MEANWHILE)?;
        self.connection.execute_batch(ARRIVALS)?;
        if rebuilds {
            self.connection.execute_batch(WITHOUT_ADDRESSES)?;
        }
        Ok(Intake { tx: self, programme, generation, first_seen_at: now, rebuilds })
    }
}

impl Intake<'_> {
    /// Takes a pair in.
    ///
    /// # Errors
    /// As for any write.
    pub fn add(&self, arrival: &Arrival<'_>) -> Result<(), StoreError> {
        let Arrival { pair, json, line, fingerprint, facts } = *arrival;
        let n = self.tx.insert_wide(self.programme, self.first_seen_at, pair, json)?;
        let mut statement = self.tx.connection.prepare_cached("INSERT INTO temp.arrival VALUES (?1, ?2, ?3, ?4)")?;
        statement.execute(params![pair.id, n, line, fingerprint])?;
        facts.iter().try_for_each(|fact| self.add_fact(&pair.id, fact))
    }

    fn add_fact(&self, pair: &str, fact: &Fact) -> Result<(), StoreError> {
        let (who, what) = (fact.who.map(Role::name), json(&fact.what)?);
        let sql = "INSERT INTO temp.arrival_fact VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut statement = self.tx.connection.prepare_cached(sql)?;
        statement.execute(params![pair, micros(fact.at), who, what, digest(who, &what)])?;
        Ok(())
    }

    /// Puts everything where it belongs; every pair's timeline is asked at the next pass.
    ///
    /// # Errors
    /// As for any write.
    pub fn finish(self) -> Result<(), StoreError> {
        let connection = &self.tx.connection;
        connection.execute(
            "INSERT INTO known (programme, pair, n, wake_at, line, generation, fingerprint, vanished)
             SELECT ?1, pair, n, ?2, line, ?3, fingerprint, 0 FROM temp.arrival ORDER BY pair",
            params![self.programme, micros(WAKE_NOW), self.generation],
        )?;
        connection.execute(
            "INSERT OR IGNORE INTO fact (programme, pair, at, who, what, source, digest)
             SELECT ?1, pair, at, who, what, ?2, digest FROM temp.arrival_fact ORDER BY pair, rowid",
            params![self.programme, Source::Files.name()],
        )?;
        connection.execute_batch("DROP TABLE temp.arrival; DROP TABLE temp.arrival_fact;")?;
        if self.rebuilds {
            connection.execute_batch(WITH_ADDRESSES)?;
        }
        Ok(connection.pragma_update(None, "cache_size", CACHE)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Arrival, MANY};
    use crate::domain::fact::{Fact, What};
    use crate::store::specimen::{at, pair_row, programme_row};
    use crate::store::{Outcome, Store, StoreError, Tx, WAKE_NOW};

    const NOW: &str = "2027-03-01T00:00:00Z";
    /// Not in order, as in a sheet.
    const IDS: [&str; 4] = ["p3", "p1", "p4", "p2"];

    fn take_in(tx: &Tx<'_>, programme: &str, rows: u64) -> Result<(), StoreError> {
        tx.upsert_programme(&programme_row(programme))?;
        let intake = tx.intake(programme, 1, rows, at(NOW))?;
        for (line, id) in (2..).zip(IDS) {
            let pair = &pair_row(programme, id).pair;
            let fact = |what| Fact { at: at(NOW), who: None, what };
            let facts = &[fact(What::Paused { reason: String::new() }), fact(What::Continuing {})];
            let json = &serde_json::to_string(pair).unwrap();
            intake.add(&Arrival { pair, json, line, fingerprint: [7; 16], facts })?;
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
            for (line, id) in (2..).zip(IDS) {
                let row = store.pair("spring", id).unwrap().unwrap();
                let mut expected = pair_row("spring", id);
                (expected.line, expected.wake_at) = (line, Some(WAKE_NOW));
                assert_eq!(row, expected);
                assert_eq!(store.pairs_with_address(&row.pair.mentee.address.key()).unwrap(), [row]);
                let whats: Vec<What> = store.facts("spring", id).unwrap().into_iter().map(|fact| fact.what).collect();
                assert_eq!(whats, [What::Paused { reason: String::new() }, What::Continuing {}], "in their order");
            }
            let ids: Vec<String> = store.pairs_of("spring").map(|row| row.unwrap().pair.id).collect();
            assert_eq!(ids, ["p1", "p2", "p3", "p4"]);
            assert_eq!(store.pair_count("autumn").unwrap(), 4);
        }
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
