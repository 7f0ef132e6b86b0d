//! What is wrong with how a template is written: every `{{ … }}` by itself, and whether blocks fit into one another.
//!
//! The template language stops at its first fault. This is asked once it has, finds all of them, and gives the text without them,
//! so that the names in the rest are looked at too. Only for reports: what is mended is never sent.

use crate::domain::problem::Problem;
use crate::render::sources::Source;
use handlebars::template::Template;
use handlebars::{TemplateError, TemplateErrorReason};
use std::ops::Range;

/// The faults of a part of a template, and the part without them.
#[derive(Debug)]
pub struct Mended {
    /// Every fault, in the order of the text.
    pub problems: Vec<Problem>,
    /// The text with blanks where something was wrong: every other place in it is the same.
    pub text: String,
}

/// A `{{ … }}`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tag {
    place: Range<usize>,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Open(String),
    Else,
    Close(String),
    Other,
    /// Faulty by itself.
    Faulty(Fault),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    what: String,
    hint: Option<String>,
}

/// A block that is open.
struct Block {
    name: String,
    place: Range<usize>,
    elses: Vec<Range<usize>>,
}

/// Finds every fault in that part of the template, which begins at that column of its line.
pub fn mend(source: &Source, part: &str, column: usize) -> Mended {
    let mut work = Work { text: part, faults: Vec::new(), blanks: Vec::new(), open: Vec::new() };
    for tag in tags(part) {
        work.take(tag);
    }
    while let Some(block) = work.open.pop() {
        work.unclosed(&block, part.len());
    }
    work.faults.sort_by_key(|(place, _)| place.start);
    let problems = work.faults.iter().map(|(place, fault)| place_problem(source, part, column, place, fault)).collect();
    Mended { problems, text: blanked(part, &work.blanks) }
}

/// The fault as the template language tells it, for what is not found here.
pub fn first_fault(source: &Source, error: &TemplateError) -> Problem {
    let fault = plain(error);
    let mut problem = Problem::error(&source.origin, fault.what);
    problem.hint = fault.hint;
    let Some((line, column)) = error.pos() else { return problem };
    showing_line(problem.at(number(line), number(column)), source)
}

/// The same problem with its line, and the whole `{{ … }}` at its place underlined.
pub fn showing_line(problem: Problem, source: &Source) -> Problem {
    let at = usize::try_from(problem.line.saturating_sub(1)).unwrap_or(0);
    let Some(line) = source.text.lines().nth(at).filter(|_| problem.line > 0) else { return problem };
    let before = usize::try_from(problem.column.saturating_sub(1)).unwrap_or(0);
    let rest: String = line.chars().skip(before).collect();
    let tag = rest.starts_with("{{").then(|| rest.find("}}")).flatten();
    let width = tag.map_or(1, |end| rest[..end + 2].chars().count());
    problem.showing(line, number(width))
}

struct Work<'t> {
    text: &'t str,
    faults: Vec<(Range<usize>, Fault)>,
    blanks: Vec<Range<usize>>,
    open: Vec<Block>,
}

impl Work<'_> {
    fn fault(&mut self, place: &Range<usize>, what: String, hint: Option<&str>) {
        self.faults.push((place.clone(), Fault { what, hint: hint.map(str::to_owned) }));
    }

    fn take(&mut self, tag: Tag) {
        match tag.kind {
            Kind::Other => {}
            Kind::Faulty(fault) => {
                self.faults.push((tag.place.clone(), fault));
                self.blanks.push(tag.place);
            }
            Kind::Open(name) => self.open.push(Block { name, place: tag.place, elses: Vec::new() }),
            Kind::Else => match self.open.last_mut() {
                Some(block) => block.elses.push(tag.place),
                None => {
                    self.fault(&tag.place, "this {{else}} stands in no block".to_owned(), None);
                    self.blanks.push(tag.place);
                }
            },
            Kind::Close(name) => self.close(&name, tag.place),
        }
    }

    fn close(&mut self, name: &str, place: Range<usize>) {
        let fits = |block: &Block| name.is_empty() || block.name == name;
        match self.open.iter().rposition(fits) {
            Some(at) => {
                while self.open.len() > at + 1 {
                    if let Some(block) = self.open.pop() {
                        self.unclosed(&block, place.start);
                    }
                }
                self.open.pop();
            }
            None => {
                match self.open.pop() {
                    Some(block) => {
                        let what =
                            format!("{{{{#{}}}}} is open here, but {{{{/{name}}}}} closes something else", block.name);
                        self.fault(&place, what, None);
                        self.leave_out(&block, place.start);
                    }
                    None => {
                        let hint = format!("a block begins with {{{{#{name} …}}}}");
                        self.fault(&place, format!("{{{{/{name}}}}} closes what is not open"), Some(&hint));
                    }
                }
                self.blanks.push(place);
            }
        }
    }

    fn unclosed(&mut self, block: &Block, end: usize) {
        let hint = format!("write {{{{/{}}}}} where it ends", block.name);
        self.fault(&block.place, format!("{{{{#{} …}}}} is never closed", block.name), Some(&hint));
        self.leave_out(block, end);
    }

    /// A question can be left out of the text; inside of a list names mean something else, so that goes as a whole.
    fn leave_out(&mut self, block: &Block, end: usize) {
        if ["if", "unless"].contains(&block.name.as_str()) {
            self.blanks.push(block.place.clone());
            self.blanks.extend(block.elses.iter().cloned());
        } else {
            self.blanks.push(block.place.start..end.max(block.place.end).min(self.text.len()));
        }
    }
}

