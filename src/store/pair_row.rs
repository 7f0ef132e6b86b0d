//! A known pair, as the columns of its row and back.

use crate::domain::pair::{Pair, Status};
use crate::domain::person::{Language, Person, Zone};
use crate::domain::programme::ContactAfter;
use crate::store::column::{Columns, json, micros, micros_or_null};
use crate::store::error::StoreError;
use jiff::Timestamp;
use rusqlite::{Row, Statement, params};

/// A known pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// The programme's id.
    pub programme: String,
    /// What the row said last.
    pub pair: Pair,
    /// When it was first seen (rule 20).
    pub first_seen_at: Timestamp,
    /// The row has a fault now: it keeps what was last known, and nothing is claimed for its people.
    pub set_aside: Option<RowFault>,
    /// The row is gone from the sheet.
    pub vanished: bool,
    /// When its timeline could next ask for something; nothing if never by itself. See [`crate::store::WAKE_NOW`].
    pub wake_at: Option<Timestamp>,
    /// Hash of the row as read, so that reading it again unchanged costs next to nothing.
    pub fingerprint: [u8; 16],
    /// The open hold that stops its letters (rule 29).
    pub held_by: Option<i64>,
}

/// What is wrong with a row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line it was on when the sheet was last read.
    pub line: u32,
    /// What is wrong.
    pub what: String,
}

impl PairRow {
    /// The pair's id.
    pub fn id(&self) -> &str {
        &self.pair.id
    }
}

/// Every column but the number, in the order in which [`pair_row`] and [`bind`] know them.
pub(super) const COLUMNS: &str =
    "programme, id, fingerprint, vanished, wake_at, set_aside, set_aside_line, held_by, first_seen_at,
    mentor_name, mentor_called, mentor_address, mentor_zone, mentor_language,
    mentee_name, mentee_called, mentee_address, mentee_zone, mentee_language,
    ends, session, place, mentoring_plan, goals, contact_after, copy_to, status";

/// A place for the value of each.
pub(super) const PLACES: &str =
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
    ?23, ?24, ?25, ?26, ?27";

const MENTOR: usize = 9;
const MENTEE: usize = 14;

pub(super) fn pair_row(row: &Row<'_>) -> Result<PairRow, StoreError> {
    let date = |text: String| text.parse().map_err(|_| StoreError::corrupt("pair.ends"));
    let start = |text: String| text.parse().map_err(|_| StoreError::corrupt("pair.session"));
    let aside: Option<String> = row.get(5)?;
    let line: Option<u32> = row.get(6)?;
    let pair = Pair {
        id: row.get(1)?,
        mentor: person(row, MENTOR)?,
        mentee: person(row, MENTEE)?,
        ends: row.get::<_, Option<String>>(19)?.map(date).transpose()?,
        session: row.get::<_, Option<String>>(20)?.map(start).transpose()?,
        place: row.get(21)?,
        mentoring_plan: row.get(22)?,
        goals: row.json(23, "pair.goals")?,
        contact_after: row.word_or_none(24, ContactAfter::from_name)?,
        copy_to: row.address_or_none(25)?,
        status: row.word(26, Status::from_name)?,
    };
    Ok(PairRow {
        programme: row.get(0)?,
        pair,
        first_seen_at: row.instant(8)?,
        set_aside: aside.map(|what| RowFault { line: line.unwrap_or_default(), what }),
        vanished: row.get(3)?,
        wake_at: row.instant_or_none(4)?,
        fingerprint: row.get(2)?,
        held_by: row.get(7)?,
    })
}

fn person(row: &Row<'_>, first: usize) -> Result<Person, StoreError> {
    Ok(Person {
        name: row.get(first)?,
        called: row.get(first + 1)?,
        address: row.address(first + 2)?,
        zone: row.word(first + 3, Zone::named)?,
        language: Language(row.get(first + 4)?),
    })
}

/// Runs a statement that begins with [`COLUMNS`] with the values of that row.
pub(super) fn execute(statement: &mut Statement<'_>, row: &PairRow) -> Result<(), StoreError> {
    let pair = &row.pair;
    let (mentor, mentee) = (&pair.mentor, &pair.mentee);
    statement.execute(params![
        row.programme,
        pair.id,
        row.fingerprint,
        row.vanished,
        micros_or_null(row.wake_at),
        row.set_aside.as_ref().map(|fault| &fault.what),
        row.set_aside.as_ref().map(|fault| fault.line),
        row.held_by,
        micros(row.first_seen_at),
        mentor.name,
        mentor.called,
        mentor.address.as_str(),
        mentor.zone.name(),
        mentor.language.as_str(),
        mentee.name,
        mentee.called,
        mentee.address.as_str(),
        mentee.zone.name(),
        mentee.language.as_str(),
        pair.ends.map(|day| day.to_string()),
        pair.session.as_ref().map(ToString::to_string),
        pair.place,
        pair.mentoring_plan,
        json(&pair.goals)?,
        pair.contact_after.map(ContactAfter::name),
        pair.copy_to.as_ref().map(|address| address.as_str()),
        pair.status.name(),
    ])?;
    Ok(())
}
