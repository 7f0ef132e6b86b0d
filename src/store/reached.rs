//! Where an address stands that is not the one a pair's sheet names: copies of somebody else's letters, and letters from before a
//! correction. The pair stays when whoever has that address is forgotten (rule 28).

use crate::store::error::StoreError;
use crate::store::open::{Tx, View};

/// A letter that went, or was to go, to an address: which pair's, and as whose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reached {
    /// The programme's id.
    pub programme: String,
    /// The pair's id; empty for letters to coordinators about several.
    pub pair: String,
    /// Whose letter it was.
    pub role: String,
    /// It was a copy.
    pub is_copy: bool,
}

impl View {
    /// Where letters to that address belong, whatever the pair's address is now.
    ///
    /// # Errors
    /// As for any read.
    pub fn reached(&self, address_key: &str) -> Result<Vec<Reached>, StoreError> {
        let sql = "SELECT DISTINCT programme, pair, role, slot <> 'reader' FROM delivery WHERE lower(address) = ?1
             UNION SELECT DISTINCT programme, pair, role, 0 FROM link WHERE address_key = ?1 ORDER BY 1, 2, 3, 4";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([address_key], |row| {
            Ok(Reached { programme: row.get(0)?, pair: row.get(1)?, role: row.get(2)?, is_copy: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
    }

    /// Programme and id of the pairs whose mentee's letters are copied to that address.
    ///
    /// # Errors
    /// As for any read.
    pub fn pairs_copied_to(&self, address_key: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT programme, id FROM pair WHERE copy_to = ?1 COLLATE NOCASE ORDER BY 1, 2";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([address_key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
    }

    /// Whether a letter to that address is on its way at this moment.
    ///
    /// # Errors
    /// As for any read.
    pub fn is_sending_to(&self, address_key: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM delivery INDEXED BY delivery_sending
             WHERE state = 'sending' AND lower(address) = ?1)";
        Ok(self.connection.prepare_cached(sql)?.query_row([address_key], |row| row.get(0))?)
    }

    /// Every address, in lower case, that a letter went to or that copies go to: a look through all there are.
    ///
    /// # Errors
    /// As for any read.
    pub fn every_address_reached(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT lower(address) FROM delivery WHERE address IS NOT NULL UNION
             SELECT lower(copy_to) FROM pair WHERE copy_to IS NOT NULL";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
    }
}

/// The pairs that an address was taken out of: programme and id.
#[derive(Debug, Default)]
pub struct TakenOut {
    /// Copies of the mentee's letters went there.
    pub copied: Vec<(String, String)>,
    /// One of the people had that address before.
    pub corrected: Vec<(String, String)>,
}

impl Tx<'_> {
    /// Takes an address out of all pairs that are not its owner's.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_where_it_stays(&self, address_key: &str) -> Result<TakenOut, StoreError> {
        let mut out = TakenOut { copied: self.pairs_copied_to(address_key)?, ..TakenOut::default() };
        for (programme, pair) in &out.copied {
            self.erase_copies(programme, pair, address_key)?;
        }
        for reached in self.reached(address_key)? {
            let place = (reached.programme, reached.pair);
            if self.pair(&place.0, &place.1)?.is_none() {
                continue;
            }
            self.erase_copies(&place.0, &place.1, address_key)?;
            if !reached.is_copy && !out.corrected.contains(&place) {
                out.corrected.push(place);
            }
        }
        Ok(out)
    }

    /// Takes a guardian's address out of a pair; copies that went there keep neither words nor address.
    ///
    /// # Errors
    /// As for any write.
    fn erase_copies(&self, programme: &str, pair: &str, address_key: &str) -> Result<(), StoreError> {
        let sql = "UPDATE pair SET copy_to = NULL WHERE programme = ?1 AND id = ?2 AND copy_to = ?3 COLLATE NOCASE";
        self.connection.prepare_cached(sql)?.execute([programme, pair, address_key])?;
        let sql = "SELECT id, state FROM delivery WHERE programme = ?1 AND pair = ?2 AND lower(address) = ?3";
        let copies: Vec<(i64, String)> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([programme, pair, address_key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, rusqlite::Error>>()?
        };
        for (id, state) in copies {
            match state.as_str() {
                // In an older copy one may have been on its way.
                "queued" | "held" | "deferred" | "sending" | "uncertain" => self.erase_delivery(id)?,
                _ => self.erase_words(id, true)?,
            }
        }
        Ok(())
    }
}