/// Every tag of the text.
fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        let slashes = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if slashes % 2 == 1 {
            at = start + 2;
            continue;
        }
        let tag = tag_at(text, start);
        at = tag.place.end;
        tags.push(tag);
    }
    tags
}

fn tag_at(text: &str, start: usize) -> Tag {
    let rest = &text[start..];
    let faulty = |end: usize, what: &str, hint: &str| {
        let fault = Fault { what: what.to_owned(), hint: Some(hint.to_owned()) };
        Tag { place: start..end, kind: Kind::Faulty(fault) }
    };
    if rest.starts_with("{{!") {
        let close = if rest.starts_with("{{!--") { "--}}" } else { "}}" };
        return match rest.find(close) {
            Some(end) => Tag { place: start..start + end + close.len(), kind: Kind::Other },
            None => faulty(text.len(), "this comment is never closed", &format!("write {close} where it ends")),
        };
    }
    let opening = rest.bytes().take_while(|byte| *byte == b'{').count();
    let closing = "}".repeat(opening.min(4));
    let Some(end) = end_of_tag(rest, opening, &closing) else {
        let line = rest.find('\n').unwrap_or(rest.len());
        let next = rest[opening..].find("{{").map_or(line, |next| opening + next);
        return faulty(start + line.min(next), "this {{ is never closed", "write }} where it ends");
    };
    let place = start..start + end;
    let inner = rest[opening..end - closing.len()].trim_matches('~').trim();
    Tag { kind: kind_of(&text[place.clone()], inner), place }
}

/// Where the tag ends. Braces in a text in quotation marks end nothing; marks that stay open on their line count for nothing.
fn end_of_tag(rest: &str, opening: usize, closing: &str) -> Option<usize> {
    let mut at = opening;
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with(closing) {
            return Some(at + closing.len());
        }
        if here.starts_with("{{") {
            return None;
        }
        let next = here.chars().next()?;
        at += next.len_utf8();
        if matches!(next, '"' | '\'') {
            let line = rest[at..].find('\n').map_or(rest.len(), |end| at + end);
            at = rest[at..line].find(next).map_or(at, |end| at + end + 1);
        }
    }
    None
}

/// What the tag is, tried by itself.
fn kind_of(tag: &str, inner: &str) -> Kind {
    let first = |text: &str| -> String { text.trim().chars().take_while(|c| !c.is_whitespace()).collect() };
    let (kind, trial) = match inner.chars().next() {
        Some('#') if !inner[1..].trim_start().starts_with(['>', '*']) => {
            let name = first(&inner[1..]);
            let trial = format!("{tag}{{{{/{name}}}}}");
            (Kind::Open(name), trial)
        }
        Some('/') => return Kind::Close(inner[1..].trim().to_owned()),
        Some('^') => (Kind::Else, format!("{{{{#if x}}}}{tag}{{{{/if}}}}")),
        _ if first(inner) == "else" => (Kind::Else, format!("{{{{#if x}}}}{tag}{{{{/if}}}}")),
        _ => (Kind::Other, tag.to_owned()),
    };
    match Template::compile(&trial) {
        Ok(_) => kind,
        Err(error) => Kind::Faulty(faulty_tag(&error, inner)),
    }
}

