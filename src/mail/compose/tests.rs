//! Every letter is read back by a parser that is not the builder's, and line by line.

use super::{CalendarPart, ComposeError, ListUnsubscribe, Outgoing, compose};
use crate::domain::address::Address;
use crate::domain::delivery::Method;
use crate::domain::key::{DeliveryKey, Seed, Slot, StepKey};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::mail::mailbox::Mailbox;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use proptest::prelude::{Strategy, any, prop, prop_oneof, proptest};

fn key() -> DeliveryKey {
    let step = StepKey { programme: "spring-2027".into(), pair: "p1".into(), step: Step::Invitation, occurrence: 1 };
    DeliveryKey { step, role: Role::Mentee, slot: Slot::Reader, reader: 0, round: 1, revision: 1 }
}

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: name.to_owned(), address: Address::parse(address).unwrap() }
}

const ICS: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Café\r\nEND:VCALENDAR\r\n";

fn with_example(check: impl FnOnce(Outgoing<'_>)) {
    let (key, seed) = (key(), Seed::fixed());
    check(Outgoing {
        key: &key,
        seed: &seed,
        decided_at: "2027-04-22T08:00:00.9Z".parse().unwrap(),
        from: mailbox("Mentors of Example", "sendoff+tok@mentors.example"),
        to: mailbox("Zoë Müller", "zoe@people.example"),
        reply_to: Some(mailbox("Ada Park", "ada@mentors.example")),
        subject: "Your last session with Jonas".to_owned(),
        text: "Dear Zoë,\nsee you on Thursday.\n".to_owned(),
        html: "<p>Dear Zoë,<br>see you on Thursday.</p>\n".to_owned(),
        language: "en".to_owned(),
        calendar: None,
        list_unsubscribe: None,
        references: None,
        step_headers: vec![key.to_string()],
    });
}

fn bytes(letter: &Outgoing<'_>) -> Vec<u8> {
    compose(letter).unwrap().bytes
}

fn parsed(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

/// The content types in the order of the tree, a multipart before its parts.
fn shape(message: &Message<'_>) -> Vec<String> {
    let name = |part: &mail_parser::MessagePart<'_>| {
        let kind = part.content_type().unwrap();
        format!("{}/{}", kind.ctype(), kind.subtype().unwrap())
    };
    message.parts.iter().map(name).collect()
}

fn header<'m>(message: &'m Message<'_>, name: &'m str) -> Option<&'m str> {
    message.header_raw(name).map(str::trim)
}

#[test]
fn the_head_of_a_letter() {
    with_example(|letter| {
        let text = String::from_utf8(bytes(&letter)).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let seed = Seed::fixed();
        let expected = [
            "From: \"Mentors of Example\" <sendoff+tok@mentors.example>".to_owned(),
            "To: =?utf-8?b?Wm/DqyBNw7xsbGVy?= <zoe@people.example>".to_owned(),
            "Subject: Your last session with Jonas".to_owned(),
            "Date: Thu, 22 Apr 2027 08:00:00 +0000".to_owned(),
            format!("Message-ID: <{}@mentors.example>", seed.message_id(&key())),
            "Reply-To: \"Ada Park\" <ada@mentors.example>".to_owned(),
            "Auto-Submitted: auto-generated".to_owned(),
            "X-Auto-Response-Suppress: OOF, AutoReply".to_owned(),
            "X-Sendoff-Step: spring-2027/p1/invitation/mentee".to_owned(),
            "Content-Language: en".to_owned(),
            "MIME-Version: 1.0".to_owned(),
            format!("Content-Type: multipart/alternative;\r\n boundary=\"{}\"", seed.boundary(&key(), 2)),
        ];
        assert_eq!(head, expected.join("\r\n"));
    });
}

#[test]
fn composed_twice_is_the_same_bytes() {
    with_example(|mut letter| {
        letter.calendar = Some(CalendarPart { method: Method::Request, ics: ICS.to_owned() });
        assert_eq!(compose(&letter).unwrap(), compose(&letter.clone()).unwrap());
    });
}

#[test]
fn a_letter_without_calendar_is_text_and_html() {
    with_example(|letter| {
        let bytes = bytes(&letter);
        let message = parsed(&bytes);
        assert_eq!(shape(&message), ["multipart/alternative", "text/plain", "text/html"]);
        assert_eq!(message.body_text(0).unwrap(), letter.text.replace('\n', "\r\n"));
        assert_eq!(message.body_html(0).unwrap(), letter.html.replace('\n', "\r\n"));
        assert_eq!(message.date().unwrap().to_rfc3339(), "2027-04-22T08:00:00Z");
    });
}

