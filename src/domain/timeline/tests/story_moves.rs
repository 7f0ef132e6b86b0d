//! What moves: the session, the ending, the place, the people's addresses; and how calendars follow.

use super::bench::{
    Mentee, Mentor, accepted, address, at, by, day, ended, moved, moved_to_place, paused, resumed, roadmap, said, tells,
};
use super::player::{Player, Verdict};
use crate::domain::delivery::State;
use crate::domain::person::{Language, Role::Coordinator};
use crate::domain::step::Step;

fn invited() -> Player {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    story.play("2027-04-30 00:00");
    story
}

#[test]
fn rule_2_a_session_that_moves_later_is_reminded_of_again() {
    let mut story = invited().then(said("2027-05-19 20:00", moved("2027-05-26 10:00")));
    story.play("2027-05-19 19:00");
    tells(
        &mut story,
        "2027-06-12 00:00",
        "
        Wed 19 May 20:00 mentor invitation (round 2) REQUEST 1 for Wed 26 May 10:00
        Wed 19 May 20:00 mentee invitation (round 2) REQUEST 1 for Wed 26 May 10:00
        Tue 25 May 09:00 mentor reminder (round 2)
        Tue 25 May 09:00 mentee reminder (round 2)
        Thu 27 May 09:00 mentor after_session (round 2)
        Thu 27 May 09:00 mentee after_session (round 2)
        Mon 31 May 09:00 mentor roadmap_nudge (round 2)
        Mon 7 Jun 09:00 mentee roadmap
        Wed 9 Jun 09:00 mentor closing
        Wed 9 Jun 09:00 mentee closing
    ",
    );
}

/// Asked for in between, it would look like something everybody has: neither the letter nor its twin would go.
#[test]
fn rule_30_what_may_have_arrived_and_waits_to_go_again_stays() {
    for gone in [false, true] {
        let mut story = invited();
        if gone {
            story = story.then(said("2027-05-03 10:00", ended(true)));
            story.play("2027-05-03 11:00");
        }
        let last = story.rows.iter().map(|row| row.id).max().expect("letters");
        let mut story = story.edit(at("2027-05-03 12:00"), move |story| {
            let row = story.rows.iter_mut().find(|row| row.id == last).expect("the letter");
            (row.state, row.may_have_arrived) = (State::Queued, true);
            row.next_attempt_at = Some(at("2027-05-03 15:00"));
        });
        story = story.asked_at(at("2027-05-03 13:00"));
        story.play("2027-05-03 14:00");
        assert_eq!(story.rows.last().map(|row| (row.id, row.state)), Some((last, State::Queued)), "gone: {gone}");
        story.play("2027-05-03 16:00");
        assert_eq!(story.rows.last().map(|row| (row.id, row.state)), Some((last, State::Sent)), "gone: {gone}");
    }
}

#[test]
fn a_session_that_moves_earlier_brings_its_letters_along() {
    let mut story = invited().then(said("2027-05-05 20:00", moved("2027-05-10 10:00")));
    tells(
        &mut story,
        "2027-05-15 00:00",
        "
        Wed 5 May 20:00 mentor invitation (round 2) REQUEST 1 for Mon 10 May 10:00
        Wed 5 May 20:00 mentee invitation (round 2) REQUEST 1 for Mon 10 May 10:00
        Thu 6 May 08:00 mentor preparation
        Thu 6 May 08:00 mentee preparation
        Fri 7 May 09:00 mentor reminder (round 2)
        Fri 7 May 09:00 mentee reminder (round 2)
        Tue 11 May 09:00 mentor after_session (round 2)
        Tue 11 May 09:00 mentee after_session (round 2)
        Fri 14 May 09:00 mentor roadmap_nudge (round 2)
    ",
    );
}

