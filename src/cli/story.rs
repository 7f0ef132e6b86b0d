//! Letters in the order of time, as people read them: by programme, day and hour.

use crate::cli::column::{COLUMNS, clean, cut, fit, width, wrap};
use crate::cli::moment::{city, clock, long_day};
use crate::cli::paint::Paint;
use crate::cli::words;
use crate::domain::person::{Role, Zone};
use crate::engine::outcome::Outcome;
use crate::store::{ProgrammeRow, StoreError, View};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Where the second line of a subject begins.
const NEXT_LINE: &str = "\n                               ";

/// Something that stands in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A letter.
    Letter {
        /// What became of it, or is to.
        outcome: Box<Outcome>,
        /// The line of `[steps]` it comes from, if it comes from one.
        rule: Option<String>,
        /// Its number in the outbox, for `show --eml`.
        number: Option<i64>,
    },
    /// What somebody did, in words; the pair's id goes with it.
    Deed {
        /// When.
        at: Timestamp,
        /// The programme's id.
        programme: String,
        /// What, in words.
        words: String,
    },
}

impl Entry {
    /// A letter about which no more is said.
    pub fn letter(outcome: Outcome) -> Entry {
        Entry::Letter { outcome: Box::new(outcome), rule: None, number: None }
    }

    fn at(&self) -> Timestamp {
        match self {
            Entry::Letter { outcome, .. } => outcome.at,
            Entry::Deed { at, .. } => *at,
        }
    }

    fn programme(&self) -> &str {
        match self {
            Entry::Letter { outcome, .. } => &outcome.programme,
            Entry::Deed { programme, .. } => programme,
        }
    }
}

/// Names and zones, looked up once.
pub struct Cast {
    programmes: BTreeMap<String, (String, Zone)>,
    people: BTreeMap<(String, String, &'static str), (String, Zone)>,
    coordinators: BTreeMap<String, String>,
}

impl Cast {
    /// Everybody the store knows of.
    ///
    /// # Errors
    /// As for any read.
    pub fn of(store: &View, entries: &[Entry]) -> Result<Cast, StoreError> {
        let rows = store.programmes()?;
        let mut cast = Cast { programmes: BTreeMap::new(), people: BTreeMap::new(), coordinators: BTreeMap::new() };
        for row in &rows {
            cast.add_programme(row);
        }
        for entry in entries {
            let Entry::Letter { outcome, .. } = entry else { continue };
            let key = (outcome.programme.clone(), outcome.pair.clone(), outcome.role);
            if cast.people.contains_key(&key) {
                continue;
            }
            let row = store.pair(&outcome.programme, &outcome.pair)?;
            let person = row.as_ref().zip(Role::from_name(outcome.role)).and_then(|(row, role)| row.pair.person(role));
            if let Some(person) = person {
                cast.people.insert(key, (clean(&person.name), person.zone.clone()));
            }
        }
        Ok(cast)
    }

    fn add_programme(&mut self, row: &ProgrammeRow) {
        let programme = &row.programme;
        self.programmes.insert(row.id.clone(), (clean(&programme.name), programme.zone.clone()));
        for coordinator in &programme.coordinators {
            self.coordinators.insert(coordinator.address.to_string(), clean(&coordinator.name));
        }
    }

    /// The reader of a letter, by name.
    pub fn reader(&self, outcome: &Outcome) -> String {
        let to = outcome.to.as_deref().unwrap_or_default();
        let key = (outcome.programme.clone(), outcome.pair.clone(), outcome.role);
        let name = match (outcome.copy, outcome.role) {
            (true, _) => None,
            (_, "coordinator") => self.coordinators.get(to),
            _ => self.people.get(&key).map(|(name, _)| name),
        };
        name.cloned().unwrap_or_else(|| clean(to))
    }

    /// `09:00 Lagos`, where that is not the clock of the programme.
    fn own_clock(&self, outcome: &Outcome, zone: &Zone) -> Option<String> {
        let key = (outcome.programme.clone(), outcome.pair.clone(), outcome.role);
        let (_, own) = self.people.get(&key)?;
        let there = clock(outcome.at, own);
        (there != clock(outcome.at, zone)).then(|| format!("{there} {}", city(own)))
    }

    fn zone(&self, programme: &str) -> Zone {
        self.programmes.get(programme).map_or_else(Zone::utc, |(_, zone)| zone.clone())
    }
}

/// How much is said of each letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Which letters, to whom and why: for deciding.
    Plan,
    /// Subjects, and what people did: for reading.
    Tale,
}

