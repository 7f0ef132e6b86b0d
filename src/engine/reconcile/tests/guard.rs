//! What waits for a person (rules 27 and 29).

use super::Folder;
use super::folder::held;
use crate::domain::event::{EventName, Start};
use crate::domain::fact::{Fact, What};
use crate::engine::reconcile::{Approval, HoldKind, Mode, Outcome};
use crate::store::{Meeting, Source, Tx};
use jiff::SignedDuration;
use jiff::civil::date;

/// `count` pairs, p00, p01 …, without ids of their own if `nameless`.
fn rows(count: usize, nameless: bool) -> Vec<String> {
    let id = |n: usize| if nameless { String::new() } else { format!("p{n:02}") };
    (0..count)
        .map(|n| format!("{},Mentor {n},m{n:02}@m.example,Mentee {n},e{n:02}@m.example,2027-05-20 14:00,,,", id(n)))
        .collect()
}

fn texts(rows: &[String]) -> Vec<&str> {
    rows.iter().map(String::as_str).collect()
}

fn folder(rows: &[String]) -> Folder {
    Folder::with(&texts(rows))
}

#[test]
fn rule_29_a_new_programme_is_read_and_waits_for_its_approval() {
    let mut folder = Folder::new();
    let mut all = rows(10, false);
    folder.sheet(&texts(&all));
    let change = folder.change();
    assert_eq!((change.outcome, change.counts.added), (Outcome::Applied, 10));
    let first = change.awaits_approval.unwrap();
    assert_eq!(first.kind, HoldKind::Programme);
    assert!(!folder.store.programme("spring").unwrap().unwrap().approved);
    assert_eq!(folder.open_notes(), ["programme_held"]);

    // Until then nothing is guarded, and what was shown is what is approved.
    all.truncate(3);
    folder.sheet(&texts(&all));
    let change = folder.change();
    assert_eq!((change.outcome, change.counts.vanished), (Outcome::Applied, 7));
    let second = change.awaits_approval.unwrap();
    assert_ne!(first.id, second.id);
    assert!(matches!(folder.approve(first.id), Approval::NotOpen));
    all.pop();
    folder.sheet(&texts(&all));
    assert!(matches!(folder.approve(second.id), Approval::OtherContents));
    let third = folder.change().awaits_approval.unwrap();
    assert!(matches!(folder.approve(third.id), Approval::Done(_)));
    assert!(folder.store.programme("spring").unwrap().unwrap().approved);
    assert_eq!(folder.open_notes(), [""; 0]);
}

#[test]
fn rule_29_a_new_programme_goes_where_the_guard_says_so() {
    for (mode, more) in [(Mode::Apply, "[guard]\nnew_programmes = \"go\"\n"), (Mode::Approved, "")] {
        let mut folder = Folder::new();
        let service = std::fs::read_to_string(folder.config().dir.join("sendoff.toml")).unwrap();
        folder.write("sendoff.toml", &format!("{service}{more}"));
        folder.sheet(&texts(&rows(2, false)));
        folder.mode = mode;
        assert_eq!(folder.change().awaits_approval, None);
        assert!(folder.store.programme("spring").unwrap().unwrap().approved);
    }
}

#[test]
fn rule_29_an_edit_that_changes_many_is_held_whole_until_it_is_approved_or_taken_back() {
    let all = rows(20, false);
    let moved: Vec<String> = all.iter().map(|row| row.replace("05-20", "05-21")).collect();
    let mut folder = folder(&all);
    folder.sheet(&texts(&moved));
    let id = held(&folder.change());
    assert_eq!(folder.facts("p00"), ["moved"], "nothing of it is applied");
    assert_eq!(folder.pair("p00").held_by, Some(id));
    assert_eq!(folder.open_notes(), ["edit_held"]);
    let detail = folder.store.hold(id).unwrap().unwrap().hold.detail;
    assert_eq!((detail["moves"].as_u64(), detail["pairs"].as_array().map(Vec::len)), (Some(20), Some(20)));
    assert_eq!(held(&folder.change()), id, "the same contents are the same hold");

    folder.sheet(&texts(&all));
    assert_eq!(folder.change().outcome, Outcome::Unchanged);
    assert_eq!((folder.store.open_holds().unwrap(), folder.pair("p00").held_by), (vec![], None));
    assert_eq!(folder.open_notes(), [""; 0]);

    folder.sheet(&texts(&moved));
    let again = held(&folder.change());
    assert!(matches!(folder.approve(id), Approval::NotOpen));
    assert!(matches!(folder.approve(again), Approval::Done(_)));
    assert_eq!(folder.facts("p00"), ["moved", "moved"]);
    assert_eq!((folder.pair("p00").held_by, folder.open_notes()), (None, vec![]));
    assert_eq!(folder.change().outcome, Outcome::Unchanged);
}

