//! From a rendered letter to finished bytes (RFC 5322, RFC 2045-2047, RFC 6047).
//!
//! The same [`Outgoing`] is always the same bytes: Message-ID and boundaries come from the seed and the key, the date is `decided_at` (rules 7, 10).
//! The bytes are 7-bit ASCII with CRLF line ends, no line is longer than 998 octets, and the last line is complete: any server takes them, without
//! SMTPUTF8 or 8BITMIME. No text in an [`Outgoing`] can add a header or a part, or be read as an encoded word.
//!
//! Without a calendar object the letter is `multipart/alternative` (text, HTML). With one, the object is a third alternative, where calendars look for it,
//! and once more an attachment, where other mail programs do (INTEROP 1.1, 1.2):
//!
//! ```text
//! multipart/mixed
//! |- multipart/alternative
//! |  |- text/plain
//! |  |- text/html
//! |  '- text/calendar; method=…
//! '- application/ics; name="invite.ics"
//! ```

use crate::domain::delivery::Method;
use crate::domain::key::{DeliveryKey, Seed};
use crate::domain::plain;
use crate::mail::body;
use crate::mail::mailbox::Mailbox;
use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue, Headers};

/// The most characters of a subject or another text in a header; longer ones are cut.
const LONGEST_TEXT: usize = 200;
/// The most octets of a URI or a Message-ID in a header; longer ones are an error. Keeps every line under 998 (RFC 5322 section 2.1.1).
const LONGEST_TOKEN: usize = 450;

/// A letter, ready to be put into bytes.
#[derive(Clone)]
pub struct Outgoing<'a> {
    /// What it is: Message-ID and boundaries are derived from it.
    pub key: &'a DeliveryKey,
    /// The root of everything derived.
    pub seed: &'a Seed,
    /// `Date` (rule 10); whole seconds, in UTC.
    pub decided_at: Timestamp,
    /// Who writes. The Message-ID has this address's domain.
    pub from: Mailbox,
    /// Who reads.
    pub to: Mailbox,
    /// Where an answer goes, if not to `from`.
    pub reply_to: Option<Mailbox>,
    /// The subject, decoded.
    pub subject: String,
    /// The text part; any line ends.
    pub text: String,
    /// The HTML part; any line ends.
    pub html: String,
    /// `Content-Language` (RFC 3282), such as `de`.
    pub language: String,
    /// The calendar object, for calendar letters.
    pub calendar: Option<CalendarPart>,
    /// How to stop, for mail programs that have a button for it.
    pub list_unsubscribe: Option<ListUnsubscribe>,
    /// The Message-ID this one belongs under, without angle brackets.
    pub references: Option<String>,
    /// Values of `X-Sendoff-Step`; more than one where a letter stands for several steps.
    pub step_headers: Vec<String>,
}

/// A calendar object and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// The METHOD in the object.
    pub method: Method,
    /// The object, as [`calendar::itip::write`](crate::calendar::itip::write) gives it.
    pub ics: String,
}

/// `List-Unsubscribe` (RFC 2369), and `List-Unsubscribe-Post` (RFC 8058) where there is a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListUnsubscribe {
    /// A complete `mailto:` URI.
    pub mailto: Option<String>,
    /// A complete `https:` URI at which one POST stops the letters.
    pub https: Option<String>,
}

/// A finished letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Without angle brackets.
    pub message_id: String,
    /// The subject as it can be read in the letter, decoded.
    pub subject: String,
    /// What goes over the wire, before dot-stuffing.
    pub bytes: Vec<u8>,
}

/// Why a letter cannot be put into bytes: a mistake of ours or in the settings, never in what people wrote.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// Not `mailto:` or `https:`, or with characters no URI has.
    #[error("the address under which letters can be stopped is no plain mailto: or https: URI")]
    Unsubscribe,
    /// Not `local@domain` in plain characters.
    #[error("the letter to refer to has no plain Message-ID")]
    Reference,
    /// The promise of this module is broken.
    #[error("a header of the letter has a line that is too long or not ASCII")]
    NotPlain,
}

/// The finished bytes of a letter.
///
/// # Errors
/// [`ComposeError`]; no name, subject or text of people can cause one.
pub fn compose(letter: &Outgoing<'_>) -> Result<Message, ComposeError> {
    let message_id = format!("{}@{}", letter.seed.message_id(letter.key), letter.from.address.domain());
    let subject = clean(&letter.subject);
    let head = head(letter, &message_id, &subject)?.to_string();
    if !is_plain(&head) {
        return Err(ComposeError::NotPlain);
    }
    // Most of it is HTML, with `=` here and there, which takes three octets.
    let mut bytes = Vec::with_capacity(2 * (head.len() + letter.text.len() + letter.html.len()));
    bytes.extend_from_slice(head.as_bytes());
    write_parts(letter, &mut bytes);
    // Letters are held in memory by the hundred.
    bytes.shrink_to_fit();
    Ok(Message { message_id, subject, bytes })
}

