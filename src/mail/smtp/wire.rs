//! Lines out, replies in, each within its limit.
//!
//! Everything read is bounded: bytes a line, lines a reply, time a reply. Whatever goes wrong says at which [`Stage`], because the
//! stage decides what it means for the message. After any [`Broken`] the wire is in an unknown state and must be dropped.

use super::reply::{Reply, parse_line, presentable};
use super::settings::Timeouts;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::task::unconstrained;

/// RFC 5321 section 4.5.3.1.5 allows 512; real servers write somewhat longer ones.
const LINE_LENGTH: usize = 4096;
/// No EHLO answer is longer.
const REPLY_LINES: usize = 100;

/// What SMTP is spoken over.
pub(in crate::mail) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for T {}

/// How far a conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Connect,
    Greeting,
    Hello,
    Tls,
    Login,
    /// RSET, which belongs to the message before.
    Reset,
    Mail,
    Rcpt,
    Data,
    /// The body up to the final dot.
    Body,
    /// From the first byte of the final dot on.
    Answer,
    Quit,
}

impl Stage {
    fn limit(self, timeouts: &Timeouts) -> Duration {
        match self {
            Stage::Connect => timeouts.connect,
            Stage::Greeting => timeouts.greeting,
            Stage::Hello | Stage::Reset => timeouts.hello,
            Stage::Tls => timeouts.tls,
            Stage::Login => timeouts.login,
            Stage::Mail => timeouts.mail,
            Stage::Rcpt => timeouts.rcpt,
            Stage::Data => timeouts.data,
            Stage::Body => timeouts.block,
            Stage::Answer => timeouts.answer,
            Stage::Quit => timeouts.quit,
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stage::Connect => "connecting",
            Stage::Greeting => "the greeting",
            Stage::Hello => "EHLO",
            Stage::Tls => "encrypting",
            Stage::Login => "logging in",
            Stage::Reset => "RSET",
            Stage::Mail => "MAIL",
            Stage::Rcpt => "RCPT",
            Stage::Data => "DATA",
            Stage::Body => "the letter's body",
            Stage::Answer => "the end of the letter",
            Stage::Quit => "QUIT",
        })
    }
}

/// The conversation cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// Where it broke.
    pub(super) stage: Stage,
    /// How.
    pub(super) fault: Fault,
}

/// How a conversation breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The network, in the system's words.
    Lost(String),
    /// Nothing came in time.
    TimedOut(Duration),
    /// What came is not SMTP, or not what can come here.
    Garbled(&'static str),
    /// A reply that ends it.
    Said(Reply),
    /// We do not go on, for a reason of our own.
    Unwilling(String),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = self.stage;
        match &self.fault {
            Fault::Lost(why) => write!(f, "connection lost at {stage}: {}", presentable(why)),
            Fault::TimedOut(limit) => write!(f, "no answer within {} s at {stage}", limit.as_secs_f32()),
            Fault::Garbled(what) => write!(f, "the server does not speak SMTP at {stage}: {what}"),
            Fault::Said(reply) => write!(f, "the server answered at {stage}: {}", reply.words()),
            Fault::Unwilling(why) => write!(f, "given up at {stage}: {why}"),
        }
    }
}

/// Runs one step of a stage within the stage's limit.
pub(super) async fn within<T>(
    stage: Stage,
    timeouts: &Timeouts,
    step: impl Future<Output = io::Result<T>>,
) -> Result<T, Broken> {
    let limit = stage.limit(timeouts);
    match tokio::time::timeout(limit, step).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Broken { stage, fault: Fault::Lost(error.to_string()) }),
        Err(_) => Err(Broken { stage, fault: Fault::TimedOut(limit) }),
    }
}

