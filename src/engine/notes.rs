//! What needs a person, told to the coordinators: one mail a day each, across programmes; what cannot wait goes at once (rule 35).

use crate::domain::delivery::{Delivery, State};
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::person::{Coordinator, Role, Zone};
use crate::domain::step::Step;
use crate::domain::timeline::NoticeKind;
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::engine::tick::{Ticked, programmes};
use crate::mail::compose::{Outgoing, compose};
use crate::mail::mailbox::Mailbox;
use crate::render::context::coordinator::{Note as Told, NoteKind, PairLabel};
use crate::render::{Context, context};
use crate::store::{MessageBytes, Note, ProgrammeRow, StoreError, Tx, View};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One coordinator, over all programmes they look after.
pub(super) struct Desk<'a> {
    pub(super) coordinator: &'a Coordinator,
    /// The programmes, each with the place of this coordinator in its list.
    pub(super) programmes: Vec<&'a ProgrammeRow>,
    pub(super) reader: u32,
}

impl Engine {
    /// Queues the notes that may go now, and remembers when the others may.
    ///
    /// # Errors
    /// The database.
    pub(crate) fn tell_coordinators(&mut self, now: Timestamp, ticked: &mut Ticked) -> Result<(), EngineError> {
        let programmes = programmes(&self.store)?;
        self.notes_wake_at = None;
        for desk in desks(&programmes) {
            let mut notes = Vec::new();
            for programme in &desk.programmes {
                notes.extend(self.store.untold_notes(&programme.id, &desk.coordinator.address.key())?);
            }
            let (urgent, patient): (Vec<Note>, Vec<Note>) = notes.into_iter().partition(|note| note.note.urgent);
            let goes_at = desk.next_mail_at(&self.store, now)?;
            let mut mails = vec![urgent];
            if goes_at <= now {
                mails.push(patient);
            } else if !patient.is_empty() {
                self.notes_wake_at = Some(self.notes_wake_at.map_or(goes_at, |at| at.min(goes_at)));
            }
            let office = &self.office;
            for notes in mails.into_iter().filter(|notes| !notes.is_empty()) {
                let posted = self.store.write(|tx| desk.post(tx, office, &notes, now))?;
                match posted {
                    Ok(()) => ticked.queued += 1,
                    Err(fault) => ticked.faults.push(fault),
                }
            }
        }
        Ok(())
    }
}