#[test]
fn rule_29_another_edit_takes_the_place_of_the_one_that_waits() {
    let all = rows(20, false);
    let mut folder = folder(&all);
    let edit = |count: usize| -> Vec<String> {
        let moved = all.iter().take(count).map(|row| row.replace("05-20", "05-21"));
        moved.chain(all.iter().skip(count).cloned()).collect()
    };
    folder.sheet(&texts(&edit(20)));
    let first = held(&folder.change());
    folder.sheet(&texts(&edit(5)));
    assert!(matches!(folder.approve(first), Approval::OtherContents));
    let second = held(&folder.change());
    assert_eq!((folder.pair("p00").held_by, folder.pair("p19").held_by), (Some(second), None));
    folder.sheet(&texts(&edit(2)));
    assert_eq!(folder.change().outcome, Outcome::Applied, "small enough to go");
    assert_eq!((folder.facts("p01").len(), folder.facts("p02").len()), (2, 1));
    assert_eq!((folder.pair("p00").held_by, folder.store.open_holds().unwrap()), (None, vec![]));
}

#[test]
fn rule_29_many_small_edits_within_a_day_are_many_changes() {
    let mut all = rows(20, false);
    let mut folder = folder(&all);
    for n in 0..3 {
        all[n] = all[n].replace("05-20", "05-21");
        folder.sheet(&texts(&all));
        assert_eq!(folder.change().outcome, Outcome::Applied);
    }
    all[3] = all[3].replace("05-20", "05-21");
    folder.sheet(&texts(&all));
    held(&folder.change());
    all[3] = all[3].replace("05-21", "05-20");
    folder.sheet(&texts(&all));
    folder.change();
    folder.later(24);
    all[3] = all[3].replace("05-20", "05-21");
    folder.sheet(&texts(&all));
    assert_eq!(folder.change().outcome, Outcome::Applied, "a day later");
}

#[test]
fn rule_29_a_sheet_cut_in_half_cancels_nobody() {
    for nameless in [false, true] {
        let all = rows(12, nameless);
        let mut folder = folder(&all);
        folder.sheet(&texts(&all[..6]));
        let change = folder.change();
        held(&change);
        assert_eq!(change.counts.vanished, 6);
        assert!(folder.ids().iter().all(|id| !id.starts_with('+')));
    }
}

#[test]
fn rule_29_one_column_sorted_without_the_others_is_shown_side_by_side() {
    for nameless in [false, true] {
        let all = rows(100, nameless);
        let mut folder = folder(&all);
        // Three of a hundred: few enough for the limit, and yet.
        let mut sorted = all.clone();
        for (n, other) in [(10, 11), (11, 12), (12, 10)] {
            sorted[n] = sorted[n].replace(&format!("e{n:02}@"), &format!("e{other:02}@"));
        }
        folder.sheet(&texts(&sorted));
        let id = held(&folder.change());
        let detail = folder.store.hold(id).unwrap().unwrap().hold.detail;
        assert_eq!(detail["exchanges"].as_array().map(Vec::len), Some(3));
        assert_eq!(detail["exchanges"][0]["mentor"], "m10@m.example");
        assert_eq!(detail["exchanges"][0]["before"], "e10@m.example");
        assert_eq!(detail["exchanges"][0]["after"], "e11@m.example");
    }
}

#[test]
fn rule_29_a_programme_file_that_vanished_stops_everything_and_cancels_nothing() {
    let all = rows(5, false);
    let mut folder = folder(&all);
    folder.remove("programmes/spring.toml");
    let id = held(&folder.change());
    assert!(!folder.store.programme("spring").unwrap().unwrap().approved);
    assert_eq!(held(&folder.change()), id);
    assert_eq!(folder.facts("p00"), ["moved"]);

    folder.programme("spring", "");
    folder.change();
    assert!(folder.store.programme("spring").unwrap().unwrap().approved, "it goes on");
    assert_eq!((folder.store.open_holds().unwrap(), folder.open_notes()), (vec![], vec![]));

    folder.remove("programmes/spring.toml");
    let id = held(&folder.change());
    assert!(matches!(folder.approve(id), Approval::Done(_)));
    assert_eq!(folder.facts("p00"), ["moved", "vanished"]);
    assert!(folder.read().programmes.is_empty());
    folder.programme("spring", "");
    folder.change();
    assert_eq!(folder.facts("p00"), ["moved", "vanished", "returned"]);
}

