//! The shared strings of a workbook, in files without a name: what grows with the sheet takes room on the disk, not in memory.

use std::fs::{File, OpenOptions, remove_file};
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

/// How much is read at a time: workbooks ask for their strings nearly in their order.
const WINDOW: usize = 8 * 1024;
/// Bytes of the place where a string ends.
const PLACE: u64 = 8;

/// Strings being put away, each as it stands between `<si>` and `</si>`.
pub(super) struct StringsWriter {
    texts: BufWriter<File>,
    ends: BufWriter<File>,
    end: u64,
    count: u64,
}

/// Strings that can be asked for.
pub(super) struct Strings {
    texts: Window,
    ends: Window,
    count: u64,
}

impl StringsWriter {
    pub fn new(folder: &Path) -> Result<StringsWriter> {
        let file = || file_without_a_name(folder).map(BufWriter::new);
        Ok(StringsWriter { texts: file()?, ends: file()?, end: 0, count: 0 })
    }

    pub fn add(&mut self, text: &[u8]) -> Result<()> {
        self.texts.write_all(text)?;
        self.end += text.len() as u64;
        self.count += 1;
        self.ends.write_all(&self.end.to_le_bytes())
    }

    pub fn finish(self) -> Result<Strings> {
        let window = |file: BufWriter<File>| -> Result<Window> {
            Ok(Window { file: file.into_inner().map_err(|error| error.into_error())?, start: 0, bytes: Vec::new() })
        };
        Ok(Strings { texts: window(self.texts)?, ends: window(self.ends)?, count: self.count })
    }
}

impl Strings {
    /// The string of that number, from 0.
    pub fn get(&mut self, number: u64) -> Result<&[u8]> {
        if number >= self.count {
            return Err(Error::other("a cell has a text that is not there"));
        }
        let start = if number == 0 { 0 } else { self.end(number - 1)? };
        let length = usize::try_from(self.end(number)?.saturating_sub(start)).map_err(Error::other)?;
        self.texts.slice(start, length)
    }

    fn end(&mut self, number: u64) -> Result<u64> {
        let bytes = self.ends.slice(number * PLACE, PLACE as usize)?;
        Ok(u64::from_le_bytes(bytes.try_into().map_err(Error::other)?))
    }
}

/// A piece of a file, kept.
struct Window {
    file: File,
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    fn slice(&mut self, start: u64, length: usize) -> Result<&[u8]> {
        let is_inside = start >= self.start && start + length as u64 <= self.start + self.bytes.len() as u64;
        if !is_inside {
            self.bytes.resize(length.max(WINDOW), 0);
            let mut filled = 0;
            while filled < self.bytes.len() {
                match self.file.read_at(&mut self.bytes[filled..], start + filled as u64) {
                    Ok(0) => break,
                    Ok(count) => filled += count,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            self.bytes.truncate(filled);
            self.start = start;
        }
        let from = usize::try_from(start - self.start).map_err(Error::other)?;
        self.bytes.get(from..from + length).ok_or_else(|| ErrorKind::UnexpectedEof.into())
    }
}

/// Its owner's alone, and gone when it is closed. The name is taken away at once.
pub(super) fn file_without_a_name(folder: &Path) -> Result<File> {
    let mut number = [0; 8];
    getrandom::fill(&mut number).map_err(Error::other)?;
    let path = folder.join(format!("sendoff-{:016x}", u64::from_le_bytes(number)));
    let file = OpenOptions::new().create_new(true).read(true).write(true).mode(0o600).open(&path)?;
    remove_file(&path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::{StringsWriter, WINDOW};

    #[test]
    fn strings_come_back_in_any_order() {
        let long = "x".repeat(3 * WINDOW);
        let mut writer = StringsWriter::new(&std::env::temp_dir()).unwrap();
        let text = |n: usize| if n.is_multiple_of(700) { long.clone() } else { format!("<t>text {n}</t>") };
        for n in 0..5000 {
            writer.add(text(n).as_bytes()).unwrap();
        }
        let mut strings = writer.finish().unwrap();
        for n in (0..5000).chain((0..5000).map(|n| (n * 1723) % 5000)) {
            assert_eq!(strings.get(n as u64).unwrap(), text(n).as_bytes());
            assert!(strings.texts.bytes.len() <= 3 * WINDOW && strings.ends.bytes.len() <= WINDOW);
        }
        assert!(strings.get(5000).is_err());
    }
}
