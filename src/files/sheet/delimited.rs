//! Rows of cells from a text file: RFC 4180 as spreadsheets really write it.
//!
//! Promises: a row never costs more memory than a few hundred kilobytes, and a quotation mark that is opened by mistake costs
//! its own row only. That is why this does not use a general CSV reader: those swallow everything up to the next mark, and a
//! row that is swallowed looks like a pair that was deleted. It also knows where in the file each cell stands.

use crate::domain::problem::Problem;
use crate::files::fault::Fault;
use crate::files::sheet::raw_row::{Cell, CellText, RawRow, RowSource};
use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::ops::Range;

/// The longest physical line in bytes.
const LINE_BYTES: usize = 256 * 1024;
/// The most physical lines of one row: line breaks inside quotation marks.
const ROW_LINES: usize = 64;

/// A text file of rows.
pub(crate) struct Delimited<R> {
    input: R,
    file: String,
    separator: u8,
    /// The last byte of a line: LF, or CR where there is no LF.
    terminator: u8,
    /// The number of the next physical line.
    line: u32,
    bytes: Vec<u8>,
    /// Lines that were read ahead for a quotation mark that never closed.
    ahead: VecDeque<String>,
}

/// How splitting a row ended.
enum Split {
    Whole,
    /// A quotation mark is open at the end.
    Open(usize),
    /// A quoted cell goes on after its closing mark.
    Broken(usize),
}

impl<R: BufRead> Delimited<R> {
    pub fn new(input: R, file: &str, separator: u8, terminator: u8) -> Delimited<R> {
        let (bytes, ahead) = (Vec::new(), VecDeque::new());
        Delimited { input, file: file.to_owned(), separator, terminator, line: 1, bytes, ahead }
    }

    /// Appends the next physical line to `text` and says whether there was one.
    fn read_line(&mut self, text: &mut String) -> Result<bool, Problem> {
        if let Some(line) = self.ahead.pop_front() {
            text.push_str(&line);
            return Ok(true);
        }
        self.bytes.clear();
        let limit = LINE_BYTES as u64;
        let read = self.input.by_ref().take(limit).read_until(self.terminator, &mut self.bytes);
        let count = read.map_err(|error| self.unreadable(&error))?;
        let is_cut = count == LINE_BYTES && self.bytes.last() != Some(&self.terminator);
        if is_cut {
            self.skip_line()?;
        }
        if let Some(last) = self.bytes.last_mut().filter(|last| **last == b'\r') {
            *last = b'\n';
        }
        decode(&self.bytes, text);
        if is_cut {
            // Marks the line for `next_row`: no line can be this long otherwise.
            text.push('\n');
        }
        Ok(count > 0)
    }

    fn skip_line(&mut self) -> Result<(), Problem> {
        loop {
            let terminator = self.terminator;
            let buffer = self.input.fill_buf().map_err(|error| unreadable(&self.file, &error))?;
            let end = buffer.iter().position(|byte| *byte == terminator);
            let count = end.map_or(buffer.len(), |at| at + 1);
            let is_done = end.is_some() || buffer.is_empty();
            self.input.consume(count);
            if is_done {
                return Ok(());
            }
        }
    }

    fn unreadable(&self, error: &std::io::Error) -> Problem {
        unreadable(&self.file, error)
    }

    /// Reads on while a quotation mark is open. A mark that never closes, or closes in the middle of a later cell, was opened
    /// by mistake: the row is then its first line, read without regard to marks, and faulty.
    fn close_quotes(&mut self, row: &mut RawRow) -> Result<(), Problem> {
        let first_line = row.raw.len();
        let mut ends = vec![first_line];
        let at = loop {
            match split(row, self.separator) {
                Split::Whole => {
                    self.line = self.line.saturating_add(lines(ends.len() - 1));
                    return Ok(());
                }
                Split::Broken(at) => break at,
                Split::Open(at) if ends.len() >= ROW_LINES || row.raw.len() > LINE_BYTES => break at,
                Split::Open(at) => {
                    if !self.read_line(&mut row.raw)? {
                        break at;
                    }
                    ends.push(row.raw.len());
                }
            }
        };
        for window in ends.windows(2).rev() {
            self.ahead.push_front(row.raw[window[0]..window[1]].to_owned());
        }
        row.raw.truncate(first_line);
        split_plainly(row, self.separator);
        let at = at.min(first_line.saturating_sub(1));
        let fault = Fault::new(
            "a quotation mark does not fit the cell it stands in",
            "put marks around the whole cell, and write a mark inside it twice",
        );
        row.fault = Some((at..at + 1, fault));
        Ok(())
    }
}

