//! The file that a workbook's copy is written into.

use std::fs::File;
use std::io::{ErrorKind, Result, Seek, SeekFrom, Write};

/// A file that tells of its first error and lets everything after it go by. An archive that broke off is finished all the same when
/// it is let go of, and what failed then would be written to the terminal by the library.
pub(super) struct CopyFile {
    file: File,
    has_failed: bool,
}

impl CopyFile {
    pub fn of(file: File) -> CopyFile {
        CopyFile { file, has_failed: false }
    }

    pub fn into_file(self) -> File {
        self.file
    }
}

impl Write for CopyFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.has_failed {
            return Ok(bytes.len());
        }
        let written = self.file.write(bytes);
        self.has_failed = written.as_ref().is_err_and(|error| error.kind() != ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl Seek for CopyFile {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn only_the_first_error_is_told() {
        use std::io::{ErrorKind, Write};
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut file = super::CopyFile::of(full);
        assert_eq!(file.write_all(b"a").err().unwrap().kind(), ErrorKind::StorageFull);
        file.write_all(b"b").unwrap();
    }
}
