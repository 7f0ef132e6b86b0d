//! Plays a pair's story the way the engine does: wakes, settles, sends; and watches the promises that hold in every story.

use super::bench::{at, pair, programme};
use super::transcript::{line, row};
use crate::domain::delivery::{Delivery, Method, Shown, State};
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::invite::{self, CalendarItem};
use crate::domain::key::{DeliveryKey, Slot, StepKey};
use crate::domain::now::Now;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::domain::programme::Programme;
use crate::domain::proposal::Busy;
use crate::domain::reason::Reason;
use crate::domain::step::Step;
use crate::domain::timeline::{AddressState, Fate, Item, PairView, Timeline, latest};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What the other side says of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Refused,
    AddressIsDead,
    DeferredUntil(Timestamp),
    Uncertain,
}

type Edit = Box<dyn FnOnce(&mut Player)>;

/// A pair, everything on record about it, and the present.
pub struct Player {
    pub programme: Programme,
    pub pair: Pair,
    pub first_seen_at: Timestamp,
    pub set_aside: bool,
    pub busy: Vec<Busy>,
    pub facts: Vec<Fact>,
    pub rows: Vec<Delivery>,
    addresses: BTreeMap<String, AddressState>,
    script: Vec<(Step, Role, Verdict)>,
    to_come: Vec<(Timestamp, Edit)>,
    now: Timestamp,
    wake_at: Option<Timestamp>,
    /// Nobody wakes before this instant: the daemon is down.
    down_until: Option<Timestamp>,
    log: Vec<(Timestamp, String)>,
}

impl Player {
    /// The pair of [`pair`] in the programme of [`programme`], first seen on that day at noon.
    pub fn first_seen(day: &str) -> Player {
        let now = at(&format!("{day} 12:00"));
        Player {
            programme: programme(),
            pair: pair(),
            first_seen_at: now,
            set_aside: false,
            busy: Vec::new(),
            facts: Vec::new(),
            rows: Vec::new(),
            addresses: BTreeMap::new(),
            script: Vec::new(),
            to_come: Vec::new(),
            now,
            wake_at: Some(now),
            down_until: None,
            log: Vec::new(),
        }
    }

    /// The same, with the session set by the sheet.
    pub fn with_session(first_seen: &str, session: &str) -> Player {
        Player::first_seen(first_seen)
            .then(super::bench::said(&format!("{first_seen} 12:00"), super::bench::moved(session)))
    }

    /// A fact that will come on record when it happens.
    pub fn then(self, fact: Fact) -> Player {
        self.edit(fact.at, move |player| player.put_on_record(fact))
    }

    /// Another thing that happens then.
    pub fn edit(mut self, when: Timestamp, edit: impl FnOnce(&mut Player) + 'static) -> Player {
        self.to_come.push((when, Box::new(edit)));
        self
    }

    /// The next letter of that step to that person is answered like that.
    pub fn verdict(mut self, step: Step, role: Role, verdict: Verdict) -> Player {
        self.script.push((step, role, verdict));
        self
    }

    /// Somebody asks for the pair then, without any reason.
    pub fn asked_at(self, when: Timestamp) -> Player {
        self.edit(when, |_| {})
    }

    /// The daemon is down from then until then.
    pub fn down(self, from: &str, until: &str) -> Player {
        let until = at(until);
        self.edit(at(from), move |player| player.go_down(until))
    }

    /// The daemon goes down now.
    pub fn go_down(&mut self, until: Timestamp) {
        self.down_until = Some(until);
    }

    /// Plays on until then; gives what happened since the last time, a line each.
    pub fn play(&mut self, until: &str) -> String {
        let until = at(until);
        self.to_come.sort_by_key(|(when, _)| *when);
        while let Some(next) = self.next_instant().filter(|next| *next <= until) {
            self.now = next;
            while self.to_come.first().is_some_and(|(when, _)| *when <= next) {
                let (_, edit) = self.to_come.remove(0);
                edit(self);
            }
            if self.down_until.is_none_or(|down_until| down_until <= next) {
                self.wake();
            }
        }
        self.now = until;
        let mut log = std::mem::take(&mut self.log);
        log.sort_by_key(|(when, _)| *when);
        log.into_iter().map(|(_, line)| line + "\n").collect()
    }

    fn next_instant(&self) -> Option<Timestamp> {
        let planned = self.to_come.first().map(|(when, _)| *when);
        let waiting = self.rows.iter().filter(|row| matches!(row.state, State::Queued | State::Deferred));
        let attempts = waiting.filter_map(|row| row.next_attempt_at).filter(|_| !self.set_aside);
        let awake_from = self.down_until.unwrap_or(self.now);
        let wakes = self.wake_at.into_iter().chain(attempts).map(|wake| wake.max(awake_from));
        planned.into_iter().chain(wakes).min()
    }

