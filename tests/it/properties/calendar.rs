//! A calendar as a receiver keeps it (RFC 5546 section 2.1.5): by UID, the highest SEQUENCE wins, then the latest DTSTAMP.

use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders};
use std::collections::BTreeMap;

/// What one calendar letter says of its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub uid: String,
    pub sequence: u32,
    pub stamped_at: Timestamp,
    pub starts_at: Timestamp,
    pub is_cancel: bool,
}

/// One person's calendar.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Calendar {
    latest: BTreeMap<String, Said>,
}

impl Calendar {
    /// Takes a letter in; an older one than what is known changes nothing.
    pub fn take(&mut self, said: &Said) {
        let is_newer = |known: &Said| (said.sequence, said.stamped_at) > (known.sequence, known.stamped_at);
        if self.latest.get(&said.uid).is_none_or(is_newer) {
            self.latest.insert(said.uid.clone(), said.clone());
        }
    }

    /// When the event stands in it, if it does.
    pub fn shows(&self, uid: &str) -> Option<Timestamp> {
        self.latest.get(uid).filter(|said| !said.is_cancel).map(|said| said.starts_at)
    }

    /// Every event it was ever told of.
    pub fn uids(&self) -> impl Iterator<Item = &str> {
        self.latest.keys().map(String::as_str)
    }
}

/// The calendar part of a message, if it has one.
pub fn said(message: &[u8]) -> Option<Said> {
    let message = MessageParser::default().parse(message).expect("a message");
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
    })?;
    let text = String::from_utf8(part.contents().to_vec()).expect("UTF-8").replace("\r\n ", "");
    let value = |name: &str| -> String {
        let line = text.lines().find(|line| line.starts_with(&format!("{name}:")));
        line.map(|line| line[name.len() + 1..].to_owned()).unwrap_or_else(|| panic!("no {name}: {text}"))
    };
    Some(Said {
        uid: value("UID"),
        sequence: value("SEQUENCE").parse().expect("a number"),
        stamped_at: utc(&value("DTSTAMP")),
        starts_at: utc(&value("DTSTART")),
        is_cancel: value("METHOD") == "CANCEL",
    })
}

fn utc(text: &str) -> Timestamp {
    let (day, clock) = text.split_once('T').expect("a date-time");
    let parts = [&day[..4], &day[4..6], &day[6..]].join("-");
    format!("{parts}T{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]).parse().expect("UTC")
}

#[test]
fn a_late_request_does_not_bring_a_cancelled_event_back() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let request = Said {
        uid: "u".to_owned(),
        sequence: 0,
        stamped_at: at("2027-05-01T08:00:00Z"),
        starts_at: at("2027-05-20T14:00:00Z"),
        is_cancel: false,
    };
    let cancel = Said { sequence: 1, is_cancel: true, ..request.clone() };
    let mut calendar = Calendar::default();
    for letter in [&cancel, &request] {
        calendar.take(letter);
    }
    assert_eq!(calendar.shows("u"), None);
}
