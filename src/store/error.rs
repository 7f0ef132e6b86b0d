//! What can go wrong with the database, told apart by what somebody can do about it.

use rusqlite::ErrorCode;
use std::path::PathBuf;

/// A fault of the database or the machine. No variant carries an address, a name or a letter's text.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has kept the database locked for longer than five seconds. Trying again may help.
    #[error("the database is in use by another process")]
    Busy,
    /// No room for what was to be written. Nothing of the transaction was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The file, or something in it, cannot be read.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// A later version of Sendoff has written this file.
    #[error("the database has version {found}, this program knows versions up to {known}: use a newer sendoff")]
    Newer {
        /// The version in the file.
        found: u32,
        /// The newest version this program knows.
        known: u32,
    },
    /// The file is an SQLite database of another program.
    #[error("the file is not a database of Sendoff")]
    Foreign,
    /// A file or folder cannot be made, opened or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is a delivery with this key already.
    #[error("this letter has been decided already")]
    Duplicate,
    /// The row is not there (any more).
    #[error("there is no {0} of that number")]
    Missing(&'static str),
    /// A delivery was to go where it cannot go from its state.
    #[error("a delivery that is {from} cannot become {to}")]
    Transition {
        /// Where it stands.
        from: crate::domain::delivery::State,
        /// Where it was to go.
        to: crate::domain::delivery::State,
    },
    /// The process is taken to have died here (see [`crate::store::Fault`]); only tests see it.
    #[error("died here, as asked")]
    Died,
    /// Anything else SQLite said.
    #[error("the database failed: {0}")]
    Other(String),
}

impl StoreError {
    pub(super) fn corrupt(what: &str) -> StoreError {
        StoreError::Corrupt(format!("{what} cannot be read"))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::DiskFull,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt(error.to_string()),
            Some(_) => StoreError::Other(error.to_string()),
            // A column of another type than the schema says. The text of such an error may quote the value: not shown.
            None => StoreError::Other(plain_kind(&error).to_owned()),
        }
    }
}

fn plain_kind(error: &rusqlite::Error) -> &'static str {
    match error {
        rusqlite::Error::QueryReturnedNoRows => "a row that must be there is missing",
        rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
            "a value has another type than expected"
        }
        rusqlite::Error::IntegralValueOutOfRange(..) => "a number is out of range",
        _ => "a statement could not be run",
    }
}
