//! iTIP in: what people's calendars answer (RFC 5546 sections 3.2.3 and 3.2.7), as INTEROP sections 4 and 7 found it in the wild.
//!
//! Reading is forgiving about everything but what an answer stands on: a METHOD, a UID and the end of the object. ORGANIZER is never needed, case never
//! matters, and nothing is believed: who may answer for whom, and whether an answer is stale, is the reader's to decide.
//! Any input is safe: its size is bounded before it is read, and deep nesting costs no stack.

use crate::calendar::itip::PartStat;
use crate::domain::address::Address;
use crate::domain::plain;
use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::timezone::TzResolver;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName, ICalendarProperty,
    ICalendarValue,
};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};

/// The most octets of an object that are read; real answers have a few thousand.
const MOST_OCTETS: usize = 256 * 1024;
/// The most answers one object may hold; a REPLY to one invitation has one.
const MOST_ANSWERS: usize = 100;
/// The most characters of a comment that are kept.
const LONGEST_COMMENT: usize = 2_000;
/// The most octets of a UID (RFC 7986 section 5.3).
const LONGEST_UID: usize = 255;

/// What one attendee says about one event.
///
/// A REPLY names who answers; a COUNTER may list everybody, and then is one `Answer` for each: the sender's counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// REPLY or COUNTER.
    pub kind: AnswerKind,
    /// The event's UID, as written.
    pub uid: String,
    /// Who answers; nobody where the program that answered left that out.
    pub attendee: Option<Address>,
    /// Who answered for them (SENT-BY).
    pub sent_by: Option<Address>,
    /// What they say; [`PartStat::NeedsAction`] if nothing.
    pub partstat: PartStat,
    /// Which version of the event they saw: a hint for spotting stale answers, not a reason to reject (INTEROP 7.5).
    pub sequence: Option<u32>,
    /// When it was said; of two answers the later counts.
    pub stamped_at: Option<Timestamp>,
    /// The occurrence it is about, if it is about one.
    pub recurrence: Option<Moment>,
    /// Words of the person.
    pub comment: Option<String>,
    /// The other start a COUNTER asks for; never set for a REPLY, whose times are not to be trusted (INTEROP 7.2).
    pub proposed_start: Option<Moment>,
    /// The other end a COUNTER asks for.
    pub proposed_end: Option<Moment>,
}

/// The two kinds of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// Yes, no or perhaps.
    Reply,
    /// Another time, please.
    Counter,
}

/// A time in an object from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// That instant.
    At(Timestamp),
    /// There is a time, but not which: no zone, an unknown zone, a bare date. A person has to read it.
    Unclear,
}

/// Why a text is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// More than 256 KiB, or more than 100 answers.
    #[error("the calendar object is too large")]
    TooLarge,
    /// Not a VCALENDAR.
    #[error("this is no calendar object")]
    NoCalendar,
    /// It stops before `END:VCALENDAR`.
    #[error("the calendar object is cut off")]
    CutOff,
    /// Not exactly one METHOD.
    #[error("the calendar object does not say what it is for")]
    NoMethod,
    /// REQUEST, CANCEL, PUBLISH and so on: from outside they mean nothing here.
    #[error("the calendar object is no answer")]
    OtherMethod,
    /// No event in it has a UID.
    #[error("the calendar object does not say which event it is about")]
    NoEvent,
}

impl AnswerFault {
    /// What an operator may want to know of it; nothing where somebody's calendar only said something that is no answer.
    pub fn trouble(self) -> Option<&'static str> {
        Some(match self {
            AnswerFault::OtherMethod => return None,
            AnswerFault::TooLarge => "its calendar object is too large",
            AnswerFault::NoCalendar => "what says it is a calendar object is none",
            AnswerFault::CutOff => "its calendar object is cut off",
            AnswerFault::NoMethod => "its calendar object does not say what it is for",
            AnswerFault::NoEvent => "its calendar object does not say which event it is about",
        })
    }
}

