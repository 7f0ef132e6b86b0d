//! What a person has to read goes to the coordinator at once, with the pair named (rule 6).
//!
//! A forwarded letter says that a machine sent it, and an answer to it goes to the person who wrote. A coordinator's own mail is never forwarded to them,
//! and no sender gets more than a few through in a day: whatever two machines say to each other, it ends.

use super::Heard;
use super::ear::{Ear, Matter};
use crate::domain::delivery::Delivery;
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::person::{Coordinator, Role};
use crate::domain::step::Step;
use crate::engine::decided::LETTER_FAILED;
use crate::engine::desk::{DeskLetter, day_number, desk_context, label};
use crate::engine::error::EngineError;
use crate::mail::mailbox::Mailbox;
use crate::render::context::coordinator::Forwarded;
use crate::store::{MessageBytes, NewNote, ProgrammeRow, StoreError};

/// Letters forwarded about one pair in one day, at most.
const MOST_A_DAY: usize = 20;

/// The words that are passed on.
#[derive(Clone, Copy)]
struct Passed<'a> {
    text: &'a str,
    /// They came with a calendar's answer that was counted.
    is_counted: bool,
}

impl Ear<'_> {
    /// Queues the letter to the first coordinator of the pair's programme; of the first programme where no pair is known.
    pub fn forward(&self, text: &str) -> Result<Heard, StoreError> {
        self.pass_on(Passed { text, is_counted: false })
    }

    /// The same for words beside a calendar's answer, which itself was counted.
    pub fn forward_beside(&self, text: &str) -> Result<Heard, StoreError> {
        self.pass_on(Passed { text, is_counted: true })
    }

    fn pass_on(&self, passed: Passed<'_>) -> Result<Heard, StoreError> {
        let matter = self.matter()?;
        let known = matter.as_ref().and_then(|matter| self.record.programmes.get(&matter.pair.programme));
        let any = || self.record.programmes.values().find(|programme| !programme.vanished);
        let Some(programme) = known.or_else(any) else { return Ok(Heard::Nothing) };
        let Some(coordinator) = programme.programme.coordinators.first() else { return Ok(Heard::Nothing) };
        let is_own = self.mail.senders().any(|from| from.same_as(&coordinator.address));
        let says_nothing = passed.text.trim().is_empty() && self.mail.subject.is_empty() && !self.mail.hides_an_answer;
        if is_own || says_nothing {
            return Ok(Heard::Nothing);
        }
        let pair = matter.as_ref().map_or("", |matter| matter.pair.id());
        let round = day_number(programme.programme.zone.time_zone(), self.record.now);
        let rows = self.record.tx.deliveries(&programme.id, pair)?;
        let today = rows.iter().filter(|row| row.key.step.step == Step::Forwarded && row.key.round == round);
        let revisions: Vec<u32> = today.map(|row| row.key.revision).collect();
        if revisions.len() >= MOST_A_DAY {
            return Ok(Heard::Nothing);
        }
        let step =
            StepKey { programme: programme.id.clone(), pair: pair.to_owned(), step: Step::Forwarded, occurrence: 1 };
        let revision = revisions.into_iter().max().unwrap_or(0) + 1;
        let key = DeliveryKey { step, role: Role::Coordinator, slot: Slot::Reader, reader: 0, round, revision };
        match self.compose(key.clone(), programme, coordinator, matter.as_ref(), passed) {
            Ok((row, message)) => self.record.tx.insert_delivery(&row, Some(&message))?,
            Err(fault) => self.tell_of_fault(&key, &fault)?,
        };
        Ok(Heard::Forwarded)
    }

    fn compose(
        &self,
        key: DeliveryKey,
        programme: &ProgrammeRow,
        coordinator: &Coordinator,
        matter: Option<&Matter>,
        passed: Passed<'_>,
    ) -> Result<(Delivery, MessageBytes), EngineError> {
        let (office, now) = (self.record.office, self.record.now);
        let mut context = desk_context(office, programme, coordinator);
        context.forwarded = Some(self.words(programme, matter, passed));
        let reply_to = self.mail.from.clone().map(|address| Mailbox { name: self.mail.from_name.clone(), address });
        let step_headers = vec![key.to_string()];
        let basis = Step::Forwarded.name().to_owned();
        DeskLetter { key, programme, coordinator, context, basis, reply_to, step_headers }.finish(office, now)
    }

    /// Known people go by the name they have here; what a mail calls itself is shown with its address.
    fn words(&self, programme: &ProgrammeRow, matter: Option<&Matter>, passed: Passed<'_>) -> Forwarded {
        let known = matter.and_then(|matter| matter.pair.pair.person(matter.role?));
        let address = self.mail.from.as_ref().map(ToString::to_string).unwrap_or_default();
        let is_forged = self.is_forged();
        let from = match known {
            Some(person) if !is_forged => person.name.clone(),
            Some(_) => address,
            None if self.mail.from_name.is_empty() => address,
            None => format!("{} ({address})", self.mail.from_name),
        };
        Forwarded {
            programme: matter.map(|_| programme.programme.name.clone()),
            pair: matter.map(|matter| label(&matter.pair.pair)),
            from,
            subject: self.mail.subject.clone(),
            text: passed.text.to_owned(),
            is_forged,
            hides_an_answer: self.mail.hides_an_answer,
            is_counted: passed.is_counted,
            is_cut: self.mail.is_cut,
        }
    }

    /// The mail stays in the mailbox; that it could not be passed on is told.
    fn tell_of_fault(&self, key: &DeliveryKey, fault: &EngineError) -> Result<i64, StoreError> {
        let note = NewNote {
            programme: key.step.programme.clone(),
            pair: key.step.pair.clone(),
            kind: LETTER_FAILED.to_owned(),
            occurrence: Step::Forwarded.name().to_owned(),
            detail: fault.detail(),
            urgent: false,
        };
        self.record.tx.raise_note(&note, self.record.now)
    }
}
