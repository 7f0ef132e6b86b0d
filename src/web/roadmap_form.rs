//! The boxes of a roadmap: one that is needed, the rest folded.

use crate::domain::roadmap::{Area, Resource, Roadmap};
use crate::web::act::{Entered, Flaw};
use crate::web::form::Form;
use crate::web::layout::advice;
use crate::web::scene::Scene;
use maud::{Markup, html};

/// Areas there is room for.
pub const AREAS: usize = 5;
/// Resources there is room for in each.
const RESOURCES: usize = 2;
/// Characters of a line, of a text, and of a web address.
const LONGEST: [usize; 3] = [200, 1500, 1000];

/// What the partner's letters are written in, as that language calls itself.
pub fn partner_language(scene: &Scene<'_>) -> String {
    let renderer = &scene.office.renderer;
    let language = renderer.choose(&scene.partner.language, &scene.view.programme.language);
    renderer.phrases(&language).map_or_else(String::new, |phrases| phrases.name().to_owned())
}

/// The form, filled with what there is.
pub fn show(scene: &Scene<'_>, start: &Roadmap, entered: &Entered) -> Markup {
    // A finished draft that has to be corrected comes without the form it was typed into.
    let is_typed = !entered.flaws.is_empty() && entered.form.get("do") != "send-draft";
    let typed = is_typed.then(|| read(scene, &entered.form).0);
    let roadmap = typed.as_ref().unwrap_or(start);
    html! {
        form method="post" action=(scene.here_again()) {
            (area(scene, 1, roadmap.areas.first(), entered))
            @for n in 2..=AREAS {
                @let filled = roadmap.areas.get(n - 1);
                details open[filled.is_some()] {
                    summary { (scene.say_with("roadmap.another", &[("n", &n.to_string())])) }
                    (area(scene, n, filled, entered))
                }
            }
            details open[roadmap.note.is_some()] {
                summary { (scene.say("roadmap.note")) }
                label for="note" { (scene.say("roadmap.note")) }
                textarea #note name="note" maxlength=(LONGEST[1]) { (roadmap.note.as_deref().unwrap_or_default()) }
            }
            button.main name="do" value="preview" { (scene.say("roadmap.look")) }
            button.plain name="do" value="keep" { (scene.say("roadmap.keep")) }
        }
        details {
            summary { (scene.say("roadmap.ideas")) }
            ul { @for n in 1..=4 { li { (scene.say(&format!("roadmap.idea_{n}"))) } } }
        }
    }
}

fn area(scene: &Scene<'_>, n: usize, area: Option<&Area>, entered: &Entered) -> Markup {
    let id = format!("area-{n}");
    let is_flawed = entered.has_flaw(&id);
    let label = if n == 1 { "roadmap.area_first" } else { "roadmap.area" };
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    html! {
        label for=(id) { (scene.say(label)) }
        (advice(entered, &id))
        input type="text" id=(id) name=(id) maxlength=(LONGEST[0]) value=(text(area.map(|area| &area.area)))
            required[n == 1] aria-invalid=[is_flawed.then_some("true")];
        details open[area.is_some_and(has_more)] {
            summary { (scene.say_with("roadmap.more", &[("n", &n.to_string())])) }
            (long(scene, "why", n, "roadmap.why", &text(area.and_then(|area| area.why.as_ref()))))
            (long(scene, "practise", n, "roadmap.practise", &text(area.and_then(|area| area.practise.as_ref()))))
            @for m in 1..=RESOURCES {
                (resource(scene, n, m, area.and_then(|area| area.resources.get(m - 1)), entered))
            }
            @let by = format!("by-{n}");
            label for=(by) { (scene.say("roadmap.by")) }
            (advice(entered, &by))
            input type="date" id=(by) name=(by) value=(area.and_then(|area| area.by).map_or_else(String::new, |by| by.to_string()));
        }
    }
}

fn has_more(area: &Area) -> bool {
    area.why.is_some() || area.practise.is_some() || area.by.is_some() || !area.resources.is_empty()
}

