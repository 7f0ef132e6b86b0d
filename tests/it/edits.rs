//! Edits of the files, as a coordinator sees them at a terminal and by mail.

use super::desk::Desk;
use super::stories::story::Story;
use super::stories::world::{Home, World};
use sendoff::mail::opened::{self, Opened};

/// A programme of four pairs that went without asking, and has been read.
fn running() -> Desk {
    let desk = Desk::ready();
    let settings = desk.read("config/sendoff.toml").replace("new_programmes = \"hold\"", "new_programmes = \"go\"");
    desk.write("config/sendoff.toml", &settings);
    let run = desk.run(&["run", "--once"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let receipts =
        desk.letters("out").into_values().filter(|letter| String::from_utf8_lossy(letter).contains("/applied/"));
    assert_eq!(receipts.count(), 0, "the first reading is no edit, not even of a roadmap");
    desk
}

const SHEET: &str = "config/programmes/spring-2027.csv";

#[test]
fn approve_says_what_is_wrong_with_a_row_that_is_set_aside() {
    let desk = running();
    let sheet = desk.read(SHEET);
    let kept: Vec<&str> = sheet.lines().take(4).collect();
    desk.write(SHEET, &format!("{}\n", kept.join("\n").replacen("Europe/Berlin", "Europe/Bärlin", 1)));
    desk.run(&["run", "--once"]);
    let list = desk.run(&["approve"]).out;
    assert!(list.contains("the sheet had 6 rows and now has 3"), "{list}");
    assert!(list.contains("set aside: \"Europe/Bärlin\" is no time zone"), "{list}");
    assert!(!list.contains("set_aside"), "{list}");
}

#[test]
fn simulate_says_that_run_would_wait_for_dates_that_can_be_read_two_ways() {
    let desk = running();
    let sheet = desk.read(SHEET).replacen("2027-05-20 14:00", "06/05/2027 14:00", 1);
    desk.write(SHEET, &sheet);
    let arguments = ["simulate", "--from", "2027-04-01", "--until", "2027-06-10", "--mail", "played", "--json"];
    let played = desk.run(&arguments);
    assert_eq!(played.status, 0, "{}", played.err);
    assert!(
        played.err.contains("`run` would hold this programme: line 2 has the date \"06/05/2027\""),
        "{}",
        played.err
    );
    let lines = played.json();
    assert!(!lines.is_empty() && lines.iter().all(|line| line["pair"] != "amina-jonas"), "nobody on a guessed date");
}

#[test]
fn plan_shows_which_cells_were_overruled_since() {
    let desk = running();
    assert!(!desk.run(&["plan"]).out.contains("Something else holds"));
    let moved = desk.run(&["record", "amina-jonas", "moved", "starts=2027-05-21T14:00:00Z"]);
    assert_eq!(moved.status, 0, "{}", moved.err);
    desk.run(&["record", "amina-jonas", "corrected", "--who", "mentee", "timezone=Europe/Lisbon"]);
    let plan = desk.run(&["plan"]).out;
    assert!(plan.contains("amina-jonas  session: 2027-05-20 14:00 → 2027-05-21 15:00"), "{plan}");
    assert!(plan.contains("amina-jonas  mentee_timezone: Africa/Lagos → Europe/Lisbon"), "{plan}");
}

/// What the coordinator was mailed in a story, with these words in the subject.
async fn mails(story: &str, subject: &str) -> Vec<Opened> {
    let mut world = World::of(&Story::told(story), Home::Memory);
    let route = world.server.clone();
    world.run(&route).await.expect("a story");
    let letters = world.server.arrivals().into_iter().filter_map(|letter| opened::open(&letter.message));
    letters.filter(|letter| letter.to.contains("ada@") && letter.subject.contains(subject)).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_template_edit_says_which_letters_read_differently_once() {
    let story = "A story.

== templates/en/_closing.md
Goodbye.
== 2027-05-03 until 2027-05-10
2027-05-04 10:00Z write templates/en/goodbye.md Subject: Goodbye\\n\\nGoodbye.\\n
2027-05-05 10:00Z write templates/en/goodbye.md Subject: Goodbye\\n\\nGoodbye.\\n
2027-05-05 11:00Z daemon off until 2027-05-06 10:00Z
2027-05-05 12:00Z remove templates/en/_closing.md
2027-05-07 10:00Z edit sendoff.toml \"maildir   = \" => \"maildir   = \"
--------
";
    let receipts = mails(story, "in force").await;
    let texts: Vec<&str> = receipts.iter().map(|letter| letter.text.as_str()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    let lists = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.trim().strip_prefix("- ")).map(str::to_owned).collect()
    };
    assert!(texts[0].contains("Changed: templates/en/goodbye.md."), "{}", texts[0]);
    assert_eq!(lists(texts[0]), ["English: goodbye"]);
    assert!(texts[1].contains("Changed: templates/en/_closing.md."), "{}", texts[1]);
    assert_eq!(lists(texts[1]), ["English: closing"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_template_fault_that_comes_back_is_told_again() {
    let story = "A story.

== templates/en/invitation.mentor.md
Subject: Soon

Hello {{reader.nickname}}
== 2027-05-03 until 2027-05-10
2027-05-04 10:00Z edit templates/en/invitation.mentor.md \"nickname\" => \"called\"
2027-05-06 10:00Z edit templates/en/invitation.mentor.md \"called\" => \"nickname\"
2027-05-06 11:00Z edit programmes/spring.csv \"2027-05-20\" => \"2027-05-21\"
--------
";
    let notes = mails(story, "a person is needed").await;
    let told = notes.iter().filter(|letter| letter.text.contains("A letter could not be written")).count();
    assert_eq!(told, 2, "{notes:?}");
    let text = notes[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("A letter could not be written. The reason: "), "{text}");
    assert!(text.contains("en/invitation.mentor.md:3:7: a name here stands for nothing."), "{text}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_programme_file_with_a_fault_is_named_and_nothing_more() {
    let story = "A story.

== 2027-05-03 until 2027-05-10
2027-05-04 10:00Z edit programmes/spring.toml \"ends\" => \"ennds\"
--------
";
    let notes = mails(story, "a person is needed").await;
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    let text = note.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("/programmes/spring.toml. sendoff check names them all."), "{text}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_settings_edit_is_told_in_plain_words_and_never_with_a_secret() {
    let story = "A story.

== sendoff.toml
[privacy]
forget_after = \"60 days\"
[mailbox]
host = \"imap.mentors.example\"
username = \"sendoff@mentors.example\"
password = { env = \"OLD_SECRET\" }
== 2027-05-03 until 2027-05-10
2027-05-04 10:00Z edit sendoff.toml \"60 days\" => \"90 days\"
2027-05-04 10:00Z edit sendoff.toml \"OLD_SECRET\" => \"NEW_SECRET\"
--------
";
    let receipts = mails(story, "in force").await;
    let [receipt] = receipts.as_slice() else { panic!("{receipts:?}") };
    let text = receipt.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Changed: sendoff.toml."), "{text}");
    assert!(text.contains("- how long personal data is kept: 90 days (before: 60 days)"), "{text}");
    assert!(text.contains("- the mailbox that Sendoff reads"), "{text}");
    assert!(!text.contains("SECRET") && !text.contains("imap"), "{text}");
}
