//! One meeting of a pair as the facts leave it: when, where, who answered, whether it took place.

use crate::domain::event::Start;
use crate::domain::person::Role;
use jiff::{Timestamp, civil::Date};

/// A person's calendar answer (RFC 5545 PARTSTAT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "RFC 5545 section 3.2.12")]
pub enum Answer {
    #[default]
    NeedsAction,
    Accepted,
    Declined,
    Tentative,
}

/// Who set the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SetBy {
    /// Sendoff proposed it (rule 15) and may propose anew (rule 16).
    #[default]
    Proposal,
    /// A person or the sheet; it never moves by itself.
    Person,
}

/// How a proposal of another time stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum CounterState {
    Open,
    Refused { at: Timestamp },
}

/// Somebody asked for another time (iTIP COUNTER).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// Who asked.
    pub who: Role,
    /// For when.
    pub starts: Start,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// How it stands.
    pub state: CounterState,
    /// The how-manieth of the pair, from 1.
    pub number: u32,
}

/// It took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// On another day than planned.
    pub on: Option<Date>,
    /// When that was said.
    pub said_at: Timestamp,
}

/// What the facts say of one meeting.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meeting {
    /// Nothing until it was set or proposed and stored.
    pub start: Option<Start>,
    /// Who set it.
    pub set_by: SetBy,
    /// No hour suits both people's clocks; the letters say so (rule 15).
    pub odd_hours: bool,
    /// Another place than the pair's.
    pub place: Option<String>,
    /// Counts the starts it had (rule 2); 0 while it has none.
    pub round: u32,
    /// The start before this one, if it moved.
    pub previous: Option<Start>,
    /// When it was given this start.
    pub set_at: Option<Timestamp>,
    /// The mentor's answer to this start.
    pub mentor: Answer,
    /// The mentee's answer to this start.
    pub mentee: Answer,
    /// When the latest decline of this start came.
    pub declined_at: Option<Timestamp>,
    /// The latest wish for another time.
    pub counter: Option<Counter>,
    /// Left out (catch-ups).
    pub skipped: bool,
    /// It took place.
    pub met: Option<Met>,
    /// It did not take place, said then.
    pub not_met_at: Option<Timestamp>,
}

impl Meeting {
    /// The answer of that person.
    pub fn answer(&self, role: Role) -> Answer {
        if role == Role::Mentor { self.mentor } else { self.mentee }
    }

    /// Puts down the answer of that person.
    pub fn set_answer(&mut self, role: Role, answer: Answer, at: Timestamp) {
        match role {
            Role::Mentor => self.mentor = answer,
            Role::Mentee => self.mentee = answer,
            Role::Coordinator => return,
        }
        self.declined_at = match answer {
            Answer::Declined => Some(at),
            _ if self.declined_by().is_some() => self.declined_at,
            _ => None,
        };
    }

    /// Sets another start: a new round, and every answer is open again (rules 2 and 34).
    pub fn move_to(&mut self, start: &Start, set_by: SetBy, at: Timestamp) {
        let same = self.start.as_ref().is_some_and(|old| old.timestamp() == start.timestamp());
        self.set_by = set_by;
        self.counter = None;
        self.skipped = false;
        if same {
            return;
        }
        self.previous = self.start.replace(start.clone());
        self.round += 1;
        self.set_at = Some(at);
        self.mentor = Answer::NeedsAction;
        self.mentee = Answer::NeedsAction;
        self.declined_at = None;
        self.odd_hours = false;
    }

    /// Who declined, if exactly one did.
    pub fn declined_by(&self) -> Option<Role> {
        match (self.mentor == Answer::Declined, self.mentee == Answer::Declined) {
            (true, false) => Some(Role::Mentor),
            (false, true) => Some(Role::Mentee),
            _ => None,
        }
    }

    /// Both said no.
    pub fn both_declined(&self) -> bool {
        self.mentor == Answer::Declined && self.mentee == Answer::Declined
    }

    /// Somebody pressed Accept.
    pub fn accepted_by_anybody(&self) -> bool {
        self.mentor == Answer::Accepted || self.mentee == Answer::Accepted
    }

    /// Nobody answered at all (rule 5).
    pub fn is_unanswered(&self) -> bool {
        self.mentor == Answer::NeedsAction && self.mentee == Answer::NeedsAction
    }
}
