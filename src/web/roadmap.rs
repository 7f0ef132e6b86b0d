//! The roadmap page: the mentor writes it, the mentee keeps it.

use crate::domain::fact::What;
use crate::domain::key::Slot;
use crate::domain::person::Role;
use crate::domain::roadmap::{Area, Resource, Roadmap};
use crate::domain::step::Step;
use crate::domain::useful::{days, later};
use crate::engine::preview::roadmap_letter;
use crate::web::act::{Act, Answered, Draft, Entered};
use crate::web::form::Form;
use crate::web::layout::{deed, page, state};
use crate::web::roadmap_form;
use crate::web::scene::Scene;
use jiff::Timestamp;
use maud::{Markup, PreEscaped, html};

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered, query: &Form) -> Markup {
    let is_mentor = scene.role() == Role::Mentor;
    let (title, content) = match is_mentor {
        true => ("roadmap.title_mentor", write(scene, entered, query)),
        false => ("roadmap.title_mentee", keep(scene)),
    };
    page(scene, &scene.say(title), entered, &content)
}

fn write(scene: &Scene<'_>, entered: &Entered, query: &Form) -> Markup {
    let standing = &scene.timeline.standing;
    let draft = draft(scene);
    let last = standing.roadmaps.last();
    if scene.is_over() {
        return html! { p { (scene.say("roadmap.over")) } };
    }
    if is_final(scene) {
        return html! {
            (state(&[scene.say("roadmap.final")]))
            @if let Some(last) = last { (plan(scene, &last.what)) }
        };
    }
    let previewed = draft.as_ref().filter(|_| entered.flaws.is_empty() && query.all("preview").next().is_some());
    if let Some(roadmap) = previewed {
        return preview(scene, roadmap);
    }
    let start = draft.clone().or_else(|| last.map(|said| said.what.clone())).unwrap_or_else(|| from_goals(scene));
    html! {
        @if draft.is_some() {
            (state(&[scene.say("roadmap.draft_is_so")]))
        } @else if last.is_some() {
            (state(&[scene.say("roadmap.sent_is_so")]))
        }
        p { (scene.say("roadmap.intro")) }
        p.small { (scene.say_with("roadmap.language", &[("language", &roadmap_form::partner_language(scene))])) }
        (roadmap_form::show(scene, &start, entered))
    }
}

fn preview(scene: &Scene<'_>, roadmap: &Roadmap) -> Markup {
    html! {
        p { (scene.say("roadmap.preview")) }
        (letter(scene, roadmap))
        (deed(scene, "send-draft", "roadmap.send", "main"))
        p { a href=(scene.here_again()) { (scene.say("roadmap.change")) } }
        p.small { (scene.say("roadmap.when")) }
    }
}

/// The letter as the mentee will get it; where its template fails, the roadmap by itself.
fn letter(scene: &Scene<'_>, roadmap: &Roadmap) -> Markup {
    let Ok(Some(letter)) = roadmap_letter(scene.office, &scene.view, roadmap, scene.now) else {
        return html! { section.asked { (plan(scene, roadmap)) } };
    };
    html! {
        section.asked lang=(letter.language.tag()) {
            p { strong { (letter.subject) } }
            (PreEscaped(letter.html))
        }
    }
}

/// What is being written, here or by mail.
fn draft(scene: &Scene<'_>) -> Option<Roadmap> {
    serde_json::from_str(scene.visit.draft.as_deref()?).ok()
}

fn from_goals(scene: &Scene<'_>) -> Roadmap {
    let goals = scene.view.pair.goals.iter().take(roadmap_form::AREAS);
    let area = |goal: &String| Area { area: goal.clone(), why: None, practise: None, resources: Vec::new(), by: None };
    Roadmap { areas: goals.map(area).collect(), note: None }
}

/// When the first real roadmap went to the mentee.
fn sent_at(scene: &Scene<'_>) -> Option<Timestamp> {
    let first = scene.timeline.standing.roadmaps.first()?.at;
    let rows = scene.view.deliveries.iter().filter(|row| row.key.role == Role::Mentee && row.key.slot == Slot::Reader);
    let sent = rows.filter(|row| row.key.step.step == Step::Roadmap && row.is_shown() && row.decided_at >= first);
    sent.map(|row| row.decided_at).min()
}

/// Correctable until it goes and for a day after.
fn is_final(scene: &Scene<'_>) -> bool {
    sent_at(scene).is_some_and(|at| scene.now > later(at, days(1)))
}

/// What has gone to the mentee: never what the mentor may still change.
pub fn arrived<'a>(scene: &'a Scene<'_>) -> Option<&'a Roadmap> {
    let rows = scene.view.deliveries.iter().filter(|row| row.key.role == Role::Mentee && row.key.slot == Slot::Reader);
    let last_sent =
        rows.filter(|row| row.key.step.step == Step::Roadmap && row.is_shown()).map(|row| row.decided_at).max()?;
    let arrived = scene.timeline.standing.roadmaps.iter().rev().find(|said| said.at <= last_sent);
    arrived.map(|said| &said.what)
}

