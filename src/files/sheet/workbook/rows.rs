//! Cells put together into rows.

use crate::files::fault::Fault;
use crate::files::sheet::raw_row::{Cell, CellText, RawRow, letters};
use crate::files::sheet::workbook::broken;
use crate::files::sheet::workbook::cell_text::cell_text;
use crate::files::sheet::workbook::shared_file::SharedFile;
use calamine::{Cell as SheetCell, DataRef, Xlsx, XlsxCellReader, XlsxError};
use std::io::BufReader;
use std::sync::Arc;

/// The most cells of a row.
const ROW_CELLS: usize = 1_000;
/// The most text of a row, in bytes.
const ROW_BYTES: usize = 256 * 1024;
/// What stands between two cells where a row is shown to a person.
const BETWEEN: &str = " | ";

/// The rows of one sheet, those without a cell left out.
pub(super) struct Rows<'w> {
    sheet: Arc<str>,
    cells: XlsxCellReader<'w, BufReader<SharedFile>>,
    /// The first cell of the next row.
    ahead: Option<SheetCell<DataRef<'w>>>,
    /// The line of the row before, from 1.
    line: u32,
    /// calamine must not be asked again after the last cell.
    is_over: bool,
}

impl<'w> Rows<'w> {
    pub fn of(workbook: &'w mut Xlsx<BufReader<SharedFile>>, sheet: &str) -> Result<Rows<'w>, XlsxError> {
        let cells = workbook.worksheet_cells_reader(sheet)?;
        Ok(Rows { sheet: sheet.into(), cells, ahead: None, line: 0, is_over: false })
    }

    /// Fills `row` with the next row and says whether there was one.
    pub fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Fault> {
        let Some(first) = self.next_cell()? else { return Ok(false) };
        let at = first.get_position().0;
        let line = at.saturating_add(1);
        if line <= self.line {
            return Err(broken(&"its rows are not in order"));
        }
        self.line = line;
        row.clear(line);
        row.sheet = Some(Arc::clone(&self.sheet));
        put(row, &first);
        while let Some(cell) = self.next_cell()? {
            if cell.get_position().0 != at {
                self.ahead = Some(cell);
                break;
            }
            put(row, &cell);
        }
        Ok(true)
    }

    /// The next cell that says something.
    fn next_cell(&mut self) -> Result<Option<SheetCell<DataRef<'w>>>, Fault> {
        if let Some(cell) = self.ahead.take() {
            return Ok(Some(cell));
        }
        while !self.is_over {
            match self.cells.next_cell().map_err(|error| broken(&error))? {
                Some(cell) if *cell.get_value() != DataRef::Empty => return Ok(Some(cell)),
                Some(_) => {}
                None => self.is_over = true,
            }
        }
        Ok(None)
    }
}

/// Adds the cell at its place in the row. A row that grows out of all bounds is faulty as a whole.
fn put(row: &mut RawRow, cell: &SheetCell<DataRef>) {
    let at = usize::try_from(cell.get_position().1).unwrap_or(usize::MAX);
    let text = cell_text(cell.get_value());
    let text = text.trim();
    if text.is_empty() || row.fault.is_some() {
        return;
    }
    let what = if at >= ROW_CELLS {
        Some(format!("this row has something far to the right, in column {}", letters(at)))
    } else if at < row.cells.len() {
        Some("this row has the same cell twice".to_owned())
    } else if row.raw.len() + text.len() > ROW_BYTES {
        Some(format!("this row is longer than {} kB", ROW_BYTES / 1024))
    } else {
        None
    };
    if let Some(what) = what {
        row.fault = Some((0..0, Fault::new(what, "delete what does not belong there")));
        return;
    }
    while row.cells.len() < at {
        append(row, "");
    }
    append(row, text);
}

/// Adds the next cell. A line break in it would make one row of a sheet look like two where the row is shown.
fn append(row: &mut RawRow, text: &str) {
    if !row.cells.is_empty() {
        row.raw.push_str(BETWEEN);
    }
    let start = row.raw.len();
    let is_one_line = !text.contains(['\n', '\r']);
    let text_at = if is_one_line {
        row.raw.push_str(text);
        CellText::Raw(start..row.raw.len())
    } else {
        row.raw.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        let from = row.unquoted.len();
        row.unquoted.push_str(text);
        CellText::Unquoted(from..row.unquoted.len())
    };
    row.cells.push(Cell { place: start..row.raw.len(), text: text_at });
}
