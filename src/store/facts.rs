//! Facts: append-only, and an identical one only once.

use crate::domain::fact::Fact;
use crate::domain::person::Role;
use crate::store::column::{Columns, json, micros};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

/// Which side a fact came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Source {
    Files,
    Record,
    Answers,
    Page,
    Mailbox,
    Sendoff,
}

impl Source {
    /// Every source.
    pub const ALL: [Source; 6] =
        [Source::Files, Source::Record, Source::Answers, Source::Page, Source::Mailbox, Source::Sendoff];

    /// The word in the database.
    pub fn name(self) -> &'static str {
        match self {
            Source::Files => "files",
            Source::Record => "record",
            Source::Answers => "answers",
            Source::Page => "page",
            Source::Mailbox => "mailbox",
            Source::Sendoff => "sendoff",
        }
    }

    /// The source of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// What became of a fact that was put on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The row's number.
    pub id: i64,
    /// It was not there before.
    pub is_new: bool,
}

/// A fact with where and how it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFact {
    /// The row's number: the order in which facts came.
    pub id: i64,
    /// Where it came from.
    pub source: Source,
    /// What happened.
    pub fact: Fact,
}

const SELECT: &str = "SELECT id, source, at, who, what FROM fact WHERE programme = ?1 AND pair = ?2 ORDER BY at, id";

fn stored_fact(row: &Row<'_>) -> Result<StoredFact, StoreError> {
    let who = match row.get_ref(3)? {
        rusqlite::types::ValueRef::Null => None,
        _ => Some(row.word(3, Role::from_name)?),
    };
    let fact = Fact { at: row.instant(2)?, who, what: row.json(4, "fact.what")? };
    Ok(StoredFact { id: row.get(0)?, source: row.word(1, Source::from_name)?, fact })
}

impl View {
    /// All facts of a pair in the order they happened; those of one instant in the order they came.
    ///
    /// # Errors
    /// As for any read.
    pub fn facts(&self, programme: &str, pair: &str) -> Result<Vec<Fact>, StoreError> {
        Ok(self.stored_facts(programme, pair)?.into_iter().map(|stored| stored.fact).collect())
    }

    /// The same with where each came from.
    ///
    /// # Errors
    /// As for any read.
    pub fn stored_facts(&self, programme: &str, pair: &str) -> Result<Vec<StoredFact>, StoreError> {
        let mut statement = self.connection.prepare_cached(SELECT)?;
        statement.query_and_then([programme, pair], stored_fact)?.collect()
    }

    /// The pairs of which something is on record that did not come from the files.
    ///
    /// # Errors
    /// As for any read.
    pub fn pairs_with_own_facts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT DISTINCT programme, pair FROM fact WHERE source NOT IN (?1, ?2) ORDER BY programme, pair";
        let mut statement = self.connection.prepare_cached(sql)?;
        let own = [Source::Files.name(), Source::Sendoff.name()];
        let pairs = statement.query_map(own, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.collect::<Result<_, rusqlite::Error>>()?)
    }

    fn fact_id(&self, programme: &str, pair: &str, at: Timestamp, digest: &[u8]) -> Result<Option<i64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM fact WHERE programme = ?1 AND pair = ?2 AND at = ?3 AND digest = ?4")?;
        Ok(statement.query_row(params![programme, pair, micros(at), digest], |row| row.get(0)).optional()?)
    }
}

impl Tx<'_> {
    /// Puts a fact on record and, if it is new, has the pair's timeline asked at the next pass.
    ///
    /// A fact is the same if pair, instant, person and what happened are the same, whichever side it came from.
    ///
    /// # Errors
    /// As for any write.
    pub fn add_fact(&self, programme: &str, pair: &str, fact: &Fact, source: Source) -> Result<Recorded, StoreError> {
        let who = fact.who.map(Role::name);
        let what = json(&fact.what)?;
        let digest = digest(who, &what);
        if let Some(id) = self.fact_id(programme, pair, fact.at, &digest)? {
            return Ok(Recorded { id, is_new: false });
        }
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO fact (programme, pair, at, who, what, source, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let id = statement.insert(params![programme, pair, micros(fact.at), who, what, source.name(), digest])?;
        self.set_wake_at(programme, pair, Some(crate::store::wakes::WAKE_NOW))?;
        Ok(Recorded { id, is_new: true })
    }
}

