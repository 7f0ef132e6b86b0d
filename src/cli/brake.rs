//! `pause` and `resume`: the brake.

use crate::cli::ahead::Ahead;
use crate::cli::args::Place;
use crate::cli::column::clean;
use crate::cli::failure::Failure;
use crate::cli::forecast::{Forecast, Span};
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::delivery::State;
use crate::engine::Engine;
use crate::store::{RESTORED, Store};
use jiff::{SignedDuration, Timestamp};
use std::io::{self, IsTerminal, Write};

/// How far ahead `resume` looks for what would go at once.
const SOON: SignedDuration = SignedDuration::from_hours(24);

/// Stops sending.
///
/// # Errors
/// A programme that is not known, or the database.
pub fn pause(screen: &mut Screen, place: &Place, programme: Option<&str>) -> Result<(), Failure> {
    let mut engine = engine(place, ground::store(place)?)?;
    engine.pause(programme)?;
    let what = programme.map_or_else(|| "everything".to_owned(), clean);
    writeln!(screen, "{} {what} is paused: nothing is sent until `sendoff resume`", Paint::Warn.on("‖"))?;
    let in_hand: u64 =
        engine.store.state_counts()?.iter().filter(|row| row.state == State::Sending).map(|row| row.count).sum();
    if in_hand > 0 {
        writeln!(screen, "  {in_hand} on the wire right now cannot be called back")?;
    }
    Ok(())
}

/// Says what would go, asks, and goes on.
///
/// # Errors
/// A programme that is not known, nobody to ask, or the database.
pub async fn resume(
    screen: &mut Screen,
    place: &Place,
    programme: Option<&str>,
    yes: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let store = ground::store(place)?;
    if let Some(id) = programme.filter(|id| store.programme(id).is_ok_and(|row| row.is_none())) {
        return Err(Failure::asked(format!("there is no programme \"{}\"; `sendoff status` lists them", clean(id))));
    }
    preview(screen, place, &store, programme, now).await?;
    if !yes && !ask(screen)? {
        writeln!(screen, "Nothing is changed.")?;
        return Ok(());
    }
    let mut engine = engine(place, store)?;
    engine.resume(programme)?;
    let is_held = engine.store.setting(RESTORED)?.is_some();
    let what = programme.map_or_else(|| "everything".to_owned(), clean);
    writeln!(screen, "{} {what} goes on", Paint::Good.on("●"))?;
    if is_held {
        writeln!(
            screen,
            "  {}",
            Paint::Warn.on("but nothing is sent before `sendoff approve`: the state was restored")
        )?;
    }
    Ok(())
}

/// What would go within a day.
async fn preview(
    screen: &mut Screen,
    place: &Place,
    store: &Store,
    programme: Option<&str>,
    now: Timestamp,
) -> Result<(), Failure> {
    let config = ground::config(&place.config)?;
    let mut copy = engine(place, store.rehearsal()?)?;
    copy.resume(programme)?;
    if programme.is_none() {
        copy.store.write(|tx| tx.set_setting(RESTORED, None))?;
    }
    let until = now.checked_add(SOON).unwrap_or(Timestamp::MAX);
    let span = Span { now, from: Some(now), until: Some(until), pair: None, overruled: false };
    let (forecast, _) = Forecast::of(copy, Some(store), &config, &span).await?;
    let ahead = Ahead::of(&forecast, |line| {
        line.outcome.outcome == "due" && programme.is_none_or(|id| line.outcome.programme == id)
    })?;
    ahead.write(screen, &forecast)?;
    let letters = crate::cli::column::counted(ahead.count, "letter would", "letters would");
    writeln!(screen, "{}", Paint::Heading.on(format!("{letters} go within the next 24 hours.")))?;
    Ok(())
}

fn ask(screen: &mut Screen) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::asked("there is nobody to ask; say --yes to go on"));
    }
    write!(screen, "Go on? [y/N] ")?;
    screen.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn engine(place: &Place, store: Store) -> Result<Engine, Failure> {
    let config = ground::config(&place.config)?;
    let office = ground::office(&config, &store, place)?;
    Ok(Engine::new(store, office))
}
