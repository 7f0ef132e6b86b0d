//! Pairs: what the rows of the sheets said last.

use crate::store::column::Columns;
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use crate::store::pair_row::{COLUMNS, PLACES, PairRow, execute, pair_row};
use rusqlite::params;

/// Rows read at a time by [`View::pairs_of`].
pub(super) const PAGE: u32 = 256;

impl View {
    /// The pair of that programme and id.
    ///
    /// # Errors
    /// As for any read.
    pub fn pair(&self, programme: &str, id: &str) -> Result<Option<PairRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM pair WHERE programme = ?1 AND id = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([programme, id], pair_row)?.next().transpose()
    }

    /// The pairs of that id in any programme; ids are unique across programmes, but for what vanished from one and came
    /// into another.
    ///
    /// # Errors
    /// As for any read.
    pub fn pair_anywhere(&self, id: &str) -> Result<Vec<PairRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM pair WHERE programme IN (SELECT id FROM programme) AND id = ?1 ORDER BY programme"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([id], pair_row)?.collect()
    }

    /// All pairs of a programme in the order of their ids, vanished ones too. Read in pages: memory stays small, and
    /// inside a transaction the pairs may be written meanwhile.
    pub fn pairs_of<'a>(&'a self, programme: &'a str) -> impl Iterator<Item = Result<PairRow, StoreError>> + 'a {
        paged(
            String::new(),
            |row: &PairRow| row.pair.id.clone(),
            move |after| {
                let sql = format!("SELECT {COLUMNS} FROM pair WHERE programme = ?1 AND id > ?2 ORDER BY id LIMIT ?3");
                let mut statement = self.connection.prepare_cached(&sql)?;
                statement.query_and_then(params![programme, after, PAGE], pair_row)?.collect()
            },
        )
    }

    /// The pair of those two people in that programme (rule 13), by their addresses' keys. One that did not vanish goes
    /// before one that did.
    ///
    /// # Errors
    /// As for any read.
    pub fn pair_by_addresses(
        &self,
        programme: &str,
        mentor_key: &str,
        mentee_key: &str,
    ) -> Result<Option<PairRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM pair WHERE mentor_address = ?2 COLLATE NOCASE AND mentee_address = ?3 COLLATE NOCASE
             AND programme = ?1 ORDER BY vanished, id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([programme, mentor_key, mentee_key], pair_row)?.next().transpose()
    }

    /// All pairs in which that address is the mentor's or the mentee's, in any programme.
    ///
    /// # Errors
    /// As for any read.
    pub fn pairs_with_address(&self, address_key: &str) -> Result<Vec<PairRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM pair WHERE n IN (SELECT n FROM pair WHERE mentor_address = ?1 COLLATE NOCASE
             UNION SELECT n FROM pair WHERE mentee_address = ?1 COLLATE NOCASE) ORDER BY programme, id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([address_key], pair_row)?.collect()
    }

    /// How many pairs a programme has that did not vanish.
    ///
    /// # Errors
    /// As for any read.
    pub fn pair_count(&self, programme: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM pair WHERE programme = ?1 AND NOT vanished";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([programme], |row| row.count(0))?.next().unwrap_or(Ok(0))
    }
}

impl Tx<'_> {
    /// Puts a pair on record, or what its row says now; `first_seen_at` of one that is known stays as it is.
    ///
    /// # Errors
    /// As for any write.
    pub fn upsert_pair(&self, row: &PairRow) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "INSERT INTO pair ({COLUMNS}) VALUES ({PLACES}) ON CONFLICT (programme, id) DO UPDATE SET fingerprint = ?3,
             vanished = ?4, wake_at = ?5, set_aside = ?6, set_aside_line = ?7, held_by = ?8, mentor_name = ?10,
             mentor_called = ?11, mentor_address = ?12, mentor_zone = ?13, mentor_language = ?14, mentee_name = ?15,
             mentee_called = ?16, mentee_address = ?17, mentee_zone = ?18, mentee_language = ?19, ends = ?20, session = ?21,
             place = ?22, mentoring_plan = ?23, goals = ?24, contact_after = ?25, copy_to = ?26, status = ?27"
        ))?;
        execute(&mut statement, row)
    }
}

