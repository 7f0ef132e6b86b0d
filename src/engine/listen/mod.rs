//! What people and machines answer by mail becomes facts, notes, or a letter to the coordinator (rules 4 to 6, 26, 34).
//!
//! Each mail acts once: that it was read is put down in the same transaction as everything it brings about. Nothing here answers a mail, and what a
//! machine wrote changes nothing but by a calendar answer or a report. What is not understood is forwarded, never guessed.

mod answer;
mod draft;
mod ear;
mod forward;
mod person;
mod report;

use crate::engine::Engine;
use crate::engine::collect::Record;
use crate::engine::error::EngineError;
use crate::engine::listen::ear::Ear;
use crate::engine::tick::programmes;
use crate::mail::read::{Incoming, Kind, read};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// What a mail came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It was read before; nothing happened.
    Before,
    /// At least one fact was put on record.
    Counted,
    /// A calendar answer to a time that is no more, or that says what is known already.
    Known,
    /// Somebody answered who was not asked, or could not be trusted; the coordinator is told.
    NotCounted,
    /// A person reads it: the coordinator.
    Forwarded,
    /// The mentor gets what they wrote back as a draft.
    Drafted,
    /// The coordinator is told in a note: a letter came back for a reason that does not lie with the address.
    Told,
    /// It is about nothing of ours, or nothing follows from it.
    Nothing,
}

impl Heard {
    /// The word in log lines.
    pub fn name(self) -> &'static str {
        match self {
            Heard::Before => "before",
            Heard::Counted => "counted",
            Heard::Known => "known",
            Heard::NotCounted => "not counted",
            Heard::Forwarded => "forwarded",
            Heard::Drafted => "drafted",
            Heard::Told => "told",
            Heard::Nothing => "nothing",
        }
    }
}

impl Engine {
    /// Which of these names, by which a mailbox calls its mails, were not read yet; in their order.
    ///
    /// # Errors
    /// The database.
    pub fn unread(&self, names: Vec<String>) -> Result<Vec<String>, EngineError> {
        let mut unread = Vec::new();
        for name in names {
            if !self.store.has_seen(&key_of_name(&name))? {
                unread.push(name);
            }
        }
        Ok(unread)
    }

    /// Reads a mail and does what follows from it, once. `name` is what the mailbox calls it.
    ///
    /// # Errors
    /// The database: nothing of it happened then, and it can be read again.
    pub fn listen(&mut self, name: &str, bytes: &[u8], now: Timestamp) -> Result<Heard, EngineError> {
        self.take_in(name, bytes, &read(bytes), now)
    }

    /// The same for a mail that was taken apart already.
    ///
    /// # Errors
    /// The database: nothing of it happened then, and it can be read again.
    pub fn take_in(&mut self, name: &str, bytes: &[u8], mail: &Incoming, now: Timestamp) -> Result<Heard, EngineError> {
        let keys = [key_of_name(name), key_of_mail(mail, bytes)];
        let programmes = programmes(&self.store)?;
        let is_braked = self.store.is_braked()?;
        let office = &self.office;
        let heard = self.store.write(|tx| {
            let [name, content] = &keys;
            tx.mark_seen(name, now)?;
            if !tx.mark_seen(content, now)? {
                return Ok(Heard::Before);
            }
            let record = Record { tx, office, programmes: &programmes, is_braked, now };
            Ear { record, mail }.hear()
        })?;
        Ok(heard)
    }
}

impl Ear<'_> {
    fn hear(&self) -> Result<Heard, crate::store::StoreError> {
        if self.mail.is_ours || self.is_from_ourselves() {
            return Ok(Heard::Nothing);
        }
        match &self.mail.kind {
            Kind::Answers(answers) => self.take_answers(answers),
            Kind::Bounce(bounce) => self.take_bounce(bounce),
            Kind::Complaint(complaint) => self.take_complaint(complaint),
            Kind::Unsubscribe { token } => self.take_stop(token),
            Kind::Human(human) => self.take_words(&human.text),
            // RFC 3834 section 2: never answered, and nothing is concluded from it. Exchange's wrapping may hide more than a machine's words.
            Kind::Automatic if self.mail.hides_an_answer => self.forward(""),
            Kind::Automatic | Kind::OtherCalendar(_) => Ok(Heard::Nothing),
        }
    }
}

fn key_of_name(name: &str) -> Vec<u8> {
    hash(&[b"name", name.as_bytes()])
}

/// The same mail under another name (delivered twice, moved, a mailbox that was rebuilt) is the same mail: its Message-ID, who wrote, and its body.
fn key_of_mail(mail: &Incoming, bytes: &[u8]) -> Vec<u8> {
    let Some(id) = &mail.message_id else { return hash(&[b"mail", bytes]) };
    let crlf = bytes.windows(4).position(|end| end == b"\r\n\r\n").map(|at| at + 4);
    let lf = bytes.windows(2).position(|end| end == b"\n\n").map(|at| at + 2);
    let body = crlf.into_iter().chain(lf).min().map_or(&bytes[..0], |at| &bytes[at..]);
    let from = mail.from.as_ref().map(crate::domain::address::Address::key).unwrap_or_default();
    hash(&[b"message-id", id.as_bytes(), from.as_bytes(), mail.subject.as_bytes(), body])
}

fn hash(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize()[..16].to_vec()
}

#[cfg(test)]
mod tests;
