//! Notes: what coordinators should be told, once, and whether it has been settled (rule 35).

use crate::store::column::{Columns, json, micros};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

/// Something to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNote {
    /// The programme's id; empty if it is about no single one.
    pub programme: String,
    /// The pair's id; empty if it is about no single one.
    pub pair: String,
    /// What kind of thing, in the caller's words.
    pub kind: String,
    /// Tells one from another of its kind: an event and round, a date. Empty if there can be only one.
    pub occurrence: String,
    /// What to say about it.
    pub detail: Value,
    /// It does not wait for the daily mail.
    pub urgent: bool,
}

/// A note on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The row's number.
    pub id: i64,
    /// What it says.
    pub note: NewNote,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it was no longer so, or settled.
    pub resolved_at: Option<Timestamp>,
    /// The mails that told it: the coordinator's address key and the delivery's number.
    pub told: Vec<(String, i64)>,
}

const SELECT: &str = "SELECT n.id, n.programme, n.pair, n.kind, n.occurrence, n.detail, n.urgent, n.raised_at, n.resolved_at FROM note n";

fn note(row: &Row<'_>) -> Result<Note, StoreError> {
    let note = NewNote {
        programme: row.get(1)?,
        pair: row.get(2)?,
        kind: row.get(3)?,
        occurrence: row.get(4)?,
        detail: row.json(5, "note.detail")?,
        urgent: row.get(6)?,
    };
    Ok(Note {
        id: row.get(0)?,
        note,
        raised_at: row.instant(7)?,
        resolved_at: row.instant_or_none(8)?,
        told: Vec::new(),
    })
}

impl View {
    /// The open notes of a programme that this coordinator has not been told, oldest first. The empty programme has those
    /// that are about no single one.
    ///
    /// # Errors
    /// As for any read.
    pub fn untold_notes(&self, programme: &str, coordinator_key: &str) -> Result<Vec<Note>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE n.programme = ?1 AND n.resolved_at IS NULL AND NOT EXISTS
             (SELECT 1 FROM note_told t WHERE t.note = n.id AND t.coordinator_key = ?2) ORDER BY n.raised_at, n.id"
        );
        self.notes(&sql, &[programme, coordinator_key])
    }

    /// The open notes of a programme, oldest first, told or not.
    ///
    /// # Errors
    /// As for any read.
    pub fn open_notes(&self, programme: &str) -> Result<Vec<Note>, StoreError> {
        let sql = format!("{SELECT} WHERE n.programme = ?1 AND n.resolved_at IS NULL ORDER BY n.raised_at, n.id");
        self.notes(&sql, &[programme])
    }

    /// The first of them.
    ///
    /// # Errors
    /// As for any read.
    pub fn first_open_notes(&self, programme: &str, count: usize) -> Result<Vec<Note>, StoreError> {
        let sql = format!(
            "{SELECT} WHERE n.programme = ?1 AND n.resolved_at IS NULL ORDER BY n.raised_at, n.id LIMIT {count}"
        );
        self.notes(&sql, &[programme])
    }

    /// All notes of a pair, settled ones too, oldest first.
    ///
    /// # Errors
    /// As for any read.
    pub fn notes_of(&self, programme: &str, pair: &str) -> Result<Vec<Note>, StoreError> {
        let sql = format!("{SELECT} WHERE n.programme = ?1 AND n.pair = ?2 ORDER BY n.raised_at, n.id");
        self.notes(&sql, &[programme, pair])
    }

    fn notes(&self, sql: &str, parameters: &[&str]) -> Result<Vec<Note>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let notes = statement.query_and_then(rusqlite::params_from_iter(parameters), note)?;
        let mut notes = notes.collect::<Result<Vec<Note>, StoreError>>()?;
        let mut statement = self.connection.prepare_cached(
            "SELECT coordinator_key, delivery FROM note_told WHERE note = ?1 ORDER BY coordinator_key",
        )?;
        for note in &mut notes {
            let told = statement.query_map([note.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            note.told = told.collect::<Result<_, rusqlite::Error>>()?;
        }
        Ok(notes)
    }
}

