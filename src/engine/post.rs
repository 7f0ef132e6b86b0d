//! From words to a row of the outbox: finished bytes, envelope, and what they said (rules 7, 8 and 10).

use crate::calendar::itip::{self, Attendee, Invitation, PartStat, Party};
use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, Method, Shown, State};
use crate::domain::event::EventName;
use crate::domain::invite::CalendarItem;
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::link::Purpose;
use crate::domain::meeting::Answer;
use crate::domain::person::{Language, Role};
use crate::domain::timeline::{Item, latest};
use crate::engine::error::EngineError;
use crate::engine::letter::{Matter, Wanted};
use crate::mail::compose::{CalendarPart, ListUnsubscribe, Outgoing, compose};
use crate::mail::mailbox::Mailbox;
use crate::render::{Context, EventText};
use crate::store::{EventIdentity, MessageBytes};
use jiff::{SignedDuration, Timestamp};

/// A finished letter, ready for the outbox.
pub struct Posted {
    /// Its row.
    pub delivery: Delivery,
    /// Its bytes and envelope.
    pub message: MessageBytes,
}

impl Matter<'_> {
    /// The row key of this letter.
    pub fn key(&self, slot: Slot) -> DeliveryKey {
        let (occurrence, round, revision) = match self.wanted {
            Wanted::Plain(item) => (item.occurrence, item.round, self.next_revision(item)),
            Wanted::Calendar(item) => (occurrence(item.event), item.round, item.revision),
        };
        let step = StepKey {
            programme: self.view.programme.id.clone(),
            pair: self.view.pair.id.clone(),
            step: self.wanted.step(),
            occurrence,
        };
        DeliveryKey { step, role: self.wanted.role(), slot, reader: 0, round, revision }
    }

    fn next_revision(&self, item: &Item) -> u32 {
        latest(self.view.deliveries, item.step, item.occurrence, item.role, item.round)
            .map_or(1, |row| row.key.revision + 1)
    }

    /// The row of a letter that is decided against.
    pub fn decided_against(&self, state: State, reason: &str, now: Timestamp) -> Delivery {
        let (to, due_at, useful_until, basis) = match self.wanted {
            Wanted::Plain(item) => (self.reader.address.clone(), item.due_at, item.useful_until, item.basis.clone()),
            Wanted::Calendar(item) => (item.to.clone(), item.due_at, item.useful_until, item.content.clone()),
        };
        Delivery {
            id: 0,
            key: self.key(Slot::Reader),
            to: Some(to),
            state,
            reason: Some(reason.to_owned()),
            due_at,
            decided_at: now,
            useful_until: Some(useful_until),
            basis,
            message_id: None,
            subject: None,
            shown: self.unsent_mark(now),
            changed_at: now,
            next_attempt_at: None,
            attempts: 0,
            may_have_arrived: false,
        }
    }

    /// A calendar letter that was decided against still says which event it was about.
    fn unsent_mark(&self, now: Timestamp) -> Option<Shown> {
        let Wanted::Calendar(item) = self.wanted else { return None };
        let dated = self.timeline.meeting(item.event)?;
        Some(self.mark(item, &self.identity(None), dated.start.timestamp(), dated.ends_at, now))
    }

    fn mark(
        &self,
        item: &CalendarItem,
        identity: &EventIdentity,
        starts_at: Timestamp,
        ends_at: Timestamp,
        stamped_at: Timestamp,
    ) -> Shown {
        Shown {
            event: item.event,
            method: item.method,
            uid: identity.uid.clone(),
            organizer: identity.organizer.clone(),
            sequence: item.sequence,
            stamped_at,
            starts_at,
            ends_at,
            content: item.content.clone(),
        }
    }

    /// The event's names: as stored, else derived.
    fn identity(&self, stored: Option<EventIdentity>) -> EventIdentity {
        let Wanted::Calendar(item) = self.wanted else { return self.derived_identity(EventName::Session) };
        let identity = stored.unwrap_or_else(|| self.derived_identity(item.event));
        EventIdentity { uid: self.office.shown_uid(identity.uid, item.role), ..identity }
    }

    /// The names an event gets with its first REQUEST.
    pub fn derived_identity(&self, event: EventName) -> EventIdentity {
        let (programme, pair) = (&self.view.programme.id, &self.view.pair.id);
        let local = self.office.seed.uid(programme, pair, event);
        EventIdentity {
            uid: format!("{local}@{}", self.office.address().domain()),
            organizer: self.office.organizer(programme, pair),
        }
    }

    /// Writes the letter.
    ///
    /// # Errors
    /// A template that fails, or a setting that cannot stand in a header.
    pub fn post(&self, stored: Option<EventIdentity>, now: Timestamp) -> Result<Posted, EngineError> {
        let context = self.context();
        let language = self.office.renderer.choose(&self.reader.language, &self.view.programme.language);
        let letter = self.office.renderer.letter(self.wanted.step(), self.wanted.role(), &language, &context)?;
        let slot = if self.is_copy { Slot::Copy } else { Slot::Reader };
        let key = self.key(slot);
        let calendar = match self.wanted {
            Wanted::Calendar(item) if !self.is_copy => Some(self.calendar(item, stored, &context, &language, now)?),
            _ => None,
        };
        let to = self.recipient();
        let own = &self.office.service.mail.from;
        let from = calendar.as_ref().map_or(&own.address, |(_, shown)| &shown.organizer).clone();
        let (part, shown) = calendar.unzip();
        let outgoing = Outgoing {
            key: &key,
            seed: &self.office.seed,
            decided_at: now,
            from: Mailbox { name: own.name.clone(), address: from },
            to: Mailbox {
                name: if self.is_copy { String::new() } else { self.reader.name.clone() },
                address: to.clone(),
            },
            reply_to: self.reply_to(),
            subject: letter.subject.clone(),
            text: letter.text,
            html: letter.html,
            language: letter.language.tag().to_owned(),
            calendar: part,
            list_unsubscribe: self.list_unsubscribe(),
            references: self.references(),
            step_headers: vec![key.to_string()],
        };
        let message = compose(&self.office.redirected(outgoing))?;
        let (due_at, useful_until, basis) = match self.wanted {
            Wanted::Plain(item) => (item.due_at, item.useful_until, item.basis.clone()),
            Wanted::Calendar(item) => (item.due_at, item.useful_until, item.content.clone()),
        };
        let delivery = Delivery {
            id: 0,
            key: key.clone(),
            to: Some(to.clone()),
            state: State::Queued,
            reason: None,
            due_at,
            decided_at: now,
            useful_until: Some(useful_until),
            basis,
            message_id: Some(message.message_id),
            subject: Some(message.subject),
            shown,
            changed_at: now,
            next_attempt_at: Some(now),
            attempts: 0,
            may_have_arrived: false,
        };
        let envelope_from = self.office.bounce_address(&key);
        let envelope_to = self.office.redirect().cloned().unwrap_or(to);
        Ok(Posted { delivery, message: MessageBytes { envelope_from, envelope_to, bytes: message.bytes } })
    }

    fn recipient(&self) -> Address {
        if let (true, Some(copy_to)) = (self.is_copy, &self.view.pair.copy_to) {
            return copy_to.clone();
        }
        if let Some((_, address)) = self.new_address() {
            return address.clone();
        }
        match self.wanted {
            Wanted::Plain(_) => self.reader.address.clone(),
            Wanted::Calendar(item) => item.to.clone(),
        }
    }

    /// Rule 6: a person reads the answer, except where an answer by mail is what is asked for.
    fn reply_to(&self) -> Option<Mailbox> {
        if self.office.answers_go_to_mailbox(self.wanted.step(), self.wanted.role()) && !self.is_copy {
            let address = self.office.organizer(&self.view.programme.id, &self.view.pair.id);
            return Some(Mailbox { name: self.office.service.mail.from.name.clone(), address });
        }
        let coordinator = self.view.programme.coordinators.first()?;
        Some(Mailbox { name: coordinator.name.clone(), address: coordinator.address.clone() })
    }

    fn list_unsubscribe(&self) -> Option<ListUnsubscribe> {
        if self.is_copy || self.new_address().is_some() {
            return None;
        }
        let (programme, pair) = (self.view.programme.id.as_str(), self.view.pair.id.as_str());
        let role = self.wanted.role();
        let page = self.office.link(programme, pair, role, Purpose::Stop, self.generation);
        let https = page.filter(|url| url.starts_with("https://"));
        let mailto = self.office.stop_mail(programme, pair, role);
        (https.is_some() || mailto.is_some()).then_some(ListUnsubscribe { mailto, https })
    }

    /// The reader's first invitation, under which mail programs gather the rest.
    fn references(&self) -> Option<String> {
        let role = self.wanted.role();
        let rows = self.view.deliveries.iter().filter(|d| d.key.role == role && d.key.slot == Slot::Reader);
        let first = rows.filter(|d| d.key.step.step.is_calendar() && d.is_shown()).min_by_key(|d| d.decided_at)?;
        first.message_id.clone().filter(|_| !self.is_copy)
    }

    fn calendar(
        &self,
        item: &CalendarItem,
        stored: Option<EventIdentity>,
        context: &Context,
        language: &Language,
        now: Timestamp,
    ) -> Result<(CalendarPart, Shown), EngineError> {
        let identity = self.identity(stored);
        let stamped_at = whole_second(now.max(item.stamped_after));
        let invitation = self.invitation(item, identity.clone(), context, language, stamped_at)?;
        let shown = self.mark(item, &identity, invitation.starts_at, invitation.ends_at, stamped_at);
        Ok((CalendarPart { method: item.method, ics: itip::write(&invitation) }, shown))
    }

    /// The event as a file, for a calendar that was shown no invitation.
    ///
    /// # Errors
    /// A template that fails.
    pub fn calendar_file(&self, item: &CalendarItem, stored: Option<EventIdentity>) -> Result<String, EngineError> {
        let language = self.office.renderer.choose(&self.reader.language, &self.view.programme.language);
        let identity = self.identity(stored);
        let stamped_at = whole_second(item.stamped_after);
        Ok(itip::publish(&self.invitation(item, identity, &self.context(), &language, stamped_at)?))
    }

    fn invitation(
        &self,
        item: &CalendarItem,
        identity: EventIdentity,
        context: &Context,
        language: &Language,
        stamped_at: Timestamp,
    ) -> Result<Invitation, EngineError> {
        let words = self.event_text(context, language)?;
        let (starts_at, ends_at) = self.times(item);
        Ok(Invitation {
            method: item.method,
            uid: identity.uid,
            sequence: item.sequence,
            stamped_at,
            created_at: self.created_at(item.event).unwrap_or(stamped_at),
            starts_at,
            ends_at,
            summary: words.summary,
            description: words.description,
            location: words.location,
            organizer: Party { name: self.office.service.mail.from.name.clone(), address: identity.organizer },
            attendees: self.attendees(item),
            language: language.tag().to_owned(),
            disallow_counter: self.office.service.mailbox.is_none(),
            url: None,
        })
    }

    fn event_text(&self, context: &Context, language: &Language) -> Result<EventText, EngineError> {
        let mut context = context.clone();
        if !self.view.programme.goals_in_event {
            context.goals = Vec::new();
            context.mentoring_plan = None;
        }
        Ok(self.office.renderer.event_text(language, self.wanted.role(), self.wanted.step(), &context)?)
    }

    /// A CANCEL keeps the times the calendar shows.
    fn times(&self, item: &CalendarItem) -> (Timestamp, Timestamp) {
        let dated = self.timeline.meeting(item.event);
        if item.method == Method::Cancel || dated.is_none() {
            let rows = self.view.deliveries.iter().filter(|d| d.key.role == item.role && d.is_shown());
            let shown = rows.filter_map(|d| d.shown.as_ref().map(|shown| (d.key.revision, shown)));
            let last = shown.filter(|(_, shown)| shown.event == item.event).max_by_key(|(revision, _)| *revision);
            if let Some((_, shown)) = last {
                return (shown.starts_at, shown.ends_at);
            }
        }
        let starts_at = dated.map_or(item.useful_until, |dated| dated.start.timestamp());
        let length = SignedDuration::from_mins(i64::from(self.view.programme.session.length_minutes));
        (starts_at, crate::domain::useful::later(starts_at, length))
    }

    fn created_at(&self, event: EventName) -> Option<Timestamp> {
        let rows = self.view.deliveries.iter().filter(|d| d.is_shown());
        let shown = rows.filter_map(|d| d.shown.as_ref()).filter(|shown| shown.event == event);
        shown.map(|shown| shown.stamped_at).min()
    }

    /// Both people, or only the reader where addresses are not shared (rule 34).
    fn attendees(&self, item: &CalendarItem) -> Vec<Attendee> {
        let moved_away = !item.to.same_as(&self.reader.address);
        let meeting = self.timeline.meeting(item.event).map(|dated| &dated.meeting);
        let mut attendees = Vec::new();
        for role in Role::PAIR {
            let is_reader = role == item.role;
            // In a trial nobody else is named: no calendar writes to the partner.
            let is_alone = moved_away || !self.view.programme.share_addresses || self.office.redirect().is_some();
            if !is_reader && is_alone {
                continue;
            }
            let Some(person) = self.view.pair.person(role) else { continue };
            let answer = meeting.filter(|_| !item.is_first).map_or(Answer::NeedsAction, |meeting| meeting.answer(role));
            let address =
                if is_reader { self.office.redirect().unwrap_or(&item.to).clone() } else { person.address.clone() };
            attendees.push(Attendee { name: person.called().to_owned(), address, answer: part_stat(answer) });
        }
        attendees
    }
}

fn occurrence(event: EventName) -> u32 {
    match event {
        EventName::Session => 1,
        EventName::CatchUp(number) => number,
    }
}

fn part_stat(answer: Answer) -> PartStat {
    match answer {
        Answer::NeedsAction => PartStat::NeedsAction,
        Answer::Accepted => PartStat::Accepted,
        Answer::Declined => PartStat::Declined,
        Answer::Tentative => PartStat::Tentative,
    }
}

/// iCalendar has whole seconds; rounding up keeps DTSTAMPs apart (rule 10).
fn whole_second(at: Timestamp) -> Timestamp {
    let second = at.as_second() + i64::from(at.subsec_nanosecond() > 0);
    Timestamp::from_second(second).unwrap_or(at)
}
