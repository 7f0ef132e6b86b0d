//! A workbook written anew into a file without a name, every cell with its own text.
//!
//! calamine holds all shared strings of a workbook in memory while it reads. In the copy there are none: what stood once and was
//! pointed at stands in each cell that pointed. The original is looked through piece by piece on the way (`bounds`). Errors keep
//! their kind: that there is no room for the copy is no fault of the workbook.

use crate::files::sheet::workbook::bounds::{Bounds, MOST_PARTS, check_part};
use crate::files::sheet::workbook::copy_file::CopyFile;
use crate::files::sheet::workbook::formula::Formula;
use crate::files::sheet::workbook::shared_file::SharedFile;
use crate::files::sheet::workbook::sheet_names::{SheetNames, file_name};
use crate::files::sheet::workbook::strings::{Strings, StringsWriter, file_without_a_name};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufReader, BufWriter, Error, Read, Result, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Cells of a sheet without their result that are remembered, and the longest name of a cell.
const MOST_FORMULAS: usize = 5;
const LONGEST_CELL: usize = "XFD1048576".len();

/// What looks like a workbook from outside, and how it is told: a part that only this has.
const OTHERS: [(&str, &str); 3] = [
    ("content.xml", "it is an OpenDocument sheet"),
    ("Index/Document.iwa", "it is a Numbers document"),
    ("xl/workbook.bin", "it is a binary Excel workbook (.xlsb)"),
];

/// A workbook written anew. It can be read as often as it is needed, also at the same time.
#[derive(Clone)]
pub(crate) struct Spread {
    copy: SharedFile,
    formulas: Arc<HashMap<String, Vec<String>>>,
}

impl Spread {
    /// The copy, from its beginning.
    pub(super) fn copy(&self) -> BufReader<SharedFile> {
        BufReader::new(self.copy.clone())
    }

    /// The first cells of that sheet with a formula whose result the workbook does not hold.
    pub(super) fn formulas(&self, sheet: &str) -> &[String] {
        self.formulas.get(sheet).map_or(&[], Vec::as_slice)
    }
}

/// Writes it anew, into that folder.
///
/// # Errors
/// The workbook is broken or would take more than real ones do, or the folder has no room; the error says why in a few words.
pub(super) fn spread<R: Read + Seek>(input: R, bounds: Bounds, folder: &Path) -> Result<Spread> {
    let mut archive = ZipArchive::new(input)
        .map_err(|_| Error::other("it is not whole, as if it had been cut off while it was saved"))?;
    if let Some((_, what)) = OTHERS.iter().find(|(part, _)| archive.index_for_name(part).is_some()) {
        return Err(Error::other(*what));
    }
    if archive.len() > MOST_PARTS {
        return Err(Error::other("it has too many parts"));
    }
    let mut left = bounds;
    let mut strings = None;
    for at in parts(&mut archive, Part::Strings)? {
        let mut shelf = Shelf { strings: StringsWriter::new(folder)?, open: None };
        check_part(archive.by_index(at)?, &mut left.strings, |event| shelf.take(event))?;
        strings = Some(shelf.strings);
    }
    let mut strings = strings.map_or_else(|| StringsWriter::new(folder), Ok)?.finish()?;
    let mut copy = ZipWriter::new(BufWriter::new(CopyFile::of(file_without_a_name(folder)?)));
    let mut names = SheetNames::default();
    for at in parts(&mut archive, Part::Other)? {
        check_part(archive.by_index(at)?, &mut left.held, |event| {
            names.look(event);
            Ok(())
        })?;
        copy.raw_copy_file(archive.by_index_raw(at)?)?;
    }
    let (mut room, mut formulas) = (bounds.sheets, HashMap::new());
    for at in parts(&mut archive, Part::Sheet)? {
        let part = archive.by_index(at)?;
        let name = part.name()?.into_owned();
        let without_result: &mut Vec<String> = formulas.entry(file_name(&name)).or_default();
        let options = SimpleFileOptions::default().compression_level(Some(1)).large_file(true);
        copy.start_file(name, options)?;
        let out = Writer::new(BufWriter::with_capacity(64 * 1024, &mut copy));
        let mut sheet = Sheet { out, strings: &mut strings, room: &mut room, cell: None };
        let mut formula = Formula::default();
        check_part(part, &mut left.sheets, |event| {
            let cell = formula.look(event).filter(|cell| cell.len() <= LONGEST_CELL);
            without_result.extend(cell.filter(|_| without_result.len() < MOST_FORMULAS));
            sheet.take(event)
        })?;
        sheet.out.into_inner().flush()?;
    }
    let file = copy.finish()?.into_inner().map_err(|error| error.into_error())?;
    Ok(Spread { copy: SharedFile::of(file.into_file()), formulas: Arc::new(names.by_name(formulas)) })
}

