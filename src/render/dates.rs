//! Dates and times as a language writes them.
//!
//! Templates meet times as the text [`crate::render::context`] serialises them to (RFC 9557), so no zone database is
//! asked here: clock, date and zone name stand in the text.

use crate::render::words::{Words, fill};
use jiff::civil::{Date, DateTime};
use serde_json::Value;

/// A wall clock with the name of its zone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WallClock {
    at: DateTime,
    zone: String,
}

impl WallClock {
    /// Reads `2027-05-20T14:00:00+01:00[Africa/Lagos]`.
    fn read(text: &str) -> Option<WallClock> {
        let at: DateTime = text.contains('T').then(|| text.parse().ok())??;
        let zone = text.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("UTC", |(zone, _)| zone);
        Some(WallClock { at, zone: zone.to_owned() })
    }
}

/// A moment as its context serialises to: an object with both clocks, or the text of one.
struct Clocks {
    reader: WallClock,
    partner: Option<WallClock>,
}

impl Clocks {
    fn read(value: &Value) -> Option<Clocks> {
        let text = |value: &Value| value.as_str().and_then(WallClock::read);
        match value {
            Value::Object(both) => {
                Some(Clocks { reader: text(both.get("reader")?)?, partner: both.get("partner").and_then(text) })
            }
            one => Some(Clocks { reader: text(one)?, partner: None }),
        }
    }
}

/// The date of a date, a time or a moment.
fn read_date(value: &Value) -> Option<Date> {
    match value {
        Value::Object(both) => read_date(both.get("reader")?),
        Value::String(text) => text.parse::<Date>().ok(),
        _ => None,
    }
}

/// A way to write a date, a time or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// 20 May
    Date,
    /// 20 May 2027
    FullDate,
    /// Thursday 20 May
    WeekdayDate,
    /// Thursday 20 May 2027
    FullWeekdayDate,
    /// 14:00
    Clock,
    /// 14:00 (Lagos; 15:00 in Berlin)
    Clocks,
    /// Thursday 20 May at 14:00 (Lagos; 15:00 in Berlin)
    When,
    /// Thursday 20 May, 14:00
    ShortWhen,
}

