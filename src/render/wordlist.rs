//! What is wrong in a language's `language.toml` and `pages.toml`: keys nobody knows, keys that are missing, and places such as
//! `{partner}` that nothing fills.

use crate::domain::problem::{Problem, Severity};
use crate::render::builtin::FILES;
use crate::render::lint::nearest;
use crate::render::sources::{LANGUAGE, PAGES, Source, Sources};
use crate::render::words::Words;
use std::collections::BTreeMap;

/// Texts by `section.key`.
type Texts = BTreeMap<String, String>;

/// What may stand in every phrase of a page.
const EVERYWHERE: [&str; 5] = ["reader", "partner", "coordinator", "programme", "organisation"];

/// The places of the patterns in `language.toml`.
const PATTERNS: [(&str, &[&str]); 15] = [
    ("dates.date", DATE),
    ("dates.full_date", DATE),
    ("dates.weekday_date", DATE),
    ("dates.full_weekday_date", DATE),
    ("dates.clock", &["hour", "minute", "hour12", "half"]),
    ("dates.short_when", &["date", "clock"]),
    ("dates.when", &["date", "clocks"]),
    ("dates.one_clock", CLOCKS),
    ("dates.two_clocks", CLOCKS),
    ("dates.two_days", CLOCKS),
    ("every.weeks", &["n"]),
    ("every.months", &["n"]),
    ("every.week", &["n"]),
    ("subjects.test", &["name", "subject"]),
    ("subjects.copy", &["name", "subject"]),
];
const DATE: &[&str] = &["day", "month", "month_number", "year", "weekday"];
const CLOCKS: &[&str] = &["clock", "zone", "other_date", "other_clock", "other_zone"];

/// What `language.toml` may say and the English one does not.
const OPTIONAL: [&str; 4] = ["inherits", "direction", "plural", "dates.halves"];

/// Lists of which a language may have what it likes.
const LISTS: [&str; 3] = ["zones.", "faults.", "fault_parts."];

/// Lists of names that coordinators are told; of one that is missing they read the English.
const NAMES: [&str; 2] = ["letters", "settings"];

/// Every fault in the two files of that language itself; what it inherits is told of where it stands.
pub fn check(tag: &str, sources: &Sources) -> Vec<Problem> {
    let own = |name: &str| sources.own.get(tag).and_then(|files| files.get(name));
    let mut problems = check_words(tag, sources, own(LANGUAGE));
    problems.extend(own(PAGES).map(|source| check_phrases(source, &built_in("en/pages.toml"))).unwrap_or_default());
    problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems
}

/// Every text of that built-in file: an overlay may have put less in its place.
fn built_in(path: &str) -> Texts {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found
        .map(|(_, text)| texts(&Source { origin: String::new(), text: (*text).to_owned(), path: String::new() }))
        .unwrap_or_default()
}

/// Whether `language.toml`, with what it inherits, says everything there is to say and nothing else.
fn check_words(tag: &str, sources: &Sources, own: Option<&Source>) -> Vec<Problem> {
    let Some(joined) = sources.languages.get(tag).and_then(|files| files.get(LANGUAGE)) else { return Vec::new() };
    let Some(own) = own else {
        let hint = "copy the English one and translate it, or write in a new one: inherits = \"en\"";
        return vec![Problem::error(&joined.origin, "a language needs its language.toml").hint(hint)];
    };
    // What stands in a file that is no TOML nobody knows, least of all what is missing in it.
    if own.text.parse::<toml::Table>().is_err() {
        return Vec::new();
    }
    let english = built_in("en/language.toml");
    let said = texts(own);
    let mut problems = Vec::new();
    for (key, pattern) in &said {
        let is_known = english.contains_key(key) || is_optional(key);
        if !is_known {
            let problem = unknown_key(own, key, english.keys().map(String::as_str).chain(OPTIONAL));
            problems.push(if is_name(key) { problem.as_warning() } else { problem });
        }
        if let Some((_, places)) = PATTERNS.iter().find(|(known, _)| known == key) {
            problems.extend(check_places(own, key, pattern, places));
        }
    }
    let all = texts(joined);
    let is_needed = |key: &&String| !is_optional(key) && !is_name(key);
    let missing = english.keys().filter(is_needed).filter(|key| !all.contains_key(*key));
    // What a language lacks that others inherit from is told of there.
    let missing: Vec<&str> = missing.filter(|_| !said.contains_key("inherits")).map(String::as_str).collect();
    if !missing.is_empty() {
        let what = format!("these keys are missing: {}", missing.join(", "));
        let hint = "take them from the built-in English file, or begin with: inherits = \"en\"";
        problems.push(Problem::error(&own.origin, what).hint(hint));
    }
    if problems.iter().all(|problem| problem.severity == Severity::Warning)
        && let Err(error) = toml::from_str::<Words>(&joined.text)
    {
        let inherited = sources.ancestry.get(tag).into_iter().flatten().skip(1);
        let inherited = inherited.filter_map(|tag| sources.languages.get(tag)?.get(LANGUAGE));
        let is_inherited = inherited.into_iter().any(|above| toml::from_str::<Words>(&above.text).is_err());
        problems.extend(wrong_value(own, joined, &error, is_inherited));
    }
    problems.extend(untold_names(own, &english, &all));
    problems
}

