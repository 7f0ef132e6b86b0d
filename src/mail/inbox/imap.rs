//! An IMAP account (RFC 3501, RFC 9051), with IDLE (RFC 2177) where it is offered and looking now and then where it is not.
//!
//! A mail's name is the account, the folder, UIDVALIDITY and UID: when the server numbers anew, every mail has a new name, and what was read is known by
//! its content. The folder is opened read-only unless mails are to be moved; a mail is fetched without marking it.

use super::socket::Socket;
use super::{Asked, FETCHED, Inbox, InboxError};
use crate::files::service::{Imap, Proof, Security};
use crate::mail::smtp::SettingsFault;
use crate::mail::smtp::dial::{Dial, Tcp};
use crate::mail::smtp::tls::Tls;
use async_imap::error::Error;
use async_imap::extensions::idle::IdleResponse;
use async_imap::types::Fetch;
use async_imap::{Authenticator, Client, Session};
use data_encoding::HEXLOWER;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use std::future::Future;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// The longest any single answer of the server may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long new mail may lie where the server does not tell.
const LOOKS_EVERY: Duration = Duration::from_secs(60);
/// IDLE is begun anew before servers and firewalls grow tired of it (RFC 2177: 29 minutes).
const LONGEST_IDLE: Duration = Duration::from_secs(9 * 60);

/// The server's NO.
const SAID_NO: &str = "it said no; is there a folder of that name?";

/// An IMAP folder that is read.
pub struct ImapInbox {
    settings: Imap,
    move_to: Option<String>,
    tls: Option<Tls>,
    /// Tells this account and folder from others in names.
    prefix: String,
    open: Option<Open>,
    /// The highest UID that was named.
    named: u32,
}

/// A folder, opened.
struct Open {
    session: Session<Socket>,
    validity: u32,
    tells: bool,
    moves: Moves,
    /// How many mails lay there when it was opened.
    mails: u32,
}

/// What a mailbox is like, for whoever sets it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// How many mails lie in it.
    pub mails: u32,
    /// It tells of new mail at once (IDLE).
    pub tells: bool,
    /// It can move mails (MOVE, or UIDPLUS).
    pub moves: bool,
}

/// How a mail gets into another folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moves {
    /// In one (RFC 6851).
    AtOnce,
    /// By a copy, and by taking away exactly that mail (RFC 4315).
    ByCopy,
    /// The server would take away mails that others have marked, too: not at all.
    Never,
}

impl Open {
    async fn put(&mut self, uid: u32, folder: &str) -> Result<(), InboxError> {
        let uid = uid.to_string();
        match self.moves {
            Moves::AtOnce => within(self.session.uid_mv(&uid, folder)).await,
            Moves::Never => Err(InboxError::Refused("it cannot move a mail; leave out move_to")),
            Moves::ByCopy => {
                within(self.session.uid_copy(&uid, folder)).await?;
                within(async {
                    let marked = self.session.uid_store(&uid, "+FLAGS.SILENT (\\Deleted)").await?;
                    marked.try_collect::<Vec<Fetch>>().await
                })
                .await?;
                within(async {
                    let gone = self.session.uid_expunge(&uid).await?;
                    gone.try_collect::<Vec<u32>>().await
                })
                .await
                .map(|_| ())
            }
        }
    }
}

impl ImapInbox {
    /// Reads the account those settings name. `ca_file`: an authority of one's own, for tests.
    ///
    /// # Errors
    /// A host no certificate can name, or no root certificates.
    pub fn new(settings: Imap, move_to: Option<String>, ca_file: Option<&Path>) -> Result<ImapInbox, SettingsFault> {
        let tls = match settings.security {
            Security::None => None,
            Security::Tls | Security::StartTls => Some(Tls::new(&settings.host, ca_file)?),
        };
        let whole = format!("{}\n{}\n{}", settings.host, settings.login.username, settings.folder);
        let prefix = HEXLOWER.encode(&Sha256::digest(whole)[..6]);
        Ok(ImapInbox { settings, move_to, tls, prefix, open: None, named: 0 })
    }

    async fn opened(&mut self) -> Result<&mut Open, InboxError> {
        let open = match self.open.take() {
            Some(open) => open,
            None => self.connect().await?,
        };
        Ok(self.open.insert(open))
    }

