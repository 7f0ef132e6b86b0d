//! Staying in touch: private until both want it (rules 21 to 25).

use super::ground::{Ground, SETTINGS};
use sendoff::domain::fact::What;
use sendoff::domain::follow_up::{Every, Starter, Want};
use sendoff::domain::link::LinkKey;
use sendoff::domain::link::Purpose::{FollowUp, NewAddress, Stop};
use sendoff::domain::person::Role::{Mentee, Mentor};

const YES: &str =
    "do=keep&want=catch-ups&want=questions&dates=yes&every=2+months&times=3&starter=me&capacity=two+hours";

#[test]
fn a_no_is_one_tick_and_is_answered_like_a_yes() {
    let ground = Ground::new();
    let before = ground.open(Mentor, FollowUp).text;
    let no = ground.say(Mentee, FollowUp, "do=want&want=nothing");
    assert!(no.text.contains("Your answer is kept: Nothing further."), "{}", no.text);
    assert_eq!(ground.open(Mentor, FollowUp).text, before, "the partner's page knows nothing of it");
    let more = ground.say(Mentor, FollowUp, "do=want&want=catch-ups&want=updates");
    assert!(more.text.contains("How many times") && ground.said().len() == 1, "{}", more.text);
    let yes = ground.say(Mentor, FollowUp, YES);
    assert!(yes.text.contains("Your answer is kept: A question now and then; Meeting again"), "{}", yes.text);
    ground.say(Mentor, FollowUp, YES);
    let said = ground.said();
    assert_eq!(said.len(), 2, "twice is once");
    let What::FollowUp(answer) = &said[1].1 else { panic!("{said:?}") };
    assert_eq!(answer.wants, [Want::Questions, Want::CatchUps]);
    assert_eq!((answer.every, answer.times, answer.starter), (Some(Every::Months(2)), Some(3), Some(Starter::Me)));
    assert_eq!(answer.capacity.as_deref(), Some("two hours"));
    let theirs = ground.open(Mentee, FollowUp).text;
    assert!(theirs.contains("Your answer is kept: Nothing further.") && !theirs.contains("two hours"), "{theirs}");
}

#[test]
fn an_answer_has_to_be_one() {
    let ground = Ground::new();
    let path = ground.path(Mentee, FollowUp);
    for (form, advice) in [
        ("do=want", "Choose at least one"),
        ("do=want&want=everything", "Choose at least one"),
        ("do=want&want=nothing&want=updates", "goes with nothing else"),
        ("do=keep&want=catch-ups&dates=yes&every=day&times=3", "Choose one from the list"),
        ("do=keep&want=catch-ups&dates=yes&every=month&times=0", "Choose one from the list"),
        ("do=keep&want=catch-ups&dates=yes&every=month&times=99999999999", "Choose one from the list"),
    ] {
        let answer = ground.browser.post(&path, form);
        assert_eq!(answer.status, 422, "{form}");
        assert!(answer.text.contains(advice), "{form}: {}", answer.text);
    }
    assert!(ground.said().is_empty());
}

#[test]
fn what_both_want_is_shown_once_it_was_announced_and_can_be_ended() {
    let ground = Ground::new();
    ground.set_now("2027-05-29T10:00:00Z");
    ground.say(Mentor, FollowUp, YES);
    ground.say(Mentee, FollowUp, YES);
    assert!(!ground.open(Mentor, FollowUp).text.contains("This is what you both want"), "not before the letter");
    ground.set_now("2027-05-31T10:00:00Z");
    ground.tick();
    let page = ground.open(Mentor, FollowUp);
    assert!(page.text.contains("This is what you both want") && page.text.contains("Your catch-ups"), "{}", page.text);
    assert_eq!(page.text.matches("name=\"event\"").count(), 3);
    ground.say(Mentor, FollowUp, "do=skip&event=catch-up-1");
    assert_eq!(ground.open(Mentee, FollowUp).text.matches("name=\"event\"").count(), 2);
    let moved = "do=move&event=catch-up-2&on-2=2027-09-30&clock-2=10:00";
    assert!(ground.say(Mentee, FollowUp, moved).text.contains("You have asked for another time"));
    let ended = ground.say(Mentee, FollowUp, "do=end");
    assert!(ended.text.contains("The catch-ups have ended."), "{}", ended.text);
    let theirs = ground.open(Mentor, FollowUp).text;
    assert!(theirs.contains("The catch-ups have ended.") && !theirs.contains("Amina has"), "{theirs}");
}

