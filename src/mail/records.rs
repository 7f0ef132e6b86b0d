//! Whether a sending domain's records fit what is configured: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).
//!
//! Says what is there and what cannot be known from here: the relay may send from other machines than the one we speak to, and only it
//! knows under which selector it signs.

use crate::mail::names::{Names, Records};
use crate::mail::records::key_record::own_key;
pub use crate::mail::records::signature::Signature;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

mod key_record;
mod signature;

/// Names that providers and mail servers usually give their keys.
const SELECTORS: [&str; 17] = [
    "default",
    "dkim",
    "mail",
    "google",
    "selector1",
    "selector2",
    "k1",
    "k2",
    "s1",
    "s2",
    "fm1",
    "mxvault",
    "zoho",
    "protonmail",
    "smtp",
    "key1",
    "sendoff",
];
/// RFC 7208 section 4.6.4: questions one judgement may ask.
const QUESTIONS: u32 = 10;

/// What came out of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How it is to be taken.
    pub sign: Sign,
    /// In one sentence without a full stop.
    pub what: String,
    /// What to do, if anything.
    pub hint: Option<String>,
}

/// How a finding is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// As it should be.
    Good,
    /// Letters may be thrown away.
    Bad,
    /// It cannot be known from here.
    Unknown,
}

impl Finding {
    /// As it should be.
    pub fn good(what: impl Into<String>) -> Finding {
        Finding { sign: Sign::Good, what: what.into(), hint: None }
    }

    /// Not as it should be.
    pub fn bad(what: impl Into<String>, hint: impl Into<String>) -> Finding {
        Finding { sign: Sign::Bad, what: what.into(), hint: Some(hint.into()) }
    }

    /// It cannot be known.
    pub fn unknown(what: impl Into<String>, hint: impl Into<String>) -> Finding {
        Finding { sign: Sign::Unknown, what: what.into(), hint: Some(hint.into()) }
    }
}

/// Looks at the records of a domain that letters leave from, by that relay (its host name; none where letters go into a folder).
pub async fn look(names: &dyn Names, domain: &str, relay: Option<&str>, signature: &Signature) -> Vec<Finding> {
    let (spf, has_spf) = spf(names, domain, relay).await;
    let ((dkim, may_sign), signed_for) = match signature {
        Signature::Relay => (dkim(names, domain).await, domain),
        Signature::Own(signer) => (own_key(names, signer).await, signer.place().1),
        Signature::Unread(domain, finding) => ((finding.clone(), finding.sign != Sign::Bad), domain.as_str()),
    };
    vec![spf, dkim, dmarc(names, domain, has_spf, may_sign.then_some(signed_for)).await]
}

async fn spf(names: &dyn Names, domain: &str, relay: Option<&str>) -> (Finding, bool) {
    let texts = match names.texts(domain).await {
        Ok(texts) => texts.found(),
        Err(why) => return (Finding::unknown(format!("SPF: {why}"), "try again later"), true),
    };
    let records: Vec<&String> = texts.iter().filter(|text| is_spf(text)).collect();
    let record = match records.as_slice() {
        [] => {
            let hint = "without it many servers mistrust the letters; your mail provider says what belongs there";
            return (Finding::bad(format!("SPF: {domain} has no record"), hint), false);
        }
        [record] => *record,
        _ => {
            return (
                Finding::bad(format!("SPF: {domain} has {} records, so none counts", records.len()), "keep one"),
                false,
            );
        }
    };
    let Some(relay) = relay else { return (Finding::good(format!("SPF: {record}")), true) };
    let addresses = match relay.parse() {
        Ok(address) => vec![address],
        Err(_) => names.addresses(relay).await.map(Records::found).unwrap_or_default(),
    };
    let mut allowed = false;
    for address in &addresses {
        let mut left = QUESTIONS;
        match judge(names, domain, record, *address, &mut left).await {
            Ok(Some(true)) => allowed = true,
            Ok(_) => {}
            Err(why) => return (Finding::bad(format!("SPF: {why}"), format!("the record is {record}")), true),
        }
    }
    let finding = if allowed {
        Finding::good(format!("SPF: {record} allows {relay}"))
    } else {
        let hint = "if it sends by itself, add it; if it hands on, ask your provider which include: belongs there";
        Finding::unknown(format!("SPF: {record} does not name {relay}"), hint)
    };
    (finding, true)
}

