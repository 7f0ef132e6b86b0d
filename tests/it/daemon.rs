//! The daemon: letters out once, decisions asked for, one at a time, and a clean end.
//!
//! These run on the wall clock, which the daemon is made for: the programme's dates are set around it, or nothing depends on it.

use super::desk::{Desk, Said};
use super::running::Running;
use jiff::civil::Date;
use sendoff::daemon::clock::WallClock;
use sendoff::engine::clock::Clock;
use sendoff::store::{DATABASE_FILE, RELOAD_ASKED, StateLock, Store};

/// The day after so many days.
pub fn after(days: i64) -> Date {
    let today = WallClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    today.checked_add(jiff::Span::new().days(days)).expect("a date")
}

/// A programme whose session is far enough ahead for nothing but the invitation, whenever the test runs.
pub fn with_session_soon(desk: &Desk) {
    let programme = desk.read("config/programmes/spring-2027.toml");
    let programme = programme
        .replace("ends = 2027-05-28", &format!("ends = {}", after(40)))
        .replace("holidays = [\"../holidays/england.ics\"]", "")
        .replace("hours = \"08:00-18:00\"", "hours = \"00:00-23:59\"")
        .replace("days = \"Mon-Fri\"", "days = \"Mon-Sun\"");
    desk.write("config/programmes/spring-2027.toml", &programme);
    let sheet = format!(
        "pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n\
         p1,Jonas Weber,jonas@post.example,Amina Okafor,amina@okafor.example,{} 14:00\n",
        after(20)
    );
    desk.write("config/programmes/spring-2027.csv", &sheet);
    std::fs::remove_dir_all(desk.path("config/roadmaps")).expect("the starter's roadmap");
}

/// Such a programme, approved; the next run sends its invitations.
fn approved() -> Desk {
    let desk = Desk::ready();
    with_session_soon(&desk);
    desk.run(&["run", "--once"]);
    desk.run(&["approve", "1"]);
    desk
}

#[test]
fn the_starter_is_not_run() {
    let desk = Desk::empty();
    desk.run(&["init"]);
    let run = desk.run(&["run", "--once"]);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("config/sendoff.toml: error: this is still the starter's"), "{}", run.err);
    assert!(!desk.path("state").exists());
}

#[test]
fn a_new_programme_waits_goes_and_goes_only_once() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let to_people = |desk: &Desk| {
        let letters = desk.letters("out");
        letters.values().filter(|letter| !String::from_utf8_lossy(letter).contains("To: ada@mentors.example")).count()
    };
    let run = desk.run(&["run", "--once"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("sendoff approve 1"), "{}", run.out);
    assert_eq!(to_people(&desk), 0, "only the coordinator hears of it");
    let list = desk.run(&["approve"]);
    assert!(list.out.contains("2 people get first: invitation"), "{}", list.out);
    assert_eq!(desk.run(&["approve", "--json"]).json()[0]["programme"], "spring-2027");
    assert_eq!(desk.run(&["approve", "99"]).status, 1);
    assert_eq!(desk.run(&["approve", "1"]).status, 0);
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    assert_eq!(to_people(&desk), 2, "an invitation each");
    assert_eq!(desk.run(&["run", "--once"]).status, 0);
    assert_eq!(to_people(&desk), 2, "nothing twice");
    let log = desk.run(&["run", "--once"]).err + &run.err;
    assert!(!log.contains('@') && !log.contains("Amina"), "no address and no name in the log: {log}");
    let status = desk.run(&["status", "--json"]).json();
    assert_eq!((&status[0]["pair"], &status[0]["needs_person"]), (&"p1".into(), &false.into()));
}

#[test]
fn one_pair_from_facts_to_bytes() {
    let desk = approved();
    desk.run(&["run", "--once"]);
    let sent = desk.run(&["show", "p1", "--json"]).json();
    let sent: Vec<_> = sent.iter().filter(|line| line["outcome"] == "sent" && line["step"] == "invitation").collect();
    assert_eq!(sent.len(), 2);
    let number = sent[0]["number"].to_string();
    let eml = desk.run(&["show", "p1", "--eml", &number]).out;
    let is_it = |letter: &Vec<u8>| String::from_utf8_lossy(letter).ends_with(&eml);
    assert!(eml.contains("BEGIN:VCALENDAR") || eml.contains("text/calendar"), "{eml}");
    assert_eq!(desk.letters("out").values().filter(|letter| is_it(letter)).count(), 1, "byte for byte");
    assert_eq!(desk.run(&["show", "p1", "--eml", "99"]).status, 1);
    let said = |arguments: &[&str]| -> Said { desk.run(&[&["record", "p1"], arguments].concat()) };
    assert!(said(&["accepted", "--who", "mentee"]).out.contains("on record: Amina Okafor"));
    assert_eq!(said(&["accepted"]).status, 1, "whose?");
    assert_eq!(said(&["acepted"]).status, 1);
    let private = ["follow_up", "--who", "mentor", "wants=[\"nothing\"]", "note=secret"];
    assert_eq!(said(&private).status, 0);
    let story = desk.run(&["show", "p1"]).out;
    let story = story.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(story.contains("accepts the session") && story.contains("staying in touch (private)"), "{story}");
    assert!(!story.contains("secret") && !story.contains("nothing\""), "{story}");
}

