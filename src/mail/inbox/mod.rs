//! The way in, as the rest of the program sees it: a tiny edge with twins, a folder on this machine and an IMAP account.
//!
//! Promises every inbox makes, checked by the suite in `conformance`:
//! - A mail keeps its name as long as it lies where it is, across restarts; another mail never gets that name.
//! - [`Inbox::names`] gives each name once, the oldest first; after [`Inbox::begin_again`] all of them once more.
//! - Looking and fetching change nothing: no mail is marked, moved or deleted. Only [`Inbox::put_away`] moves one, and only where a folder was named.
//! - A mail that has gone meanwhile is nothing, not a fault. No more than [`MOST_OCTETS`] and one octet of a mail are fetched.
//! - Nothing waits without a limit. After a fault the next call begins anew.
//! - No fault holds an address or a word of a mail.
//!
//! Which mails were read, back-off and what they mean are the caller's.

#[cfg(test)]
mod conformance;
mod imap;
mod maildir;
mod socket;

pub use imap::{ImapInbox, Surroundings};
pub use maildir::MaildirInbox;

use crate::files::service;
use crate::mail::read::MOST_OCTETS;
use crate::mail::smtp::SettingsFault;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// How much of a mail is fetched: one octet more than is read, so that the reader sees it was cut.
const FETCHED: usize = MOST_OCTETS + 1;

/// Why the way in does not work now.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The server cannot be reached, or the connection broke.
    #[error("the mailbox cannot be reached: {0}")]
    Unreachable(std::io::ErrorKind),
    /// The server took too long.
    #[error("the mailbox's server does not answer")]
    TimedOut,
    /// The account is refused, or its secret cannot be read.
    #[error("the mailbox's account is refused: {0}")]
    Login(&'static str),
    /// The server said no, or something that is no IMAP.
    #[error("the mailbox's server refuses: {0}")]
    Refused(&'static str),
    /// The folder on this machine cannot be read.
    #[error("the mail folder cannot be read: {0}")]
    Folder(std::io::ErrorKind),
}

/// What is asked of an inbox, while it is under way.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, InboxError>> + Send + 'a>>;

/// Where mail comes in.
pub trait Inbox: Send {
    /// The names of mails that were not named since the beginning, the oldest first.
    fn names(&mut self) -> Asked<'_, Vec<String>>;

    /// The mail of that name; nothing if it has gone.
    fn fetch<'a>(&'a mut self, name: &'a str) -> Asked<'a, Option<Vec<u8>>>;

    /// Moves a mail that was read to the folder for those, if one was named.
    fn put_away<'a>(&'a mut self, name: &'a str) -> Asked<'a, ()>;

    /// Returns when something may have come, at the latest after that time.
    fn wait(&mut self, longest: Duration) -> Asked<'_, ()>;

    /// Forgets what was named, and drops whatever connection there is.
    fn begin_again(&mut self);
}

/// The way in that the settings name. Opens nothing yet.
///
/// # Errors
/// Settings that cannot work, such as certificates that cannot be read.
pub fn inbox(mailbox: &service::Mailbox) -> Result<Box<dyn Inbox>, SettingsFault> {
    let move_to = mailbox.move_to.clone();
    Ok(match &mailbox.inbox {
        service::Inbox::Maildir(folder) => Box::new(MaildirInbox::new(folder.clone(), move_to)),
        service::Inbox::Imap(imap) => Box::new(ImapInbox::new(imap.clone(), move_to, None)?),
    })
}