#[test]
fn rule_2_a_move_into_the_future_asks_again_unless_the_roadmap_has_come() {
    let mut story = invited().then(said("2027-05-25 20:00", moved("2027-06-01 10:00")));
    story.play("2027-05-25 19:00");
    tells(
        &mut story,
        "2027-06-04 00:00",
        "
        Tue 25 May 20:00 mentor invitation (round 2) REQUEST 1 for Tue 1 Jun 10:00
        Tue 25 May 20:00 mentee invitation (round 2) REQUEST 1 for Tue 1 Jun 10:00
        Mon 31 May 09:00 mentor reminder (round 2)
        Mon 31 May 09:00 mentee reminder (round 2)
        Wed 2 Jun 09:00 mentor after_session (round 2)
        Wed 2 Jun 09:00 mentee after_session (round 2)
    ",
    );
    let mut story = invited()
        .then(by(Mentor, "2027-05-21 20:00", roadmap("tests")))
        .then(said("2027-05-25 20:00", moved("2027-06-01 10:00")));
    story.play("2027-05-25 19:00");
    tells(
        &mut story,
        "2027-06-07 00:00",
        "
        Tue 25 May 20:00 mentor invitation (round 2) REQUEST 1 for Tue 1 Jun 10:00
        Tue 25 May 20:00 mentee invitation (round 2) REQUEST 1 for Tue 1 Jun 10:00
        Mon 31 May 09:00 mentor reminder (round 2)
        Mon 31 May 09:00 mentee reminder (round 2)
        Wed 2 Jun 09:00 mentor after_session (round 2): skipped (the roadmap has come)
        Wed 2 Jun 09:00 mentee after_session (round 2): skipped (the roadmap has come)
    ",
    );
}