#[test]
fn the_brake_holds() {
    let desk = approved();
    assert_eq!(desk.run(&["pause", "nothing-such"]).status, 1);
    assert_eq!(desk.run(&["pause"]).status, 0);
    let before = desk.letters("out").len();
    desk.run(&["run", "--once"]);
    assert_eq!(desk.letters("out").len(), before);
    assert!(desk.run(&["status"]).out.contains("Everything is paused"));
    assert!(desk.run(&["plan", "--json"]).json().iter().any(|line| line["outcome"] == "held"));
    assert_eq!(desk.run(&["resume"]).status, 1, "nobody to ask");
    let resume = desk.run(&["resume", "--yes"]);
    assert!(resume.out.contains("2 letters would go within the next 24 hours"), "{}", resume.out);
    desk.run(&["run", "--once"]);
    assert_eq!(desk.letters("out").len(), before + 2);
}

#[test]
fn one_daemon_for_a_state_folder_and_a_clean_end() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let mut daemon = Running::start(&desk);
    let second = desk.run(&["run", "--once"]);
    assert_eq!(second.status, 3);
    assert!(second.err.contains("another sendoff is running on state"), "{}", second.err);
    daemon.signal("-TERM");
    assert!(daemon.until("sendoff ends").contains("sendoff ends"));
    assert_eq!(daemon.child.wait().expect("it ends").code(), Some(0));
    assert_eq!(desk.run(&["run", "--once"]).status, 0, "the folder is free again");
}

