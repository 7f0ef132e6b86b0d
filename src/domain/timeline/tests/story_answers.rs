//! What people answer: declines, wishes for another time, concerns.

use super::bench::{
    Mentee, Mentor, SESSION, accepted, by, declined, met, moved, not_met, proposed, resumed, start, tells,
};
use super::player::Player;
use crate::domain::fact::What;
use crate::domain::person::Role::Coordinator;
use crate::domain::programme::ProposalPolicy;

/// The invitations have gone.
fn invited() -> Player {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    story.play("2027-04-30 00:00");
    story
}

#[test]
fn rule_4_one_declines_and_no_new_time_comes() {
    let mut story = invited().then(by(Mentee, "2027-05-03 19:00", declined()));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Tue 4 May 08:00 mentor session_declined
        Tue 4 May 08:00 mentee new_time_request
        Thu 13 May 09:00 mentor preparation: skipped (declined: the session was declined)
        Thu 13 May 09:00 mentee preparation: skipped (declined: the session was declined)
        Wed 19 May 09:00 mentor reminder: skipped (declined: the session was declined)
        Wed 19 May 09:00 mentee reminder: skipped (declined: the session was declined)
        Fri 21 May 09:00 mentor after_session: skipped (declined: the session was declined)
        Fri 21 May 09:00 mentee after_session: skipped (declined: the session was declined)
        Mon 24 May 09:00 mentor roadmap_nudge: skipped (declined: the session was declined)
        Mon 31 May 09:00 mentee roadmap: skipped (declined: the session was declined)
        Thu 3 Jun 09:00 mentor closing: skipped (declined: the session was declined)
        Thu 3 Jun 09:00 mentee closing: skipped (declined: the session was declined)
    ",
    );
    assert_eq!(story.notices(), ["no_new_time"]);
}

#[test]
fn rule_4_both_decline() {
    let mut story =
        invited().then(by(Mentee, "2027-05-03 10:00", declined())).then(by(Mentor, "2027-05-04 10:00", declined()));
    tells(
        &mut story,
        "2027-05-21 12:00",
        "
        Mon 3 May 10:00 mentor session_declined
        Mon 3 May 10:00 mentee new_time_request
        Thu 13 May 09:00 mentor preparation: skipped (declined: the session was declined)
        Thu 13 May 09:00 mentee preparation: skipped (declined: the session was declined)
        Wed 19 May 09:00 mentor reminder: skipped (declined: the session was declined)
        Wed 19 May 09:00 mentee reminder: skipped (declined: the session was declined)
        Fri 21 May 09:00 mentor after_session: skipped (declined: the session was declined)
        Fri 21 May 09:00 mentee after_session: skipped (declined: the session was declined)
    ",
    );
    assert_eq!(story.notices(), ["both_declined"]);
    let mut story = story.then(by(Coordinator, "2027-05-21 13:00", moved("2027-05-26 10:00")));
    tells(
        &mut story,
        "2027-05-28 00:00",
        "
        Fri 21 May 13:00 mentor preparation
        Fri 21 May 13:00 mentee preparation
        Fri 21 May 13:00 mentor invitation (round 2) REQUEST 1 for Wed 26 May 10:00
        Fri 21 May 13:00 mentee invitation (round 2) REQUEST 1 for Wed 26 May 10:00
        Tue 25 May 09:00 mentor reminder (round 2)
        Tue 25 May 09:00 mentee reminder (round 2)
        Thu 27 May 09:00 mentor after_session (round 2)
        Thu 27 May 09:00 mentee after_session (round 2)
    ",
    );
    assert!(story.notices().is_empty());
}

#[test]
fn rule_4_who_declines_and_then_accepts_has_accepted() {
    let mut story =
        invited().then(by(Mentee, "2027-05-03 10:00", declined())).then(by(Mentee, "2027-05-03 11:00", accepted()));
    tells(
        &mut story,
        "2027-05-22 00:00",
        "
        Mon 3 May 10:00 mentor session_declined
        Mon 3 May 10:00 mentee new_time_request
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentee reminder: skipped (accepted: it is in their calendar)
        Wed 19 May 09:00 mentor reminder
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
    ",
    );
}

