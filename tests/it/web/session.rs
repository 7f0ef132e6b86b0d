//! The session page: what people say there, and what they then see.

use super::ground::Ground;
use sendoff::domain::event::EventName;
use sendoff::domain::fact::What;
use sendoff::domain::link::Purpose::Session;
use sendoff::domain::person::Role::{Mentee, Mentor};

const EVENT: EventName = EventName::Session;

#[test]
fn accepting_and_declining_are_about_the_time_that_was_shown() {
    let ground = Ground::new();
    let page = ground.open(Mentor, Session);
    assert!(page.text.contains("Your last session with Amina") && page.text.contains("in Lagos"), "{}", page.text);
    let start = page.field("start").to_owned();
    let accepted = ground.say(Mentor, Session, &format!("do=accept&start={start}"));
    assert!(accepted.text.contains("You have accepted."), "{}", accepted.text);
    ground.say(Mentor, Session, &format!("do=accept&start={start}"));
    let old = ground.say(Mentor, Session, "do=decline&start=2027-05-01T10:00:00Z");
    assert!(old.text.contains("You have accepted."), "an old page's answer is not taken for a new one");
    assert_eq!(ground.said(), [(Some(Mentor), What::Accepted { event: EVENT })]);
    assert!(ground.open(Mentee, Session).text.contains("<dd>Comes</dd>"), "both see who comes");
    let declined = ground.say(Mentor, Session, &format!("do=decline&start={start}"));
    assert!(declined.text.contains("cannot come"));
    assert_eq!(ground.said().len(), 2);
}

#[test]
fn another_time_is_asked_for_and_answered() {
    let ground = Ground::new();
    let page = ground.open(Mentor, Session);
    let offered = page.field("time").to_owned();
    let asked = ground.say(Mentor, Session, &format!("do=propose&time={offered}"));
    assert!(asked.text.contains("You have asked for another time"), "{}", asked.text);
    let question = ground.open(Mentee, Session);
    assert!(question.text.contains("Jonas Weber asks for another time"), "{}", question.text);
    let wish = question.field("asked").to_owned();
    assert_eq!(wish, offered);
    ground.say(Mentor, Session, &format!("do=agree&asked={wish}"));
    ground.say(Mentee, Session, "do=agree&asked=2027-05-01T10:00:00Z");
    assert_eq!(ground.said().len(), 1, "nobody agrees to their own wish, or to one that was not made");
    let moved = ground.say(Mentee, Session, &format!("do=agree&asked={wish}"));
    assert_eq!(moved.field("start"), wish);
}

#[test]
fn a_free_choice_is_on_the_readers_clock_and_has_to_be_one() {
    let ground = Ground::new();
    let path = ground.path(Mentee, Session);
    for (form, advice) in [
        ("do=propose", "Choose one of the times."),
        ("do=propose&time=never", "Choose one of the times."),
        ("do=propose&time=free&on=&clock=14:00", "Say which day."),
        ("do=propose&time=free&on=2027-05-20&clock=25:00", "Say at what time"),
        ("do=propose&time=free&on=2027-05-01&clock=14:00", "still ahead"),
        ("do=propose&time=free&on=9999-12-31&clock=23:59", "Say which day."),
        ("do=propose&time=-009999-01-02T01:59:59Z", "still ahead"),
        ("do=met&met-on=2027-05-04", "today at the latest"),
        ("do=met&met-on=", "today at the latest"),
    ] {
        let answer = ground.browser.post(&path, form);
        assert_eq!(answer.status, 422, "{form}");
        assert!(answer.text.contains(advice) && answer.text.contains("role=\"alert\""), "{form}: {}", answer.text);
    }
    let tricks = "do=propose&time=free&clock=1&on=%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let answer = ground.browser.post(&path, tricks);
    assert!(!answer.text.contains("<script") && answer.text.contains("&lt;script&gt;"), "{}", answer.text);
    assert!(ground.said().is_empty());
    ground.say(Mentee, Session, "do=propose&time=free&on=2027-05-19&clock=14:00");
    let (_, what) = ground.said().remove(0);
    let What::Proposed { starts, .. } = what else { panic!("{what:?}") };
    assert_eq!(starts.to_string(), "2027-05-19T14:00:00+01:00[Africa/Lagos]");
}

#[test]
fn what_happened_otherwise_can_be_said() {
    let ground = Ground::new();
    let met = ground.say(Mentor, Session, "do=met&met-on=2027-05-02");
    assert!(met.text.contains("Sunday 2 May 2027"), "{}", met.text);
    let not = ground.say(Mentor, Session, "do=not-met");
    assert!(not.text.contains("did not meet"), "{}", not.text);
    let continuing = ground.say(Mentee, Session, "do=continuing");
    assert!(continuing.text.contains("carry on by yourselves"), "{}", continuing.text);
}

#[test]
fn a_wish_to_speak_first_is_seen_by_nobody_else() {
    let ground = Ground::new();
    let before = ground.open(Mentor, Session).text;
    let own = ground.say(Mentee, Session, "do=concern");
    assert!(own.text.contains("Ada Park has a note") && own.text.contains("is not told"), "{}", own.text);
    assert_eq!(ground.said(), [(Some(Mentee), What::Concern {})]);
    assert_eq!(ground.open(Mentor, Session).text, before);
}