/// A stream and what was read from it but not yet used.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    unread: Vec<u8>,
    timeouts: Timeouts,
    hidden: String,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>, timeouts: Timeouts) -> Wire {
        Wire { stream, unread: Vec::new(), timeouts, hidden: String::new() }
    }

    /// From now on this name is hidden in refusals: servers like to repeat whom they refuse.
    pub(super) fn hide(&mut self, name: &str) {
        name.clone_into(&mut self.hidden);
    }

    /// Writes and flushes, within the stage's limit.
    pub(super) async fn send(&mut self, stage: Stage, bytes: &[u8]) -> Result<(), Broken> {
        let stream = &mut self.stream;
        let step = async {
            stream.write_all(bytes).await?;
            stream.flush().await
        };
        within(stage, &self.timeouts, step).await
    }

    /// Reads one whole reply, within the stage's limit.
    pub(super) async fn reply(&mut self, stage: Stage) -> Result<Reply, Broken> {
        let limit = stage.limit(&self.timeouts);
        match tokio::time::timeout(limit, self.read_reply()).await {
            Ok(Ok(reply)) if reply.code >= 400 => Ok(reply.hiding(&self.hidden)),
            Ok(reply) => reply.map_err(|fault| Broken { stage, fault }),
            Err(_) => Err(Broken { stage, fault: Fault::TimedOut(limit) }),
        }
    }

    /// A command and its reply.
    pub(super) async fn ask(&mut self, stage: Stage, command: &str) -> Result<Reply, Broken> {
        self.send(stage, command.as_bytes()).await?;
        self.reply(stage).await
    }

    /// Whether the server has said nothing we have not asked for, and not hung up. What it said stays readable.
    pub(super) async fn is_silent(&mut self) -> bool {
        if !self.unread.is_empty() {
            return false;
        }
        let mut space = [0_u8; 512];
        let mut space = ReadBuf::new(&mut space);
        let stream = &mut self.stream;
        let look = poll_fn(|context| {
            let polled = Pin::new(&mut *stream).poll_read(context, &mut space);
            Poll::Ready(polled.is_pending())
        });
        // Else a task that has done much would be told that there is nothing to read, to make it rest.
        let is_pending = unconstrained(look).await;
        self.unread.extend_from_slice(space.filled());
        is_pending
    }

    /// The bare stream, for TLS to go over it; nothing may be left unread, or plain text could pass for protected
    /// (CVE-2011-0411).
    pub(super) fn into_stream(self) -> Result<Box<dyn Stream>, Broken> {
        if self.unread.is_empty() {
            Ok(self.stream)
        } else {
            Err(Broken { stage: Stage::Tls, fault: Fault::Garbled("words after its yes to STARTTLS") })
        }
    }

    async fn read_reply(&mut self) -> Result<Reply, Fault> {
        let mut reply = Reply { code: 0, lines: Vec::new() };
        loop {
            let line = self.read_line().await?;
            let (code, is_last, text) = parse_line(&line).map_err(|_| Fault::Garbled("not a reply"))?;
            if !reply.lines.is_empty() && code != reply.code {
                return Err(Fault::Garbled("two codes in one reply"));
            }
            reply.code = code;
            reply.lines.push(text);
            if is_last {
                return Ok(reply);
            }
            if reply.lines.len() >= REPLY_LINES {
                return Err(Fault::Garbled("a reply without end"));
            }
        }
    }

    /// One line without its line break.
    async fn read_line(&mut self) -> Result<Vec<u8>, Fault> {
        let mut searched = 0;
        loop {
            if let Some(at) = self.unread[searched..].iter().position(|byte| *byte == b'\n') {
                let rest = self.unread.split_off(searched + at + 1);
                let mut line = std::mem::replace(&mut self.unread, rest);
                line.pop();
                line.pop_if(|byte| *byte == b'\r');
                return Ok(line);
            }
            searched = self.unread.len();
            if searched > LINE_LENGTH {
                return Err(Fault::Garbled("a line without end"));
            }
            self.unread.reserve(512);
            let count = self.stream.read_buf(&mut self.unread).await.map_err(|error| Fault::Lost(error.to_string()))?;
            if count == 0 {
                return Err(Fault::Lost("the server hung up".to_owned()));
            }
        }
    }
}
