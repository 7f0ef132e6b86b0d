//! The page behind a wrong or an old link: kind, and the same for everybody.

use crate::domain::person::Language;
use crate::engine::office::Office;
use crate::web::layout::document;
use crate::web::reply::Reply;
use axum::http::StatusCode;
use maud::{Markup, html};

/// Nobody's page, in the language the browser asks for.
pub fn lost(office: &Office, languages: &str, status: StatusCode) -> Reply {
    let language = preferred(office, languages);
    let Some(phrases) = office.renderer.phrases(&language) else {
        return Reply::Line(status, "text/plain; charset=utf-8", "This link does not work.\n");
    };
    let organisation = office.service.organisation.name.as_str();
    let say = |key: &str| phrases.say(key, &[("organisation", organisation)]);
    let many = status == StatusCode::TOO_MANY_REQUESTS;
    let body: Markup = html! {
        header.top { p { (organisation) } }
        main #content {
            h1 { (say("lost.title")) }
            @if many {
                p { (say("lost.later")) }
            } @else {
                p { (say("lost.why")) }
                p { (say("lost.what")) }
            }
            p { (say("lost.harmless")) }
        }
    };
    Reply::Page(status, document(phrases.tag(), phrases.direction().name(), &say("lost.title"), &body))
}

/// The first language of an Accept-Language that there is (RFC 9110 section 12.5.4); browsers write them in order.
fn preferred(office: &Office, languages: &str) -> Language {
    let tags = languages.split(',').take(20).filter_map(|range| range.split(';').next());
    let wanted = tags.map(|tag| Language(tag.trim().to_ascii_lowercase()));
    let nowhere = Language("en".to_owned());
    let known = wanted.map(|language| office.renderer.choose(&language, &nowhere).as_str().to_owned());
    let mut tried = languages.split(',').zip(known).filter(|(range, found)| {
        let primary = range.trim().split(['-', ';']).next().unwrap_or_default();
        found.split('-').next().is_some_and(|found| found.eq_ignore_ascii_case(primary))
    });
    tried.next().map_or(nowhere, |(_, found)| Language(found))
}
