//! Public holidays from an iCalendar file (RFC 5545).
//!
//! Every day an event covers is a holiday, whatever hours it names. Yearly rules are expanded; other rules are no way to
//! write public holidays and are refused rather than half understood.

use crate::calendar::yearly::{Yearly, YearlyFault};
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty, ICalendarStatus,
    ICalendarValue,
};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The longest holiday in days; more is a mistyped end.
const LONGEST_DAYS: i32 = 62;

/// Why a file says nothing reliable about holidays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolidayFault {
    /// The text is no iCalendar object, or is cut off.
    #[error("this is no calendar file, or a part of it is missing")]
    NotACalendar,
    /// There is no VEVENT in it.
    #[error("there is no event in this calendar")]
    NoEvent,
    /// A VEVENT has no DTSTART that is a date.
    #[error("event {0} of this calendar has no date")]
    NoDate(usize),
    /// DTEND is before DTSTART, or months later.
    #[error("the holiday on {0} has an end that cannot be right")]
    End(Date),
    /// RRULE says more than which days of a year.
    #[error("the holiday on {0} repeats by a rule that is not understood: {1}")]
    Rule(Date, YearlyFault),
}

/// The holidays in `text` that fall into those years.
///
/// # Errors
/// [`HolidayFault`]: one event that cannot be read makes the whole file unreliable.
pub fn holidays(text: &str, years: RangeInclusive<i16>) -> Result<BTreeSet<Date>, HolidayFault> {
    let text = text.trim_start_matches('\u{feff}').trim_end();
    // The parser makes do with half a file; half the holidays are not enough.
    if !text.lines().next_back().is_some_and(|last| last.trim().eq_ignore_ascii_case("END:VCALENDAR")) {
        return Err(HolidayFault::NotACalendar);
    }
    let calendar = ICalendar::parse(text).map_err(|_| HolidayFault::NotACalendar)?;
    let events = calendar.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent);
    let mut days = BTreeSet::new();
    let mut count = 0;
    for event in events {
        count += 1;
        if !matches!(event.status(), Some(ICalendarStatus::Cancelled)) {
            add_event(event, count, &years, &mut days)?;
        }
    }
    if count == 0 { Err(HolidayFault::NoEvent) } else { Ok(days) }
}

fn add_event(
    event: &ICalendarComponent,
    number: usize,
    years: &RangeInclusive<i16>,
    days: &mut BTreeSet<Date>,
) -> Result<(), HolidayFault> {
    let no_date = HolidayFault::NoDate(number);
    let start = event.property(&ICalendarProperty::Dtstart).and_then(moment).ok_or(no_date)?.0;
    let length = length_in_days(event, start)?;
    let mut firsts = match event.property(&ICalendarProperty::Rrule).and_then(|rule| rule.values.first()) {
        Some(ICalendarValue::RecurrenceRule(rule)) => Yearly::new(rule, start)
            .and_then(|yearly| yearly.days_until(*years.end()))
            .map_err(|fault| HolidayFault::Rule(start, fault))?,
        Some(_) => return Err(HolidayFault::Rule(start, YearlyFault::Unreadable)),
        None => BTreeSet::from([start]),
    };
    firsts.extend(dates(event, &ICalendarProperty::Rdate));
    for day in dates(event, &ICalendarProperty::Exdate) {
        firsts.remove(&day);
    }
    for first in firsts {
        let covered = first.series(1.day()).take(length);
        days.extend(covered.filter(|day| years.contains(&day.year())));
    }
    Ok(())
}

/// How many days the event covers, at least one. DTEND is the first day after a DATE event, and the moment a timed one ends.
fn length_in_days(event: &ICalendarComponent, start: Date) -> Result<usize, HolidayFault> {
    let end = event.property(&ICalendarProperty::Dtend).and_then(moment);
    let days = match (end, event.property(&ICalendarProperty::Duration).and_then(|entry| entry.values.first())) {
        (Some((end, clock)), _) => {
            let whole = days_between(start, end);
            // A timed event also covers its last day, unless it ends as that day begins.
            if clock.is_some_and(|clock| clock != Time::midnight()) {
                whole + 1
            } else {
                whole.max(i32::from(whole == 0))
            }
        }
        (None, Some(ICalendarValue::Duration(length))) => {
            i32::try_from(length.as_seconds().div_euclid(86_400)).unwrap_or(-1).max(1)
        }
        _ => 1,
    };
    usize::try_from(days).ok().filter(|_| (1..=LONGEST_DAYS).contains(&days)).ok_or(HolidayFault::End(start))
}

fn days_between(start: Date, end: Date) -> i32 {
    start.until(end).map_or(0, |span| span.get_days())
}

