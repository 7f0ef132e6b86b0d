//! Dates and times as people write them into files.
//!
//! A date is read in one way or not at all: `03/04/2027` means nothing until the programme says which comes first.

use crate::domain::event::Start;
use crate::domain::person::Zone;
use crate::files::fault::{Fault, quoted};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// What comes first in a date that does not begin with the year: `dates` in a programme file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Nothing was said: only `2027-05-28` is a date.
    #[default]
    YearFirst,
    /// `28/05/2027` and `28.5.2027` too.
    DayFirst,
    /// `05/28/2027` too.
    MonthFirst,
}

/// Reads a date.
pub(crate) fn read_date(text: &str, order: DateOrder) -> Result<Date, Fault> {
    let text = text.trim();
    let Some(numbers) = three_numbers(text) else {
        return Err(no_date(text));
    };
    let [first, second, third] = numbers;
    let date = if first.len() == 4 {
        date_of(first, second, third)
    } else if third.len() != 4 {
        return Err(Fault::new(
            format!("{} has no year of four digits", quoted(text)),
            "write the date like 2027-05-28",
        ));
    } else {
        match order {
            DateOrder::DayFirst => date_of(third, second, first),
            DateOrder::MonthFirst => date_of(third, first, second),
            DateOrder::YearFirst if date_of(third, second, first) == date_of(third, first, second) => {
                date_of(third, first, second)
            }
            DateOrder::YearFirst => return Err(no_order(text, numbers)),
        }
    };
    let date = date.ok_or_else(|| no_such_day(text, order))?;
    if !(2000..2200).contains(&date.year()) {
        return Err(Fault::new(format!("the year {} cannot be right", date.year()), "check the year of this date"));
    }
    Ok(date)
}

/// Reads a date and time; without an offset the clock is `zone`'s (rule 17).
pub(crate) fn read_start(text: &str, order: DateOrder, zone: &Zone) -> Result<Start, Fault> {
    let text = text.trim();
    let (day, clock) = day_and_clock(text);
    let date = read_date(day, order)?;
    if clock.is_empty() {
        return Err(Fault::new(
            format!("{} has no time of day", quoted(text)),
            format!("write date and time, like {date} 14:00"),
        ));
    }
    let (time, rest) = read_time(clock).ok_or_else(|| no_time(clock, date))?;
    let civil = date.to_datetime(time);
    if rest.is_empty() {
        return at_zone(civil, zone);
    }
    if let Some(name) = zone_suffix(rest) {
        let named = Zone::named(name).ok_or_else(|| no_time(clock, date))?;
        return at_zone(civil, &named);
    }
    let offset = read_offset(rest).ok_or_else(|| no_time(clock, date))?;
    civil.to_zoned(TimeZone::fixed(offset)).map(Start::at).map_err(|_| no_time(clock, date))
}

/// The date in that text, if it is one day or another until `dates` says which comes first (rule 29).
pub(crate) fn unclear_day(text: &str, order: DateOrder) -> Option<&str> {
    let (day, _) = day_and_clock(text.trim());
    let [first, second, year] = three_numbers(day).filter(|[.., year]| year.len() == 4)?;
    let day_first = date_of(year, second, first)?;
    let month_first = date_of(year, first, second)?;
    (order == DateOrder::YearFirst && day_first != month_first).then_some(day)
}

fn day_and_clock(text: &str) -> (&str, &str) {
    let is_between = |c: char| c.is_whitespace() || matches!(c, 'T' | 't' | ',');
    match text.find(is_between) {
        Some(at) => (&text[..at], text[at..].trim_start_matches(is_between)),
        None => (text, ""),
    }
}

fn three_numbers(text: &str) -> Option<[&str; 3]> {
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(separator);
    let numbers = [parts.next()?, parts.next()?, parts.next()?];
    let is_number = |part: &&str| matches!(part.len(), 1..=4) && part.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && numbers.iter().all(is_number)).then_some(numbers)
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn no_date(text: &str) -> Fault {
    let (day, clock) = day_and_clock(text);
    if three_numbers(day).is_some() && read_time(clock).is_some() {
        return Fault::new(format!("{} has a time of day", quoted(text)), "write the day alone here");
    }
    match counted_day(text) {
        Some(date) => Fault::new(
            format!("{} is a day as spreadsheet programs count them, probably {date}", quoted(text)),
            format!("give the cell the format of a date, or write {date}"),
        ),
        None => Fault::new(format!("{} is no date", quoted(text)), "write it like 2027-05-28"),
    }
}

