//! Private notes on the time together: the goals, and how it was to work together, kept apart.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked, in the order of the page: three questions about the goals, three about the relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Question {
    Reached,
    Hard,
    Overcome,
    Good,
    Hindered,
    Differently,
}

impl Question {
    /// About what the two set out to do.
    pub const GOALS: [Question; 3] = [Question::Reached, Question::Hard, Question::Overcome];
    /// About working together.
    pub const RELATIONSHIP: [Question; 3] = [Question::Good, Question::Hindered, Question::Differently];

    /// The word in facts and forms.
    pub fn name(self) -> &'static str {
        match self {
            Question::Reached => "reached",
            Question::Hard => "hard",
            Question::Overcome => "overcome",
            Question::Good => "good",
            Question::Hindered => "hindered",
            Question::Differently => "differently",
        }
    }
}

/// One person's notes, and whether the partner may read them if both choose so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reflection {
    /// What was noted, by question; nothing for a question left out.
    #[serde(default)]
    pub notes: BTreeMap<Question, String>,
    /// Shared, if the partner chooses the same.
    #[serde(default)]
    pub share: bool,
}

impl Reflection {
    /// Whether there is something the partner may read, as far as it goes by this person.
    pub fn is_offered(&self) -> bool {
        self.share && !self.notes.is_empty()
    }
}
