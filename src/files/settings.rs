//! A TOML file read key by key, so that every fault in it is found at once and shown where it stands.
//!
//! A file has a [`Shape`]: its sections and their keys. A key that is not in the shape is a fault, with the likely one; a
//! value of the wrong kind is a fault and counts as absent. What reads a file asks for all it needs first and gives up
//! only then, if [`SettingsFile::is_faulty`].

use crate::domain::problem::{Problem, Severity};
use crate::files::fault::{Fault, alternatives, nearest, quoted};
use crate::files::source::Source;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The sections a file may have, the top one called "", each with its keys.
pub(crate) type Shape = &'static [(&'static str, &'static [&'static str])];

/// A TOML file being read, and what was found wrong so far.
pub(crate) struct SettingsFile<'t> {
    source: Source<'t>,
    shape: Shape,
    problems: RefCell<Vec<Problem>>,
    /// What is no TOML: it is not judged again.
    broken: RefCell<Vec<Range<usize>>>,
    /// Whether a section's heading is no TOML: then keys seem missing, or to stand in the section before it.
    has_broken_heading: Cell<bool>,
}

/// One table of the file.
pub(crate) struct Section<'f, 't> {
    file: &'f SettingsFile<'t>,
    name: &'static str,
    place: Range<usize>,
    table: &'f DeTable<'t>,
}

/// A value and its place.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'f, 't> {
    pub value: &'f Spanned<DeValue<'t>>,
}

impl<'t> SettingsFile<'t> {
    pub fn new(file: &'t str, text: &'t str, shape: Shape) -> SettingsFile<'t> {
        SettingsFile {
            source: Source { file, text },
            shape,
            problems: RefCell::default(),
            broken: RefCell::default(),
            has_broken_heading: Cell::new(false),
        }
    }

    /// The whole file as a table; what is no TOML is reported, and the rest is read as far as it goes.
    pub fn parse(&self) -> Spanned<DeTable<'t>> {
        let (table, faults) = DeTable::parse_recoverable(self.source.text);
        for fault in faults {
            let place = fault.span().unwrap_or(0..0);
            self.report(place.clone(), syntax_fault(fault.message()));
            self.has_broken_heading.set(self.has_broken_heading.get() || fault.message().contains("table"));
            self.broken.borrow_mut().push(place);
        }
        table
    }

    pub fn top<'f>(&'f self, table: &'f Spanned<DeTable<'t>>) -> Section<'f, 't> {
        self.open("", 0..0, table.get_ref())
    }

    fn open<'f>(&'f self, name: &'static str, place: Range<usize>, table: &'f DeTable<'t>) -> Section<'f, 't> {
        let section = Section { file: self, name, place, table };
        section.report_unknown_keys();
        section
    }

    pub fn report(&self, place: Range<usize>, fault: Fault) {
        if self.broken.borrow().iter().any(|broken| broken.contains(&place.start)) {
            return;
        }
        let mut problem = self.source.problem(place, fault);
        problem.source_line = problem.source_line.filter(|line| !may_hold_secret(line));
        self.problems.borrow_mut().push(problem);
    }

    fn report_about_file(&self, fault: Fault) {
        self.problems.borrow_mut().push(fault.in_file(self.source.file));
    }

    pub fn warn(&self, place: Option<Range<usize>>, fault: Fault) {
        let problem = match place {
            Some(place) => self.source.problem(place, fault),
            None => fault.in_file(self.source.file),
        };
        self.problems.borrow_mut().push(problem.as_warning());
    }

    /// A fault whose line must not be shown, because it may hold a secret.
    fn report_unseen(&self, place: Range<usize>, fault: Fault) {
        let mut problem = self.source.problem(place, fault);
        problem.source_line = None;
        self.problems.borrow_mut().push(problem);
    }

    /// Whether anything but a warning was found.
    pub fn is_faulty(&self) -> bool {
        self.problems.borrow().iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Everything found, in the order of the file.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

impl<'f, 't> Section<'f, 't> {
    fn keys(&self) -> &'static [&'static str] {
        keys_of(self.file.shape, self.name)
    }

    fn report_unknown_keys(&self) {
        for (key, _) in self.table.iter() {
            let is_known = self.keys().contains(&key.get_ref().as_ref());
            if !is_known && !self.file.has_broken_heading.get() {
                self.file.report(key.span(), self.unknown_key(key.get_ref()));
            }
        }
    }

    fn unknown_key(&self, key: &str) -> Fault {
        let elsewhere = self.file.shape.iter().find(|(_, keys)| keys.contains(&key)).map(|(section, _)| *section);
        let hint = match (elsewhere, nearest(key, self.keys().iter().copied())) {
            (Some(""), _) => "it belongs at the top of the file, above the first [section]".to_owned(),
            (Some(section), _) => format!("it belongs under [{section}]"),
            (None, Some(known)) => format!("did you mean {known}?"),
            (None, None) => format!("known here: {}", self.keys().join(", ")),
        };
        Fault::new(format!("{} is no setting {}", quoted(key), self.location()), hint)
    }

    fn location(&self) -> String {
        match self.name {
            "" => "of this file".to_owned(),
            "secret" => "of a secret".to_owned(),
            name => format!("of [{name}]"),
        }
    }

    /// The value of that key as it stands, with a key that the shape must know.
    pub fn entry(&self, key: &'static str) -> Option<Entry<'f, 't>> {
        debug_assert!(self.keys().contains(&key), "{key} is missing in the shape of [{}]", self.name);
        self.table.get(key).map(|value| Entry { value })
    }

    pub fn file(&self) -> &'f SettingsFile<'t> {
        self.file
    }

    /// Says that something this section must have is not there.
    pub fn report_missing(&self, key: &str, hint: &str) {
        if self.file.has_broken_heading.get() {
            return;
        }
        let fault = Fault::new(format!("{key} is missing"), hint);
        if self.name.is_empty() {
            self.file.report_about_file(fault);
        } else {
            self.file.report(self.place.clone(), fault);
        }
    }

    /// The key's value read by `read`; a fault is reported and counts as absent.
    pub fn read<T>(&self, key: &'static str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        self.entry(key)?.read(self.file, key, read)
    }

    /// The same, for a key that must be there.
    pub fn demand<T>(&self, key: &'static str, hint: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        if self.entry(key).is_none() {
            self.report_missing(key, hint);
        }
        self.read(key, read)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        self.read(key, |text| choose(text, words))
    }

    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let entry = self.entry(key)?;
        let flag = entry.value.get_ref().as_bool();
        if flag.is_none() {
            entry.report_kind(self.file, key, "true or false");
        }
        flag
    }

    pub fn number(&self, key: &'static str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let entry = self.entry(key)?;
        let DeValue::Integer(integer) = entry.value.get_ref() else {
            entry.report_kind(self.file, key, "a whole number");
            return None;
        };
        let number = u32::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|n| range.contains(n));
        if number.is_none() {
            let hint = format!("write a whole number from {} to {}", range.start(), range.end());
            self.file.report(entry.value.span(), Fault::new(format!("{integer} is out of range for {key}"), hint));
        }
        number
    }

    /// A section of this one, under the name the shape knows it by.
    pub fn section(&self, key: &'static str, name: &'static str) -> Option<Section<'f, 't>> {
        self.entry(key)?.section(self.file, key, name)
    }

    /// One value or a list of them, flattened.
    pub fn list(&self, key: &'static str) -> Vec<Entry<'f, 't>> {
        match self.entry(key) {
            Some(entry) => match entry.value.get_ref() {
                DeValue::Array(values) => values.iter().map(|value| Entry { value }).collect(),
                _ => vec![entry],
            },
            None => Vec::new(),
        }
    }
}