/// The day that a number stands for in a cell that lost its format, from 2000 to 2099.
fn counted_day(text: &str) -> Option<Date> {
    let days: i32 = text.split('.').next()?.parse().ok().filter(|days| (36_526..73_051).contains(days))?;
    jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

fn no_such_day(text: &str, order: DateOrder) -> Fault {
    let read_as = match order {
        DateOrder::YearFirst => "year, month, day",
        DateOrder::DayFirst => "day, month, year",
        DateOrder::MonthFirst => "month, day, year",
    };
    Fault::new(format!("{} is no day of the calendar, read as {read_as}", quoted(text)), "write it like 2027-05-28")
}

fn no_order(text: &str, [first, second, year]: [&str; 3]) -> Fault {
    let day_first = date_of(year, second, first);
    let month_first = date_of(year, first, second);
    match (day_first, month_first) {
        (Some(a), Some(b)) => Fault::new(
            format!("{} may be {} or {}", quoted(text), a.strftime("%-d %B"), b.strftime("%-d %B")),
            "set dates = \"day first\" or \"month first\" at the top of the programme file, or write it like 2027-05-28",
        ),
        (Some(date), None) => Fault::new(
            format!("{} does not begin with the year", quoted(text)),
            format!("set dates = \"day first\" at the top of the programme file, or write {date}"),
        ),
        (None, Some(date)) => Fault::new(
            format!("{} does not begin with the year", quoted(text)),
            format!("set dates = \"month first\" at the top of the programme file, or write {date}"),
        ),
        (None, None) => no_date(text),
    }
}

fn no_time(clock: &str, date: Date) -> Fault {
    Fault::new(
        format!("{} is no time of day", quoted(clock)),
        format!("write date and time, like {date} 14:00 or {date}T14:00+01:00"),
    )
}

/// `14:00`, `9:05:30`, `2:00 PM`, and what stands after it.
fn read_time(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = digits(text, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let rest = rest.trim_start();
    let (hour, rest) = match rest.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("am") if (1..=12).contains(&hour) => (hour % 12, &rest[2..]),
        Some("pm") if (1..=12).contains(&hour) => (hour % 12 + 12, &rest[2..]),
        _ => (hour, rest),
    };
    Some((Time::new(hour, minute, second, 0).ok()?, rest.trim_start()))
}

/// A number of one to `most` digits, and what stands after it.
fn digits(text: &str, most: usize) -> Option<(i8, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    if end > most {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// `Z`, `UTC`, `+01:00`, `+0100` or `+01`.
fn read_offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z" | "UTC") {
        return Some(Offset::UTC);
    }
    let (sign, rest) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '\u{2212}' => (-1, &text['\u{2212}'.len_utf8()..]),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "00"),
    };
    if hours.len() != 2 || minutes.len() != 2 || !rest.bytes().all(|b| b.is_ascii_digit() || b == b':') {
        return None;
    }
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// The zone of `[Europe/London]`, with or without an offset before it (RFC 9557).
fn zone_suffix(text: &str) -> Option<&str> {
    text[text.find('[')?..].strip_prefix('[')?.strip_suffix(']')
}

