//! What SMTP out needs to know. Plain data, made by whoever read `[mail.smtp]`.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// `[mail.smtp]`, with secrets still behind a door.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Name or address of the server; the certificate must be for it.
    pub host: String,
    /// Usually 587 (STARTTLS) or 465 (TLS).
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Root certificates in PEM beside the system's, for an internal certificate authority.
    pub ca_file: Option<PathBuf>,
    /// The account, if the server wants one.
    pub login: Option<Login>,
    /// The name said in EHLO; `None` says the socket's own address, which is always true (RFC 5321 section 4.1.3).
    pub hello: Option<String>,
    /// How many connections may be open at once; at least 1.
    pub connections: usize,
    /// Messages a minute over all connections, evenly spaced; 0 is no limit.
    pub per_minute: u32,
    /// Messages a minute to one domain, evenly spaced; 0 is no limit.
    pub per_minute_and_domain: u32,
    /// How letters are signed (DKIM), if they are.
    pub signing: Option<Signing>,
    /// How long each stage may take.
    pub timeouts: Timeouts,
}

impl SmtpSettings {
    /// A server with everything else as it is by default: STARTTLS on its port, no account, four connections, no pacing.
    pub fn new(host: &str, port: u16) -> SmtpSettings {
        SmtpSettings {
            host: host.to_owned(),
            port,
            security: Security::StartTls,
            ca_file: None,
            login: None,
            hello: None,
            connections: 4,
            per_minute: 0,
            per_minute_and_domain: 0,
            signing: None,
            timeouts: Timeouts::default(),
        }
    }
}

/// How the connection is protected. There is no "if the server likes": what can be stripped on the way protects nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Plain until STARTTLS (RFC 3207), which must be offered.
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// Plain text; only to this machine.
    None,
}

/// An account. The secret is asked for at every login, so that a short-lived token is always a fresh one.
#[derive(Clone)]
pub struct Login {
    /// The account's name.
    pub username: String,
    /// Gives the secret, or says in words without any secret why there is none. May block.
    pub ask: Arc<dyn Fn() -> Result<Secret, String> + Send + Sync>,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login { .. }")
    }
}

/// Whose signature stands before each letter. The key is asked for at every connection, so that another one needs no restart.
#[derive(Clone)]
pub struct Signing {
    /// The domain that signs.
    pub domain: String,
    /// Under which name its public key stands in the DNS.
    pub selector: String,
    /// Gives the private key, or says in words without any of it why there is none. May block.
    pub ask: Arc<dyn Fn() -> Result<String, String> + Send + Sync>,
}

impl fmt::Debug for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signing({}._domainkey.{})", self.selector, self.domain)
    }
}

/// What proves who we are.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// For AUTH PLAIN (RFC 4616) or LOGIN.
    Password(String),
    /// An OAuth 2 bearer token, for AUTH XOAUTH2.
    AccessToken(String),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// How long each stage may take before the connection is given up (RFC 5321 section 4.5.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// TCP, for each address of the server.
    pub connect: Duration,
    /// The server's first words.
    pub greeting: Duration,
    /// EHLO, STARTTLS and RSET.
    pub hello: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// Asking for the secret and each answer to AUTH.
    pub login: Duration,
    /// MAIL.
    pub mail: Duration,
    /// RCPT.
    pub rcpt: Duration,
    /// DATA.
    pub data: Duration,
    /// Each 64 KiB of the body.
    pub block: Duration,
    /// The answer to the final dot. Long on purpose: giving up here is what makes duplicates.
    pub answer: Duration,
    /// QUIT; nothing depends on it.
    pub quit: Duration,
    /// A connection unused for longer is replaced, as something on the way may have forgotten it.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        Timeouts {
            connect: Duration::from_secs(30),
            greeting: minutes(5),
            hello: minutes(5),
            tls: minutes(1),
            login: minutes(2),
            mail: minutes(5),
            rcpt: minutes(5),
            data: minutes(2),
            block: minutes(3),
            answer: minutes(10),
            quit: Duration::from_secs(5),
            idle: minutes(1),
        }
    }
}

/// Settings that cannot work, found before anything is sent.
#[derive(Debug, thiserror::Error)]
pub enum SettingsFault {
    /// `ca_file` cannot be read as PEM certificates.
    #[error("{path}: no certificate could be read ({why})")]
    CaFile {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        why: String,
    },
    /// The system has no root certificates and `ca_file` is not given.
    #[error("this system has no root certificates (install ca-certificates, or set ca_file)")]
    NoRoots,
    /// The host cannot stand in a certificate.
    #[error("`{0}` is not a server name a certificate could be for")]
    Host(String),
    /// The TLS library refused its own defaults.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}
