use super::Settled;
use crate::domain::delivery::{Delivery, State};
use crate::domain::event::EventName;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::store::specimen::{address, at, invitation, letter, message, pair_row, programme_row};
use crate::store::{Claim, NewHold, PAUSED, RESTORED, RowFault, Store, StoreError};
use jiff::Timestamp;

const NINE: &str = "2027-05-13T08:00:00Z";

fn store_with(letters: &[Delivery]) -> Store {
    let mut store = Store::in_memory().unwrap();
    store
        .write(|tx| {
            tx.upsert_programme(&programme_row("spring"))?;
            tx.upsert_pair(&pair_row("spring", "p1"))?;
            letters.iter().try_for_each(|letter| tx.insert_delivery(letter, Some(&message())).map(|_| ()))
        })
        .unwrap();
    store
}

fn claim(store: &mut Store, now: Timestamp) -> Claim {
    store.write(|tx| tx.claim(now, 100)).unwrap()
}

fn taken(claim: &Claim) -> Vec<i64> {
    claim.taken.iter().map(|claimed| claimed.delivery.id).collect()
}

fn settled(id: i64, state: State) -> Settled {
    Settled { id, state, reason: None, next_attempt_at: None }
}

fn with_pair(pair: &str, next_attempt_at: &str) -> Delivery {
    Delivery { next_attempt_at: Some(at(next_attempt_at)), ..letter("spring", pair) }
}

#[test]
fn a_letter_is_taken_once_with_its_bytes_and_not_before_its_time() {
    let mut store = store_with(&[letter("spring", "p1")]);
    assert!(claim(&mut store, at("2027-05-13T07:59:59.999999Z")).is_empty());
    assert_eq!(store.next_attempt().unwrap(), Some(at(NINE)));
    let first = claim(&mut store, at(NINE));
    let claimed = &first.taken[0];
    assert_eq!(claimed.message, message());
    assert_eq!((claimed.delivery.state, claimed.delivery.attempts), (State::Sending, 1));
    assert_eq!(store.delivery(claimed.delivery.id).unwrap().as_ref(), Some(&claimed.delivery));
    assert_eq!(store.next_attempt().unwrap(), None);
    assert!(claim(&mut store, at(NINE)).is_empty());
}

#[test]
fn the_longest_waiting_goes_first_and_no_more_than_asked_for() {
    let times = ["2027-05-13T08:02:00Z", "2027-05-13T08:01:00Z", "2027-05-13T08:02:00Z", "2027-05-13T08:00:00Z"];
    let letters: Vec<Delivery> = times.iter().enumerate().map(|(n, time)| with_pair(&format!("p{n}"), time)).collect();
    let mut store = store_with(&letters);
    let now = at("2027-05-13T09:00:00Z");
    assert_eq!(taken(&store.write(|tx| tx.claim(now, 3)).unwrap()), [4, 2, 1]);
    assert_eq!(taken(&store.write(|tx| tx.claim(now, 3)).unwrap()), [3]);
}

#[test]
fn what_is_no_longer_useful_lapses_instead_deferred_or_not() {
    let mut store = store_with(&[letter("spring", "p1")]);
    let until = at("2027-05-20T11:00:00Z");
    assert_eq!(taken(&claim(&mut store, until)), [1], "useful until then, that instant included");
    let later = Settled { next_attempt_at: Some(at("2027-05-20T11:00:01Z")), ..settled(1, State::Deferred) };
    store.write(|tx| tx.record(&later, until)).unwrap();
    let claim = claim(&mut store, at("2027-05-20T11:00:01Z"));
    assert!(claim.taken.is_empty());
    let stored = store.delivery(1).unwrap().unwrap();
    assert_eq!((stored.state, stored.reason.as_deref(), stored.attempts), (State::Lapsed, Some("too late"), 1));
    assert_eq!(claim.lapsed, [stored]);
}

#[test]
fn the_brakes_stop_everything() {
    for name in [PAUSED, RESTORED] {
        let mut store = store_with(&[letter("spring", "p1"), letter("", "")]);
        store.write(|tx| tx.set_setting(name, Some("by hand"))).unwrap();
        assert!(claim(&mut store, at("2028-01-01T00:00:00Z")).is_empty(), "{name}: not even lapsed");
        assert_eq!(store.next_attempt().unwrap(), None);
        store.write(|tx| tx.set_setting(name, None)).unwrap();
        assert_eq!(taken(&claim(&mut store, at(NINE))), [1, 2]);
    }
}

