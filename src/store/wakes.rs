//! Wakes: which pairs' timelines to ask now, and when to ask next (rule 27).
//!
//! Both cost microseconds however many pairs sleep.

use crate::store::column::{instant, micros, micros_or_null};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

/// The `wake_at` of a pair whose timeline is to be asked at the next pass.
pub const WAKE_NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Answered from the index alone.
const DUE: &str = "SELECT programme, id FROM pair INDEXED BY pair_wake
    WHERE wake_at <= ?1 AND (programme, id) > (?2, ?3) ORDER BY programme, id LIMIT ?4";

impl View {
    /// The pairs whose wake time has come, in the order of programme and id, from after that one on; at most `limit`.
    ///
    /// A pass asks again with the last one it got until it gets none; pairs that were given a new wake time meanwhile
    /// do not come twice.
    ///
    /// # Errors
    /// As for any read.
    pub fn due_pairs(
        &self,
        now: Timestamp,
        after: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let (programme, pair) = after.unwrap_or_default();
        let mut statement = self.connection.prepare_cached(DUE)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement
            .query_and_then(params![micros(now), programme, pair, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// The pairs of a programme that are to be asked at the next pass and have letters waiting.
    ///
    /// # Errors
    /// As for any read.
    pub fn woken_with_letters(&self, programme: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT d.pair FROM delivery d INDEXED BY delivery_waiting
             JOIN pair p ON p.programme = d.programme AND p.id = d.pair
             WHERE d.state IN ('queued', 'deferred') AND d.programme = ?1 AND p.wake_at = 0 ORDER BY d.pair",
        )?;
        let pairs = statement.query_and_then([programme], |row| Ok(row.get(0)?))?;
        pairs.collect()
    }

    /// The earliest wake time of all pairs; [`WAKE_NOW`] if one is to be asked at once, nothing if all sleep for good.
    ///
    /// # Errors
    /// As for any read.
    pub fn next_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT wake_at FROM pair INDEXED BY pair_wake WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1",
        )?;
        statement.query_row([], |row| row.get(0)).optional()?.map(instant).transpose()
    }
}

impl Tx<'_> {
    /// When to ask a pair's timeline next; `None`: never by itself.
    ///
    /// Only in the transaction that read the pair's standing: a fact that came in between would be slept over.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_wake_at(&self, programme: &str, pair: &str, wake_at: Option<Timestamp>) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("UPDATE pair SET wake_at = ?3 WHERE programme = ?1 AND id = ?2 AND wake_at IS NOT ?3")?;
        statement.execute(params![programme, pair, micros_or_null(wake_at)])?;
        Ok(())
    }

    /// Has all pairs of a programme asked at the next pass.
    ///
    /// # Errors
    /// As for any write.
    pub fn wake_programme(&self, programme: &str) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("UPDATE pair SET wake_at = 0 WHERE programme = ?1 AND wake_at IS NOT 0")?;
        statement.execute([programme])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{DUE, WAKE_NOW};
    use crate::store::Store;
    use crate::store::specimen::{at, pair_row, programme_row};
    use jiff::Timestamp;

    /// `count` pairs with ids in order, the n-th to be woken at `wake_at(n)`.
    fn store_with(count: u32, wake_at: impl Fn(u32) -> Option<Timestamp>) -> Store {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|tx| {
                (0..count).try_for_each(|n| {
                    let mut row = pair_row(if n % 2 == 0 { "autumn" } else { "spring" }, &format!("p{n:05}"));
                    row.wake_at = wake_at(n);
                    tx.upsert_pair(&row)
                })
            })
            .unwrap();
        store
    }

    fn walk(store: &Store, now: Timestamp, limit: usize) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        loop {
            let after = all.last().map(|(programme, pair)| (programme.as_str(), pair.as_str()));
            let page = store.due_pairs(now, after, limit).unwrap();
            assert!(page.len() <= limit);
            if page.is_empty() {
                return all;
            }
            all.extend(page);
        }
    }

    #[test]
    fn what_is_due_comes_in_order_and_once_be_it_little_or_much() {
        let now = at("2027-05-01T09:00:00Z");
        let later = at("2027-05-01T09:00:00.000001Z");
        for (count, every) in [(90, 3), (9_000, 1)] {
            let store = store_with(count, |n| match n % every {
                0 => Some(now),
                1 => Some(later),
                _ => None,
            });
            let due = walk(&store, now, 100);
            assert_eq!(due.len(), (count / every) as usize);
            assert!(due.is_sorted());
        }
    }

    #[test]
    fn a_pair_once_woken_comes_back_when_its_new_time_has_come() {
        let mut store =
            store_with(4, |n| Some(at("2027-05-01T09:00:00Z").checked_add(jiff::Span::new().hours(n)).unwrap()));
        assert_eq!(store.next_wake().unwrap(), Some(at("2027-05-01T09:00:00Z")));
        store.write(|tx| tx.set_wake_at("autumn", "p00000", Some(at("2027-06-01T09:00:00Z")))).unwrap();
        assert_eq!(store.next_wake().unwrap(), Some(at("2027-05-01T10:00:00Z")));
        store.write(|tx| tx.set_wake_at("spring", "p00001", None)).unwrap();
        assert_eq!(store.next_wake().unwrap(), Some(at("2027-05-01T11:00:00Z")));
        assert_eq!(walk(&store, at("2027-06-01T09:00:00Z"), 10).len(), 3);
    }

    #[test]
    fn another_epoch_wakes_every_pair_of_the_programme() {
        let mut store = store_with(4, |_| None);
        assert_eq!(store.next_wake().unwrap(), None);
        let mut row = programme_row("spring");
        store.write(|tx| tx.upsert_programme(&row)).unwrap();
        assert_eq!(store.next_wake().unwrap(), None, "a new programme changes nothing");
        store.write(|tx| tx.upsert_programme(&row)).unwrap();
        assert_eq!(store.next_wake().unwrap(), None, "the same epoch changes nothing");
        row.epoch = "two".to_owned();
        store.write(|tx| tx.upsert_programme(&row)).unwrap();
        assert_eq!(store.next_wake().unwrap(), Some(WAKE_NOW));
        assert_eq!(walk(&store, WAKE_NOW, 10).len(), 2);
    }

    #[test]
    fn what_is_due_is_answered_without_looking_at_a_single_row() {
        let store = Store::in_memory().unwrap();
        let mut statement = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {DUE}")).unwrap();
        let plan = statement.query_map((0, "", "", 1), |row| row.get::<_, String>(3)).unwrap();
        let plan: Vec<String> = plan.map(Result::unwrap).collect();
        assert!(plan[0].contains("USING COVERING INDEX pair_wake (wake_at<?)"), "{plan:?}");
    }
}
