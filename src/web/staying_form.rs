//! The two questions about staying in touch.

use crate::domain::follow_up::{Every, FollowUp, Starter, Want};
use crate::web::act::{Entered, Flaw};
use crate::web::form::Form;
use crate::web::layout::advice;
use crate::web::scene::Scene;
use crate::web::staying::{name_of, own, want_key};
use maud::{Markup, html};

/// Rhythms offered.
const RHYTHMS: [Every; 5] = [Every::Weeks(2), Every::Months(1), Every::Months(2), Every::Months(3), Every::Months(6)];
/// How many catch-ups can be chosen.
const TIMES: [u32; 7] = [1, 2, 3, 4, 6, 9, 12];
/// The longest text about one's time.
const LONGEST: usize = 600;

/// The first question, of which the answer "nothing" is the whole.
pub fn first(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let said = own(scene);
    let is_ticked = |want: Want| {
        let typed = entered.form.all("want").any(|name| name == name_of(want));
        typed || (entered.flaws.is_empty() && said.is_some_and(|own| own.wants.contains(&want)))
    };
    html! {
        form method="post" action=(scene.here_again()) {
            fieldset #want {
                legend { (scene.say("staying.question")) }
                p.hint { (scene.say("staying.several")) }
                (advice(entered, "want"))
                @for want in [Want::Updates, Want::Questions, Want::CatchUps, Want::Nothing] {
                    label.choice {
                        input type="checkbox" name="want" value=(name_of(want)) checked[is_ticked(want)];
                        span { (scene.say(want_key(want))) }
                    }
                }
            }
            button.main name="do" value="want" { (scene.say("staying.answer")) }
        }
    }
}

/// What there is to say about those ways.
pub fn more(scene: &Scene<'_>, wants: &[Want], entered: &Entered) -> Markup {
    let meets = wants.contains(&Want::CatchUps);
    let chosen: Vec<String> = wants.iter().map(|want| scene.say(want_key(*want))).collect();
    let said = own(scene);
    let starter = said.and_then(|own| own.starter).map_or("either", starter_name);
    html! {
        p { (scene.say_with("staying.chosen", &[("answer", &chosen.join("; "))])) }
        form method="post" action=(scene.here_again()) {
            @for want in wants { input type="hidden" name="want" value=(name_of(*want)); }
            @if meets { (rhythm(scene, entered)) }
            fieldset {
                legend { (scene.say("staying.starter")) }
                @for (name, key) in [("me", "staying.starter_me"), ("partner", "staying.starter_partner"), ("either", "staying.starter_either")] {
                    label.choice {
                        input type="radio" name="starter" value=(name) checked[starter == name];
                        span { (scene.say(key)) }
                    }
                }
            }
            label for="capacity" { (scene.say("staying.capacity")) }
            p.hint #capacity-hint { (scene.say("staying.capacity_hint")) }
            textarea #capacity name="capacity" maxlength=(LONGEST) aria-describedby="capacity-hint" {
                (said.and_then(|own| own.capacity.as_deref()).unwrap_or_default())
            }
            p.small { (scene.say("staying.what_happens")) }
            button.main name="do" value="keep" { (scene.say("staying.keep")) }
        }
        p { a href=(scene.here_again()) { (scene.say("staying.back")) } }
    }
}

fn rhythm(scene: &Scene<'_>, entered: &Entered) -> Markup {
    let said = own(scene);
    let every = said.and_then(|own| own.every).unwrap_or(Every::Months(2));
    let times = said.and_then(|own| own.times).unwrap_or(3);
    let improvises = said.is_some_and(|own| own.improvise) || entered.form.get("dates") == "no";
    html! {
        fieldset #dates {
            legend { (scene.say("staying.dates")) }
            label.choice {
                input type="radio" name="dates" value="yes" checked[!improvises];
                span { (scene.say("staying.dates_yes")) }
            }
            div.pair {
                div {
                    label for="every" { (scene.say("staying.every")) }
                    (advice(entered, "every"))
                    select #every name="every" {
                        @for choice in RHYTHMS {
                            option value=(choice) selected[choice == every] { (scene.phrases().every(choice)) }
                        }
                    }
                }
                div {
                    label for="times" { (scene.say("staying.times")) }
                    (advice(entered, "times"))
                    select #times name="times" {
                        @for choice in TIMES { option value=(choice) selected[choice == times] { (choice) } }
                    }
                }
            }
            label.choice {
                input type="radio" name="dates" value="no" checked[improvises];
                span { (scene.say("staying.dates_no")) }
            }
        }
    }
}

fn starter_name(starter: Starter) -> &'static str {
    match starter {
        Starter::Me => "me",
        Starter::Partner => "partner",
        Starter::Either => "either",
    }
}

/// One person's answer, as the form has it.
pub fn read(scene: &Scene<'_>, wants: Vec<Want>, form: &Form) -> Result<FollowUp, Vec<Flaw>> {
    let flaw = |field: &str| vec![Flaw { field: field.to_owned(), advice: scene.say("staying.flaw_rhythm") }];
    let mut answer =
        FollowUp { wants, every: None, times: None, improvise: false, starter: None, capacity: None, note: None };
    if answer.wants.contains(&Want::Nothing) {
        return Ok(answer);
    }
    answer.starter = match form.get("starter") {
        "me" => Some(Starter::Me),
        "partner" => Some(Starter::Partner),
        "either" => Some(Starter::Either),
        _ => None,
    };
    answer.capacity = form.lines("capacity", LONGEST);
    if !answer.wants.contains(&Want::CatchUps) {
        return Ok(answer);
    }
    if form.get("dates") == "no" {
        answer.improvise = true;
        return Ok(answer);
    }
    answer.every = Some(form.get("every").parse().map_err(|_| flaw("every"))?);
    let times = form.get("times").parse().ok().filter(|times| (1..=100).contains(times));
    answer.times = Some(times.ok_or_else(|| flaw("times"))?);
    Ok(answer)
}
