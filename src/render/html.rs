//! The HTML part: Markdown events to elements with inline styles, for mail programs that know nothing else.
//!
//! Colours here are the light ones; `templates/layout.html` has the dark ones, by the same class names. A paragraph
//! that is one link becomes the button, a block quotation becomes the card.

use crate::render::escape;
use crate::render::markdown::lone_link;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// Which part of the letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The letter itself.
    Body,
    /// The small print below.
    Foot,
}

const P: &str = "margin:0 0 16px";
const P_FOOT: &str = "margin:0 0 8px";
const H2: &str = "margin:28px 0 10px;font-size:19px;line-height:1.3;font-weight:600";
const H3: &str = "margin:22px 0 8px;font-size:17px;line-height:1.35;font-weight:600";
const UL: &str = "margin:0 0 16px;padding-left:22px";
const LI: &str = "margin:0 0 6px";
const CARD: &str =
    "margin:0 0 20px;padding:16px 18px 2px;background:#f3f0ea;border-left:4px solid #2f6b5b;border-radius:4px";
const LINK: &str = "color:#1f5a8a;text-decoration:underline";
const BUTTON_P: &str = "margin:22px 0";
const BUTTON: &str = "display:inline-block;padding:13px 22px;background:#2f6b5b;color:#ffffff;font-weight:600;text-decoration:none;border-radius:6px";
const RULE: &str = "margin:24px 0;border:0;border-top:1px solid #dcd7cd";

/// The events as HTML.
pub fn write(events: &[Event<'_>], part: Part) -> String {
    let mut out = String::with_capacity(events.len() * 60);
    let mut at = 0;
    while let Some(event) = events.get(at) {
        let button = match event {
            Event::Start(Tag::Paragraph) if part == Part::Body => lone_link(events, at),
            _ => None,
        };
        if let Some((url, next)) = button {
            write_button(url, &events[at + 2..next - 2], part, &mut out);
            at = next;
            continue;
        }
        write_event(event, part, &mut out);
        at += 1;
    }
    out
}

fn write_button(url: &str, label: &[Event<'_>], part: Part, out: &mut String) {
    open_with(out, "p", BUTTON_P, "");
    out.push_str("<a class=\"button\" href=\"");
    escape::html(url, out);
    out.push_str("\" style=\"");
    out.push_str(BUTTON);
    out.push_str("\">");
    for event in label {
        write_event(event, part, out);
    }
    out.push_str("</a></p>\n");
}

fn open_with(out: &mut String, element: &str, style: &str, class: &str) {
    out.push('<');
    out.push_str(element);
    if !class.is_empty() {
        out.push_str(" class=\"");
        out.push_str(class);
        out.push('"');
    }
    out.push_str(" style=\"");
    out.push_str(style);
    out.push_str("\">");
}

fn write_event(event: &Event<'_>, part: Part, out: &mut String) {
    match event {
        Event::Start(tag) => write_start(tag, part, out),
        Event::End(tag) => out.push_str(end_of(*tag)),
        Event::Text(text) => escape::html(text, out),
        Event::Code(text) => {
            out.push_str("<code style=\"font-size:0.92em\">");
            escape::html(text, out);
            out.push_str("</code>");
        }
        Event::SoftBreak => out.push('\n'),
        Event::HardBreak => out.push_str("<br>\n"),
        Event::Rule => {
            out.push_str("<hr class=\"rule\" style=\"");
            out.push_str(RULE);
            out.push_str("\">\n");
        }
        // Never produced: the reader turns raw HTML into text and switches no extension on.
        Event::Html(_)
        | Event::InlineHtml(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => {}
    }
}

fn write_start(tag: &Tag<'_>, part: Part, out: &mut String) {
    match tag {
        Tag::Paragraph if part == Part::Foot => open_with(out, "p", P_FOOT, ""),
        Tag::Paragraph => open_with(out, "p", P, ""),
        Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. } => open_with(out, "h2", H2, ""),
        Tag::Heading { .. } => open_with(out, "h3", H3, ""),
        Tag::BlockQuote(_) => open_with(out, "blockquote", CARD, "card"),
        Tag::List(None) => open_with(out, "ul", UL, ""),
        Tag::List(Some(_)) => open_with(out, "ol", UL, ""),
        Tag::Item => open_with(out, "li", LI, ""),
        Tag::Emphasis => out.push_str("<em>"),
        Tag::Strong => out.push_str("<strong>"),
        Tag::CodeBlock(_) => out.push_str("<pre style=\"margin:0 0 16px;white-space:pre-wrap\"><code>"),
        Tag::Link { dest_url, .. } => {
            out.push_str("<a class=\"link\" href=\"");
            escape::html(dest_url, out);
            out.push_str("\" style=\"");
            out.push_str(if part == Part::Foot { "color:inherit;text-decoration:underline" } else { LINK });
            out.push_str("\">");
        }
        _ => {}
    }
}

fn end_of(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph => "</p>\n",
        TagEnd::Heading(HeadingLevel::H1 | HeadingLevel::H2) => "</h2>\n",
        TagEnd::Heading(_) => "</h3>\n",
        TagEnd::BlockQuote(_) => "</blockquote>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::CodeBlock => "</code></pre>\n",
        TagEnd::Link => "</a>",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, write};
    use crate::render::markdown::read;

    #[test]
    fn a_lone_link_is_the_button_and_a_link_in_words_is_none() {
        let html =
            write(&read("[Write *it*](https://m.example/p?a=1&b=2)\n\nSee [this](https://m.example)."), Part::Body);
        assert!(html.contains("class=\"button\" href=\"https://m.example/p?a=1&amp;b=2\""), "{html}");
        assert!(html.contains(">Write <em>it</em></a></p>"), "{html}");
        assert!(html.contains("See <a class=\"link\" href=\"https://m.example\""), "{html}");
        assert_eq!(html.matches("class=\"button\"").count(), 1);
    }

    #[test]
    fn text_is_written_out() {
        assert!(write(&read("a <b> & \"c\""), Part::Foot).contains("a &lt;b&gt; &amp; &quot;c&quot;"));
    }
}
