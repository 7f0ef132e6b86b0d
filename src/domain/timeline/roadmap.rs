//! The roadmap, the general one in its place, and the lines of it that come back (rules 2, 19, 22 and 32).

use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::halt::Halt;
use crate::domain::timeline::item::{Item, basis};
use crate::domain::timeline::session::{due_at, next_sending_time};
use crate::domain::timeline::{PairView, Timeline};
use crate::domain::useful::{days, later};
use jiff::{SignedDuration, Timestamp};

/// How long a finished roadmap can still be corrected before it goes.
const CORRECTABLE: SignedDuration = SignedDuration::from_hours(1);

/// The roadmap and the nudges that follow it.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let items: Vec<Item> = if timeline.standing.roadmaps.is_empty() {
        general(timeline, view).into_iter().collect()
    } else {
        let real = Role::PAIR.into_iter().filter_map(|role| real(timeline, view, role, now));
        real.chain(nudges(timeline, view)).collect()
    };
    for item in items {
        timeline.put(view, item);
    }
}

/// An hour after the mentor finished it, and never before the session. Too long after the general one it does not go any more.
fn real(timeline: &Timeline, view: &PairView<'_>, role: Role, now: &Now) -> Option<Item> {
    let last = timeline.standing.roadmaps.last()?;
    let ends_at = timeline.session().map(|session| session.ends_at);
    if ends_at.is_some_and(|ends_at| !now.reached(ends_at)) {
        return None;
    }
    let finished_at = ends_at.map_or(last.at, |ends_at| last.at.max(ends_at));
    let due_at = next_sending_time(view, role, later(finished_at, CORRECTABLE));
    let too_late = general_sent_at(timeline, view).is_some_and(|sent_at| last.at > later(sent_at, days(60)));
    let content = serde_json::to_string(&last.what).unwrap_or_default();
    Some(item(view, role, due_at, &["real", &content]).unless(too_late.then_some(Reason::TooLate)))
}

/// To the mentee alone; not to those who carry on, who have had no last session.
fn general(timeline: &Timeline, view: &PairView<'_>) -> Option<Item> {
    let session = timeline.session()?;
    let rule = view.programme.rule(Step::Roadmap)?;
    let anchor = AnchorAt::Meeting { starts_at: session.starts_at, ends_at: session.ends_at };
    let due_at = due_at(view, &rule, &anchor, Role::Mentee);
    let continuing = (timeline.halt == Some(Halt::Continuing)).then_some(Reason::Continuing);
    Some(item(view, Role::Mentee, due_at, &["general"]).unless(continuing))
}

fn item(view: &PairView<'_>, role: Role, due_at: Timestamp, content: &[&str]) -> Item {
    Item {
        basis: basis(view.pair, role, content),
        follows_changes: true,
        ..Item::plain(view, Step::Roadmap, role, due_at)
    }
}

/// When the mentee had the general one: before the mentor had written any.
fn general_sent_at(timeline: &Timeline, view: &PairView<'_>) -> Option<Timestamp> {
    let first = timeline.standing.roadmaps.first()?.at;
    sent_to_mentee(view).filter(|at| *at < first).min()
}

/// When the first real roadmap went to the mentee: the anchor `roadmap` (rule 32).
fn real_sent_at(timeline: &Timeline, view: &PairView<'_>) -> Option<Timestamp> {
    let first = timeline.standing.roadmaps.first()?.at;
    sent_to_mentee(view).filter(|at| *at >= first).min()
}

fn sent_to_mentee<'a>(view: &PairView<'a>) -> impl Iterator<Item = Timestamp> + use<'a> {
    let rows = view.deliveries.iter().filter(|d| d.key.step.step == Step::Roadmap && d.key.role == Role::Mentee);
    rows.filter(|d| d.is_shown()).map(|d| d.decided_at)
}

/// One line of the roadmap back, if the mentee asked for it.
fn nudges(timeline: &Timeline, view: &PairView<'_>) -> Vec<Item> {
    let asked = timeline.standing.practice_nudges;
    let Some(anchor) = real_sent_at(timeline, view).filter(|_| asked).map(AnchorAt::Instant) else { return Vec::new() };
    let rules = view.programme.steps.get(&Step::PracticeNudge).into_iter().flatten();
    let nudge = |(occurrence, rule)| {
        let due_at = due_at(view, rule, &anchor, Role::Mentee);
        Item { occurrence, ..Item::plain(view, Step::PracticeNudge, Role::Mentee, due_at) }
    };
    (1..).zip(rules).map(nudge).collect()
}
