//! Where in the site a request goes. It works behind a reverse proxy whether that takes the path prefix off or not.

/// A place of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Somebody's page, and the part of it behind the token.
    Page {
        /// As in the letter.
        token: String,
        /// `session.ics` and the like; empty for the page itself.
        part: String,
    },
    /// Whether the service lives.
    Health,
    /// Nothing there.
    Nowhere,
}

/// Characters of a token: 256 bits in base32.
const TOKEN: usize = 52;
/// Longer names of parts there are not.
const LONGEST_PART: usize = 32;

/// The place of a path; `prefix` is what `[web] url` has behind the host, without a slash at the end.
pub fn place(path: &str, prefix: &str) -> Place {
    let inside = path.strip_prefix(prefix).filter(|rest| rest.starts_with('/')).unwrap_or(path);
    if inside == "/healthz" {
        return Place::Health;
    }
    let Some(rest) = inside.strip_prefix("/p/") else { return Place::Nowhere };
    let (token, part) = rest.split_once('/').unwrap_or((rest, ""));
    let is_part = part.len() <= LONGEST_PART && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'-');
    if !is_part {
        return Place::Nowhere;
    }
    Place::Page { token: token.to_owned(), part: part.to_owned() }
}

/// Whether it could be a token at all.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN && text.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b))
}

/// The path of `[web] url`, without a slash at the end.
pub fn prefix(url: &str) -> &str {
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind_scheme.find('/').map_or("", |at| &behind_scheme[at..]);
    path.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{Place, is_token, place, prefix};

    fn page(token: &str, part: &str) -> Place {
        Place::Page { token: token.to_owned(), part: part.to_owned() }
    }

    #[test]
    fn a_prefix_may_be_there_or_taken_off() {
        for path in ["/end/p/abc", "/p/abc"] {
            assert_eq!(place(path, "/end"), page("abc", ""), "{path}");
        }
        assert_eq!(place("/p/abc/session.ics", ""), page("abc", "session.ics"));
        assert_eq!(place("/endings/p/abc", "/end"), Place::Nowhere);
        assert_eq!(place("/end/healthz", "/end"), Place::Health);
        for path in ["/", "", "/p", "/P/abc", "/p/abc/../x", "/p/abc/A", "//p/abc"] {
            assert_eq!(place(path, "/end"), Place::Nowhere, "{path}");
        }
    }

    #[test]
    fn what_cannot_be_a_token_is_not_looked_up() {
        assert!(is_token(&"a2".repeat(26)));
        for text in ["", "abc", &"A2".repeat(26), &"a1".repeat(26), &"ü".repeat(26), &"a2".repeat(27)] {
            assert!(!is_token(text), "{text}");
        }
    }

    #[test]
    fn the_prefix_is_the_path_of_the_url() {
        for (url, path) in [
            ("https://x.example", ""),
            ("https://x.example/", ""),
            ("https://x.example/a/b/", "/a/b"),
            ("http://[::1]:8480/a", "/a"),
        ] {
            assert_eq!(prefix(url), path, "{url}");
        }
    }
}
