//! Private notes before the last session: the goals, and the relationship. Shared only if both choose it (rule 25).
//!
//! Until both have, nothing on the page depends on what the partner noted or chose.

use crate::domain::fact::What;
use crate::domain::reflection::{Question, Reflection};
use crate::engine::letter::{answered as notes_of, question_key};
use crate::web::act::{Act, Answered, Entered, flawed};
use crate::web::form::Form;
use crate::web::layout::{advice, deed, page, state};
use crate::web::scene::Scene;
use maud::{Markup, html};

/// Characters of one note.
const LONGEST: usize = 3000;

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let own = own(scene);
    let content = html! {
        @if let Some(own) = own { (state(&lines(scene, own))) }
        @if scene.is_over() {
            p { (scene.say("reflection.over")) }
        } @else {
            p { (scene.say("reflection.intro")) }
            (form(scene, own, entered))
        }
        @if let Some(own) = own.filter(|own| !own.notes.is_empty()) { (copies(scene, own)) }
        (from_partner(scene))
    };
    page(scene, &scene.say("reflection.title"), entered, &content)
}

fn own<'a>(scene: &'a Scene<'_>) -> Option<&'a Reflection> {
    scene.timeline.standing.reflection(scene.role())
}

fn lines(scene: &Scene<'_>, own: &Reflection) -> Vec<String> {
    let shared = scene.timeline.standing.shared_with(scene.role()).is_some();
    let sharing = match (own.share, shared) {
        (false, _) => "reflection.kept_private",
        (true, false) => "reflection.kept_offered",
        (true, true) => "reflection.kept_shared",
    };
    let mut lines = vec![scene.say(sharing)];
    let copies = &scene.timeline.standing.reflection_copies;
    if copies.iter().any(|said| said.what == scene.role()) {
        lines.push(scene.say("reflection.copy_is_so"));
    }
    lines
}

fn form(scene: &Scene<'_>, own: Option<&Reflection>, entered: &Entered) -> Markup {
    let is_typed = !entered.flaws.is_empty();
    let shares = if is_typed { entered.form.get("share") == "yes" } else { own.is_some_and(|own| own.share) };
    html! {
        form method="post" action=(scene.here_again()) {
            fieldset {
                legend { h2 { (scene.say("reflection.goals")) } }
                @for question in Question::GOALS { (note(scene, question, own, entered)) }
            }
            fieldset {
                legend { h2 { (scene.say("reflection.relationship")) } }
                @for question in Question::RELATIONSHIP { (note(scene, question, own, entered)) }
            }
            (advice(entered, "share"))
            label.choice {
                input #share type="checkbox" name="share" value="yes" checked[shares] aria-describedby="share-means";
                span { (scene.say("reflection.share")) }
            }
            p.small #share-means { (scene.say("reflection.share_means")) }
            button.main name="do" value="keep" { (scene.say("reflection.keep")) }
        }
    }
}

fn note(scene: &Scene<'_>, question: Question, own: Option<&Reflection>, entered: &Entered) -> Markup {
    let kept = own.and_then(|own| own.notes.get(&question)).map_or("", String::as_str);
    let text = if entered.flaws.is_empty() { kept } else { entered.form.get(question.name()) };
    html! {
        label for=(question.name()) { (scene.say(&question_key(question, scene.role()))) }
        textarea id=(question.name()) name=(question.name()) maxlength=(LONGEST) { (text) }
    }
}

/// By mail to oneself, or as a file.
fn copies(scene: &Scene<'_>, own: &Reflection) -> Markup {
    html! {
        h2 { (scene.say("reflection.copy_title")) }
        @if !scene.is_over() { (deed(scene, "copy", "reflection.copy", "plain")) }
        p { a href={ (scene.here_again()) "/notes.md" } download="notes.md" { (scene.say("reflection.download")) } }
        @if own.share { p.small { (scene.say("reflection.take_back")) } }
    }
}

fn from_partner(scene: &Scene<'_>) -> Markup {
    let Some(theirs) = scene.timeline.standing.shared_with(scene.role()) else { return html! {} };
    let notes = notes_of(scene.phrases(), theirs, scene.role().partner(), scene.reader.called());
    html! {
        section.asked aria-labelledby="theirs" {
            h2 #theirs { (scene.say("reflection.theirs")) }
            @for note in notes {
                h3 { (note.question) }
                p.lines { (note.answer) }
            }
        }
    }
}

/// The reader's own notes as Markdown; nothing if there are none.
pub fn markdown(scene: &Scene<'_>) -> Option<String> {
    let own = own(scene).filter(|own| !own.notes.is_empty())?;
    let mut out = format!("# {}\n", scene.say("reflection.title"));
    for note in notes_of(scene.phrases(), own, scene.role(), scene.partner.called()) {
        let escape = crate::render::escape::markdown;
        out += &format!("\n## {}\n\n{}\n", escape(&note.question), escape(&note.answer));
    }
    Some(out)
}

/// What comes of it.
pub fn answered(scene: &Scene<'_>, form: &Form) -> Answered {
    if scene.is_over() {
        return Act::nothing();
    }
    match form.get("do") {
        "copy" if own(scene).is_some_and(|own| !own.notes.is_empty()) => copy(scene),
        "keep" => {
            let all = Question::GOALS.into_iter().chain(Question::RELATIONSHIP);
            let notes = all.filter_map(|question| Some((question, form.lines(question.name(), LONGEST)?))).collect();
            let said = Reflection { notes, share: form.get("share") == "yes" };
            if said.share && said.notes.is_empty() {
                return flawed("share", scene.say("reflection.flaw_share"));
            }
            Act::fact(What::Reflection(said))
        }
        _ => Act::nothing(),
    }
}

/// One copy of what is noted now, however often the button is pressed.
fn copy(scene: &Scene<'_>) -> Answered {
    let facts = || scene.view.facts.iter().rev().filter(|fact| fact.who == Some(scene.role()));
    let asked = facts().find(|fact| matches!(fact.what, What::ReflectionCopy {})).map(|fact| fact.at);
    let noted = facts().find(|fact| matches!(fact.what, What::Reflection(_))).map(|fact| fact.at);
    if asked > noted { Act::nothing() } else { Act::fact(What::ReflectionCopy {}) }
}