/// The names that coordinators would read in English; of a list that is missing as a whole, the list.
fn untold_names(own: &Source, english: &Texts, all: &Texts) -> Option<Problem> {
    let mut untold = Vec::new();
    for list in NAMES {
        let known: Vec<&str> = english.keys().map(String::as_str).filter(|key| section_of(key) == list).collect();
        let missing: Vec<&str> = known.iter().copied().filter(|key| !all.contains_key(*key)).collect();
        match missing.len() == known.len() {
            true => untold.push(format!("[{list}]")),
            false => untold.extend(missing.into_iter().map(str::to_owned)),
        }
    }
    let what = format!("coordinators will read these names in English: {}", untold.join(", "));
    let hint = "take them from the built-in English file, and translate them";
    (!untold.is_empty()).then(|| Problem::error(&own.origin, what).as_warning().hint(hint))
}

/// Whether a language may say it or not.
fn is_optional(key: &str) -> bool {
    OPTIONAL.contains(&key) || LISTS.iter().any(|list| key.starts_with(list))
}

/// Whether it is, or would be, a name that coordinators are told.
fn is_name(key: &str) -> bool {
    NAMES.contains(&section_of(key))
}

/// The section a key stands in; of one outside any section, nothing.
fn section_of(key: &str) -> &str {
    key.split_once('.').map_or("", |(section, _)| section)
}

fn unknown_key<'k>(own: &Source, key: &str, known: impl Iterator<Item = &'k str>) -> Problem {
    let name = key.rsplit('.').next().unwrap_or_default();
    let line = line_of(own, key).unwrap_or(0);
    let mut problem = at_text(own, line, name, format!("there is no key \"{key}\""));
    problem.hint = nearest(key, known).map(|near| format!("did you mean \"{near}\"?"));
    problem
}

/// A value of the wrong kind, where it stands in the language's own file; nothing if it is inherited, and told of there.
fn wrong_value(own: &Source, joined: &Source, error: &toml::de::Error, is_inherited: bool) -> Option<Problem> {
    let what = format!("this value is not what it must be: {}", error.message());
    let place = error.span().and_then(|span| {
        let before = &joined.text[..span.start.min(joined.text.len())];
        let line = &joined.text[before.rfind('\n').map_or(0, |at| at + 1)..];
        let said = line.lines().next()?.split('=').next()?.trim().trim_matches(['[', ']', '"']);
        let key = texts(own).into_keys().find(|key| key == said || key.rsplit('.').next() == Some(said))?;
        Some((line_of(own, &key)?, said.to_owned()))
    });
    match place {
        Some((line, said)) => Some(at_text(own, line, &said, what)),
        None if is_inherited => None,
        None => Some(Problem::error(&own.origin, what)),
    }
}

/// What is no text, or stands in no section.
fn check_kinds(source: &Source) -> Vec<Problem> {
    let fault = |key: &str, name: &str, what: &str, hint: &str| {
        at_text(source, line_of(source, key).unwrap_or(0), name, what.to_owned()).hint(hint)
    };
    let mut problems = Vec::new();
    for (section, value) in source.text.parse::<toml::Table>().unwrap_or_default() {
        let toml::Value::Table(phrases) = value else {
            let hint = "put it below the line of its section, such as [page]";
            problems.push(fault(&section, &section, "this stands in no section", hint));
            continue;
        };
        for name in phrases.iter().filter(|(_, phrase)| !phrase.is_str()).map(|(name, _)| name) {
            let what = format!("what pages say is a text, and \"{section}.{name}\" is none");
            problems.push(fault(&format!("{section}.{name}"), name, &what, "put it in quotation marks"));
        }
    }
    problems
}

