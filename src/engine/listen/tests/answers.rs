//! Calendar answers (INTEROP sections 4 and 7).

use super::desk::{AMINA, Desk, JONAS, Reply, at};
use crate::domain::fact::What;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::engine::listen::Heard;

#[tokio::test]
async fn an_answer_is_counted_once_however_often_it_comes() {
    let mut desk = Desk::invited().await;
    assert_eq!(desk.answer(&Reply::of("JONAS@People.example", "accepted")), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee accepted"]);
    assert_eq!(desk.answer(&Reply::of(JONAS, "ACCEPTED")), Heard::Known, "the same in other bytes");
    assert_eq!(desk.facts().len(), 1);
    assert_eq!(desk.notes(), [""; 0]);
}

#[tokio::test]
async fn a_mail_is_read_once_across_restarts_and_under_any_name() {
    let mut desk = Desk::invited().await;
    let mail = format!("Message-ID: <a@x.example>\nFrom: <{JONAS}>\nSubject: Question\n\nWhere?\n");
    assert_eq!(desk.engine.unread(vec!["1".to_owned(), "2".to_owned()]).unwrap(), ["1", "2"]);
    let now = desk.now;
    assert_eq!(desk.engine.listen("1", mail.as_bytes(), now).unwrap(), Heard::Forwarded);
    assert_eq!(desk.engine.unread(vec!["1".to_owned(), "2".to_owned()]).unwrap(), ["2"]);
    let again = format!("Received: by another\n{mail}");
    assert_eq!(desk.engine.listen("2", again.as_bytes(), now).unwrap(), Heard::Before);
}

#[tokio::test]
async fn of_two_answers_the_later_counts_whatever_comes_first() {
    let mut desk = Desk::invited().await;
    let later = Reply { stamp: "20270423T093000Z", ..Reply::of(JONAS, "ACCEPTED") };
    let earlier = Reply { stamp: "20270423T091500Z", ..Reply::of(JONAS, "DECLINED") };
    assert_eq!(desk.answer(&later), Heard::Counted);
    assert_eq!(desk.answer(&earlier), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee declined", "mentee accepted"]);
}

#[tokio::test]
async fn answers_of_programs_that_copy_our_stamp_count_in_the_order_they_come() {
    let mut desk = Desk::invited().await;
    for says in ["ACCEPTED", "DECLINED", "ACCEPTED"] {
        desk.now = desk.now.checked_add(jiff::SignedDuration::from_mins(1)).unwrap();
        let mut reply = Reply::of(AMINA, says);
        reply.stamp = "20270422T080000Z";
        assert_eq!(desk.answer(&reply), Heard::Counted);
    }
    assert_eq!(desk.facts(), ["mentor accepted", "mentor declined", "mentor accepted"]);
}

#[tokio::test]
async fn an_answer_to_an_old_time_is_not_counted() {
    let mut desk = Desk::invited().await;
    let pair = desk.pair();
    let starts = "2027-05-24T14:00:00+01:00[Europe/London]".parse().unwrap();
    let moved = What::Moved { event: Default::default(), starts: Some(starts), place: None };
    let fact = crate::domain::fact::Fact { at: desk.now, who: None, what: moved };
    let now = desk.now;
    desk.engine.collect(&pair, fact, crate::store::Source::Record, now).unwrap();
    // Nobody has seen the new time yet: every answer is to the old one.
    assert_eq!(desk.answer(&Reply::of(JONAS, "ACCEPTED")), Heard::Known);
    desk.goes_on("2027-04-23T11:00:00Z").await;
    assert_eq!(desk.answer(&Reply { sequence: Some(0), ..Reply::of(JONAS, "DECLINED") }), Heard::Known);
    assert_eq!(desk.facts(), ["- moved"]);
    desk.now = at("2027-04-23T12:00:00Z");
    let new = Reply { sequence: Some(1), stamp: "20270423T113000Z", ..Reply::of(JONAS, "ACCEPTED") };
    assert_eq!(desk.answer(&new), Heard::Counted);
    // Without SEQUENCE, the stamp says what was seen.
    let old = Reply { sequence: None, ..Reply::of(AMINA, "DECLINED") };
    assert_eq!(desk.answer(&old), Heard::Known);
    let new = Reply { sequence: None, stamp: "20270423T113000Z", ..Reply::of(AMINA, "ACCEPTED") };
    assert_eq!(desk.answer(&new), Heard::Counted);
}

#[tokio::test]
async fn after_the_start_a_calendar_that_is_tidied_says_nothing() {
    let mut desk = Desk::invited().await;
    desk.now = at("2027-05-20T13:00:00Z");
    assert_eq!(desk.answer(&Reply::of(JONAS, "DECLINED")), Heard::Known);
}

#[tokio::test]
async fn whoever_was_not_asked_is_told_of_and_not_counted() {
    let strange = [
        Reply::of("zoe@people.example", "ACCEPTED"),
        // For somebody else, without showing why.
        Reply { from: JONAS, ..Reply::of(AMINA, "DECLINED") },
        Reply { from: "x@evil.example", to: "sendoff@mentors.example", ..Reply::of(AMINA, "DECLINED") },
        // Another pair's door.
        Reply { to: "sendoff+abcdefghijklmnop@mentors.example", ..Reply::of(AMINA, "ACCEPTED") },
        Reply {
            headers: "Authentication-Results: mx.mentors.example; dmarc=fail header.from=people.example\n",
            ..Reply::of(AMINA, "ACCEPTED")
        },
    ];
    for reply in strange {
        let mut desk = Desk::invited().await;
        assert_eq!(desk.answer(&reply), Heard::NotCounted, "{} from {}", reply.attendee, reply.from);
        assert_eq!(desk.facts(), [""; 0]);
        assert_eq!(desk.notes(), ["stranger_answered"]);
        assert_eq!(desk.answer(&reply), Heard::NotCounted);
        assert_eq!(desk.notes().len(), 1, "told once");
    }
}

#[tokio::test]
async fn aliases_delegates_and_calendar_servers_answer_for_who_was_asked() {
    let known = [
        Reply {
            from: "assistant@people.example",
            parameters: ";SENT-BY=\"mailto:assistant@people.example\"",
            ..Reply::of(AMINA, "ACCEPTED")
        },
        Reply { from: "amina.o@people.example", ..Reply::of(AMINA, "ACCEPTED") },
        Reply {
            from: "calendar@dav.example",
            headers: "Reply-To: amina@people.example\n",
            to: "sendoff@mentors.example",
            ..Reply::of(AMINA, "ACCEPTED")
        },
        Reply { from: AMINA, ..Reply::of("amina.o@people.example", "ACCEPTED") },
        Reply { headers: "Auto-Submitted: auto-generated\n", ..Reply::of(AMINA, "ACCEPTED") },
        Reply { headers: "Authentication-Results: mx.mentors.example; dmarc=pass\n", ..Reply::of(AMINA, "ACCEPTED") },
        Reply { headers: "Authentication-Results: elsewhere.example; dmarc=fail\n", ..Reply::of(AMINA, "ACCEPTED") },
    ];
    for reply in known {
        let mut desk = Desk::invited().await;
        assert_eq!(desk.answer(&reply), Heard::Counted, "{} from {}", reply.attendee, reply.from);
        assert_eq!(desk.facts(), ["mentor accepted"]);
    }
}

#[tokio::test]
async fn another_time_is_put_to_the_partner_whose_yes_moves_the_session() {
    let mut desk = Desk::invited().await;
    let counter = Reply { counter: "20270524T130000Z", ..Reply::of(JONAS, "DECLINED") };
    assert_eq!(desk.answer(&counter), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee proposed"]);
    let again = Reply { stamp: "20270423T091000Z", ..counter };
    assert_eq!(desk.answer(&again), Heard::Known, "asked already");
    desk.goes_on("2027-04-23T12:00:00Z").await;
    let question = desk.letter(Step::NewTimeQuestion, Role::Mentor).unwrap();
    assert_eq!(desk.words(JONAS, Some(&question), "yes"), Heard::Forwarded, "only who was asked answers");
    assert_eq!(desk.words(AMINA, Some(&question), "Yes, that works for me.\n\n> Hello"), Heard::Counted);
    assert_eq!(desk.facts(), ["mentee proposed", "mentor agreed"]);
    desk.goes_on("2027-04-23T13:00:00Z").await;
    let update = desk.letter(Step::Invitation, Role::Mentee).and_then(|row| row.shown).unwrap();
    assert_eq!((update.sequence, update.starts_at), (1, at("2027-05-24T13:00:00Z")));
    assert_eq!(desk.words(AMINA, Some(&question), "no"), Heard::Forwarded, "it is decided");
}

#[tokio::test]
async fn a_no_leaves_the_session_where_it_is() {
    let mut desk = Desk::invited().await;
    desk.answer(&Reply { counter: "20270524T130000Z", ..Reply::of(JONAS, "TENTATIVE") });
    desk.goes_on("2027-04-23T12:00:00Z").await;
    let question = desk.letter(Step::NewTimeQuestion, Role::Mentor).unwrap();
    assert_eq!(desk.words(AMINA, Some(&question), "No"), Heard::Counted);
    desk.goes_on("2027-04-23T13:00:00Z").await;
    assert!(desk.letter(Step::NewTimeAnswer, Role::Mentee).is_some());
}

#[tokio::test]
async fn a_time_nobody_can_tell_and_words_are_for_the_coordinator() {
    let mut desk = Desk::invited().await;
    let unclear =
        Reply { counter: "20270524T130000", lines: "COMMENT:In the afternoon?\n", ..Reply::of(JONAS, "TENTATIVE") };
    assert_eq!(desk.answer(&unclear), Heard::Forwarded);
    let row = desk.letter(Step::Forwarded, Role::Coordinator).unwrap();
    assert!(desk.text(&row).contains("> In the afternoon?"));
    assert_eq!(
        desk.answer(&Reply { lines: "COMMENT:I am moving away\n", ..Reply::of(AMINA, "DECLINED") }),
        Heard::Counted
    );
    let row = desk.letter(Step::Forwarded, Role::Coordinator).unwrap();
    assert!(desk.text(&row).contains("> I am moving away"));
}