/// A daemon's letter on the wire, as another command finds it in the database.
#[test]
fn a_letter_in_hand_is_shown_as_such_and_the_plan_goes_on_from_there() {
    let desk = approved();
    std::fs::remove_dir_all(desk.path("out")).expect("letters were put there");
    desk.write("out", "no folder: nothing can be delivered");
    assert_eq!(desk.run(&["run", "--once"]).status, 3);
    let mut store = Store::open(&desk.path("state").join(DATABASE_FILE)).expect("a state");
    let later = WallClock.now() + jiff::SignedDuration::from_hours(48);
    let claim = store.write(|tx| tx.claim(later, 8)).expect("a claim");
    assert!(!claim.taken.is_empty(), "the invitations wait");
    let shown = desk.run(&["show", "p1", "--json"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    let lines = shown.json();
    let of = |step: &str| lines.iter().find(|line| line["step"] == step).expect("it is told of");
    assert_eq!((&of("invitation")["outcome"], &of("invitation")["reason"]), (&"queued".into(), &"on its way".into()));
    assert_eq!(of("closing")["outcome"], "due");
}

#[test]
fn reload_reads_now_and_a_broken_edit_changes_nothing() {
    let desk = approved();
    assert_eq!(desk.run(&["reload"]).status, 3, "no daemon runs");
    let _daemon = Running::start(&desk);
    let sheet = desk.read("config/programmes/spring-2027.csv");
    desk.write("config/programmes/spring-2027.csv", &sheet.replace("Amina Okafor", "Amina Bello"));
    let reload = desk.run(&["reload"]);
    assert_eq!(reload.status, 0, "{}", reload.err);
    assert!(reload.out.contains("spring-2027: in force now"), "{}", reload.out);
    assert!(desk.run(&["show", "p1"]).out.contains("Amina Bello"));
    let settings = desk.read("config/sendoff.toml");
    desk.write("config/sendoff.toml", &format!("{settings}\n[nonsense]\nx = 1\n"));
    let broken = desk.run(&["reload"]);
    assert_eq!(broken.status, 1);
    assert!(broken.out.contains("stays in force") && broken.err.contains("config/sendoff.toml:"), "{}", broken.err);
    desk.write("config/sendoff.toml", &settings);
    assert_eq!(desk.run(&["reload"]).status, 0);
}

#[test]
fn files_are_watched_and_a_broken_edit_is_told_once() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let settings = desk.read("config/sendoff.toml").replace("settle = \"2 minutes\"", "settle = \"0 minutes\"");
    desk.write("config/sendoff.toml", &settings);
    desk.run(&["run", "--once"]);
    desk.run(&["approve", "1"]);
    let mut daemon = Running::start(&desk);
    let told = |words: &str| {
        let letters = desk.letters("out");
        letters.values().filter(|letter| String::from_utf8_lossy(letter).contains(words)).count()
    };

    let sheet = desk.read("config/programmes/spring-2027.csv");
    desk.write("config/programmes/spring-2027.csv.new", &sheet.replace("Amina Okafor", "Amina Bello"));
    desk.rename("config/programmes/spring-2027.csv.new", "config/programmes/spring-2027.csv");
    daemon.until("the files are read again");
    daemon.until("step=\"applied\" role=\"coordinator\" outcome=\"sent\"");
    assert!(desk.run(&["show", "p1"]).out.contains("Amina Bello"));
    assert_eq!(told("X-Sendoff-Step: spring-2027//applied/coordinator"), 1);

    desk.write("config/sendoff.toml", &format!("{settings}\nshoes = 1\n"));
    daemon.until("the files cannot be used");
    desk.write("config/sendoff.toml", &format!("{settings}\nshoes = 2\n"));
    daemon.until("the files cannot be used");
    let status = desk.run(&["status"]).out;
    assert!(status.contains("a file cannot be used") && status.contains("Amina Bello"), "{status}");
    desk.write("config/sendoff.toml", &settings);
    daemon.until("the files are read again");
}

#[test]
fn a_copied_state_folder_sends_nothing_until_it_is_approved() {
    let desk = approved();
    let before = desk.letters("out").len();
    std::fs::create_dir(desk.path("clone")).expect("a folder");
    for file in ["sendoff.db", "link.key"] {
        std::fs::copy(desk.path("state").join(file), desk.path("clone").join(file)).expect(file);
    }
    let run = desk.run(&["run", "--once", "--state", "clone"]);
    assert!(run.out.contains("everything waits: `sendoff approve 2`"), "{}{}", run.out, run.err);
    assert_eq!(desk.letters("out").len(), before);
    assert!(desk.run(&["status", "--state", "clone"]).out.contains("nothing is sent until `sendoff approve`"));
    let list = desk.run(&["approve", "--state", "clone"]).out;
    assert!(list.contains("2 letters would go at once"), "{list}");
    assert_eq!(desk.run(&["approve", "2"]).status, 1, "the first installation has no such hold");
    assert_eq!(desk.run(&["approve", "2", "--state", "clone"]).status, 0);
    desk.run(&["run", "--once", "--state", "clone"]);
    assert_eq!(desk.letters("out").len(), before + 2);
}

#[test]
fn a_backup_made_while_letters_go_out_comes_back_held() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let mut sheet = desk.read("config/programmes/spring-2027.csv");
    let row = sheet.lines().nth(1).expect("a row").to_owned();
    for n in 2..40 {
        let pair = row.replace("p1", &format!("p{n}")).replace("jonas@", &format!("jonas{n}@"));
        sheet.push_str(&format!("{}\n", pair.replace("amina@", &format!("amina{n}@"))));
    }
    desk.write("config/programmes/spring-2027.csv", &sheet);
    desk.run(&["run", "--once"]);
    desk.run(&["approve", "1"]);
    let mut daemon = Running::start(&desk);
    daemon.until("step=\"invitation\"");
    let backup = desk.run(&["backup", "kept", "--with-link-key"]);
    assert_eq!(backup.status, 0, "{}", backup.err);
    assert_eq!(desk.run(&["backup", "kept"]).status, 1, "nothing is written over");
    let busy = desk.run(&["restore", "kept"]);
    assert_eq!(busy.status, 3, "the daemon runs");
    daemon.signal("-TERM");
    daemon.until("sendoff ends");
    daemon.child.wait().expect("it ends");

    assert_eq!(desk.run(&["restore", "config/sendoff.toml"]).status, 1, "no backup");
    let restore = desk.run(&["restore", "kept"]);
    assert!(restore.out.contains("Nothing is sent until you have looked"), "{}{}", restore.out, restore.err);
    assert!(desk.path("state/sendoff.db.before-restore").exists(), "what was there is kept");
    let before = desk.letters("out").len();
    let run = desk.run(&["run", "--once"]);
    assert!(run.out.contains("everything waits"), "{}", run.out);
    assert_eq!(desk.run(&["resume", "--yes"]).status, 0);
    desk.run(&["run", "--once"]);
    assert_eq!(desk.letters("out").len(), before);
    assert_eq!(desk.run(&["approve", "2"]).status, 0);
    desk.run(&["run", "--once"]);
    let people =
        desk.letters("out").into_values().filter(|letter| String::from_utf8_lossy(letter).contains("/invitation/"));
    let mut steps: Vec<String> = people
        .map(|letter| {
            let text = String::from_utf8_lossy(&letter).into_owned();
            text.lines().find(|line| line.starts_with("X-Sendoff-Step:")).expect("a step").to_owned()
        })
        .collect();
    steps.sort();
    steps.dedup();
    assert_eq!(steps.len(), 2 * 39, "everybody has the invitation in the end");
    let links = desk.run(&["restore", "kept", "--state", "elsewhere"]);
    assert_eq!(links.status, 0, "{}", links.err);
    assert_eq!(desk.read("elsewhere/link.key"), desk.read("state/link.key"));
}

