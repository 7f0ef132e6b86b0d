//! Faults as people and scripts read them: `file:line:column: error: what`, then the user's own line with a caret, then what to do.

use crate::cli::column::{COLUMNS, clean, width, wrap};
use crate::cli::failure::Failure;
use crate::cli::log::leads_to_journal;
use crate::cli::paint::Paint;
use crate::domain::problem::{Problem, Severity};
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// Columns of the user's line that are shown.
const SHOWN: usize = COLUMNS - 8;

/// Writes a failure.
///
/// # Errors
/// When nobody reads.
pub fn write_failure(out: &mut dyn Write, failure: &Failure) -> io::Result<()> {
    match failure {
        Failure::Files(problems) if leads_to_journal() => write_places(out, problems),
        Failure::Files(problems) => write_problems(out, problems),
        Failure::Asked(what) => writeln!(out, "{} {what}", Paint::Bad.on("error:")),
        Failure::Outside(error) => writeln!(out, "{} {error:#}", Paint::Bad.on("error:")),
        Failure::NobodyReads => Ok(()),
    }
}

/// Writes every problem, in the order given.
///
/// # Errors
/// When nobody reads.
pub fn write_problems(out: &mut dyn Write, problems: &[Problem]) -> io::Result<()> {
    problems.iter().try_for_each(|problem| write_problem(out, problem))
}

/// The same for a log, where no address or name may stand: the places, and how to read the rest.
///
/// # Errors
/// When nobody reads.
pub fn write_places(out: &mut dyn Write, problems: &[Problem]) -> io::Result<()> {
    for problem in problems {
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        writeln!(out, "{} {severity}: `sendoff check` says what is wrong and what to do", place(problem))?;
    }
    Ok(())
}

fn place(problem: &Problem) -> String {
    match problem.line {
        0 => format!("{}:", clean(&problem.file)),
        line => format!("{}:{line}:{}:", clean(&problem.file), problem.column.max(1)),
    }
}

fn write_problem(out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
    let (word, paint) = match problem.severity {
        Severity::Warning => ("warning:", Paint::Warn),
        Severity::Error => ("error:", Paint::Bad),
    };
    writeln!(out, "{} {} {}", Paint::Heading.on(place(problem)), paint.on(word), clean(&problem.what))?;
    let number = problem.line.to_string();
    let margin = " ".repeat(number.len());
    if let Some(line) = problem.source_line.as_deref().filter(|line| !line.is_empty()) {
        let (shown, caret) = around(line, problem.column, problem.width);
        writeln!(out, "  {} {shown}", Paint::Quiet.on(format!("{number} |")))?;
        if problem.column > 0 {
            writeln!(out, "  {} {}", Paint::Quiet.on(format!("{margin} |")), paint.on(caret))?;
        }
    }
    if let Some(hint) = &problem.hint {
        for (at, line) in wrap(&clean(hint), COLUMNS - 8).iter().enumerate() {
            let sign = if at == 0 { "=" } else { " " };
            writeln!(out, "  {margin} {} {line}", Paint::Quiet.on(sign))?;
        }
    }
    Ok(())
}

/// The part of the line around that column that fits, and the carets under it.
fn around(line: &str, column: u32, marked: u32) -> (String, String) {
    let chars: Vec<char> = line.chars().map(|c| if c == '\t' || c.is_control() { ' ' } else { c }).collect();
    let at = usize::try_from(column.saturating_sub(1)).unwrap_or(0).min(chars.len());
    let marked = usize::try_from(marked).unwrap_or(1).clamp(1, chars.len().saturating_sub(at).max(1));
    let columns = |part: &[char]| part.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let mut start = 0;
    // The place itself stays in sight, with a third of the room before it.
    if columns(&chars[..at]) + columns(&chars[at..at + marked.min(chars.len() - at)]) > SHOWN {
        start = at;
        while start > 0 && columns(&chars[start - 1..at]) <= SHOWN / 3 {
            start -= 1;
        }
    }
    let lead = if start > 0 { "…" } else { "" };
    let mut shown = String::from(lead);
    let mut end = start;
    while end < chars.len() && width(&shown) + chars[end].width().unwrap_or(0) < SHOWN {
        shown.push(chars[end]);
        end += 1;
    }
    let visible = (at + marked).min(end.max(at));
    let carets = columns(&chars[at.min(visible)..visible]).max(1);
    if end < chars.len() {
        shown.push('…');
    }
    let before = width(lead) + columns(&chars[start..at]);
    (shown, format!("{}{}", " ".repeat(before), "^".repeat(carets)))
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, around, write_places, write_problems};
    use crate::cli::column::width;
    use crate::domain::problem::Problem;

    fn written(problem: Problem) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write_problems(&mut out, &[problem]).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn the_line_stands_under_its_place() {
        let problem = Problem::error("a.toml", "there is no key \"nam\"")
            .at(12, 1)
            .showing("nam = \"王\"", 3)
            .hint("did you mean \"name\"");
        assert_eq!(
            written(problem),
            "a.toml:12:1: error: there is no key \"nam\"\n  12 | nam = \"王\"\n     | ^^^\n     = did you mean \"name\"\n"
        );
        assert_eq!(written(Problem::error("b.csv", "it is gone").as_warning()), "b.csv: warning: it is gone\n");
    }

    #[test]
    fn a_log_holds_the_place_and_no_word_of_the_file() {
        let problem = Problem::error("a.csv", "\"x@@y\" is no address").at(2, 5).showing("Jonas,x@@y", 4);
        let mut out = anstream::StripStream::new(Vec::new());
        write_places(&mut out, &[problem]).unwrap();
        let said = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(said, "a.csv:2:5: error: `sendoff check` says what is wrong and what to do\n");
    }

    #[test]
    fn carets_count_columns_not_characters() {
        let (shown, carets) = around("王秀英,x", 5, 1);
        assert_eq!((shown.as_str(), carets.as_str()), ("王秀英,x", "       ^"));
    }

    #[test]
    fn a_long_line_is_shown_around_its_place() {
        let line = format!("{}HERE{}", "a,".repeat(200), "b,".repeat(200));
        let (shown, carets) = around(&line, 401, 4);
        assert!(width(&shown) <= SHOWN + 1 && shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        let at = shown.chars().position(|c| c == 'H').unwrap();
        assert_eq!(carets, format!("{}^^^^", " ".repeat(at)));
        for (column, marked) in [(0, 0), (1, 9000), (900, 1), (801, 9)] {
            around(&line, column, marked);
            around("", column, marked);
        }
    }

    #[test]
    fn a_hostile_file_steers_no_terminal() {
        let problem = Problem::error("a\u{1b}[2J.toml", "x\u{9b}31m").at(1, 2).showing("\u{1b}]0;x\u{7}y", 1);
        assert!(!written(problem).contains(|c: char| c.is_control() && c != '\n'));
    }
}
