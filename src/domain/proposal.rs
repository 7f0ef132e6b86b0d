//! When to propose a session that nobody has set (rules 15 and 16).
//!
//! Slots lie on the half hours of the mentor's clock. Days are the programme's where they are counted (the window, and
//! what is left before the ending) and each person's own where they live (working days, hours, two events a day).
//! Pure and total: the same question has the same answer, and where nothing fits the answer is nothing.

use crate::domain::event::Start;
use crate::domain::person::Role;
use crate::domain::programme::{Hours, SessionRule, WorkCalendar};
use crate::domain::rule::{Side, Unit};
use crate::domain::sending::{clock_on, day_after, day_before, days_away, earlier, later};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// Minutes between two slots, and between a session and another event of the same person.
const HALF_HOUR: SignedDuration = SignedDuration::from_mins(30);

/// Events a person has in a day, at most.
const MOST_A_DAY: usize = 2;

/// Working days left between a session and the ending, where that is possible; and of notice before a session.
const WORKING_DAYS_SPARE: u32 = 2;

/// How many days before the ending are looked at, however long the window is.
const LONGEST_WINDOW: usize = 190;

/// Hours nobody minds much: 07:00 to 22:00, in minutes of the day.
const BEARABLE: (i64, i64) = (7 * 60, 22 * 60);

const DAY: i64 = 24 * 60;

/// Another fixed event of one of the two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    /// Whose it is; an event of both is listed twice.
    pub who: Role,
    /// Its start.
    pub starts_at: Timestamp,
    /// Its end.
    pub ends_at: Timestamp,
}

/// Everything a proposal depends on.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Spreads pairs of the same programme over the day.
    pub pair_id: &'a str,
    /// The pair's last day.
    pub ending: Date,
    /// Length, window and hours.
    pub rule: &'a SessionRule,
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// Where the window and the ending are counted.
    pub programme_zone: &'a TimeZone,
    /// The mentor's clock.
    pub mentor_zone: &'a TimeZone,
    /// The mentee's clock.
    pub mentee_zone: &'a TimeZone,
    /// The present.
    pub now: Timestamp,
    /// What the two already have.
    pub busy: &'a [Busy],
}

/// A session to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// On the mentor's clock, in the mentor's zone.
    pub start: Start,
    /// No slot lies within the hours of both people; the letter says so.
    pub odd_hours: bool,
}

/// The slot to propose; nothing if none is left (rule 15).
///
/// The one least outside anybody's hours, then the latest day that leaves two working days before the ending (else the
/// one that leaves the most), then by a hash, so that pairs do not all meet at nine.
pub fn propose(ask: &Ask<'_>) -> Option<Proposal> {
    let mut best: Option<Slot> = None;
    for day in ask.days() {
        let Some(slot) = ask.choice(ask.slots(day)) else { continue };
        if slot.discomfort.suits_both() {
            return Some(ask.proposal(slot));
        }
        if best.is_none_or(|best| slot.discomfort < best.discomfort) {
            best = Some(slot);
        }
    }
    best.map(|slot| ask.proposal(slot))
}

/// Up to `n` slots to choose from, in order of time, spread over as many days as there are.
///
/// All of one kind: slots that suit both if there is any, else bearable ones, else whatever is left.
pub fn alternatives(ask: &Ask<'_>, n: usize) -> Vec<Proposal> {
    let mut days: Vec<Vec<Slot>> = ask.days().into_iter().map(|day| ask.slots(day)).collect();
    let Some(kind) = days.iter().flatten().map(|slot| slot.discomfort.kind()).min() else { return Vec::new() };
    for slots in &mut days {
        slots.retain(|slot| slot.discomfort.kind() == kind);
        slots.sort_by_cached_key(|slot| (slot.discomfort, ask.order(*slot)));
    }
    let rounds = days.iter().map(Vec::len).max().unwrap_or(0);
    let by_round = (0..rounds).flat_map(|round| days.iter().filter_map(move |slots| slots.get(round)));
    let mut chosen: Vec<Slot> = by_round.take(n).copied().collect();
    chosen.sort_by_key(|slot| slot.starts_at);
    chosen.into_iter().map(|slot| ask.proposal(slot)).collect()
}

/// Whether a proposal that nobody has accepted may stay: inside the window, on a working day of both (rule 16).
pub fn in_window(ask: &Ask<'_>, start: &Start) -> bool {
    let (starts_at, ends_at) = ask.session(start);
    starts_at >= ask.opens_at() && ends_at <= ask.closes_at() && ask.is_working_day(starts_at)
}

