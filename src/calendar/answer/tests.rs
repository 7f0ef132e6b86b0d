//! Answers in the shapes that real programs give them (INTEROP sections 4 and 7), written anew, and what nobody should send.

use super::{Answer, AnswerFault, AnswerKind, Moment, answers};
use crate::calendar::itip::{self, PartStat};
use crate::domain::address::Address;
use jiff::Timestamp;
use proptest::prelude::{any, prop, proptest};
use proptest::strategy::Strategy;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn object(lines: &[&str]) -> String {
    let mut text = lines.join("\r\n");
    text.push_str("\r\n");
    text
}

fn the_answer(text: &str) -> Answer {
    let mut found = answers(text).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn who(answer: &Answer) -> Option<&str> {
    answer.attendee.as_ref().map(Address::as_str)
}

#[test]
fn a_google_reply() {
    let answer = the_answer(&object(&[
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        "DTSTART:20270520T130000Z",
        "DTEND:20270520T134500Z",
        "DTSTAMP:20270423T101112Z",
        "ORGANIZER;CN=Mentors of Example:mailto:sendoff+tok@mentors.example",
        "UID:k3v5n@mentors.example",
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=Zoe",
        " ;X-NUM-GUESTS=0;X-RESPONSE-COMMENT=\"Perhaps, I hope\":mailto:Zoe@Example.COM",
        "X-MICROSOFT-CDO-OWNERAPPTID:1",
        "CREATED:20270422T080000Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY:x",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]));
    assert_eq!(
        answer,
        Answer {
            kind: AnswerKind::Reply,
            uid: "k3v5n@mentors.example".to_owned(),
            attendee: Some(Address::parse("Zoe@example.com").unwrap()),
            sent_by: None,
            partstat: PartStat::Tentative,
            sequence: Some(2),
            stamped_at: Some(at("2027-04-23T10:11:12Z")),
            recurrence: None,
            comment: Some("Perhaps, I hope".to_owned()),
            proposed_start: None,
            proposed_end: None,
        }
    );
}

#[test]
fn an_exchange_reply_without_organizer() {
    let answer = the_answer(&object(&[
        "BEGIN:VCALENDAR",
        "METHOD:REPLY",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VTIMEZONE",
        "TZID:W. Europe Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "ATTENDEE;PARTSTAT=ACCEPTED;CN=Zoe:MAILTO:zoe@people.example",
        "COMMENT;LANGUAGE=de-DE:Gern\\, bis dann\\n",
        "UID:k3v5n@mentors.example",
        "DTSTART;TZID=W. Europe Standard Time:20270520T150000",
        "DTSTAMP:20270423T101112Z",
        "SEQUENCE:0",
        "END:VEVENT",
        "END:VCALENDAR",
    ]));
    assert_eq!((who(&answer), answer.partstat), (Some("zoe@people.example"), PartStat::Accepted));
    assert_eq!(answer.comment.as_deref(), Some("Gern, bis dann"));
    assert_eq!(answer.proposed_start, None, "the times of a reply are not to be trusted");
}

#[test]
fn a_counter_from_outlook_in_a_windows_zone() {
    let answer = the_answer(&object(&[
        "BEGIN:VCALENDAR",
        "METHOD:COUNTER",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:zoe@people.example",
        "COMMENT:Later?",
        "UID:k3v5n@mentors.example",
        "DTSTART;TZID=W. Europe Standard Time:20270520T160000",
        "DTEND;TZID=W. Europe Standard Time:20270520T164500",
        "X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20270520T150000",
        "DTSTAMP:20270423T101112Z",
        "SEQUENCE:1",
        "END:VEVENT",
        "END:VCALENDAR",
    ]));
    assert_eq!((answer.kind, answer.partstat), (AnswerKind::Counter, PartStat::Tentative));
    assert_eq!(answer.proposed_start, Some(Moment::At(at("2027-05-20T14:00:00Z"))));
    assert_eq!(answer.proposed_end, Some(Moment::At(at("2027-05-20T14:45:00Z"))));
}

#[test]
fn a_proposed_time_nobody_can_tell_is_unclear() {
    for start in [
        "DTSTART:20270520T160000",
        "DTSTART;TZID=Home:20270520T160000",
        "DTSTART;VALUE=DATE:20270520",
        "DTSTART:soon",
        "DTSTART:20271320T160000Z",
    ] {
        let answer = the_answer(&object(&[
            "BEGIN:VCALENDAR",
            "METHOD:COUNTER",
            "BEGIN:VEVENT",
            "UID:u@x.example",
            start,
            "END:VEVENT",
            "END:VCALENDAR",
        ]));
        assert_eq!(answer.proposed_start, Some(Moment::Unclear), "{start}");
        assert_eq!(who(&answer), None);
    }
}

#[test]
fn a_counter_in_an_iana_zone_follows_its_clock_changes() {
    for (local, utc) in [("20270327T160000", "2027-03-27T16:00:00Z"), ("20270328T160000", "2027-03-28T15:00:00Z")] {
        let start = format!("DTSTART;TZID=Europe/London:{local}");
        let answer = the_answer(&object(&[
            "BEGIN:VCALENDAR",
            "METHOD:COUNTER",
            "BEGIN:VEVENT",
            "UID:u@x.example",
            &start,
            "END:VEVENT",
            "END:VCALENDAR",
        ]));
        assert_eq!(answer.proposed_start, Some(Moment::At(at(utc))));
    }
}

#[test]
fn case_delegates_and_percent_signs() {
    let answer = the_answer(&object(&[
        "\u{feff}begin:vcalendar",
        "method:reply",
        "begin:vevent",
        "uid:u@x.example",
        "attendee;partstat=declined;sent-by=\"mailto:boss@x.example\":Mailto:jo%25nas%2Bm@x.example",
        "recurrence-id:20270520T130000Z",
        "sequence:-1",
        "end:vevent",
        "end:vcalendar",
    ]));
    assert_eq!((who(&answer), answer.partstat), (Some("jo%nas+m@x.example"), PartStat::Declined));
    assert_eq!(answer.sent_by, Address::parse("boss@x.example").ok());
    assert_eq!(answer.recurrence, Some(Moment::At(at("2027-05-20T13:00:00Z"))));
    assert_eq!((answer.sequence, answer.stamped_at), (None, None));
}

#[test]
fn each_answer_once_and_several_apart() {
    let event = |partstat: &str, instance: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:u@x.example\r\nRECURRENCE-ID:{instance}\r\nATTENDEE;PARTSTAT={partstat}:mailto:a@x.example\r\nEND:VEVENT\r\n"
        )
    };
    let yes = event("ACCEPTED", "20270520T130000Z");
    let no = event("DECLINED", "20270620T130000Z");
    let found = answers(&format!("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{yes}{no}{yes}END:VCALENDAR\r\n")).unwrap();
    let said: Vec<PartStat> = found.iter().map(|answer| answer.partstat).collect();
    assert_eq!(said, [PartStat::Accepted, PartStat::Declined]);
}

