//! When letters may go: sending days and hours, and the moment a step is due (rules 17 and 18).
//!
//! Everything here is total: at the edges of the calendar it stops at the edge, and a calendar without a single
//! sending day gives the question back as the answer, after looking [`HORIZON`] days ahead.

use crate::domain::event::Start;
use crate::domain::programme::{Hours, WorkCalendar};
use crate::domain::rule::{Side, Span, StepRule, Unit};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How many days a search for a sending day goes on.
const HORIZON: u32 = 750;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const NANOSECOND: SignedDuration = SignedDuration::from_nanos(1);

impl Hours {
    /// Whether that clock lies in [open, close). A close of 00:00 is the end of the day.
    pub fn contains(&self, clock: Time) -> bool {
        clock >= self.open && (clock < self.close || self.close == Time::midnight())
    }

    /// The last minute before closing.
    pub fn last_minute(&self) -> Time {
        self.close.wrapping_sub(MINUTE).max(self.open)
    }
}

/// What a step counts from, with its time (rule 17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorAt {
    /// A session or a catch-up: `before` counts from its start, `after` from its end.
    Meeting {
        /// Its start.
        starts_at: Timestamp,
        /// Its end.
        ends_at: Timestamp,
    },
    /// The last day of a pair: that civil date with `at`, else the end of that day in the programme's zone.
    Ending(Date),
    /// Something that happened, such as a roadmap.
    Instant(Timestamp),
}

impl AnchorAt {
    /// A meeting of that length.
    pub fn meeting(start: &Start, length_minutes: u32) -> AnchorAt {
        let starts_at = start.timestamp();
        AnchorAt::Meeting { starts_at, ends_at: later(starts_at, SignedDuration::from_mins(i64::from(length_minutes))) }
    }

    /// A meeting that took place on another day than planned, at the planned clock (rule 31).
    pub fn met_on(start: &Start, length_minutes: u32, on: Date) -> AnchorAt {
        let zone = start.zoned().time_zone();
        let starts_at = clock_on(on, start.civil().time(), zone);
        AnchorAt::Meeting { starts_at, ends_at: later(starts_at, SignedDuration::from_mins(i64::from(length_minutes))) }
    }
}

impl WorkCalendar {
    /// Whether letters go on that day: one of the days of the week, and no holiday (rule 18).
    pub fn is_sending_day(&self, date: Date) -> bool {
        let weekday = date.weekday();
        self.days.iter().any(|day| day.weekday() == weekday) && !self.holidays.contains(&date)
    }

    /// That day, or the first sending day after it.
    pub fn sending_day_on_or_after(&self, date: Date) -> Date {
        self.search(date, Side::After).unwrap_or(date)
    }

    /// That day, or the last sending day before it.
    pub fn sending_day_on_or_before(&self, date: Date) -> Date {
        self.search(date, Side::Before).unwrap_or(date)
    }

    /// The first sending day strictly after that day.
    pub fn next_sending_day(&self, date: Date) -> Date {
        date.tomorrow().ok().and_then(|day| self.search(day, Side::After)).unwrap_or(date)
    }

    /// The last sending day strictly before that day.
    pub fn previous_sending_day(&self, date: Date) -> Date {
        date.yesterday().ok().and_then(|day| self.search(day, Side::Before)).unwrap_or(date)
    }

    /// So many sending days later: one after a Thursday is Friday, one after a Friday, Saturday or Sunday is Monday.
    pub fn plus_working_days(&self, date: Date, n: u32) -> Date {
        repeated(date, n, |day| self.next_sending_day(day))
    }

    /// So many sending days earlier: one before a Sunday, Saturday is Friday.
    pub fn minus_working_days(&self, date: Date, n: u32) -> Date {
        repeated(date, n, |day| self.previous_sending_day(day))
    }

    /// Whether a letter may go at that instant to a reader in that zone.
    pub fn is_open(&self, zone: &TimeZone, t: Timestamp) -> bool {
        let local = zone.to_datetime(t);
        self.hours.contains(local.time()) && self.is_sending_day(local.date())
    }