fn head(letter: &Outgoing<'_>, message_id: &str, subject: &str) -> Result<Headers, ComposeError> {
    let mut head = Headers::new();
    head.insert_raw(letter.from.header("From"));
    head.insert_raw(letter.to.header("To"));
    put_header(&mut head, "Subject", subject.to_owned());
    put_header(&mut head, "Date", in_header(letter.decided_at));
    put_header(&mut head, "Message-ID", format!("<{message_id}>"));
    if let Some(reply_to) = &letter.reply_to {
        head.insert_raw(reply_to.header("Reply-To"));
    }
    if let Some(earlier) = &letter.references {
        let earlier = format!("<{}>", checked_message_id(earlier)?);
        put_header(&mut head, "In-Reply-To", earlier.clone());
        put_header(&mut head, "References", earlier);
    }
    put_machine_headers(&mut head, letter)?;
    put_header(&mut head, "MIME-Version", "1.0".to_owned());
    Ok(head)
}

/// What other machines read: that no person typed this (RFC 3834 section 5), how to stop it, what it is.
fn put_machine_headers(head: &mut Headers, letter: &Outgoing<'_>) -> Result<(), ComposeError> {
    put_header(head, "Auto-Submitted", "auto-generated".to_owned());
    // Exchange: no out-of-office and no other automatic answer; reports of failed delivery stay wanted.
    put_header(head, "X-Auto-Response-Suppress", "OOF, AutoReply".to_owned());
    if let Some(stop) = &letter.list_unsubscribe {
        let ways = [(&stop.https, "https://"), (&stop.mailto, "mailto:")];
        let mut uris = Vec::new();
        for (uri, scheme) in ways.iter().filter_map(|(uri, scheme)| Some((uri.as_ref()?, scheme))) {
            uris.push(format!("<{}>", checked_uri(uri, scheme)?));
        }
        if !uris.is_empty() {
            put_header(head, "List-Unsubscribe", uris.join(", "));
        }
        if stop.https.is_some() {
            put_header(head, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
        }
    }
    let steps: Vec<String> =
        letter.step_headers.iter().map(|step| clean(step)).filter(|step| !step.is_empty()).collect();
    if !steps.is_empty() {
        put_header(head, "X-Sendoff-Step", steps.join(", "));
    }
    let language = clean(&letter.language);
    if !language.is_empty() {
        put_header(head, "Content-Language", language);
    }
    Ok(())
}

/// Encoded and folded where it must be.
fn put_header(head: &mut Headers, name: &'static str, value: String) {
    head.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
}

/// From the content type to the end.
fn write_parts(letter: &Outgoing<'_>, out: &mut Vec<u8>) {
    let boundary = letter.seed.boundary(letter.key, 1);
    let Some(calendar) = &letter.calendar else { return write_alternatives(letter, None, out) };
    // Base64 keeps the object's CRLF and UTF-8 through every relay (INTEROP 1.5).
    let object = body::in_base64(calendar.ics.as_bytes());
    put(out, &["Content-Type: multipart/mixed; boundary=\"", &boundary, "\"\r\n\r\n--", &boundary, "\r\n"]);
    write_alternatives(letter, Some((calendar.method, &object)), out);
    put(out, &["--", &boundary, "\r\nContent-Disposition: attachment; filename=\"invite.ics\"\r\n"]);
    put(out, &["Content-Type: application/ics; name=\"invite.ics\"\r\n", body::BASE64, &object]);
    put(out, &["--", &boundary, "--\r\n"]);
}

/// The same said in several ways, the plainest first.
fn write_alternatives(letter: &Outgoing<'_>, object: Option<(Method, &str)>, out: &mut Vec<u8>) {
    let boundary = letter.seed.boundary(letter.key, 2);
    put(out, &["Content-Type: multipart/alternative;\r\n boundary=\"", &boundary, "\"\r\n\r\n"]);
    for (kind, text) in [("plain", &letter.text), ("html", &letter.html)] {
        put(out, &["--", &boundary, "\r\nContent-Type: text/", kind, "; charset=utf-8\r\n"]);
        body::write(text, out);
    }
    if let Some((method, object)) = object {
        put(out, &["--", &boundary, "\r\nContent-Type: text/calendar; charset=utf-8; method=", method.name()]);
        put(out, &["; component=VEVENT\r\n", body::BASE64, object]);
    }
    put(out, &["--", &boundary, "--\r\n"]);
}

fn put(out: &mut Vec<u8>, texts: &[&str]) {
    texts.iter().for_each(|text| out.extend_from_slice(text.as_bytes()));
}

/// Text that can stand in a header: one line, capped, and no `=?` that a mail program would decode (RFC 2047 section 2).
fn clean(text: &str) -> String {
    plain::one_line(text, LONGEST_TEXT).replace("=?", "= ?")
}

fn checked_uri<'t>(uri: &'t str, scheme: &str) -> Result<&'t str, ComposeError> {
    let is_uri = uri.len() > scheme.len()
        && uri.len() <= LONGEST_TOKEN
        && uri.starts_with(scheme)
        && uri.bytes().all(|b| b.is_ascii_graphic() && !b"<>\",\\^`{|}".contains(&b));
    if is_uri { Ok(uri) } else { Err(ComposeError::Unsubscribe) }
}

fn checked_message_id(id: &str) -> Result<&str, ComposeError> {
    let is_id = id.len() <= LONGEST_TOKEN
        && id.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && id.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
    if is_id { Ok(id) } else { Err(ComposeError::Reference) }
}

/// RFC 5322 section 3.3, in UTC. Times before 1970 do not exist here.
fn in_header(at: Timestamp) -> String {
    at.max(Timestamp::UNIX_EPOCH).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

fn is_plain(head: &str) -> bool {
    head.is_ascii() && head.ends_with("\r\n") && head.split('\n').all(|line| line.len() <= 999)
}

#[cfg(test)]
mod tests;
