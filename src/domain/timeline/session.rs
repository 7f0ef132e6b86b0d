//! The final session: its place in time, and the letters around it.

use crate::domain::event::{EventName, Start};
use crate::domain::meeting::{Answer, Counter, CounterState, Meeting, SetBy};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::programme::ProposalPolicy;
use crate::domain::proposal::{Ask, in_window, must_move, propose};
use crate::domain::reason::Reason;
use crate::domain::rule::{Anchor, Side, Span, StepRule, Unit};
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::halt::{Halt, dead_since};
use crate::domain::timeline::item::{Fate, Item, basis};
use crate::domain::timeline::{Dated, InviteDue, Notice, NoticeKind, PairView, Timeline, length};
use crate::domain::useful::{earlier, useful_until};
use jiff::{SignedDuration, Timestamp, civil::Time};

/// Nothing moves by itself this close to the start (rule 16).
const SETTLED: SignedDuration = SignedDuration::from_hours(48);

/// Gives the session its place in time: what was set, or what Sendoff proposes (rules 15 and 16).
pub fn place(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let meeting = timeline.standing.session.clone();
    let Some(stored) = meeting.start.clone() else {
        if let Some((start, odd_hours)) = first_proposal(timeline, view, now) {
            timeline.proposed = Some((start.clone(), odd_hours));
            let round = meeting.round + 1;
            timeline.meetings.push(dated(meeting, start, round, odd_hours, view));
        }
        return;
    };
    let mut start = stored;
    let mut round = meeting.round;
    let mut odd_hours = meeting.odd_hours;
    if moves_by_itself(&meeting, &start, view, now)
        && let Some(better) = propose(&ask(view, now))
    {
        if now.reached(earlier(start.timestamp(), SETTLED)) {
            let since = now.timestamp();
            let kind = NoticeKind::LateChange;
            timeline.notices.push(Notice { kind, occurrence: round.to_string(), about: None, since });
        } else {
            start = better.start;
            round += 1;
            odd_hours = better.odd_hours;
            timeline.proposed = Some((start.clone(), odd_hours));
        }
    }
    timeline.meetings.push(dated(meeting, start, round, odd_hours, view));
}

fn first_proposal(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<(Start, bool)> {
    let standing = &timeline.standing;
    let over = standing.ended.is_some() || standing.vanished_at.is_some() || standing.continuing_at.is_some();
    if over || standing.session.met.is_some() || view.pair.ending(view.programme).is_none() {
        return None;
    }
    propose(&ask(view, now)).map(|proposal| (proposal.start, proposal.odd_hours))
}

fn ask<'a>(view: &PairView<'a>, now: &Now) -> Ask<'a> {
    Ask {
        pair_id: &view.pair.id,
        ending: view.pair.ending(view.programme).unwrap_or(jiff::civil::Date::MAX),
        rule: &view.programme.session,
        calendar: &view.programme.calendar,
        programme_zone: view.programme.zone.time_zone(),
        mentor_zone: view.pair.mentor.zone.time_zone(),
        mentee_zone: view.pair.mentee.zone.time_zone(),
        now: now.timestamp(),
        busy: view.busy,
    }
}

/// Rule 16: whether a proposed session has to be proposed anew.
fn moves_by_itself(meeting: &Meeting, start: &Start, view: &PairView<'_>, now: &Now) -> bool {
    let settled = meeting.set_by == SetBy::Person || meeting.met.is_some() || now.reached(start.timestamp());
    if settled || view.pair.ending(view.programme).is_none() {
        return false;
    }
    let ask = ask(view, now);
    if meeting.accepted_by_anybody() { must_move(&ask, start) } else { !in_window(&ask, start) }
}

