//! How pairs end before, beside or after their last session (rules 26 and 31).

use super::bench::{Mentee, Mentor, at, by, declined, ended, met, moved, roadmap, said, tells, wants_catch_ups};
use super::player::Player;
use crate::domain::fact::What;

fn invited() -> Player {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    story.play("2027-04-30 00:00");
    story
}

#[test]
fn rule_31_they_met_on_an_earlier_day() {
    let mut story = invited().then(by(Mentor, "2027-05-12 12:00", met(Some("2027-05-11"))));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Wed 12 May 12:00 mentor preparation: skipped (they have met already)
        Wed 12 May 12:00 mentor reminder: skipped (they have met already)
        Wed 12 May 12:00 mentee preparation: skipped (they have met already)
        Wed 12 May 12:00 mentee reminder: skipped (they have met already)
        Wed 12 May 12:00 mentor after_session
        Wed 12 May 12:00 mentee after_session
        Wed 12 May 12:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Wed 12 May 12:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Mon 17 May 09:00 mentor roadmap_nudge
        Fri 21 May 09:00 mentee roadmap
        Tue 25 May 09:00 mentor closing
        Tue 25 May 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_31_they_have_met_already_says_one_before_the_start() {
    let mut story = invited().then(by(Mentor, "2027-05-12 12:00", met(None)));
    tells(
        &mut story,
        "2027-05-14 00:00",
        "
        Wed 12 May 12:00 mentor preparation: skipped (they have met already)
        Wed 12 May 12:00 mentor reminder: skipped (they have met already)
        Wed 12 May 12:00 mentee preparation: skipped (they have met already)
        Wed 12 May 12:00 mentee reminder: skipped (they have met already)
        Wed 12 May 12:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Wed 12 May 12:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor after_session
        Thu 13 May 09:00 mentee after_session
    ",
    );
    assert_eq!(story.timeline().session().map(|session| session.ends_at), Some(at("2027-05-12 12:00")));
}

#[test]
fn rule_31_they_met_before_anybody_was_invited() {
    let mut story =
        Player::with_session("2027-03-01", "2027-05-20 14:00").then(by(Mentor, "2027-04-12 12:00", met(None)));
    tells(
        &mut story,
        "2027-04-14 00:00",
        "
        Mon 12 Apr 12:00 mentor preparation: skipped (they have met already)
        Mon 12 Apr 12:00 mentor reminder: skipped (they have met already)
        Mon 12 Apr 12:00 mentee preparation: skipped (they have met already)
        Mon 12 Apr 12:00 mentee reminder: skipped (they have met already)
        Tue 13 Apr 09:00 mentor after_session
        Tue 13 Apr 09:00 mentee after_session
    ",
    );
}

#[test]
fn rule_19_an_answer_long_after_the_session_makes_the_letter_useful_again() {
    let mut story =
        invited().then(by(Mentee, "2027-05-10 12:00", declined())).then(by(Mentor, "2027-06-07 12:00", met(None)));
    story.play("2027-06-07 00:00");
    tells(
        &mut story,
        "2027-07-01 00:00",
        "
        Mon 7 Jun 12:00 mentor after_session
        Mon 7 Jun 12:00 mentee roadmap
        Tue 8 Jun 09:00 mentee after_session
        Tue 8 Jun 09:00 mentor closing
        Wed 9 Jun 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_31_those_who_carry_on_have_no_final_session() {
    let mut story = invited().then(by(Mentee, "2027-05-10 12:00", What::Continuing {})).then(by(
        Mentor,
        "2027-05-24 12:00",
        roadmap("tests"),
    ));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 10 May 12:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Mon 10 May 12:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation: skipped (continuing: they carry on by themselves)
        Thu 13 May 09:00 mentee preparation: skipped (continuing: they carry on by themselves)
        Wed 19 May 09:00 mentor reminder: skipped (continuing: they carry on by themselves)
        Wed 19 May 09:00 mentee reminder: skipped (continuing: they carry on by themselves)
        Fri 21 May 09:00 mentor after_session: skipped (continuing: they carry on by themselves)
        Fri 21 May 09:00 mentee after_session: skipped (continuing: they carry on by themselves)
        Mon 24 May 09:00 mentor roadmap_nudge: skipped (continuing: they carry on by themselves)
        Mon 24 May 13:00 mentor roadmap
        Mon 24 May 13:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing: skipped (continuing: they carry on by themselves)
        Thu 3 Jun 09:00 mentee closing: skipped (continuing: they carry on by themselves)
    ",
    );
}

#[test]
fn rule_31_ended_early_before_the_session() {
    let mut story = invited().then(said("2027-05-10 20:00", ended(false)));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 10 May 20:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Mon 10 May 20:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Tue 11 May 08:00 mentor goodbye
        Tue 11 May 08:00 mentee goodbye
        Thu 13 May 09:00 mentor preparation: skipped (ended early)
        Thu 13 May 09:00 mentee preparation: skipped (ended early)
        Wed 19 May 09:00 mentor reminder: skipped (ended early)
        Wed 19 May 09:00 mentee reminder: skipped (ended early)
        Fri 21 May 09:00 mentor after_session: skipped (ended early)
        Fri 21 May 09:00 mentee after_session: skipped (ended early)
        Mon 24 May 09:00 mentor roadmap_nudge: skipped (ended early)
        Mon 31 May 09:00 mentee roadmap: skipped (ended early)
        Thu 3 Jun 09:00 mentor closing: skipped (ended early)
        Thu 3 Jun 09:00 mentee closing: skipped (ended early)
    ",
    );
}

#[test]
fn rule_31_ended_early_before_the_invitation() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00").then(said("2027-04-10 20:00", ended(false)));
    tells(
        &mut story,
        "2027-05-01 00:00",
        "
        Mon 12 Apr 08:00 mentor goodbye
        Mon 12 Apr 08:00 mentee goodbye
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00: skipped (ended early)
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: skipped (ended early)
    ",
    );
}

