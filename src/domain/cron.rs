//! A coordinator's cron line: minute, hour, day of the month, month, day of the week.
//!
//! Read as crontab(5) reads it: `*`, numbers, names of months and days, lists, ranges, steps; where both days are restricted,
//! either is enough. The clock is a zone's: a time that a clock change skips comes an hour later, one that happens twice comes
//! the first time.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::fmt;
use std::str::FromStr;

/// How many days ahead a time is looked for: a 29 February that is a certain weekday may be 40 years away.
const DAYS_AHEAD: u32 = 366 * 41;

/// A cron line that was understood, and that comes at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CronLine {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Neither the day of the month nor that of the week begins with `*`: either is enough.
    either_day: bool,
}

/// Why a text is no cron line: the field at fault, in the reader's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CronFault {
    /// Not five fields.
    #[error("a cron line has five fields: minute, hour, day, month and weekday")]
    Fields,
    /// One of the fields is not understood.
    #[error("its {0} is not understood")]
    Field(FieldName),
    /// There is no such day, such as 30 February.
    #[error("it never comes")]
    Never,
}

/// What a field of a cron line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum FieldName {
    Minute,
    Hour,
    Day,
    Month,
    Weekday,
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FieldName::Minute => "minute",
            FieldName::Hour => "hour",
            FieldName::Day => "day",
            FieldName::Month => "month",
            FieldName::Weekday => "weekday",
        })
    }
}

/// What the numbers of a field may be, and what names stand for them, from the least on.
struct Field {
    name: FieldName,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: [Field; 5] = [
    Field { name: FieldName::Minute, least: 0, most: 59, names: &[] },
    Field { name: FieldName::Hour, least: 0, most: 23, names: &[] },
    Field { name: FieldName::Day, least: 1, most: 31, names: &[] },
    Field { name: FieldName::Month, least: 1, most: 12, names: &MONTHS },
    // 7 is Sunday too.
    Field { name: FieldName::Weekday, least: 0, most: 7, names: &WEEKDAYS },
];

impl FromStr for CronLine {
    type Err = CronFault;

    fn from_str(text: &str) -> Result<CronLine, CronFault> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let fields: [&str; 5] = fields.try_into().map_err(|_| CronFault::Fields)?;
        let mut sets = [0; 5];
        for ((set, field), text) in sets.iter_mut().zip(&FIELDS).zip(fields) {
            *set = field.read(text).ok_or(CronFault::Field(field.name))?;
        }
        let [minutes, hours, days, months, weekdays] = sets;
        let weekdays = weekdays | (weekdays >> 7 & 1);
        let either_day = !fields[2].starts_with('*') && !fields[4].starts_with('*');
        let line = CronLine { minutes, hours, days, months, weekdays, either_day };
        line.next_day(jiff::civil::date(2000, 1, 1)).ok_or(CronFault::Never)?;
        Ok(line)
    }
}

impl Field {
    /// The numbers of a field as bits.
    fn read(&self, text: &str) -> Option<u64> {
        text.split(',').map(|part| self.read_part(part)).try_fold(0, |set, part| Some(set | part?))
    }

    /// `*`, `5`, `1-5`, `*/2`, `1-9/2`; `5/2` is `5-most/2`.
    fn read_part(&self, text: &str) -> Option<u64> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(number(step).filter(|step| *step > 0)?)),
            None => (text, None),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (self.least, self.most),
            Some((first, last)) => (self.value(first)?, self.value(last)?),
            None => {
                let only = self.value(range)?;
                (only, if step.is_some() { self.most } else { only })
            }
        };
        // "Fri-Sun": Sunday ends a week as well as it begins one.
        let last = if last < first && last == 0 && self.name == FieldName::Weekday { 7 } else { last };
        if first > last {
            return None;
        }
        let step = usize::try_from(step.unwrap_or(1)).ok()?;
        Some((first..=last).step_by(step).fold(0, |set, value| set | 1 << value))
    }

    fn value(&self, text: &str) -> Option<u32> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let named = named.and_then(|at| u32::try_from(at).ok()).map(|at| at + self.least);
        named.or_else(|| number(text)).filter(|value| (self.least..=self.most).contains(value))
    }
}

