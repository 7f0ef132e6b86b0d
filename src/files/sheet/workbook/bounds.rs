//! Looks through a part of a workbook before anything is made of it, and refuses one that would cost more than any real one.
//!
//! A part is unpacked piece by piece, with nothing kept: one that is too long, a cell that is too long, tags that do not close, and
//! declarations of entities end it.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Error, Read, Result};
use std::rc::Rc;

/// The longest cell with its markup, in bytes; a spreadsheet program allows 32,767 characters.
const CELL_BYTES: usize = 1024 * 1024;
/// The most files in the archive.
pub(super) const MOST_PARTS: usize = 10_000;
/// The deepest that tags may stand in one another.
const DEEPEST: usize = 64;

/// The most that the parts of a workbook may unpack to, in bytes, each kind together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Those that calamine holds in memory: styles, names of sheets.
    pub held: u64,
    /// Shared strings; they are put away on the disk.
    pub strings: u64,
    /// The sheets, which are read cell by cell; and the text that is put into their cells.
    pub sheets: u64,
}

/// Sheets of a million rows with everything filled in.
pub(super) const BOUNDS: Bounds =
    Bounds { held: 16 * 1024 * 1024, strings: 1024 * 1024 * 1024, sheets: 4 * 1024 * 1024 * 1024 };

/// Reads one part to its end, takes what it has from what is `left`, and gives what it finds to `take`.
///
/// # Errors
/// It is too much, or broken; the error says why in a few words.
pub(super) fn check_part<R: Read>(
    part: R,
    left: &mut u64,
    mut take: impl FnMut(&Event<'_>) -> Result<()>,
) -> Result<()> {
    let meter = Rc::new(Meter { left: Cell::new(*left), piece: Cell::new(0) });
    let mut reader = Reader::from_reader(Metered { input: BufReader::new(part), meter: Rc::clone(&meter) });
    let mut event = Vec::new();
    let (mut depth, mut cell_depth) = (0_usize, None);
    loop {
        event.clear();
        let event = reader.read_event_into(&mut event).map_err(Error::other)?;
        match &event {
            Event::Eof if depth == 0 => {
                *left = meter.left.get();
                return Ok(());
            }
            Event::Eof => return Err(Error::other("a part of it ends too early")),
            Event::DocType(_) => return Err(Error::other("a part of it declares entities")),
            Event::Start(tag) => {
                depth += 1;
                if cell_depth.is_none() && matches!(tag.local_name().as_ref(), "c" | "si") {
                    cell_depth = Some(depth);
                }
            }
            Event::End(_) => {
                cell_depth = cell_depth.filter(|cell| *cell != depth);
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Error::other("its tags stand too deep in one another"));
        }
        take(&event)?;
        if cell_depth.is_none() {
            meter.piece.set(0);
        }
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
            return Err(Error::other("it unpacks to more than any real one"));
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
