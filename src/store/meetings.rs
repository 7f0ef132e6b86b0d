//! Meetings: when people are taken (rule 15), and the names their events carry for good (rule 7).

use crate::domain::address::Address;
use crate::domain::event::EventName;
use crate::store::column::{Columns, micros};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use crate::store::pairs::paged;
use jiff::Timestamp;
use rusqlite::{Row, params};

/// A meeting that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// The programme's id.
    pub programme: String,
    /// The pair's id.
    pub pair: String,
    /// Which of the pair's meetings.
    pub event: EventName,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Key of the mentor's address.
    pub mentor_key: String,
    /// Key of the mentee's address.
    pub mentee_key: String,
}

/// What an event is called in calendars, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventIdentity {
    /// RFC 5545 UID.
    pub uid: String,
    /// The organiser's address.
    pub organizer: Address,
}

/// Meetings read at a time by [`View::meetings_of`].
const PAGE: u32 = 256;

fn meeting(row: &Row<'_>) -> Result<Meeting, StoreError> {
    Ok(Meeting {
        programme: row.get(0)?,
        pair: row.get(1)?,
        event: row.word(2, |text| text.parse().ok())?,
        starts_at: row.instant(3)?,
        ends_at: row.instant(4)?,
        mentor_key: row.get(5)?,
        mentee_key: row.get(6)?,
    })
}

impl View {
    /// When a person (by the address's key) is in meetings between two instants, those of one pair left out; in order.
    ///
    /// A meeting that only touches the time between does not count.
    ///
    /// # Errors
    /// As for any read.
    pub fn busy(
        &self,
        address_key: &str,
        from: Timestamp,
        until: Timestamp,
        except: (&str, &str),
    ) -> Result<Vec<(Timestamp, Timestamp)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT starts_at, ends_at FROM meeting WHERE mentor_key = ?1 AND starts_at < ?3 AND ends_at > ?2
                 AND (programme, pair) <> (?4, ?5)
             UNION ALL
             SELECT starts_at, ends_at FROM meeting WHERE mentee_key = ?1 AND mentor_key <> ?1 AND starts_at < ?3
                 AND ends_at > ?2 AND (programme, pair) <> (?4, ?5)
             ORDER BY 1, 2",
        )?;
        let (programme, pair) = except;
        let rows = statement
            .query_and_then(params![address_key, micros(from), micros(until), programme, pair], |row| {
                Ok((row.instant(0)?, row.instant(1)?))
            })?;
        rows.collect()
    }

    /// The meetings of a programme's pairs, by pair. Read in pages: memory stays small.
    pub fn meetings_of<'a>(&'a self, programme: &'a str) -> impl Iterator<Item = Result<Meeting, StoreError>> + 'a {
        paged(
            (String::new(), String::new()),
            |meeting: &Meeting| (meeting.pair.clone(), meeting.event.to_string()),
            move |(pair, event)| {
                let mut statement = self.connection.prepare_cached(
                    "SELECT programme, pair, event, starts_at, ends_at, mentor_key, mentee_key FROM meeting
                     WHERE programme = ?1 AND (pair, event) > (?2, ?3) ORDER BY pair, event LIMIT ?4",
                )?;
                statement.query_and_then(params![programme, pair, event, PAGE], meeting)?.collect()
            },
        )
    }

    /// The meetings of one pair.
    ///
    /// # Errors
    /// As for any read.
    pub fn meetings_of_pair(&self, programme: &str, pair: &str) -> Result<Vec<Meeting>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT programme, pair, event, starts_at, ends_at, mentor_key, mentee_key FROM meeting
             WHERE programme = ?1 AND pair = ?2 ORDER BY event",
        )?;
        statement.query_and_then([programme, pair], meeting)?.collect()
    }

    /// What that event is called, once it has been shown to somebody.
    ///
    /// # Errors
    /// As for any read.
    pub fn event_identity(
        &self,
        programme: &str,
        pair: &str,
        event: EventName,
    ) -> Result<Option<EventIdentity>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT uid, organizer FROM event_identity WHERE programme = ?1 AND pair = ?2 AND event = ?3",
        )?;
        let mut rows = statement.query_and_then(params![programme, pair, event.to_string()], |row| {
            Ok(EventIdentity { uid: row.get(0)?, organizer: row.address(1)? })
        })?;
        rows.next().transpose()
    }

    /// The event of that UID: programme, pair and which meeting. How an answer finds its pair.
    ///
    /// # Errors
    /// As for any read.
    pub fn event_of_uid(&self, uid: &str) -> Result<Option<(String, String, EventName)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT programme, pair, event FROM event_identity WHERE uid = ?1")?;
        let mut rows = statement.query_and_then([uid], |row| {
            Ok((row.get(0)?, row.get(1)?, row.word(2, |text| text.parse::<EventName>().ok())?))
        })?;
        rows.next().transpose()
    }
}

