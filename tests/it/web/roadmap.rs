//! The roadmap: a draft, a look at it, finished; then the mentee's to keep.

use super::ground::Ground;
use sendoff::domain::fact::What;
use sendoff::domain::link::Purpose::Roadmap;
use sendoff::domain::person::Role::{Mentee, Mentor};

const FULL: &str = "area-1=Reading+code&why-1=It+opens+doors&practise-1=Explain+%3Cb%3Eit%3C/b%3E&title-1-1=A+book&url-1-1=https://x.example/a&by-1=2027-09-01&area-2=%23+Speaking&note=Good+luck";

#[test]
fn it_starts_from_the_goals_and_a_draft_is_kept() {
    let ground = Ground::new();
    let page = ground.open(Mentor, Roadmap);
    assert!(page.text.contains("What should Amina work on next?"), "{}", page.text);
    assert!(page.text.contains("value=\"speak up in reviews\"") && page.text.contains("value=\"find my way around\""));
    let kept = ground.say(Mentor, Roadmap, "do=keep&area-1=&why-1=because");
    assert!(
        kept.text.contains("Your draft is kept here.") && kept.text.contains(">because</textarea>"),
        "{}",
        kept.text
    );
    assert!(ground.said().is_empty());
    assert!(ground.open(Mentee, Roadmap).text.contains("no roadmap from Jonas Weber yet"));
}

#[test]
fn a_draft_that_came_by_mail_is_there() {
    let ground = Ground::new();
    let area = sendoff::domain::roadmap::Area {
        area: "Reading code".to_owned(),
        why: None,
        practise: None,
        resources: Vec::new(),
        by: None,
    };
    let mailed = sendoff::domain::roadmap::Roadmap { areas: vec![area], note: None };
    let kept = ground.store().write(|tx| tx.keep_roadmap_draft("spring", "p1", &mailed));
    kept.expect("kept");
    assert!(ground.open(Mentor, Roadmap).text.contains("value=\"Reading code\""));
    ground.say(Mentor, Roadmap, "do=keep&area-1=Testing");
    assert!(ground.open(Mentor, Roadmap).text.contains("value=\"Testing\""));
    assert!(!ground.open(Mentee, Roadmap).text.contains("Reading code"));
}

#[test]
fn it_is_looked_at_finished_corrected_and_then_stays() {
    let ground = Ground::new();
    ground.set_now("2027-05-31T09:00:00Z");
    let look = ground.say(Mentor, Roadmap, &format!("do=preview&{FULL}"));
    assert!(
        look.text.contains("<h2>Reading code</h2>") && look.text.contains("&lt;b&gt;it&lt;/b&gt;"),
        "{}",
        look.text
    );
    assert!(
        look.text.contains("Hello Amina,") && look.text.contains("suggests you work on from here"),
        "{}",
        look.text
    );
    assert!(look.text.contains("Open your roadmap") && !look.text.contains(&ground.path(Mentee, Roadmap)[7..]));
    let sent = ground.say(Mentor, Roadmap, "do=send-draft");
    assert!(sent.text.contains("Your roadmap is finished."), "{}", sent.text);
    ground.say(Mentor, Roadmap, &format!("do=send&{FULL}"));
    let said = ground.said();
    assert_eq!(said.len(), 1, "twice is once");
    assert!(matches!(&said[0].1, What::Roadmap(roadmap) if roadmap.areas.len() == 2), "{said:?}");
    assert!(!ground.open(Mentee, Roadmap).text.contains("Reading code"), "not before it went");
    ground.set_now("2027-05-31T11:00:00Z");
    ground.tick();
    let theirs = ground.open(Mentee, Roadmap);
    assert!(
        theirs.text.contains("<h2>Reading code</h2>") && theirs.text.contains("1 September 2027"),
        "{}",
        theirs.text
    );
    let file = ground.browser.get(&format!("{}/roadmap.md", ground.path(Mentee, Roadmap)));
    assert!(
        file.text.contains("## Reading code\n") && file.text.contains("[A book](<https://x.example/a>)"),
        "{}",
        file.text
    );
    assert!(file.text.contains("## \\# Speaking\n") && !file.text.contains("<b>"), "{}", file.text);
    let reminded = ground.say(Mentee, Roadmap, "do=nudges-yes");
    assert!(reminded.text.contains("You get a line of your roadmap back"), "{}", reminded.text);
    ground.set_now("2027-06-02T11:00:00Z");
    assert!(ground.open(Mentor, Roadmap).text.contains("stays as it is"));
    ground.say(Mentor, Roadmap, "do=send&area-1=Other");
    assert_eq!(ground.said().len(), 2);
}

#[test]
fn what_cannot_go_is_said_beside_its_box() {
    let ground = Ground::new();
    let path = ground.path(Mentor, Roadmap);
    for (form, advice) in [
        ("area-1=", "Say what to work on."),
        ("area-1=x&why-2=because", "Say what to work on."),
        ("area-1=x&by-1=soon", "Choose a day"),
        ("area-1=x&title-1-1=y&url-1-1=javascript:alert(1)", "A link begins with https://"),
        ("area-1=x&title-1-1=y&url-1-1=https://good@evil.example/", "A link begins with https://"),
    ] {
        let answer = ground.browser.post(&path, &format!("do=send&{form}"));
        assert_eq!(answer.status, 422, "{form}");
        assert!(answer.text.contains(advice), "{form}: {}", answer.text);
    }
    assert!(ground.open(Mentor, Roadmap).text.contains("value=\"y\""), "what was typed is kept as a draft");
    assert_eq!(ground.browser.post(&path, "do=send-draft").status, 422, "and goes only when it is right");
    assert!(ground.said().is_empty());
    ground.say(Mentee, Roadmap, "do=send&area-1=mine");
    assert!(ground.said().is_empty(), "a mentee writes no roadmap");
}
