//! What each letter comes to, given what was decided before: rules 1, 2, 3, 12, 18, 19 and 20.

use crate::domain::delivery::{Delivery, State};
use crate::domain::key::Slot;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Fate, Item, content_of};
use crate::domain::timeline::session::next_sending_time;
use crate::domain::timeline::{PairView, Timeline, latest};
use jiff::Timestamp;
use jiff::civil::Date;

/// Settles the fate of every item, and which waiting letters are replaced.
pub fn apply(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let mut items = std::mem::take(&mut timeline.items);
    let mut kept = Vec::new();
    for item in &mut items {
        compare(item, timeline, view, &mut kept);
        schedule(item, view, now);
    }
    for role in Role::PAIR {
        let mut day = Day { view, now, role, kept: &mut kept };
        day.keep_latest_of_families(&mut items);
        day.keep_one_letter(&mut items);
    }
    timeline.superseded = replaced(&items, view, &kept);
    timeline.items = items;
}

/// Compares an item with what was decided about it before.
fn compare(item: &mut Item, timeline: &Timeline, view: &PairView<'_>, kept: &mut Vec<i64>) {
    let Some(row) = latest(view.deliveries, item.step, item.occurrence, item.role, item.round) else { return };
    let changed = item.follows_changes && content_of(&row.basis) != content_of(&item.basis);
    let readdressed = has_new_address(row, item.role, view);
    let done = match row.state {
        State::Queued | State::Held | State::Deferred => {
            let keeps = item.fate == Fate::Wait || (matches!(item.fate, Fate::Send { .. }) && row.basis == item.basis);
            if keeps {
                kept.push(row.id);
            }
            keeps
        }
        State::Sending => true,
        State::Sent | State::Uncertain => {
            let lost =
                readdressed && row.to.as_ref().is_some_and(|to| timeline.standing.has_bounced(item.role, to).is_some());
            !changed && !lost
        }
        State::Refused => !changed && !readdressed,
        State::Lapsed => !changed,
        State::Skipped => {
            let reason = row.reason.as_deref().and_then(Reason::from_words);
            let same = matches!(item.fate, Fate::Skip(now) if Some(now) == reason);
            same || !(changed || reason.is_none_or(Reason::may_fall_away))
        }
    };
    if done {
        item.fate = Fate::Done;
    }
}

/// Rule 12: the key holds the role, so a corrected address shows in the row.
fn has_new_address(row: &Delivery, role: Role, view: &PairView<'_>) -> bool {
    let current = view.pair.person(role).map(|person| &person.address);
    row.to.as_ref().zip(current).is_some_and(|(to, current)| !to.same_as(current))
}

/// Rules 18 to 20: when it goes, or that its time is over.
fn schedule(item: &mut Item, view: &PairView<'_>, now: &Now) {
    let over = match item.fate {
        Fate::Send { .. } | Fate::Skip(_) => now.reached(item.useful_until),
        Fate::Wait | Fate::Done => return,
    };
    if over && item.due_at < view.first_seen_at {
        item.fate = Fate::Skip(Reason::JoinedLate);
        return;
    }
    let due = now.reached(item.due_at);
    if let Fate::Send { .. } = item.fate {
        item.fate = match (over, due) {
            (true, _) => Fate::Skip(Reason::TooLate),
            (false, true) => Fate::Send { at: next_sending_time(view, item.role, now.timestamp()) },
            (false, false) => Fate::Send { at: item.due_at },
        };
    }
    if let Fate::Send { at } = item.fate {
        now.reached(at);
    }
}

/// Letters of one family replace each other; across families they wait (rule 3).
fn family(step: Step, occurrence: u32) -> Option<(u8, u32)> {
    match step {
        Step::Preparation | Step::Reminder => Some((0, 0)),
        Step::AfterSession | Step::RoadmapNudge => Some((1, 0)),
        Step::PracticeNudge => Some((2, 0)),
        Step::CatchUpReminder => Some((3, occurrence)),
        _ => None,
    }
}

/// Which of several letters goes first (rule 3).
fn rank(step: Step) -> u8 {
    match step {
        Step::Reminder => 0,
        Step::Goodbye => 1,
        Step::Roadmap => 2,
        Step::Agreement => 3,
        Step::AfterSession => 4,
        _ => 5,
    }
}

/// One reader's day.
struct Day<'a> {
    view: &'a PairView<'a>,
    now: &'a Now,
    role: Role,
    kept: &'a mut Vec<i64>,
}

