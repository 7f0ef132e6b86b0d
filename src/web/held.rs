//! What is held about one person, to read and to keep. The partner's answers are not in it (rule 25).

use crate::domain::fact::What;
use crate::domain::key::Slot;
use crate::web::act::Entered;
use crate::web::layout::page;
use crate::web::scene::Scene;
use maud::{Markup, html};
use serde_json::{Value, json};

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let reader = scene.reader;
    let organisation = &scene.office.service.organisation;
    let rows = [
        ("held.name", reader.name.clone()),
        ("held.called", reader.called().to_owned()),
        ("held.address", reader.address.to_string()),
        ("held.zone", reader.zone.name().to_owned()),
        ("held.language", reader.language.as_str().to_owned()),
        ("held.programme", scene.view.programme.name.clone()),
        ("held.partner", scene.partner.called().to_owned()),
        ("held.goals", scene.view.pair.goals.join("; ")),
    ];
    let content = html! {
        p { (scene.say("held.intro")) }
        p { a href={ (scene.here_again()) "/held.json" } download="held.json" { (scene.say("held.download")) } }
        dl.card {
            @for (key, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
                dt { (scene.say(key)) }
                dd { (value) }
            }
        }
        h2 { (scene.say("held.letters")) }
        ul {
            @for row in own_letters(scene) {
                li { (scene.day(row.decided_at)) ": " (row.subject.as_deref().unwrap_or_default()) }
            }
        }
        h2 { (scene.say("held.said")) }
        @if own_facts(scene).next().is_none() { p { (scene.say("held.nothing_said")) } }
        ul {
            @for (at, what) in own_facts(scene) {
                li { (scene.day(at)) ": " (scene.say(fact_key(what))) }
            }
        }
        h2 { (scene.say("held.delete_title")) }
        p {
            (scene.say("held.delete")) " "
            a href={ "mailto:" (organisation.privacy_contact) } { (organisation.privacy_contact) }
        }
    };
    page(scene, &scene.say("held.title"), entered, &content)
}

/// The same, and what was said in full, as JSON.
///
/// `text` gives the words of a letter as they went.
pub fn file(scene: &Scene<'_>, text: impl Fn(i64) -> Option<String>) -> String {
    let (reader, pair) = (scene.reader, scene.view.pair);
    let letters: Vec<Value> = own_letters(scene)
        .map(|row| {
            json!({
                "at": row.decided_at, "to": row.to.as_ref().map(ToString::to_string), "subject": row.subject,
                "step": row.key.step.step.name(), "state": row.state.name(), "message_id": row.message_id,
                "text": text(row.id),
            })
        })
        .collect();
    let said: Vec<Value> = own_facts(scene).map(|(at, what)| json!({"at": at, "said": what})).collect();
    let address = scene.view.address_state(scene.role());
    let held = json!({
        "person": {
            "role": scene.role().name(), "name": reader.name, "called": reader.called,
            "email": reader.address.to_string(), "timezone": reader.zone.name(), "language": reader.language.as_str(),
            "stopped_at": address.stopped_at, "bounced_at": address.bounced_at,
        },
        "programme": scene.view.programme.name,
        "pair": {
            "id": pair.id, "first_seen_at": scene.view.first_seen_at, "partner": scene.partner.called(),
            "ends": pair.ending(scene.view.programme).map(|day| day.to_string()), "goals": pair.goals,
            "mentoring_plan": pair.mentoring_plan,
            "copies_to": pair.copy_to.as_ref().filter(|_| scene.role() == crate::domain::person::Role::Mentee).map(ToString::to_string),
        },
        "letters": letters,
        "said": said,
        "draft": scene.visit.draft,
    });
    format!("{held:#}\n")
}

fn own_letters<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a crate::domain::delivery::Delivery> {
    let role = scene.role();
    let rows = scene.view.deliveries.iter();
    rows.filter(move |row| row.key.role == role && row.key.slot == Slot::Reader && row.subject.is_some())
}

fn own_facts<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = (jiff::Timestamp, &'a What)> {
    let role = scene.role();
    scene.view.facts.iter().filter(move |fact| fact.who == Some(role)).map(|fact| (fact.at, &fact.what))
}

/// A fact in the reader's words.
fn fact_key(what: &What) -> &'static str {
    match what {
        What::Accepted { .. } => "held.accepted",
        What::Declined { .. } => "held.declined",
        What::Proposed { .. } | What::Moved { .. } | What::Agreed { .. } | What::Refused { .. } => "held.time",
        What::Met { .. } | What::NotMet { .. } | What::Continuing {} => "held.meeting",
        What::Concern {} => "held.concern",
        What::Roadmap(_) | What::PracticeNudges { .. } => "held.roadmap",
        What::FollowUp(_) | What::Renewal { .. } | What::Skipped { .. } => "held.staying",
        What::Reflection(_) | What::ReflectionCopy {} => "held.notes",
        What::Corrected(_) | What::NewAddress { .. } | What::AddressConfirmed { .. } => "held.corrected",
        What::Stopped { .. } | What::Resumed { .. } => "held.stopped",
        _ => "held.other",
    }
}
