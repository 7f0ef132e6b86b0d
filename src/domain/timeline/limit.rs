//! What each letter comes to, given what was decided before (rules 1, 2, 12, 19 and 20), and one letter a day (rule 3).

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
use std::collections::BTreeSet;

/// Settles the fate of every item, and which waiting letters are replaced.
pub fn apply(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let mut items = std::mem::take(&mut timeline.items);
    let mut outbox = Outbox::default();
    for item in &mut items {
        if let Some(row) = latest(view.deliveries, item.step, item.occurrence, item.role, item.round) {
            let past = Past { item, row, timeline, view, now };
            if let Some(fate) = past.fate(&mut outbox) {
                item.fate = fate;
            }
        }
        schedule(item, view, now);
    }
    for role in Role::PAIR {
        let day = Day { view, now, role };
        day.keep_latest_of_families(&mut items, &mut outbox);
        day.keep_one_letter(&mut items, &outbox);
    }
    timeline.superseded = outbox.replaced(view);
    timeline.items = items;
}

/// What becomes of the letters that wait.
#[derive(Default)]
struct Outbox {
    kept: Vec<i64>,
    dropped: Vec<(i64, Reason)>,
}

impl Outbox {
    fn keeps(&self, row: &Delivery) -> bool {
        self.kept.contains(&row.id)
    }

    fn drop(&mut self, row: &Delivery, reason: Reason) {
        self.kept.retain(|id| *id != row.id);
        self.dropped.push((row.id, reason));
    }

    /// Letters that wait and are no longer wanted as they are, with the reason.
    fn replaced(&self, view: &PairView<'_>) -> Vec<(i64, Reason)> {
        let waiting = view.deliveries.iter().filter(|row| {
            row.state.is_unsent()
                && row.key.role != Role::Coordinator
                && row.key.slot == Slot::Reader
                && is_planned_here(row.key.step.step)
                && !self.keeps(row)
        });
        let reason = |row: &Delivery| self.dropped.iter().find(|(id, _)| *id == row.id).map(|(_, reason)| *reason);
        waiting.map(|row| (row.id, reason(row).unwrap_or(Reason::Superseded))).collect()
    }
}

/// Letters that only the timeline asks for; others wait for whoever put them there.
fn is_planned_here(step: Step) -> bool {
    !step.is_calendar()
        && !matches!(step, Step::RoadmapDraft | Step::Note | Step::Digest | Step::Applied | Step::Forwarded)
}

/// An item and the latest row there is of it.
struct Past<'a> {
    item: &'a Item,
    row: &'a Delivery,
    timeline: &'a Timeline,
    view: &'a PairView<'a>,
    now: &'a Now,
}

impl Past<'_> {
    /// What the row makes of the item; nothing if it leaves it as it is.
    fn fate(&self, outbox: &mut Outbox) -> Option<Fate> {
        if self.row.state.is_unsent() {
            return self.fate_of_waiting(outbox);
        }
        let is_open = match self.row.state {
            State::Sent | State::Uncertain => self.changed() || self.was_lost(),
            State::Refused => self.changed() || self.is_readdressed(),
            State::Lapsed => self.is_wanted() && (self.changed() || self.comes_again()),
            State::Skipped => self.is_wanted() && (self.changed() || self.comes_again() || self.reason_fell_away()),
            State::Queued | State::Held | State::Deferred | State::Sending => false,
        };
        (!is_open).then_some(Fate::Done)
    }

    /// A letter that waits goes as it is, or is put aside with the one reason there is (rule 1).
    fn fate_of_waiting(&self, outbox: &mut Outbox) -> Option<Fate> {
        match self.item.fate {
            // Whoever holds the pair holds its waiting letters too; a pause of the pair itself puts them aside.
            Fate::Wait if self.view.set_aside => outbox.kept.push(self.row.id),
            Fate::Wait => {
                outbox.drop(self.row, Reason::Paused);
                return None;
            }
            Fate::Skip(reason) => outbox.drop(self.row, reason),
            Fate::Send { .. } if self.now.reached(self.item.useful_until) => outbox.drop(self.row, Reason::TooLate),
            Fate::Send { .. } if self.row.basis == self.item.basis => outbox.kept.push(self.row.id),
            Fate::Send { .. } => return None,
            Fate::Done => {}
        }
        Some(Fate::Done)
    }

    fn is_wanted(&self) -> bool {
        matches!(self.item.fate, Fate::Send { .. }) && !self.now.reached(self.item.useful_until)
    }

    fn content_differs(&self) -> bool {
        content_of(&self.row.basis) != content_of(&self.item.basis)
    }

    /// A corrected roadmap, a changed agreement: the next revision goes.
    fn changed(&self) -> bool {
        self.item.follows_changes && self.content_differs()
    }

    /// It was never sent, and the meeting moved so that its time is still to come.
    fn comes_again(&self) -> bool {
        self.content_differs() && self.item.due_at > self.row.decided_at
    }

    fn reason_fell_away(&self) -> bool {
        self.row.reason.as_deref().and_then(Reason::from_words).is_none_or(Reason::may_fall_away)
    }

    /// Rule 12: the key holds the role, so a corrected address shows in the row.
    fn is_readdressed(&self) -> bool {
        // It goes to the address it asks about, which is nobody's before the answer.
        if self.item.step == Step::AddressCheck {
            return false;
        }
        let current = self.view.pair.person(self.item.role).map(|person| &person.address);
        self.row.to.as_ref().zip(current).is_some_and(|(to, current)| !to.same_as(current))
    }

    /// It came back from an address that was corrected since.
    fn was_lost(&self) -> bool {
        let standing = &self.timeline.standing;
        self.is_readdressed()
            && self.row.to.as_ref().is_some_and(|to| standing.has_bounced(self.item.role, to).is_some())
    }
}

