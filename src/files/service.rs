//! `sendoff.toml`: the service.

use crate::domain::address::Address;
use crate::domain::rule::Span;
use crate::files::secret::Secret;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What `sendoff.toml` says, with the defaults of `docs/INTERFACES.md` where it is silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Who runs the programmes.
    pub organisation: Organisation,
    /// How letters leave.
    pub mail: Mail,
    /// Sendoff's ear, if it has one.
    pub mailbox: Option<Mailbox>,
    /// The participants' pages, if there are any.
    pub web: Option<Web>,
    /// Where `/metrics` and `/healthz` are, if anybody watches.
    pub metrics: Option<SocketAddr>,
    /// What waits for a person.
    pub guard: Guard,
    /// How long personal data is kept.
    pub privacy: Privacy,
    /// The installation's own name instead of the machine's (rule 33).
    pub instance: Option<String>,
    /// SHA-256 of the file in hexadecimal: part of every programme's epoch (rule 27).
    pub contents_hash: String,
}

/// `[organisation]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// As letters name it.
    pub name: String,
    /// Who answers about personal data; the sender's address if nobody is named.
    pub privacy_contact: Address,
    /// The privacy notice.
    pub privacy_url: Option<String>,
}

/// `[mail]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Sender of every letter; also the organiser of events and the domain of their UIDs (rule 7).
    pub from: Sender,
    /// The way out.
    pub transport: Transport,
    /// How letters are signed, if they are.
    pub dkim: Option<Dkim>,
    /// Everything goes here instead, marked, and never counts as sent (rule 8).
    pub redirect_all_to: Option<Address>,
    /// What happens to a letter whose fate the server never told (rule 30).
    pub uncertain: Uncertain,
}

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// As readers see it; the organisation's if `from` has none.
    pub name: String,
    /// Where it comes from.
    pub address: Address,
}

/// The way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// A mail server.
    Smtp(Smtp),
    /// A folder in Maildir form.
    Maildir(PathBuf),
}

/// `[mail.dkim]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// The domain that signs: the sender's, or one above it.
    pub domain: String,
    /// Under which name its public key stands in the DNS.
    pub selector: String,
    /// Where the private key is kept.
    pub key: Secret,
}

/// `uncertain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncertain {
    /// Sent again with the same bytes.
    Resend,
    /// Kept for a person to decide.
    Hold,
}

/// `[mail.smtp]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// The server's name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// How Sendoff signs in; nothing for a server that asks nobody.
    pub login: Option<Login>,
    /// How many at once, at least 1.
    pub connections: u32,
    /// Messages a minute over all connections; nothing for no limit.
    pub per_minute: Option<u32>,
    /// The same to one domain; nothing for no limit.
    pub per_minute_and_domain: Option<u32>,
}

/// `security`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Plain at first, then TLS before anything private (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// Plain; only to this machine.
    None,
}

/// A user name and where its proof is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The account.
    pub username: String,
    /// Password or token.
    pub proof: Proof,
}

/// What goes with the user name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// PLAIN or LOGIN.
    Password(Secret),
    /// XOAUTH2, with an access token.
    Oauth(Secret),
}

/// `[mailbox]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The way in.
    pub inbox: Inbox,
    /// Whether `sendoff+token@…` reaches the mailbox.
    pub plus_addressing: bool,
    /// Whose `Authentication-Results` (RFC 8601) are believed; nothing: nobody's.
    pub authserv_id: Option<String>,
    /// Where mail goes that was read; nothing: it stays where it is.
    pub move_to: Option<String>,
}

/// The way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbox {
    /// IMAP over TLS.
    Imap(Imap),
    /// A folder in Maildir form.
    Maildir(PathBuf),
}

/// An IMAP account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imap {
    /// The server's name.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How Sendoff signs in.
    pub login: Login,
    /// How the connection is protected.
    pub security: Security,
    /// The folder it reads.
    pub folder: String,
}

/// `[web]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Web {
    /// Where the daemon listens.
    pub listen: Listen,
    /// What links begin with; no slash at the end.
    pub url: String,
    /// TLS of its own; without it a web server in front has it.
    pub tls: Option<Tls>,
}

/// `listen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// A port: `127.0.0.1:8480`.
    Port(SocketAddr),
    /// A socket of this machine: `unix:/run/sendoff/pages.sock`.
    Socket(PathBuf),
    /// The socket that systemd hands over: `systemd`.
    Systemd,
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Port(address) => write!(f, "{address}"),
            Listen::Socket(path) => write!(f, "unix:{}", path.display()),
            Listen::Systemd => write!(f, "systemd"),
        }
    }
}

/// `certificate` and `key`: where they are kept, as PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The server's certificate, and those between it and its authority.
    pub certificate: Secret,
    /// The key of the first.
    pub key: Secret,
}

/// `[guard]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    /// What a programme new to the state does (rule 29).
    pub new_programmes: NewProgrammes,
    /// How long a file must be quiet before an edit is read.
    pub settle: Span,
}

/// `new_programmes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewProgrammes {
    /// It waits for `approve`.
    Hold,
    /// It starts.
    Go,
}

/// `[privacy]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Privacy {
    /// How long personal data is kept after the last thing Sendoff does for a pair; days or weeks.
    pub forget_after: Span,
}
