//! Copies to try things out on: what is done to them is done to nothing else.
//!
//! A copy lies in a file without a name beside the database: it takes room on the disk and not in memory, and goes when it is
//! closed. The bytes of letters that have gone stay behind; they are most of a database, and nothing to try out.

use crate::domain::fact::What;
use crate::domain::person::Role;
use crate::store::PairRow;
use crate::store::erase::{OF_PAIR, of_pair};
use crate::store::error::StoreError;
use crate::store::open::{Store, View};
use crate::store::outbox::NEEDS_BYTES;
use rusqlite::types::Value;
use rusqlite::{Params, params_from_iter};
use std::collections::BTreeSet;

/// What a copy of everything has, in an order in which every row finds what it refers to. `tally` fills itself.
const WHOLE: [&str; 14] = [
    "setting",
    "programme",
    "pair",
    "fact",
    "address",
    "delivery",
    "meeting",
    "event_identity",
    "note",
    "note_told",
    "hold",
    "roadmap_draft",
    "link",
    "draft",
];

// For an excerpt: `?1` and `?2` are the pair's place.
const TOLD_OF_PAIR: &str = "note IN (SELECT id FROM note WHERE programme = ?1 AND pair = ?2)";
/// Letters to coordinators, which are about no single pair.
const OF_DESKS: &str = "programme IN (SELECT id FROM programme) AND pair = ''";
/// When the person of that address (`?1`) meets others than in the pair at `?2` and `?3`.
const MEETINGS_OF_OTHERS: &str = "(mentor_key = ?1 OR mentee_key = ?1) AND (programme, pair) <> (?2, ?3)";

/// The bytes of those letters that need them.
fn bytes_of(letters: &str) -> String {
    format!("delivery IN (SELECT id FROM delivery WHERE {letters} AND {NEEDS_BYTES})")
}

impl Store {
    /// A copy of everything but the bytes of letters that have gone. No faults come along.
    ///
    /// # Errors
    /// As for any read, or a disk that is full.
    pub fn rehearsal(&self) -> Result<Store, StoreError> {
        let mut copy = Store::without_a_name(self.folder.clone())?;
        let indexes = copy.take_indexes()?;
        self.snapshot(|view| {
            copy.write(|copy| {
                for table in WHOLE {
                    view.copy_rows(copy, table, "TRUE", [])?;
                }
                view.copy_rows(copy, "message", &bytes_of("TRUE"), [])?;
                view.copy_counts(copy)
            })
        })?;
        // Sorted and written at once, an index costs a fraction of what its rows cost one by one.
        copy.connection.execute_batch(&indexes)?;
        Ok(copy)
    }

    /// One pair: everything of it, all programmes, letters to coordinators, and when its people meet others. However many pairs
    /// there are, it costs as much as this one.
    ///
    /// # Errors
    /// As for any read.
    pub fn excerpt(&self, row: &PairRow) -> Result<Store, StoreError> {
        let mut copy = Store::without_a_name(self.folder.clone())?;
        let place = [row.programme.as_str(), row.id()];
        self.snapshot(|view| {
            copy.write(|copy| {
                for table in ["setting", "programme"] {
                    view.copy_rows(copy, table, "TRUE", [])?;
                }
                view.copy_rows(copy, "hold", "decided_at IS NULL", [])?;
                for table in OF_PAIR.into_iter().chain(["delivery"]) {
                    view.copy_rows(copy, table, &of_pair(table), place)?;
                }
                view.copy_rows(copy, "message", &bytes_of(&of_pair("delivery")), place)?;
                view.copy_rows(copy, "note_told", TOLD_OF_PAIR, place)?;
                view.copy_rows(copy, "delivery", OF_DESKS, [])?;
                view.copy_rows(copy, "message", &bytes_of(OF_DESKS), [])?;
                for key in view.keys_of(row)? {
                    view.copy_rows(copy, "address", "key = ?1", [&key])?;
                    view.copy_meetings(copy, MEETINGS_OF_OTHERS, [key.as_str(), place[0], place[1]])?;
                }
                view.copy_counts(copy)
            })
        })?;
        Ok(copy)
    }

