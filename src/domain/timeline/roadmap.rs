//! The roadmap, the general one in its place, and the lines of it that come back (rules 2, 19, 22 and 32).

use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Fate, Item, basis};
use crate::domain::timeline::session::{due_at, next_sending_time, silence};
use crate::domain::timeline::{Dated, PairView, Timeline};
use crate::domain::useful::{days, later, useful_until};
use jiff::{SignedDuration, Timestamp};

/// How long a finished roadmap can still be corrected before it goes.
const CORRECTABLE: SignedDuration = SignedDuration::from_hours(1);

/// The roadmap and the nudges that follow it.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let session = timeline.session().cloned();
    if timeline.standing.roadmaps.is_empty() {
        if let Some(session) = &session {
            general(timeline, view, session);
        }
        return;
    }
    for role in Role::PAIR {
        real(timeline, view, session.as_ref(), role, now);
    }
    nudges(timeline, view);
}

/// An hour after the mentor finished it, and never before the session.
fn real(timeline: &mut Timeline, view: &PairView<'_>, session: Option<&Dated>, role: Role, now: &Now) {
    let Some(last) = timeline.standing.roadmaps.last() else { return };
    if session.is_some_and(|session| !now.reached(session.ends_at)) {
        return;
    }
    let finished_at = session.map_or(last.at, |session| last.at.max(session.ends_at));
    let content = serde_json::to_string(&last.what).unwrap_or_default();
    let due = next_sending_time(view, role, later(finished_at, CORRECTABLE));
    let general = general_sent_at(timeline, view, role);
    let too_late = general.is_some_and(|sent_at| last.at > later(sent_at, days(60)));
    let fate = match silence(timeline, view, role, Step::Roadmap) {
        Some(fate) => fate,
        None if too_late => Fate::Skip(Reason::TooLate),
        None => Fate::Send { at: due },
    };
    timeline.items.push(item(view, role, due, &["real", &content], fate));
}

fn general(timeline: &mut Timeline, view: &PairView<'_>, session: &Dated) {
    let Some(rule) = view.programme.rule(Step::Roadmap) else { return };
    let anchor = AnchorAt::Meeting { starts_at: session.starts_at, ends_at: session.ends_at };
    let due = due_at(view, &rule, &anchor, Role::Mentee);
    let fate = silence(timeline, view, Role::Mentee, Step::Roadmap).unwrap_or(Fate::Send { at: due });
    timeline.items.push(item(view, Role::Mentee, due, &["general"], fate));
}

fn item(view: &PairView<'_>, role: Role, due_at: Timestamp, content: &[&str], fate: Fate) -> Item {
    Item {
        step: Step::Roadmap,
        occurrence: 1,
        role,
        event: None,
        round: 1,
        due_at,
        useful_until: useful_until(Step::Roadmap, due_at, None),
        basis: basis(view.pair, role, content),
        follows_changes: true,
        fate,
    }
}

/// When a letter about the roadmap went before the mentor had written one.
fn general_sent_at(timeline: &Timeline, view: &PairView<'_>, role: Role) -> Option<Timestamp> {
    let first = timeline.standing.roadmaps.first()?.at;
    sent(view, role).filter(|at| *at < first).min()
}

/// When the first real roadmap went to the mentee: the anchor `roadmap` (rule 32).
fn real_sent_at(timeline: &Timeline, view: &PairView<'_>) -> Option<Timestamp> {
    let first = timeline.standing.roadmaps.first()?.at;
    sent(view, Role::Mentee).filter(|at| *at >= first).min()
}

fn sent<'a>(view: &PairView<'a>, role: Role) -> impl Iterator<Item = Timestamp> + use<'a> {
    view.deliveries
        .iter()
        .filter(move |d| d.key.step.step == Step::Roadmap && d.key.role == role && d.state.is_shown())
        .map(|d| d.decided_at)
}

/// One line of the roadmap back, if the mentee asked for it.
fn nudges(timeline: &mut Timeline, view: &PairView<'_>) {
    let Some(anchor) = real_sent_at(timeline, view).filter(|_| timeline.standing.practice_nudges) else { return };
    let rules = view.programme.steps.get(&Step::PracticeNudge).cloned().unwrap_or_default();
    for (occurrence, rule) in (1..).zip(&rules) {
        let due = due_at(view, rule, &AnchorAt::Instant(anchor), Role::Mentee);
        let fate = silence(timeline, view, Role::Mentee, Step::PracticeNudge).unwrap_or(Fate::Send { at: due });
        timeline.items.push(Item {
            step: Step::PracticeNudge,
            occurrence,
            role: Role::Mentee,
            event: None,
            round: 1,
            due_at: due,
            useful_until: useful_until(Step::PracticeNudge, due, None),
            basis: basis(view.pair, Role::Mentee, &[]),
            follows_changes: false,
            fate,
        });
    }
}