pub(super) fn digest(who: Option<&str>, what: &str) -> [u8; 16] {
    let whole = Sha256::new().chain_update(who.unwrap_or_default()).chain_update([0]).chain_update(what).finalize();
    let mut digest = [0; 16];
    digest.copy_from_slice(&whole[..16]);
    digest
}

#[cfg(test)]
mod tests {
    use super::{Recorded, Source};
    use crate::domain::event::EventName;
    use crate::domain::fact::{Fact, What};
    use crate::domain::person::Role;
    use crate::store::specimen::{at, pair_row};
    use crate::store::{Store, WAKE_NOW};

    fn accepted(when: &str, who: Role) -> Fact {
        Fact { at: at(when), who: Some(who), what: What::Accepted { event: EventName::Session } }
    }

    #[test]
    fn an_identical_fact_is_one_row_whichever_side_it_came_from() {
        let mut store = Store::in_memory().unwrap();
        let fact = accepted("2027-05-03T10:00:00Z", Role::Mentor);
        let add = |store: &mut Store, fact: &Fact, source| {
            store.write(|tx| tx.add_fact("spring", "p1", fact, source)).unwrap()
        };
        let first = add(&mut store, &fact, Source::Page);
        assert!(first.is_new);
        assert_eq!(add(&mut store, &fact, Source::Mailbox), Recorded { id: first.id, is_new: false });
        for other in [accepted("2027-05-03T10:00:01Z", Role::Mentor), accepted("2027-05-03T10:00:00Z", Role::Mentee)] {
            assert!(add(&mut store, &other, Source::Page).is_new);
        }
        assert_eq!(store.facts("spring", "p1").unwrap().len(), 3);
        assert_eq!(store.facts("spring", "p2").unwrap(), []);
        assert_eq!(store.stored_facts("spring", "p1").unwrap()[0].source, Source::Page);
    }

    #[test]
    fn facts_come_in_the_order_they_happened_then_in_the_order_they_came() {
        let mut store = Store::in_memory().unwrap();
        let nobody = Fact { at: at("2027-05-03T10:00:00Z"), who: None, what: What::Vanished {} };
        let facts = [
            accepted("2027-05-04T10:00:00Z", Role::Mentor),
            nobody,
            accepted("2027-05-03T10:00:00Z", Role::Mentee),
            accepted("2027-05-02T10:00:00Z", Role::Mentee),
        ];
        store
            .write(|tx| facts.iter().try_for_each(|fact| tx.add_fact("spring", "p1", fact, Source::Files).map(|_| ())))
            .unwrap();
        let [a, b, c, d] = facts;
        assert_eq!(store.facts("spring", "p1").unwrap(), [d, b, c, a]);
    }

    #[test]
    fn a_new_fact_wakes_its_pair_and_a_known_one_does_not() {
        let mut store = Store::in_memory().unwrap();
        let fact = accepted("2027-05-03T10:00:00Z", Role::Mentor);
        let mut row = pair_row("spring", "p1");
        row.wake_at = None;
        store.write(|tx| tx.upsert_pair(&row)).unwrap();
        store.write(|tx| tx.add_fact("spring", "p1", &fact, Source::Page)).unwrap();
        assert_eq!(store.next_wake().unwrap(), Some(WAKE_NOW));
        store.write(|tx| tx.set_wake_at("spring", "p1", None)).unwrap();
        store.write(|tx| tx.add_fact("spring", "p1", &fact, Source::Page)).unwrap();
        assert_eq!(store.next_wake().unwrap(), None);
    }
}
