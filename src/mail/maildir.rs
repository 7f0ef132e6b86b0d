//! Letters as files: a Maildir, the way out of `demo`, `simulate` and `transport = "maildir"`.
//!
//! The Maildir convention: a file is written under `tmp/`, made durable, and renamed into `new/`, so that a reader never sees half of one.
//! Two lines are put in front, `X-Envelope-To` and `X-Envelope-From` (`<>` for the null sender); the rest are the bytes as given.
//!
//! The name is `SECONDS.HASH.sendoff`: the letter's `Date`, so that listing is by time, and a hash of Message-ID and recipient, so that carrying the same
//! letter again after an uncertain end writes the same file, as long as no mail program has moved it on to `cur/`.
//! Whatever fails before the rename leaves nothing in `new/` and is `Deferred`; only a folder that cannot be synced after it is `Uncertain`.

use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::mail::courier::{Carried, Courier, Envelope, Route};
use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::future::{Future, ready};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::pin::Pin;

const TO: &str = "X-Envelope-To";
const FROM: &str = "X-Envelope-From";

/// A Maildir to deliver into. It is made with the first letter.
#[derive(Debug, Clone)]
pub struct Maildir {
    folder: PathBuf,
    syncs: bool,
}

/// A letter found in a Maildir.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The file.
    pub path: PathBuf,
    /// `None` for the null sender, and for a file that some other program put there.
    pub envelope_from: Option<Address>,
    /// `None` for a file that some other program put there.
    pub envelope_to: Option<Address>,
    /// The message, without the two lines in front.
    pub message: Vec<u8>,
}

impl Maildir {
    /// Delivers into that folder; an accepted letter survives a power cut.
    pub fn new(folder: impl Into<PathBuf>) -> Maildir {
        Maildir { folder: folder.into(), syncs: true }
    }

    /// The same without waiting for the disk: for letters that can be played again (`demo`, `simulate`).
    #[must_use]
    pub fn without_sync(self) -> Maildir {
        Maildir { syncs: false, ..self }
    }

    fn carry(&self, envelope: &Envelope, message: &[u8]) -> Verdict {
        let failed = |what: &str, error: &io::Error| format!("the mail folder cannot be {what}: {}", error.kind());
        let name = file_name(envelope, message);
        let waiting = self.folder.join("tmp").join(&name);
        if let Err(error) = self.write(&waiting, envelope, message).and_then(|()| self.publish(&waiting, &name)) {
            // Gone already, or never there: either way nothing half-written is left.
            let _ = fs::remove_file(&waiting);
            return Verdict::Deferred { reason: failed("written", &error), everybody: true };
        }
        match self.sync_folder() {
            Ok(()) => Verdict::Accepted,
            Err(error) => Verdict::Uncertain { reason: failed("synced", &error) },
        }
    }

    fn write(&self, waiting: &Path, envelope: &Envelope, message: &[u8]) -> io::Result<()> {
        for part in ["tmp", "new", "cur"] {
            DirBuilder::new().recursive(true).mode(0o700).create(self.folder.join(part))?;
        }
        let from = envelope.from.as_ref().map_or("<>", Address::as_str);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(waiting)?;
        file.write_all(format!("{TO}: {}\r\n{FROM}: {from}\r\n", envelope.to).as_bytes())?;
        file.write_all(message)?;
        if self.syncs { file.sync_all() } else { Ok(()) }
    }

    fn publish(&self, waiting: &Path, name: &str) -> io::Result<()> {
        fs::rename(waiting, self.folder.join("new").join(name))
    }

    fn sync_folder(&self) -> io::Result<()> {
        if self.syncs { File::open(self.folder.join("new"))?.sync_all() } else { Ok(()) }
    }
}

impl Route for Maildir {
    fn lanes(&self) -> usize {
        1
    }

    fn open(&self) -> Box<dyn Courier> {
        Box::new(Lane(self.clone()))
    }
}

struct Lane(Maildir);