impl Style {
    /// Every style, with the name templates use.
    pub const ALL: [(&'static str, Style); 8] = [
        ("date", Style::Date),
        ("full_date", Style::FullDate),
        ("weekday_date", Style::WeekdayDate),
        ("full_weekday_date", Style::FullWeekdayDate),
        ("clock", Style::Clock),
        ("clocks", Style::Clocks),
        ("when", Style::When),
        ("short_when", Style::ShortWhen),
    ];
}

/// The value in that style; nothing if it is no date, or no time where the style needs one.
pub fn write(words: &Words, style: Style, value: &Value) -> Option<String> {
    let patterns = &words.dates;
    let date = |pattern: &str| read_date(value).map(|date| write_date(words, pattern, date));
    match style {
        Style::Date => date(&patterns.date),
        Style::FullDate => date(&patterns.full_date),
        Style::WeekdayDate => date(&patterns.weekday_date),
        Style::FullWeekdayDate => date(&patterns.full_weekday_date),
        Style::Clock => Clocks::read(value).map(|clocks| write_clock(words, clocks.reader.at)),
        Style::Clocks => Clocks::read(value).map(|clocks| write_clocks(words, &clocks)),
        Style::When => Clocks::read(value).map(|clocks| {
            let date = write_date(words, &patterns.weekday_date, clocks.reader.at.date());
            fill(&patterns.when, &[("date", &date), ("clocks", &write_clocks(words, &clocks))])
        }),
        Style::ShortWhen => Clocks::read(value).map(|clocks| {
            let date = write_date(words, &patterns.weekday_date, clocks.reader.at.date());
            fill(&patterns.short_when, &[("date", &date), ("clock", &write_clock(words, clocks.reader.at))])
        }),
    }
}

fn write_date(words: &Words, pattern: &str, date: Date) -> String {
    let month = &words.months[usize::from(date.month().unsigned_abs()) - 1];
    let weekday = &words.weekdays[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    fill(
        pattern,
        &[
            ("day", &date.day().to_string()),
            ("month", month),
            ("month_number", &date.month().to_string()),
            ("year", &date.year().to_string()),
            ("weekday", weekday),
        ],
    )
}

fn write_clock(words: &Words, at: DateTime) -> String {
    let hour12 = match at.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    fill(
        &words.dates.clock,
        &[
            ("hour", &format!("{:02}", at.hour())),
            ("minute", &format!("{:02}", at.minute())),
            ("hour12", &hour12.to_string()),
            ("half", &words.dates.halves[usize::from(at.hour() >= 12)]),
        ],
    )
}

/// Both clocks where they differ, one otherwise; the zone is always named.
fn write_clocks(words: &Words, clocks: &Clocks) -> String {
    let reader = &clocks.reader;
    let clock = write_clock(words, reader.at);
    let zone = zone_name(words, &reader.zone);
    let Some(other) = clocks.partner.as_ref().filter(|other| other.at != reader.at) else {
        return fill(&words.dates.one_clock, &[("clock", &clock), ("zone", &zone)]);
    };
    let pattern = if other.at.date() == reader.at.date() { &words.dates.two_clocks } else { &words.dates.two_days };
    fill(
        pattern,
        &[
            ("clock", &clock),
            ("zone", &zone),
            ("other_clock", &write_clock(words, other.at)),
            ("other_zone", &zone_name(words, &other.zone)),
            ("other_date", &write_date(words, &words.dates.weekday_date, other.at.date())),
        ],
    )
}

/// What people call a zone: the language's word for it, else the city in its IANA name, else the distance from UTC.
fn zone_name(words: &Words, zone: &str) -> String {
    if let Some(name) = words.zones.get(zone) {
        return name.clone();
    }
    if zone.starts_with(['+', '-']) {
        let hours = zone.trim_end_matches(":00");
        let sign = &hours[..1];
        return format!("UTC{sign}{}", hours[1..].trim_start_matches('0')).trim_end_matches(['+', '-']).to_owned();
    }
    match zone.rsplit_once('/') {
        // POSIX counts west of Greenwich as positive; people do not.
        Some(("Etc", name)) => name.replace('+', "~").replace('-', "+").replace('~', "-").replace("GMT", "UTC"),
        Some((_, city)) => city.replace('_', " "),
        None => zone.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, write, zone_name};
    use crate::render::words::Words;
    use serde_json::{Value, json};

    fn english() -> Words {
        toml::from_str(include_str!("../../templates/en/language.toml")).expect("built in")
    }

    fn written(style: Style, value: &Value) -> String {
        write(&english(), style, value).expect("a time")
    }

    const LAGOS: &str = "2027-05-20T14:00:00+01:00[Africa/Lagos]";

    #[test]
    fn each_style_is_written() {
        let both = json!({"reader": LAGOS, "partner": "2027-05-20T15:00:00+02:00[Europe/Berlin]"});
        for (style, text) in [
            (Style::Date, "20 May"),
            (Style::FullDate, "20 May 2027"),
            (Style::WeekdayDate, "Thursday 20 May"),
            (Style::FullWeekdayDate, "Thursday 20 May 2027"),
            (Style::Clock, "14:00"),
            (Style::Clocks, "14:00 (Lagos; 15:00 in Berlin)"),
            (Style::When, "Thursday 20 May at 14:00 (Lagos; 15:00 in Berlin)"),
            (Style::ShortWhen, "Thursday 20 May, 14:00"),
        ] {
            assert_eq!(written(style, &both), text);
        }
        assert_eq!(written(Style::FullDate, &json!("2027-01-01")), "1 January 2027");
    }

    #[test]
    fn equal_clocks_are_given_once_and_other_days_are_named() {
        let same = json!({"reader": LAGOS, "partner": "2027-05-20T14:00:00+01:00[Europe/London]"});
        assert_eq!(written(Style::Clocks, &same), "14:00 (Lagos)");
        let far = json!({
            "reader": "2027-05-20T20:00:00-07:00[America/Los_Angeles]",
            "partner": "2027-05-21T12:00:00+09:00[Asia/Tokyo]",
        });
        assert_eq!(written(Style::Clocks, &far), "20:00 (Los Angeles; Friday 21 May, 12:00 in Tokyo)");
    }

    #[test]
    fn zones_have_names_people_use() {
        let words = english();
        for (zone, name) in [
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
            ("Etc/GMT+5", "UTC-5"),
            ("+01:00", "UTC+1"),
            ("-09:30", "UTC-9:30"),
            ("+00:00", "UTC"),
            ("+10:00", "UTC+10"),
        ] {
            assert_eq!(zone_name(&words, zone), name, "{zone}");
        }
    }

    #[test]
    fn what_is_no_time_is_not_written() {
        for value in [json!(null), json!(5), json!("soon"), json!({"partner": LAGOS}), json!([])] {
            assert_eq!(write(&english(), Style::When, &value), None);
        }
        assert_eq!(write(&english(), Style::Clock, &json!("2027-05-20")), None);
    }
}
