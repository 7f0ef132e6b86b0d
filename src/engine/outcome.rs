//! One line of `plan`, `simulate` and `show --json`: what became of a letter, in the words of docs/INTERFACES.md.

use crate::domain::delivery::{Delivery, State};
use crate::domain::event::EventName;
use crate::domain::key::Slot;
use crate::domain::step::Step;
use crate::engine::notes::covered;
use jiff::Timestamp;
use serde::Serialize;

/// A letter, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// When it was decided, or is planned for.
    pub at: Timestamp,
    /// The programme's id.
    pub programme: String,
    /// The pair's id.
    pub pair: String,
    /// The step's name.
    pub step: String,
    /// Its number (catch-up, nudge, agreement, renewal), from 1.
    pub occurrence: u32,
    /// `mentor`, `mentee` or `coordinator`.
    pub role: &'static str,
    /// The recipient.
    pub to: Option<String>,
    /// It goes to `copy_to`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub copy: bool,
    /// The state, or `due` for what is planned.
    pub outcome: &'static str,
    /// Why, where that is not plain.
    pub reason: Option<String>,
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// As composed, decoded.
    pub subject: Option<String>,
    /// REQUEST or CANCEL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<&'static str>,
    /// RFC 5545 UID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// RFC 5545 SEQUENCE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u32>,
    /// When the meeting starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<Timestamp>,
    /// Which meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventName>,
}

impl Outcome {
    /// The lines of one row of the outbox: one, but for a note that tells of several pairs.
    pub fn of(row: &Delivery) -> Vec<Outcome> {
        let line = Outcome::line(row);
        if row.key.step.step != Step::Note {
            return vec![line];
        }
        let pairs = covered(&row.basis);
        pairs
            .map(|(programme, pair)| Outcome { programme: programme.to_owned(), pair: pair.to_owned(), ..line.clone() })
            .collect()
    }

    fn line(row: &Delivery) -> Outcome {
        let shown = row.shown.as_ref().filter(|_| row.key.slot == Slot::Reader);
        // Being sent is no outcome: until the server has answered, the letter waits.
        let is_in_hand = row.state == State::Sending;
        Outcome {
            at: row.decided_at,
            programme: row.key.step.programme.clone(),
            pair: row.key.step.pair.clone(),
            step: row.key.step.step.name().to_owned(),
            occurrence: row.key.step.occurrence,
            role: row.key.role.name(),
            to: row.to.as_ref().map(ToString::to_string),
            copy: row.key.slot == Slot::Copy,
            outcome: if is_in_hand { State::Queued.name() } else { row.state.name() },
            reason: if is_in_hand { Some("on its way".to_owned()) } else { row.reason.clone() },
            message_id: row.message_id.clone(),
            subject: row.subject.clone(),
            method: shown.map(|shown| shown.method.name()),
            uid: shown.map(|shown| shown.uid.clone()),
            sequence: shown.map(|shown| shown.sequence),
            starts: shown.map(|shown| shown.starts_at),
            event: shown.map(|shown| shown.event),
        }
    }
}