fn is_spf(text: &str) -> bool {
    text.split(' ').next().is_some_and(|word| word.eq_ignore_ascii_case("v=spf1"))
}

type Judged<'a> = Pin<Box<dyn Future<Output = Result<Option<bool>, String>> + Send + 'a>>;

async fn spf_of(names: &dyn Names, domain: &str) -> Result<Option<String>, String> {
    Ok(names.texts(domain).await?.found().into_iter().find(|text| is_spf(text)))
}

/// Whether that address may send for that domain; nothing if the domain's record does not say.
fn judge<'a>(names: &'a dyn Names, domain: &'a str, record: &'a str, address: IpAddr, left: &'a mut u32) -> Judged<'a> {
    Box::pin(async move {
        let mut redirect = None;
        for word in record.split_ascii_whitespace().skip(1) {
            if let Some((name, target)) = word.split_once('=') {
                redirect = redirect.or(name.eq_ignore_ascii_case("redirect").then_some(target));
                continue;
            }
            let (says, mechanism) = match word.as_bytes().first() {
                Some(b'+') => (true, &word[1..]),
                Some(b'-' | b'~' | b'?') => (false, &word[1..]),
                _ => (true, word),
            };
            if matches(names, mechanism, domain, address, left).await? {
                return Ok(Some(says));
            }
        }
        let Some(target) = redirect.filter(|target| !has_macro(target)) else { return Ok(None) };
        spend(left)?;
        match spf_of(names, target).await? {
            Some(record) => judge(names, target, &record, address, left).await,
            None => Ok(None),
        }
    })
}

fn spend(left: &mut u32) -> Result<(), String> {
    *left = left.checked_sub(1).ok_or("the record needs more than ten questions, which many servers refuse")?;
    Ok(())
}

