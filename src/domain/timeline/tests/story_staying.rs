//! Staying in touch: agreements, catch-ups, renewals (rules 21 to 26).

use super::bench::{
    Mentee, Mentor, accepted, at, by, ended, renewal, said, start, stopped, tells, wants, wants_catch_ups,
};
use super::player::Player;
use crate::domain::event::EventName;
use crate::domain::fact::{Stop, What};
use crate::domain::follow_up::{FollowUp, RenewalAnswer, Want};
use crate::domain::person::Role::Coordinator;
use crate::domain::programme::{ContactAfter, ProposalPolicy};

/// The session was on Thursday 20 May, the letters of the day after have gone.
fn met() -> Player {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    story.play("2027-05-21 10:00");
    story
}

/// Both want catch-ups every four weeks.
fn agreed(times: u32) -> Player {
    met().then(by(Mentor, "2027-05-22 12:00", wants_catch_ups("4 weeks", times))).then(by(
        Mentee,
        "2027-05-25 12:00",
        wants_catch_ups("4 weeks", times),
    ))
}

#[test]
fn rule_22_an_agreement_goes_when_both_have_said_yes_and_nobody_is_closed() {
    let mut story = met().then(by(Mentor, "2027-05-22 12:00", wants(&[Want::Updates, Want::Questions]))).then(by(
        Mentee,
        "2027-06-01 19:00",
        wants(&[Want::Questions]),
    ));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 31 May 09:00 mentee roadmap
        Wed 2 Jun 08:00 mentor agreement
        Wed 2 Jun 08:00 mentee agreement
        Thu 3 Jun 09:00 mentor closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentee closing: skipped (the two have an agreement)
    ",
    );
    assert_eq!(story.timeline().closes_at, Some(at("2027-06-19 14:45")));
}

#[test]
fn rule_25_closing_is_the_same_whatever_was_answered() {
    let closing = |answers: &[(crate::domain::person::Role, What)]| {
        let mut story = met();
        for (who, what) in answers {
            story = story.then(by(*who, "2027-05-24 12:00", what.clone()));
        }
        story.play("2027-06-02 00:00");
        (story.play("2027-12-31 00:00"), story.timeline().closes_at)
    };
    let silence = closing(&[]);
    assert!(silence.0.contains("mentor closing") && silence.0.contains("mentee closing"));
    for answers in [
        vec![(Mentor, wants(&[Want::Nothing]))],
        vec![(Mentee, wants(&[Want::CatchUps]))],
        vec![(Mentor, wants(&[Want::Updates])), (Mentee, wants(&[Want::Nothing]))],
        vec![(Mentor, wants(&[Want::Updates])), (Mentee, wants(&[Want::Questions]))],
    ] {
        assert_eq!(closing(&answers), silence, "{answers:?}");
    }
}

#[test]
fn rule_22_with_approval_it_waits_for_the_coordinator() {
    let mut story = agreed(1).then(by(Coordinator, "2027-05-27 12:00", What::Approved {}));
    story.programme.contact_after = ContactAfter::Approval;
    tells(
        &mut story,
        "2027-05-27 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
    ",
    );
    assert_eq!(story.notices(), ["agreement_waits"]);
    tells(
        &mut story,
        "2027-06-05 00:00",
        "
        Thu 27 May 12:00 mentor agreement
        Thu 27 May 12:00 mentee agreement
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentee closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentor catch_up_invitation REQUEST 0 for Thu 17 Jun 14:00
        Thu 3 Jun 09:00 mentee catch_up_invitation REQUEST 0 for Thu 17 Jun 14:00
    ",
    );
}

#[test]
fn rule_21_if_either_improvises_there_are_no_dates() {
    let What::FollowUp(plain) = wants_catch_ups("4 weeks", 3) else { panic!("a follow-up") };
    let improvised = What::FollowUp(FollowUp { improvise: true, ..plain });
    let mut story = met().then(by(Mentor, "2027-05-24 12:00", wants_catch_ups("4 weeks", 3))).then(by(
        Mentee,
        "2027-05-24 13:00",
        improvised,
    ));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 24 May 13:00 mentee agreement
        Tue 25 May 13:00 mentor agreement
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentee closing: skipped (the two have an agreement)
    ",
    );
}

#[test]
fn rule_23_catch_ups_are_invited_to_one_at_a_time_and_renewal_is_asked_once() {
    let mut story = agreed(2);
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Tue 25 May 12:00 mentor agreement
        Tue 25 May 12:00 mentee agreement
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentee closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentor catch_up_invitation REQUEST 0 for Thu 17 Jun 14:00
        Thu 3 Jun 09:00 mentee catch_up_invitation REQUEST 0 for Thu 17 Jun 14:00
        Tue 15 Jun 09:00 mentor catch_up_reminder
        Tue 15 Jun 09:00 mentee catch_up_reminder
        Thu 1 Jul 09:00 mentor catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00
        Thu 1 Jul 09:00 mentee catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00
        Tue 13 Jul 09:00 mentor catch_up_reminder.2
        Tue 13 Jul 09:00 mentee catch_up_reminder.2
        Mon 19 Jul 09:00 mentor renewal
        Mon 19 Jul 09:00 mentee renewal
    ",
    );
    assert_eq!(story.timeline().closes_at, Some(at("2027-08-05 14:45")));
}

