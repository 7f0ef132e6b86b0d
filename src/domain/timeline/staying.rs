//! Staying in touch: the agreements two private answers come to, and the catch-ups they ask for (rules 21 to 24).

use crate::domain::agreement::{Agreement, overlap, renewed};
use crate::domain::catch_up;
use crate::domain::event::{EventName, Start};
use crate::domain::follow_up::{FollowUp, RenewalAnswer, Want};
use crate::domain::meeting::{Answer, Meeting};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::rule::{Anchor, Side, Span, StepRule, Unit};
use crate::domain::sending::AnchorAt;
use crate::domain::standing::Said;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Fate, Item, basis};
use crate::domain::timeline::session::{due_at, next_sending_time, silence};
use crate::domain::timeline::{Dated, InviteDue, PairView, Timeline, length, plain_close};
use crate::domain::useful::{days, later, useful_until};
use jiff::{Timestamp, civil::Date};

/// What the two agreed, the how-manieth time, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// 1 for the first, then one more with each renewal.
    pub number: u32,
    /// What was agreed.
    pub terms: Agreement,
    /// When the second of the two said yes, or the coordinator let it go.
    pub formed_at: Timestamp,
    /// The number of its first catch-up.
    pub first_event: u32,
    /// Its catch-ups as planned; empty without dates.
    pub planned: Vec<Start>,
    /// Somebody ended it then.
    pub ended: Option<(Timestamp, Role)>,
    /// It waits for the coordinator since then (`contact_after = "approval"`).
    pub waits_since: Option<Timestamp>,
}

impl Agreed {
    /// Whether letters may speak of it.
    pub fn is_in_force(&self) -> bool {
        self.ended.is_none() && self.waits_since.is_none()
    }
}

/// Puts down agreements, catch-ups and their letters.
pub fn plan(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let Some(session) = timeline.session().cloned() else { return };
    timeline.closes_at = Some(plain_close(&session));
    if let Some(ended) = &timeline.standing.ended {
        timeline.closes_at = Some(ended.at);
    }
    if !now.reached(session.ends_at) || view.pair.contact_after(view.programme) == ContactAfter::None {
        return;
    }
    let Some(mut agreed) = first_agreement(timeline, view, &session) else { return };
    let mut base_on = session.starts_at.to_zoned(view.pair.mentor.zone.time_zone().clone()).date();
    loop {
        agreed.planned = planned(&agreed, base_on, &session, view);
        let last = place_catch_ups(timeline, &agreed, view);
        letters(timeline, &agreed, last.as_ref(), view);
        let next = last.as_ref().and_then(|last| renewal(timeline, &agreed, last));
        timeline.agreements.push(agreed);
        let (Some(last), Some(next)) = (last, next) else { break };
        base_on = last.start.timestamp().to_zoned(view.pair.mentor.zone.time_zone().clone()).date();
        agreed = next;
    }
}

/// The overlap of the latest answers given until the pair closes (rule 22).
fn first_agreement(timeline: &Timeline, view: &PairView<'_>, session: &Dated) -> Option<Agreed> {
    let standing = &timeline.standing;
    let open_until = plain_close(session);
    let mut said: Vec<(Role, &Said<FollowUp>)> = Vec::new();
    said.extend(standing.mentor_follow_ups.iter().map(|said| (Role::Mentor, said)));
    said.extend(standing.mentee_follow_ups.iter().map(|said| (Role::Mentee, said)));
    said.sort_by_key(|(_, said)| said.at);
    let (mut mentor, mut mentee) = (None, None);
    let mut formed: Option<(Timestamp, Agreement)> = None;
    let mut ended = None;
    for (role, answer) in said {
        let says_nothing = answer.what.wants.contains(&Want::Nothing) || answer.what.wants.is_empty();
        if answer.at > open_until && !says_nothing {
            continue;
        }
        if role == Role::Mentor {
            mentor = Some(&answer.what)
        } else {
            mentee = Some(&answer.what)
        }
        let (Some(mentor), Some(mentee)) = (mentor, mentee) else { continue };
        match (overlap(mentor, mentee), formed.take()) {
            (Some(terms), Some((at, _))) => (formed, ended) = (Some((at, terms)), None),
            (Some(terms), None) => formed = Some((answer.at.max(session.ends_at), terms)),
            (None, Some(before)) => (formed, ended) = (Some(before), ended.or(Some((answer.at, role)))),
            (None, None) => {}
        }
    }
    let (mut formed_at, terms) = formed?;
    let mut waits_since = None;
    if view.pair.contact_after(view.programme) == ContactAfter::Approval {
        match standing.approved_at {
            Some(approved_at) => formed_at = formed_at.max(approved_at),
            None => waits_since = Some(formed_at),
        }
    }
    let ended = first_stop(timeline, view).into_iter().chain(ended).min_by_key(|(at, _)| *at);
    let told = view.deliveries.iter().any(|d| d.key.step.step == Step::Agreement && d.state.is_shown());
    if ended.is_some_and(|(at, _)| at <= formed_at || !told) {
        return None;
    }
    Some(Agreed { number: 1, terms, formed_at, first_event: 1, planned: Vec::new(), ended, waits_since })
}

