//! The letters that end something: `closing` and `goodbye`.

use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::halt::Halt;
use crate::domain::timeline::item::{Fate, Item, basis};
use crate::domain::timeline::session::{due_at, next_sending_time, silence};
use crate::domain::timeline::{Dated, PairView, Timeline};
use crate::domain::useful::useful_until;
use jiff::Timestamp;

/// `closing` for everyone without an agreement, `goodbye` after an early end.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let session = timeline.session().cloned();
    for role in Role::PAIR {
        if let Some(session) = &session {
            closing(timeline, view, session, role);
        }
        if let Some(Halt::EndedEarly { at }) = timeline.halt {
            goodbye(timeline, view, session.as_ref(), at, role, now);
        }
    }
}

/// The same words on the same day, whatever was answered (rules 22 and 25).
fn closing(timeline: &mut Timeline, view: &PairView<'_>, session: &Dated, role: Role) {
    let Some(rule) = view.programme.rule(Step::Closing) else { return };
    let anchor = AnchorAt::Meeting { starts_at: session.starts_at, ends_at: session.ends_at };
    let due = due_at(view, &rule, &anchor, role);
    let agreed = timeline.agreements.iter().any(|agreed| agreed.is_in_force() && agreed.formed_at <= due);
    let fate = match silence(timeline, view, role, Step::Closing) {
        Some(fate) => fate,
        None if agreed => Fate::Skip(Reason::Agreed),
        None => Fate::Send { at: due },
    };
    let meeting = Some((session.starts_at, session.ends_at));
    timeline.items.push(plain(view, Step::Closing, role, due, useful_until(Step::Closing, due, meeting), fate));
}

/// Only before the session, and only if the end came while Sendoff was looking (rule 31).
fn goodbye(
    timeline: &mut Timeline,
    view: &PairView<'_>,
    session: Option<&Dated>,
    at: Timestamp,
    role: Role,
    now: &Now,
) {
    let before_session = session.is_none_or(|session| at < session.starts_at);
    if !before_session || at <= view.first_seen_at || !now.reached(at) {
        return;
    }
    let due = next_sending_time(view, role, at);
    let fate = silence(timeline, view, role, Step::Goodbye).unwrap_or(Fate::Send { at: due });
    timeline.items.push(plain(view, Step::Goodbye, role, due, useful_until(Step::Goodbye, due, None), fate));
}

fn plain(view: &PairView<'_>, step: Step, role: Role, due_at: Timestamp, useful_until: Timestamp, fate: Fate) -> Item {
    Item {
        step,
        occurrence: 1,
        role,
        event: None,
        round: 1,
        due_at,
        useful_until,
        basis: basis(view.pair, role, &[]),
        follows_changes: false,
        fate,
    }
}