#[test]
fn rule_23_short_rhythms_wait_for_the_day_after_the_previous_one() {
    let mut story = met().then(by(Mentor, "2027-05-22 12:00", wants_catch_ups("2 weeks", 3))).then(by(
        Mentee,
        "2027-05-24 12:00",
        wants_catch_ups("2 weeks", 3),
    ));
    tells(
        &mut story,
        "2027-06-20 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 24 May 12:00 mentee agreement
        Mon 24 May 12:00 mentor catch_up_invitation REQUEST 0 for Thu 3 Jun 14:00
        Mon 24 May 12:00 mentee catch_up_invitation REQUEST 0 for Thu 3 Jun 14:00
        Tue 25 May 12:00 mentor agreement
        Mon 31 May 09:00 mentee roadmap
        Tue 1 Jun 09:00 mentor catch_up_reminder
        Tue 1 Jun 09:00 mentee catch_up_reminder
        Thu 3 Jun 09:00 mentor closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentee closing: skipped (the two have an agreement)
        Fri 4 Jun 09:00 mentor catch_up_invitation.2 REQUEST 0 for Thu 17 Jun 14:00
        Fri 4 Jun 09:00 mentee catch_up_invitation.2 REQUEST 0 for Thu 17 Jun 14:00
        Tue 15 Jun 09:00 mentor catch_up_reminder.2
        Tue 15 Jun 09:00 mentee catch_up_reminder.2
        Fri 18 Jun 09:00 mentor catch_up_invitation.3 REQUEST 0 for Thu 1 Jul 14:00
        Fri 18 Jun 09:00 mentee catch_up_invitation.3 REQUEST 0 for Thu 1 Jul 14:00
    ",
    );
}

#[test]
fn a_catch_up_is_skipped_moved_or_declined_and_the_rest_stays() {
    let event = EventName::CatchUp;
    let mut story = agreed(4)
        .then(by(Mentor, "2027-06-08 12:00", What::Skipped { event: event(1) }))
        .then(by(
            Mentor,
            "2027-07-05 12:00",
            What::Moved { event: event(2), starts: Some(start("2027-07-22 10:00")), place: None },
        ))
        .then(by(Mentee, "2027-08-05 12:00", What::Declined { event: event(3) }));
    story.play("2027-06-04 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Tue 8 Jun 12:00 mentor catch_up_invitation CANCEL 1 for Thu 17 Jun 14:00
        Tue 8 Jun 12:00 mentee catch_up_invitation CANCEL 1 for Thu 17 Jun 14:00
        Thu 1 Jul 09:00 mentor catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00
        Thu 1 Jul 09:00 mentee catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00
        Mon 5 Jul 12:00 mentor catch_up_invitation.2 (round 2) REQUEST 1 for Thu 22 Jul 10:00
        Mon 5 Jul 12:00 mentee catch_up_invitation.2 (round 2) REQUEST 1 for Thu 22 Jul 10:00
        Tue 20 Jul 09:00 mentor catch_up_reminder.2 (round 2)
        Tue 20 Jul 09:00 mentee catch_up_reminder.2 (round 2)
        Thu 29 Jul 09:00 mentor catch_up_invitation.3 REQUEST 0 for Thu 12 Aug 14:00
        Thu 29 Jul 09:00 mentee catch_up_invitation.3 REQUEST 0 for Thu 12 Aug 14:00
        Thu 5 Aug 12:00 mentor catch_up_invitation.3 CANCEL 1 for Thu 12 Aug 14:00
        Thu 5 Aug 12:00 mentee catch_up_invitation.3 CANCEL 1 for Thu 12 Aug 14:00
        Thu 26 Aug 09:00 mentor catch_up_invitation.4 REQUEST 0 for Thu 9 Sep 14:00
        Thu 26 Aug 09:00 mentee catch_up_invitation.4 REQUEST 0 for Thu 9 Sep 14:00
        Tue 7 Sep 09:00 mentor catch_up_reminder.4
        Tue 7 Sep 09:00 mentee catch_up_reminder.4
        Mon 13 Sep 09:00 mentor renewal
        Mon 13 Sep 09:00 mentee renewal
    ",
    );
}

