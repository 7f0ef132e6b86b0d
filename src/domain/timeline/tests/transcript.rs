//! Rows of a story's outbox, and the line each has in its transcript.

use super::player::Player;
use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, State};
use crate::domain::key::DeliveryKey;
use crate::domain::reason::Reason;
use jiff::Timestamp;

/// A row that was just decided.
pub fn row(
    key: DeliveryKey,
    to: Address,
    state: State,
    reason: Option<Reason>,
    due_at: Timestamp,
    now: Timestamp,
) -> Delivery {
    Delivery {
        id: 0,
        key,
        to: Some(to),
        state,
        reason: reason.map(|reason| reason.words().to_owned()),
        due_at,
        decided_at: now,
        useful_until: None,
        basis: String::new(),
        message_id: None,
        subject: None,
        shown: None,
        changed_at: now,
        next_attempt_at: Some(now),
        attempts: 0,
        may_have_arrived: false,
    }
}

/// `Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00`: on the reader's clock; `sent` is not said.
pub fn line(player: &Player, row: &Delivery) -> String {
    let zone = player.pair.person(row.key.role).expect("one of the pair").zone.time_zone().clone();
    let local = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%a %-d %b %H:%M").to_string();
    let mut line = format!("{} {} {}", local(row.changed_at), row.key.role, row.key.step.step);
    if row.key.step.occurrence > 1 {
        line += &format!(".{}", row.key.step.occurrence);
    }
    if row.key.round > 1 {
        line += &format!(" (round {})", row.key.round);
    }
    if let Some(shown) = &row.shown {
        line += &format!(" {} {} for {}", shown.method.name(), shown.sequence, local(shown.starts_at));
        let present = &player.pair.person(row.key.role).expect("one of the pair").address;
        if let Some(to) = row.to.as_ref().filter(|to| !to.same_as(present)) {
            line += &format!(" to {to}");
        }
    }
    if row.state != State::Sent {
        line += &format!(": {}", row.state);
    }
    if let Some(reason) = &row.reason {
        line += &format!(" ({reason})");
    }
    line
}
