//! Erasing: what goes when a person or a pair is let go of, and that nothing of it is left in the file (rule 28).

use crate::domain::person::Role;
use crate::store::column::{Columns, json};
use crate::store::error::StoreError;
use crate::store::open::{Store, Tx, View};
use rusqlite::params;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Every table that names a pair but the outbox.
pub(super) const OF_PAIR: [&str; 8] =
    ["fact", "meeting", "event_identity", "note", "roadmap_draft", "link", "draft", "pair"];

/// The column of that table that names the pair.
pub(super) fn pair_column(table: &str) -> &'static str {
    if table == "pair" { "id" } else { "pair" }
}

/// Which rows of that table are about the pair of programme `?1` and id `?2`.
pub(super) fn of_pair(table: &str) -> String {
    format!("programme = ?1 AND {} = ?2", pair_column(table))
}

const ERASE_ADDRESS: &str = "DELETE FROM address WHERE key = ?1";

impl View {
    /// The addresses that letters of that role of a pair went to: also those from before a correction.
    ///
    /// # Errors
    /// As for any read.
    pub fn addresses_of(&self, programme: &str, pair: &str, role: Role) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT lower(address) FROM delivery
             WHERE programme = ?1 AND pair = ?2 AND role = ?3 AND slot = 'reader' AND address IS NOT NULL ORDER BY 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([programme, pair, role.name()], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
    }

    /// The letters to coordinators that still have their bytes: number, and the bytes themselves one by one.
    ///
    /// # Errors
    /// As for any read.
    pub fn coordinator_letters(&self) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT d.id FROM delivery d JOIN message m ON m.delivery = d.id WHERE d.role = 'coordinator' ORDER BY d.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
    }
}

impl Tx<'_> {
    /// Deletes everything of a pair but the letters of those numbers, which still have to go.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_pair(&self, programme: &str, pair: &str, but: &[i64]) -> Result<(), StoreError> {
        let sql = "SELECT id FROM delivery WHERE programme = ?1 AND pair = ?2";
        let ids: Vec<i64> = {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([programme, pair], |row| row.get(0))?;
            rows.collect::<Result<_, rusqlite::Error>>()?
        };
        for id in ids.into_iter().filter(|id| !but.contains(id)) {
            self.erase_delivery(id)?;
        }
        for table in OF_PAIR {
            let sql = format!("DELETE FROM {table} WHERE {}", of_pair(table));
            self.connection.prepare_cached(&sql)?.execute([programme, pair])?;
        }
        Ok(())
    }

    /// Deletes a letter, its bytes, and that anybody was told of it.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_delivery(&self, id: i64) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM note_told WHERE delivery = ?1")?.execute([id])?;
        self.connection.prepare_cached("DELETE FROM delivery WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    /// Deletes what a letter said and to whom it went; that it went stays.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_words(&self, id: i64, also_address: bool) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM message WHERE delivery = ?1")?.execute([id])?;
        self.connection.prepare_cached("UPDATE delivery SET subject = NULL WHERE id = ?1")?.execute([id])?;
        if also_address {
            let sql = "UPDATE delivery SET address = NULL, address_key = NULL WHERE id = ?1";
            self.connection.prepare_cached(sql)?.execute([id])?;
        }
        Ok(())
    }

    /// Deletes what is known of the addresses that `is_one` says, and the links that went to them. Looks through all there are.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_addresses(&self, is_one: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        for (table, column) in [("address", "key"), ("link", "address_key")] {
            let mut found: Vec<String> = Vec::new();
            {
                let mut statement = self.connection.prepare(&format!("SELECT DISTINCT {column} FROM {table}"))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let key: String = row.get(0)?;
                    found.extend(Some(key).filter(|key| is_one(key)));
                }
            }
            for key in found {
                self.connection.execute(&format!("DELETE FROM {table} WHERE {column} = ?1"), [key])?;
            }
        }
        Ok(())
    }

    /// Deletes what is known of one address. Its links go with the pairs they are of.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_address(&self, key: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached(ERASE_ADDRESS)?.execute([key])?;
        Ok(())
    }

    /// Deletes the facts of those numbers.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_facts(&self, ids: impl Iterator<Item = i64>) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("DELETE FROM fact WHERE id = ?1")?;
        for id in ids {
            statement.execute([id])?;
        }
        Ok(())
    }

    /// Deletes what lies around a pair: notes, drafts, meetings, the mentor's links.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_around(&self, programme: &str, pair: &str) -> Result<(), StoreError> {
        for table in ["note", "roadmap_draft", "draft", "meeting", "link"] {
            let only = if table == "link" { " AND role = 'mentor'" } else { "" };
            let sql = format!("DELETE FROM {table} WHERE programme = ?1 AND pair = ?2{only}");
            self.connection.prepare_cached(&sql)?.execute([programme, pair])?;
        }
        Ok(())
    }

    /// Takes whatever contains one of these words (lower case) out of the details of notes and holds.
    ///
    /// # Errors
    /// As for any write.
    pub fn erase_mentions(&self, words: &[String]) -> Result<(), StoreError> {
        for table in ["note", "hold"] {
            let mut found: Vec<(i64, Value)> = Vec::new();
            {
                let mut statement = self.connection.prepare(&format!("SELECT id, detail FROM {table}"))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let detail: Value = row.json(1, "a detail")?;
                    if mentions(&detail.to_string(), words) {
                        found.push((row.get(0)?, detail));
                    }
                }
            }
            for (id, mut detail) in found {
                strike(&mut detail, words);
                let sql = format!("UPDATE {table} SET detail = ?2 WHERE id = ?1");
                self.connection.execute(&sql, params![id, json(&detail)?])?;
            }
        }
        Ok(())
    }

    /// Whether a letter of that pair is on its way at this moment.
    ///
    /// # Errors
    /// As for any read.
    pub fn is_sending(&self, programme: &str, pair: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM delivery WHERE programme = ?1 AND pair = ?2 AND state = 'sending')";
        Ok(self.connection.prepare_cached(sql)?.query_row([programme, pair], |row| row.get(0))?)
    }
}

