//! "I would rather speak with the coordinator first." The partner never learns of it (rules 4 and 25).

use crate::domain::fact::What;
use crate::web::act::{Act, Answered, Entered};
use crate::web::form::Form;
use crate::web::layout::{deed, page, state};
use crate::web::scene::Scene;
use maud::{Markup, html};

/// The page.
pub fn show(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let content = html! {
        @if is_raised(scene) {
            (state(&[scene.say("concern.is_so")]))
            p { (scene.say("concern.then")) }
        } @else {
            p { (scene.say("concern.intro")) }
            p { (scene.say("concern.means")) }
            (deed(scene, "concern", "concern.button", "main"))
        }
        @if let Some(coordinator) = scene.coordinator() {
            p {
                (scene.say("concern.directly")) " "
                a href={ "mailto:" (coordinator.address) } { (coordinator.address) }
            }
        }
    };
    page(scene, &scene.say("concern.title"), entered, &content)
}

/// Whether this reader has said so.
pub fn is_raised(scene: &Scene<'_>) -> bool {
    let standing = &scene.timeline.standing;
    standing.concern_at.is_some() && standing.concern_by == Some(scene.role())
}

/// What comes of it.
pub fn answered(_scene: &Scene<'_>, form: &Form) -> Answered {
    if form.get("do") == "concern" { Act::fact(What::Concern {}) } else { Act::nothing() }
}
