//! Read back twice: by `calcard`, and line by line by hand, as a hostile text could fool one of them.

use super::{Attendee, Invitation, PartStat, Party, common_name, write};
use crate::domain::address::Address;
use crate::domain::delivery::Method;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarParameterName, ICalendarProperty, ICalendarValue};
use jiff::Timestamp;
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

/// A request that has everything.
pub(in crate::calendar) fn example() -> Invitation {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    Invitation {
        method: Method::Request,
        uid: "k3v5n@mentors.example".to_owned(),
        sequence: 2,
        stamped_at: at("2027-04-30T08:00:00.7Z"),
        created_at: at("2027-04-22T08:00:00Z"),
        starts_at: at("2027-05-20T13:00:00Z"),
        ends_at: at("2027-05-20T13:45:00Z"),
        summary: "Last session: Ada and Jonas".to_owned(),
        description: "Bring the plan; the goals, too.\n\nSee you there.".to_owned(),
        location: "Café, first floor".to_owned(),
        organizer: Party { name: "Mentors of Example".to_owned(), address: address("sendoff+tok@mentors.example") },
        attendees: vec![
            Attendee {
                name: "Park, \"Ada\"".to_owned(),
                address: address("ada@x.example"),
                answer: PartStat::Accepted,
            },
            Attendee { name: String::new(), address: address("jo%nas@x.example"), answer: PartStat::NeedsAction },
        ],
        language: "en".to_owned(),
        disallow_counter: false,
        url: Some("https://endings.example/p/abc".to_owned()),
    }
}

