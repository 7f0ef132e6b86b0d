//! One connection, from the first byte to being ready for MAIL.

use super::dial::{Dial, Link};
use super::login::log_in;
use super::reply::Reply;
use super::settings::{Security, SmtpSettings};
use super::signature::signer;
use super::tls::Tls;
use super::wire::{Broken, Fault, Stage, Wire, within};
use crate::mail::dkim::Signer;
use lettre::transport::smtp::commands::{Ehlo, Quit, Starttls};
use lettre::transport::smtp::extension::ClientId;
use std::net::IpAddr;
use tokio::time::Instant;

/// Everything connections to one server have in common.
pub(super) struct Server {
    pub(super) settings: SmtpSettings,
    pub(super) dial: Box<dyn Dial>,
    /// Absent only where [`Security::None`] is wanted.
    pub(super) tls: Option<Tls>,
}

/// What the server offered in its last EHLO answer (RFC 5321 section 4.1.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) pipelining: bool,
    pub(super) starttls: bool,
    pub(super) eight_bit: bool,
    /// SIZE was named (RFC 1870); 0 is no limit.
    pub(super) size: Option<u64>,
    pub(super) auth: Vec<String>,
}

/// A connection over which messages can go.
pub(super) struct Connection {
    pub(super) wire: Wire,
    pub(super) offer: Offer,
    /// Signs each letter, where letters are signed.
    pub(super) signer: Option<Signer>,
    /// It ends on this machine.
    pub(super) is_loopback: bool,
    /// The last message did not end in 250: RSET before the next.
    pub(super) needs_reset: bool,
    /// When the last message was done.
    pub(super) used_at: Instant,
}

impl Server {
    /// Connects, greets, encrypts and logs in.
    ///
    /// # Errors
    /// Whatever keeps it from being ready; nothing has been sent then.
    pub(super) async fn connect(&self) -> Result<Connection, Broken> {
        let timeouts = &self.settings.timeouts;
        let signer = match &self.settings.signing {
            Some(signing) => Some(signer(signing, timeouts.login).await?),
            None => None,
        };
        let Link { mut stream, local, is_loopback } = self.dial().await?;
        let hello = self.hello_command(local);
        let security = self.settings.security;
        if security == Security::None && !is_loopback {
            return Err(unwilling(Stage::Connect, "without encryption only a server on this machine may be used"));
        }
        if security == Security::Tls {
            stream = within(Stage::Tls, timeouts, self.tls()?.over(stream)).await?;
        }
        let mut wire = Wire::new(stream, *timeouts);
        expect(220, Stage::Greeting, wire.reply(Stage::Greeting).await?)?;
        let mut offer = hello_answer(&mut wire, &hello).await?;
        if security == Security::StartTls {
            (wire, offer) = self.start_tls(wire, &offer, &hello).await?;
        }
        if let Some(login) = &self.settings.login {
            log_in(&mut wire, &offer.auth, login, timeouts.login).await?;
        }
        Ok(Connection { wire, offer, signer, is_loopback, needs_reset: false, used_at: Instant::now() })
    }

    async fn dial(&self) -> Result<Link, Broken> {
        let link = self.dial.dial(self.settings.timeouts.connect).await;
        link.map_err(|error| Broken { stage: Stage::Connect, fault: Fault::Lost(error.to_string()) })
    }

    fn tls(&self) -> Result<&Tls, Broken> {
        self.tls.as_ref().ok_or_else(|| unwilling(Stage::Tls, "encryption is not set up"))
    }

    fn hello_command(&self, local: IpAddr) -> String {
        let name = match (&self.settings.hello, local) {
            (Some(name), _) => ClientId::Domain(name.clone()),
            (None, IpAddr::V4(address)) => ClientId::Ipv4(address),
            (None, IpAddr::V6(address)) => ClientId::Ipv6(address),
        };
        Ehlo::new(name).to_string()
    }

    async fn start_tls(&self, mut wire: Wire, offer: &Offer, hello: &str) -> Result<(Wire, Offer), Broken> {
        if !offer.starttls {
            return Err(unwilling(Stage::Tls, "the server does not offer STARTTLS"));
        }
        expect(220, Stage::Tls, wire.ask(Stage::Tls, &Starttls.to_string()).await?)?;
        let timeouts = self.settings.timeouts;
        let stream = within(Stage::Tls, &timeouts, self.tls()?.over(wire.into_stream()?)).await?;
        let mut wire = Wire::new(stream, timeouts);
        // What was offered in plain text may have been written by anybody: asked again (RFC 3207 section 4.2).
        let offer = hello_answer(&mut wire, hello).await?;
        Ok((wire, offer))
    }
}

impl Connection {
    /// QUIT, as manners ask; whatever comes of it.
    pub(super) async fn quit(mut self) {
        let _ = self.wire.ask(Stage::Quit, &Quit.to_string()).await;
    }
}

impl Offer {
    fn read(reply: &Reply) -> Offer {
        let mut offer = Offer::default();
        for line in reply.lines.iter().skip(1) {
            let mut words = line.split_whitespace();
            match words.next().map(str::to_ascii_uppercase).as_deref() {
                Some("PIPELINING") => offer.pipelining = true,
                Some("STARTTLS") => offer.starttls = true,
                Some("8BITMIME") => offer.eight_bit = true,
                Some("SIZE") => offer.size = Some(words.next().and_then(|n| n.parse().ok()).unwrap_or(0)),
                Some("AUTH") => offer.auth.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        offer
    }
}

async fn hello_answer(wire: &mut Wire, hello: &str) -> Result<Offer, Broken> {
    let reply = wire.ask(Stage::Hello, hello).await?;
    Ok(Offer::read(&expect(250, Stage::Hello, reply)?))
}

fn expect(code: u16, stage: Stage, reply: Reply) -> Result<Reply, Broken> {
    if reply.code == code { Ok(reply) } else { Err(Broken { stage, fault: Fault::Said(reply) }) }
}

fn unwilling(stage: Stage, why: &str) -> Broken {
    Broken { stage, fault: Fault::Unwilling(why.to_owned()) }
}
