//! The text of a file, and where in it something stands.

use crate::domain::problem::Problem;
use crate::files::fault::{Fault, harmless};
use std::ops::Range;

/// Lines longer than this, in characters, are not repeated in a report.
const SHOWN_LINE_CHARS: usize = 2_000;

/// A text file with the name the user would call it by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'t> {
    pub file: &'t str,
    pub text: &'t str,
}

impl Source<'_> {
    /// The fault at those bytes of the text, with the line it stands in. A span over several lines is underlined in its first.
    pub fn problem(&self, span: Range<usize>, fault: Fault) -> Problem {
        let start = floor_char_boundary(self.text, span.start);
        let end = floor_char_boundary(self.text, span.end.max(start));
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let line = self.text[..line_start].matches('\n').count() + 1;
        let column = self.text[line_start..start].chars().count() + 1;
        let width = self.text[start..end.min(line_end)].chars().count();
        place_problem(self.file, line, column, width, &self.text[line_start..line_end], fault)
    }
}

/// The fault at that place, with its line made harmless to show.
pub(crate) fn place_problem(
    file: &str,
    line: usize,
    column: usize,
    width: usize,
    source_line: &str,
    fault: Fault,
) -> Problem {
    let problem = Problem::error(file, fault.what).at(saturate(line), saturate(column)).hint(fault.hint);
    let shown = source_line.trim_end();
    if shown.is_empty() || shown.chars().nth(SHOWN_LINE_CHARS).is_some() {
        return problem;
    }
    problem.showing(shown.chars().map(harmless).collect::<String>(), saturate(width))
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Source;
    use crate::files::fault::Fault;

    #[test]
    fn places_count_characters_not_bytes() {
        let source = Source { file: "x.toml", text: "a = 1\nnäme = \"ü\"\n" };
        let at = source.text.find("\"ü\"").unwrap();
        let problem = source.problem(at..at + 4, Fault::new("what", "hint"));
        assert_eq!((problem.line, problem.column, problem.width), (2, 8, 3));
        assert_eq!(problem.source_line.as_deref(), Some("näme = \"ü\""));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let source = Source { file: "x.toml", text: "ä" };
        let problem = source.problem(7..9, Fault::new("what", "hint"));
        assert_eq!((problem.line, problem.column, problem.width), (1, 2, 1));
    }
}
