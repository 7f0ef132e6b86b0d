//! The doorbell of a state folder: a file that other commands touch when they have written into the state, and that the daemon watches.
//! What was written stands in the database; here is nothing to read.

use crate::store::error::StoreError;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const FILE: &str = "doorbell";

/// The doorbell of that state folder; made, if there is none.
///
/// # Errors
/// A folder that cannot be written to.
pub fn doorbell(folder: &Path) -> Result<PathBuf, StoreError> {
    let path = folder.join(FILE);
    let made = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
    match made {
        Ok(_) => Ok(path),
        Err(source) => Err(StoreError::File { path, source }),
    }
}

/// Rings, where a daemon has ever watched.
pub(super) fn ring(folder: &Path) {
    let touched = OpenOptions::new().truncate(true).write(true).open(folder.join(FILE));
    // A daemon that hears nothing looks by itself before long.
    let _ = touched.and_then(|mut file| file.write_all(b"."));
}