/// Every answer in a calendar object, each once (Thunderbird sends the same twice).
///
/// # Errors
/// [`AnswerFault`]; the text may be anything.
pub fn answers(text: &str) -> Result<Vec<Answer>, AnswerFault> {
    if text.len() > MOST_OCTETS {
        return Err(AnswerFault::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    let calendar = ICalendar::parse(text).map_err(|_| AnswerFault::NoCalendar)?;
    let root = calendar.components.first().ok_or(AnswerFault::NoCalendar)?;
    if root.component_type != ICalendarComponentType::VCalendar {
        return Err(AnswerFault::NoCalendar);
    }
    let is_end = |line: &str| line.trim_end().eq_ignore_ascii_case("END:VCALENDAR");
    if !text.lines().any(is_end) {
        return Err(AnswerFault::CutOff);
    }
    let kind = kind(root)?;
    let zones = calendar.build_tz_resolver();
    let mut found: Vec<Answer> = Vec::new();
    for event in calendar.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent) {
        for answer in answers_in(event, kind, &zones) {
            if found.contains(&answer) {
                continue;
            }
            if found.len() == MOST_ANSWERS {
                return Err(AnswerFault::TooLarge);
            }
            found.push(answer);
        }
    }
    if found.is_empty() { Err(AnswerFault::NoEvent) } else { Ok(found) }
}

fn kind(root: &ICalendarComponent) -> Result<AnswerKind, AnswerFault> {
    let methods: Vec<&str> = texts(root, &ICalendarProperty::Method).collect();
    match methods[..] {
        [method] if method.eq_ignore_ascii_case("REPLY") => Ok(AnswerKind::Reply),
        [method] if method.eq_ignore_ascii_case("COUNTER") => Ok(AnswerKind::Counter),
        [_] => Err(AnswerFault::OtherMethod),
        _ => Err(AnswerFault::NoMethod),
    }
}

fn answers_in(event: &ICalendarComponent, kind: AnswerKind, zones: &TzResolver<&str>) -> Vec<Answer> {
    let Some(uid) = uid(event) else { return Vec::new() };
    let time = |name| event.property(&name).map(|entry| moment(entry, zones));
    let proposed = |name| if kind == AnswerKind::Counter { time(name) } else { None };
    let about_all = Answer {
        kind,
        uid,
        attendee: None,
        sent_by: None,
        partstat: PartStat::NeedsAction,
        sequence: event.property(&ICalendarProperty::Sequence).and_then(number),
        stamped_at: time(ICalendarProperty::Dtstamp).and_then(Moment::instant),
        recurrence: time(ICalendarProperty::RecurrenceId),
        comment: texts(event, &ICalendarProperty::Comment).find_map(comment),
        proposed_start: proposed(ICalendarProperty::Dtstart),
        proposed_end: proposed(ICalendarProperty::Dtend),
    };
    // One more than may be kept, so that the caller sees there are too many.
    let of_each: Vec<Answer> = event
        .properties(&ICalendarProperty::Attendee)
        .take(MOST_ANSWERS + 1)
        .filter_map(|entry| of_attendee(&about_all, entry))
        .collect();
    if of_each.is_empty() { vec![about_all] } else { of_each }
}

fn of_attendee(about_all: &Answer, entry: &ICalendarEntry) -> Option<Answer> {
    let attendee = address(entry.values.first()?.as_text()?)?;
    let parameter = |name| entry.parameters(&name).find_map(|value| value.as_text());
    Some(Answer {
        attendee: Some(attendee),
        sent_by: parameter(ICalendarParameterName::SentBy).and_then(address),
        partstat: parameter(ICalendarParameterName::Partstat).map_or(PartStat::NeedsAction, PartStat::from_word),
        comment: about_all.comment.clone().or_else(|| google_words(entry)),
        ..about_all.clone()
    })
}

/// Google puts the person's words into a parameter.
fn google_words(entry: &ICalendarEntry) -> Option<String> {
    let is_theirs = |name: &ICalendarParameterName| matches!(name, ICalendarParameterName::Other(word) if word.eq_ignore_ascii_case("X-RESPONSE-COMMENT"));
    entry.params.iter().find(|parameter| is_theirs(&parameter.name))?.value.as_text().and_then(comment)
}

impl Moment {
    fn instant(self) -> Option<Timestamp> {
        match self {
            Moment::At(at) => Some(at),
            Moment::Unclear => None,
        }
    }
}

fn texts<'c>(part: &'c ICalendarComponent, name: &'c ICalendarProperty) -> impl Iterator<Item = &'c str> {
    part.properties(name).flat_map(|entry| entry.values.iter()).filter_map(ICalendarValue::as_text)
}

fn uid(event: &ICalendarComponent) -> Option<String> {
    let uid = event.uid()?.trim();
    (!uid.is_empty() && uid.len() <= LONGEST_UID).then(|| uid.to_owned())
}

fn comment(text: &str) -> Option<String> {
    let text = plain::lines(text, LONGEST_COMMENT);
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn number(entry: &ICalendarEntry) -> Option<u32> {
    u32::try_from(entry.values.first()?.as_integer()?).ok()
}

/// The address in a `mailto:` URI, whatever its case, or bare; percent-encoding undone (RFC 6068).
fn address(uri: &str) -> Option<Address> {
    let uri = uri.trim();
    let bare = match uri.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto") => rest,
        Some(_) => return None,
        None => uri,
    };
    let mut octets = Vec::with_capacity(bare.len());
    let mut rest = bare.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        octets.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    Address::parse(std::str::from_utf8(&octets).ok()?).ok()
}

fn moment(entry: &ICalendarEntry, zones: &TzResolver<&str>) -> Moment {
    let Some(ICalendarValue::PartialDateTime(time)) = entry.values.first() else { return Moment::Unclear };
    instant(time, entry.tz_id(), zones).map_or(Moment::Unclear, Moment::At)
}

fn instant(time: &PartialDateTime, zone: Option<&str>, zones: &TzResolver<&str>) -> Option<Timestamp> {
    let small = |number: Option<u8>| i8::try_from(number?).ok();
    let year = i16::try_from(time.year?).ok()?;
    let second = small(time.second)?.min(59);
    let (month, day) = (small(time.month)?, small(time.day)?);
    let local = civil::DateTime::new(year, month, day, small(time.hour)?, small(time.minute)?, second, 0).ok()?;
    let zone = match (time.tz_hour, zone) {
        (Some(hours), _) => {
            let seconds = i32::from(hours) * 3600 + i32::from(time.tz_minute.unwrap_or(0)) * 60;
            TimeZone::fixed(Offset::from_seconds(if time.tz_minus { -seconds } else { seconds }).ok()?)
        }
        (None, Some(name)) => time_zone(name, zones)?,
        (None, None) => return None,
    };
    Some(local.to_zoned(zone).ok()?.timestamp())
}

/// The zone of that name: by its IANA name, or the one the parser takes a Windows name or a VTIMEZONE for. Its rules are always the system's.
fn time_zone(name: &str, zones: &TzResolver<&str>) -> Option<TimeZone> {
    TimeZone::get(name).ok().or_else(|| match zones.resolve(name)? {
        Tz::Tz(zone) => TimeZone::get(zone.name()).ok(),
        Tz::Fixed(_) | Tz::Floating => None,
    })
}

#[cfg(test)]
mod tests;