#[test]
fn where_contact_goes_through_the_coordinator_nothing_is_asked() {
    let ground = Ground::with(&SETTINGS.replace("\"free\"", "\"none\""), "en");
    let page = ground.open(Mentee, FollowUp);
    assert!(page.text.contains("Contact goes through Ada Park") && !page.text.contains("<form"), "{}", page.text);
    assert_eq!(ground.browser.post(&ground.path(Mentee, FollowUp), "do=want&want=updates").status, 303);
    assert!(ground.said().is_empty());
}

#[test]
fn another_address_counts_once_it_has_answered() {
    let ground = Ground::new();
    ground.set_now("2027-05-31T10:00:00Z");
    assert!(!ground.say(Mentee, FollowUp, "do=want&want=nothing").text.contains("Another address"));
    ground.say(Mentor, FollowUp, YES);
    let path = ground.path(Mentor, FollowUp);
    for wrong in ["", "nobody", "a@b@c.example", "jonas@x.example%0d%0aBcc:evil@x.example"] {
        assert_eq!(ground.browser.post(&path, &format!("do=address&address={wrong}")).status, 422, "{wrong}");
    }
    let asked = ground.say(Mentor, FollowUp, "do=address&address=jonas@home.example").text;
    assert!(
        asked.contains("A letter has gone to jonas@home.example") && asked.contains("go to jonas@mentors.example"),
        "{asked}"
    );
    ground.say(Mentor, FollowUp, "do=address&address=jonas@home.example");
    ground.tick();
    let letters = |ground: &Ground| -> Vec<(String, String)> {
        let rows = ground.store().deliveries("spring", "p1").unwrap();
        let own = rows.into_iter().filter(|row| row.key.role == Mentor && row.is_shown());
        own.map(|row| (row.key.step.step.name().to_owned(), row.to.unwrap().to_string())).collect()
    };
    let there =
        |ground: &Ground| letters(ground).into_iter().filter(|(_, to)| to == "jonas@home.example").collect::<Vec<_>>();
    assert_eq!(there(&ground), [("address_check".to_owned(), "jonas@home.example".to_owned())]);
    let rows = ground.store().deliveries("spring", "p1").unwrap();
    let check = rows.iter().find(|row| row.key.step.step.name() == "address_check").unwrap();
    let bytes = ground.store().message_bytes(check.id).unwrap().expect("a letter").bytes;
    let text = String::from_utf8_lossy(&bytes).replace("=\r\n", "");
    let token = LinkKey::fixed().token("spring", "p1", Mentor, NewAddress, 1);
    assert!(text.contains(&token), "{text}");
    let stop = LinkKey::fixed().token("spring", "p1", Mentor, Stop, 0);
    assert!(!text.contains(&stop) && !text.contains("List-Unsubscribe") && !text.contains("amina@"), "{text}");
    let confirm = format!("/end/p/{token}");
    let page = ground.browser.get(&confirm);
    assert!(
        page.status == 200 && !page.text.contains(&stop) && page.text.contains("jonas@home.example"),
        "{}",
        page.text
    );
    assert!(ground.open(Mentor, FollowUp).text.contains("go to jonas@mentors.example"), "opening it changes nothing");
    assert_eq!(ground.browser.post(&confirm, "do=confirm").status, 303);
    assert_eq!(ground.browser.post(&confirm, "do=confirm").status, 303);
    assert!(ground.browser.get(&confirm).text.contains("go to jonas@home.example"));
    assert!(ground.open(Mentor, FollowUp).text.contains("go to jonas@home.example"), "old links still open");
    ground.say(Mentee, FollowUp, YES);
    ground.set_now("2027-06-01T13:00:00Z");
    ground.tick();
    assert!(there(&ground).iter().any(|(step, _)| step == "agreement"), "{:?}", letters(&ground));
    assert_eq!(ground.said().len(), 5);
}
