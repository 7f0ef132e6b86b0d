//! Holds: what the guard keeps back until somebody decides (rule 29).

use crate::store::column::{Columns, json, micros};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

/// Something to keep back.
#[derive(Debug, Clone, PartialEq)]
pub struct NewHold {
    /// What kind of edit, in the caller's words.
    pub kind: String,
    /// The programme's id; empty if it is about no single one.
    pub programme: String,
    /// What it would do, for people to look at.
    pub detail: Value,
    /// Hash of exactly what is shown; the decision is bound to it.
    pub content_hash: String,
}

/// How a hold was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// A person let it go.
    Approved,
    /// Another edit took its place, or it was taken back.
    Superseded,
}

impl Decision {
    /// The word in the database.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Approved => "approved",
            Decision::Superseded => "superseded",
        }
    }

    /// The decision of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Decision> {
        [Decision::Approved, Decision::Superseded].into_iter().find(|decision| decision.name() == name)
    }
}

/// A hold on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    /// The row's number: the ID of `sendoff approve ID`.
    pub id: i64,
    /// What is kept back.
    pub hold: NewHold,
    /// Since when.
    pub created_at: Timestamp,
    /// When and how it was decided.
    pub decided: Option<(Timestamp, Decision)>,
}

const SELECT: &str = "SELECT id, kind, programme, detail, content_hash, created_at, decided_at, decision FROM hold";

fn hold(row: &Row<'_>) -> Result<Hold, StoreError> {
    let decided = match row.instant_or_none(6)? {
        Some(at) => Some((at, row.word(7, Decision::from_name)?)),
        None => None,
    };
    let hold = NewHold {
        kind: row.get(1)?,
        programme: row.get(2)?,
        detail: row.json(3, "hold.detail")?,
        content_hash: row.get(4)?,
    };
    Ok(Hold { id: row.get(0)?, hold, created_at: row.instant(5)?, decided })
}

impl View {
    /// What waits for a decision, oldest first.
    ///
    /// # Errors
    /// As for any read.
    pub fn open_holds(&self) -> Result<Vec<Hold>, StoreError> {
        let sql = format!("{SELECT} WHERE decided_at IS NULL ORDER BY id");
        self.connection.prepare_cached(&sql)?.query_and_then([], hold)?.collect()
    }

    /// The hold of that number, decided or not.
    ///
    /// # Errors
    /// As for any read.
    pub fn hold(&self, id: i64) -> Result<Option<Hold>, StoreError> {
        let sql = format!("{SELECT} WHERE id = ?1");
        self.connection.prepare_cached(&sql)?.query_and_then([id], hold)?.next().transpose()
    }

    /// The pairs that a hold stops one by one: programme, pair and hold.
    ///
    /// # Errors
    /// As for any read.
    pub fn held_pairs(&self) -> Result<Vec<(String, String, i64)>, StoreError> {
        let sql = "SELECT programme, id, held_by FROM pair INDEXED BY pair_held WHERE held_by IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, rusqlite::Error>>()?)
    }
}