    /// Settles, sends, and settles again after a roadmap went or a fact came of it.
    fn wake(&mut self) {
        for _ in 0..10 {
            self.settle();
            let before = (self.rows.clone(), self.facts.len());
            self.settle();
            assert!(before == (self.rows.clone(), self.facts.len()), "settling twice is settling once");
            if !self.deliver() {
                return;
            }
        }
        panic!("it goes on and on at {}", self.now);
    }

    /// What the timeline is computed from.
    pub fn view(&self) -> PairView<'_> {
        let state = |role| {
            let person = self.pair.person(role).expect("one of the pair");
            self.addresses.get(&person.address.key()).copied().unwrap_or_default()
        };
        PairView {
            programme: &self.programme,
            pair: &self.pair,
            first_seen_at: self.first_seen_at,
            set_aside: self.set_aside,
            facts: &self.facts,
            deliveries: &self.rows,
            mentor_address: state(Role::Mentor),
            mentee_address: state(Role::Mentee),
            busy: &self.busy,
        }
    }

    /// The timeline at the present.
    pub fn timeline(&self) -> Timeline {
        Timeline::of(&self.view(), &Now::at(self.now))
    }

    /// The kinds of what the coordinator should know, at the present.
    pub fn notices(&self) -> Vec<&'static str> {
        self.timeline().notices.iter().map(|notice| notice.kind.name()).collect()
    }

    /// Puts a fact on record now.
    pub fn put_on_record(&mut self, mut fact: Fact) {
        let own = fact.who.and_then(|role| self.pair.person(role)).map(|person| person.address.clone());
        if let (What::Stopped { address, .. } | What::Bounced { address, .. }, Some(own)) = (&mut fact.what, &own) {
            address.get_or_insert_with(|| own.clone());
        }
        let state = |address: &crate::domain::address::Address| address.key();
        match &fact.what {
            What::Stopped { what: Stop::Everything, address: Some(address) } => {
                self.addresses.entry(state(address)).or_default().stopped_at = Some(fact.at);
            }
            What::Bounced { address: Some(address), .. } => {
                self.addresses.entry(state(address)).or_default().bounced_at = Some(fact.at);
            }
            What::Resumed { .. } => {
                if let Some(own) = own {
                    self.addresses.entry(state(&own)).or_default().stopped_at = None;
                }
            }
            _ => {}
        }
        self.facts.push(fact);
    }

    fn settle(&mut self) {
        for _ in 0..3 {
            let now = Now::at(self.now);
            let view = self.view();
            let timeline = Timeline::of(&view, &now);
            let calendar = invite::compare(&timeline, &view, &now);
            if let Some(what) = timeline.fact_to_store(&calendar, &view, self.now) {
                self.facts.push(Fact { at: self.now, who: None, what });
                continue;
            }
            for (id, reason) in timeline.superseded.iter().chain(&calendar.superseded) {
                self.put_aside(*id, *reason);
            }
            let starts: BTreeMap<EventName, (Timestamp, Timestamp)> =
                timeline.meetings.iter().map(|m| (m.event, (m.start.timestamp(), m.ends_at))).collect();
            for item in &timeline.items {
                self.write(item);
            }
            for item in &calendar.items {
                self.write_calendar(item, starts.get(&item.event).copied());
            }
            if timeline.already_over && self.rows.is_empty() {
                let key = self.key(Step::Invitation, 1, Role::Mentor, 1, 1);
                let to = self.pair.mentor.address.clone();
                self.insert(row(key, to, State::Skipped, Some(Reason::AlreadyOver), self.now, self.now));
            }
            self.wake_at = now.wake_at();
            assert!(self.wake_at.is_none_or(|wake_at| wake_at > self.now));
            return;
        }
        panic!("it stores one fact after the other at {}", self.now);
    }

    fn put_aside(&mut self, id: i64, reason: Reason) {
        let state = if reason == Reason::TooLate { State::Lapsed } else { State::Skipped };
        self.turn(id, state, Some(reason.words()));
    }

    fn turn(&mut self, id: i64, state: State, reason: Option<&str>) {
        let now = self.now;
        let row = self.rows.iter_mut().find(|row| row.id == id).expect("a row");
        assert!(state == State::Queued || row.state.is_unsent() || row.state == State::Sending, "{:?}", row.state);
        row.state = state;
        row.may_have_arrived |= state == State::Uncertain;
        row.changed_at = now;
        row.reason = reason.map(str::to_owned);
        let line = line(self, self.rows.iter().find(|row| row.id == id).expect("a row"));
        self.log.push((now, line));
    }

    fn write(&mut self, item: &Item) {
        let Some((state, reason)) = self.decided(item.fate, item.due_at) else { return };
        let revision =
            latest(&self.rows, item.step, item.occurrence, item.role, item.round).map_or(1, |row| row.key.revision + 1);
        let key = self.key(item.step, item.occurrence, item.role, item.round, revision);
        let to = self.pair.person(item.role).expect("one of the pair").address.clone();
        self.insert(Delivery {
            basis: item.basis.clone(),
            useful_until: Some(item.useful_until),
            ..row(key, to, state, reason, item.due_at, self.now)
        });
    }

    fn write_calendar(&mut self, item: &CalendarItem, times: Option<(Timestamp, Timestamp)>) {
        let Some((state, reason)) = self.decided(item.fate, item.due_at) else { return };
        let (step, occurrence) = match item.event {
            EventName::Session => (Step::Invitation, 1),
            EventName::CatchUp(number) => (Step::CatchUpInvitation, number),
        };
        let key = self.key(step, occurrence, item.role, item.round, item.revision);
        let starts_at = match item.method {
            Method::Request => times.expect("a meeting to invite to").0,
            Method::Cancel => item.useful_until,
        };
        let shown = Shown {
            event: item.event,
            method: item.method,
            uid: format!("{}@x.example", item.event),
            organizer: super::bench::address("sendoff@mentors.example"),
            sequence: item.sequence,
            stamped_at: self.now.max(item.stamped_after),
            starts_at,
            ends_at: starts_at,
            content: item.content.clone(),
        };
        self.insert(Delivery {
            basis: item.content.clone(),
            useful_until: Some(item.useful_until),
            shown: Some(shown),
            ..row(key, item.to.clone(), state, reason, item.due_at, self.now)
        });
    }

    /// What a fate means now: a letter to send, or one to put on record as not sent.
    fn decided(&self, fate: Fate, due_at: Timestamp) -> Option<(State, Option<Reason>)> {
        match fate {
            Fate::Send { at } if at <= self.now => Some((State::Queued, None)),
            Fate::Skip(reason) if due_at <= self.now || reason == Reason::JoinedLate => {
                let state = if reason == Reason::TooLate { State::Lapsed } else { State::Skipped };
                Some((state, Some(reason)))
            }
            _ => None,
        }
    }

    fn key(&self, step: Step, occurrence: u32, role: Role, round: u32, revision: u32) -> DeliveryKey {
        let (programme, pair) = (self.programme.id.clone(), self.pair.id.clone());
        let step = StepKey { programme, pair, step, occurrence };
        DeliveryKey { step, role, slot: Slot::Reader, reader: 0, round, revision }
    }

    fn insert(&mut self, mut row: Delivery) {
        assert!(self.rows.iter().all(|other| other.key != row.key), "the same key twice: {}", row.key);
        row.id = i64::try_from(self.rows.len()).expect("few rows") + 1;
        super::promises::check_new(self, &row);
        if row.state != State::Queued {
            let line = line(self, &row);
            self.log.push((self.now, line));
        }
        self.rows.push(row);
    }

    /// Sends what waits; whether the pair has to be asked again.
    fn deliver(&mut self) -> bool {
        let mut again = false;
        if self.set_aside {
            return false;
        }
        let due = |row: &&Delivery| {
            matches!(row.state, State::Queued | State::Deferred) && row.next_attempt_at.is_none_or(|at| at <= self.now)
        };
        let due: Vec<i64> = self.rows.iter().filter(due).map(|row| row.id).collect();
        for id in due {
            let row = self.rows.iter().find(|row| row.id == id).expect("a row").clone();
            if row.useful_until.is_some_and(|until| until <= self.now) {
                self.put_aside(id, Reason::TooLate);
                continue;
            }
            let scripted =
                self.script.iter().position(|(step, role, _)| (*step, *role) == (row.key.step.step, row.key.role));
            match scripted.map(|index| self.script.remove(index).2) {
                None => {
                    super::promises::check_sent(self, &row);
                    self.turn(id, State::Sent, None);
                    again |= row.key.step.step == Step::Roadmap;
                }
                Some(Verdict::Refused) => self.turn(id, State::Refused, None),
                Some(Verdict::Uncertain) => self.turn(id, State::Uncertain, None),
                Some(Verdict::DeferredUntil(until)) => {
                    self.turn(id, State::Deferred, None);
                    let row = self.rows.iter_mut().find(|row| row.id == id).expect("a row");
                    row.next_attempt_at = Some(until);
                }
                Some(Verdict::AddressIsDead) => {
                    self.turn(id, State::Refused, None);
                    let to = row.to.as_ref().expect("an address");
                    self.put_on_record(Fact { at: self.now, who: Some(row.key.role), what: super::bench::bounced(to) });
                    again = true;
                }
            }
        }
        again
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.now
    }
}