#[test]
fn what_is_no_answer_says_why() {
    let event = "BEGIN:VEVENT\r\nUID:u@x.example\r\nATTENDEE:mailto:a@x.example\r\nEND:VEVENT\r\n";
    let wrapped = |head: &str| format!("BEGIN:VCALENDAR\r\n{head}{event}END:VCALENDAR\r\n");
    for (text, fault) in [
        (String::new(), AnswerFault::NoCalendar),
        ("Hello.".to_owned(), AnswerFault::NoCalendar),
        ("BEGIN:VCARD\r\nEND:VCARD\r\n".to_owned(), AnswerFault::NoCalendar),
        (wrapped(""), AnswerFault::NoMethod),
        (wrapped("METHOD:REPLY\r\nMETHOD:COUNTER\r\n"), AnswerFault::NoMethod),
        (wrapped("METHOD:CANCEL\r\n"), AnswerFault::OtherMethod),
        (wrapped("METHOD:REQUEST\r\n"), AnswerFault::OtherMethod),
        (wrapped("METHOD:REPLY\r\n").replace("UID:u@x.example\r\n", ""), AnswerFault::NoEvent),
        (format!("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{event}"), AnswerFault::CutOff),
        ("x".repeat(300_000), AnswerFault::TooLarge),
        ("BEGIN:VEVENT\r\n".repeat(100_000), AnswerFault::TooLarge),
        (wrapped(&format!("METHOD:REPLY\r\n{}", many_events())), AnswerFault::TooLarge),
    ] {
        assert_eq!(answers(&text), Err(fault), "{}", &text[..text.len().min(80)]);
    }
}

fn many_events() -> String {
    (0..101).map(|n| format!("BEGIN:VEVENT\r\nUID:{n}@x.example\r\nEND:VEVENT\r\n")).collect()
}

#[test]
fn deep_nesting_costs_no_stack() {
    let deep = format!("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{}", "BEGIN:VEVENT\r\n".repeat(18_000));
    let ended = format!("{deep}{}END:VCALENDAR\r\n", "END:VEVENT\r\n".repeat(10));
    assert!(deep.len() < super::MOST_OCTETS);
    // A stack far smaller than a thread's usual one.
    let small = std::thread::Builder::new().stack_size(128 * 1024);
    let result = small.spawn(move || (answers(&deep), answers(&ended))).unwrap().join();
    assert_eq!(result.unwrap(), (Err(AnswerFault::CutOff), Err(AnswerFault::NoEvent)));
}

#[test]
fn our_own_invitation_answered() {
    let request = itip::tests::example();
    let reply = itip::write(&request).replace("METHOD:REQUEST", "METHOD:REPLY");
    let found = answers(&reply).unwrap();
    let said: Vec<_> = found.iter().map(|answer| (answer.attendee.clone().unwrap(), answer.partstat)).collect();
    let given: Vec<_> = request.attendees.iter().map(|person| (person.address.clone(), person.answer)).collect();
    assert_eq!(said, given);
    assert!(found.iter().all(|answer| answer.uid == request.uid && answer.sequence == Some(request.sequence)));
}

proptest! {
    #[test]
    fn anything_can_be_read(text in any::<String>()) {
        let _ = answers(&text);
    }

    #[test]
    fn broken_objects_can_be_read(pieces in prop::collection::vec(prop::sample::select(vec![
        "BEGIN:VCALENDAR", "END:VCALENDAR", "METHOD:REPLY", "METHOD:COUNTER", "BEGIN:VEVENT", "END:VEVENT", "UID:u@x.example", "\r\n", "\r\n", "\n ",
        "ATTENDEE;PARTSTAT=", "ACCEPTED:mailto:a%4", "%", ":", ";", "\"", "=", "DTSTART;TZID=", "Europe/London:2027", "0520T", "130000Z", "99", "\u{0}", "é",
        "RECURRENCE-ID:", "SEQUENCE:", "COMMENT;ENCODING=BASE64:", "COMMENT;ENCODING=QUOTED-PRINTABLE:=C3=", "BEGIN:VTIMEZONE", "RRULE:FREQ=", "DTSTAMP:",
    ]), 0..40).prop_map(|pieces| pieces.concat())) {
        if let Ok(found) = answers(&pieces) {
            assert!(!found.is_empty() && found.len() <= super::MOST_ANSWERS);
        }
    }
}
