//! The outbox: finished bytes, and who may take what out of it when.
//!
//! A letter goes out so: [`Tx::claim`] makes it `sending` and is committed; then it goes on the wire; then [`Tx::record`]
//! says what became of it. What a dead process left `sending` is found by [`Tx::recover`].

use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, State};
use crate::store::column::{Columns, instant, micros};
use crate::store::deliveries::{COLUMNS, Turn, delivery};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

/// Letters whose bytes are needed: they still have to go, or may have to go again.
pub(super) const NEEDS_BYTES: &str = "state IN ('queued', 'held', 'deferred', 'sending', 'uncertain')";

/// A message as it goes on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageBytes {
    /// MAIL FROM.
    pub envelope_from: Address,
    /// RCPT TO.
    pub envelope_to: Address,
    /// The finished message.
    pub bytes: Vec<u8>,
}

/// A letter taken out to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its row, now `sending`.
    pub delivery: Delivery,
    /// What to send.
    pub message: MessageBytes,
}

/// What a claim found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// To be sent now.
    pub taken: Vec<Claimed>,
    /// Whose time was over (rule 19); now `lapsed`.
    pub lapsed: Vec<Delivery>,
}

impl Claim {
    /// Whether there was nothing to do: the queue has nothing more for now.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty() && self.lapsed.is_empty()
    }
}

/// What became of a letter that was `sending`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The delivery's number.
    pub id: i64,
    /// `sent`, `deferred`, `refused`, `uncertain`; `queued`, `held`, `lapsed` or `skipped` if it never went on the wire.
    pub state: State,
    /// Why, in words a coordinator reads.
    pub reason: Option<String>,
    /// Earliest next attempt, for `deferred` and `queued`; nothing: at once.
    pub next_attempt_at: Option<Timestamp>,
}

/// What a claim may take, of rows that wait. Coordinators' letters go even where a programme or a pair is held, or nobody
/// could tell them; a pause stops theirs too. One calendar letter for an event and address is on its way at a time
/// (rule 11).
const FREE: &str = "d.state IN ('queued', 'deferred')
    AND NOT EXISTS (SELECT 1 FROM programme p WHERE p.id = d.programme
        AND (p.paused OR (NOT p.approved AND d.role <> 'coordinator')))
    AND NOT EXISTS (SELECT 1 FROM pair k WHERE k.programme = d.programme AND k.id = d.pair
        AND (k.held_by IS NOT NULL OR k.set_aside IS NOT NULL) AND d.role <> 'coordinator')
    AND NOT EXISTS (SELECT 1 FROM delivery f WHERE f.state = 'sending' AND f.programme = d.programme AND f.pair = d.pair
        AND f.event = d.event AND f.address_key = d.address_key)";

impl View {
    /// Envelope and bytes of a delivery, exactly as they went out or will.
    ///
    /// # Errors
    /// As for any read.
    pub fn message_bytes(&self, id: i64) -> Result<Option<MessageBytes>, StoreError> {
        let sql = "SELECT envelope_from, envelope_to, bytes FROM message WHERE delivery = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let message = statement.query_and_then([id], |row| {
            Ok(MessageBytes { envelope_from: row.address(0)?, envelope_to: row.address(1)?, bytes: row.get(2)? })
        })?;
        { message }.next().transpose()
    }

    /// When the next letter may be claimed; it may be in the past. Nothing: not before something changes, as the queue is
    /// empty or everything in it is stopped or waits for a verdict.
    ///
    /// # Errors
    /// As for any read.
    pub fn next_attempt(&self) -> Result<Option<Timestamp>, StoreError> {
        if self.is_braked()? {
            return Ok(None);
        }
        let sql = format!("SELECT d.next_attempt_at FROM delivery d WHERE {FREE} ORDER BY d.next_attempt_at LIMIT 1");
        let next: Option<i64> = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0)).optional()?;
        next.map(instant).transpose()
    }

    /// When the letter that waits longest was decided, among those that may go.
    ///
    /// # Errors
    /// As for any read.
    pub fn oldest_waiting(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = format!("SELECT min(d.decided_at) FROM delivery d INDEXED BY delivery_waiting WHERE {FREE}");
        let oldest: Option<i64> = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        oldest.map(instant).transpose()
    }

    /// What is on the wire at this moment.
    ///
    /// # Errors
    /// As for any read.
    pub fn in_hand(&self) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM delivery d INDEXED BY delivery_sending WHERE d.state = 'sending' ORDER BY d.id"
        );
        self.connection.prepare_cached(&sql)?.query_and_then([], delivery)?.collect()
    }

    fn waiting(&self, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM delivery d INDEXED BY delivery_waiting WHERE d.next_attempt_at <= ?1 AND {FREE}
             ORDER BY d.next_attempt_at, d.id LIMIT ?2"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.connection.prepare_cached(&sql)?.query_and_then(params![micros(now), limit], delivery)?.collect()
    }
}

