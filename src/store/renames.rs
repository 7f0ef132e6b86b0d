//! Renames: a pair that is called something else in the sheet (rule 13) and keeps its whole story.

use crate::store::erase::{OF_PAIR, of_pair, pair_column};
use crate::store::error::StoreError;
use crate::store::open::Tx;
use rusqlite::params;

impl Tx<'_> {
    /// Gives a pair another id: what is known, its facts, deliveries, meetings and notes go with it. Names that calendars
    /// and mails carry already (UID, ORGANIZER, Message-ID) stay as they are (rule 7).
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if there is a pair of that id in the programme already; nothing is changed then.
    pub fn rename_pair(&self, programme: &str, from: &str, to: &str) -> Result<(), StoreError> {
        if self.pair(programme, to)?.is_some() {
            return Err(StoreError::Duplicate);
        }
        for table in OF_PAIR.into_iter().chain(["delivery"]) {
            let sql = format!("UPDATE {table} SET {} = ?3 WHERE {}", pair_column(table), of_pair(table));
            self.connection.prepare_cached(&sql)?.execute(params![programme, from, to])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::event::EventName;
    use crate::domain::fact::{Fact, What};
    use crate::store::specimen::{address, at, letter, message, pair_row};
    use crate::store::{EventIdentity, NewNote, Source, Store, StoreError};

    #[test]
    fn a_renamed_pair_keeps_its_story() {
        let mut store = Store::in_memory().unwrap();
        let identity = EventIdentity { uid: "u@mentors.example".to_owned(), organizer: address("s@mentors.example") };
        let fact = Fact { at: at("2027-05-03T10:00:00Z"), who: None, what: What::Concern {} };
        let note = NewNote {
            programme: "spring".to_owned(),
            pair: "old".to_owned(),
            kind: "concern".to_owned(),
            occurrence: String::new(),
            detail: serde_json::Value::Null,
            urgent: true,
        };
        store
            .write(|tx| {
                tx.upsert_pair(&pair_row("spring", "old"))?;
                tx.upsert_pair(&pair_row("autumn", "old"))?;
                tx.add_fact("spring", "old", &fact, Source::Record)?;
                tx.insert_delivery(&letter("spring", "old"), Some(&message()))?;
                tx.keep_event_identity("spring", "old", EventName::Session, &identity)?;
                tx.raise_note(&note, fact.at)?;
                tx.rename_pair("spring", "old", "new")
            })
            .unwrap();
        assert!(store.pair("spring", "old").unwrap().is_none());
        let mut renamed = pair_row("spring", "old");
        renamed.pair.id = "new".to_owned();
        renamed.wake_at = Some(crate::store::WAKE_NOW);
        assert_eq!(store.pair("spring", "new").unwrap(), Some(renamed));
        assert!(store.pair("autumn", "old").unwrap().is_some(), "another programme's pair is another pair");
        assert_eq!(store.facts("spring", "new").unwrap(), [fact]);
        assert_eq!(store.deliveries("spring", "new").unwrap().len(), 1);
        assert_eq!(store.event_identity("spring", "new", EventName::Session).unwrap(), Some(identity));
        assert_eq!(store.notes_of("spring", "new").unwrap().len(), 1);
        let taken = store.write(|tx| {
            tx.upsert_pair(&pair_row("spring", "other"))?;
            tx.rename_pair("spring", "new", "other")
        });
        assert!(matches!(taken, Err(StoreError::Duplicate)));
    }
}