fn long(scene: &Scene<'_>, field: &str, n: usize, key: &str, text: &str) -> Markup {
    let id = format!("{field}-{n}");
    html! {
        label for=(id) { (scene.say(key)) }
        textarea id=(id) name=(id) maxlength=(LONGEST[1]) { (text) }
    }
}

fn resource(scene: &Scene<'_>, n: usize, m: usize, resource: Option<&Resource>, entered: &Entered) -> Markup {
    let (title, url) = (format!("title-{n}-{m}"), format!("url-{n}-{m}"));
    let number = m.to_string();
    html! {
        div.pair {
            div {
                label for=(title) { (scene.say_with("roadmap.resource", &[("n", &number)])) }
                input type="text" id=(title) name=(title) maxlength=(LONGEST[0]) value=(resource.map_or("", |resource| resource.title.as_str()));
            }
            div {
                label for=(url) { (scene.say_with("roadmap.link", &[("n", &number)])) }
                (advice(entered, &url))
                input type="url" id=(url) name=(url) maxlength=(LONGEST[2]) placeholder="https://"
                    value=(resource.and_then(|resource| resource.url.as_deref()).unwrap_or_default());
            }
        }
    }
}

/// What the boxes hold, without empty ones, and what has to be corrected before it can go.
pub fn read(scene: &Scene<'_>, form: &Form) -> (Roadmap, Vec<Flaw>) {
    let mut unreadable = Vec::new();
    let mut areas = Vec::new();
    for n in 1..=AREAS {
        let by = form.get(&format!("by-{n}")).trim();
        let date = by.parse().ok();
        let area = Area {
            area: form.line(&format!("area-{n}"), LONGEST[0]).unwrap_or_default(),
            why: form.lines(&format!("why-{n}"), LONGEST[1]),
            practise: form.lines(&format!("practise-{n}"), LONGEST[1]),
            resources: (1..=RESOURCES).filter_map(|m| read_resource(form, n, m)).collect(),
            by: date,
        };
        let is_unreadable = date.is_none() && !by.is_empty();
        if area.area.is_empty() && !has_more(&area) && !is_unreadable {
            continue;
        }
        areas.push(area);
        if is_unreadable {
            let field = format!("by-{}", areas.len());
            unreadable.push(Flaw { field, advice: scene.say("roadmap.flaw_by") });
        }
    }
    let roadmap = Roadmap { areas, note: form.lines("note", LONGEST[1]) };
    let flaws = flaws(scene, &roadmap).into_iter().chain(unreadable).collect();
    (roadmap, flaws)
}

/// What has to be corrected in a roadmap before it can go, by the box it will stand in.
pub fn flaws(scene: &Scene<'_>, roadmap: &Roadmap) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut flaw = |field: String, key: &str| flaws.push(Flaw { field, advice: scene.say(key) });
    if roadmap.areas.is_empty() {
        flaw("area-1".to_owned(), "roadmap.flaw_area");
    }
    for (n, area) in (1..).zip(&roadmap.areas) {
        if area.area.trim().is_empty() {
            flaw(format!("area-{n}"), "roadmap.flaw_area");
        }
        for (m, resource) in (1..).zip(&area.resources) {
            if resource.url.as_ref().is_some_and(|url| !is_link(url)) {
                flaw(format!("url-{n}-{m}"), "roadmap.flaw_link");
            }
        }
    }
    flaws
}

fn read_resource(form: &Form, n: usize, m: usize) -> Option<Resource> {
    let title = form.line(&format!("title-{n}-{m}"), LONGEST[0]);
    let url = form.line(&format!("url-{n}-{m}"), LONGEST[2]);
    let title = title.or_else(|| url.clone())?;
    Some(Resource { title, url })
}

/// Only what can be opened without harm: no other scheme, nothing that hides where it leads.
fn is_link(url: &str) -> bool {
    let rest = url.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty() && !host.contains('@') && url.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b))
}