/// The local date of the entry's first value, and its clock if it has one.
fn moment(entry: &ICalendarEntry) -> Option<(Date, Option<Time>)> {
    entry.values.first()?.as_partial_date_time().and_then(date_and_clock)
}

fn dates<'e>(event: &'e ICalendarComponent, name: &'e ICalendarProperty) -> impl Iterator<Item = Date> + 'e {
    event
        .entries
        .iter()
        .filter(move |entry| entry.name == *name)
        .flat_map(|entry| &entry.values)
        .filter_map(|value| value.as_partial_date_time().and_then(date_and_clock))
        .map(|(date, _)| date)
}

fn date_and_clock(moment: &PartialDateTime) -> Option<(Date, Option<Time>)> {
    let clock = moment.hour.map(|hour| (hour, moment.minute.unwrap_or(0), moment.second.unwrap_or(0)));
    let clock = clock.and_then(|(hour, minute, second)| {
        Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
    });
    Some((date_of(moment)?, clock))
}

/// The civil date in a calendar value.
pub(crate) fn date_of(moment: &PartialDateTime) -> Option<Date> {
    let year = i16::try_from(moment.year?).ok()?;
    Date::new(year, i8::try_from(moment.month?).ok()?, i8::try_from(moment.day?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{HolidayFault, holidays};
    use jiff::civil::Date;

    fn calendar(events: &[&str]) -> String {
        let events: String = events.iter().map(|lines| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")).collect();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{events}END:VCALENDAR\r\n")
    }

    fn days(events: &[&str]) -> Vec<String> {
        let days = holidays(&calendar(events), 2026..=2028).expect("readable");
        days.iter().map(Date::to_string).collect()
    }

    #[test]
    fn a_day_an_end_and_a_clock() {
        assert_eq!(days(&["DTSTART;VALUE=DATE:20270528"]), ["2027-05-28"]);
        let span = "DTSTART;VALUE=DATE:20271224\r\nDTEND;VALUE=DATE:20271227";
        assert_eq!(days(&[span]), ["2027-12-24", "2027-12-25", "2027-12-26"]);
        assert_eq!(days(&["DTSTART;VALUE=DATE:20270528\r\nDTEND;VALUE=DATE:20270528"]), ["2027-05-28"]);
        assert_eq!(days(&["DTSTART;VALUE=DATE:20270528\r\nDURATION:P2D"]), ["2027-05-28", "2027-05-29"]);
        assert_eq!(days(&["DTSTART;TZID=Europe/London:20270528T233000"]), ["2027-05-28"]);
        assert_eq!(days(&["DTSTART:20270528T000000Z\r\nDTEND:20270529T000000Z"]), ["2027-05-28"]);
        assert_eq!(days(&["DTSTART:20270528T220000\r\nDTEND:20270529T020000"]), ["2027-05-28", "2027-05-29"]);
    }

    #[test]
    fn yearly_holidays_come_again() {
        assert_eq!(
            days(&["DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY"]),
            ["2026-12-25", "2027-12-25", "2028-12-25"]
        );
        let may = "DTSTART;VALUE=DATE:20200504\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO\r\nEXDATE;VALUE=DATE:20270503";
        assert_eq!(days(&[may]), ["2026-05-04", "2028-05-01"]);
    }

    #[test]
    fn cancelled_events_are_none() {
        assert!(days(&["DTSTART;VALUE=DATE:20270528\r\nSTATUS:CANCELLED"]).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_refused_whole() {
        for (text, fault) in [
            (String::new(), HolidayFault::NotACalendar),
            ("mentor_name,mentee_name\n".to_owned(), HolidayFault::NotACalendar),
            (calendar(&[]), HolidayFault::NoEvent),
            (calendar(&["DTSTART;VALUE=DATE:20270528", "SUMMARY:x"]), HolidayFault::NoDate(2)),
            (calendar(&["DTSTART;VALUE=DATE:20270230"]), HolidayFault::NoDate(1)),
        ] {
            assert_eq!(holidays(&text, 2026..=2028), Err(fault), "{text}");
        }
        for lines in [
            "DTSTART;VALUE=DATE:20270528\r\nDTEND;VALUE=DATE:20270527",
            "DTSTART;VALUE=DATE:20270528\r\nDTEND;VALUE=DATE:20290528",
        ] {
            assert!(matches!(holidays(&calendar(&[lines]), 2026..=2028), Err(HolidayFault::End(_))), "{lines}");
        }
        let weekly = calendar(&["DTSTART;VALUE=DATE:20270528\r\nRRULE:FREQ=WEEKLY"]);
        assert!(matches!(holidays(&weekly, 2026..=2028), Err(HolidayFault::Rule(..))));
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        let text = "BEGIN:VCALENDAR\r\n".to_owned() + &"BEGIN:VEVENT\r\n".repeat(100_000);
        assert!(holidays(&text, 2026..=2028).is_err());
    }
}
