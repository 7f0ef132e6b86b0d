use super::{DeliveryFilter, StateCount};
use crate::domain::delivery::{Delivery, State};
use crate::domain::event::EventName;
use crate::domain::key::Slot;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::store::specimen::{at, invitation, letter, message};
use crate::store::{Store, StoreError};

fn insert(store: &mut Store, delivery: &Delivery) -> Result<i64, StoreError> {
    store.write(|tx| tx.insert_delivery(delivery, Some(&message())))
}

#[test]
fn a_delivery_comes_back_as_it_was_put_in_with_its_bytes_apart() {
    let mut store = Store::in_memory().unwrap();
    let mut delivery = invitation("spring", "p1", 3);
    delivery.reason = Some("moved".to_owned());
    delivery.id = insert(&mut store, &delivery).unwrap();
    assert_eq!(store.delivery(delivery.id).unwrap(), Some(delivery.clone()));
    assert_eq!(store.deliveries("spring", "p1").unwrap(), [delivery.clone()]);
    assert_eq!(store.message_bytes(delivery.id).unwrap(), Some(message()));
    let by_name = store.deliveries_by_message_id("spring-p1@mentors.example").unwrap();
    assert_eq!(by_name, [delivery]);
}

#[test]
fn what_was_decided_against_needs_neither_recipient_nor_bytes() {
    let mut store = Store::in_memory().unwrap();
    let mut delivery = letter("spring", "p1");
    delivery.state = State::Skipped;
    delivery.to = None;
    delivery.reason = Some("already over".to_owned());
    delivery.id = store.write(|tx| tx.insert_delivery(&delivery, None)).unwrap();
    delivery.next_attempt_at = None;
    assert_eq!(store.delivery(delivery.id).unwrap(), Some(delivery.clone()));
    assert_eq!(store.message_bytes(delivery.id).unwrap(), None);
    for (state, to) in [(State::Queued, letter("spring", "p1").to), (State::Held, None), (State::Deferred, None)] {
        let unsendable = Delivery { state, to, ..letter("spring", "p2") };
        let refused = store.write(|tx| tx.insert_delivery(&unsendable, None));
        assert!(matches!(refused, Err(StoreError::Other(_))), "{state}");
    }
}

#[test]
fn the_whole_key_is_unique_and_every_part_of_it_counts() {
    let mut store = Store::in_memory().unwrap();
    let delivery = letter("spring", "p1");
    insert(&mut store, &delivery).unwrap();
    assert!(matches!(insert(&mut store, &delivery), Err(StoreError::Duplicate)));
    let change: [fn(&mut Delivery); 9] = [
        |d| d.key.step.programme = "autumn".to_owned(),
        |d| d.key.step.pair = "p2".to_owned(),
        |d| d.key.step.step = Step::Reminder,
        |d| d.key.step.occurrence = 2,
        |d| d.key.role = Role::Mentee,
        |d| d.key.slot = Slot::Copy,
        |d| d.key.reader = 1,
        |d| d.key.round = 2,
        |d| d.key.revision = 2,
    ];
    for (part, change) in change.iter().enumerate() {
        let mut other = delivery.clone();
        change(&mut other);
        insert(&mut store, &other).unwrap_or_else(|error| panic!("part {part}: {error}"));
    }
    assert_eq!(store.all_deliveries(DeliveryFilter::default()).count(), 10);
}

#[test]
fn what_is_over_stays_as_it_is() {
    let now = at("2027-05-13T09:00:00Z");
    for over in [State::Lapsed, State::Skipped] {
        let mut store = Store::in_memory().unwrap();
        let id = insert(&mut store, &letter("spring", "p1")).unwrap();
        store.write(|tx| tx.set_state(id, over, Some("because"), now)).unwrap();
        let delivery = store.delivery(id).unwrap().unwrap();
        assert_eq!((delivery.state, delivery.reason.as_deref()), (over, Some("because")));
        assert_eq!((delivery.changed_at, delivery.next_attempt_at), (now, None));
        for to in State::ALL {
            let turned = store.write(|tx| tx.set_state(id, to, None, now));
            assert!(matches!(turned, Err(StoreError::Transition { .. })), "{over} to {to}");
        }
    }
    let missing = Store::in_memory().unwrap().write(|tx| tx.set_state(1, State::Held, None, now));
    assert!(matches!(missing, Err(StoreError::Missing("delivery"))));
}

#[test]
fn nothing_becomes_sending_but_by_a_claim() {
    let mut store = Store::in_memory().unwrap();
    let id = insert(&mut store, &letter("spring", "p1")).unwrap();
    let turned = store.write(|tx| tx.set_state(id, State::Sending, None, at("2027-05-13T09:00:00Z")));
    assert!(matches!(turned, Err(StoreError::Transition { .. })));
    let turned = store.write(|tx| tx.set_state(id, State::Sent, None, at("2027-05-13T09:00:00Z")));
    assert!(matches!(turned, Err(StoreError::Transition { .. })), "never sent without having been claimed");
}

