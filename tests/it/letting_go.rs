//! Letting go of people: by request, and by itself on the day their letters named (rules 22, 25, 28).

use super::stories::story::Story;
use super::stories::world::{Home, World};
use sendoff::domain::address::Address;
use sendoff::domain::delivery::State;
use sendoff::domain::fact::{Fact, What};
use sendoff::domain::person::Role;
use sendoff::engine::forget::{Forgot, Refusal};
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::mail::opened;
use sendoff::store::{Settled, Source, Store};
use std::path::{Path, PathBuf};

const TWO_PAIRS: &str = "\
== sendoff.toml
[privacy]
forget_after = \"60 days\"
== programmes/spring.csv
pair,mentor_name,mentor_called,mentor_email,mentee_name,mentee_email,session,copy_to,goals
p1,Maya Lindqvist,Maya,maya@people.example,Jonas Kemp,Jonas.K@people.example,2027-05-20 15:00,,Say what Jonas Kemp wants
p2,Maya Lindqvist,Maya,maya@people.example,Ines Duarte,ines@people.example,2027-05-21 15:00,guard@people.example,
";

async fn lived(head: &str, deeds: &str) -> World {
    let mut world =
        World::of(&Story::told(&format!("A story.\n\n== {head}\n{deeds}{TWO_PAIRS}--------\n")), Home::File);
    world.engine.lets_go = true;
    let route = world.server.clone();
    world.run(&route).await.expect("a story");
    world
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

fn forget(world: &mut World, whom: &str) -> Forgot {
    world.engine.forget(&address(whom), world.now).expect("a database").expect("nobody refuses")
}

async fn once_more(world: &mut World) {
    let clock = sendoff::engine::clock::StandingClock::at(world.now);
    world.engine.tick(world.now).expect("a tick");
    let route = world.server.clone();
    world.engine.deliver(&route, &clock).await.expect("a delivery");
    world.engine.tick(world.now).expect("a tick");
}

/// Everything of the state that lies on the disk, in lower case: the configuration beside it is the coordinator's.
fn on_disk(world: &World) -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(world.folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.is_file());
    files.map(|path| (path.clone(), lossy(&path).to_lowercase())).collect()
}

fn lossy(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned()
}

fn read_again(world: &mut World) -> Vec<String> {
    let config = Config::load(&Path::new(&world.folder()).join("config")).config.expect("files");
    let said = reconcile(&mut world.engine.store, &config, world.now, Mode::Apply).expect("a database");
    said.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.what)).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn who_is_forgotten_is_nowhere_on_the_disk() {
    let deeds = "2027-05-03 10:00Z p1 mentee accepted\n2027-05-04 10:00Z p1 mentee concern\n";
    let mut world = lived("2027-04-01 until 2027-05-14", deeds).await;
    let before = on_disk(&world);
    assert!(before.iter().any(|(_, text)| text.contains("jonas.k@people") && text.contains("jonas kemp")));
    let copy = Path::new(&world.folder()).join("sendoff.db.before-v9");
    world.engine.store.backup_to(&copy).expect("a copy");
    let aside = Path::new(&world.folder()).join("sendoff.db.before-restore");
    world.engine.store.backup_to(&aside).expect("a copy");

    let forgot = forget(&mut world, "jonas.k@PEOPLE.example");
    assert_eq!((forgot.pairs.len(), forgot.cancels, forgot.is_unreadable), (1, 2, true), "{forgot:?}");
    assert!(!copy.exists() && !aside.exists(), "a copy from before an upgrade or a restore is one more place");
    let arrived = world.server.arrivals().len();
    once_more(&mut world).await;
    let cancels: Vec<String> =
        world.server.arrivals()[arrived..].iter().map(|letter| format!("{:?}", letter.envelope.to)).collect();
    assert_eq!(cancels.len(), 2, "the session leaves both calendars: {cancels:?}");
    for (path, text) in on_disk(&world) {
        for word in ["jonas.k@people", "jonas kemp", "jonas"] {
            assert!(!text.contains(word), "{word} is in {}", path.display());
        }
    }
    // The other pair of the same mentor goes on.
    assert!(world.engine.store.pair("spring", "p2").expect("a database").is_some());
    assert!(world.engine.store.deliveries("spring", "p1").expect("a database").is_empty());
}

