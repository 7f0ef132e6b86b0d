//! The same questions over the wire, to a name server of a script on loopback: what a resolver really sends.

use super::{Signature, look};
use crate::mail::dkim::Signer;
use crate::mail::names::{NameService, Names, Records};
use data_encoding::BASE64;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

/// A record of the script: its name, and its text in pieces; `CNAME …` is another name.
type Zone = Vec<(&'static str, Vec<String>)>;

/// A name server that answers TXT questions from that zone. Long answers are cut over UDP, as RFC 2181 section 9 has it.
async fn server(zone: Zone) -> NameService {
    let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = udp.local_addr().unwrap();
    let tcp = TcpListener::bind(address).await.unwrap();
    let zone = Arc::new(zone);
    let known = Arc::clone(&zone);
    tokio::spawn(async move {
        let mut bytes = vec![0; 512];
        while let Ok((length, from)) = udp.recv_from(&mut bytes).await {
            let mut answer = answer(&bytes[..length], &known);
            if answer.len() > 1232 {
                answer.truncate(question_end(&answer));
                answer[2] |= 2;
                (answer[6], answer[7]) = (0, 0);
            }
            let _ = udp.send_to(&answer, from).await;
        }
    });
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = tcp.accept().await {
            let length = stream.read_u16().await.unwrap();
            let mut bytes = vec![0; usize::from(length)];
            stream.read_exact(&mut bytes).await.unwrap();
            let answer = answer(&bytes, &zone);
            stream.write_all(&u16::try_from(answer.len()).unwrap().to_be_bytes()).await.unwrap();
            stream.write_all(&answer).await.unwrap();
        }
    });
    NameService::asking(vec![address])
}

fn question_end(bytes: &[u8]) -> usize {
    let mut at = 12;
    while bytes[at] > 0 {
        at += 1 + usize::from(bytes[at]);
    }
    at + 5
}

fn asked(bytes: &[u8]) -> String {
    let mut labels = Vec::new();
    let mut at = 12;
    while bytes[at] > 0 {
        let end = at + 1 + usize::from(bytes[at]);
        labels.push(String::from_utf8(bytes[at + 1..end].to_vec()).unwrap());
        at = end;
    }
    labels.join(".")
}

fn answer(question: &[u8], zone: &Zone) -> Vec<u8> {
    let name = asked(question);
    let is_text = question[question_end(question) - 3] == 16;
    let mut out = question[..question_end(question)].to_vec();
    let known = zone.iter().any(|(known, _)| *known == name || known.ends_with(&format!(".{name}")));
    (out[2], out[3], out[11]) = (0x81, if known { 0x80 } else { 0x83 }, 0);
    let (mut count, mut wanted) = (0, name);
    for (known, pieces) in zone.iter().filter(|_| is_text) {
        if *known != wanted {
            continue;
        }
        let (kind, data) = match pieces[0].strip_prefix("CNAME ") {
            Some(target) => {
                wanted = target.to_owned();
                (5, target.split('.').flat_map(piece).chain([0]).collect())
            }
            None => (16, pieces.iter().flat_map(|text| piece(text)).collect::<Vec<u8>>()),
        };
        out.extend([0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 9]);
        out.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        out.extend(data);
        count += 1;
    }
    out[7] = count;
    out
}

fn piece(text: &str) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(text.len()).unwrap()];
    bytes.extend(text.bytes());
    bytes
}

fn text(text: &str) -> Vec<String> {
    text.as_bytes().chunks(200).map(|piece| String::from_utf8(piece.to_vec()).unwrap()).collect()
}

/// What is said of a domain whose letters are signed with that key.
async fn found(zone: Zone, domain: &str, signature: &Signature) -> Vec<String> {
    let findings = look(&server(zone).await, domain, None, signature).await;
    findings.into_iter().map(|finding| format!("{:?} {}", finding.sign, finding.what)).collect()
}

fn ours() -> Signer {
    Signer::new("x.org", "2027", &BASE64.encode(&[9; 32])).unwrap()
}

fn record_of(seed: u8) -> String {
    let key = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
    format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(key.public_key().as_ref()))
}

const STRICT: &str = "v=DMARC1; p=reject; adkim=s; aspf=s";

#[tokio::test]
async fn a_long_key_in_several_pieces_behind_another_name_fits() {
    let zone = vec![
        ("x.org", text("v=spf1 -all")),
        ("2027._domainkey.x.org", vec!["CNAME 2027.keys.y.org".to_owned()]),
        ("2027.keys.y.org", text(&format!("{}; n={}", record_of(9), "long ".repeat(80)))),
        ("_dmarc.x.org", text(STRICT)),
    ];
    assert_eq!(
        found(zone, "x.org", &Signature::Own(ours())).await,
        [
            "Good SPF: v=spf1 -all",
            "Good DKIM: 2027._domainkey.x.org fits the key letters are signed with",
            "Good DMARC: x.org says p=reject; sender and bounce address are both of x.org, as it wants",
        ]
    );
}