/// Two letters of one pair, one to the mentor and one to the coordinator; which of them go while `stop` is in force?
fn goes_while(stop: impl FnOnce(&mut Store)) -> Vec<Role> {
    let mut note = letter("spring", "p1");
    note.key.step.step = Step::Note;
    note.key.role = Role::Coordinator;
    let mut store = store_with(&[letter("spring", "p1"), note]);
    stop(&mut store);
    let next = store.next_attempt().unwrap();
    let claim = claim(&mut store, at(NINE));
    assert_eq!(next.is_some(), !claim.is_empty(), "next_attempt promises what a claim keeps");
    claim.taken.iter().map(|claimed| claimed.delivery.key.role).collect()
}

#[test]
fn what_is_stopped_is_not_taken() {
    let everybody = [Role::Mentor, Role::Coordinator];
    assert_eq!(goes_while(|_| ()), everybody);
    let paused = |store: &mut Store| store.write(|tx| tx.set_programme_paused("spring", true)).unwrap();
    assert_eq!(goes_while(paused), []);
    let unapproved = |store: &mut Store| store.write(|tx| tx.set_programme_approved("spring", false)).unwrap();
    assert_eq!(goes_while(unapproved), [Role::Coordinator]);
    let set_aside = |store: &mut Store| {
        assert!(
            store
                .write(|tx| tx.set_aside("spring", "p1", &RowFault { line: 2, what: "no such zone".to_owned() }))
                .unwrap()
        );
    };
    assert_eq!(goes_while(set_aside), [Role::Coordinator]);
    let held = |store: &mut Store| {
        let hold = NewHold {
            kind: "edit".to_owned(),
            programme: "spring".to_owned(),
            detail: serde_json::Value::Null,
            content_hash: String::new(),
        };
        store.write(|tx| tx.add_hold(&hold, at(NINE)).and_then(|hold| tx.hold_pair(hold, "spring", "p1"))).unwrap();
    };
    assert_eq!(goes_while(held), [Role::Coordinator]);
    let by_hand = |store: &mut Store| store.write(|tx| tx.set_state(1, State::Held, None, at(NINE))).unwrap();
    assert_eq!(goes_while(by_hand), [Role::Coordinator]);
}

#[test]
fn one_calendar_letter_for_an_event_and_address_is_on_its_way_at_a_time() {
    let mut other_person = invitation("spring", "p1", 1);
    other_person.key.role = Role::Mentee;
    other_person.to = Some(address("mentee@mentors.example"));
    let mut other_event = invitation("spring", "p1", 1);
    other_event.key.step.step = Step::CatchUpInvitation;
    if let Some(shown) = other_event.shown.as_mut() {
        shown.event = EventName::CatchUp(1);
    }
    let mut other_spelling = invitation("spring", "p1", 2);
    other_spelling.to = Some(address("mentor@mentors.example"));
    let first = invitation("spring", "p1", 1);
    let no_event = letter("spring", "p1");
    let mut store = store_with(&[first, other_spelling, other_person, other_event, no_event]);
    assert_eq!(taken(&claim(&mut store, at(NINE))), [1, 3, 4, 5], "not both in one claim");
    assert!(claim(&mut store, at(NINE)).is_empty(), "nor in the next one");
    assert_eq!(store.next_attempt().unwrap(), None, "nobody is woken for what cannot go");
    store.write(|tx| tx.record(&settled(1, State::Sent), at(NINE))).unwrap();
    assert_eq!(store.next_attempt().unwrap(), Some(at(NINE)));
    assert_eq!(taken(&claim(&mut store, at(NINE))), [2]);
}

#[test]
fn a_verdict_is_recorded_once_and_only_for_what_was_on_its_way() {
    let now = at("2027-05-13T09:00:00Z");
    for state in [State::Sent, State::Refused, State::Uncertain, State::Deferred] {
        let mut store = store_with(&[letter("spring", "p1")]);
        let verdict = Settled { reason: Some("said so".to_owned()), ..settled(1, state) };
        let early = store.write(|tx| tx.record(&verdict, now));
        assert!(matches!(early, Err(StoreError::Transition { from: State::Queued, .. })), "{state}");
        claim(&mut store, now);
        store.write(|tx| tx.record_batch(std::slice::from_ref(&verdict), now)).unwrap();
        let delivery = store.delivery(1).unwrap().unwrap();
        assert_eq!((delivery.state, delivery.reason.as_deref()), (state, Some("said so")));
        assert_eq!(delivery.may_have_arrived, state == State::Uncertain);
        assert!(store.write(|tx| tx.record(&verdict, now)).is_err(), "{state}");
    }
}