/// A letter to a coordinator that is being carried needs its bytes until it is known what became of it.
#[tokio::test(flavor = "current_thread")]
async fn a_note_on_its_way_keeps_its_words_only_until_it_has_gone() {
    for (state, is_kept) in [(State::Sent, true), (State::Deferred, false)] {
        let mut world = lived("2027-04-01 until 2027-05-04", "").await;
        let row = world.engine.pair("p1").expect("a pair");
        let concern = Fact { at: world.now, who: Some(Role::Mentee), what: What::Concern {} };
        world.engine.collect(&row, concern, Source::Record, world.now).expect("collected");
        world.engine.tick(world.now).expect("a tick");
        let claim = world.engine.store.write(|tx| tx.claim(world.now, 8)).expect("a claim");
        let [note] = claim.taken.as_slice() else { panic!("one note: {}", claim.taken.len()) };
        assert_eq!(note.delivery.key.role, Role::Coordinator);
        let id = note.delivery.id;
        forget(&mut world, "jonas.k@people.example");
        world.engine.tick(world.now).expect("a tick");
        assert!(world.engine.store.message_bytes(id).expect("a database").is_some(), "it is being carried");
        let next_attempt_at = (state == State::Deferred).then_some(world.now);
        let became = Settled { id, state, reason: None, next_attempt_at };
        world.engine.store.write(|tx| tx.record_batch(&[became], world.now)).expect("recorded");
        once_more(&mut world).await;
        assert_eq!(world.engine.store.delivery(id).expect("a database").is_some(), is_kept, "{state:?}");
        for (path, text) in on_disk(&world) {
            assert!(!text.contains("jonas"), "{state:?}: {}", path.display());
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn who_is_forgotten_comes_back_neither_with_the_sheet_nor_with_a_backup() {
    let mut world = lived("2027-04-01 until 2027-05-14", "").await;
    let folder = PathBuf::from(world.folder());
    let backup = folder.join("elsewhere.db");
    world.engine.store.backup_to(&backup).expect("a backup");
    forget(&mut world, "jonas.k@people.example");
    once_more(&mut world).await;
    assert_eq!(read_again(&mut world), ["2: forgotten on request: delete line 2"]);
    assert!(world.engine.store.pair("spring", "p1").expect("a database").is_none());
    assert!(world.engine.store.pair("spring", "p2").expect("a database").is_some_and(|row| row.set_aside.is_none()));

    world.engine.store = Store::in_memory().expect("a database");
    for name in ["sendoff.db", "sendoff.db-wal", "sendoff.db-shm"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    std::fs::rename(&backup, folder.join("sendoff.db")).expect("a restore");
    world.engine.store = Store::open(&folder.join("sendoff.db")).expect("a database");
    assert!(world.engine.store.pair("spring", "p1").expect("a database").is_none());
    assert_eq!(read_again(&mut world), ["2: forgotten on request: delete line 2"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_guardian_is_forgotten_and_the_pair_stays() {
    let mut world = lived("2027-04-01 until 2027-05-14", "").await;
    let forgot = forget(&mut world, "guard@people.example");
    assert_eq!(forgot.copied, [("spring".to_owned(), "p2".to_owned())]);
    let row = world.engine.store.pair("spring", "p2").expect("a database").expect("the pair");
    assert_eq!(row.pair.copy_to, None);
    for (path, text) in on_disk(&world) {
        assert!(!text.contains("guard@people"), "{}", path.display());
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_coordinator_is_not_forgotten_by_accident_and_an_unknown_address_is_said() {
    let mut world = lived("2027-04-01 until 2027-04-23", "").await;
    let refused = world.engine.forget(&address("ada@mentors.example"), world.now).expect("a database");
    assert_eq!(refused.err(), Some(Refusal::Coordinator("spring".to_owned())));
    assert!(forget(&mut world, "nobody@people.example").is_nothing());
}

#[tokio::test(flavor = "current_thread")]
async fn an_export_has_everything_of_one_and_nothing_private_of_the_other() {
    let deeds = "2027-05-21 09:05Z p1 mentor follow_up wants=[\"nothing\"] note=\"not with this person\"\n\
                 2027-05-21 09:06Z p1 mentee follow_up wants=[\"updates\"] note=\"gladly\"\n\
                 2027-05-21 09:07Z p1 mentee practice_nudges yes=true\n\
                 2027-05-21 09:08Z p1 mentor accepted\n";
    let world = lived("2027-04-01 until 2027-05-25", deeds).await;
    let held = world.engine.export(&address("jonas.k@people.example")).expect("a database").expect("something");
    let text = held.to_string();
    assert!(text.contains("gladly") && text.contains("practice_nudges") && text.contains("Say what Jonas Kemp wants"));
    assert!(!text.contains("not with this person") && !text.contains("nothing\""), "{held:#}");
    assert!(!text.contains("Ines") && !text.contains("p2"), "another pair is not this person's");
    let letters = held["pairs"][0]["letters"].as_array().expect("letters");
    let sent = letters.iter().filter(|letter| letter["state"] == "sent");
    assert!(sent.clone().count() >= 4);
    assert!(sent.clone().all(|letter| letter["to"] == "Jonas.K@people.example" && letter["message"].is_string()));
    let maya = world.engine.export(&address("maya@people.example")).expect("a database").expect("something");
    assert_eq!(maya["pairs"].as_array().map(Vec::len), Some(2));
    assert!(maya.to_string().contains("not with this person") && !maya.to_string().contains("gladly"));
    assert_eq!(world.engine.export(&address("nobody@people.example")).expect("a database"), None);
}

/// What the closing letter to that address says of the day, and whether the pair is there just before and after it.
async fn day_of(answers: &str) -> (String, bool, bool) {
    let world = lived("2027-04-01 until 2027-08-18", answers).await;
    let closing = world.server.arrivals().iter().rev().find_map(|letter| {
        let opened = opened::open(&letter.message).expect("a letter");
        let line = opened.text.lines().find(|line| line.contains("is deleted on"))?.to_owned();
        opened.to.contains("maya@").then_some(line)
    });
    let before = world.engine.store.pair("spring", "p1").expect("a database").is_some();
    let world = lived("2027-04-01 until 2027-08-19", answers).await;
    let after = world.engine.store.pair("spring", "p1").expect("a database").is_some();
    (closing.expect("a closing letter says when"), before, after)
}

#[tokio::test(flavor = "current_thread")]
async fn the_day_in_the_last_letter_is_true_and_the_same_for_a_yes_and_a_no() {
    let yes = "2027-05-21 09:05Z p1 mentor follow_up wants=[\"updates\"]\n";
    let no = "2027-05-21 09:05Z p1 mentor follow_up wants=[\"nothing\"]\n";
    let both = "2027-05-21 09:05Z p1 mentor follow_up wants=[\"updates\"]\n\
                2027-05-21 09:06Z p1 mentee follow_up wants=[\"nothing\"]\n";
    let expected = day_of("").await;
    assert!(expected.1 && !expected.2, "{expected:?}");
    for answers in [yes, no, both] {
        assert_eq!(day_of(answers).await, expected, "{answers}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn after_its_time_a_pair_is_gone_and_its_row_does_nothing() {
    let mut world = lived("2027-04-01 until 2027-08-25", "").await;
    for (path, text) in on_disk(&world) {
        for word in ["jonas.k@people", "jonas kemp", "ines@people"] {
            assert!(!text.contains(word), "{word} is in {}", path.display());
        }
    }
    let said = read_again(&mut world);
    // Nothing is to be read: the sheet is what it was.
    assert_eq!(said, Vec::<String>::new());
    let sheet = Path::new(&world.folder()).join("config/programmes/spring.csv");
    let text = std::fs::read_to_string(&sheet).expect("a sheet");
    std::fs::write(
        &sheet,
        format!("{text}p3,Maya Lindqvist,Maya,maya@people.example,Lea Brandt,lea@people.example,,,\n"),
    )
    .expect("a sheet");
    let said = read_again(&mut world);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("time is over") && said[0].contains("delete line 2"), "{said:?}");
    let store = &world.engine.store;
    let known: Vec<String> = store.pairs_of("spring").map(|row| row.expect("a row").pair.id).collect();
    assert_eq!(known, ["p3"], "who met before may be in another pair");
}

#[tokio::test(flavor = "current_thread")]
async fn who_wanted_nothing_any_more_still_wants_nothing_after_it_is_forgotten() {
    let stop = "2027-05-03 10:00Z p1 mentee stopped what=everything\n";
    let mut world = lived("2027-04-01 until 2027-08-25", stop).await;
    let sheet = Path::new(&world.folder()).join("config/programmes/spring.csv");
    let text = std::fs::read_to_string(&sheet).expect("a sheet");
    std::fs::write(
        &sheet,
        format!("{text}p4,Lea Brandt,,lea@people.example,Jonas Kemp,jonas.k@people.example,2027-11-20 15:00,,\n"),
    )
    .expect("a sheet");
    read_again(&mut world);
    assert!(world.engine.store.address_state("jonas.k@people.example").expect("a database").stopped_at.is_some());
}

#[tokio::test(flavor = "current_thread")]
async fn lines_of_a_roadmap_keep_an_address_and_the_roadmap_and_nothing_else() {
    let deeds = "2027-05-21 09:00Z p1 mentor roadmap areas=[{\"area\": \"Explaining code\", \"practise\": \"To a colleague\"}]\n\
                 2027-05-21 09:05Z p1 mentor follow_up wants=[\"nothing\"] note=\"tired\"\n\
                 2027-05-22 18:01Z p1 mentee practice_nudges yes=true\n";
    let world = lived("2027-04-01 until 2027-08-20", deeds).await;
    let row = world.engine.store.pair("spring", "p1").expect("a database").expect("what is left");
    assert!(row.pair.mentor.is_removed() && row.pair.goals.is_empty());
    for (path, text) in on_disk(&world) {
        for word in ["maya lindqvist", "maya@people", "tired", "ines@people"] {
            assert!(!text.contains(word), "{word} is in {}", path.display());
        }
    }
    let world = lived("2027-04-01 until 2027-10-01", deeds).await;
    let lines: Vec<String> = world
        .server
        .arrivals()
        .iter()
        .filter_map(|letter| opened::open(&letter.message))
        .filter(|letter| letter.text.contains("Explaining code") && letter.subject.contains("line"))
        .map(|letter| letter.subject)
        .collect();
    assert_eq!(lines, ["A line from Maya’s roadmap for you", "A line from your roadmap"]);
    assert!(world.engine.store.pair("spring", "p1").expect("a database").is_none(), "then all of it goes");
}

#[tokio::test(flavor = "current_thread")]
async fn what_has_no_end_is_kept_for_eighteen_months_at_most() {
    for deed in ["paused", "continuing"] {
        let deeds = format!("2027-04-23 10:00Z p1 coordinator {deed}\n");
        let there = |world: &World| world.engine.store.pair("spring", "p1").expect("a database").is_some();
        assert!(there(&lived("2027-04-01 until 2028-10-23", &deeds).await), "{deed}");
        assert!(!there(&lived("2027-04-01 until 2028-10-24", &deeds).await), "{deed}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_address_somebody_chose_is_theirs_as_much_as_the_sheets() {
    let deeds = "2027-05-03 10:00Z p1 mentee reflection notes={\"good\":\"a lighthouse\"}\n\
                 2027-05-03 10:00Z p1 mentee new_address address=kemp@home.example\n\
                 2027-05-04 10:00Z p1 mentee address_confirmed address=kemp@home.example\n";
    let mut world = lived("2027-04-01 until 2027-05-14", deeds).await;
    let given = world.engine.export(&address("kemp@home.example")).expect("a database").expect("something");
    assert_eq!(given["pairs"][0]["person"]["letters_go_to"], "kemp@home.example");
    assert!(given.to_string().contains("a lighthouse"), "{given}");
    let partners = world.engine.export(&address("maya@people.example")).expect("a database").expect("something");
    assert!(!partners["pairs"][0]["said"].to_string().contains("a lighthouse"), "{partners}");

    let forgot = forget(&mut world, "kemp@home.example");
    assert_eq!(forgot.pairs.len(), 1, "{forgot:?}");
    once_more(&mut world).await;
    for (path, text) in on_disk(&world) {
        for word in ["kemp@home", "jonas.k@people", "jonas kemp", "a lighthouse"] {
            assert!(!text.contains(word), "{word} is in {}", path.display());
        }
    }
    assert_eq!(read_again(&mut world), ["2: forgotten on request: delete line 2"]);
}

#[tokio::test(flavor = "current_thread")]
async fn lines_that_still_come_go_where_letters_went_last() {
    let deeds = "2027-05-21 10:00Z p1 mentee new_address address=kemp@home.example\n\
                 2027-05-24 10:00Z p1 mentee address_confirmed address=kemp@home.example\n\
                 2027-05-25 10:00Z p1 mentor roadmap areas=[{\"area\":\"Talks\"}]\n\
                 2027-05-26 10:00Z p1 mentee practice_nudges yes=true\n";
    let world = lived("2027-04-01 until 2027-09-01", deeds).await;
    let arrivals = world.server.arrivals();
    let last = arrivals.iter().rev().find(|letter| lossy_of(&letter.message).contains("/practice_nudge"));
    assert!(format!("{:?}", last.expect("a line").envelope.to).contains("kemp@home.example"));
    let row = world.engine.store.pair("spring", "p1").expect("a database");
    assert!(row.is_none_or(|row| row.pair.mentor.is_removed()), "everything else has gone");
}

fn lossy_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
