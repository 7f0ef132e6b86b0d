//! Rows of cells from an Excel workbook.
//!
//! The first visible sheet with our headings is read, from its heading row on. Promises: rows are read as they are asked for
//! and none is kept, and memory does not grow with the file: its shared strings are put into their cells first ([`unpack`]). The
//! reading libraries may fail in ways of their own on a broken file, and one borrows from it for as long as it reads: so they work on
//! a thread, and a thread that ends without having said so is a fault of the file, never the end of the sheet.

use crate::domain::problem::Problem;
use crate::files::fault::{Fault, quoted};
use crate::files::path::shown;
use crate::files::sheet::column::Column;
use crate::files::sheet::raw_row::{RawRow, RowSource};
use crate::files::sheet::table::{ROWS_ABOVE, headings_in};
use crate::files::sheet::workbook::bounds::BOUNDS;
use crate::files::sheet::workbook::rows::Rows;
use crate::files::sheet::workbook::shared_file::SharedFile;
use crate::files::sheet::workbook::spread::{Spread, spread};
use calamine::{Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Error, ErrorKind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

mod bounds;
mod cell_text;
mod copy_file;
mod formula;
mod rows;
mod shared_file;
mod sheet_names;
pub(super) mod spread;
mod strings;
#[cfg(test)]
mod tests;

/// How many rows travel together, and how many such parcels wait.
const PARCEL_ROWS: usize = 256;
const PARCELS: usize = 2;
/// How a thread ended that did not say so.
const BROKEN_OFF: &str = "its cells are not as they should be";

/// An open workbook.
pub(crate) struct Workbook {
    file: String,
    parcels: Receiver<Parcel>,
    rows: std::vec::IntoIter<RawRow>,
    warnings: Vec<Problem>,
    is_over: bool,
}

/// What the reading thread sends.
enum Parcel {
    /// Worth a look; before any row.
    Note(Fault),
    Rows(Vec<RawRow>),
    End,
    Broken(Fault),
}

/// Looks a workbook through, and writes it anew into the folder for temporary files, where it can be read.
pub(crate) fn unpack(path: &Path, file: &str) -> Result<Spread, Problem> {
    let unreadable = |error: Error| broken(&error).in_file(file);
    let input = File::open(path).map_err(unreadable)?;
    let folder = std::env::temp_dir();
    let work = move || spread(BufReader::new(input), BOUNDS, &folder).map_err(|error| not_unpacked(&error, &folder));
    let unpacking = thread::Builder::new().name("workbook".to_owned()).spawn(work).map_err(unreadable)?;
    let unpacked = unpacking.join().unwrap_or_else(|_| Err(broken(&BROKEN_OFF)));
    unpacked.map_err(|fault| fault.in_file(file))
}

/// Opens the workbook. Its first row is the row of headings.
pub(crate) fn open_workbook(
    spread: &Spread,
    file: &str,
    columns: &BTreeMap<Column, String>,
) -> Result<Workbook, Problem> {
    let (sender, parcels) = sync_channel(PARCELS);
    let (spread, columns) = (spread.clone(), columns.clone());
    let read = move || {
        let last = match read_workbook(&spread, &columns, &sender) {
            Ok(()) => Parcel::End,
            Err(fault) => Parcel::Broken(fault),
        };
        // Nobody listens any more: the sheet was closed before its end.
        let _ = sender.send(last);
    };
    let reading = thread::Builder::new().name("workbook".to_owned()).spawn(read);
    reading.map_err(|error| broken(&error).in_file(file))?;
    Ok(Workbook { file: file.to_owned(), parcels, rows: Vec::new().into_iter(), warnings: Vec::new(), is_over: false })
}

impl RowSource for Workbook {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Problem> {
        loop {
            if let Some(next) = self.rows.next() {
                *row = next;
                return Ok(true);
            }
            if self.is_over {
                return Ok(false);
            }
            match self.parcels.recv() {
                Ok(Parcel::Note(fault)) => self.warnings.push(fault.in_file(&self.file).as_warning()),
                Ok(Parcel::Rows(rows)) => self.rows = rows.into_iter(),
                Ok(Parcel::End) => self.is_over = true,
                Ok(Parcel::Broken(fault)) => return Err(fault.in_file(&self.file)),
                Err(_) => return Err(broken(&BROKEN_OFF).in_file(&self.file)),
            }
        }
    }

    fn warnings(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.warnings)
    }
}

fn broken(why: &dyn std::fmt::Display) -> Fault {
    Fault::new(
        format!("this workbook cannot be read: {why}"),
        "open it and save it again as \"Excel Workbook (.xlsx)\", or as \"CSV UTF-8\"",
    )
}