#[test]
fn the_calendar_file_is_the_event_that_was_sent() {
    let ground = Ground::new();
    let file = ground.browser.get(&format!("{}/session.ics", ground.path(Mentor, Session)));
    assert_eq!(file.status, 200);
    assert!(file.header("content-type").is_some_and(|kind| kind.starts_with("text/calendar")));
    assert!(file.header("content-disposition").is_some_and(|name| name.contains("session.ics")));
    let rows = ground.store().deliveries("spring", "p1").unwrap();
    let shown = rows.iter().find_map(|row| row.shown.clone()).expect("an invitation");
    let unfolded = file.text.replace("\r\n ", "");
    assert!(
        unfolded.contains("METHOD:PUBLISH\r\n") && unfolded.contains(&format!("UID:{}\r\n", shown.uid)),
        "{unfolded}"
    );
    assert!(!unfolded.contains("ATTENDEE"), "{unfolded}");
}

#[test]
fn german_pages_are_german() {
    for (language, words) in [("de", "Ihr letztes Treffen mit Amina"), ("de-du", "Dein letztes Treffen mit Amina")] {
        let ground = Ground::with(super::ground::SETTINGS, language);
        let page = ground.open(Mentor, Session);
        assert!(page.text.contains(words) && page.text.contains("<html lang=\"de\""), "{}", page.text);
        assert!(ground.open(Mentee, Session).text.contains("Your last session"), "each in their own language");
    }
}

#[test]
fn thanks_are_the_readers_to_write_where_they_met_and_may() {
    let ground = Ground::new();
    let mailto = |role| {
        ground.open(role, Session).text.contains("href=\"mailto:amina@mentees.example?subject=Thank%20you&amp;body=")
    };
    assert!(!mailto(Mentor), "nobody said that they met");
    ground.say(Mentee, Session, "do=met&met-on=2027-05-02");
    assert!(mailto(Mentor) && ground.open(Mentee, Session).text.contains("mailto:jonas@mentors.example?"));
    ground.say(Mentor, Session, "do=concern");
    assert!(!mailto(Mentor) && ground.open(Mentee, Session).text.contains("mailto:jonas@mentors.example?"));
    for closed in [
        "contact_after = \"none\"",
        "contact_after = \"approval\"",
        "contact_after = \"free\"\n[privacy]\nshare_addresses = false\n",
    ] {
        let settings = super::ground::SETTINGS.replace("contact_after = \"free\"\n", "");
        let at = settings.find("coordinator").expect("a place");
        let (top, rest) = settings.split_at(at);
        let settings = match closed.split_once('\n') {
            Some((line, table)) => format!("{top}{line}\n{rest}{table}"),
            None => format!("{top}{closed}\n{rest}"),
        };
        let ground = Ground::with(&settings, "en");
        ground.say(Mentee, Session, "do=met&met-on=2027-05-02");
        assert!(!ground.open(Mentee, Session).text.contains("mailto:jonas"), "{closed}");
    }
}

#[test]
fn people_correct_their_own_clock_and_language() {
    let ground = Ground::new();
    let path = ground.path(Mentee, Session);
    let page = ground.open(Mentee, Session).text;
    assert!(page.contains("the clock of Africa / Lagos, your letters are in English"), "{page}");
    let form = ground.browser.get(&format!("{path}?clock=1")).text;
    assert!(
        form.contains("<option value=\"Africa/Lagos\" selected>") && form.contains("optgroup label=\"Europe\""),
        "{form}"
    );
    for (wrong, advice) in [
        ("timezone=Mars/Base&language=en", "Choose a time zone"),
        ("timezone=Asia/Tokyo&language=xx", "Choose a language"),
        ("timezone=&language=", "Choose a time zone"),
    ] {
        let answer = ground.browser.post(&path, &format!("do=correct&{wrong}"));
        assert!(answer.status == 422 && answer.text.contains(advice), "{wrong}: {}", answer.text);
    }
    let same = ground.say(Mentee, Session, "do=correct&timezone=Africa/Lagos&language=en");
    assert!(same.text == page && ground.said().is_empty(), "nothing was corrected");
    let own = ground.say(Mentee, Session, "do=correct&timezone=Asia/Tokyo&language=de-du").text;
    assert!(own.contains("Dein letztes Treffen mit Jonas Weber") && own.contains("Asia / Tokyo"), "{own}");
    let theirs = ground.open(Mentor, Session).text;
    assert!(theirs.contains("Tokyo") && theirs.contains("Your last session with Amina"), "{theirs}");
    ground.set_now("2027-05-20T03:00:00Z");
    ground.tick();
    let rows = ground.store().deliveries("spring", "p1").unwrap();
    let prepares = |row: &&sendoff::domain::delivery::Delivery| {
        row.key.step.step == sendoff::domain::step::Step::Preparation && row.key.role == Mentee
    };
    let subject = rows.iter().find(prepares).and_then(|row| row.subject.clone());
    assert!(subject.is_some_and(|subject| subject.contains("Dein letztes Treffen")), "{rows:?}");
}
