//! One message over a connection that is ready for it: MAIL, RCPT, DATA, the body, the answer.
//!
//! Where the server offers PIPELINING (RFC 2920) the commands go in one write: two round trips a message. Every reply is matched with its
//! command by counting, so anything that could shift the count ends the connection: an unasked reply, a wrong code, a time-out.
//! The body is written only after a 354 with nothing behind it, so a shifted count can refuse a letter late but never accept it falsely.

use super::body::stuffed;
use super::connection::Connection;
use super::reply::Reply;
use super::verdict::{of_broken, of_reply};
use super::wire::{Broken, Fault, Stage};
use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::mail::courier::Envelope;
use crate::mail::reserved::is_reserved;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter};
use std::fmt::Display;

/// Bytes of the body that share one limit.
const BLOCK: usize = 64 * 1024;

/// How a message fared, and whether the connection can carry another.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The verdict; the connection can be used again.
    Kept(Verdict),
    /// The verdict; the connection is out of step or gone.
    Closed(Verdict),
    /// The connection turned out to be gone before MAIL was answered in an orderly way: nothing of the message has gone out.
    Stale(Broken),
}

/// One command, and which code lets the conversation go on.
struct Step {
    stage: Stage,
    command: String,
    hoped: &'static [u16],
}

impl Connection {
    /// Carries one message. If the future is dropped half-way the connection must be dropped with it; `dot` is true by then if the
    /// final dot was begun.
    pub(super) async fn carry(&mut self, envelope: &Envelope, letter: &[u8], dot: &mut bool) -> End {
        let signed = self.signer.as_ref().map(|signer| signer.signed(letter));
        let message = signed.as_deref().unwrap_or(letter);
        if let Some(verdict) = self.unfit(envelope, message) {
            return End::Kept(verdict);
        }
        let steps = match self.steps(envelope, message) {
            Ok(steps) => steps,
            Err(verdict) => return End::Kept(verdict),
        };
        if !self.wire.is_silent().await {
            return End::Stale(garbled(Stage::Mail, "words nobody asked for, or the end"));
        }
        self.wire.hide(envelope.to.local_part());
        match self.open(&steps).await {
            Ok(None) => self.write_letter(message, dot).await,
            Ok(Some(end)) => end,
            Err(broken) if broken.stage <= Stage::Mail => End::Stale(broken),
            Err(broken) => End::Closed(of_broken(&broken)),
        }
    }

    /// What can be said without asking the server.
    fn unfit(&self, envelope: &Envelope, message: &[u8]) -> Option<Verdict> {
        let refused = |reason: &str, status: Option<&str>| {
            let (reason, status) = (reason.to_owned(), status.map(str::to_owned));
            Some(Verdict::Refused { reason, status, address_is_dead: false })
        };
        if !self.is_loopback && is_reserved(envelope.to.domain()) {
            return refused("the domain is reserved for examples: not sent outside this machine", None);
        }
        if self.offer.size.is_some_and(|limit| limit > 0 && message.len() as u64 > limit) {
            return refused("the letter is bigger than the server takes: not sent", Some("5.3.4"));
        }
        if !message.is_ascii() && !self.offer.eight_bit {
            return refused("the letter is not 7-bit and the server takes nothing else: not sent", Some("5.6.1"));
        }
        None
    }

    fn steps(&self, envelope: &Envelope, message: &[u8]) -> Result<Vec<Step>, Verdict> {
        let mut parameters = Vec::new();
        if self.offer.size.is_some() {
            parameters.push(MailParameter::Size(message.len()));
        }
        if !message.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = envelope.from.as_ref().map(wire_address).transpose()?;
        let to = wire_address(&envelope.to)?;
        let step = |stage, command: &dyn Display, hoped| Step { stage, command: command.to_string(), hoped };
        let reset = self.needs_reset.then(|| step(Stage::Reset, &Rset, &[250]));
        let rest = [
            step(Stage::Mail, &Mail::new(from, parameters), &[250]),
            step(Stage::Rcpt, &Rcpt::new(to, Vec::new()), &[250, 251, 252]),
            step(Stage::Data, &Data, &[354]),
        ];
        Ok(reset.into_iter().chain(rest).collect())
    }

