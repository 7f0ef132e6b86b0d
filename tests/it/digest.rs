//! What stands in a coordinator's digest, list by list.

use super::stories::story::Story;
use super::stories::world::{Home, World};
use sendoff::mail::opened::{self, Opened};

const STORY: &str = "A story.

== 2027-03-01 until 2027-05-25
2027-05-03 10:00Z refuse lost@people.example
== programmes/spring.toml
ends =
digest = \"0 8 * * Mon\"
coordinator = [{ name = \"Ada Park\", email = \"ada@mentors.example\" }, { name = \"Bo Lind\", email = \"bo@mentors.example\" }]
== programmes/spring.csv
pair,mentor_name,mentor_email,mentee_name,mentee_email,ends,session
p1,Maya,maya@people.example,Jonas,jonas@people.example,2027-05-28,2027-05-20 15:00
p2,Ines,ines@people.example,Tom,tom@people.example,,
p3,Lea,lea@people.example,Wim,lost@people.example,2027-06-28,2027-06-10 15:00
p4,Nora,no-address,Piet,piet@people.example,2027-05-28,
p5,Kim,kim@people.example,Sol,sol@people.example,2027-05-28,2027-05-27 15:00
--------
";

async fn digests_to(whom: &str) -> Vec<Opened> {
    digests_of(STORY, whom).await
}

async fn digests_of(story: &str, whom: &str) -> Vec<Opened> {
    let mut world = World::of(&Story::told(story), Home::Memory);
    let route = world.server.clone();
    world.run(&route).await.expect("a story");
    let letters = world.server.arrivals().into_iter().filter_map(|letter| opened::open(&letter.message));
    letters.filter(|letter| letter.subject.starts_with("Mentoring from ") && letter.to.contains(whom)).collect()
}

/// The members of the list under that heading.
fn list(digest: &Opened, heading: &str) -> Vec<String> {
    let heading = heading.to_lowercase();
    let below = digest.text.lines().skip_while(|line| !line.to_lowercase().contains(&heading)).skip(1);
    let members = below.skip_while(|line| line.trim().is_empty()).take_while(|line| !line.trim().is_empty());
    members.map(|line| line.trim_start_matches(['-', '*', '•', ' ']).to_owned()).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_digest_names_what_happened_what_comes_and_who_needs_something() {
    let all = digests_to("ada@").await;
    let last = all.last().expect("a digest");
    for (heading, members) in [
        ("Coming up", &["Thursday 27 May, 15:00: Kim and Sol"][..]),
        ("Stopped, waiting for you", &["Lea and Wim"]),
        ("No session, or no end date", &["Ines and Tom"]),
        ("Nobody answered", &["Kim and Sol"]),
        ("No roadmap yet", &["Maya and Jonas"]),
        ("Letters do not arrive for", &["Wim"]),
    ] {
        assert_eq!(list(last, heading), members, "{heading}: {}", last.text);
    }
    let aside = list(last, "Rows set aside");
    assert!(aside.first().is_some_and(|row| row.contains("spring.csv:5")), "{}", last.text);
    assert!(last.text.contains("sent, ") && !last.text.contains("0 letters sent"), "{}", last.text);
}

#[tokio::test(flavor = "current_thread")]
async fn each_coordinator_gets_it_at_eight_on_the_programmes_clock() {
    let times = |letters: &[Opened]| letters.iter().map(|letter| letter.at).collect::<Vec<i64>>();
    let (ada, bo) = (times(&digests_to("ada@").await), times(&digests_to("bo@").await));
    assert_eq!(ada, bo);
    // The clocks of London go forward on Sunday 28 March 2027.
    let march = 1_806_192_000;
    let hours: Vec<i64> = ada.iter().map(|at| at.rem_euclid(86_400) / 3600).collect();
    assert!(ada.iter().zip(&hours).all(|(at, hour)| *hour == if *at < march { 8 } else { 7 }), "{hours:?}");
    assert!(hours.contains(&8) && hours.contains(&7), "{hours:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn where_there_is_nothing_to_say_nothing_is_sent() {
    // Both have accepted, nothing is near, nothing went out, and every row is sound.
    let quiet = "A story.

== 2027-03-01 until 2027-04-20
2027-03-02 10:00Z p1 mentor accepted
2027-03-02 10:00Z p1 mentee accepted
== programmes/spring.toml
digest = \"0 8 * * *\"
--------
";
    let sent: Vec<Opened> = digests_of(quiet, "ada@").await;
    assert_eq!(sent, [], "seven weeks of silence");
    let row = "2027-04-01 10:00Z edit programmes/spring.csv add p2,Ines,Ines,no-address,,Tom,Tom,tom@people.example,,";
    let noisy = quiet.replace("2027-03-02 10:00Z p1 mentee", &format!("{row}\n2027-03-02 10:00Z p1 mentee"));
    let sent = digests_of(&noisy, "ada@").await;
    assert_eq!(sent.len(), 18, "from the day after the row is set aside, every day");
    let lists = |letter: &Opened| letter.text.matches("**").count() + letter.text.matches("\n- ").count();
    assert!(sent.iter().all(|letter| lists(letter) == 1 && letter.text.contains("spring.csv:3")), "{}", sent[0].text);
}

/// A clock that goes forward over the time of the digest, and one that shows it twice: one digest a day all the same.
#[tokio::test(flavor = "current_thread")]
async fn a_digest_at_half_past_one_comes_once_a_day_over_both_clock_changes() {
    let story = |from: &str, until: &str| {
        format!(
            "A story.

== {from} until {until}
== programmes/spring.toml
digest = \"30 1 * * *\"
== programmes/spring.csv
pair,mentor_name,mentor_email,mentee_name,mentee_email
p2,Ines,ines@people.example,Tom,no-address
--------
"
        )
    };
    for (from, until, clocks) in [
        ("2027-03-26", "2027-03-30", ["01:30 GMT", "01:30 GMT", "02:30 BST", "01:30 BST"]),
        ("2027-10-29", "2027-11-02", ["01:30 BST", "01:30 BST", "01:30 BST", "01:30 GMT"]),
    ] {
        let zone = jiff::tz::TimeZone::get("Europe/London").expect("a zone");
        let local = |letter: &Opened| jiff::Timestamp::from_second(letter.at).expect("a time").to_zoned(zone.clone());
        let came: Vec<String> = digests_of(&story(from, until), "ada@")
            .await
            .iter()
            .map(|letter| local(letter).strftime("%H:%M %Z").to_string())
            .collect();
        assert_eq!(came, clocks, "{from}");
    }
}
