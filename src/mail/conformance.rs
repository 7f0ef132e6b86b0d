//! The suite every courier must pass. A courier's tests build a [`Bench`] round it and call [`suite`].

use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::mail::courier::{Envelope, Route};

/// A route, and the other side of it.
pub(crate) trait Bench {
    /// Whether carrying the same message to the same recipient twice leaves one.
    const KEEPS_ONE_OF_TWO: bool;

    /// The route under test; the same one each time.
    fn route(&self) -> &dyn Route;

    /// What the other side has, in any order: the envelope, and the bytes without what the transport adds.
    fn arrived(&self) -> Vec<(Envelope, Vec<u8>)>;

    /// From now on nothing gets through (the server refuses to greet, the folder cannot be written).
    fn break_way(&self);

    /// Everything gets through again.
    fn mend_way(&self);
}

/// Every promise of [`crate::mail::courier`], each on a new bench.
pub(crate) async fn suite<B: Bench>(bench: impl Fn() -> B) {
    the_bytes_arrive_as_given(&bench()).await;
    one_lane_carries_many(&bench()).await;
    lanes_do_not_disturb_each_other(&bench()).await;
    a_broken_way_defers_and_leaves_nothing(&bench()).await;
    the_same_message_can_be_carried_again(&bench()).await;
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("the suite's own address")
}

fn envelope(to: &str) -> Envelope {
    Envelope { from: Some(address("bounce+t0k@sender.example")), to: address(to) }
}

fn letter(number: usize, body: &str) -> Vec<u8> {
    format!(
        "From: sendoff@sender.example\r\nDate: Thu, 22 Apr 2027 08:00:00 +0000\r\nMessage-ID: <m{number}@sender.example>\r\nSubject: {number}\r\n\r\n{body}"
    )
    .into_bytes()
}

async fn the_bytes_arrive_as_given<B: Bench>(bench: &B) {
    let bodies =
        ["Hello.\r\n", "", ".\r\n..\r\n.\r\n", "\r\n\r\n\r\n", "From here\r\n", &format!("{}\r\n", "x".repeat(998))];
    let mut lane = bench.route().open();
    for (number, body) in bodies.into_iter().enumerate() {
        let mut outside = envelope(&format!("reader{number}@people.example"));
        if number == 1 {
            outside.from = None;
        }
        let message = letter(number, body);
        assert_eq!(lane.deliver(&outside, &message).await, Verdict::Accepted, "{body:?}");
        let arrived = bench.arrived();
        let found = arrived.iter().find(|(envelope, _)| *envelope == outside).expect("it was accepted");
        assert_eq!(String::from_utf8_lossy(&found.1), String::from_utf8_lossy(&message), "{body:?}");
        assert_eq!(arrived.len(), number + 1);
    }
    lane.finish().await;
}

async fn one_lane_carries_many<B: Bench>(bench: &B) {
    let mut lane = bench.route().open();
    for number in 0..25 {
        let outside = envelope(&format!("reader{number}@people.example"));
        assert_eq!(lane.deliver(&outside, &letter(number, "Hello.\r\n")).await, Verdict::Accepted);
    }
    lane.finish().await;
    let mut to: Vec<String> = bench.arrived().into_iter().map(|(envelope, _)| envelope.to.to_string()).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 25);
}

async fn lanes_do_not_disturb_each_other<B: Bench>(bench: &B) {
    let lanes = bench.route().lanes();
    assert!(lanes >= 1);
    let mut open: Vec<_> = (0..lanes).map(|_| bench.route().open()).collect();
    for round in 0..3 {
        for (lane, courier) in open.iter_mut().enumerate() {
            let number = round * lanes + lane;
            let outside = envelope(&format!("reader{number}@people.example"));
            assert_eq!(courier.deliver(&outside, &letter(number, "Hello.\r\n")).await, Verdict::Accepted);
        }
    }
    // One is dropped without a word, as after a time-out; the others go on.
    open.pop();
    for courier in open {
        courier.finish().await;
    }
    assert_eq!(bench.arrived().len(), 3 * lanes);
}

async fn a_broken_way_defers_and_leaves_nothing<B: Bench>(bench: &B) {
    let mut lane = bench.route().open();
    let outside = envelope("private.person@people.example");
    bench.break_way();
    for _ in 0..2 {
        match lane.deliver(&outside, &letter(1, "Secret words.\r\n")).await {
            Verdict::Deferred { reason, everybody } => {
                assert!(everybody, "the way is at fault, not this letter");
                assert!(
                    !reason.is_empty() && !reason.contains("private.person") && !reason.contains("Secret"),
                    "{reason}"
                );
            }
            other => panic!("a broken way said {other:?}"),
        }
    }
    assert_eq!(bench.arrived().len(), 0);
    bench.mend_way();
    assert_eq!(lane.deliver(&outside, &letter(1, "Secret words.\r\n")).await, Verdict::Accepted);
    assert_eq!(bench.arrived().len(), 1);
    lane.finish().await;
}

async fn the_same_message_can_be_carried_again<B: Bench>(bench: &B) {
    let mut lane = bench.route().open();
    for to in ["one@people.example", "one@people.example", "two@people.example"] {
        assert_eq!(lane.deliver(&envelope(to), &letter(7, "Hello.\r\n")).await, Verdict::Accepted);
    }
    lane.finish().await;
    let for_one = bench.arrived().iter().filter(|(envelope, _)| envelope.to == address("one@people.example")).count();
    assert_eq!(for_one, if B::KEEPS_ONE_OF_TWO { 1 } else { 2 });
    assert_eq!(bench.arrived().len(), for_one + 1, "another recipient's is another message");
}
