//! Staying in touch: one private question first, the rest only where it applies; later what both agreed on (rules 21 to 25).
//!
//! Until an agreement was announced to this reader, nothing on the page depends on what the partner said.

use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::domain::follow_up::{FollowUp, Want};
use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::step::Step;
use crate::domain::timeline::{Agreed, Dated};
use crate::domain::useful::{days, later};
use crate::web::act::{Act, Answered, Entered, flawed};
use crate::web::form::Form;
use crate::web::layout::{page, state};
use crate::web::scene::Scene;
use crate::web::{agreed, new_address, staying_form};
use jiff::Timestamp;
use maud::{Markup, html};

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered, query: &Form) -> Markup {
    let more = if query.all("want").next().is_some() {
        html! {}
    } else {
        new_address::question(scene, entered)
    };
    let content = if !scene.may_stay_in_touch() || scene.is_over() {
        html! { p { (scene.say("staying.closed")) } }
    } else if let Some(agreement) = announced(scene) {
        html! { (agreed::card(scene, agreement, entered)) (more) }
    } else {
        html! { (question(scene, entered, query)) (more) }
    };
    page(scene, &scene.say("staying.title"), entered, &content)
}

/// The agreement this reader has been told of, whatever became of it.
pub fn announced<'a>(scene: &'a Scene<'_>) -> Option<&'a Agreed> {
    let role = scene.role();
    let mut told = scene.view.deliveries.iter().filter(|row| row.key.role == role && row.is_shown());
    let is_told = told.any(|row| row.key.step.step == Step::Agreement);
    scene.timeline.agreement().filter(|agreed| is_told && agreed.waits_since.is_none())
}

/// What this reader said last.
pub fn own<'a>(scene: &'a Scene<'_>) -> Option<&'a FollowUp> {
    let standing = &scene.timeline.standing;
    let said = if scene.role() == Role::Mentor { &standing.mentor_follow_ups } else { &standing.mentee_follow_ups };
    said.last().map(|said| &said.what)
}

/// Until when an answer counts; the same day whatever was answered.
pub fn open_until(scene: &Scene<'_>) -> Option<Timestamp> {
    scene.timeline.session().map(|session| later(session.ends_at, days(30)))
}

/// Whether a yes still counts.
pub fn is_open(scene: &Scene<'_>) -> bool {
    open_until(scene).is_none_or(|until| scene.now <= until)
}

fn question(scene: &Scene<'_>, entered: &Entered, query: &Form) -> Markup {
    let chosen = wants(&entered.form).or_else(|| wants(query)).filter(|wants| !wants.contains(&Want::Nothing));
    let asks_more = chosen.as_deref().filter(|_| entered.form.get("do") != "want");
    let waits = scene.view.pair.contact_after(scene.view.programme) == ContactAfter::Approval;
    html! {
        @if let Some(own) = own(scene) {
            (state(&kept(scene, own)))
        }
        @if !is_open(scene) {
            p { (scene.say("staying.closed")) }
        } @else if let Some(wants) = asks_more {
            (staying_form::more(scene, wants, entered))
        } @else {
            p { (scene.say("staying.intro")) }
            (staying_form::first(scene, entered))
            p.small { (scene.say("staying.what_happens")) }
            @if waits { p.small { (scene.say("staying.approval")) } }
        }
    }
}

/// The same words for a yes and a no.
fn kept(scene: &Scene<'_>, own: &FollowUp) -> Vec<String> {
    let mut lines = vec![scene.say_with("staying.kept", &[("answer", &summary(scene, own))])];
    if let Some(until) = open_until(scene).filter(|_| is_open(scene)) {
        lines.push(scene.say_with("staying.change_until", &[("day", &scene.day(until))]));
    }
    lines
}

/// An answer in one line.
fn summary(scene: &Scene<'_>, own: &FollowUp) -> String {
    let mut parts: Vec<String> = own.wants.iter().map(|want| scene.say(want_key(*want))).collect();
    if own.improvise {
        parts.push(scene.say("staying.improvised"));
    } else if let (Some(every), Some(times)) = (own.every, own.times) {
        let (every, times) = (scene.phrases().every(every), times.to_string());
        parts.push(scene.say_with("staying.rhythm", &[("every", &every), ("times", &times)]));
    }
    parts.join("; ")
}

/// The phrase of a way of staying in touch.
pub fn want_key(want: Want) -> &'static str {
    match want {
        Want::Updates => "staying.updates",
        Want::Questions => "staying.questions",
        Want::CatchUps => "staying.catch_ups",
        Want::Nothing => "staying.nothing",
    }
}

/// The ways that were ticked; nothing if none was.
pub fn wants(form: &Form) -> Option<Vec<Want>> {
    let all = [Want::Updates, Want::Questions, Want::CatchUps, Want::Nothing];
    let ticked: Vec<Want> =
        all.into_iter().filter(|want| form.all("want").any(|name| name == name_of(*want))).collect();
    (!ticked.is_empty()).then_some(ticked)
}

/// The value of a tick box.
pub fn name_of(want: Want) -> &'static str {
    match want {
        Want::Updates => "updates",
        Want::Questions => "questions",
        Want::CatchUps => "catch-ups",
        Want::Nothing => "nothing",
    }
}

/// The catch-ups of an agreement that are still to come.
pub fn ahead<'a>(scene: &'a Scene<'_>, agreement: &Agreed) -> Vec<&'a Dated> {
    let first = agreement.first_event;
    let is_its = |dated: &&Dated| matches!(dated.event, EventName::CatchUp(number) if number >= first);
    let meetings = scene.timeline.meetings.iter().filter(is_its);
    meetings.filter(|dated| dated.stands && dated.starts_at > scene.now).collect()
}

/// What comes of it.
pub fn answered(scene: &Scene<'_>, form: &Form) -> Answered {
    if !scene.may_stay_in_touch() || scene.is_over() {
        return Act::nothing();
    }
    let said = form.get("do");
    if said == "address" {
        return new_address::asked(scene, form);
    }
    if let Some(agreement) = announced(scene).filter(|_| !matches!(said, "want" | "keep")) {
        return agreed::answered(scene, agreement, form);
    }
    let Some(wants) = wants(form) else { return flawed("want", scene.say("staying.flaw_want")) };
    if wants.contains(&Want::Nothing) && wants.len() > 1 {
        return flawed("want", scene.say("staying.flaw_nothing"));
    }
    let is_no = wants == [Want::Nothing];
    if !is_open(scene) && !is_no {
        return Act::nothing();
    }
    match said {
        "want" if !is_no => {
            let query: Vec<String> = wants.iter().map(|want| format!("want={}", name_of(*want))).collect();
            Ok(Act { then: format!("?{}", query.join("&")), ..Act::default() })
        }
        "want" | "keep" => staying_form::read(scene, wants, form).and_then(|answer| Act::fact(What::FollowUp(answer))),
        _ => Act::nothing(),
    }
}
