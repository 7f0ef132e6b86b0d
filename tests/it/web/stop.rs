//! No more letters, by page and by one click (rule 26, RFC 8058).

use super::ground::Ground;
use sendoff::domain::fact::{Stop, What};
use sendoff::domain::link::Purpose;
use sendoff::domain::person::Role;

fn stops(ground: &Ground) -> Vec<Option<Stop>> {
    let said = ground.said().into_iter().map(|(who, what)| {
        assert_eq!(who, Some(Role::Mentee));
        match what {
            What::Stopped { what, .. } => Some(what),
            _ => None,
        }
    });
    said.collect()
}

#[test]
fn stopping_takes_effect_before_the_answer_and_can_be_undone() {
    let ground = Ground::new();
    let page = ground.open(Role::Mentee, Purpose::Stop);
    assert_eq!(page.status, 200);
    assert!(page.text.contains("This page is Amina’s."), "{}", page.text);
    let stopped = ground.say(Role::Mentee, Purpose::Stop, "do=letters");
    assert!(stopped.text.contains("You get no more letters about you and Jonas Weber."), "{}", stopped.text);
    assert_eq!(ground.rings(), 1);
    ground.say(Role::Mentee, Purpose::Stop, "do=letters");
    assert_eq!(stops(&ground), [Some(Stop::Letters)], "twice is once");
    assert!(!ground.open(Role::Mentor, Purpose::Stop).text.contains("stopped"), "the partner is not told");
    let again = ground.say(Role::Mentee, Purpose::Stop, "do=undo");
    assert!(again.text.contains("Stop the letters about Jonas Weber"));
    assert_eq!(ground.rings(), 2);
    ground.say(Role::Mentee, Purpose::Stop, "do=everything");
    assert_eq!(stops(&ground), [Some(Stop::Letters), None, Some(Stop::Everything)]);
    assert!(ground.store().address_state("amina@mentees.example").unwrap().stopped_at.is_some());
    ground.say(Role::Mentee, Purpose::Stop, "do=undo");
    assert!(ground.store().address_state("amina@mentees.example").unwrap().stopped_at.is_none());
}

#[test]
fn one_click_from_a_mail_provider_needs_no_browser() {
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    for (kind, body) in [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=b", multipart),
    ] {
        let ground = Ground::new();
        let path = ground.path(Role::Mentee, Purpose::Stop);
        let answer = ground.browser.post_with(&path, body, &format!("Content-Type: {kind}\r\n"));
        assert_eq!((answer.status, answer.header("location")), (200, None), "{kind}");
        assert_eq!(stops(&ground), [Some(Stop::Letters)], "{kind}");
        assert_eq!(ground.browser.post_with(&path, body, &format!("Content-Type: {kind}\r\n")).status, 200);
        assert_eq!(stops(&ground).len(), 1, "{kind}");
    }
}

#[test]
fn the_address_in_list_unsubscribe_is_the_stop_page() {
    let ground = Ground::new();
    let store = ground.store();
    let rows = store.deliveries("spring", "p1").unwrap();
    let letter = rows.iter().find(|row| row.key.role == Role::Mentee && row.to.is_some()).expect("a letter");
    let bytes = store.message_bytes(letter.id).unwrap().expect("its bytes").bytes;
    let text = String::from_utf8(bytes).unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
    let url = format!("<https://endings.mentors.example{}>", ground.path(Role::Mentee, Purpose::Stop));
    let header = text.lines().find(|line| line.starts_with("List-Unsubscribe:")).expect("the header");
    assert!(header.contains(&url), "{header}");
}
