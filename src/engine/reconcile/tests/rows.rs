//! What rows and cells do (rules 12, 13, 14, 20, 31).

use super::Folder;
use super::folder::HEADINGS;
use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::engine::reconcile::{Mode, Outcome};

const P1: &str = "p1,Amina,amina@m.example,Jonas,jonas@m.example,,,,";
const P2: &str = "p2,Bela,bela@m.example,Kim,kim@m.example,2027-05-20 14:00,Room 1,,";
const P3: &str = "p3,Cleo,cleo@m.example,Lee,lee@m.example,,,,";
const X1: &str = ",Amina,amina@m.example,Jonas,jonas@m.example,,,,";
const X2: &str = ",Bela,bela@m.example,Kim,kim@m.example,,,,";
const ALL: [&str; 3] = [P1, P2, P3];
/// So many that one may go without a question (rule 29).
const SIX: [&str; 6] = [
    P1,
    P2,
    P3,
    "p4,D,d@m.example,E,e@m.example,,,,",
    "p5,F,f@m.example,G,g@m.example,,,,",
    "p6,H,h@m.example,I,i@m.example,,,,",
];

#[test]
fn rule_14_the_first_sight_of_a_session_is_a_fact_and_of_a_place_is_not() {
    let folder = Folder::with(&ALL);
    assert_eq!(folder.ids(), ["p1", "p2", "p3"]);
    assert_eq!(folder.facts("p1"), [""; 0]);
    let starts = Some("2027-05-20T14:00:00+01:00[Europe/London]".parse().unwrap());
    assert_eq!(folder.last_fact("p2"), Some(What::Moved { event: EventName::Session, starts, place: None }));
    assert_eq!(folder.pair("p2").pair.place.as_deref(), Some("Room 1"));
}

#[test]
fn rule_14_reading_the_same_again_changes_nothing_and_wakes_nobody() {
    let mut folder = Folder::with(&ALL);
    folder.all_asleep();
    assert_eq!(folder.change().outcome, Outcome::Unchanged);
    folder.sheet(&[P3, P1, P2]);
    let change = folder.change();
    assert_eq!((change.counts.changed, change.counts.rows), (0, 3));
    assert_eq!(folder.awake(), [""; 0]);
}

#[test]
fn rule_14_only_a_changed_cell_acts() {
    let mut folder = Folder::with(&ALL);
    folder.all_asleep();
    let what = What::Moved {
        event: EventName::Session,
        starts: Some("2027-05-25T10:00:00+01:00[Europe/London]".parse().unwrap()),
        place: None,
    };
    let at = folder.now;
    let fact = crate::domain::fact::Fact { at, who: None, what: what.clone() };
    folder.store.write(|tx| tx.add_fact("spring", "p2", &fact, crate::store::Source::Page)).unwrap();
    folder.sheet(&[P1, &P2.replace(",,", ",,talk; write"), P3]);
    folder.change();
    assert_eq!(folder.facts("p2"), ["moved", "moved"], "the session's cell is what it was: what people said stays");
    assert_eq!(folder.pair("p2").pair.goals, ["talk", "write"]);
    assert_eq!(folder.awake(), ["p2"]);
}

#[test]
fn rule_14_an_emptied_session_is_no_fact_and_an_emptied_place_is_the_programmes() {
    let mut folder = Folder::with(&ALL);
    folder.sheet(&[P1, &P2.replace("2027-05-20 14:00", ""), P3]);
    folder.change();
    assert_eq!(folder.facts("p2"), ["moved"]);
    folder.sheet(&[P1, &P2.replace("2027-05-20 14:00,Room 1", ","), P3]);
    folder.change();
    let place = Some(String::new());
    assert_eq!(folder.last_fact("p2"), Some(What::Moved { event: EventName::Session, starts: None, place }));
}

#[test]
fn rule_14_every_word_of_the_status_column_is_a_fact_and_active_takes_it_back() {
    for (word, facts) in [
        ("paused", ["paused"].as_slice()),
        ("continuing", &["continuing"]),
        ("ended early", &["ended"]),
        ("ended quietly", &["ended"]),
    ] {
        let row = P1.replace(",,,,", &format!(",,,{word},"));
        let mut folder = Folder::with(&[&row]);
        assert_eq!(folder.facts("p1"), facts, "{word}");
        folder.sheet(&[P1]);
        folder.change();
        assert_eq!(folder.facts("p1"), [facts, &["resumed"]].concat(), "{word}");
    }
    let folder = Folder::with(&[&P1.replace(",,,,", ",,,ended quietly,")]);
    assert_eq!(folder.last_fact("p1"), Some(What::Ended { reason: String::new(), quietly: true }));
}

