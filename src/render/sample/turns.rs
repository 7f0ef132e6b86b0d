//! The less usual turns a letter can take.

use super::Sample;
use super::people::{Ways, day, goals, met, moment, roadmap};
use super::usual::{proposal, reflection, usual};
use crate::domain::follow_up::Want;
use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::step::Step;
use crate::render::context::meeting::{Change, Event, Outcome};
use crate::render::context::{Agreement, Context, Starter};

/// The turns of that step's letter to that person, beside the usual ones.
pub fn add(step: Step, role: Role, samples: &mut Vec<Sample>) {
    let mut add = |name: &str, ways: Ways, change: &dyn Fn(&mut Context)| {
        let mut context = usual(step, role, ways);
        change(&mut context);
        samples.push(Sample { name: name.to_owned(), step, role, context });
    };
    match step {
        Step::Invitation => add_invitations(role, &mut add),
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
            add("the roadmap is there already", Ways::Pages, &|c| {
                c.roadmap = Some(roadmap());
                c.general_roadmap_on = None;
            });
        }
        Step::RoadmapNudge => {
            add("they met", Ways::Mailbox, &|c| c.met = met(true));
            add("in the place of the letter after the session", Ways::Pages, &|c| c.asks_about_staying = true);
        }
        Step::Roadmap => add_roadmaps(role, &mut add),
        Step::Agreement => add_agreements(&mut add),
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

fn add_invitations(role: Role, add: &mut Add<'_>) {
    add("set by the sheet, in a place", Ways::Mailbox, &|c| {
        on_event(c, |e| {
            e.proposed = false;
            e.place = Some("Library, room 2".to_owned());
        });
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
    add_changes(role, add);
}

fn add_agreements(add: &mut Add<'_>) {
    add("improvising, addresses kept apart", Ways::People, &|c| {
        c.partner.iter_mut().for_each(|partner| partner.address = None);
        on_agreement(c, |a| {
            without_dates(a);
            a.wants = vec![Want::Updates, Want::Questions, Want::CatchUps];
            a.improvise = true;
            a.starter = Some(Starter::Either);
        });
    });
    add("updates only, after a renewal", Ways::Pages, &|c| {
        on_agreement(c, |a| {
            without_dates(a);
            a.wants = vec![Want::Updates];
            a.starter = Some(Starter::Reader);
            a.number = 2;
        });
    });
}

fn without_dates(agreement: &mut Agreement) {
    agreement.every = None;
    agreement.dates.clear();
    agreement.until = None;
}

type Add<'a> = dyn FnMut(&str, Ways, &dyn Fn(&mut Context)) + 'a;

fn on_event(context: &mut Context, change: impl Fn(&mut Event)) {
    context.event.iter_mut().for_each(change);
}

fn on_agreement(context: &mut Context, change: impl Fn(&mut Agreement)) {
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
