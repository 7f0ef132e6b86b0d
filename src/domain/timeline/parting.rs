//! The letters that end something: `closing` and `goodbye`.

use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::halt::Halt;
use crate::domain::timeline::item::Item;
use crate::domain::timeline::session::{due_at, next_sending_time};
use crate::domain::timeline::{Agreed, PairView, Timeline};
use crate::domain::useful::useful_until;
use jiff::Timestamp;

/// `closing` for everyone without an agreement, `goodbye` after an early end.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>) {
    for role in Role::PAIR {
        let closing = closing(timeline, view, role);
        let goodbye = match timeline.halt {
            Some(Halt::EndedEarly { at }) => goodbye(timeline, view, at, role),
            _ => None,
        };
        for item in closing.into_iter().chain(goodbye) {
            timeline.put(view, item);
        }
    }
}

/// The same words on the same day, whatever was answered (rules 22 and 25).
fn closing(timeline: &Timeline, view: &PairView<'_>, role: Role) -> Option<Item> {
    let session = timeline.session()?;
    let rule = view.programme.rule(Step::Closing)?;
    let anchor = AnchorAt::Meeting { starts_at: session.starts_at, ends_at: session.ends_at };
    let due_at = due_at(view, &rule, &anchor, role);
    // What ended later has had its own last letter.
    let stood = |agreed: &Agreed| agreed.is_in_force() || agreed.ended.is_some_and(|(ended_at, _)| ended_at > due_at);
    let agreed = timeline.agreements.iter().any(stood);
    let meeting = Some((session.starts_at, session.ends_at));
    let item = Item {
        useful_until: useful_until(Step::Closing, due_at, meeting),
        ..Item::plain(view, Step::Closing, role, due_at)
    };
    Some(item.unless(agreed.then_some(Reason::Agreed)))
}

/// Only before the session, and only if the end came while Sendoff was looking (rule 31).
fn goodbye(timeline: &Timeline, view: &PairView<'_>, at: Timestamp, role: Role) -> Option<Item> {
    let before_session = timeline.session().is_none_or(|session| at < session.starts_at);
    if !before_session || at <= view.first_seen_at {
        return None;
    }
    Some(Item::plain(view, Step::Goodbye, role, next_sending_time(view, role, at)))
}
