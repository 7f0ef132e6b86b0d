//! The way a pair goes when life does not get in the way: the table of steps, clocks, days off, late starts.

use super::bench::{Mentee, Mentor, accepted, at, by, day, met, person, programme, roadmap, start_in, tells};
use super::player::{Player, Verdict};
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, What};
use crate::domain::programme::ContactAfter;
use crate::domain::step::Step;

#[test]
fn nobody_answers_anything_and_all_goes_its_way() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing
        Thu 3 Jun 09:00 mentee closing
    ",
    );
}

#[test]
fn who_accepts_is_not_reminded_and_the_roadmap_goes_an_hour_later() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .then(by(Mentor, "2027-04-22 10:00", accepted()))
        .then(by(Mentee, "2027-04-22 11:00", accepted()))
        .then(by(Mentor, "2027-05-24 15:00", roadmap("tests")));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentor reminder: skipped (accepted: it is in their calendar)
        Wed 19 May 09:00 mentee reminder: skipped (accepted: it is in their calendar)
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 24 May 16:00 mentee roadmap
        Tue 25 May 16:00 mentor roadmap
        Thu 3 Jun 09:00 mentor closing
        Thu 3 Jun 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_15_a_proposal_is_stored_with_its_first_letter_and_stays() {
    let mut story = Player::first_seen("2027-03-01").asked_at(at("2027-05-24 10:00"));
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Wed 28 Apr 09:00 mentor invitation REQUEST 0 for Wed 26 May 17:00
        Wed 28 Apr 09:00 mentee invitation REQUEST 0 for Wed 26 May 17:00
        Wed 19 May 09:00 mentor preparation
        Wed 19 May 09:00 mentee preparation
        Tue 25 May 09:00 mentor reminder
        Tue 25 May 09:00 mentee reminder
        Thu 27 May 09:00 mentor after_session
        Thu 27 May 09:00 mentee after_session
        Mon 31 May 09:00 mentor roadmap_nudge
        Mon 7 Jun 09:00 mentee roadmap
        Wed 9 Jun 09:00 mentor closing
        Wed 9 Jun 09:00 mentee closing
    ",
    );
    let stored = story.facts.iter().filter(|fact| fact.what.name() == "scheduled").count();
    assert_eq!(stored, 1);
}

#[test]
fn rule_15_a_proposal_is_stored_even_where_nobody_is_invited() {
    let mut story = Player::first_seen("2027-03-01");
    story.programme.steps.remove(&Step::Invitation);
    tells(
        &mut story,
        "2027-05-27 00:00",
        "
        Wed 19 May 09:00 mentor preparation
        Wed 19 May 09:00 mentee preparation
        Tue 25 May 09:00 mentor reminder
        Tue 25 May 09:00 mentee reminder
    ",
    );
}

#[test]
fn rule_17_each_reads_at_nine_on_their_own_clock() {
    let mut story = Player::first_seen("2027-03-01");
    story.pair.mentor = person("Mira", "Africa/Lagos");
    story.pair.mentee = person("Jonas", "Europe/Berlin");
    let starts = start_in("2027-05-20 14:00", "Africa/Lagos");
    let what = What::Moved { event: EventName::Session, starts: Some(starts), place: None };
    let mut story = story.then(Fact { at: at("2027-03-01 12:00"), who: None, what });
    story.play("2027-05-12 00:00");
    let sent = |step: Step| {
        let rows = story.rows.iter().filter(move |row| row.key.step.step == step);
        rows.map(|row| (row.key.role, row.decided_at.to_string())).collect::<Vec<_>>()
    };
    let invited = [(Mentee, "2027-04-22T07:00:00Z"), (Mentor, "2027-04-22T08:00:00Z")];
    assert_eq!(sent(Step::Invitation), invited.map(|(role, at)| (role, at.to_owned())));
}

#[test]
fn rule_17_london_and_auckland_are_each_written_to_by_day() {
    let mut story = Player::first_seen("2027-03-01");
    story.pair.mentee = person("Jonas", "Pacific/Auckland");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Wed 28 Apr 09:00 mentee invitation REQUEST 0 for Wed 26 May 18:30
        Wed 28 Apr 09:00 mentor invitation REQUEST 0 for Wed 26 May 07:30
        Wed 19 May 09:00 mentee preparation
        Wed 19 May 09:00 mentor preparation
        Tue 25 May 09:00 mentee reminder
        Tue 25 May 09:00 mentor reminder
        Thu 27 May 09:00 mentee after_session
        Thu 27 May 09:00 mentor after_session
        Mon 31 May 09:00 mentor roadmap_nudge
        Mon 7 Jun 09:00 mentee roadmap
        Wed 9 Jun 09:00 mentee closing
        Wed 9 Jun 09:00 mentor closing
    ",
    );
}

