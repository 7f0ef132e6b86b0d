//! What happens in a story: `2027-05-03 10:00Z` and one of
//!
//! ```text
//! p1 mentor accepted event=catch-up-1       a fact, as `sendoff record` takes it; the person may be left out
//! page p1 mentor session accept             presses that button on that page; field=value fills what is on it
//! edit FILE "old" => "new"                  everywhere in the file; the files are read at once
//! edit FILE add LINE                        below the last line
//! edit FILE drop TEXT                       every line with that text
//! edit FILE keep N                          the first N lines
//! write FILE TEXT                           the whole file; \n is a new line
//! remove FILE
//! server down until 2027-05-06 10:00Z       nothing can be sent
//! daemon off until 2027-05-06 10:00Z        nobody is there; files and facts wait
//! refuse jonas@people.example               nobody has that address
//! defer jonas@people.example                not now
//! take jonas@people.example                 as usual again
//! lose the next answer                      the letter arrives and the answer does not
//! mail p1 mentee ACCEPTED                   a mail comes in (`mail.rs`)
//! backup                                    a copy of the state is kept
//! restore                                   and put in its place
//! elsewhere                                 the state is carried to another machine
//! pause · pause spring · resume · resume spring · approve
//! ```

use super::mail::Mail;
use super::phone::Press;
use jiff::Timestamp;
use sendoff::domain::fact::What;
use sendoff::domain::link::Purpose;
use sendoff::domain::person::Role;
use serde_json::{Map, Value};

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    Fact { pair: String, who: Option<Role>, what: What },
    Page(Press),
    Edit { path: String, change: Change },
    Server { up: bool },
    Daemon { on: bool },
    Answers { address: String, with: Answers },
    LoseAnswer,
    Mail(Mail),
    Pause { programme: Option<String>, on: bool },
    Approve,
    Backup,
    Restore,
    Elsewhere,
}

/// What is done to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Replace(String, String),
    Add(String),
    Drop(String),
    Keep(usize),
    Write(String),
    Remove,
}

/// What the other server says to one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    NobodyThere,
    NotNow,
    AsUsual,
}

impl Deed {
    /// Reads a line: one deed, or two where it has an end.
    pub fn read(line: &str) -> Vec<(Timestamp, Deed)> {
        let (at, rest) = instant(line).unwrap_or_else(|| panic!("what is this? {line}"));
        let (rest, until) = match rest.split_once(" until ") {
            Some((rest, until)) => (rest, Some(instant(until).unwrap_or_else(|| panic!("what is this? {line}")).0)),
            None => (rest, None),
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let programme = || words.get(1).map(|word| (*word).to_owned());
        let answers = |with| Deed::Answers { address: words[1].to_owned(), with };
        let deed = match words[0] {
            "server" => Deed::Server { up: false },
            "daemon" => Deed::Daemon { on: false },
            "refuse" => answers(Answers::NobodyThere),
            "defer" => answers(Answers::NotNow),
            "take" => answers(Answers::AsUsual),
            "lose" => Deed::LoseAnswer,
            "mail" => Deed::Mail(Mail::read(&rest["mail".len()..]).unwrap_or_else(|| panic!("what is this? {line}"))),
            "pause" => Deed::Pause { programme: programme(), on: true },
            "resume" => Deed::Pause { programme: programme(), on: false },
            "approve" => Deed::Approve,
            "backup" => Deed::Backup,
            "restore" => Deed::Restore,
            "elsewhere" => Deed::Elsewhere,
            "page" => page(rest).unwrap_or_else(|| panic!("what is this? {line}")),
            "edit" | "write" | "remove" => edit(rest).unwrap_or_else(|| panic!("what is this? {line}")),
            _ => fact(rest).unwrap_or_else(|| panic!("what is this? {line}")),
        };
        let end = match deed {
            Deed::Server { .. } => Some(Deed::Server { up: true }),
            Deed::Daemon { .. } => Some(Deed::Daemon { on: true }),
            _ => None,
        };
        let end = end.map(|end| (until.unwrap_or_else(|| panic!("until when? {line}")), end));
        std::iter::once((at, deed)).chain(end).collect()
    }
}

/// `2027-05-03 10:00Z` at the beginning, and what follows.
fn instant(text: &str) -> Option<(Timestamp, &str)> {
    let (time, rest) = text.split_once('Z').unwrap_or((text, ""));
    let (day, clock) = time.trim().split_once(' ')?;
    Some((format!("{day}T{clock}:00Z").parse().ok()?, rest.trim()))
}

fn edit(rest: &str) -> Option<Deed> {
    let (verb, rest) = rest.split_once(' ')?;
    let (path, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let after = |word: &str| rest.strip_prefix(word).map(|text| text.trim_start().to_owned());
    let change = match verb {
        "remove" => Change::Remove,
        "write" => Change::Write(rest.replace("\\n", "\n") + "\n"),
        _ => match rest.split_once("\" => \"") {
            Some((old, new)) => Change::Replace(old.strip_prefix('"')?.to_owned(), new.strip_suffix('"')?.to_owned()),
            None => after("add ")
                .map(Change::Add)
                .or_else(|| after("drop ").map(Change::Drop))
                .or_else(|| after("keep ").and_then(|count| count.parse().ok()).map(Change::Keep))?,
        },
    };
    Some(Deed::Edit { path: path.to_owned(), change })
}

fn page(rest: &str) -> Option<Deed> {
    let pieces = pieces(rest);
    let [_, pair, who, purpose, button, fields @ ..] = pieces.as_slice() else { return None };
    let field = |field: &String| {
        let (name, value) = field.split_once('=')?;
        Some((name.to_owned(), value.trim_matches('"').to_owned()))
    };
    Some(Deed::Page(Press {
        pair: pair.clone(),
        who: Role::from_name(who)?,
        purpose: Purpose::from_name(purpose)?,
        button: button.clone(),
        fields: fields.iter().map(field).collect::<Option<_>>()?,
    }))
}

fn fact(rest: &str) -> Option<Deed> {
    let mut words = pieces(rest).into_iter().peekable();
    let pair = words.next()?;
    let who = words.peek().and_then(|word| Role::from_name(word));
    if who.is_some() {
        words.next();
    }
    let mut fields = Map::from_iter([("fact".to_owned(), Value::String(words.next()?))]);
    for field in words {
        let (name, value) = field.split_once('=')?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        fields.insert(name.to_owned(), value);
    }
    let what = serde_json::from_value(Value::Object(fields)).unwrap_or_else(|error| panic!("{error}: {rest}"));
    Some(Deed::Fact { pair, who, what })
}

/// Words; what stands in brackets or quotes stays together.
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let (mut depth, mut quoted) = (0_i32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        if c == ' ' && depth == 0 && !quoted {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
