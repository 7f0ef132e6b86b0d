//! What two people both wanted, made from their two private answers (rules 21, 22 and 24).
//!
//! Nothing of an answer leaves here but what both said: an agreement never tells a "no" from a "not yet" (rule 25).

use crate::domain::follow_up::{Every, FollowUp, RenewalAnswer, Starter, Want};

/// The most catch-ups one agreement has, whatever two people typed.
pub const MOST_CATCH_UPS: u32 = 120;

/// Who gets in touch first, as both letters say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Initiator {
    Mentor,
    Mentee,
    Either,
}

impl Initiator {
    /// What a mentor's answer means.
    pub fn of_mentor(starter: Starter) -> Initiator {
        match starter {
            Starter::Me => Initiator::Mentor,
            Starter::Partner => Initiator::Mentee,
            Starter::Either => Initiator::Either,
        }
    }

    /// What a mentee's answer means.
    pub fn of_mentee(starter: Starter) -> Initiator {
        match starter {
            Starter::Me => Initiator::Mentee,
            Starter::Partner => Initiator::Mentor,
            Starter::Either => Initiator::Either,
        }
    }
}

/// What both wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Sorted, each once, at least one, never [`Want::Nothing`].
    pub wants: Vec<Want>,
    /// How far apart the catch-ups are; nothing where there are no dates.
    pub every: Option<Every>,
    /// How many catch-ups have a date; 0 where there are no dates.
    pub times: u32,
    /// No dates: whoever feels like it gets in touch.
    pub improvise: bool,
    /// Who starts, if anybody said.
    pub starter: Option<Initiator>,
}

impl Agreement {
    /// Whether there are catch-ups with dates.
    pub fn has_dates(&self) -> bool {
        self.every.is_some()
    }
}

/// The agreement of two answers; nothing if they have nothing in common (rule 21).
pub fn overlap(mentor: &FollowUp, mentee: &FollowUp) -> Option<Agreement> {
    let wants = both_want(&mentor.wants, &mentee.wants);
    if wants.is_empty() {
        return None;
    }
    let either_improvises = mentor.improvise || mentee.improvise;
    let meets = wants.contains(&Want::CatchUps);
    let rhythm = if meets && !either_improvises { rhythm(mentor, mentee) } else { None };
    Some(Agreement {
        every: rhythm.map(|(every, _)| every),
        times: rhythm.map_or(0, |(_, times)| times),
        improvise: either_improvises || (meets && rhythm.is_none()),
        starter: starter(mentor.starter.map(Initiator::of_mentor), mentee.starter.map(Initiator::of_mentee)),
        wants,
    })
}

/// What follows the last catch-up; nothing if that was it (rule 24).
pub fn renewed(agreement: &Agreement, mentor: RenewalAnswer, mentee: RenewalAnswer) -> Option<Agreement> {
    let every = agreement.every?;
    match (mentor, mentee) {
        (RenewalAnswer::Stop, _) | (_, RenewalAnswer::Stop) => None,
        (RenewalAnswer::Renew, RenewalAnswer::Renew) => Some(agreement.clone()),
        (RenewalAnswer::Loosen, _) | (_, RenewalAnswer::Loosen) => {
            Some(Agreement { every: Some(every.doubled()), ..agreement.clone() })
        }
    }
}

/// The plain intersection; `nothing` excludes the others.
fn both_want(mentor: &[Want], mentee: &[Want]) -> Vec<Want> {
    if mentor.contains(&Want::Nothing) || mentee.contains(&Want::Nothing) {
        return Vec::new();
    }
    let mut wants: Vec<Want> = mentor.iter().copied().filter(|want| mentee.contains(want)).collect();
    wants.sort_unstable();
    wants.dedup();
    wants
}

/// The longer rhythm, as often as fits into the shorter of the two stretches of time.
fn rhythm(mentor: &FollowUp, mentee: &FollowUp) -> Option<(Every, u32)> {
    let every = longer(mentor.every?, mentee.every?);
    let until = stretch(mentor.every?, mentor.times?).min(stretch(mentee.every?, mentee.times?));
    let times = until / u64::from(every.days().max(1));
    let times = u32::try_from(times).unwrap_or(MOST_CATCH_UPS);
    Some((every, times.clamp(1, MOST_CATCH_UPS)))
}

/// The longer of two; of equal ones the one counted in months, so that it does not matter who said which.
fn longer(one: Every, other: Every) -> Every {
    let key = |every: Every| match every {
        Every::Weeks(n) => (every.days(), false, n),
        Every::Months(n) => (every.days(), true, n),
    };
    if key(other) > key(one) { other } else { one }
}

