//! The commands, as a coordinator types them: the real binary, in a folder of its own.

use super::daemon::{after, with_session_soon};
use super::desk::Desk;
use super::web::browser::Browser;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn a_coordinator_starts_from_nothing() {
    let desk = Desk::empty();
    let init = desk.run(&["init"]);
    assert_eq!(init.status, 0);
    assert!(init.out.contains("config/sendoff.toml") && init.out.contains("sendoff check"), "{}", init.out);
    let again = desk.run(&["init"]);
    assert_eq!(again.status, 1);
    assert!(again.err.starts_with("config/sendoff.toml: error: "), "{}", again.err);
    let check = desk.run(&["check"]);
    assert_eq!((check.status, check.err.as_str()), (0, ""));
    assert!(check.out.contains("1 programme, 6 pairs"), "{}", check.out);
}

#[test]
fn a_plan_writes_nothing_and_says_what_waits() {
    let desk = Desk::ready();
    let before = desk.files();
    let plan = desk.run(&["plan", "--from", "2026-01-01", "--until", "2027-12-31", "--json"]);
    assert_eq!(plan.status, 0, "{}", plan.err);
    assert_eq!(desk.files(), before, "not even a state folder");
    let lines = plan.json();
    let invitation = lines.iter().find(|line| line["pair"] == "amina-jonas" && line["role"] == "mentee").unwrap();
    for (field, value) in [
        ("at", "2027-04-22T08:00:00Z"),
        ("programme", "spring-2027"),
        ("step", "invitation"),
        ("to", "amina@okafor.example"),
        ("outcome", "held"),
        ("reason", "waits for approval"),
        ("method", "REQUEST"),
        ("starts", "2027-05-20T13:00:00Z"),
    ] {
        assert_eq!(invitation[field], value, "{field}");
    }
    for field in ["message_id", "subject", "uid", "sequence"] {
        assert!(!invitation[field].is_null(), "{field}");
    }
    assert!(lines.windows(2).all(|two| two[0]["at"].as_str() <= two[1]["at"].as_str()), "in the order of time");
    let one = desk.run(&["plan", "--from", "2027-05-01", "--until", "2027-05-31", "--pair", "amina-jonas", "--json"]);
    let lines = one.json();
    assert!(!lines.is_empty() && lines.iter().all(|line| line["pair"] == "amina-jonas"));
    assert!(lines.iter().all(|line| line["at"].as_str().is_some_and(|at| at.starts_with("2027-05"))));
    assert_eq!(desk.run(&["plan", "--pair", "nobody"]).status, 1);
}

#[test]
fn what_people_read_fits_80_columns_and_has_no_colour_in_a_pipe() {
    let desk = Desk::ready();
    for arguments in [
        &["plan", "--from", "2026-01-01", "--until", "2027-12-31"][..],
        &["simulate", "--from", "2027-04-01", "--until", "2027-08-01", "--mail", "letters"],
        &["check"],
        &["--help"],
        &["record", "--help"],
    ] {
        let said = desk.run(arguments);
        assert_eq!(said.status, 0, "{arguments:?} {}", said.err);
        assert!(!said.out.contains('\u{1b}'), "{arguments:?}");
        for line in said.out.lines() {
            assert!(line.chars().count() <= 80, "{arguments:?}: {line}");
        }
    }
}

#[test]
fn simulated_twice_is_the_same_to_the_byte() {
    let desk = Desk::ready();
    let answers =
        "{\"at\":\"2027-04-23T10:00:00Z\",\"pair\":\"amina-jonas\",\"who\":\"mentor\",\"fact\":\"accepted\"}\n";
    desk.write("answers.jsonl", answers);
    let play = |mail: &str| {
        let span = ["simulate", "--from", "2027-04-01", "--until", "2027-07-01"];
        let rest = ["--mail", mail, "--answers", "answers.jsonl", "--json"];
        desk.run(&[&span[..], &rest[..]].concat())
    };
    let (one, two) = (play("one"), play("two"));
    assert_eq!((one.status, &one.out), (0, &two.out), "{}", one.err);
    let letters = desk.letters("one");
    assert!(letters.len() > 20);
    assert_eq!(letters, desk.letters("two"));
    let accepted = one
        .json()
        .into_iter()
        .find(|line| line["step"] == "reminder" && line["pair"] == "amina-jonas" && line["role"] == "mentor")
        .unwrap();
    assert_eq!(
        (&accepted["outcome"], &accepted["reason"]),
        (&"skipped".into(), &"accepted: it is in their calendar".into())
    );
    let sent = one.json().iter().filter(|line| line["outcome"] == "sent").count();
    assert_eq!(sent, letters.len(), "every letter that was sent is there, and no other");
    assert!(!desk.path("state").exists());
}