#[test]
fn rule_17_a_clock_change_between_step_and_session_keeps_nine_o_clock() {
    let mut story = Player::with_session("2027-01-05", "2027-03-31 14:00");
    tells(
        &mut story,
        "2027-04-02 00:00",
        "
        Wed 3 Mar 09:00 mentor invitation REQUEST 0 for Wed 31 Mar 14:00
        Wed 3 Mar 09:00 mentee invitation REQUEST 0 for Wed 31 Mar 14:00
        Wed 24 Mar 09:00 mentor preparation
        Wed 24 Mar 09:00 mentee preparation
        Tue 30 Mar 09:00 mentor reminder
        Tue 30 Mar 09:00 mentee reminder
        Thu 1 Apr 09:00 mentor after_session
        Thu 1 Apr 09:00 mentee after_session
    ",
    );
    let invited = story.rows.iter().find(|row| row.key.step.step == Step::Invitation).map(|row| row.decided_at);
    let reminded = story.rows.iter().find(|row| row.key.step.step == Step::Reminder).map(|row| row.decided_at);
    assert_eq!(invited.map(|at| at.to_string()).as_deref(), Some("2027-03-03T09:00:00Z"));
    assert_eq!(reminded.map(|at| at.to_string()).as_deref(), Some("2027-03-30T08:00:00Z"));
}