impl<'f, 't> Entry<'f, 't> {
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// The text read by `read`; a fault is reported and counts as absent.
    pub fn read<T>(
        &self,
        file: &SettingsFile<'t>,
        key: &str,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let outcome = match self.value.get_ref() {
            DeValue::String(text) => read(text),
            // A date may stand with or without quotation marks.
            DeValue::Datetime(date) => read(&date.to_string()),
            _ => {
                self.report_kind(file, key, "a text in quotation marks");
                return None;
            }
        };
        outcome.map_err(|fault| file.report(self.span(), fault)).ok()
    }

    pub fn section(&self, file: &'f SettingsFile<'t>, key: &str, name: &'static str) -> Option<Section<'f, 't>> {
        let DeValue::Table(table) = self.value.get_ref() else {
            self.report_kind(file, key, "a section or a table in braces");
            return None;
        };
        Some(file.open(name, self.span(), table))
    }

    /// Says that the value is of the wrong kind.
    pub fn report_kind(&self, file: &SettingsFile<'t>, key: &str, wanted: &str) {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        file.report(self.span(), Fault::new(format!("{key} is {found}"), format!("write {wanted}")));
    }

    /// Like [`SettingsFile::report`], for a line that may hold a secret.
    pub fn report_unseen(&self, file: &SettingsFile<'t>, fault: Fault) {
        file.report_unseen(self.span(), fault);
    }
}

/// The keys of that section.
pub(crate) fn keys_of(shape: Shape, name: &str) -> &'static [&'static str] {
    shape.iter().find(|(section, _)| *section == name).map_or(&[], |(_, keys)| *keys)
}

/// What a TOML parser's message means to somebody who has never heard of TOML.
fn syntax_fault(message: &str) -> Fault {
    let usual = "write one setting a line: key = \"value\"";
    if message.starts_with("string values must be quoted") {
        return Fault::new("this text has no quotation marks", usual);
    }
    let hint = match message.split([',', ' ']).next() {
        Some("duplicate") => "keep one of them",
        _ if message.starts_with("invalid date") => "write it like 2027-05-28",
        _ => usual,
    };
    Fault::new(message, hint)
}

/// Whether a line should not be repeated in a report, whatever is wrong with it.
fn may_hold_secret(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["pass", "oauth", "secret", "token", "key", "-----"].iter().any(|word| line.contains(word))
}

fn choose<T: Copy>(text: &str, words: &[(&'static str, T)]) -> Result<T, Fault> {
    words.iter().find(|(word, _)| *word == text.trim()).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        Fault::new(format!("{} is not known here", quoted(text)), format!("write {}", alternatives(&names)))
    })
}
