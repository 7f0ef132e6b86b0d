//! A message taken apart into its single parts, bounded in size, depth and number (RFC 2046 section 5.1).
//!
//! Messages within messages stay closed: what somebody sends along, or a server sends back, is not theirs to say.

use crate::calendar::answer::AnswerKind;
use crate::mail::read::head::Head;
use mail_parser::{MessageParser, PartType};

/// The most octets of a message that are read; what follows is cut off.
pub const MOST_OCTETS: usize = 4 * 1024 * 1024;
/// The most parts that are looked at.
pub(super) const MOST_PARTS: usize = 200;
/// How deep multiparts may lie in each other.
pub(super) const DEEPEST: usize = 20;
/// The most octets of a part that is text.
const LONGEST_TEXT: usize = 512 * 1024;
/// The most octets of a head.
const LONGEST_HEAD: usize = 256 * 1024;

/// A message and its single parts, in their order.
pub(super) struct Tree<'m> {
    pub head: Head<'m>,
    pub leaves: Vec<Leaf<'m>>,
    pub is_cut: bool,
}

/// A part that holds no others.
pub(super) struct Leaf<'m> {
    /// `text/plain` and so on, lower case.
    pub kind: String,
    /// Its head and body as they came.
    entity: &'m [u8],
    /// What follows the head, as it came.
    pub body: &'m [u8],
    /// The file's name, lower case.
    name: Option<String>,
    /// The `method` parameter.
    method: Option<String>,
}

/// A part that waits to be taken apart.
struct Waiting<'m> {
    entity: &'m [u8],
    depth: usize,
}

impl<'m> Tree<'m> {
    pub fn of(bytes: &'m [u8], parser: &MessageParser) -> Tree<'m> {
        let bytes = without_mbox_line(bytes);
        let read = &bytes[..bytes.len().min(MOST_OCTETS)];
        let (head, _) = split(read);
        let head = Head::of(head, parser);
        let mut tree = Tree { head, leaves: Vec::new(), is_cut: read.len() < bytes.len() };
        tree.take_apart(read, parser);
        tree
    }

    fn take_apart(&mut self, message: &'m [u8], parser: &MessageParser) {
        let mut waiting = vec![Waiting { entity: message, depth: 0 }];
        while let Some(Waiting { entity, depth }) = waiting.pop() {
            if self.leaves.len() >= MOST_PARTS {
                self.is_cut = true;
                return;
            }
            let (head_octets, body) = split(entity);
            let head = Head::of(head_octets, parser);
            let inner = boundary(&head).map(|boundary| parts(body, &boundary));
            match inner {
                Some(inner) if !inner.is_empty() && depth < DEEPEST => {
                    self.is_cut |= inner.len() > MOST_PARTS;
                    let inner = inner.into_iter().take(MOST_PARTS).rev();
                    waiting.extend(inner.map(|entity| Waiting { entity, depth: depth + 1 }));
                }
                Some(_) if depth >= DEEPEST => self.is_cut = true,
                _ => self.leaves.push(Leaf::of(&head, entity, body)),
            }
        }
    }

    /// The first part of that kind.
    pub fn leaf(&self, kind: &str) -> Option<&Leaf<'m>> {
        self.leaves.iter().find(|leaf| leaf.kind == kind)
    }
}

