//! An invented pair in every situation a letter can be about: for previews, for `check`, and for tests.

pub mod coordinator;
pub mod people;

use crate::domain::follow_up::Want;
use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::step::Step;
use crate::render::context::meeting::{Change, Outcome, Proposal};
use crate::render::context::{AnswerTo, Answered, Context, Reflection, Starter};
use people::{Ways, agreement, catch_up, day, goals, met, moment, roadmap, session};

/// One letter to look at.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What is special about it: "with pages", "moved" …
    pub name: String,
    /// Which letter.
    pub step: Step,
    /// Whose.
    pub role: Role,
    /// What it says.
    pub context: Context,
}

/// Every letter in every situation; of each step and reader the plainest first.
pub fn contexts() -> Vec<Sample> {
    let mut samples = Vec::new();
    for step in Step::ALL {
        for role in step.readers() {
            if *role == Role::Coordinator {
                coordinator::add(step, &mut samples);
            } else {
                add_ways(step, *role, &mut samples);
                add_turns(step, *role, &mut samples);
            }
        }
    }
    samples
}

/// The plainest letter of that step to that reader, if there is one.
pub fn of(step: Step, role: Role) -> Option<Context> {
    contexts().into_iter().find(|sample| sample.step == step && sample.role == role).map(|sample| sample.context)
}

fn add_ways(step: Step, role: Role, samples: &mut Vec<Sample>) {
    for (name, ways) in Ways::ALL {
        samples.push(Sample { name: name.to_owned(), step, role, context: usual(step, role, ways) });
    }
}

/// Whether an answer to that letter goes to the mailbox, if there is one (rule 6).
fn is_answered_to_mailbox(step: Step, role: Role) -> bool {
    match step {
        Step::AfterSession => role == Role::Mentor,
        Step::RoadmapNudge | Step::RoadmapDraft | Step::NewTimeQuestion | Step::NewTimeRequest => true,
        _ => false,
    }
}

fn usual(step: Step, role: Role, ways: Ways) -> Context {
    let mut c = people::context(role, ways);
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
        Step::ReflectionCopy => c.reflection = Some(reflection(false)),
        _ => {}
    }
    c
}

fn proposal(role: Role, by_reader: bool, outcome: Outcome) -> Proposal {
    Proposal { starts: moment(role, day(5, 25).at(10, 0, 0, 0)), by_reader, outcome }
}

fn reflection(from_partner: bool) -> Reflection {
    let note = |question: &str, answer: &str| Answered { question: question.to_owned(), answer: answer.to_owned() };
    Reflection {
        from_partner,
        notes: vec![
            note("What was hard?", "Reading other people’s code.\nAnd asking about it."),
            note("What was good between you?", "Straight answers."),
        ],
    }
}

