//! One reading of a letter's Markdown, shared by the HTML and the text part.
//!
//! Raw HTML becomes the characters it is written with, and a link leads only where a letter may lead.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

/// The events both parts are written from: no raw HTML, no image, no link elsewhere than [`may_lead_to`] allows.
pub fn read(source: &str) -> Vec<Event<'_>> {
    let mut dropped = Vec::new();
    Parser::new_ext(source, Options::empty())
        .filter_map(|event| match event {
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let keep = may_lead_to(dest_url);
                dropped.push(!keep);
                keep.then_some(event)
            }
            Event::End(TagEnd::Link) => (dropped.pop() == Some(false)).then_some(event),
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => None,
            Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
            other => Some(other),
        })
        .collect()
}

/// Whether a letter may link there: `https:`, `mailto:`, and `http:` to this machine (the demo's pages).
pub fn may_lead_to(url: &str) -> bool {
    let clean = url.chars().all(|c| c.is_ascii_graphic() || (!c.is_ascii() && c.is_alphanumeric()));
    let local = url.strip_prefix("http://").is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let name = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).map_or(host, |(name, _)| name);
        matches!(name, "localhost" | "127.0.0.1" | "[::1]")
    });
    let far = ["https://", "mailto:"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
    clean && (far || local)
}

/// If the paragraph that opens at `events[at]` holds one link and nothing else: the link's target and the number of
/// the event after the paragraph. Such a paragraph is the one thing to do.
pub fn lone_link<'a>(events: &'a [Event<'a>], at: usize) -> Option<(&'a CowStr<'a>, usize)> {
    let Some(Event::Start(Tag::Link { dest_url, .. })) = events.get(at + 1) else { return None };
    let end = at + 2 + events[at + 2..].iter().position(|event| matches!(event, Event::End(TagEnd::Link)))?;
    matches!(events.get(end + 1), Some(Event::End(TagEnd::Paragraph))).then_some((dest_url, end + 2))
}

#[cfg(test)]
mod tests {
    use super::{may_lead_to, read};
    use pulldown_cmark::{Event, Tag};

    #[test]
    fn links_lead_only_to_known_places() {
        for url in [
            "https://mentors.example/p/abc",
            "mailto:ada@mentors.example?subject=stop",
            "http://127.0.0.1:8480/p/x",
            "http://localhost/p",
            "http://[::1]:80/p",
        ] {
            assert!(may_lead_to(url), "{url}");
        }
        for url in [
            "javascript:alert(1)",
            "http://evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://localhost@evil.example/",
            "https://",
            "HTTPS://x",
            "//evil.example",
            "/p",
            "",
            "https://a b",
            "https://a\u{202e}b",
            "data:text/html,x",
        ] {
            assert!(!may_lead_to(url), "{url}");
        }
    }

    #[test]
    fn html_and_images_lose_their_meaning() {
        let events =
            read("a <b>c</b> ![i](https://x.example/i.png) [d](javascript:x) <https://e.example>\n\n<div>f</div>");
        let tags: Vec<_> = events.iter().filter(|e| matches!(e, Event::Start(Tag::Link { .. }))).collect();
        assert_eq!(tags.len(), 1, "only the autolink of the template's own stays: {events:?}");
        assert!(
            !events
                .iter()
                .any(|e| matches!(e, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. })))
        );
    }
}
