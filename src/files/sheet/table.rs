//! Opens a sheet's file as rows: finds out how it is written, and where its table begins.

use crate::domain::problem::Problem;
use crate::files::fault::Fault;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::column::Column;
use crate::files::sheet::delimited::Delimited;
use crate::files::sheet::headings::{column_called, column_close_to};
use crate::files::sheet::raw_row::{RawRow, RowSource};
use crate::files::sheet::workbook::spread::Spread;
use crate::files::sheet::workbook::{open_workbook, unpack};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// How much of a file is looked at to find out how it is written, in bytes.
const SAMPLE_BYTES: usize = 64 * 1024;
/// How many rows may stand above the headings.
pub(super) const ROWS_ABOVE: usize = 20;
const BUFFER_BYTES: usize = 256 * 1024;
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// How a workbook begins, being a ZIP archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// A sheet's rows, and its heading row.
pub(crate) struct Table {
    pub source: Box<dyn RowSource + Send>,
    pub headings: RawRow,
    /// What stands between the cells of a text file; a workbook has nothing there.
    pub separator: Option<u8>,
    /// A workbook, unpacked, for [`table_of`].
    pub spread: Option<Spread>,
    /// What is worth a look in the file as a whole.
    pub warnings: Vec<Problem>,
}

/// How a text file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    separator: u8,
    terminator: u8,
    /// How many rows stand above the headings.
    rows_above: usize,
}

/// Opens the sheet of that programme at its first row after the headings.
pub(crate) fn open_table(programme: &ProgrammeFile) -> Result<Table, Problem> {
    let path = &programme.pairs_path;
    let file = shown(path);
    let in_file = |what: String, hint: &str| Fault::new(what, hint).in_file(&file);
    let unreadable = |error: std::io::Error| {
        in_file(format!("this sheet cannot be read: {error}"), "check the path and who may read it")
    };
    let mut input = File::open(path).map_err(unreadable)?;
    let mut sample = Vec::new();
    input.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut sample).map_err(unreadable)?;
    if sample.is_empty() {
        return Err(in_file("this file is empty".to_owned(), "save the sheet once more, or put back a copy of it"));
    }
    if sample.starts_with(ZIP) {
        return table_of(programme, unpack(path, &file)?);
    }
    if let Some(what) = foreign_format(path, &sample) {
        return Err(in_file(what.to_owned(), "save it as \"Excel Workbook (.xlsx)\" or as \"CSV UTF-8\""));
    }
    let text = sample.strip_prefix(BOM).unwrap_or(&sample);
    let form = form_of(text, &programme.columns);
    let start = sample.len() - text.len();
    input.seek(SeekFrom::Start(start as u64)).map_err(unreadable)?;
    let input = BufReader::with_capacity(BUFFER_BYTES, input);
    let source = Delimited::new(input, &file, form.separator, form.terminator);
    begin(Box::new(source), form.rows_above, Some(form.separator), &file)
}

/// The same of a workbook that was unpacked before.
pub(crate) fn table_of(programme: &ProgrammeFile, spread: Spread) -> Result<Table, Problem> {
    let file = shown(&programme.pairs_path);
    let workbook = open_workbook(&spread, &file, &programme.columns)?;
    let table = begin(Box::new(workbook), 0, None, &file)?;
    Ok(Table { spread: Some(spread), ..table })
}

/// Reads on to the headings, past that many rows and all blank ones.
fn begin(
    mut source: Box<dyn RowSource + Send>,
    mut rows_above: usize,
    separator: Option<u8>,
    file: &str,
) -> Result<Table, Problem> {
    let mut headings = RawRow::default();
    while source.next_row(&mut headings)? {
        if headings.is_blank() {
            continue;
        }
        if rows_above == 0 {
            let warnings = source.warnings();
            return Ok(Table { source, headings, separator, spread: None, warnings });
        }
        rows_above -= 1;
    }
    let hint = "its first row has the headings: mentor_name, mentor_email, mentee_name, mentee_email";
    Err(Fault::new("this sheet is empty", hint).in_file(file))
}

/// Says so if the file is something else than text with a byte for each letter of a heading.
fn foreign_format(path: &Path, sample: &[u8]) -> Option<&'static str> {
    if sample.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some("this sheet is an old Excel workbook, or one with a password");
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        return Some("this sheet is named .xlsx, and is no Excel workbook");
    }
    if sample.trim_ascii_start().starts_with(b"<") {
        return Some("this sheet is a web page, or XML");
    }
    if sample.starts_with(b"\xFF\xFE") || sample.starts_with(b"\xFE\xFF") {
        return Some("this sheet is UTF-16 text");
    }
    let is_picture = sample.starts_with(b"\x89PNG") || sample.starts_with(b"\xFF\xD8") || sample.starts_with(b"%PDF");
    is_picture.then_some("this file is no sheet, but a picture or a document")
}

/// The way of reading in which a row near the top has the most headings that are known.
fn form_of(sample: &[u8], columns: &BTreeMap<Column, String>) -> Form {
    let has_lf = sample.contains(&b'\n');
    let terminator = if !has_lf && sample.contains(&b'\r') { b'\r' } else { b'\n' };
    let mut best = (0, Form { separator: usual_separator(sample), terminator, rows_above: 0 });
    for separator in [b',', b';', b'\t'] {
        for (rows_above, known) in known_headings(sample, separator, terminator, columns).into_iter().enumerate() {
            if known > best.0 {
                best = (known, Form { separator, terminator, rows_above });
            }
        }
    }
    best.1
}

/// For each row near the top that is not blank, how many of its cells are headings.
fn known_headings(sample: &[u8], separator: u8, terminator: u8, columns: &BTreeMap<Column, String>) -> Vec<usize> {
    let mut source = Delimited::new(sample, "", separator, terminator);
    let mut row = RawRow::default();
    let mut counts = Vec::new();
    while counts.len() <= ROWS_ABOVE && source.next_row(&mut row).unwrap_or(false) {
        if !row.is_blank() {
            counts.push(headings_in(&row, columns).count());
        }
    }
    counts
}

/// The columns whose headings stand in that row.
pub(super) fn headings_in(row: &RawRow, columns: &BTreeMap<Column, String>) -> impl Iterator<Item = Column> {
    let column = |text| column_called(text, columns).or_else(|| column_close_to(text, columns));
    (0..row.cells.len()).filter_map(move |at| column(row.text(at)))
}

/// The most frequent one, for a file without any heading that is known.
fn usual_separator(sample: &[u8]) -> u8 {
    let count = |separator: u8| sample.iter().filter(|byte| **byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}
