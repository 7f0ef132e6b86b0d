//! A story as it is written: what the user's files say, what happens when, and what must come of it.
//!
//! ```text
//! What the story is about, in a few sentences.
//!
//! == programmes/spring.csv              a file as a user would write it; others are as in `starter.rs`
//! pair,mentor_name,…
//! == 2027-04-01 until 2027-08-31        the days that are played, and what happens on them (`deed.rs`)
//! 2027-05-03 10:00Z p1 mentor accepted
//! == letters                            what letters say or do not say
//! p1 mentee closing says "thank you"
//! - coordinator applied says "in force"  every letter about no single pair; `once says`: at least one of them
//! --------
//! what came of it; SENDOFF_BLESS=1 writes it anew
//! ```

use super::deed::Deed;
use super::starter;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// A story, read.
pub struct Story {
    /// Where it is.
    pub path: PathBuf,
    /// The configuration folder's files, by path in it.
    pub files: Vec<(String, String)>,
    /// The first instant.
    pub from: Timestamp,
    /// The last one.
    pub until: Timestamp,
    /// In the order they happen.
    pub deeds: Vec<(Timestamp, Deed)>,
    /// What letters must say.
    pub checks: Vec<Check>,
    /// Everything down to the line of dashes.
    head: String,
    /// What is below it.
    pub expected: String,
}

/// Something the text of letters must say, or must not.
pub struct Check {
    /// `p1 mentee closing`.
    pub letter: String,
    /// Which letters of that kind must have the words.
    pub says: Says,
    /// The words.
    pub words: String,
}

/// Which letters of a kind say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Always,
    Once,
    Never,
}

/// The folder of all stories.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

const LINE: &str = "--------";

impl Story {
    /// Reads the story of that name.
    pub fn named(name: &str) -> Story {
        let path = folder().join(format!("{name}.story"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Story::read(path, &text)
    }

    /// Reads a story that is in no file.
    pub fn told(text: &str) -> Story {
        Story::read(PathBuf::from("told"), text)
    }

    fn read(path: PathBuf, text: &str) -> Story {
        let (head, expected) = text.split_once(&format!("\n{LINE}\n")).unwrap_or((text.trim_end(), ""));
        let mut story = Story {
            path,
            files: Vec::new(),
            from: Timestamp::MIN,
            until: Timestamp::MIN,
            deeds: Vec::new(),
            checks: Vec::new(),
            head: head.to_owned(),
            expected: expected.to_owned(),
        };
        let mut written = Vec::new();
        for section in head.split("\n== ").skip(1) {
            let (name, body) = section.split_once('\n').unwrap_or((section, ""));
            match name.split_once(" until ") {
                Some((from, until)) => story.read_span(from, until, body),
                None if name == "letters" => story.checks = lines(body).map(check).collect(),
                None => written.push((name.trim().to_owned(), format!("{}\n", body.trim_end()))),
            }
        }
        assert!(story.until > story.from, "no line `== DAY until DAY`");
        story.files = starter::complete(written);
        story
    }

    fn read_span(&mut self, from: &str, until: &str, body: &str) {
        let day = |text: &str| format!("{}T00:00:00Z", text.trim()).parse().expect("a day");
        (self.from, self.until) = (day(from), day(until));
        self.deeds = lines(body).flat_map(Deed::read).collect();
        self.deeds.sort_by_key(|(at, _)| *at);
    }

    /// Puts that transcript in the place of the expected one.
    pub fn bless(&self, transcript: &str) {
        std::fs::write(&self.path, format!("{}\n{LINE}\n{transcript}", self.head.trim_end()))
            .expect("a writable story");
    }
}

fn lines(body: &str) -> impl Iterator<Item = &str> {
    body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn check(line: &str) -> Check {
    let (letter, rest) = line.split_once(" \"").unwrap_or_else(|| panic!("no words in quotes: {line}"));
    let words = rest.strip_suffix('"').unwrap_or_else(|| panic!("no closing quote: {line}")).to_owned();
    let verbs = [(" never says", Says::Never), (" once says", Says::Once), (" says", Says::Always)];
    let letter = verbs.iter().find_map(|(verb, says)| letter.strip_suffix(verb).map(|letter| (letter, *says)));
    let (letter, says) = letter.unwrap_or_else(|| panic!("says, once says, or never says? {line}"));
    Check { letter: letter.to_owned(), says, words }
}