fn dated(meeting: Meeting, start: Start, round: u32, odd_hours: bool, view: &PairView<'_>) -> Dated {
    let mut starts_at = start.timestamp();
    let mut ends_at = starts_at.checked_add(length(view.programme)).unwrap_or(starts_at);
    let mut stands = true;
    if let Some(met) = meeting.met {
        let zone = view.pair.mentor.zone.time_zone();
        let on = met.on.or_else(|| (met.said_at < starts_at).then(|| met.said_at.to_zoned(zone.clone()).date()));
        let planned_on = start.timestamp().to_zoned(zone.clone()).date();
        if let Some(on) = on.filter(|on| *on != planned_on) {
            let clock = start.timestamp().to_zoned(zone.clone()).time();
            let met_at = zone.to_zoned(on.to_datetime(clock)).map_or(met.said_at, |zoned| zoned.timestamp());
            starts_at = met_at;
            ends_at = met_at.checked_add(length(view.programme)).unwrap_or(met_at);
            if met.said_at < ends_at && on <= met.said_at.to_zoned(zone.clone()).date() {
                ends_at = met.said_at;
                starts_at = starts_at.min(ends_at);
            }
        }
        stands = start.timestamp() <= met.said_at;
    }
    let invite = view.programme.rule(Step::Invitation).map(|rule| {
        let anchor = AnchorAt::meeting(&start, view.programme.session.length_minutes);
        let due = |role: Role| due_at(view, &rule, &anchor, role);
        InviteDue { mentor: due(Role::Mentor), mentee: due(Role::Mentee) }
    });
    Dated { event: EventName::Session, meeting, start, starts_at, ends_at, round, odd_hours, stands, invite }
}

/// When a rule asks for a letter, on that reader's clock (rules 17 and 18).
pub fn due_at(view: &PairView<'_>, rule: &StepRule, anchor: &AnchorAt, role: Role) -> Timestamp {
    let zone = if role == Role::Mentor { &view.pair.mentor.zone } else { &view.pair.mentee.zone };
    let ending = view.pair.ending(view.programme).map(AnchorAt::Ending);
    let anchor = match rule.anchor {
        Anchor::Ending => ending.as_ref().unwrap_or(anchor),
        _ => anchor,
    };
    view.programme.calendar.due_at(rule, anchor, zone.time_zone(), view.programme.zone.time_zone())
}

/// The letters around the session.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let Some(session) = timeline.session().cloned() else { return };
    let write = Writer { view, session: &session, now };
    for role in Role::PAIR {
        write.before(timeline, role);
        write.after(timeline, role);
        write.answers(timeline, role);
    }
}

/// Whether a wish for another time may be put to the partner: inside the programme's rules.
pub fn may_be_asked(counter: &Counter, view: &PairView<'_>) -> bool {
    let zone = view.programme.zone.time_zone();
    let starts_at = counter.starts.timestamp();
    let local = starts_at.to_zoned(zone.clone());
    let calendar = &view.programme.calendar;
    let inside_ending = view
        .pair
        .ending(view.programme)
        .is_none_or(|ending| local.date() <= grace_end(calendar, ending, &view.programme.proposals.grace));
    let in_hours = Role::PAIR.into_iter().all(|role| {
        let zone = if role == Role::Mentor { &view.pair.mentor.zone } else { &view.pair.mentee.zone };
        view.programme.session.hours.contains(starts_at.to_zoned(zone.time_zone().clone()).time())
    });
    inside_ending && in_hours && calendar.is_sending_day(local.date()) && starts_at > counter.asked_at
}

fn grace_end(
    calendar: &crate::domain::programme::WorkCalendar,
    ending: jiff::civil::Date,
    grace: &Span,
) -> jiff::civil::Date {
    if grace.unit == Unit::WorkingDays {
        return calendar.plus_working_days(ending, grace.amount);
    }
    ending.checked_add(jiff::Span::new().days(grace.days())).unwrap_or(jiff::civil::Date::MAX)
}

struct Writer<'a> {
    view: &'a PairView<'a>,
    session: &'a Dated,
    now: &'a Now,
}

