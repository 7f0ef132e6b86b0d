//! The two people of a pair, and their coordinators.

use crate::domain::address::Address;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which side of the work somebody stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Role {
    Mentor,
    Mentee,
    Coordinator,
}

impl Role {
    /// The two people of a pair.
    pub const PAIR: [Role; 2] = [Role::Mentor, Role::Mentee];

    /// The other person of the pair; a coordinator has none and stays one.
    pub fn partner(self) -> Role {
        match self {
            Role::Mentor => Role::Mentee,
            Role::Mentee => Role::Mentor,
            Role::Coordinator => Role::Coordinator,
        }
    }

    /// The word in files, headers and logs.
    pub fn name(self) -> &'static str {
        match self {
            Role::Mentor => "mentor",
            Role::Mentee => "mentee",
            Role::Coordinator => "coordinator",
        }
    }

    /// The role of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Role> {
        [Role::Mentor, Role::Mentee, Role::Coordinator].into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// An IANA time zone that exists in the zone database, e.g. `Europe/London`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(#[serde(with = "jiff::fmt::serde::tz::required")] TimeZone);

impl Zone {
    /// The zone of that IANA name, or nothing if the zone database does not know it.
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some()).map(Zone)
    }

    /// Coordinated universal time.
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The rules of the zone.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}

/// A language tag such as `en`, `de` or `de-du`: the name of a folder of templates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

impl Language {
    /// The tag, as the folder is called.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag for machines (RFC 5646): `pt-BR` stays, `de-du`, whose second half only we understand, is `de`.
    pub fn tag(&self) -> &str {
        let (language, rest) = self.0.split_once('-').unwrap_or((&self.0, ""));
        let is_region = rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_uppercase());
        if is_region { &self.0 } else { language }
    }
}

/// A mentor or a mentee, as the spreadsheet has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The whole name.
    pub name: String,
    /// How the person wants to be called; without it the whole name is used.
    pub called: Option<String>,
    /// Where letters go.
    pub address: Address,
    /// The reader's clock.
    pub zone: Zone,
    /// The reader's language.
    pub language: Language,
}

impl Person {
    /// The words by which a text speaks of them, in lower case: the address, and a name that is long enough to be looked for.
    pub fn words(&self) -> Vec<String> {
        let name = Some(self.name.to_lowercase()).filter(|name| name.chars().count() > 2);
        [self.address.key()].into_iter().chain(name).collect()
    }

    /// The name letters use.
    pub fn called(&self) -> &str {
        self.called.as_deref().unwrap_or(&self.name)
    }

    /// In the place of somebody who was let go of while their partner still gets lines of the roadmap (rule 22). No server ever
    /// hears of that address.
    pub fn removed() -> Option<Person> {
        let address = Address::parse(REMOVED).ok()?;
        Some(Person {
            name: String::new(),
            called: None,
            address,
            zone: Zone::utc(),
            language: Language("en".to_owned()),
        })
    }

    /// Whether this is nobody any more.
    pub fn is_removed(&self) -> bool {
        self.address.as_str() == REMOVED
    }
}

/// The address of nobody (RFC 2606).
const REMOVED: &str = "removed@removed.invalid";

/// Somebody who looks after a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordinator {
    /// The name letters use.
    pub name: String,
    /// Where notes and replies go.
    pub address: Address,
}