fn at_zone(civil: DateTime, zone: &Zone) -> Result<Start, Fault> {
    let place = zone.name();
    let clock = civil.strftime("%H:%M on %Y-%m-%d");
    match zone.time_zone().to_ambiguous_zoned(civil) {
        moment if !moment.is_ambiguous() => moment
            .unambiguous()
            .map(Start::at)
            .map_err(|_| Fault::new(format!("{clock} is out of range"), "write date and time, like 2027-05-20 14:00")),
        moment => match moment.offset() {
            AmbiguousOffset::Gap { .. } => Err(Fault::new(
                format!("there is no {clock} in {place}: the clocks go forward over it"),
                "choose another time",
            )),
            AmbiguousOffset::Fold { before, .. } => Err(Fault::new(
                format!("{clock} happens twice in {place}: the clocks go back"),
                format!("add the offset, like {}{before}:00", civil.strftime("%Y-%m-%dT%H:%M")),
            )),
            AmbiguousOffset::Unambiguous { .. } => Err(no_time(&clock.to_string(), civil.date())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, read_date, read_start, unclear_day};
    use crate::domain::person::Zone;

    fn london() -> Zone {
        Zone::named("Europe/London").unwrap()
    }

    #[test]
    fn dates_are_read_as_the_programme_says() {
        for (text, order, date) in [
            ("2027-05-28", DateOrder::YearFirst, "2027-05-28"),
            (" 2027/5/28 ", DateOrder::DayFirst, "2027-05-28"),
            ("03/04/2027", DateOrder::DayFirst, "2027-04-03"),
            ("3.4.2027", DateOrder::DayFirst, "2027-04-03"),
            ("03/04/2027", DateOrder::MonthFirst, "2027-03-04"),
            ("4/04/2027", DateOrder::YearFirst, "2027-04-04"),
        ] {
            assert_eq!(read_date(text, order).map(|d| d.to_string()), Ok(date.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_date_that_could_be_another_is_none() {
        for (text, order, word) in [
            ("03/04/2027", DateOrder::YearFirst, "may be 3 April or 4 March"),
            ("28/05/2027", DateOrder::YearFirst, "does not begin with the year"),
            ("28/05/2027", DateOrder::MonthFirst, "is no day of the calendar, read as month, day, year"),
            ("28/05/27", DateOrder::DayFirst, "has no year of four digits"),
            ("2027-02-30", DateOrder::YearFirst, "is no day of the calendar"),
            ("0202-05-28", DateOrder::YearFirst, "the year 202 cannot be right"),
            ("May", DateOrder::DayFirst, "is no date"),
            ("2027-05", DateOrder::DayFirst, "is no date"),
            ("1-2-3-4", DateOrder::DayFirst, "is no date"),
        ] {
            let fault = read_date(text, order).unwrap_err();
            assert!(fault.what.contains(word), "{text}: {}", fault.what);
        }
    }

    #[test]
    fn a_date_is_unclear_if_it_is_two_days_and_nothing_says_which() {
        for (text, order, unclear) in [
            ("03/04/2027", DateOrder::YearFirst, Some("03/04/2027")),
            (" 3.4.2027 14:00 ", DateOrder::YearFirst, Some("3.4.2027")),
            ("03/04/2027", DateOrder::DayFirst, None),
            ("03/04/2027", DateOrder::MonthFirst, None),
            ("28/05/2027", DateOrder::YearFirst, None),
            ("04/04/2027", DateOrder::YearFirst, None),
            ("2027-04-03", DateOrder::YearFirst, None),
            ("3/4/27", DateOrder::YearFirst, None),
            ("soon", DateOrder::YearFirst, None),
        ] {
            assert_eq!(unclear_day(text, order), unclear, "{text}");
        }
    }

    #[test]
    fn a_session_has_date_time_and_perhaps_an_offset() {
        for (text, order, start) in [
            ("2027-05-20 14:00", DateOrder::YearFirst, "2027-05-20T14:00:00+01:00[Europe/London]"),
            ("2027-05-20T14:00", DateOrder::YearFirst, "2027-05-20T14:00:00+01:00[Europe/London]"),
            ("2027-05-20 9:00:00", DateOrder::YearFirst, "2027-05-20T09:00:00+01:00[Europe/London]"),
            ("2027-05-20T14:00+02:00", DateOrder::YearFirst, "2027-05-20T14:00:00+02:00"),
            ("2027-05-20T14:00:00.000Z", DateOrder::YearFirst, "2027-05-20T14:00:00+00:00[UTC]"),
            ("2027-05-20 14:00 -0330", DateOrder::YearFirst, "2027-05-20T14:00:00-03:30"),
            ("2027-05-20T14:00+02:00[Europe/Berlin]", DateOrder::YearFirst, "2027-05-20T14:00:00+02:00[Europe/Berlin]"),
            ("20.5.2027 14:00", DateOrder::DayFirst, "2027-05-20T14:00:00+01:00[Europe/London]"),
            ("5/20/2027 2:00 PM", DateOrder::MonthFirst, "2027-05-20T14:00:00+01:00[Europe/London]"),
            ("5/20/2027, 12:30 am", DateOrder::MonthFirst, "2027-05-20T00:30:00+01:00[Europe/London]"),
        ] {
            let read = read_start(text, order, &london()).map(|start| start.to_string());
            assert_eq!(read, Ok(start.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_local_time_that_is_skipped_or_doubled_is_a_fault() {
        for (text, word) in [
            ("2027-03-28 01:30", "there is no 01:30 on 2027-03-28 in Europe/London"),
            ("2027-10-31 01:30", "happens twice"),
            ("2027-05-20", "has no time of day"),
            ("2027-05-20 25:00", "is no time of day"),
            ("2027-05-20 14:00 CEST", "is no time of day"),
            ("2027-05-20 14:00+1", "is no time of day"),
            ("2027-05-20 14:00é", "is no time of day"),
            ("tomorrow at 9", "is no date"),
        ] {
            let fault = read_start(text, DateOrder::YearFirst, &london()).unwrap_err();
            assert!(fault.what.contains(word), "{text}: {}", fault.what);
        }
        let fold = read_start("2027-10-31 01:30", DateOrder::YearFirst, &london()).unwrap_err();
        assert_eq!(fold.hint, "add the offset, like 2027-10-31T01:30+01:00");
    }
}