#[test]
fn a_trial_leaves_the_real_state_as_it_was() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    desk.run(&["run", "--once"]);
    let before = std::fs::read(desk.path("state/sendoff.db")).expect("a state");
    let settings = desk.read("config/sendoff.toml");
    let trial =
        settings.replace("# redirect_all_to = \"ada@mentors.example\"", "redirect_all_to = \"me@home.example\"");
    assert_ne!(trial, settings);
    desk.write("config/sendoff.toml", &trial);
    let letters = desk.letters("out").len();
    desk.run(&["run", "--once"]);
    assert_eq!(desk.run(&["approve", "1"]).status, 0);
    desk.run(&["run", "--once"]);
    let new: Vec<String> =
        desk.letters("out").into_values().map(|letter| String::from_utf8_lossy(&letter).into_owned()).collect();
    let mine = new.iter().filter(|letter| letter.contains("X-Envelope-To: me@home.example")).count();
    assert_eq!((new.len(), mine), (letters + 3, 3), "the coordinator's note and two invitations");
    assert!(std::fs::read(desk.path("state/sendoff.db")).expect("a state") == before, "not opened at all");

    desk.write("config/sendoff.toml", &settings);
    assert!(desk.run(&["approve"]).out.contains("2 people get first"), "in truth nobody has approved anything");
    desk.run(&["approve", "1"]);
    desk.run(&["run", "--once"]);
    assert!(!desk.path("state/trial").exists(), "the trial is over");
    let all: Vec<String> =
        desk.letters("out").into_values().map(|letter| String::from_utf8_lossy(&letter).into_owned()).collect();
    let ids = |to: &str| -> Vec<String> {
        let theirs = all.iter().filter(|letter| letter.contains("/invitation/") && letter.contains(to));
        theirs
            .map(|letter| letter.lines().find(|line| line.starts_with("Message-ID")).expect("an id").to_owned())
            .collect()
    };
    let (tried, real) = (ids("X-Envelope-To: me@home.example"), ids("@okafor.example\r\n"));
    assert_eq!((tried.len(), real.len()), (2, 1));
    assert!(!tried.contains(&real[0]), "names of its own");
}

#[test]
fn a_running_daemon_turns_to_the_trial_when_the_files_say_so() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let mut daemon = Running::start(&desk);
    let settings = desk.read("config/sendoff.toml");
    let trial =
        settings.replace("# redirect_all_to = \"ada@mentors.example\"", "redirect_all_to = \"me@home.example\"");
    desk.write("config/sendoff.toml", &trial);
    daemon.signal("-HUP");
    daemon.until("this is a trial");
    daemon.until("sendoff runs");
    assert!(desk.path("state/trial/sendoff.db").exists());
    desk.write("config/sendoff.toml", &settings);
    let over = desk.run(&["reload"]);
    assert!(over.status == 0 && over.out.contains("the trial is over"), "{}{}", over.out, over.err);
    daemon.until("sendoff runs");
    assert!(!desk.path("state/trial").exists());
    desk.write("config/sendoff.toml", &trial);
    let begins = desk.run(&["reload"]);
    assert!(begins.status == 0 && begins.out.contains("a trial begins"), "{}{}", begins.out, begins.err);
    daemon.until("sendoff runs");
    assert!(desk.path("state/trial/sendoff.db").exists());
    daemon.signal("-TERM");
    daemon.until("sendoff ends");
}

#[test]
fn a_reload_follows_a_daemon_that_turns_to_the_trial_by_itself() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let mut daemon = Running::start(&desk);
    daemon.signal("-TERM");
    daemon.child.wait().expect("it ends");
    // One that has read the files, and does not see the question any more.
    let turning = StateLock::take(&desk.path("state")).expect("nobody runs on it");
    let store = Store::open(&desk.path("state").join(DATABASE_FILE)).expect("a state");
    let settings = desk.read("config/sendoff.toml");
    let trial =
        settings.replace("# redirect_all_to = \"ada@mentors.example\"", "redirect_all_to = \"me@home.example\"");
    desk.write("config/sendoff.toml", &trial);
    std::thread::scope(|scope| {
        let reload = scope.spawn(|| desk.run(&["reload"]));
        while store.setting(RELOAD_ASKED).expect("read").is_none() {
            std::thread::yield_now();
        }
        drop(turning);
        let mut daemon = Running::start(&desk);
        let begins = reload.join().expect("it ran");
        assert!(begins.status == 0 && begins.out.contains("a trial begins"), "{}{}", begins.out, begins.err);
        daemon.signal("-TERM");
        daemon.until("sendoff ends");
    });
}
