//! What is signed and how it is written. Whether others take it for valid is asked in `tests/it/conformance/dkim.rs`.

use super::{KeyFault, Signer, fields, relax_field, relaxed_body};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// The example key of RFC 8463 appendix A.2.
const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
const LETTER: &[u8] =
    b"From: a@mentors.example\r\nTo: b@readers.example\r\nSubject: An\r\n  ending\r\nX-Sendoff-Step: s\r\n\r\nHi.\r\n";

fn signer() -> Signer {
    Signer::new("mentors.example", "sendoff", SEED).unwrap()
}

fn relaxed(field: &str) -> String {
    let mut out = Vec::new();
    relax_field(field.as_bytes(), &mut out);
    String::from_utf8(out).unwrap()
}

/// RFC 6376 section 3.4.5.
#[test]
fn fields_and_bodies_are_relaxed_as_the_standard_shows() {
    assert_eq!(fields(b"A: X \r\nB : Y\t\r\n\tZ  \r\n"), [b"A: X \r\n".as_slice(), b"B : Y\t\r\n\tZ  \r\n"]);
    assert_eq!(relaxed("A: X \r\n"), "a:X");
    assert_eq!(relaxed("B : Y\t\r\n\tZ  \r\n"), "b:Y Z");
    assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
    assert_eq!(relaxed_body(b""), b"");
    assert_eq!(relaxed_body(b"\r\n \r\n"), b"");
    assert_eq!(relaxed_body(b"a\r\n\r\nb"), b"a\r\n\r\nb\r\n");
    let body = b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
    let hash = BASE64.encode(&Sha256::digest(relaxed_body(body)));
    assert_eq!(hash, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=", "RFC 8463 appendix A.3");
}

#[test]
fn the_line_stands_in_front_of_a_letter_that_is_as_it_was() {
    let signed = signer().signed(LETTER);
    assert_eq!(signed, signer().signed(LETTER), "nothing is drawn");
    let line = signed.strip_suffix(LETTER).expect("the letter behind it");
    let line = String::from_utf8(line.to_vec()).unwrap();
    assert!(
        line.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=mentors.example;\r\n"),
        "{line}"
    );
    assert!(line.contains("h=from:from:to:to:subject:\r\n subject:date;"), "{line}");
    assert!(line.lines().all(|line| line.len() <= 78 && line.is_ascii()), "{line}");
}

#[test]
fn what_is_no_key_is_told_without_any_of_it() {
    let fault = |key: &str| Signer::new("mentors.example", "sendoff", key).unwrap_err();
    assert_eq!(fault("s3cret"), KeyFault::NoKey);
    assert_eq!(fault("c2hvcnQ="), KeyFault::NoKey);
    assert_eq!(fault("-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----"), KeyFault::NoKey);
    assert_eq!(fault("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), KeyFault::Unfit);
    assert_eq!(fault("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"), KeyFault::Unfit);
    assert!(!format!("{} {:?}", fault("s3cret"), signer()).contains("s3cret"));
}
