//! What came of a story, a line for everything that happened, in the order it happened.
//!
//! ```text
//! Thu 2027-04-22 09:00 BST  p1 mentor  invitation  sent  REQUEST 0, session Thu 2027-05-20 15:00 BST
//!                           > p1 mentor: accepted
//!                           ! p1: both_declined
//! ```
//!
//! The clock is the reader's. `>` is what somebody did, `!` what the coordinator should know; at the end, `=` is where the sheet
//! says something else than what holds, as `plan` shows it. A letter stands where its last
//! state came about; where that is not when it was decided, it says so.

use super::deed::{Change, Deed};
use super::world::World;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sendoff::domain::delivery::{Delivery, State};
use sendoff::domain::difference::{Difference, differences};
use sendoff::domain::fact::Fact;
use sendoff::domain::key::Slot;
use sendoff::domain::person::Role;
use sendoff::domain::step::Step;
use sendoff::engine::notes::covered;
use sendoff::store::View;
use serde_json::Value;

/// A line, before it is put in its place.
struct Entry {
    at: Timestamp,
    /// What happens comes before what comes of it.
    rank: u8,
    zone: TimeZone,
    words: String,
}

/// The transcript of everything in the database and in the story.
pub fn transcript(world: &World) -> String {
    let store: &View = &world.engine.store;
    let mut entries = Vec::new();
    for row in store.all_deliveries(Default::default()) {
        let row = row.expect("a delivery");
        entries.push(letter(store, &row));
    }
    let home = store.programmes().expect("programmes");
    let home_zone = home.first().map_or(TimeZone::UTC, |row| row.programme.zone.time_zone().clone());
    let mut happened = |at, rank, words| entries.push(Entry { at, rank, zone: home_zone.clone(), words });
    for programme in &home {
        for note in notes(store, &programme.id) {
            let about = note.1.get("about").and_then(Value::as_str).map(|who| format!(", about the {who}"));
            happened(note.0, 3, format!("! {}{}", note.2, about.unwrap_or_default()));
        }
        for pair in store.pairs_of(&programme.id) {
            let pair = pair.expect("a pair");
            for fact in store.facts(&programme.id, pair.id()).expect("facts") {
                happened(fact.at, 1, format!("> {}{}", pair.id(), said(&fact)));
            }
        }
    }
    for (at, deed) in world.deeds().iter().filter(|(at, _)| *at <= world.now) {
        if let Some(words) = done(deed) {
            happened(*at, 0, format!("> {words}"));
        }
    }
    for (at, problem) in &world.problems {
        happened(*at, 2, format!("> {problem}"));
    }
    entries.sort_by(|a, b| (a.at, a.rank, &a.words).cmp(&(b.at, b.rank, &b.words)));
    let mut text = String::new();
    for entry in entries {
        let clock = entry.at.to_zoned(entry.zone).strftime("%a %Y-%m-%d %H:%M %Z").to_string();
        text.push_str(format!("{clock:<27}{}", entry.words).trim_end());
        text.push('\n');
    }
    for programme in &home {
        for pair in store.pairs_of(&programme.id).map(|pair| pair.expect("a pair")).filter(|pair| !pair.vanished) {
            let facts = store.facts(&programme.id, pair.id()).expect("facts");
            for Difference { column, sheet, holds } in differences(&pair.pair, &programme.programme, &facts, world.now)
            {
                let sheet = if sheet.is_empty() { "nothing" } else { &sheet };
                text.push_str(&format!("{:<27}= {}: {column}: the sheet says {sheet}, {holds} holds\n", "", pair.id()));
            }
        }
    }
    text
}

