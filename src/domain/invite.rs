//! What iTIP sends: what a person's calendar should show, compared with what we last sent them (rules 11, 12 and 34).
//!
//! No other code decides about REQUEST and CANCEL.

use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, Method, Shown, State};
use crate::domain::event::EventName;
use crate::domain::key::Slot;
use crate::domain::now::Now;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::timeline::{Dated, Fate, PairView, Timeline, short_hash};
use jiff::{SignedDuration, Timestamp};

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
    /// The first of this event to this address: every answer is open, and it waits for the step's time.
    pub is_first: bool,
    /// Hash of everything a reader could notice in the event.
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

/// Compares what should stand in both calendars with what was sent.
pub fn compare(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> CalendarPlan {
    let mut plan = CalendarPlan::default();
    if timeline.halt.is_some_and(|halt| halt.freezes_calendar()) {
        return plan;
    }
    for event in events(timeline, view) {
        let ledger = Ledger::of(event, view);
        for role in Role::PAIR {
            let mut hand = Hand { timeline, view, now, ledger: &ledger, role, plan: &mut plan };
            hand.compare(timeline.meeting(event));
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

/// Hashes of what a reader could notice: the place, a dot, and everything else (time, people).
pub fn content(dated: &Dated, view: &PairView<'_>) -> String {
    let pair: &Pair = view.pair;
    let mut parts = vec![dated.start.timestamp().to_string()];
    for role in Role::PAIR {
        if let Some(person) = pair.person(role) {
            parts.push(person.called().to_owned());
            parts.push(if view.programme.share_addresses { person.address.key() } else { String::new() });
        }
    }
    if view.programme.goals_in_event {
        parts.extend(pair.goals.iter().cloned());
    }
    let place = dated.place(view);
    format!("{}.{}", short_hash(std::iter::once(place)), short_hash(parts.iter().map(String::as_str)))
}

/// Whether two contents differ in the place alone.
pub fn differ_in_place_alone(before: &str, after: &str) -> bool {
    let halves = before.split_once('.').zip(after.split_once('.'));
    halves.is_some_and(|((place_before, rest_before), (place_after, rest_after))| {
        place_before != place_after && rest_before == rest_after
    })
}

/// Everything that was written about one event.
struct Ledger<'a> {
    event: EventName,
    rows: Vec<(&'a Delivery, &'a Shown)>,
}

impl<'a> Ledger<'a> {
    fn of(event: EventName, view: &PairView<'a>) -> Ledger<'a> {
        let rows = view.deliveries.iter().filter(|d| d.key.slot == Slot::Reader);
        let rows = rows.filter_map(|d| d.shown.as_ref().map(|shown| (d, shown)));
        Ledger { event, rows: rows.filter(|(_, shown)| shown.event == event).collect() }
    }

    fn highest_shown_sequence(&self) -> Option<u32> {
        self.rows.iter().filter(|(d, _)| d.state.is_shown()).map(|(_, shown)| shown.sequence).max()
    }

    /// The SEQUENCE of an event with that content: that of the letter the partner got with the same content, else the next one.
    fn sequence(&self, method: Method, content: &str) -> u32 {
        let highest = self.highest_shown_sequence();
        let same = self.rows.iter().filter(|(d, shown)| {
            (d.state.is_shown() || d.state.is_unsent()) && shown.method == method && shown.content == content
        });
        let same = same.map(|(_, shown)| shown.sequence).max().filter(|s| highest.is_none_or(|highest| *s >= highest));
        same.unwrap_or_else(|| highest.map_or(0, |highest| highest + 1))
    }

    fn of_role(&self, role: Role) -> impl Iterator<Item = &(&'a Delivery, &'a Shown)> {
        self.rows.iter().filter(move |(d, _)| d.key.role == role)
    }

    /// Addresses of that person that the event was last shown to, each with the last thing shown.
    fn last_shown(&self, role: Role) -> Vec<(&'a Delivery, &'a Shown)> {
        let mut last: Vec<(&Delivery, &Shown)> = Vec::new();
        for (row, shown) in self.of_role(role).filter(|(d, _)| d.state.is_shown()) {
            let place = last.iter().position(|(other, _)| other.to == row.to);
            match place {
                Some(place) if last[place].0.key.revision > row.key.revision => {}
                Some(place) => last[place] = (row, shown),
                None => last.push((row, shown)),
            }
        }
        last
    }
}

/// One person's calendar.
struct Hand<'a> {
    timeline: &'a Timeline,
    view: &'a PairView<'a>,
    now: &'a Now,
    ledger: &'a Ledger<'a>,
    role: Role,
    plan: &'a mut CalendarPlan,
}

impl Hand<'_> {
    fn compare(&mut self, dated: Option<&Dated>) {
        let Some(person) = self.view.pair.person(self.role) else { return };
        let cancels = match self.ledger.event {
            EventName::Session => self.timeline.halt.is_some_and(|halt| halt.cancels_session()),
            EventName::CatchUp(_) => self.timeline.halt.is_some_and(|halt| halt.cancels_session()),
        };
        let wanted = dated.filter(|dated| dated.stands && !cancels);
        let in_flight = self.ledger.of_role(self.role).any(|(d, _)| d.state == State::Sending);
        if in_flight {
            let soon = self.now.timestamp().checked_add(SignedDuration::from_secs(60)).unwrap_or(Timestamp::MAX);
            self.now.reached(soon);
            return;
        }
        let mut kept = None;
        for (row, shown) in self.ledger.last_shown(self.role) {
            let is_present = row.to.as_ref().is_some_and(|to| to.same_as(&person.address));
            if wanted.is_none() || !is_present {
                kept = self.cancel(row, shown).or(kept);
            }
        }
        if let Some(dated) = wanted {
            kept = self.request(dated, &person.address).or(kept);
        }
        let waiting: Vec<i64> =
            self.ledger.of_role(self.role).filter(|(d, _)| d.state.is_unsent()).map(|(d, _)| d.id).collect();
        let replaced = waiting.into_iter().filter(|id| Some(*id) != kept);
        self.plan.superseded.extend(replaced.map(|id| (id, Reason::Superseded)));
    }

    /// Takes the event out of a calendar that shows it, unless it is over or the address is dead (rules 11 and 12).
    fn cancel(&mut self, row: &Delivery, shown: &Shown) -> Option<i64> {
        let to = row.to.clone()?;
        let dead = self.timeline.standing.has_bounced(self.role, &to).is_some()
            || (self.is_present_address(&to) && self.view.address_state(self.role).bounced_at.is_some());
        if shown.method == Method::Cancel || self.now.reached(shown.starts_at) || dead {
            return None;
        }
        self.put(Method::Cancel, to, &shown.content, shown.starts_at, row.key.round, false, self.now.timestamp())
    }

    fn is_present_address(&self, to: &Address) -> bool {
        self.view.pair.person(self.role).is_some_and(|person| person.address.same_as(to))
    }

    /// Puts the event into a calendar, or brings it up to date there.
    fn request(&mut self, dated: &Dated, address: &Address) -> Option<i64> {
        let starts_at = dated.start.timestamp();
        let content = content(dated, self.view);
        let last = self.ledger.last_shown(self.role).into_iter().max_by_key(|(row, _)| row.key.revision);
        let here = last.filter(|(row, _)| row.to.as_ref().is_some_and(|to| to.same_as(address)));
        if here.is_some_and(|(_, shown)| shown.method == Method::Request && shown.content == content) {
            return None;
        }
        let is_update = last.is_some();
        let due_at = match (is_update, &dated.invite) {
            (true, _) => self.now.timestamp(),
            (false, Some(invite)) if self.role == Role::Mentor => invite.mentor,
            (false, Some(invite)) => invite.mentee,
            (false, None) => return None,
        };
        if self.now.reached(starts_at) && is_update {
            return None;
        }
        self.put(Method::Request, address.clone(), &content, starts_at, dated.round, !is_update, due_at)
    }

    #[expect(clippy::too_many_arguments, reason = "one row's worth of plain values, used twice, right above")]
    fn put(
        &mut self,
        method: Method,
        to: Address,
        content: &str,
        starts_at: Timestamp,
        round: u32,
        is_first: bool,
        due_at: Timestamp,
    ) -> Option<i64> {
        let latest = self.ledger.of_role(self.role).map(|(d, _)| *d).max_by_key(|d| d.key.revision);
        let fate = self.fate(method, is_first, due_at, starts_at);
        if let Some(row) = latest.filter(|row| row.to.as_ref() == Some(&to)) {
            let same = row.shown.as_ref().is_some_and(|shown| shown.method == method && shown.content == content);
            let sends = matches!(fate, Fate::Send { .. });
            match row.state {
                State::Queued | State::Held | State::Deferred if same && sends => return Some(row.id),
                State::Refused | State::Lapsed if same => return None,
                State::Skipped if same && !is_open_again(row, fate) => return None,
                _ => {}
            }
        }
        let stamped = self.ledger.rows.iter().map(|(_, shown)| shown.stamped_at).max();
        self.plan.items.push(CalendarItem {
            event: self.ledger.event,
            role: self.role,
            method,
            to,
            round,
            revision: latest.map_or(1, |row| row.key.revision + 1),
            sequence: self.ledger.sequence(method, content),
            is_first: is_first || method == Method::Request && self.is_new_time(starts_at),
            content: content.to_owned(),
            due_at,
            useful_until: starts_at,
            stamped_after: stamped
                .and_then(|at| at.checked_add(SignedDuration::from_secs(1)).ok())
                .unwrap_or(Timestamp::MIN),
            fate,
        });
        None
    }

    fn is_new_time(&self, starts_at: Timestamp) -> bool {
        self.ledger.last_shown(self.role).iter().all(|(_, shown)| shown.starts_at != starts_at)
    }

    fn fate(&self, method: Method, is_first: bool, due_at: Timestamp, starts_at: Timestamp) -> Fate {
        if method == Method::Cancel {
            return Fate::Send { at: self.now.timestamp() };
        }
        let over = self.now.reached(starts_at);
        if over && due_at < self.view.first_seen_at {
            return Fate::Skip(Reason::JoinedLate);
        }
        if let Some(reason) = self.silence(is_first) {
            return Fate::Skip(reason);
        }
        if over {
            return Fate::Skip(Reason::TooLate);
        }
        let at = match (is_first, self.now.reached(due_at)) {
            (false, _) => self.now.timestamp(),
            (true, true) => self.next_sending_time(),
            (true, false) => due_at,
        };
        self.now.reached(at);
        Fate::Send { at }
    }

    fn next_sending_time(&self) -> Timestamp {
        let person = if self.role == Role::Mentor { &self.view.pair.mentor } else { &self.view.pair.mentee };
        self.view.programme.calendar.next_sending_time(person.zone.time_zone(), self.now.timestamp())
    }

    /// What keeps a REQUEST back (rules 4 and 26).
    fn silence(&self, is_first: bool) -> Option<Reason> {
        let address = self.view.address_state(self.role);
        let person = self.view.pair.person(self.role)?;
        if address.bounced_at.is_some() || self.timeline.standing.has_bounced(self.role, &person.address).is_some() {
            return Some(Reason::AddressFails);
        }
        if address.stopped_at.is_some() || (is_first && self.timeline.standing.stop(self.role).is_some()) {
            return Some(Reason::StoppedLetters);
        }
        self.timeline.halt.filter(|_| is_first).and_then(|halt| halt.reason(self.role))
    }
}

/// A letter that was decided against comes back when its reason falls away, and not before.
fn is_open_again(row: &Delivery, fate: Fate) -> bool {
    let reason = row.reason.as_deref().and_then(Reason::from_words);
    match fate {
        Fate::Skip(now) => Some(now) != reason,
        _ => reason.is_none_or(Reason::may_fall_away),
    }
}
