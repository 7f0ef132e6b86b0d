//! One pair, brought to what its timeline says now: letters queued, replaced, or decided against, in one transaction.
//!
//! Settling twice is settling once. A letter whose template fails is not queued; the pair is asked again later and the
//! fault is returned, so that one broken template keeps back its own letters and no others.

use crate::domain::delivery::{Delivery, State};
use crate::domain::event::EventName;
use crate::domain::fact::Fact;
use crate::domain::invite::{self, CalendarPlan};
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::retention::Retention;
use crate::domain::step::Step;
use crate::domain::timeline::{Dated, Fate, NoticeKind, PairView, Timeline};
use crate::engine::aside::replace_waiting;
use crate::engine::decided::{Asked, Commission, Decided, Decision, Place, SettledPair};
use crate::engine::known::Known;
use crate::engine::letter::{Matter, Wanted};
use crate::engine::link::{keep_confirmation, keep_links};
use crate::engine::office::Office;
use crate::store::{Meeting, NewNote, Source, StoreError, Tx};
use jiff::Timestamp;
use serde_json::json;

/// Brings a pair to what its timeline says at `now`.
///
/// # Errors
/// The database. Faults of single letters are in [`SettledPair::faults`].
pub fn settle(tx: &Tx<'_>, office: &Office, asked: Asked<'_>, at: Timestamp) -> Result<SettledPair, StoreError> {
    match decide(tx, office, &asked, at)? {
        Some(decided) => decided.write(office, asked.programme, at).put(tx, at),
        None => Ok(SettledPair::default()),
    }
}

/// Puts on record whatever needs no letter's words; says what is to be written. Until that is put on record as well the pair stays
/// due, and deciding once more comes to the same.
pub(super) fn decide(
    tx: &Tx<'_>,
    office: &Office,
    asked: &Asked<'_>,
    at: Timestamp,
) -> Result<Option<Decided>, StoreError> {
    loop {
        let Some(row) = tx.pair(&asked.programme.id, asked.pair)? else { return Ok(None) };
        let known = Known::read(tx, row, at)?;
        let view = known.view(asked.programme, asked.on_hold);
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
        let decisions = desk.decide_letters()?;
        let let_go = due_retention(office, &timeline, &view, &now);
        let wake_at = now.wake_at();
        let on_hold = asked.on_hold;
        return Ok(Some(Decided { known, on_hold, timeline, calendar, decisions, let_go, wake_at }));
    }
}

/// What is to be deleted by now; else the pair is asked again when something is.
fn due_retention(office: &Office, timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<Retention> {
    let retention = Retention::of(timeline, view, i64::from(office.service.privacy.forget_after.days()))?;
    let is_over = now.reached(retention.at) && retention.roadmap_until.is_none_or(|until| now.reached(until));
    let is_whole = !view.pair.mentor.is_removed();
    (now.reached(retention.at) && (is_over || is_whole)).then_some(retention)
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

    /// What becomes of each letter that is due; whatever its words need is put on record.
    fn decide_letters(&self) -> Result<Vec<Decision>, StoreError> {
        let plain = self.timeline.items.iter().enumerate().map(|(n, item)| (Place::Plain(n), item.fate, item.due_at));
        let calendar = self.calendar.items.iter().enumerate();
        let calendar = calendar.map(|(n, item)| (Place::Calendar(n), item.fate, item.due_at));
        let mut decisions = Vec::new();
        for (place, fate, due_at) in plain.chain(calendar) {
            let matter = place.matter(self.office, self.view, self.timeline, self.calendar);
            let Some(matter) = matter else { continue };
            match fate {
                Fate::Send { .. } if self.is_due(fate) => {
                    decisions.push(Decision::Write(self.commission(place, &matter)?))
                }
                Fate::Skip(reason) if due_at <= self.at || reason == Reason::JoinedLate => {
                    let state = if reason == Reason::TooLate { State::Lapsed } else { State::Skipped };
                    let row = matter.decided_against(state, reason.words(), self.at);
                    decisions.push(Decision::Against(Box::new(row)));
                }
                _ => {}
            }
        }
        Ok(decisions)
    }

    /// The letter is to be written, and the copy of it where one is wanted.
    fn commission(&self, place: Place, matter: &Matter<'_>) -> Result<Commission, StoreError> {
        let mut identity = None;
        if let Wanted::Calendar(item) = matter.wanted {
            identity = self.tx.event_identity(self.programme(), self.pair(), item.event)?;
            if identity.is_none() {
                let derived = matter.derived_identity(item.event);
                self.tx.keep_event_identity(self.programme(), self.pair(), item.event, &derived)?;
            }
        }
        let generation = match matter.new_address() {
            Some((number, address)) => {
                keep_confirmation(self.tx, self.office, self.view, matter.wanted.role(), number, address)?
            }
            None => keep_links(self.tx, self.office, self.view, matter.wanted.role(), matter.reader)?,
        };
        // Whoever gets copies of letters gets no private notes (rule 25).
        let is_private = matter.wanted.step().is_asked_for();
        let has_copy = matter.wanted.role() == Role::Mentee && self.view.pair.copy_to.is_some() && !is_private;
        Ok(Commission { place, identity, generation, has_copy })
    }
}
