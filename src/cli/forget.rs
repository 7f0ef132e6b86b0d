//! `forget` and `export`: everything held on one person, deleted or given.

use crate::cli::args::Place;
use crate::cli::column::{clean, counted};
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::address::Address;
use crate::domain::pair::Pair;
use crate::engine::Engine;
use crate::engine::forget::{Forgot, Refusal};
use crate::files::config::Config;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::service::Mailbox;
use crate::files::sheet::SheetReader;
use crate::store::{RELOAD_ASKED, StateLock};
use anyhow::anyhow;
use jiff::Timestamp;
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// How often a letter that is on its way is waited for.
const ATTEMPTS: u32 = 30;
/// Between two attempts.
const BREATH: Duration = Duration::from_secs(1);

/// Prints everything that is held on that person, as JSON.
///
/// # Errors
/// Nothing is held; or the database.
pub fn export(screen: &mut Screen, place: &Place, address: &str) -> Result<(), Failure> {
    let address = read_address(address)?;
    let store = ground::store(place)?;
    let config = ground::config(&place.config)?;
    let office = ground::office(&config, &store, place)?;
    let held = Engine::new(store, office).export(&address)?;
    let held = held.ok_or_else(|| Failure::asked("nothing is held on that address"))?;
    Ok(screen.write_raw(format!("{held:#}\n").as_bytes())?)
}

/// Deletes everything that is held on that person.
///
/// # Errors
/// A coordinator's address, a letter that is on its way for half a minute, somebody who says no; or the database.
pub async fn forget(
    screen: &mut Screen,
    place: &Place,
    address: &str,
    yes: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let address = read_address(address)?;
    let store = ground::store(place)?;
    let config = ground::config(&place.config)?;
    let office = ground::office(&config, &store, place)?;
    let mut engine = Engine::new(store, office);
    if !yes && !is_sure(screen, &engine, &address)? {
        return Err(Failure::asked("nothing is deleted"));
    }
    // Where no daemon runs, what a dead one left on its way is none any more.
    if StateLock::take(&place.state_folder()).is_ok() {
        engine.recover(now)?;
    }
    let forgot = forget_when_quiet(&mut engine, &address, now).await?;
    if StateLock::take(&place.state_folder()).is_err() {
        // The running daemon looks at the sheet again, and tells the coordinator which line to delete.
        engine.store.write(|tx| tx.set_setting(RELOAD_ASKED, Some("forget")))?;
    }
    tell(screen, &config, &forgot)
}

fn read_address(text: &str) -> Result<Address, Failure> {
    Address::parse(text).map_err(|fault| Failure::Asked(fault.to_string()))
}

/// At a terminal a person is asked.
fn is_sure(screen: &mut Screen, engine: &Engine, address: &Address) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(true);
    }
    let pairs = engine.store.pairs_with_address(&address.key())?;
    for row in &pairs {
        let names = format!("{} & {}", clean(&row.pair.mentee.name), clean(&row.pair.mentor.name));
        writeln!(screen, "  {}/{}: {names}", clean(&row.programme), clean(row.id()))?;
    }
    let what = counted(pairs.len(), "pair goes", "pairs go");
    write!(screen, "{what}, with everything both people wrote and got. This cannot be undone. Delete? [y/N] ")?;
    screen.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("y") || answer.trim().eq_ignore_ascii_case("yes"))
}

async fn forget_when_quiet(engine: &mut Engine, address: &Address, now: Timestamp) -> Result<Forgot, Failure> {
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            tokio::time::sleep(BREATH).await;
        }
        match engine.forget(address, now)? {
            Ok(forgot) => return Ok(forgot),
            Err(Refusal::OnItsWay) => {}
            Err(Refusal::Coordinator(programme)) => {
                let what = format!(
                    "that address is a coordinator's: take it out of programmes/{}.toml first",
                    clean(&programme)
                );
                return Err(Failure::Asked(what));
            }
        }
    }
    Err(Failure::Outside(anyhow!("a letter to them is on its way; try again in a minute")))
}

