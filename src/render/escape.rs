//! Makes foreign text harmless: what people wrote in a spreadsheet or a form stays the characters they wrote.
//!
//! Three targets, one first step: [`plain`] takes out what no reader should meet, then [`markdown`] or [`html`] write
//! what is left.

/// Text on one line: runs of blanks, line breaks and controls become one space; what reorders or hides text is dropped.
///
/// Dropped are the bidirectional embeddings, overrides and isolates, zero-width spaces, the byte-order mark, soft
/// hyphens and tag characters. Joiners stay: names in several scripts need them.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() {
            gap = true;
        } else if !is_trick(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Text of several lines: each line as [`plain`] has it, blank lines kept as paragraph breaks.
pub fn plain_lines(text: &str) -> Vec<String> {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut lines: Vec<String> = unified.split('\n').map(plain).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn is_trick(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The same text as Markdown source that means exactly this text (CommonMark 0.31 section 2.4).
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in plain(text).chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The same text as HTML, inside an element or a quoted attribute.
pub fn html(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{html, markdown, plain, plain_lines};

    #[test]
    fn one_line_without_tricks_is_left() {
        for (text, left) in [
            (" Zoë \t\r\n  Smith ", "Zoë Smith"),
            ("Jon\u{202e}as", "Jonas"),
            ("a\u{200b}b\u{feff}c\u{0}d\u{85}e", "abc d e"),
            ("\u{2066}x\u{2069}", "x"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(plain(text), left);
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(plain_lines("a \r\n\r\nb\rc\n\n"), ["a", "", "b", "c"]);
    }

    #[test]
    fn every_mark_of_markdown_is_written_out() {
        assert_eq!(markdown("[x](http://e) *b* {{u}}"), r"\[x\]\(http\:\/\/e\) \*b\* \{\{u\}\}");
    }

    #[test]
    fn html_is_written_out() {
        let mut out = String::new();
        html("<a href=\"x\">'&", &mut out);
        assert_eq!(out, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }
}
