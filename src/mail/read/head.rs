//! The head of a message or a part: its fields, decoded where that is asked for.

use crate::domain::address::Address;
use mail_parser::{ContentType, HeaderValue, Message, MessageParser};

/// The most fields of one name that are looked at.
const MOST_OF_ONE: usize = 50;
/// The most octets of a field that are looked at.
const LONGEST_FIELD: usize = 16 * 1024;

/// Fields of a message or a part.
pub(super) struct Head<'m> {
    /// Nothing: there is not a single field.
    fields: Option<Message<'m>>,
}

impl<'m> Head<'m> {
    pub fn of(octets: &'m [u8], parser: &MessageParser) -> Head<'m> {
        Head { fields: parser.parse_headers(octets).filter(|message| !message.parts.is_empty()) }
    }

    /// The first field of that name, unfolded, not decoded.
    pub fn text(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    /// Every field of that name, unfolded, not decoded.
    pub fn all(&self, name: &str) -> Vec<String> {
        let Some(message) = &self.fields else { return Vec::new() };
        let of_name = message.headers_raw().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        of_name.take(MOST_OF_ONE).map(|(_, text)| unfolded(text)).collect()
    }

    pub fn content_type(&self) -> Option<&ContentType<'m>> {
        self.structured("Content-Type")?.as_content_type()
    }

    pub fn disposition(&self) -> Option<&ContentType<'m>> {
        self.structured("Content-Disposition")?.as_content_type()
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        let subject = self.structured("Subject").and_then(HeaderValue::as_text);
        subject.map(cut).unwrap_or_default().to_owned()
    }

    /// Name and address of the first who wrote.
    pub fn from(&self) -> (String, Option<Address>) {
        let first = self.structured("From").and_then(HeaderValue::as_address).and_then(|from| from.first());
        let name = first.and_then(|first| first.name.as_deref()).map(cut).unwrap_or_default();
        let address = first.and_then(|first| first.address.as_deref()).and_then(|text| Address::parse(text).ok());
        (name.to_owned(), address)
    }

    /// Every address in fields of that name.
    pub fn addresses(&self, name: &str) -> Vec<Address> {
        self.all(name).iter().flat_map(|text| addresses(text)).collect()
    }

    /// Every Message-ID in fields of that name, without angle brackets.
    pub fn ids(&self, name: &str) -> Vec<String> {
        self.all(name).iter().flat_map(|text| ids(text)).collect()
    }

    fn structured(&self, name: &str) -> Option<&HeaderValue<'m>> {
        let headers = self.fields.as_ref()?.headers();
        headers.iter().find(|header| header.name().eq_ignore_ascii_case(name)).map(|header| header.value())
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_FIELD)]
}

fn unfolded(text: &str) -> String {
    cut(text).split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Everything in a text that is an address; names and comments around it do not matter.
pub(super) fn addresses(text: &str) -> Vec<Address> {
    let is_around = |c: char| c.is_whitespace() || c.is_control() || "<>,;:()[]\"'".contains(c);
    let words = cut(text).split(is_around).filter(|word| word.contains('@'));
    words.filter_map(|word| Address::parse(word.trim_end_matches('.')).ok()).take(MOST_OF_ONE).collect()
}

/// Everything between angle brackets that has an `@` in it.
pub(super) fn ids(text: &str) -> Vec<String> {
    let candidates = cut(text).split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    let is_id = |id: &str| id.contains('@') && !id.contains(char::is_whitespace) && id.len() <= 450;
    candidates.map(|(id, _)| id).filter(|id| is_id(id)).take(MOST_OF_ONE).map(str::to_owned).collect()
}