/// Whether a text has one of these words (lower case).
pub fn mentions(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word.as_str()))
}

/// Members of lists go as a whole, so that what stands beside the word about the same pair goes with it.
fn strike(value: &mut Value, words: &[String]) {
    match value {
        Value::Array(members) => members.retain(|member| !mentions(&member.to_string(), words)),
        Value::Object(fields) => fields.values_mut().for_each(|field| strike(field, words)),
        Value::String(text) if mentions(text, words) => "…".clone_into(text),
        _ => {}
    }
}

impl Store {
    /// Makes what was deleted unreadable: the write-ahead log is emptied, copies from before an upgrade or a restore go, and a file in which one of
    /// these words is still found (deleted values are overwritten, but a page that was rearranged may keep a shadow) is written anew.
    /// `false`: others kept the log in use, and it is emptied later.
    ///
    /// # Errors
    /// As for any write.
    pub fn scour(&mut self, words: &[String]) -> Result<bool, StoreError> {
        let Some(folder) = self.folder.clone() else { return Ok(true) };
        self.remove_copies()?;
        let emptied = self.empty_log()?;
        let path = folder.join(crate::store::DATABASE_FILE);
        if !words.is_empty() && contains(&path, words).map_err(|source| StoreError::File { path, source })? {
            return self.write_anew();
        }
        Ok(emptied)
    }

    /// Writes the file anew from what is in it, so that nothing that was deleted is left in it. `false` as for [`Store::scour`].
    ///
    /// # Errors
    /// As for any write.
    pub fn write_anew(&mut self) -> Result<bool, StoreError> {
        self.remove_copies()?;
        self.connection.execute_batch("VACUUM")?;
        self.empty_log()
    }

    /// Removes the copies made before an upgrade or a restore: whoever is gone from here is still in them.
    fn remove_copies(&self) -> Result<(), StoreError> {
        let Some(folder) = self.folder.as_deref() else { return Ok(()) };
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&format!("{}.before-", crate::store::DATABASE_FILE)) {
                let path = entry.path();
                std::fs::remove_file(&path).map_err(|source| StoreError::File { path, source })?;
            }
        }
        Ok(())
    }

    /// Empties the write-ahead log; others are waited for as long as for any write. `false`: they did not let go of it.
    pub(super) fn empty_log(&self) -> Result<bool, StoreError> {
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}

/// Whether a file has one of these words (lower case, ASCII letters in either case), in bounded memory.
fn contains(path: &Path, words: &[String]) -> std::io::Result<bool> {
    let longest = words.iter().map(String::len).max().unwrap_or(0);
    let mut file = File::open(path)?;
    let mut window: Vec<u8> = Vec::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(false);
        }
        window.extend(buffer[..count].iter().map(u8::to_ascii_lowercase));
        if words.iter().any(|word| !word.is_empty() && has(&window, word.to_ascii_lowercase().as_bytes())) {
            return Ok(true);
        }
        window.drain(..window.len().saturating_sub(longest));
    }
}

fn has(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::{ERASE_ADDRESS, OF_PAIR, of_pair};
    use crate::store::Store;
    use crate::store::specimen::{letter, message, pair_row, programme_row};

    #[test]
    fn every_table_that_names_a_pair_is_emptied_of_it() {
        let store = Store::in_memory().unwrap();
        let sql = "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                   WHERE m.type = 'table' AND (c.name = 'pair' AND m.name <> 'pair' OR m.name = 'pair' AND c.name = 'id')";
        let mut statement = store.connection.prepare(sql).unwrap();
        let mut tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let mut erased: Vec<&str> = OF_PAIR.into_iter().chain(["delivery"]).collect();
        tables.sort();
        erased.sort_unstable();
        assert_eq!(tables, erased);
    }

    #[test]
    fn erasing_a_pair_looks_through_no_table() {
        let store = Store::in_memory().unwrap();
        for table in OF_PAIR.into_iter().chain(["delivery"]) {
            let plan = store.query_plan(&format!("DELETE FROM {table} WHERE {}", of_pair(table)));
            assert!(!plan.contains("SCAN"), "{table}: {plan}");
        }
        // A million pairs may be let go of in a few days.
        let plan = store.query_plan(ERASE_ADDRESS);
        assert!(!plan.contains("SCAN"), "{plan}");
    }

    #[test]
    fn a_pair_goes_with_its_letters_and_another_stays() {
        let mut store = Store::in_memory().unwrap();
        store
            .write(|tx| {
                tx.upsert_programme(&programme_row("spring"))?;
                for id in ["p1", "p2"] {
                    tx.upsert_pair(&pair_row("spring", id))?;
                    tx.insert_delivery(&letter("spring", id), Some(&message()))?;
                }
                tx.erase_pair("spring", "p1", &[])
            })
            .unwrap();
        assert_eq!(store.pair("spring", "p1").unwrap(), None);
        assert!(store.deliveries("spring", "p1").unwrap().is_empty() && store.message_bytes(1).unwrap().is_none());
        assert_eq!(store.deliveries("spring", "p2").unwrap().len(), 1);
        assert_eq!(store.state_counts().unwrap().iter().map(|row| row.count).sum::<u64>(), 1);
    }
}
