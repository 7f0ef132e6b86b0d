//! Telling what is new, changed, the same or gone, without holding the sheet in memory and without writing what did not change.
//!
//! A sheet is read against a roll: every row that finds its pair marks it, and whoever is not marked at the end has vanished
//! from the sheet. Rows mostly stand in the order in which their pairs first came, so the roll looks ahead in that order; a row
//! that is not the next one is looked for by its id.

use crate::store::error::StoreError;
use crate::store::open::View;
use crate::store::pairs::paged;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::VecDeque;

/// The most pairs that are looked at ahead; after a row out of order it begins with one.
const AHEAD: u32 = 1024;
const PAGE: u32 = 1024;

/// Which pairs of a programme have a row in the sheet that is being read: a bit for each, by its number.
pub struct Roll {
    programme: String,
    came: Vec<u64>,
    ahead: VecDeque<Next>,
    /// The number of the last pair that was looked at.
    at: i64,
    page: u32,
}

/// A pair whose row may be the next one.
struct Next {
    n: i64,
    id: String,
    fingerprint: [u8; 16],
}

impl Roll {
    /// Nobody has come yet.
    pub fn of(programme: &str) -> Roll {
        Roll { programme: programme.to_owned(), came: Vec::new(), ahead: VecDeque::new(), at: 0, page: 1 }
    }

    /// Marks the pair whose row is what it was: known by that id, with that fingerprint, neither vanished nor set aside.
    /// `false`: the row is new or changed, look closer.
    ///
    /// # Errors
    /// As for any read.
    pub fn is_unchanged(&mut self, store: &View, pair: &str, fingerprint: &[u8; 16]) -> Result<bool, StoreError> {
        if self.ahead.is_empty() {
            self.look_ahead(store)?;
        }
        let is_next = |next: &mut Next| next.id == pair && next.fingerprint == *fingerprint;
        if let Some(next) = self.ahead.pop_front_if(is_next) {
            self.set(next.n);
            return Ok(true);
        }
        let mut statement = store.connection.prepare_cached(
            "SELECT n FROM pair WHERE programme = ?1 AND id = ?2 AND fingerprint = ?3 AND NOT vanished AND set_aside IS NULL",
        )?;
        let n = statement.query_row(params![self.programme, pair, fingerprint], |row| row.get(0)).optional()?;
        if let Some(n) = n {
            self.go_on_after(n);
        }
        Ok(n.is_some())
    }

    /// Marks a pair, whatever its row says now.
    ///
    /// # Errors
    /// As for any read.
    pub fn mark(&mut self, store: &View, pair: &str) -> Result<(), StoreError> {
        if let Some(n) = self.number(store, pair)? {
            self.go_on_after(n);
        }
        Ok(())
    }

    /// Whether a row of the sheet has that pair already.
    ///
    /// # Errors
    /// As for any read.
    pub fn has(&self, store: &View, pair: &str) -> Result<bool, StoreError> {
        Ok(self.number(store, pair)?.is_some_and(|n| self.is_set(n)))
    }

    /// The ids of those who were not marked, in order; also those who had vanished already.
    pub fn left_behind<'a>(&'a self, store: &'a View) -> impl Iterator<Item = Result<String, StoreError>> + 'a {
        let fetch = |after: &String| {
            let sql = "SELECT id, n FROM pair WHERE programme = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
            let mut statement = store.connection.prepare_cached(sql)?;
            let page =
                statement.query_and_then(params![self.programme, after, PAGE], |row| Ok((row.get(0)?, row.get(1)?)));
            page?.collect::<Result<Vec<(String, i64)>, StoreError>>()
        };
        let all = paged(String::new(), |(id, _): &(String, i64)| id.clone(), fetch);
        all.filter(|pair| pair.as_ref().map_or(true, |(_, n)| !self.is_set(*n))).map(|pair| pair.map(|(id, _)| id))
    }

    fn number(&self, store: &View, pair: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = store.connection.prepare_cached("SELECT n FROM pair WHERE programme = ?1 AND id = ?2")?;
        Ok(statement.query_row(params![self.programme, pair], |row| row.get(0)).optional()?)
    }

    /// What was seen ahead may be written anew by whoever marks a pair, so it is forgotten.
    fn go_on_after(&mut self, n: i64) {
        self.set(n);
        self.ahead.clear();
        (self.at, self.page) = (n, 1);
    }

