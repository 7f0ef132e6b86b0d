//! One name from the file to the mail header, and what is derived from it.

use crate::domain::event::EventName;
use crate::domain::person::Role;
use crate::domain::step::Step;
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Programme, pair, step and occurrence: what a letter is, whoever reads it. Written `PROGRAMME/PAIR/STEP.N`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepKey {
    /// The programme's id; empty for letters that are about no single one.
    pub programme: String,
    /// The pair's id; empty for letters that are about no single one.
    pub pair: String,
    /// What kind of letter.
    pub step: Step,
    /// The catch-up, nudge, agreement or renewal number; 1 for everything else.
    pub occurrence: u32,
}

/// Whom a letter of a key goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Slot {
    /// The person in the role.
    Reader,
    /// `copy_to`.
    Copy,
}

/// The unique key of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeliveryKey {
    /// What it is.
    pub step: StepKey,
    /// Whose letter it is.
    pub role: Role,
    /// The person or the copy. Coordinators are told apart by `reader`.
    pub slot: Slot,
    /// The number of the coordinator in the programme's list, from 0; 0 for mentor and mentee.
    pub reader: u32,
    /// The event's round (rule 2), from 1.
    pub round: u32,
    /// From 1; the next one when an earlier one was superseded, or when an event changed.
    pub revision: u32,
}

impl Slot {
    /// The word in the database and in derived names.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Reader => "reader",
            Slot::Copy => "copy",
        }
    }

    /// The slot of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Slot> {
        [Slot::Reader, Slot::Copy].into_iter().find(|slot| slot.name() == name)
    }
}

impl fmt::Display for StepKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.programme, self.pair, self.step)?;
        if self.occurrence > 1 {
            write!(f, ".{}", self.occurrence)?;
        }
        Ok(())
    }
}

/// `PROGRAMME/PAIR/STEP/ROLE`, as in `X-Sendoff-Step`; never round or revision.
impl fmt::Display for DeliveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.step, self.role)
    }
}

/// The random root of every derived name (rule 8): stored in the database, kept by `restore`.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// The seed of `demo`, `simulate` and tests: always the same, never an installation's.
    pub fn fixed() -> Seed {
        Seed(Sha256::digest(b"sendoff: a seed for playing through").into())
    }

    fn derive(&self, purpose: &str, parts: &[&str]) -> String {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(purpose.as_bytes());
        for part in parts {
            hash.update([0]);
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        BASE32_NOPAD.encode(&hash.finalize()[..20]).to_ascii_lowercase()
    }

    /// The local part of an event's UID (rule 7): no revision, role or step in it.
    pub fn uid(&self, programme: &str, pair: &str, event: EventName) -> String {
        self.derive("uid", &[programme, pair, &event.to_string()])
    }

    /// The token of a pair in the organiser's plus-address (rule 7).
    pub fn pair_token(&self, programme: &str, pair: &str) -> String {
        let mut token = self.derive("pair", &[programme, pair]);
        token.truncate(16);
        token
    }

    /// The local part of a Message-ID (rule 7).
    pub fn message_id(&self, key: &DeliveryKey) -> String {
        self.derive("message", &key_parts(key).iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A multipart boundary of the message; `level` tells nested ones apart.
    pub fn boundary(&self, key: &DeliveryKey, level: u32) -> String {
        let mut parts = key_parts(key);
        parts.push(level.to_string());
        self.derive("boundary", &parts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The per-letter token of the envelope sender (VERP), by which a bounce finds its letter.
    pub fn letter_token(&self, key: &DeliveryKey) -> String {
        let mut token = self.derive("letter", &key_parts(key).iter().map(String::as_str).collect::<Vec<_>>());
        token.truncate(16);
        token
    }
}

fn key_parts(key: &DeliveryKey) -> Vec<String> {
    vec![
        key.step.programme.clone(),
        key.step.pair.clone(),
        key.step.step.name().to_owned(),
        key.step.occurrence.to_string(),
        key.role.name().to_owned(),
        key.slot.name().to_owned(),
        key.reader.to_string(),
        key.round.to_string(),
        key.revision.to_string(),
    ]
}