async fn matches(
    names: &dyn Names,
    mechanism: &str,
    domain: &str,
    address: IpAddr,
    left: &mut u32,
) -> Result<bool, String> {
    let (name, argument) = mechanism.split_once(':').unwrap_or((mechanism, ""));
    let (name, own_bits) = name.split_once('/').unwrap_or((name, ""));
    match name.to_ascii_lowercase().as_str() {
        "all" => Ok(true),
        "ip4" | "ip6" => Ok(is_within(argument, address)),
        "include" | "a" | "mx" if has_macro(argument) => {
            spend(left)?;
            Ok(false)
        }
        "include" => {
            spend(left)?;
            match spf_of(names, argument).await? {
                Some(record) => Ok(judge(names, argument, &record, address, left).await? == Some(true)),
                None => Err(format!("it includes {argument}, which has no record: many servers then take none of it")),
            }
        }
        kind @ ("a" | "mx") => {
            spend(left)?;
            let (target, bits) = argument.split_once('/').unwrap_or((argument, own_bits));
            let target = if target.is_empty() { domain } else { target };
            let hosts = match kind {
                "mx" => names.exchangers(target).await?.found(),
                _ => vec![target.to_owned()],
            };
            for host in hosts.iter().take(10) {
                let found = names.addresses(host).await?.found();
                let bits = if bits.is_empty() { String::new() } else { format!("/{bits}") };
                if found.iter().any(|network| is_within(&format!("{network}{bits}"), address)) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        // `exists` and `ptr` depend on the letter, as macros do: they say nothing here.
        _ => Ok(false),
    }
}

/// Whether what is asked for depends on the letter.
fn has_macro(argument: &str) -> bool {
    argument.contains('%')
}

/// Whether an address lies in a network written `address` or `address/bits`.
fn is_within(network: &str, address: IpAddr) -> bool {
    let (base, bits) = network.split_once('/').unwrap_or((network, ""));
    let Ok(base) = base.parse::<IpAddr>() else { return false };
    let bits = bits.split('/').next().unwrap_or("");
    match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            let bits = bits.parse().unwrap_or(32_u32).min(32);
            u32::from(base).checked_shr(32 - bits) == u32::from(address).checked_shr(32 - bits)
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => {
            let bits = bits.parse().unwrap_or(128_u32).min(128);
            u128::from(base).checked_shr(128 - bits) == u128::from(address).checked_shr(128 - bits)
        }
        _ => false,
    }
}

/// The second half: whether letters may be signed.
async fn dkim(names: &dyn Names, domain: &str) -> (Finding, bool) {
    let mut found = Vec::new();
    for selector in SELECTORS {
        match names.texts(&format!("{selector}._domainkey.{domain}")).await {
            Ok(texts) => {
                let is_key = |text: &String| tag(text, "p").is_some_and(|key| !key.is_empty());
                found.extend(texts.found().iter().any(is_key).then_some(selector));
            }
            Err(why) => return (Finding::unknown(format!("DKIM: {why}"), "try again later"), true),
        }
    }
    if !found.is_empty() {
        return (Finding::good(format!("DKIM: there is a key ({})", found.join(", "))), true);
    }
    match names.texts(&format!("_domainkey.{domain}")).await {
        Ok(Records::NoName) => {
            let hint = "have your mail server sign with a key of this domain";
            (Finding::bad(format!("DKIM: {domain} has no key"), hint), false)
        }
        _ => {
            let what = format!("DKIM: no key of {domain} has a usual name; it may have another one");
            (Finding::unknown(what, "`sendoff test-mail` to yourself shows in its source whether it was signed"), true)
        }
    }
}

/// At the domain, or the nearest above it that has one. `signed_for`: the domain whose signature letters carry, if they do.
async fn dmarc(names: &dyn Names, domain: &str, has_spf: bool, signed_for: Option<&str>) -> Finding {
    let labels: Vec<&str> = domain.split('.').collect();
    for at in 0..labels.len().saturating_sub(1) {
        let place = labels[at..].join(".");
        let texts = match names.texts(&format!("_dmarc.{place}")).await {
            Ok(texts) => texts.found(),
            Err(why) => return Finding::unknown(format!("DMARC: {why}"), "try again later"),
        };
        let is_dmarc = |text: &&String| text.trim_start().to_ascii_lowercase().starts_with("v=dmarc1");
        let records: Vec<&String> = texts.iter().filter(is_dmarc).collect();
        match records.as_slice() {
            [] => {}
            [record] => {
                // A signature of a domain above counts unless the record wants the very same.
                let is_strict = tag(record, "adkim").is_some_and(|mode| mode == "s");
                let is_signed = signed_for.is_some_and(|signed| !is_strict || signed.eq_ignore_ascii_case(domain));
                let policy = tag(record, if at > 0 { "sp" } else { "p" }).or_else(|| tag(record, "p"));
                return policy_finding(&place, domain, &policy.unwrap_or_default(), has_spf, is_signed, signed_for);
            }
            more => {
                let what = format!("DMARC: {place} has {} records, so none counts", more.len());
                return Finding::bad(what, "keep one");
            }
        }
    }
    let hint = "large providers want one of senders of many letters: v=DMARC1; p=none is a beginning";
    Finding::bad(format!("DMARC: {domain} has no record"), hint)
}

fn policy_finding(
    place: &str,
    domain: &str,
    policy: &str,
    has_spf: bool,
    is_signed: bool,
    signed_for: Option<&str>,
) -> Finding {
    match (policy, signed_for) {
        ("reject" | "quarantine", _) if !has_spf && !is_signed => Finding::bad(
            format!("DMARC: {place} asks to {policy} what has neither SPF nor DKIM, and that is every letter"),
            "set up one of them before anything is sent",
        ),
        ("reject" | "quarantine" | "none", Some(signed)) if !is_signed => Finding::bad(
            format!(
                "DMARC: {place} wants signatures of {domain} itself (adkim=s), and letters are signed for {signed}"
            ),
            format!("set [mail.dkim] domain = \"{domain}\", or have adkim=s taken out"),
        ),
        ("reject" | "quarantine" | "none", _) => Finding::good(format!(
            "DMARC: {place} says p={policy}; sender and bounce address are both of {domain}, as it wants"
        )),
        _ => {
            Finding::bad(format!("DMARC: the record of {place} has no policy"), "it wants p=none, quarantine or reject")
        }
    }
}

fn tag(record: &str, name: &str) -> Option<String> {
    let tags = record.split(';').filter_map(|tag| tag.split_once('='));
    let mut values = tags.filter(|(tag, _)| tag.trim().eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod wire_tests;
