//! What a letter of each step says when everything goes its usual way.

use super::people::{Ways, agreement, catch_up, context, day, goals, met, moment, roadmap, session};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::render::context::meeting::{Outcome, Proposal};
use crate::render::context::{AnswerTo, Answered, Context, Links, Reflection};

/// Whether an answer to that letter goes to the mailbox, if there is one (rule 6).
fn is_answered_to_mailbox(step: Step, role: Role) -> bool {
    match step {
        Step::AfterSession => role == Role::Mentor,
        Step::RoadmapNudge | Step::RoadmapDraft | Step::NewTimeQuestion | Step::NewTimeRequest => true,
        _ => false,
    }
}

/// The context of a letter to that person, with those ways to answer.
pub fn usual(step: Step, role: Role, ways: Ways) -> Context {
    let mut c = context(role, ways);
    c.event = Some(session(role));
    if ways != Ways::People && is_answered_to_mailbox(step, role) {
        c.answer_to = AnswerTo::Mailbox;
    }
    match step {
        Step::Invitation => c.preparation_on = Some(day(5, 13)),
        Step::Preparation | Step::Reminder => {
            c.goals = goals();
            c.mentoring_plan = Some("https://docs.example.org/plans/amina-jonas".to_owned());
        }
        Step::AfterSession | Step::RoadmapNudge => {
            c.met = met(false);
            c.general_roadmap_on = Some(day(5, 31));
            c.answer_until = Some(day(6, 19));
        }
        Step::Roadmap => {
            c.roadmap = Some(roadmap());
            c.nudge_dates = vec![day(6, 21), day(8, 20)];
        }
        Step::RoadmapDraft => c.roadmap = Some(roadmap()),
        Step::Agreement => c.agreement = Some(agreement(role)),
        Step::Closing => {
            c.answer_until = Some(day(6, 19));
            c.open_until = (ways == Ways::Pages).then(|| day(6, 19));
            c.deleted_on = Some(day(8, 18));
        }
        Step::Goodbye => c.deleted_on = Some(day(8, 18)),
        Step::CatchUpInvitation | Step::CatchUpReminder | Step::CatchUpsEnded => {
            c.event = Some(catch_up(role));
            c.agreement = Some(agreement(role));
        }
        Step::Renewal => {
            c.event = Some(catch_up(role));
            c.agreement = Some(agreement(role));
            c.answer_until = Some(day(12, 13));
            c.deleted_on = Some(jiff::civil::Date::constant(2028, 2, 11));
        }
        Step::PracticeNudge => c.practice = roadmap().areas.into_iter().next(),
        Step::NewTimeQuestion => {
            c.answer_until = Some(day(5, 12));
            c.proposal = Some(proposal(role, false, Outcome::Asked));
        }
        Step::NewTimeAnswer => c.proposal = Some(proposal(role, true, Outcome::Refused)),
        // No other link goes to an address that nobody has answered from.
        Step::AddressCheck => {
            let confirm =
                c.links.my_data.as_ref().map(|_| "https://endings.mentors.example/p/7hx2k4m9w3/address".to_owned());
            c.links = Links { confirm, ..Links::default() };
        }
        Step::ReflectionCopy => c.reflection = Some(reflection(false)),
        _ => {}
    }
    c
}

/// Another time, five days later.
pub fn proposal(role: Role, by_reader: bool, outcome: Outcome) -> Proposal {
    Proposal { starts: moment(role, day(5, 25).at(10, 0, 0, 0)), by_reader, outcome }
}

/// Notes somebody made.
pub fn reflection(from_partner: bool) -> Reflection {
    let note = |question: &str, answer: &str| Answered { question: question.to_owned(), answer: answer.to_owned() };
    Reflection {
        from_partner,
        notes: vec![
            note("What was hard?", "Reading other people’s code.\nAnd asking about it."),
            note("What was good between you?", "Straight answers."),
        ],
    }
}
