//! HTTP around the site: what may come in, and how much of it.

use crate::web::address::{Place, place};
use crate::web::door::Door;
use crate::web::form::Form;
use crate::web::listener::{Patient, Peer};
use crate::web::reply::Reply;
use crate::web::site::{Ask, Site};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// The largest body a form can have.
const LARGEST_BODY: usize = 64 * 1024;
/// How long a body may take to come.
const BODY_WITHIN: Duration = Duration::from_secs(20);

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";

/// Serves the site until `shutdown` comes; answers that are under way are finished.
///
/// # Errors
/// The door.
pub async fn serve(
    door: impl Into<Door>,
    site: Arc<Site>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router = Router::new().fallback(answer).with_state(site);
    let service = router.into_make_service_with_connect_info::<Peer>();
    axum::serve(Patient::new(door.into()), service).with_graceful_shutdown(shutdown).await
}

async fn answer(State(site): State<Arc<Site>>, ConnectInfo(peer): ConnectInfo<Peer>, request: Request) -> Response {
    respond(site, peer.0, request).await
}

/// Answers one request, for whoever serves the site beside other pages.
pub async fn respond(site: Arc<Site>, peer: IpAddr, request: Request) -> Response {
    let reply = match read(&site, Peer(peer), request).await {
        Ok(ask) => {
            let site = Arc::clone(&site);
            // The database is not asynchronous.
            tokio::task::spawn_blocking(move || site.answer(&ask)).await.unwrap_or(FAILED)
        }
        Err(reply) => reply,
    };
    reply.into_response(site.style_hash())
}

/// Something broke that is not the visitor's doing.
pub const FAILED: Reply =
    Reply::Line(StatusCode::INTERNAL_SERVER_ERROR, TEXT, "Something went wrong here. Please try again.\n");

async fn read(site: &Site, peer: Peer, request: Request) -> Result<Ask, Reply> {
    let refuse = |status, text| Reply::Line(status, TEXT, text);
    let (head, body) = request.into_parts();
    let at = place(head.uri.path(), site.prefix());
    let acts = match head.method {
        Method::GET | Method::HEAD => false,
        Method::POST => true,
        _ => return Err(refuse(StatusCode::METHOD_NOT_ALLOWED, "This page can be read and answered.\n")),
    };
    let language = head.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut ask = Ask {
        place: at,
        acts,
        query: Form::read(head.uri.query().unwrap_or_default().as_bytes()),
        form: Form::default(),
        languages: language.unwrap_or_default().to_owned(),
        peer: guest(peer, &head.headers),
    };
    if !acts {
        return Ok(ask);
    }
    if matches!(ask.place, Place::Health) {
        return Err(refuse(StatusCode::METHOD_NOT_ALLOWED, "Only for reading.\n"));
    }
    if comes_from_elsewhere(&head.headers) {
        return Err(refuse(StatusCode::FORBIDDEN, "Answers are taken from the page itself only.\n"));
    }
    let Some(kind) = BodyKind::of(&head.headers) else {
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Only what a form sends can be read here.\n"));
    };
    let bytes = match tokio::time::timeout(BODY_WITHIN, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, "This is too long to be read here.\n")),
        Err(_) => return Err(refuse(StatusCode::REQUEST_TIMEOUT, "This took too long.\n")),
    };
    ask.form = match kind {
        BodyKind::Form => Form::read(&bytes),
        BodyKind::OneClick => one_click(&bytes),
    };
    Ok(ask)
}

/// Who asks. A web server on this machine says for whom: it adds the address to the end of the line. Whoever comes from elsewhere could
/// write anything there, and is what is counted.
fn guest(peer: Peer, headers: &HeaderMap) -> IpAddr {
    let last = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let named = last.and_then(|line| line.rsplit(',').next()).and_then(|address| address.trim().parse().ok());
    named.filter(|_| peer.0.to_canonical().is_loopback()).unwrap_or(peer.0)
}

/// Whether another site had the browser send this.
///
/// The token in the path is the credential, and nothing is sent along by itself, so another site has nothing to misuse; this
/// is the second lock. With `no-referrer` a browser's Origin is `null` even for our own pages (Fetch standard, section 3.1).
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin").filter(|origin| *origin != "null") else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    let own = [text("host"), text("x-forwarded-host")];
    !own.into_iter().flatten().any(|own| Some(own) == host)
}

enum BodyKind {
    /// As our forms send it.
    Form,
    /// `multipart/form-data`, the other form RFC 8058 section 3.2 allows to mail providers.
    OneClick,
}

impl BodyKind {
    fn of(headers: &HeaderMap) -> Option<BodyKind> {
        let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        match value.split(';').next()?.trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Some(BodyKind::Form),
            "multipart/form-data" => Some(BodyKind::OneClick),
            _ => None,
        }
    }
}

/// The one field a provider sends; nothing else is read from a multipart body.
fn one_click(bytes: &[u8]) -> Form {
    let text = String::from_utf8_lossy(bytes);
    let is_one_click = text.contains("name=\"List-Unsubscribe\"") && text.contains("One-Click");
    if is_one_click { Form::of(&[("List-Unsubscribe", "One-Click")]) } else { Form::default() }
}

/// Whether the service lives, and whether its database can be read.
pub fn health(is_ready: bool) -> Reply {
    if is_ready {
        Reply::Line(StatusCode::OK, JSON, "{\"live\":true,\"ready\":true}\n")
    } else {
        Reply::Line(StatusCode::SERVICE_UNAVAILABLE, JSON, "{\"live\":true,\"ready\":false}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{comes_from_elsewhere, guest};
    use crate::web::listener::Peer;
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = lines.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        pairs.collect()
    }

    #[test]
    fn only_a_web_server_on_this_machine_speaks_for_others() {
        let asks = |peer: &str, lines| guest(Peer(peer.parse().unwrap()), &headers(lines)).to_string();
        let forged = &[("x-forwarded-for", "198.51.100.7, 203.0.113.9")][..];
        assert_eq!(asks("127.0.0.1", forged), "203.0.113.9", "what the web server added is at the end");
        assert_eq!(asks("::ffff:127.0.0.1", &[("x-forwarded-for", "2001:db8::1")]), "2001:db8::1");
        assert_eq!(asks("192.0.2.1", forged), "192.0.2.1");
        for nobody in [&[][..], &[("x-forwarded-for", "unknown")], &[("x-forwarded-for", "203.0.113.9, ")]] {
            assert_eq!(asks("127.0.0.1", nobody), "127.0.0.1");
        }
    }

    #[test]
    fn another_sites_form_is_told_from_our_own() {
        for own in [
            &[("host", "x.example")][..],
            &[("host", "x.example"), ("origin", "https://x.example")],
            &[("host", "127.0.0.1:8480"), ("x-forwarded-host", "x.example"), ("origin", "https://x.example")],
            &[("host", "x.example"), ("origin", "null")],
            &[("host", "x.example"), ("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("host", "x.example"), ("sec-fetch-site", "none")],
        ] {
            assert!(!comes_from_elsewhere(&headers(own)), "{own:?}");
        }
        for other in [
            &[("host", "x.example"), ("origin", "https://evil.example")][..],
            &[("host", "x.example"), ("origin", "https://x.example.evil.example")],
            &[("host", "x.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[("host", "x.example"), ("sec-fetch-site", "same-site")],
            &[("host", "x.example"), ("origin", "x.example")],
        ] {
            assert!(comes_from_elsewhere(&headers(other)), "{other:?}");
        }
    }
}