#[test]
fn a_programme_file_with_a_fault_is_not_taken_for_vanished() {
    let mut folder = folder(&rows(5, false));
    folder.programme("spring", "shoes = 41");
    assert!(folder.read().programmes.is_empty());
    assert_eq!(folder.open_notes(), ["files_broken"]);
    assert!(folder.store.programme("spring").unwrap().unwrap().approved);
    folder.programme("spring", "");
    folder.read();
    assert_eq!(folder.open_notes(), [""; 0]);
}

#[test]
fn rule_27_another_epoch_wakes_the_programmes_pairs() {
    let mut folder = folder(&rows(3, false));
    folder.all_asleep();
    folder.change();
    assert_eq!(folder.awake(), [""; 0]);
    folder.programme("spring", "[steps]\nreminder = \"never\"\n");
    let change = folder.change();
    assert!(change.epoch_changed);
    assert_eq!(folder.awake().len(), 3);
}

/// Sessions that Sendoff proposed and that people have been invited to.
fn propose(folder: &mut Folder, ids: &[String], starts: &str) {
    let starts: Start = starts.parse().unwrap();
    let what = What::Scheduled { event: EventName::Session, starts: starts.clone(), odd_hours: false };
    let fact = Fact { at: folder.now, who: None, what };
    let put = |tx: &Tx<'_>, id: &str| {
        tx.add_fact("spring", id, &fact, Source::Sendoff)?;
        tx.set_meeting(&Meeting {
            programme: "spring".to_owned(),
            pair: id.to_owned(),
            event: EventName::Session,
            starts_at: starts.timestamp(),
            ends_at: starts.timestamp() + SignedDuration::from_mins(45),
            mentor_key: format!("{id}-mentor@m.example"),
            mentee_key: format!("{id}-mentee@m.example"),
        })
    };
    folder.store.write(|tx| ids.iter().try_for_each(|id| put(tx, id))).unwrap();
}

#[test]
fn rule_29_an_ending_that_moves_many_proposed_sessions_is_held_and_one_that_moves_none_goes() {
    let all: Vec<String> = rows(10, false).iter().map(|row| row.replace("2027-05-20 14:00", "")).collect();
    let mut folder = folder(&all);
    let ids = folder.ids();
    propose(&mut folder, &ids, "2027-05-20T14:00:00+01:00[Europe/London]");
    let file = std::fs::read_to_string(&folder.config().programmes[0].path).unwrap();

    folder.write("programmes/spring.toml", &file.replace("2027-05-28", "2027-05-27"));
    let change = folder.change();
    assert_eq!((change.outcome, change.tally.moves), (Outcome::Applied, 0));

    folder.write("programmes/spring.toml", &file.replace("2027-05-28", "2027-07-30"));
    let change = folder.change();
    let id = held(&change);
    assert_eq!(change.tally.moves, 10);
    assert_eq!(folder.store.programme("spring").unwrap().unwrap().programme.ends, Some(date(2027, 5, 27)));
    assert_eq!(folder.pair("p00").held_by, Some(id));
    assert!(matches!(folder.approve(id), Approval::Done(_)));
    assert_eq!(folder.store.programme("spring").unwrap().unwrap().programme.ends, Some(date(2027, 7, 30)));
    assert_eq!(folder.pair("p00").held_by, None);
}

#[test]
fn rule_29_a_rows_own_ending_counts_as_the_move_it_brings_about() {
    let mut all: Vec<String> = rows(10, false).iter().map(|row| row.replace("2027-05-20 14:00", "")).collect();
    let mut folder = folder(&all);
    let ids = folder.ids();
    propose(&mut folder, &ids, "2027-05-20T14:00:00+01:00[Europe/London]");
    let headings = format!("{},ends", super::folder::HEADINGS);
    for row in all.iter_mut().take(2) {
        row.push_str(",2027-07-30");
    }
    let padded: Vec<String> =
        all.iter().map(|row| if row.ends_with("30") { row.clone() } else { format!("{row},") }).collect();
    folder.sheet_of("spring", &headings, &texts(&padded));
    let change = folder.change();
    assert_eq!((change.outcome, change.tally.moves), (Outcome::Applied, 2));
}

