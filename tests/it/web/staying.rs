//! Staying in touch: private until both want it (rules 21 to 25).

use super::ground::{Ground, SETTINGS};
use sendoff::domain::fact::What;
use sendoff::domain::follow_up::{Every, Starter, Want};
use sendoff::domain::link::Purpose::FollowUp;
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