impl Courier for Lane {
    /// Blocks its thread for as long as the disk takes: a few milliseconds, and nothing else waits on this lane.
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a> {
        Box::pin(async move { self.0.carry(envelope, message) })
    }

    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(ready(()))
    }
}

/// Every letter in `new/` and `cur/`, by the time in the name; none if there is no such folder.
///
/// # Errors
/// When a file or folder that is there cannot be read.
pub fn messages(folder: &Path) -> io::Result<Vec<Stored>> {
    let mut paths = Vec::new();
    for part in ["new", "cur"] {
        let entries = match fs::read_dir(folder.join(part)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
                paths.push(entry.path());
            }
        }
    }
    paths.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    paths.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> io::Result<Stored> {
    let bytes = fs::read(&path)?;
    let (envelope_to, envelope_from, message) = match opened(&bytes) {
        Some((to, from, message)) => (Address::parse(to).ok(), Address::parse(from).ok(), message),
        None => (None, None, &bytes[..]),
    };
    Ok(Stored { path, envelope_from, envelope_to, message: message.to_vec() })
}

/// Recipient, sender and the rest, if the two lines are in front.
fn opened(bytes: &[u8]) -> Option<(&str, &str, &[u8])> {
    let (to, rest) = first_line(bytes, TO)?;
    let (from, message) = first_line(rest, FROM)?;
    Some((to, from, message))
}

fn first_line<'b>(bytes: &'b [u8], name: &str) -> Option<(&'b str, &'b [u8])> {
    let (line, rest) = bytes.split_at(bytes.iter().position(|b| *b == b'\n')? + 1);
    let value = std::str::from_utf8(line).ok()?.strip_prefix(name)?.strip_prefix(": ")?;
    Some((value.trim_end(), rest))
}

fn file_name(envelope: &Envelope, message: &[u8]) -> String {
    let seconds = field(message, "Date")
        .and_then(|date| jiff::fmt::rfc2822::parse(&date).ok())
        .map_or(0, |date| date.timestamp().as_second());
    let mut hash = Sha256::new();
    hash.update(envelope.to.key().as_bytes());
    hash.update([0]);
    match field(message, "Message-ID").filter(|id| !id.is_empty()) {
        Some(id) => hash.update(id.as_bytes()),
        None => hash.update(message),
    }
    let hash = BASE32_NOPAD.encode(&hash.finalize()[..15]).to_ascii_lowercase();
    format!("{seconds}.{hash}.sendoff")
}