    async fn connect(&mut self) -> Result<Open, InboxError> {
        self.named = 0;
        let client = self.greeted().await?;
        let mut session = self.log_in(client).await?;
        let can = within(session.capabilities()).await?;
        let folder = &self.settings.folder;
        let mailbox = if self.move_to.is_some() {
            within(session.select(folder)).await?
        } else {
            within(session.examine(folder)).await?
        };
        let moves = match (can.has_str("MOVE"), can.has_str("UIDPLUS")) {
            (true, _) => Moves::AtOnce,
            (false, true) => Moves::ByCopy,
            (false, false) => Moves::Never,
        };
        let validity = mailbox.uid_validity.ok_or(InboxError::Refused("it gives mails no lasting numbers"))?;
        Ok(Open { session, validity, tells: can.has_str("IDLE"), moves, mails: mailbox.exists })
    }

    /// Logs in, opens the folder and looks around; nothing is read and nothing marked. What `check --online` asks.
    ///
    /// # Errors
    /// What keeps the mailbox from being read.
    pub async fn look_around(&mut self) -> Result<Surroundings, InboxError> {
        let mut open = self.connect().await?;
        let around = Surroundings { mails: open.mails, tells: open.tells, moves: open.moves != Moves::Never };
        // It goes whether it is said goodbye to or not.
        let _ = within(open.session.logout()).await;
        Ok(around)
    }

    /// A connection nobody else can read, but to this machine.
    async fn greeted(&self) -> Result<Client<Socket>, InboxError> {
        let tcp = Tcp { host: self.settings.host.clone(), port: self.settings.port };
        let link = tcp.dial(PATIENCE).await.map_err(|error| InboxError::Unreachable(error.kind()))?;
        match (&self.tls, self.settings.security) {
            (Some(tls), Security::Tls) => {
                let stream = in_time(tls.over(link.stream)).await?;
                greeting(Client::new(Socket(stream.map_err(|error| InboxError::Unreachable(error.kind()))?))).await
            }
            (Some(tls), _) => {
                let mut client = greeting(Client::new(Socket(link.stream))).await?;
                within(client.run_command_and_check_ok("STARTTLS", None)).await?;
                // Whatever somebody slipped in before the encryption is thrown away with the old reader.
                let stream = in_time(tls.over(client.into_inner().0)).await?;
                Ok(Client::new(Socket(stream.map_err(|error| InboxError::Unreachable(error.kind()))?)))
            }
            (None, _) if link.is_loopback => greeting(Client::new(Socket(link.stream))).await,
            (None, _) => Err(InboxError::Refused("without encryption only on this machine")),
        }
    }

    async fn log_in(&self, client: Client<Socket>) -> Result<Session<Socket>, InboxError> {
        let login = self.settings.login.clone();
        let name = login.username.clone();
        let unreadable = || InboxError::Login("its password or token cannot be read");
        // Reading a secret may run a command: not on a thread that others wait for.
        let read = tokio::task::spawn_blocking(move || match &login.proof {
            Proof::Password(secret) => secret.read().map(|secret| (secret, false)),
            Proof::Oauth(secret) => secret.read().map(|secret| (secret, true)),
        });
        let (secret, is_token) = in_time(read).await?.map_err(|_| unreadable())?.map_err(|_| unreadable())?;
        let answer = if is_token {
            let token = Token { words: Some(format!("user={name}\u{1}auth=Bearer {secret}\u{1}\u{1}")) };
            in_time(client.authenticate("XOAUTH2", token)).await?
        } else {
            in_time(client.login(&name, &secret)).await?
        };
        answer.map_err(|(error, _)| match error {
            Error::Io(error) => InboxError::Unreachable(error.kind()),
            _ => InboxError::Login("the server does not take it"),
        })
    }

    fn name(&self, validity: u32, uid: u32) -> String {
        format!("{}.{validity}.{uid}", self.prefix)
    }

    /// The UID in a name, if the server still counts as it did then.
    fn uid(&self, name: &str, validity: u32) -> Option<u32> {
        name.strip_prefix(&format!("{}.{validity}.", self.prefix))?.parse().ok()
    }