    fn look_ahead(&mut self, store: &View) -> Result<(), StoreError> {
        let mut statement = store.connection.prepare_cached(
            "SELECT n, id, fingerprint, programme = ?1 AND NOT vanished AND set_aside IS NULL FROM pair WHERE n > ?2
             ORDER BY n LIMIT ?3",
        )?;
        let next =
            |row: &Row<'_>| Ok((row.get(3)?, Next { n: row.get(0)?, id: row.get(1)?, fingerprint: row.get(2)? }));
        for next in statement.query_and_then(params![self.programme, self.at, self.page], next)? {
            let (is_one, next): (bool, Next) = next.map_err(|error: rusqlite::Error| StoreError::from(error))?;
            self.at = next.n;
            self.ahead.extend(Some(next).filter(|_| is_one));
        }
        self.page = (self.page * 2).min(AHEAD);
        Ok(())
    }

    fn set(&mut self, n: i64) {
        let (word, bit) = place(n);
        if self.came.len() <= word {
            self.came.resize(word + 1, 0);
        }
        self.came[word] |= bit;
    }

    fn is_set(&self, n: i64) -> bool {
        let (word, bit) = place(n);
        self.came.get(word).is_some_and(|came| came & bit != 0)
    }
}

fn place(n: i64) -> (usize, u64) {
    (usize::try_from(n / 64).unwrap_or_default(), 1 << (n % 64).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, Roll};
    use crate::store::specimen::{pair_row, programme_row};
    use crate::store::{RowFault, Store};

    fn store_with(ids: &[&str]) -> Store {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|tx| {
                tx.upsert_programme(&programme_row("spring"))?;
                ids.iter().try_for_each(|id| tx.upsert_pair(&pair_row("spring", id)))
            })
            .unwrap();
        store
    }

    fn left(roll: &Roll, store: &Store) -> Vec<String> {
        roll.left_behind(store).map(Result::unwrap).collect()
    }

    #[test]
    fn only_an_unchanged_row_is_marked_without_a_closer_look() {
        let mut store = store_with(&["same", "changed", "aside", "gone"]);
        let print = pair_row("spring", "same").fingerprint;
        store
            .write(|tx| {
                assert!(tx.set_aside("spring", "aside", &RowFault { line: 4, what: "no address".to_owned() })?);
                assert!(tx.set_vanished("spring", "gone")?);
                Ok(())
            })
            .unwrap();
        let mut roll = Roll::of("spring");
        let mut is_unchanged = |pair, print| roll.is_unchanged(&store, pair, print).unwrap();
        assert!(is_unchanged("same", &print));
        assert!(!is_unchanged("changed", &[0; 16]));
        assert!(!is_unchanged("aside", &print), "its fault is mended: look closer");
        assert!(!is_unchanged("gone", &print), "it came back: look closer");
        assert!(!is_unchanged("new", &print));
        assert!(!Roll::of("autumn").is_unchanged(&store, "same", &print).unwrap(), "another programme's");
        assert_eq!(left(&roll, &store), ["aside", "changed", "gone"]);
    }

    #[test]
    fn rows_in_any_order_and_between_those_of_others_find_their_pairs() {
        let count = 3 * AHEAD as usize;
        let ids: Vec<String> = (0..count).map(|n| format!("p{n:05}")).collect();
        let mut store = Store::in_memory().unwrap();
        store
            .write(|tx| {
                ids.iter().enumerate().try_for_each(|(n, id)| {
                    let programme = if n % 3 == 1 { "autumn" } else { "spring" };
                    tx.upsert_pair(&pair_row(programme, id))
                })
            })
            .unwrap();
        let print = pair_row("spring", "p00000").fingerprint;
        let theirs: Vec<&String> = ids.iter().enumerate().filter(|(n, _)| n % 3 != 1).map(|(_, id)| id).collect();
        let shuffled = (0..theirs.len()).map(|n| theirs[n * 7 % theirs.len()]);
        let orders: [Vec<&String>; 3] = [theirs.clone(), theirs.iter().rev().copied().collect(), shuffled.collect()];
        for order in orders {
            let mut roll = Roll::of("spring");
            for id in order.iter().filter(|id| **id != "p00003") {
                assert!(roll.is_unchanged(&store, id, &print).unwrap());
            }
            assert_eq!(left(&roll, &store), ["p00003"]);
            roll.mark(&store, "p00003").unwrap();
            assert!(roll.has(&store, "p00003").unwrap() && left(&roll, &store).is_empty());
        }
    }
}