/// Rules 18 to 20: when it goes, or that its time is over.
fn schedule(item: &mut Item, view: &PairView<'_>, now: &Now) {
    if matches!(item.fate, Fate::Wait | Fate::Done) {
        return;
    }
    let (due, over) = (now.reached(item.due_at), now.reached(item.useful_until));
    item.fate = match item.fate {
        Fate::Send { .. } | Fate::Skip(_) if over && item.due_at < view.first_seen_at => Fate::Skip(Reason::JoinedLate),
        Fate::Send { .. } if over => Fate::Skip(Reason::TooLate),
        Fate::Send { .. } if due => Fate::Send { at: next_sending_time(view, item.role, now.timestamp()) },
        Fate::Send { .. } => Fate::Send { at: item.due_at },
        other => other,
    };
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
}

impl<'a> Day<'a> {
    /// Due, and only the day may stand in its way.
    fn is_ready(&self, item: &Item) -> bool {
        item.role == self.role && matches!(item.fate, Fate::Send { .. }) && self.now.reached(item.due_at)
    }

    /// This reader's letters without a calendar part. What people have just asked for themselves is not rationed.
    fn rows(&self) -> impl Iterator<Item = &'a Delivery> {
        let (rows, role) = (self.view.deliveries.iter(), self.role);
        rows.filter(move |d| d.key.role == role && d.key.slot == Slot::Reader && !d.key.step.step.is_calendar())
            .filter(|d| !d.key.step.step.is_asked_for())
    }

    /// Of each family the latest goes: of what is ready, what waits, and what has gone.
    fn keep_latest_of_families(&self, items: &mut [Item], outbox: &mut Outbox) {
        let rows = || self.rows().filter_map(|row| Some((row, family(row.key.step.step, row.key.step.occurrence)?)));
        for index in 0..items.len() {
            let item = &items[index];
            let Some(own) = family(item.step, item.occurrence).filter(|_| self.is_ready(item)) else { continue };
            let age = (item.due_at, item.step);
            let later_ready = items.iter().any(|other| {
                self.is_ready(other)
                    && family(other.step, other.occurrence) == Some(own)
                    && (other.due_at, other.step) > age
            });
            let later_row = rows().any(|(row, theirs)| {
                theirs == own && (row.due_at, row.key.step.step) > age && (row.is_shown() || outbox.keeps(row))
            });
            if later_ready || later_row {
                items[index].fate = Fate::Skip(Reason::SupersededByLater);
                continue;
            }
            for (row, theirs) in rows() {
                if theirs == own && outbox.keeps(row) && (row.due_at, row.key.step.step) < age {
                    outbox.drop(row, Reason::SupersededByLater);
                }
            }
        }
    }

    /// At most one letter a day; the others keep their clock and go on the next sending days, in their order.
    ///
    /// A letter that had to wait is put off from its own day, over every day that had a letter, so that asking at
    /// another moment of the day gives the same answer.
    fn keep_one_letter(&self, items: &mut [Item], outbox: &Outbox) {
        let mut taken = self.taken(outbox);
        let is_rationed = |item: &Item| self.is_ready(item) && !item.step.is_asked_for();
        let mut ready: Vec<usize> = (0..items.len()).filter(|index| is_rationed(&items[*index])).collect();
        ready.sort_by_key(|index| {
            let item = &items[*index];
            (rank(item.step), item.due_at, item.step, item.occurrence, item.round)
        });
        for index in ready {
            let at = self.first_free(items[index].due_at, &taken);
            self.now.reached(at);
            items[index].fate = Fate::Send { at };
            taken.insert(self.date(at));
        }
    }

    /// The days on which the reader had a letter, and today if one is still on its way.
    fn taken(&self, outbox: &Outbox) -> BTreeSet<Date> {
        let mut taken = BTreeSet::new();
        for row in self.rows() {
            if row.state == State::Sending || outbox.keeps(row) {
                taken.insert(self.date(self.now.timestamp()));
            } else if row.is_shown() {
                taken.extend([self.date(row.decided_at), self.date(row.changed_at)]);
            }
        }
        taken
    }

    fn first_free(&self, due_at: Timestamp, taken: &BTreeSet<Date>) -> Timestamp {
        let waited = self.past(due_at, due_at, taken);
        if !self.now.reached(waited) {
            return waited;
        }
        self.past(next_sending_time(self.view, self.role, self.now.timestamp()), due_at, taken)
    }

    /// That instant, or the letter's clock on the first sending day after it that is not taken.
    fn past(&self, from: Timestamp, due_at: Timestamp, taken: &BTreeSet<Date>) -> Timestamp {
        let clock = due_at.to_zoned(self.zone().clone()).time();
        let mut at = from;
        while taken.contains(&self.date(at)) {
            let next = self.view.programme.calendar.same_clock_next_sending_day(self.zone(), at, clock);
            if next <= at {
                break;
            }
            at = next;
        }
        at
    }

    fn date(&self, at: Timestamp) -> Date {
        self.zone().to_datetime(at).date()
    }

    fn zone(&self) -> &jiff::tz::TimeZone {
        let person = if self.role == Role::Mentor { &self.view.pair.mentor } else { &self.view.pair.mentee };
        person.zone.time_zone()
    }
}
