//! Letters that came back, complaints, and mails that stop letters (rule 26).

use super::Heard;
use super::ear::Ear;
use crate::domain::address::Address;
use crate::domain::delivery::Delivery;
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::key::Slot;
use crate::domain::person::Role;
use crate::engine::people::pairs_of;
use crate::mail::read::{Action, Bounce, Complaint};
use crate::store::{PairRow, Source, StoreError};
use serde_json::json;

impl Ear<'_> {
    /// A report without a letter of ours in it is somebody else's: spam with our address as its sender comes back too.
    pub fn take_bounce(&self, bounce: &Bounce) -> Result<Heard, StoreError> {
        let came_back_to: Vec<&Address> = self.mail.to.iter().chain(&bounce.returned_to).collect();
        let Some(letter) = self.letter(&came_back_to, &bounce.message_ids)? else { return Ok(Heard::Nothing) };
        let failed = || bounce.recipients.iter().filter(|one| one.action == Action::Failed);
        let is_its = |address: &Address| letter.to.as_ref().is_some_and(|to| to.same_as(address));
        let its = failed().find(|one| one.address.as_ref().is_some_and(is_its));
        // One letter has one recipient: any other name in its report is what became of theirs on the way.
        let Some(failed) = its.or_else(|| failed().next()) else { return Ok(Heard::Nothing) };
        let place = &letter.key.step;
        let Some(pair) = self.record.tx.pair(&place.programme, &place.pair)? else { return Ok(Heard::Nothing) };
        let is_person = Role::PAIR.contains(&letter.key.role) && letter.key.slot == Slot::Reader;
        if !failed.is_dead() || !is_person {
            let detail = json!({ "about": letter.key.role.name(), "detail": failed.text });
            self.note(&pair, "letter_refused", &letter.id.to_string(), detail)?;
            return Ok(Heard::Told);
        }
        let key = letter.to.as_ref().map(Address::key).unwrap_or_default();
        if self.record.tx.address_state(&key)?.bounced_at.is_some() {
            return Ok(Heard::Known);
        }
        // Said in words alone: nobody of that name is there (RFC 3463 section 3.2).
        let status = failed.status.clone().unwrap_or_else(|| "5.1.1".to_owned());
        let what = What::Bounced { status, text: failed.text.clone(), address: letter.to.clone() };
        self.put(&pair, letter.key.role, what)
    }

    /// "This is spam" is a clumsy way to say "no more letters".
    pub fn take_complaint(&self, complaint: &Complaint) -> Result<Heard, StoreError> {
        let addresses: Vec<&Address> = complaint.addresses.iter().collect();
        let Some(letter) = self.letter(&addresses, &complaint.message_ids)? else { return Ok(Heard::Nothing) };
        let place = &letter.key.step;
        let Some(pair) = self.record.tx.pair(&place.programme, &place.pair)? else { return Ok(Heard::Nothing) };
        let role = letter.key.role;
        if !Role::PAIR.contains(&role) || letter.key.slot != Slot::Reader {
            return Ok(Heard::Nothing);
        }
        let heard = self.stop(&pair, role)?;
        self.note(&pair, "stopped_letters", role.name(), json!({ "about": role.name() }))?;
        Ok(heard)
    }

    /// `stop TOKEN`: the token says whose letters about which pair. Without one of ours in it, a person has to look.
    pub fn take_stop(&self, token: &str) -> Result<Heard, StoreError> {
        let office = self.record.office;
        let mut candidates: Vec<PairRow> = self.matter()?.map(|matter| matter.pair).into_iter().collect();
        if let Some(from) = &self.mail.from {
            candidates.extend(pairs_of(self.record.tx, &from.key())?.into_iter().map(|(row, _)| row));
        }
        for pair in &candidates {
            let is_theirs = |role: &Role| office.stop_token(&pair.programme, pair.id(), *role) == token;
            if let Some(role) = Role::PAIR.into_iter().find(is_theirs) {
                return self.stop(pair, role);
            }
        }
        if self.mail.is_automatic { Ok(Heard::Nothing) } else { self.forward("") }
    }

    fn stop(&self, pair: &PairRow, role: Role) -> Result<Heard, StoreError> {
        let facts = self.record.tx.facts(&pair.programme, pair.id())?;
        let own = facts.iter().rev().filter(|fact| fact.who == Some(role));
        let last = own.map(|fact| &fact.what).find(|what| matches!(what, What::Stopped { .. } | What::Resumed { .. }));
        if matches!(last, Some(What::Stopped { .. })) {
            return Ok(Heard::Known);
        }
        self.put(pair, role, What::Stopped { what: Stop::Letters, address: None })
    }

    fn put(&self, pair: &PairRow, role: Role, what: What) -> Result<Heard, StoreError> {
        let fact = Fact { at: self.record.now, who: Some(role), what };
        self.record.put(pair, fact, Source::Mailbox)?;
        Ok(Heard::Counted)
    }

    /// The letter by the token in its envelope sender, else by its Message-ID. One that never went out cannot come back.
    fn letter(&self, came_back_to: &[&Address], message_ids: &[String]) -> Result<Option<Delivery>, StoreError> {
        let tx = self.record.tx;
        let own = self.record.office.address();
        for address in came_back_to.iter().filter(|address| !address.same_as(own) && address.domain() == own.domain()) {
            let letter = tx.delivery_of_envelope(address)?.filter(Delivery::is_shown);
            if letter.is_some() {
                return Ok(letter);
            }
        }
        for id in message_ids.iter().take(20) {
            let letter = tx.deliveries_by_message_id(id)?.into_iter().find(Delivery::is_shown);
            if letter.is_some() {
                return Ok(letter);
            }
        }
        Ok(None)
    }
}