#[test]
fn a_request_in_full() {
    let unfolded = write(&example()).replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split_terminator("\r\n").collect();
    assert_eq!(
        lines,
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Sendoff//Sendoff//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            "CLASS:PRIVATE",
            "CREATED:20270422T080000Z",
            "DESCRIPTION;LANGUAGE=en:Bring the plan\\; the goals\\, too.\\n\\nSee you there.",
            "DTEND:20270520T134500Z",
            "DTSTAMP:20270430T080000Z",
            "DTSTART:20270520T130000Z",
            "LAST-MODIFIED:20270430T080000Z",
            "LOCATION;LANGUAGE=en:Café\\, first floor",
            "ORGANIZER;CN=Mentors of Example:mailto:sendoff+tok@mentors.example",
            "SEQUENCE:2",
            "STATUS:CONFIRMED",
            "SUMMARY;LANGUAGE=en:Last session: Ada and Jonas",
            "TRANSP:OPAQUE",
            "UID:k3v5n@mentors.example",
            "URL:https://endings.example/p/abc",
            "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
            "ATTENDEE;CN=Park · “Ada”;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE;X-NUM-GUESTS=0:mailto:ada@x.example",
            "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE;X-NUM-GUESTS=0:mailto:jo%25nas@x.example",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn a_cancellation_says_so_twice_and_asks_nothing() {
    let text = write(&Invitation { method: Method::Cancel, ..example() });
    for line in
        ["METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n", "TRANSP:TRANSPARENT\r\n", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"]
    {
        assert_eq!(text.matches(line).count(), 1, "{line}");
    }
    assert!(!text.contains("RSVP"));
}

#[test]
fn names_read_the_same_without_anything_to_quote() {
    for (name, cn) in [
        ("Ada Park", "Ada Park"),
        ("Park, Ada", "Park · Ada"),
        ("Robert \"Bob\" O'Neil", "Robert “Bob” O'Neil"),
        ("A\r\nATTENDEE:mailto:evil@x.example", "A ATTENDEE · mailto · evil@x.example"),
        ("\"A\";X=\"B\"", "“A” · X=“B”"),
        ("x^ny", "xˆny"),
        ("\u{202e}evil\u{2066}", "evil"),
        (" ,\t", ""),
    ] {
        assert_eq!(common_name(name), cn, "{name:?}");
    }
}

#[test]
fn an_address_of_a_page_that_is_none_is_left_out() {
    for url in ["javascript:alert(1)", "https://x.example/\r\nX-EVIL:1", "https://x.example/ä", "https://x.example/a b"]
    {
        assert!(!write(&Invitation { url: Some(url.to_owned()), ..example() }).contains("URL"), "{url:?}");
    }
}

#[test]
fn a_language_that_is_none_is_left_out() {
    assert!(!write(&Invitation { language: "en;X=1".to_owned(), ..example() }).contains("LANGUAGE"));
    assert!(write(&Invitation { language: "pt-BR".to_owned(), ..example() }).contains("LANGUAGE=pt-BR"));
}

fn texts(event: &ICalendarComponent, name: &ICalendarProperty) -> Vec<String> {
    let values = event.properties(name).flat_map(|entry| entry.values.iter());
    values.filter_map(|value| value.as_text()).map(str::to_owned).collect()
}

/// Splits one content line at the colon that ends its parameters (RFC 5545 section 3.1); nothing here is ever quoted.
fn name_and_parameters(line: &str) -> (String, Vec<String>) {
    let (head, _) = line.split_once(':').expect("a content line has a colon");
    let mut pieces = head.split(';').map(str::to_owned);
    (pieces.next().unwrap(), pieces.map(|piece| piece.split('=').next().unwrap().to_owned()).collect())
}

fn expected_names(invitation: &Invitation, description: bool, location: bool) -> Vec<&'static str> {
    let mut names = vec![
        "BEGIN",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "BEGIN",
        "CLASS",
        "CREATED",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "ORGANIZER",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "END",
        "END",
    ];
    names.extend(description.then_some("DESCRIPTION"));
    names.extend(location.then_some("LOCATION"));
    names.extend(invitation.attendees.iter().map(|_| "ATTENDEE"));
    names.sort_unstable();
    names
}

/// Text that has everything a property or a parameter could be broken with.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[A-Za-z ]{1,40}",
        prop::sample::select(vec![
            "\r\n",
            "\r",
            "\n",
            "\u{2028}",
            "\u{85}",
            "\u{0}",
            "\"",
            ";",
            ":",
            ",",
            "\\",
            "\\n",
            "^n",
            "^'",
            "\t",
            "\r\n ",
            "END:VEVENT",
            "X-EVIL=1",
            "ATTENDEE:mailto:e@x.example",
            "😀",
            "\u{202e}",
            "é",
            "=",
            "\u{feff}",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn any_invitation() -> impl Strategy<Value = Invitation> {
    let texts = (hostile(), hostile(), hostile(), hostile(), prop::collection::vec(hostile(), 1..3));
    (texts, any::<u32>(), 0i64..4_000_000_000, any::<bool>()).prop_map(
        |((summary, description, location, organizer, names), sequence, seconds, cancels)| {
            let at = |plus: i64| Timestamp::from_second(seconds + plus).unwrap();
            Invitation {
                method: if cancels { Method::Cancel } else { Method::Request },
                sequence,
                stamped_at: at(1),
                created_at: at(0),
                starts_at: at(86_400),
                ends_at: at(90_000),
                summary,
                description,
                location,
                organizer: Party { name: organizer, ..example().organizer },
                attendees: names
                    .into_iter()
                    .enumerate()
                    .map(|(n, name)| Attendee {
                        name,
                        address: address(&format!("p{n}@x.example")),
                        answer: PartStat::Tentative,
                    })
                    .collect(),
                url: None,
                ..example()
            }
        },
    )
}

proptest! {
    #[test]
    fn no_text_changes_the_object(invitation in any_invitation()) {
        let text = write(&invitation);
        prop_assert_eq!(&text, &write(&invitation.clone()));
        prop_assert!(text.ends_with("END:VCALENDAR\r\n") && text.split("\r\n").all(|line| line.len() <= 75));
        prop_assert!(text.replace("\r\n", "").chars().all(|c| !c.is_control() || c == '\t'));

        let event = the_event(&text);
        let summary = crate::domain::plain::one_line(&invitation.summary, 200);
        let description = crate::domain::plain::lines(&invitation.description, 8000);
        let location = crate::domain::plain::one_line(&invitation.location, 200);
        let given = |text: &str| if text.is_empty() { vec![] } else { vec![text.to_owned()] };
        prop_assert_eq!(texts(&event, &ICalendarProperty::Summary), given(&summary));
        prop_assert_eq!(texts(&event, &ICalendarProperty::Description), given(&description));
        prop_assert_eq!(texts(&event, &ICalendarProperty::Location), given(&location));

        let people: Vec<_> = event.properties(&ICalendarProperty::Attendee).collect();
        prop_assert_eq!(people.len(), invitation.attendees.len());
        for (entry, person) in people.iter().zip(&invitation.attendees) {
            let cn = entry.params.iter().find(|p| p.name == ICalendarParameterName::Cn);
            let name = common_name(&person.name);
            prop_assert_eq!(cn.and_then(|p| p.value.as_text()).unwrap_or_default(), name);
        }
        check_lines(&invitation, &text, !description.is_empty(), !location.is_empty());
    }
}

fn the_event(text: &str) -> ICalendarComponent {
    let calendar = ICalendar::parse(text).expect("our own object is one");
    assert_eq!(calendar.components.len(), 2, "VCALENDAR and one VEVENT");
    let event = calendar.components[1].clone();
    let starts: Vec<_> = event.properties(&ICalendarProperty::Dtstart).flat_map(|entry| &entry.values).collect();
    assert!(matches!(starts[..], [ICalendarValue::PartialDateTime(_)]));
    event
}

fn check_lines(invitation: &Invitation, text: &str, description: bool, location: bool) {
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<_> = unfolded.split_terminator("\r\n").map(name_and_parameters).collect();
    let mut names: Vec<&str> = lines.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, expected_names(invitation, description, location));
    for (name, parameters) in &lines {
        let known: &[&str] = match name.as_str() {
            "ATTENDEE" => &["CN", "CUTYPE", "PARTSTAT", "ROLE", "RSVP", "X-NUM-GUESTS"],
            "ORGANIZER" => &["CN"],
            "SUMMARY" | "DESCRIPTION" | "LOCATION" => &["LANGUAGE"],
            _ => &[],
        };
        assert!(parameters.iter().all(|parameter| known.contains(&parameter.as_str())), "{name}: {parameters:?}");
    }
}
