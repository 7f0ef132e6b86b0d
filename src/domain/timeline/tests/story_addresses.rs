//! Addresses that fail, and people who want no more letters (rules 4, 12 and 26).

use super::bench::{Mentee, Mentor, address, at, by, moved, roadmap, said, stopped, tells};
use super::player::{Player, Verdict};
use crate::domain::fact::Stop;
use crate::domain::step::Step;

/// The invitations have gone.
fn invited() -> Player {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    story.play("2027-04-30 00:00");
    story
}

#[test]
fn rule_12_a_dead_address_stops_the_pair_until_it_is_corrected() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .verdict(Step::Invitation, Mentee, Verdict::AddressIsDead)
        .edit(at("2027-05-14 10:00"), |player| player.pair.mentee.address = address("jonas@new.example"));
    tells(
        &mut story,
        "2027-05-14 09:59",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: refused
        Thu 13 May 09:00 mentor preparation: skipped (bounced: the partner's address refuses mail)
        Thu 13 May 09:00 mentee preparation: skipped (bounced: the address refuses mail)
    ",
    );
    assert_eq!(story.notices(), ["address_fails"]);
    tells(
        &mut story,
        "2027-05-22 00:00",
        "
        Fri 14 May 10:00 mentor preparation
        Fri 14 May 10:00 mentee preparation
        Fri 14 May 10:00 mentor invitation REQUEST 1 for Thu 20 May 14:00
        Fri 14 May 10:00 mentee invitation REQUEST 1 for Thu 20 May 14:00
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
    ",
    );
}

#[test]
fn rule_4_the_partner_of_a_dead_address_is_told_three_working_days_before() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00").verdict(
        Step::Invitation,
        Mentor,
        Verdict::AddressIsDead,
    );
    tells(
        &mut story,
        "2027-05-22 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00: refused
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation: skipped (bounced: the address refuses mail)
        Thu 13 May 09:00 mentee preparation: skipped (bounced: the partner's address refuses mail)
        Mon 17 May 09:00 mentee cannot_reach
        Wed 19 May 09:00 mentor reminder: skipped (bounced: the address refuses mail)
        Wed 19 May 09:00 mentee reminder: skipped (bounced: the partner's address refuses mail)
        Fri 21 May 09:00 mentor after_session: skipped (bounced: the address refuses mail)
        Fri 21 May 09:00 mentee after_session: skipped (bounced: the partner's address refuses mail)
    ",
    );
}

#[test]
fn rule_12_what_came_back_is_due_again_at_the_corrected_address() {
    let mut story = invited()
        .edit(at("2027-05-14 10:00"), |player| {
            let dead = player.pair.mentee.address.clone();
            player.put_on_record(by(Mentee, "2027-05-14 10:00", super::bench::bounced(&dead)));
        })
        .edit(at("2027-05-17 10:00"), |player| player.pair.mentee.address = address("jonas@new.example"));
    tells(
        &mut story,
        "2027-05-20 00:00",
        "
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Mon 17 May 09:00 mentor cannot_reach
        Mon 17 May 10:00 mentee preparation
        Mon 17 May 10:00 mentor invitation REQUEST 1 for Thu 20 May 14:00
        Mon 17 May 10:00 mentee invitation REQUEST 1 for Thu 20 May 14:00
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
    ",
    );
}

#[test]
fn rule_26_who_stops_letters_gets_the_roadmap_and_the_partner_goes_on() {
    let mut story = invited()
        .then(by(Mentee, "2027-05-03 10:00", stopped(Stop::Letters)))
        .then(said("2027-05-05 10:00", moved("2027-05-21 14:00")))
        .then(by(Mentor, "2027-05-25 10:00", roadmap("tests")));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Wed 5 May 10:00 mentor invitation (round 2) REQUEST 1 for Fri 21 May 14:00
        Wed 5 May 10:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 14:00
        Fri 14 May 09:00 mentee preparation: skipped (stopped: the reader asked for no more letters)
        Fri 14 May 09:00 mentor preparation
        Thu 20 May 09:00 mentee reminder (round 2): skipped (stopped: the reader asked for no more letters)
        Thu 20 May 09:00 mentor reminder (round 2)
        Mon 24 May 09:00 mentee after_session (round 2): skipped (stopped: the reader asked for no more letters)
        Mon 24 May 09:00 mentor after_session (round 2)
        Tue 25 May 09:00 mentor roadmap_nudge (round 2)
        Tue 25 May 11:00 mentee roadmap
        Wed 26 May 11:00 mentor roadmap
        Fri 4 Jun 09:00 mentee closing: skipped (stopped: the reader asked for no more letters)
        Fri 4 Jun 09:00 mentor closing
    ",
    );
}

#[test]
fn rule_26_who_stops_everything_gets_only_cancellations() {
    let mut story = invited()
        .then(by(Mentee, "2027-05-03 10:00", stopped(Stop::Everything)))
        .then(said("2027-05-05 10:00", super::bench::moved_to_place("Library")))
        .then(said("2027-05-18 10:00", super::bench::ended(false)));
    tells(&mut story, "2027-05-04 10:00", "");
    assert_eq!(story.notices(), ["stopped_everything"]);
    tells(&mut story, "2027-05-30 00:00", "
        Wed 5 May 10:00 mentee invitation REQUEST 1 for Thu 20 May 14:00: skipped (stopped: the reader asked for no more letters)
        Wed 5 May 10:00 mentor invitation REQUEST 1 for Thu 20 May 14:00
        Thu 13 May 09:00 mentee preparation: skipped (stopped: the reader asked for no more letters)
        Thu 13 May 09:00 mentor preparation
        Tue 18 May 10:00 mentee goodbye: skipped (stopped: the reader asked for no more letters)
        Tue 18 May 10:00 mentor goodbye
        Tue 18 May 10:00 mentor invitation CANCEL 2 for Thu 20 May 14:00
        Tue 18 May 10:00 mentee invitation CANCEL 2 for Thu 20 May 14:00
        Wed 19 May 09:00 mentor reminder: skipped (ended early)
        Wed 19 May 09:00 mentee reminder: skipped (ended early)
        Fri 21 May 09:00 mentor after_session: skipped (ended early)
        Fri 21 May 09:00 mentee after_session: skipped (ended early)
        Mon 24 May 09:00 mentor roadmap_nudge: skipped (ended early)
    ");
}
