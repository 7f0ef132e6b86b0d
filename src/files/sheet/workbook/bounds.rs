//! Looks through a workbook before it is read, and refuses one that would cost more memory than any real one.
//!
//! calamine holds all shared strings at once, makes room for as many as the file claims to have, and reads a cell however long
//! it is. So every part it reads is first unpacked piece by piece, with nothing kept: a part that is too long, a cell that is
//! too long, tags that do not close, and declarations of entities end it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::io::{BufRead, BufReader, Error, Read, Result, Seek};
use std::rc::Rc;
use zip::ZipArchive;

/// The longest cell with its markup, in bytes; a spreadsheet program allows 32,767 characters.
const CELL_BYTES: usize = 1024 * 1024;
/// The most files in the archive.
const MOST_PARTS: usize = 10_000;
/// Cells without their result that are remembered.
const MOST_FORMULAS: usize = 16;
/// The deepest that tags may stand in one another.
const DEEPEST: usize = 64;

/// The most that the parts of a workbook may unpack to, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Those held in memory, together.
    pub held: u64,
    /// The sheets, together; they are never held.
    pub sheets: u64,
}

/// The strings of some five million cells; and sheets of a million rows with everything filled in.
pub(super) const BOUNDS: Bounds = Bounds { held: 256 * 1024 * 1024, sheets: 4 * 1024 * 1024 * 1024 };

/// What looks like a workbook from outside, and how it is told: a part that only this has.
const OTHERS: [(&str, &str); 3] = [
    ("content.xml", "it is an OpenDocument sheet"),
    ("Index/Document.iwa", "it is a Numbers document"),
    ("xl/workbook.bin", "it is a binary Excel workbook (.xlsb)"),
];

/// Whether the workbook can be read in the memory that real ones take; and cells with a formula whose result it does not hold,
/// for those look empty.
///
/// # Errors
/// It cannot, or is broken; the error says why in a few words.
pub(super) fn check_bounds<R: Read + Seek>(input: R, bounds: Bounds) -> Result<Vec<String>> {
    let mut archive = ZipArchive::new(input)
        .map_err(|_| Error::other("it is not whole, as if it had been cut off while it was saved"))?;
    if let Some((_, what)) = OTHERS.iter().find(|(part, _)| archive.index_for_name(part).is_some()) {
        return Err(Error::other(*what));
    }
    let mut formulas = Vec::new();
    if archive.len() > MOST_PARTS {
        return Err(Error::other("it has too many parts"));
    }
    let mut left = [bounds.held, bounds.sheets];
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(Error::other)?;
        let name = part.name().map_err(Error::other)?.to_lowercase();
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        let budget = &mut left[usize::from(name.contains("/worksheets/"))];
        *budget = budget.saturating_sub(check_part(part, *budget, &mut formulas)?);
    }
    Ok(formulas)
}

/// Reads one part to its end and says how many bytes it had.
fn check_part<R: Read>(part: R, budget: u64, formulas: &mut Vec<String>) -> Result<u64> {
    let meter = Rc::new(Meter { left: Cell::new(budget), piece: Cell::new(0) });
    let mut reader = Reader::from_reader(Metered { input: BufReader::new(part), meter: Rc::clone(&meter) });
    let mut event = Vec::new();
    let (mut depth, mut cell_depth) = (0_usize, None);
    let mut formula = Formula::default();
    loop {
        event.clear();
        match reader.read_event_into(&mut event).map_err(Error::other)? {
            Event::Eof if depth == 0 => return Ok(budget.saturating_sub(meter.left.get())),
            Event::Eof => return Err(Error::other("a part of it ends too early")),
            Event::DocType(_) => return Err(Error::other("a part of it declares entities")),
            Event::Start(tag) => {
                check_count(&tag, budget)?;
                formula.begin(&tag);
                depth += 1;
                if cell_depth.is_none() && matches!(tag.local_name().as_ref(), "c" | "si") {
                    cell_depth = Some(depth);
                }
            }
            Event::Empty(tag) => check_count(&tag, budget)?,
            Event::Text(_) => formula.say(),
            Event::End(tag) => {
                formulas.extend(formula.end(tag.local_name().as_ref()).filter(|_| formulas.len() < MOST_FORMULAS));
                cell_depth = cell_depth.filter(|cell| *cell != depth);
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Error::other("its tags stand too deep in one another"));
        }
        if cell_depth.is_none() {
            meter.piece.set(0);
        }
    }
}