impl<R: BufRead> RowSource for Delimited<R> {
    fn next_row(&mut self, row: &mut RawRow) -> Result<bool, Problem> {
        row.clear(self.line);
        if !self.read_line(&mut row.raw)? {
            return Ok(false);
        }
        self.line = self.line.saturating_add(1);
        if row.raw.len() > LINE_BYTES {
            let what = format!("this line is longer than {} kB", LINE_BYTES / 1024);
            let fault = Fault::new(what, "check whether the file was cut or put together wrongly");
            row.raw.clear();
            row.fault = Some((0..0, fault));
            return Ok(true);
        }
        match split(row, self.separator) {
            Split::Whole => {}
            Split::Open(_) | Split::Broken(_) => self.close_quotes(row)?,
        }
        Ok(true)
    }
}

fn unreadable(file: &str, error: &std::io::Error) -> Problem {
    Fault::new(format!("this sheet cannot be read to its end: {error}"), "check the disk and who may read it")
        .in_file(file)
}

fn lines(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Cuts the row into cells. Quotation marks count only where a cell begins.
fn split(row: &mut RawRow, separator: u8) -> Split {
    row.forget_cells();
    let bytes = row.raw.as_bytes();
    let end = end_of_content(bytes);
    let mut at = 0;
    loop {
        let start = at + blanks(&bytes[at..end], separator);
        if bytes[start..end].first() == Some(&b'"') {
            let Some((text, after)) = quoted_cell(&row.raw[..end], start, &mut row.unquoted) else {
                return Split::Open(start);
            };
            at = after + blanks(&bytes[after..end], separator);
            if at < end && bytes[at] != separator {
                return Split::Broken(start);
            }
            row.cells.push(Cell { place: start..after, text });
        } else {
            at = start + bytes[start..end].iter().position(|byte| *byte == separator).unwrap_or(end - start);
            row.cells.push(plain_cell(&row.raw, start, at));
        }
        if at >= end {
            return Split::Whole;
        }
        at += 1;
    }
}

/// Cuts the row at every separator, marks or not.
fn split_plainly(row: &mut RawRow, separator: u8) {
    row.forget_cells();
    let bytes = row.raw.as_bytes();
    let mut at = 0;
    for part in bytes[..end_of_content(bytes)].split(|byte| *byte == separator) {
        row.cells.push(plain_cell(&row.raw, at, at + part.len()));
        at += part.len() + 1;
    }
}

fn end_of_content(bytes: &[u8]) -> usize {
    bytes.len() - bytes.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()
}

fn blanks(bytes: &[u8], separator: u8) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t') && **byte != separator).count()
}

fn plain_cell(raw: &str, start: usize, end: usize) -> Cell {
    let place = trimmed(raw, start..end);
    Cell { place: place.clone(), text: CellText::Raw(place) }
}

/// The range without blanks around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    // Most cells begin and end with a letter or digit; looking for Unicode's blanks costs more than the rest of a cell.
    if let [first, .., last] = cell.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return range;
    }
    let start = range.start + (cell.len() - cell.trim_start().len());
    start..start + cell.trim().len()
}

/// The cell whose mark opens at `start`, and the byte after its closing mark; nothing if it is not closed.
fn quoted_cell(raw: &str, start: usize, unquoted: &mut String) -> Option<(CellText, usize)> {
    let first = start + 1;
    let mut at = first + raw[first..].find('"')?;
    if raw.as_bytes().get(at + 1) != Some(&b'"') {
        return Some((CellText::Raw(trimmed(raw, first..at)), at + 1));
    }
    let from = unquoted.len();
    let mut piece = first;
    loop {
        unquoted.push_str(&raw[piece..at]);
        if raw.as_bytes().get(at + 1) != Some(&b'"') {
            return Some((CellText::Unquoted(trimmed(unquoted, from..unquoted.len())), at + 1));
        }
        unquoted.push('"');
        piece = at + 2;
        at = piece + raw[piece..].find('"')?;
    }
}

