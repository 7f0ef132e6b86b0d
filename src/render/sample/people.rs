//! The invented pair, and what is true of it in every letter.

use crate::domain::follow_up::{Every, Want};
use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::roadmap::{Area, Resource};
use crate::render::context::coordinator::PairLabel;
use crate::render::context::meeting::{Change, Event, Met, Moment};
use crate::render::context::{
    Agreement, Context, Coordinator, Links, Partner, Plan, Privacy, Programme, Reader, Starter,
};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Which ways of answering the installation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ways {
    /// Pages and a mailbox.
    Pages,
    /// A mailbox.
    Mailbox,
    /// Neither: people answer people.
    People,
}

impl Ways {
    /// Each of them, with a name for the eye.
    pub const ALL: [(&'static str, Ways); 3] =
        [("with pages", Ways::Pages), ("with a mailbox", Ways::Mailbox), ("with neither", Ways::People)];
}

/// A day of the invented year.
pub fn day(month: i8, day: i8) -> Date {
    Date::constant(2027, month, day)
}

/// An instant on both clocks, given as the time in Lagos; the mentee lives in Berlin.
pub fn moment(role: Role, at: DateTime) -> Moment {
    let zone = |name| TimeZone::get(name).unwrap_or(TimeZone::UTC);
    let lagos = at.to_zoned(zone("Africa/Lagos")).unwrap_or_default();
    let berlin = lagos.with_time_zone(zone("Europe/Berlin"));
    match role {
        Role::Mentee => Moment { reader: berlin, partner: Some(lagos) },
        _ => Moment { reader: lagos, partner: Some(berlin) },
    }
}

/// The final session, as first shown.
pub fn session(role: Role) -> Event {
    Event {
        catch_up: 0,
        catch_ups: 0,
        starts: moment(role, day(5, 20).at(14, 0, 0, 0)),
        length_minutes: 45,
        place: None,
        proposed: true,
        odd_hours: false,
        change: Change::New,
        was: None,
        round: 1,
    }
}

/// The first of three catch-ups.
pub fn catch_up(role: Role) -> Event {
    Event {
        catch_up: 1,
        catch_ups: 3,
        starts: moment(role, day(8, 20).at(14, 0, 0, 0)),
        place: Some("https://meet.mentors.example/amina-jonas".to_owned()),
        proposed: false,
        ..session(role)
    }
}

/// The pair as coordinators know it.
pub fn pair() -> PairLabel {
    PairLabel { id: "p1".to_owned(), mentor: "Amina Okafor".to_owned(), mentee: "Jonas Weber".to_owned() }
}

/// Another one.
pub fn other_pair() -> PairLabel {
    PairLabel { id: "p2".to_owned(), mentor: "Lucía Fernández".to_owned(), mentee: "Priya Nair".to_owned() }
}

fn names(role: Role) -> (&'static str, &'static str, &'static str) {
    match role {
        Role::Mentor => ("Amina", "Amina Okafor", "amina@example.org"),
        Role::Mentee => ("Jonas", "Jonas Weber", "jonas@example.org"),
        Role::Coordinator => ("Ada Park", "Ada Park", "ada@mentors.example"),
    }
}

/// What is true in every letter to that person.
pub fn context(role: Role, ways: Ways) -> Context {
    let (called, name, address) = names(role);
    let reader = Reader { called: called.to_owned(), name: name.to_owned(), role, address: address.to_owned() };
    let programme = Programme {
        name: "Spring 2027".to_owned(),
        organisation: "Mentors of Example".to_owned(),
        ends: Some(day(5, 28)),
    };
    let coordinator = Coordinator { name: "Ada Park".to_owned(), address: "ada@mentors.example".to_owned() };
    let mut context = Context::new(reader, programme, coordinator);
    if role != Role::Coordinator {
        let (called, name, address) = names(role.partner());
        context.partner =
            Some(Partner { called: called.to_owned(), name: name.to_owned(), address: Some(address.to_owned()) });
    }
    context.privacy = Privacy {
        contact: Some("privacy@mentors.example".to_owned()),
        url: Some("https://mentors.example/privacy".to_owned()),
    };
    context.contact_after = ContactAfter::Free;
    context.mailbox = ways != Ways::People;
    context.links = links(ways);
    context
}

fn links(ways: Ways) -> Links {
    let page = |what: &str| Some(format!("https://endings.mentors.example/p/7hx2k4m9w3/{what}"));
    let stop_mail = Some("mailto:sendoff+7hx2k4m9w3@mentors.example?subject=stop".to_owned());
    match ways {
        Ways::People => Links::default(),
        Ways::Mailbox => Links { stop_mail, ..Links::default() },
        Ways::Pages => Links {
            session: page("session"),
            roadmap: page("roadmap"),
            follow_up: page("staying-in-touch"),
            reflection: page("notes"),
            concern: page("concern"),
            stop: page("stop"),
            stop_mail,
            thanks: Some("mailto:jonas@example.org?subject=Thank%20you".to_owned()),
            my_data: page("my-data"),
            confirm: None,
        },
    }
}

/// What the mentee set out to do.
pub fn goals() -> Vec<String> {
    vec!["find my way around a large codebase".to_owned(), "speak up in reviews".to_owned()]
}

/// "If you met on Thursday …"
pub fn met(known: bool) -> Option<Met> {
    Some(Met { on: day(5, 20), known })
}

/// The mentor's roadmap.
pub fn roadmap() -> Plan {
    let area = |area: &str, why: &str, practise: &str| Area {
        area: area.to_owned(),
        why: Some(why.to_owned()),
        practise: Some(practise.to_owned()),
        resources: Vec::new(),
        by: Some(day(9, 30)),
    };
    let mut first = area(
        "Explaining your code",
        "You see solutions quickly, and then people cannot follow you.",
        "Explain one change a week to a colleague who does not write any code. Stop where the questions start.",
    );
    first.resources = vec![
        Resource { title: "How to explain things".to_owned(), url: Some("https://example.org/explain".to_owned()) },
        Resource { title: "The library’s shelf on writing".to_owned(), url: None },
    ];
    let second = area(
        "Speaking up in reviews",
        "Your comments are good, and they come too late.",
        "Write the first comment within an hour, even if it is only a question.",
    );
    Plan {
        areas: vec![first, second],
        note: Some("You asked me what I would do in your place.\nI would start with the first.".to_owned()),
        corrected: false,
        after_general: false,
    }
}

/// What both wanted.
pub fn agreement(role: Role) -> Agreement {
    let at = |month, d| moment(role, day(month, d).at(14, 0, 0, 0));
    Agreement {
        wants: vec![Want::Updates, Want::CatchUps],
        every: Some(Every::Months(3)),
        dates: vec![at(8, 20), at(11, 22)],
        starter: Some(if role == Role::Mentor { Starter::Partner } else { Starter::Reader }),
        until: Some(day(11, 22)),
        improvise: false,
        number: 1,
    }
}
