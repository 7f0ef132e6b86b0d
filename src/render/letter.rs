//! What rendering gives, and how it fails.

use crate::domain::person::Language;

/// A letter without an address: what its reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line of plain text.
    pub subject: String,
    /// The text part, lines ending in LF.
    pub text: String,
    /// The HTML part, a whole page.
    pub html: String,
    /// The language it is written in.
    pub language: Language,
}

/// A letter as a page shows it: its own words, without foot or layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// One line of plain text.
    pub subject: String,
    /// Elements without styles, safe to put into a page.
    pub html: String,
    /// The language it is written in.
    pub language: Language,
}

/// What a calendar shows of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventText {
    /// One line: RFC 5545 SUMMARY, unescaped.
    pub summary: String,
    /// Several lines, without private links: RFC 5545 DESCRIPTION, unescaped.
    pub description: String,
    /// One line, empty where nobody said a place: RFC 5545 LOCATION, unescaped.
    pub location: String,
}

/// A letter that could not be written. Says nothing of what would have stood in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{template}:{line}:{column}: {what}")]
pub struct RenderError {
    /// The file, as the user would name it.
    pub template: String,
    /// From 1; 0 if it is about the whole file.
    pub line: u32,
    /// From 1; 0 if it is about the whole line.
    pub column: u32,
    /// What is wrong, in words.
    pub what: String,
}

impl RenderError {
    /// The fault's name wherever the folder lies: language, file and what is wrong.
    pub fn name(&self) -> String {
        let mut parts = self.template.rsplit('/').take(2).collect::<Vec<_>>();
        parts.reverse();
        format!("{}:{}:{}: {}", parts.join("/"), self.line, self.column, self.what)
    }
}
