//! A coordinator's desk: whom letters to coordinators go to, over all programmes they look after, and how such a letter is finished.

use crate::domain::delivery::{Delivery, State};
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::pair::Pair;
use crate::domain::person::{Coordinator, Language, Role, Zone};
use crate::domain::step::Step;
use crate::domain::timeline::short_hash;
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::mail::compose::{Outgoing, compose};
use crate::mail::mailbox::Mailbox;
use crate::render::context::coordinator::PairLabel;
use crate::render::{Context, context};
use crate::store::{MessageBytes, ProgrammeRow, StoreError, View};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One coordinator, over all programmes they look after.
pub(crate) struct Desk<'a> {
    /// Whose.
    pub coordinator: &'a Coordinator,
    /// The programmes, the home of the desk first.
    pub programmes: Vec<&'a ProgrammeRow>,
    /// The place of this coordinator in the list of the home.
    pub reader: u32,
}

/// A letter to a coordinator, before it is finished.
pub(crate) struct DeskLetter<'a> {
    /// Its row key.
    pub key: DeliveryKey,
    /// The programme whose language it keeps.
    pub programme: &'a ProgrammeRow,
    /// Who reads it.
    pub coordinator: &'a Coordinator,
    /// What it says.
    pub context: Context,
    /// What it was made from.
    pub basis: String,
    /// Where an answer goes, if not to Sendoff.
    pub reply_to: Option<Mailbox>,
    /// Values of `X-Sendoff-Step`.
    pub step_headers: Vec<String>,
}

/// Coordinators by address, in the order of the programmes.
pub(crate) fn desks(programmes: &BTreeMap<String, ProgrammeRow>) -> Vec<Desk<'_>> {
    let mut desks: Vec<Desk<'_>> = Vec::new();
    for programme in programmes.values() {
        for (reader, coordinator) in (0..).zip(&programme.programme.coordinators) {
            match desks.iter_mut().find(|desk| desk.coordinator.address.same_as(&coordinator.address)) {
                Some(desk) => desk.programmes.push(programme),
                None => desks.push(Desk { coordinator, programmes: vec![programme], reader }),
            }
        }
    }
    desks
}

impl Desk<'_> {
    /// The programme whose clock, language and sending hours the mail keeps.
    pub fn home(&self) -> &ProgrammeRow {
        self.programmes[0]
    }

    /// The language the mail is written in.
    pub fn language(&self, office: &Office) -> Language {
        language_of(office, self.home())
    }

    /// The zone of that programme.
    pub fn zone(&self) -> &Zone {
        &self.home().programme.zone
    }

    /// The day on the coordinator's calendar.
    pub fn round(&self, now: Timestamp) -> u32 {
        day_number(self.zone().time_zone(), now)
    }

    /// The key of the next letter of that step today.
    pub fn next_key(&self, store: &View, step: Step, now: Timestamp) -> Result<DeliveryKey, StoreError> {
        let step = StepKey { programme: self.home().id.clone(), pair: String::new(), step, occurrence: 1 };
        let round = self.round(now);
        let rows = store.deliveries(&self.home().id, "")?;
        let earlier =
            rows.iter().filter(|row| row.key.step == step && row.key.reader == self.reader && row.key.round == round);
        let revision = earlier.map(|row| row.key.revision).max().unwrap_or(0) + 1;
        Ok(DeliveryKey { step, role: Role::Coordinator, slot: Slot::Reader, reader: self.reader, round, revision })
    }
}

/// The name of a setting about one coordinator; the address itself is not needed for that.
pub(crate) fn setting_about(what: &str, coordinator: &Coordinator) -> String {
    format!("{what} {}", short_hash([coordinator.address.key().as_str()].into_iter()))
}

impl DeskLetter<'_> {
    /// The row and its bytes, ready for the outbox.
    ///
    /// # Errors
    /// A template that fails, or a setting that cannot stand in a header.
    pub fn finish(self, office: &Office, now: Timestamp) -> Result<(Delivery, MessageBytes), EngineError> {
        let language = language_of(office, self.programme);
        let step = self.key.step.step;
        let letter = office.renderer.letter(step, Role::Coordinator, &language, &self.context)?;
        let own = &office.service.mail.from;
        let to = self.coordinator.address.clone();
        let message = compose(&office.redirected(Outgoing {
            key: &self.key,
            seed: &office.seed,
            decided_at: now,
            from: Mailbox { name: own.name.clone(), address: own.address.clone() },
            to: Mailbox { name: self.coordinator.name.clone(), address: to.clone() },
            reply_to: self.reply_to,
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            language: letter.language.tag().to_owned(),
            calendar: None,
            list_unsubscribe: None,
            references: None,
            step_headers: self.step_headers,
        }))?;
        let envelope_from = office.bounce_address(&self.key);
        let row = Delivery {
            id: 0,
            key: self.key,
            to: Some(to.clone()),
            state: State::Queued,
            reason: None,
            due_at: now,
            decided_at: now,
            useful_until: None,
            basis: self.basis,
            message_id: Some(message.message_id),
            subject: Some(message.subject),
            shown: None,
            changed_at: now,
            next_attempt_at: Some(now),
            attempts: 0,
            may_have_arrived: false,
        };
        let envelope_to = office.redirect().cloned().unwrap_or(to);
        Ok((row, MessageBytes { envelope_from, envelope_to, bytes: message.bytes }))
    }
}

/// The language letters to that programme's coordinators are written in.
pub(crate) fn language_of(office: &Office, programme: &ProgrammeRow) -> Language {
    let language = &programme.programme.language;
    office.renderer.choose(language, language)
}

/// The number of the day on the coordinator's calendar, from 1970: letters to coordinators have no round of an event.
pub(crate) fn day_number(zone: &jiff::tz::TimeZone, now: Timestamp) -> u32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let today = now.to_zoned(zone.clone()).date();
    u32::try_from(today.duration_since(epoch).as_hours() / 24).unwrap_or(0)
}

/// A context that says which coordinator reads, and for which programme.
pub(crate) fn desk_context(office: &Office, programme: &ProgrammeRow, coordinator: &Coordinator) -> Context {
    let organisation = &office.service.organisation;
    let address = coordinator.address.to_string();
    let mut context = Context::new(
        context::Reader {
            called: coordinator.name.clone(),
            name: coordinator.name.clone(),
            role: Role::Coordinator,
            address: address.clone(),
        },
        context::Programme {
            name: programme.programme.name.clone(),
            organisation: organisation.name.clone(),
            ends: programme.programme.ends,
        },
        context::Coordinator { name: coordinator.name.clone(), address },
    );
    context.test_for = office.redirect().map(|_| coordinator.name.clone());
    context.privacy = context::Privacy {
        contact: Some(organisation.privacy_contact.to_string()),
        url: organisation.privacy_url.clone(),
    };
    context
}

/// A pair, as a coordinator knows it.
pub(crate) fn label(pair: &Pair) -> PairLabel {
    PairLabel { id: pair.id.clone(), mentor: pair.mentor.called().to_owned(), mentee: pair.mentee.called().to_owned() }
}