/// Room is made for as many strings as the file says it has.
fn check_count(tag: &BytesStart, budget: u64) -> Result<()> {
    let claimed = tag.try_get_attribute("uniqueCount").map_err(Error::other)?;
    let claimed = claimed.map_or(Ok(0), |count| count.value.trim().parse::<u64>());
    // A string and its place take 24 bytes.
    if claimed.map_err(Error::other)? > budget / 24 {
        return Err(Error::other("it says it has more text than it can have"));
    }
    Ok(())
}

/// A cell that is being read: whether it has a formula, and a result. Reused from cell to cell.
#[derive(Default)]
struct Formula {
    cell: String,
    has_formula: bool,
    /// Text that comes now is the result.
    is_value: bool,
    has_value: bool,
}

impl Formula {
    fn begin(&mut self, tag: &BytesStart) {
        match tag.local_name().as_ref() {
            "c" => {
                let attribute = |name| tag.try_get_attribute(name).ok().flatten();
                // An empty text is a result too.
                self.has_value = attribute("t").is_some_and(|kind| kind.value == "str");
                (self.has_formula, self.is_value) = (false, false);
                self.cell.clear();
                self.cell.push_str(attribute("r").as_ref().map_or("", |name| &name.value));
            }
            "f" => self.has_formula = true,
            "v" | "is" => self.is_value = true,
            _ => {}
        }
    }

    fn say(&mut self) {
        self.has_value |= self.is_value;
    }

    /// The cell that ends there, if it lacks its result.
    fn end(&mut self, tag: &str) -> Option<String> {
        let is_without = tag == "c" && self.has_formula && !self.has_value;
        is_without.then(|| self.cell.clone())
    }
}

/// How much may still be read.
struct Meter {
    left: Cell<u64>,
    /// The bytes of the cell, or of the tag or text outside of cells, that is being read.
    piece: Cell<usize>,
}

/// A part that ends with an error where it grows too long.
struct Metered<R> {
    input: R,
    meter: Rc<Meter>,
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.meter.left.get() == 0 {
            return Err(Error::other("it unpacks to more than fits into memory"));
        }
        if self.meter.piece.get() > CELL_BYTES {
            return Err(Error::other("one cell of it is longer than a megabyte"));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        self.meter.left.set(self.meter.left.get().saturating_sub(bytes));
        self.meter.piece.set(self.meter.piece.get().saturating_add(count));
        self.input.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, check_bounds};
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn archive(name: &str, bytes: &[u8]) -> Cursor<Vec<u8>> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
        archive.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_refused_at_its_limit() {
        let strings = format!("<sst>{}</sst>", "<si><t>aaaaaaaa</t></si>".repeat(10_000));
        let bounds = |held, sheets| Bounds { held, sheets };
        for (name, bounds, is_refused) in [
            ("xl/sharedStrings.xml", bounds(100_000, 1_000_000), true),
            ("xl/SHAREDSTRINGS.XML", bounds(100_000, 1_000_000), true),
            ("xl/sharedStrings.xml", bounds(1_000_000, 0), false),
            ("xl/worksheets/sheet1.xml", bounds(1_000_000, 100_000), true),
            ("xl/worksheets/sheet1.xml", bounds(0, 1_000_000), false),
            ("xl/media/image1.png", bounds(0, 0), false),
        ] {
            let found = check_bounds(archive(name, strings.as_bytes()), bounds).map_err(|error| error.to_string());
            assert_eq!(found.is_err(), is_refused, "{name} {bounds:?}");
            assert!(found.err().is_none_or(|why| why.contains("more than fits into memory")));
        }
    }
}
