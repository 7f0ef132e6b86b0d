//! iTIP out: one event, in UTC, as REQUEST or CANCEL (RFC 5546 sections 3.2.2 and 3.2.5).
//!
//! The same [`Invitation`] is always the same bytes: every time in it is given, nothing is drawn. Every text in it may be hostile;
//! none can add a line, a property or a parameter. The object has exactly one VEVENT, no VTIMEZONE (its times are UTC) and no VALARM.

use crate::calendar::fold::refold;
use crate::domain::address::Address;
use crate::domain::delivery::Method;
use crate::domain::plain;
use icalendar::{Calendar, Component, Event, Property};
use jiff::Timestamp;

/// Who wrote the object (RFC 5545 section 3.7.3). Without a version: an upgrade changes no letter.
const PRODID: &str = "-//Sendoff//Sendoff//EN";

/// The most characters of a description; longer ones are cut.
const LONGEST_DESCRIPTION: usize = 8_000;
/// The most characters of a title, a place or a name.
const LONGEST_LINE: usize = 200;

/// Everything a calendar letter says about its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// REQUEST, or CANCEL of what was shown.
    pub method: Method,
    /// The event's name for life, at most 255 octets (RFC 7986 section 5.3).
    pub uid: String,
    /// Higher with everything that differs from what was shown last.
    pub sequence: u32,
    /// When this letter was decided: DTSTAMP and LAST-MODIFIED.
    pub stamped_at: Timestamp,
    /// When the event was first shown to anybody.
    pub created_at: Timestamp,
    /// When it starts; whole seconds are written.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// The title.
    pub summary: String,
    /// The text below it; may have several lines, may be empty.
    pub description: String,
    /// Where; may be empty.
    pub location: String,
    /// Sendoff's own mailbox; answers go there.
    pub organizer: Party,
    /// Who is invited.
    pub attendees: Vec<Attendee>,
    /// The language of the texts (RFC 5646).
    pub language: String,
    /// Outlook offers no "propose new time".
    pub disallow_counter: bool,
    /// The reader's page for this event: `https:`, or it is left out.
    pub url: Option<String>,
}

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// As the person wants to be called; may be empty.
    pub name: String,
    /// Where they are reached.
    pub address: Address,
}

/// Somebody invited, and what they have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// As the person wants to be called; may be empty.
    pub name: String,
    /// As written in the letter's To.
    pub address: Address,
    /// The recorded answer, or [`PartStat::NeedsAction`] (rule 34).
    pub answer: PartStat,
}

/// What an attendee has said (RFC 5545 section 3.2.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "RFC 5545")]
pub enum PartStat {
    #[default]
    NeedsAction,
    Accepted,
    Declined,
    Tentative,
    Delegated,
}

impl PartStat {
    /// The word in the object.
    pub fn name(self) -> &'static str {
        match self {
            PartStat::NeedsAction => "NEEDS-ACTION",
            PartStat::Accepted => "ACCEPTED",
            PartStat::Declined => "DECLINED",
            PartStat::Tentative => "TENTATIVE",
            PartStat::Delegated => "DELEGATED",
        }
    }

    /// The answer of that word in any case; an unknown one counts as none given (RFC 5545 section 3.2.12).
    pub fn from_word(word: &str) -> PartStat {
        [PartStat::Accepted, PartStat::Declined, PartStat::Tentative, PartStat::Delegated]
            .into_iter()
            .find(|answer| answer.name().eq_ignore_ascii_case(word))
            .unwrap_or_default()
    }
}

/// The complete object: CRLF line ends, lines of at most 75 octets, UTF-8.
pub fn write(invitation: &Invitation) -> String {
    object(invitation, invitation.method.name())
}

/// The event for a calendar that was sent no invitation (RFC 5546 section 3.2.1): nobody is asked for an answer.
pub fn publish(invitation: &Invitation) -> String {
    object(&Invitation { attendees: Vec::new(), ..invitation.clone() }, "PUBLISH")
}

fn object(invitation: &Invitation, method: &str) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", PRODID))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", method))
        .push(event(invitation));
    refold(&calendar.to_string())
}

