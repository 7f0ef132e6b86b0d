//! The yearly recurrence rules that public holidays are written with (RFC 5545 section 3.3.10): on a date, on the n-th
//! weekday of a month, on the weekday within a few days.

use crate::calendar::holidays::date_of;
use calcard::icalendar::{ICalendarDay, ICalendarFrequency, ICalendarRecurrenceRule, ICalendarWeekday};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// Why a rule is not one of those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum YearlyFault {
    /// It is no rule, or a part of it is no number.
    #[error("it cannot be read")]
    Unreadable,
    /// FREQ is not YEARLY.
    #[error("only yearly rules are")]
    NotYearly,
    /// It has parts that count days or weeks of the year, or hours.
    #[error("only BYMONTH, BYMONTHDAY, BYDAY and BYSETPOS are")]
    Part,
}

/// A yearly rule and the day it starts on.
pub(crate) struct Yearly<'r> {
    rule: &'r ICalendarRecurrenceRule,
    start: Date,
    months: Vec<i8>,
}

impl<'r> Yearly<'r> {
    /// The rule, if it is one that is understood.
    ///
    /// # Errors
    /// [`YearlyFault`]
    pub fn new(rule: &'r ICalendarRecurrenceRule, start: Date) -> Result<Yearly<'r>, YearlyFault> {
        if rule.freq != ICalendarFrequency::Yearly {
            return Err(YearlyFault::NotYearly);
        }
        let counts_otherwise = !(rule.byyearday.is_empty() && rule.byweekno.is_empty() && rule.byhour.is_empty());
        let counts_in_year = rule.bymonth.is_empty() && rule.byday.iter().any(|day| day.ordwk.is_some());
        if counts_otherwise || counts_in_year || rule.skip.is_some() {
            return Err(YearlyFault::Part);
        }
        let months = match rule.bymonth.as_slice() {
            // BYMONTHDAY or BYDAY alone would mean every month of the year: nobody writes a holiday so.
            [] if rule.bymonthday.is_empty() && rule.byday.is_empty() => vec![start.month()],
            [] => return Err(YearlyFault::Part),
            months => months
                .iter()
                .map(|month| i8::try_from(month.month()))
                .collect::<Result<_, _>>()
                .map_err(|_| YearlyFault::Unreadable)?,
        };
        Ok(Yearly { rule, start, months })
    }

    /// Every day of the rule from its start to the end of that year.
    ///
    /// # Errors
    /// [`YearlyFault::Unreadable`] if UNTIL is no date.
    pub fn days_until(&self, last_year: i16) -> Result<BTreeSet<Date>, YearlyFault> {
        let until = match &self.rule.until {
            Some(until) => date_of(until).ok_or(YearlyFault::Unreadable)?,
            None => Date::MAX,
        };
        let step = usize::from(self.rule.interval.unwrap_or(1).max(1));
        let count = self.rule.count.map_or(usize::MAX, |count| count as usize);
        let days = (self.start.year()..=last_year)
            .step_by(step)
            .flat_map(|year| self.days_of(year))
            .filter(|day| *day >= self.start)
            .take(count)
            .take_while(|day| *day <= until);
        Ok(days.collect())
    }

    fn days_of(&self, year: i16) -> Vec<Date> {
        let firsts = self.months.iter().filter_map(|month| Date::new(year, *month, 1).ok());
        let days: BTreeSet<Date> = firsts
            .flat_map(|first| first.series(1.day()).take(usize::try_from(first.days_in_month()).unwrap_or(0)))
            .filter(|day| self.names(*day))
            .collect();
        let days: Vec<Date> = days.into_iter().collect();
        if self.rule.bysetpos.is_empty() {
            return days;
        }
        let at = |position: &i32| {
            let index = if *position > 0 { *position - 1 } else { i32::try_from(days.len()).unwrap_or(0) + position };
            usize::try_from(index).ok().and_then(|index| days.get(index)).copied()
        };
        self.rule.bysetpos.iter().filter_map(at).collect::<BTreeSet<Date>>().into_iter().collect()
    }

    /// Whether the rule names that day of one of its months.
    fn names(&self, day: Date) -> bool {
        let rule = self.rule;
        if rule.byday.is_empty() && rule.bymonthday.is_empty() {
            return day.day() == self.start.day();
        }
        let from_end = day.day() - day.days_in_month() - 1;
        let on_date = rule.bymonthday.is_empty() || rule.bymonthday.iter().any(|n| *n == day.day() || *n == from_end);
        on_date && (rule.byday.is_empty() || rule.byday.iter().any(|wanted| is_that_weekday(day, wanted)))
    }
}

fn is_that_weekday(day: Date, wanted: &ICalendarDay) -> bool {
    let nth = i16::from((day.day() - 1) / 7 + 1);
    let nth_from_end = -i16::from((day.days_in_month() - day.day()) / 7 + 1);
    day.weekday() == weekday(&wanted.weekday) && wanted.ordwk.is_none_or(|n| n == nth || n == nth_from_end)
}

fn weekday(day: &ICalendarWeekday) -> Weekday {
    match day {
        ICalendarWeekday::Sunday => Weekday::Sunday,
        ICalendarWeekday::Monday => Weekday::Monday,
        ICalendarWeekday::Tuesday => Weekday::Tuesday,
        ICalendarWeekday::Wednesday => Weekday::Wednesday,
        ICalendarWeekday::Thursday => Weekday::Thursday,
        ICalendarWeekday::Friday => Weekday::Friday,
        ICalendarWeekday::Saturday => Weekday::Saturday,
    }
}

#[cfg(test)]
mod tests {
    use super::{Yearly, YearlyFault};
    use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarRecurrenceRule, ICalendarValue};
    use jiff::civil::Date;

