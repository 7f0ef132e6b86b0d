//! DKIM (RFC 6376; Ed25519 by RFC 8463): one line in front of a letter that lets any server see whose it is and that nothing was changed.
//!
//! Made as the letter leaves, like a mail server's signing filter would: the outbox holds the letter without it, and a letter that waits over a change
//! of keys is signed with the key that is in force. The same letter and key give the same line: nothing in it is drawn, and no time stands in it.
//! `ring` signs, which TLS brings along: with RSA it is several times as fast as what the MIME builder's own signing uses, and that one leaves out
//! Content-Type.

use data_encoding::BASE64;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};
use std::fmt;

/// What is signed where it is there. The first four are signed once more than they are there, so that nobody adds a second one (RFC 6376 section 8.15).
const SIGNED: [&str; 14] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-language",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
];
const SIGNED_ONCE_MORE: usize = 4;
/// Characters of base64 on a line.
const LINE: usize = 72;

/// Why there is no key. Never holds any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Neither PEM nor base64.
    #[error("this is no private key: write PEM (PKCS#1 or PKCS#8), or the 32 bytes of an Ed25519 key in base64")]
    NoKey,
    /// A kind that DKIM does not know, or that is too weak.
    #[error("this private key cannot sign: DKIM takes RSA with 2048 bits or more, and Ed25519")]
    Unfit,
}

/// The key of a domain, and under which name its public half stands in the DNS.
pub struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({}._domainkey.{})", self.selector, self.domain)
    }
}

impl Signer {
    /// Signs for that domain with that key: PEM in PKCS#1 or PKCS#8, or an Ed25519 seed in base64.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn new(domain: &str, selector: &str, key: &str) -> Result<Signer, KeyFault> {
        Ok(Signer { domain: domain.to_owned(), selector: selector.to_owned(), key: read_key(key)? })
    }

    /// Under which name its public key is looked for, and whose it is.
    pub fn place(&self) -> (&str, &str) {
        (&self.selector, &self.domain)
    }

    /// Whether that public key, as it stands in the DNS under `p=` (RFC 6376 section 3.6.1), is the other half of this one.
    pub fn fits(&self, published: &[u8]) -> bool {
        match &self.key {
            Key::Ed25519(key) => published == key.public_key().as_ref(),
            // With or without the frame that names its kind (RFC 8017 appendix A, RFC 5280 section 4.1.2.7).
            Key::Rsa(key) => published.ends_with(key.public_key().as_ref()),
        }
    }

    /// The kind of key, as `k=` names it.
    pub fn kind(&self) -> &'static str {
        match &self.key {
            Key::Ed25519(_) => "ed25519",
            Key::Rsa(_) => "rsa",
        }
    }

    /// The letter with its signature in front.
    pub fn signed(&self, letter: &[u8]) -> Vec<u8> {
        let (head, body) = halves(letter);
        let fields = fields(head);
        let mut names: Vec<&str> = Vec::new();
        let mut input = Vec::with_capacity(head.len());
        for (at, name) in SIGNED.iter().enumerate() {
            // Of several of one name the last comes first (RFC 6376 section 5.4.2).
            for field in fields.iter().rev().filter(|field| is_named(field, name)) {
                names.push(name);
                relax_field(field, &mut input);
                input.extend_from_slice(b"\r\n");
            }
            if at < SIGNED_ONCE_MORE {
                names.push(name);
            }
        }
        let mut line = self.unsigned_line(&names, &BASE64.encode(&Sha256::digest(relaxed_body(body))));
        relax_field(line.as_bytes(), &mut input);
        let signature = BASE64.encode(&self.signature(&input));
        for (at, part) in signature.as_bytes().chunks(LINE).enumerate() {
            line.push_str(if at == 0 { "" } else { "\r\n " });
            line.push_str(&String::from_utf8_lossy(part));
        }
        line.push_str("\r\n");
        let mut signed = line.into_bytes();
        signed.extend_from_slice(letter);
        signed
    }

    fn unsigned_line(&self, names: &[&str], body_hash: &str) -> String {
        let algorithm = match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let mut line = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; d={};\r\n s={};\r\n h=",
            self.domain, self.selector
        );
        for (at, names) in names.chunks(5).enumerate() {
            line.push_str(if at == 0 { "" } else { ":\r\n " });
            line.push_str(&names.join(":"));
        }
        line.push_str(&format!(";\r\n bh={body_hash};\r\n b="));
        line
    }

    fn signature(&self, input: &[u8]) -> Vec<u8> {
        match &self.key {
            // RFC 8463 section 3: the hash is what is signed.
            Key::Ed25519(key) => key.sign(&Sha256::digest(input)).as_ref().to_vec(),
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // PKCS#1 v1.5 needs no chance and fails on no key that was read; an empty signature is one that nobody takes for valid.
                match key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input, &mut signature) {
                    Ok(()) => signature,
                    Err(_) => Vec::new(),
                }
            }
        }
    }
}

