//! A message as it goes over the wire between DATA and the final dot.

use memchr::memchr2;

/// Dot stuffing (RFC 5321 section 4.5.2) in one pass. What goes out has CRLF at every line's end and at its own, whatever came in:
/// a bare CR or LF, which some servers take for a line's end and some do not, would let a body pass for commands.
pub(super) fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(message.len() + message.len() / 32 + 2);
    let mut rest = message;
    while !rest.is_empty() {
        let end = memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        if rest[0] == b'.' {
            body.push(b'.');
        }
        body.extend_from_slice(&rest[..end]);
        body.extend_from_slice(b"\r\n");
        let after = &rest[end..];
        let line_break = if after.starts_with(b"\r\n") { 2 } else { usize::from(!after.is_empty()) };
        rest = &after[line_break..];
    }
    body
}

#[cfg(test)]
mod tests {
    use super::stuffed;
    use proptest::prelude::{any, proptest};

    #[test]
    fn dots_and_line_ends() {
        for (message, wire) in [
            ("", ""),
            ("a\r\nb\r\n", "a\r\nb\r\n"),
            ("a", "a\r\n"),
            (".\r\n", "..\r\n"),
            ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n"),
            ("..a\r\n.b", "...a\r\n..b\r\n"),
            ("a\n.\nb\n", "a\r\n..\r\nb\r\n"),
            ("a\r.\rb", "a\r\n..\r\nb\r\n"),
            ("a\r\n\r\nb\r\n\r\n", "a\r\n\r\nb\r\n\r\n"),
            ("\n", "\r\n"),
        ] {
            assert_eq!(String::from_utf8(stuffed(message.as_bytes())), Ok(wire.to_owned()), "{message:?}");
        }
    }

    /// What a server makes of it again (RFC 5321 section 4.5.2), reading up to the final dot.
    fn unstuffed(wire: &[u8]) -> Option<Vec<u8>> {
        let mut message = Vec::new();
        let mut rest = wire;
        while !rest.starts_with(b".\r\n") {
            let end = rest.windows(2).position(|pair| pair == b"\r\n")? + 2;
            let line = &rest[..end];
            message.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
            rest = &rest[end..];
        }
        (rest.len() == 3).then_some(message)
    }

    proptest! {
        #[test]
        fn no_body_ends_early_or_changes(lines in proptest::collection::vec("[.a\u{e4}]{0,4}", 0..20)) {
            let message: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let mut wire = stuffed(message.as_bytes());
            wire.extend_from_slice(b".\r\n");
            assert_eq!(unstuffed(&wire), Some(message.into_bytes()));
        }

        #[test]
        fn no_bare_line_break_goes_out(message in proptest::collection::vec(any::<u8>(), 0..200)) {
            let wire = stuffed(&message);
            let text: Vec<u8> = wire.split(|byte| *byte == b'\n').flat_map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec()).collect();
            assert!(!text.contains(&b'\r'));
            assert!(wire.is_empty() || wire.ends_with(b"\r\n"));
        }
    }
}
