//! What is held about one person: all of it, and nothing of the partner's.

use super::ground::Ground;
use sendoff::domain::link::Purpose::{FollowUp, MyData, Session};
use sendoff::domain::person::Role::{Mentee, Mentor};
use serde_json::Value;

#[test]
fn a_person_sees_their_own_answers_and_letters_and_no_others() {
    let ground = Ground::new();
    ground.say(Mentor, FollowUp, "do=keep&want=updates&capacity=hardly+any");
    ground.say(Mentee, Session, "do=concern");
    let page = ground.open(Mentee, MyData);
    assert!(
        page.text.contains("amina@mentees.example") && page.text.contains("Last session with Jonas"),
        "{}",
        page.text
    );
    assert!(page.text.contains("You asked to speak with Ada Park"), "{}", page.text);
    assert!(
        !page.text.contains("jonas@mentors.example") && !page.text.contains("About staying in touch"),
        "{}",
        page.text
    );
    let read = |role| -> Value {
        let file = ground.browser.get(&format!("{}/held.json", ground.path(role, MyData)));
        assert_eq!(file.header("content-type"), Some("application/json"));
        serde_json::from_str(&file.text).expect("JSON")
    };
    let hers = read(Mentee);
    assert_eq!(hers["person"]["email"], "amina@mentees.example");
    assert_eq!(hers["said"].as_array().map(Vec::len), Some(1));
    assert_eq!(hers["said"][0]["said"]["fact"], "concern");
    assert!(!hers.to_string().contains("hardly any") && !hers.to_string().contains("jonas@"), "{hers}");
    assert!(hers["letters"][0]["text"].as_str().is_some_and(|text| text.contains("Hello Amina")), "{hers}");
    let his = read(Mentor);
    assert_eq!(his["said"][0]["said"]["capacity"], "hardly any");
    assert!(!his.to_string().contains("concern"), "{his}");
}