fn letter(store: &View, row: &Delivery) -> Entry {
    let key = &row.key;
    let programme = store.programme(&key.step.programme).expect("a programme");
    let pair = store.pair(&key.step.programme, &key.step.pair).expect("a pair");
    let person = pair.as_ref().and_then(|pair| pair.pair.person(key.role));
    let zone = person.map(|person| &person.zone).or(programme.as_ref().map(|row| &row.programme.zone));
    let zone = zone.map_or(TimeZone::UTC, |zone| zone.time_zone().clone());
    let is_note = key.step.step == Step::Note;
    let has_subject = is_note || key.step.step == Step::Applied;
    let whose = if is_note {
        let about = covered(&row.basis).map(|(programme, pair)| if pair.is_empty() { programme } else { pair });
        about.collect::<Vec<_>>().join(" ")
    } else if key.step.step == Step::Applied {
        key.step.programme.clone()
    } else {
        key.step.pair.clone()
    };
    let copy = if key.slot == Slot::Copy { " (copy)" } else { "" };
    let number = if key.step.occurrence > 1 { format!(".{}", key.step.occurrence) } else { String::new() };
    let mut words = format!(
        "{:<16}{:<22}{}",
        format!("{whose} {}{copy} ", key.role),
        format!("{}{number} ", key.step.step),
        row.state
    );
    let mut more = Vec::new();
    more.extend(row.reason.clone().map(|reason| format!("({reason})")));
    if let (Some(shown), Slot::Reader) = (&row.shown, key.slot) {
        let starts = shown.starts_at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z");
        more.push(format!("{} {}, {} {starts}", shown.method.name(), shown.sequence, shown.event));
    }
    if has_subject {
        more.extend(row.subject.clone().map(|subject| format!("\"{subject}\"")));
    }
    let settled_at = if row.state == State::Sending { row.decided_at } else { row.changed_at };
    if settled_at != row.decided_at {
        more.push(format!("[written {}]", row.decided_at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M")));
    }
    let own = person.map(|person| person.address.clone());
    let elsewhere = row.to.as_ref().zip(own).filter(|(to, own)| key.slot == Slot::Reader && !to.same_as(own));
    more.extend(elsewhere.map(|(to, _)| format!("to {to}")));
    for part in more {
        words.push_str("  ");
        words.push_str(&part);
    }
    Entry { at: settled_at, rank: 4, zone, words }
}

/// The notes of a programme: when raised, with what, and in which words.
fn notes(store: &View, programme: &str) -> Vec<(Timestamp, Value, String)> {
    let pairs = store.pairs_of(programme).map(|pair| pair.expect("a pair").pair.id);
    let mut notes = Vec::new();
    for pair in pairs.chain([String::new()]) {
        for note in store.notes_of(programme, &pair).expect("notes") {
            let whose = if pair.is_empty() { programme } else { &pair };
            notes.push((note.raised_at, note.note.detail, format!("{whose}: {}", note.note.kind)));
        }
    }
    notes
}

/// A fact in the words of an answers file.
fn said(fact: &Fact) -> String {
    let who = fact.who.map_or_else(|| ":".to_owned(), |who| format!(" {}:", who.name()));
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&fact.what) else { return who };
    let name = fields.remove("fact").and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
    let mut words = format!("{who} {name}");
    for (field, value) in fields {
        let is_plain = value == "session" || value.is_null() || value == "" || field == "address" || field == "text";
        if !is_plain {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            words.push_str(&format!(" {field}={value}"));
        }
    }
    words
}

/// What was done to files, servers and the service; facts are said elsewhere.
fn done(deed: &Deed) -> Option<String> {
    Some(match deed {
        // What comes of a page is a fact, or a draft, which is nobody's to read.
        Deed::Fact { .. } | Deed::Page(_) => return None,
        Deed::Edit { path, change } => match change {
            Change::Replace(old, new) => format!("{path}: \"{old}\" becomes \"{new}\""),
            Change::Add(line) => format!("{path}: and a line: {line}"),
            Change::Drop(words) => format!("{path}: no line with {words} any more"),
            Change::Keep(count) => format!("{path}: only its first {count} lines are left"),
            Change::Write(_) => format!("{path}: written"),
            Change::Remove => format!("{path}: removed"),
        },
        Deed::Server { up } => format!("the server is {}", if *up { "up again" } else { "down" }),
        Deed::Daemon { on } => format!("the daemon is {}", if *on { "on again" } else { "off" }),
        Deed::Answers { address, with } => format!("{address}: {with:?}"),
        Deed::Mail(mail) => mail.told(),
        Deed::LoseAnswer => "the next answer is lost".to_owned(),
        Deed::Pause { programme, on } => {
            let verb = if *on { "pause" } else { "resume" };
            format!("{verb} {}", programme.as_deref().unwrap_or("everything"))
        }
        Deed::Approve => "approve".to_owned(),
        Deed::Backup => "the state is backed up".to_owned(),
        Deed::Restore => "the backup is restored".to_owned(),
        Deed::Elsewhere => "the state is carried to another machine".to_owned(),
    })
}

/// The role a word in a check means.
pub fn role(word: &str) -> Role {
    Role::from_name(word).unwrap_or_else(|| panic!("no role: {word}"))
}
