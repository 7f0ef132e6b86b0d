//! An SMTP server for tests: right in everything, but for the faults its script names.
//!
//! It keeps the order of commands strictly (RFC 5321 section 4.1.4), so a client that is out of step is told so, and remembers
//! what it was given. It speaks over any stream: in memory, where tests run on paused time, or on a port the kernel chose.

use std::collections::HashMap;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Where a fault strikes: instead of the reply to this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    Greeting,
    Hello,
    StartTls,
    /// Instead of the handshake.
    Handshake,
    Auth,
    Reset,
    Mail,
    Rcpt,
    Data,
    /// At the first line of the body.
    Body,
    /// At the final dot.
    Answer,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// Nothing is said any more, and nothing read.
    Hang,
    /// The connection is closed.
    Close,
    /// This is said instead, as it is.
    Say(&'static str),
    /// This is said instead, then the connection is closed.
    SayAndClose(&'static str),
    /// The right reply, and this behind it.
    AndThen(&'static str),
    /// This line again and again.
    Endless(&'static str),
}

/// How one connection goes.
#[derive(Clone, Default)]
pub struct Script {
    /// Lines of the EHLO answer.
    pub offers: Vec<&'static str>,
    /// Another EHLO answer before STARTTLS; the same if empty.
    pub offers_in_plain: Vec<&'static str>,
    /// Faults, each at the nth time (from 0) its place is reached.
    pub faults: Vec<(At, usize, Fault)>,
    /// For STARTTLS, or from the first byte.
    pub tls: Option<TlsAcceptor>,
    /// TLS from the first byte.
    pub implicit: bool,
    /// DATA is let through without a recipient, as RFC 2920 section 3.1 allows.
    pub lenient: bool,
}

/// A letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub message: Vec<u8>,
}

/// What the server has seen.
#[derive(Debug, Default)]
pub struct Seen {
    pub connections: usize,
    /// Times somebody had to wait for the server's words before going on, all connections together.
    pub round_trips: usize,
    pub commands: Vec<String>,
    pub taken: Vec<Taken>,
}

/// The server.
pub struct SmtpServer {
    scripts: Vec<Script>,
    seen: Mutex<Seen>,
}

impl SmtpServer {
    /// The nth connection follows the nth script, and every later one the last.
    pub fn new(scripts: Vec<Script>) -> Arc<SmtpServer> {
        Arc::new(SmtpServer { scripts, seen: Mutex::default() })
    }

    /// What it has seen so far.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("no test panicked here")
    }

    /// Serves on a free loopback port.
    pub async fn listen(self: &Arc<Self>) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let server = Arc::clone(self);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&server).serve(Box::new(stream)));
            }
        });
        port
    }

    /// Serves one connection.
    pub async fn serve(self: Arc<Self>, stream: Box<dyn Io>) {
        let number = {
            let mut seen = self.seen();
            seen.connections += 1;
            seen.connections - 1
        };
        let script = self.scripts[number.min(self.scripts.len() - 1)].clone();
        let talk = Talk { server: self, script, stream, input: Vec::new(), output: Vec::new(), times: HashMap::new() };
        // The client hanging up is an end like any other.
        let _ = talk.run().await;
    }
}

/// What SMTP is spoken over.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// One connection.
struct Talk {
    server: Arc<SmtpServer>,
    script: Script,
    stream: Box<dyn Io>,
    input: Vec<u8>,
    output: Vec<u8>,
    times: HashMap<At, usize>,
}

#[derive(Default)]
struct Transaction {
    from: Option<String>,
    to: Vec<String>,
}

