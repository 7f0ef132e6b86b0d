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

use crate::domain::address::Address;
use crate::domain::delivery::Method;
use crate::domain::key::{DeliveryKey, Seed};
use crate::domain::plain;
use crate::mail::body;
use crate::mail::mailbox::Mailbox;
use jiff::Timestamp;
use lettre::message::header::{self, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, MessageBuilder, MultiPart, SinglePart};
use std::time::{Duration, SystemTime};

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
    /// The MIME builder wants it otherwise.
    #[error("an address cannot be written into a header")]
    Address(#[from] lettre::address::AddressError),
    /// Not `mailto:` or `https:`, or with characters no URI has.
    #[error("the address under which letters can be stopped is no plain mailto: or https: URI")]
    Unsubscribe,
    /// Not `local@domain` in plain characters.
    #[error("the letter to refer to has no plain Message-ID")]
    Reference,
    /// A content type of our own making is none.
    #[error("a content type cannot be written")]
    ContentType(#[from] header::ContentTypeErr),
    /// The MIME builder misses something.
    #[error("the letter is not complete")]
    Incomplete(#[from] lettre::error::Error),
    /// The promise of this module is broken.
    #[error("the finished letter has a line that is too long or not ASCII")]
    NotPlain,
}

/// The finished bytes of a letter.
///
/// # Errors
/// [`ComposeError`]; no name, subject or text of people can cause one.
pub fn compose(letter: &Outgoing<'_>) -> Result<Message, ComposeError> {
    let message_id = format!("{}@{}", letter.seed.message_id(letter.key), letter.from.address.domain());
    let subject = clean(&letter.subject);
    let mut builder = lettre::Message::builder()
        .raw_header(letter.from.header("From"))
        .raw_header(letter.to.header("To"))
        .subject(subject.clone())
        .date(whole_seconds(letter.decided_at))
        .message_id(Some(format!("<{message_id}>")))
        .envelope(unused_envelope(&letter.to.address)?);
    if let Some(reply_to) = &letter.reply_to {
        builder = builder.raw_header(reply_to.header("Reply-To"));
    }
    if let Some(earlier) = &letter.references {
        let earlier = format!("<{}>", checked_message_id(earlier)?);
        builder = builder.in_reply_to(earlier.clone()).references(earlier);
    }
    builder = with_machine_headers(builder, letter)?;
    let bytes = builder.multipart(parts(letter)?)?.formatted();
    if !is_plain(&bytes) {
        return Err(ComposeError::NotPlain);
    }
    Ok(Message { message_id, subject, bytes })
}

/// What other machines read: that no person typed this (RFC 3834 section 5), how to stop it, what it is.
fn with_machine_headers(mut builder: MessageBuilder, letter: &Outgoing<'_>) -> Result<MessageBuilder, ComposeError> {
    let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    builder = builder
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        // Exchange: no out-of-office and no other automatic answer; reports of failed delivery stay wanted.
        .raw_header(header("X-Auto-Response-Suppress", "OOF, AutoReply".to_owned()));
    if let Some(stop) = &letter.list_unsubscribe {
        let ways = [(&stop.https, "https://"), (&stop.mailto, "mailto:")];
        let mut uris = Vec::new();
        for (uri, scheme) in ways.iter().filter_map(|(uri, scheme)| Some((uri.as_ref()?, scheme))) {
            uris.push(format!("<{}>", checked_uri(uri, scheme)?));
        }
        if !uris.is_empty() {
            builder = builder.raw_header(header("List-Unsubscribe", uris.join(", ")));
        }
        if stop.https.is_some() {
            builder = builder.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
    }
    let steps: Vec<String> =
        letter.step_headers.iter().map(|step| clean(step)).filter(|step| !step.is_empty()).collect();
    if !steps.is_empty() {
        builder = builder.raw_header(header("X-Sendoff-Step", steps.join(", ")));
    }
    let language = clean(&letter.language);
    if !language.is_empty() {
        builder = builder.raw_header(header("Content-Language", language));
    }
    Ok(builder)
}

fn parts(letter: &Outgoing<'_>) -> Result<MultiPart, ComposeError> {
    let boundary = |level| letter.seed.boundary(letter.key, level);
    let alternative = MultiPart::alternative()
        .boundary(boundary(2))
        .singlepart(SinglePart::plain(body::encoded(&letter.text)))
        .singlepart(SinglePart::html(body::encoded(&letter.html)));
    let Some(calendar) = &letter.calendar else {
        return Ok(alternative);
    };
    let content_type = format!("text/calendar; charset=utf-8; method={}; component=VEVENT", calendar.method.name());
    // Base64 keeps the object's CRLF and UTF-8 through every relay (INTEROP 1.5).
    let object = body::in_base64(calendar.ics.clone().into_bytes());
    let inline = SinglePart::builder().header(ContentType::parse(&content_type)?).body(object.clone());
    let attached = Attachment::new("invite.ics".to_owned())
        .body(object, ContentType::parse("application/ics; name=\"invite.ics\"")?);
    Ok(MultiPart::mixed().boundary(boundary(1)).multipart(alternative.singlepart(inline)).singlepart(attached))
}

/// The builder insists on an envelope and would read its own headers to make one. Couriers have theirs.
fn unused_envelope(to: &Address) -> Result<lettre::address::Envelope, ComposeError> {
    let to = lettre::Address::new(to.local_part(), to.domain())?;
    Ok(lettre::address::Envelope::new(None, vec![to])?)
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

/// Times before 1970 do not exist here, and the builder panics on them.
fn whole_seconds(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0))
}

fn is_plain(bytes: &[u8]) -> bool {
    bytes.is_ascii() && bytes.ends_with(b"\r\n") && bytes.split(|b| *b == b'\n').all(|line| line.len() <= 999)
}

#[cfg(test)]
mod tests;
