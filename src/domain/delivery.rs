//! A delivery: one message to one recipient, and where it stands.
//!
//! ```text
//! queued -> sending -> sent
//!    ^         |-> deferred   4xx or the network: tried again later
//!    |         |-> refused    5xx to RCPT, DATA or the body
//!    |         '-> uncertain  lost between the last byte and the answer
//! held <-> queued             a person or the guard stopped it
//! lapsed                      no longer useful when its time came: never sent, but told
//! skipped                     decided against, with the reason
//! ```

use crate::domain::address::Address;
use crate::domain::event::EventName;
use crate::domain::key::DeliveryKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "drawn above")]
pub enum State {
    Queued,
    Held,
    Sending,
    Deferred,
    Sent,
    Refused,
    Uncertain,
    Lapsed,
    Skipped,
}

impl State {
    /// Every state.
    pub const ALL: [State; 9] = [
        State::Queued,
        State::Held,
        State::Sending,
        State::Deferred,
        State::Sent,
        State::Refused,
        State::Uncertain,
        State::Lapsed,
        State::Skipped,
    ];

    /// The word in the database and in `--json`.
    pub fn name(self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Held => "held",
            State::Sending => "sending",
            State::Deferred => "deferred",
            State::Sent => "sent",
            State::Refused => "refused",
            State::Uncertain => "uncertain",
            State::Lapsed => "lapsed",
            State::Skipped => "skipped",
        }
    }

    /// The state of that name, if there is one.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Still on its way and not yet on the wire: a new fact may supersede it.
    pub fn is_unsent(self) -> bool {
        matches!(self, State::Queued | State::Held | State::Deferred)
    }

    /// The reader has it, may have it, or is about to (rule 11).
    pub fn is_shown(self) -> bool {
        matches!(self, State::Sending | State::Sent | State::Uncertain)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The method of a calendar letter (RFC 5546).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "RFC 5546")]
pub enum Method {
    Request,
    Cancel,
}

impl Method {
    /// The word in the object and in the Content-Type.
    pub fn name(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }
}

/// What a calendar letter said about its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which meeting.
    pub event: EventName,
    /// REQUEST or CANCEL.
    pub method: Method,
    /// RFC 5545 UID, stored with the first REQUEST and never recomputed (rule 7).
    pub uid: String,
    /// The organiser's address, stored like the UID.
    pub organizer: Address,
    /// RFC 5545 SEQUENCE.
    pub sequence: u32,
    /// RFC 5545 DTSTAMP.
    pub stamped_at: Timestamp,
    /// When the meeting starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Hash of everything in the event a reader could notice; another one is another revision.
    pub content: String,
}

/// One row of the outbox, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The row's number; 0 before it is stored.
    pub id: i64,
    /// What, to whom, which revision.
    pub key: DeliveryKey,
    /// The recipient; nobody for what was decided against before there was an address to send to.
    pub to: Option<Address>,
    /// Where it stands.
    pub state: State,
    /// Why it is where it is, in words a coordinator reads.
    pub reason: Option<String>,
    /// When it was due.
    pub due_at: Timestamp,
    /// When it was decided: `Date`, DTSTAMP and every other time in it (rule 10).
    pub decided_at: Timestamp,
    /// After this it lapses (rule 19).
    pub useful_until: Option<Timestamp>,
    /// Hash of what it was made from (rule 1).
    pub basis: String,
    /// With angle brackets left out.
    pub message_id: Option<String>,
    /// As composed, decoded.
    pub subject: Option<String>,
    /// What its calendar part said.
    pub shown: Option<Shown>,
    /// When the state last changed.
    pub changed_at: Timestamp,
    /// Earliest next attempt, for `queued` and `deferred`.
    pub next_attempt_at: Option<Timestamp>,
    /// Attempts so far.
    pub attempts: u32,
    /// It has been `uncertain` once: the reader may have it, whatever became of it since.
    pub may_have_arrived: bool,
}

impl Delivery {
    /// The reader has it, may have it, or is about to (rule 11): also when it was sent again, or replaced, after its fate
    /// was uncertain.
    pub fn is_shown(&self) -> bool {
        self.may_have_arrived || self.state.is_shown()
    }
}

/// What the way out said of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The server took it.
    Accepted,
    /// Not now: 4xx, or the network, before the final dot was written.
    Deferred {
        /// What was said, without addresses or text of letters.
        reason: String,
        /// The fault lies with the connection or the account (greeting, login, MAIL), not with this letter.
        everybody: bool,
    },
    /// Never.
    Refused {
        /// What was said, without addresses or text of letters.
        reason: String,
        /// RFC 3463 code, if the server gave one.
        status: Option<String>,
        /// The address itself is dead: counts as `bounced`.
        address_is_dead: bool,
    },
    /// Lost between the last byte and the answer.
    Uncertain {
        /// What happened.
        reason: String,
    },
}