impl Tx<'_> {
    /// Raises a note and gives its number. One with the same programme, pair, kind and occurrence is the same, also if it
    /// has been told or resolved: nothing changes.
    ///
    /// # Errors
    /// As for any write.
    pub fn raise_note(&self, note: &NewNote, now: Timestamp) -> Result<i64, StoreError> {
        let mut known = self.connection.prepare_cached(
            "SELECT id FROM note WHERE programme = ?1 AND pair = ?2 AND kind = ?3 AND occurrence = ?4",
        )?;
        let name = params![note.programme, note.pair, note.kind, note.occurrence];
        if let Some(id) = known.query_row(name, |row| row.get(0)).optional()? {
            return Ok(id);
        }
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO note (programme, pair, kind, occurrence, detail, urgent, raised_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let detail = json(&note.detail)?;
        Ok(statement.insert(params![
            note.programme,
            note.pair,
            note.kind,
            note.occurrence,
            detail,
            note.urgent,
            micros(now)
        ])?)
    }

    /// The same for what can be mended and come back: one that was settled is news, raised now and told again.
    ///
    /// # Errors
    /// As for any write.
    pub fn raise_note_anew(&self, note: &NewNote, now: Timestamp) -> Result<i64, StoreError> {
        let id = self.raise_note(note, now)?;
        let mut reopen = self.connection.prepare_cached(
            "UPDATE note SET resolved_at = NULL, raised_at = ?2, detail = ?3 WHERE id = ?1 AND resolved_at IS NOT NULL",
        )?;
        if reopen.execute(params![id, micros(now), json(&note.detail)?])? == 1 {
            self.connection.prepare_cached("DELETE FROM note_told WHERE note = ?1")?.execute([id])?;
        }
        Ok(id)
    }

    /// Remembers which mail told a coordinator of it; the first one stays.
    ///
    /// # Errors
    /// As for any write.
    pub fn mark_told(&self, note: i64, coordinator_key: &str, delivery: i64) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO note_told VALUES (?1, ?2, ?3) ON CONFLICT (note, coordinator_key) DO NOTHING",
        )?;
        statement.execute(params![note, coordinator_key, delivery])?;
        Ok(())
    }

    /// Settles a note; one that is settled stays as it is.
    ///
    /// # Errors
    /// As for any write.
    pub fn resolve_note(&self, note: i64, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE note SET resolved_at = ?2 WHERE id = ?1 AND resolved_at IS NULL";
        self.connection.prepare_cached(sql)?.execute(params![note, micros(now)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::NewNote;
    use crate::store::Store;
    use crate::store::specimen::at;
    use serde_json::json;

    fn declined(occurrence: &str) -> NewNote {
        NewNote {
            programme: "spring".to_owned(),
            pair: "p1".to_owned(),
            kind: "declined".to_owned(),
            occurrence: occurrence.to_owned(),
            detail: json!({"who": "mentor"}),
            urgent: false,
        }
    }

    #[test]
    fn a_note_is_raised_once_told_once_to_each_and_settled() {
        let mut store = Store::in_memory().unwrap();
        let now = at("2027-05-03T10:00:00Z");
        let raise = |store: &mut Store, note: &NewNote| store.write(|tx| tx.raise_note(note, now)).unwrap();
        let id = raise(&mut store, &declined("1"));
        assert_eq!(raise(&mut store, &declined("1")), id);
        let second = raise(&mut store, &declined("2"));
        assert_ne!(second, id);

        let untold = |store: &Store, who| -> Vec<i64> {
            store.untold_notes("spring", who).unwrap().iter().map(|note| note.id).collect()
        };
        assert_eq!(untold(&store, "ada@mentors.example"), [id, second]);
        assert_eq!(store.untold_notes("autumn", "ada@mentors.example").unwrap(), []);
        store.write(|tx| tx.mark_told(id, "ada@mentors.example", 5)).unwrap();
        store.write(|tx| tx.mark_told(id, "ada@mentors.example", 6)).unwrap();
        assert_eq!(untold(&store, "ada@mentors.example"), [second]);
        assert_eq!(untold(&store, "bob@mentors.example"), [id, second]);

        store.write(|tx| tx.resolve_note(second, now)).unwrap();
        store.write(|tx| tx.resolve_note(second, at("2027-06-01T00:00:00Z"))).unwrap();
        assert_eq!(untold(&store, "bob@mentors.example"), [id]);
        assert_eq!(store.open_notes("spring").unwrap().len(), 1);
        let all = store.notes_of("spring", "p1").unwrap();
        assert_eq!(all[0].note, declined("1"));
        assert_eq!(all[0].told, [("ada@mentors.example".to_owned(), 5)]);
        assert_eq!(all[1].resolved_at, Some(now));
        assert_eq!(raise(&mut store, &declined("2")), second, "what is settled does not come up again by itself");
    }

    #[test]
    fn what_was_mended_and_comes_back_is_told_again_and_once() {
        let mut store = Store::in_memory().unwrap();
        let (now, later) = (at("2027-05-03T10:00:00Z"), at("2027-05-04T10:00:00Z"));
        let raise = |store: &mut Store, at| store.write(|tx| tx.raise_note_anew(&declined("1"), at)).unwrap();
        let untold = |store: &Store| store.untold_notes("spring", "ada@mentors.example").unwrap().len();
        let id = raise(&mut store, now);
        store.write(|tx| tx.mark_told(id, "ada@mentors.example", 5)).unwrap();
        assert_eq!((raise(&mut store, later), untold(&store)), (id, 0), "it is still so: no news");
        store.write(|tx| tx.resolve_note(id, later)).unwrap();
        assert_eq!((raise(&mut store, later), untold(&store)), (id, 1));
        assert_eq!(store.open_notes("spring").unwrap()[0].raised_at, later);
        store.write(|tx| tx.mark_told(id, "ada@mentors.example", 6)).unwrap();
        assert_eq!((raise(&mut store, later), untold(&store)), (id, 0));
    }
}
