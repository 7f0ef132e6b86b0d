//! Private notes by mail: a copy to whoever asked for it, and the partner's once both have chosen to share (rule 25).

use crate::domain::person::Role;
use crate::domain::reflection::Reflection;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Item, basis};
use crate::domain::timeline::session::next_sending_time;
use crate::domain::timeline::{PairView, Timeline};
use jiff::Timestamp;

/// The number of the letter that brings the partner's notes; copies of one's own count on from there.
const SHARED: u32 = 1;

/// Whether it is a copy of one's own notes.
pub fn is_own_copy(step: Step, occurrence: u32) -> bool {
    step == Step::ReflectionCopy && occurrence != SHARED
}

/// The partner's notes, once, and every copy somebody asked for.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>) {
    let standing = &timeline.standing;
    let mut items = Vec::new();
    for role in Role::PAIR {
        if let Some((at, notes)) = standing.reflections_shared_at.zip(standing.shared_with(role)) {
            items.push(item(view, role, SHARED, at, notes));
        }
        let asked = standing.reflection_copies.iter().filter(|said| said.what == role);
        for (occurrence, said) in (SHARED + 1..).zip(asked) {
            items.extend(standing.reflection(role).map(|notes| item(view, role, occurrence, said.at, notes)));
        }
    }
    for item in items {
        timeline.put(view, item);
    }
}

fn item(view: &PairView<'_>, role: Role, occurrence: u32, at: Timestamp, notes: &Reflection) -> Item {
    let content = serde_json::to_string(&notes.notes).unwrap_or_default();
    Item {
        occurrence,
        basis: basis(view.pair, role, &[&content]),
        ..Item::plain(view, Step::ReflectionCopy, role, next_sending_time(view, role, at))
    }
}