#[test]
fn a_calendar_letter_carries_the_object_twice() {
    for method in [Method::Request, Method::Cancel] {
        with_example(|mut letter| {
            letter.calendar = Some(CalendarPart { method, ics: ICS.to_owned() });
            let bytes = bytes(&letter);
            let message = parsed(&bytes);
            let types = [
                "multipart/mixed",
                "multipart/alternative",
                "text/plain",
                "text/html",
                "text/calendar",
                "application/ics",
            ];
            assert_eq!(shape(&message), types);
            let object = &message.parts[4];
            let kind = object.content_type().unwrap();
            assert_eq!(kind.attribute("method"), Some(method.name()));
            assert_eq!((kind.attribute("charset"), kind.attribute("component")), (Some("utf-8"), Some("VEVENT")));
            assert!(object.content_disposition().is_none() && object.content_id().is_none());
            let attached = &message.parts[5];
            assert_eq!(attached.attachment_name(), Some("invite.ics"));
            assert!(attached.content_disposition().unwrap().is_attachment());
            for part in [object, attached] {
                let PartType::Text(text) = &part.body else {
                    assert!(matches!(&part.body, PartType::Binary(raw) if raw.as_ref() == ICS.as_bytes()));
                    continue;
                };
                assert_eq!(text, ICS);
            }
        });
    }
}

#[test]
fn plain_text_can_be_read_in_the_source() {
    with_example(|mut letter| {
        letter.text = "Dear Jonas,\nsee you.\n.\nFrom here on.\n".to_owned();
        let source = String::from_utf8(bytes(&letter)).unwrap();
        assert!(
            source.contains("Content-Transfer-Encoding: 7bit\r\n\r\nDear Jonas,\r\nsee you.\r\n.\r\nFrom here on.\r\n")
        );
        letter.text = "Grüße aus Köln, bis Donnerstag um zehn Uhr.\n".to_owned();
        let source = String::from_utf8(bytes(&letter)).unwrap();
        assert!(source.contains("Gr=C3=BC=C3=9Fe aus K=C3=B6ln, bis Donnerstag um zehn Uhr."));
    });
}

#[test]
fn one_click_is_promised_only_with_a_page() {
    let mailto = Some("mailto:sendoff+stop@mentors.example?subject=stop".to_owned());
    let https = Some("https://endings.mentors.example/p/abc".to_owned());
    for (stop, list, post) in [
        (ListUnsubscribe::default(), None, None),
        (
            ListUnsubscribe { mailto: mailto.clone(), https: None },
            Some("<mailto:sendoff+stop@mentors.example?subject=stop>"),
            None,
        ),
        (
            ListUnsubscribe { mailto, https },
            Some("<https://endings.mentors.example/p/abc>,\r\n <mailto:sendoff+stop@mentors.example?subject=stop>"),
            Some("List-Unsubscribe=One-Click"),
        ),
    ] {
        with_example(|mut letter| {
            letter.list_unsubscribe = Some(stop);
            let bytes = bytes(&letter);
            let message = parsed(&bytes);
            assert_eq!(header(&message, "List-Unsubscribe"), list);
            assert_eq!(header(&message, "List-Unsubscribe-Post"), post);
        });
    }
}

#[test]
fn an_earlier_letter_is_referred_to() {
    with_example(|mut letter| {
        letter.references = Some("abc@mentors.example".to_owned());
        let bytes = bytes(&letter);
        let message = parsed(&bytes);
        assert_eq!(header(&message, "In-Reply-To"), Some("<abc@mentors.example>"));
        assert_eq!(header(&message, "References"), Some("<abc@mentors.example>"));
    });
}

#[test]
fn what_is_no_uri_or_id_is_an_error() {
    for bad in [
        "",
        "mailto:",
        "http://x.example/",
        "mailto:a@x.example>, <https://evil.example",
        "mailto:a\r\nBcc: e@x.example",
    ] {
        with_example(|mut letter| {
            letter.list_unsubscribe = Some(ListUnsubscribe { mailto: Some(bad.to_owned()), https: None });
            assert!(matches!(compose(&letter), Err(ComposeError::Unsubscribe)), "{bad:?}");
        });
    }
    for bad in ["", "abc", "@x", "a@x> <b@x", "a@x\r\nBcc: e@x.example"] {
        with_example(|mut letter| {
            letter.references = Some(bad.to_owned());
            assert!(matches!(compose(&letter), Err(ComposeError::Reference)), "{bad:?}");
        });
    }
}