impl Tx<'_> {
    /// Puts a meeting on record, or where it has moved to.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_meeting(&self, meeting: &Meeting) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO meeting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET starts_at = ?4, ends_at = ?5, mentor_key = ?6, mentee_key = ?7",
        )?;
        statement.execute(params![
            meeting.programme,
            meeting.pair,
            meeting.event.to_string(),
            micros(meeting.starts_at),
            micros(meeting.ends_at),
            meeting.mentor_key,
            meeting.mentee_key
        ])?;
        Ok(())
    }

    /// Takes a meeting off; nothing happens if there is none.
    ///
    /// # Errors
    /// As for any write.
    pub fn remove_meeting(&self, programme: &str, pair: &str, event: EventName) -> Result<(), StoreError> {
        let sql = "DELETE FROM meeting WHERE programme = ?1 AND pair = ?2 AND event = ?3";
        self.connection.prepare_cached(sql)?.execute(params![programme, pair, event.to_string()])?;
        Ok(())
    }

    /// Gives an event its name, unless it has one; what it is called, either way.
    ///
    /// # Errors
    /// As for any write.
    pub fn keep_event_identity(
        &self,
        programme: &str,
        pair: &str,
        event: EventName,
        identity: &EventIdentity,
    ) -> Result<EventIdentity, StoreError> {
        if let Some(known) = self.event_identity(programme, pair, event)? {
            return Ok(known);
        }
        let mut statement = self.connection.prepare_cached("INSERT INTO event_identity VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let event = event.to_string();
        statement.execute(params![programme, pair, event, identity.uid, identity.organizer.as_str()])?;
        Ok(identity.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{EventIdentity, Meeting};
    use crate::domain::event::EventName;
    use crate::store::Store;
    use crate::store::specimen::{address, at};

    fn meeting(pair: &str, event: EventName, starts: &str, ends: &str) -> Meeting {
        Meeting {
            programme: "spring".to_owned(),
            pair: pair.to_owned(),
            event,
            starts_at: at(starts),
            ends_at: at(ends),
            mentor_key: "mentor@mentors.example".to_owned(),
            mentee_key: format!("{pair}@mentees.example"),
        }
    }

    #[test]
    fn a_person_is_busy_in_either_role_but_for_the_pair_asked_about() {
        let mut store = Store::in_memory().unwrap();
        let one = meeting("p1", EventName::Session, "2027-05-20T13:00:00Z", "2027-05-20T13:45:00Z");
        let two = meeting("p2", EventName::CatchUp(1), "2027-05-20T10:00:00Z", "2027-05-20T10:45:00Z");
        let mut other_side = meeting("p3", EventName::Session, "2027-05-20T15:00:00Z", "2027-05-20T15:45:00Z");
        other_side.mentee_key = std::mem::replace(&mut other_side.mentor_key, "x@mentors.example".to_owned());
        store.write(|tx| [&one, &two, &other_side].into_iter().try_for_each(|m| tx.set_meeting(m))).unwrap();
        let busy = |store: &Store, from, until, except| -> Vec<_> {
            store.busy("mentor@mentors.example", at(from), at(until), ("spring", except)).unwrap()
        };
        let span = |meeting: &Meeting| (meeting.starts_at, meeting.ends_at);
        let day = ("2027-05-20T00:00:00Z", "2027-05-21T00:00:00Z");
        assert_eq!(busy(&store, day.0, day.1, "none"), [span(&two), span(&one), span(&other_side)]);
        assert_eq!(busy(&store, day.0, day.1, "p1"), [span(&two), span(&other_side)]);
        assert_eq!(busy(&store, "2027-05-20T10:45:00Z", "2027-05-20T13:00:00Z", "none"), [], "touching is free");
        assert_eq!(busy(&store, "2027-05-20T13:44:00Z", "2027-05-20T14:00:00Z", "none"), [span(&one)]);

        let moved = meeting("p1", EventName::Session, "2027-05-21T13:00:00Z", "2027-05-21T13:45:00Z");
        store.write(|tx| tx.set_meeting(&moved)).unwrap();
        store.write(|tx| tx.remove_meeting("spring", "p2", EventName::CatchUp(1))).unwrap();
        assert_eq!(busy(&store, day.0, day.1, "none"), [span(&other_side)]);
    }

    #[test]
    fn an_event_is_named_once_and_found_by_its_name() {
        let mut store = Store::in_memory().unwrap();
        let first = EventIdentity { uid: "a@b.example".to_owned(), organizer: address("sendoff@b.example") };
        let second = EventIdentity { uid: "c@d.example".to_owned(), organizer: address("sendoff@d.example") };
        let event = EventName::CatchUp(2);
        assert_eq!(store.event_identity("spring", "p1", event).unwrap(), None);
        for name in [&first, &second] {
            let kept = store.write(|tx| tx.keep_event_identity("spring", "p1", event, name)).unwrap();
            assert_eq!(kept, first);
        }
        assert_eq!(store.event_identity("spring", "p1", event).unwrap(), Some(first.clone()));
        assert_eq!(store.event_identity("spring", "p1", EventName::Session).unwrap(), None);
        let found = store.event_of_uid(&first.uid).unwrap();
        assert_eq!(found, Some(("spring".to_owned(), "p1".to_owned(), event)));
        assert_eq!(store.event_of_uid(&second.uid).unwrap(), None);
    }
}