impl Talk {
    async fn run(mut self) -> io::Result<()> {
        let mut is_safe = false;
        if self.script.implicit {
            self = self.handshake().await?;
            is_safe = true;
        }
        self.say(At::Greeting, "220 test ESMTP\r\n").await?;
        let mut transaction = Transaction::default();
        loop {
            let line = self.line().await?;
            self.server.seen().commands.push(line.clone());
            let verb = line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.hello(is_safe).await?,
                "STARTTLS" => {
                    self.say(At::StartTls, "220 go on\r\n").await?;
                    self.flush().await?;
                    self = self.handshake().await?;
                    is_safe = true;
                }
                "AUTH" => self.auth(&line).await?,
                "RSET" => {
                    transaction = Transaction::default();
                    self.say(At::Reset, "250 2.0.0 reset\r\n").await?;
                }
                "MAIL" => self.mail(&line, &mut transaction).await?,
                "RCPT" => self.rcpt(&line, &mut transaction).await?,
                "DATA" => self.letter(&mut transaction).await?,
                "QUIT" => {
                    self.output.extend_from_slice(b"221 2.0.0 bye\r\n");
                    return self.flush().await;
                }
                _ => self.output.extend_from_slice(b"500 5.5.2 what\r\n"),
            }
        }
    }

    async fn hello(&mut self, is_safe: bool) -> io::Result<()> {
        let plain = &self.script.offers_in_plain;
        let offers = if is_safe || plain.is_empty() { &self.script.offers } else { plain };
        let mut answer = String::from("250-test\r\n");
        for offer in offers {
            answer.push_str(&format!("250-{offer}\r\n"));
        }
        answer.push_str("250 HELP\r\n");
        self.say(At::Hello, &answer).await?;
        Ok(())
    }

    async fn handshake(mut self) -> io::Result<Talk> {
        if let Some(fault) = self.fault(At::Handshake) {
            self.strike(fault, "").await?;
        }
        let acceptor = self.script.tls.clone().ok_or(io::ErrorKind::Unsupported)?;
        let stream = acceptor.accept(self.stream).await?;
        Ok(Talk { stream: Box::new(stream), ..self })
    }

    async fn auth(&mut self, line: &str) -> io::Result<()> {
        if line.eq_ignore_ascii_case("AUTH LOGIN") {
            for challenge in ["334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n"] {
                self.output.extend_from_slice(challenge.as_bytes());
                let answer = self.line().await?;
                self.server.seen().commands.push(answer);
            }
        }
        self.say(At::Auth, "235 2.7.0 welcome\r\n").await?;
        Ok(())
    }

    async fn mail(&mut self, line: &str, transaction: &mut Transaction) -> io::Result<()> {
        if transaction.from.is_some() {
            self.output.extend_from_slice(b"503 5.5.1 nested MAIL\r\n");
            return Ok(());
        }
        if self.say(At::Mail, "250 2.1.0 ok\r\n").await? {
            transaction.from = Some(between_brackets(line));
        }
        Ok(())
    }

    async fn rcpt(&mut self, line: &str, transaction: &mut Transaction) -> io::Result<()> {
        if transaction.from.is_none() {
            self.output.extend_from_slice(b"503 5.5.1 MAIL first\r\n");
            return Ok(());
        }
        if self.say(At::Rcpt, "250 2.1.5 ok\r\n").await? {
            transaction.to.push(between_brackets(line));
        }
        Ok(())
    }

    async fn letter(&mut self, transaction: &mut Transaction) -> io::Result<()> {
        if transaction.to.is_empty() && !self.script.lenient {
            self.output.extend_from_slice(b"554 5.5.1 no valid recipients\r\n");
            return Ok(());
        }
        if !self.say(At::Data, "354 go on\r\n").await? {
            return Ok(());
        }
        let message = self.body().await?;
        let done = std::mem::take(transaction);
        if done.to.is_empty() {
            self.output.extend_from_slice(b"554 5.5.1 no valid recipients\r\n");
            return Ok(());
        }
        if self.say(At::Answer, "250 2.0.0 queued\r\n").await? {
            let from = done.from.unwrap_or_default();
            self.server.seen().taken.push(Taken { from, to: done.to, message });
        }
        Ok(())
    }

    async fn body(&mut self) -> io::Result<Vec<u8>> {
        let mut message = Vec::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                return Ok(message);
            }
            if message.is_empty()
                && let Some(fault) = self.fault(At::Body)
            {
                self.strike(fault, "").await?;
                self.flush().await?;
            }
            message.extend_from_slice(line.strip_prefix('.').unwrap_or(&line).as_bytes());
            message.extend_from_slice(b"\r\n");
        }
    }

    /// Says it, or what the script wants instead; whether it was what it should be.
    async fn say(&mut self, at: At, right: &str) -> io::Result<bool> {
        let fault = self.fault(at);
        let is_right = matches!(fault, None | Some(Fault::AndThen(_)));
        match fault {
            None => self.output.extend_from_slice(right.as_bytes()),
            Some(fault) => self.strike(fault, right).await?,
        }
        Ok(is_right)
    }

    fn fault(&mut self, at: At) -> Option<Fault> {
        let times = self.times.entry(at).or_default();
        let this_time = *times;
        *times += 1;
        let faults = &self.script.faults;
        faults.iter().find(|(place, time, _)| *place == at && *time == this_time).map(|(_, _, fault)| *fault)
    }

    async fn strike(&mut self, fault: Fault, right: &str) -> io::Result<()> {
        match fault {
            Fault::Hang => {
                self.flush().await?;
                pending().await
            }
            Fault::Close => {
                self.flush().await?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Fault::Say(words) => {
                self.output.extend_from_slice(words.as_bytes());
                Ok(())
            }
            Fault::SayAndClose(words) => {
                self.output.extend_from_slice(words.as_bytes());
                self.flush().await?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Fault::AndThen(words) => {
                self.output.extend_from_slice(right.as_bytes());
                self.output.extend_from_slice(words.as_bytes());
                Ok(())
            }
            Fault::Endless(line) => loop {
                self.output.extend_from_slice(line.as_bytes());
                self.flush().await?;
            },
        }
    }

    async fn flush(&mut self) -> io::Result<()> {
        if !self.output.is_empty() {
            self.server.seen().round_trips += 1;
        }
        self.stream.write_all(&self.output).await?;
        self.output.clear();
        self.stream.flush().await
    }

    /// The next line; what is owed is said only when there is nothing left to read, so a group costs one round trip.
    async fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(at) = self.input.windows(2).position(|pair| pair == b"\r\n") {
                let rest = self.input.split_off(at + 2);
                let mut line = std::mem::replace(&mut self.input, rest);
                line.truncate(at);
                return String::from_utf8(line).map_err(|_| io::ErrorKind::InvalidData.into());
            }
            self.flush().await?;
            self.input.reserve(64 * 1024);
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

fn between_brackets(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}
