//! A finished letter, taken apart again: what its reader would see. For looking at our own letters.

use mail_parser::{MessageParser, MimeHeaders};

/// The parts of a letter, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opened {
    /// The subject.
    pub subject: String,
    /// The recipient as the head names them: `Name <address>`.
    pub to: String,
    /// When it was decided, in Unix seconds.
    pub at: i64,
    /// `Content-Language`.
    pub language: String,
    /// The text part.
    pub text: String,
    /// The HTML part, a whole page.
    pub html: String,
    /// The calendar object, for calendar letters.
    pub calendar: Option<String>,
}

/// Opens a letter; nothing if the bytes are none.
pub fn open(bytes: &[u8]) -> Option<Opened> {
    let message = MessageParser::default().parse(bytes)?;
    let to = message.to().and_then(|to| to.first());
    let to = to.map_or_else(String::new, |to| {
        let address = to.address().unwrap_or_default();
        to.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
    });
    let is_calendar = |part: &&mail_parser::MessagePart<'_>| {
        part.content_type().is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
    };
    let calendar = message.parts.iter().find(is_calendar).and_then(|part| part.text_contents()).map(str::to_owned);
    let language = message.header_raw("Content-Language").map(|tag| tag.trim().to_owned());
    Some(Opened {
        subject: message.subject().unwrap_or_default().to_owned(),
        to,
        at: message.date().map_or(0, mail_parser::DateTime::to_timestamp),
        language: language.unwrap_or_default(),
        text: message.body_text(0).map(std::borrow::Cow::into_owned).unwrap_or_default(),
        html: message.body_html(0).map(std::borrow::Cow::into_owned).unwrap_or_default(),
        calendar,
    })
}

#[cfg(test)]
mod tests {
    use super::open;

    #[test]
    fn the_parts_are_found_and_decoded() {
        let letter = b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nTo: =?utf-8?q?Zo=C3=AB?= <zoe@x.example>\r\n\
            Date: Thu, 22 Apr 2027 08:00:00 +0000\r\nContent-Language: de\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
            <p>Hi</p>\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n";
        let opened = open(letter).unwrap();
        assert_eq!((opened.subject.as_str(), opened.to.as_str()), ("Grüße", "Zoë <zoe@x.example>"));
        assert_eq!((opened.text.trim_end(), opened.html.trim_end()), ("Grüße", "<p>Hi</p>"));
        assert_eq!((opened.at, opened.language.as_str()), (1_808_380_800, "de"));
        assert_eq!(opened.calendar.as_deref().map(str::trim_end), Some("BEGIN:VCALENDAR"));
    }
}