impl Tx<'_> {
    /// Keeps something back and gives the hold's number. What is kept back already, with the same content, is the same
    /// hold; an open one of that kind and programme with another content is superseded, and what it held goes over.
    ///
    /// # Errors
    /// As for any write.
    pub fn add_hold(&self, new: &NewHold, now: Timestamp) -> Result<i64, StoreError> {
        let mut open = self.connection.prepare_cached(
            "SELECT id, content_hash FROM hold WHERE programme = ?1 AND kind = ?2 AND decided_at IS NULL",
        )?;
        let before: Option<(i64, String)> =
            open.query_row([&new.programme, &new.kind], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((id, _)) = before.as_ref().filter(|(_, hash)| *hash == new.content_hash) {
            return Ok(*id);
        }
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO hold (kind, programme, detail, content_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let detail = json(&new.detail)?;
        let id = statement.insert(params![new.kind, new.programme, detail, new.content_hash, micros(now)])?;
        if let Some((before, _)) = before {
            self.close(before, Decision::Superseded, now)?;
            let sql = "UPDATE pair SET held_by = ?2 WHERE held_by = ?1";
            self.connection.prepare_cached(sql)?.execute([before, id])?;
        }
        Ok(id)
    }

    /// Stops a pair's letters while the hold is open.
    ///
    /// # Errors
    /// As for any write.
    pub fn hold_pair(&self, hold: i64, programme: &str, pair: &str) -> Result<(), StoreError> {
        let sql = "UPDATE pair SET held_by = ?3 WHERE programme = ?1 AND id = ?2";
        self.connection.prepare_cached(sql)?.execute(params![programme, pair, hold])?;
        Ok(())
    }

    /// Decides a hold, frees its pairs and has their timelines asked at the next pass. `false`, and nothing is done: it is
    /// not open any more, or what it holds is not what was looked at.
    ///
    /// # Errors
    /// As for any write.
    pub fn decide_hold(
        &self,
        id: i64,
        content_hash: &str,
        decision: Decision,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let open = self.hold(id)?.filter(|hold| hold.decided.is_none() && hold.hold.content_hash == content_hash);
        if open.is_none() {
            return Ok(false);
        }
        self.close(id, decision, now)?;
        let sql = "UPDATE pair SET held_by = NULL, wake_at = 0 WHERE held_by = ?1";
        self.connection.prepare_cached(sql)?.execute([id])?;
        Ok(true)
    }

    fn close(&self, id: i64, decision: Decision, now: Timestamp) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("UPDATE hold SET decided_at = ?2, decision = ?3 WHERE id = ?1")?;
        statement.execute(params![id, micros(now), decision.name()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, NewHold};
    use crate::store::specimen::{at, pair_row};
    use crate::store::{Store, WAKE_NOW};
    use serde_json::json;

    fn edit(content: &str) -> NewHold {
        NewHold {
            kind: "edit".to_owned(),
            programme: "spring".to_owned(),
            detail: json!({"moves": 12}),
            content_hash: content.to_owned(),
        }
    }

    #[test]
    fn a_decision_is_bound_to_what_was_looked_at() {
        let mut store = Store::in_memory().unwrap();
        let now = at("2027-05-03T10:00:00Z");
        let id = store.write(|tx| tx.add_hold(&edit("a"), now)).unwrap();
        assert_eq!(store.write(|tx| tx.add_hold(&edit("a"), now)).unwrap(), id);
        let decide =
            |store: &mut Store, id, hash| store.write(|tx| tx.decide_hold(id, hash, Decision::Approved, now)).unwrap();
        assert!(!decide(&mut store, id, "b"));
        assert_eq!(store.open_holds().unwrap().len(), 1);
        assert!(decide(&mut store, id, "a"));
        assert!(!decide(&mut store, id, "a"), "once");
        assert_eq!(store.open_holds().unwrap(), []);
        assert_eq!(store.hold(id).unwrap().unwrap().decided, Some((now, Decision::Approved)));
    }

    #[test]
    fn another_edit_takes_the_hold_over_with_its_pairs_and_the_decision_frees_them() {
        let mut store = Store::in_memory().unwrap();
        let now = at("2027-05-03T10:00:00Z");
        let mut row = pair_row("spring", "p1");
        row.wake_at = None;
        store.write(|tx| tx.upsert_pair(&row)).unwrap();
        let held_by = |store: &Store| store.pair("spring", "p1").unwrap().unwrap().held_by;
        let first = store.write(|tx| tx.add_hold(&edit("a"), now)).unwrap();
        store.write(|tx| tx.hold_pair(first, "spring", "p1")).unwrap();
        assert_eq!(held_by(&store), Some(first));

        let second = store.write(|tx| tx.add_hold(&edit("b"), now)).unwrap();
        assert_eq!(store.hold(first).unwrap().unwrap().decided, Some((now, Decision::Superseded)));
        assert_eq!((held_by(&store), store.next_wake().unwrap()), (Some(second), None));

        assert!(store.write(|tx| tx.decide_hold(second, "b", Decision::Approved, now)).unwrap());
        assert_eq!((held_by(&store), store.next_wake().unwrap()), (None, Some(WAKE_NOW)));
    }
}
