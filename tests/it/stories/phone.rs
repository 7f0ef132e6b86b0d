//! What people open their pages with. It shows a page, sends the form of one of its buttons, and sends it again if nothing came back.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use jiff::Timestamp;
use sendoff::domain::link::{LinkKey, Purpose};
use sendoff::domain::person::Role;
use sendoff::engine::Engine;
use sendoff::web::{Site, respond};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// Larger no page is.
const LARGEST: usize = 1 << 20;

/// Which button on whose page, with what in the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    pub pair: String,
    pub who: Role,
    pub purpose: Purpose,
    pub button: String,
    pub fields: Vec<(String, String)>,
}

/// What stands behind it.
#[derive(Debug, Clone, Default)]
pub struct Phone {
    /// Where the last answer led to.
    shown: Option<String>,
    /// Sent, and not answered yet.
    unanswered: Option<(String, String)>,
}

impl Phone {
    /// Presses that button; `None` if the service broke meanwhile.
    pub async fn press(&mut self, engine: Engine, press: &Press, at: Timestamp) -> (Engine, Option<()>) {
        let site = Arc::new(Site::new(engine, move || at, || {}));
        let done = self.answered(&site, press).await;
        (Arc::into_inner(site).expect("nobody else has it").into_engine(), done)
    }

    async fn answered(&mut self, site: &Arc<Site>, press: &Press) -> Option<()> {
        if self.unanswered.is_none() {
            let programme = "spring";
            let token = LinkKey::fixed().token(programme, &press.pair, press.who, press.purpose, 0);
            let shown = self.shown.take().filter(|shown| shown.starts_with(&token)).unwrap_or_else(|| token.clone());
            let (status, _, page) = ask(site, &shown, None).await;
            if status == StatusCode::INTERNAL_SERVER_ERROR {
                return None;
            }
            assert_eq!(status, StatusCode::OK, "{press:?}: {page}");
            self.unanswered = Some((token, filled(&page, press)));
        }
        let (to, form) = self.unanswered.clone()?;
        let (status, location, page) = ask(site, &to, Some(form)).await;
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            return None;
        }
        assert_eq!(status, StatusCode::SEE_OTHER, "{press:?}: {page}");
        self.unanswered = None;
        self.shown = location;
        Some(())
    }
}

/// The form around the button, with what is in it by itself and what is put into it.
fn filled(page: &str, press: &Press) -> String {
    let button = format!("name=\"do\" value=\"{}\"", press.button);
    let at = page.find(&button).unwrap_or_else(|| panic!("{press:?}: no such button on {page}"));
    let start = page[..at].rfind("<form").expect("a form");
    let own = page[start..at].split("<input type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), rest.split('"').next()?.to_owned()))
    });
    let pressed = ("do".to_owned(), press.button.clone());
    let fields = own.chain(press.fields.iter().cloned()).chain([pressed]);
    let encoded = |text: &str| text.bytes().map(|octet| format!("%{octet:02X}")).collect::<String>();
    fields.map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value))).collect::<Vec<_>>().join("&")
}

async fn ask(site: &Arc<Site>, place: &str, form: Option<String>) -> (StatusCode, Option<String>, String) {
    let request = Request::builder().uri(format!("/p/{place}"));
    let request = match form {
        Some(form) => request
            .method("POST")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form)),
        None => request.body(Body::empty()),
    };
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let response = respond(Arc::clone(site), here, request.expect("a request")).await;
    let (head, body) = response.into_parts();
    let location = head.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
    let page = to_bytes(body, LARGEST).await.expect("a page");
    (head.status, location, String::from_utf8_lossy(&page).into_owned())
}
