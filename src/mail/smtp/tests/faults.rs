//! One fault a test row: the verdict, and that the next message gets through.

use super::server::At::{Answer, Body, Data, Greeting, Hello, Mail, Rcpt};
use super::server::Fault::{AndThen, Close, Endless, Hang, Say, SayAndClose};
use super::server::{At, Fault, Script};
use super::{LETTER, deliver, deliver_bytes, pipelining, plain_courier, word};

/// The fault strikes once, on the first connection. The next message must arrive, once, as itself.
async fn check(at: At, fault: Fault, expected: &str) {
    for script in [pipelining(), Script::default(), Script { lenient: true, ..pipelining() }] {
        let faulty = Script { faults: vec![(at, 0, fault)], ..script.clone() };
        let (server, mut courier) = plain_courier(vec![faulty, script]);
        let verdict = deliver(&mut courier).await;
        assert_eq!(word(&verdict), expected, "{at:?} {fault:?}: {verdict:?}");
        let taken_before = server.seen().taken.len();
        assert_eq!(taken_before, 0, "{at:?} {fault:?}: only a right answer counts as taken");

        let next = b"Subject: The next\r\n\r\nb\r\n";
        let verdict = deliver_bytes(&mut courier, next).await;
        assert_eq!(word(&verdict), "accepted", "after {at:?} {fault:?}: {verdict:?}");
        let taken = server.seen().taken.clone();
        assert_eq!(taken.len(), 1, "after {at:?} {fault:?}");
        assert_eq!(taken[0].message, next, "after {at:?} {fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn before_the_letter_everybody_waits() {
    for at in [Greeting, Hello, Mail] {
        for fault in [
            Say("450 4.7.1 later\r\n"),
            Say("451 4.3.0 later\r\n"),
            Say("452 4.3.1 full\r\n"),
            Say("503 5.5.1 order\r\n"),
            Say("550 5.1.1 no\r\n"),
            Say("550 no\r\n"),
            Say("552 too much\r\n"),
            Say("554 5.7.1 go away\r\n"),
            Say("garbage\r\n"),
            Say("250-two\r\n550 codes\r\n"),
            Say("999 what\r\n"),
            Say("354 go on\r\n"),
            Endless("250-more\r\n"),
            Endless("250 no end "),
            SayAndClose("554 5.7.1 go away\r\n"),
        ] {
            check(at, fault, "deferred, everybody").await;
        }
    }
    for at in [Greeting, Hello] {
        for fault in [Hang, Close, Say("421 4.3.2 shutting down\r\n"), SayAndClose("421 4.3.2 bye\r\n")] {
            check(at, fault, "deferred, everybody").await;
        }
    }
}

/// A connection that dies at MAIL is replaced only if it was a kept one: see `keeping`. On a fresh one the message waits.
#[tokio::test(start_paused = true)]
async fn a_fresh_connection_that_dies_at_mail() {
    for fault in [Hang, Close, Say("421 4.3.2 shutting down\r\n"), SayAndClose("421 4.3.2 bye\r\n")] {
        check(Mail, fault, "deferred, everybody").await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_recipient() {
    for (fault, expected) in [
        (Hang, "deferred"),
        (Close, "deferred"),
        (Say("421 4.7.0 too fast\r\n"), "deferred"),
        (Say("450 4.2.1 busy\r\n"), "deferred"),
        (Say("451 4.7.1 greylisted\r\n"), "deferred"),
        (Say("452 4.2.2 full\r\n"), "deferred"),
        (Say("503 5.5.1 order\r\n"), "deferred, everybody"),
        (Say("550 5.1.1 <jonas.k@readers.test> unknown\r\n"), "refused, dead"),
        (Say("550-5.1.10 jonas.k:\r\n550 5.1.10 no\r\n"), "refused, dead"),
        (Say("550 no such user\r\n"), "refused, dead"),
        (Say("553\r\n"), "refused, dead"),
        (Say("550 5.7.1 policy\r\n"), "refused"),
        (Say("552 5.2.2 full\r\n"), "refused"),
        (Say("554 no\r\n"), "refused"),
        (Say("220 hello\r\n"), "deferred, everybody"),
        (Say("garbage\r\n"), "deferred, everybody"),
        (Say("\r\n"), "deferred, everybody"),
        (Endless("550-more\r\n"), "deferred, everybody"),
        (SayAndClose("550 5.1.1 unk"), "deferred"),
    ] {
        check(Rcpt, fault, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_command_before_the_letter() {
    for (fault, expected) in [
        (Hang, "deferred"),
        (Close, "deferred"),
        (Say("421 4.3.2 bye\r\n"), "deferred"),
        (Say("450 4.2.1 busy\r\n"), "deferred"),
        (Say("451 4.3.0 later\r\n"), "deferred"),
        (Say("452 4.3.1 full\r\n"), "deferred"),
        (Endless("354-more\r\n"), "deferred, everybody"),
        (Say("552 5.2.2 full\r\n"), "refused"),
        (Say("503 5.5.1 order\r\n"), "deferred, everybody"),
        (Say("550 5.1.1 no\r\n"), "refused"),
        (Say("554 5.7.1 no\r\n"), "refused"),
        (Say("250 not 354\r\n"), "deferred, everybody"),
        (Say("garbage\r\n"), "deferred, everybody"),
        (AndThen("250 2.0.0 queued already\r\n"), "deferred, everybody"),
    ] {
        check(Data, fault, expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_letter() {
    for (fault, expected) in [
        (Hang, "uncertain"),
        (Close, "uncertain"),
        (SayAndClose("250 2.0"), "uncertain"),
        (Say("garbage\r\n"), "uncertain"),
        (Say("354 go on\r\n"), "uncertain"),
        (Endless("250-more\r\n"), "uncertain"),
        (Say("421 4.3.2 bye\r\n"), "deferred"),
        (Say("450 4.7.1 later\r\n"), "deferred"),
        (Say("451 4.3.0 later\r\n"), "deferred"),
        (Say("452 4.3.1 full\r\n"), "deferred"),
        (Say("503 5.5.1 order\r\n"), "deferred, everybody"),
        (Say("550 5.1.1 no\r\n"), "refused"),
        (Say("552 5.3.4 big\r\n"), "refused"),
        (Say("554 5.7.1 spam\r\n"), "refused"),
    ] {
        check(Answer, fault, expected).await;
    }
}

/// A letter bigger than what fits between the two, so that the client is still writing.
#[tokio::test(start_paused = true)]
async fn in_the_middle_of_the_letter() {
    let mut letter = LETTER.to_vec();
    letter.extend(std::iter::repeat_n(b"0123456789\r\n", 20_000).flatten());
    for (fault, expected) in [(Hang, "deferred"), (Close, "deferred")] {
        let faulty = Script { faults: vec![(Body, 0, fault)], ..pipelining() };
        let (server, mut courier) = plain_courier(vec![faulty, pipelining()]);
        let verdict = deliver_bytes(&mut courier, &letter).await;
        assert_eq!(word(&verdict), expected, "{fault:?}: {verdict:?}");
        assert_eq!(word(&deliver_bytes(&mut courier, &letter).await), "accepted");
        assert_eq!(server.seen().taken.len(), 1);
        assert_eq!(server.seen().taken[0].message, letter);
    }
}

/// A server that answers before it has seen the final dot does not get to see it.
#[tokio::test(start_paused = true)]
async fn an_answer_before_the_end() {
    for (fault, expected) in [
        (Say("554 5.7.1 enough\r\n"), "refused"),
        (Say("421 4.3.2 bye\r\n"), "deferred"),
        (SayAndClose("452 4.3.1 full\r\n"), "deferred"),
        (Say("250 2.0.0 queued\r\n"), "deferred, everybody"),
    ] {
        let mut letter = LETTER.to_vec();
        letter.extend(std::iter::repeat_n(b"0123456789\r\n", 1_000).flatten());
        let faulty = Script { faults: vec![(Body, 0, fault)], ..pipelining() };
        let (server, mut courier) = plain_courier(vec![faulty, pipelining()]);
        let verdict = deliver_bytes(&mut courier, &letter).await;
        assert_eq!(word(&verdict), expected, "{fault:?}: {verdict:?}");
        assert_eq!(server.seen().taken.len(), 0, "{fault:?}");
        assert_eq!(word(&deliver(&mut courier).await), "accepted");
        assert_eq!(server.seen().taken[0].message, LETTER);
    }
}
