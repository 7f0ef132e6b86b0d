//! What a letter may say about a meeting and its time.

use jiff::Zoned;
use jiff::civil::Date;
use serde::Serialize;

/// An instant on both people's clocks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    /// In the reader's zone.
    pub reader: Zoned,
    /// The same instant in the partner's zone; letters give it only where the wall clocks differ.
    pub partner: Option<Zoned>,
}

/// A meeting: the final session or a catch-up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// 0 for the final session, else the number of the catch-up.
    pub catch_up: u32,
    /// How many catch-ups the agreement has, this one's included; 0 for the final session.
    pub catch_ups: u32,
    /// When it starts.
    pub starts: Moment,
    /// In minutes.
    pub length_minutes: u32,
    /// Where; `None`: where the two usually meet.
    pub place: Option<String>,
    /// Nobody set the time; Sendoff proposes it.
    pub proposed: bool,
    /// No hour is a working hour for both, so this one is early or late for somebody (rule 15).
    pub odd_hours: bool,
    /// What this letter tells about it.
    pub change: Change,
    /// When it was, if it moved.
    pub was: Option<Moment>,
    /// 1, and one more after each move.
    pub round: u32,
}

/// What a calendar letter tells about its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Shown for the first time, or nothing changed.
    New,
    /// Another time (and perhaps another place).
    Moved,
    /// Another place, the same time.
    Place,
    /// Names, length or other words.
    Details,
    /// Cancelled, and nothing is said about why.
    Cancelled,
    /// Cancelled: they met on another day already.
    CancelledMet,
    /// Cancelled: they carry on by themselves.
    CancelledContinuing,
    /// Cancelled: the pair ended early.
    CancelledEnded,
    /// Cancelled: this catch-up is left out.
    CancelledSkipped,
    /// Cancelled: the catch-ups have ended.
    CancelledCatchUps,
    /// Cancelled here because the invitation goes to the reader's new address.
    CancelledAddress,
}

/// Whether the two have met, as far as anybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Met {
    /// The day on the reader's calendar.
    pub on: Date,
    /// Somebody said so; otherwise letters say "if you met".
    pub known: bool,
}

/// Another time that somebody asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// The time asked for.
    pub starts: Moment,
    /// The reader asked; otherwise the partner did.
    pub by_reader: bool,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The partner is asked.
    Asked,
    /// The coordinator decides.
    WithCoordinator,
    /// The partner cannot then.
    Refused,
    /// The partner did not say in time.
    Unanswered,
    /// It is later than the programme allows.
    TooLate,
    /// It is outside working hours or days, or on a holiday.
    OutsideHours,
    /// It holds: the calendar update says so too.
    Taken,
}
