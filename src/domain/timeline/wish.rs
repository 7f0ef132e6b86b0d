//! Somebody asks for another time: who is asked, what is taken, and what is answered (`[proposals]`).
//!
//! A wish inside the programme's rules goes the way of the policy: to the partner (`ask`), straight into the calendars
//! (`accept`), or to the coordinator. One outside them always goes to the coordinator. Until somebody agrees the event stands.

use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::domain::meeting::{Counter, CounterState};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::programme::ProposalPolicy;
use crate::domain::rule::{Anchor, Side, StepRule, Unit};
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Item, basis};
use crate::domain::timeline::session::{due_at, next_sending_time};
use crate::domain::timeline::{Dated, Notice, NoticeKind, PairView, Timeline};
use jiff::Timestamp;
use jiff::civil::Date;

/// Whom a wish is put to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Partner,
    Calendars,
    Coordinator,
}

/// A wish that was made in time, and the meeting it is about.
struct Wish<'a> {
    dated: &'a Dated,
    counter: &'a Counter,
}

impl Wish<'_> {
    fn way(&self, view: &PairView<'_>) -> Way {
        match view.programme.proposals.policy {
            _ if !self.keeps_the_rules(view) => Way::Coordinator,
            ProposalPolicy::Ask => Way::Partner,
            ProposalPolicy::Accept => Way::Calendars,
            ProposalPolicy::Coordinator => Way::Coordinator,
        }
    }

    /// Ahead, on a working day, in the hours of both, and for the session not past the ending and its grace.
    fn keeps_the_rules(&self, view: &PairView<'_>) -> bool {
        let starts_at = self.counter.starts.timestamp();
        let on = view.programme.zone.time_zone().to_datetime(starts_at).date();
        let in_hours = Role::PAIR.into_iter().filter_map(|role| view.pair.person(role)).all(|person| {
            let clock = person.zone.time_zone().to_datetime(starts_at).time();
            self.dated.odd_hours || view.programme.session.hours.contains(clock)
        });
        let in_time = self.dated.event != EventName::Session || last_day(view).is_none_or(|last| on <= last);
        in_hours && in_time && view.programme.calendar.is_sending_day(on) && starts_at > self.counter.asked_at
    }

    fn is_open(&self) -> bool {
        self.counter.state == CounterState::Open
    }

    /// When a question that nobody answered counts as a no.
    fn unanswered_at(&self, view: &PairView<'_>) -> Timestamp {
        let span = view.programme.proposals.answer_within;
        let rule = StepRule { span, side: Side::After, anchor: Anchor::Session, at: None };
        let asked_at = AnchorAt::Instant(self.counter.asked_at);
        due_at(view, &rule, &asked_at, self.counter.who.partner()).min(self.counter.starts.timestamp())
    }

    /// The question to the partner, or the answer to who asked; the partner's yes is the event's update.
    fn letter(&self, view: &PairView<'_>, now: &Now) -> Option<Item> {
        let asks = self.way(view) == Way::Partner;
        let unanswered_at = self.unanswered_at(view);
        let (step, role, at) = match self.counter.state {
            CounterState::Refused { at } => (Step::NewTimeAnswer, self.counter.who, at),
            CounterState::Open if !asks => return None,
            CounterState::Open if now.reached(unanswered_at) => (Step::NewTimeAnswer, self.counter.who, unanswered_at),
            CounterState::Open => (Step::NewTimeQuestion, self.counter.who.partner(), self.counter.asked_at),
        };
        let wished_at = self.counter.starts.timestamp();
        let parts = [self.dated.starts_at.to_string(), self.dated.place(view).to_owned(), wished_at.to_string()];
        let useful_until =
            if step == Step::NewTimeQuestion { self.dated.starts_at.min(wished_at) } else { self.dated.starts_at };
        Some(Item {
            occurrence: self.counter.number,
            event: Some(self.dated.event),
            round: self.dated.round,
            useful_until,
            basis: basis(view.pair, role, &parts.each_ref().map(String::as_str)),
            ..Item::plain(view, step, role, next_sending_time(view, role, at))
        })
    }
}

/// Until when the partner can answer a wish about that meeting.
pub fn answer_until(dated: &Dated, view: &PairView<'_>) -> Option<Timestamp> {
    wish(dated).map(|wish| wish.unanswered_at(view))
}

/// Whether the partner is being asked about another time for the session.
pub fn asks_partner(session: &Dated, view: &PairView<'_>) -> bool {
    wish(session).is_some_and(|wish| wish.is_open() && wish.way(view) == Way::Partner)
}

/// What the policy takes by itself, to be put on record as `agreed`.
pub fn taken(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<What> {
    let ahead = |wish: &Wish<'_>| !now.reached(wish.dated.starts_at) && !now.reached(wish.counter.starts.timestamp());
    let wishes = open_wishes(timeline).filter(|wish| timeline.halt.is_none() && wish.way(view) == Way::Calendars);
    let wish = { wishes }.find(ahead)?;
    Some(What::Agreed { event: wish.dated.event, starts: wish.counter.starts.clone() })
}

/// The letters about wishes.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let items: Vec<Item> =
        timeline.meetings.iter().filter_map(wish).filter_map(|wish| wish.letter(view, now)).collect();
    for item in items {
        timeline.put(view, item);
    }
}

/// Wishes that wait for the coordinator.
pub fn notices(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Vec<Notice> {
    let waits = |wish: &Wish<'_>| {
        timeline.halt.is_none() && wish.way(view) == Way::Coordinator && !now.reached(wish.dated.starts_at)
    };
    let notice = |wish: Wish<'_>| Notice {
        kind: NoticeKind::NewTimeWaits,
        occurrence: wish.counter.number.to_string(),
        about: Some(wish.counter.who),
        since: wish.counter.asked_at,
    };
    open_wishes(timeline).filter(waits).map(notice).collect()
}

fn open_wishes(timeline: &Timeline) -> impl Iterator<Item = Wish<'_>> {
    timeline.meetings.iter().filter_map(wish).filter(Wish::is_open)
}

fn wish(dated: &Dated) -> Option<Wish<'_>> {
    let counter = dated.meeting.counter.as_ref()?;
    let in_time = counter.asked_at < dated.starts_at && dated.meeting.met.is_none() && dated.stands;
    in_time.then_some(Wish { dated, counter })
}

/// The last day on which a wished session may lie: the ending and its grace.
fn last_day(view: &PairView<'_>) -> Option<Date> {
    let (ending, grace) = (view.pair.ending(view.programme)?, view.programme.proposals.grace);
    Some(match grace.unit {
        Unit::WorkingDays => view.programme.calendar.plus_working_days(ending, grace.amount),
        _ => ending.saturating_add(jiff::Span::new().days(grace.days())),
    })
}