#[test]
fn rule_18_days_off_move_a_step_away_from_the_session() {
    let mut story = Player::with_session("2027-03-01", "2027-05-17 14:00");
    for off in ["2027-04-19", "2027-05-10", "2027-05-14", "2027-05-18"] {
        story.programme.calendar.holidays.insert(day(off));
    }
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Fri 16 Apr 09:00 mentor invitation REQUEST 0 for Mon 17 May 14:00
        Fri 16 Apr 09:00 mentee invitation REQUEST 0 for Mon 17 May 14:00
        Fri 7 May 09:00 mentor preparation
        Fri 7 May 09:00 mentee preparation
        Thu 13 May 09:00 mentor reminder
        Thu 13 May 09:00 mentee reminder
        Wed 19 May 09:00 mentor after_session
        Wed 19 May 09:00 mentee after_session
        Fri 21 May 09:00 mentor roadmap_nudge
        Thu 27 May 09:00 mentee roadmap
        Mon 31 May 09:00 mentor closing
        Mon 31 May 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_20_who_joins_late_is_not_flooded() {
    let mut story = Player::with_session("2027-05-19", "2027-05-20 14:00");
    tells(
        &mut story,
        "2027-05-22 00:00",
        "
        Wed 19 May 12:00 mentor preparation: skipped (superseded by a later letter)
        Wed 19 May 12:00 mentee preparation: skipped (superseded by a later letter)
        Wed 19 May 12:00 mentor reminder
        Wed 19 May 12:00 mentee reminder
        Wed 19 May 12:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Wed 19 May 12:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
    ",
    );
}

#[test]
fn rule_20_who_joins_after_the_session_hears_what_is_still_useful() {
    let mut story = Player::with_session("2027-05-25", "2027-05-20 14:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Tue 25 May 12:00 mentor preparation: skipped (joined late)
        Tue 25 May 12:00 mentor reminder: skipped (joined late)
        Tue 25 May 12:00 mentor after_session: skipped (superseded by a later letter)
        Tue 25 May 12:00 mentee preparation: skipped (joined late)
        Tue 25 May 12:00 mentee reminder: skipped (joined late)
        Tue 25 May 12:00 mentor invitation REQUEST 0 for Thu 20 May 14:00: skipped (joined late)
        Tue 25 May 12:00 mentee invitation REQUEST 0 for Thu 20 May 14:00: skipped (joined late)
        Tue 25 May 12:00 mentor roadmap_nudge
        Tue 25 May 12:00 mentee after_session
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing
        Thu 3 Jun 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_20_a_pair_that_was_over_when_first_seen_gets_nothing() {
    let mut story = Player::with_session("2027-05-29", "2027-05-20 14:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Sat 29 May 12:00 mentor invitation: skipped (already over)
    ",
    );
}

#[test]
fn a_pair_without_an_ending_waits_for_one() {
    let mut story = Player::first_seen("2027-03-01");
    story.programme.ends = None;
    tells(&mut story, "2027-04-30 00:00", "");
    let mut story = story.edit(at("2027-04-30 12:00"), |player| player.pair.ends = Some(day("2027-06-25")));
    tells(
        &mut story,
        "2027-05-29 00:00",
        "
        Wed 26 May 09:00 mentor invitation REQUEST 0 for Wed 23 Jun 17:00
        Wed 26 May 09:00 mentee invitation REQUEST 0 for Wed 23 Jun 17:00
    ",
    );
}

#[test]
fn after_a_week_of_downtime_people_get_at_most_what_is_still_useful() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00").down("2027-05-18 12:00", "2027-05-25 12:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Tue 25 May 12:00 mentor reminder: lapsed (too late)
        Tue 25 May 12:00 mentor after_session: skipped (superseded by a later letter)
        Tue 25 May 12:00 mentee reminder: lapsed (too late)
        Tue 25 May 12:00 mentor roadmap_nudge
        Tue 25 May 12:00 mentee after_session
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing
        Thu 3 Jun 09:00 mentee closing
    ",
    );
}

#[test]
fn rule_19_a_server_that_is_down_for_days_loses_only_what_is_useless() {
    let until = at("2027-05-20 15:00");
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .verdict(Step::Preparation, Mentor, Verdict::DeferredUntil(until))
        .verdict(Step::AfterSession, Mentor, Verdict::DeferredUntil(at("2027-05-25 08:00")));
    tells(
        &mut story,
        "2027-06-01 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation: deferred
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentor preparation: skipped (superseded by a later letter)
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
        Fri 21 May 09:00 mentor after_session: deferred
        Fri 21 May 09:00 mentee after_session
        Mon 24 May 09:00 mentor after_session: skipped (superseded by a later letter)
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 31 May 09:00 mentee roadmap
    ",
    );
}

#[test]
fn rule_3_a_backlog_goes_one_letter_a_day_in_its_order() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .then(by(Mentor, "2027-05-22 12:00", roadmap("tests")))
        .then(by(Mentee, "2027-05-22 12:00", super::bench::wants(&[crate::domain::follow_up::Want::Updates])))
        .then(by(Mentor, "2027-05-22 12:00", super::bench::wants(&[crate::domain::follow_up::Want::Updates])))
        .down("2027-05-20 20:00", "2027-05-25 10:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Thu 22 Apr 09:00 mentor invitation REQUEST 0 for Thu 20 May 14:00
        Thu 22 Apr 09:00 mentee invitation REQUEST 0 for Thu 20 May 14:00
        Thu 13 May 09:00 mentor preparation
        Thu 13 May 09:00 mentee preparation
        Wed 19 May 09:00 mentor reminder
        Wed 19 May 09:00 mentee reminder
        Tue 25 May 10:00 mentor roadmap_nudge: skipped (the roadmap has come)
        Tue 25 May 10:00 mentor roadmap
        Tue 25 May 10:00 mentee roadmap
        Wed 26 May 08:00 mentor agreement
        Wed 26 May 08:00 mentee agreement
        Thu 27 May 09:00 mentor after_session
        Thu 27 May 09:00 mentee after_session
        Thu 3 Jun 09:00 mentor closing: skipped (the two have an agreement)
        Thu 3 Jun 09:00 mentee closing: skipped (the two have an agreement)
    ",
    );
}

#[test]
fn contact_after_none_asks_nothing_and_closes_all_the_same() {
    let mut story = Player::with_session("2027-03-01", "2027-05-20 14:00")
        .then(by(Mentor, "2027-05-21 12:00", super::bench::wants_catch_ups("month", 3)))
        .then(by(Mentee, "2027-05-21 12:00", super::bench::wants_catch_ups("month", 3)));
    story.programme.contact_after = ContactAfter::None;
    story.play("2027-05-21 13:00");
    tells(
        &mut story,
        "2027-12-31 00:00",
        "
        Mon 24 May 09:00 mentor roadmap_nudge
        Mon 31 May 09:00 mentee roadmap
        Thu 3 Jun 09:00 mentor closing
        Thu 3 Jun 09:00 mentee closing
    ",
    );
    assert!(programme().contact_after == ContactAfter::Free && story.timeline().agreements.is_empty());
}

#[test]
fn who_met_as_planned_and_says_so_is_not_asked_whether_they_met() {
    let mut story =
        Player::with_session("2027-03-01", "2027-05-20 14:00").then(by(Mentor, "2027-05-20 16:00", met(None)));
    story.play("2027-05-20 15:00");
    tells(
        &mut story,
        "2027-05-22 00:00",
        "
        Fri 21 May 09:00 mentor after_session
        Fri 21 May 09:00 mentee after_session
    ",
    );
}