#[test]
fn faulty_answers_are_named_by_line_and_nothing_is_played() {
    let desk = Desk::ready();
    desk.write(
        "answers.jsonl",
        "{\"at\":\"2027-04-23T10:00:00Z\",\"pair\":\"nobody\",\"who\":\"mentor\",\"fact\":\"accepted\"}\n\
         {\"at\":\"2027-04-23T10:00:00Z\",\"pair\":\"amina-jonas\",\"fact\":\"accepted\"}\n",
    );
    let arguments =
        ["simulate", "--from", "2027-04-01", "--until", "2027-05-01", "--mail", "m", "--answers", "answers.jsonl"];
    let said = desk.run(&arguments);
    assert_eq!(said.status, 1);
    assert!(said.err.starts_with("answers.jsonl:1:1: error: there is no pair \"nobody\"\n"), "{}", said.err);
    assert!(said.err.contains("\nanswers.jsonl:2:1: error: \"accepted\" needs to say whose it is"), "{}", said.err);
    assert!(!desk.path("m").exists());
}

#[test]
fn exit_statuses_say_whose_fault_it_was() {
    let desk = Desk::ready();
    assert_eq!(desk.run(&["frob"]).status, 2);
    assert_eq!(desk.run(&["plan", "--from", "tomorrow"]).status, 2);
    assert_eq!(desk.run(&["preview", "invitatoin"]).status, 2);
    assert_eq!(desk.run(&["status"]).status, 1, "nothing has run yet");
    desk.write("config/sendoff.toml", "[organisation]\nnam = \"x\"\n");
    let check = desk.run(&["check"]);
    assert_eq!(check.status, 1);
    assert!(check.err.lines().any(|line| line.starts_with("config/sendoff.toml:2:1: error: ")), "{}", check.err);
    assert!(check.err.contains("nam = \"x\"") && check.err.contains("^^^"), "{}", check.err);
    assert_eq!(desk.run(&["plan"]).status, 1);
    assert_eq!(desk.run(&["run", "--once"]).status, 1);
}

#[test]
fn a_row_that_is_set_aside_fails_check_alone() {
    let desk = Desk::ready();
    let sheet = desk.read("config/programmes/spring-2027.csv");
    desk.write("config/programmes/spring-2027.csv", &sheet.replace("tom.ashworth@mail.example", "tom.ashworth"));
    let check = desk.run(&["check"]);
    assert_eq!(check.status, 1);
    assert!(check.err.starts_with("config/programmes/spring-2027.csv:3:"), "{}", check.err);
    assert!(check.out.contains("1 row is set aside"), "{}", check.out);
    let plan = desk.run(&["plan", "--from", "2026-01-01", "--until", "2027-12-31", "--json"]);
    assert_eq!(plan.status, 0);
    let pairs: Vec<Value> = plan.json().into_iter().map(|line| line["pair"].clone()).collect();
    assert!(pairs.contains(&"amina-jonas".into()) && !pairs.contains(&"priya-tom".into()));
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let desk = Desk::ready();
    let sheet = desk.read("config/programmes/spring-2027.csv");
    desk.write("config/programmes/spring-2027.csv", &sheet.replace("Tom Ashworth", "T\u{1b}[2J\u{1b}]0;x\u{7}om"));
    for arguments in
        [&["check"][..], &["plan"], &["simulate", "--from", "2027-04-01", "--until", "2027-06-01", "--mail", "m"]]
    {
        let said = desk.run(arguments);
        let all = format!("{}{}", said.out, said.err);
        assert!(!all.contains(|c: char| c.is_control() && c != '\n'), "{arguments:?}: {all:?}");
    }
}

#[test]
fn letters_can_be_read_before_anybody_gets_them() {
    let desk = Desk::ready();
    let text = desk.run(&["preview", "preparation", "--role", "mentor", "--language", "de", "--text"]);
    assert_eq!(text.status, 0, "{}", text.err);
    assert!(!text.out.contains("<p") && text.out.contains("\n-- \n"));
    let html = desk.run(&["preview", "preparation", "--pair", "amina-jonas", "--role", "mentee", "--html"]);
    assert!(html.out.starts_with("<!DOCTYPE html>") && html.out.contains("Jonas"), "{}", html.err);
    let eml = desk.run(&["preview", "invitation", "--pair", "amina-jonas", "--role", "mentee", "--eml"]);
    assert!(eml.out.contains("method=REQUEST") && eml.out.contains("To: ") && eml.out.contains("\r\n"), "{}", eml.err);
    assert!(desk.run(&["preview", "--all", "all.html"]).out.contains("all.html"));
    assert!(desk.read("all.html").contains("<iframe"));
    let wrong = desk.run(&["preview", "practice_nudge", "--role", "mentor"]);
    assert_eq!(wrong.status, 1);
    assert!(wrong.err.contains("does not go to the mentor"), "{}", wrong.err);
    assert_eq!(desk.run(&["preview", "closing", "--language", "xx"]).status, 1);
}

