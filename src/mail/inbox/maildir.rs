//! A folder in Maildir form into which a mail server delivers. A mail's name is its file's, without the flags behind `:`.

use super::{Asked, FETCHED, Inbox, InboxError};
use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::time::Duration;

/// How long new mail may lie before it is seen.
const LOOKS_EVERY: Duration = Duration::from_secs(5);

/// A Maildir that is read.
pub struct MaildirInbox {
    folder: PathBuf,
    /// A Maildir++ folder beside `new` and `cur`.
    move_to: Option<String>,
    /// Where each mail that was named lay.
    named: BTreeMap<String, PathBuf>,
}

impl MaildirInbox {
    /// Reads that folder; what was read is moved to the subfolder of that name, if there is one.
    pub fn new(folder: PathBuf, move_to: Option<String>) -> MaildirInbox {
        MaildirInbox { folder, move_to, named: BTreeMap::new() }
    }

    fn list(&self) -> io::Result<Vec<(String, PathBuf)>> {
        let mut found = Vec::new();
        for part in ["new", "cur"] {
            let entries = match fs::read_dir(self.folder.join(part)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let file = entry.file_name().to_string_lossy().into_owned();
                if entry.file_type()?.is_file() && !file.starts_with('.') {
                    found.push((unique(&file).to_owned(), entry.path()));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// Where a mail is now: other programs move it from `new` to `cur` and change its flags.
    fn path(&self, name: &str) -> io::Result<Option<PathBuf>> {
        if let Some(path) = self.named.get(name).filter(|path| path.is_file()) {
            return Ok(Some(path.clone()));
        }
        Ok(self.list()?.into_iter().find(|(other, _)| other == name).map(|(_, path)| path))
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let Some(path) = self.path(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file?.take(FETCHED as u64).read_to_end(&mut bytes)?,
        };
        Ok(Some(bytes))
    }

    fn put(&self, name: &str) -> io::Result<()> {
        let (Some(folder), Some(path)) = (&self.move_to, self.path(name)?) else { return Ok(()) };
        let folder = self.folder.join(format!(".{}", folder.replace('/', ".").trim_start_matches('.')));
        for part in ["tmp", "new", "cur"] {
            DirBuilder::new().recursive(true).mode(0o700).create(folder.join(part))?;
        }
        match fs::rename(&path, folder.join("cur").join(format!("{name}:2,S"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            moved => moved,
        }
    }
}

fn unique(file: &str) -> &str {
    file.split_once(':').map_or(file, |(name, _)| name)
}

fn fault(error: &io::Error) -> InboxError {
    InboxError::Folder(error.kind())
}

/// Blocks its thread for as long as the disk takes: a few milliseconds a mail.
impl Inbox for MaildirInbox {
    fn names(&mut self) -> Asked<'_, Vec<String>> {
        Box::pin(async move {
            let listed = self.list().map_err(|error| fault(&error))?;
            let mut names = Vec::new();
            for (name, path) in listed {
                if self.named.insert(name.clone(), path).is_none() {
                    names.push(name);
                }
            }
            Ok(names)
        })
    }

    fn fetch<'a>(&'a mut self, name: &'a str) -> Asked<'a, Option<Vec<u8>>> {
        Box::pin(async move { self.read(name).map_err(|error| fault(&error)) })
    }

    fn put_away<'a>(&'a mut self, name: &'a str) -> Asked<'a, ()> {
        Box::pin(async move { self.put(name).map_err(|error| fault(&error)) })
    }

    fn wait(&mut self, longest: Duration) -> Asked<'_, ()> {
        Box::pin(async move {
            tokio::time::sleep(longest.min(LOOKS_EVERY)).await;
            Ok(())
        })
    }

    fn begin_again(&mut self) {
        self.named.clear();
    }
}

/// Puts a mail into a Maildir as a server does; for tests.
#[cfg(test)]
pub(super) fn deliver(folder: &std::path::Path, name: &str, mail: &[u8]) {
    for part in ["tmp", "new", "cur"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
    fs::write(folder.join("tmp").join(name), mail).unwrap();
    fs::rename(folder.join("tmp").join(name), folder.join("new").join(name)).unwrap();
}

#[cfg(test)]
mod tests {
    use super::{MaildirInbox, deliver};
    use crate::mail::inbox::Inbox;
    use crate::mail::inbox::conformance::{self, Bench};
    use std::fs;

    struct Desk {
        folder: tempfile::TempDir,
        count: u32,
    }

    impl Bench for Desk {
        fn open(&self, move_to: Option<&str>) -> Box<dyn Inbox> {
            Box::new(MaildirInbox::new(self.folder.path().to_owned(), move_to.map(str::to_owned)))
        }

        async fn deliver(&mut self, mail: &[u8]) {
            self.count += 1;
            deliver(self.folder.path(), &format!("{}.x.host", self.count), mail);
        }

        async fn remove_all(&mut self) {
            for part in ["new", "cur"] {
                let _ = fs::remove_dir_all(self.folder.path().join(part));
            }
        }

        async fn moved(&mut self, folder: &str) -> usize {
            fs::read_dir(self.folder.path().join(format!(".{folder}/cur"))).map_or(0, Iterator::count)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn keeps_the_promises_of_an_inbox() {
        conformance::suite(|| Desk { folder: tempfile::tempdir().unwrap(), count: 0 }).await;
    }

    #[tokio::test]
    async fn a_mail_that_another_program_has_looked_at_keeps_its_name() {
        let folder = tempfile::tempdir().unwrap();
        deliver(folder.path(), "1.x.host", b"Subject: one\n\n");
        let mut inbox = MaildirInbox::new(folder.path().to_owned(), None);
        assert_eq!(inbox.names().await.unwrap(), ["1.x.host"]);
        fs::rename(folder.path().join("new/1.x.host"), folder.path().join("cur/1.x.host:2,S")).unwrap();
        assert_eq!(inbox.names().await.unwrap(), [""; 0]);
        assert_eq!(inbox.fetch("1.x.host").await.unwrap().unwrap(), b"Subject: one\n\n");
        assert!(folder.path().join("cur/1.x.host:2,S").exists(), "it lies where it lay");
    }
}
