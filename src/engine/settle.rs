//! One pair, brought to what its timeline says now: letters queued, replaced, or decided against, in one transaction.
//!
//! Settling twice is settling once. A letter whose template fails is not queued; the pair is asked again later and the
//! fault is returned, so that one broken template keeps back its own letters and no others.

use crate::domain::correction::corrected;
use crate::domain::delivery::{Delivery, State};
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, What};
use crate::domain::invite::{self, CalendarPlan};
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::now::Now;
use crate::domain::pair::Pair;
use crate::domain::person::{Person, Role};
use crate::domain::proposal::Busy;
use crate::domain::reason::Reason;
use crate::domain::retention::Retention;
use crate::domain::step::Step;
use crate::domain::timeline::{AddressState, Dated, Fate, NoticeKind, PairView, Timeline};
use crate::engine::aside::replace_waiting;
use crate::engine::error::EngineError;
use crate::engine::letter::{Matter, Wanted};
use crate::engine::link::{keep_confirmation, keep_links};
use crate::engine::office::Office;
use crate::store::{Meeting, NewNote, PairRow, ProgrammeRow, Source, StoreError, Tx, View};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// How long a letter waits whose template failed.
const MEND: SignedDuration = SignedDuration::from_hours(1);
/// How far from now other meetings are looked at when a session is proposed.
const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 800);

/// Everything about a pair that a timeline is computed from, read in one go.
pub struct Known {
    /// The pair as the sheet has it.
    pub row: PairRow,
    /// The same with what its people corrected; nothing if the sheet says it all.
    pub(super) corrected: Option<Pair>,
    facts: Vec<Fact>,
    deliveries: Vec<Delivery>,
    addresses: [AddressState; 2],
    busy: Vec<Busy>,
}

impl Known {
    /// Reads a pair.
    ///
    /// # Errors
    /// As for any read.
    pub fn read(store: &View, row: PairRow, now: Timestamp) -> Result<Known, StoreError> {
        let (programme, id) = (row.programme.clone(), row.pair.id.clone());
        let facts = store.facts(&programme, &id)?;
        let corrected = corrected(&row.pair, &facts, now);
        let deliveries = store.deliveries(&programme, &id)?;
        let mut addresses = [AddressState::default(); 2];
        let mut busy = Vec::new();
        for (slot, role) in addresses.iter_mut().zip(Role::PAIR) {
            let Some(person) = corrected.as_ref().unwrap_or(&row.pair).person(role) else { continue };
            let key = person.address.key();
            let state = store.address_state(&key)?;
            *slot = AddressState { stopped_at: state.stopped_at, bounced_at: state.bounced_at };
            let until = crate::domain::useful::later(now, HORIZON);
            for (starts_at, ends_at) in store.busy(&key, now, until, (&programme, &id))? {
                busy.push(Busy { who: role, starts_at, ends_at });
            }
        }
        Ok(Known { row, corrected, facts, deliveries, addresses, busy })
    }

    /// The same, as the timeline wants it. `on_hold`: the programme is paused, not approved, or the service is braked.
    pub fn view<'a>(&'a self, programme: &'a ProgrammeRow, on_hold: bool) -> PairView<'a> {
        PairView {
            programme: &programme.programme,
            pair: self.corrected.as_ref().unwrap_or(&self.row.pair),
            first_seen_at: self.row.first_seen_at,
            set_aside: on_hold || self.row.set_aside.is_some() || self.row.held_by.is_some(),
            facts: &self.facts,
            deliveries: &self.deliveries,
            mentor_address: self.addresses[0],
            mentee_address: self.addresses[1],
            busy: &self.busy,
        }
    }

    /// Leaves out what people noted for themselves, for whoever looks at their letters.
    pub(super) fn mask_notes(&mut self) {
        for fact in &mut self.facts {
            if let What::Reflection(said) = &mut fact.what {
                said.notes.values_mut().for_each(|note| "…".clone_into(note));
            }
        }
    }

    /// Everything decided about the pair so far.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }
}

/// What settling a pair came to.
#[derive(Debug, Default)]
pub struct SettledPair {
    /// Letters queued.
    pub queued: usize,
    /// What kept a letter from being written.
    pub faults: Vec<EngineError>,
    /// The time has come to let go of the pair, in whole or in part.
    pub let_go: Option<Retention>,
}