fn event(invitation: &Invitation) -> Event {
    // A cancelled meeting blocks nobody's time; Outlook reads the second word, everybody else the first.
    let (status, transparency, busy) = match invitation.method {
        Method::Request => ("CONFIRMED", "OPAQUE", "BUSY"),
        Method::Cancel => ("CANCELLED", "TRANSPARENT", "FREE"),
    };
    let mut event = Event::new();
    event
        .add_property("UID", without_blanks(&invitation.uid))
        .add_property("SEQUENCE", invitation.sequence.to_string())
        .add_property("DTSTAMP", utc(invitation.stamped_at))
        .add_property("LAST-MODIFIED", utc(invitation.stamped_at))
        .add_property("CREATED", utc(invitation.created_at))
        .add_property("DTSTART", utc(invitation.starts_at))
        .add_property("DTEND", utc(invitation.ends_at))
        .add_property("STATUS", status)
        .add_property("TRANSP", transparency)
        .add_property("X-MICROSOFT-CDO-BUSYSTATUS", busy)
        .add_property("CLASS", "PRIVATE")
        .append_property(organizer(&invitation.organizer));
    if invitation.disallow_counter {
        event.add_property("X-MICROSOFT-DISALLOW-COUNTER", "TRUE");
    }
    if let Some(url) = invitation.url.as_deref().filter(|url| is_web_address(url)) {
        event.add_property("URL", url);
    }
    let texts = [
        ("SUMMARY", plain::one_line(&invitation.summary, LONGEST_LINE)),
        ("DESCRIPTION", plain::lines(&invitation.description, LONGEST_DESCRIPTION)),
        ("LOCATION", plain::one_line(&invitation.location, LONGEST_LINE)),
    ];
    for (name, text) in texts {
        // SUMMARY is demanded (RFC 5546 section 3.2.2), even empty; the others are left out.
        if name == "SUMMARY" || !text.is_empty() {
            event.append_property(in_language(Property::new(name, text), &invitation.language));
        }
    }
    for person in &invitation.attendees {
        event.append_multi_property(attendee(person, invitation.method));
    }
    event
}

fn organizer(party: &Party) -> Property {
    named(Property::new("ORGANIZER", mailto(&party.address)), &party.name)
}

fn attendee(person: &Attendee, method: Method) -> Property {
    let mut property = Property::new("ATTENDEE", mailto(&person.address));
    property
        .add_parameter("CUTYPE", "INDIVIDUAL")
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("PARTSTAT", person.answer.name())
        .add_parameter("X-NUM-GUESTS", "0");
    if method == Method::Request {
        property.add_parameter("RSVP", "TRUE");
    }
    named(property, &person.name)
}

fn named(mut property: Property, name: &str) -> Property {
    let name = common_name(name);
    if !name.is_empty() {
        property.add_parameter("CN", &name);
    }
    property
}

fn in_language(mut property: Property, language: &str) -> Property {
    let is_tag = !language.is_empty() && language.len() <= 35 && language.split('-').all(is_subtag);
    if is_tag {
        property.add_parameter("LANGUAGE", language);
    }
    property
}

fn is_subtag(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A name as CN: read aloud it is the same, but it has nothing a parameter must quote or escape.
///
/// Calendars differ in how they read quoted parameters, commas in them and RFC 6868 (INTEROP 7.1), so CN needs none of these:
/// quotation marks become typographic, separators a middle dot.
fn common_name(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut opens = true;
    for c in name.chars() {
        match c {
            '"' => {
                text.push(if opens { '“' } else { '”' });
                opens = !opens;
            }
            ',' | ';' | ':' => text.push_str(" · "),
            '^' => text.push('ˆ'),
            '\\' => text.push('/'),
            c => text.push(c),
        }
    }
    let text = plain::one_line(&text, LONGEST_LINE);
    text.trim_matches([' ', '·']).to_owned()
}

/// A `mailto:` URI (RFC 6068): what RFC 3986 has no place for is percent-encoded, and nothing else, as calendars compare it letter for letter.
fn mailto(address: &Address) -> String {
    let mut uri = String::from("mailto:");
    for c in address.as_str().chars() {
        match c {
            '%' | '?' | '#' | '^' | '`' | '{' | '|' | '}' => uri.push_str(&format!("%{:02X}", u32::from(c))),
            c => uri.push(c),
        }
    }
    uri
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// `https:` or `http:`, and only characters a URI can have (RFC 3986 section 2).
fn is_web_address(url: &str) -> bool {
    let has_scheme = url.starts_with("https://") || url.starts_with("http://");
    has_scheme && url.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b))
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
pub(super) mod tests;