    /// The instant itself while the hours of a sending day are on in that zone, else the next opening.
    pub fn next_sending_time(&self, zone: &TimeZone, t: Timestamp) -> Timestamp {
        if self.is_open(zone, t) {
            return t;
        }
        let local = zone.to_datetime(t);
        let from = if local.time() < self.hours.open { local.date() } else { day_after(local.date()) };
        self.open_day(zone, from.to_datetime(self.hours.open), Side::After, t).unwrap_or(t)
    }

    /// That clock on the next sending day strictly after the instant's local day; a clock outside the hours waits
    /// for the next opening.
    pub fn same_clock_next_sending_day(&self, zone: &TimeZone, t: Timestamp, clock: Time) -> Timestamp {
        let day = self.next_sending_day(zone.to_datetime(t).date());
        self.settle(zone, day.to_datetime(clock), clock_on(day, clock, zone), Side::After)
    }

    /// When a step is due for a reader in `zone` (rules 17 and 18): counted from the anchor, put into the hours,
    /// then moved to a sending day, away from the anchor both times.
    pub fn due_at(&self, rule: &StepRule, anchor: &AnchorAt, zone: &TimeZone, programme_zone: &TimeZone) -> Timestamp {
        let (from, inclusive) = match (*anchor, rule.side) {
            (AnchorAt::Meeting { starts_at, .. }, Side::Before) => (starts_at, false),
            (AnchorAt::Meeting { ends_at, .. }, Side::After) => (ends_at, false),
            (AnchorAt::Instant(at), _) => (at, false),
            (AnchorAt::Ending(on), _) => (clock_on(day_after(on), Time::midnight(), programme_zone), true),
        };
        if let Some(length) = exact_length(rule.span) {
            return self.due_exactly(rule, moved(from, length, rule.side), zone);
        }
        // The end of a day belongs to that day, not to the next one: it is counted a nanosecond early.
        let nudge = if inclusive { NANOSECOND } else { SignedDuration::ZERO };
        let local = zone.to_datetime(earlier(from, nudge));
        let counted_from = match (*anchor, rule.at) {
            (AnchorAt::Ending(on), Some(_)) => on,
            _ => local.date(),
        };
        let day = self.counted(counted_from, rule.span, rule.side);
        if let Some(clock) = rule.at {
            return self.settle(zone, day.to_datetime(clock), clock_on(day, clock, zone), rule.side);
        }
        let at = later(clock_on(day, local.time(), zone), nudge);
        let wanted = day.to_datetime(local.time()).saturating_add(nudge);
        self.settle(zone, wanted, at, rule.side)
    }

    /// Minutes and hours are exact; with `at` they choose the day.
    fn due_exactly(&self, rule: &StepRule, at: Timestamp, zone: &TimeZone) -> Timestamp {
        let local = zone.to_datetime(at);
        match rule.at {
            None => self.settle(zone, local, at, rule.side),
            Some(clock) => {
                self.settle(zone, local.date().to_datetime(clock), clock_on(local.date(), clock, zone), rule.side)
            }
        }
    }

    /// The day that lies a number of days, weeks or working days on one side of another.
    fn counted(&self, from: Date, span: Span, side: Side) -> Date {
        match (span.unit, side) {
            (Unit::WorkingDays, Side::After) => self.plus_working_days(from, span.amount),
            (Unit::WorkingDays, Side::Before) => self.minus_working_days(from, span.amount),
            (Unit::Weeks, side) => days_away(from, i64::from(span.amount) * 7, side),
            (_, side) => days_away(from, i64::from(span.amount), side),
        }
    }