/// Writes the story.
///
/// # Errors
/// When nobody reads.
pub fn write(out: &mut dyn Write, cast: &Cast, entries: &[Entry], telling: Telling) -> io::Result<()> {
    let mut by_programme: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        by_programme.entry(entry.programme()).or_default().push(entry);
    }
    for (programme, entries) in by_programme {
        let zone = cast.zone(programme);
        let name = cast.programmes.get(programme).map_or(programme, |(name, _)| name);
        let clocks = format!("times in {}", zone.name());
        let gap = COLUMNS.saturating_sub(width(name) + width(&clocks)).max(2);
        writeln!(out, "{}{}{}", Paint::Heading.on(name), " ".repeat(gap), Paint::Quiet.on(clocks))?;
        write_programme(out, cast, &zone, entries, telling)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes a story of one programme, without its head.
///
/// # Errors
/// When nobody reads.
pub fn write_days(out: &mut dyn Write, cast: &Cast, entries: &[Entry], telling: Telling) -> io::Result<()> {
    let zone = entries.first().map_or_else(Zone::utc, |entry| cast.zone(entry.programme()));
    write_programme(out, cast, &zone, entries.iter().collect(), telling)
}

fn write_programme(
    out: &mut dyn Write,
    cast: &Cast,
    zone: &Zone,
    mut entries: Vec<&Entry>,
    telling: Telling,
) -> io::Result<()> {
    entries.sort_by_key(|entry| entry.at());
    let mut day = String::new();
    let mut head = String::new();
    for entry in entries {
        let today = long_day(entry.at(), zone);
        if today != day {
            writeln!(out, "\n{}", Paint::Heading.on(&today))?;
            day = today;
            head.clear();
        }
        match (entry, telling) {
            (Entry::Letter { outcome, rule, .. }, Telling::Plan) => {
                let head_now = planned_head(outcome, rule.as_deref(), zone);
                if head_now != head {
                    writeln!(out, "{head_now}")?;
                    head = head_now;
                }
                write_reader(out, cast, outcome, zone)?;
            }
            (Entry::Letter { outcome, number, .. }, Telling::Tale) => write_told(out, cast, outcome, *number, zone)?,
            (Entry::Deed { at, words, .. }, _) => {
                let words = wrap(words, COLUMNS - 11).join("\n           ");
                writeln!(out, "  {}  {}", Paint::Quiet.on(clock(*at, zone)), Paint::Ahead.on(format!("›  {words}")))?;
            }
        }
    }
    Ok(())
}

/// The head that letters of one hour and kind share: when, what, and why.
fn planned_head(outcome: &Outcome, rule: Option<&str>, zone: &Zone) -> String {
    let (sign, word, paint) = words::outcome(outcome.outcome);
    let letter = words::letter(outcome);
    let reason = outcome.reason.as_deref().map(words::reason);
    let why = match (outcome.outcome, rule.map(str::to_owned), reason) {
        ("due", Some(rule), _) => rule,
        ("due" | "queued", None, reason) => reason.unwrap_or_default(),
        ("held", Some(rule), _) => format!("{word}; {rule}"),
        (_, _, Some(reason)) => format!("{word}: {reason}"),
        _ => word.to_owned(),
    };
    let why = cut(&clean(&why), COLUMNS.saturating_sub(width(&letter) + 13));
    let why_paint = if matches!(outcome.outcome, "due" | "queued") { Paint::Quiet } else { paint };
    let clock = clock(outcome.at, zone);
    format!("  {clock}  {} {}  {}", paint.on(sign), Paint::Heading.on(letter), why_paint.on(why))
}

/// Under its head: who, which pair, and the reader's own clock where it is another one.
fn write_reader(out: &mut dyn Write, cast: &Cast, outcome: &Outcome, zone: &Zone) -> io::Result<()> {
    let name = fit(&cast.reader(outcome), 24);
    let role = fit(outcome.role, 8);
    let pair = fit(&clean(&outcome.pair), 18);
    let own = cast.own_clock(outcome, zone).unwrap_or_default();
    let rest = format!("{role} {pair} {}", cut(&own, 16));
    writeln!(out, "           {name} {}", Paint::Quiet.on(rest.trim_end()))
}

/// One letter with its subject.
fn write_told(out: &mut dyn Write, cast: &Cast, outcome: &Outcome, number: Option<i64>, zone: &Zone) -> io::Result<()> {
    let (sign, word, paint) = words::outcome(outcome.outcome);
    let name = fit(&cast.reader(outcome), 17);
    let room = COLUMNS - 31;
    let clock = clock(outcome.at, zone);
    let is_out = matches!(outcome.outcome, "sent" | "due" | "queued" | "sending");
    let number = number.map_or_else(String::new, |number| format!("#{number} "));
    if is_out {
        let subject = clean(outcome.subject.as_deref().unwrap_or(&outcome.step));
        let subject = wrap(&format!("{number}{subject}"), room).join(NEXT_LINE);
        return writeln!(out, "  {}  {}  {name}  {subject}", Paint::Quiet.on(clock), paint.on(sign));
    }
    let why = outcome.reason.as_deref().map(words::reason).unwrap_or_default();
    let text = format!("{number}{} {word}: {}", words::letter(outcome), clean(&why));
    let text = wrap(text.trim_end_matches([':', ' ']), room).join(NEXT_LINE);
    writeln!(out, "  {}  {}  {}  {}", Paint::Quiet.on(clock), paint.on(sign), Paint::Quiet.on(name), paint.on(text))
}

/// "12 sent, 3 planned" of those outcomes and their counts, in the order of a letter's life.
pub fn summary<'a>(outcomes: impl Iterator<Item = (&'a str, usize)>) -> String {
    const ORDER: [&str; 10] =
        ["sent", "due", "queued", "sending", "deferred", "held", "uncertain", "refused", "lapsed", "skipped"];
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (outcome, count) in outcomes {
        let place = ORDER.iter().position(|name| *name == outcome).unwrap_or(ORDER.len() - 1);
        *counts.entry(place).or_default() += count;
    }
    let parts: Vec<String> =
        counts.into_iter().map(|(place, count)| format!("{count} {}", words::outcome(ORDER[place]).1)).collect();
    parts.join(", ")
}