impl Writer<'_> {
    fn anchor(&self) -> AnchorAt {
        AnchorAt::Meeting { starts_at: self.session.starts_at, ends_at: self.session.ends_at }
    }

    fn put(&self, timeline: &mut Timeline, step: Step, role: Role, due_at: Timestamp, shape: Shape<'_>) {
        let meeting = Some((self.session.starts_at, shape.counts_from.unwrap_or(self.session.ends_at)));
        let starts = self.session.starts_at.to_string();
        let place = self.session.place(self.view);
        let basis = basis(self.view.pair, role, &[&starts, place, shape.content]);
        let fate = match silence(timeline, self.view, role, step) {
            Some(fate) => fate,
            None => shape.skip.map_or(Fate::Send { at: due_at }, Fate::Skip),
        };
        timeline.items.push(Item {
            step,
            occurrence: shape.occurrence,
            role,
            event: Some(EventName::Session),
            round: shape.round,
            due_at,
            useful_until: useful_until(step, due_at, meeting),
            basis,
            follows_changes: false,
            fate,
        });
    }

    fn before(&self, timeline: &mut Timeline, role: Role) {
        let meeting = &self.session.meeting;
        let declined = meeting.declined_at.is_some_and(|at| timeline.standing.resumed_at.is_none_or(|up| up <= at));
        let stopped = if meeting.met.is_some() && !self.session.stands {
            Some(Reason::MetAlready)
        } else if declined && (meeting.declined_by().is_some() || meeting.both_declined()) {
            Some(Reason::Declined)
        } else {
            None
        };
        if let Some(rule) = self.view.programme.rule(Step::Preparation) {
            let due = due_at(self.view, &rule, &self.anchor(), role);
            self.put(timeline, Step::Preparation, role, due, Shape { skip: stopped, ..Shape::once() });
        }
        if let Some(rule) = self.view.programme.rule(Step::Reminder) {
            let due = due_at(self.view, &rule, &self.anchor(), role);
            let accepted = (meeting.answer(role) == Answer::Accepted).then_some(Reason::Accepted);
            let round = self.session.round;
            self.put(timeline, Step::Reminder, role, due, Shape { skip: stopped.or(accepted), round, ..Shape::once() });
        }
    }

    fn after(&self, timeline: &mut Timeline, role: Role) {
        let roadmap_came = !timeline.standing.roadmaps.is_empty();
        let round = self.session.round;
        let said_at = self.session.meeting.met.map(|met| met.said_at.max(self.session.ends_at));
        if let Some(rule) = self.view.programme.rule(Step::AfterSession) {
            let due = due_at(self.view, &rule, &self.anchor(), role);
            let again = round > 1 && roadmap_came && self.asked_before(role);
            let skip = again.then_some(Reason::RoadmapCame);
            let known = if self.session.meeting.met.is_some() { "met" } else { "" };
            let shape = Shape { skip, round, counts_from: said_at, content: known, ..Shape::once() };
            self.put(timeline, Step::AfterSession, role, due, shape);
        }
        if let Some(rule) = self.view.programme.rule(Step::RoadmapNudge).filter(|_| role == Role::Mentor) {
            let due = due_at(self.view, &rule, &self.anchor(), role);
            let skip = roadmap_came.then_some(Reason::RoadmapCame);
            self.put(timeline, Step::RoadmapNudge, role, due, Shape { skip, round, ..Shape::once() });
        }
    }

    fn asked_before(&self, role: Role) -> bool {
        self.view.deliveries.iter().any(|d| {
            d.key.step.step == Step::AfterSession
                && d.key.role == role
                && d.key.round < self.session.round
                && d.state.is_shown()
        })
    }

    /// What a decline, a wish for another time or a dead address asks for before the start.
    fn answers(&self, timeline: &mut Timeline, role: Role) {
        let meeting = &self.session.meeting;
        let round = self.session.round;
        if meeting.met.is_some() {
            return;
        }
        if let (Some(who), Some(at)) = (meeting.declined_by(), meeting.declined_at) {
            let step = if who == role { Step::NewTimeRequest } else { Step::SessionDeclined };
            let asked = meeting.counter.as_ref().is_some_and(|c| c.state == CounterState::Open && c.who == who);
            let skip = asked.then_some(Reason::OtherTimeAsked);
            let due = self.at_once(at, role);
            self.put(timeline, step, role, due, Shape { skip, round, ..Shape::once() });
        }
        if let Some(counter) = &meeting.counter {
            self.counter(timeline, role, counter);
        }
        let failing = match timeline.halt {
            Some(Halt::Bounced { role: failing, .. }) if failing.partner() == role => failing,
            _ => return,
        };
        if dead_since(&timeline.standing, self.view, role).is_none() {
            let rule = StepRule {
                span: Span { amount: 3, unit: Unit::WorkingDays },
                side: Side::Before,
                anchor: Anchor::Session,
                at: Time::new(9, 0, 0, 0).ok(),
            };
            let due = due_at(self.view, &rule, &self.anchor(), role);
            self.put(timeline, Step::CannotReach, role, due, Shape { round, content: failing.name(), ..Shape::once() });
        }
    }

    fn counter(&self, timeline: &mut Timeline, role: Role, counter: &Counter) {
        let round = self.session.round;
        let starts = counter.starts.timestamp().to_string();
        let shape = Shape { round, occurrence: counter.number, content: &starts, ..Shape::once() };
        let asks = self.view.programme.proposals.policy == ProposalPolicy::Ask && may_be_asked(counter, self.view);
        let unanswered = self.unanswered_at(counter);
        let refused_at = match counter.state {
            CounterState::Refused { at } => Some(at),
            CounterState::Open if asks && self.now.reached(unanswered) => Some(unanswered),
            CounterState::Open => None,
        };
        if let Some(at) = refused_at.filter(|_| counter.who == role) {
            self.put(timeline, Step::NewTimeAnswer, role, self.at_once(at, role), shape);
        } else if asks && refused_at.is_none() && counter.who != role {
            self.put(timeline, Step::NewTimeQuestion, role, self.at_once(counter.asked_at, role), shape);
        }
    }

    /// When a question that nobody answered counts as a no.
    fn unanswered_at(&self, counter: &Counter) -> Timestamp {
        let rule = StepRule {
            span: self.view.programme.proposals.answer_within,
            side: Side::After,
            anchor: Anchor::Session,
            at: None,
        };
        due_at(self.view, &rule, &AnchorAt::Instant(counter.asked_at), counter.who.partner())
    }

    fn at_once(&self, at: Timestamp, role: Role) -> Timestamp {
        next_sending_time(self.view, role, at)
    }
}

