//! Whether the public key under the configured selector is the other half of the key letters are signed with (RFC 6376 section 3.6).

use crate::mail::dkim::Signer;
use crate::mail::names::{Names, Records};
use crate::mail::records::{Finding, tag};
use data_encoding::BASE64;

/// Looks for it; the second half: whether letters will be found signed.
pub(super) async fn own_key(names: &dyn Names, signer: &Signer) -> (Finding, bool) {
    let (selector, domain) = signer.place();
    let place = format!("{selector}._domainkey.{domain}");
    let texts = match names.texts(&place).await {
        Ok(Records::Found(texts)) => texts,
        Ok(_) => {
            let hint = "publish the public half of the key there, or letters count as badly signed";
            return (Finding::bad(format!("DKIM: there is no key at {place}"), hint), false);
        }
        Err(why) => return (Finding::unknown(format!("DKIM: {why}"), "try again later"), true),
    };
    match texts.as_slice() {
        [text] => match fault(text, signer) {
            Some((what, hint)) => (Finding::bad(format!("DKIM: the key at {place} {what}"), hint), false),
            None if is_trial(text) => {
                let what =
                    format!("DKIM: {place} fits the key letters are signed with, and says that it is on trial (t=y)");
                (Finding::unknown(what, "take t=y out once letters arrive"), true)
            }
            None => (Finding::good(format!("DKIM: {place} fits the key letters are signed with")), true),
        },
        more => {
            let what = format!("DKIM: there are {} records at {place}, and readers take any of them", more.len());
            (Finding::bad(what, "keep the one of the key letters are signed with"), false)
        }
    }
}

fn fault(text: &str, signer: &Signer) -> Option<(&'static str, &'static str)> {
    let renew = "publish the public half of the key letters are signed with";
    let version = tag(text, "v");
    if version.is_some_and(|version| version != "dkim1") {
        return Some(("is no DKIM key: it does not begin with v=DKIM1", renew));
    }
    let kind = tag(text, "k").unwrap_or_else(|| "rsa".to_owned());
    let published: String = key_of(text).split_whitespace().collect();
    if published.is_empty() {
        return Some(("is revoked: its p= is empty", "make a new key under another selector"));
    }
    if kind != signer.kind() {
        return Some(("is of another kind than the one letters are signed with", renew));
    }
    match BASE64.decode(published.as_bytes()) {
        Err(_) => {
            Some(("is garbled: its p= is no base64", "publish it once more, in one text without quotation marks"))
        }
        Ok(published) if !signer.fits(&published) => Some(("belongs to another private key", renew)),
        Ok(_) => None,
    }
}

/// `p=`, with its capitals; a record without one has an empty one.
fn key_of(text: &str) -> &str {
    let mut tags = text.split(';').filter_map(|tag| tag.split_once('='));
    tags.find(|(name, _)| name.trim().eq_ignore_ascii_case("p")).map_or("", |(_, value)| value)
}

fn is_trial(text: &str) -> bool {
    tag(text, "t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y"))
}