/// What a part of the archive is to us. Pictures and the like are not read at all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Strings,
    Sheet,
    Other,
}

fn parts<R: Read + Seek>(archive: &mut ZipArchive<R>, wanted: Part) -> Result<Vec<usize>> {
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at)?;
        let name = part.name()?.to_lowercase();
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        let part = match name.as_str() {
            _ if name.ends_with("/sharedstrings.xml") => Part::Strings,
            _ if name.contains("/worksheets/") && name.ends_with(".xml") => Part::Sheet,
            _ => Part::Other,
        };
        if part == wanted {
            found.push(at);
        }
    }
    Ok(found)
}

/// Shared strings on their way out of the workbook.
struct Shelf {
    strings: StringsWriter,
    /// The one that is being read.
    open: Option<Writer<Vec<u8>>>,
}

impl Shelf {
    fn take(&mut self, event: &Event<'_>) -> Result<()> {
        match (event, &mut self.open) {
            (Event::Start(tag), None) if tag.local_name().as_ref() == "si" => self.open = Some(Writer::new(Vec::new())),
            (Event::Empty(tag), None) if tag.local_name().as_ref() == "si" => self.strings.add(b"")?,
            (Event::End(tag), Some(_)) if tag.local_name().as_ref() == "si" => {
                let text = self.open.take().map(Writer::into_inner).unwrap_or_default();
                self.strings.add(&text)?;
            }
            (event, Some(open)) => open.write_event(event.borrow())?,
            _ => {}
        }
        Ok(())
    }
}

/// A sheet on its way into the copy.
struct Sheet<'a, W: Write> {
    out: Writer<W>,
    strings: &'a mut Strings,
    /// How much text may still be put into cells.
    room: &'a mut u64,
    cell: Option<Pointer>,
}

/// A cell that points at a shared string.
struct Pointer {
    tag: BytesStart<'static>,
    number: String,
    is_in_value: bool,
}

impl<W: Write> Sheet<'_, W> {
    fn take(&mut self, event: &Event<'_>) -> Result<()> {
        let Some(cell) = &mut self.cell else {
            if let Event::Start(tag) = event
                && let Some(cell) = Pointer::of(tag)?
            {
                self.cell = Some(cell);
                return Ok(());
            }
            return self.out.write_event(event.borrow());
        };
        match event {
            Event::Start(tag) => cell.is_in_value = tag.local_name().as_ref() == "v",
            Event::Text(text) if cell.is_in_value => cell.number.push_str(text.as_ref()),
            Event::End(tag) if tag.local_name().as_ref() == "c" => return self.put(),
            Event::End(_) => cell.is_in_value = false,
            _ => {}
        }
        Ok(())
    }

    /// The cell with the text it pointed at.
    fn put(&mut self) -> Result<()> {
        let Some(Pointer { tag, number, .. }) = self.cell.take() else { return Ok(()) };
        let name = tag.name().as_ref().to_owned();
        self.out.write_event(Event::Start(tag))?;
        if !number.trim().is_empty() {
            let text = self.strings.get(number.trim().parse().map_err(Error::other)?)?;
            let spent = self.room.checked_sub(text.len() as u64);
            *self.room = spent.ok_or_else(|| Error::other("it unpacks to more than any real one"))?;
            self.out.write_event(Event::Start(BytesStart::new("is")))?;
            self.out.get_mut().write_all(text)?;
            self.out.write_event(Event::End(BytesEnd::new("is")))?;
        }
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }
}

