//! What both agreed on, once it was announced: the card, moving, skipping, going on and stopping (rules 24 and 25).

use crate::domain::agreement::Initiator;
use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::domain::follow_up::{FollowUp, RenewalAnswer, Want};
use crate::domain::person::Role;
use crate::domain::timeline::{Agreed, Dated};
use crate::domain::useful::{days, later};
use crate::web::act::{Act, Answered, Entered};
use crate::web::form::Form;
use crate::web::layout::{deed, state};
use crate::web::scene::Scene;
use crate::web::session_form::moment;
use crate::web::staying::{ahead, is_open, own, want_key};
use crate::web::{session_choice, staying_form};
use maud::{Markup, html};

/// The agreement as it stands.
pub fn card(scene: &Scene<'_>, agreement: &Agreed, entered: &Entered) -> Markup {
    if agreement.ended.is_some() {
        return html! {
            (state(&[scene.say("staying.ended_is_so")]))
            @if is_open(scene) {
                details { summary { (scene.say("staying.change")) } (staying_form::first(scene, entered)) }
            }
        };
    }
    let terms = &agreement.terms;
    let meetings = ahead(scene, agreement);
    html! {
        p { (scene.say("staying.both")) }
        ul { @for want in &terms.wants { li { (scene.say(want_key(*want))) } } }
        @if terms.improvise { p { (scene.say("staying.improvised")) } }
        @if let Some(starter) = terms.starter { p { (scene.say(starter_key(scene, starter))) } }
        @if may_renew(scene, agreement) { (renewal(scene)) }
        @if !meetings.is_empty() {
            h2 { (scene.say("staying.meetings")) }
            @for dated in meetings { (meeting(scene, dated, entered)) }
        }
        h2 { (scene.say("staying.end_title")) }
        p { (scene.say("staying.end_means")) }
        (deed(scene, "end", "staying.end", "plain"))
        @if is_open(scene) {
            details { summary { (scene.say("staying.change")) } (staying_form::first(scene, entered)) }
        }
    }
}

fn starter_key(scene: &Scene<'_>, starter: Initiator) -> &'static str {
    match (starter, scene.role()) {
        (Initiator::Either, _) => "staying.starts_either",
        (Initiator::Mentor, Role::Mentor) | (Initiator::Mentee, Role::Mentee) => "staying.starts_you",
        _ => "staying.starts_partner",
    }
}

fn meeting(scene: &Scene<'_>, dated: &Dated, entered: &Entered) -> Markup {
    let EventName::CatchUp(number) = dated.event else { return html! {} };
    let (on, clock) = (format!("on-{number}"), format!("clock-{number}"));
    let asked = dated.meeting.counter.as_ref().filter(|counter| counter.who == scene.role());
    let is_open = entered.form.get("event") == dated.event.to_string();
    html! {
        details open[is_open] {
            summary { (scene.when(dated.starts_at)) }
            @if let Some(counter) = asked {
                p { (scene.say_with("staying.asked_is_so", &[("when", &scene.when(counter.starts.timestamp()))])) }
            }
            form method="post" action=(scene.here_again()) {
                input type="hidden" name="event" value=(dated.event);
                div.pair {
                    (moment(scene, entered, &on, "date", "session.free_day"))
                    (moment(scene, entered, &clock, "time", "session.free_clock"))
                }
                p.small { (scene.say(session_choice::what_follows(scene))) }
                button.main name="do" value="move" { (scene.say("session.propose")) }
                button.plain name="do" value="skip" { (scene.say("staying.skip")) }
            }
        }
    }
}

/// After the last catch-up, for three weeks.
fn may_renew(scene: &Scene<'_>, agreement: &Agreed) -> bool {
    let is_its = |dated: &&Dated| {
        dated.stands && matches!(dated.event, EventName::CatchUp(number) if number >= agreement.first_event)
    };
    let last = scene.timeline.meetings.iter().filter(is_its).map(|dated| dated.ends_at).max();
    last.is_some_and(|ends_at| ends_at <= scene.now && scene.now <= later(ends_at, days(21)))
}

const RENEWALS: [(RenewalAnswer, &str, &str); 3] = [
    (RenewalAnswer::Renew, "renew", "staying.renew"),
    (RenewalAnswer::Loosen, "loosen", "staying.loosen"),
    (RenewalAnswer::Stop, "stop", "staying.stop"),
];

fn renewal(scene: &Scene<'_>) -> Markup {
    let said = scene.timeline.standing.renewals.iter().rev().find(|said| said.what.0 == scene.role());
    let said = said.and_then(|said| RENEWALS.iter().find(|(answer, ..)| *answer == said.what.1));
    html! {
        h2 { (scene.say("staying.renewal")) }
        @if let Some((_, _, key)) = said {
            (state(&[scene.say_with("staying.kept", &[("answer", &scene.say(key))])]))
        }
        p { (scene.say("staying.renewal_means")) }
        form method="post" action=(scene.here_again()) {
            @for (_, name, key) in RENEWALS { button.plain name="do" value=(name) { (scene.say(key)) } }
        }
    }
}

/// What comes of it.
pub fn answered(scene: &Scene<'_>, agreement: &Agreed, form: &Form) -> Answered {
    let said = form.get("do");
    if agreement.ended.is_some() {
        return Act::nothing();
    }
    if let Some((answer, ..)) = RENEWALS.iter().find(|(_, name, _)| *name == said) {
        return if may_renew(scene, agreement) { Act::fact(What::Renewal { answer: *answer }) } else { Act::nothing() };
    }
    if said == "end" {
        let Some(own) = own(scene) else { return Act::nothing() };
        let no = FollowUp { wants: vec![Want::Nothing], every: None, times: None, improvise: false, ..own.clone() };
        return Act::fact(What::FollowUp(no));
    }
    let meetings = ahead(scene, agreement);
    let Some(dated) = meetings.into_iter().find(|dated| dated.event.to_string() == form.get("event")) else {
        return Act::nothing();
    };
    let EventName::CatchUp(number) = dated.event else { return Act::nothing() };
    match said {
        "skip" => Act::fact(What::Skipped { event: dated.event }),
        "move" => {
            let (on, clock) = (format!("on-{number}"), format!("clock-{number}"));
            let starts = session_choice::free_choice(scene, form, &on, &clock)?;
            session_choice::ahead_of_now(scene, &starts, &on)?;
            Act::fact(What::Proposed { event: dated.event, starts })
        }
        _ => Act::nothing(),
    }
}
