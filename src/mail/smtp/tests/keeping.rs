//! A connection kept over messages.

use super::server::At::{Answer, Body, Data, Greeting, Hello, Mail, Rcpt, Reset};
use super::server::Fault::{AndThen, Close, Hang, Say};
use super::server::{Script, SmtpServer};
use super::{LETTER, deliver, deliver_bytes, envelope, pipelining, plain_courier, route, settings, word};
use crate::mail::courier::Courier;
use crate::mail::smtp::settings::{Security, Signing, SmtpSettings};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{advance, timeout};

#[tokio::test(start_paused = true)]
async fn two_round_trips_a_letter_with_pipelining_four_without() {
    for (script, round_trips) in [(pipelining(), 2), (Script::default(), 4)] {
        let (server, mut courier) = plain_courier(vec![script]);
        assert_eq!(word(&deliver(&mut courier).await), "accepted");
        let before = server.seen().round_trips;
        for _ in 0..10 {
            assert_eq!(word(&deliver(&mut courier).await), "accepted");
        }
        assert_eq!(server.seen().round_trips - before, 10 * round_trips);
        assert_eq!(server.seen().connections, 1);
        assert!(server.seen().taken.iter().all(|taken| taken.message == LETTER));
        assert!(server.seen().taken.iter().all(|taken| taken.to == ["jonas.k@readers.test"]));
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_recipient_keeps_the_connection_and_costs_no_round_trip() {
    for lenient in [false, true] {
        let script = Script { faults: vec![(Rcpt, 1, Say("550 5.1.1 no\r\n"))], lenient, ..pipelining() };
        let (server, mut courier) = plain_courier(vec![script]);
        let mut words = Vec::new();
        for _ in 0..3 {
            words.push(word(&deliver(&mut courier).await));
        }
        assert_eq!(words, ["accepted", "refused, dead", "accepted"]);
        assert_eq!(server.seen().connections, 1);
        assert_eq!(server.seen().taken.len(), 2);
        // Greeting, EHLO, 2 + 2 for the letters; the refused one takes one, or two where its DATA was let through.
        assert_eq!(server.seen().round_trips, 2 + 4 + 1 + usize::from(lenient));
    }
}

#[tokio::test(start_paused = true)]
async fn a_dead_kept_connection_is_replaced_unseen() {
    for fault in [Close, Hang, Say("421 4.4.2 idle for too long\r\n")] {
        let dying = Script { faults: vec![(Mail, 1, fault)], ..pipelining() };
        let (server, mut courier) = plain_courier(vec![dying, pipelining()]);
        assert_eq!(word(&deliver(&mut courier).await), "accepted");
        assert_eq!(word(&deliver(&mut courier).await), "accepted", "{fault:?}");
        assert_eq!(server.seen().connections, 2);
        assert_eq!(server.seen().taken.len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_death_is_told() {
    let dying = Script { faults: vec![(Mail, 1, Close)], ..pipelining() };
    let dead = Script { faults: vec![(Mail, 0, Close)], ..pipelining() };
    let (server, mut courier) = plain_courier(vec![dying, dead]);
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    assert_eq!(word(&deliver(&mut courier).await), "deferred, everybody");
    assert_eq!(server.seen().connections, 2);
}

#[tokio::test(start_paused = true)]
async fn a_connection_unused_for_long_is_not_trusted() {
    let (server, mut courier) = plain_courier(vec![pipelining()]);
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    advance(Duration::from_secs(61)).await;
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    assert_eq!(server.seen().connections, 2);
}

/// The trap: a surplus reply would make each later one belong to the wrong command.
#[tokio::test(start_paused = true)]
async fn a_surplus_reply_is_never_taken_for_the_next_letters() {
    for surplus in ["250 2.0.0 queued\r\n", "354 go on\r\n", "550 5.1.1 no\r\n"] {
        let talkative = Script { faults: vec![(Answer, 0, AndThen(surplus))], ..pipelining() };
        let refusing = Script { faults: vec![(Answer, 0, Say("554 5.7.1 spam\r\n"))], ..pipelining() };
        let (server, mut courier) = plain_courier(vec![talkative, refusing]);
        assert_eq!(word(&deliver(&mut courier).await), "accepted");
        assert_eq!(word(&deliver(&mut courier).await), "refused", "the second connection's own answer");
        assert_eq!(server.seen().taken.len(), 1);
    }
}

/// The same when the surplus comes late, behind the next MAIL's reply.
#[tokio::test(start_paused = true)]
async fn a_late_surplus_reply_cannot_shift_the_count() {
    for (at, surplus) in [(Mail, "250 2.1.0 ok\r\n"), (Rcpt, "250 2.1.5 ok\r\n"), (Rcpt, "354 go on\r\n")] {
        for script in [pipelining(), Script::default()] {
            let talkative = Script { faults: vec![(at, 1, AndThen(surplus))], ..script.clone() };
            let (server, mut courier) = plain_courier(vec![talkative, script]);
            assert_eq!(word(&deliver(&mut courier).await), "accepted");
            let second = deliver(&mut courier).await;
            assert_eq!(word(&second), "deferred, everybody", "{at:?} {surplus}");
            assert_eq!(server.seen().taken.len(), 1);
            assert_eq!(word(&deliver(&mut courier).await), "accepted");
            assert_eq!(server.seen().taken.len(), 2);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_fails_gets_a_fresh_connection() {
    let faults = vec![(Rcpt, 0, Say("550 5.1.1 no\r\n")), (Reset, 0, Say("554 what\r\n"))];
    let (server, mut courier) = plain_courier(vec![Script { faults, ..pipelining() }, pipelining()]);
    assert_eq!(word(&deliver(&mut courier).await), "refused, dead");
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    assert_eq!(server.seen().connections, 2);
    assert_eq!(server.seen().taken.len(), 1);
}

/// What CRATES.md saw with a pool: a cancelled message's answer taken for the next one's.
#[tokio::test(start_paused = true)]
async fn a_cancelled_delivery_takes_its_connection_with_it() {
    let late = Script { faults: vec![(Answer, 0, Hang)], ..pipelining() };
    let refusing = Script { faults: vec![(Answer, 0, Say("554 5.7.1 spam\r\n"))], ..pipelining() };
    let (server, mut courier) = plain_courier(vec![late, refusing]);
    let given_up = tokio::time::timeout(Duration::from_secs(1), courier.deliver(&envelope(), LETTER)).await;
    assert!(given_up.is_err());
    assert_eq!(word(&deliver(&mut courier).await), "refused");
    assert_eq!(server.seen().connections, 2);
    assert_eq!(server.seen().taken.len(), 0);
}

/// Whoever gives up a letter is told whether it may have arrived: only from the final dot on.
#[tokio::test(start_paused = true)]
async fn a_letter_given_up_may_have_arrived_only_from_the_final_dot_on() {
    for at in [Greeting, Hello, Mail, Rcpt, Data, Body, Answer] {
        for script in [pipelining(), Script::default()] {
            let (_, mut courier) =
                plain_courier(vec![script.clone(), Script { faults: vec![(at, 0, Hang)], ..script }]);
            assert_eq!(word(&deliver(&mut courier).await), "accepted");
            courier.connection = None;
            // Bigger than what fits between the two: the client is still writing when the server stops to read.
            let letter = [LETTER, b"0123456789\r\n".repeat(20_000).as_slice()].concat();
            let given_up = timeout(Duration::from_secs(1), courier.deliver(&envelope(), &letter)).await;
            assert!(given_up.is_err(), "{at:?}");
            assert_eq!(courier.may_have_arrived(), at == Answer, "{at:?}");
        }
    }
    let slow = SmtpSettings { per_minute: 1, ..settings(Security::None) };
    let mut courier = route(&SmtpServer::new(vec![pipelining()]), slow).courier();
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    assert!(timeout(Duration::from_secs(1), deliver(&mut courier)).await.is_err(), "it waits for its turn");
    assert!(!courier.may_have_arrived());
}

#[tokio::test(start_paused = true)]
async fn quit_at_the_end_and_only_where_there_is_a_connection() {
    let (server, mut courier) = plain_courier(vec![pipelining()]);
    assert_eq!(word(&deliver(&mut courier).await), "accepted");
    Box::new(courier).finish().await;
    assert_eq!(server.seen().commands.last().map(String::as_str), Some("QUIT"));

    let (server, courier) = plain_courier(vec![pipelining()]);
    Box::new(courier).finish().await;
    assert_eq!(server.seen().connections, 0);
}

#[tokio::test(start_paused = true)]
async fn too_big_is_refused_without_sending() {
    let script = Script { offers: vec!["PIPELINING", "SIZE 40"], ..Script::default() };
    let (server, mut courier) = plain_courier(vec![script]);
    assert_eq!(word(&deliver(&mut courier).await), "refused");
    assert_eq!(word(&deliver_bytes(&mut courier, b"Subject: a\r\n\r\nb\r\n").await), "accepted");
    let commands = server.seen().commands.clone();
    assert_eq!(commands.iter().filter(|line| line.starts_with("MAIL")).count(), 1);
    assert_eq!(commands[1], "MAIL FROM:<bounce+x1@mentors.test> SIZE=17");
}

/// Signed as it leaves: the same letter is the same bytes over every connection, and the key is asked for anew.
#[tokio::test]
async fn letters_are_signed_as_they_leave_and_not_without_the_key() {
    let server = SmtpServer::new(vec![pipelining()]);
    let signing = |key: Result<&'static str, &'static str>| {
        let ask = Arc::new(move || key.map(str::to_owned).map_err(str::to_owned));
        Signing { domain: "mentors.test".to_owned(), selector: "sendoff".to_owned(), ask }
    };
    let courier =
        |signing| route(&server, SmtpSettings { signing: Some(signing), ..settings(Security::None) }).courier();
    let seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    for _ in 0..2 {
        assert_eq!(word(&deliver(&mut courier(signing(Ok(seed)))).await), "accepted");
    }
    let taken: Vec<_> = server.seen().taken.iter().map(|taken| taken.message.clone()).collect();
    assert_eq!(taken[0], taken[1]);
    assert!(taken[0].starts_with(b"DKIM-Signature: v=1; a=ed25519-sha256;") && taken[0].ends_with(LETTER));
    for key in [Err("file dkim: it is gone"), Ok("no key")] {
        let verdict = deliver(&mut courier(signing(key))).await;
        assert_eq!(word(&verdict), "deferred, everybody");
        assert!(format!("{verdict:?}").contains("[mail.dkim]"), "{verdict:?}");
    }
    assert_eq!(server.seen().connections, 2, "nothing goes unsigned");
}
