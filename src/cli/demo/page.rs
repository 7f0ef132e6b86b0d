//! The page to look through the letters: a list, and each letter as its reader sees it. Nothing on it acts, and nothing is loaded.

use crate::mail::maildir;
use crate::mail::opened::{Opened, open};
use crate::render::escape;
use axum::Router;
use axum::extract::{Path as Part, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 1.6rem 0 .3rem; }
a { color: inherit; } a:hover { text-decoration: none; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: flex; gap: 1rem; padding: .25rem 0; border-bottom: 1px solid var(--line); }
li span { flex: 0 0 11rem; opacity: .7; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
iframe { width: 100%; height: 75vh; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
nav { display: flex; justify-content: space-between; margin: 1rem 0; }
";
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'";

/// Every letter of that Maildir, opened, in the order of time.
///
/// # Errors
/// When the folder cannot be read.
pub fn letters(mail: &Path) -> std::io::Result<Vec<Opened>> {
    let mut letters: Vec<Opened> = maildir::messages(mail)?.iter().filter_map(|stored| open(&stored.message)).collect();
    letters.sort_by_key(|letter| letter.at);
    Ok(letters)
}

/// The pages.
pub fn pages(letters: Vec<Opened>) -> Router {
    Router::new().route("/", get(list)).route("/{number}", get(one)).with_state(Arc::new(letters))
}

async fn list(State(letters): State<Arc<Vec<Opened>>>) -> Response {
    let mut page = String::new();
    let _ = write!(
        page,
        "<h1>{} letters</h1><p>What the people of the example get, in the order of time.</p>",
        letters.len()
    );
    let mut day = String::new();
    for (number, letter) in letters.iter().enumerate() {
        let today = day_of(letter);
        if today != day {
            let end = if day.is_empty() { "" } else { "</ol>" };
            let _ = write!(page, "{end}<h2>{today}</h2><ol>");
            day = today;
        }
        let name = letter.to.split(" <").next().unwrap_or_default();
        let _ = write!(page, "<li><span>{}</span><a href=\"/{number}\">{}</a></li>", text(name), text(&letter.subject));
    }
    page.push_str("</ol>");
    shell("Letters of the example", &page)
}

async fn one(State(letters): State<Arc<Vec<Opened>>>, Part(number): Part<usize>) -> Response {
    let Some(letter) = letters.get(number) else { return (StatusCode::NOT_FOUND, "no such letter\n").into_response() };
    let mut page = String::from("<nav>");
    let before = number.checked_sub(1).map_or_else(String::new, |n| format!("<a href=\"/{n}\">← before</a>"));
    let after =
        if number + 1 < letters.len() { format!("<a href=\"/{}\">next →</a>", number + 1) } else { String::new() };
    let _ = write!(page, "<span>{before}</span><a href=\"/\">all letters</a><span>{after}</span></nav>");
    let _ = write!(page, "<h1>{}</h1><p>{}, to {}</p>", text(&letter.subject), day_of(letter), text(&letter.to));
    let _ = write!(page, "<iframe sandbox title=\"The letter\" srcdoc=\"{}\"></iframe>", text(&letter.html));
    let _ = write!(page, "<h2>As text</h2><pre>{}</pre>", text(&letter.text));
    if let Some(calendar) = &letter.calendar {
        let _ = write!(page, "<h2>For the calendar</h2><pre>{}</pre>", text(calendar));
    }
    shell(&letter.subject, &page)
}

fn shell(title: &str, body: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{}</title><style>{STYLE}</style></head>\
         <body>{body}</body></html>",
        text(title)
    );
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_SECURITY_POLICY, POLICY), (header::REFERRER_POLICY, "no-referrer")];
    (headers, Html(page)).into_response()
}

fn day_of(letter: &Opened) -> String {
    let at = Timestamp::from_second(letter.at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC).strftime("%A %-d %B %Y").to_string()
}

fn text(raw: &str) -> String {
    let mut escaped = String::new();
    escape::html(raw, &mut escaped);
    escaped
}
