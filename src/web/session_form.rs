//! The forms of the session page.

use crate::domain::meeting::{Answer, Counter};
use crate::domain::timeline::Dated;
use crate::web::act::Entered;
use crate::web::concern;
use crate::web::layout::{advice, deed};
use crate::web::scene::Scene;
use crate::web::session_choice;
use maud::{Markup, html};

/// The partner asks for another time.
pub fn question(scene: &Scene<'_>, counter: &Counter) -> Markup {
    let starts_at = counter.starts.timestamp();
    html! {
        section.asked aria-labelledby="asked" {
            h2 #asked { (scene.say("session.asked_title")) }
            p { (scene.when(starts_at)) }
            form method="post" action=(scene.here_again()) {
                input type="hidden" name="asked" value=(starts_at);
                button.main name="do" value="agree" { (scene.say("session.agree")) }
                button.plain name="do" value="refuse" { (scene.say("session.refuse")) }
            }
        }
    }
}

/// Yes or no to the time as it stands.
pub fn answer(scene: &Scene<'_>, session: &Dated) -> Markup {
    let own = session.meeting.answer(scene.role());
    html! {
        form.answer method="post" action=(scene.here_again()) {
            input type="hidden" name="start" value=(session.start.timestamp());
            @if own != Answer::Accepted {
                button.main name="do" value="accept" { (scene.say("session.accept")) }
            }
            @if own != Answer::Declined {
                button.plain name="do" value="decline" { (scene.say("session.decline")) }
            }
        }
    }
}

/// A handful of times that suit both, or a free choice.
pub fn another_time(scene: &Scene<'_>, session: &Dated, entered: &Entered) -> Markup {
    let offers = session_choice::offers(scene, session);
    let chosen = entered.form.get("time");
    let is_open = session.meeting.answer(scene.role()) == Answer::Declined || entered.form.get("do") == "propose";
    let free = chosen == "free" || offers.is_empty();
    html! {
        details open[is_open] {
            summary { (scene.say("session.another")) }
            form method="post" action=(scene.here_again()) {
                fieldset #time {
                    legend { (scene.say("session.another_which")) }
                    (advice(entered, "time"))
                    @for starts_at in &offers {
                        @let value = starts_at.to_string();
                        label.choice {
                            input type="radio" name="time" value=(value) checked[chosen == value];
                            span { (scene.when(*starts_at)) }
                        }
                    }
                    label.choice {
                        input type="radio" name="time" value="free" checked[free];
                        span { (scene.say("session.free")) }
                    }
                    div.pair {
                        (moment(scene, entered, "on", "date", "session.free_day"))
                        (moment(scene, entered, "clock", "time", "session.free_clock"))
                    }
                    p.small { (scene.say_with("session.your_clock", &[("zone", scene.reader.zone.name())])) }
                }
                p.small { (scene.say(session_choice::what_follows(scene))) }
                button.main name="do" value="propose" { (scene.say("session.propose")) }
            }
        }
    }
}

/// A field for a day or a clock time.
pub fn moment(scene: &Scene<'_>, entered: &Entered, field: &str, kind: &str, key: &str) -> Markup {
    let is_flawed = entered.has_flaw(field);
    let described = is_flawed.then(|| format!("{field}-advice"));
    html! {
        div {
            label for=(field) { (scene.say(key)) }
            input id=(field) name=(field) type=(kind) value=(entered.form.get(field))
                aria-invalid=[is_flawed.then_some("true")] aria-describedby=[described];
            (advice(entered, field))
        }
    }
}

/// After the session: whether it took place.
pub fn did_you_meet(scene: &Scene<'_>) -> Markup {
    html! {
        h2 { (scene.say("session.met_question")) }
        form.answer method="post" action=(scene.here_again()) {
            button.main name="do" value="met" { (scene.say("session.met_yes")) }
            button.plain name="do" value="not-met" { (scene.say("session.met_no")) }
        }
    }
}

/// What else may be so: they have met on another day, they did not, they carry on, they would rather speak with somebody.
pub fn elsewise(scene: &Scene<'_>, session: Option<&Dated>, entered: &Entered) -> Markup {
    let standing = &scene.timeline.standing;
    if standing.continuing_at.is_some() {
        return html! {};
    }
    let is_past = session.is_some_and(|session| session.start.timestamp() <= scene.now);
    let has_met = standing.session.met.is_some();
    let is_open = entered.form.get("do") == "met";
    html! {
        details open[is_open] {
            summary { (scene.say("session.else")) }
            h2 { (scene.say(if has_met { "session.met_other_title" } else { "session.met_title" })) }
            form method="post" action=(scene.here_again()) {
                (moment(scene, entered, "met-on", "date", "session.met_on"))
                button.plain name="do" value="met" { (scene.say("session.met")) }
            }
            @if (has_met || is_past) && standing.session.not_met_at.is_none() {
                h2 { (scene.say("session.not_met_title")) }
                p { (scene.say("session.not_met_means")) }
                (deed(scene, "not-met", "session.not_met", "plain"))
            }
            h2 { (scene.say("session.continuing_title")) }
            p { (scene.say("session.continuing_means")) }
            (deed(scene, "continuing", "session.continuing", "plain"))
            @if !concern::is_raised(scene) {
                h2 { (scene.say("concern.title")) }
                p { (scene.say("concern.means")) }
                (deed(scene, "concern", "concern.button", "plain"))
            }
        }
    }
}