/// Whether a session that somebody accepted must move: it ends after the ending, or is on a holiday (rule 16).
pub fn must_move(ask: &Ask<'_>, start: &Start) -> bool {
    let (starts_at, ends_at) = ask.session(start);
    let on_holiday = ask.zones().iter().any(|zone| ask.calendar.holidays.contains(&zone.to_datetime(starts_at).date()));
    ends_at > ask.closes_at() || on_holiday
}

/// How far a slot is from the hours of both people, in minutes; the smaller, the better (rule 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Discomfort {
    /// Outside the hours of somebody, and before 07:00 or after 22:00 for somebody.
    unbearable: bool,
    /// Of the two, the one who has it worse.
    worse: i64,
    /// Both together.
    sum: i64,
}

impl Discomfort {
    fn suits_both(self) -> bool {
        self.sum == 0
    }

    fn kind(self) -> u8 {
        match self {
            _ if self.suits_both() => 0,
            Discomfort { unbearable: false, .. } => 1,
            Discomfort { unbearable: true, .. } => 2,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    starts_at: Timestamp,
    discomfort: Discomfort,
}

impl Ask<'_> {
    fn zones(&self) -> [&TimeZone; 2] {
        [self.mentor_zone, self.mentee_zone]
    }

    fn length(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.rule.length_minutes))
    }

    fn session(&self, start: &Start) -> (Timestamp, Timestamp) {
        (start.timestamp(), later(start.timestamp(), self.length()))
    }

    fn proposal(&self, slot: Slot) -> Proposal {
        Proposal {
            start: Start::at(slot.starts_at.to_zoned(self.mentor_zone.clone())),
            odd_hours: !slot.discomfort.suits_both(),
        }
    }

    /// The end of the last day.
    fn closes_at(&self) -> Timestamp {
        clock_on(day_after(self.ending), Time::midnight(), self.programme_zone)
    }

    /// The start of the window: a whole day where the window is counted in days.
    fn opens_at(&self) -> Timestamp {
        let amount = self.rule.within.amount;
        let on = match self.rule.within.unit {
            Unit::Minutes => return earlier(self.closes_at(), SignedDuration::from_mins(i64::from(amount))),
            Unit::Hours => return earlier(self.closes_at(), SignedDuration::from_hours(i64::from(amount))),
            Unit::Days => days_away(self.ending, i64::from(amount), Side::Before),
            Unit::Weeks => days_away(self.ending, i64::from(amount) * 7, Side::Before),
            Unit::WorkingDays => self.calendar.minus_working_days(self.ending, amount),
        };
        clock_on(on, Time::midnight(), self.programme_zone)
    }

    /// The first instant a proposal may start: in the window, and two working days from now at the same clock.
    fn earliest(&self) -> Timestamp {
        let now = self.programme_zone.to_datetime(self.now);
        let on = self.calendar.plus_working_days(now.date(), WORKING_DAYS_SPARE);
        clock_on(on, now.time(), self.programme_zone).max(self.opens_at())
    }

    /// The programme's days of the window, best first: the latest that leaves two working days up to the ending
    /// (the last day counted), then those that leave fewer, most left first.
    fn days(&self) -> Vec<Date> {
        let earliest = self.programme_zone.to_datetime(self.earliest()).date();
        let mut left = 0;
        let mut days = Vec::new();
        let mut day = self.ending;
        while day >= earliest && days.len() < LONGEST_WINDOW {
            days.push((left.min(WORKING_DAYS_SPARE), day));
            left += u32::from(self.calendar.is_sending_day(day));
            if day == day_before(day) {
                break;
            }
            day = day_before(day);
        }
        days.sort_by_key(|(left, _)| Reverse(*left));
        days.into_iter().map(|(_, day)| day).collect()
    }

    /// The slots of a programme's day that both could come to.
    fn slots(&self, day: Date) -> Vec<Slot> {
        let from = clock_on(day, Time::midnight(), self.programme_zone).max(self.earliest());
        let until = clock_on(day_after(day), Time::midnight(), self.programme_zone);
        let last_start = earlier(self.closes_at(), self.length());
        let mut slots = Vec::new();
        let mut local = on_the_half_hour(self.mentor_zone.to_datetime(from));
        let end = self.mentor_zone.to_datetime(until);
        while local < end {
            let starts_at = clock_on(local.date(), local.time(), self.mentor_zone);
            // A local time that a clock change skips is another slot's.
            let exists = self.mentor_zone.to_datetime(starts_at) == local;
            if exists && starts_at >= from && starts_at < until && starts_at <= last_start {
                slots.extend(self.slot(starts_at));
            }
            let Ok(next) = local.checked_add(HALF_HOUR) else { break };
            local = next;
        }
        slots
    }

    /// The slot at that instant, unless something speaks against it.
    fn slot(&self, starts_at: Timestamp) -> Option<Slot> {
        let ends_at = later(starts_at, self.length());
        let plain = || self.zones().iter().all(|zone| is_plain(zone, starts_at, ends_at));
        if !self.is_working_day(starts_at) || !self.is_free(starts_at, ends_at) || !plain() {
            return None;
        }
        Some(Slot { starts_at, discomfort: self.discomfort(starts_at) })
    }

    fn is_working_day(&self, t: Timestamp) -> bool {
        self.zones().iter().all(|zone| self.calendar.is_sending_day(zone.to_datetime(t).date()))
    }

    /// Half an hour from everything else, and at most two events on each person's own day.
    fn is_free(&self, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        let apart =
            |busy: &Busy| later(busy.ends_at, HALF_HOUR) <= starts_at || later(ends_at, HALF_HOUR) <= busy.starts_at;
        let room = |(who, zone): (Role, &TimeZone)| {
            let day = zone.to_datetime(starts_at).date();
            let theirs = self.busy.iter().filter(|busy| busy.who == who);
            theirs.filter(|busy| zone.to_datetime(busy.starts_at).date() == day).count() < MOST_A_DAY
        };
        self.busy.iter().all(apart) && Role::PAIR.into_iter().zip(self.zones()).all(room)
    }

    fn discomfort(&self, starts_at: Timestamp) -> Discomfort {
        let length = i64::from(self.rule.length_minutes);
        let starts = self.zones().map(|zone| minute_of_day(zone.to_datetime(starts_at).time()));
        let [mentor, mentee] = starts.map(|start| outside(self.rule.hours, start, length));
        let bearable = starts.iter().all(|start| *start >= BEARABLE.0 && start + length <= BEARABLE.1);
        let sum = mentor + mentee;
        Discomfort { unbearable: sum > 0 && !bearable, worse: mentor.max(mentee), sum }
    }

    /// The first by hash of those with the least discomfort.
    fn choice(&self, mut slots: Vec<Slot>) -> Option<Slot> {
        let least = slots.iter().map(|slot| slot.discomfort).min()?;
        slots.retain(|slot| slot.discomfort == least);
        slots.into_iter().min_by_key(|slot| self.order(*slot))
    }

    /// Each pair's own order of slots.
    fn order(&self, slot: Slot) -> [u8; 32] {
        Sha256::digest(format!("{}\n{}", self.pair_id, slot.starts_at).as_bytes()).into()
    }
}