impl Day<'_> {
    fn is_ready(&self, item: &Item) -> bool {
        item.role == self.role && matches!(item.fate, Fate::Send { at } if at <= self.now.timestamp())
    }

    /// This reader's letters without a calendar part.
    fn rows(&self) -> impl Iterator<Item = &Delivery> {
        let rows = self.view.deliveries.iter();
        rows.filter(|d| d.key.role == self.role && d.key.slot == Slot::Reader && !d.key.step.step.is_calendar())
    }

    fn keep_latest_of_families(&mut self, items: &mut [Item]) {
        for index in 0..items.len() {
            let item = &items[index];
            let Some(own) = family(item.step, item.occurrence).filter(|_| self.is_ready(item)) else { continue };
            let later_ready = items.iter().any(|other| {
                self.is_ready(other) && family(other.step, other.occurrence) == Some(own) && other.due_at > item.due_at
            });
            let later_sent = self.rows().any(|row| {
                family(row.key.step.step, row.key.step.occurrence) == Some(own)
                    && row.due_at > item.due_at
                    && (row.state.is_shown() || self.kept.contains(&row.id))
            });
            let due_at = item.due_at;
            if later_ready || later_sent {
                items[index].fate = Fate::Skip(Reason::SupersededByLater);
                continue;
            }
            let older: Vec<i64> = self
                .rows()
                .filter(|row| family(row.key.step.step, row.key.step.occurrence) == Some(own) && row.due_at < due_at)
                .map(|row| row.id)
                .collect();
            self.kept.retain(|id| !older.contains(id));
        }
    }

    fn keep_one_letter(&mut self, items: &mut [Item]) {
        let mut ready: Vec<usize> = (0..items.len()).filter(|index| self.is_ready(&items[*index])).collect();
        ready.sort_by_key(|index| (rank(items[*index].step), items[*index].due_at, items[*index].step));
        let free = usize::from(!self.has_letter());
        for index in ready.into_iter().skip(free) {
            let at = self.next_day(items[index].due_at);
            self.now.reached(at);
            items[index].fate = Fate::Send { at };
        }
    }

    /// Whether the reader had a letter today, or one is still on its way.
    fn has_letter(&self) -> bool {
        let today = self.date(self.now.timestamp());
        self.rows().any(|row| match row.state {
            State::Queued | State::Held | State::Deferred => self.kept.contains(&row.id),
            State::Sending => true,
            State::Sent | State::Uncertain | State::Refused => {
                self.date(row.decided_at) == today || self.date(row.changed_at) == today
            }
            State::Lapsed | State::Skipped => false,
        })
    }

    fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone().clone()).date()
    }

    fn zone(&self) -> &jiff::tz::TimeZone {
        let person = if self.role == Role::Mentor { &self.view.pair.mentor } else { &self.view.pair.mentee };
        person.zone.time_zone()
    }

    fn next_day(&self, due_at: Timestamp) -> Timestamp {
        let clock = due_at.to_zoned(self.zone().clone()).time();
        self.view.programme.calendar.same_clock_next_sending_day(self.zone(), self.now.timestamp(), clock)
    }
}

/// Letters that wait and are no longer wanted as they are, with the reason.
fn replaced(items: &[Item], view: &PairView<'_>, kept: &[i64]) -> Vec<(i64, Reason)> {
    let waiting = view.deliveries.iter().filter(|d| {
        d.state.is_unsent()
            && d.key.role != Role::Coordinator
            && d.key.slot == Slot::Reader
            && is_planned_here(d.key.step.step)
            && !kept.contains(&d.id)
    });
    let reason = |row: &Delivery| {
        let item = items.iter().find(|item| {
            item.step == row.key.step.step
                && item.occurrence == row.key.step.occurrence
                && item.role == row.key.role
                && item.round == row.key.round
        });
        match item.map(|item| item.fate) {
            Some(Fate::Skip(Reason::TooLate)) => Reason::TooLate,
            Some(Fate::Skip(reason)) => reason,
            _ => Reason::Superseded,
        }
    };
    waiting.map(|row| (row.id, reason(row))).collect()
}

/// Letters that only the timeline asks for; others wait for whoever put them there.
fn is_planned_here(step: Step) -> bool {
    !step.is_calendar()
        && !matches!(
            step,
            Step::RoadmapDraft | Step::ReflectionCopy | Step::Note | Step::Digest | Step::Applied | Step::Forwarded
        )
}