impl Tx<'_> {
    pub(super) fn insert_message(&self, delivery: i64, message: &MessageBytes) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("INSERT INTO message VALUES (?1, ?2, ?3, ?4)")?;
        let (from, to) = (message.envelope_from.as_str(), message.envelope_to.as_str());
        statement.execute(params![delivery, from, to, message.bytes])?;
        Ok(())
    }

    /// Deletes the bytes of letters after that number that need them no more: of what is only played through nobody reads them.
    ///
    /// # Errors
    /// As for any write.
    pub fn drop_gone_bytes(&self, after: i64) -> Result<(), StoreError> {
        let sql = format!(
            "DELETE FROM message WHERE delivery > ?1
             AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.id = message.delivery AND d.{NEEDS_BYTES})"
        );
        self.connection.prepare_cached(&sql)?.execute([after])?;
        Ok(())
    }

    /// Takes letters whose time has come out of the queue: at most `limit` are taken or lapse.
    ///
    /// Those are `queued` or `deferred` with `next_attempt_at <= now`, the longest waiting first. What is no longer useful
    /// lapses instead. Nothing is taken while the service is braked; nothing of a programme that is paused, or that is not
    /// approved, or of a pair that is held or set aside (the coordinators' own letters aside); and no calendar letter while
    /// another one for the same event and address is `sending`. An empty claim means: nothing more for now.
    ///
    /// Whether the letter still says what is so (rule 1, `basis`) is for the caller to check before it commits:
    /// [`Tx::set_state`] puts a taken one aside.
    ///
    /// # Errors
    /// As for any write.
    pub fn claim(&self, now: Timestamp, limit: usize) -> Result<Claim, StoreError> {
        let mut claim = Claim::default();
        if self.is_braked()? {
            return Ok(claim);
        }
        for mut delivery in self.waiting(now, limit)? {
            if delivery.useful_until.is_some_and(|until| until < now) {
                self.change(&mut delivery, State::Lapsed, Some("too late"), now)?;
                claim.lapsed.push(delivery);
            } else if !claim.taken.iter().any(|taken| one_at_a_time(&taken.delivery, &delivery)) {
                self.change(&mut delivery, State::Sending, None, now)?;
                delivery.attempts += 1;
                let message = self.message_bytes(delivery.id)?;
                let message = message.ok_or_else(|| StoreError::corrupt("the bytes of a letter"))?;
                claim.taken.push(Claimed { delivery, message });
            }
        }
        Ok(claim)
    }

    /// Says what became of a letter that was `sending`.
    ///
    /// # Errors
    /// [`StoreError::Transition`] if it is not `sending`; [`StoreError::Missing`] if there is none of that number.
    pub fn record(&self, settled: &Settled, now: Timestamp) -> Result<(), StoreError> {
        let from = self.state(settled.id)?.ok_or(StoreError::Missing("delivery"))?;
        if from != State::Sending || settled.state == State::Sending {
            return Err(StoreError::Transition { from, to: settled.state });
        }
        let reason = settled.reason.as_deref();
        self.turn(settled.id, &Turn { state: settled.state, reason, next_attempt_at: settled.next_attempt_at }, now)
    }

    /// The same for several at once.
    ///
    /// # Errors
    /// As for [`Tx::record`], at the first that fails.
    pub fn record_batch(&self, settled: &[Settled], now: Timestamp) -> Result<(), StoreError> {
        settled.iter().try_for_each(|settled| self.record(settled, now))
    }

    /// Makes `uncertain` what a process that died left `sending`, and says what that was. Only for the one process that
    /// holds the [`crate::store::StateLock`], before it claims anything.
    ///
    /// # Errors
    /// As for any write.
    pub fn recover(&self, now: Timestamp) -> Result<Vec<Delivery>, StoreError> {
        let mut left = self.in_hand()?;
        for delivery in &mut left {
            self.change(delivery, State::Uncertain, Some("Sendoff stopped while it was being sent"), now)?;
            delivery.may_have_arrived = true;
        }
        Ok(left)
    }

    /// Changes the row and the value alike.
    fn change(
        &self,
        delivery: &mut Delivery,
        state: State,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.turn(delivery.id, &Turn { state, reason, next_attempt_at: None }, now)?;
        delivery.state = state;
        delivery.reason = reason.map(str::to_owned);
        delivery.changed_at = instant(micros(now))?;
        delivery.next_attempt_at = None;
        Ok(())
    }
}

/// Both are about the same event and go to the same address (rule 11).
fn one_at_a_time(one: &Delivery, other: &Delivery) -> bool {
    let event = |delivery: &Delivery| delivery.shown.as_ref().map(|shown| shown.event);
    let (step, other_step) = (&one.key.step, &other.key.step);
    event(one).is_some()
        && event(one) == event(other)
        && step.pair == other_step.pair
        && step.programme == other_step.programme
        && one.to.as_ref().map(Address::key) == other.to.as_ref().map(Address::key)
}

#[cfg(test)]
mod tests;
