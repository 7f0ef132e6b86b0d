//! Deliveries: one row for each message and recipient, and where it stands.

use crate::domain::delivery::{Delivery, State};
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::store::column::{Columns, json, micros, micros_or_null};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use crate::store::outbox::MessageBytes;
use crate::store::pairs::paged;
use jiff::Timestamp;
use rusqlite::{ErrorCode, Row, params};

/// The columns of a [`Delivery`], in the order [`delivery`] reads them; the table is called `d`.
pub(super) const COLUMNS: &str = "d.id, d.programme, d.pair, d.step, d.occurrence, d.role, d.slot, d.reader, d.round,
    d.revision, d.address, d.state, d.reason, d.due_at, d.decided_at, d.useful_until, d.basis, d.message_id, d.subject,
    d.shown, d.changed_at, d.next_attempt_at, d.attempts, d.may_have_arrived";

const PAGE: u32 = 512;

/// Which deliveries to read. What is left at its default does not narrow anything.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// Only those of this programme.
    pub programme: Option<String>,
    /// Only those of pairs with this id.
    pub pair: Option<String>,
    /// Only those with a greater number.
    pub after_id: i64,
}

/// How many deliveries of a programme stand in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateCount {
    /// The programme's id; empty for letters that are about no single one.
    pub programme: String,
    /// The state.
    pub state: State,
    /// How many; never 0.
    pub count: u64,
}

pub(super) fn delivery(row: &Row<'_>) -> Result<Delivery, StoreError> {
    let step = StepKey {
        programme: row.get(1)?,
        pair: row.get(2)?,
        step: row.word(3, Step::from_name)?,
        occurrence: row.get(4)?,
    };
    let key = DeliveryKey {
        step,
        role: row.word(5, Role::from_name)?,
        slot: row.word(6, Slot::from_name)?,
        reader: row.get(7)?,
        round: row.get(8)?,
        revision: row.get(9)?,
    };
    Ok(Delivery {
        id: row.get(0)?,
        key,
        to: row.address_or_none(10)?,
        state: row.word(11, State::from_name)?,
        reason: row.get(12)?,
        due_at: row.instant(13)?,
        decided_at: row.instant(14)?,
        useful_until: row.instant_or_none(15)?,
        basis: row.get(16)?,
        message_id: row.get(17)?,
        subject: row.get(18)?,
        shown: row.json_or_none(19, "delivery.shown")?,
        changed_at: row.instant(20)?,
        next_attempt_at: row.instant_or_none(21)?,
        attempts: row.get(22)?,
        may_have_arrived: row.get(23)?,
    })
}

/// Where a delivery may go from a state (drawn in `domain/delivery.rs`). What is over stays as it is.
fn may_become(from: State, to: State) -> bool {
    use State::{Deferred, Held, Lapsed, Queued, Refused, Sending, Sent, Skipped, Uncertain};
    match from {
        Queued | Held | Deferred => matches!(to, Queued | Held | Deferred | Lapsed | Skipped),
        Sending => to != Sending,
        Uncertain => matches!(to, Uncertain | Queued | Held | Sent | Refused | Lapsed | Skipped),
        Sent | Refused | Lapsed | Skipped => false,
    }
}

/// What a state change writes.
pub(super) struct Turn<'a> {
    pub(super) state: State,
    pub(super) reason: Option<&'a str>,
    /// For `queued` and `deferred`; nothing: at once. Other states have none.
    pub(super) next_attempt_at: Option<Timestamp>,
}

