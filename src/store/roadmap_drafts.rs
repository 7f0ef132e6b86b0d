//! Roadmaps as their mentors wrote them by mail: nothing goes to the mentee before the mentor has said yes.

use crate::domain::roadmap::Roadmap;
use crate::store::column::{Columns, json};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use rusqlite::params;

impl View {
    /// The draft of that number.
    ///
    /// # Errors
    /// As for any read.
    pub fn roadmap_draft(&self, programme: &str, pair: &str, number: u32) -> Result<Option<Roadmap>, StoreError> {
        let sql = "SELECT roadmap FROM roadmap_draft WHERE programme = ?1 AND pair = ?2 AND number = ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows =
            statement.query_and_then(params![programme, pair, number], |row| row.json(0, "roadmap_draft.roadmap"))?;
        rows.next().transpose()
    }

    /// The number of the latest draft; 0 if there is none.
    ///
    /// # Errors
    /// As for any read.
    pub fn latest_roadmap_draft(&self, programme: &str, pair: &str) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(number), 0) FROM roadmap_draft WHERE programme = ?1 AND pair = ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row([programme, pair], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// Keeps a draft and gives its number, from 1.
    ///
    /// # Errors
    /// As for any write.
    pub fn keep_roadmap_draft(&self, programme: &str, pair: &str, roadmap: &Roadmap) -> Result<u32, StoreError> {
        let number = self.latest_roadmap_draft(programme, pair)? + 1;
        let mut statement = self.connection.prepare_cached("INSERT INTO roadmap_draft VALUES (?1, ?2, ?3, ?4)")?;
        statement.execute(params![programme, pair, number, json(roadmap)?])?;
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::roadmap::{Area, Roadmap};
    use crate::store::Store;

    #[test]
    fn drafts_are_kept_by_number() {
        let mut store = Store::in_memory().unwrap();
        let draft = |area: &str| {
            let area = Area { area: area.to_owned(), why: None, practise: None, resources: Vec::new(), by: None };
            Roadmap { areas: vec![area], note: None }
        };
        assert_eq!(store.latest_roadmap_draft("spring", "p1").unwrap(), 0);
        for (number, area) in [(1, "Talks"), (2, "Reviews")] {
            assert_eq!(store.write(|tx| tx.keep_roadmap_draft("spring", "p1", &draft(area))).unwrap(), number);
        }
        assert_eq!(store.roadmap_draft("spring", "p1", 1).unwrap(), Some(draft("Talks")));
        assert_eq!(store.roadmap_draft("spring", "p1", 3).unwrap(), None);
        assert_eq!(store.latest_roadmap_draft("spring", "p2").unwrap(), 0);
    }
}