/// Who first asked for no more letters, and when: an agreement ends with it (rule 26).
fn first_stop(timeline: &Timeline, view: &PairView<'_>) -> Option<(Timestamp, Role)> {
    let stops = Role::PAIR.into_iter().flat_map(|role| {
        let here = timeline.standing.stop(role).map(|stop| (stop.at, role));
        let anywhere = view.address_state(role).stopped_at.map(|at| (at, role));
        here.into_iter().chain(anywhere)
    });
    stops.min_by_key(|(at, _)| *at)
}

fn planned(agreed: &Agreed, base_on: Date, session: &Dated, view: &PairView<'_>) -> Vec<Start> {
    let clock = session.start.timestamp().to_zoned(view.pair.mentor.zone.time_zone().clone()).time();
    catch_up::dates(
        &agreed.terms,
        base_on,
        clock,
        agreed.formed_at,
        &view.programme.calendar,
        view.pair.mentor.zone.time_zone(),
        view.pair.mentee.zone.time_zone(),
    )
}

/// Puts the catch-ups of an agreement into the timeline; gives the last one that is not left out, else the last.
fn place_catch_ups(timeline: &mut Timeline, agreed: &Agreed, view: &PairView<'_>) -> Option<Dated> {
    let mut previous: Option<Dated> = None;
    let mut last: Option<Dated> = None;
    for (number, start) in (agreed.first_event..).zip(&agreed.planned) {
        let dated = catch_up(timeline, agreed, number, start, previous.as_ref(), view);
        if dated.stands || last.as_ref().is_none_or(|last| !last.stands) {
            last = Some(dated.clone());
        }
        if dated.stands {
            previous = Some(dated.clone());
        }
        timeline.meetings.push(dated);
    }
    last
}

fn catch_up(
    timeline: &Timeline,
    agreed: &Agreed,
    number: u32,
    planned: &Start,
    previous: Option<&Dated>,
    view: &PairView<'_>,
) -> Dated {
    let event = EventName::CatchUp(number);
    let mut meeting = timeline.standing.catch_ups.get(&number).cloned().unwrap_or_default();
    let moved = meeting.start.as_ref().filter(|start| start.timestamp() != planned.timestamp());
    let (start, round) = match moved {
        Some(start) => (start.clone(), meeting.round + 1),
        None => (planned.clone(), meeting.round.max(1)),
    };
    if moved.is_some() && meeting.previous.is_none() {
        meeting.previous = Some(planned.clone());
    }
    let starts_at = start.timestamp();
    let ends_at = later(starts_at, length(view.programme));
    let shown = view
        .deliveries
        .iter()
        .any(|d| d.state.is_shown() && d.shown.as_ref().is_some_and(|shown| shown.event == event));
    let left_out = meeting.skipped || is_declined(&meeting);
    let stands = !left_out && agreed.waits_since.is_none() && (agreed.ended.is_none() || shown);
    let invite = view.programme.rule(Step::CatchUpInvitation).filter(|_| agreed.is_in_force()).map(|rule| {
        let due = |role| invite_due(view, &rule, &start, previous, role);
        InviteDue { mentor: due(Role::Mentor), mentee: due(Role::Mentee) }
    });
    Dated { event, meeting, start, starts_at, ends_at, round, odd_hours: false, stands, invite }
}

/// One "no" to a single catch-up leaves it out; the next one stands.
fn is_declined(meeting: &Meeting) -> bool {
    meeting.mentor == Answer::Declined || meeting.mentee == Answer::Declined
}

/// The later of the step's time and the day after the previous catch-up (rule 23).
fn invite_due(view: &PairView<'_>, rule: &StepRule, start: &Start, previous: Option<&Dated>, role: Role) -> Timestamp {
    let due = due_at(view, rule, &AnchorAt::meeting(start, view.programme.session.length_minutes), role);
    let Some(previous) = previous else { return due };
    let day_after = StepRule {
        span: Span { amount: 1, unit: Unit::Days },
        side: Side::After,
        anchor: Anchor::CatchUp,
        at: rule.at,
    };
    let anchor = AnchorAt::Meeting { starts_at: previous.starts_at, ends_at: previous.ends_at };
    due.max(due_at(view, &day_after, &anchor, role))
}

