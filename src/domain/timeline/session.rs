//! The final session: its place in time, and the letters around it.

use crate::domain::event::{EventName, Start};
use crate::domain::meeting::{Answer, CounterState, Meeting, Met, SetBy};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::proposal::{Ask, Proposal, alternatives, in_window, must_move, propose};
use crate::domain::reason::Reason;
use crate::domain::rule::{Anchor, Side, Span, StepRule, Unit};
use crate::domain::sending::{AnchorAt, clock_on};
use crate::domain::step::Step;
use crate::domain::timeline::halt::{Halt, dead_since, decline};
use crate::domain::timeline::item::{Item, basis};
use crate::domain::timeline::{Dated, InviteDue, Notice, NoticeKind, PairView, Timeline, length, wish};
use crate::domain::useful::{earlier, later, useful_until};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

/// Nothing moves by itself this close to the start (rule 16).
const SETTLED: SignedDuration = SignedDuration::from_hours(48);

/// Gives the session its place in time: what was set, or what Sendoff proposes (rule 15).
pub fn place(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let meeting = timeline.standing.session.clone();
    if let Some(start) = meeting.start.clone() {
        let (round, odd_hours) = (meeting.round, meeting.odd_hours);
        timeline.meetings.push(dated(meeting, start, round, odd_hours, view));
    } else if let Some((start, odd_hours)) = first_proposal(timeline, view, now) {
        timeline.proposed = Some((start.clone(), odd_hours));
        let round = meeting.round + 1;
        timeline.meetings.push(dated(meeting, start, round, odd_hours, view));
    }
}

fn first_proposal(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<(Start, bool)> {
    let standing = &timeline.standing;
    let over = standing.ended.is_some() || standing.vanished_at.is_some() || standing.continuing_at.is_some();
    if over || standing.session.met.is_some() {
        return None;
    }
    propose(&ask(view, now)?).map(|proposal| (proposal.start, proposal.odd_hours))
}

/// Other times for the session that both could come to, at most `n`, in order of time (rule 15).
pub fn other_times(view: &PairView<'_>, now: Timestamp, n: usize) -> Vec<Proposal> {
    ask(view, &Now::at(now)).map_or_else(Vec::new, |ask| alternatives(&ask, n))
}

/// The question for a slot; nothing for a pair without an ending.
fn ask<'a>(view: &PairView<'a>, now: &Now) -> Option<Ask<'a>> {
    Some(Ask {
        pair_id: &view.pair.id,
        ending: view.pair.ending(view.programme)?,
        rule: &view.programme.session,
        calendar: &view.programme.calendar,
        programme_zone: view.programme.zone.time_zone(),
        mentor_zone: view.pair.mentor.zone.time_zone(),
        mentee_zone: view.pair.mentee.zone.time_zone(),
        now: now.timestamp(),
        busy: view.busy,
    })
}

/// Rule 16: moves a stored proposal that no longer fits, or says that a person has to. A pair that is halted stays as it is.
pub fn move_by_itself(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let Some(session) = timeline.session().filter(|_| timeline.halt.is_none() && timeline.proposed.is_none()) else {
        return;
    };
    let (meeting, start) = (session.meeting.clone(), session.start.clone());
    let settled = meeting.set_by == SetBy::Person || meeting.met.is_some() || now.reached(start.timestamp());
    let Some(ask) = ask(view, now).filter(|_| !settled) else { return };
    let fits = if meeting.accepted_by_anybody() { !must_move(&ask, &start) } else { in_window(&ask, &start) };
    if fits {
        return;
    }
    match propose(&ask).filter(|_| !now.reached(earlier(start.timestamp(), SETTLED))) {
        Some(better) => {
            timeline.proposed = Some((better.start.clone(), better.odd_hours));
            let round = meeting.round + 1;
            timeline.meetings[0] = dated(meeting, better.start, round, better.odd_hours, view);
        }
        None => timeline.notices.push(Notice {
            kind: NoticeKind::LateChange,
            occurrence: meeting.round.to_string(),
            about: None,
            since: now.timestamp(),
        }),
    }
}

