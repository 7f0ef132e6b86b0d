//! Imports: telling what is new, changed, the same or gone, without holding the sheet in memory.
//!
//! An import is a generation. Every row that is read carries its pair over into it, cheaply if nothing changed; whoever is
//! left behind has vanished from the sheet.

use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use crate::store::pairs::paged;
use rusqlite::params;

const PAGE: u32 = 1024;

impl View {
    /// The ids of a programme's pairs that did not come over into that generation and have not vanished already, in order.
    pub fn left_behind<'a>(
        &'a self,
        programme: &'a str,
        generation: i64,
    ) -> impl Iterator<Item = Result<String, StoreError>> + 'a {
        paged(String::new(), String::clone, move |after: &String| {
            let mut statement = self.connection.prepare_cached(
                "SELECT pair FROM known WHERE programme = ?1 AND pair > ?2 AND generation < ?3 AND NOT vanished
                 ORDER BY pair LIMIT ?4",
            )?;
            let ids = statement.query_and_then(params![programme, after, generation, PAGE], |row| row.get(0))?;
            Ok(ids.collect::<Result<Vec<String>, rusqlite::Error>>()?)
        })
    }
}

impl View {
    /// Whether the pair came over into that generation: a row of the sheet has it already.
    ///
    /// # Errors
    /// As for any read.
    pub fn came_over(&self, programme: &str, pair: &str, generation: i64) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM known WHERE programme = ?1 AND pair = ?2 AND generation >= ?3)",
        )?;
        Ok(statement.query_row(params![programme, pair, generation], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// Begins an import of a programme's sheet: its generation, greater than every one before.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if the programme is not known.
    pub fn begin_import(&self, programme: &str) -> Result<i64, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("UPDATE programme SET generation = generation + 1 WHERE id = ?1 RETURNING generation")?;
        let generation = statement.query_and_then([programme], |row| row.get(0))?.next().transpose()?;
        generation.ok_or(StoreError::Missing("programme"))
    }

    /// Carries a pair over into the generation if its row is what it was: known by that id, with that fingerprint, neither
    /// vanished nor set aside. Only its line is noted. `false`: the row is new or changed, look closer.
    ///
    /// # Errors
    /// As for any write.
    pub fn carry_over(
        &self,
        programme: &str,
        pair: &str,
        fingerprint: &[u8; 16],
        line: u32,
        generation: i64,
    ) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE known SET generation = ?4, line = ?5 WHERE programme = ?1 AND pair = ?2 AND fingerprint = ?3
             AND NOT vanished AND set_aside IS NULL",
        )?;
        Ok(statement.execute(params![programme, pair, fingerprint, generation, line])? == 1)
    }

    /// Carries a pair over whose row has a fault now: it keeps what was last known, and its timeline is asked again. One that
    /// had vanished stays so until the row is mended, but no other row may be taken for its own. `false`: no such pair is
    /// known.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_aside(
        &self,
        programme: &str,
        pair: &str,
        fault: &str,
        line: u32,
        generation: i64,
    ) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE known SET generation = ?4, line = ?5, set_aside = iif(vanished, NULL, ?3),
             wake_at = iif(vanished, wake_at, 0) WHERE programme = ?1 AND pair = ?2",
        )?;
        Ok(statement.execute(params![programme, pair, fault, generation, line])? == 1)
    }

    /// Marks a pair as gone from the sheet, and asks its timeline again. `false`: no such pair is known.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_vanished(&self, programme: &str, pair: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE known SET vanished = 1, set_aside = NULL, wake_at = 0 WHERE programme = ?1 AND pair = ?2",
        )?;
        Ok(statement.execute([programme, pair])? == 1)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::specimen::{pair_row, programme_row};
    use crate::store::{Outcome, Store, StoreError};

    fn store_with(ids: &[&str]) -> Store {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|tx| {
                tx.upsert_programme(&programme_row("spring"))?;
                let generation = tx.begin_import("spring")?;
                ids.iter().try_for_each(|id| tx.upsert_pair(&pair_row("spring", id), generation))
            })
            .unwrap();
        store
    }

    #[test]
    fn only_an_unchanged_row_is_carried_over() {
        let mut store = store_with(&["same", "changed", "aside", "gone"]);
        let print = pair_row("spring", "same").fingerprint;
        store
            .write(|tx| {
                assert!(tx.set_aside("spring", "aside", "no address", 4, 1)?);
                assert!(tx.set_vanished("spring", "gone")?);
                let generation = tx.begin_import("spring")?;
                assert!(tx.carry_over("spring", "same", &print, 7, generation)?);
                assert!(!tx.carry_over("spring", "changed", &[0; 16], 8, generation)?);
                assert!(!tx.carry_over("spring", "aside", &print, 9, generation)?, "its fault is mended: look closer");
                assert!(!tx.carry_over("spring", "gone", &print, 10, generation)?, "it came back: look closer");
                assert!(!tx.carry_over("spring", "new", &print, 11, generation)?);
                Ok(())
            })
            .unwrap();
        let same = store.pair("spring", "same").unwrap().unwrap();
        assert_eq!((same.line, same.wake_at), (7, pair_row("spring", "same").wake_at));
    }

    #[test]
    fn who_is_not_carried_over_is_left_behind_once() {
        let mut store = store_with(&["a", "b", "c", "d"]);
        let print = pair_row("spring", "a").fingerprint;
        let left = store.write(|tx| {
            let generation = tx.begin_import("spring")?;
            assert!(tx.carry_over("spring", "a", &print, 2, generation)?);
            assert!(tx.set_aside("spring", "c", "no address", 3, generation)?);
            assert!(tx.came_over("spring", "c", generation)? && !tx.came_over("spring", "b", generation)?);
            let left: Result<Vec<String>, StoreError> = tx.left_behind("spring", generation).collect();
            left?.iter().try_for_each(|id| tx.set_vanished("spring", id).map(|_| ()))?;
            tx.left_behind("spring", generation).collect::<Result<Vec<String>, StoreError>>()
        });
        assert_eq!(left.unwrap(), Vec::<String>::new());
        let vanished: Vec<bool> = store.pairs_of("spring").map(|row| row.unwrap().vanished).collect();
        assert_eq!(vanished, [false, true, false, true]);
    }

    #[test]
    fn an_import_that_is_only_tried_out_leaves_nothing() {
        let mut store = store_with(&["a", "b"]);
        let gone = store.write_or_undo(|tx| {
            let generation = tx.begin_import("spring")?;
            tx.upsert_pair(&pair_row("spring", "new"), generation)?;
            Ok(Outcome::Undo(tx.left_behind("spring", generation).count()))
        });
        assert_eq!(gone.unwrap(), 2);
        assert_eq!(store.pair("spring", "new").unwrap(), None);
    }

    #[test]
    fn an_unknown_programme_has_no_imports() {
        let mut store = Store::in_memory().unwrap();
        assert!(matches!(store.write(|tx| tx.begin_import("spring")), Err(StoreError::Missing("programme"))));
    }
}
