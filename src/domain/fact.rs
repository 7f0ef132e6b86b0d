//! Facts: what people and machines did. Append-only, whichever side they came from.

use crate::domain::address::Address;
use crate::domain::correction::Correction;
use crate::domain::event::{EventName, Start};
use crate::domain::follow_up::{FollowUp, RenewalAnswer};
use crate::domain::person::Role;
use crate::domain::reflection::Reflection;
use crate::domain::roadmap::Roadmap;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// One thing that happened to one pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody for what Sendoff or the files did.
    pub who: Option<Role>,
    /// What happened.
    pub what: What,
}

/// What somebody wants stopped (rule 26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stop {
    /// The letters about this pair.
    Letters,
    /// Everything to this address, in all programmes.
    Everything,
}

/// The kinds of fact, written as in `docs/INTERFACES.md`: `{"fact": "accepted", "event": "session"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// Calendar answer: yes.
    Accepted {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
    },
    /// Calendar answer: no.
    Declined {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
    },
    /// Calendar answer: perhaps.
    Tentative {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
    },
    /// Asks for another time.
    Proposed {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// The time asked for.
        starts: Start,
    },
    /// The partner takes the other time.
    Agreed {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// The time it is about.
        starts: Start,
    },
    /// The partner does not take the other time.
    Refused {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// The time it is about.
        starts: Start,
    },
    /// The event is now then, or there.
    Moved {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// The new start, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        starts: Option<Start>,
        /// The new place, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<String>,
    },
    /// This catch-up is left out.
    Skipped {
        /// Which meeting.
        event: EventName,
    },
    /// It took place.
    Met {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// On another day than planned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// It did not take place.
    #[serde(rename = "not-met")]
    NotMet {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// The day it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// They carry on by themselves.
    Continuing {},
    /// Would rather speak with the coordinator first.
    Concern {},
    /// The mentor's roadmap.
    Roadmap(Roadmap),
    /// One person's private answer about staying in touch.
    FollowUp(FollowUp),
    /// The answer after the last catch-up.
    Renewal {
        /// What the person would like.
        answer: RenewalAnswer,
    },
    /// Whether the mentee wants their roadmap back now and then.
    PracticeNudges {
        /// Yes or no.
        yes: bool,
    },
    /// One person's private notes on the time together.
    Reflection(Reflection),
    /// Would like a copy of these notes by mail.
    ReflectionCopy {},
    /// A person's own time zone or language.
    Corrected(Correction),
    /// Would like letters from now on at another address; nothing changes before it is confirmed from there.
    NewAddress {
        /// The other address.
        address: Address,
    },
    /// The link that went to that address was used.
    AddressConfirmed {
        /// The other address.
        address: Address,
        /// What the sheet said then; filled in when it is put on record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<Address>,
    },
    /// No more letters.
    Stopped {
        /// How much of it.
        what: Stop,
        /// The address it was said for; filled in when it is put on record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<Address>,
    },
    /// An address refused for good.
    Bounced {
        /// RFC 3463 code.
        #[serde(default)]
        status: String,
        /// What the server said.
        #[serde(default)]
        text: String,
        /// The address it was about; filled in when it is put on record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<Address>,
    },
    /// Nothing is sent for now.
    Paused {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// It goes on.
    Resumed {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Over before its time.
    Ended {
        /// Why.
        #[serde(default)]
        reason: String,
        /// A bare cancellation and nothing else.
        #[serde(default)]
        quietly: bool,
    },
    /// Sendoff set the event (a proposal, stored with its first letter; rule 15).
    Scheduled {
        /// Which meeting.
        #[serde(default)]
        event: EventName,
        /// When it starts.
        starts: Start,
        /// Nobody's working hours hold it for both people; the letter says so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        odd_hours: bool,
    },
    /// The row went out of the sheet.
    Vanished {},
    /// The row came back, or its status says active again.
    Returned {},
    /// The coordinator lets a waiting agreement go (`contact_after = "approval"`).
    Approved {},
}

impl What {
    /// The word in the `fact` field.
    pub fn name(&self) -> &'static str {
        match self {
            What::Accepted { .. } => "accepted",
            What::Declined { .. } => "declined",
            What::Tentative { .. } => "tentative",
            What::Proposed { .. } => "proposed",
            What::Agreed { .. } => "agreed",
            What::Refused { .. } => "refused",
            What::Moved { .. } => "moved",
            What::Skipped { .. } => "skipped",
            What::Met { .. } => "met",
            What::NotMet { .. } => "not-met",
            What::Continuing {} => "continuing",
            What::Concern {} => "concern",
            What::Roadmap(_) => "roadmap",
            What::FollowUp(_) => "follow_up",
            What::Renewal { .. } => "renewal",
            What::PracticeNudges { .. } => "practice_nudges",
            What::Reflection(_) => "reflection",
            What::ReflectionCopy {} => "reflection_copy",
            What::Corrected(_) => "corrected",
            What::NewAddress { .. } => "new_address",
            What::AddressConfirmed { .. } => "address_confirmed",
            What::Stopped { .. } => "stopped",
            What::Bounced { .. } => "bounced",
            What::Paused { .. } => "paused",
            What::Resumed { .. } => "resumed",
            What::Ended { .. } => "ended",
            What::Scheduled { .. } => "scheduled",
            What::Vanished {} => "vanished",
            What::Returned {} => "returned",
            What::Approved {} => "approved",
        }
    }

    /// Whether only the person who said it may read it (rule 25).
    pub fn is_private(&self) -> bool {
        matches!(
            self,
            What::FollowUp(_)
                | What::Renewal { .. }
                | What::Concern {}
                | What::PracticeNudges { .. }
                | What::Reflection(_)
                | What::ReflectionCopy {}
                | What::NewAddress { .. }
                | What::AddressConfirmed { .. }
        )
    }
}