/// Brings a pair to what its timeline says at `now`.
///
/// # Errors
/// The database. Faults of single letters are in [`SettledPair::faults`].
pub fn settle(
    tx: &Tx<'_>,
    office: &Office,
    programme: &ProgrammeRow,
    pair: &str,
    on_hold: bool,
    at: Timestamp,
) -> Result<SettledPair, StoreError> {
    let mut settled = SettledPair::default();
    loop {
        let Some(row) = tx.pair(&programme.id, pair)? else { return Ok(settled) };
        let known = Known::read(tx, row, at)?;
        let view = known.view(programme, on_hold);
        let now = Now::at(at);
        let timeline = Timeline::of(&view, &now);
        let calendar = invite::compare(&timeline, &view, &now);
        let desk = Desk { tx, office, view: &view, timeline: &timeline, calendar: &calendar, at };
        if desk.store_own_fact()? {
            continue;
        }
        replace_waiting(tx, &view, &timeline, &calendar, at)?;
        desk.put_meetings()?;
        desk.put_notices(&known)?;
        desk.already_over()?;
        desk.write_letters(&mut settled)?;
        settled.let_go = due_retention(office, &timeline, &view, &now);
        let mut wake_at = now.wake_at();
        if !settled.faults.is_empty() {
            let mend_at = crate::domain::useful::later(at, MEND);
            wake_at = Some(wake_at.map_or(mend_at, |wake_at| wake_at.min(mend_at)));
        }
        for fault in &settled.faults {
            tell_of_fault(tx, &programme.id, fault, at)?;
        }
        tx.set_wake_at(&programme.id, pair, wake_at)?;
        return Ok(settled);
    }
}

/// What is to be deleted by now; else the pair is asked again when something is.
fn due_retention(office: &Office, timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<Retention> {
    let retention = Retention::of(timeline, view, i64::from(office.service.privacy.forget_after.days()))?;
    let is_over = now.reached(retention.at) && retention.roadmap_until.is_none_or(|until| now.reached(until));
    let is_whole = !view.pair.mentor.is_removed();
    (now.reached(retention.at) && (is_over || is_whole)).then_some(retention)
}

/// The kind of note about a letter that could not be written.
pub(crate) const LETTER_FAILED: &str = "letter_failed";

/// One note a programme and fault, however many letters it keeps back. The fault names a template and a place, nobody.
fn tell_of_fault(tx: &Tx<'_>, programme: &str, fault: &EngineError, at: Timestamp) -> Result<(), StoreError> {
    let occurrence = match fault {
        EngineError::Render(fault) => fault.name(),
        other => other.to_string(),
    };
    let note = NewNote {
        programme: programme.to_owned(),
        pair: String::new(),
        kind: LETTER_FAILED.to_owned(),
        occurrence,
        detail: fault.detail(),
        urgent: false,
    };
    tx.raise_note_anew(&note, at).map(|_| ())
}

/// A pair on the desk, and what is to be done about it.
struct Desk<'a> {
    tx: &'a Tx<'a>,
    office: &'a Office,
    view: &'a PairView<'a>,
    timeline: &'a Timeline,
    calendar: &'a CalendarPlan,
    at: Timestamp,
}