#[test]
fn rule_31_ended_early_after_the_session_cancels_catch_ups_and_nothing_else() {
    let mut story = invited()
        .then(by(Mentor, "2027-05-21 12:00", wants_catch_ups("4 weeks", 2)))
        .then(by(Mentee, "2027-05-21 12:00", wants_catch_ups("4 weeks", 2)))
        .then(said("2027-06-10 10:00", ended(false)));
    story.play("2027-06-05 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Thu 10 Jun 10:00 mentor catch_up_invitation CANCEL 1 for Thu 17 Jun 14:00
        Thu 10 Jun 10:00 mentee catch_up_invitation CANCEL 1 for Thu 17 Jun 14:00
        Tue 15 Jun 09:00 mentor catch_up_reminder: skipped (ended early)
        Tue 15 Jun 09:00 mentee catch_up_reminder: skipped (ended early)
        Thu 1 Jul 09:00 mentor catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00: skipped (ended early)
        Thu 1 Jul 09:00 mentee catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00: skipped (ended early)
        Tue 13 Jul 09:00 mentor catch_up_reminder.2: skipped (ended early)
        Tue 13 Jul 09:00 mentee catch_up_reminder.2: skipped (ended early)
        Mon 19 Jul 09:00 mentor renewal: skipped (ended early)
        Mon 19 Jul 09:00 mentee renewal: skipped (ended early)
    ",
    );
}

#[test]
fn rule_31_ended_quietly_is_a_cancellation_for_ever() {
    let mut story = invited().then(said("2027-05-10 20:00", ended(true)));
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Mon 10 May 20:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Mon 10 May 20:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
    ",
    );
    assert!(story.play("2027-12-31 00:00").lines().all(|line| line.contains("skipped (ended quietly)")));
}

#[test]
fn rule_31_a_row_that_vanishes_and_comes_back() {
    let mut story =
        invited().then(said("2027-05-10 20:00", What::Vanished {})).then(said("2027-05-14 20:00", What::Returned {}));
    tells(
        &mut story,
        "2027-05-20 00:00",
        "
        Mon 10 May 20:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Mon 10 May 20:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation: skipped (withdrawn: the row is gone from the sheet)
        Thu 13 May 09:00 mentee preparation: skipped (withdrawn: the row is gone from the sheet)
        Fri 14 May 20:00 mentor invitation REQUEST 2 for Thu 20 May 14:00
        Fri 14 May 20:00 mentee invitation REQUEST 2 for Thu 20 May 14:00
        Mon 17 May 08:00 mentor preparation
        Mon 17 May 08:00 mentee preparation
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
    ",
    );
}

#[test]
fn a_status_that_says_active_again_lifts_what_it_said_before() {
    let mut story = invited()
        .then(said("2027-05-10 20:00", ended(true)))
        .then(said("2027-05-11 20:00", What::Returned {}))
        .then(said("2027-05-11 20:00", moved("2027-05-21 14:00")));
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Mon 10 May 20:00 mentor invitation CANCEL 1 for Thu 20 May 14:00
        Mon 10 May 20:00 mentee invitation CANCEL 1 for Thu 20 May 14:00
        Tue 11 May 20:00 mentor invitation (round 2) REQUEST 2 for Fri 21 May 14:00
        Tue 11 May 20:00 mentee invitation (round 2) REQUEST 2 for Fri 21 May 14:00
    ",
    );
}