fn check_phrases(source: &Source, english: &Texts) -> Vec<Problem> {
    let mut problems = check_kinds(source);
    for (key, phrase) in texts(source).into_iter().filter(|(key, _)| !section_of(key).is_empty()) {
        let Some(pattern) = english.get(&key) else {
            let name = key.rsplit('.').next().unwrap_or_default();
            let line = line_of(source, &key).unwrap_or(0);
            let mut problem = at_text(source, line, name, format!("no page says \"{key}\"")).as_warning();
            problem.hint =
                nearest(&key, english.keys().map(String::as_str)).map(|near| format!("did you mean \"{near}\"?"));
            problems.push(problem);
            continue;
        };
        let known: Vec<&str> = places(pattern).chain(EVERYWHERE).collect();
        problems.extend(check_places(source, &key, &phrase, &known));
    }
    problems
}

fn check_places(source: &Source, key: &str, text: &str, known: &[&str]) -> Vec<Problem> {
    let unknown = places(text).filter(|place| !known.contains(place));
    unknown
        .map(|place| {
            let line = line_of(source, key).unwrap_or(0);
            let word = format!("{{{place}}}");
            let mut problem = at_text(source, line, &word, format!("nothing stands for {word} here"));
            problem.hint = nearest(place, known.iter().copied()).map(|near| format!("did you mean {{{near}}}?"));
            problem
        })
        .collect()
}

/// The places of a pattern, without braces.
fn places(pattern: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).filter(is_name)
}

/// Every text of the file by `section.key`; nothing of a faulty one.
fn texts(source: &Source) -> Texts {
    let mut texts = Texts::new();
    for (section, value) in source.text.parse::<toml::Table>().unwrap_or_default() {
        match value {
            toml::Value::Table(keys) => {
                texts.extend(
                    keys.into_iter().map(|(key, value)| {
                        (format!("{section}.{key}"), value.as_str().unwrap_or_default().to_owned())
                    }),
                );
            }
            other => drop(texts.insert(section, other.as_str().unwrap_or_default().to_owned())),
        }
    }
    texts
}

/// The line, from 1, on which `section.key` is said.
fn line_of(source: &Source, key: &str) -> Option<usize> {
    let (section, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut current = "";
    for (at, line) in source.text.lines().enumerate() {
        let line = line.trim();
        if let Some(head) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            current = head.0.trim();
            if current == key {
                return Some(at + 1);
            }
        } else if line.split_once('=').is_some_and(|(said, _)| said.trim().trim_matches('"') == name)
            && (current == section)
        {
            return Some(at + 1);
        }
    }
    None
}

