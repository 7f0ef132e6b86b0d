//! What is wrong with one value, before anybody knows where it stands.

use crate::domain::problem::Problem;
use strsim::normalized_damerau_levenshtein;

/// A fault without a place: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// One sentence without a full stop.
    pub what: String,
    /// One sentence without a full stop.
    pub hint: String,
}

impl Fault {
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { what: what.into(), hint: hint.into() }
    }

    /// The fault about a whole file.
    pub fn in_file(self, file: &str) -> Problem {
        Problem::error(file, self.what).hint(self.hint)
    }
}

/// The longest piece of a user's text that a report repeats, in characters.
const QUOTED_CHARS: usize = 60;

/// A user's text as a report may show it: in quotation marks, cut, and without anything a terminal would obey.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(QUOTED_CHARS).map(harmless).collect();
    if text.chars().nth(QUOTED_CHARS).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

/// The character, or a replacement of the same width for one that could steer a terminal or turn text around.
pub(crate) fn harmless(character: char) -> char {
    match character {
        '\t' => ' ',
        other if is_steering(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// Whether a text has a character that [`is_steering`].
pub(crate) fn has_steering(text: &str) -> bool {
    if text.is_ascii() { text.bytes().any(|byte| byte.is_ascii_control()) } else { text.chars().any(is_steering) }
}

/// Control characters, line separators, what has no width, and the marks that turn the direction of text (Unicode UAX 9).
/// Joiners stay: names are written with them.
pub(crate) fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// "a, b or c".
pub(crate) fn alternatives(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The known word somebody probably meant, if one is near enough.
pub(crate) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (normalized_damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{nearest, quoted};

    #[test]
    fn the_likely_word_is_found_and_an_unlikely_one_is_not_invented() {
        let known = ["mentor_name", "mentor_email", "mentee_email"];
        assert_eq!(nearest("mentor_mail", known), Some("mentor_email"));
        assert_eq!(nearest("Menteeemail", known), Some("mentee_email"));
        assert_eq!(nearest("shoe size", known), None);
    }

    #[test]
    fn a_report_repeats_nothing_that_a_terminal_obeys() {
        assert_eq!(quoted("a\u{1b}[2Jb\u{202e}c"), "\"a\u{fffd}[2Jb\u{fffd}c\"");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 63);
    }
}