impl View {
    /// The delivery of that number.
    ///
    /// # Errors
    /// As for any read.
    pub fn delivery(&self, id: i64) -> Result<Option<Delivery>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM delivery d WHERE d.id = ?1");
        self.connection.prepare_cached(&sql)?.query_and_then([id], delivery)?.next().transpose()
    }

    /// All deliveries of a pair in the order they were decided.
    ///
    /// # Errors
    /// As for any read.
    pub fn deliveries(&self, programme: &str, pair: &str) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM delivery d WHERE d.programme = ?1 AND d.pair = ?2 ORDER BY d.id");
        self.connection.prepare_cached(&sql)?.query_and_then([programme, pair], delivery)?.collect()
    }

    /// The deliveries with that Message-ID (without angle brackets): one, but for clashes nobody has seen.
    ///
    /// # Errors
    /// As for any read.
    pub fn deliveries_by_message_id(&self, message_id: &str) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM delivery d WHERE d.message_id = ?1 ORDER BY d.id");
        self.connection.prepare_cached(&sql)?.query_and_then([message_id], delivery)?.collect()
    }

    /// All deliveries that pass the filter, in the order they were decided; read in pages.
    pub fn all_deliveries(&self, filter: DeliveryFilter) -> impl Iterator<Item = Result<Delivery, StoreError>> + '_ {
        paged(
            filter.after_id,
            |delivery: &Delivery| delivery.id,
            move |after| {
                let sql = format!(
                    "SELECT {COLUMNS} FROM delivery d WHERE d.id > ?1 AND (?2 IS NULL OR d.programme = ?2)
                 AND (?3 IS NULL OR d.pair = ?3) ORDER BY d.id LIMIT ?4"
                );
                let mut statement = self.connection.prepare_cached(&sql)?;
                let rows = statement.query_and_then(params![after, filter.programme, filter.pair, PAGE], delivery)?;
                rows.collect()
            },
        )
    }

    /// What changed after that count, in the order it changed, each with its own count: deliveries that came or went into
    /// another state. Begin with 0, go on with the last count; one that changed twice comes once, as it stands.
    pub fn outcomes_since(&self, change: i64) -> impl Iterator<Item = Result<(i64, Delivery), StoreError>> + '_ {
        paged(
            change,
            |(change, _): &(i64, Delivery)| *change,
            move |after| {
                let sql = format!(
                    "SELECT {COLUMNS}, d.change FROM delivery d WHERE d.change > ?1 ORDER BY d.change LIMIT ?2"
                );
                let mut statement = self.connection.prepare_cached(&sql)?;
                let rows = statement.query_and_then(params![after, PAGE], |row| Ok((row.get(24)?, delivery(row)?)))?;
                rows.collect()
            },
        )
    }

    /// The deliveries decided in that time, in its order, each with the count of its last change. Where they are many they are
    /// sorted on the disk.
    ///
    /// # Errors
    /// As for any read, and what `take` says.
    pub fn in_time<E: From<StoreError>>(
        &self,
        from: Timestamp,
        until: Timestamp,
        mut take: impl FnMut(i64, Delivery) -> Result<(), E>,
    ) -> Result<(), E> {
        let fault = |error: rusqlite::Error| E::from(StoreError::from(error));
        let sql = format!(
            "SELECT {COLUMNS}, d.change FROM delivery d WHERE d.decided_at BETWEEN ?1 AND ?2 ORDER BY d.decided_at, d.id"
        );
        let mut statement = self.connection.prepare(&sql).map_err(fault)?;
        let mut rows = statement.query(params![micros(from), micros(until)]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            take(row.get(24).map_err(fault)?, delivery(row)?)?;
        }
        Ok(())
    }

    /// The number of the last delivery; those that come get greater ones.
    ///
    /// # Errors
    /// As for any read.
    pub fn last_delivery(&self) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'delivery'";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// The count of the last change: [`View::outcomes_since`] tells what comes after it.
    ///
    /// # Errors
    /// As for any read.
    pub fn last_change(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT n FROM change_count")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// How many deliveries stand where, by programme and state; kept along, not counted.
    ///
    /// # Errors
    /// As for any read.
    pub fn state_counts(&self) -> Result<Vec<StateCount>, StoreError> {
        let sql = "SELECT programme, state, n FROM tally WHERE n > 0 ORDER BY programme, state";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_and_then([], |row| {
            Ok(StateCount { programme: row.get(0)?, state: row.word(1, State::from_name)?, count: row.count(2)? })
        })?;
        rows.collect()
    }
}