#[test]
fn rule_29_the_hold_of_a_new_programme_says_how_many_people_get_what_first() {
    let mut folder = Folder::new();
    folder.sheet(&texts(&rows(10, false)));
    let held = folder.change().awaits_approval.unwrap();
    let detail = folder.store.hold(held.id).unwrap().unwrap().hold.detail;
    let outlook = &detail["outlook"];
    assert_eq!((outlook["people"].as_u64(), outlook["silent_pairs"].as_u64()), (Some(20), Some(0)));
    assert_eq!(outlook["first"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (outlook["first"][0]["step"].as_str(), outlook["first"][0]["letters"].as_u64()),
        (Some("invitation"), Some(20))
    );
    assert_eq!(outlook["first"][0]["from"], "2027-04-22T08:00:00Z");
}

#[test]
fn rule_29_a_date_that_can_be_read_two_ways_holds_the_edit_until_somebody_lets_it_go() {
    let mut all = rows(10, false);
    let mut folder = folder(&all);
    all[0] = all[0].replace("2027-05-20 14:00", "05/06/2027 14:00");
    all[1] = all[1].replace("14:00", "15:00");
    folder.sheet(&texts(&all));
    let change = folder.change();
    let id = held(&change);
    assert!(
        matches!(&change.outcome, Outcome::Held(held) if held.reason.starts_with("line 2 has the date \"05/06/2027\""))
    );
    assert_eq!(folder.facts("p01"), ["moved"], "nothing of it is applied");
    assert_eq!((folder.pair("p00").held_by, folder.pair("p01").held_by), (Some(id), Some(id)));
    assert_eq!((folder.pair("p02").held_by, held(&folder.change())), (None, id));

    assert!(matches!(folder.approve(id), Approval::Done(_)));
    assert!(folder.pair("p00").set_aside.is_some() && folder.pair("p00").held_by.is_none());
    assert_eq!((folder.facts("p00"), folder.facts("p01")), (vec!["moved"], vec!["moved", "moved"]));
    assert_eq!((folder.open_notes(), folder.change().outcome), (vec!["rows_set_aside".to_owned()], Outcome::Unchanged));

    // What was let go asks nobody again; one more does.
    all[2] = all[2].replace("14:00", "15:00");
    folder.sheet(&texts(&all));
    assert_eq!(folder.change().outcome, Outcome::Applied);
    all[3] = all[3].replace("2027-05-20 14:00", "05/06/2027 14:00");
    folder.sheet(&texts(&all));
    held(&folder.change());
}

#[test]
fn rule_29_an_unclear_date_is_mended_in_its_cell_in_the_programme_or_by_taking_it_back() {
    let all = rows(10, true);
    let unclear: Vec<String> = all.iter().take(2).map(|row| row.replace("2027-05-20", "05/06/2027")).collect();
    let unclear: Vec<String> = unclear.into_iter().chain(all.iter().skip(2).cloned()).collect();
    let mut folder = folder(&all);
    let ids = folder.ids();
    let is_free = |folder: &Folder| ids.iter().all(|id| folder.pair(id).held_by.is_none());

    folder.sheet(&texts(&unclear));
    held(&folder.change());
    assert_eq!(ids.iter().filter(|id| folder.pair(id).held_by.is_some()).count(), 2);
    folder.sheet(&texts(&all));
    assert_eq!((folder.change().outcome, is_free(&folder)), (Outcome::Unchanged, true));

    folder.sheet(&texts(&unclear));
    held(&folder.change());
    folder.programme("spring", "dates = \"day first\"");
    let change = folder.change();
    assert_eq!((change.outcome, change.counts.moved, is_free(&folder)), (Outcome::Applied, 2, true));
    assert_eq!(folder.store.open_holds().unwrap(), []);
}

#[test]
fn rule_29_the_hold_of_a_new_programme_names_the_dates_that_can_be_read_two_ways() {
    let mut all = rows(10, false);
    all[4] = all[4].replace("2027-05-20", "05/06/2027");
    let mut folder = Folder::new();
    folder.sheet(&texts(&all));
    let change = folder.change();
    let first = change.awaits_approval.unwrap();
    assert_eq!((change.outcome, change.counts.added), (Outcome::Applied, 9));
    assert!(first.reason.contains("its first letters; line 6 has the date \"05/06/2027\""), "{}", first.reason);
    assert!(matches!(folder.approve(first.id), Approval::Done(_)));
    all[0] = all[0].replace("14:00", "15:00");
    folder.sheet(&texts(&all));
    assert_eq!(folder.change().outcome, Outcome::Applied, "it was seen with the programme");
}