#[test]
fn rule_2_a_correction_of_the_past_asks_nobody_twice() {
    let mut story = invited().then(said("2027-05-25 20:00", moved("2027-05-19 10:00")));
    story.play("2027-05-25 19:00");
    tells(
        &mut story,
        "2027-06-04 00:00",
        "
        Tue 25 May 20:00 mentor reminder (round 2): lapsed (too late)
        Tue 25 May 20:00 mentor after_session (round 2): skipped (asked already)
        Tue 25 May 20:00 mentor roadmap_nudge (round 2): skipped (asked already)
        Tue 25 May 20:00 mentee reminder (round 2): lapsed (too late)
        Tue 25 May 20:00 mentee after_session (round 2): skipped (asked already)
        Mon 31 May 09:00 mentee roadmap
        Wed 2 Jun 09:00 mentor closing
        Wed 2 Jun 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_16_an_ending_that_moves_takes_along_what_nobody_accepted() {
    let mut story = Player::first_seen("2027-03-01")
        .edit(at("2027-05-03 10:00"), |player| player.programme.ends = Some(day("2027-06-25")));
    tells(
        &mut story,
        "2027-05-04 00:00",
        "
        Wed 28 Apr 09:00 mentor invitation REQUEST 0 for Wed 26 May 17:00
        Wed 28 Apr 09:00 mentee invitation REQUEST 0 for Wed 26 May 17:00
        Mon 3 May 10:00 mentor invitation (round 2) REQUEST 1 for Wed 23 Jun 17:00
        Mon 3 May 10:00 mentee invitation (round 2) REQUEST 1 for Wed 23 Jun 17:00
    ",
    );
}

#[test]
fn rule_16_what_somebody_accepted_stays_unless_it_is_after_the_ending() {
    let mut story = Player::first_seen("2027-03-01")
        .then(by(Mentee, "2027-04-29 10:00", accepted()))
        .edit(at("2027-05-03 10:00"), |player| player.programme.ends = Some(day("2027-06-25")))
        .edit(at("2027-05-04 10:00"), |player| player.programme.ends = Some(day("2027-05-21")));
    story.play("2027-04-30 00:00");
    tells(
        &mut story,
        "2027-05-05 00:00",
        "
        Tue 4 May 10:00 mentor invitation (round 2) REQUEST 1 for Wed 19 May 13:30
        Tue 4 May 10:00 mentee invitation (round 2) REQUEST 1 for Wed 19 May 13:30
    ",
    );
}

#[test]
fn rule_16_within_two_days_of_the_start_only_a_person_moves_it() {
    let mut story = Player::first_seen("2027-03-01")
        .edit(at("2027-05-25 10:00"), |player| player.programme.ends = Some(day("2027-06-25")));
    story.play("2027-05-25 09:59");
    tells(&mut story, "2027-05-26 00:00", "");
    assert_eq!(story.notices(), ["late_change"]);
}

#[test]
fn rule_16_where_no_slot_is_left_a_person_hears_of_it() {
    let mut story = Player::first_seen("2027-03-01")
        .edit(at("2027-05-20 10:00"), |player| player.programme.ends = Some(day("2027-05-20")));
    story.play("2027-05-20 09:59");
    tells(&mut story, "2027-05-21 00:00", "");
    assert_eq!(story.notices(), ["late_change"]);
}

#[test]
fn rule_34_another_place_is_an_update_and_no_new_round() {
    let mut story = invited()
        .then(by(Mentee, "2027-05-03 10:00", accepted()))
        .then(said("2027-05-04 22:00", moved_to_place("Library")));
    tells(
        &mut story,
        "2027-05-20 00:00",
        "
        Tue 4 May 22:00 mentor invitation REQUEST 1 for Thu 20 May 14:00
        Tue 4 May 22:00 mentee invitation REQUEST 1 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentee reminder: skipped (accepted: it is in their calendar)
        Wed 19 May 09:00 mentor reminder
    ",
    );
}

#[test]
fn rule_12_a_new_address_cancels_at_the_old_one_and_updates_both() {
    let mut story =
        invited().edit(at("2027-05-04 10:00"), |player| player.pair.mentee.address = address("jonas@new.example"));
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Tue 4 May 10:00 mentee invitation CANCEL 1 for Thu 20 May 14:00 to jonas@people.example
        Tue 4 May 10:00 mentor invitation REQUEST 2 for Thu 20 May 14:00
        Tue 4 May 10:00 mentee invitation REQUEST 2 for Thu 20 May 14:00
    ",
    );
}

#[test]
fn rule_12_the_partner_hears_nothing_of_an_address_that_is_not_shared() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .edit(at("2027-05-04 10:00"), |player| player.pair.mentee.address = address("jonas@new.example"))
        .then(said("2027-05-05 10:00", moved_to_place("Library")));
    story.programme.share_addresses = false;
    story.play("2027-05-04 00:00");
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Tue 4 May 10:00 mentee invitation CANCEL 1 for Thu 20 May 14:00 to jonas@people.example
        Tue 4 May 10:00 mentee invitation REQUEST 2 for Thu 20 May 14:00
        Wed 5 May 10:00 mentor invitation REQUEST 3 for Thu 20 May 14:00
        Wed 5 May 10:00 mentee invitation REQUEST 3 for Thu 20 May 14:00
    ",
    );
}

#[test]
fn rule_11_letters_about_two_addresses_wait_side_by_side() {
    let later = at("2027-05-06 10:00");
    let mut story = invited()
        .edit(at("2027-05-04 10:00"), |player| player.pair.mentee.address = address("jonas@new.example"))
        .verdict(Step::Invitation, Mentee, Verdict::DeferredUntil(later))
        .verdict(Step::Invitation, Mentee, Verdict::DeferredUntil(later))
        .asked_at(at("2027-05-05 10:00"))
        .then(said("2027-05-05 12:00", moved_to_place("Library")));
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Tue 4 May 10:00 mentee invitation CANCEL 1 for Thu 20 May 14:00 to jonas@people.example: deferred
        Tue 4 May 10:00 mentor invitation REQUEST 2 for Thu 20 May 14:00
        Tue 4 May 10:00 mentee invitation REQUEST 2 for Thu 20 May 14:00: deferred
        Wed 5 May 12:00 mentee invitation REQUEST 2 for Thu 20 May 14:00: skipped (superseded)
        Wed 5 May 12:00 mentor invitation REQUEST 3 for Thu 20 May 14:00
        Wed 5 May 12:00 mentee invitation REQUEST 3 for Thu 20 May 14:00
        Thu 6 May 10:00 mentee invitation CANCEL 1 for Thu 20 May 14:00 to jonas@people.example
    ",
    );
}