/// Appends the bytes as UTF-8 or, where they are none, as Windows-1252.
fn decode(bytes: &[u8], text: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(utf8) => text.push_str(utf8),
        Err(_) => text.extend(bytes.iter().map(|byte| windows_1252(*byte))),
    }
}

/// The WHATWG index of windows-1252 from 0x80 to 0x9F; what it leaves open is U+FFFD.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}', '\u{FFFD}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Delimited;
    use crate::files::sheet::raw_row::{RawRow, RowSource};
    use proptest::prelude::{any, prop, proptest};

    /// Every row as its line, its cells and whether it is faulty.
    fn read(bytes: &[u8]) -> Vec<(u32, Vec<String>, bool)> {
        let mut source = Delimited::new(bytes, "x.csv", b',', b'\n');
        let mut row = RawRow::default();
        let mut rows = Vec::new();
        while source.next_row(&mut row).unwrap() {
            let cells = (0..row.cells.len()).map(|at| row.text(at).to_owned()).collect();
            rows.push((row.line, cells, row.fault.is_some()));
        }
        rows
    }

    fn cells(text: &[&str]) -> Vec<String> {
        text.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn cells_are_cut_as_spreadsheets_write_them() {
        let text = "a, b ,\"c, \"\"d\"\"\"\r\n\"x\ny\",,\"\" \r\n\n z\"z ,\"1\" \n";
        assert_eq!(
            read(text.as_bytes()),
            [
                (1, cells(&["a", "b", "c, \"d\""]), false),
                (2, cells(&["x\ny", "", ""]), false),
                (4, cells(&[""]), false),
                (5, cells(&["z\"z", "1"]), false),
            ]
        );
    }

    #[test]
    fn a_stray_quotation_mark_costs_its_own_row_only() {
        let text = "a,\"b\nc,d\ne,\"f\"\n\"g\" h,i\nj,k";
        assert_eq!(
            read(text.as_bytes()),
            [
                (1, cells(&["a", "\"b"]), true),
                (2, cells(&["c", "d"]), false),
                (3, cells(&["e", "f"]), false),
                (4, cells(&["\"g\" h", "i"]), true),
                (5, cells(&["j", "k"]), false),
            ]
        );
    }

    #[test]
    fn a_mark_that_never_closes_in_a_long_file_is_given_up_on() {
        let text = "a,\"b\n".to_owned() + &"c,d\n".repeat(1000);
        let rows = read(text.as_bytes());
        assert_eq!(rows.len(), 1001);
        assert_eq!(rows.iter().filter(|row| row.2).count(), 1);
        assert_eq!(rows[1000].0, 1001);
    }

    #[test]
    fn an_endless_line_is_one_faulty_row() {
        let text = "x".repeat(3_000_000) + "\na,b\n";
        let rows = read(text.as_bytes());
        assert_eq!(rows, [(1, vec![], true), (2, cells(&["a", "b"]), false)]);
    }

    #[test]
    fn old_windows_bytes_are_read() {
        assert_eq!(read(b"J\xfcrgen,\x80 5\n"), [(1, cells(&["Jürgen", "€ 5"]), false)]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_and_every_row_has_its_line(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let rows = read(&bytes);
            assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }

        #[test]
        fn marks_and_separators_in_any_order_are_read(text in "[a\",\n\r ]{0,60}") {
            let lines = text.matches('\n').count() + 1;
            let rows = read(text.as_bytes());
            assert!(rows.iter().all(|row| row.0 as usize <= lines));
        }

        #[test]
        fn it_reads_back_what_a_csv_writer_wrote(
            table in prop::collection::vec(prop::collection::vec("[a-z\",\n;é]{1,6}", 3), 1..8)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let rows: Vec<Vec<String>> = read(&text).into_iter().map(|row| row.1).collect();
            let wanted: Vec<Vec<String>> =
                table.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            assert_eq!(rows, wanted);
        }
    }
}
