//! Letters ahead, for people: one by one, or, of very many, how many of which kind on which day.

use crate::cli::column::{COLUMNS, clean, counted, fit, width};
use crate::cli::failure::Failure;
use crate::cli::forecast::{Forecast, Line};
use crate::cli::moment::long_day;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::story::{self, Cast, Entry, Telling};
use crate::cli::words;
use crate::domain::person::Zone;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Write;

/// More letters are not told one by one.
const TOLD: usize = 2_000;

/// Letters of one kind and outcome on one day.
#[derive(Debug)]
struct Kind {
    first: Timestamp,
    day: String,
    letter: String,
    outcome: &'static str,
    count: usize,
}

/// What a forecast comes to, in memory that does not grow with it.
#[derive(Debug, Default)]
pub struct Ahead {
    entries: Vec<Entry>,
    /// By programme, then by day, letter and outcome.
    kinds: BTreeMap<String, BTreeMap<(String, String, &'static str), Kind>>,
    outcomes: BTreeMap<&'static str, usize>,
    /// How many there are.
    pub count: usize,
    /// Why the first of those that are held does not go.
    pub held: Option<String>,
}

impl Ahead {
    /// The letters of the forecast that are asked for.
    ///
    /// # Errors
    /// The database.
    pub fn of(forecast: &Forecast<'_>, mut is_asked: impl FnMut(&Line) -> bool) -> Result<Ahead, Failure> {
        let programmes = forecast.engine.store.programmes()?.into_iter();
        let zones: BTreeMap<String, Zone> = programmes.map(|row| (row.id, row.programme.zone)).collect();
        let mut ahead = Ahead::default();
        forecast.each(|line| {
            if is_asked(&line) {
                let zone = zones.get(&line.outcome.programme).cloned().unwrap_or_else(Zone::utc);
                ahead.add(line, &zone);
            }
            Ok(())
        })?;
        Ok(ahead)
    }

    fn add(&mut self, line: Line, zone: &Zone) {
        let outcome = &line.outcome;
        self.count += 1;
        *self.outcomes.entry(outcome.outcome).or_default() += 1;
        if outcome.outcome == "held" && self.held.is_none() {
            self.held.clone_from(&outcome.reason);
        }
        let (day, letter) = (long_day(outcome.at, zone), words::letter(outcome));
        let kinds = self.kinds.entry(outcome.programme.clone()).or_default();
        let kind = kinds.entry((day.clone(), letter.clone(), outcome.outcome)).or_insert_with(|| Kind {
            first: outcome.at,
            day,
            letter,
            outcome: outcome.outcome,
            count: 0,
        });
        kind.count += 1;
        if self.count <= TOLD {
            self.entries.push(line.entry());
        } else {
            self.entries = Vec::new();
        }
    }

    /// "12 planned, 3 held"; nothing if there are none.
    pub fn summary(&self) -> String {
        story::summary(self.outcomes.iter().map(|(outcome, count)| (*outcome, *count)))
    }

    /// Writes them.
    ///
    /// # Errors
    /// The database, or nobody reads.
    pub fn write(&self, screen: &mut Screen, forecast: &Forecast<'_>) -> Result<(), Failure> {
        let store = &forecast.engine.store;
        if self.count <= TOLD {
            let cast = Cast::of(store, &self.entries)?;
            return Ok(story::write(screen, &cast, &self.entries, Telling::Plan)?);
        }
        for (id, kinds) in &self.kinds {
            let row = store.programme(id)?;
            let name = clean(row.as_ref().map_or(id, |row| &row.programme.name));
            let zone = row.map_or_else(Zone::utc, |row| row.programme.zone);
            let clocks = format!("days in {}", zone.name());
            let gap = COLUMNS.saturating_sub(width(&name) + width(&clocks)).max(2);
            writeln!(screen, "{}{}{}", Paint::Heading.on(&name), " ".repeat(gap), Paint::Quiet.on(clocks))?;
            write_kinds(screen, kinds.values().collect())?;
            writeln!(screen)?;
        }
        let letters = counted(self.count, "letter", "letters");
        writeln!(screen, "Too many to tell one by one: `--pair ID` tells those of one pair, and")?;
        writeln!(screen, "`--json` all {letters}.")?;
        Ok(())
    }
}

fn write_kinds(screen: &mut Screen, mut kinds: Vec<&Kind>) -> Result<(), Failure> {
    kinds.sort_by_key(|kind| kind.first);
    let mut days: Vec<(&str, Vec<&Kind>)> = Vec::new();
    for kind in kinds {
        match days.iter_mut().find(|(day, _)| *day == kind.day) {
            Some((_, of_day)) => of_day.push(kind),
            None => days.push((&kind.day, vec![kind])),
        }
    }
    for (day, kinds) in days {
        writeln!(screen, "\n{}", Paint::Heading.on(day))?;
        for kind in kinds {
            let (sign, word, paint) = words::outcome(kind.outcome);
            let letter = fit(&kind.letter, 28);
            writeln!(screen, "  {} {letter} {:>9} {}", paint.on(sign), kind.count, Paint::Quiet.on(word))?;
        }
    }
    Ok(())
}
