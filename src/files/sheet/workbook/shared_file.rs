//! A file that several read at once, each at its own place.

use std::fs::File;
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

/// The file, and a place in it. A clone goes on from there by itself.
#[derive(Debug, Clone)]
pub(crate) struct SharedFile {
    file: Arc<File>,
    at: u64,
}

impl SharedFile {
    /// The file from its beginning.
    pub fn of(file: File) -> SharedFile {
        SharedFile { file: Arc::new(file), at: 0 }
    }
}

impl Read for SharedFile {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = self.file.read_at(into, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.at = place.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::SharedFile;
    use std::io::{Read, Seek, SeekFrom, Write};

    #[test]
    fn each_reads_at_its_own_place() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"abcdef").unwrap();
        let mut one = SharedFile::of(file);
        let mut other = one.clone();
        let read = |from: &mut SharedFile, to| {
            from.seek(to).unwrap();
            let mut text = String::new();
            from.read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(read(&mut one, SeekFrom::Start(2)), "cdef");
        assert_eq!(read(&mut other, SeekFrom::Current(1)), "bcdef");
        assert_eq!(read(&mut one, SeekFrom::End(-1)), "f");
        assert!(one.seek(SeekFrom::Current(-7)).is_err());
    }
}
