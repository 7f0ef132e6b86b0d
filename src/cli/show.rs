//! `show`: one pair's whole story, by what was read last; no other pair is touched. Private answers are masked (rule 25): that somebody answered is said, what is not.

use crate::cli::args::{Place, ShowArgs};
use crate::cli::column::{COLUMNS, clean, cut, fit, width};
use crate::cli::deed;
use crate::cli::failure::Failure;
use crate::cli::forecast::{Forecast, Line, Span};
use crate::cli::ground;
use crate::cli::moment::{date, long_day};
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::standing::Stand;
use crate::cli::story::{self, Cast, Entry, Telling};
use crate::cli::table::{LETTERS, Table};
use crate::domain::correction::corrected;
use crate::domain::fact::What;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::engine::Engine;
use crate::engine::outcome::Outcome;
use crate::store::{PairRow, ProgrammeRow, Store};
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;

/// One line of `show --json`.
#[derive(Serialize)]
struct Numbered<'a> {
    #[serde(flatten)]
    outcome: &'a Outcome,
    /// For `show --eml`; null for what has not been decided.
    number: Option<i64>,
}

/// Shows the pair, or one of its letters byte for byte.
///
/// # Errors
/// A pair or a letter that is not known, or the database.
pub async fn show(screen: &mut Screen, place: &Place, args: &ShowArgs, now: Timestamp) -> Result<(), Failure> {
    let store = ground::store(place)?;
    let row = pair(&store, &args.pair)?;
    if let Some(number) = args.eml {
        return eml(screen, &store, &row, number);
    }
    let config = ground::config(&place.config)?;
    let copy = store.excerpt(&row)?;
    let office = ground::office(&config, &copy, place)?;
    let span = Span { now, from: None, until: None, pair: Some(&args.pair), overruled: false };
    let forecast = Forecast::of_record(Engine::new(copy, office), &store, &span).await?;
    if let Ok(mut table) = Table::begin(screen, args.tables, &LETTERS)? {
        return forecast.each(|line| Ok(table.row(&Numbered { outcome: &line.outcome, number: line.number })?));
    }
    let programme = store
        .programme(&row.programme)?
        .ok_or_else(|| Failure::asked(format!("the programme of \"{}\" is gone", clean(&args.pair))))?;
    head(screen, &store, &programme, &row, now)?;
    let mut lines: Vec<Line> = Vec::new();
    forecast.each(|line| {
        lines.push(line);
        Ok(())
    })?;
    let (past, ahead): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.number.is_some());
    let mut entries = facts(&store, &programme, &row)?;
    entries.extend(past.into_iter().map(Line::entry));
    let ahead: Vec<Entry> = ahead.into_iter().map(Line::entry).collect();
    part(screen, &forecast.engine.store, "Until now", &entries, Telling::Tale)?;
    part(screen, &forecast.engine.store, "Ahead, if nobody says anything", &ahead, Telling::Plan)?;
    Ok(())
}

fn part(screen: &mut Screen, store: &Store, title: &str, entries: &[Entry], telling: Telling) -> Result<(), Failure> {
    writeln!(screen, "\n{} {}", Paint::Heading.on(title), Paint::Quiet.on("─".repeat(COLUMNS - 1 - width(title))))?;
    if entries.is_empty() {
        writeln!(screen, "  nothing")?;
        return Ok(());
    }
    let cast = Cast::of(store, entries)?;
    story::write_days(screen, &cast, entries, telling)?;
    Ok(())
}

fn pair(store: &Store, id: &str) -> Result<PairRow, Failure> {
    let found = store.pair_anywhere(id)?.into_iter().next();
    found.ok_or_else(|| Failure::asked(format!("there is no pair \"{}\"; `sendoff status` lists them", clean(id))))
}

fn eml(screen: &mut Screen, store: &Store, row: &PairRow, number: i64) -> Result<(), Failure> {
    let no_letter = || Failure::asked(format!("this pair has no letter number {number}; `sendoff show` lists them"));
    let delivery = store.delivery(number)?.ok_or_else(no_letter)?;
    let is_ours = Outcome::of(&delivery).iter().any(|line| line.pair == row.pair.id && line.programme == row.programme);
    if is_ours && delivery.key.step.step == Step::ReflectionCopy {
        return Err(Failure::asked("that letter holds private notes; only its reader has it"));
    }
    let bytes = store.message_bytes(number)?.filter(|_| is_ours).ok_or_else(no_letter)?;
    Ok(screen.write_raw(&bytes.bytes)?)
}

fn head(
    screen: &mut Screen,
    store: &Store,
    programme: &ProgrammeRow,
    row: &PairRow,
    now: Timestamp,
) -> Result<(), Failure> {
    let zone = &programme.programme.zone;
    let stand = Stand::of(store, programme, row, now)?;
    let name = format!("{} in {}", clean(&row.pair.id), clean(&programme.programme.name));
    let right = format!("times in {}", zone.name());
    let gap = COLUMNS.saturating_sub(width(&name) + width(&right)).max(2);
    writeln!(screen, "{}{}{}", Paint::Heading.on(&name), " ".repeat(gap), Paint::Quiet.on(right))?;
    // As letters know them: with what they corrected themselves.
    let own = corrected(&row.pair, &store.facts(&row.programme, row.id())?, now);
    for role in Role::PAIR {
        let Some(person) = own.as_ref().unwrap_or(&row.pair).person(role) else { continue };
        let called = match &person.called {
            Some(called) => format!("{}, called {}", clean(&person.name), clean(called)),
            None => clean(&person.name),
        };
        let place = format!("{}, {}", person.zone.name(), person.language.as_str());
        writeln!(
            screen,
            "  {} {} {}",
            Paint::Quiet.on(fit(role.name(), 8)),
            fit(&called, 34),
            Paint::Quiet.on(cut(&place, 34))
        )?;
        writeln!(screen, "           {}", Paint::Quiet.on(clean(person.address.as_str())))?;
    }
    let ends = row.pair.ending(&programme.programme).map_or_else(|| "no last day yet".to_owned(), date);
    let session = stand.session.map_or_else(
        || "no date yet".to_owned(),
        |at| format!("{}, {}", long_day(at, zone), crate::cli::moment::clock(at, zone)),
    );
    let paint = if stand.needs_person { Paint::Warn } else { Paint::Plain };
    let next = stand.next_words(zone);
    let next = if next.is_empty() { "nothing by itself".to_owned() } else { next };
    for (word, text) in [
        ("session", Paint::Plain.on(session)),
        ("last day", Paint::Plain.on(ends)),
        ("stands", paint.on(clean(&stand.words))),
        ("next", Paint::Ahead.on(next)),
    ] {
        writeln!(screen, "  {} {text}", Paint::Quiet.on(fit(word, 8)))?;
    }
    Ok(())
}

/// What happened, but for what Sendoff itself put down about a proposal it made.
fn facts(store: &Store, programme: &ProgrammeRow, row: &PairRow) -> Result<Vec<Entry>, Failure> {
    let facts = store.stored_facts(&row.programme, &row.pair.id)?;
    let told = facts.into_iter().filter(|stored| !matches!(stored.fact.what, What::Returned {}));
    Ok(told
        .map(|stored| Entry::Deed {
            at: stored.fact.at,
            programme: row.programme.clone(),
            words: deed::words(&stored.fact, &row.pair, &programme.programme.zone),
        })
        .collect())
}