impl Desk<'_> {
    fn programme(&self) -> &str {
        &self.view.programme.id
    }

    fn pair(&self) -> &str {
        &self.view.pair.id
    }

    fn is_due(&self, fate: Fate) -> bool {
        matches!(fate, Fate::Send { at } if at <= self.at)
    }

    /// Puts on record what Sendoff itself decides: a proposal (rules 15 and 16), a wish for another time taken by policy.
    fn store_own_fact(&self) -> Result<bool, StoreError> {
        let Some(what) = self.timeline.fact_to_store(self.calendar, self.view, self.at) else { return Ok(false) };
        let fact = Fact { at: self.at, who: None, what };
        Ok(self.tx.add_fact(self.programme(), self.pair(), &fact, Source::Sendoff)?.is_new)
    }

    /// Keeps what other pairs' proposals have to know (rule 15).
    fn put_meetings(&self) -> Result<(), StoreError> {
        let fixed = |dated: &&Dated| {
            let proposed_only = dated.event == EventName::Session && self.timeline.proposed.is_some();
            let over = self.timeline.halt.is_some_and(|halt| halt.cancels_session());
            dated.stands && !proposed_only && !over
        };
        for dated in self.timeline.meetings.iter().filter(fixed) {
            self.tx.set_meeting(&Meeting {
                programme: self.programme().to_owned(),
                pair: self.pair().to_owned(),
                event: dated.event,
                starts_at: dated.start.timestamp(),
                ends_at: dated.ends_at.max(dated.start.timestamp()),
                mentor_key: self.view.pair.mentor.address.key(),
                mentee_key: self.view.pair.mentee.address.key(),
            })?;
        }
        for dated in self.timeline.meetings.iter().filter(|dated| !fixed(dated)) {
            self.tx.remove_meeting(self.programme(), self.pair(), dated.event)?;
        }
        Ok(())
    }

    /// Raises what the coordinator should know, and lets go of what is settled (rules 19 and 35).
    fn put_notices(&self, known: &Known) -> Result<(), StoreError> {
        if known.row.set_aside.is_some() {
            return Ok(());
        }
        let mut current = Vec::new();
        for notice in &self.timeline.notices {
            let starts_at = self.timeline.session().map(|session| session.start.timestamp().to_string());
            let counter = self.timeline.standing.session.counter.as_ref();
            let asked = counter.filter(|_| notice.kind == NoticeKind::NewTimeWaits);
            current.push(self.tx.raise_note(
                &NewNote {
                    programme: self.programme().to_owned(),
                    pair: self.pair().to_owned(),
                    kind: notice.kind.name().to_owned(),
                    occurrence: notice.occurrence.clone(),
                    detail: json!({
                        "about": notice.about.map(Role::name),
                        "starts_at": asked.map(|counter| counter.starts.timestamp().to_string()).or(starts_at),
                    }),
                    urgent: notice.kind.is_urgent(),
                },
                self.at,
            )?);
        }
        for note in self.tx.notes_of(self.programme(), self.pair())? {
            let is_ours = NoticeKind::ALL.iter().any(|kind| kind.name() == note.note.kind);
            if is_ours && note.resolved_at.is_none() && !current.contains(&note.id) {
                self.tx.resolve_note(note.id, self.at)?;
            }
        }
        Ok(())
    }

    /// Rule 20: one row says that nothing is sent.
    fn already_over(&self) -> Result<(), StoreError> {
        if !self.timeline.already_over || !self.view.deliveries.is_empty() {
            return Ok(());
        }
        let step = StepKey {
            programme: self.programme().to_owned(),
            pair: self.pair().to_owned(),
            step: Step::Invitation,
            occurrence: 1,
        };
        let key = DeliveryKey { step, role: Role::Coordinator, slot: Slot::Reader, reader: 0, round: 1, revision: 1 };
        let row = Delivery {
            id: 0,
            key,
            to: None,
            state: State::Skipped,
            reason: Some(Reason::AlreadyOver.words().to_owned()),
            due_at: self.at,
            decided_at: self.at,
            useful_until: None,
            basis: String::new(),
            message_id: None,
            subject: None,
            shown: None,
            changed_at: self.at,
            next_attempt_at: None,
            attempts: 0,
            may_have_arrived: false,
        };
        self.tx.insert_delivery(&row, None).map(|_| ())
    }

    fn write_letters(&self, settled: &mut SettledPair) -> Result<(), StoreError> {
        for item in &self.timeline.items {
            self.write(Wanted::Plain(item), item.fate, item.due_at, settled)?;
        }
        for item in &self.calendar.items {
            self.write(Wanted::Calendar(item), item.fate, item.due_at, settled)?;
        }
        Ok(())
    }

    fn write(
        &self,
        wanted: Wanted<'_>,
        fate: Fate,
        due_at: Timestamp,
        settled: &mut SettledPair,
    ) -> Result<(), StoreError> {
        let Some((reader, partner)) = people(self.view, wanted.role()) else { return Ok(()) };
        let matter = Matter {
            office: self.office,
            view: self.view,
            timeline: self.timeline,
            wanted,
            reader,
            partner,
            is_copy: false,
            generation: 0,
        };
        match fate {
            Fate::Send { .. } if self.is_due(fate) => self.queue(matter, settled),
            Fate::Skip(reason) if due_at <= self.at || reason == Reason::JoinedLate => {
                let state = if reason == Reason::TooLate { State::Lapsed } else { State::Skipped };
                let row = matter.decided_against(state, reason.words(), self.at);
                self.tx.insert_delivery(&row, None).map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Queues a letter, and the copy of it where one is wanted.
    fn queue(&self, mut matter: Matter<'_>, settled: &mut SettledPair) -> Result<(), StoreError> {
        let event = match matter.wanted {
            Wanted::Calendar(item) => Some(item.event),
            Wanted::Plain(_) => None,
        };
        let stored = match event {
            Some(event) => self.tx.event_identity(self.programme(), self.pair(), event)?,
            None => None,
        };
        if let (Some(event), None) = (event, &stored) {
            let identity = matter.derived_identity(event);
            self.tx.keep_event_identity(self.programme(), self.pair(), event, &identity)?;
        }
        matter.generation = match matter.new_address() {
            Some((number, address)) => {
                keep_confirmation(self.tx, self.office, self.view, matter.wanted.role(), number, address)?
            }
            None => keep_links(self.tx, self.office, self.view, matter.wanted.role(), matter.reader)?,
        };
        let mut posted = Vec::new();
        posted.push(matter.post(stored, self.at));
        // Whoever gets copies of letters gets no private notes (rule 25).
        let is_private = matter.wanted.step().is_asked_for();
        let gets_copy = matter.wanted.role() == Role::Mentee && self.view.pair.copy_to.is_some() && !is_private;
        if gets_copy {
            matter.is_copy = true;
            posted.push(matter.post(None, self.at));
        }
        if posted.iter().any(Result::is_err) {
            settled.faults.extend(posted.into_iter().filter_map(Result::err));
            return Ok(());
        }
        for posted in posted.into_iter().flatten() {
            self.tx.insert_delivery(&posted.delivery, Some(&posted.message))?;
            settled.queued += 1;
        }
        Ok(())
    }
}

/// Reader and partner of that role's letters.
pub fn people<'a>(view: &PairView<'a>, role: Role) -> Option<(&'a Person, &'a Person)> {
    view.pair.person(role).zip(view.pair.person(role.partner()))
}
