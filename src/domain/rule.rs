//! When a step is due: `7 days before session at 09:00`.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a rule counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Anchor {
    Ending,
    Session,
    Roadmap,
    CatchUp,
}

impl Anchor {
    /// The word in a rule.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Ending => "ending",
            Anchor::Session => "session",
            Anchor::Roadmap => "roadmap",
            Anchor::CatchUp => "catch-up",
        }
    }
}

/// A unit of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    WorkingDays,
    Weeks,
}

/// A length of time as people write it: `10 working days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// Which side of the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Side {
    Before,
    After,
}

/// One line of `[steps]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRule {
    /// How far from the anchor.
    pub span: Span,
    /// Which side of it.
    pub side: Side,
    /// What it counts from.
    pub anchor: Anchor,
    /// The reader's clock, if the rule names one (rule 17).
    pub at: Option<Time>,
}

const SHAPE: &str = "write it like \"7 days before session at 09:00\"";

impl Span {
    /// Whole days of this length, for spans that count from no day in particular; a working day counts as one.
    pub fn days(&self) -> u32 {
        match self.unit {
            Unit::Minutes => self.amount / (60 * 24),
            Unit::Hours => self.amount / 24,
            Unit::Days | Unit::WorkingDays => self.amount,
            Unit::Weeks => self.amount.saturating_mul(7),
        }
    }
}

impl FromStr for Span {
    type Err = String;
    fn from_str(text: &str) -> Result<Span, String> {
        let fault = || format!("\"{text}\" is no length of time: write it like \"10 working days\"");
        let words: Vec<&str> = text.split_whitespace().collect();
        let (amount, unit) = match words.as_slice() {
            [amount, "working", "day" | "days"] => (amount, Unit::WorkingDays),
            [amount, "minute" | "minutes"] => (amount, Unit::Minutes),
            [amount, "hour" | "hours"] => (amount, Unit::Hours),
            [amount, "day" | "days"] => (amount, Unit::Days),
            [amount, "week" | "weeks"] => (amount, Unit::Weeks),
            _ => return Err(fault()),
        };
        let amount = amount.parse().map_err(|_| fault())?;
        if amount > 10_000 {
            return Err(fault());
        }
        Ok(Span { amount, unit })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match (self.unit, self.amount) {
            (Unit::Minutes, 1) => "minute",
            (Unit::Minutes, _) => "minutes",
            (Unit::Hours, 1) => "hour",
            (Unit::Hours, _) => "hours",
            (Unit::Days, 1) => "day",
            (Unit::Days, _) => "days",
            (Unit::WorkingDays, 1) => "working day",
            (Unit::WorkingDays, _) => "working days",
            (Unit::Weeks, 1) => "week",
            (Unit::Weeks, _) => "weeks",
        };
        write!(f, "{} {unit}", self.amount)
    }
}

/// A clock time as `9:00` or `09:00`.
///
/// # Errors
/// The fault, with how to write it.
pub fn parse_clock(text: &str) -> Result<Time, String> {
    let fault = || format!("\"{text}\" is no time of day: write it like 09:00");
    let (hour, minute) = text.split_once(':').ok_or_else(fault)?;
    if minute.len() != 2 || !(1..=2).contains(&hour.len()) {
        return Err(fault());
    }
    let hour = hour.parse().map_err(|_| fault())?;
    let minute = minute.parse().map_err(|_| fault())?;
    Time::new(hour, minute, 0, 0).map_err(|_| fault())
}

impl FromStr for StepRule {
    type Err = String;
    fn from_str(text: &str) -> Result<StepRule, String> {
        let (rest, at) = match text.split_once(" at ") {
            Some((rest, clock)) => (rest, Some(parse_clock(clock.trim())?)),
            None => (text, None),
        };
        let (span, side, anchor) = if let Some((span, anchor)) = rest.split_once(" before ") {
            (span, Side::Before, anchor)
        } else if let Some((span, anchor)) = rest.split_once(" after ") {
            (span, Side::After, anchor)
        } else {
            return Err(format!("\"{text}\" is no rule for a step: {SHAPE}"));
        };
        let anchor = match anchor.trim() {
            "ending" => Anchor::Ending,
            "session" => Anchor::Session,
            "roadmap" => Anchor::Roadmap,
            "catch-up" => Anchor::CatchUp,
            other => {
                return Err(format!(
                    "\"{other}\" is nothing to count from: write ending, session, roadmap or catch-up"
                ));
            }
        };
        Ok(StepRule { span: span.parse()?, side, anchor, at })
    }
}

impl fmt::Display for StepRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Before => "before",
            Side::After => "after",
        };
        write!(f, "{} {side} {}", self.span, self.anchor.name())?;
        if let Some(at) = self.at {
            write!(f, " at {:02}:{:02}", at.hour(), at.minute())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::StepRule;

    #[test]
    fn a_rule_reads_back_as_it_was_written() {
        for text in [
            "28 days before session at 09:00",
            "1 working day after session at 09:00",
            "30 minutes before catch-up",
            "2 weeks after roadmap",
            "3 hours before ending",
        ] {
            let rule: StepRule = text.parse().expect(text);
            assert_eq!(rule.to_string(), text);
        }
    }

    #[test]
    fn a_faulty_rule_says_what_to_write() {
        for text in [
            "",
            "soon",
            "7 days before lunch",
            "7 moons before session",
            "7 days before session at 25:00",
            "x days before session",
        ] {
            assert!(text.parse::<StepRule>().is_err_and(|fault| fault.contains("write")), "{text:?}");
        }
    }
}
