//! What a reader may correct about themselves: the clock and the language. The spreadsheet may have been wrong, or people move.

use crate::domain::correction::Correction;
use crate::domain::fact::What;
use crate::domain::person::{Language, Zone};
use crate::web::act::{Act, Answered, Entered, flawed};
use crate::web::form::Form;
use crate::web::layout::advice;
use crate::web::scene::Scene;
use jiff::tz;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What leads from the session page to the form.
pub const QUERY: &str = "clock";

/// Whether the form is asked for, or has to be corrected.
pub fn is_asked(entered: &Entered, query: &Form) -> bool {
    entered.form.get("do") == "correct" || query.all(QUERY).next().is_some()
}

/// What is true now, and the way to the form.
pub fn line(scene: &Scene<'_>) -> Markup {
    let places = [("zone", place(scene.reader.zone.name())), ("language", name_of(scene, &language(scene)))];
    let places: Vec<(&str, &str)> = places.iter().map(|(key, value)| (*key, value.as_str())).collect();
    html! {
        p.small {
            (scene.say_with("reader.is_so", &places)) " "
            a href={ (scene.here_again()) "?" (QUERY) "=1" } { (scene.say("reader.correct")) }
        }
    }
}

/// The form.
pub fn show(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let zone = scene.reader.zone.name();
    let own = language(scene);
    html! {
        p { (scene.say("reader.intro")) }
        form method="post" action=(scene.here_again()) {
            label for="timezone" { (scene.say("reader.zone")) }
            (advice(entered, "timezone"))
            select #timezone name="timezone" {
                @for (area, zones) in zones(zone) {
                    optgroup label=(area) {
                        @for name in zones { option value=(name) selected[name == zone] { (place(&name)) } }
                    }
                }
            }
            label for="language" { (scene.say("reader.language")) }
            (advice(entered, "language"))
            select #language name="language" {
                @for language in scene.office.renderer.languages() {
                    option value=(language.as_str()) selected[language == own] { (name_of(scene, &language)) }
                }
            }
            button.main name="do" value="correct" { (scene.say("reader.keep")) }
        }
        p { a href=(scene.here_again()) { (scene.say("reader.back")) } }
    }
}

/// What the reader's letters are written in.
fn language(scene: &Scene<'_>) -> Language {
    scene.office.renderer.choose(&scene.reader.language, &scene.view.programme.language)
}

fn name_of(scene: &Scene<'_>, language: &Language) -> String {
    scene.office.renderer.phrases(language).map_or_else(String::new, |phrases| phrases.name().to_owned())
}

/// Zones people live in, by continent or ocean, and the one that is chosen, whatever it is called.
fn zones(chosen: &str) -> BTreeMap<String, Vec<String>> {
    const AREAS: [&str; 9] =
        ["Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
    let mut names: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
    names.push(chosen.to_owned());
    names.sort();
    names.dedup();
    let mut areas: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names {
        let area = name.split('/').next().unwrap_or_default().to_owned();
        if name == chosen || AREAS.contains(&area.as_str()) {
            areas.entry(area).or_default().push(name);
        }
    }
    areas
}

/// `America/New_York` as people read it.
fn place(zone: &str) -> String {
    zone.replace('_', " ").replace('/', " / ")
}

/// What comes of it.
pub fn answered(scene: &Scene<'_>, form: &Form) -> Answered {
    let Some(zone) = Zone::named(form.get("timezone")) else {
        return flawed("timezone", scene.say("reader.flaw_zone"));
    };
    let wanted = Language(form.get("language").to_owned());
    if !scene.office.renderer.languages().contains(&wanted) {
        return flawed("language", scene.say("reader.flaw_language"));
    }
    let timezone = Some(zone).filter(|zone| *zone != scene.reader.zone);
    let language = Some(wanted).filter(|wanted| *wanted != language(scene));
    if timezone.is_none() && language.is_none() {
        return Act::nothing();
    }
    Act::fact(What::Corrected(Correction { timezone, language, instead_of: None }))
}
