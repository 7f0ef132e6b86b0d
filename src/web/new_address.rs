//! Which address to use after the programme: asked where people say how they stay in touch, and true once a letter to it was
//! answered from there.

use crate::domain::address::Address;
use crate::domain::fact::What;
use crate::domain::follow_up::Want;
use crate::web::act::{Act, Answered, Entered, flawed};
use crate::web::form::Form;
use crate::web::layout::{advice, deed, page, state};
use crate::web::scene::Scene;
use crate::web::staying;
use maud::{Markup, html};

/// Addresses one person can have asked about: a slip or two, and nobody writes to the world from here.
const MOST: usize = 4;

/// The question, for people who want to be in touch, once the session is over.
pub fn question(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let is_over = scene.timeline.session().is_some_and(|session| session.ends_at <= scene.now);
    let wants = staying::own(scene).is_some_and(|own| !own.wants.contains(&Want::Nothing));
    if !is_over || !wants {
        return html! {};
    }
    let is_open = entered.form.get("do") == "address";
    html! {
        details open[is_open] {
            summary { (scene.say("address.title")) }
            (state(&lines(scene)))
            p { (scene.say("address.means")) }
            form method="post" action=(scene.here_again()) {
                label for="address" { (scene.say("address.field")) }
                (advice(entered, "address"))
                input #address type="email" name="address" autocomplete="email" value=(entered.form.get("address"))
                    aria-invalid=[entered.has_flaw("address").then_some("true")];
                button.plain name="do" value="address" { (scene.say("address.ask")) }
            }
        }
    }
}

/// Where letters go now, and what has not answered yet.
fn lines(scene: &Scene<'_>) -> Vec<String> {
    let own = scene.reader.address.to_string();
    let mut lines = vec![scene.say_with("address.is_so", &[("address", &own)])];
    if let Some((_, said)) = scene.timeline.standing.unconfirmed_address(scene.role()) {
        lines.push(scene.say_with("address.asked_is_so", &[("address", &said.what.1.to_string())]));
    }
    lines
}

/// What comes of it.
pub fn asked(scene: &Scene<'_>, form: &Form) -> Answered {
    let Ok(address) = Address::parse(form.get("address").trim()) else {
        return flawed("address", scene.say("address.flaw"));
    };
    let standing = &scene.timeline.standing;
    let waits = standing.unconfirmed_address(scene.role()).is_some_and(|(_, said)| said.what.1.same_as(&address));
    if waits || address.same_as(&scene.reader.address) {
        return Act::nothing();
    }
    let before = standing.new_addresses.iter().filter(|said| said.what.0 == scene.role()).count();
    if before >= MOST {
        return flawed("address", scene.say("address.flaw_many"));
    }
    Act::fact(What::NewAddress { address })
}

/// The page that the letter to the new address leads to.
pub fn show(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let content = html! {
        @match scene.timeline.standing.unconfirmed_address(scene.role()) {
            Some((_, said)) => {
                p { (scene.say_with("address.confirm_means", &[("address", &said.what.1.to_string())])) }
                (deed(scene, "confirm", "address.confirm", "main"))
                p.small { (scene.say("address.otherwise")) }
            }
            None => {
                (state(&[scene.say_with("address.is_so", &[("address", &scene.reader.address.to_string())])]))
            }
        }
    };
    page(scene, &scene.say("address.confirm_title"), entered, &content)
}

/// What comes of that.
pub fn confirmed(scene: &Scene<'_>, form: &Form) -> Answered {
    let asked = scene.timeline.standing.unconfirmed_address(scene.role());
    match asked.filter(|_| form.get("do") == "confirm") {
        Some((_, said)) => Act::fact(What::AddressConfirmed { address: said.what.1.clone(), instead_of: None }),
        None => Act::nothing(),
    }
}
