//! Mail out over SMTP: a [`Route`] to one server.
//!
//! A [`SmtpCourier`] owns at most one connection. It is made when there is a message, kept open over messages, replaced when it has gone stale,
//! and closed with QUIT at the end. Promises:
//! - Nothing is sent in plain text but to this machine; TLS is required, never "if offered"; certificates are checked.
//! - Every stage has a limit. A connection on which something was late, lost or strange is dropped, never used again, and a dropped
//!   `deliver` future drops its connection too: a late answer cannot be taken for the next message's.
//! - `Accepted` is said only after 250 to the final dot; `Uncertain` only if the final dot was begun and no whole answer came.
//! - A kept connection that turns out to be dead before it answered anything is replaced once, unseen.
//!
//! lettre's commands and addresses are used; its connection is not, as it reads lines without bound, keeps bytes over STARTTLS and
//! does not pipeline. Back-off after a failing server is the caller's.

mod body;
mod connection;
pub(in crate::mail) mod dial;
mod login;
mod pace;
mod probe;
mod reply;
mod settings;
mod signature;
#[cfg(test)]
mod tests;
pub(in crate::mail) mod tls;
mod transaction;
mod verdict;
pub(in crate::mail) mod wire;

pub use settings::{Login, Secret, Security, SettingsFault, Signing, SmtpSettings, Timeouts};
pub(in crate::mail) use verdict::DEAD_ADDRESS;

use crate::domain::delivery::Verdict;
use crate::mail::courier::{Carried, Courier, Envelope, Route};
use connection::{Connection, Server};
use dial::{Dial, Tcp};
use pace::Pace;
pub use probe::{Plus, Probe};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tls::Tls;
use tokio::time::Instant;
use transaction::End;
use verdict::of_broken;

/// The way to one SMTP server.
pub struct SmtpRoute {
    server: Arc<Server>,
    pace: Arc<Pace>,
}

impl SmtpRoute {
    /// Reads the certificates; opens no connection.
    ///
    /// # Errors
    /// Settings that cannot work.
    pub fn new(settings: SmtpSettings) -> Result<SmtpRoute, SettingsFault> {
        let dial = Tcp { host: settings.host.clone(), port: settings.port };
        SmtpRoute::over(Box::new(dial), settings)
    }

    fn over(dial: Box<dyn Dial>, settings: SmtpSettings) -> Result<SmtpRoute, SettingsFault> {
        let tls = match settings.security {
            Security::None => None,
            Security::StartTls | Security::Tls => Some(Tls::new(&settings.host, settings.ca_file.as_deref())?),
        };
        let pace = Arc::new(Pace::new(settings.per_minute, settings.per_minute_and_domain));
        Ok(SmtpRoute { server: Arc::new(Server { settings, dial, tls }), pace })
    }

    fn courier(&self) -> SmtpCourier {
        let (server, pace) = (Arc::clone(&self.server), Arc::clone(&self.pace));
        SmtpCourier { server, pace, connection: None, dot: false }
    }

    /// Connects, logs in and says goodbye.
    ///
    /// # Errors
    /// What is wrong, in words without secrets.
    pub async fn try_login(&self) -> Result<Welcome, String> {
        self.look_around(None).await
    }

    /// The same, and asks whether those addresses would be taken; no letter is begun: what `check --online` asks.
    ///
    /// # Errors
    /// What is wrong, in words without secrets.
    pub async fn look_around(&self, probe: Option<&Probe>) -> Result<Welcome, String> {
        let mut connection = self.server.connect().await.map_err(|broken| broken.to_string())?;
        let offer = &connection.offer;
        let mut welcome = Welcome {
            pipelining: offer.pipelining,
            starttls: offer.starttls,
            eight_bit: offer.eight_bit,
            auth: offer.auth.clone(),
            largest: offer.size.filter(|limit| *limit > 0),
            plus: None,
        };
        if let Some(probe) = probe {
            welcome.plus = Some(connection.probe(probe).await.map_err(|broken| broken.to_string())?);
        }
        connection.quit().await;
        Ok(welcome)
    }
}

/// What a server that lets us in offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// Several commands in one write (RFC 2920): two round trips a letter instead of four.
    pub pipelining: bool,
    /// Encryption on asking (RFC 3207), where it is not in force already.
    pub starttls: bool,
    /// Bodies of eight bits (RFC 6152). Ours need none.
    pub eight_bit: bool,
    /// Ways to log in (RFC 4954).
    pub auth: Vec<String>,
    /// What it says about the addresses that were asked about.
    pub plus: Option<Plus>,
    /// The biggest letter it takes, in bytes, if it says (RFC 1870).
    pub largest: Option<u64>,
}

impl Route for SmtpRoute {
    fn lanes(&self) -> usize {
        self.server.settings.connections.max(1)
    }

    fn open(&self) -> Box<dyn Courier> {
        Box::new(self.courier())
    }
}

/// One worker's connection.
pub struct SmtpCourier {
    server: Arc<Server>,
    pace: Arc<Pace>,
    connection: Option<Connection>,
    /// The last message's final dot was begun.
    dot: bool,
}

impl SmtpCourier {
    async fn carry(&mut self, envelope: &Envelope, message: &[u8]) -> Verdict {
        self.dot = false;
        self.pace.turn(envelope.to.domain()).await;
        // Taken out and put back only when in step: whatever ends this future early drops the connection.
        if let Some(kept) = self.connection.take().filter(|kept| self.is_fresh(kept)) {
            match self.carry_over(kept, envelope, message).await {
                Ok(verdict) => return verdict,
                Err(_stale) => {}
            }
        }
        let connection = match self.server.connect().await {
            Ok(connection) => connection,
            Err(broken) => return of_broken(&broken),
        };
        self.carry_over(connection, envelope, message).await.unwrap_or_else(|broken| broken)
    }

    /// The verdict; or, if the connection never answered, what that would mean.
    async fn carry_over(
        &mut self,
        mut over: Connection,
        envelope: &Envelope,
        message: &[u8],
    ) -> Result<Verdict, Verdict> {
        match over.carry(envelope, message, &mut self.dot).await {
            End::Stale(broken) => Err(of_broken(&broken)),
            End::Closed(verdict) => Ok(verdict),
            End::Kept(verdict) => {
                over.used_at = Instant::now();
                self.connection = Some(over);
                Ok(verdict)
            }
        }
    }

    fn is_fresh(&self, kept: &Connection) -> bool {
        kept.used_at.elapsed() < self.server.settings.timeouts.idle
    }
}

impl Courier for SmtpCourier {
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a> {
        Box::pin(self.carry(envelope, message))
    }

    fn may_have_arrived(&self) -> bool {
        self.dot
    }

    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            if let Some(connection) = self.connection {
                connection.quit().await;
            }
        })
    }
}