    /// Takes the indexes away, and gives the words that put them back.
    fn take_indexes(&self) -> Result<String, StoreError> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let indexes: Vec<(String, String)> = rows.collect::<Result<_, rusqlite::Error>>()?;
        let dropped: String = indexes.iter().map(|(name, _)| format!("DROP INDEX {name};")).collect();
        self.connection.execute_batch(&dropped)?;
        Ok(indexes.into_iter().map(|(_, sql)| format!("{sql};")).collect())
    }
}

impl View {
    fn copy_rows(&self, to: &View, table: &str, which: &str, params: impl Params) -> Result<(), StoreError> {
        self.put_rows("INSERT", to, table, which, params)
    }

    /// A meeting may be two people's.
    fn copy_meetings(&self, to: &View, which: &str, params: impl Params) -> Result<(), StoreError> {
        self.put_rows("INSERT OR IGNORE", to, "meeting", which, params)
    }

    fn put_rows(&self, verb: &str, to: &View, table: &str, which: &str, params: impl Params) -> Result<(), StoreError> {
        let mut from = self.connection.prepare_cached(&format!("SELECT * FROM {table} WHERE {which}"))?;
        let places = vec!["?"; from.column_count()];
        let mut into = to.connection.prepare_cached(&format!("{verb} INTO {table} VALUES ({})", places.join(", ")))?;
        let mut rows = from.query(params)?;
        while let Some(row) = rows.next()? {
            let values = (0..places.len()).map(|at| row.get(at)).collect::<Result<Vec<Value>, rusqlite::Error>>()?;
            into.execute(params_from_iter(values))?;
        }
        Ok(())
    }

    /// New rows are numbered on from where the numbers of the original are.
    fn copy_counts(&self, to: &View) -> Result<(), StoreError> {
        to.connection.execute_batch("DELETE FROM sqlite_sequence; DELETE FROM change_count")?;
        self.copy_rows(to, "sqlite_sequence", "TRUE", [])?;
        self.copy_rows(to, "change_count", "TRUE", [])
    }