fn read_key(text: &str) -> Result<Key, KeyFault> {
    let text = text.trim();
    let Some((label, body)) = pem(text) else {
        let seed = BASE64.decode(text.as_bytes()).map_err(|_| KeyFault::NoKey)?;
        return Ed25519KeyPair::from_seed_unchecked(&seed).map(Key::Ed25519).map_err(|_| KeyFault::NoKey);
    };
    let body: String = body.split_whitespace().collect();
    let der = BASE64.decode(body.as_bytes()).map_err(|_| KeyFault::NoKey)?;
    let rsa = match label {
        "RSA PRIVATE KEY" => RsaKeyPair::from_der(&der),
        "PRIVATE KEY" => match Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
            Ok(key) => return Ok(Key::Ed25519(key)),
            Err(_) => RsaKeyPair::from_pkcs8(&der),
        },
        _ => return Err(KeyFault::Unfit),
    };
    rsa.map(|key| Key::Rsa(Box::new(key))).map_err(|_| KeyFault::Unfit)
}

/// The label and the base64 of the first block.
fn pem(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.split_once("-----BEGIN ")?.1.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    Some((label, body))
}

/// Header and body, without the empty line between.
fn halves(letter: &[u8]) -> (&[u8], &[u8]) {
    match letter.windows(4).position(|four| four == b"\r\n\r\n") {
        Some(at) => (&letter[..at + 2], &letter[at + 4..]),
        None => (letter, b""),
    }
}

/// Each header field with its continuation lines.
fn fields(head: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::new();
    let mut start = 0;
    for at in memchr_line_ends(head) {
        let goes_on = head.get(at).is_some_and(|next| matches!(next, b' ' | b'\t'));
        if !goes_on {
            fields.push(&head[start..at]);
            start = at;
        }
    }
    fields
}

/// Where each line ends, behind its line break.
fn memchr_line_ends(head: &[u8]) -> impl Iterator<Item = usize> + '_ {
    head.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1)
}

fn is_named(field: &[u8], name: &str) -> bool {
    let end = field.iter().position(|byte| *byte == b':').unwrap_or(0);
    field[..end].trim_ascii_end().eq_ignore_ascii_case(name.as_bytes())
}

/// RFC 6376 section 3.4.2, without the line break at the end.
fn relax_field(field: &[u8], out: &mut Vec<u8>) {
    let end = field.iter().position(|byte| *byte == b':').unwrap_or(0);
    out.extend(field[..end].trim_ascii_end().iter().map(u8::to_ascii_lowercase));
    out.push(b':');
    let value = field.get(end + 1..).unwrap_or_default();
    relax_line(value.trim_ascii(), out);
}

/// Runs of space as one.
fn relax_line(line: &[u8], out: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
        out.extend_from_slice(&rest[..at]);
        let run = rest[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        if rest[at..at + run].iter().any(|byte| matches!(byte, b' ' | b'\t')) {
            out.push(b' ');
        }
        rest = &rest[at + run..];
    }
    out.extend_from_slice(rest);
}

/// RFC 6376 section 3.4.4.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    let mut empty_lines = 0;
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let end = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(0, |at| at + 1);
        if end == 0 {
            empty_lines += 1;
            continue;
        }
        relaxed.extend(std::iter::repeat_n(*b"\r\n", empty_lines).flatten());
        empty_lines = 0;
        relax_line(&line[..end], &mut relaxed);
        relaxed.extend_from_slice(b"\r\n");
    }
    relaxed
}

#[cfg(test)]
mod tests;