#[test]
fn rule_1_a_waiting_invitation_is_replaced_when_its_facts_change() {
    let later = at("2027-04-30 10:00");
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .verdict(Step::Invitation, Mentee, Verdict::DeferredUntil(later))
        .verdict(Step::Invitation, Mentee, Verdict::DeferredUntil(later))
        .then(said("2027-04-23 12:00", moved("2027-05-21 14:00")))
        .edit(at("2027-04-26 12:00"), |player| player.pair.mentee.language = Language("de".to_owned()));
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: deferred
        Fri 23 Apr 12:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: skipped (superseded)
        Fri 23 Apr 12:00 mentor invitation (round 2) REQUEST 1 for Fri 21 May 14:00
        Fri 23 Apr 12:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 14:00: deferred
        Mon 26 Apr 12:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 14:00: skipped (superseded)
        Mon 26 Apr 12:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 14:00
    ",
    );
}

#[test]
fn rule_11_a_letter_that_may_have_arrived_counts_as_shown() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .verdict(Step::Invitation, Mentee, Verdict::Uncertain)
        .then(said("2027-04-23 12:00", moved("2027-05-21 14:00")));
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: uncertain
        Fri 23 Apr 12:00 mentor invitation (round 2) REQUEST 1 for Fri 21 May 14:00
        Fri 23 Apr 12:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 14:00
    ",
    );
}

#[test]
fn a_pause_sends_nothing_and_what_is_still_useful_afterwards() {
    let mut story = invited()
        .then(by(Coordinator, "2027-05-10 10:00", paused()))
        .then(said("2027-05-11 10:00", moved("2027-05-21 14:00")))
        .then(by(Coordinator, "2027-05-17 10:00", resumed()));
    tells(&mut story, "2027-05-17 09:00", "");
    tells(
        &mut story,
        "2027-05-20 12:00",
        "
        Mon 17 May 10:00 mentor preparation
        Mon 17 May 10:00 mentee preparation
        Mon 17 May 10:00 mentor invitation (round 2) REQUEST 1 for Fri 21 May 14:00
        Mon 17 May 10:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 14:00
        Thu 20 May 09:00 mentor reminder (round 2)
        Thu 20 May 09:00 mentee reminder (round 2)
    ",
    );
}

#[test]
fn what_waits_while_a_pair_is_paused_is_put_aside_and_comes_back() {
    let later = at("2027-05-14 10:00");
    let mut story = invited()
        .verdict(Step::Preparation, Mentee, Verdict::DeferredUntil(later))
        .then(by(Coordinator, "2027-05-13 12:00", paused()))
        .then(by(Coordinator, "2027-05-17 10:00", resumed()));
    tells(
        &mut story,
        "2027-05-18 12:00",
        "
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation: deferred
        Thu 13 May 12:00 mentee preparation: skipped (paused: it comes when the pair goes on)
        Mon 17 May 10:00 mentee preparation
    ",
    );
}

#[test]
fn rule_29_a_pair_that_is_held_sends_nothing_at_all() {
    let mut story = invited()
        .edit(at("2027-05-10 10:00"), |player| player.set_aside = true)
        .then(said("2027-05-11 10:00", super::bench::ended(false)))
        .edit(at("2027-05-17 10:00"), |player| player.set_aside = false);
    tells(&mut story, "2027-05-17 09:00", "");
    tells(
        &mut story,
        "2027-05-20 12:00",
        "
        Mon 17 May 10:00 mentor preparation: skipped (ended early)
        Mon 17 May 10:00 mentee preparation: skipped (ended early)
        Mon 17 May 10:00 mentor goodbye
        Mon 17 May 10:00 mentee goodbye
        Mon 17 May 10:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Mon 17 May 10:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Wed 19 May 09:00 mentor reminder: skipped (ended early)
        Wed 19 May 09:00 mentee reminder: skipped (ended early)
    ",
    );
}