fn tell(screen: &mut Screen, config: &Config, forgot: &Forgot) -> Result<(), Failure> {
    if forgot.is_nothing() {
        let rest = "no sheet brings it in from now on";
        writeln!(screen, "{} nothing was held on that address; {rest}", Paint::Quiet.on("–"))?;
        return Ok(());
    }
    for row in &forgot.pairs {
        let (programme, pair) = (clean(&row.programme), clean(row.id()));
        writeln!(screen, "{} {programme}/{pair} is deleted", Paint::Good.on("●"))?;
    }
    for (programme, pair) in &forgot.copied {
        let place = format!("{}/{}", clean(programme), clean(pair));
        writeln!(screen, "{} {place} stays; no copies go there any more", Paint::Good.on("●"))?;
    }
    for (programme, pair) in forgot.corrected.iter().filter(|place| !forgot.copied.contains(place)) {
        let place = format!("{}/{}", clean(programme), clean(pair));
        writeln!(screen, "{} {place} has another address now; what went to this one is deleted", Paint::Good.on("●"))?;
    }
    let letters = counted(forgot.letters, "letter", "letters");
    let told = counted(forgot.coordinator_letters, "letter to coordinators", "letters to coordinators");
    writeln!(screen, "  {letters} deleted; {told} lost what they said of them")?;
    if forgot.cancels > 0 {
        let cancels = counted(forgot.cancels, "cancellation goes", "cancellations go");
        let first = format!("{cancels} out first, since the session stands in calendars.");
        writeln!(screen, "  {}", Paint::Warn.on(first))?;
        writeln!(screen, "  They are deleted as soon as they have gone; until then their addresses are held.")?;
    }
    if !forgot.is_unreadable {
        let late = "The daemon was reading just now: what is deleted leaves the disk at its next pass.";
        writeln!(screen, "  {}", Paint::Quiet.on(late))?;
    }
    write_rest(screen, config, forgot)
}

/// What is not Sendoff's to delete.
fn write_rest(screen: &mut Screen, config: &Config, forgot: &Forgot) -> Result<(), Failure> {
    writeln!(screen, "\nYours to do:")?;
    for row in &forgot.pairs {
        let file = config.programmes.iter().find(|file| file.programme.id == row.programme);
        let sheet = file.map_or_else(|| clean(&row.programme), |file| shown(&file.pairs_path));
        if !row.vanished {
            match file.and_then(|file| line_of(file, &row.pair)) {
                Some(line) => writeln!(screen, "  delete line {line} of {sheet}; until then it is set aside")?,
                None => writeln!(screen, "  delete their row from {sheet}, if it is there")?,
            }
        }
        let roadmap = config.dir.join("roadmaps").join(format!("{}.toml", row.id()));
        if roadmap.exists() {
            writeln!(screen, "  delete {}", shown(&roadmap))?;
        }
    }
    match &config.service.mailbox {
        Some(Mailbox { move_to: Some(folder), .. }) => {
            writeln!(screen, "  delete their mails in the mailbox, also in {}", clean(folder))?;
        }
        Some(_) => writeln!(screen, "  delete their mails in the mailbox")?,
        None => {}
    }
    writeln!(screen, "  throw away backups that are no longer needed; one that is restored here")?;
    writeln!(screen, "  lets go of this person by itself")?;
    Ok(())
}

/// The line of the sheet that pair is on now.
fn line_of(file: &ProgrammeFile, pair: &Pair) -> Option<u32> {
    let is_it = |id: Option<&str>, people: Option<(&Address, &Address)>| {
        let are_they = |(mentor, mentee): (&Address, &Address)| {
            mentor.same_as(&pair.mentor.address) && mentee.same_as(&pair.mentee.address)
        };
        id == Some(pair.id.as_str()) || people.is_some_and(are_they)
    };
    let mut rows = SheetReader::open(file).ok()?.map_while(Result::ok);
    let row = rows.find(|row| match &row.outcome {
        Ok(row) => is_it(Some(&row.id), Some((&row.mentor.address, &row.mentee.address))),
        Err(aside) => is_it(aside.pair.as_deref(), aside.mentor.as_ref().zip(aside.mentee.as_ref())),
    })?;
    Some(row.line)
}
