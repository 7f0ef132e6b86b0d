//! Private notes: nobody else's until both choose to share.

use super::ground::Ground;
use sendoff::domain::link::Purpose::{MyData, Reflection};
use sendoff::domain::person::Role::{Mentee, Mentor};
use sendoff::domain::step::Step;

const NOTES: &str = "do=keep&reached=Half+way&good=We+%3Cb%3Elaughed%3C/b%3E";

#[test]
fn notes_are_kept_for_their_writer_alone() {
    let ground = Ground::new();
    let before = ground.open(Mentor, Reflection).text;
    assert!(before.contains("How far did Amina get") && before.contains("First the goals"), "{before}");
    let kept = ground.say(Mentee, Reflection, NOTES);
    assert!(
        kept.text.contains("Nobody else reads them") && kept.text.contains(">Half way</textarea>"),
        "{}",
        kept.text
    );
    assert!(kept.text.contains("We &lt;b&gt;laughed"), "{}", kept.text);
    ground.say(Mentee, Reflection, NOTES);
    assert_eq!(ground.said().len(), 1, "twice is once");
    assert_eq!(ground.open(Mentor, Reflection).text, before, "the partner's page knows nothing of it");
    let file = ground.browser.get(&format!("{}/notes.md", ground.path(Mentee, Reflection)));
    assert!(file.text.contains("Half way") && !file.text.contains("<b>"), "{}", file.text);
    assert_eq!(ground.browser.get(&format!("{}/notes.md", ground.path(Mentor, Reflection))).status, 404);
    let held = |role| ground.browser.get(&format!("{}/held.json", ground.path(role, MyData))).text;
    assert!(held(Mentee).contains("Half way") && !held(Mentor).contains("Half way"));
}

#[test]
fn sharing_needs_both_and_is_told_to_neither_before() {
    let ground = Ground::new();
    let path = ground.path(Mentor, Reflection);
    assert_eq!(ground.browser.post(&path, "do=keep&share=yes").status, 422, "there is nothing to share");
    let before = ground.open(Mentor, Reflection).text;
    ground.say(Mentee, Reflection, &format!("{NOTES}&share=yes"));
    assert_eq!(ground.open(Mentor, Reflection).text, before);
    let alone = ground.say(Mentor, Reflection, "do=keep&hard=Time").text;
    assert!(!alone.contains("Half way"), "{alone}");
    let both = ground.say(Mentor, Reflection, "do=keep&hard=Time&share=yes").text;
    assert!(
        both.contains("What Amina noted") && both.contains("Half way") && both.contains("How far did you get"),
        "{both}"
    );
    assert!(ground.open(Mentee, Reflection).text.contains("What Jonas Weber noted"));
    ground.tick();
    let shared = |ground: &Ground| {
        let rows = ground.store().deliveries("spring", "p1").unwrap();
        rows.into_iter().filter(|row| row.key.step.step == Step::ReflectionCopy && row.is_shown()).count()
    };
    assert_eq!(shared(&ground), 2, "each has the other's by mail");
    let taken_back = ground.say(Mentee, Reflection, NOTES).text;
    assert!(!taken_back.contains("What Jonas Weber noted") && taken_back.contains("Nobody else reads them"));
    assert!(!ground.open(Mentor, Reflection).text.contains("Half way"));
    ground.tick();
    assert_eq!(shared(&ground), 2);
}

#[test]
fn a_copy_goes_to_its_writer_once_for_each_wish() {
    let ground = Ground::new();
    ground.say(Mentee, Reflection, "do=copy");
    assert!(ground.said().is_empty(), "there is nothing to copy yet");
    ground.say(Mentee, Reflection, NOTES);
    let asked = ground.say(Mentee, Reflection, "do=copy");
    assert!(asked.text.contains("A copy comes to you by mail"), "{}", asked.text);
    ground.say(Mentee, Reflection, "do=copy");
    assert_eq!(ground.said().len(), 2);
    ground.tick();
    let store = ground.store();
    let rows = store.deliveries("spring", "p1").unwrap();
    let copies: Vec<_> = rows.iter().filter(|row| row.key.step.step == Step::ReflectionCopy).collect();
    assert_eq!(copies.len(), 1);
    assert_eq!(copies[0].to.as_ref().map(ToString::to_string).as_deref(), Some("amina@mentees.example"));
    let bytes = store.message_bytes(copies[0].id).unwrap().expect("a letter").bytes;
    assert!(String::from_utf8_lossy(&bytes).contains("Half way"));
}