/// The less usual turns a letter can take.
fn add_turns(step: Step, role: Role, samples: &mut Vec<Sample>) {
    let mut add = |name: &str, ways: Ways, change: &dyn Fn(&mut Context)| {
        let mut context = usual(step, role, ways);
        change(&mut context);
        samples.push(Sample { name: name.to_owned(), step, role, context });
    };
    match step {
        Step::Invitation => {
            add("set by the sheet, in a place", Ways::Mailbox, &|c| {
                on_event(c, |e| {
                    e.proposed = false;
                    e.place = Some("Library, room 2".to_owned());
                })
            });
            add("at an odd hour, no ending", Ways::People, &|c| {
                c.programme.ends = None;
                c.preparation_on = None;
                on_event(c, |e| {
                    e.odd_hours = true;
                    e.starts = moment(role, day(5, 20).at(23, 30, 0, 0));
                });
            });
            add("a trial", Ways::People, &|c| c.test_for = Some("Jonas".to_owned()));
            add_changes(role, &mut add);
        }
        Step::CatchUpInvitation => {
            add("the only one, no card", Ways::Mailbox, &|c| {
                c.agreement = None;
                on_event(c, |e| e.catch_ups = 1);
            });
            add_changes(role, &mut add);
        }
        Step::Preparation => {
            add("no plan, no goals, no contact afterwards", Ways::People, &|c| {
                c.goals.clear();
                c.mentoring_plan = None;
                c.contact_after = ContactAfter::None;
            });
            if role == Role::Mentee {
                add("a copy", Ways::People, &|c| c.is_copy = true);
            }
        }
        Step::Reminder => add("no plan", Ways::Mailbox, &|c| c.mentoring_plan = None),
        Step::AfterSession => {
            add("they met, the coordinator approves", Ways::Pages, &|c| {
                c.met = met(true);
                c.contact_after = ContactAfter::Approval;
            });
            add("no contact afterwards, no general roadmap", Ways::People, &|c| {
                c.contact_after = ContactAfter::None;
                c.general_roadmap_on = None;
            });
        }
        Step::RoadmapNudge => add("they met", Ways::Mailbox, &|c| c.met = met(true)),
        Step::Roadmap => add_roadmaps(role, &mut add),
        Step::Agreement => {
            add("improvising, addresses kept apart", Ways::People, &|c| {
                c.partner.iter_mut().for_each(|partner| partner.address = None);
                on_agreement(c, |a| {
                    a.wants = vec![Want::Updates, Want::Questions, Want::CatchUps];
                    a.improvise = true;
                    a.every = None;
                    a.dates.clear();
                    a.starter = Some(Starter::Either);
                    a.until = None;
                });
            });
            add("updates only, after a renewal", Ways::Pages, &|c| {
                on_agreement(c, |a| {
                    a.wants = vec![Want::Updates];
                    a.every = None;
                    a.dates.clear();
                    a.starter = Some(Starter::Reader);
                    a.until = None;
                    a.number = 2;
                })
            });
        }
        Step::Closing => add("no contact afterwards", Ways::People, &|c| {
            c.contact_after = ContactAfter::None;
            c.answer_until = None;
        }),
        Step::PracticeNudge => add("only the area", Ways::Pages, &|c| {
            c.practice.iter_mut().for_each(|area| area.practise = None);
        }),
        Step::NewTimeAnswer => add_outcomes(role, &mut add),
        Step::ReflectionCopy => add("shared by both", Ways::Pages, &|c| c.reflection = Some(reflection(true))),
        _ => {}
    }
}

type Add<'a> = dyn FnMut(&str, Ways, &dyn Fn(&mut Context)) + 'a;

fn on_event(context: &mut Context, change: impl Fn(&mut crate::render::context::meeting::Event)) {
    context.event.iter_mut().for_each(change);
}

fn on_agreement(context: &mut Context, change: impl Fn(&mut crate::render::context::Agreement)) {
    context.agreement.iter_mut().for_each(change);
}

fn add_changes(role: Role, add: &mut Add<'_>) {
    let before = moment(role, day(5, 18).at(9, 0, 0, 0));
    add("moved", Ways::Mailbox, &|c| {
        on_event(c, |e| {
            e.change = Change::Moved;
            e.was = Some(before.clone());
            e.round = 2;
        })
    });
    for (name, change) in [
        ("another place", Change::Place),
        ("other details", Change::Details),
        ("cancelled", Change::Cancelled),
        ("cancelled, they met", Change::CancelledMet),
        ("cancelled, they carry on", Change::CancelledContinuing),
        ("cancelled, ended early", Change::CancelledEnded),
        ("cancelled, left out", Change::CancelledSkipped),
        ("cancelled, no more catch-ups", Change::CancelledCatchUps),
        ("cancelled, another address", Change::CancelledAddress),
    ] {
        add(name, Ways::People, &|c| {
            on_event(c, |e| {
                e.change = change;
                e.place = Some("Library, room 2".to_owned());
            })
        });
    }
}

fn add_roadmaps(role: Role, add: &mut Add<'_>) {
    add("corrected", Ways::People, &|c| c.roadmap.iter_mut().for_each(|plan| plan.corrected = true));
    add("after the general one, nothing offered", Ways::Mailbox, &|c| {
        c.nudge_dates.clear();
        c.roadmap.iter_mut().for_each(|plan| plan.after_general = true);
    });
    if role == Role::Mentee {
        add("the general one", Ways::Pages, &|c| {
            c.roadmap = None;
            c.goals = goals();
        });
    }
}

fn add_outcomes(role: Role, add: &mut Add<'_>) {
    for (name, outcome) in [
        ("no answer", Outcome::Unanswered),
        ("too late", Outcome::TooLate),
        ("outside hours", Outcome::OutsideHours),
        ("with the coordinator", Outcome::WithCoordinator),
        ("the partner is asked", Outcome::Asked),
        ("taken", Outcome::Taken),
    ] {
        add(name, Ways::Mailbox, &|c| c.proposal = Some(proposal(role, true, outcome)));
    }
}