    fn parse(rule: &str) -> ICalendarRecurrenceRule {
        let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        let calendar = ICalendar::parse(&text).expect("readable");
        let entry = calendar.components.iter().find_map(|part| part.property(&ICalendarProperty::Rrule));
        match entry.and_then(|entry| entry.values.first()) {
            Some(ICalendarValue::RecurrenceRule(rule)) => (**rule).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn days(start: &str, rule: &str) -> Result<Vec<String>, YearlyFault> {
        let start: Date = start.parse().unwrap();
        let days = Yearly::new(&parse(rule), start)?.days_until(2028)?;
        Ok(days.iter().map(Date::to_string).collect())
    }

    #[test]
    fn the_ways_holidays_are_written() {
        for (start, rule, expected) in [
            ("2026-12-25", "FREQ=YEARLY", vec!["2026-12-25", "2027-12-25", "2028-12-25"]),
            ("2026-12-25", "FREQ=YEARLY;COUNT=2", vec!["2026-12-25", "2027-12-25"]),
            ("2026-12-25", "FREQ=YEARLY;UNTIL=20271225", vec!["2026-12-25", "2027-12-25"]),
            ("2024-02-29", "FREQ=YEARLY", vec!["2024-02-29", "2028-02-29"]),
            ("2026-01-06", "FREQ=YEARLY;INTERVAL=2", vec!["2026-01-06", "2028-01-06"]),
            ("2027-05-31", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", vec!["2027-05-31", "2028-05-29"]),
            ("2027-05-31", "FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYSETPOS=-1", vec!["2027-05-31", "2028-05-29"]),
            (
                "2027-11-17",
                "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=16,17,18,19,20,21,22;BYDAY=WE",
                vec!["2027-11-17", "2028-11-22"],
            ),
            ("2027-12-31", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", vec!["2027-12-31", "2028-12-31"]),
        ] {
            assert_eq!(days(start, rule), Ok(expected.into_iter().map(str::to_owned).collect()), "{rule}");
        }
    }

    #[test]
    fn other_rules_are_refused() {
        assert_eq!(days("2027-01-01", "FREQ=MONTHLY"), Err(YearlyFault::NotYearly));
        for rule in ["FREQ=YEARLY;BYYEARDAY=1", "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYMONTHDAY=1"] {
            assert_eq!(days("2027-01-01", rule), Err(YearlyFault::Part), "{rule}");
        }
    }
}
