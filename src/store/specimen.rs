//! Specimens for tests.

use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, Method, Shown, State};
use crate::domain::event::EventName;
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::pair::{Pair, Status};
use crate::domain::person::{Coordinator, Language, Person, Role, Zone};
use crate::domain::programme::{
    ContactAfter, DayOfWeek, Hours, Programme, ProposalPolicy, Proposals, SessionRule, WorkCalendar,
};
use crate::domain::rule::{Span, Unit};
use crate::domain::step::Step;
use crate::store::{MessageBytes, PairRow, ProgrammeRow, View};
use jiff::Timestamp;
use jiff::civil::{date, time};
use std::collections::{BTreeMap, BTreeSet};

impl View {
    /// How SQLite goes about that statement, in its own words.
    pub(super) fn query_plan(&self, sql: &str) -> String {
        let mut statement = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let values = vec![""; statement.parameter_count()];
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("; ")
    }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        called: None,
        address: address(&format!("{name}@mentors.example")),
        zone: Zone::named("Europe/London").unwrap(),
        language: Language("en".to_owned()),
    }
}

/// A pair whose people's addresses follow from programme and id.
pub(crate) fn pair_row(programme: &str, id: &str) -> PairRow {
    PairRow {
        programme: programme.to_owned(),
        pair: Pair {
            id: id.to_owned(),
            mentor: person(&format!("mentor-{programme}-{id}")),
            mentee: person(&format!("mentee-{programme}-{id}")),
            ends: Some(date(2027, 5, 28)),
            session: Some("2027-05-20T14:00:00+01:00[Europe/London]".parse().unwrap()),
            place: None,
            mentoring_plan: None,
            goals: vec!["talk in public".to_owned()],
            contact_after: None,
            copy_to: None,
            status: Status::Active,
        },
        first_seen_at: at("2027-03-01T00:00:00Z"),
        set_aside: None,
        vanished: false,
        wake_at: Some(at("2027-04-22T08:00:00Z")),
        fingerprint: [7; 16],
        held_by: None,
    }
}

/// An approved programme.
pub(crate) fn programme_row(id: &str) -> ProgrammeRow {
    let span = |amount, unit| Span { amount, unit };
    let hours = Hours { open: time(8, 0, 0, 0), close: time(18, 0, 0, 0) };
    ProgrammeRow {
        id: id.to_owned(),
        programme: Programme {
            id: id.to_owned(),
            name: "Spring 2027".to_owned(),
            ends: Some(date(2027, 5, 28)),
            zone: Zone::named("Europe/London").unwrap(),
            language: Language("en".to_owned()),
            contact_after: ContactAfter::Free,
            coordinators: vec![Coordinator { name: "Ada".to_owned(), address: address("ada@mentors.example") }],
            calendar: WorkCalendar { hours, days: DayOfWeek::ALL.to_vec(), holidays: BTreeSet::new() },
            session: SessionRule {
                length_minutes: 45,
                place: String::new(),
                within: span(10, Unit::WorkingDays),
                hours,
            },
            steps: BTreeMap::new(),
            share_addresses: true,
            goals_in_event: false,
            digest: None,
            proposals: Proposals {
                policy: ProposalPolicy::Ask,
                grace: span(2, Unit::Weeks),
                answer_within: span(3, Unit::Days),
            },
        },
        epoch: "one".to_owned(),
        approved: true,
        paused: false,
        first_seen_at: at("2027-03-01T00:00:00Z"),
        vanished: false,
    }
}

/// A queued preparation letter to the mentor, due at nine on the 13th of May.
pub(super) fn letter(programme: &str, pair: &str) -> Delivery {
    let due_at = at("2027-05-13T08:00:00Z");
    Delivery {
        id: 0,
        key: DeliveryKey {
            step: StepKey {
                programme: programme.to_owned(),
                pair: pair.to_owned(),
                step: Step::Preparation,
                occurrence: 1,
            },
            role: Role::Mentor,
            slot: Slot::Reader,
            reader: 0,
            round: 1,
            revision: 1,
        },
        to: Some(address("Mentor@mentors.example")),
        state: State::Queued,
        reason: None,
        due_at,
        decided_at: due_at,
        useful_until: Some(at("2027-05-20T11:00:00Z")),
        basis: "basis".to_owned(),
        message_id: Some(format!("{programme}-{pair}@mentors.example")),
        subject: Some("Your last session".to_owned()),
        shown: None,
        changed_at: due_at,
        next_attempt_at: Some(due_at),
        attempts: 0,
        may_have_arrived: false,
    }
}

/// A queued invitation to the session: a calendar letter.
pub(crate) fn invitation(programme: &str, pair: &str, revision: u32) -> Delivery {
    let mut delivery = letter(programme, pair);
    delivery.key.step.step = Step::Invitation;
    delivery.key.revision = revision;
    delivery.shown = Some(Shown {
        event: EventName::Session,
        method: Method::Request,
        uid: "uid@mentors.example".to_owned(),
        organizer: address("sendoff@mentors.example"),
        sequence: revision - 1,
        stamped_at: delivery.decided_at,
        starts_at: at("2027-05-20T13:00:00Z"),
        ends_at: at("2027-05-20T13:45:00Z"),
        content: "hash".to_owned(),
    });
    delivery
}

pub(crate) fn message() -> MessageBytes {
    MessageBytes {
        envelope_from: address("sendoff+token@mentors.example"),
        envelope_to: address("mentor@mentors.example"),
        bytes: b"Subject: Your last session\r\n\r\nHello\0\xff".to_vec(),
    }
}