#[test]
fn rule_31_a_row_that_is_gone_vanishes_and_comes_back_as_the_same_pair() {
    let mut folder = Folder::with(&SIX);
    let first_seen_at = folder.pair("p2").first_seen_at;
    let all = std::fs::read_to_string(folder.config().programmes[0].pairs_path.clone()).unwrap();
    folder.write("programmes/spring.csv", &all.replace(&format!("{P2}\n"), ""));
    let change = folder.change();
    assert_eq!((change.counts.vanished, change.tally.cancels), (1, 1));
    assert_eq!(folder.facts("p2"), ["moved", "vanished"]);
    assert!(folder.pair("p2").vanished);
    folder.write("programmes/spring.csv", &all);
    assert_eq!(folder.change().counts.returned, 1);
    assert_eq!(folder.facts("p2"), ["moved", "vanished", "returned"]);
    assert_eq!((folder.pair("p2").vanished, folder.pair("p2").first_seen_at), (false, first_seen_at));
}

#[test]
fn rule_13_a_corrected_address_keeps_the_pair_and_its_id() {
    let mut folder = Folder::with(&[X1, X2]);
    let id = folder.store.pair_by_addresses("spring", "amina@m.example", "jonas@m.example").unwrap().unwrap().pair.id;
    let corrected = X1.replace("jonas@m", "jonas.b@m");
    for _ in 0..2 {
        folder.sheet(&[X2, &corrected]);
        folder.change();
        assert_eq!(folder.pair(&id).pair.mentee.address.as_str(), "jonas.b@m.example");
        assert_eq!(folder.ids().len(), 2);
        folder.sheet(&[&corrected, X2]);
    }
    // The old couple again, as a new row: it is another pair, and may not take the kept id.
    folder.sheet(&[X2, &corrected, X1]);
    let said = folder.read();
    assert_eq!(folder.ids().len(), 2);
    assert!(said.problems.iter().any(|problem| problem.line == 4 && problem.what.contains(&id)), "{said:?}");
}

#[test]
fn rule_13_what_may_be_two_pairs_is_set_aside_and_neither_vanishes() {
    let one = ",Amina,amina@m.example,Jonas,jonas@m.example,,,,";
    let other = ",Amina,amina@m.example,Jonas,jonas2@m.example,,,,";
    let mut folder =
        Folder::with(&[one, other, X2, P3, "p4,D,d@m.example,E,e@m.example,,,,", "p5,F,f@m.example,G,g@m.example,,,,"]);
    let before = folder.ids();
    folder.sheet(&[
        ",Amina,amina@m.example,Jonas,jonas3@m.example,,,,",
        X2,
        P3,
        "p4,D,d@m.example,E,e@m.example,,,,",
        "p5,F,f@m.example,G,g@m.example,,,,",
    ]);
    let said = folder.read();
    assert_eq!(folder.ids(), before);
    assert!(said.problems.iter().any(|problem| problem.line == 2), "{said:?}");
    let aside = folder.store.pairs_of("spring").filter(|row| row.as_ref().unwrap().set_aside.is_some()).count();
    assert_eq!(aside, 2);
}

#[test]
fn rule_13_another_id_for_the_same_people_is_a_rename() {
    let mut folder = Folder::with(&ALL);
    folder.sheet(&[P1, &P2.replace("p2,", "bela-kim,"), P3]);
    let change = folder.change();
    assert_eq!((change.counts.renamed, change.tally.changed_people), (1, 1));
    assert_eq!(folder.ids(), ["bela-kim", "p1", "p3"]);
    assert_eq!(folder.facts("bela-kim"), ["moved"], "its story went with it");
    folder.sheet(&[P1, &P2.replace("p2,", ","), P3]);
    folder.change();
    assert_eq!(folder.ids(), ["bela-kim", "p1", "p3"], "a row without an id leaves the pair the one it has");
}

#[test]
fn a_faulty_row_is_set_aside_and_its_pair_keeps_what_was_last_known() {
    for faulty in [
        P2.replace("2027-05-20 14:00", "someday"),
        P2.replace("kim@m.example", "kim"),
        P2.replace("p2,", ",").replace("kim@m.example", "kim"),
        P2.replace("p2,", ",").replace("Room 1,,", "Room 1,away,"),
        "p2,\"Bela".to_owned(),
        "no idea".to_owned(),
    ] {
        let mut folder = Folder::with(&ALL);
        folder.all_asleep();
        folder.sheet(&[P1, P3, &faulty]);
        let said = folder.read();
        assert!(said.problems.iter().any(|problem| problem.line == 4), "{faulty}: {said:?}");
        assert_eq!(folder.ids(), ["p1", "p2", "p3"], "{faulty}");
        assert!(folder.pair("p2").set_aside.is_some(), "{faulty}");
        assert_eq!(folder.pair("p2").pair.session, Some("2027-05-20T14:00:00+01:00[Europe/London]".parse().unwrap()));
        assert_eq!(folder.open_notes(), ["rows_set_aside"], "{faulty}");
        folder.sheet(&ALL);
        folder.read();
        assert_eq!((folder.pair("p2").set_aside, folder.facts("p2")), (None, vec!["moved"]), "{faulty}");
        assert_eq!(folder.open_notes(), [""; 0], "{faulty}");
    }
}

