//! What iTIP sends: what a person's calendar should show, compared with what we last sent them (rules 11, 12 and 34).
//!
//! For each event and each person: first *what is wanted* (a CANCEL for every address that shows an event it should not
//! show, a REQUEST for the person's address if the event stands), then *what that is worth* ([`Hand::settle`]: it waits
//! already, it was decided already, or it is a letter). No other code decides about REQUEST
//! and CANCEL.

mod ledger;

use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, Method, Shown, State};
use crate::domain::event::EventName;
use crate::domain::invite::ledger::Ledger;
use crate::domain::now::Now;
use crate::domain::person::{Person, Role};
use crate::domain::reason::Reason;
use crate::domain::timeline::{Dated, Fate, Halt, PairView, Timeline, short_hash};
use crate::domain::useful::later;
use jiff::{SignedDuration, Timestamp};

/// How soon a letter that is on the wire is asked after.
const SOON: SignedDuration = SignedDuration::from_secs(60);

/// One calendar letter to send, or to decide against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarItem {
    /// Which meeting.
    pub event: EventName,
    /// Whose calendar.
    pub role: Role,
    /// REQUEST or CANCEL.
    pub method: Method,
    /// Where it goes; another than the person's present one for a CANCEL after a change of address (rule 12).
    pub to: Address,
    /// The event's round (rule 2).
    pub round: u32,
    /// The next revision of this person's letters about this event.
    pub revision: u32,
    /// RFC 5545 SEQUENCE.
    pub sequence: u32,
    /// Every answer is open: the person has never had this event, or never at this time (rule 34).
    pub is_first: bool,
    /// Hash of what the event says, [`content`] and what only this reader's copy depends on: the letter's basis (rule 1).
    pub content: String,
    /// When it is due: the step's time for the first, at once for everything else (rule 18).
    pub due_at: Timestamp,
    /// After this it lapses.
    pub useful_until: Timestamp,
    /// DTSTAMP is at least this (rule 10).
    pub stamped_after: Timestamp,
    /// What is to become of it: `Send` or `Skip`.
    pub fate: Fate,
}

/// The calendar letters of a pair, and the waiting ones they replace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarPlan {
    /// What to send or decide against.
    pub items: Vec<CalendarItem>,
    /// Waiting letters that are no longer wanted as they are.
    pub superseded: Vec<(i64, Reason)>,
}

impl CalendarPlan {
    /// Whether a letter about that event goes by that instant.
    pub fn sends_by(&self, event: EventName, by: Timestamp) -> bool {
        let sends = |fate| matches!(fate, Fate::Send { at } if at <= by);
        self.items.iter().any(|item| item.event == event && sends(item.fate))
    }
}

/// Compares what should stand in both calendars with what was sent.
pub fn compare(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> CalendarPlan {
    let mut plan = CalendarPlan::default();
    if view.set_aside || timeline.already_over {
        return plan;
    }
    for event in events(timeline, view) {
        let ledger = Ledger::of(event, view);
        let dated = timeline.meeting(event);
        let hand = |role| {
            view.pair.person(role).map(|person| Hand { timeline, view, now, ledger: &ledger, dated, role, person })
        };
        let hands: Vec<Hand<'_>> =
            Role::PAIR.into_iter().filter_map(hand).filter(|hand| !hand.is_on_its_way()).collect();
        let mut kept = Vec::new();
        // Cancellations first: then both people's next REQUEST has one SEQUENCE, above theirs.
        for hand in &hands {
            for draft in hand.cancellations() {
                hand.settle(draft, &mut plan, &mut kept);
            }
        }
        for hand in &hands {
            if let Some(draft) = hand.request() {
                hand.settle(draft, &mut plan, &mut kept);
            }
            hand.replace_what_waits(&mut plan, &kept);
        }
    }
    plan
}

/// Every event that stands in the timeline or was ever written about.
fn events(timeline: &Timeline, view: &PairView<'_>) -> Vec<EventName> {
    let planned = timeline.meetings.iter().map(|dated| dated.event);
    let written = view.deliveries.iter().filter_map(|d| d.shown.as_ref().map(|shown| shown.event));
    let mut events: Vec<EventName> = planned.chain(written).collect();
    events.sort_unstable();
    events.dedup();
    events
}

/// What an event says to both readers, as two hashes with a dot between: the place, and everything else (time, people, goals).
pub fn content(dated: &Dated, view: &PairView<'_>) -> String {
    let mut parts = vec![dated.start.timestamp().to_string(), view.programme.session.length_minutes.to_string()];
    for person in Role::PAIR.into_iter().filter_map(|role| view.pair.person(role)) {
        parts.push(person.called().to_owned());
        parts.push(if view.programme.share_addresses { person.address.key() } else { String::new() });
    }
    if view.programme.goals_in_event {
        parts.extend(view.pair.goals.iter().cloned());
    }
    let place = short_hash(std::iter::once(dated.place(view)));
    format!("{place}.{}", short_hash(parts.iter().map(String::as_str)))
}

/// The same and a third hash, of what only this reader's copy depends on: language and zone of its text. Another one
/// replaces a letter that waits (rule 1); it is no other revision of the event.
fn content_for(person: &Person, dated: &Dated, view: &PairView<'_>) -> String {
    let own = [person.language.as_str(), person.zone.name()];
    format!("{}.{}", content(dated, view), short_hash(own.into_iter()))
}

/// Whether two contents are one revision of the event.
fn says_the_same(one: &str, other: &str) -> bool {
    one.split('.').take(2).eq(other.split('.').take(2))
}

/// Whether two contents differ in the place alone.
pub fn differ_in_place_alone(before: &str, after: &str) -> bool {
    let (mut before, mut after) = (before.split('.'), after.split('.'));
    before.next() != after.next() && before.next() == after.next()
}

/// A letter that is wanted, before it is known what was decided about it earlier.
struct Draft {
    method: Method,
    to: Address,
    content: String,
    starts_at: Timestamp,
    round: u32,
    due: Due,
}

/// When a calendar letter goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    /// Updates and cancellations, whatever the hour (rule 18).
    AtOnce,
    /// The first one, at the step's time and in the reader's hours.
    Step(Timestamp),
}

