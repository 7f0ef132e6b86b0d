//! Addresses: what holds for one across all programmes (rule 26).

use crate::store::column::{Columns, micros_or_null};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::params;

/// Whether an address may be written to at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddressState {
    /// When its owner wanted everything stopped.
    pub stopped_at: Option<Timestamp>,
    /// When a server said that it is dead.
    pub bounced_at: Option<Timestamp>,
}

impl View {
    /// What holds for the address of that key; nothing special for one never heard of.
    ///
    /// # Errors
    /// As for any read.
    pub fn address_state(&self, address_key: &str) -> Result<AddressState, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT stopped_at, bounced_at FROM address WHERE key = ?1")?;
        let state = statement
            .query_and_then([address_key], |row| {
                Ok(AddressState { stopped_at: row.instant_or_none(0)?, bounced_at: row.instant_or_none(1)? })
            })?
            .next()
            .transpose();
        state.map(Option::unwrap_or_default)
    }
}

impl Tx<'_> {
    /// What holds for the address from now on; the whole of it. Its pairs are asked at the next pass if that is new.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_address_state(&self, address_key: &str, state: AddressState) -> Result<(), StoreError> {
        let stored = (micros_or_null(state.stopped_at), micros_or_null(state.bounced_at));
        let before = self.address_state(address_key)?;
        if (micros_or_null(before.stopped_at), micros_or_null(before.bounced_at)) == stored {
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO address VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET stopped_at = ?2, bounced_at = ?3",
            )?
            .execute(params![address_key, stored.0, stored.1])?;
        for row in self.pairs_with_address(address_key)? {
            self.set_wake_at(&row.programme, row.id(), Some(crate::store::wakes::WAKE_NOW))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::AddressState;
    use crate::store::specimen::{at, pair_row};
    use crate::store::{Store, WAKE_NOW};

    #[test]
    fn a_stop_holds_in_all_programmes_and_wakes_the_pairs() {
        let mut store = Store::in_memory().unwrap();
        let mut rows = [pair_row("spring", "p1"), pair_row("autumn", "a1"), pair_row("autumn", "a2")];
        rows[1].pair.mentee = rows[0].pair.mentor.clone();
        rows.iter_mut().for_each(|row| row.wake_at = None);
        let key = rows[0].pair.mentor.address.key();
        store.write(|tx| rows.iter().try_for_each(|row| tx.upsert_pair(row))).unwrap();
        assert_eq!(store.address_state(&key).unwrap(), AddressState::default());

        let stopped = AddressState { stopped_at: Some(at("2027-05-01T00:00:00Z")), bounced_at: None };
        store.write(|tx| tx.set_address_state(&key, stopped)).unwrap();
        assert_eq!(store.address_state(&key).unwrap(), stopped);
        let woken = store.due_pairs(WAKE_NOW, None, 10).unwrap();
        assert_eq!(woken, [("autumn".to_owned(), "a1".to_owned()), ("spring".to_owned(), "p1".to_owned())]);

        store
            .write(|tx| tx.set_wake_at("spring", "p1", None).and_then(|()| tx.set_wake_at("autumn", "a1", None)))
            .unwrap();
        store.write(|tx| tx.set_address_state(&key, stopped)).unwrap();
        assert_eq!(store.next_wake().unwrap(), None, "nothing new, nobody woken");
    }
}