impl Pointer {
    fn of(tag: &BytesStart<'_>) -> Result<Option<Pointer>> {
        let kind = tag.try_get_attribute("t").map_err(Error::other)?;
        if tag.local_name().as_ref() != "c" || kind.is_none_or(|kind| kind.value != "s") {
            return Ok(None);
        }
        let mut own = BytesStart::new(tag.name().as_ref().to_owned());
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(Error::other)?;
            if attribute.key.as_ref() != "t" {
                own.push_attribute(attribute);
            }
        }
        own.push_attribute(("t", "inlineStr"));
        Ok(Some(Pointer { tag: own, number: String::new(), is_in_value: false }))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, spread};
    use std::env::temp_dir;
    use std::io::{Cursor, ErrorKind, Read, Write};
    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    fn archive(parts: &[(&str, &str)]) -> Cursor<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap()
    }

    const WIDE: Bounds = Bounds { held: 1_000_000, strings: 1_000_000, sheets: 1_000_000 };

    #[test]
    fn every_cell_has_its_own_text_and_no_string_is_shared() {
        let strings =
            "<sst count=\"2\"><si><t xml:space=\"preserve\"> a &amp; b</t></si><si/><si><r><t>c</t></r></si></sst>";
        let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"3\" t=\"s\"><v>2</v></c><c t=\"s\"><v>0</v></c>\
                     <c t=\"s\"><v>1</v></c><c t=\"s\"/><c><v>7</v></c></row></sheetData></worksheet>";
        let input = archive(&[
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", strings),
            ("xl/styles.xml", "<a/>"),
        ]);
        let mut copy = ZipArchive::new(spread(input, WIDE, &temp_dir()).unwrap().copy()).unwrap();
        let mut text = String::new();
        copy.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(
            text,
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"3\" t=\"inlineStr\"><is><r><t>c</t></r></is></c>\
             <c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a &amp; b</t></is></c><c t=\"inlineStr\"><is></is></c>\
             <c t=\"s\"/><c><v>7</v></c></row></sheetData></worksheet>"
        );
        assert!(copy.by_name("xl/styles.xml").is_ok() && copy.by_name("xl/sharedStrings.xml").is_err());
    }

    #[test]
    fn a_bomb_is_refused_at_its_limit() {
        let strings = format!("<sst>{}</sst>", "<si><t>aaaaaaaa</t></si>".repeat(10_000));
        let many = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(1_000));
        let pointers = format!("<worksheet>{}</worksheet>", "<c t=\"s\"><v>0</v></c>".repeat(10_000));
        let bounds = |held, strings, sheets| Bounds { held, strings, sheets };
        for (parts, bounds, is_refused) in [
            (vec![("xl/sharedStrings.xml", &strings)], bounds(0, 100_000, 0), true),
            (vec![("xl/SHAREDSTRINGS.XML", &strings)], bounds(0, 100_000, 0), true),
            (vec![("xl/sharedStrings.xml", &strings)], bounds(0, 1_000_000, 0), false),
            (vec![("xl/worksheets/sheet1.xml", &strings)], bounds(1_000_000, 0, 100_000), true),
            (vec![("xl/worksheets/sheet1.xml", &strings)], bounds(0, 0, 1_000_000), false),
            (vec![("xl/styles.xml", &strings)], bounds(100_000, 1_000_000, 1_000_000), true),
            (vec![("xl/sharedStrings.xml", &many), ("xl/worksheets/sheet1.xml", &pointers)], WIDE, true),
            (vec![("xl/media/image1.png", &strings)], bounds(0, 0, 0), false),
        ] {
            let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let found = spread(archive(&parts), bounds, &temp_dir()).map(|_| ()).map_err(|error| error.to_string());
            assert_eq!(found.is_err(), is_refused, "{:?} {bounds:?}", parts[0].0);
            assert!(found.err().is_none_or(|why| why.contains("more than any real one")));
        }
    }

    #[test]
    fn an_error_says_that_it_is_the_folders() {
        let nowhere = temp_dir().join("sendoff-no-such-folder");
        let error = spread(archive(&[("xl/styles.xml", "<a/>")]), WIDE, &nowhere).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
