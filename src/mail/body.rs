//! The text of a part, encoded (RFC 2045 section 6): as it is where it can be, quoted-printable where most of it can be read, else Base64.
//!
//! Bodies are most of a letter, so this is one pass over the bytes, into the letter itself.

use crate::domain::plain;
use data_encoding::BASE64_MIME;

/// The most octets of an encoded line, its CRLF not counted.
const LONGEST: usize = 76;

/// Octets that are looked at in one step.
const CHUNK: usize = 16;

/// The header of what is in Base64, and the end of its part's head.
pub(super) const BASE64: &str = "Content-Transfer-Encoding: base64\r\n\r\n";
const SEVEN_BIT: &str = "Content-Transfer-Encoding: 7bit\r\n\r\n";
const QUOTED: &str = "Content-Transfer-Encoding: quoted-printable\r\n\r\n";

/// A text with any line ends, after the header that says how it is encoded. Its lines have at most 76 octets and end in CRLF.
pub(super) fn write(text: &str, out: &mut Vec<u8>) {
    let text = plain::lines(text, usize::MAX);
    let unreadable = text.bytes().filter(|b| !b.is_ascii() || *b == b'=').count();
    if text.is_ascii() && text.split('\n').all(|line| line.len() <= LONGEST) {
        out.extend_from_slice(SEVEN_BIT.as_bytes());
        out.extend_from_slice(text.replace('\n', "\r\n").as_bytes());
        out.extend_from_slice(b"\r\n");
    } else if unreadable > text.len() / 4 {
        // Mostly not Latin: nobody could read it quoted either, and four octets for three are fewer than three for one.
        out.extend_from_slice(BASE64.as_bytes());
        out.extend_from_slice(in_base64(text.replace('\n', "\r\n").as_bytes()).as_bytes());
    } else {
        out.extend_from_slice(QUOTED.as_bytes());
        quoted_printable(&text, out);
    }
}

/// Octets that must arrive exactly as they are.
pub(super) fn in_base64(octets: &[u8]) -> String {
    BASE64_MIME.encode(octets)
}

/// RFC 2045 section 6.7, for text with `\n` line ends.
fn quoted_printable(text: &str, out: &mut Vec<u8>) {
    for line in text.split('\n') {
        encode_line(line.as_bytes(), out);
        out.extend_from_slice(b"\r\n");
    }
}

/// Without branches, so that it is asked of many octets in one step.
fn is_literal(octet: u8) -> bool {
    (octet.wrapping_sub(b' ') <= b'~' - b' ') & (octet != b'=') | (octet == b'\t')
}

/// How many octets at the beginning stand for themselves.
fn literals(octets: &[u8]) -> usize {
    let all = |some: &&[u8]| some.iter().fold(true, |all, octet| all & is_literal(*octet));
    let sure = octets.chunks_exact(CHUNK).take_while(all).count() * CHUNK;
    sure + octets[sure..].iter().take_while(|octet| is_literal(**octet)).count()
}

fn encode_line(line: &[u8], out: &mut Vec<u8>) {
    let (mut rest, mut used) = (line, 0);
    while !rest.is_empty() {
        // At once what needs no thought: the last place of a line is for the `=` that says it goes on, and no blank may be its end.
        let easy = (rest.len() - 1).min((LONGEST - 1).saturating_sub(used));
        let run = literals(&rest[..easy]);
        out.extend_from_slice(&rest[..run]);
        let (byte, is_last) = (rest[run], run + 1 == rest.len());
        used += run;
        rest = &rest[run + 1..];
        let stays = is_literal(byte) && !(is_last && matches!(byte, b' ' | b'\t'));
        let width = if stays { 1 } else { 3 };
        if used + width + usize::from(!is_last) > LONGEST {
            out.extend_from_slice(b"=\r\n");
            used = 0;
        }
        used += width;
        if stays {
            out.push(byte);
        } else {
            let digit = |value: u8| b"0123456789ABCDEF"[usize::from(value & 15)];
            out.extend_from_slice(&[b'=', digit(byte >> 4), digit(byte)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BASE64, QUOTED, SEVEN_BIT, quoted_printable, write};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn text(plain: &str) -> String {
        let mut out = Vec::new();
        quoted_printable(plain, &mut out);
        String::from_utf8(out).unwrap().strip_suffix("\r\n").unwrap().to_owned()
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
        let written = |text: &str| {
            let mut out = Vec::new();
            write(text, &mut out);
            String::from_utf8(out).unwrap()
        };
        for (text, encoding) in [
            ("Hello.\nBye.\n", SEVEN_BIT),
            (&"x".repeat(76), SEVEN_BIT),
            (&"x".repeat(77), QUOTED),
            ("Grüße aus Köln, bis Donnerstag.\n", QUOTED),
            ("До встречи в четверг.\n", BASE64),
        ] {
            assert!(written(text).starts_with(encoding), "{text}");
        }
        assert_eq!(written("a\rb\u{0}\r\nc"), format!("{SEVEN_BIT}a\r\nb\r\nc\r\n"));
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