#[test]
fn completions_and_manual_name_every_command() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish"] {
        assert!(desk.run(&["completions", shell]).out.contains("simulate"), "{shell}");
    }
    let man = desk.run(&["man"]).out;
    for command in ["demo", "init", "check", "plan", "simulate", "preview", "run", "reload", "status", "show", "record"]
    {
        assert!(man.contains(command), "{command}");
    }
}

/// A demo that serves, until it goes out of sight.
struct Serving(std::process::Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn in_the_demo_both_sides_can_be_taken() {
    let desk = Desk::empty();
    let mut command = desk.command(&["demo", "--mail", "letters"]);
    let mut serving = Serving(command.stdout(Stdio::piped()).spawn().expect("the demo"));
    let out = BufReader::new(serving.0.stdout.take().expect("its output"));
    let told = out.lines().map_while(Result::ok).find(|line| line.contains("Take part at")).expect("an address");
    let server = told.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
    let browser = Browser::new(server.parse().expect("an address"));
    let start = browser.get("/");
    assert!(
        start.text.contains("Friday 21 May 2027, 08:30") && start.text.contains("32 letters so far"),
        "{}",
        start.text
    );
    let page = |name: &str, label: &str| {
        let own = start.text.split("<li>").find(|person| person.contains(name)).expect(name);
        let link = own.split("<a href=\"").find(|link| link.contains(label)).expect(label);
        link.split('"').next().expect("a path").to_owned()
    };
    let mentor = page("mentor of Amina", "Staying in touch");
    let letters = desk.letters("letters");
    let is_live = |letter: &Vec<u8>| String::from_utf8_lossy(letter).contains(&format!("http://{server}/p/"));
    assert!(letters.values().any(is_live), "the links in letters lead here");
    for path in [mentor, page("mentee of Jonas Weber", "Staying in touch")] {
        assert_eq!(browser.get(&path).status, 200);
        assert_eq!(browser.post(&path, "do=keep&want=questions&starter=either").status, 303);
    }
    assert_eq!(browser.post("/week", "").status, 303);
    let later = browser.get("/").text;
    assert!(later.contains("You and Jonas Weber: staying in touch"), "{later}");
    assert_eq!(browser.post("/again", "").status, 303);
    assert!(browser.get("/").text.contains("32 letters so far"));
}

#[test]
fn the_demo_needs_nothing() {
    let desk = Desk::empty();
    let demo = desk.run(&["demo", "--no-serve", "--mail", "letters"]);
    assert_eq!((demo.status, demo.err.as_str()), (0, ""));
    assert!(demo.out.contains("Amina") && demo.out.contains(" sent"), "{}", demo.out);
    assert!(desk.letters("letters").len() > 50);
    assert_eq!(desk.files(), ["letters"], "and leaves nothing else behind");
}

#[test]
fn status_shows_what_is_asked_for() {
    let desk = Desk::ready();
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    let pairs = |arguments: &[&str]| -> Vec<String> {
        let said = desk.run(&[&["status", "--json"], arguments].concat());
        assert_eq!(said.status, 0, "{arguments:?} {}", said.err);
        said.json().iter().map(|line| line["pair"].as_str().expect("an id").to_owned()).collect()
    };
    let all = pairs(&[]);
    assert_eq!(all.len(), 6);
    assert_eq!(pairs(&["--programme", "spring-2027"]), all);
    for person in ["amina@okafor.example", "AMINA", "okafor"] {
        assert_eq!(pairs(&["--person", person]), ["amina-jonas"], "{person}");
    }
    assert!(pairs(&["--trouble"]).len() < all.len());
    for nobody in [&["--person", "nobody"][..], &["--programme", "autumn"]] {
        assert_eq!(desk.run(&[&["status"], nobody].concat()).status, 1, "{nobody:?}");
    }
    for how in [&["--json"][..], &["--trouble"], &["--trouble", "--json"], &[]] {
        let nobody = desk.run(&[&["status", "--person", "nobody"][..], how].concat());
        assert!(nobody.status == 1 && nobody.err.contains("no pair has \"nobody\""), "{how:?} {}", nobody.err);
        let quiet = desk.run(&[&["status", "--person", "okafor"][..], how].concat());
        assert_eq!(quiet.status, 0, "{how:?} {}", quiet.err);
    }
    let one = desk.run(&["status", "--person", "amina"]);
    assert!(one.out.contains("1 of 6 pairs") && !one.out.contains("lena-kofi"), "{}", one.out);

    let sheet = desk.run(&["status", "--csv"]).out;
    let mut rows = sheet.split("\r\n");
    assert_eq!(
        rows.next(),
        Some("\u{feff}programme,pair,mentor,mentee,stands,needs_person,ends,session,next_at,next_step,next_role")
    );
    assert!(
        rows.next().is_some_and(|row| row.starts_with("spring-2027,amina-jonas,Jonas Weber,Amina Okafor,")),
        "{sheet}"
    );
    let letters = desk.run(&["show", "amina-jonas", "--csv"]).out;
    assert!(letters.starts_with("\u{feff}at,programme,pair,role,step,"), "{letters}");
    assert!(letters.lines().skip(1).all(|line| line.contains(",spring-2027,amina-jonas,")), "{letters}");
}

#[test]
fn of_very_many_pairs_status_shows_the_sums() {
    let desk = Desk::ready();
    let rows: String = (0..501)
        .map(|n| format!("p{n:03},Mentor {n},m{n}@mentors.example,Mentee {n},e{n}@mentees.example\n"))
        .collect();
    let head = "pair,mentor_name,mentor_email,mentee_name,mentee_email\n";
    desk.write("config/programmes/spring-2027.csv", &format!("{head}{rows}"));
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    let said = desk.run(&["status"]);
    assert!(
        said.out.contains("501 pairs") && said.out.contains("--trouble") && !said.out.contains("p007"),
        "{}",
        said.out
    );
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    let one = desk.run(&["status", "--person", "m7@mentors.example"]);
    assert!(one.out.contains("p007") && one.out.contains("1 of 501 pairs"), "{}", one.out);
    let all = desk.run(&["status", "--programme", "spring-2027"]);
    assert!(all.out.contains("p007") && all.out.contains("500 of 501 pairs"), "{}", all.out);
    assert_eq!(desk.run(&["status", "--json"]).json().len(), 501);
    let table = desk.run(&["status", "--programme", "spring-2027", "--csv"]);
    assert!(table.out.contains("p500") && table.out.lines().count() == 502, "{}", table.out);
}

#[test]
fn a_plan_of_very_many_pairs_says_the_next_days_and_sums() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let session = after(20);
    let rows: String = (0..5001)
        .map(|n| format!("p{n},M {n},m{n}@mentors.example,E {n},e{n}@mentees.example,{session} 14:00\n"))
        .collect();
    desk.write(
        "config/programmes/spring-2027.csv",
        &format!("pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n{rows}"),
    );
    let plan = desk.run(&["plan"]);
    assert!(plan.out.contains("Of so many pairs only the next seven days"), "{}", plan.out);
    let sums = |line: &str| line.split_whitespace().eq(["‖", "invitation", "10002", "held"]);
    assert!(plan.out.lines().any(sums) && !plan.out.contains("p4999"), "{}", plan.out);
    assert!(
        plan.out.contains("Too many to tell one by one") && plan.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        plan.out
    );
    let one = desk.run(&["plan", "--pair", "p4999", "--until", &after(60).to_string(), "--json"]).json();
    assert!(one.len() > 4 && one.iter().all(|line| line["pair"] == "p4999"), "{one:?}");
}

#[test]
fn a_language_nothing_is_written_in_is_shown_where_it_stands() {
    let desk = Desk::ready();
    let head = "pair,mentor_name,mentor_email,mentee_name,mentee_email,mentee_language\n";
    let row = "p1,Ada,ada@mentors.example,Ben,ben@mentees.example,fr\n";
    desk.write("config/programmes/spring-2027.csv", &format!("{head}{row}"));
    let check = desk.run(&["check"]);
    assert_eq!(check.status, 0, "{}", check.err);
    let wanted = "config/programmes/spring-2027.csv:2:52: warning: there are no letters in \"fr\" yet\n  \
                  2 | p1,Ada,ada@mentors.example,Ben,ben@mentees.example,fr\n    \
                  |                                                    ^^\n";
    assert!(check.err.contains(wanted), "{}", check.err);
}
