//! What people write.

use super::desk::{AMINA, Desk, JONAS};
use crate::domain::delivery::State;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::engine::listen::Heard;
use crate::engine::listen::draft::roadmap_in;

#[tokio::test]
async fn a_persons_mail_goes_to_the_coordinator_at_once_with_the_pair_named() {
    let mut desk = Desk::invited().await;
    let invitation = desk.letter(Step::Invitation, Role::Mentee).unwrap();
    assert_eq!(desk.words(JONAS, Some(&invitation), "I moved. Where do we meet?\n\n> old"), Heard::Forwarded);
    let row = desk.letter(Step::Forwarded, Role::Coordinator).unwrap();
    assert_eq!((row.state, row.to.as_ref().unwrap().as_str()), (State::Queued, "ada@mentors.example"));
    let text = desk.text(&row);
    assert!(
        text.contains("Amina Okafor and Jonas Weber, Spring 2027") && text.contains("> I moved. Where do we meet?"),
        "{text}"
    );
    assert!(!text.contains("old"), "{text}");
    let bytes = desk.engine.store.message_bytes(row.id).unwrap().unwrap().bytes;
    let head = String::from_utf8(bytes).unwrap();
    assert!(head.contains("Auto-Submitted: auto-generated") && head.contains(&format!("Reply-To: {JONAS}")), "{head}");
    desk.goes_on("2027-04-23T10:01:00Z").await;
    assert_eq!(desk.letter(Step::Forwarded, Role::Coordinator).unwrap().state, State::Sent);
}

#[tokio::test]
async fn machines_and_our_own_letters_are_never_forwarded() {
    let mut desk = Desk::invited().await;
    let ours = desk.letter(Step::Invitation, Role::Mentee).unwrap();
    let ours = String::from_utf8(desk.engine.store.message_bytes(ours.id).unwrap().unwrap().bytes).unwrap();
    for mail in [
        ours,
        format!("From: <{JONAS}>\nSubject: Automatic reply: x\n\nAway.\n"),
        format!("From: <{JONAS}>\nSubject: x\nAuto-Submitted: auto-replied\n\nAway.\n"),
        "From: Mentors <sendoff+abc@mentors.example>\nSubject: x\n\nHello.\n".to_owned(),
        // The coordinator's own words would only come back to them.
        "From: ada@mentors.example\nSubject: Re: Jonas wrote\n\nThanks!\n".to_owned(),
    ] {
        assert_eq!(desk.hear(&mail), Heard::Nothing, "{mail}");
    }
    assert!(desk.letter(Step::Forwarded, Role::Coordinator).is_none());
}

#[tokio::test]
async fn somebody_who_writes_without_end_is_not_passed_on_without_end() {
    let mut desk = Desk::invited().await;
    let heard: Vec<Heard> = (0..30).map(|n| desk.words(JONAS, None, &format!("Number {n}"))).collect();
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Forwarded).count(), 20);
}

#[tokio::test]
async fn a_mentor_writes_the_roadmap_by_mail_and_says_yes() {
    let mut desk = Desk::invited().await;
    desk.goes_on("2027-05-21T09:00:00Z").await;
    let asked = desk.letter(Step::AfterSession, Role::Mentor).unwrap();
    let lines = "Hi,\n\n- Explaining code: one change a week to somebody who writes none\n- Talks\n  https://talks.example/1\n\nBest,\nAmina";
    assert_eq!(desk.words(AMINA, Some(&asked), lines), Heard::Drafted);
    assert!(desk.facts().iter().all(|fact| !fact.contains("roadmap")), "nothing before a yes");
    let draft = desk.letter(Step::RoadmapDraft, Role::Mentor).unwrap();
    let text = desk.text(&draft);
    assert!(text.contains("Explaining code") && text.contains("https://talks.example/1"), "{text}");
    desk.goes_on("2027-05-21T09:05:00Z").await;
    assert_eq!(desk.letter(Step::RoadmapDraft, Role::Mentor).unwrap().state, State::Sent);

    // Changed: the whole text again. A yes to the old draft is not a yes to the new one.
    assert_eq!(desk.words(AMINA, Some(&draft), "Reviews: say it kindly and soon"), Heard::Drafted);
    desk.goes_on("2027-05-21T09:10:00Z").await;
    assert_eq!(desk.words(AMINA, Some(&draft), "yes"), Heard::Forwarded);
    let second = desk.letter(Step::RoadmapDraft, Role::Mentor).unwrap();
    assert_eq!(desk.words(JONAS, Some(&second), "yes"), Heard::Forwarded, "only the mentor says so");
    assert_eq!(desk.words(AMINA, Some(&second), "Yes"), Heard::Counted);
    assert!(desk.facts().contains(&"mentor roadmap".to_owned()));
    // One letter a day: the mentee had theirs on Friday.
    desk.goes_on("2027-05-24T12:00:00Z").await;
    let roadmap = desk.letter(Step::Roadmap, Role::Mentee).unwrap();
    assert!(desk.text(&roadmap).contains("Reviews"));
}

#[tokio::test]
async fn a_machine_that_answers_without_saying_so_gets_no_roadmap_out_of_us_and_comes_to_an_end() {
    let mut desk = Desk::invited().await;
    desk.goes_on("2027-05-21T09:00:00Z").await;
    let asked = desk.letter(Step::AfterSession, Role::Mentor).unwrap();
    let away = "Hello,\n\nthank you for your message. I am out of the office until 3 June.\n\nAmina";
    assert_eq!(desk.words(AMINA, Some(&asked), away), Heard::Forwarded);
    assert!(desk.letter(Step::RoadmapDraft, Role::Mentor).is_none());
    let heard: Vec<Heard> = (0..30)
        .map(|n| desk.words(AMINA, Some(&asked), &format!("Ticket number {n} was opened for your request")))
        .collect();
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Drafted).count(), 6);
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Nothing).count(), 5, "19 more went to the coordinator");
}

#[tokio::test]
async fn a_forged_mail_is_passed_on_as_what_it_is() {
    let mut desk = Desk::invited().await;
    let mail = format!(
        "Authentication-Results: mx.mentors.example; dmarc=fail\nFrom: Amina <{AMINA}>\nSubject: Cancel\n\nCancel it all.\n"
    );
    assert_eq!(desk.hear(&mail), Heard::Forwarded);
    let row = desk.letter(Step::Forwarded, Role::Coordinator).unwrap();
    let text = desk.text(&row);
    assert!(text.contains("Please ask before you act on it.") && text.contains("Cancel it all."), "{text}");
    assert!(row.subject.unwrap().starts_with(AMINA), "nobody vouches for the name");
}

#[test]
fn lines_become_areas() {
    let areas = |text: &str| -> Vec<String> {
        roadmap_in(text).map(|roadmap| roadmap.areas.into_iter().map(|area| area.area).collect()).unwrap_or_default()
    };
    assert_eq!(areas("Hallo,\nLesen und Schreiben\njeden Tag zehn Minuten"), ["Lesen und Schreiben"]);
    assert_eq!(areas("1. Talk to people\n2. Write it down\n\nCheers\nAmina"), ["Talk to people", "Write it down"]);
    assert_eq!(areas("One thing to learn\n\nAnother thing"), ["One thing to learn", "Another thing"]);
    for none in ["", "Thanks!", "What do you want from me?", "Hi\n\nBest\nAmina", "ok then"] {
        assert_eq!(areas(none), [""; 0], "{none:?}");
    }
}
