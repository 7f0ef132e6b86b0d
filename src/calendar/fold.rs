//! Line folding (RFC 5545 section 3.1): 75 octets a line, never inside a character.

/// The most octets of a line, its CRLF not counted.
const LONGEST: usize = 75;

/// The same content lines, folded anew.
///
/// The `icalendar` crate lets the last piece of a line be 76 octets long and has no switch for it.
pub fn refold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut rest = line;
        let mut room = LONGEST;
        while rest.len() > room {
            let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
            out.push_str(head);
            out.push_str("\r\n ");
            rest = tail;
            room = LONGEST - 1;
        }
        out.push_str(rest);
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::refold;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn short_lines_stay() {
        assert_eq!(refold("BEGIN:X\r\nEND:X\r\n"), "BEGIN:X\r\nEND:X\r\n");
        let just_fits = format!("{}\r\n", "a".repeat(75));
        assert_eq!(refold(&just_fits), just_fits);
    }

    #[test]
    fn a_character_stays_whole() {
        let text = format!("{}é\r\n", "a".repeat(74));
        assert_eq!(refold(&text), format!("{}\r\n é\r\n", "a".repeat(74)));
    }

    proptest! {
        #[test]
        fn unfolding_gives_the_line_back(line in "[ -~é€😀]{0,400}") {
            let folded = refold(&format!("{line}\r\n"));
            prop_assert!(folded.split("\r\n").all(|piece| piece.len() <= 75));
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }
}