/// What both answered after the last catch-up (rule 24).
fn renewal(timeline: &mut Timeline, agreed: &Agreed, last: &Dated) -> Option<Agreed> {
    let closes_at = later(last.ends_at, days(21));
    timeline.closes_at = Some(match agreed.ended {
        Some((ended_at, _)) => timeline.closes_at.map_or(ended_at, |plain| plain.max(ended_at)),
        None if agreed.waits_since.is_none() => closes_at,
        None => return None,
    });
    if agreed.ended.is_some() {
        return None;
    }
    let answer = |role: Role| -> Option<(Timestamp, RenewalAnswer)> {
        let said = timeline.standing.renewals.iter().rev();
        said.filter(|said| said.what.0 == role && said.at >= agreed.formed_at && said.at <= closes_at)
            .map(|said| (said.at, said.what.1))
            .next()
    };
    let (mentor_at, mentor) = answer(Role::Mentor)?;
    let (mentee_at, mentee) = answer(Role::Mentee)?;
    let terms = renewed(&agreed.terms, mentor, mentee)?;
    let first_event = agreed.first_event + u32::try_from(agreed.planned.len()).unwrap_or(u32::MAX);
    Some(Agreed {
        number: agreed.number + 1,
        terms,
        formed_at: mentor_at.max(mentee_at),
        first_event,
        planned: Vec::new(),
        ended: None,
        waits_since: None,
    })
}

/// The card, the reminders, the question at the end.
fn letters(timeline: &mut Timeline, agreed: &Agreed, last: Option<&Dated>, view: &PairView<'_>) {
    let terms = format!("{:?} {:?}", agreed.terms, agreed.planned.iter().map(Start::timestamp).collect::<Vec<_>>());
    for role in Role::PAIR {
        if agreed.is_in_force() {
            let due = next_sending_time(view, role, agreed.formed_at);
            let fate = silence(timeline, view, role, Step::Agreement).unwrap_or(Fate::Send { at: due });
            timeline.items.push(Item {
                step: Step::Agreement,
                occurrence: agreed.number,
                role,
                event: None,
                round: 1,
                due_at: due,
                useful_until: useful_until(Step::Agreement, due, None),
                basis: basis(view.pair, role, &[&terms]),
                follows_changes: true,
                fate,
            });
            reminders(timeline, agreed, role, view);
            question(timeline, agreed, last, role, view);
        }
        if let Some((at, who)) = agreed.ended.filter(|(_, who)| who.partner() == role) {
            farewell(timeline, agreed, at, who, view);
        }
    }
}

fn reminders(timeline: &mut Timeline, agreed: &Agreed, role: Role, view: &PairView<'_>) {
    let Some(rule) = view.programme.rule(Step::CatchUpReminder) else { return };
    let meetings: Vec<Dated> = timeline.meetings.iter().filter(|dated| dated.stands).cloned().collect();
    for dated in meetings {
        let EventName::CatchUp(number) = dated.event else { continue };
        if number < agreed.first_event {
            continue;
        }
        let anchor = AnchorAt::Meeting { starts_at: dated.starts_at, ends_at: dated.ends_at };
        let due = due_at(view, &rule, &anchor, role);
        push(timeline, view, Step::CatchUpReminder, number, role, due, &dated);
    }
}

fn question(timeline: &mut Timeline, agreed: &Agreed, last: Option<&Dated>, role: Role, view: &PairView<'_>) {
    let (Some(rule), Some(last)) = (view.programme.rule(Step::Renewal), last) else { return };
    let anchor = AnchorAt::Meeting { starts_at: last.starts_at, ends_at: last.ends_at };
    let due = due_at(view, &rule, &anchor, role);
    push(timeline, view, Step::Renewal, agreed.number, role, due, last);
}

fn push(
    timeline: &mut Timeline,
    view: &PairView<'_>,
    step: Step,
    occurrence: u32,
    role: Role,
    due: Timestamp,
    dated: &Dated,
) {
    let starts = dated.starts_at.to_string();
    let place = dated.place(view);
    let fate = silence(timeline, view, role, step).unwrap_or(Fate::Send { at: due });
    timeline.items.push(Item {
        step,
        occurrence,
        role,
        event: Some(dated.event),
        round: if step == Step::Renewal { 1 } else { dated.round },
        due_at: due,
        useful_until: useful_until(step, due, Some((dated.starts_at, dated.ends_at))),
        basis: basis(view.pair, role, &[&starts, place]),
        follows_changes: false,
        fate,
    });
}

/// The partner of who stopped reads only that the catch-ups have ended (rules 25 and 26).
fn farewell(timeline: &mut Timeline, agreed: &Agreed, at: Timestamp, who: Role, view: &PairView<'_>) {
    let role = who.partner();
    if agreed.planned.iter().all(|start| start.timestamp() <= at) {
        return;
    }
    let due = next_sending_time(view, role, at);
    let fate = silence(timeline, view, role, Step::CatchUpsEnded).unwrap_or(Fate::Send { at: due });
    timeline.items.push(Item {
        step: Step::CatchUpsEnded,
        occurrence: agreed.number,
        role,
        event: None,
        round: 1,
        due_at: due,
        useful_until: useful_until(Step::CatchUpsEnded, due, None),
        basis: basis(view.pair, role, &[]),
        follows_changes: false,
        fate,
    });
}
