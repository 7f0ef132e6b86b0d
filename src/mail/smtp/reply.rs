//! One reply of the server (RFC 5321 section 4.2), and its words made fit to be stored.

use std::fmt::Write as _;

/// Longest reason kept, in characters.
const REASON_LENGTH: usize = 300;

/// A reply: three digits and lines of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The three digits.
    pub(super) code: u16,
    /// The text of each line, as sent but for bytes that are not UTF-8.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// 4yz.
    pub(super) fn is_transient(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// 5yz.
    pub(super) fn is_permanent(&self) -> bool {
        (500..600).contains(&self.code)
    }

    /// Either.
    pub(super) fn is_negative(&self) -> bool {
        self.is_transient() || self.is_permanent()
    }

    /// The enhanced status code (RFC 3463), if the first word looks like one.
    pub(super) fn status(&self) -> Option<&str> {
        let word = self.lines.first()?.split_whitespace().next()?;
        let mut parts = word.split('.');
        let class = parts.next().filter(|class| matches!(*class, "2" | "4" | "5"));
        let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let detailed = parts.next().is_some_and(digits) && parts.next().is_some_and(digits);
        (class.is_some() && detailed && parts.next().is_none()).then_some(word)
    }

    /// The same with one word, of whatever case, hidden: an account's name, or the part of an address before the `@`.
    pub(super) fn hiding(mut self, name: &str) -> Reply {
        for line in &mut self.lines {
            *line = hide(line, name);
        }
        self
    }

    /// Code and words, without addresses, without control characters, of bounded length.
    pub(super) fn words(&self) -> String {
        let mut text = self.code.to_string();
        for line in &self.lines {
            let _ = write!(text, " {line}");
        }
        presentable(&text)
    }
}

/// Whole words only: hiding `an` leaves `answer` alone.
fn hide(line: &str, name: &str) -> String {
    let (lower, name) = (line.to_ascii_lowercase(), name.to_ascii_lowercase());
    let mut clean = String::with_capacity(line.len());
    let mut copied = 0;
    for (start, found) in lower.match_indices(&name) {
        let end = start + found.len();
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !(found.is_empty() || is_inside(line[..start].chars().next_back()) || is_inside(line[end..].chars().next()))
        {
            clean.push_str(&line[copied..start]);
            clean.push_str("address");
            copied = end;
        }
    }
    clean.push_str(&line[copied..]);
    clean
}

/// One line of a reply: code, whether it is the last one, text.
///
/// # Errors
/// Nothing that SMTP allows.
pub(super) fn parse_line(line: &[u8]) -> Result<(u16, bool, String), NotALine> {
    let (digits, rest) = line.split_at_checked(3).ok_or(NotALine)?;
    let shaped = (b'2'..=b'5').contains(&digits[0]) && digits[1..].iter().all(u8::is_ascii_digit);
    let (is_last, text) = match rest.split_first() {
        None => (true, rest),
        Some((b' ', text)) => (true, text),
        Some((b'-', text)) => (false, text),
        Some(_) => return Err(NotALine),
    };
    if !shaped {
        return Err(NotALine);
    }
    let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    Ok((code, is_last, String::from_utf8_lossy(text).into_owned()))
}

/// What the server wrote is no line of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotALine;

/// Words from outside, fit for a reason: one line, no controls, nothing that looks like an address, not too long.
pub(super) fn presentable(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    let words: Vec<String> = text.split_whitespace().map(without_address).collect();
    let joined = words.join(" ");
    match joined.char_indices().nth(REASON_LENGTH) {
        Some((end, _)) => format!("{}…", &joined[..end]),
        None => joined,
    }
}

/// Direction marks and the like, which could make a reason read as something else.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The word with whatever in it looks like an address replaced, brackets and punctuation left alone.
fn without_address(word: &str) -> String {
    let is_edge = |c: char| "<>()[]{},;:\"'`|".contains(c);
    let mut clean = String::with_capacity(word.len());
    for part in word.split_inclusive(is_edge) {
        let core = part.trim_end_matches(is_edge);
        if looks_like_address(core) {
            clean.push_str("address");
            clean.push_str(&part[core.len()..]);
        } else {
            clean.push_str(part);
        }
    }
    clean
}

fn looks_like_address(core: &str) -> bool {
    let lower = core.to_ascii_lowercase();
    ["@", "%40", "=40", "+40", "&#64", "\u{ff20}", "\u{fe6b}"].iter().any(|at| lower.contains(at))
}

#[cfg(test)]
mod tests {
    use super::{NotALine, Reply, parse_line, presentable};

    fn reply(code: u16, text: &str) -> Reply {
        Reply { code, lines: vec![text.to_owned()] }
    }

    #[test]
    fn lines_as_in_the_rfc_and_nothing_else() {
        assert_eq!(parse_line(b"250 ok"), Ok((250, true, "ok".to_owned())));
        assert_eq!(parse_line(b"250-SIZE 5"), Ok((250, false, "SIZE 5".to_owned())));
        assert_eq!(parse_line(b"354"), Ok((354, true, String::new())));
        for line in ["", "25", "2x0 ok", "150 ok", "650 ok", "2500 ok", "250\tok", "HTTP/1.1 400", "25\u{0660} ok"] {
            assert_eq!(parse_line(line.as_bytes()), Err(NotALine), "{line:?}");
        }
    }

    #[test]
    fn the_enhanced_code_is_the_first_word_or_there_is_none() {
        assert_eq!(reply(550, "5.1.1 unknown").status(), Some("5.1.1"));
        assert_eq!(reply(550, "5.7.26 unauthenticated").status(), Some("5.7.26"));
        for text in ["", "no 5.1.1", "5.1", "5.1.1.1 x", "6.1.1 x", "5.1.x x", "5..1 x", "1.2.3.4 blocked"] {
            assert_eq!(reply(550, text).status(), None, "{text:?}");
        }
    }

    #[test]
    fn no_address_gets_into_a_reason() {
        for text in [
            "550 5.1.1 <ada@mentors.org>: unknown",
            "550 ada@mentors.org... no",
            "550 unknown:ada@mentors.org",
            "550 \"ada@mentors.org\"",
            "550 see https://x.org/?to=ada%40mentors.org&a=1",
            "550 RCPT TO:<ada@mentors.org>",
            "550 SRS0=ab=cd=mentors.org=ada@relay.org",
        ] {
            let words = presentable(text);
            assert!(!words.contains("ada") && !words.contains("mentors"), "{words}");
            assert!(words.starts_with("550"), "{words}");
        }
        assert_eq!(presentable("550 5.1.1 <ada@mentors.org>: unknown"), "550 5.1.1 <address>: unknown");
    }

    #[test]
    fn a_name_is_hidden_where_it_stands_alone() {
        let hidden = |text: &str, name: &str| reply(550, text).hiding(name).words();
        assert_eq!(hidden("5.1.1 ADA: no such user ada.", "Ada"), "550 5.1.1 address: no such user address.");
        assert_eq!(hidden("canada has adapted", "ada"), "550 canada has adapted");
        assert_eq!(hidden("\u{fc}ada ada", "ada"), "550 \u{fc}ada address");
        assert_eq!(hidden("no such user", ""), "550 no such user");
    }

    #[test]
    fn a_reason_is_one_short_line() {
        assert_eq!(presentable("451 a\r\n\u{1b}[2Jb\u{202e}c"), "451 a [2Jb c");
        assert!(presentable(&"x".repeat(10_000)).chars().count() <= 301);
        assert!(presentable(&"ü ".repeat(10_000)).chars().count() <= 301);
    }
}