#[test]
fn names_and_subjects_inject_nothing_and_panic_nowhere() {
    for text in [
        "Bob\r\nBcc: evil@x.example",
        "a\u{0}b\tc\u{7f}",
        "=?utf-8?q?evil?=",
        "=\u{200b}?utf-8?q?evil?=",
        "\"Bob\" <evil@x.example>",
        "Park, Ada",
        "(comment) \\",
        "\u{202e}evil",
        "x@y, z@w",
        "::;;",
        "\"",
        "<>",
        ".",
        " ",
    ] {
        with_example(|mut letter| {
            letter.to.name = text.to_owned();
            letter.from.name = text.to_owned();
            letter.reply_to = Some(mailbox(text, "ada@mentors.example"));
            letter.subject = text.to_owned();
            letter.language = text.to_owned();
            letter.step_headers = vec![text.to_owned()];
            check_heads(&letter);
        });
    }
}

/// The same header names in the same number, and the addresses and texts that were given.
fn check_heads(letter: &Outgoing<'_>) {
    let composed = compose(letter).unwrap();
    let message = parsed(&composed.bytes);
    let names: Vec<_> = message.headers().iter().map(|header| header.name().to_owned()).collect();
    let count = |name: &str| names.iter().filter(|n| n.eq_ignore_ascii_case(name)).count();
    for once in
        ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    {
        assert_eq!(count(once), 1, "{once}");
    }
    assert_eq!(count("Bcc") + count("Cc") + count("X-Evil"), 0);
    let mailboxes = [(message.from(), &letter.from), (message.to(), &letter.to)];
    for (read, given) in mailboxes {
        let all: Vec<_> = read.unwrap().iter().collect();
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].address(), Some(given.address.as_str()));
        assert_eq!(all[0].name().unwrap_or_default(), given.shown_name());
    }
    assert_eq!(message.subject().unwrap_or_default(), composed.subject);
    check_lines(&composed.bytes);
}

fn check_lines(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.is_ascii() && text.ends_with("\r\n"));
    assert!(text.split_terminator("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n', '\0'])));
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[A-Za-z ]{1,60}",
        prop::sample::select(vec![
            "\r\n",
            "\r",
            "\n",
            "\u{2028}",
            "\u{0}",
            "\"",
            "<",
            ">",
            ",",
            "\\",
            "(",
            ")",
            "@",
            "=?",
            "?=",
            "=?utf-8?q?a?=",
            "\u{7f}",
            "\t",
            "  ",
            "\r\n ",
            "\r\nBcc: e@x.example",
            "😀",
            "\u{202e}",
            "é",
            "=",
            ".",
            "\r\n.\r\n",
            "--",
            "\r\n\r\n",
            "From ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_changes_the_letter(to in hostile(), from in hostile(), subject in hostile(), text in hostile(), html in hostile(), step in hostile(), local in "[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}") {
        with_example(|mut letter| {
            letter.to = Mailbox { name: to, address: Address::parse(&format!("{local}@people.example")).unwrap() };
            letter.from.name = from;
            letter.subject = subject;
            letter.text = text;
            letter.html = html;
            letter.step_headers = vec![step.clone(), step];
            letter.calendar = Some(CalendarPart { method: Method::Request, ics: ICS.to_owned() });
            check_heads(&letter);
            let bytes = bytes(&letter);
            let message = parsed(&bytes);
            assert_eq!(message.parts.len(), 6);
            let given = |text: &str| crate::domain::plain::lines(text, usize::MAX).replace('\n', "\r\n");
            assert_eq!(message.text_bodies().next().unwrap().text_contents().unwrap(), given(&letter.text));
            assert_eq!(message.html_bodies().next().unwrap().text_contents().unwrap(), given(&letter.html));
        });
    }

    #[test]
    fn header_lines_of_people_who_use_blanks_are_short(name in "([A-Za-zé€]{1,30} ){1,6}", subject in "([A-Za-zé€]{1,30} ){1,12}") {
        with_example(|mut letter| {
            letter.to.name = name;
            letter.subject = subject;
            let bytes = bytes(&letter);
            let text = std::str::from_utf8(&bytes).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            assert!(head.split("\r\n").all(|line| line.len() <= 78 && !line.trim().is_empty()), "{head}");
        });
    }
}
