//! Domains in order, with nothing, and broken.

use super::{Finding, Signature, is_within, look};
use crate::mail::names::{Names, Question, Records};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Mutex;

/// A name service that knows these: `name kind value`; and whose texts were asked for.
struct Known(BTreeMap<(String, &'static str), Vec<String>>, Mutex<Vec<String>>);

impl Known {
    fn of(lines: &[(&str, &'static str, &str)]) -> Known {
        let mut known: BTreeMap<(String, &'static str), Vec<String>> = BTreeMap::new();
        for (name, kind, value) in lines {
            known.entry(((*name).to_owned(), kind)).or_default().push((*value).to_owned());
        }
        Known(known, Mutex::default())
    }

    fn find(&self, name: &str, kind: &'static str) -> Records<String> {
        match self.0.get(&(name.to_owned(), kind)) {
            Some(found) => Records::Found(found.clone()),
            None if self.0.keys().any(|(known, _)| known == name || known.ends_with(&format!(".{name}"))) => {
                Records::Nothing
            }
            None => Records::NoName,
        }
    }
}

impl Names for Known {
    fn texts<'a>(&'a self, name: &'a str) -> Question<'a, String> {
        self.1.lock().unwrap().push(name.to_owned());
        Box::pin(async move { Ok(self.find(name, "TXT")) })
    }
    fn addresses<'a>(&'a self, name: &'a str) -> Question<'a, IpAddr> {
        Box::pin(async move {
            Ok(match self.find(name, "A") {
                Records::Found(found) => Records::Found(found.iter().map(|ip| ip.parse().unwrap()).collect()),
                Records::Nothing => Records::Nothing,
                Records::NoName => Records::NoName,
            })
        })
    }
    fn exchangers<'a>(&'a self, name: &'a str) -> Question<'a, String> {
        Box::pin(async move { Ok(self.find(name, "MX")) })
    }
}

async fn found(lines: &[(&str, &'static str, &str)]) -> Vec<String> {
    let findings = look(&Known::of(lines), "x.org", Some("smtp.x.org"), &Signature::Relay).await;
    findings.into_iter().map(|finding| format!("{:?} {}", finding.sign, finding.what)).collect()
}

const RELAY: (&str, &str, &str) = ("smtp.x.org", "A", "192.0.2.9");

#[tokio::test]
async fn a_domain_that_is_in_order() {
    let lines = [
        RELAY,
        ("x.org", "TXT", "v=spf1 include:_spf.y.org ~all"),
        ("_spf.y.org", "TXT", "v=spf1 ip6:2001:db8::/32 ip4:192.0.2.0/28 -all"),
        ("selector1._domainkey.x.org", "TXT", "v=DKIM1; k=rsa; p=MIIB"),
        ("_dmarc.x.org", "TXT", "v=DMARC1; p=reject"),
    ];
    assert_eq!(
        found(&lines).await,
        [
            "Good SPF: v=spf1 include:_spf.y.org ~all allows smtp.x.org",
            "Good DKIM: there is a key (selector1)",
            "Good DMARC: x.org says p=reject; sender and bounce address are both of x.org, as it wants",
        ]
    );
}

#[tokio::test]
async fn a_domain_with_nothing() {
    assert_eq!(
        found(&[RELAY]).await,
        ["Bad SPF: x.org has no record", "Bad DKIM: x.org has no key", "Bad DMARC: x.org has no record"]
    );
    let strict = [RELAY, ("_dmarc.x.org", "TXT", "v=DMARC1;p=quarantine")];
    assert_eq!(
        found(&strict).await[2],
        "Bad DMARC: x.org asks to quarantine what has neither SPF nor DKIM, and that is every letter"
    );
}

#[tokio::test]
async fn what_cannot_be_known_is_said_so() {
    let lines = [
        RELAY,
        ("x.org", "TXT", "v=spf1 mx -all"),
        ("x.org", "TXT", "something else"),
        ("x.org", "MX", "mx.x.org"),
        ("mx.x.org", "A", "192.0.2.77"),
        ("2027a._domainkey.x.org", "TXT", "p=MIIB"),
        ("_dmarc.org", "TXT", "nothing"),
    ];
    let said = found(&lines).await;
    assert_eq!(said[0], "Unknown SPF: v=spf1 mx -all does not name smtp.x.org");
    assert_eq!(said[1], "Unknown DKIM: no key of x.org has a usual name; it may have another one");
}

#[tokio::test]
async fn broken_records_are_named() {
    let two = [RELAY, ("x.org", "TXT", "v=spf1 -all"), ("x.org", "TXT", "v=spf1 a -all")];
    assert_eq!(found(&two).await[0], "Bad SPF: x.org has 2 records, so none counts");
    let endless = [RELAY, ("x.org", "TXT", "v=spf1 include:x.org -all")];
    assert!(found(&endless).await[0].contains("more than ten questions"));
}

#[tokio::test]
async fn every_record_is_asked_for_once_and_macros_are_not_asked_for() {
    let lines = [
        RELAY,
        ("x.org", "TXT", "v=spf1 include:%{ir}.%{v}.%{d}.spf.y.org a:%{h}.y.org include:_spf.y.org -all"),
        ("_spf.y.org", "TXT", "v=spf1 ip4:192.0.2.9 redirect=%{d}.z.org"),
    ];
    let names = Known::of(&lines);
    let findings = look(&names, "x.org", Some("smtp.x.org"), &Signature::Relay).await;
    assert_eq!(findings[0].what, format!("SPF: {} allows smtp.x.org", lines[1].2));
    let asked = names.1.lock().unwrap();
    let spf: Vec<&String> =
        asked.iter().filter(|name| !name.contains("_domainkey") && !name.contains("_dmarc")).collect();
    assert_eq!(spf, ["x.org", "_spf.y.org"]);
}

#[tokio::test]
async fn a_key_that_only_the_service_reads_is_no_fault_and_no_other_is_looked_for() {
    let names = Known::of(&[RELAY, ("_dmarc.x.org", "TXT", "v=DMARC1; p=reject")]);
    let unread = Signature::Unread("x.org".to_owned(), Finding::unknown("DKIM: only the service can read the key", ""));
    let said: Vec<String> =
        look(&names, "x.org", None, &unread).await.into_iter().map(|finding| finding.what).collect();
    assert_eq!(
        said,
        [
            "SPF: x.org has no record",
            "DKIM: only the service can read the key",
            "DMARC: x.org says p=reject; sender and bounce address are both of x.org, as it wants"
        ]
    );
    assert!(names.1.lock().unwrap().iter().all(|name| !name.contains("_domainkey")));
}

#[test]
fn networks_hold_what_they_hold() {
    for (network, address, holds) in [
        ("192.0.2.0/24", "192.0.2.200", true),
        ("192.0.2.0/25", "192.0.2.200", false),
        ("192.0.2.1", "192.0.2.1", true),
        ("0.0.0.0/0", "198.51.100.1", true),
        ("2001:db8::/32", "2001:db8:5::1", true),
        ("2001:db8::/32", "192.0.2.1", false),
        ("nonsense", "192.0.2.1", false),
    ] {
        assert_eq!(is_within(network, address.parse().unwrap()), holds, "{network} {address}");
    }
}