#[test]
fn rule_13_an_id_that_belonged_to_others_gives_nobody_their_story() {
    let others: Vec<String> = (0..6).map(|n| format!("x{n},M{n},m{n}@m.example,E{n},e{n}@m.example,,,,")).collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let mut folder = Folder::with(&[others.as_slice(), &[P2]].concat());
    folder.sheet(&others);
    folder.change();
    folder.sheet(&[others.as_slice(), &[&P1.replace("p1,", "p2,")]].concat());
    let said = folder.read();
    assert!(said.problems.iter().any(|problem| problem.line == 8), "{said:?}");
    assert_eq!((folder.pair("p2").pair.mentor.name.as_str(), folder.pair("p2").vanished), ("Bela", true));
}

#[test]
fn rule_31_a_faulty_row_with_the_id_of_a_pair_that_vanished_keeps_that_id_for_itself() {
    let [_, rest @ ..] = SIX;
    let mut folder = Folder::with(&SIX);
    folder.sheet(&rest);
    folder.change();
    let faulty = "p1,Dora,dora@m.example,Max,max@m.example,someday,,,";
    let resembling = ",Amina,amina@m.example,Jonas,jonas@elsewhere.example,,,,";
    for _ in 0..2 {
        folder.sheet(&[rest.as_slice(), &[faulty, resembling]].concat());
        folder.change();
        let p1 = folder.pair("p1");
        assert!(p1.vanished && p1.set_aside.is_none(), "its row is not mended yet");
        assert_eq!(p1.pair.mentee.address.to_string(), "jonas@m.example");
        assert_eq!(folder.ids().len(), 7, "who resembles it is a new pair");
    }
}

#[test]
fn rule_31_a_row_that_stands_twice_keeps_nobody_else_from_vanishing() {
    let others: Vec<String> = (0..6).map(|n| format!("x{n},M{n},m{n}@m.example,E{n},e{n}@m.example,,,,")).collect();
    let all: Vec<&str> = others.iter().map(String::as_str).chain([X1, X2]).collect();
    let mut folder = Folder::with(&all);
    let id = folder.store.pair_by_addresses("spring", "bela@m.example", "kim@m.example").unwrap().unwrap().pair.id;
    let doubled: Vec<&str> = others.iter().map(String::as_str).chain([X1, X1]).collect();
    folder.sheet(&doubled);
    assert_eq!(folder.change().counts.vanished, 1);
    assert!(folder.pair(&id).vanished);
}

#[test]
fn rule_31_headings_that_stand_twice_keep_nobody_from_vanishing() {
    let mut folder = Folder::with(&SIX);
    let rows: Vec<&str> = SIX[..5].iter().copied().chain([HEADINGS]).collect();
    folder.sheet(&rows);
    assert_eq!(folder.change().counts.vanished, 1);
    assert!(folder.pair("p6").vanished);
}

#[test]
fn a_sheet_that_cannot_be_read_changes_nothing() {
    let mut folder = Folder::with(&ALL);
    for text in ["", "who,what\na,b\n"] {
        folder.write("programmes/spring.csv", text);
        let said = folder.read();
        assert_eq!(said.programmes[0].outcome, Outcome::Unreadable);
        assert!(!said.problems.is_empty());
        assert_eq!((folder.ids(), folder.pair("p1").set_aside), (vec!["p1".into(), "p2".into(), "p3".into()], None));
        assert_eq!(folder.open_notes(), ["files_broken"]);
    }
    folder.sheet(&ALL);
    folder.read();
    assert_eq!(folder.open_notes(), [""; 0]);
}

#[test]
fn looking_writes_nothing() {
    let mut folder = Folder::with(&ALL);
    let before = folder.store.copy_in_memory().unwrap();
    folder.mode = Mode::Look;
    folder.sheet(&[P1, &P2.replace("05-20", "05-21")]);
    folder.programme("autumn", "");
    folder.sheet_of("autumn", super::folder::HEADINGS, &["a1,Q,q@m.example,R,r@m.example,,,,"]);
    let said = folder.read();
    assert_eq!(said.programmes.len(), 2);
    assert_eq!((said.programmes[1].counts.moved, said.programmes[1].counts.vanished), (1, 1));
    let rows = |store: &crate::store::Store| store.pairs_of("spring").map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!(rows(&before), rows(&folder.store));
    assert!(folder.store.programme("autumn").unwrap().is_none());
    assert_eq!(folder.store.open_holds().unwrap(), []);
}

#[test]
fn a_roadmap_written_by_hand_is_the_mentors_once_for_each_content() {
    let mut folder = Folder::with(&ALL);
    folder.write("roadmaps/p1.toml", "[[area]]\narea = \"Explaining code\"\n");
    folder.write("roadmaps/nobody.toml", "[[area]]\narea = \"Explaining code\"\n");
    for _ in 0..2 {
        let said = folder.read();
        assert_eq!(said.problems.len(), 1);
        assert!(said.problems[0].what.contains("nobody"));
    }
    assert_eq!(folder.facts("p1"), ["roadmap"]);
    folder.write("roadmaps/p1.toml", "[[area]]\narea = \"Listening\"\n");
    folder.read();
    assert_eq!(folder.facts("p1"), ["roadmap", "roadmap"]);
}
