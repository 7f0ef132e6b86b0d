//! Our signatures before a verifier that is not ours (Python's dkim), with keys made on the spot.

use super::letters::samples;
use super::servers::python;
use data_encoding::BASE64;
use sendoff::mail::dkim::Signer;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Runs openssl in that folder.
fn openssl(folder: &Path, arguments: &str) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output().expect("openssl");
    assert!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Private keys as people have them, and what stands in the DNS.
fn keys(folder: &Path) -> Vec<(String, String)> {
    openssl(folder, "genrsa -traditional -out pkcs1.pem 2048");
    openssl(folder, "pkcs8 -topk8 -nocrypt -in pkcs1.pem -out pkcs8.pem");
    openssl(folder, "genpkey -algorithm ed25519 -out ed25519.pem");
    let rsa = BASE64.encode(&openssl(folder, "pkey -in pkcs1.pem -pubout -outform DER"));
    let ed25519 = openssl(folder, "pkey -in ed25519.pem -pubout -outform DER");
    let ed25519 = BASE64.encode(&ed25519[ed25519.len() - 32..]);
    let seed = openssl(folder, "pkey -in ed25519.pem -outform DER");
    let seed = BASE64.encode(&seed[seed.len() - 32..]);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    vec![
        (read("pkcs1.pem"), format!("v=DKIM1; k=rsa; p={rsa}")),
        (read("pkcs8.pem"), format!("v=DKIM1; k=rsa; p={rsa}")),
        (read("ed25519.pem"), format!("v=DKIM1; k=ed25519; p={ed25519}")),
        (seed, format!("v=DKIM1; k=ed25519; p={ed25519}")),
    ]
}

#[test]
#[ignore = "not run: needs openssl and Python's dkim (tests/all.sh)"]
fn signatures_hold_and_break_with_the_letter() {
    let folder = tempfile::tempdir().expect("a folder");
    let readers: Vec<String> = ["ada", "jonas", "zoe", "mira"].map(|name| format!("{name}@readers.test")).to_vec();
    let mut dns = serde_json::Map::new();
    let mut letters = Vec::new();
    for (number, (key, record)) in keys(folder.path()).into_iter().enumerate() {
        let selector = format!("s{number}");
        let signer = Signer::new("mentors.test", &selector, &key).expect("a key");
        let (_, published) = record.split_once(" p=").expect("a public key");
        let mut published = BASE64.decode(published.as_bytes()).expect("base64");
        assert!(signer.fits(&published), "the record of key {number}");
        *published.last_mut().expect("bytes") ^= 1;
        assert!(!signer.fits(&published), "another than that of key {number}");
        dns.insert(format!("{selector}._domainkey.mentors.test"), record.into());
        for sample in samples(&readers) {
            let signed = signer.signed(&sample.message.bytes);
            let changed = [
                [b"Subject: You have won\r\n".as_slice(), &signed].concat(),
                [b"From: other@mentors.test\r\n".as_slice(), &signed].concat(),
                [&signed, b"P.S. Send money.\r\n".as_slice()].concat(),
                String::from_utf8_lossy(&signed)
                    .replacen("Content-Type: multipart", "Content-Type: x-multipart", 1)
                    .into_bytes(),
            ];
            letters.push(json!({ "letter": BASE64.encode(&signed), "holds": true }));
            letters.extend(changed.iter().map(|letter| json!({ "letter": BASE64.encode(letter), "holds": false })));
        }
    }
    let mut verifier = python("verify_dkim.py");
    let told = json!({ "dns": dns, "letters": letters }).to_string();
    verifier.stdin.take().expect("its input").write_all(told.as_bytes()).expect("it reads");
    assert!(verifier.wait().expect("python3").success());
    assert!(letters.len() > 300, "{}", letters.len());
}
