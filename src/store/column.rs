//! Columns: how domain values are written into them and read back.

use crate::domain::address::Address;
use crate::store::error::StoreError;
use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An instant as it is stored: microseconds since 1970, cut down.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

pub(super) fn micros_or_null(at: Option<Timestamp>) -> Option<i64> {
    at.map(micros)
}

/// A stored instant.
pub(super) fn instant(micros: i64) -> Result<Timestamp, StoreError> {
    // Not `from_microsecond`: it refuses the last second of time, which is where "no limit" is.
    let (second, rest) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let nanosecond = i32::try_from(rest * 1000).unwrap_or_default();
    Timestamp::new(second, nanosecond).map_err(|_| StoreError::corrupt("an instant"))
}

/// A value as JSON text.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Other("a value cannot be written as JSON".to_owned()))
}

/// A value from JSON text. The fault names the column and never quotes what is in it.
pub(super) fn from_json<T: DeserializeOwned>(text: &str, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::corrupt(column))
}

/// Reading a column as what it stands for.
pub(super) trait Columns {
    fn instant(&self, column: usize) -> Result<Timestamp, StoreError>;
    fn instant_or_none(&self, column: usize) -> Result<Option<Timestamp>, StoreError>;
    fn json<T: DeserializeOwned>(&self, column: usize, name: &str) -> Result<T, StoreError>;
    fn json_or_none<T: DeserializeOwned>(&self, column: usize, name: &str) -> Result<Option<T>, StoreError>;
    fn address(&self, column: usize) -> Result<Address, StoreError>;
    fn count(&self, column: usize) -> Result<u64, StoreError>;
    fn address_or_none(&self, column: usize) -> Result<Option<Address>, StoreError>;
    fn word<T>(&self, column: usize, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError>;
    fn word_or_none<T>(&self, column: usize, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError>;
}

impl Columns for Row<'_> {
    fn instant(&self, column: usize) -> Result<Timestamp, StoreError> {
        instant(self.get(column)?)
    }

    fn instant_or_none(&self, column: usize) -> Result<Option<Timestamp>, StoreError> {
        self.get::<_, Option<i64>>(column)?.map(instant).transpose()
    }

    fn json<T: DeserializeOwned>(&self, column: usize, name: &str) -> Result<T, StoreError> {
        let text = self.get_ref(column)?.as_str().map_err(|_| StoreError::corrupt(name))?;
        from_json(text, name)
    }

    fn json_or_none<T: DeserializeOwned>(&self, column: usize, name: &str) -> Result<Option<T>, StoreError> {
        let text = self.get_ref(column)?.as_str_or_null().map_err(|_| StoreError::corrupt(name))?;
        text.map(|text| from_json(text, name)).transpose()
    }

    fn address(&self, column: usize) -> Result<Address, StoreError> {
        let text = self.get_ref(column)?.as_str().map_err(|_| StoreError::corrupt("an address"))?;
        Address::parse(text).map_err(|_| StoreError::corrupt("an address"))
    }

    fn count(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.get::<_, i64>(column)?).map_err(|_| StoreError::corrupt("a count"))
    }

    fn address_or_none(&self, column: usize) -> Result<Option<Address>, StoreError> {
        match self.get_ref(column)? {
            ValueRef::Null => Ok(None),
            _ => self.address(column).map(Some),
        }
    }

    fn word<T>(&self, column: usize, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.get_ref(column)?.as_str().map_err(|_| StoreError::corrupt("a word"))?;
        read(text).ok_or_else(|| StoreError::corrupt("a word"))
    }

    fn word_or_none<T>(&self, column: usize, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        match self.get_ref(column)? {
            ValueRef::Null => Ok(None),
            _ => self.word(column, read).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{instant, micros};
    use jiff::Timestamp;

    #[test]
    fn every_instant_comes_back_from_the_first_to_the_last() {
        let plain: Timestamp = "2027-05-20T14:00:00.000001Z".parse().unwrap();
        let before: Timestamp = "1969-12-31T23:59:59.5Z".parse().unwrap();
        for at in [plain, before, Timestamp::MIN, Timestamp::UNIX_EPOCH] {
            assert_eq!(instant(micros(at)).unwrap(), at);
        }
        let last = instant(micros(Timestamp::MAX)).unwrap();
        assert_eq!(last.as_second(), Timestamp::MAX.as_second());
    }
}
