//! One letter of a timeline.

use crate::domain::event::EventName;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::step::Step;
use crate::domain::timeline::PairView;
use crate::domain::timeline::reflection::is_own_copy;
use crate::domain::useful::useful_until;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// What is to become of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// To be sent at that instant, which is not before its due time, in the reader's sending hours (rule 18).
    Send {
        /// When it goes.
        at: Timestamp,
    },
    /// Decided against; recorded when its time has come.
    Skip(Reason),
    /// Neither sent nor recorded for now: the pair or its programme is paused.
    Wait,
    /// Decided already; nothing to do.
    Done,
}

/// One letter of a timeline, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What kind of letter.
    pub step: Step,
    /// Its number (catch-up, nudge, agreement, renewal), from 1.
    pub occurrence: u32,
    /// Who reads it.
    pub role: Role,
    /// Which meeting it is about.
    pub event: Option<EventName>,
    /// The round in its key: the event's for steps due once a round, else 1 (rule 2).
    pub round: u32,
    /// When the step says.
    pub due_at: Timestamp,
    /// After this it lapses (rule 19).
    pub useful_until: Timestamp,
    /// Hash of what it is made from (rule 1).
    pub basis: String,
    /// Another basis after it was sent is another revision (a corrected roadmap, a changed agreement).
    pub follows_changes: bool,
    /// What is to become of it.
    pub fate: Fate,
}

impl Item {
    /// The plain case, from which others differ: once per pair, about no meeting, to be sent when the step says.
    pub fn plain(view: &PairView<'_>, step: Step, role: Role, due_at: Timestamp) -> Item {
        Item {
            step,
            occurrence: 1,
            role,
            event: None,
            round: 1,
            due_at,
            useful_until: useful_until(step, due_at, None),
            basis: basis(view.pair, role, &[]),
            follows_changes: false,
            fate: Fate::Send { at: due_at },
        }
    }

    /// Whether it is a copy of private notes that its reader asked for.
    pub fn is_own_copy(&self) -> bool {
        is_own_copy(self.step, self.occurrence)
    }

    /// The same, decided against if there is a reason.
    pub fn unless(self, reason: Option<Reason>) -> Item {
        Item { fate: reason.map_or(self.fate, Fate::Skip), ..self }
    }
}

/// Hash of what a letter is made from (rule 1): who reads it, a dot, and what it is about.
///
/// The part after the dot tells a changed matter from a corrected name or address ([`content_of`]).
pub fn basis(pair: &Pair, role: Role, parts: &[&str]) -> String {
    let reader = match pair.reader_and_partner(role) {
        Some((person, partner)) => {
            let (address, language) = (person.address.key(), person.language.as_str());
            short_hash([&*address, language, person.zone.name(), person.called(), partner.called()].into_iter())
        }
        None => short_hash(std::iter::empty()),
    };
    format!("{reader}.{}", short_hash(parts.iter().copied()))
}

/// The part of a basis that says what the letter is about.
pub fn content_of(basis: &str) -> &str {
    basis.split_once('.').map_or(basis, |(_, content)| content)
}

/// Sixteen base32 characters over texts that cannot run into each other.
pub fn short_hash<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut text = data_encoding::BASE32_NOPAD.encode(&hash.finalize()[..10]);
    text.make_ascii_lowercase();
    text
}