/// The first moment from `at` on that lies in that reader's sending hours.
pub fn next_sending_time(view: &PairView<'_>, role: Role, at: Timestamp) -> Timestamp {
    let zone = if role == Role::Mentor { &view.pair.mentor.zone } else { &view.pair.mentee.zone };
    view.programme.calendar.next_sending_time(zone.time_zone(), at)
}

/// What sets a letter apart from the plain one.
#[derive(Clone, Copy)]
struct Shape<'a> {
    occurrence: u32,
    round: u32,
    skip: Option<Reason>,
    content: &'a str,
    counts_from: Option<Timestamp>,
}

impl Shape<'_> {
    fn once() -> Shape<'static> {
        Shape { occurrence: 1, round: 1, skip: None, content: "", counts_from: None }
    }
}

/// What keeps a letter of that step from that reader, whatever the letter: a halt, a stop, a dead address.
pub fn silence(timeline: &Timeline, view: &PairView<'_>, role: Role, step: Step) -> Option<Fate> {
    let passes_halt = match timeline.halt {
        Some(Halt::Bounced { role: failing, .. }) => step == Step::CannotReach && failing.partner() == role,
        Some(Halt::EndedEarly { .. }) => step == Step::Goodbye,
        Some(Halt::Continuing) => step == Step::Roadmap,
        _ => false,
    };
    if let Some(halt) = timeline.halt.filter(|_| !passes_halt) {
        return Some(halt.reason(role).map_or(Fate::Wait, Fate::Skip));
    }
    if view.address_state(role).stopped_at.is_some() {
        return Some(Fate::Skip(Reason::StoppedLetters));
    }
    if dead_since(&timeline.standing, view, role).is_some() {
        return Some(Fate::Skip(Reason::AddressFails));
    }
    let stopped = timeline.standing.stop(role).is_some() && step != Step::Roadmap;
    stopped.then_some(Fate::Skip(Reason::StoppedLetters))
}