impl Tx<'_> {
    /// Decides a delivery: its row and, if it is to be sent, its finished bytes. Gives its number.
    ///
    /// `queued` and `deferred` rows without `next_attempt_at` may go at `decided_at`; other states have none.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if there is one with this key; [`StoreError::Other`] if it is to be sent and has no bytes
    /// or no recipient.
    pub fn insert_delivery(&self, delivery: &Delivery, message: Option<&MessageBytes>) -> Result<i64, StoreError> {
        if delivery.state.is_unsent() && (message.is_none() || delivery.to.is_none()) {
            return Err(StoreError::Other("a letter that is to be sent needs a recipient and its bytes".to_owned()));
        }
        let id = self.insert_row(delivery)?;
        if let Some(message) = message {
            self.insert_message(id, message)?;
        }
        Ok(id)
    }

    /// `OR FAIL`, here and in [`Tx::turn`]: otherwise SQLite keeps a copy of every page before each row, to take back the row alone.
    /// There is nothing to take back: what fails changes no row, and its transaction comes to nothing.
    fn insert_row(&self, delivery: &Delivery) -> Result<i64, StoreError> {
        let key = &delivery.key;
        let next_attempt_at = next_attempt(delivery.state, delivery.next_attempt_at, delivery.decided_at);
        let mut statement = self.connection.prepare_cached(
            "INSERT OR FAIL INTO delivery (programme, pair, step, occurrence, role, slot, reader, round, revision, address, state,
             reason, due_at, decided_at, useful_until, basis, message_id, subject, shown, changed_at, next_attempt_at,
             attempts, may_have_arrived, event, address_key, change)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
             ?23, ?24, ?25, ?26)",
        )?;
        let inserted = statement.insert(params![
            key.step.programme,
            key.step.pair,
            key.step.step.name(),
            key.step.occurrence,
            key.role.name(),
            key.slot.name(),
            key.reader,
            key.round,
            key.revision,
            delivery.to.as_ref().map(|to| to.as_str()),
            delivery.state.name(),
            delivery.reason,
            micros(delivery.due_at),
            micros(delivery.decided_at),
            micros_or_null(delivery.useful_until),
            delivery.basis,
            delivery.message_id,
            delivery.subject,
            delivery.shown.as_ref().map(json).transpose()?,
            micros(delivery.changed_at),
            micros_or_null(next_attempt_at),
            delivery.attempts,
            delivery.may_have_arrived,
            delivery.shown.as_ref().map(|shown| shown.event.to_string()),
            delivery.to.as_ref().map(|to| to.key()),
            self.next_change()?
        ]);
        inserted.map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => StoreError::Duplicate,
            _ => error.into(),
        })
    }

    /// Puts a delivery into another state, for that reason.
    ///
    /// # Errors
    /// [`StoreError::Transition`] if it cannot go there: what was sent, refused, lapsed or skipped stays, and only
    /// [`Tx::claim`] makes one `sending`. [`StoreError::Missing`] if there is none of that number.
    pub fn set_state(&self, id: i64, state: State, reason: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        let from = self.state(id)?.ok_or(StoreError::Missing("delivery"))?;
        if !may_become(from, state) {
            return Err(StoreError::Transition { from, to: state });
        }
        self.turn(id, &Turn { state, reason, next_attempt_at: None }, now)
    }

    /// Has a letter whose fate is unknown sent again, not before that instant (rule 30).
    ///
    /// # Errors
    /// As for [`Tx::set_state`].
    pub fn send_again(&self, id: i64, reason: &str, not_before: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        let from = self.state(id)?.ok_or(StoreError::Missing("delivery"))?;
        let state = State::Queued;
        if from != State::Uncertain {
            return Err(StoreError::Transition { from, to: state });
        }
        self.turn(id, &Turn { state, reason: Some(reason), next_attempt_at: Some(not_before) }, now)
    }

    pub(super) fn state(&self, id: i64) -> Result<Option<State>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT state FROM delivery WHERE id = ?1")?;
        statement.query_and_then([id], |row| row.word(0, State::from_name))?.next().transpose()
    }

    /// Writes a change of state that was found to be allowed.
    pub(super) fn turn(&self, id: i64, turn: &Turn<'_>, now: Timestamp) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE OR FAIL delivery SET state = ?2, reason = ?3, next_attempt_at = ?4, changed_at = ?5, change = ?6,
             attempts = attempts + (?2 = 'sending'), may_have_arrived = may_have_arrived OR ?2 = 'uncertain' WHERE id = ?1",
        )?;
        statement.execute(params![
            id,
            turn.state.name(),
            turn.reason,
            micros_or_null(next_attempt(turn.state, turn.next_attempt_at, now)),
            micros(now),
            self.next_change()?
        ])?;
        Ok(())
    }

    /// The count is read at the first change of a transaction and written at its end, not at every change.
    fn next_change(&self) -> Result<i64, StoreError> {
        let before = match self.changes.get() {
            Some(count) => count,
            None => self.connection.prepare_cached("SELECT n FROM change_count")?.query_row([], |row| row.get(0))?,
        };
        self.changes.set(Some(before + 1));
        Ok(before + 1)
    }

    pub(super) fn keep_change_count(&self) -> Result<(), StoreError> {
        if let Some(count) = self.changes.get() {
            self.connection.prepare_cached("UPDATE change_count SET n = ?1")?.execute([count])?;
        }
        Ok(())
    }
}

fn next_attempt(state: State, asked: Option<Timestamp>, otherwise: Timestamp) -> Option<Timestamp> {
    matches!(state, State::Queued | State::Deferred).then(|| asked.unwrap_or(otherwise))
}

#[cfg(test)]
mod tests;