#[test]
fn a_wish_for_another_catch_up_goes_the_way_of_the_policy() {
    let starts = start("2027-06-18 10:00");
    let wish = What::Proposed { event: EventName::CatchUp(1), starts };
    let mut story = agreed(1).then(by(Mentee, "2027-06-08 12:00", wish.clone()));
    story.play("2027-06-04 00:00");
    tells(
        &mut story,
        "2027-06-09 00:00",
        "
        Tue 8 Jun 12:00 mentor new_time_question
    ",
    );
    let mut story = agreed(1).then(by(Mentee, "2027-06-08 12:00", wish));
    story.programme.proposals.policy = ProposalPolicy::Accept;
    story.play("2027-06-04 00:00");
    tells(
        &mut story,
        "2027-06-09 00:00",
        "
        Tue 8 Jun 12:00 mentor catch_up_invitation (round 2) REQUEST 1 for Fri 18 Jun 10:00
        Tue 8 Jun 12:00 mentee catch_up_invitation (round 2) REQUEST 1 for Fri 18 Jun 10:00
    ",
    );
}

#[test]
fn rule_26_who_stops_in_the_middle_ends_it_and_the_partner_hears_only_that() {
    let mut story = agreed(3).then(by(Mentee, "2027-06-08 12:00", stopped(Stop::Letters)));
    story.play("2027-06-04 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Tue 8 Jun 12:00 mentor catch_ups_ended
    ",
    );
}

#[test]
fn rule_25_who_takes_a_yes_back_ends_it_like_a_stop() {
    let mut story = agreed(3).then(by(Mentee, "2027-07-20 12:00", wants(&[Want::Nothing])));
    story.play("2027-07-19 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Tue 20 Jul 12:00 mentor catch_ups_ended
    ",
    );
}

#[test]
fn rule_24_both_renew_and_the_numbers_go_on() {
    let mut story = agreed(1).then(by(Mentor, "2027-06-22 12:00", renewal(RenewalAnswer::Renew))).then(by(
        Mentee,
        "2027-06-23 12:00",
        renewal(RenewalAnswer::Renew),
    ));
    story.play("2027-06-21 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 21 Jun 09:00 mentor renewal
        Mon 21 Jun 09:00 mentee renewal
        Wed 23 Jun 12:00 mentor agreement.2
        Wed 23 Jun 12:00 mentee agreement.2
        Thu 1 Jul 09:00 mentor catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00
        Thu 1 Jul 09:00 mentee catch_up_invitation.2 REQUEST 0 for Thu 15 Jul 14:00
        Tue 13 Jul 09:00 mentor catch_up_reminder.2
        Tue 13 Jul 09:00 mentee catch_up_reminder.2
        Mon 19 Jul 09:00 mentor renewal.2
        Mon 19 Jul 09:00 mentee renewal.2
    ",
    );
}

#[test]
fn rule_24_loosening_doubles_and_a_stop_later_ends_the_renewed_one() {
    let mut story = agreed(1)
        .then(by(Mentor, "2027-06-22 12:00", renewal(RenewalAnswer::Loosen)))
        .then(by(Mentee, "2027-06-23 12:00", renewal(RenewalAnswer::Renew)))
        .then(by(Mentor, "2027-08-01 12:00", stopped(Stop::Letters)));
    story.play("2027-06-21 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 21 Jun 09:00 mentor renewal
        Mon 21 Jun 09:00 mentee renewal
        Wed 23 Jun 12:00 mentor agreement.2
        Wed 23 Jun 12:00 mentee agreement.2
        Thu 29 Jul 09:00 mentor catch_up_invitation.2 REQUEST 0 for Thu 12 Aug 14:00
        Thu 29 Jul 09:00 mentee catch_up_invitation.2 REQUEST 0 for Thu 12 Aug 14:00
        Mon 2 Aug 08:00 mentee catch_ups_ended.2
    ",
    );
}

#[test]
fn rule_24_answers_of_one_instant_renew_once() {
    let mut story = agreed(1).then(by(Mentor, "2027-06-22 12:00", renewal(RenewalAnswer::Renew))).then(by(
        Mentee,
        "2027-06-22 12:00",
        renewal(RenewalAnswer::Renew),
    ));
    story.play("2027-06-23 00:00");
    assert_eq!(story.timeline().agreements.len(), 2);
}

#[test]
fn rule_24_a_stop_or_silence_ends_it_kindly() {
    for answers in [vec![], vec![(Mentor, RenewalAnswer::Stop), (Mentee, RenewalAnswer::Renew)]] {
        let mut story = agreed(1);
        for (who, answer) in answers {
            story = story.then(by(who, "2027-06-22 12:00", renewal(answer)));
        }
        story.play("2027-06-22 00:00");
        tells(&mut story, "2027-12-31 00:00", "");
        assert_eq!(story.timeline().closes_at, Some(at("2027-07-08 14:45")));
    }
}

#[test]
fn what_was_agreed_goes_on_although_the_session_was_never_accepted() {
    let mut story =
        agreed(1).then(by(Mentor, "2027-06-04 12:00", accepted())).then(said("2027-09-01 12:00", ended(false)));
    story.play("2027-08-30 00:00");
    tells(&mut story, "2027-12-31 00:00", "");
}
