//! What commands stand on: the files, and the state folder. Reading makes nothing: not even the state folder.

use crate::cli::args::Place;
use crate::cli::failure::Failure;
use crate::cli::fault_line::{write_places, write_problems};
use crate::cli::log::leads_to_journal;
use crate::domain::key::Seed;
use crate::domain::link::LinkKey;
use crate::domain::problem::{Problem, Severity};
use crate::engine::error::EngineError;
use crate::engine::installation;
use crate::engine::office::Office;
use crate::files::config::Config;
use crate::files::machine::machine_id;
use crate::store::{DATABASE_FILE, Store, known_link_key};
use std::path::Path;

/// Reads the files; what is wrong with single programmes is said on standard error and stops nothing.
///
/// # Errors
/// `sendoff.toml` cannot be used.
pub fn config(folder: &Path) -> Result<Config, Failure> {
    let loaded = Config::load(folder);
    match loaded.config {
        Some(config) => {
            say(&loaded.problems)?;
            Ok(config)
        }
        None => Err(Failure::Files(loaded.problems)),
    }
}

/// Says on standard error what is wrong and stops nothing.
///
/// # Errors
/// When nobody reads.
pub fn say(problems: &[Problem]) -> Result<(), Failure> {
    let mut out = anstream::stderr();
    let written =
        if leads_to_journal() { write_places(&mut out, problems) } else { write_problems(&mut out, problems) };
    Ok(written?)
}

/// Only the errors among them: what keeps a row or a file from being used.
pub fn errors(problems: Vec<Problem>) -> Vec<Problem> {
    problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect()
}

/// The state, if there is one; a daemon that runs on it hears of what is written.
///
/// # Errors
/// The database.
pub fn known_store(place: &Place) -> Result<Option<Store>, Failure> {
    let path = place.state_folder().join(DATABASE_FILE);
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(Store::open(&path)?.ringing()))
}

/// The state.
///
/// # Errors
/// There is none: nothing has run here; or the database.
pub fn store(place: &Place) -> Result<Store, Failure> {
    let folder = place.state_folder();
    known_store(place)?
        .ok_or_else(|| Failure::asked(format!("nothing has run on {} yet; `sendoff run` begins", folder.display())))
}

/// A state without a past, with the names that playing through uses.
///
/// # Errors
/// None that can be foreseen.
pub fn fresh_store() -> Result<Store, Failure> {
    let mut store = Store::in_memory()?;
    store.set_seed(&Seed::fixed())?;
    Ok(store)
}

/// The settings and words for that state.
///
/// # Errors
/// Templates that cannot be read, or the database.
pub fn office(config: &Config, store: &Store, place: &Place) -> Result<Office, Failure> {
    let key = known_link_key(&place.state_folder())?.unwrap_or_else(LinkKey::fixed);
    Office::of(config, store.seed()?, key).map_err(Failure::Files)
}

/// Which installation this is (rule 33).
pub fn identity(config: &Config, state: &Path) -> String {
    installation::identity(config.service.instance.as_deref(), &machine_id(), state)
}

/// The settings and words for playing through: always the same names.
///
/// # Errors
/// Templates that cannot be read.
pub fn playing_office(config: &Config) -> Result<Office, Failure> {
    let mut office = Office::of(config, Seed::fixed(), LinkKey::fixed()).map_err(Failure::Files)?;
    // What is played through reaches nobody anyhow, and a letter to try goes where it was asked to go.
    office.service.mail.redirect_all_to = None;
    Ok(office)
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Failure {
        match error {
            EngineError::NoSuchPair(_) | EngineError::NoSuchProgramme(_) => Failure::Asked(error.to_string()),
            EngineError::Render(error) => Failure::from(error),
            EngineError::Store(error) => Failure::from(error),
            EngineError::Compose(error) => Failure::Outside(error.into()),
        }
    }
}