/// Minutes between a session and the nearest hours of any day; 0 inside them.
fn outside(hours: Hours, start: i64, length: i64) -> i64 {
    let open = minute_of_day(hours.open);
    let close = if hours.close == Time::midnight() { DAY } else { minute_of_day(hours.close) };
    let too_early = (open - start).max(0);
    let too_late = (start + length - close).max(0);
    match (too_early, too_late) {
        (0, late) => late.min(open + DAY - start),
        (early, 0) => early.min(start + DAY + length - close),
        (early, late) => early.max(late),
    }
}

fn minute_of_day(clock: Time) -> i64 {
    i64::from(clock.hour()) * 60 + i64::from(clock.minute())
}

/// That local time, or the next half hour after it.
fn on_the_half_hour(local: DateTime) -> DateTime {
    let clock = local.time();
    let past = i64::from(clock.minute()) % 30;
    if past == 0 && clock.second() == 0 && clock.subsec_nanosecond() == 0 {
        return local;
    }
    let rounded = local.date().at(clock.hour(), clock.minute() - i8::try_from(past).unwrap_or(0), 0, 0);
    rounded.checked_add(HALF_HOUR).unwrap_or(local)
}

/// Whether start and end are on the clock exactly once, with no clock change between them.
fn is_plain(zone: &TimeZone, starts_at: Timestamp, ends_at: Timestamp) -> bool {
    let (start, end) = (zone.to_datetime(starts_at), zone.to_datetime(ends_at));
    let once = |local: DateTime| !zone.to_ambiguous_timestamp(local).is_ambiguous();
    once(start) && once(end) && start.duration_until(end) == starts_at.duration_until(ends_at)
}

#[cfg(test)]
mod tests;
