//! Programmes: what their files said last, and whether they may send.

use crate::domain::programme::Programme;
use crate::store::column::{Columns, json, micros};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Row, params};

/// A known programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeRow {
    /// The file's name without `.toml`.
    pub id: String,
    /// What the file said last.
    pub programme: Programme,
    /// Hash of everything its timelines depend on besides pairs and facts (rule 27).
    pub epoch: String,
    /// Its people may be written to (rule 29); false again while the whole programme is held.
    pub approved: bool,
    /// Stopped by `sendoff pause PROGRAMME`: nothing about it is sent to anybody.
    pub paused: bool,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// Its file is gone.
    pub vanished: bool,
}

impl ProgrammeRow {
    /// Whether its letters wait for a person.
    pub fn is_on_hold(&self) -> bool {
        self.paused || !self.approved
    }
}

const COLUMNS: &str = "SELECT id, programme, epoch, approved, paused, first_seen_at, vanished FROM programme";

fn programme_row(row: &Row<'_>) -> Result<ProgrammeRow, StoreError> {
    Ok(ProgrammeRow {
        id: row.get(0)?,
        programme: row.json(1, "programme.programme")?,
        epoch: row.get(2)?,
        approved: row.get(3)?,
        paused: row.get(4)?,
        first_seen_at: row.instant(5)?,
        vanished: row.get(6)?,
    })
}

impl View {
    /// The programme of that id.
    ///
    /// # Errors
    /// As for any read.
    pub fn programme(&self, id: &str) -> Result<Option<ProgrammeRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
        statement.query_and_then([id], programme_row)?.next().transpose()
    }

    /// All programmes, by id; those that vanished too.
    ///
    /// # Errors
    /// As for any read.
    pub fn programmes(&self) -> Result<Vec<ProgrammeRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{COLUMNS} ORDER BY id"))?;
        statement.query_and_then([], programme_row)?.collect()
    }

    /// The last day that a row of the programme's sheet names for its pair.
    ///
    /// # Errors
    /// As for any read.
    pub fn last_day_of_a_pair(&self, programme: &str) -> Result<Option<Date>, StoreError> {
        let sql = "SELECT max(ends) FROM pair WHERE programme = ?1";
        let day: Option<String> = self.connection.prepare_cached(sql)?.query_row([programme], |row| row.get(0))?;
        Ok(day.and_then(|day| day.parse().ok()))
    }
}

impl Tx<'_> {
    /// Puts a programme on record, or what its file says now.
    ///
    /// Of one that is known, `approved`, `paused` and `first_seen_at` stay as they are: they have their own verbs.
    /// Another epoch wakes all its pairs (rule 27).
    ///
    /// # Errors
    /// As for any write.
    pub fn upsert_programme(&self, row: &ProgrammeRow) -> Result<(), StoreError> {
        let mut known = self.connection.prepare_cached("SELECT epoch FROM programme WHERE id = ?1")?;
        let known_epoch: Option<String> = known.query_row([&row.id], |row| row.get(0)).optional()?;
        self.connection
            .prepare_cached(
                "INSERT INTO programme (id, programme, epoch, approved, paused, first_seen_at, vanished)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO UPDATE SET programme = ?2, epoch = ?3, vanished = ?7",
            )?
            .execute(params![
                row.id,
                json(&row.programme)?,
                row.epoch,
                row.approved,
                row.paused,
                micros(row.first_seen_at),
                row.vanished
            ])?;
        if known_epoch.is_some_and(|epoch| epoch != row.epoch) {
            self.wake_programme(&row.id)?;
        }
        Ok(())
    }

    /// Lets a programme's letters go, or stops those to its people.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is not known.
    pub fn set_programme_approved(&self, id: &str, approved: bool) -> Result<(), StoreError> {
        self.set_flag("UPDATE programme SET approved = ?2 WHERE id = ?1", id, approved)
    }

    /// Stops everything about a programme, or lets it go on.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it is not known.
    pub fn set_programme_paused(&self, id: &str, paused: bool) -> Result<(), StoreError> {
        self.set_flag("UPDATE programme SET paused = ?2 WHERE id = ?1", id, paused)
    }

    fn set_flag(&self, sql: &str, id: &str, flag: bool) -> Result<(), StoreError> {
        match self.connection.prepare_cached(sql)?.execute(params![id, flag])? {
            0 => Err(StoreError::Missing("programme")),
            _ => Ok(()),
        }
    }
}