fn faulty_tag(error: &TemplateError, inner: &str) -> Fault {
    let hint = if inner.is_empty() {
        "write a name in it, or leave it out"
    } else if inner.matches('"').count() % 2 == 1 {
        "a text in quotation marks is not closed"
    } else if inner.matches('(').count() != inner.matches(')').count() {
        "brackets do not fit: write ) for every ("
    } else {
        "a name, or a function with names and texts in quotes, each after a blank: docs/TEMPLATES.md"
    };
    let fault = plain(error);
    Fault { hint: fault.hint.or_else(|| Some(hint.to_owned())), ..fault }
}

fn plain(error: &TemplateError) -> Fault {
    let what = match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(open, close) => {
            format!("{{{{#{open}}}}} is open here, but {{{{/{close}}}}} closes something else")
        }
        TemplateErrorReason::InvalidParam(parameter) => format!("{parameter} is no name and no text in quotes"),
        _ => "this {{ … }} is not written the way it should be".to_owned(),
    };
    Fault { what, hint: None }
}

fn place_problem(source: &Source, part: &str, column: usize, place: &Range<usize>, fault: &Fault) -> Problem {
    let before = &part[..place.start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    let shift = if line == 1 { column } else { 0 };
    let in_line = part[place.clone()].lines().next().unwrap_or_default().chars().count();
    let text = source.text.lines().nth(line - 1).unwrap_or_default();
    let mut problem = Problem::error(&source.origin, &fault.what)
        .at(number(line), number(before[line_start..].chars().count() + 1 + shift))
        .showing(text, number(in_line));
    problem.hint.clone_from(&fault.hint);
    problem
}

/// The text with a blank for each character of those places.
fn blanked(text: &str, places: &[Range<usize>]) -> String {
    let is_out = |at: usize| places.iter().any(|place| place.contains(&at));
    text.char_indices().map(|(at, c)| if c != '\n' && is_out(at) { ' ' } else { c }).collect()
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{blanked, mend};
    use crate::render::sources::Source;
    use handlebars::template::Template;
    use proptest::prelude::proptest;

    fn faults(text: &str) -> Vec<String> {
        let source = Source { origin: "x.md".to_owned(), text: text.to_owned(), path: String::new() };
        let mended = mend(&source, text, 0);
        assert!(Template::compile(&mended.text).is_ok(), "{text} {:?}", mended.text);
        mended.problems.iter().map(|problem| problem.to_string().replacen("x.md:", "", 1)).collect()
    }

    #[test]
    fn every_fault_is_found_where_it_stands() {
        let text = "{{#if a}}\nä {{b \"c}}\n{{#each d}}{{else}}{{x}}\n{{/if}} {{/with}}\n{{e\n{{f g=}} {{}} {{else}}\n{{#unless h}}{{else}}";
        assert_eq!(
            faults(text),
            [
                "2:3: error: this {{ … }} is not written the way it should be; a text in quotation marks is not closed",
                "3:1: error: {{#each …}} is never closed; write {{/each}} where it ends",
                "4:9: error: {{/with}} closes what is not open; a block begins with {{#with …}}",
                "5:1: error: this {{ is never closed; write }} where it ends",
                "6:1: error: this {{ … }} is not written the way it should be; a name, or a function with names and texts in quotes, each after a blank: docs/TEMPLATES.md",
                "6:10: error: this {{ … }} is not written the way it should be; write a name in it, or leave it out",
                "6:15: error: this {{else}} stands in no block",
                "7:1: error: {{#unless …}} is never closed; write {{/unless}} where it ends",
            ]
        );
    }

    #[test]
    fn what_is_well_written_has_no_fault() {
        let text =
            "{{! a }} {{!-- {{b}} --}} \\{{c}} {{~#if (eq a \"}}\")~}} {{else if b}} {{^}} {{{d}}} {{/if}}{{> _e f=g}}";
        assert_eq!(faults(text), Vec::<String>::new());
    }

    #[test]
    fn a_block_closed_by_another_name_is_one_fault() {
        assert_eq!(
            faults("{{#if a}}{{else}}x{{/fi}}"),
            ["1:19: error: {{#if}} is open here, but {{/fi}} closes something else"]
        );
        assert_eq!(faults("{{!-- x"), ["1:1: error: this comment is never closed; write --}} where it ends"]);
    }

    #[test]
    fn blanks_keep_every_other_place() {
        assert_eq!(blanked("aäb\nc", std::slice::from_ref(&(1..6))), "a  \n ");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[{}#/!~^ä\"'\\\\a \n>-]{0,40}") {
            let source = Source { origin: "x.md".to_owned(), text: text.clone(), path: String::new() };
            let _ = mend(&source, &text, 0);
        }
    }
}