/// The problem at that word, on that line or on one of those after it: a text can be several lines long.
fn at_text(source: &Source, line: usize, word: &str, what: String) -> Problem {
    let problem = Problem::error(&source.origin, what);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut lines = source.text.lines().enumerate().skip(line.saturating_sub(1));
    let Some((at, text)) = lines.find(|(_, text)| text.contains(word)).filter(|_| line > 0) else { return problem };
    let before = text.find(word).map_or(0, |byte| text[..byte].chars().count());
    problem.at(number(at + 1), number(before + 1)).showing(text, number(word.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::render::sources::Sources;
    use std::fs;

    fn faults(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("fr")).expect("a folder");
        for (name, text) in files {
            fs::write(root.path().join("fr").join(name), text).expect("written");
        }
        let (sources, problems) = Sources::load(Some(root.path()));
        assert_eq!(problems, []);
        let shown = format!("{}/", root.path().display());
        check("fr", &sources).iter().map(|problem| problem.to_string().replace(&shown, "")).collect()
    }

    #[test]
    fn every_fault_of_a_language_is_found_where_it_stands() {
        assert_eq!(
            faults(&[
                ("language.toml", "inherits = \"en\"\n[dates]\ndate = \"{dya} {month}\"\nfull_dat = \"x\"\n"),
                (
                    "pages.toml",
                    "[page]\nwhose = \"{reader} {partnr}\"\nwhos = \"\"\n[foot]\ntalk = \"\"\"\na\n{x}\"\"\"\n"
                ),
            ]),
            [
                "fr/language.toml:3:9: error: nothing stands for {dya} here; did you mean {day}?",
                "fr/language.toml:4:1: error: there is no key \"dates.full_dat\"; did you mean \"dates.full_date\"?",
                "fr/pages.toml:2:19: error: nothing stands for {partnr} here; did you mean {partner}?",
                "fr/pages.toml:3:1: warning: no page says \"page.whos\"; did you mean \"page.whose\"?",
                "fr/pages.toml:7:1: error: nothing stands for {x} here",
            ]
        );
        assert_eq!(
            faults(&[("language.toml", "inherits = \"en\"\nmonths = 12\n")]),
            [
                "fr/language.toml:2:1: error: this value is not what it must be: invalid type: integer `12`, expected an array of length 12"
            ]
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_told_wherever_it_stands() {
        let pages = "x = \"y\"\n[foot]\ntalk = 3\n[page]\nwhose = \"{partnr}\"\n";
        assert_eq!(
            faults(&[("language.toml", "inherits = \"en\"\n[zones.x]\ny = \"z\"\n"), ("pages.toml", pages)]),
            [
                "fr/language.toml:2:2: error: this value is not what it must be: invalid type: map, expected a string",
                "fr/pages.toml:1:1: error: this stands in no section; put it below the line of its section, such as [page]",
                "fr/pages.toml:3:1: error: what pages say is a text, and \"foot.talk\" is none; put it in quotation marks",
                "fr/pages.toml:5:10: error: nothing stands for {partnr} here; did you mean {partner}?",
            ]
        );
        assert_eq!(
            faults(&[("language.toml", "inherits = \"en\"\ndates.halves = 3\n[zones]\n\"a\\u0041\" = 3\n")]),
            [
                "fr/language.toml: error: this value is not what it must be: invalid type: integer `3`, expected an array of length 2"
            ],
            "without its place where that is not found"
        );
    }

    #[test]
    fn names_that_coordinators_would_read_in_english_are_told() {
        let english = include_str!("../../templates/en/language.toml");
        let (older, _) = english.split_once("# What each kind of letter").expect("the lists come last");
        let hint = "take them from the built-in English file, and translate them";
        assert_eq!(
            faults(&[("language.toml", older)]),
            [format!(
                "fr/language.toml: warning: coordinators will read these names in English: [letters], [settings]; {hint}"
            )]
        );
        let misspelt = english.replace("goodbye = ", "goodby = ");
        assert_eq!(
            faults(&[("language.toml", misspelt.as_str())]),
            [
                format!(
                    "fr/language.toml: warning: coordinators will read these names in English: letters.goodbye; {hint}"
                ),
                "fr/language.toml:52:1: warning: there is no key \"letters.goodby\"; did you mean \"letters.goodbye\"?"
                    .to_owned(),
            ]
        );
    }

    #[test]
    fn a_language_needs_its_words() {
        assert_eq!(
            faults(&[("goodbye.md", "Subject: x\n")]),
            [
                "fr/language.toml: error: a language needs its language.toml; copy the English one and translate it, or write in a new one: inherits = \"en\""
            ]
        );
        assert_eq!(
            faults(&[("language.toml", "name = \"Français\"\n[every]\nweek = \"chaque semaine\"\n")]),
            [
                "fr/language.toml: error: these keys are missing: and, comma, dates.clock, dates.date, dates.full_date, \
              dates.full_weekday_date, dates.one_clock, dates.short_when, dates.two_clocks, dates.two_days, dates.weekday_date, \
              dates.when, every.month, every.months, every.weeks, months, quotes, subjects.copy, subjects.test, weekdays; \
              take them from the built-in English file, or begin with: inherits = \"en\"",
                "fr/language.toml: warning: coordinators will read these names in English: [letters], [settings]; \
              take them from the built-in English file, and translate them"
            ]
        );
    }

    #[test]
    fn what_is_built_in_has_no_fault() {
        let (sources, _) = Sources::load(None);
        for tag in sources.languages.keys() {
            assert_eq!(check(tag, &sources), []);
        }
    }
}
