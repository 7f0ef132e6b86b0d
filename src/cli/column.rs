//! Text in columns: widths as a terminal draws them, whatever the script, and nothing that a terminal would obey.

use crate::domain::plain::one_line;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width everything is made for.
pub const COLUMNS: usize = 80;

/// Somebody else's text as it may be printed: one line, no controls, no changes of direction.
pub fn clean(text: &str) -> String {
    one_line(text, 500)
}

/// Columns the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in exactly that many columns: filled with blanks, or cut and ending in `…`.
pub fn fit(text: &str, columns: usize) -> String {
    let mut fitted = cut(text, columns);
    let missing = columns.saturating_sub(width(&fitted));
    fitted.extend(std::iter::repeat_n(' ', missing));
    fitted
}

/// The text in at most that many columns, ending in `…` if it was longer.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 1;
    for c in text.chars() {
        taken += c.width().unwrap_or(0);
        if taken > columns {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// The text in lines of at most that many columns, broken between words; a longer word keeps its own line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| width(line));
        if line > 0 && line + 1 + width(word) > columns {
            lines.push(word.to_owned());
        } else if let Some(last) = lines.last_mut() {
            let gap = if last.is_empty() { "" } else { " " };
            last.push_str(gap);
            last.push_str(word);
        }
    }
    lines
}

/// "1 pair", "3 pairs".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// "a", "a and b", "a, b and c".
pub fn listed(parts: &[String]) -> String {
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, cut, fit, listed, width, wrap};

    #[test]
    fn columns_hold_whatever_the_script() {
        for (text, columns, fitted) in [
            ("Ada", 5, "Ada  "),
            ("Amina Okafor", 6, "Amina…"),
            ("王秀英", 6, "王秀英"),
            ("王秀英", 5, "王秀…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(fit(text, columns), fitted, "{text}");
            assert_eq!(width(&fit(text, columns)), columns, "{text}");
        }
        assert_eq!(cut("王秀英", 4), "王…");
    }

    #[test]
    fn words_wrap_and_long_ones_stay_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a verylongword b", 4), ["a", "verylongword", "b"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn a_name_writes_no_escapes() {
        assert_eq!(clean("A\u{1b}[31mda\r\nPark\u{202e}"), "A [31mda Park");
    }

    #[test]
    fn lists_read_like_sentences() {
        let parts = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(
            (listed(&parts[..1]), listed(&parts[..2]), listed(&parts)),
            ("a".into(), "a and b".into(), "a, b and c".into())
        );
    }
}
