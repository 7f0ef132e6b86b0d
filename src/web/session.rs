//! The last session: when, where, who has accepted; and what may be said about it.

use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::domain::link::Purpose;
use crate::domain::meeting::{Answer, Counter, CounterState};
use crate::domain::person::Role;
use crate::domain::timeline::Dated;
use crate::domain::timeline::wish::asks_partner;
use crate::engine::letter::thanks;
use crate::web::act::{Act, Answered, Entered};
use crate::web::form::Form;
use crate::web::layout::{page, state};
use crate::web::scene::Scene;
use crate::web::{concern, reader, session_choice, session_form};
use maud::{Markup, html};

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered, query: &Form) -> Markup {
    let session = scene.timeline.session();
    let content = if scene.is_over() {
        html! { (state(&[scene.say("session.over")])) }
    } else if reader::is_asked(entered, query) {
        return page(scene, &scene.say("reader.title"), entered, &reader::show(scene, entered));
    } else {
        html! {
            (state(&lines(scene, session)))
            @match session {
                Some(session) => (around(scene, session, entered)),
                None => p { (scene.say("session.no_date")) },
            }
            (thank(scene))
            (session_form::elsewise(scene, session, entered))
            (reader::line(scene))
        }
    };
    page(scene, &scene.say("session.title"), entered, &content)
}

/// What is true now.
fn lines(scene: &Scene<'_>, session: Option<&Dated>) -> Vec<String> {
    let standing = &scene.timeline.standing;
    let mut lines = Vec::new();
    if concern::is_raised(scene) {
        lines.push(scene.say("concern.is_so"));
    }
    if standing.continuing_at.is_some() {
        lines.push(scene.say("session.continuing_is_so"));
        return lines;
    }
    if standing.session.not_met_at.is_some() {
        lines.push(scene.say("session.not_met_is_so"));
        return lines;
    }
    let Some(session) = session else { return lines };
    if standing.session.met.is_some() {
        lines.push(scene.say_with("session.met_is_so", &[("day", &scene.day(session.starts_at))]));
        return lines;
    }
    match session.meeting.answer(scene.role()) {
        Answer::Accepted => lines.push(scene.say("session.accepted_is_so")),
        Answer::Declined => lines.push(scene.say("session.declined_is_so")),
        Answer::Tentative => lines.push(scene.say("session.tentative_is_so")),
        Answer::NeedsAction => {}
    }
    if let Some(counter) = open_counter(scene, session).filter(|counter| counter.who == scene.role()) {
        let key =
            if asks_partner(session, &scene.view) { "session.asked_is_so" } else { "session.asked_coordinator_is_so" };
        lines.push(scene.say_with(key, &[("when", &scene.when(counter.starts.timestamp()))]));
    }
    lines
}

/// The meeting itself, and what can be done about it now.
fn around(scene: &Scene<'_>, session: &Dated, entered: &Entered) -> Markup {
    let standing = &scene.timeline.standing;
    let ahead = session.start.timestamp() > scene.now;
    let is_settled = standing.continuing_at.is_some() || standing.session.met.is_some();
    let can_change = ahead && session.stands && !is_settled;
    let asked = open_counter(scene, session).filter(|counter| counter.who != scene.role());
    html! {
        (card(scene, session))
        @if can_change {
            @if let Some(counter) = asked.filter(|_| asks_partner(session, &scene.view)) {
                (session_form::question(scene, counter))
            }
            (session_form::answer(scene, session))
            (session_form::another_time(scene, session, entered))
            (notes(scene))
        }
        @if !ahead && !is_settled {
            (session_form::did_you_meet(scene))
        }
    }
}

