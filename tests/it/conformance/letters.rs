//! Letters with everything in them that is easily broken on the way.

use sendoff::calendar::itip::{self, Attendee, Invitation, PartStat, Party};
use sendoff::domain::address::Address;
use sendoff::domain::delivery::Method;
use sendoff::domain::key::{DeliveryKey, Seed, Slot, StepKey};
use sendoff::domain::person::Role;
use sendoff::domain::step::Step;
use sendoff::mail::compose::{CalendarPart, ListUnsubscribe, Message, Outgoing, compose};
use sendoff::mail::mailbox::Mailbox;

/// A letter and its envelope.
#[derive(Clone)]
pub struct Sample {
    pub message: Message,
    pub to: Address,
    pub bounces_to: Address,
    pub is_calendar: bool,
}

/// A reader's name, and a text.
const TEXTS: [(&str, &str); 4] = [
    ("Ada Park", "Dear Ada,\n\nthank you.\n"),
    ("Jonas K\u{f6}nig, \"Jo\"", ".\n..\n.dot\n\n.\nFrom here on\n\n\n"),
    (
        "Zo\u{eb} \u{1f331} \u{05d3}\u{05d5}\u{05d3}",
        "Gr\u{fc}\u{df}e aus K\u{f6}ln \u{2013} \u{201e}bis bald\u{201c}\t \n=3D = \n",
    ),
    ("\u{7530}\u{4e2d}", "\u{3042}\u{308a}\u{304c}\u{3068}\u{3046}\u{3002}\n"),
];

/// For each reader one of every kind: an invitation, its change, its cancellation, and letters without a calendar.
pub fn samples(readers: &[String]) -> Vec<Sample> {
    let mut samples = Vec::new();
    for (at, reader) in readers.iter().enumerate() {
        let to = Address::parse(reader).expect("a reader");
        let (name, text) = TEXTS[at % TEXTS.len()];
        for (revision, method) in [(1, Method::Request), (2, Method::Request), (3, Method::Cancel)] {
            let key = key(at, Step::Invitation, revision);
            samples.push(sample(&key, name, &to, text, Some(invitation(at, name, &to, method, revision))));
        }
        samples.push(sample(&key(at, Step::Preparation, 1), name, &to, text, None));
        samples.push(sample(&key(at, Step::Closing, 1), name, &to, &long_text(), None));
    }
    samples
}

/// Lines without end, and a letter of many blocks.
fn long_text() -> String {
    format!("{}\n{}\n.\n", "x".repeat(5_000), "A line like any other, with a word more.\n".repeat(2_000))
}

fn key(reader: usize, step: Step, revision: u32) -> DeliveryKey {
    let step = StepKey { programme: "spring-2027".into(), pair: format!("p{reader}"), step, occurrence: 1 };
    DeliveryKey { step, role: Role::Mentee, slot: Slot::Reader, reader: 0, round: 1, revision }
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("an address")
}

fn sample(key: &DeliveryKey, name: &str, to: &Address, text: &str, calendar: Option<CalendarPart>) -> Sample {
    let seed = Seed::fixed();
    let is_calendar = calendar.is_some();
    let stop = "mailto:sendoff+stop-abc@mentors.test?subject=stop".to_owned();
    let message = compose(&Outgoing {
        key,
        seed: &seed,
        decided_at: "2027-04-22T08:00:00Z".parse().expect("an instant"),
        from: Mailbox { name: "Mentors of Ex\u{e4}mple".to_owned(), address: address("sendoff+tok@mentors.test") },
        to: Mailbox { name: name.to_owned(), address: to.clone() },
        reply_to: Some(Mailbox { name: "Mira".to_owned(), address: address("mira@mentors.test") }),
        subject: format!("Your last session with {name}: {}", "w".repeat(60)),
        text: text.to_owned(),
        html: format!("<p>{}</p>\n", text.replace('\n', "<br>\n")),
        language: "de".to_owned(),
        calendar,
        list_unsubscribe: Some(ListUnsubscribe { mailto: Some(stop), https: None }),
        references: None,
        step_headers: vec![key.to_string()],
    });
    let bounces_to = address(&format!("sendoff+b{}@mentors.test", seed.letter_token(key)));
    Sample { message: message.expect("composed"), to: to.clone(), bounces_to, is_calendar }
}

fn invitation(reader: usize, name: &str, to: &Address, method: Method, revision: u32) -> CalendarPart {
    let attendee =
        |name: &str, address: Address| Attendee { name: name.to_owned(), address, answer: PartStat::NeedsAction };
    let ics = itip::write(&Invitation {
        method,
        uid: format!("final-{reader}@mentors.test"),
        sequence: revision,
        stamped_at: "2027-04-22T08:00:00Z".parse().expect("an instant"),
        created_at: "2027-04-20T08:00:00Z".parse().expect("an instant"),
        starts_at: "2027-05-20T14:00:00Z".parse().expect("an instant"),
        ends_at: "2027-05-20T14:45:00Z".parse().expect("an instant"),
        summary: format!("Last session; {name}, \u{201e}Abschluss\u{201c}"),
        description: "Two lines,\nand a semicolon; a backslash \\ and a lot more: \u{1f331}".repeat(5),
        location: "Caf\u{e9} am Markt, K\u{f6}ln".to_owned(),
        organizer: Party { name: "Mentors of Example".to_owned(), address: address("sendoff+tok@mentors.test") },
        attendees: vec![attendee(name, to.clone()), attendee("Mentor", address("mentor@mentors.test"))],
        language: "de".to_owned(),
        disallow_counter: false,
        url: None,
    });
    CalendarPart { method, ics }
}
