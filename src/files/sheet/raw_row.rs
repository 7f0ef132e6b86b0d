//! One row as the sheet has it: cells of text, and where each stands. Reused from row to row.

use crate::domain::problem::Problem;
use crate::files::fault::{Fault, quoted};
use crate::files::source::Source;
use std::ops::Range;
use std::sync::Arc;

/// A row of cells, before anything is known about what they mean.
#[derive(Debug, Default)]
pub(crate) struct RawRow {
    /// The sheet of a workbook that it stands in; nothing for a text file.
    pub sheet: Option<Arc<str>>,
    /// The physical line it begins on, from 1.
    pub line: u32,
    /// The row as it stands in the file, line breaks inside quotation marks included.
    pub raw: String,
    pub cells: Vec<Cell>,
    /// The texts of cells that differ from what stands in the file.
    pub unquoted: String,
    /// What is wrong with the row as a whole, and where in `raw`.
    pub fault: Option<(Range<usize>, Fault)>,
}

/// A cell: what it says and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// In `raw`, quotation marks included, blanks around not.
    pub place: Range<usize>,
    pub text: CellText,
}

/// Where a cell's text is kept, without blanks around it.
#[derive(Debug, Clone)]
pub(crate) enum CellText {
    /// As it stands in `raw`.
    Raw(Range<usize>),
    /// In `unquoted`.
    Unquoted(Range<usize>),
}

impl RawRow {
    pub fn clear(&mut self, line: u32) {
        self.line = line;
        self.raw.clear();
        self.forget_cells();
    }

    pub fn forget_cells(&mut self) {
        self.cells.clear();
        self.unquoted.clear();
        self.fault = None;
    }

    /// The text of that cell without blanks around it; a cell that is not there is empty.
    pub fn text(&self, at: usize) -> &str {
        match self.cells.get(at).map(|cell| &cell.text) {
            Some(CellText::Raw(range)) => &self.raw[range.clone()],
            Some(CellText::Unquoted(range)) => &self.unquoted[range.clone()],
            None => "",
        }
    }

    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && (0..self.cells.len()).all(|at| self.text(at).is_empty())
    }

    /// The fault in that cell; for a cell that is not there, at the end of the row.
    pub fn problem(&self, file: &str, at: usize, fault: Fault) -> Problem {
        let end = self.raw.trim_end().len();
        let place = self.cells.get(at).map_or(end..end, |cell| cell.place.clone());
        let cell = format!("cell {}{}", letters(at), self.line);
        self.placed(file, place, &cell, fault)
    }

    /// The fault at that place of `raw`.
    pub fn problem_at(&self, file: &str, place: Range<usize>, fault: Fault) -> Problem {
        self.placed(file, place, &format!("row {}", self.line), fault)
    }

    /// In a workbook nobody counts characters: there the fault also says the cell, as its window does.
    fn placed(&self, file: &str, place: Range<usize>, cell: &str, mut fault: Fault) -> Problem {
        if let Some(sheet) = &self.sheet {
            fault.what = format!("{} ({cell} of {})", fault.what, quoted(sheet));
        }
        let mut problem = Source { file, text: &self.raw }.problem(place, fault);
        problem.line = problem.line.saturating_add(self.line.saturating_sub(1));
        problem
    }
}

/// What a spreadsheet calls the column of that number, from 0: A to Z, AA and so on.
pub(super) fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut name = Vec::new();
    while rest > 0 {
        name.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// Where rows come from.
pub(crate) trait RowSource {
    /// Fills `row` with the next row and says whether there was one.
    ///
    /// # Errors
    /// The file cannot be read any further.
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Problem>;

    /// What is worth a look in the file as a whole, once its first row was read.
    fn warnings(&mut self) -> Vec<Problem> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