/// The unfolded value of the first header of that name.
fn field(message: &[u8], name: &str) -> Option<String> {
    let lines = message.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut lines = lines.take_while(|line| !line.is_empty()).map(String::from_utf8_lossy).peekable();
    while let Some(line) = lines.next() {
        let Some((_, value)) = line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let mut value = value.trim().to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            value.push(' ');
            value.push_str(more.trim());
        }
        return Some(value.trim().to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Maildir, field, messages};
    use crate::domain::address::Address;
    use crate::domain::delivery::Verdict;
    use crate::mail::conformance::{self, Bench};
    use crate::mail::courier::{Envelope, Route};
    use std::fs;
    use std::path::Path;

    struct Desk {
        folder: tempfile::TempDir,
        route: Maildir,
    }

    impl Desk {
        fn new() -> Desk {
            let folder = tempfile::tempdir().unwrap();
            let route = Maildir::new(folder.path().join("mail"));
            Desk { folder, route }
        }

        fn mail(&self) -> std::path::PathBuf {
            self.folder.path().join("mail")
        }
    }

    impl Bench for Desk {
        const KEEPS_ONE_OF_TWO: bool = true;

        fn route(&self) -> &dyn Route {
            &self.route
        }

        fn arrived(&self) -> Vec<(Envelope, Vec<u8>)> {
            if self.mail().is_file() {
                return Vec::new();
            }
            let stored = messages(&self.mail()).unwrap();
            stored
                .into_iter()
                .map(|letter| {
                    (Envelope { from: letter.envelope_from, to: letter.envelope_to.unwrap() }, letter.message)
                })
                .collect()
        }

        fn break_way(&self) {
            // A file where the folder should be: nothing can be written, whoever runs the test.
            let _ = fs::remove_dir_all(self.mail());
            fs::write(self.mail(), "").unwrap();
        }

        fn mend_way(&self) {
            fs::remove_file(self.mail()).unwrap();
        }
    }

    const LETTER: &[u8] = b"Date: Thu, 22 Apr 2027 08:00:00 +0000\r\nMessage-ID:\r\n <a@x.example>\r\n\r\nHello.\r\n";

    fn envelope() -> Envelope {
        Envelope { from: None, to: Address::parse("ada@x.example").unwrap() }
    }

    fn files(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn keeps_the_promises_of_a_courier() {
        conformance::suite(Desk::new).await;
    }

    #[tokio::test]
    async fn the_envelope_stands_in_front() {
        let desk = Desk::new();
        assert_eq!(desk.route.open().deliver(&envelope(), LETTER).await, Verdict::Accepted);
        let names = files(&desk.mail().join("new"));
        assert!(names[0].starts_with("1808380800.") && names[0].ends_with(".sendoff"), "{names:?}");
        let text = fs::read(desk.mail().join("new").join(&names[0])).unwrap();
        let head = b"X-Envelope-To: ada@x.example\r\nX-Envelope-From: <>\r\n";
        assert_eq!(text, [head, LETTER].concat());
        assert_eq!(files(&desk.mail()), ["cur", "new", "tmp"]);
        assert_eq!(files(&desk.mail().join("tmp")).len(), 0);
    }

    #[tokio::test]
    async fn a_letter_that_cannot_be_published_leaves_nothing_behind() {
        let desk = Desk::new();
        fs::create_dir_all(desk.mail()).unwrap();
        // A folder with the letter's own name stands where it should go.
        assert_eq!(desk.route.open().deliver(&envelope(), LETTER).await, Verdict::Accepted);
        let name = files(&desk.mail().join("new")).remove(0);
        let taken = desk.mail().join("new").join(name);
        fs::remove_file(&taken).unwrap();
        fs::create_dir(&taken).unwrap();
        let verdict = desk.route.open().deliver(&envelope(), LETTER).await;
        assert!(matches!(verdict, Verdict::Deferred { everybody: true, .. }), "{verdict:?}");
        assert_eq!(files(&desk.mail().join("tmp")).len(), 0);
        assert_eq!(messages(&desk.mail()).unwrap().len(), 0);
    }

    #[tokio::test]
    async fn what_a_crash_left_half_written_is_written_anew() {
        let desk = Desk::new();
        assert_eq!(desk.route.open().deliver(&envelope(), LETTER).await, Verdict::Accepted);
        let name = files(&desk.mail().join("new")).remove(0);
        fs::remove_file(desk.mail().join("new").join(&name)).unwrap();
        fs::write(desk.mail().join("tmp").join(&name), [b'x'; 4096]).unwrap();
        assert_eq!(desk.route.open().deliver(&envelope(), LETTER).await, Verdict::Accepted);
        assert_eq!(desk.arrived(), [(envelope(), LETTER.to_vec())]);
    }

    #[test]
    fn files_of_other_programs_are_read_too() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(messages(folder.path()).unwrap(), []);
        fs::create_dir(folder.path().join("cur")).unwrap();
        let text = "Subject: Hi\nX-Envelope-To: a@x.example\nX-Envelope-From: <>\n\nHello.\n";
        fs::write(folder.path().join("cur").join("1.x.host:2,S"), text).unwrap();
        fs::write(folder.path().join("cur").join(".hidden"), "").unwrap();
        let found = messages(folder.path()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0].envelope_to, &found[0].message[..]), (&None, text.as_bytes()));
    }

    #[test]
    fn a_field_is_read_from_the_head_alone() {
        assert_eq!(field(LETTER, "message-id").as_deref(), Some("<a@x.example>"));
        assert_eq!(field(b"A: b\n\nDate: x\n", "Date"), None);
        assert_eq!(field(b"", "Date"), None);
        assert_eq!(field(b"Date", "Date"), None);
    }
}