impl<'m> Leaf<'m> {
    fn of(head: &Head<'m>, entity: &'m [u8], body: &'m [u8]) -> Leaf<'m> {
        let content = head.content_type();
        let parameter = |name: &str| content.and_then(|content| parameter_of(content, name));
        let kind = content.map_or_else(
            || "text/plain".to_owned(),
            |content| format!("{}/{}", content.ctype(), content.subtype().unwrap_or_default()).to_ascii_lowercase(),
        );
        let file_name = head.disposition().and_then(|disposition| parameter_of(disposition, "filename"));
        let name = file_name.or_else(|| parameter("name")).map(|name| name.to_ascii_lowercase());
        Leaf { kind, entity, body, name, method: parameter("method") }
    }

    /// Its text, decoded from transfer encoding and character set as far as that can be done; HTML stays HTML. Nothing for a message within.
    pub fn text(&self, parser: &MessageParser) -> Option<String> {
        if self.kind.starts_with("multipart/") || self.is_message() {
            return None;
        }
        let entity = &self.entity[..self.entity.len().min(LONGEST_TEXT)];
        let message = parser.parse(entity)?;
        match &message.parts.first()?.body {
            PartType::Text(text) | PartType::Html(text) => Some(text.to_string()),
            PartType::Binary(octets) | PartType::InlineBinary(octets) => {
                Some(String::from_utf8_lossy(octets).into_owned())
            }
            PartType::Message(_) | PartType::Multipart(_) => None,
        }
    }

    /// Whether it holds a whole other message.
    pub fn is_message(&self) -> bool {
        matches!(self.kind.as_str(), "message/rfc822" | "message/global" | "message/news")
    }

    /// By type, or by name where the type says nothing.
    pub fn is_calendar(&self) -> bool {
        let is_named = self.name.as_ref().is_some_and(|name| name.ends_with(".ics"));
        match self.kind.as_str() {
            "text/calendar" | "application/ics" | "text/x-vcalendar" => true,
            "application/octet-stream" | "text/plain" => is_named,
            _ => false,
        }
    }

    /// Whether its `method` parameter, if there is one, says what the object in it says (INTEROP section 4: else a person has to look).
    pub fn agrees_with(&self, kind: AnswerKind) -> bool {
        let word = match kind {
            AnswerKind::Reply => "REPLY",
            AnswerKind::Counter => "COUNTER",
        };
        self.method.as_ref().is_none_or(|method| method.trim().eq_ignore_ascii_case(word))
    }

    /// Exchange's own wrapping.
    pub fn is_tnef(&self) -> bool {
        matches!(self.kind.as_str(), "application/ms-tnef" | "application/vnd.ms-tnef")
            || self.name.as_deref() == Some("winmail.dat")
    }

    /// Head of the message within, or the head that is sent back in place of one.
    pub fn inner_head(&self, parser: &MessageParser) -> Option<Head<'m>> {
        let is_head = matches!(self.kind.as_str(), "text/rfc822-headers" | "message/rfc822-headers");
        (is_head || self.is_message()).then(|| Head::of(split(self.body).0, parser))
    }
}

/// Parameter names have no case (RFC 2045 section 5.1); Horde writes `METHOD`.
fn parameter_of(content: &mail_parser::ContentType<'_>, name: &str) -> Option<String> {
    let mut attributes = content.attributes()?.iter();
    attributes.find(|attribute| attribute.name.eq_ignore_ascii_case(name)).map(|attribute| attribute.value.to_string())
}

fn boundary(head: &Head<'_>) -> Option<String> {
    let content = head.content_type().filter(|content| content.ctype().eq_ignore_ascii_case("multipart"))?;
    parameter_of(content, "boundary").filter(|boundary| !boundary.is_empty())
}

/// Some mail programs leave mbox's separator in front.
fn without_mbox_line(bytes: &[u8]) -> &[u8] {
    let is_separator = bytes.starts_with(b"From ");
    let rest = bytes.iter().position(|byte| *byte == b'\n').map(|at| &bytes[at + 1..]);
    rest.filter(|_| is_separator).unwrap_or(bytes)
}

/// Head and body; everything is head if there is no empty line.
pub(super) fn split(entity: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in entity.split_inclusive(|byte| *byte == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            return (&entity[..at.min(LONGEST_HEAD)], &entity[at + line.len()..]);
        }
        at += line.len();
    }
    (&entity[..entity.len().min(LONGEST_HEAD)], &[])
}

/// What stands between the boundary's lines; at most one more than is looked at.
fn parts<'m>(body: &'m [u8], boundary: &str) -> Vec<&'m [u8]> {
    let mut found = Vec::new();
    let mut from: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let delimiter = delimiter(line, boundary.as_bytes());
        if let (Some(_), Some(start)) = (delimiter, from) {
            found.push(without_line_end(&body[start..at]));
        }
        at += line.len();
        match delimiter {
            Some(Delimiter::Last) => return found,
            Some(Delimiter::Next) => from = Some(at),
            None => {}
        }
        if found.len() > MOST_PARTS {
            return found;
        }
    }
    // A last delimiter that never came: the part is what there is.
    found.extend(from.map(|start| &body[start..]));
    found
}

#[derive(Clone, Copy)]
enum Delimiter {
    Next,
    Last,
}

fn delimiter(line: &[u8], boundary: &[u8]) -> Option<Delimiter> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?.trim_ascii_end();
    match rest {
        b"" => Some(Delimiter::Next),
        b"--" => Some(Delimiter::Last),
        _ => None,
    }
}

/// The line break before a delimiter belongs to the delimiter.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}