/// Coordinators by address, in the order of the programmes.
pub(super) fn desks(programmes: &BTreeMap<String, ProgrammeRow>) -> Vec<Desk<'_>> {
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
    pub(super) fn home(&self) -> &ProgrammeRow {
        self.programmes[0]
    }

    pub(super) fn zone(&self) -> &Zone {
        &self.home().programme.zone
    }

    /// When a collected mail may go: in sending hours, and not on a day that had one.
    fn next_mail_at(&self, store: &View, now: Timestamp) -> Result<Timestamp, StoreError> {
        let calendar = &self.home().programme.calendar;
        let zone = self.zone().time_zone();
        let round = self.round(now);
        let rows = store.deliveries(&self.home().id, "")?;
        let had_one = rows.iter().any(|row| {
            row.key.step.step == Step::Note
                && row.key.reader == self.reader
                && row.key.round == round
                && row.basis.starts_with(COLLECTED)
        });
        if had_one {
            let clock = calendar.hours.open;
            return Ok(calendar.same_clock_next_sending_day(zone, now, clock));
        }
        Ok(calendar.next_sending_time(zone, now))
    }

    pub(super) fn round(&self, now: Timestamp) -> u32 {
        day_number(self.zone().time_zone(), now)
    }

    /// Writes the mail and marks its notes as told. A template fault is returned inside, so that nothing else is undone.
    fn post(
        &self,
        tx: &Tx<'_>,
        office: &Office,
        notes: &[Note],
        now: Timestamp,
    ) -> Result<Result<(), EngineError>, StoreError> {
        let step = StepKey { programme: self.home().id.clone(), pair: String::new(), step: Step::Note, occurrence: 1 };
        let round = self.round(now);
        let rows = tx.deliveries(&self.home().id, "")?;
        let earlier =
            rows.iter().filter(|row| row.key.step == step && row.key.reader == self.reader && row.key.round == round);
        let revision = earlier.map(|row| row.key.revision).max().unwrap_or(0) + 1;
        let key =
            DeliveryKey { step, role: Role::Coordinator, slot: Slot::Reader, reader: self.reader, round, revision };
        let mut told = Vec::new();
        for note in notes {
            told.push(self.told(tx, note)?);
        }
        let (row, message) = match self.compose(office, &key, notes, told, now) {
            Ok(composed) => composed,
            Err(fault) => return Ok(Err(fault)),
        };
        let delivery = tx.insert_delivery(&row, Some(&message))?;
        for note in notes {
            tx.mark_told(note.id, &self.coordinator.address.key(), delivery)?;
        }
        Ok(Ok(()))
    }

    fn compose(
        &self,
        office: &Office,
        key: &DeliveryKey,
        notes: &[Note],
        told: Vec<Told>,
        now: Timestamp,
    ) -> Result<(Delivery, MessageBytes), EngineError> {
        let mut context = desk_context(office, self.home(), self.coordinator);
        context.notes = told;
        let language = office.renderer.choose(&self.home().programme.language, &self.home().programme.language);
        let letter = office.renderer.letter(Step::Note, Role::Coordinator, &language, &context)?;
        let own = &office.service.mail.from;
        let covered: Vec<String> =
            notes.iter().map(|note| format!("{}/{}", note.note.programme, note.note.pair)).collect();
        let message = compose(&Outgoing {
            key,
            seed: &office.seed,
            decided_at: now,
            from: Mailbox { name: own.name.clone(), address: own.address.clone() },
            to: Mailbox { name: self.coordinator.name.clone(), address: self.coordinator.address.clone() },
            reply_to: None,
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            language: letter.language.tag().to_owned(),
            calendar: None,
            list_unsubscribe: None,
            references: None,
            step_headers: covered.iter().map(|pair| format!("{pair}/note/coordinator")).collect(),
        })?;
        let kind = if notes.iter().all(|note| note.note.urgent) { URGENT } else { COLLECTED };
        let row = Delivery {
            id: 0,
            key: key.clone(),
            to: Some(self.coordinator.address.clone()),
            state: State::Queued,
            reason: None,
            due_at: now,
            decided_at: now,
            useful_until: None,
            basis: format!("{kind} {}", covered.join(" ")),
            message_id: Some(message.message_id),
            subject: Some(message.subject),
            shown: None,
            changed_at: now,
            next_attempt_at: Some(now),
            attempts: 0,
            may_have_arrived: false,
        };
        let envelope_from = office.bounce_address(key);
        let envelope_to = self.coordinator.address.clone();
        Ok((row, MessageBytes { envelope_from, envelope_to, bytes: message.bytes }))
    }

    /// A note in the words' shape.
    fn told(&self, store: &View, note: &Note) -> Result<Told, StoreError> {
        let programme = self.programmes.iter().find(|row| row.id == note.note.programme);
        let row = store.pair(&note.note.programme, &note.note.pair)?;
        let detail = |name: &str| note.note.detail.get(name);
        let word = |name: &str| detail(name).and_then(|text| text.as_str()).map(str::to_owned);
        let about = detail("about").and_then(|role| role.as_str()).and_then(Role::from_name);
        let person = row.as_ref().zip(about).and_then(|(row, role)| row.pair.person(role));
        let starts_at = detail("starts_at").and_then(|at| at.as_str()).and_then(|at| at.parse::<Timestamp>().ok());
        Ok(Told {
            kind: note_kind(&note.note.kind),
            programme: programme.map(|row| row.programme.name.clone()),
            pair: row.as_ref().map(|row| PairLabel {
                id: row.pair.id.clone(),
                mentor: row.pair.mentor.called().to_owned(),
                mentee: row.pair.mentee.called().to_owned(),
            }),
            who: person.map(|person| person.called().to_owned()).or_else(|| word("who")),
            starts: starts_at.map(|at| at.to_zoned(self.zone().time_zone().clone())),
            by: None,
            count: detail("count").and_then(serde_json::Value::as_u64).and_then(|count| u32::try_from(count).ok()),
            approval: detail("approval").and_then(|id| id.as_str()).map(str::to_owned),
            detail: word("detail"),
        })
    }
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
    context.privacy = context::Privacy {
        contact: Some(organisation.privacy_contact.to_string()),
        url: organisation.privacy_url.clone(),
    };
    context
}

/// Begins the basis of a mail that went at once.
const URGENT: &str = "urgent";
/// Begins the basis of a day's collected mail; what follows are the pairs it is about.
const COLLECTED: &str = "collected";

/// The pairs a note mail is about, as programme and pair.
pub fn covered(basis: &str) -> impl Iterator<Item = (&str, &str)> {
    basis.split(' ').skip(1).filter_map(|pair| pair.split_once('/'))
}

fn note_kind(name: &str) -> NoteKind {
    let of = |kind: NoticeKind| kind.name() == name;
    match name {
        _ if of(NoticeKind::BothDeclined) => NoteKind::BothDeclined,
        _ if of(NoticeKind::NoNewTime) => NoteKind::Declined,
        _ if of(NoticeKind::NotMet) => NoteKind::NotMet,
        _ if of(NoticeKind::Concern) => NoteKind::Concern,
        _ if of(NoticeKind::AddressFails) => NoteKind::Bounced,
        _ if of(NoticeKind::StoppedEverything) => NoteKind::StoppedEverything,
        _ if of(NoticeKind::AgreementWaits) => NoteKind::AgreementToApprove,
        _ if of(NoticeKind::NewTimeWaits) => NoteKind::ProposalToDecide,
        _ if of(NoticeKind::LateChange) => NoteKind::SessionStands,
        "programme_held" => NoteKind::ProgrammeHeld,
        "edit_held" => NoteKind::EditHeld,
        "rows_set_aside" => NoteKind::RowsSetAside,
        "files_broken" => NoteKind::FilesBroken,
        "sending_fails" => NoteKind::SendingFails,
        "letter_failed" => NoteKind::LetterFailed,
        "stranger_answered" => NoteKind::StrangerAnswered,
        "stopped_letters" => NoteKind::StoppedLetters,
        "letter_uncertain" => NoteKind::LetterUncertain,
        _ => NoteKind::LetterRefused,
    }
}
