//! What the cells of a row say, each by itself: also of a row that makes no pair.

use crate::domain::address::Address;
use crate::domain::event::Start;
use crate::domain::pair::{Pair, Status, derived_pair_id};
use crate::domain::person::{Language, Person, Role, Zone};
use crate::domain::programme::{ContactAfter, Programme};
use jiff::civil::Date;

/// Everything that could be read of a row. A cell that is empty or faulty is nothing.
#[derive(Debug)]
pub(crate) struct Reading {
    pub id: Option<String>,
    /// Whether the row says an id, readable or not.
    pub says_id: bool,
    pub mentor: PersonReading,
    pub mentee: PersonReading,
    pub ends: Option<Date>,
    pub session: Option<Start>,
    pub place: Option<String>,
    pub mentoring_plan: Option<String>,
    pub goals: Vec<String>,
    pub contact_after: Option<ContactAfter>,
    pub copy_to: Option<Address>,
    pub status: Status,
}

/// The same of one person.
#[derive(Debug)]
pub(crate) struct PersonReading {
    pub name: Option<String>,
    pub called: Option<String>,
    pub address: Option<Address>,
    pub zone: Option<Zone>,
    pub language: Option<Language>,
}

impl Reading {
    /// What is said of the person in that role; of a coordinator nothing.
    pub fn person(&self, role: Role) -> Option<&PersonReading> {
        match role {
            Role::Mentor => Some(&self.mentor),
            Role::Mentee => Some(&self.mentee),
            Role::Coordinator => None,
        }
    }

    /// Whether both have one address.
    pub fn is_one_person(&self) -> bool {
        self.mentor
            .address
            .as_ref()
            .zip(self.mentee.address.as_ref())
            .is_some_and(|(mentor, mentee)| mentor.same_as(mentee))
    }

    /// The last day, if there is one.
    pub fn ending(&self, programme: &Programme) -> Option<Date> {
        self.ends.or(programme.ends)
    }

    /// The id that is written, else the one that follows from the addresses, where the cell is empty.
    fn pair_id(&self, programme: &Programme) -> Option<String> {
        if self.says_id {
            return self.id.clone();
        }
        Some(derived_pair_id(&programme.id, self.mentor.address.as_ref()?, self.mentee.address.as_ref()?))
    }

    /// The pair, if what it needs is there.
    pub fn into_pair(self, programme: &Programme) -> Option<Pair> {
        Some(Pair {
            id: self.pair_id(programme)?,
            mentor: self.mentor.into_person(programme)?,
            mentee: self.mentee.into_person(programme)?,
            ends: self.ends,
            session: self.session,
            place: self.place,
            mentoring_plan: self.mentoring_plan,
            goals: self.goals,
            contact_after: self.contact_after,
            copy_to: self.copy_to,
            status: self.status,
        })
    }
}

impl PersonReading {
    fn into_person(self, programme: &Programme) -> Option<Person> {
        Some(Person {
            name: self.name?,
            called: self.called,
            address: self.address?,
            zone: self.zone.unwrap_or_else(|| programme.zone.clone()),
            language: self.language.unwrap_or_else(|| programme.language.clone()),
        })
    }
}
