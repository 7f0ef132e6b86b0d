//! The meetings of a pair: the final session and the catch-ups.

use jiff::{Timestamp, Zoned, civil, tz::OffsetConflict};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Which meeting: `session`, or `catch-up-1`, `catch-up-2` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EventName {
    /// The pair's final session.
    #[default]
    Session,
    /// The catch-up of that number, counted from 1 over all agreements of the pair.
    CatchUp(u32),
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EventName::Session => f.write_str("session"),
            EventName::CatchUp(n) => write!(f, "catch-up-{n}"),
        }
    }
}

impl FromStr for EventName {
    type Err = String;
    fn from_str(text: &str) -> Result<EventName, String> {
        if text == "session" {
            return Ok(EventName::Session);
        }
        text.strip_prefix("catch-up-")
            .and_then(|n| n.parse().ok())
            .filter(|n| *n >= 1)
            .map(EventName::CatchUp)
            .ok_or_else(|| format!("\"{text}\" is no event: write \"session\" or \"catch-up-1\", \"catch-up-2\" …"))
    }
}

impl TryFrom<String> for EventName {
    type Error = String;
    fn try_from(text: String) -> Result<EventName, String> {
        text.parse()
    }
}

impl From<EventName> for String {
    fn from(event: EventName) -> String {
        event.to_string()
    }
}

/// When a meeting starts: civil time and zone (rule 27), so that a new zone database moves the instant, never the clock.
///
/// Written as RFC 9557 (`2027-05-20T14:00:00+01:00[Europe/London]`) or RFC 3339; a plain RFC 3339 time is kept at its offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start(Zoned);

impl Start {
    /// The start at that civil time in that zone.
    pub fn at(zoned: Zoned) -> Start {
        Start(zoned)
    }

    /// The instant.
    pub fn timestamp(&self) -> Timestamp {
        self.0.timestamp()
    }

    /// Clock and date where it was set.
    pub fn civil(&self) -> civil::DateTime {
        self.0.datetime()
    }

    /// The start with its zone.
    pub fn zoned(&self) -> &Zoned {
        &self.0
    }
}

impl FromStr for Start {
    type Err = String;
    fn from_str(text: &str) -> Result<Start, String> {
        let fault = || format!("\"{text}\" is no time: write it like 2027-05-20T14:00:00Z");
        let parser = jiff::fmt::temporal::DateTimeParser::new().offset_conflict(OffsetConflict::AlwaysTimeZone);
        if text.contains('[') {
            return parser.parse_zoned(text).map(Start).map_err(|_| fault());
        }
        let pieces = jiff::fmt::temporal::Pieces::parse(text).map_err(|_| fault())?;
        let offset = pieces.to_numeric_offset().ok_or_else(fault)?;
        let time = pieces.time().ok_or_else(fault)?;
        let civil = pieces.date().to_datetime(time);
        civil.to_zoned(jiff::tz::TimeZone::fixed(offset)).map(Start).map_err(|_| fault())
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.time_zone().iana_name().is_some() {
            write!(f, "{}", self.0)
        } else {
            write!(f, "{}", self.0.timestamp().display_with_offset(self.0.offset()))
        }
    }
}

impl Serialize for Start {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Start {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Start, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
