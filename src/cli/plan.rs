//! `plan`: what would be sent, and what the last edit of the files changes. Writes nothing.

use crate::cli::ahead::Ahead;
use crate::cli::args::{Place, PlanArgs};
use crate::cli::change;
use crate::cli::failure::Failure;
use crate::cli::forecast::{Forecast, Line, Span};
use crate::cli::ground;
use crate::cli::overruled;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::story;
use crate::cli::table::{LETTERS, Table};
use crate::engine::Engine;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Write;

/// Shows what is ahead.
///
/// # Errors
/// Files that cannot be used, an unknown pair, or the database.
pub async fn plan(screen: &mut Screen, place: &Place, args: &PlanArgs, now: Timestamp) -> Result<(), Failure> {
    let config = ground::config(&place.config)?;
    let known = ground::known_store(place)?;
    let copy = match &known {
        Some(store) => store.rehearsal()?,
        None => ground::fresh_store()?,
    };
    let office = ground::office(&config, &copy, place)?;
    let span = Span { now, from: args.from, until: args.until, pair: args.pair.as_deref(), overruled: true };
    let known = known.as_deref();
    let (forecast, read) = Forecast::of(Engine::new(copy, office), known, &config, &span).await?;
    ground::say(&read.problems)?;
    if let Ok(mut table) = Table::begin(screen, args.tables, &LETTERS)? {
        return forecast.each(|line| Ok(table.row(&line.outcome)?));
    }
    change::write(screen, &forecast.changes)?;
    overruled::write(screen, &forecast.overruled)?;
    let mut past: BTreeMap<&str, usize> = BTreeMap::new();
    let ahead = Ahead::of(&forecast, |Line { outcome, number, .. }| {
        let waits = matches!(outcome.outcome, "queued" | "deferred");
        let is_ahead = args.from.is_some() || args.pair.is_some() || waits || number.is_none();
        if !is_ahead {
            *past.entry(outcome.outcome).or_default() += 1;
        }
        is_ahead
    })?;
    ahead.write(screen, &forecast)?;
    if !past.is_empty() {
        writeln!(screen, "{} {}", Paint::Quiet.on("Until now:"), story::summary(past.into_iter()))?;
    }
    if forecast.is_cut {
        writeln!(screen, "Of so many pairs only the next seven days are told; `--until` looks further.")?;
    }
    let summary = match (ahead.summary(), &ahead.held) {
        (summary, _) if summary.is_empty() => "Nothing would be sent.".to_owned(),
        (summary, Some(why)) => format!("Ahead: {summary} ({why})."),
        (summary, None) => format!("Ahead: {summary}."),
    };
    writeln!(screen, "{}", Paint::Heading.on(summary))?;
    Ok(())
}
