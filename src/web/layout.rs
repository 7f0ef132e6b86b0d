//! What every page has around it, and the pieces pages are put together from.

use crate::domain::link::Purpose;
use crate::web::act::Entered;
use crate::web::scene::Scene;
use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// The one style sheet.
const STYLE: &str = include_str!("page.css");

/// The hash by which browsers let the style sheet in, and nothing else.
pub fn style_hash() -> String {
    BASE64.encode(&Sha256::digest(STYLE.as_bytes()))
}

/// A whole document.
pub fn document(language: &str, direction: &str, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex, nofollow";
                meta name="referrer" content="no-referrer";
                meta name="format-detection" content="telephone=no";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

/// A person's page: whose it is, what it says, and the small print.
pub fn page(scene: &Scene<'_>, title: &str, entered: &Entered, content: &Markup) -> Markup {
    let phrases = scene.phrases();
    let body = html! {
        a.skip href="#content" { (scene.say("page.skip")) }
        header.top { p { (scene.office.service.organisation.name) " · " (scene.view.programme.name) } }
        main #content {
            p.whose { (scene.say("page.whose")) }
            h1 { (title) }
            (flaws(scene, entered))
            (content)
        }
        (foot(scene))
    };
    let flawed = if entered.flaws.is_empty() { String::new() } else { scene.say("page.flaw_title") };
    document(phrases.tag(), phrases.direction().name(), &format!("{flawed}{title}"), &body)
}

/// What has to be corrected, each with a way to its field.
fn flaws(scene: &Scene<'_>, entered: &Entered) -> Markup {
    html! {
        @if !entered.flaws.is_empty() {
            section.flaws role="alert" aria-labelledby="flaws" tabindex="-1" autofocus {
                h2 #flaws { (scene.say("page.flaws")) }
                ul {
                    @for flaw in &entered.flaws {
                        li { a href={ "#" (flaw.field) } { (flaw.advice) } }
                    }
                }
            }
        }
    }
}

/// The words under a field that has to be corrected.
pub fn advice(entered: &Entered, field: &str) -> Markup {
    html! {
        @for flaw in entered.flaws.iter().filter(|flaw| flaw.field == field) {
            p.advice id={ (field) "-advice" } { (flaw.advice) }
        }
    }
}

fn foot(scene: &Scene<'_>) -> Markup {
    let organisation = &scene.office.service.organisation;
    // Who opens the page of a new address is not yet known to be its reader.
    let is_known = scene.visit.purpose != Purpose::NewAddress;
    let links = [(Purpose::Stop, "foot.stop"), (Purpose::MyData, "foot.my_data")];
    html! {
        footer {
            @if let Some(coordinator) = scene.coordinator() {
                p { (scene.say("foot.talk")) " " a href={ "mailto:" (coordinator.address) } { (coordinator.name) } }
            }
            ul {
                @for (purpose, key) in links.into_iter().filter(|(purpose, _)| is_known && *purpose != scene.visit.purpose) {
                    @if let Some(to) = scene.page(purpose) {
                        li { a href=(to) { (scene.say(key)) } }
                    }
                }
                li {
                    @if let Some(url) = &organisation.privacy_url {
                        a href=(url) rel="noreferrer" { (scene.say("foot.privacy")) }
                    } @else {
                        a href={ "mailto:" (organisation.privacy_contact) } { (scene.say("foot.privacy")) }
                    }
                }
            }
        }
    }
}

/// A form that does one thing by one button.
pub fn deed(scene: &Scene<'_>, name: &str, key: &str, class: &str) -> Markup {
    html! {
        form.deed method="post" action=(scene.here_again()) {
            button class=(class) name="do" value=(name) { (scene.say(key)) }
        }
    }
}

/// What is true now, set apart.
pub fn state(lines: &[String]) -> Markup {
    html! {
        @if !lines.is_empty() {
            div.state role="status" { @for line in lines { p { (line) } } }
        }
    }
}
