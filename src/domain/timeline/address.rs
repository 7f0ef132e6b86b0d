//! Whether another address is the person's own: a letter to it, with a link that says so.

use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Item, basis};
use crate::domain::timeline::session::next_sending_time;
use crate::domain::timeline::{PairView, Timeline};

/// One letter for each address somebody asks for, while it has not answered.
pub fn letters(timeline: &mut Timeline, view: &PairView<'_>) {
    for role in Role::PAIR {
        let Some((occurrence, said)) = timeline.standing.unconfirmed_address(role) else { continue };
        let due_at = next_sending_time(view, role, said.at);
        let basis = basis(view.pair, role, &[&said.what.1.key()]);
        timeline.put(view, Item { occurrence, basis, ..Item::plain(view, Step::AddressCheck, role, due_at) });
    }
}
