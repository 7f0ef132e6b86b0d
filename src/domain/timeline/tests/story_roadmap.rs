//! The roadmap, and the lines of it that come back (rule 32).

use super::bench::{Mentee, Mentor, by, roadmap, tells};
use super::player::{Player, Verdict};
use crate::domain::fact::What;
use crate::domain::step::Step;

/// The session was on Thursday 20 May, the letters of the day after have gone.
fn met() -> Player {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    story.play("2027-05-21 10:00");
    story
}

#[test]
fn rule_32_a_correction_replaces_what_waits_and_follows_what_went() {
    let mut story = met()
        .then(by(Mentor, "2027-05-25 10:00", roadmap("tests")))
        .then(by(Mentor, "2027-05-25 10:30", roadmap("more tests")))
        .then(by(Mentor, "2027-05-25 13:00", roadmap("all tests")));
    tells(
        &mut story,
        "2027-05-30 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Tue 25 May 11:30 mentor roadmap
        Tue 25 May 11:30 mentee roadmap
        Wed 26 May 14:00 mentor roadmap
        Wed 26 May 14:00 mentee roadmap
    ",
    );
}

#[test]
fn rule_32_a_roadmap_after_the_general_one_goes_within_60_days() {
    let mut story = met().then(by(Mentor, "2027-07-20 10:00", roadmap("tests")));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing
        Thu 3 Jun 09:00 mentee closing
        Tue 20 Jul 11:00 mentor roadmap
        Tue 20 Jul 11:00 mentee roadmap
    ",
    );
    let mut story = met().then(by(Mentor, "2027-08-20 10:00", roadmap("tests")));
    story.play("2027-08-01 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Fri 20 Aug 11:00 mentor roadmap: lapsed (too late)
        Fri 20 Aug 11:00 mentee roadmap: lapsed (too late)
    ",
    );
}

#[test]
fn practice_nudges_come_only_when_asked_for_and_count_from_the_first_real_roadmap() {
    let mut story = met()
        .then(by(Mentor, "2027-05-25 10:00", roadmap("tests")))
        .then(by(Mentor, "2027-06-01 10:00", roadmap("more tests")))
        .then(by(Mentee, "2027-06-02 10:00", What::PracticeNudges { yes: true }));
    story.play("2027-06-05 00:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Thu 24 Jun 09:00 mentee practice_nudge
        Mon 23 Aug 09:00 mentee practice_nudge.2
    ",
    );
}

#[test]
fn a_letter_that_is_refused_is_not_sent_again() {
    let mut story =
        met().verdict(Step::Roadmap, Mentee, Verdict::Refused).then(by(Mentor, "2027-05-25 10:00", roadmap("tests")));
    story.play("2027-05-25 00:00");
    tells(
        &mut story,
        "2027-06-02 00:00",
        "
        Tue 25 May 11:00 mentor roadmap
        Tue 25 May 11:00 mentee roadmap: refused
    ",
    );
}
