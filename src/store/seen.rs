//! Mails that came in: which were read, and which letter or pair they are about.

use crate::domain::address::Address;
use crate::domain::delivery::Delivery;
use crate::store::column::micros;
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

impl View {
    /// Whether a mail of that key was read.
    ///
    /// # Errors
    /// As for any read.
    pub fn has_seen(&self, key: &[u8]) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM seen WHERE key = ?1)")?;
        Ok(statement.query_row([key], |row| row.get(0))?)
    }

    /// The letter whose envelope sender that was (rule 34): where its bounces come back to. The latest, should there be several.
    ///
    /// # Errors
    /// As for any read.
    pub fn delivery_of_envelope(&self, envelope_from: &Address) -> Result<Option<Delivery>, StoreError> {
        let sql = "SELECT delivery FROM message WHERE envelope_from = ?1 COLLATE NOCASE ORDER BY delivery DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let id: Option<i64> = statement.query_row([envelope_from.as_str()], |row| row.get(0)).optional()?;
        id.map_or(Ok(None), |id| self.delivery(id))
    }

    /// The pair whose meetings are organised from that address: programme and id.
    ///
    /// # Errors
    /// As for any read.
    pub fn pair_of_organizer(&self, organizer: &Address) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT programme, pair FROM event_identity WHERE organizer = ?1 COLLATE NOCASE LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([organizer.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }
}

impl Tx<'_> {
    /// Puts down that a mail of that key was read; `false` if it was before.
    ///
    /// # Errors
    /// As for any write.
    pub fn mark_seen(&self, key: &[u8], now: Timestamp) -> Result<bool, StoreError> {
        let sql = "INSERT INTO seen VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        Ok(self.connection.prepare_cached(sql)?.execute(params![key, micros(now)])? > 0)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::event::EventName;
    use crate::store::specimen::{address, at, letter, message};
    use crate::store::{EventIdentity, Store};

    #[test]
    fn a_mail_is_read_once() {
        let mut store = Store::in_memory().unwrap();
        let now = at("2027-05-03T10:00:00Z");
        assert!(!store.has_seen(b"one").unwrap());
        assert!(store.write(|tx| tx.mark_seen(b"one", now)).unwrap());
        assert!(!store.write(|tx| tx.mark_seen(b"one", now)).unwrap());
        assert!(store.has_seen(b"one").unwrap() && !store.has_seen(b"two").unwrap());
    }

    #[test]
    fn a_letter_is_found_by_where_its_bounces_go_in_any_case() {
        let mut store = Store::in_memory().unwrap();
        let id = store.write(|tx| tx.insert_delivery(&letter("spring", "p1"), Some(&message()))).unwrap();
        let found = store.delivery_of_envelope(&address("Sendoff+TOKEN@mentors.example")).unwrap();
        assert_eq!(found.map(|row| row.id), Some(id));
        assert_eq!(store.delivery_of_envelope(&address("sendoff+other@mentors.example")).unwrap(), None);
    }

    #[test]
    fn a_pair_is_found_by_its_organizer() {
        let mut store = Store::in_memory().unwrap();
        let name = EventIdentity { uid: "u@b.example".to_owned(), organizer: address("sendoff+abc@b.example") };
        store.write(|tx| tx.keep_event_identity("spring", "p1", EventName::Session, &name)).unwrap();
        let found = store.pair_of_organizer(&address("sendoff+ABC@b.example")).unwrap();
        assert_eq!(found, Some(("spring".to_owned(), "p1".to_owned())));
        assert_eq!(store.pair_of_organizer(&address("sendoff@b.example")).unwrap(), None);
    }
}
