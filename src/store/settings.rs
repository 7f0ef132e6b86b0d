//! Settings: single words the service remembers, and the seed of every derived name.

use crate::domain::key::Seed;
use crate::store::error::StoreError;
use crate::store::open::{Store, Tx, View};
use data_encoding::HEXLOWER;
use rusqlite::OptionalExtension;

/// While this setting is there, nothing is claimed: `sendoff pause`.
pub const PAUSED: &str = "paused";
/// While this setting is there, nothing is claimed: the state was restored, or belongs to another installation (rule 33).
pub const RESTORED: &str = "restored";
/// The identity of the installation that wrote this state last (rule 33).
pub const INSTANCE: &str = "instance";
/// Setting: somebody asks the daemon to read the files now; the value says who, so that the answer finds them.
pub const RELOAD_ASKED: &str = "reload_asked";
/// Setting: what the daemon answered last, as JSON with `to`, `used`, `applied`, `held` and `errors`.
pub const RELOAD_ANSWER: &str = "reload_answer";

/// Setting: what letters to coordinators said of who was let go of, in lower case, a line each, until they say it no more.
pub const FAREWELL: &str = "farewell";

/// Settings that begin so, with a programme's id behind: what is remembered of the last reading of its files.
pub const LAST_READ: &str = "read:";

const SEED: &str = "seed";

impl View {
    /// The setting of that name, if it was made.
    ///
    /// # Errors
    /// As for any read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Whether the whole service is stopped: [`PAUSED`] or [`RESTORED`] is set.
    ///
    /// # Errors
    /// As for any read.
    pub fn is_braked(&self) -> Result<bool, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM setting WHERE name IN (?1, ?2))")?;
        Ok(statement.query_row([PAUSED, RESTORED], |row| row.get(0))?)
    }

    /// The root of every derived name (rule 8).
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it is not there: opening draws one.
    pub fn seed(&self) -> Result<Seed, StoreError> {
        self.stored_seed()?.ok_or_else(|| StoreError::corrupt("the seed"))
    }

    pub(super) fn stored_seed(&self) -> Result<Option<Seed>, StoreError> {
        let Some(text) = self.setting(SEED)? else { return Ok(None) };
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| StoreError::corrupt("the seed"))?;
        bytes.try_into().map(|bytes| Some(Seed(bytes))).map_err(|_| StoreError::corrupt("the seed"))
    }
}

impl Tx<'_> {
    /// Makes a setting, or with `None` takes it away.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        match value {
            Some(value) => self
                .connection
                .prepare_cached("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?
                .execute([name, value])?,
            None => self.connection.prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?,
        };
        Ok(())
    }

    /// Remembers the words by which letters to coordinators speak of who was let go of: [`FAREWELL`].
    ///
    /// # Errors
    /// As for any write.
    pub fn say_farewell(&self, words: &[String]) -> Result<(), StoreError> {
        if words.is_empty() {
            return Ok(());
        }
        let before = self.setting(FAREWELL)?.unwrap_or_default();
        self.set_setting(FAREWELL, Some(&words.iter().fold(before, |text, word| text + word + "\n")))
    }
}

impl Store {
    /// Puts another seed in place: [`Seed::fixed`] for playing through, or that of a backup.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_seed(&mut self, seed: &Seed) -> Result<(), StoreError> {
        let text = HEXLOWER.encode(&seed.0);
        self.write(|tx| tx.set_setting(SEED, Some(&text)))
    }

    /// Two processes may open a new file at once: the first seed stays.
    pub(super) fn draw_seed(&mut self) -> Result<(), StoreError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::Other("the system gives no random numbers".to_owned()))?;
        self.write(|tx| match tx.stored_seed()? {
            Some(_) => Ok(()),
            None => tx.set_setting(SEED, Some(&HEXLOWER.encode(&bytes))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{INSTANCE, PAUSED, RESTORED};
    use crate::domain::key::Seed;
    use crate::store::Store;

    #[test]
    fn a_setting_can_be_made_changed_and_taken_away() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.setting(INSTANCE).unwrap(), None);
        for value in [Some("one"), Some("two"), None] {
            store.write(|tx| tx.set_setting(INSTANCE, value)).unwrap();
            assert_eq!(store.setting(INSTANCE).unwrap().as_deref(), value);
        }
    }

    #[test]
    fn pausing_and_restoring_each_brake() {
        let mut store = Store::in_memory().unwrap();
        assert!(!store.is_braked().unwrap());
        for name in [PAUSED, RESTORED] {
            store.write(|tx| tx.set_setting(name, Some("by hand"))).unwrap();
            assert!(store.is_braked().unwrap(), "{name}");
            store.write(|tx| tx.set_setting(name, None)).unwrap();
            assert!(!store.is_braked().unwrap(), "{name}");
        }
    }

    #[test]
    fn a_seed_is_drawn_once_and_can_be_set() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sendoff.db");
        let drawn = Store::open(&path).unwrap().seed().unwrap();
        let mut store = Store::open(&path).unwrap();
        assert!(store.seed().unwrap() == drawn, "opening again draws no other");
        assert!(Store::in_memory().unwrap().seed().unwrap() != drawn, "another database has another");
        store.set_seed(&Seed::fixed()).unwrap();
        assert!(store.seed().unwrap() == Seed::fixed());
    }
}