fn card(scene: &Scene<'_>, session: &Dated) -> Markup {
    let place = session.place(&scene.view);
    let their = |role: Role| scene.say(answer_key(session.meeting.answer(role)));
    let ahead = session.stands && session.start.timestamp() > scene.now;
    html! {
        dl.card {
            dt { (scene.say("session.when")) }
            dd { time datetime=(session.starts_at) { (scene.when(session.starts_at)) } }
            dt { (scene.say("session.length")) }
            dd { (scene.say_with("session.minutes", &[("n", &scene.view.programme.session.length_minutes.to_string())])) }
            dt { (scene.say("session.where")) }
            dd { @if place.is_empty() { (scene.say("session.usual_place")) } @else { (linked(place)) } }
            @if ahead {
                dt { (scene.reader.called()) }
                dd { (their(scene.role())) }
                dt { (scene.partner.called()) }
                dd { (their(scene.role().partner())) }
            }
        }
        @if session.odd_hours && ahead { p { (scene.say("session.odd_hours")) } }
        @if ahead {
            p { a href={ (scene.here_again()) "/session.ics" } download="session.ics" { (scene.say("session.calendar")) } }
        }
    }
}

/// Before the session, a way to the notes for it.
fn notes(scene: &Scene<'_>) -> Markup {
    html! {
        @if let Some(to) = scene.page(Purpose::Reflection) {
            p { a href=(to) { (scene.say("session.notes")) } }
        }
    }
}

/// A letter of thanks, which is the reader's to write.
fn thank(scene: &Scene<'_>) -> Markup {
    let draft = thanks(scene.office, &scene.view, &scene.timeline, scene.role());
    html! {
        @if let Some(draft) = draft.filter(|_| !concern::is_raised(scene)) {
            p { (scene.say("thanks.offer")) " " a href=(draft) { (scene.say("thanks.write")) } }
        }
    }
}

/// A place that is a web address is a link.
fn linked(place: &str) -> Markup {
    let is_link = place.starts_with("https://") && !place.contains(char::is_whitespace);
    html! { @if is_link { a href=(place) rel="noreferrer" { (place) } } @else { (place) } }
}

fn answer_key(answer: Answer) -> &'static str {
    match answer {
        Answer::NeedsAction => "session.no_answer",
        Answer::Accepted => "session.accepted",
        Answer::Declined => "session.declined",
        Answer::Tentative => "session.tentative",
    }
}

/// A wish for another time that nobody has answered.
fn open_counter<'a>(scene: &Scene<'_>, session: &'a Dated) -> Option<&'a Counter> {
    let counter = session.meeting.counter.as_ref()?;
    let is_ahead = counter.starts.timestamp() > scene.now;
    (counter.state == CounterState::Open && is_ahead).then_some(counter)
}

/// What comes of it.
pub fn answered(scene: &Scene<'_>, form: &Form) -> Answered {
    if scene.is_over() {
        return Act::nothing();
    }
    let event = EventName::Session;
    let session = scene.timeline.session();
    let said = form.get("do");
    match said {
        "correct" => return reader::answered(scene, form),
        "continuing" => return Act::fact(What::Continuing {}),
        "concern" => return concern::answered(scene, form),
        "not-met" => return Act::fact(What::NotMet { event, on: None }),
        "met" => return session_choice::met(scene, form),
        _ => {}
    }
    // The time may have changed since the page was opened: what was said was said about the old one.
    let Some(session) = session.filter(|session| session.stands && session.start.timestamp() > scene.now) else {
        return Act::nothing();
    };
    let is_about_it = form.get("start") == session.start.timestamp().to_string();
    let counter = open_counter(scene, session).filter(|counter| counter.who != scene.role());
    let asked = counter.filter(|counter| form.get("asked") == counter.starts.timestamp().to_string());
    match said {
        "accept" if is_about_it => Act::fact(What::Accepted { event }),
        "decline" if is_about_it => Act::fact(What::Declined { event }),
        "propose" => session_choice::proposed(scene, form),
        "agree" => {
            asked.map_or_else(Act::nothing, |counter| Act::fact(What::Agreed { event, starts: counter.starts.clone() }))
        }
        "refuse" => asked
            .map_or_else(Act::nothing, |counter| Act::fact(What::Refused { event, starts: counter.starts.clone() })),
        _ => Act::nothing(),
    }
}
