//! What needs a person, told to the coordinators: one mail a day each, across programmes; what cannot wait goes at once (rule 35).

use crate::domain::delivery::Delivery;
use crate::domain::key::DeliveryKey;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::timeline::NoticeKind;
use crate::engine::Engine;
use crate::engine::decided::LETTER_FAILED;
use crate::engine::desk::{Desk, DeskLetter, desk_context, desks, label};
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::engine::tick::{Ticked, programmes};
use crate::render::context::coordinator::{Note as Told, NoteKind};
use crate::store::{MessageBytes, Note, StoreError, Tx, View};
use jiff::Timestamp;

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

impl Desk<'_> {
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

    /// Writes the mail and marks its notes as told. A template fault is returned inside, so that nothing else is undone.
    fn post(
        &self,
        tx: &Tx<'_>,
        office: &Office,
        notes: &[Note],
        now: Timestamp,
    ) -> Result<Result<(), EngineError>, StoreError> {
        let key = self.next_key(tx, Step::Note, now)?;
        let mut told = Vec::new();
        for note in notes {
            told.push(self.told(tx, office, note)?);
        }
        let (row, message) = match self.compose(office, key, notes, told, now) {
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
        key: DeliveryKey,
        notes: &[Note],
        told: Vec<Told>,
        now: Timestamp,
    ) -> Result<(Delivery, MessageBytes), EngineError> {
        let mut context = desk_context(office, self.home(), self.coordinator);
        context.notes = told;
        let covered: Vec<String> =
            notes.iter().map(|note| format!("{}/{}", note.note.programme, note.note.pair)).collect();
        let kind = if notes.iter().all(|note| note.note.urgent) { URGENT } else { COLLECTED };
        let letter = DeskLetter {
            key,
            programme: self.home(),
            coordinator: self.coordinator,
            context,
            basis: format!("{kind} {}", covered.join(" ")),
            reply_to: None,
            step_headers: covered.iter().map(|pair| format!("{pair}/note/coordinator")).collect(),
        };
        letter.finish(office, now)
    }

    /// A note in the words' shape.
    fn told(&self, store: &View, office: &Office, note: &Note) -> Result<Told, StoreError> {
        let programme = self.programmes.iter().find(|row| row.id == note.note.programme);
        let row = store.pair(&note.note.programme, &note.note.pair)?;
        let detail = |name: &str| note.note.detail.get(name);
        let word = |name: &str| detail(name).and_then(|text| text.as_str()).map(str::to_owned);
        let about = detail("about").and_then(|role| role.as_str()).and_then(Role::from_name);
        let person = row.as_ref().zip(about).and_then(|(row, role)| row.pair.person(role));
        // What is wrong is found in English and told in the reader's language; of some faults only the file is known.
        let fault = word("fault").filter(|what| !what.is_empty());
        let fault = fault.map(|what| office.renderer.fault(&self.language(office), &what));
        let fault: Vec<String> = word("place").into_iter().chain(fault).collect();
        let fault = Some(fault.join(": ")).filter(|fault| !fault.is_empty());
        let starts_at = detail("starts_at").and_then(|at| at.as_str()).and_then(|at| at.parse::<Timestamp>().ok());
        Ok(Told {
            kind: note_kind(&note.note.kind),
            programme: programme.map(|row| row.programme.name.clone()),
            pair: row.as_ref().map(|row| label(&row.pair)),
            who: person.map(|person| person.called().to_owned()).or_else(|| word("who")),
            starts: starts_at.map(|at| at.to_zoned(self.zone().time_zone().clone())),
            by: None,
            count: detail("count").and_then(serde_json::Value::as_u64).and_then(|count| u32::try_from(count).ok()),
            approval: detail("approval").and_then(|id| id.as_str()).map(str::to_owned),
            detail: fault.or_else(|| word("detail")),
            held: detail("held").and_then(|held| serde_json::from_value(held.clone()).ok()),
        })
    }
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
        LETTER_FAILED => NoteKind::LetterFailed,
        "stranger_answered" => NoteKind::StrangerAnswered,
        "stopped_letters" => NoteKind::StoppedLetters,
        "letter_uncertain" => NoteKind::LetterUncertain,
        _ => NoteKind::LetterRefused,
    }
}