    async fn look(&mut self) -> Result<Vec<String>, InboxError> {
        self.opened().await?;
        let from = self.named.saturating_add(1);
        let open = self.opened().await?;
        let validity = open.validity;
        // Some servers look into the folder only when they are asked for news.
        within(open.session.noop()).await?;
        let found = within(open.session.uid_search(format!("UID {from}:*"))).await?;
        // `*` is the last mail there is, however low its number.
        let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid >= from).collect();
        uids.sort_unstable();
        self.named = uids.last().copied().unwrap_or(self.named);
        Ok(uids.into_iter().map(|uid| self.name(validity, uid)).collect())
    }

    async fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, InboxError> {
        let validity = self.opened().await?.validity;
        let Some(uid) = self.uid(name, validity) else { return Ok(None) };
        let open = self.opened().await?;
        let query = format!("(UID BODY.PEEK[]<0.{FETCHED}>)");
        let fetched: Vec<Fetch> = within(async {
            let answers = open.session.uid_fetch(uid.to_string(), query).await?;
            answers.try_collect().await
        })
        .await?;
        let mail = fetched.iter().filter(|fetch| fetch.uid == Some(uid)).find_map(Fetch::body).map(<[u8]>::to_vec);
        // A broken connection and a NO look like a mail that has gone: only the server knows.
        if mail.is_none() && !within(self.opened().await?.session.uid_search(format!("UID {uid}"))).await?.is_empty() {
            return Err(InboxError::Refused("it does not give out a mail that is there"));
        }
        Ok(mail)
    }

    async fn put(&mut self, name: &str) -> Result<(), InboxError> {
        let Some(folder) = self.move_to.clone() else { return Ok(()) };
        let validity = self.opened().await?.validity;
        let Some(uid) = self.uid(name, validity) else { return Ok(()) };
        let open = self.opened().await?;
        match open.put(uid, &folder).await {
            // The folder may not be there yet.
            Err(InboxError::Refused(SAID_NO)) if within(open.session.create(&folder)).await.is_ok() => {
                open.put(uid, &folder).await
            }
            done => done,
        }
    }

    async fn rest(&mut self, longest: Duration) -> Result<(), InboxError> {
        self.opened().await?;
        let Some(open) = self.open.take() else { return Ok(()) };
        if !open.tells {
            self.open = Some(open);
            tokio::time::sleep(longest.min(LOOKS_EVERY)).await;
            return within(self.opened().await?.session.noop()).await;
        }
        let mut idle = open.session.idle();
        within(idle.init()).await?;
        let (news, stop) = idle.wait_with_timeout(longest.min(LONGEST_IDLE));
        let heard = news.await.map_err(|error| fault(&error))?;
        drop(stop);
        if heard == IdleResponse::ManualInterrupt {
            return Err(InboxError::Unreachable(std::io::ErrorKind::ConnectionAborted));
        }
        let session = within(idle.done()).await?;
        self.open = Some(Open { session, ..open });
        Ok(())
    }

    /// After a fault the connection is in an unknown state.
    fn kept<T>(&mut self, outcome: Result<T, InboxError>) -> Result<T, InboxError> {
        if outcome.is_err() {
            self.begin_again();
        }
        outcome
    }
}

impl Inbox for ImapInbox {
    fn names(&mut self) -> Asked<'_, Vec<String>> {
        Box::pin(async move {
            let outcome = self.look().await;
            self.kept(outcome)
        })
    }

    fn fetch<'a>(&'a mut self, name: &'a str) -> Asked<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let outcome = self.read(name).await;
            self.kept(outcome)
        })
    }

    fn put_away<'a>(&'a mut self, name: &'a str) -> Asked<'a, ()> {
        Box::pin(async move {
            match self.put(name).await {
                // A plain no leaves the connection as it is.
                Err(InboxError::Refused(why)) => Err(InboxError::Refused(why)),
                outcome => self.kept(outcome),
            }
        })
    }

    fn wait(&mut self, longest: Duration) -> Asked<'_, ()> {
        Box::pin(async move {
            let outcome = self.rest(longest).await;
            self.kept(outcome)
        })
    }

    fn begin_again(&mut self) {
        self.open = None;
        self.named = 0;
    }
}

/// XOAUTH2: the token once; a refusal is explained in a challenge that wants an empty answer.
struct Token {
    words: Option<String>,
}

impl Authenticator for Token {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.words.take().unwrap_or_default()
    }
}

async fn greeting(mut client: Client<Socket>) -> Result<Client<Socket>, InboxError> {
    let said = in_time(client.read_response()).await?.map_err(|error| InboxError::Unreachable(error.kind()))?;
    said.map(|_| client).ok_or(InboxError::Unreachable(std::io::ErrorKind::UnexpectedEof))
}

async fn in_time<T>(work: impl Future<Output = T>) -> Result<T, InboxError> {
    timeout(PATIENCE, work).await.map_err(|_| InboxError::TimedOut)
}

async fn within<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, InboxError> {
    in_time(work).await?.map_err(|error| fault(&error))
}

/// What a server says may hold names and addresses: only its kind is kept.
fn fault(error: &Error) -> InboxError {
    match error {
        Error::Io(error) => InboxError::Unreachable(error.kind()),
        Error::ConnectionLost => InboxError::Unreachable(std::io::ErrorKind::UnexpectedEof),
        Error::No(_) => InboxError::Refused(SAID_NO),
        Error::Bad(_) => InboxError::Refused("it did not understand"),
        _ => InboxError::Refused("it answered something that is no IMAP"),
    }
}

#[cfg(test)]
mod tests;
