//! The text part: the same Markdown events as something one likes to read in a terminal.
//!
//! Lines are at most 72 columns wide where words allow it; an address is never broken.

use crate::render::markdown::lone_link;
use pulldown_cmark::{Event, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

/// The events as text, wrapped at that many columns; 0 does not wrap. Ends with one line feed, unless there is nothing.
pub fn write(events: &[Event<'_>], columns: usize) -> String {
    let mut writer = Writer { columns, ..Writer::default() };
    let mut at = 0;
    while let Some(event) = events.get(at) {
        if let Event::Start(Tag::Paragraph) = event
            && let Some((url, next)) = lone_link(events, at)
        {
            for label in &events[at + 2..next - 2] {
                writer.take(label);
            }
            writer.line.push_str(&format!(":\u{2028}{url}"));
            writer.end_block();
            at = next;
            continue;
        }
        writer.take(event);
        at += 1;
    }
    writer.out
}

const QUOTE: &str = "> ";

/// U+2028 in `line` stands for a hard line break until the block is wrapped.
#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    columns: usize,
    /// What each open quotation and list item puts before its first and its further lines.
    margins: Vec<Margin>,
    /// The next number of each open list; none for bullets.
    lists: Vec<Option<u64>>,
    /// Where the words of the open link began, and where it leads.
    link: Option<(usize, String)>,
    /// No blank line before the next block.
    tight: bool,
}

struct Margin {
    first: Option<String>,
    rest: String,
}

impl Writer {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) => self.line.push_str(text),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\u{2028}'),
            Event::Rule => {
                self.line.push_str("---");
                self.end_block();
            }
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.end_block();
                self.margins.push(Margin { first: Some(QUOTE.to_owned()), rest: QUOTE.to_owned() });
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(*first);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(mark.len());
                self.margins.push(Margin { first: Some(mark), rest });
            }
            Tag::Link { dest_url, .. } => self.link = Some((self.line.len(), dest_url.to_string())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock => self.end_block(),
            TagEnd::Heading(_) => {
                let width = self.line.width();
                self.line.push('\u{2028}');
                self.line.push_str(&"-".repeat(width.min(self.room())));
                self.end_block();
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.margins.pop();
                self.tight = false;
            }
            TagEnd::Item => {
                self.end_block();
                self.margins.pop();
                self.tight = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.tight = !self.lists.is_empty();
            }
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// After the words of a link, its address; once, where the words are the address.
    fn end_link(&mut self) {
        let Some((from, url)) = self.link.take() else { return };
        let words = &self.line[from..];
        if url != words && url.strip_prefix("mailto:") != Some(words) {
            let shown = url.strip_prefix("mailto:").filter(|rest| !rest.contains('?')).unwrap_or(&url);
            self.line.push_str(&format!(" <{shown}>"));
        }
    }

    fn room(&self) -> usize {
        let margin: usize = self.margins.iter().map(|margin| margin.rest.len()).sum();
        if self.columns == 0 { 60 } else { self.columns.saturating_sub(margin).max(20) }
    }

    fn end_block(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        if !self.out.is_empty() && !self.tight {
            let begun = self.margins.iter().filter(|margin| margin.first.is_none() && margin.rest == QUOTE);
            let margin: String = begun.map(|margin| margin.rest.as_str()).collect();
            self.out.push_str(margin.trim_end());
            self.out.push('\n');
        }
        self.tight = false;
        let room = if self.columns == 0 { usize::MAX } else { self.room() };
        for piece in line.split('\u{2028}') {
            wrap(piece, room, |wrapped| self.push_line(wrapped));
        }
    }

    fn push_line(&mut self, text: &str) {
        let start = self.out.len();
        for margin in &mut self.margins {
            self.out.push_str(margin.first.take().as_ref().unwrap_or(&margin.rest));
        }
        self.out.push_str(text);
        let end = start + self.out[start..].trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
    }
}

/// Hands on line after line, each as wide as there is room for.
fn wrap(text: &str, room: usize, mut take: impl FnMut(&str)) {
    let mut line = String::new();
    let mut width = 0;
    for word in text.split_ascii_whitespace() {
        let word_width = word.width();
        if !line.is_empty() && width + 1 + word_width > room {
            take(&line);
            line.clear();
            width = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += word_width;
    }
    if !line.is_empty() {
        take(&line);
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::render::markdown::read;

    #[test]
    fn blocks_are_set_apart_and_wrapped() {
        let source = "Hello *you*,\n\n## A part\n\n- one two three four five six\n- [two](https://e.example/2)\n\n> card **bold**\\\n> more\n>\n> end\n\n[Do it](https://e.example/do)\n\nWrite to [a@e.example](mailto:a@e.example).\n\n1. x\n2. y";
        assert_eq!(
            write(&read(source), 24),
            "Hello you,\n\nA part\n------\n\n- one two three four\n  five six\n- two\n  <https://e.example/2>\n\n> card bold\n> more\n>\n> end\n\nDo it:\nhttps://e.example/do\n\nWrite to a@e.example.\n\n1. x\n2. y\n"
        );
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(write(&read(" \n\n"), 72), "");
    }
}