#[test]
fn rule_4_a_new_time_after_a_decline_starts_it_again() {
    let mut story = invited().then(by(Mentee, "2027-05-03 10:00", declined())).then(by(
        Mentee,
        "2027-05-14 11:00",
        moved("2027-05-24 10:00"),
    ));
    tells(
        &mut story,
        "2027-05-26 00:00",
        "
        Mon 3 May 10:00 mentor session_declined
        Mon 3 May 10:00 mentee new_time_request
        Thu 13 May 09:00 mentor preparation: skipped (declined: the session was declined)
        Thu 13 May 09:00 mentee preparation: skipped (declined: the session was declined)
        Fri 14 May 11:00 mentor invitation (round 2) REQUEST 1 for Mon 24 May 10:00
        Fri 14 May 11:00 mentee invitation (round 2) REQUEST 1 for Mon 24 May 10:00
        Mon 17 May 09:00 mentor preparation
        Mon 17 May 09:00 mentee preparation
        Fri 21 May 09:00 mentor reminder (round 2)
        Fri 21 May 09:00 mentee reminder (round 2)
        Tue 25 May 09:00 mentor after_session (round 2)
        Tue 25 May 09:00 mentee after_session (round 2)
    ",
    );
}

#[test]
fn rule_4_perhaps_is_an_answer_and_stops_nothing() {
    let mut story = invited().then(by(Mentee, "2027-05-03 10:00", What::Tentative { event: SESSION }));
    tells(
        &mut story,
        "2027-05-20 00:00",
        "
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
    ",
    );
}

#[test]
fn a_decline_after_the_end_is_somebody_tidying_their_calendar() {
    let mut story = invited().then(by(Mentee, "2027-05-20 20:00", declined()));
    story.play("2027-05-20 19:00");
    tells(
        &mut story,
        "2027-05-22 00:00",
        "
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
    ",
    );
}

#[test]
fn a_wish_for_another_time_is_put_to_the_partner_and_agreed() {
    let mut story = invited().then(by(Mentee, "2027-05-03 10:00", proposed("2027-05-21 10:00"))).then(by(
        Mentor,
        "2027-05-04 12:00",
        What::Agreed { event: SESSION, starts: start("2027-05-21 10:00") },
    ));
    tells(
        &mut story,
        "2027-05-21 00:00",
        "
        Mon 3 May 10:00 mentor new_time_question
        Tue 4 May 12:00 mentor invitation (round 2) REQUEST 1 for Fri 21 May 10:00
        Tue 4 May 12:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 10:00
        Fri 14 May 09:00 mentor preparation
        Fri 14 May 09:00 mentee preparation
        Thu 20 May 09:00 mentor reminder (round 2)
        Thu 20 May 09:00 mentee reminder (round 2)
    ",
    );
}

#[test]
fn a_wish_for_another_time_is_refused() {
    let mut story = invited().then(by(Mentee, "2027-05-03 10:00", proposed("2027-05-21 10:00"))).then(by(
        Mentor,
        "2027-05-04 12:00",
        What::Refused { event: SESSION, starts: start("2027-05-21 10:00") },
    ));
    tells(
        &mut story,
        "2027-05-10 00:00",
        "
        Mon 3 May 10:00 mentor new_time_question
        Tue 4 May 12:00 mentee new_time_answer
    ",
    );
}

#[test]
fn a_wish_that_nobody_answers_leaves_the_event_where_it_is() {
    let mut story = invited().then(by(Mentee, "2027-05-03 10:00", proposed("2027-05-21 10:00")));
    tells(
        &mut story,
        "2027-05-14 00:00",
        "
        Mon 3 May 10:00 mentor new_time_question
        Thu 6 May 10:00 mentee new_time_answer
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
    ",
    );
}

#[test]
fn a_decline_with_a_wish_is_answered_once() {
    let mut story = invited().then(by(Mentee, "2027-05-03 10:00", declined())).then(by(
        Mentee,
        "2027-05-03 10:00",
        proposed("2027-05-21 10:00"),
    ));
    tells(
        &mut story,
        "2027-05-05 00:00",
        "
        Mon 3 May 10:00 mentor session_declined: skipped (another time was asked for)
        Mon 3 May 10:00 mentee new_time_request: skipped (another time was asked for)
        Mon 3 May 10:00 mentor new_time_question
    ",
    );
}

#[test]
fn a_wish_outside_the_rules_goes_to_the_coordinator() {
    for (policy, to) in [
        (ProposalPolicy::Ask, "2027-05-31 10:00"),
        (ProposalPolicy::Accept, "2027-05-22 10:00"),
        (ProposalPolicy::Ask, "2027-05-21 20:00"),
        (ProposalPolicy::Coordinator, "2027-05-21 10:00"),
    ] {
        let mut story = invited().then(by(Mentee, "2027-05-03 10:00", proposed(to)));
        story.programme.proposals.policy = policy;
        tells(&mut story, "2027-05-12 00:00", "");
        assert_eq!(story.notices(), ["new_time_waits"], "{policy:?} {to}");
    }
}

