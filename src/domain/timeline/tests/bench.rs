//! A programme, a pair and the words for what happens to them: everything a story starts from.

use crate::domain::address::Address;
use crate::domain::event::{EventName, Start};
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::follow_up::{FollowUp, RenewalAnswer, Want};
use crate::domain::pair::{Pair, Status};
use crate::domain::person::{Coordinator, Language, Person, Role, Zone};
use crate::domain::programme::{
    ContactAfter, DayOfWeek, Hours, Programme, ProposalPolicy, Proposals, SessionRule, WorkCalendar,
};
use crate::domain::roadmap::{Area, Roadmap};
use crate::domain::rule::parse_clock;
use crate::domain::step::Step;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

pub use crate::domain::person::Role::{Mentee, Mentor};

pub fn address(text: &str) -> Address {
    Address::parse(text).expect(text)
}

pub fn person(name: &str, zone: &str) -> Person {
    Person {
        name: name.to_owned(),
        called: None,
        address: address(&format!("{}@people.example", name.to_lowercase())),
        zone: Zone::named(zone).expect(zone),
        language: Language("en".to_owned()),
    }
}

/// Mira mentors Jonas, both in London.
pub fn pair() -> Pair {
    Pair {
        id: "p1".to_owned(),
        mentor: person("Mira", "Europe/London"),
        mentee: person("Jonas", "Europe/London"),
        ends: None,
        session: None,
        place: None,
        mentoring_plan: None,
        goals: Vec::new(),
        contact_after: None,
        copy_to: None,
        status: Status::Active,
    }
}

/// The programme of docs/INTERFACES.md: ends on Friday 28 May 2027, London, all defaults.
pub fn programme() -> Programme {
    let hours = |open, close| Hours { open: parse_clock(open).expect(open), close: parse_clock(close).expect(close) };
    let steps = [
        (Step::Invitation, vec!["28 days before session at 09:00"]),
        (Step::Preparation, vec!["7 days before session at 09:00"]),
        (Step::Reminder, vec!["1 day before session at 09:00"]),
        (Step::AfterSession, vec!["1 working day after session at 09:00"]),
        (Step::RoadmapNudge, vec!["4 days after session at 09:00"]),
        (Step::Roadmap, vec!["10 days after session at 09:00"]),
        (Step::Closing, vec!["14 days after session at 09:00"]),
        (Step::CatchUpInvitation, vec!["14 days before catch-up at 09:00"]),
        (Step::CatchUpReminder, vec!["2 days before catch-up at 09:00"]),
        (Step::Renewal, vec!["2 days after catch-up at 09:00"]),
        (Step::PracticeNudge, vec!["30 days after roadmap at 09:00", "90 days after roadmap at 09:00"]),
    ];
    let rules = |texts: Vec<&str>| texts.iter().map(|text| text.parse().expect(text)).collect();
    Programme {
        id: "spring-2027".to_owned(),
        name: "Spring 2027".to_owned(),
        ends: Some(day("2027-05-28")),
        zone: Zone::named("Europe/London").expect("a zone"),
        language: Language("en".to_owned()),
        contact_after: ContactAfter::Free,
        coordinators: vec![Coordinator { name: "Ada Park".to_owned(), address: address("ada@mentors.example") }],
        calendar: WorkCalendar {
            hours: hours("08:00", "18:00"),
            days: DayOfWeek::ALL[..5].to_vec(),
            holidays: BTreeSet::new(),
        },
        session: SessionRule {
            length_minutes: 45,
            place: String::new(),
            within: "10 working days".parse().expect("a span"),
            hours: hours("09:00", "18:00"),
        },
        steps: steps.into_iter().map(|(step, texts)| (step, rules(texts))).collect(),
        share_addresses: true,
        goals_in_event: false,
        digest: None,
        proposals: Proposals {
            policy: ProposalPolicy::Ask,
            grace: "0 days".parse().expect("a span"),
            answer_within: "3 working days".parse().expect("a span"),
        },
    }
}

/// A day, `2027-05-20`.
pub fn day(text: &str) -> Date {
    text.parse().expect(text)
}

/// A time in London, `2027-05-20 14:00`.
pub fn at(text: &str) -> Timestamp {
    start(text).timestamp()
}

/// A start in London, `2027-05-20 14:00`.
pub fn start(text: &str) -> Start {
    start_in(text, "Europe/London")
}

pub fn start_in(text: &str, zone: &str) -> Start {
    let civil = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", text).expect(text);
    Start::at(civil.in_tz(zone).expect(zone))
}

pub fn by(who: Role, when: &str, what: What) -> Fact {
    Fact { at: at(when), who: Some(who), what }
}

pub fn said(when: &str, what: What) -> Fact {
    Fact { at: at(when), who: None, what }
}

pub const SESSION: EventName = EventName::Session;

pub fn accepted() -> What {
    What::Accepted { event: SESSION }
}

pub fn declined() -> What {
    What::Declined { event: SESSION }
}

pub fn moved(to: &str) -> What {
    What::Moved { event: SESSION, starts: Some(start(to)), place: None }
}

pub fn moved_to_place(place: &str) -> What {
    What::Moved { event: SESSION, starts: None, place: Some(place.to_owned()) }
}

pub fn proposed(to: &str) -> What {
    What::Proposed { event: SESSION, starts: start(to) }
}

pub fn met(on: Option<&str>) -> What {
    What::Met { event: SESSION, on: on.map(day) }
}

pub fn not_met() -> What {
    What::NotMet { event: SESSION, on: None }
}

pub fn resumed() -> What {
    What::Resumed { reason: String::new() }
}

pub fn paused() -> What {
    What::Paused { reason: String::new() }
}

pub fn ended(quietly: bool) -> What {
    What::Ended { reason: String::new(), quietly }
}

pub fn stopped(what: Stop) -> What {
    What::Stopped { what, address: None }
}

pub fn bounced(address: &Address) -> What {
    What::Bounced { status: "5.1.1".to_owned(), text: String::new(), address: Some(address.clone()) }
}

pub fn roadmap(area: &str) -> What {
    let area = Area { area: area.to_owned(), why: None, practise: None, resources: Vec::new(), by: None };
    What::Roadmap(Roadmap { areas: vec![area], note: None })
}

pub fn wants(wants: &[Want]) -> What {
    What::FollowUp(FollowUp {
        wants: wants.to_vec(),
        every: None,
        times: None,
        improvise: false,
        starter: None,
        capacity: None,
        note: None,
    })
}

pub fn wants_catch_ups(every: &str, times: u32) -> What {
    let What::FollowUp(plain) = wants(&[Want::CatchUps]) else { unreachable!("that is what wants() makes") };
    What::FollowUp(FollowUp { every: Some(every.parse().expect(every)), times: Some(times), ..plain })
}

pub fn renewal(answer: RenewalAnswer) -> What {
    What::Renewal { answer }
}

/// What happens until then, a line each; blanks at the ends of lines do not count.
#[track_caller]
pub fn tells(story: &mut super::player::Player, until: &str, expected: &str) {
    let told = story.play(until);
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let name = std::thread::current().name().unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned();
    assert!(lines(&told) == lines(expected), "it went another way:\n<<<{name}\n{told}>>>\nand not{expected}");
}
