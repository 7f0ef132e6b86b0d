//! What holds in every story: checked at each letter that is written or sent.

use super::player::Player;
use crate::domain::delivery::{Delivery, State};
use crate::domain::step::Step;
use jiff::Timestamp;
use jiff::civil::Date;

/// Of a row that is about to be put on record.
pub fn check_new(player: &Player, row: &Delivery) {
    if row.state != State::Queued {
        return;
    }
    assert!(row.due_at <= player.now(), "before its time: {}", row.key);
    assert!(row.useful_until.is_some_and(|until| until > player.now()), "useless: {}", row.key);
    let zone = player.pair.person(row.key.role).expect("one of the pair").zone.time_zone();
    let is_update = row.shown.is_some()
        && player.rows.iter().any(|other| {
            other.key.role == row.key.role
                && other.is_shown()
                && other.shown.as_ref().map(|shown| shown.event) == row.shown.as_ref().map(|shown| shown.event)
        });
    let open = player.programme.calendar.is_open(zone, player.now());
    assert!(is_update || open, "outside the hours: {} at {}", row.key, player.now());
}

/// Of a row that is about to go.
pub fn check_sent(player: &Player, row: &Delivery) {
    assert!(!player.set_aside, "a pair that is held is written to: {}", row.key);
    let view = player.view();
    let stop = player.timeline().standing.stop(row.key.role).is_some();
    let may_pass = row.shown.is_some() || row.key.step.step == Step::Roadmap;
    assert!(!stop || may_pass, "who stopped is written to: {}", row.key);
    let wants_nothing = view.address_state(row.key.role).stopped_at.is_some();
    let is_cancel = row.shown.as_ref().is_some_and(|shown| shown.method == crate::domain::delivery::Method::Cancel);
    assert!(!wants_nothing || is_cancel, "who stopped everything is written to: {}", row.key);
    match &row.shown {
        None => one_letter_a_day(player, row),
        Some(_) => calendars_only_go_forward(player, row),
    }
}

fn one_letter_a_day(player: &Player, row: &Delivery) {
    let zone = player.pair.person(row.key.role).expect("one of the pair").zone.time_zone().clone();
    let date = |at: Timestamp| -> Date { at.to_zoned(zone.clone()).date() };
    // Notes come when somebody has just asked for them.
    let is_ours = |row: &Delivery| !row.key.step.step.is_asked_for();
    let others = player.rows.iter().filter(|other| is_ours(other) && is_ours(row)).filter(|other| {
        other.key.role == row.key.role && other.shown.is_none() && other.state == State::Sent && other.id != row.id
    });
    for other in others {
        assert!(date(other.changed_at) != date(player.now()), "two letters a day: {} and {}", other.key, row.key);
    }
}

/// Rule 10 and 11: SEQUENCE never goes down, DTSTAMP goes up, for each event and address.
fn calendars_only_go_forward(player: &Player, row: &Delivery) {
    let shown = row.shown.as_ref().expect("a calendar letter");
    let earlier = player.rows.iter().filter(|other| other.id != row.id && other.is_shown() && other.to == row.to);
    for (other, before) in earlier.filter_map(|other| Some((other, other.shown.as_ref()?))) {
        if before.event == shown.event && before.uid == shown.uid {
            assert!(before.sequence < shown.sequence, "SEQUENCE: {} after {}", row.key, other.key);
            assert!(before.stamped_at < shown.stamped_at, "DTSTAMP: {} after {}", row.key, other.key);
        }
    }
}
