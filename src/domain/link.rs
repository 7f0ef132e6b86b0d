//! Tokens of links to private pages (rule 9).

use crate::domain::person::Role;
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Purpose {
    Session,
    Roadmap,
    FollowUp,
    Reflection,
    Concern,
    Stop,
    MyData,
    NewAddress,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 8] = [
        Purpose::Session,
        Purpose::Roadmap,
        Purpose::FollowUp,
        Purpose::Reflection,
        Purpose::Concern,
        Purpose::Stop,
        Purpose::MyData,
        Purpose::NewAddress,
    ];

    /// The word that enters the token.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Session => "session",
            Purpose::Roadmap => "roadmap",
            Purpose::FollowUp => "follow-up",
            Purpose::Reflection => "reflection",
            Purpose::Concern => "concern",
            Purpose::Stop => "stop",
            Purpose::MyData => "my-data",
            Purpose::NewAddress => "new-address",
        }
    }

    /// The purpose of that word, if there is one.
    pub fn from_name(name: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// The installation's key: 256 bits in a file of its own, outside the database.
#[derive(Clone)]
pub struct LinkKey([u8; 32]);

impl LinkKey {
    /// The key of those bytes.
    pub fn new(bytes: [u8; 32]) -> LinkKey {
        LinkKey(bytes)
    }

    /// The key of `demo`, `simulate` and tests: always the same, never an installation's.
    pub fn fixed() -> LinkKey {
        LinkKey([7; 32])
    }

    /// The token of one person's link for one purpose: 256 bits in base32.
    pub fn token(&self, programme: &str, pair: &str, role: Role, purpose: Purpose, generation: u32) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            unreachable!("HMAC takes a key of any length")
        };
        for part in [programme, pair, role.name(), purpose.name(), &generation.to_string()] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        BASE32_NOPAD.encode(&mac.finalize().into_bytes()).to_ascii_lowercase()
    }
}
