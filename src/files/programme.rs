//! A programme file, read.

use crate::domain::programme::Programme;
use crate::files::date::DateOrder;
use crate::files::sheet::column::Column;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What `programmes/NAME.toml` says, and what is needed to read its sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeFile {
    /// The programme; its id is the file's name.
    pub programme: Programme,
    /// The file itself.
    pub path: PathBuf,
    /// The sheet of its pairs.
    pub pairs_path: PathBuf,
    /// Its files of holidays.
    pub holiday_paths: Vec<PathBuf>,
    /// SHA-256 in hexadecimal over the file and its holiday files: part of its epoch (rule 27).
    pub contents_hash: String,
    /// How the sheet writes dates.
    pub dates: DateOrder,
    /// The sheet's own headings, where they differ from ours.
    pub columns: BTreeMap<Column, String>,
}
