//! The catch-ups of one agreement, each with its place in time (rule 23).

use crate::domain::event::{EventName, Start};
use crate::domain::meeting::Meeting;
use crate::domain::person::Role;
use crate::domain::rule::{Anchor, Side, Span, StepRule, Unit};
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::session::due_at;
use crate::domain::timeline::{Agreed, Dated, InviteDue, PairView, Timeline, length};
use crate::domain::useful::later;
use jiff::Timestamp;

/// Gives every catch-up its place; who is invited when is another question ([`invite`]).
pub fn place(timeline: &Timeline, agreed: &Agreed, view: &PairView<'_>) -> Vec<Dated> {
    let numbered = (agreed.first_event..).zip(&agreed.planned);
    numbered.map(|(number, planned)| catch_up(timeline, number, planned, view)).collect()
}

/// The one the question about renewal follows: the last that is not left out, else the last of all.
pub fn last(catch_ups: &[Dated]) -> Option<&Dated> {
    let standing = catch_ups.iter().filter(|dated| dated.stands).max_by_key(|dated| dated.starts_at);
    standing.or_else(|| catch_ups.iter().max_by_key(|dated| dated.starts_at))
}

/// Says when each is invited to, if the agreement is in force, and which stay in the calendars if it has ended.
pub fn invite(catch_ups: &mut [Dated], agreed: &Agreed, view: &PairView<'_>) {
    let standing: Vec<Dated> = catch_ups.iter().filter(|dated| dated.stands).cloned().collect();
    let rule = view.programme.rule(Step::CatchUpInvitation).filter(|_| agreed.is_in_force());
    for dated in catch_ups {
        let earlier = standing.iter().filter(|other| other.starts_at < dated.starts_at);
        let previous = earlier.max_by_key(|other| other.starts_at);
        dated.invite = rule.map(|rule| {
            let due = |role| invite_due(view, &rule, dated, previous, role);
            InviteDue { mentor: due(Role::Mentor), mentee: due(Role::Mentee) }
        });
        let waits = agreed.waits_since.is_some();
        dated.stands &= !waits && (agreed.ended.is_none() || was_shown(dated.event, view));
    }
}

fn was_shown(event: EventName, view: &PairView<'_>) -> bool {
    view.deliveries.iter().any(|d| d.is_shown() && d.shown.as_ref().is_some_and(|shown| shown.event == event))
}

fn catch_up(timeline: &Timeline, number: u32, planned: &Start, view: &PairView<'_>) -> Dated {
    let mut meeting = timeline.standing.catch_ups.get(&number).cloned().unwrap_or_default();
    let (start, round) = match &meeting.start {
        // The planned date was the first round; no fact says so.
        Some(start) => (start.clone(), meeting.round + 1),
        None => (planned.clone(), 1),
    };
    if meeting.start.is_some() && meeting.previous.is_none() {
        meeting.previous = Some(planned.clone());
    }
    let starts_at = start.timestamp();
    let ends_at = later(starts_at, length(view.programme));
    let stands = !meeting.skipped && !is_declined(&meeting, ends_at);
    let event = EventName::CatchUp(number);
    Dated { event, meeting, start, starts_at, ends_at, round, odd_hours: false, stands, invite: None }
}

/// One "no" to a single catch-up leaves it out; the next one stands. After the end it is no answer any more.
fn is_declined(meeting: &Meeting, ends_at: Timestamp) -> bool {
    let declined = meeting.both_declined() || meeting.declined_by().is_some();
    declined && meeting.declined_at.is_some_and(|at| at < ends_at)
}

/// The later of the step's time and the day after the previous catch-up (rule 23).
fn invite_due(view: &PairView<'_>, rule: &StepRule, dated: &Dated, previous: Option<&Dated>, role: Role) -> Timestamp {
    let due = due_at(view, rule, &anchor(dated), role);
    let Some(previous) = previous else { return due };
    let day_after = StepRule {
        span: Span { amount: 1, unit: Unit::Days },
        side: Side::After,
        anchor: Anchor::CatchUp,
        at: rule.at,
    };
    due.max(due_at(view, &day_after, &anchor(previous), role))
}

/// What a step of a catch-up counts from.
pub fn anchor(dated: &Dated) -> AnchorAt {
    AnchorAt::Meeting { starts_at: dated.starts_at, ends_at: dated.ends_at }
}