/// An iterator over what `fetch` gives, page by page; `key` is where to go on. It ends after a fault.
pub(super) fn paged<'a, T: 'a, C: 'a>(
    start: C,
    key: impl Fn(&T) -> C + 'a,
    fetch: impl Fn(&C) -> Result<Vec<T>, StoreError> + 'a,
) -> impl Iterator<Item = Result<T, StoreError>> + 'a {
    let mut after = Some(start);
    let mut page = Vec::new().into_iter();
    std::iter::from_fn(move || {
        if let Some(row) = page.next() {
            return Some(Ok(row));
        }
        match fetch(&after.take()?) {
            Err(error) => Some(Err(error)),
            Ok(rows) => {
                after = rows.last().map(&key);
                page = rows.into_iter();
                page.next().map(Ok)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::domain::address::Address;
    use crate::store::specimen::{pair_row, programme_row};
    use crate::store::{RowFault, Store};

    #[test]
    fn a_pair_comes_back_as_it_was_put_in() {
        let mut store = Store::in_memory().unwrap();
        let row = pair_row("spring", "p1");
        store.write(|tx| tx.upsert_pair(&row)).unwrap();
        assert_eq!(store.pair("spring", "p1").unwrap(), Some(row));
        assert_eq!(store.pair("autumn", "p1").unwrap(), None);
    }

    #[test]
    fn a_second_upsert_changes_the_row_but_not_when_it_was_first_seen() {
        let mut store = Store::in_memory().unwrap();
        let first = pair_row("spring", "p1");
        let mut second = first.clone();
        second.first_seen_at = "2027-04-01T00:00:00Z".parse().unwrap();
        second.vanished = true;
        second.set_aside = Some(RowFault { line: 9, what: "no such zone".to_owned() });
        second.pair.mentee.address = Address::parse("new@mentees.example").unwrap();
        store.write(|tx| tx.upsert_pair(&first).and_then(|()| tx.upsert_pair(&second))).unwrap();
        let stored = store.pair("spring", "p1").unwrap().unwrap();
        second.first_seen_at = first.first_seen_at;
        assert_eq!(stored, second);
        assert!(store.pairs_with_address(&first.pair.mentee.address.key()).unwrap().is_empty());
        assert_eq!(store.pairs_with_address("new@mentees.example").unwrap().len(), 1);
    }

    #[test]
    fn all_pairs_of_a_programme_come_in_the_order_of_their_ids() {
        let mut store = Store::in_memory().unwrap();
        let mut ids: Vec<String> = (0..600).map(|n| format!("p{:03}", (n * 7) % 600)).collect();
        store
            .write(|tx| {
                tx.upsert_pair(&pair_row("autumn", "a"))?;
                ids.iter().try_for_each(|id| tx.upsert_pair(&pair_row("spring", id)))
            })
            .unwrap();
        ids.sort();
        let read: Vec<String> = store.pairs_of("spring").map(|row| row.unwrap().pair.id).collect();
        assert_eq!(read, ids);
        assert_eq!(store.pair_count("spring").unwrap(), 600);
    }

    #[test]
    fn a_pair_is_found_by_id_alone_and_by_its_two_people() {
        let mut store = Store::in_memory().unwrap();
        let mut gone = pair_row("spring", "p0");
        gone.vanished = true;
        let row = pair_row("spring", "p1");
        gone.pair.mentor = row.pair.mentor.clone();
        gone.pair.mentee = row.pair.mentee.clone();
        let elsewhere = pair_row("autumn", "p1");
        store
            .write(|tx| {
                tx.upsert_programme(&programme_row("spring"))?;
                tx.upsert_programme(&programme_row("autumn"))?;
                [&gone, &row, &elsewhere].into_iter().try_for_each(|row| tx.upsert_pair(row))
            })
            .unwrap();
        let (mentor, mentee) = (row.pair.mentor.address.key(), row.pair.mentee.address.key());
        assert_eq!(store.pair_anywhere("p1").unwrap(), [elsewhere, row.clone()]);
        assert_eq!(store.pair_by_addresses("spring", &mentor, &mentee).unwrap(), Some(row));
        assert_eq!(store.pair_by_addresses("spring", &mentee, &mentor).unwrap(), None);
    }
}
