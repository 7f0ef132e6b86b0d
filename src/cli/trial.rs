//! Trying out with real data (rule 8): while `[mail] redirect_all_to` is there, a state of its own is used, in the folder
//! `trial` of the state folder. The real one is not opened, so nothing in it can count as sent; when `run` begins without the
//! redirect, the trial is over and its folder goes.

use crate::cli::args::Place;
use crate::files::config::Config;
use crate::store::StateLock;
use std::path::Path;

const FOLDER: &str = "trial";

/// The place commands work on: the trial's, while everything is redirected.
pub fn place(place: &Place) -> Place {
    let mut place = place.clone();
    if is_on(&place.config) {
        place.state = Some(place.state_folder().join(FOLDER));
    }
    place
}

/// The place commands do not work on while they work on `place`: the real one during a trial, else what an earlier trial left.
pub fn other(real: &Place, place: &Place) -> Place {
    match is_trial(real, place) {
        true => real.clone(),
        false => Place { state: Some(real.state_folder().join(FOLDER)), ..real.clone() },
    }
}

/// Whether that place is a trial's.
pub fn is_trial(real: &Place, place: &Place) -> bool {
    place.state_folder() != real.state_folder()
}

/// Whether everything is redirected.
fn is_on(config: &Path) -> bool {
    let mail = Config::load(config).config.map(|config| config.service.mail);
    mail.is_some_and(|mail| mail.redirect_all_to.is_some())
}

/// Takes away what an earlier trial left, people's data with it; one that still runs is left alone.
///
/// # Errors
/// A folder that cannot be removed.
pub fn end(place: &Place) -> std::io::Result<()> {
    let folder = place.state_folder().join(FOLDER);
    if !folder.is_dir() {
        return Ok(());
    }
    match StateLock::take(&folder) {
        Ok(_lock) => std::fs::remove_dir_all(&folder),
        Err(_) => Ok(()),
    }
}
