//! One mail on the desk: what it is about, and who wrote it.

use crate::domain::address::Address;
use crate::domain::delivery::Delivery;
use crate::domain::event::EventName;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::engine::collect::Record;
use crate::engine::people::{as_corrected, pairs_of};
use crate::mail::read::Incoming;
use crate::store::{NewNote, PairRow, StoreError};
use serde_json::json;

/// The most characters of a token.
const LONGEST_TOKEN: usize = 64;

/// A mail, and where what follows from it is put.
pub(super) struct Ear<'a> {
    pub record: Record<'a>,
    pub mail: &'a Incoming,
}

/// What a mail is about, as far as it can be told.
pub(super) struct Matter {
    pub pair: PairRow,
    /// Who of the pair wrote, by the address.
    pub role: Option<Role>,
    /// The letter it answers.
    pub letter: Option<Delivery>,
}

impl Ear<'_> {
    /// Sendoff's own address, with or without a token: a mail of ours that came back by some detour.
    pub fn is_from_ourselves(&self) -> bool {
        let own = self.record.office.address();
        let is_own = |from: &Address| {
            let local = from.local_part().split('+').next().unwrap_or_default();
            local.eq_ignore_ascii_case(own.local_part()) && from.domain() == own.domain()
        };
        self.mail.from.as_ref().is_some_and(is_own)
    }

    /// The receiving server says that the sender's domain is forged.
    pub fn is_forged(&self) -> bool {
        let mailbox = self.record.office.service.mailbox.as_ref();
        let server = mailbox.and_then(|mailbox| mailbox.authserv_id.as_ref());
        server.is_some_and(|server| self.mail.fails_dmarc(server))
    }

    /// Our own addresses with a token that it was sent to.
    pub fn tokened(&self) -> Vec<Address> {
        let own = self.record.office.address();
        let tokens = self.mail.tokens(own).into_iter().filter(|token| token.len() <= LONGEST_TOKEN);
        tokens
            .filter_map(|token| Address::parse(&format!("{}+{token}@{}", own.local_part(), own.domain())).ok())
            .collect()
    }

    /// The pair it is about: by the token in our address, else by the letter it answers, else by who wrote.
    pub fn matter(&self) -> Result<Option<Matter>, StoreError> {
        let tx = self.record.tx;
        let mut letter = None;
        for id in self.mail.references.iter().take(10) {
            letter = letter.or(tx.deliveries_by_message_id(id)?.into_iter().next());
        }
        let mut place = None;
        for address in self.tokened() {
            place = place.or(tx.pair_of_organizer(&address)?);
        }
        let of_letter = letter.as_ref().map(|row| (row.key.step.programme.clone(), row.key.step.pair.clone()));
        let pair = match place.or(of_letter) {
            Some((programme, id)) => tx.pair(&programme, &id)?,
            None => self.pair_of_sender()?,
        };
        let Some(pair) = pair else { return Ok(None) };
        let letter = letter.filter(|row| row.key.step.programme == pair.programme && row.key.step.pair == pair.pair.id);
        let role = self.role_of_sender(&pair)?;
        Ok(Some(Matter { pair, role, letter }))
    }

    /// The first pair of who wrote that is still there.
    fn pair_of_sender(&self) -> Result<Option<PairRow>, StoreError> {
        let Some(from) = &self.mail.from else { return Ok(None) };
        let rows = pairs_of(self.record.tx, &from.key())?;
        Ok(rows.into_iter().map(|(row, _)| row).min_by_key(|row| row.vanished))
    }

    /// By the sheet's address, or by the one the person chose.
    fn role_of_sender(&self, pair: &PairRow) -> Result<Option<Role>, StoreError> {
        let Some(from) = self.mail.from.as_ref() else { return Ok(None) };
        let now = as_corrected(self.record.tx, pair)?;
        let has = |pair: &Pair, role| pair.person(role).is_some_and(|person| person.address.same_as(from));
        Ok(Role::PAIR.into_iter().find(|role| has(&pair.pair, *role) || has(&now, *role)))
    }

    /// Where that role was shown that event: the present address, and earlier ones (rule 12).
    pub fn addresses(&self, pair: &PairRow, event: EventName, role: Role, shown: &[Delivery]) -> Vec<Address> {
        let was_shown =
            |row: &&Delivery| row.key.role == role && row.shown.as_ref().is_some_and(|shown| shown.event == event);
        let mut addresses: Vec<Address> = shown.iter().filter(was_shown).filter_map(|row| row.to.clone()).collect();
        if !addresses.is_empty() {
            addresses.extend(pair.pair.person(role).map(|person| person.address.clone()));
        }
        addresses
    }

    /// Tells the coordinator of somebody who answered and was not counted, once for each.
    pub fn tell_of_stranger(&self, pair: &PairRow, who: &str) -> Result<(), StoreError> {
        self.note(pair, "stranger_answered", who, json!({ "who": who }))
    }

    pub fn note(
        &self,
        pair: &PairRow,
        kind: &str,
        occurrence: &str,
        detail: serde_json::Value,
    ) -> Result<(), StoreError> {
        let note = NewNote {
            programme: pair.programme.clone(),
            pair: pair.pair.id.clone(),
            kind: kind.to_owned(),
            occurrence: occurrence.to_owned(),
            detail,
            urgent: false,
        };
        self.record.tx.raise_note(&note, self.record.now).map(|_| ())
    }
}
