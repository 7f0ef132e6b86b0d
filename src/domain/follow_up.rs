//! What each person answered, privately, about staying in touch.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A way of staying in touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Want {
    /// Career updates by mail.
    Updates,
    /// An occasional question.
    Questions,
    /// Meeting again now and then.
    CatchUps,
    /// None of these; excludes the others.
    Nothing,
}

/// How often: a number of weeks or months, at least two weeks (rule 23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// That many weeks.
    Weeks(u32),
    /// That many months; 30 days each where lengths are compared (rule 21).
    Months(u32),
}

impl Every {
    /// Length for comparisons only.
    pub fn days(self) -> u32 {
        match self {
            Every::Weeks(n) => n.saturating_mul(7),
            Every::Months(n) => n.saturating_mul(30),
        }
    }

    /// Twice as rare (rule 24).
    pub fn doubled(self) -> Every {
        match self {
            Every::Weeks(n) => Every::Weeks(n.saturating_mul(2)),
            Every::Months(n) => Every::Months(n.saturating_mul(2)),
        }
    }
}

impl FromStr for Every {
    type Err = String;
    fn from_str(text: &str) -> Result<Every, String> {
        let fault = || format!("\"{text}\" is no rhythm: write \"2 weeks\", \"month\" or \"3 months\"");
        let words: Vec<&str> = text.split_whitespace().collect();
        let (number, unit) = match words.as_slice() {
            [unit] => (1, *unit),
            [number, unit] => (number.parse().map_err(|_| fault())?, *unit),
            _ => return Err(fault()),
        };
        let every = match unit {
            "week" | "weeks" => Every::Weeks(number),
            "month" | "months" => Every::Months(number),
            _ => return Err(fault()),
        };
        if !(1..=120).contains(&number) {
            return Err(fault());
        }
        if every.days() < 14 {
            return Err(format!("\"{text}\" is too often: two weeks is the shortest rhythm"));
        }
        Ok(every)
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Every::Weeks(1) => f.write_str("week"),
            Every::Weeks(n) => write!(f, "{n} weeks"),
            Every::Months(1) => f.write_str("month"),
            Every::Months(n) => write!(f, "{n} months"),
        }
    }
}

impl Serialize for Every {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Every, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Who gets in touch first, from the point of view of the person who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Starter {
    Me,
    Partner,
    Either,
}

/// One person's private answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What the person would like; never empty.
    pub wants: Vec<Want>,
    /// How often to catch up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// How many catch-ups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// No dates; whoever feels like it gets in touch.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub improvise: bool,
    /// Who starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starter: Option<Starter>,
    /// How much time there really is; never shared (rule 21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// For the coordinator's eyes only if the person says so elsewhere; never shared (rule 21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What somebody answers after the last catch-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum RenewalAnswer {
    Renew,
    Loosen,
    Stop,
}