    /// Gets as far as 354, or to the end of the message's way.
    async fn open(&mut self, steps: &[Step]) -> Result<Option<End>, Broken> {
        if self.offer.pipelining {
            let group: String = steps.iter().map(|step| step.command.as_str()).collect();
            self.wire.send(Stage::Mail, group.as_bytes()).await?;
        }
        self.needs_reset = true;
        let mut refusal = None;
        let mut is_open = false;
        for step in steps {
            match self.take(step, refusal.is_some()).await {
                Ok(None) => is_open = step.stage == Stage::Data,
                Ok(Some(verdict)) => refusal = refusal.or(Some(verdict)),
                // What was refused before stays refused, whatever happened behind it.
                Err(broken) => return refusal.map_or(Err(broken), |verdict| Ok(Some(End::Closed(verdict)))),
            }
            if refusal.is_some() && !self.offer.pipelining {
                break;
            }
        }
        match refusal {
            None => Ok(None),
            Some(verdict) if is_open => Ok(Some(self.close_empty(verdict).await)),
            Some(verdict) => Ok(Some(End::Kept(verdict))),
        }
    }

    /// One command's reply: a verdict if it was refused in an orderly way.
    async fn take(&mut self, step: &Step, is_after_refusal: bool) -> Result<Option<Verdict>, Broken> {
        if !self.offer.pipelining {
            if !self.wire.is_silent().await {
                return Err(garbled(step.stage, "words nobody asked for"));
            }
            self.wire.send(step.stage, step.command.as_bytes()).await?;
        }
        let reply = self.wire.reply(step.stage).await?;
        if step.hoped.contains(&reply.code) {
            return Ok(None);
        }
        let is_disorder = reply.code == 503 && !is_after_refusal;
        let is_refusal = reply.is_negative() && reply.code != 421 && !is_disorder && step.stage != Stage::Reset;
        if is_refusal { Ok(Some(of_reply(step.stage, &reply))) } else { Err(said(step.stage, reply)) }
    }

    /// DATA was let through though the recipient was not: ended without a letter, which the server must refuse
    /// (RFC 2920 section 3.1).
    async fn close_empty(&mut self, verdict: Verdict) -> End {
        let is_refused = match self.wire.ask(Stage::Data, ".\r\n").await {
            Ok(reply) => reply.is_negative() && reply.code != 421,
            Err(_) => false,
        };
        if is_refused { End::Kept(verdict) } else { End::Closed(verdict) }
    }

    async fn write_letter(&mut self, message: &[u8], dot: &mut bool) -> End {
        match self.body(message).await {
            Ok(Some(early)) => End::Closed(early),
            Ok(None) => {
                *dot = true;
                self.final_dot().await
            }
            Err(broken) => End::Closed(of_broken(&broken)),
        }
    }

    /// Writes everything but the final dot; a verdict, if the server did not wait for it.
    async fn body(&mut self, message: &[u8]) -> Result<Option<Verdict>, Broken> {
        if !self.wire.is_silent().await {
            return Err(garbled(Stage::Data, "words behind its 354"));
        }
        for block in stuffed(message).chunks(BLOCK) {
            self.wire.send(Stage::Body, block).await?;
        }
        if self.wire.is_silent().await {
            return Ok(None);
        }
        // The dot has not been written: whatever this is, the server does not have the letter.
        let reply = self.wire.reply(Stage::Body).await?;
        Ok(Some(of_reply(Stage::Body, &reply)))
    }

    async fn final_dot(&mut self) -> End {
        let reply = match self.wire.ask(Stage::Answer, ".\r\n").await {
            Ok(reply) => reply,
            Err(broken) => return End::Closed(of_broken(&broken)),
        };
        if reply.code == 250 {
            self.needs_reset = false;
            return End::Kept(Verdict::Accepted);
        }
        let verdict = of_reply(Stage::Answer, &reply);
        if reply.is_negative() && !matches!(reply.code, 421 | 503) { End::Kept(verdict) } else { End::Closed(verdict) }
    }
}

fn garbled(stage: Stage, what: &'static str) -> Broken {
    Broken { stage, fault: Fault::Garbled(what) }
}

fn said(stage: Stage, reply: Reply) -> Broken {
    Broken { stage, fault: Fault::Said(reply) }
}

/// The address as lettre writes it into a command.
fn wire_address(address: &Address) -> Result<lettre::Address, Verdict> {
    lettre::Address::new(address.local_part(), address.domain()).map_err(|_| Verdict::Refused {
        reason: "the address cannot be written in SMTP: not sent".to_owned(),
        status: Some("5.1.3".to_owned()),
        address_is_dead: false,
    })
}
