//! Names that say nothing, and places that exist on one machine only.

use super::Untidy;
use super::source::Source;

/// Words that name no thing of this house.
const EMPTY_WORDS: [&str; 11] =
    ["manager", "helper", "helpers", "util", "utils", "common", "process", "handle", "handler", "data", "info"];

/// Names that are somebody else's own: CN in RFC 5545 section 3.2.2, SQLite's `PRAGMA data_version`, a method of axum, the IMAP client's
/// `Authenticator::process`.
const STANDARD_NAMES: [&str; 4] = ["common_name", "data_version", "connect_info", "process"];

/// What introduces a name.
const DEFINITIONS: [&str; 10] = ["fn", "struct", "enum", "trait", "mod", "type", "const", "static", "let", "union"];

/// Folders of somebody's own machine, cut in two so that this file may name them.
const WORKPLACES: [(&str, &str); 3] = [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/")];

pub fn faults(source: &Source) -> Vec<Untidy> {
    let mut faults = Vec::new();
    let mut report = |line, what| faults.push(Untidy { path: source.path.clone(), line, rule: "names", what });
    for part in source.path.trim_end_matches(".rs").split('/') {
        if let Some(word) = empty_word(part) {
            report(1, format!("`{word}` in a file's name says nothing"));
        }
    }
    // Tests have sentences for names.
    for line in source.lines.iter().filter(|line| !line.is_test) {
        for name in names_defined(&line.code).filter(|name| !STANDARD_NAMES.contains(name)) {
            if let Some(word) = empty_word(name) {
                report(line.number, format!("`{word}` in `{name}` says nothing"));
            }
        }
    }
    faults
}

/// Absolute paths of the machine something was written on.
pub fn workplace_paths(path: &str, text: &str) -> Vec<Untidy> {
    let places = WORKPLACES.map(|(start, end)| format!("{start}{end}"));
    let mut faults = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for place in places.iter().filter(|place| starts_a_path(line, place)) {
            let what = format!("`{place}` exists on one machine only");
            faults.push(Untidy { path: path.to_owned(), line: at + 1, rule: "workplace", what });
        }
    }
    faults
}

/// Not in the middle of a URL or a longer path.
fn starts_a_path(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-/$}".contains(c))
    })
}

fn names_defined(code: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> =
        code.split(|c: char| !is_part(c)).filter(|word| !word.is_empty() && *word != "mut").collect();
    let defined = words.windows(2).filter(|pair| DEFINITIONS.contains(&pair[0])).map(|pair| pair[1]);
    defined.collect::<Vec<_>>().into_iter()
}

/// The first empty word in a name, whether `like_this` or `LikeThis`.
fn empty_word(name: &str) -> Option<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        let is_new = c == '_'
            || c == '-'
            || c.is_uppercase() && words.last().is_some_and(|word| word.ends_with(char::is_lowercase));
        if is_new {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let plain = words.into_iter().map(|word| word.trim_matches(['_', '-']).to_lowercase());
    plain.into_iter().find(|word| EMPTY_WORDS.contains(&word.as_str()))
}
