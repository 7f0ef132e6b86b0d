//! An answers file: what people do while `simulate` plays, one JSON object a line.
//!
//! `{"at": "2027-05-03T10:00:00Z", "pair": "p1", "who": "mentor", "fact": "accepted"}`. Blank lines are skipped. Every faulty line is
//! named, all at once.

use crate::cli::fact;
use crate::domain::fact::Fact;
use crate::domain::person::Role;
use crate::domain::problem::Problem;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// What somebody does to a pair, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The pair's id.
    pub pair: String,
    /// What happens, and when.
    pub fact: Fact,
    /// From 1.
    pub line: u32,
}

/// Reads an answers file called `file`; the answers come sorted by their instants, equal ones as written.
///
/// # Errors
/// Every line that is no answer.
pub fn read(file: &str, text: &str) -> Result<Vec<Answer>, Vec<Problem>> {
    let mut answers = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match read_line(line) {
            Ok((pair, fact)) => answers.push(Answer { pair, fact, line: number }),
            Err(fault) => problems.push(fault.in_line(file, number, line)),
        }
    }
    answers.sort_by_key(|answer| answer.fact.at);
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

/// The fault of an answer, in its line.
pub fn problem(file: &str, text: &str, answer: &Answer, what: impl Into<String>) -> Problem {
    let line = usize::try_from(answer.line).ok().and_then(|line| text.lines().nth(line - 1)).unwrap_or_default();
    Fault { column: 1, marked: 1, what: what.into() }.in_line(file, answer.line, line)
}

struct Fault {
    column: usize,
    marked: usize,
    what: String,
}

impl Fault {
    fn in_line(self, file: &str, number: u32, line: &str) -> Problem {
        let number_of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Problem::error(file, self.what).at(number, number_of(self.column)).showing(line, number_of(self.marked))
    }
}

fn read_line(line: &str) -> Result<(String, Fact), Fault> {
    let mut object: Map<String, Value> = serde_json::from_str(line).map_err(|error| not_json(line, &error))?;
    let at = take_text(&mut object, "at", line)?;
    let at: Timestamp = at.parse().map_err(|_| {
        let what = format!("\"{}\" is no time; write it like 2027-05-20T14:00:00Z", crate::cli::column::clean(&at));
        at_text(line, "\"at\"", what)
    })?;
    let pair = take_text(&mut object, "pair", line)?;
    let name = take_text(&mut object, "fact", line)?;
    let who = match object.remove("who") {
        None | Some(Value::Null) => None,
        Some(who) => Some(who.as_str().and_then(Role::from_name).ok_or_else(|| {
            at_text(line, "\"who\"", "\"who\" is mentor, mentee or coordinator, or left out".to_owned())
        })?),
    };
    let fact = fact::read(&name, who, at, object).map_err(|what| at_text(line, &format!("\"{name}\""), what))?;
    Ok((pair, fact))
}

fn take_text(object: &mut Map<String, Value>, name: &str, line: &str) -> Result<String, Fault> {
    match object.remove(name) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(at_text(line, &format!("\"{name}\""), format!("\"{name}\" is a text"))),
        None => Err(Fault { column: 1, marked: 1, what: format!("\"{name}\" is missing") }),
    }
}

fn not_json(line: &str, error: &serde_json::Error) -> Fault {
    let before = line.get(..error.column().saturating_sub(1)).map_or(0, |before| before.chars().count());
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text).replace('`', "\"");
    let what = format!("this line is no JSON object: {}", crate::cli::column::clean(&what));
    Fault { column: before + 1, marked: 1, what }
}

/// The fault at the first place that text stands, else at the beginning.
fn at_text(line: &str, text: &str, what: String) -> Fault {
    let column = line.find(text).map_or(1, |at| line[..at].chars().count() + 1);
    Fault { column, marked: text.chars().count(), what }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::domain::person::Role;

    #[test]
    fn answers_come_in_the_order_of_time() {
        let text = "\u{20}\n{\"at\":\"2027-05-04T10:00:00Z\",\"pair\":\"p2\",\"fact\":\"met\",\"on\":\"2027-05-03\"}\r\n\
             {\"at\":\"2027-05-03T10:00:00Z\",\"pair\":\"p1\",\"who\":\"mentor\",\"fact\":\"accepted\"}\n";
        let answers = read("a.jsonl", text).unwrap();
        let seen: Vec<_> = answers.iter().map(|a| (a.line, a.pair.as_str(), a.fact.who, a.fact.what.name())).collect();
        assert_eq!(seen, [(3, "p1", Some(Role::Mentor), "accepted"), (2, "p2", None, "met")]);
    }

    #[test]
    fn every_faulty_line_is_named_with_its_place() {
        let good = r#"{"at":"2027-05-03T10:00:00Z","pair":"p1","fact":"concern"}"#;
        for (line, start) in [
            ("{\"at\": }", "a.jsonl:2:8: error: this line is no JSON object: expected value"),
            ("[1]", "a.jsonl:2:1: error: this line is no JSON object"),
            (r#"{"pair":"p1","fact":"met"}"#, "a.jsonl:2:1: error: \"at\" is missing"),
            (r#"{"at":"noon","pair":"p1","fact":"met"}"#, "a.jsonl:2:2: error: \"noon\" is no time"),
            (r#"{"at":"2027-05-03T10:00:00Z","pair":7,"fact":"met"}"#, "a.jsonl:2:30: error: \"pair\" is a text"),
            (r#"{"at":"2027-05-03T10:00:00Z","pair":"p1","who":"me","fact":"met"}"#, "a.jsonl:2:42: error: \"who\" is"),
            (
                r#"{"at":"2027-05-03T10:00:00Z","pair":"p1","fact":"mett"}"#,
                "a.jsonl:2:49: error: there is no fact \"mett\"; did you mean \"met\"",
            ),
            (
                r#"{"at":"2027-05-03T10:00:00Z","pair":"p1","fact":"met","x":1}"#,
                "a.jsonl:2:49: error: met: unknown field",
            ),
        ] {
            let problems = read("a.jsonl", &format!("{good}\n{line}\n{good}\n{line}")).unwrap_err();
            assert_eq!(problems.len(), 2, "{line}");
            assert!(problems[0].to_string().starts_with(start), "{}", problems[0]);
        }
    }
}
