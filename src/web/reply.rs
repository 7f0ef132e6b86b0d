//! What goes back: a page, a file or another place, always with the same headers.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::Markup;

/// An answer before it is put into bytes.
#[derive(Debug)]
pub enum Reply {
    /// A page.
    Page(StatusCode, Markup),
    /// What was asked is done; this page, named as a relative reference, says what is true now.
    SeeOther(String),
    /// Something to keep.
    File {
        /// Its media type.
        media_type: &'static str,
        /// The name it is saved under.
        name: &'static str,
        /// What is in it.
        content: String,
    },
    /// A line for machines.
    Line(StatusCode, &'static str, &'static str),
}

impl Reply {
    /// The response; `style_hash` is that of the style sheet in every page (CSP level 2).
    pub fn into_response(self, style_hash: &str) -> Response {
        let (status, media_type, body) = match self {
            Reply::Page(status, markup) => (status, "text/html; charset=utf-8", Body::from(markup.into_string())),
            Reply::SeeOther(to) => return see_other(&to, style_hash),
            Reply::File { media_type, name, content } => {
                let mut response = plain(StatusCode::OK, media_type, Body::from(content), style_hash);
                let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
                if let Ok(disposition) = disposition {
                    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
                }
                return response;
            }
            Reply::Line(status, media_type, text) => (status, media_type, Body::from(text)),
        };
        plain(status, media_type, body, style_hash)
    }
}

fn see_other(to: &str, style_hash: &str) -> Response {
    let mut response = plain(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Body::empty(), style_hash);
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn plain(status: StatusCode, media_type: &'static str, body: Body, style_hash: &str) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    }
    put_guards(response.headers_mut(), style_hash);
    response
}

/// Nothing is kept, nothing is framed, nothing is told to others, and nothing but our own style is let in.
fn put_guards(headers: &mut HeaderMap, style_hash: &str) {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style_hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
