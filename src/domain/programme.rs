//! A programme: when it ends, who looks after it, and how its letters go.

use crate::domain::person::{Coordinator, Language, Zone};
use crate::domain::rule::{Span, StepRule};
use crate::domain::step::Step;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What contact after the programme is allowed. There is no default: somebody must decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContactAfter {
    /// The two decide.
    Free,
    /// An agreement waits for the coordinator.
    Approval,
    /// Nothing is asked, offered or linked; contact goes through the coordinator.
    None,
}

impl ContactAfter {
    /// The word in the files and in the database.
    pub fn name(self) -> &'static str {
        match self {
            ContactAfter::Free => "free",
            ContactAfter::Approval => "approval",
            ContactAfter::None => "none",
        }
    }

    /// What has that name, if anything.
    pub fn from_name(name: &str) -> Option<ContactAfter> {
        [ContactAfter::Free, ContactAfter::Approval, ContactAfter::None].into_iter().find(|word| word.name() == name)
    }
}

/// Hours of a day: from the first to before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Hours {
    pub open: Time,
    pub close: Time,
}

/// Days and hours on which letters go and sessions are proposed (rule 18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    /// On the reader's clock.
    pub hours: Hours,
    /// Days of the week, Monday first, that are sending days.
    pub days: Vec<DayOfWeek>,
    /// Days that the programme's holiday files name.
    pub holidays: BTreeSet<Date>,
}

/// A day of the week that serialises by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum DayOfWeek {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl DayOfWeek {
    /// All, Monday first.
    pub const ALL: [DayOfWeek; 7] = [
        DayOfWeek::Mon,
        DayOfWeek::Tue,
        DayOfWeek::Wed,
        DayOfWeek::Thu,
        DayOfWeek::Fri,
        DayOfWeek::Sat,
        DayOfWeek::Sun,
    ];

    /// The same day in jiff's words.
    pub fn weekday(self) -> Weekday {
        match self {
            DayOfWeek::Mon => Weekday::Monday,
            DayOfWeek::Tue => Weekday::Tuesday,
            DayOfWeek::Wed => Weekday::Wednesday,
            DayOfWeek::Thu => Weekday::Thursday,
            DayOfWeek::Fri => Weekday::Friday,
            DayOfWeek::Sat => Weekday::Saturday,
            DayOfWeek::Sun => Weekday::Sunday,
        }
    }
}

/// How Sendoff proposes a session (rule 15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRule {
    /// In minutes.
    pub length_minutes: u32,
    /// Empty: "where you usually meet".
    pub place: String,
    /// How long before the ending.
    pub within: Span,
    /// On both people's clocks, where that is possible.
    pub hours: Hours,
}

/// What happens to a proposal of another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalPolicy {
    /// The partner is asked.
    Ask,
    /// It is taken.
    Accept,
    /// The coordinator decides.
    Coordinator,
}

/// `[proposals]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposals {
    /// Who decides.
    pub policy: ProposalPolicy,
    /// How far past the ending a proposal may lie.
    pub grace: Span,
    /// After this time without an answer the event stands.
    pub answer_within: Span,
}

/// One programme file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// The file's name without `.toml`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The last day, where the pair's row has no other.
    pub ends: Option<Date>,
    /// The programme's own clock.
    pub zone: Zone,
    /// The language of readers whose row names none.
    pub language: Language,
    /// Safeguarding: said by somebody, never assumed.
    pub contact_after: ContactAfter,
    /// At least one; the first is the one letters name.
    pub coordinators: Vec<Coordinator>,
    /// Sending hours, days and holidays.
    pub calendar: WorkCalendar,
    /// How sessions are proposed.
    pub session: SessionRule,
    /// Rules per step; a step without any is switched off. Only `practice_nudge` has more than one.
    pub steps: BTreeMap<Step, Vec<StepRule>>,
    /// Whether each event lists both people.
    pub share_addresses: bool,
    /// Whether the event's text has the goals.
    pub goals_in_event: bool,
    /// The coordinator's cron line for the digest, five fields, programme's zone.
    pub digest: Option<String>,
    /// How proposals of another time are decided.
    pub proposals: Proposals,
}

impl Programme {
    /// The rule of a step that has at most one; nothing if it is switched off.
    pub fn rule(&self, step: Step) -> Option<StepRule> {
        self.steps.get(&step).and_then(|rules| rules.first()).copied()
    }
}
