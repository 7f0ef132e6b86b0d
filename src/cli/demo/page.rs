//! The way round the example: where it stands, everybody's pages, its letters, and each letter as its reader sees it. The
//! links in letters are live.

use crate::cli::demo::rehearsal::{Asked, Order, Stage, Stand, Visitor};
use crate::domain::link::Purpose;
use crate::domain::person::Role;
use crate::mail::maildir;
use crate::mail::opened::{Opened, open};
use crate::render::escape;
use axum::Router;
use axum::extract::{ConnectInfo, Path as Part, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;
use tokio::sync::{mpsc, oneshot};

const STYLE: &str = include_str!("page.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

/// What the pages stand on.
#[derive(Clone)]
struct Desk {
    orders: mpsc::Sender<Asked>,
    stage: Stage,
}

impl Desk {
    /// Tells the rehearsal what to do, and gives where it stands then.
    async fn tell(&self, order: Order) -> Option<Stand> {
        let (answer, stand) = oneshot::channel();
        self.orders.send((order, answer)).await.ok()?;
        stand.await.ok()
    }
}

/// The pages: the demo's own, and everybody's in the example.
pub fn pages(orders: mpsc::Sender<Asked>, stage: Stage) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/letters/{number}", get(one))
        .route("/next", post(next))
        .route("/week", post(week))
        .route("/again", post(again))
        .fallback(live)
        .with_state(Desk { orders, stage })
}

/// Somebody's page in the example.
async fn live(State(desk): State<Desk>, ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request) -> Response {
    desk.stage.respond(peer.ip(), request).await
}

async fn next(State(desk): State<Desk>) -> Redirect {
    told(&desk, Order::Next).await
}

async fn week(State(desk): State<Desk>) -> Redirect {
    told(&desk, Order::Days(7)).await
}

async fn again(State(desk): State<Desk>) -> Redirect {
    told(&desk, Order::Again).await
}

async fn told(desk: &Desk, order: Order) -> Redirect {
    desk.tell(order).await;
    Redirect::to("/")
}

/// Every letter of that Maildir, opened, in the order of time.
fn letters(mail: &Path) -> Vec<Opened> {
    let stored = maildir::messages(mail).unwrap_or_default();
    let mut letters: Vec<Opened> = stored.iter().filter_map(|stored| open(&stored.message)).collect();
    letters.sort_by_key(|letter| letter.at);
    letters
}

async fn list(State(desk): State<Desk>) -> Response {
    let Some(stand) = desk.tell(Order::Look).await else { return ended() };
    let mut page = String::from("<h1>A programme says goodbye</h1>");
    let _ = write!(
        page,
        "<p>In the example it is <strong>{}</strong>. Open a letter and follow its links, or open anybody’s pages: they are \
         live, and what you answer there is taken. Then let time go on and see what comes of it. Nothing is sent anywhere.</p>",
        moment(stand.now)
    );
    for (action, label) in [("next", "On to the next letter"), ("week", "A week on"), ("again", "Begin again")] {
        let _ = write!(page, "<form method=\"post\" action=\"/{action}\"><button>{label}</button></form>");
    }
    people(&stand.people, &mut page);
    let letters = letters(&stand.mail);
    let _ = write!(page, "<h2>{} letters so far, the latest first</h2>", letters.len());
    let mut day = String::new();
    for (number, letter) in letters.iter().enumerate().rev() {
        let today = day_of(letter);
        if today != day {
            let end = if day.is_empty() { "" } else { "</ol>" };
            let _ = write!(page, "{end}<h3>{today}</h3><ol>");
            day = today;
        }
        let name = letter.to.split(" <").next().unwrap_or_default();
        let _ = write!(
            page,
            "<li><span>{}</span><a href=\"/letters/{number}\">{}</a></li>",
            text(name),
            text(&letter.subject)
        );
    }
    page.push_str(if letters.is_empty() { "" } else { "</ol>" });
    shell("The example", &page)
}

/// Everybody's pages, so that both sides can be taken.
fn people(people: &[Visitor], page: &mut String) {
    page.push_str("<h2>Everybody’s pages</h2><ul class=\"people\">");
    for visitor in people {
        let _ = write!(
            page,
            "<li><strong>{}</strong>, {} of {}<br>",
            text(&visitor.called),
            if visitor.role == Role::Mentor { "mentor" } else { "mentee" },
            text(&visitor.partner)
        );
        for (purpose, token) in &visitor.pages {
            let _ = write!(page, "<a href=\"/p/{token}\">{}</a> ", label(*purpose));
        }
        page.push_str("</li>");
    }
    page.push_str("</ul>");
}

fn label(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Session => "Session",
        Purpose::Roadmap => "Roadmap",
        Purpose::FollowUp => "Staying in touch",
        Purpose::Reflection => "Notes",
        Purpose::Concern => "Speak first",
        Purpose::Stop => "Stop",
        Purpose::MyData => "What is held",
        Purpose::NewAddress => "New address",
    }
}

async fn one(State(desk): State<Desk>, Part(number): Part<usize>) -> Response {
    let Some(stand) = desk.tell(Order::Look).await else { return ended() };
    let letters = letters(&stand.mail);
    let Some(letter) = letters.get(number) else { return (StatusCode::NOT_FOUND, "no such letter\n").into_response() };
    let mut page = String::from("<nav>");
    let before = number.checked_sub(1).map_or_else(String::new, |n| format!("<a href=\"/letters/{n}\">← before</a>"));
    let after = match letters.get(number + 1) {
        Some(_) => format!("<a href=\"/letters/{}\">next →</a>", number + 1),
        None => String::new(),
    };
    let _ = write!(page, "<span>{before}</span><a href=\"/\">the example</a><span>{after}</span></nav>");
    let _ = write!(page, "<h1>{}</h1><p>{}, to {}</p>", text(&letter.subject), day_of(letter), text(&letter.to));
    // A link in the letter leaves its frame, when it is pressed and not before.
    let html = letter.html.replacen("<head>", "<head><base target=\"_top\">", 1);
    let _ = write!(
        page,
        "<iframe sandbox=\"allow-top-navigation-by-user-activation\" title=\"The letter\" srcdoc=\"{}\"></iframe>",
        text(&html)
    );
    let _ = write!(page, "<h2>As text</h2><pre>{}</pre>", text(&letter.text));
    if let Some(calendar) = &letter.calendar {
        let _ = write!(page, "<h2>For the calendar</h2><pre>{}</pre>", text(calendar));
    }
    shell(&letter.subject, &page)
}

fn ended() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the example has ended\n").into_response()
}

fn shell(title: &str, body: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{}</title><style>{STYLE}</style></head>\
         <body><main>{body}</main></body></html>",
        text(title)
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store")),
    ];
    (headers, Html(page)).into_response()
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%A %-d %B %Y, %H:%M (UTC)").to_string()
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
