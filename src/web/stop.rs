//! No more letters (rule 26), and undoing that. One click suffices, from the page or from a mail program (RFC 8058).

use crate::domain::fact::{Stop, What};
use crate::web::act::{Act, Answered, Entered};
use crate::web::form::Form;
use crate::web::layout::{deed, page, state};
use crate::web::scene::Scene;
use maud::{Markup, html};

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let everything = scene.view.address_state(scene.role()).stopped_at.is_some();
    let letters = scene.timeline.standing.stop(scene.role()).is_some();
    let is_stopped = everything || letters;
    let content = html! {
        @if is_stopped {
            (state(&[scene.say(if everything { "stop.everything_is_so" } else { "stop.letters_is_so" })]))
            p { (scene.say("stop.undo_why")) }
            (deed(scene, "undo", "stop.undo", "plain"))
        } @else {
            p { (scene.say("stop.intro")) }
            (deed(scene, "letters", "stop.letters", "main"))
            p.small { (scene.say("stop.letters_means")) }
        }
        @if !everything {
            h2 { (scene.say("stop.everything_title")) }
            p { (scene.say("stop.everything_means")) }
            (deed(scene, "everything", "stop.everything", "plain"))
        }
    };
    let title = if is_stopped { "stop.title_stopped" } else { "stop.title" };
    page(scene, &scene.say(title), entered, &content)
}

/// Whether a mail provider sent it for its user.
pub fn is_one_click(form: &Form) -> bool {
    form.get("List-Unsubscribe") == "One-Click"
}

/// What comes of it.
pub fn answered(form: &Form) -> Answered {
    let stop = |what| Act::fact(What::Stopped { what, address: None });
    match form.get("do") {
        _ if is_one_click(form) => stop(Stop::Letters),
        "letters" => stop(Stop::Letters),
        "everything" => stop(Stop::Everything),
        "undo" => Act::fact(What::Resumed { reason: String::new() }),
        _ => Act::nothing(),
    }
}
