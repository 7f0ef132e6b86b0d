//! One daemon for one state folder: a lock the system lets go of when the process ends, however it ends.

use crate::store::open::make_private_folder;
use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const FILE: &str = "sendoff.lock";

/// Held for as long as this value lives.
#[derive(Debug)]
pub struct StateLock {
    _file: File,
}

/// Why the lock is not ours.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process works on this state folder.
    #[error("another sendoff is running on {}", .0.display())]
    Held(PathBuf),
    /// The folder or the file in it cannot be made or opened.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl StateLock {
    /// Takes the lock of a state folder (`sendoff.lock` in it); makes the folder if there is none. Never waits.
    ///
    /// # Errors
    /// [`LockError::Held`] if another process, or another value in this one, has it.
    pub fn take(folder: &Path) -> Result<StateLock, LockError> {
        make_private_folder(folder).map_err(|source| LockError::File { path: folder.to_owned(), source })?;
        let path = folder.join(FILE);
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = file.map_err(|source| LockError::File { path: path.clone(), source })?;
        match file.try_lock() {
            Ok(()) => Ok(StateLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(LockError::File { path, source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LockError, StateLock};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn one_at_a_time_and_free_again_when_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let lock = StateLock::take(&state).unwrap();
        assert!(matches!(StateLock::take(&state), Err(LockError::Held(path)) if path == state));
        drop(lock);
        StateLock::take(&state).unwrap();
    }

    #[test]
    fn the_folder_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("deep").join("state");
        let _lock = StateLock::take(&state).unwrap();
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(state.clone()), 0o700);
        assert_eq!(mode(state.join("sendoff.lock")), 0o600);
    }
}
