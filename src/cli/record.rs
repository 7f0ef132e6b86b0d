//! `record`: a fact by hand, as pages and mailbox put it on record.

use crate::cli::args::{Place, RecordArgs};
use crate::cli::deed;
use crate::cli::fact;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::person::Zone;
use crate::engine::Engine;
use crate::engine::collect;
use crate::store::Source;
use jiff::Timestamp;
use std::io::Write;

/// Puts it on record; letters it makes untrue are put aside at once.
///
/// # Errors
/// A fact that is none, or a pair that is not known.
pub fn record(screen: &mut Screen, place: &Place, args: &RecordArgs, now: Timestamp) -> Result<(), Failure> {
    let fields = fact::read_fields(&args.fields).map_err(Failure::Asked)?;
    let fact = fact::read(&args.fact, args.who, args.at.unwrap_or(now), fields).map_err(Failure::Asked)?;
    collect::check(&fact).map_err(Failure::Asked)?;
    let store = ground::store(place)?;
    let config = ground::config(&place.config)?;
    let office = ground::office(&config, &store, place)?;
    let mut engine = Engine::new(store, office);
    let pair = engine.pair(&args.pair)?;
    let zone = engine.store.programme(&pair.programme)?.map_or_else(Zone::utc, |row| row.programme.zone);
    let words = deed::words(&fact, &pair.pair, &zone);
    let is_new = engine.collect(&pair, fact, Source::Record, now)?;
    let (sign, word) =
        if is_new { (Paint::Good.on("●"), "on record") } else { (Paint::Quiet.on("–"), "was on record already") };
    writeln!(screen, "{sign} {word}: {words}")?;
    Ok(())
}