fn dated(meeting: Meeting, start: Start, round: u32, odd_hours: bool, view: &PairView<'_>) -> Dated {
    let planned_at = start.timestamp();
    let elsewhen = meeting.met.and_then(|met| took_place(met, &start, view));
    let (starts_at, ends_at) = elsewhen.unwrap_or((planned_at, later(planned_at, length(view.programme))));
    let stands = meeting.met.is_none_or(|met| planned_at <= met.said_at);
    let invite = view.programme.rule(Step::Invitation).map(|rule| {
        let anchor = AnchorAt::meeting(&start, view.programme.session.length_minutes);
        let due = |role: Role| due_at(view, &rule, &anchor, role);
        InviteDue { mentor: due(Role::Mentor), mentee: due(Role::Mentee) }
    });
    Dated { event: EventName::Session, meeting, start, starts_at, ends_at, round, odd_hours, stands, invite }
}

/// Start and end of a session that was on another day than planned (rule 31): at the planned clock, but over when it was
/// said to be. Without a day, one that is said to have been before its start was on the day that was said.
fn took_place(met: Met, start: &Start, view: &PairView<'_>) -> Option<(Timestamp, Timestamp)> {
    let zone = view.pair.mentor.zone.time_zone();
    let (planned, said) = (zone.to_datetime(start.timestamp()), zone.to_datetime(met.said_at));
    let on = met.on.or((met.said_at < start.timestamp()).then_some(said.date()));
    let on: Date = on.filter(|on| *on != planned.date())?;
    let starts_at = clock_on(on, planned.time(), zone);
    let ends_at = later(starts_at, length(view.programme));
    let was_earlier = met.said_at < ends_at && on <= said.date();
    Some(if was_earlier { (starts_at.min(met.said_at), met.said_at) } else { (starts_at, ends_at) })
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

/// The first moment from `at` on that lies in that reader's sending hours.
pub fn next_sending_time(view: &PairView<'_>, role: Role, at: Timestamp) -> Timestamp {
    let zone = if role == Role::Mentor { &view.pair.mentor.zone } else { &view.pair.mentee.zone };
    view.programme.calendar.next_sending_time(zone.time_zone(), at)
}

/// The letters around the session.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>) {
    let Some(session) = timeline.session().cloned() else { return };
    let writer = Writer { view, session: &session };
    for role in Role::PAIR {
        let mut items = writer.before(timeline, role);
        items.extend(writer.after(timeline, role));
        items.extend(writer.about_a_decline(timeline, role));
        items.extend(writer.cannot_reach(timeline, role));
        for item in items {
            timeline.put(view, item);
        }
    }
}

struct Writer<'a> {
    view: &'a PairView<'a>,
    session: &'a Dated,
}