#[tokio::test]
async fn a_key_that_helps_nobody_is_told_why() {
    let good = record_of(9);
    let two = vec![("2027._domainkey.x.org", text(&good)), ("2027._domainkey.x.org", text("v=DKIM1; p="))];
    let one = |record: &str| vec![("2027._domainkey.x.org", text(record))];
    for (zone, said) in [
        (one(&good), "Good DKIM: 2027._domainkey.x.org fits the key letters are signed with"),
        (
            one(&good.replace("p=", "t=y; p=")),
            "Unknown DKIM: 2027._domainkey.x.org fits the key letters are signed with, and says that it is on trial (t=y)",
        ),
        (one("v=DKIM1; p="), "Bad DKIM: the key at 2027._domainkey.x.org is revoked: its p= is empty"),
        (one(&record_of(7)), "Bad DKIM: the key at 2027._domainkey.x.org belongs to another private key"),
        (
            one("v=DKIM1; p=AAAA"),
            "Bad DKIM: the key at 2027._domainkey.x.org is of another kind than the one letters are signed with",
        ),
        (
            one("v=DKIM1; k=ed25519; p=\"abc\""),
            "Bad DKIM: the key at 2027._domainkey.x.org is garbled: its p= is no base64",
        ),
        (
            one("v=spf1 -all"),
            "Bad DKIM: the key at 2027._domainkey.x.org is no DKIM key: it does not begin with v=DKIM1",
        ),
        (two, "Bad DKIM: there are 2 records at 2027._domainkey.x.org, and readers take any of them"),
        (vec![("www.x.org", text("a"))], "Bad DKIM: there is no key at 2027._domainkey.x.org"),
    ] {
        assert_eq!(found(zone, "x.org", &Signature::Own(ours())).await[1], said);
    }
}

#[tokio::test]
async fn signatures_are_of_the_domain_that_dmarc_wants() {
    let zone = |record: &str| {
        vec![
            ("2027._domainkey.x.org", text(&record_of(9))),
            ("mail.x.org", text("v=spf1 -all")),
            ("_dmarc.mail.x.org", text(record)),
        ]
    };
    let said = found(zone(STRICT), "mail.x.org", &Signature::Own(ours())).await;
    assert_eq!(
        said[2],
        "Bad DMARC: mail.x.org wants signatures of mail.x.org itself (adkim=s), and letters are signed for x.org"
    );
    let said = found(zone("v=DMARC1; p=reject"), "mail.x.org", &Signature::Own(ours())).await;
    assert!(said[2].starts_with("Good DMARC"), "{said:?}");
    let twice = vec![("_dmarc.x.org", text(STRICT)), ("_dmarc.x.org", text("v=DMARC1; p=none"))];
    assert_eq!(found(twice, "x.org", &Signature::Relay).await[2], "Bad DMARC: x.org has 2 records, so none counts");
}

#[tokio::test]
async fn several_records_and_includes_of_nothing_are_named() {
    let two = vec![("x.org", text("v=spf1 -all")), ("x.org", text("v=spf1 mx -all")), ("x.org", text("else"))];
    assert_eq!(found(two, "x.org", &Signature::Relay).await[0], "Bad SPF: x.org has 2 records, so none counts");
    let zone = vec![("x.org", text("v=spf1 include:gone.y.org -all"))];
    let findings = look(&server(zone).await, "x.org", Some("192.0.2.9"), &Signature::Relay).await;
    assert_eq!(findings[0].what, "SPF: it includes gone.y.org, which has no record: many servers then take none of it");
    assert_eq!(
        found(Vec::new(), "x.org", &Signature::Relay).await,
        ["Bad SPF: x.org has no record", "Bad DKIM: x.org has no key", "Bad DMARC: x.org has no record"]
    );
}

#[tokio::test]
async fn an_answer_too_long_for_one_piece_comes_whole() {
    let long = "v=spf1 ".to_owned() + &"ip4:192.0.2.1 ".repeat(200) + "-all";
    let names = server(vec![("x.org", text(&long))]).await;
    assert_eq!(names.texts("x.org").await.unwrap(), Records::Found(vec![long]));
}

#[tokio::test(start_paused = true)]
async fn a_name_server_that_is_silent_is_not_waited_for() {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let names = NameService::asking(vec![socket.local_addr().unwrap() as SocketAddr]);
    let said: Vec<String> =
        look(&names, "x.org", None, &Signature::Relay).await.into_iter().map(|finding| finding.what).collect();
    assert_eq!(said, ["SPF", "DKIM", "DMARC"].map(|kind| format!("{kind}: the name server does not answer")));
}