/// That the folder cannot take the copy is no fault of the workbook.
fn not_unpacked(error: &Error, folder: &Path) -> Fault {
    match error.kind() {
        ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::NotFound
        | ErrorKind::NotADirectory
        | ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem => Fault::new(
            format!("a workbook needs room in {} while it is read: {error}", shown(folder)),
            "make room there, or let TMPDIR name another folder",
        ),
        _ => broken(error),
    }
}

fn without_result(cell: &str, sheet: &str) -> Fault {
    let sheet = quoted(sheet);
    let what = format!("the formula in {cell} of {sheet} has no result in the file: the cell counts as empty");
    Fault::new(what, "open the workbook in a spreadsheet program and save it there, or write the value")
}

/// Reads the sheet with our headings to its end, or until nobody wants more.
fn read_workbook(
    spread: &Spread,
    columns: &BTreeMap<Column, String>,
    sender: &SyncSender<Parcel>,
) -> Result<(), Fault> {
    let mut workbook = Xlsx::new(spread.copy()).map_err(|error| broken(&error))?;
    let Some(Choice { sheet, line, notes }) = choose_sheet(&mut workbook, columns)? else { return Ok(()) };
    let formulas = spread.formulas(&sheet).iter().map(|cell| without_result(cell, &sheet));
    for note in formulas.chain(notes) {
        // Nobody listens any more: the loop below notices.
        let _ = sender.send(Parcel::Note(note));
    }
    let mut rows = Rows::of(&mut workbook, &sheet).map_err(|error| broken(&error))?;
    let mut parcel = Vec::with_capacity(PARCEL_ROWS);
    loop {
        let mut row = RawRow::default();
        if !rows.next_row(&mut row)? {
            // Nobody listens any more: what is not sent is not missed.
            let _ = sender.send(Parcel::Rows(parcel));
            return Ok(());
        }
        if row.line < line {
            continue;
        }
        parcel.push(row);
        if parcel.len() == PARCEL_ROWS && sender.send(Parcel::Rows(std::mem::take(&mut parcel))).is_err() {
            return Ok(());
        }
    }
}

/// The sheet that is read, the line of its headings, and what to say of the others.
struct Choice {
    sheet: String,
    line: u32,
    notes: Vec<Fault>,
}

/// The first visible sheet that has all headings that it must have, else the one with the most of them, else the first. Nothing
/// if every sheet is empty.
fn choose_sheet(
    workbook: &mut Xlsx<BufReader<SharedFile>>,
    columns: &BTreeMap<Column, String>,
) -> Result<Option<Choice>, Fault> {
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut names: Vec<(bool, String)> =
        sheets.map(|sheet| (sheet.visible != SheetVisible::Visible, sheet.name.clone())).collect();
    names.sort_by_key(|(is_hidden, _)| *is_hidden);
    let mut best: Option<(bool, usize, String, u32)> = None;
    let mut notes = Vec::new();
    for (is_hidden, name) in names {
        let Some((found, line)) = headings_of(workbook, &name, columns)? else { continue };
        let is_whole = Column::REQUIRED.iter().all(|column| found.contains(column));
        let is_found = best.as_ref().is_some_and(|(is_whole, ..)| *is_whole);
        if is_whole && is_hidden && !is_found {
            let what = format!("the sheet {} has the headings and is hidden: it is not read", quoted(&name));
            notes.push(Fault::new(what, "make it visible, if it is the one"));
        } else if is_whole && !is_hidden && is_found {
            let what = format!("the sheet {} has the headings too, and is not read", quoted(&name));
            let hint = "a programme has one sheet, the first: put the rows together, or make it a programme of its own";
            notes.push(Fault::new(what, hint));
        } else if !is_hidden && best.as_ref().is_none_or(|best| (is_whole, found.len()) > (best.0, best.1)) {
            best = Some((is_whole, found.len(), name, line));
        }
    }
    Ok(best.map(|(_, _, sheet, line)| Choice { sheet, line, notes }))
}

/// The row near the top of that sheet with the most headings: which they are, and its line.
fn headings_of(
    workbook: &mut Xlsx<BufReader<SharedFile>>,
    sheet: &str,
    columns: &BTreeMap<Column, String>,
) -> Result<Option<(Vec<Column>, u32)>, Fault> {
    let mut rows = Rows::of(workbook, sheet).map_err(|error| broken(&error))?;
    let mut row = RawRow::default();
    let mut best: Option<(Vec<Column>, u32)> = None;
    let mut looked_at = 0;
    while looked_at <= ROWS_ABOVE && rows.next_row(&mut row)? {
        if row.is_blank() {
            continue;
        }
        looked_at += 1;
        let found: Vec<Column> = headings_in(&row, columns).collect();
        if best.as_ref().is_none_or(|(most, _)| found.len() > most.len()) {
            best = Some((found, row.line));
        }
    }
    Ok(best)
}