    /// Clamps a wanted local time into the hours, then moves it to a sending day; `at` is its instant.
    fn settle(&self, zone: &TimeZone, wanted: DateTime, at: Timestamp, side: Side) -> Timestamp {
        if self.is_open(zone, at) {
            return at;
        }
        let (date, clock) = (wanted.date(), wanted.time());
        let clamped = match side {
            _ if self.hours.contains(clock) => wanted,
            Side::Before if clock < self.hours.open => day_before(date).to_datetime(self.hours.last_minute()),
            Side::Before => date.to_datetime(self.hours.last_minute()),
            Side::After if clock < self.hours.open => date.to_datetime(self.hours.open),
            Side::After => day_after(date).to_datetime(self.hours.open),
        };
        self.open_day(zone, clamped, side, at).unwrap_or(at)
    }

    /// That clock on the nearest day, going one way, on which it is open and not on the other side of `limit`.
    fn open_day(&self, zone: &TimeZone, from: DateTime, side: Side, limit: Timestamp) -> Option<Timestamp> {
        let mut date = from.date();
        for _ in 0..HORIZON {
            date = self.search(date, side)?;
            let at = clock_on(date, from.time(), zone);
            let beyond = match side {
                Side::Before => at > limit,
                Side::After => at < limit,
            };
            if !beyond && self.is_open(zone, at) {
                return Some(at);
            }
            date = step(date, side)?;
        }
        None
    }

    /// The nearest sending day, going one way, starting with the day itself.
    fn search(&self, from: Date, side: Side) -> Option<Date> {
        let mut date = from;
        for _ in 0..HORIZON {
            if self.is_sending_day(date) {
                return Some(date);
            }
            date = step(date, side)?;
        }
        None
    }
}

/// Hours and minutes as a length; nothing for what is counted in days.
fn exact_length(span: Span) -> Option<SignedDuration> {
    match span.unit {
        Unit::Minutes => Some(SignedDuration::from_mins(i64::from(span.amount))),
        Unit::Hours => Some(SignedDuration::from_hours(i64::from(span.amount))),
        Unit::Days | Unit::WorkingDays | Unit::Weeks => None,
    }
}

/// A local clock as an instant: skipped by a clock change, an hour later; doubled, the first (rule 17).
pub(crate) fn clock_on(date: Date, clock: Time, zone: &TimeZone) -> Timestamp {
    let edge = if date.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
    zone.to_ambiguous_timestamp(date.to_datetime(clock)).compatible().unwrap_or(edge)
}

/// The next day; the last one of the calendar stays.
pub(crate) fn day_after(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

/// The day before; the first one of the calendar stays.
pub(crate) fn day_before(date: Date) -> Date {
    date.yesterday().unwrap_or(date)
}

/// So many days away on one side, at most to the edge of the calendar.
pub(crate) fn days_away(date: Date, days: i64, side: Side) -> Date {
    const WHOLE_CALENDAR: i64 = 7_304_484;
    let days = days.clamp(0, WHOLE_CALENDAR);
    match side {
        Side::Before => date.saturating_sub(days.days()),
        Side::After => date.saturating_add(days.days()),
    }
}

/// The instant so much later, at most the last one there is.
pub(crate) fn later(t: Timestamp, length: SignedDuration) -> Timestamp {
    t.checked_add(length).unwrap_or(Timestamp::MAX)
}

/// The instant so much earlier, at least the first one there is.
pub(crate) fn earlier(t: Timestamp, length: SignedDuration) -> Timestamp {
    t.checked_sub(length).unwrap_or(Timestamp::MIN)
}

fn moved(t: Timestamp, length: SignedDuration, side: Side) -> Timestamp {
    match side {
        Side::Before => earlier(t, length),
        Side::After => later(t, length),
    }
}

fn step(date: Date, side: Side) -> Option<Date> {
    match side {
        Side::Before => date.yesterday().ok(),
        Side::After => date.tomorrow().ok(),
    }
}

/// Goes on until `n` or until it no longer moves.
fn repeated(from: Date, n: u32, next: impl Fn(Date) -> Date) -> Date {
    let mut date = from;
    for _ in 0..n {
        let moved = next(date);
        if moved == date {
            break;
        }
        date = moved;
    }
    date
}

#[cfg(test)]
mod tests;