/// Length of all catch-ups together, in days for comparison.
fn stretch(every: Every, times: u32) -> u64 {
    u64::from(every.days()) * u64::from(times)
}

/// The one both can live with; the mentee where they name different people.
fn starter(mentor: Option<Initiator>, mentee: Option<Initiator>) -> Option<Initiator> {
    match (mentor, mentee) {
        (None, other) | (other, None) => other,
        (Some(Initiator::Either), other) | (other, Some(Initiator::Either)) => other,
        (Some(one), Some(other)) if one == other => Some(one),
        (Some(_), Some(_)) => Some(Initiator::Mentee),
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Initiator, MOST_CATCH_UPS, overlap, renewed};
    use crate::domain::follow_up::{Every, FollowUp, RenewalAnswer, Starter, Want};
    use proptest::prelude::*;

    fn answer(wants: &[Want], every: &str, times: u32) -> FollowUp {
        FollowUp {
            wants: wants.to_vec(),
            every: (!every.is_empty()).then(|| every.parse().expect(every)),
            times: (times > 0).then_some(times),
            improvise: false,
            starter: None,
            capacity: Some("two hours".to_owned()),
            note: Some("for me".to_owned()),
        }
    }

    #[test]
    fn rule_21_wants_are_a_plain_intersection_and_nothing_excludes_the_others() {
        use Want::{CatchUps, Nothing, Questions, Updates};
        let table: [(&[Want], &[Want], &[Want]); 7] = [
            (&[Questions, Updates], &[Updates, Questions, CatchUps], &[Updates, Questions]),
            (&[Updates, Updates], &[Updates], &[Updates]),
            (&[Updates], &[Questions], &[]),
            (&[Nothing], &[Nothing], &[]),
            (&[Updates, Nothing], &[Updates], &[]),
            (&[Updates], &[Nothing, Updates], &[]),
            (&[], &[Updates], &[]),
        ];
        for (mentor, mentee, expected) in table {
            let agreed = overlap(&answer(mentor, "", 0), &answer(mentee, "", 0));
            assert_eq!(agreed.map(|agreed| agreed.wants).unwrap_or_default(), expected, "{mentor:?} {mentee:?}");
        }
    }

    #[test]
    fn rule_21_table_of_rhythms() {
        for (mentor, mentee, expected) in [
            (("month", 6), ("month", 6), Some((Every::Months(1), 6))),
            (("month", 6), ("2 months", 6), Some((Every::Months(2), 3))),
            (("2 weeks", 4), ("3 months", 4), Some((Every::Months(3), 1))),
            (("6 weeks", 5), ("month", 5), Some((Every::Weeks(6), 3))),
            (("30 weeks", 2), ("7 months", 2), Some((Every::Months(7), 2))),
            (("7 months", 2), ("30 weeks", 2), Some((Every::Months(7), 2))),
            (("month", 4_000_000_000), ("month", 4_000_000_000), Some((Every::Months(1), MOST_CATCH_UPS))),
            (("", 6), ("month", 6), None),
            (("month", 0), ("month", 6), None),
        ] {
            let agreed =
                overlap(&answer(&[Want::CatchUps], mentor.0, mentor.1), &answer(&[Want::CatchUps], mentee.0, mentee.1))
                    .expect("both want catch-ups");
            assert_eq!(agreed.every.map(|every| (every, agreed.times)), expected, "{mentor:?} {mentee:?}");
            assert_eq!(agreed.improvise, expected.is_none());
        }
    }

    #[test]
    fn rule_21_either_improvises_and_there_are_no_dates() {
        let dated = answer(&[Want::CatchUps], "month", 3);
        let loose = FollowUp { improvise: true, ..dated.clone() };
        for (mentor, mentee) in [(&dated, &loose), (&loose, &dated)] {
            let agreed = overlap(mentor, mentee).expect("both want catch-ups");
            assert!(agreed.improvise && !agreed.has_dates() && agreed.times == 0);
        }
    }

    #[test]
    fn rule_21_a_rhythm_nobody_needs_is_not_told() {
        let eager = answer(&[Want::CatchUps, Want::Updates], "month", 3);
        let agreed = overlap(&eager, &answer(&[Want::Updates], "month", 3)).expect("both want updates");
        assert_eq!(
            agreed,
            Agreement { wants: vec![Want::Updates], every: None, times: 0, improvise: false, starter: None }
        );
    }

    #[test]
    fn rule_21_who_starts() {
        use Initiator::{Either, Mentee, Mentor};
        for (mentor, mentee, expected) in [
            (None, None, None),
            (Some(Starter::Me), Some(Starter::Partner), Some(Mentor)),
            (Some(Starter::Partner), Some(Starter::Me), Some(Mentee)),
            (Some(Starter::Me), Some(Starter::Me), Some(Mentee)),
            (Some(Starter::Partner), Some(Starter::Partner), Some(Mentee)),
            (Some(Starter::Either), Some(Starter::Partner), Some(Mentor)),
            (Some(Starter::Me), Some(Starter::Either), Some(Mentor)),
            (Some(Starter::Either), Some(Starter::Either), Some(Either)),
            (None, Some(Starter::Me), Some(Mentee)),
            (Some(Starter::Me), None, Some(Mentor)),
        ] {
            let mentor_says = FollowUp { starter: mentor, ..answer(&[Want::Updates], "", 0) };
            let mentee_says = FollowUp { starter: mentee, ..answer(&[Want::Updates], "", 0) };
            let agreed = overlap(&mentor_says, &mentee_says).expect("both want updates");
            assert_eq!(agreed.starter, expected, "{mentor:?} {mentee:?}");
        }
    }

    #[test]
    fn rule_24_renewal() {
        use RenewalAnswer::{Loosen, Renew, Stop};
        let both = answer(&[Want::CatchUps], "6 weeks", 4);
        let first = overlap(&both, &both).expect("the same answers");
        assert_eq!(renewed(&first, Renew, Renew), Some(first.clone()));
        for (mentor, mentee) in [(Loosen, Renew), (Renew, Loosen), (Loosen, Loosen)] {
            let next = renewed(&first, mentor, mentee).expect("nobody stops");
            assert_eq!((next.every, next.times), (Some(Every::Weeks(12)), 4));
        }
        for (mentor, mentee) in [(Stop, Renew), (Renew, Stop), (Loosen, Stop), (Stop, Loosen), (Stop, Stop)] {
            assert_eq!(renewed(&first, mentor, mentee), None);
        }
        let undated = Agreement { every: None, times: 0, improvise: true, ..first };
        assert_eq!(renewed(&undated, Renew, Renew), None, "renewal only after catch-ups");
    }

    fn answers() -> impl Strategy<Value = FollowUp> {
        use Want::{CatchUps, Nothing, Questions, Updates};
        let wants = prop::collection::vec(prop::sample::select(vec![Updates, Questions, CatchUps, Nothing]), 0..5);
        let every = prop_oneof![any::<u32>().prop_map(Every::Weeks), (0u32..130).prop_map(Every::Months)];
        let starter = prop::sample::select(vec![Starter::Me, Starter::Partner, Starter::Either]);
        (wants, prop::option::of(every), prop::option::of(any::<u32>()), any::<bool>(), prop::option::of(starter))
            .prop_map(|(wants, every, times, improvise, starter)| FollowUp {
                wants,
                every,
                times,
                improvise,
                starter,
                capacity: None,
                note: None,
            })
    }

    fn mirrored(starter: Option<Starter>) -> Option<Starter> {
        starter.map(|starter| match starter {
            Starter::Me => Starter::Partner,
            Starter::Partner => Starter::Me,
            Starter::Either => Starter::Either,
        })
    }

    proptest! {
        #[test]
        fn rule_21_an_agreement_has_only_what_both_said(mentor in answers(), mentee in answers()) {
            if let Some(agreed) = overlap(&mentor, &mentee) {
                prop_assert!(!agreed.wants.is_empty() && agreed.wants.is_sorted());
                for want in &agreed.wants {
                    prop_assert!(mentor.wants.contains(want) && mentee.wants.contains(want) && *want != Want::Nothing);
                }
                prop_assert_eq!(agreed.has_dates(), agreed.times > 0);
                if let Some(every) = agreed.every {
                    prop_assert!(agreed.wants.contains(&Want::CatchUps) && !agreed.improvise);
                    prop_assert!(mentor.every.is_some_and(|own| own.days() <= every.days()));
                    prop_assert!(mentee.every.is_some_and(|own| own.days() <= every.days()));
                }
            }
        }

        #[test]
        fn rule_21_it_does_not_matter_who_is_the_mentor(mentor in answers(), mentee in answers()) {
            let swapped = (
                FollowUp { starter: mirrored(mentee.starter), ..mentee.clone() },
                FollowUp { starter: mirrored(mentor.starter), ..mentor.clone() },
            );
            prop_assert_eq!(overlap(&mentor, &mentee), overlap(&swapped.0, &swapped.1));
        }
    }
}
