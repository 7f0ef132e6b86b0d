//! `plan`: what would be sent, and what the last edit of the files changes. Writes nothing.

use crate::cli::args::{Place, PlanArgs};
use crate::cli::change;
use crate::cli::failure::Failure;
use crate::cli::forecast::{Forecast, Line, Span};
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::story::{self, Cast, Entry, Telling};
use crate::cli::table::{LETTERS, Table};
use crate::engine::Engine;
use jiff::Timestamp;
use std::io::Write;

/// Shows what is ahead.
///
/// # Errors
/// Files that cannot be used, an unknown pair, or the database.
pub async fn plan(screen: &mut Screen, place: &Place, args: &PlanArgs, now: Timestamp) -> Result<(), Failure> {
    let config = ground::config(&place.config)?;
    let store = match ground::known_store(place)? {
        Some(store) => store.copy_in_memory()?,
        None => ground::fresh_store()?,
    };
    let office = ground::office(&config, &store, place)?;
    let span = Span { now, from: args.from, until: args.until, pair: args.pair.as_deref() };
    let (forecast, read) = Forecast::of(Engine::new(store, office), &config, &span).await?;
    ground::say(&read.problems)?;
    if let Ok(mut table) = Table::begin(screen, args.tables, &LETTERS)? {
        forecast.lines.iter().try_for_each(|line| table.row(&line.outcome))?;
        return Ok(());
    }
    change::write(screen, &forecast.changes)?;
    let is_ahead = |Line { outcome, number, .. }: &Line| {
        let waits = matches!(outcome.outcome, "queued" | "deferred");
        args.from.is_some() || args.pair.is_some() || waits || number.is_none()
    };
    let (ahead, past): (Vec<Line>, Vec<Line>) = forecast.lines.into_iter().partition(is_ahead);
    let mut summary = story::summary(ahead.iter().map(|line| line.outcome.outcome));
    let held = ahead.iter().find(|line| line.outcome.outcome == "held");
    if let Some(why) = held.and_then(|line| line.outcome.reason.as_deref()) {
        summary = format!("{summary} ({why})");
    }
    let entries: Vec<Entry> = ahead.into_iter().map(Line::entry).collect();
    let cast = Cast::of(&forecast.engine.store, &entries)?;
    story::write(screen, &cast, &entries, Telling::Plan)?;
    if !past.is_empty() {
        let past = story::summary(past.iter().map(|line| line.outcome.outcome));
        writeln!(screen, "{} {past}", Paint::Quiet.on("Until now:"))?;
    }
    let summary = if entries.is_empty() { "Nothing would be sent.".to_owned() } else { format!("Ahead: {summary}.") };
    writeln!(screen, "{}", Paint::Heading.on(summary))?;
    Ok(())
}
