//! A private folder that vanishes with its value.

use data_encoding::HEXLOWER;
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The folder.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes one that nobody else may enter.
    ///
    /// # Errors
    /// When the system's folder for such things cannot be written.
    pub fn new() -> io::Result<Scratch> {
        let mut mark = [0; 8];
        getrandom::fill(&mut mark).map_err(|_| io::Error::other("the system gives no random numbers"))?;
        let folder = std::env::temp_dir().join(format!("sendoff-demo-{}", HEXLOWER.encode(&mark)));
        DirBuilder::new().mode(0o700).create(&folder)?;
        Ok(Scratch(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is an example, and the system clears its own folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