fn keep(scene: &Scene<'_>) -> Markup {
    let Some(roadmap) = arrived(scene) else { return html! { p { (scene.say("roadmap.none_yet")) } } };
    let asks = scene.view.programme.steps.get(&Step::PracticeNudge).is_some_and(|rules| !rules.is_empty());
    let wants = scene.timeline.standing.practice_nudges;
    html! {
        p.noprint { (scene.say("roadmap.from")) }
        (plan(scene, roadmap))
        p.noprint {
            a href={ (scene.here_again()) "/roadmap.md" } download="roadmap.md" { (scene.say("roadmap.markdown")) }
        }
        @if asks {
            div.noprint {
                h2 { (scene.say("roadmap.nudges_title")) }
                (state(&[scene.say(if wants { "roadmap.nudges_yes_is_so" } else { "roadmap.nudges_no_is_so" })]))
                @if wants {
                    (deed(scene, "nudges-no", "roadmap.nudges_no", "plain"))
                } @else {
                    (deed(scene, "nudges-yes", "roadmap.nudges_yes", "main"))
                }
            }
        }
    }
}

/// A roadmap, to read.
fn plan(scene: &Scene<'_>, roadmap: &Roadmap) -> Markup {
    html! {
        @for area in &roadmap.areas {
            h2 { (area.area) }
            @if let Some(why) = &area.why { p { (why) } }
            @if let Some(practise) = &area.practise { p { strong { (scene.say("roadmap.how")) } " " (practise) } }
            @if !area.resources.is_empty() {
                ul { @for resource in &area.resources { li { (linked(resource)) } } }
            }
            @if let Some(by) = area.by { p { (scene.say_with("roadmap.look_back", &[("day", &scene.phrases().day(by))])) } }
        }
        @if let Some(note) = &roadmap.note { blockquote { p { (note) } } }
    }
}

/// Something to read; a link where its address can be one.
fn linked(resource: &Resource) -> Markup {
    html! {
        @match resource.url.as_deref().filter(|url| url.starts_with("https://")) {
            Some(url) => a href=(url) rel="noreferrer" { (resource.title) },
            None => (resource.title),
        }
    }
}

/// A roadmap as Markdown, in which what people wrote stays text.
pub fn markdown(scene: &Scene<'_>, roadmap: &Roadmap) -> String {
    let mut out = format!("# {}\n", scene.say("roadmap.title_mentee"));
    let escape = crate::render::escape::markdown;
    for area in &roadmap.areas {
        out += &format!("\n## {}\n", escape(&area.area));
        let practise = area.practise.as_ref().map(|text| format!("**{}** {}", scene.say("roadmap.how"), escape(text)));
        for text in area.why.as_ref().map(|why| escape(why)).into_iter().chain(practise) {
            out += &format!("\n{text}\n");
        }
        for (at, resource) in area.resources.iter().enumerate() {
            let title = escape(&resource.title);
            let url = resource.url.as_deref().filter(|url| url.starts_with("https://") && !url.contains(['<', '>']));
            let item = url.map_or_else(|| title.clone(), |url| format!("[{title}](<{url}>)"));
            out += &format!("{}- {item}\n", if at == 0 { "\n" } else { "" });
        }
        if let Some(by) = area.by {
            out += &format!("\n{}\n", scene.say_with("roadmap.look_back", &[("day", &scene.phrases().day(by))]));
        }
    }
    if let Some(note) = &roadmap.note {
        out += &format!("\n> {}\n", escape(note).replace('\n', "\n> "));
    }
    out
}

/// What comes of it.
pub fn answered(scene: &Scene<'_>, form: &Form) -> Answered {
    let said = form.get("do");
    if scene.role() == Role::Mentee {
        return match said {
            "nudges-yes" => Act::fact(What::PracticeNudges { yes: true }),
            "nudges-no" => Act::fact(What::PracticeNudges { yes: false }),
            _ => Act::nothing(),
        };
    }
    if scene.is_over() || is_final(scene) {
        return Act::nothing();
    }
    let finished = |roadmap| Ok(Act { facts: vec![What::Roadmap(roadmap)], draft: Draft::Gone, ..Act::default() });
    if said == "send-draft" {
        let Some(draft) = draft(scene) else { return Act::nothing() };
        let flaws = roadmap_form::flaws(scene, &draft);
        return if flaws.is_empty() { finished(draft) } else { Err(flaws) };
    }
    let (roadmap, flaws) = roadmap_form::read(scene, form);
    let kept = serde_json::to_string(&roadmap).map(Draft::Kept).unwrap_or_default();
    match said {
        "keep" => Ok(Act { draft: kept, ..Act::default() }),
        // What was typed is not lost while it is corrected.
        "preview" | "send" if !flaws.is_empty() => Ok(Act { draft: kept, flaws, ..Act::default() }),
        "preview" => Ok(Act { draft: kept, then: "?preview=1".to_owned(), ..Act::default() }),
        "send" => finished(roadmap),
        _ => Act::nothing(),
    }
}
