//! A name and an address as a header has them (RFC 5322 section 3.4, RFC 2047 section 5).
//!
//! The MIME builder's own writing of mailboxes puts the address on the line of the last encoded word, however long that is, and panics on a line
//! break in a name. This writes one token after the other and folds between them: a line with an encoded word has at most 76 characters.

use crate::domain::address::Address;
use crate::domain::plain;
use data_encoding::BASE64;
use lettre::message::header::{HeaderName, HeaderValue};

/// The most characters of a name; longer ones are cut.
const LONGEST_NAME: usize = 200;
/// The most octets of a line (RFC 2047 section 2).
const LINE: usize = 76;
/// The octets in one encoded word: 52 characters of Base64 and 12 around them fit on the first line of every header we write.
const WORD: usize = 39;

/// A name and an address. The name may be empty and may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// As the person wants to be called.
    pub name: String,
    /// Where they are reached.
    pub address: Address,
}

impl Mailbox {
    /// The name as a reader of the header sees it: one line, capped.
    pub fn shown_name(&self) -> String {
        plain::one_line(&self.name, LONGEST_NAME)
    }

    /// The header of that name with this mailbox in it.
    pub(super) fn header(&self, name: &'static str) -> HeaderValue {
        let mut tokens = phrase(&self.shown_name());
        tokens.push(if tokens.is_empty() { self.address.to_string() } else { format!("<{}>", self.address) });
        // The builder reads the second argument to see that there is an address; the third is what is written.
        let plain_address = self.address.to_string();
        HeaderValue::dangerous_new_pre_encoded(
            HeaderName::new_from_ascii_str(name),
            plain_address,
            folded(name, &tokens),
        )
    }
}

/// The tokens of a display name: atoms and blanks in quotes, or encoded words.
fn phrase(name: &str) -> Vec<String> {
    let is_quotable = |c: char| c.is_ascii_alphanumeric() || " .,'-_&+()/:;@".contains(c);
    if name.is_empty() {
        Vec::new()
    } else if name.chars().all(is_quotable) && name.split(' ').all(|word| word.len() <= WORD) {
        format!("\"{name}\"").split(' ').map(str::to_owned).collect()
    } else {
        encoded_words(name)
    }
}

/// Blanks between encoded words are not shown (RFC 2047 section 6.2), so the ones of the name are inside them. No word ends within a character, and
/// where it can one ends after a blank: some readers do show what is between.
fn encoded_words(mut text: &str) -> Vec<String> {
    let mut words = Vec::new();
    while !text.is_empty() {
        let most = text.floor_char_boundary(WORD);
        let after_blank = if most < text.len() { text[..most].rfind(' ') } else { None };
        let (head, tail) = text.split_at(after_blank.map_or(most, |blank| blank + 1));
        words.push(format!("=?utf-8?b?{}?=", BASE64.encode(head.as_bytes())));
        text = tail;
    }
    words
}

fn folded(header: &str, tokens: &[String]) -> String {
    let mut out = String::new();
    let mut used = header.len() + ": ".len();
    for token in tokens {
        let joint = match (out.is_empty(), used + 1 + token.len() > LINE) {
            (true, _) => "",
            (false, true) => "\r\n ",
            (false, false) => " ",
        };
        used = if joint == "\r\n " { 1 } else { used + joint.len() } + token.len();
        out.push_str(joint);
        out.push_str(token);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Mailbox, folded, phrase};
    use crate::domain::address::Address;

    #[test]
    fn names_stay_readable_where_they_can() {
        for (name, tokens) in [
            ("", vec![]),
            ("Ada", vec!["\"Ada\""]),
            ("Park, Ada (Dr.)", vec!["\"Park,", "Ada", "(Dr.)\""]),
            ("Zoë", vec!["=?utf-8?b?Wm/Dqw==?="]),
            ("=?utf-8?q?a?=", vec!["=?utf-8?b?PT91dGYtOD9xP2E/PQ==?="]),
            ("\"A\\", vec!["=?utf-8?b?IkFc?="]),
            (
                "Константин Константинопольский",
                vec![
                    "=?utf-8?b?0JrQvtC90YHRgtCw0L3RgtC40L0g?=",
                    "=?utf-8?b?0JrQvtC90YHRgtCw0L3RgtC40L3QvtC/0L7Qu9GM0YHQutC40Lk=?=",
                ],
            ),
        ] {
            assert_eq!(phrase(name), tokens, "{name:?}");
        }
    }

    #[test]
    fn a_name_has_no_line_break_and_an_end() {
        let mailbox = |name: &str| Mailbox { name: name.into(), address: Address::parse("a@x.example").unwrap() };
        assert_eq!(mailbox("Bob\r\nBcc: e@x.example").shown_name(), "Bob Bcc: e@x.example");
        assert_eq!(mailbox(&"é".repeat(500)).shown_name().chars().count(), 200);
    }

    #[test]
    fn tokens_are_folded_between() {
        let token = |c: &str, n| c.repeat(n);
        assert_eq!(
            folded("To", &[token("a", 71), token("b", 1)]),
            format!("{} b", token("a", 71)).replacen("a b", "a\r\n b", 1)
        );
        assert_eq!(folded("To", &[token("a", 70), token("b", 1)]), format!("{} b", token("a", 70)));
    }
}
