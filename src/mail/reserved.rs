//! Domains that no real mail goes to.
//!
//! The shipped examples, the demo and every test write to such addresses; a letter to one must never reach a server outside this machine.

/// Top-level names set aside for examples, tests and this machine (RFC 2606 section 2, RFC 6761 section 6).
const TOPS: [&str; 4] = ["example", "test", "invalid", "localhost"];

/// Second-level names set aside for examples (RFC 2606 section 3).
const SECONDS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Whether nobody can own a mailbox in this domain. Case and a final dot do not matter.
pub fn is_reserved(domain: &str) -> bool {
    let domain = domain.strip_suffix('.').unwrap_or(domain).to_ascii_lowercase();
    let is_under =
        |name: &&str| domain.strip_suffix(*name).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    TOPS.iter().chain(&SECONDS).any(is_under)
}

#[cfg(test)]
mod tests {
    use super::is_reserved;

    #[test]
    fn names_nobody_can_own() {
        for domain in [
            "mentors.example",
            "EXAMPLE",
            "a.b.test",
            "x.invalid.",
            "localhost",
            "mx.localhost",
            "example.org",
            "a.Example.COM",
        ] {
            assert!(is_reserved(domain), "{domain}");
        }
    }

    #[test]
    fn names_somebody_owns() {
        for domain in
            ["", "mentors.org", "notexample", "example.de", "myexample.com", "test.org", "example.test.org", "contest"]
        {
            assert!(!is_reserved(domain), "{domain}");
        }
    }
}