#[test]
fn policy_accept_takes_a_wish_inside_the_rules_at_once() {
    let mut story = invited().then(by(Mentee, "2027-05-03 22:00", proposed("2027-05-21 10:00")));
    story.programme.proposals.policy = ProposalPolicy::Accept;
    tells(
        &mut story,
        "2027-05-12 00:00",
        "
        Mon 3 May 22:00 mentor invitation (round 2) REQUEST 1 for Fri 21 May 10:00
        Mon 3 May 22:00 mentee invitation (round 2) REQUEST 1 for Fri 21 May 10:00
    ",
    );
    assert!(story.facts.iter().any(|fact| fact.who.is_none() && fact.what.name() == "agreed"));
}

#[test]
fn rule_4_a_concern_stops_both_and_only_resumed_lifts_it() {
    let mut story = invited()
        .then(by(Mentee, "2027-05-14 10:00", What::Concern {}))
        .then(by(Mentor, "2027-05-17 10:00", moved("2027-05-21 10:00")))
        .then(by(Mentor, "2027-05-18 10:00", met(None)));
    tells(
        &mut story,
        "2027-05-24 12:00",
        "
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Tue 18 May 10:00 mentor reminder (round 2): skipped (stopped: waiting for the coordinator)
        Tue 18 May 10:00 mentee reminder (round 2): skipped (stopped: waiting for the coordinator)
        Wed 19 May 09:00 mentor after_session (round 2): skipped (stopped: waiting for the coordinator)
        Wed 19 May 09:00 mentee after_session (round 2): skipped (stopped: waiting for the coordinator)
        Mon 24 May 09:00 mentor roadmap_nudge (round 2): skipped (stopped: waiting for the coordinator)
    ",
    );
    assert_eq!(story.notices(), ["concern"]);
    let mut story = story.then(by(Coordinator, "2027-05-24 13:00", resumed()));
    tells(
        &mut story,
        "2027-05-26 12:00",
        "
        Mon 24 May 13:00 mentor after_session (round 2): skipped (superseded by a later letter)
        Mon 24 May 13:00 mentor roadmap_nudge (round 2)
        Mon 24 May 13:00 mentee after_session (round 2)
    ",
    );
}

#[test]
fn rule_4_a_concern_before_the_invitation_keeps_it_back() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .then(by(Mentee, "2027-04-14 10:00", What::Concern {}))
        .then(by(Coordinator, "2027-04-26 20:00", resumed()));
    tells(&mut story, "2027-05-01 12:00", "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00: skipped (stopped: waiting for the coordinator)
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: skipped (stopped: waiting for the coordinator)
        Tue 27 Apr 08:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Tue 27 Apr 08:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
    ");
}

#[test]
fn rule_4_they_did_not_meet_and_then_there_is_a_new_time() {
    let mut story = invited().then(by(Mentor, "2027-05-21 12:00", not_met()));
    story.play("2027-05-21 00:00");
    tells(
        &mut story,
        "2027-06-08 00:00",
        "
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
        Mon 24 May 09:00 mentor roadmap_nudge: skipped (not met: the session did not take place)
        Mon 31 May 09:00 mentee roadmap: skipped (not met: the session did not take place)
        Thu 3 Jun 09:00 mentor closing: skipped (not met: the session did not take place)
        Thu 3 Jun 09:00 mentee closing: skipped (not met: the session did not take place)
    ",
    );
    assert_eq!(story.notices(), ["not_met"]);
    let mut story = story.then(by(Coordinator, "2027-06-08 12:00", moved("2027-06-10 10:00")));
    tells(
        &mut story,
        "2027-06-30 00:00",
        "
        Tue 8 Jun 12:00 mentor invitation (round 2) REQUEST 1 for Thu 10 Jun 10:00
        Tue 8 Jun 12:00 mentee invitation (round 2) REQUEST 1 for Thu 10 Jun 10:00
        Wed 9 Jun 09:00 mentor reminder (round 2)
        Wed 9 Jun 09:00 mentee reminder (round 2)
        Fri 11 Jun 09:00 mentor after_session (round 2)
        Fri 11 Jun 09:00 mentee after_session (round 2)
        Mon 14 Jun 09:00 mentor roadmap_nudge (round 2)
        Mon 21 Jun 09:00 mentee roadmap
        Thu 24 Jun 09:00 mentor closing
        Thu 24 Jun 09:00 mentee closing
    ",
    );
}