#[test]
fn a_held_letter_goes_at_once_when_it_is_let_go() {
    let mut store = Store::in_memory().unwrap();
    let (held, free) = (at("2027-05-13T09:00:00Z"), at("2027-05-14T09:00:00Z"));
    let id = insert(&mut store, &letter("spring", "p1")).unwrap();
    store.write(|tx| tx.set_state(id, State::Held, Some("by hand"), held)).unwrap();
    assert_eq!(store.next_attempt().unwrap(), None);
    store.write(|tx| tx.set_state(id, State::Queued, None, free)).unwrap();
    assert_eq!(store.next_attempt().unwrap(), Some(free));
}

#[test]
fn all_deliveries_come_in_the_order_they_were_decided_narrowed_as_asked() {
    let mut store = Store::in_memory().unwrap();
    let ids: Vec<i64> = store
        .write(|tx| {
            (0..1100)
                .map(|n| {
                    let programme = if n % 2 == 0 { "spring" } else { "autumn" };
                    tx.insert_delivery(&letter(programme, &format!("p{}", n / 2 % 550)), Some(&message()))
                })
                .collect()
        })
        .unwrap();
    let read = |filter| -> Vec<i64> { store.all_deliveries(filter).map(|d| d.unwrap().id).collect() };
    assert_eq!(read(DeliveryFilter::default()), ids);
    assert_eq!(read(DeliveryFilter { after_id: ids[1098], ..DeliveryFilter::default() }), ids[1099..]);
    let spring = DeliveryFilter { programme: Some("spring".to_owned()), ..DeliveryFilter::default() };
    assert_eq!(read(spring).len(), 550);
    let pair = DeliveryFilter { pair: Some("p7".to_owned()), ..DeliveryFilter::default() };
    assert_eq!(read(pair), [ids[14], ids[15]]);
}

#[test]
fn changes_are_counted_and_come_once_in_their_order() {
    let mut store = Store::in_memory().unwrap();
    let ids: Vec<i64> = ["p1", "p2", "p3"].iter().map(|p| insert(&mut store, &letter("spring", p)).unwrap()).collect();
    let read = |store: &Store, since| -> Vec<(i64, i64, State)> {
        store.outcomes_since(since).map(|row| row.map(|(change, d)| (change, d.id, d.state)).unwrap()).collect()
    };
    let first = read(&store, 0);
    assert_eq!(first.iter().map(|(_, id, _)| *id).collect::<Vec<_>>(), ids);
    let seen = first.last().unwrap().0;
    assert_eq!(read(&store, seen), []);
    let now = at("2027-05-13T09:00:00Z");
    store.write(|tx| tx.set_state(ids[2], State::Held, None, now)).unwrap();
    store.write(|tx| tx.set_state(ids[0], State::Held, None, now)).unwrap();
    store.write(|tx| tx.set_state(ids[2], State::Skipped, None, now)).unwrap();
    let later: Vec<(i64, State)> = read(&store, seen).into_iter().map(|(_, id, state)| (id, state)).collect();
    assert_eq!(later, [(ids[0], State::Held), (ids[2], State::Skipped)]);
}

#[test]
fn the_counts_are_those_of_the_rows() {
    let mut store = Store::in_memory().unwrap();
    let now = at("2027-05-13T09:00:00Z");
    let ids: Vec<i64> = ["p1", "p2", "p3"].iter().map(|p| insert(&mut store, &letter("spring", p)).unwrap()).collect();
    insert(&mut store, &letter("autumn", "p9")).unwrap();
    store.write(|tx| tx.set_state(ids[0], State::Held, None, now)).unwrap();
    store.write(|tx| tx.set_state(ids[0], State::Skipped, None, now)).unwrap();
    store.write(|tx| tx.set_state(ids[1], State::Held, None, now)).unwrap();
    store.write(|tx| tx.set_state(ids[1], State::Held, Some("still"), now)).unwrap();
    store.write(|tx| Ok(tx.connection.execute("DELETE FROM delivery WHERE id = ?1", [ids[2]])?)).unwrap();
    let count = |programme: &str, state| StateCount { programme: programme.to_owned(), state, count: 1 };
    let counts = store.state_counts().unwrap();
    assert_eq!(counts, [count("autumn", State::Queued), count("spring", State::Held), count("spring", State::Skipped)]);
    assert_eq!(store.message_bytes(ids[2]).unwrap(), None, "the bytes go with the row");
}

#[test]
fn a_calendar_letter_keeps_its_event() {
    let mut store = Store::in_memory().unwrap();
    let mut delivery = invitation("spring", "p1", 1);
    if let Some(shown) = delivery.shown.as_mut() {
        shown.event = EventName::CatchUp(2);
    }
    delivery.id = insert(&mut store, &delivery).unwrap();
    assert_eq!(store.delivery(delivery.id).unwrap(), Some(delivery));
}
