//! Whatever happens, in whatever order (rule 27): the promises hold, and asking at other moments changes nothing.

use super::bench::{
    Mentee, Mentor, accepted, address, at, declined, ended, met, moved, moved_to_place, not_met, paused, proposed,
    renewal, resumed, roadmap, stopped, wants_catch_ups,
};
use super::player::Player;
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::follow_up::RenewalAnswer;
use crate::domain::person::Role;
use crate::domain::person::Role::Coordinator;
use crate::domain::reflection::{Question, Reflection};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn whats() -> impl Strategy<Value = What> {
    prop::sample::select(vec![
        accepted(),
        declined(),
        What::Tentative { event: EventName::Session },
        proposed("2027-05-25 10:00"),
        moved("2027-05-24 15:30"),
        moved("2027-06-10 11:00"),
        moved("2027-05-10 11:00"),
        moved_to_place("Library"),
        met(None),
        met(Some("2027-05-12")),
        not_met(),
        resumed(),
        paused(),
        ended(false),
        ended(true),
        What::Continuing {},
        What::Concern {},
        What::Vanished {},
        What::Returned {},
        roadmap("tests"),
        roadmap("more tests"),
        wants_catch_ups("4 weeks", 3),
        wants_catch_ups("2 weeks", 4),
        wants_catch_ups("4 weeks", 3),
        renewal(RenewalAnswer::Renew),
        What::Skipped { event: EventName::CatchUp(1) },
        What::Declined { event: EventName::CatchUp(2) },
        What::PracticeNudges { yes: true },
        notes(true),
        notes(false),
        What::ReflectionCopy {},
        stopped(Stop::Letters),
        stopped(Stop::Everything),
    ])
}

fn notes(share: bool) -> What {
    let notes = [(Question::Good, "we laughed".to_owned())].into_iter().collect();
    What::Reflection(Reflection { notes, share })
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let who = prop::sample::select(vec![Mentor, Mentee, Mentor, Mentee, Coordinator]);
    let fact = (whats(), who, instants()).prop_map(|(what, who, at): (What, Role, Timestamp)| Fact {
        at,
        who: Some(who),
        what,
    });
    prop::collection::vec(fact, 0..10)
}

/// Any half hour of the nine months a pair takes.
fn instants() -> impl Strategy<Value = Timestamp> {
    (0i64..48 * 200).prop_map(|half_hours| {
        let from = at("2027-03-20 00:00");
        from.checked_add(SignedDuration::from_mins(30 * half_hours)).expect("in range")
    })
}

fn story(facts: Vec<Fact>, is_set: bool, new_address_at: Option<Timestamp>) -> Player {
    let first =
        if is_set { Player::with_session("2027-03-01", "2027-05-20 14:00") } else { Player::first_seen("2027-03-01") };
    let story = facts.into_iter().fold(first, Player::then);
    match new_address_at {
        Some(when) => story.edit(when, |player| player.pair.mentee.address = address("jonas@new.example")),
        None => story,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn rule_27_asking_at_other_moments_changes_nothing(
        facts in facts(),
        is_set in any::<bool>(),
        new_address_at in prop::option::of(instants()),
        asked in prop::collection::vec(instants(), 1..12),
    ) {
        let mut plain = story(facts.clone(), is_set, new_address_at);
        let mut asked_often = asked.into_iter().fold(story(facts, is_set, new_address_at), Player::asked_at);
        prop_assert_eq!(plain.play("2028-06-01 00:00"), asked_often.play("2028-06-01 00:00"));
    }

    #[test]
    fn the_promises_hold_through_a_downtime(facts in facts(), is_set in any::<bool>(), from in instants(), days in 1i64..20) {
        let until = from.checked_add(SignedDuration::from_hours(24 * days)).expect("in range");
        let mut story = story(facts, is_set, None).edit(from, move |player| player.go_down(until));
        story.play("2028-06-01 00:00");
        let waits = story.rows.iter().find(|row| row.state.is_unsent());
        prop_assert!(waits.is_none(), "{:?}", waits);
        let mut sent = std::collections::BTreeSet::new();
        for row in story.rows.iter().filter(|row| row.is_shown() && !row.key.step.step.is_calendar()) {
            let repeats = [crate::domain::step::Step::Roadmap, crate::domain::step::Step::Agreement];
            let key = (row.key.step.clone(), row.key.role, row.key.round);
            prop_assert!(sent.insert(key) || repeats.contains(&row.key.step.step), "twice: {}", row.key);
        }
    }
}
