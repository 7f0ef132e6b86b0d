//! The text of a part, encoded (RFC 2045 section 6): as it is where it can be, quoted-printable where most of it can be read, else Base64.
//!
//! Written here rather than left to the MIME builder, because bodies are most of a letter: one pass over the bytes instead of three.

use crate::domain::plain;
use lettre::message::Body;
use lettre::message::header::ContentTransferEncoding;

/// The most octets of an encoded line, its CRLF not counted.
const LONGEST: usize = 76;

/// A text with any line ends as a body whose lines have at most 76 octets and end in CRLF.
pub(super) fn encoded(text: &str) -> Body {
    let text = plain::lines(text, usize::MAX);
    let unreadable = text.bytes().filter(|b| !b.is_ascii() || *b == b'=').count();
    if text.is_ascii() && text.split('\n').all(|line| line.len() <= LONGEST) {
        Body::dangerous_pre_encoded(text.replace('\n', "\r\n").into_bytes(), ContentTransferEncoding::SevenBit)
    } else if unreadable > text.len() / 4 {
        // Mostly not Latin: nobody could read it quoted either, and four octets for three are fewer than three for one.
        in_base64(text.replace('\n', "\r\n").into_bytes())
    } else {
        Body::dangerous_pre_encoded(quoted_printable(&text), ContentTransferEncoding::QuotedPrintable)
    }
}

/// Octets that must arrive exactly as they are.
pub(super) fn in_base64(octets: Vec<u8>) -> Body {
    Body::new_with_encoding(octets, ContentTransferEncoding::Base64).unwrap_or_else(Body::new)
}

/// RFC 2045 section 6.7, for text with `\n` line ends.
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 4);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.extend_from_slice(b"\r\n");
        }
        encode_line(line.as_bytes(), &mut out);
    }
    out
}

fn encode_line(line: &[u8], out: &mut Vec<u8>) {
    let mut used = 0;
    for (at, byte) in line.iter().enumerate() {
        let is_last = at + 1 == line.len();
        let is_literal = match byte {
            b' ' | b'\t' => !is_last,
            byte => byte.is_ascii_graphic() && *byte != b'=',
        };
        let width = if is_literal { 1 } else { 3 };
        // The last place of a line is for the `=` that says it goes on.
        if used + width + usize::from(!is_last) > LONGEST {
            out.extend_from_slice(b"=\r\n");
            used = 0;
        }
        used += width;
        if is_literal {
            out.push(*byte);
        } else {
            let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value & 15)];
            out.extend_from_slice(&[b'=', digit(byte >> 4), digit(*byte)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{encoded, quoted_printable};
    use lettre::message::header::ContentTransferEncoding;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn text(plain: &str) -> String {
        String::from_utf8(quoted_printable(plain)).unwrap()
    }

    /// Reads quoted-printable as RFC 2045 section 6.7 says.
    fn decoded(encoded: &str) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = encoded;
        while let Some((before, after)) = rest.split_once('=') {
            out.extend_from_slice(before.as_bytes());
            rest = match after.strip_prefix("\r\n") {
                Some(after) => after,
                None => {
                    out.push(u8::from_str_radix(&after[..2], 16).unwrap());
                    &after[2..]
                }
            };
        }
        out.extend_from_slice(rest.as_bytes());
        out
    }

    #[test]
    fn each_text_gets_the_encoding_that_can_be_read_best() {
        for (text, encoding) in [
            ("Hello.\nBye.\n", ContentTransferEncoding::SevenBit),
            (&"x".repeat(76), ContentTransferEncoding::SevenBit),
            (&"x".repeat(77), ContentTransferEncoding::QuotedPrintable),
            ("Grüße aus Köln, bis Donnerstag.\n", ContentTransferEncoding::QuotedPrintable),
            ("До встречи в четверг.\n", ContentTransferEncoding::Base64),
        ] {
            assert_eq!(encoded(text).encoding(), encoding, "{text}");
        }
        assert_eq!(encoded("a\rb\u{0}\r\nc").as_ref(), b"a\r\nb\r\nc");
    }

    #[test]
    fn what_must_be_quoted_is() {
        assert_eq!(text("a=b é\n \t\nend "), "a=3Db =C3=A9\r\n =09\r\nend=20");
    }

    #[test]
    fn a_full_line_needs_no_soft_break() {
        assert_eq!(text(&"x".repeat(76)), "x".repeat(76));
        assert_eq!(text(&"x".repeat(77)), format!("{}=\r\nxx", "x".repeat(75)));
        assert_eq!(text(&format!("{}é", "x".repeat(72))), format!("{}=C3=\r\n=A9", "x".repeat(72)));
    }

    proptest! {
        #[test]
        fn decoding_gives_the_text_back(plain in "([ -~é€😀\t]{0,200}\n){0,4}[ -~é\t]{0,100}") {
            let encoded = text(&plain);
            prop_assert!(encoded.is_ascii() && encoded.split("\r\n").all(|line| line.len() <= 76 && !line.ends_with([' ', '\t'])));
            prop_assert_eq!(String::from_utf8(decoded(&encoded)).unwrap(), plain.replace('\n', "\r\n"));
        }
    }
}
