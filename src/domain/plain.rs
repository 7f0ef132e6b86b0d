//! Text people wrote, made fit to stand where a line has a meaning: headers, calendar properties, file lines.
//!
//! Nothing here escapes; the format that takes the text does. What is removed is what no format should be trusted with: line breaks and
//! controls, and the invisible characters that make text read in another order than it is written.

/// Bytes that are looked at in one step.
const CHUNK: usize = 32;

/// One line: breaks and controls become blanks, runs of blanks become one, direction overrides go; at most `most` characters.
///
/// Longer text ends in `…`. The result has no [`char::is_control`] character and no blank at either end.
pub fn one_line(text: &str, most: usize) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blank_is_due = false;
    for c in text.chars().filter(|c| !is_hidden(*c)) {
        if c.is_whitespace() || c.is_control() {
            blank_is_due = !line.is_empty();
            continue;
        }
        if std::mem::take(&mut blank_is_due) {
            line.push(' ');
        }
        line.push(c);
    }
    capped(line, most)
}

/// Several lines: every kind of line break becomes `\n`, other controls but the tab go, and so do direction overrides; at most `most` characters.
pub fn lines(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, c, after)) = next_odd(rest) {
        out.push_str(before);
        if is_break(c) {
            out.push('\n');
        }
        let completes = if c == '\r' { after.strip_prefix('\n') } else { None };
        rest = completes.unwrap_or(after);
    }
    out.push_str(rest);
    capped(out, most)
}

/// The first character that cannot stay, and what is before and after it.
fn next_odd(text: &str) -> Option<(&str, char, &str)> {
    let mut at = 0;
    loop {
        // Whole letters pass through here, so bytes are looked at first, and several at once.
        let even = |bytes: &&[u8]| !bytes.iter().fold(false, |odd, byte| odd | may_begin_odd(*byte));
        at += text.as_bytes()[at..].chunks_exact(CHUNK).take_while(even).count() * CHUNK;
        at += text.as_bytes()[at..].iter().position(|byte| may_begin_odd(*byte))?;
        let mut chars = text[at..].chars();
        let c = chars.next()?;
        if is_odd(c) {
            return Some((&text[..at], c, chars.as_str()));
        }
        at += c.len_utf8();
    }
}

fn is_odd(c: char) -> bool {
    !matches!(c, '\n' | '\t') && (c.is_control() || is_break(c) || is_hidden(c))
}

/// Without branches, so that it is asked of many bytes in one step.
fn may_begin_odd(byte: u8) -> bool {
    let is_control = (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7f);
    is_control | (byte == 0xc2) | (byte == 0xe2) | (byte == 0xef)
}

/// Everything that some program takes for the end of a line.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that are not seen and change how others are: bidirectional embeddings, overrides and isolates (UAX 9 section 2),
/// the byte order mark and the zero-width blank. Joiners stay: Persian and family emoji need them.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}' | '\u{2060}')
}

fn capped(mut text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    if let Some((end, _)) = text.char_indices().nth(most) {
        let keep = text.char_indices().nth(most.saturating_sub(1)).map_or(end, |(at, _)| at);
        text.truncate(keep);
        text.truncate(text.trim_end().len());
        if most > 0 {
            text.push('…');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{is_odd, lines, may_begin_odd, one_line};
    use proptest::prelude::{any, proptest};

    #[test]
    fn one_line_has_no_breaks() {
        for (text, line) in [
            ("  Ada\r\n Park\t", "Ada Park"),
            ("a\u{2028}b\u{0}c\u{7f}d\u{85}e", "a b c d e"),
            ("\u{202e}nekcor\u{2066}!\u{feff}", "nekcor!"),
            ("👩\u{200d}🏫 Zoë", "👩\u{200d}🏫 Zoë"),
            ("\r\n", ""),
        ] {
            assert_eq!(one_line(text, 100), line, "{text:?}");
        }
    }

    #[test]
    fn lines_have_one_kind_of_break() {
        assert_eq!(lines("a\r\nb\rc\nd\u{2028}e\n\r\nf\u{7}\tg", 100), "a\nb\nc\nd\ne\n\nf\tg");
    }

    #[test]
    fn no_odd_character_is_overlooked() {
        for c in ('\0'..=char::MAX).filter(|c| is_odd(*c)) {
            assert!(may_begin_odd(c.to_string().as_bytes()[0]), "{c:?}");
            assert!(!lines(&format!("é{c}“{c}"), 100).contains(c), "{c:?}");
        }
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdef", 5), "abcd…");
        assert_eq!(one_line("ab éf", 4), "ab…");
        assert_eq!(one_line("abc", 0), "");
    }

    proptest! {
        #[test]
        fn whatever_is_given(text in any::<String>(), most in 0usize..40) {
            let line = one_line(&text, most);
            assert!(line.chars().count() <= most && !line.contains(char::is_control) && line.trim() == line);
            assert_eq!(one_line(&line, most), line);
            let many = lines(&text, most);
            assert!(many.chars().count() <= most && many.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        }
    }
}