    /// The addresses of a pair's people, also those they named themselves.
    fn keys_of(&self, row: &PairRow) -> Result<BTreeSet<String>, StoreError> {
        let people = Role::PAIR.into_iter().filter_map(|role| row.pair.person(role));
        let mut keys: BTreeSet<String> = people.map(|person| person.address.key()).collect();
        for fact in self.facts(&row.programme, row.id())? {
            if let What::NewAddress { address } | What::AddressConfirmed { address, .. } = &fact.what {
                keys.insert(address.key());
            }
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::{MEETINGS_OF_OTHERS, OF_DESKS, TOLD_OF_PAIR, WHOLE, bytes_of, of_pair};
    use crate::domain::delivery::State;
    use crate::domain::event::EventName;
    use crate::domain::fact::{Fact, What};
    use crate::domain::person::Role;
    use crate::store::specimen::{at, letter, message, pair_row, programme_row};
    use crate::store::{Meeting, PairRow, Source, Store, WAKE_NOW};

    /// Three pairs of one mentor, each with a fact, a meeting and two letters: one that went, and one that waits.
    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        let accepted = Fact {
            at: at("2027-05-03T10:00:00Z"),
            who: Some(Role::Mentor),
            what: What::Accepted { event: EventName::Session },
        };
        store
            .write(|tx| {
                tx.upsert_programme(&programme_row("spring"))?;
                for id in ["p1", "p2", "p3"] {
                    let mut row = pair_row("spring", id);
                    row.pair.mentor = pair_row("spring", "p1").pair.mentor;
                    tx.upsert_pair(&row)?;
                    tx.add_fact("spring", id, &accepted, Source::Record)?;
                    tx.set_meeting(&Meeting {
                        programme: "spring".to_owned(),
                        pair: id.to_owned(),
                        event: EventName::Session,
                        starts_at: at("2027-05-20T13:00:00Z"),
                        ends_at: at("2027-05-20T13:45:00Z"),
                        mentor_key: row.pair.mentor.address.key(),
                        mentee_key: row.pair.mentee.address.key(),
                    })?;
                    let mut gone = letter("spring", id);
                    (gone.key.revision, gone.state) = (7, State::Sent);
                    tx.insert_delivery(&gone, Some(&message()))?;
                    tx.insert_delivery(&letter("spring", id), Some(&message()))?;
                }
                Ok(())
            })
            .unwrap();
        store
    }

    fn row(store: &Store, id: &str) -> PairRow {
        store.pair("spring", id).unwrap().unwrap()
    }

    #[test]
    fn every_table_is_copied_or_left_on_purpose() {
        let store = Store::in_memory().unwrap();
        let mut statement = store.connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let mut tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let apart = ["message", "tally", "change_count", "sqlite_sequence", "seen", "sqlite_stat1"];
        tables.retain(|table| !apart.contains(&table.as_str()));
        let mut copied = WHOLE;
        tables.sort();
        copied.sort_unstable();
        assert_eq!(tables, copied);
    }

    #[test]
    fn a_rehearsal_is_the_same_but_for_bytes_of_what_has_gone_and_goes_its_own_way() {
        let store = store();
        let mut copy = store.rehearsal().unwrap();
        for id in ["p1", "p2", "p3"] {
            assert_eq!(row(&copy, id), row(&store, id));
            assert_eq!(copy.facts("spring", id).unwrap(), store.facts("spring", id).unwrap());
            assert_eq!(copy.deliveries("spring", id).unwrap(), store.deliveries("spring", id).unwrap());
        }
        assert_eq!(copy.state_counts().unwrap(), store.state_counts().unwrap());
        let bytes = |store: &Store, id| store.message_bytes(id).unwrap();
        assert!(bytes(&store, 1).is_some() && bytes(&copy, 1).is_none() && bytes(&copy, 2) == bytes(&store, 2));
        assert_eq!(copy.due_pairs(WAKE_NOW, None, 9).unwrap(), store.due_pairs(WAKE_NOW, None, 9).unwrap());
        copy.write(|tx| tx.insert_delivery(&letter("spring", "p4"), Some(&message()))).unwrap();
        assert_eq!((copy.last_delivery().unwrap(), store.last_delivery().unwrap()), (7, 6));
        assert!(store.deliveries("spring", "p4").unwrap().is_empty());
    }

    #[test]
    fn an_excerpt_has_one_pair_and_when_its_people_meet_others() {
        let store = store();
        let mut copy = store.excerpt(&row(&store, "p2")).unwrap();
        assert_eq!(row(&copy, "p2"), row(&store, "p2"));
        assert_eq!(copy.facts("spring", "p2").unwrap(), store.facts("spring", "p2").unwrap());
        assert_eq!(copy.deliveries("spring", "p2").unwrap(), store.deliveries("spring", "p2").unwrap());
        assert_eq!((copy.pair("spring", "p1").unwrap(), copy.deliveries("spring", "p1").unwrap()), (None, vec![]));
        let (mentor, day) = (row(&store, "p2").pair.mentor.address.key(), ["2027-05-20", "2027-05-21"]);
        let [from, until] = day.map(|day| at(&format!("{day}T00:00:00Z")));
        let busy = |store: &Store| store.busy(&mentor, from, until, ("spring", "p2")).unwrap();
        assert_eq!((busy(&copy).len(), busy(&copy)), (2, busy(&store)));
        copy.write(|tx| tx.insert_delivery(&letter("spring", "p9"), Some(&message()))).unwrap();
        assert_eq!(copy.last_delivery().unwrap(), 7, "numbered on from the original");
    }

    #[test]
    fn an_excerpt_looks_through_no_table() {
        let store = Store::in_memory().unwrap();
        for (table, which) in [
            ("message", bytes_of(&of_pair("delivery")).as_str()),
            ("note_told", TOLD_OF_PAIR),
            ("delivery", OF_DESKS),
            ("message", bytes_of(OF_DESKS).as_str()),
            ("meeting", MEETINGS_OF_OTHERS),
        ] {
            let plan = store.query_plan(&format!("SELECT * FROM {table} WHERE {which}"));
            let plan = plan.replace("SCAN programme", "");
            assert!(!plan.contains("SCAN"), "{table}: {plan}");
        }
    }
}