fn number(text: &str) -> Option<u32> {
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

impl CronLine {
    /// The first instant strictly after `after` at which the line comes on the clock of that zone.
    pub fn next_after(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        // A time that a clock change skips belongs to the day before it, at the latest.
        let mut day = after.to_zoned(zone.clone()).date().yesterday().ok()?;
        loop {
            day = self.next_day(day)?;
            let times = self.times().filter_map(|time| instant(day, time, zone));
            if let Some(first) = times.filter(|at| *at > after).min() {
                return Some(first);
            }
            day = day.tomorrow().ok()?;
        }
    }

    /// The first day that fits, from that day on.
    fn next_day(&self, from: Date) -> Option<Date> {
        from.series(jiff::Span::new().days(1)).take(usize::try_from(DAYS_AHEAD).ok()?).find(|day| self.has_day(*day))
    }

    fn has_day(&self, day: Date) -> bool {
        let has = |set: u64, value: i8| set >> value & 1 == 1;
        let in_month = has(self.days, day.day());
        let in_week = has(self.weekdays, day.weekday().to_sunday_zero_offset());
        let fits = if self.either_day { in_month || in_week } else { in_month && in_week };
        fits && has(self.months, day.month())
    }

    fn times(&self) -> impl Iterator<Item = Time> {
        let (minutes, hours) = (self.minutes, self.hours);
        let hours = (0..24_i8).filter(move |hour| hours >> hour & 1 == 1);
        hours.flat_map(move |hour| {
            let minutes = (0..60_i8).filter(move |minute| minutes >> minute & 1 == 1);
            minutes.filter_map(move |minute| Time::new(hour, minute, 0, 0).ok())
        })
    }
}

/// The instant of that clock: in a gap as much later as the gap is wide, in a fold the first (rule 17).
fn instant(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible().ok()
}

#[cfg(test)]
mod tests {
    use super::{CronFault, CronLine, FieldName};
    use jiff::tz::TimeZone;
    use jiff::{Timestamp, ToSpan};
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    fn next(line: &str, after: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let line: CronLine = line.parse().unwrap();
        let after: Timestamp = after.parse().unwrap();
        line.next_after(after, &zone).unwrap().to_zoned(zone).strftime("%a %Y-%m-%d %H:%M %:z").to_string()
    }

    #[test]
    fn the_next_time_is_strictly_after() {
        for (line, after, wanted) in [
            ("0 8 * * Mon", "2027-05-03T06:59:59Z", "Mon 2027-05-03 08:00 +01:00"),
            ("0 8 * * Mon", "2027-05-03T07:00:00Z", "Mon 2027-05-10 08:00 +01:00"),
            ("0 8 * * 1", "2027-05-09T07:00:00Z", "Mon 2027-05-10 08:00 +01:00"),
            ("*/20 9-10 * * *", "2027-05-03T08:30:00Z", "Mon 2027-05-03 09:40 +01:00"),
            ("5,35 8 1 * *", "2027-05-03T08:30:00Z", "Tue 2027-06-01 08:05 +01:00"),
            ("0 8 1,15 * Fri", "2027-05-03T08:30:00Z", "Fri 2027-05-07 08:00 +01:00"),
            ("0 8 13 * *", "2027-05-03T08:30:00Z", "Thu 2027-05-13 08:00 +01:00"),
            ("0 8 */2 * Mon", "2027-05-03T08:30:00Z", "Mon 2027-05-17 08:00 +01:00"),
            ("0 8 * Sep-Nov Fri-Sun", "2027-05-03T08:30:00Z", "Fri 2027-09-03 08:00 +01:00"),
            ("0 8 * * 7", "2027-05-03T08:30:00Z", "Sun 2027-05-09 08:00 +01:00"),
            ("0 0 29 2 *", "2027-05-03T08:30:00Z", "Tue 2028-02-29 00:00 +00:00"),
        ] {
            assert_eq!(next(line, after, "Europe/London"), wanted, "{line}");
        }
    }

    #[test]
    fn clock_changes_neither_lose_a_time_nor_give_it_twice() {
        let london = "Europe/London";
        assert_eq!(next("30 1 * * *", "2027-03-27T12:00:00Z", london), "Sun 2027-03-28 02:30 +01:00");
        assert_eq!(next("30 1 * * *", "2027-03-28T01:30:00Z", london), "Mon 2027-03-29 01:30 +01:00");
        assert_eq!(next("30 1 * * *", "2027-10-30T12:00:00Z", london), "Sun 2027-10-31 01:30 +01:00");
        assert_eq!(next("30 1 * * *", "2027-10-31T00:30:00Z", london), "Mon 2027-11-01 01:30 +00:00");
        // Skipped and not skipped fall together: one time.
        assert_eq!(next("30 1,2 * * *", "2027-03-28T00:00:00Z", london), "Sun 2027-03-28 02:30 +01:00");
        assert_eq!(next("30 1,2 * * *", "2027-03-28T01:30:00Z", london), "Mon 2027-03-29 01:30 +01:00");
        // Midnight itself is skipped.
        assert_eq!(next("0 0 * * *", "2024-09-08T00:00:00Z", "America/Santiago"), "Sun 2024-09-08 01:00 -03:00");
        // A whole day is skipped: what fell into it comes a day later.
        assert_eq!(next("0 8 30 12 *", "2011-12-29T12:00:00Z", "Pacific/Apia"), "Sat 2011-12-31 08:00 +14:00");
    }

    #[test]
    fn what_is_no_cron_line_is_refused_with_its_field() {
        for (line, fault) in [
            ("0 8 * *", CronFault::Fields),
            ("0 8 * * * *", CronFault::Fields),
            ("@weekly", CronFault::Fields),
            ("60 8 * * *", CronFault::Field(FieldName::Minute)),
            ("0 24 * * *", CronFault::Field(FieldName::Hour)),
            ("0 8 0 * *", CronFault::Field(FieldName::Day)),
            ("0 8 * 13 *", CronFault::Field(FieldName::Month)),
            ("0 8 * * Foo", CronFault::Field(FieldName::Weekday)),
            ("0 8 * * 8", CronFault::Field(FieldName::Weekday)),
            ("0 8 * * Tue-Mon", CronFault::Field(FieldName::Weekday)),
            ("*/0 8 * * *", CronFault::Field(FieldName::Minute)),
            ("1,,2 8 * * *", CronFault::Field(FieldName::Minute)),
            ("+1 8 * * *", CronFault::Field(FieldName::Minute)),
            ("0 8 30 2 *", CronFault::Never),
        ] {
            assert_eq!(line.parse::<CronLine>(), Err(fault), "{line}");
        }
    }

    proptest! {
        #[test]
        fn every_time_between_is_none(
            minute in 0..60_i8,
            hour in 0..24_i8,
            weekday in 0..7_i8,
            zone in prop::sample::select(vec!["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
            start in 1_700_000_000..2_000_000_000_i64,
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let line: CronLine = format!("{minute} {hour} * * {weekday}").parse().unwrap();
            let start = Timestamp::from_second(start).unwrap();
            let next = line.next_after(start, &zone).unwrap();
            prop_assert!(next > start && next <= start + (24 * 8).hours());
            prop_assert_eq!(line.next_after(next - 1.second(), &zone), Some(next));
            let local = next.to_zoned(zone.clone());
            let clock = local.date().to_datetime(jiff::civil::time(hour, minute, 0, 0));
            let is_skipped = zone.to_ambiguous_timestamp(clock).is_ambiguous();
            prop_assert!(is_skipped || local.datetime() == clock);
            let after = line.next_after(next, &zone).unwrap();
            prop_assert_eq!((after.to_zoned(zone).date() - local.date()).get_days(), 7);
        }

        #[test]
        fn no_text_makes_it_panic(line in "[0-9*,/a-zA-Z -]{0,24}") {
            let _ = line.parse::<CronLine>();
        }
    }
}
