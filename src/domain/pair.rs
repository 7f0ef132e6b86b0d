//! A pair, as a row of the spreadsheet says it.

use crate::domain::address::Address;
use crate::domain::event::Start;
use crate::domain::person::{Person, Role};
use crate::domain::programme::{ContactAfter, Programme};
use data_encoding::BASE32;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The word in the `status` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Status {
    /// Everything goes its way.
    #[default]
    #[serde(rename = "active")]
    Active,
    /// Nothing is sent for now.
    #[serde(rename = "paused")]
    Paused,
    /// The two carry on by themselves.
    #[serde(rename = "continuing")]
    Continuing,
    /// Over before its time, with a goodbye.
    #[serde(rename = "ended early")]
    EndedEarly,
    /// Over, with a bare cancellation and nothing else, ever.
    #[serde(rename = "ended quietly")]
    EndedQuietly,
}

impl Status {
    /// Every word.
    pub const ALL: [Status; 5] =
        [Status::Active, Status::Paused, Status::Continuing, Status::EndedEarly, Status::EndedQuietly];

    /// The word in the sheet and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Paused => "paused",
            Status::Continuing => "continuing",
            Status::EndedEarly => "ended early",
            Status::EndedQuietly => "ended quietly",
        }
    }

    /// The status of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Two people who meet, and what the spreadsheet says about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Stable id: the `pair` column, else derived (rule 13).
    pub id: String,
    /// Who gives.
    pub mentor: Person,
    /// Who learns.
    pub mentee: Person,
    /// The pair's own last day; without it the programme's.
    pub ends: Option<Date>,
    /// The session as the sheet has it.
    pub session: Option<Start>,
    /// Where they meet; without it the programme's place.
    pub place: Option<String>,
    /// The mentoring plan, an https address.
    pub mentoring_plan: Option<String>,
    /// What the mentee set out to do.
    pub goals: Vec<String>,
    /// Stricter or looser than the programme.
    pub contact_after: Option<ContactAfter>,
    /// Gets copies of the mentee's letters.
    pub copy_to: Option<Address>,
    /// The `status` column.
    pub status: Status,
}

impl Pair {
    /// The person in that role; a coordinator is none of them.
    pub fn person(&self, role: Role) -> Option<&Person> {
        match role {
            Role::Mentor => Some(&self.mentor),
            Role::Mentee => Some(&self.mentee),
            Role::Coordinator => None,
        }
    }

    /// Who reads that role's letters, and the other of the two.
    pub fn reader_and_partner(&self, role: Role) -> Option<(&Person, &Person)> {
        self.person(role).zip(self.person(role.partner()))
    }

    /// The last day of this pair, if it has one.
    pub fn ending(&self, programme: &Programme) -> Option<Date> {
        self.ends.or(programme.ends)
    }

    /// What contact after the programme this pair may have.
    pub fn contact_after(&self, programme: &Programme) -> ContactAfter {
        self.contact_after.unwrap_or(programme.contact_after)
    }

    /// Where they meet; empty if nobody said.
    pub fn place<'a>(&'a self, programme: &'a Programme) -> &'a str {
        self.place.as_deref().unwrap_or(&programme.session.place)
    }
}

/// The id of a pair whose row has none (rule 13): ten base32 characters of SHA-256 over programme and both addresses.
pub fn derived_pair_id(programme: &str, mentor: &Address, mentee: &Address) -> String {
    let text = format!("{}\n{}\n{}", programme.trim().to_lowercase(), mentor.key(), mentee.key());
    let mut id = BASE32.encode(&Sha256::digest(text.as_bytes())).to_ascii_lowercase();
    id.truncate(10);
    id
}