/// One event in one person's calendar.
struct Hand<'a> {
    timeline: &'a Timeline,
    view: &'a PairView<'a>,
    now: &'a Now,
    ledger: &'a Ledger<'a>,
    dated: Option<&'a Dated>,
    role: Role,
    person: &'a Person,
}

impl Hand<'_> {
    /// One letter about an event and address is in flight at a time (rule 11).
    fn is_on_its_way(&self) -> bool {
        let sending = self.ledger.of_role(self.role).any(|(row, _)| row.state == State::Sending);
        if sending {
            self.now.reached(later(self.now.timestamp(), SOON));
        }
        sending
    }

    /// Older letters that wait are superseded (rule 11).
    fn replace_what_waits(&self, plan: &mut CalendarPlan, kept: &[i64]) {
        for (row, shown) in self.ledger.of_role(self.role).filter(|(row, _)| row.state.is_unsent()) {
            let stays = kept.contains(&row.id) || (self.frozen().is_some() && shown.method == Method::Cancel);
            if !stays && plan.superseded.iter().all(|(id, _)| *id != row.id) {
                let over = self.now.timestamp() >= shown.starts_at;
                let reason = if over { Reason::TooLate } else { self.frozen().unwrap_or(Reason::Superseded) };
                plan.superseded.push((row.id, reason));
            }
        }
    }

    /// While somebody waits for the coordinator, or the pair is paused, even updates of what is shown wait.
    fn frozen(&self) -> Option<Reason> {
        match self.timeline.halt {
            Some(Halt::Concern) => Some(Reason::Concern),
            Some(Halt::Paused) => Some(Reason::Paused),
            _ => None,
        }
    }

    /// A CANCEL for each address that shows an event it should not show.
    fn cancellations(&self) -> Vec<Draft> {
        if self.frozen().is_some() {
            return Vec::new();
        }
        // What was moved into the past has no update; where it still stands ahead, it goes.
        let is_over = self.dated.is_some_and(|dated| self.now.reached(dated.start.timestamp()));
        let gone = is_over || self.gone().is_some();
        let shown = self.ledger.last_shown(self.role).into_iter().filter(|(row, _)| gone || !self.is_present(row));
        shown.filter_map(|(row, shown)| self.cancel(row, shown)).collect()
    }

    /// Why the event should stand in no calendar; nothing if it should.
    fn gone(&self) -> Option<Reason> {
        let Some(dated) = self.dated else { return Some(Reason::Superseded) };
        let halt = self.timeline.halt.filter(|halt| halt.cancels(dated.event));
        match (halt, dated.event) {
            (Some(halt), _) => halt.reason(self.role),
            (None, _) if dated.stands => None,
            (None, EventName::Session) => Some(Reason::MetAlready),
            (None, EventName::CatchUp(_)) => Some(Reason::LeftOut),
        }
    }

    fn is_present(&self, row: &Delivery) -> bool {
        row.to.as_ref().is_some_and(|to| to.same_as(&self.person.address))
    }

    /// Takes the event out of a calendar that shows it, unless it is over or the address is dead (rules 11 and 12).
    fn cancel(&self, row: &Delivery, shown: &Shown) -> Option<Draft> {
        let to = row.to.clone()?;
        let dead = self.timeline.standing.has_bounced(self.role, &to).is_some()
            || (self.is_present(row) && self.view.address_state(self.role).bounced_at.is_some());
        let is_cancelled = shown.method == Method::Cancel && !row.state.is_unsent();
        if is_cancelled || dead || self.now.reached(shown.starts_at) {
            return None;
        }
        let (content, round) = (shown.content.clone(), row.key.round);
        Some(Draft { method: Method::Cancel, to, content, starts_at: shown.starts_at, round, due: Due::AtOnce })
    }

    /// Puts the event into a calendar, or brings it up to date there. One that nobody will be invited to any more is drafted
    /// too, so that there is a record of it.
    fn request(&self) -> Option<Draft> {
        let (dated, gone) = (self.dated?, self.gone());
        let starts_at = dated.start.timestamp();
        let content = content_for(self.person, dated, self.view);
        let shown = self.ledger.last_shown(self.role);
        let here = shown.iter().find(|(row, _)| self.is_present(row));
        // One that may have arrived and waits to go again is drafted anew, so that it stays.
        let up_to_date = here.is_some_and(|(row, shown)| {
            !row.state.is_unsent() && shown.method == Method::Request && says_the_same(&shown.content, &content)
        });
        let waits = self.timeline.halt == Some(Halt::Paused);
        let due = match (&dated.invite, shown.is_empty()) {
            _ if up_to_date || waits => return None,
            (_, false) if gone.is_some() || self.frozen().is_some() || self.now.reached(starts_at) => return None,
            (_, false) => Due::AtOnce,
            (Some(invite), true) => Due::Step(invite.of(self.role)),
            (None, true) => return None,
        };
        let to = self.person.address.clone();
        Some(Draft { method: Method::Request, to, content, starts_at, round: dated.round, due })
    }

    /// Keeps the letter that says this already, or puts a new one into the plan.
    fn settle(&self, draft: Draft, plan: &mut CalendarPlan, kept: &mut Vec<i64>) {
        let fate = self.fate(&draft);
        let sends = matches!(fate, Fate::Send { .. });
        if let Some((row, shown)) = self.ledger.latest_to(self.role, &draft.to) {
            let same = shown.method == draft.method && says_the_same(&shown.content, &draft.content);
            match (row.state, fate) {
                (state, Fate::Skip(reason)) if state.is_unsent() => {
                    plan.superseded.push((row.id, reason));
                    return;
                }
                (state, _) if state.is_unsent() && same && shown.content == draft.content => {
                    kept.push(row.id);
                    return;
                }
                (State::Refused | State::Lapsed, _) if same => return,
                (State::Skipped, _) if !sends || (same && !may_come_back(row)) => return,
                _ => {}
            }
        }
        let item = self.item(draft, fate, plan);
        plan.items.push(item);
    }

    fn item(&self, draft: Draft, fate: Fate, plan: &CalendarPlan) -> CalendarItem {
        let shown = self.ledger.last_shown(self.role);
        let is_new_time = shown.iter().all(|(_, shown)| shown.starts_at != draft.starts_at);
        let place = self.ledger.next(self.role, &draft.content, draft.method, plan, self.now.timestamp());
        let due_at = match draft.due {
            Due::AtOnce => self.now.timestamp(),
            Due::Step(due_at) => due_at,
        };
        CalendarItem {
            event: self.ledger.event,
            role: self.role,
            method: draft.method,
            to: draft.to,
            round: draft.round,
            revision: place.revision,
            sequence: place.sequence,
            is_first: draft.method == Method::Request && is_new_time,
            content: draft.content,
            due_at,
            useful_until: draft.starts_at,
            stamped_after: place.stamped_after,
            fate,
        }
    }

    fn fate(&self, draft: &Draft) -> Fate {
        let Due::Step(due_at) = draft.due else {
            return match self.refuses_updates().filter(|_| draft.method == Method::Request) {
                Some(reason) => Fate::Skip(reason),
                None => Fate::Send { at: self.now.timestamp() },
            };
        };
        let (due, over) = (self.now.reached(due_at), self.now.reached(draft.starts_at));
        if over && due_at < self.view.first_seen_at {
            return Fate::Skip(Reason::JoinedLate);
        }
        if let Some(reason) = self.keeps_uninvited() {
            return Fate::Skip(reason);
        }
        let at = match (over, due) {
            (true, _) => return Fate::Skip(Reason::TooLate),
            (false, true) => self.next_sending_time(),
            (false, false) => due_at,
        };
        self.now.reached(at);
        Fate::Send { at }
    }

    fn next_sending_time(&self) -> Timestamp {
        self.view.programme.calendar.next_sending_time(self.person.zone.time_zone(), self.now.timestamp())
    }

    /// What keeps even an update back: an address that is dead or wants nothing (rule 26).
    fn refuses_updates(&self) -> Option<Reason> {
        let address = self.view.address_state(self.role);
        let dead = self.timeline.standing.has_bounced(self.role, &self.person.address).is_some();
        if dead || address.bounced_at.is_some() {
            return Some(Reason::AddressFails);
        }
        address.stopped_at.map(|_| Reason::StoppedLetters)
    }

    /// What keeps the first REQUEST back (rules 4, 26 and 31).
    fn keeps_uninvited(&self) -> Option<Reason> {
        let stopped = self.timeline.standing.stop(self.role).map(|_| Reason::StoppedLetters);
        let halt = self.timeline.halt.filter(|halt| halt.silences(self.ledger.event));
        self.gone().or(self.refuses_updates()).or(stopped).or(halt.and_then(|halt| halt.reason(self.role)))
    }
}

/// A letter that was decided against comes back when its reason falls away.
fn may_come_back(row: &Delivery) -> bool {
    row.reason.as_deref().and_then(Reason::from_words).is_none_or(Reason::may_fall_away)
}
