//! `backup` and `restore`: a consistent copy of the state while everything runs, and back again, held until a person says so.

use crate::cli::args::Place;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::engine::installation::{Why, hold_everything};
use crate::store::{DATABASE_FILE, StateLock, StoreError, known_link_key, link_key_file, restore as put_back};
use jiff::Timestamp;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Writes the copy; with the key of the links only when asked (rule 9).
///
/// # Errors
/// A file of that name, no state yet, or a disk that cannot be written.
pub fn backup(screen: &mut Screen, place: &Place, file: &Path, with_link_key: bool) -> Result<(), Failure> {
    let store = ground::store(place)?;
    let key_file = key_beside(file);
    if file.exists() || (with_link_key && key_file.exists()) {
        return Err(Failure::asked(format!("{} is there already; name a new file", file.display())));
    }
    store.backup_to(file)?;
    writeln!(screen, "{} {} holds everything of this moment", Paint::Good.on("●"), file.display())?;
    if with_link_key && known_link_key(&place.state_folder())?.is_some() {
        let key = std::fs::read(link_key_file(&place.state_folder()))?;
        let mut out = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&key_file)?;
        out.write_all(&key).and_then(|()| out.sync_all())?;
        writeln!(screen, "  {} holds the key of the links: keep it as you keep a password", key_file.display())?;
    } else {
        writeln!(
            screen,
            "  without the key of the links: those in letters already sent end with the old state folder"
        )?;
    }
    Ok(())
}

/// Puts a backup in the place of the state; everything is held then (rule 33).
///
/// # Errors
/// A daemon that runs on the state, or a file that is no backup.
pub fn restore(screen: &mut Screen, place: &Place, file: &Path, now: Timestamp) -> Result<(), Failure> {
    let folder = place.state_folder();
    let config = ground::config(&place.config)?;
    if !file.is_file() {
        return Err(Failure::asked(format!("there is no file {}", file.display())));
    }
    let _lock = StateLock::take(&folder).map_err(|error| Failure::Outside(error.into()))?;
    let had_state = folder.join(DATABASE_FILE).exists();
    let identity = ground::identity(&config, &folder);
    match put_back(file, &folder, |tx| hold_everything(tx, Why::Restored, &identity, now)) {
        Err(StoreError::Foreign) => return Err(Failure::asked(format!("{} is no backup of Sendoff", file.display()))),
        done => done?,
    }
    restore_key(file, &folder)?;
    writeln!(screen, "{} {} is the state now", Paint::Good.on("●"), file.display())?;
    if had_state {
        let kept = folder.join(format!("{DATABASE_FILE}.before-restore"));
        writeln!(screen, "  what was there is {} now; delete it when it is no longer needed", kept.display())?;
    }
    writeln!(screen, "  {}", Paint::Warn.on("Nothing is sent until you have looked: `sendoff approve`"))?;
    Ok(())
}

/// The key comes back if it was kept beside the backup: the links in letters that were sent open again.
fn restore_key(file: &Path, folder: &Path) -> Result<(), Failure> {
    let (from, to) = (key_beside(file), link_key_file(folder));
    if !from.is_file() {
        return Ok(());
    }
    let key = std::fs::read(&from)?;
    let aside = to.with_extension("restoring");
    let mut out = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&aside)?;
    out.write_all(&key).and_then(|()| out.sync_all())?;
    std::fs::rename(&aside, &to)?;
    Ok(())
}

/// `FILE.link-key`.
fn key_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".link-key");
    PathBuf::from(name)
}
