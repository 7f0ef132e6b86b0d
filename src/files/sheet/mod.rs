//! The pairs of a programme, row by row.
//!
//! Promises: a row with a fault is set aside with everything that is wrong with it, and every other row goes on; memory does
//! not grow with the sheet. A source of rows ([`raw_row::RowSource`]) knows how a file is written; [`check`] knows what
//! the cells mean.

use crate::domain::address::Address;
use crate::domain::pair::Pair;
use crate::domain::problem::Problem;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::check::RowCheck;
use crate::files::sheet::doubts::Doubts;
use crate::files::sheet::headings::Headings;
use crate::files::sheet::raw_row::{RawRow, RowSource};
use crate::files::sheet::repeats::Repeats;
use std::sync::{Arc, Mutex};

mod check;
pub mod column;
pub mod copy;
mod delimited;
pub mod doubts;
mod headings;
pub(crate) mod raw_row;
mod reading;
pub mod repeats;
mod table;
mod workbook;

/// A row of the sheet, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: u32,
    /// Whether its `pair` cell says something.
    pub has_id: bool,
    /// The pair, or why there is none.
    pub outcome: Result<Pair, SetAside>,
    /// What is worth a look and stops nothing.
    pub warnings: Vec<Problem>,
}

impl Row {
    /// Everything there is to say of it, in the order of its cells.
    pub fn problems(&self) -> Vec<Problem> {
        let errors = self.outcome.as_ref().err().into_iter().flat_map(|aside| &aside.problems);
        let mut problems: Vec<Problem> = self.warnings.iter().chain(errors).cloned().collect();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

/// A row that is not used, and what could still be read of the pair it is about.
///
/// A row that repeats another does not claim what the first row has: a repeated id, or repeated addresses, are not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetAside {
    /// Everything that is wrong with it; at least one.
    pub problems: Vec<Problem>,
    /// The `pair` cell, if it is an id.
    pub pair: Option<String>,
    /// The mentor's address, if it is one.
    pub mentor: Option<Address>,
    /// The mentee's address, if it is one.
    pub mentee: Option<Address>,
    /// A date in it that is one day or another (rule 29).
    pub unclear_date: Option<String>,
    /// It is about no pair that has no other row: the same two people stand in an earlier one, which counts, or it has the headings
    /// once more.
    pub is_surplus: bool,
}

/// Reads a sheet from its first row after the headings to its last.
///
/// An `Err` of the iterator is its last item: the file could not be read to its end, and rows that did not come must not be
/// taken for deleted.
pub struct SheetReader {
    source: Box<dyn RowSource + Send>,
    check: RowCheck,
    row: RawRow,
    warnings: Vec<Problem>,
    is_over: bool,
}

impl SheetReader {
    /// Opens the sheet of that programme alone. Reads it once to find what stands twice in it.
    ///
    /// # Errors
    /// The sheet cannot be read at all, or lacks a column that it must have.
    pub fn open(programme: &ProgrammeFile) -> Result<SheetReader, Vec<Problem>> {
        SheetReader::open_among(programme, Arc::new(Repeats::among(&[programme])))
    }

    /// Opens one of several sheets, among which ids must not repeat; read them in the order in which the first counts.
    ///
    /// # Errors
    /// The sheet cannot be read at all, or lacks a column that it must have.
    pub fn open_among(programme: &ProgrammeFile, repeats: Arc<Repeats>) -> Result<SheetReader, Vec<Problem>> {
        let table = repeats.open(programme).map_err(|problem| vec![problem])?;
        let mut warnings = table.warnings;
        let file = shown(&programme.pairs_path);
        let headings = Headings::read(&table.headings, &programme.columns, &file, &mut warnings);
        let headings = headings.map_err(|mut problems| {
            problems.append(&mut warnings);
            problems
        })?;
        let check = RowCheck::new(programme, headings, repeats);
        Ok(SheetReader { source: table.source, check, row: RawRow::default(), warnings, is_over: false })
    }

    /// The same, looking also for what is allowed and probably a slip, here and in other sheets read with these doubts.
    #[must_use]
    pub fn doubting(mut self, doubts: Arc<Mutex<Doubts>>) -> SheetReader {
        self.check.doubts = Some(doubts);
        self
    }

    /// What is worth a look in the headings.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

impl Iterator for SheetReader {
    type Item = Result<Row, Problem>;

    fn next(&mut self) -> Option<Result<Row, Problem>> {
        while !self.is_over {
            match self.source.next_row(&mut self.row) {
                Ok(true) if self.row.is_blank() => {}
                Ok(true) => return Some(Ok(self.check.check(&self.row))),
                Ok(false) => {
                    self.is_over = true;
                    return self.check.first_fault().cloned().map(Err);
                }
                Err(problem) => {
                    self.is_over = true;
                    return Some(Err(problem));
                }
            }
        }
        None
    }
}