#[test]
fn a_deferred_letter_comes_back_with_the_same_bytes_when_its_time_has_come() {
    let mut store = store_with(&[letter("spring", "p1")]);
    let again = at("2027-05-13T08:15:00Z");
    claim(&mut store, at(NINE));
    let deferred = Settled { next_attempt_at: Some(again), ..settled(1, State::Deferred) };
    store.write(|tx| tx.record(&deferred, at(NINE))).unwrap();
    assert_eq!(store.next_attempt().unwrap(), Some(again));
    assert!(claim(&mut store, at("2027-05-13T08:14:59Z")).is_empty());
    let second = claim(&mut store, again);
    assert_eq!(second.taken[0].message, message());
    assert_eq!(second.taken[0].delivery.attempts, 2);
}

#[test]
fn a_batch_with_one_wrong_verdict_leaves_nothing() {
    let mut store = store_with(&[letter("spring", "p1"), letter("spring", "p2")]);
    claim(&mut store, at(NINE));
    let batch = [settled(1, State::Sent), settled(9, State::Sent)];
    let recorded = store.write(|tx| tx.record_batch(&batch, at(NINE)));
    assert!(matches!(recorded, Err(StoreError::Missing("delivery"))));
    assert_eq!(store.delivery(1).unwrap().unwrap().state, State::Sending);
}

#[test]
fn what_a_dead_process_left_on_its_way_is_uncertain_and_stays_shown() {
    let mut store = store_with(&[letter("spring", "p1"), letter("spring", "p2"), letter("spring", "p3")]);
    store.write(|tx| tx.claim(at(NINE), 2)).unwrap();
    store.write(|tx| tx.record(&settled(1, State::Sent), at(NINE))).unwrap();
    let later = at("2027-05-13T09:00:00Z");
    let left = store.write(|tx| tx.recover(later)).unwrap();
    assert_eq!(left.iter().map(|d| (d.id, d.state)).collect::<Vec<_>>(), [(2, State::Uncertain)]);
    assert_eq!(store.delivery(2).unwrap().as_ref(), Some(&left[0]));
    assert!(store.write(|tx| tx.recover(later)).unwrap().is_empty());

    store.write(|tx| tx.set_state(2, State::Queued, None, later)).unwrap();
    let again = store.delivery(2).unwrap().unwrap();
    assert!(again.state.is_unsent() && again.is_shown(), "sent again, it may still be there already");
    store.write(|tx| tx.set_state(2, State::Skipped, Some("superseded"), later)).unwrap();
    assert!(store.delivery(2).unwrap().unwrap().is_shown(), "replaced, too");
    assert!(!store.delivery(3).unwrap().unwrap().is_shown());
}

#[test]
fn a_letter_that_was_taken_can_be_put_aside_in_the_same_transaction() {
    let mut store = store_with(&[letter("spring", "p1")]);
    store
        .write(|tx| {
            let claim = tx.claim(at(NINE), 10)?;
            tx.set_state(claim.taken[0].delivery.id, State::Skipped, Some("superseded"), at(NINE))
        })
        .unwrap();
    assert_eq!(store.delivery(1).unwrap().unwrap().state, State::Skipped);
}

#[test]
fn what_is_played_through_keeps_the_bytes_of_what_may_still_go() {
    let states = [
        (State::Queued, true),
        (State::Held, true),
        (State::Deferred, true),
        (State::Sending, true),
        (State::Uncertain, true),
        (State::Sent, false),
        (State::Lapsed, false),
    ];
    let letters: Vec<Delivery> =
        (0..).zip(states).map(|(n, (state, _))| Delivery { state, ..with_pair(&format!("p{n}"), NINE) }).collect();
    let mut store = store_with(&letters);
    store.write(|tx| tx.drop_gone_bytes(0)).unwrap();
    for (id, (state, is_kept)) in (1..).zip(states) {
        assert_eq!(store.message_bytes(id).unwrap().is_some(), is_kept, "{state}");
    }
}

#[test]
fn the_queue_is_read_from_its_own_index() {
    let store = Store::in_memory().unwrap();
    let sql = format!(
        "EXPLAIN QUERY PLAN SELECT d.next_attempt_at FROM delivery d WHERE {} ORDER BY d.next_attempt_at LIMIT 1",
        super::FREE
    );
    let mut statement = store.connection.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(3)).unwrap();
    let plan = rows.map(Result::unwrap).collect::<Vec<_>>().join("; ");
    assert!(plan.contains("SCAN d USING INDEX delivery_waiting"), "{plan}");
    assert!(plan.contains("SEARCH f USING COVERING INDEX delivery_sending"), "{plan}");
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}