impl Writer<'_> {
    fn due_at(&self, rule: &StepRule, role: Role) -> Timestamp {
        let anchor = AnchorAt::Meeting { starts_at: self.session.starts_at, ends_at: self.session.ends_at };
        due_at(self.view, rule, &anchor, role)
    }

    /// A letter about this session, once a round.
    fn letter(&self, step: Step, role: Role, due_at: Timestamp, content: &str) -> Item {
        let starts_at = self.session.starts_at.to_string();
        let meeting = Some((self.session.starts_at, self.session.ends_at));
        Item {
            event: Some(EventName::Session),
            round: self.session.round,
            useful_until: useful_until(step, due_at, meeting),
            basis: basis(self.view.pair, role, &[&starts_at, self.session.place(self.view), content]),
            ..Item::plain(self.view, step, role, due_at)
        }
    }

    /// `preparation` once per pair, `reminder` to who has not accepted (rules 2 and 4).
    fn before(&self, timeline: &Timeline, role: Role) -> Vec<Item> {
        let meeting = &self.session.meeting;
        let declined = decline(timeline).map(|_| Reason::Declined);
        let stopped = if self.session.stands { declined } else { Some(Reason::MetAlready) };
        let accepted = (meeting.answer(role) == Answer::Accepted).then_some(Reason::Accepted);
        let item = |step| Some(self.letter(step, role, self.due_at(&self.view.programme.rule(step)?, role), ""));
        let preparation = item(Step::Preparation).map(|item| Item { round: 1, ..item }.unless(stopped));
        let reminder = item(Step::Reminder).map(|item| item.unless(stopped.or(accepted)));
        preparation.into_iter().chain(reminder).collect()
    }

    /// `after_session`, and once more to the mentor who has not written the roadmap (rules 2 and 19).
    fn after(&self, timeline: &Timeline, role: Role) -> Vec<Item> {
        let met = self.session.meeting.met;
        let roadmap_came = (!timeline.standing.roadmaps.is_empty()).then_some(Reason::RoadmapCame);
        let item = |step| Some(self.letter(step, role, self.due_at(&self.view.programme.rule(step)?, role), ""));
        let asks = item(Step::AfterSession).map(|item| {
            let told_at = met.map_or(self.session.ends_at, |met| met.said_at.max(self.session.ends_at));
            let known = if met.is_some() { "met" } else { "" };
            let asked = self.was_asked(Step::AfterSession, role);
            Item {
                useful_until: useful_until(item.step, item.due_at, Some((self.session.starts_at, told_at))),
                ..self.letter(item.step, role, item.due_at, known)
            }
            .unless(asked.then_some(roadmap_came).flatten().or(self.asked_already(asked)))
        });
        let nudge = item(Step::RoadmapNudge).filter(|_| role == Role::Mentor);
        let nudge = nudge
            .map(|item| item.unless(roadmap_came.or(self.asked_already(self.was_asked(Step::RoadmapNudge, role)))));
        asks.into_iter().chain(nudge).collect()
    }

    /// Whether an earlier round of that letter went.
    fn was_asked(&self, step: Step, role: Role) -> bool {
        self.view
            .deliveries
            .iter()
            .any(|d| d.key.step.step == step && d.key.role == role && d.key.round < self.session.round && d.is_shown())
    }

    /// Only a move into the future starts the letters after the session again (rule 2).
    fn asked_already(&self, asked: bool) -> Option<Reason> {
        let into_the_past = self.session.meeting.set_at.is_some_and(|set_at| self.session.start.timestamp() <= set_at);
        (asked && into_the_past).then_some(Reason::AskedAlready)
    }

    /// Who declined is asked for another time, the partner is told; unless a wish for another time says it all (rule 4).
    fn about_a_decline(&self, timeline: &Timeline, role: Role) -> Option<Item> {
        let decline = decline(timeline)?;
        let who = decline.by?;
        let counter = self.session.meeting.counter.as_ref();
        let has_asked = counter.is_some_and(|c| c.who == who && c.state == CounterState::Open);
        let (step, said) = if who == role {
            (Step::NewTimeRequest, has_asked)
        } else {
            (Step::SessionDeclined, has_asked && wish::asks_partner(self.session, self.view))
        };
        let due_at = next_sending_time(self.view, role, decline.at);
        Some(self.letter(step, role, due_at, "").unless(said.then_some(Reason::OtherTimeAsked)))
    }

    /// Three working days before a session that still stands, the partner of a dead address is told (rule 4).
    fn cannot_reach(&self, timeline: &Timeline, role: Role) -> Option<Item> {
        let Some(Halt::Bounced { role: failing, at }) = timeline.halt else { return None };
        let reachable = dead_since(&timeline.standing, self.view, role).is_none();
        if failing == role || !reachable || at >= self.session.starts_at || self.session.meeting.met.is_some() {
            return None;
        }
        let rule = StepRule {
            span: Span { amount: 3, unit: Unit::WorkingDays },
            side: Side::Before,
            anchor: Anchor::Session,
            at: Time::new(9, 0, 0, 0).ok(),
        };
        Some(self.letter(Step::CannotReach, role, self.due_at(&rule, role), failing.name()))
    }
}
