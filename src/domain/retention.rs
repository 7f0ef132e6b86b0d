//! When what is held about a pair is deleted (rules 22, 25 and 28).
//!
//! A fixed time after the last thing Sendoff does for the pair; the day is in the last letter, and is the same whatever anybody
//! answered the other. Pairs that have no such last thing, because they are paused, carry on by themselves or have no end, are
//! kept for eighteen months after the last that happened.

use crate::domain::person::Role;
use crate::domain::standing::Standing;
use crate::domain::step::Step;
use crate::domain::timeline::{Fate, PairView, Timeline};
use crate::domain::useful::{days, later};
use jiff::{Span, Timestamp};

/// The longest that anything is kept which has no end of its own.
const LONGEST_MONTHS: i32 = 18;

/// What is to be deleted when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Everything about both people, but for what `until` is about.
    pub at: Timestamp,
    /// Until then the mentee's address and roadmap stay: they asked for lines of it (rule 22).
    pub roadmap_until: Option<Timestamp>,
}

impl Retention {
    /// When that pair is let go of, if that can be said; `forget_after` in days.
    pub fn of(timeline: &Timeline, view: &PairView<'_>, forget_after: i64) -> Option<Retention> {
        let at = match open_since(timeline, view) {
            Some(since) => eighteen_months_after(since, view),
            None => later(timeline.closes_at?, days(forget_after)),
        };
        let roadmap_until = last_line(timeline).filter(|until| *until > at);
        Some(Retention { at, roadmap_until })
    }

    /// The last instant at which anything about that person is held.
    pub fn of_person(&self, role: Role) -> Timestamp {
        self.roadmap_until.filter(|_| role == Role::Mentee).unwrap_or(self.at)
    }
}

/// Since when a pair is without an end; nothing if it has one.
fn open_since(timeline: &Timeline, view: &PairView<'_>) -> Option<Timestamp> {
    let Standing { ended, vanished_at, paused_at, continuing_at, .. } = &timeline.standing;
    if timeline.already_over || ended.is_some() || vanished_at.is_some() {
        return None;
    }
    let waits = paused_at.or(*continuing_at);
    let has_end = timeline.closes_at.is_some() || view.pair.ending(view.programme).is_some();
    if has_end {
        return waits;
    }
    let last_fact = view.facts.iter().map(|fact| fact.at).max();
    Some(last_fact.map_or(view.first_seen_at, |at| at.max(view.first_seen_at)))
}

fn eighteen_months_after(since: Timestamp, view: &PairView<'_>) -> Timestamp {
    let zone = view.programme.zone.time_zone().clone();
    let until = since.to_zoned(zone).checked_add(Span::new().months(LONGEST_MONTHS));
    until.map_or(Timestamp::MAX, |until| until.timestamp())
}

/// When the last line of the roadmap that is still to come has gone, or is of no use any more.
fn last_line(timeline: &Timeline) -> Option<Timestamp> {
    let lines = timeline.items.iter().filter(|item| item.step == Step::PracticeNudge);
    lines.filter(|item| matches!(item.fate, Fate::Send { .. } | Fate::Wait)).map(|item| item.useful_until).max()
}
