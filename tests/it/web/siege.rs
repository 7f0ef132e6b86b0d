//! Who means no good: too much, too slow, not what it says it is, and tricks in every field.

use super::browser::Answer;
use super::ground::Ground;
use sendoff::domain::link::{LinkKey, Purpose};
use sendoff::domain::person::Role::{self, Mentee, Mentor};
use sendoff::engine::office::PAGES;
use sendoff::web::{Door, serve};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, interval, timeout};

/// What each field of each page is filled with.
const TRICKS: [&str; 9] = [
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%3C/textarea%3E%3C/title%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
    "{{reader}}+{{{partner}}}+%7B%7B%23each+this%7D%7D",
    "%0D%0ASet-Cookie:+a=b%0D%0A%0D%0A%3Cscript%3E",
    "%E2%80%AEtxt.exe%E2%80%8B%EF%BB%BF%00%1B[31m",
    "%ED%A0%80%FF%FE%C0%AF..%2f..%2fetc%2fpasswd",
    "%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB%CC%81%CC%81%CC%81%CC%81%CC%81%CC%81%CC%81%CC%81",
    "javascript:alert(1)",
    "=cmd|'+/C+calc'!A0%27%3B+DROP+TABLE+facts%3B--",
];

/// Everything behind that mark, up to the next quotation mark.
fn values<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next())
}

fn holds_nothing_strange(answer: &Answer, about: &str) {
    for strange in ["<script", "<img", "<iframe", "\0", "\u{1b}"] {
        assert!(!answer.text.contains(strange), "{about}: {strange:?} in {}", answer.text);
    }
    assert_eq!(answer.header("set-cookie"), None, "{about}");
}

#[test]
fn tricks_in_every_field_stay_words() {
    let ground = Ground::new();
    let everybodys: Vec<(Role, Purpose)> =
        [Mentor, Mentee].into_iter().flat_map(|role| PAGES.iter().map(move |purpose| (role, *purpose))).collect();
    let mut posted = 0;
    for now in ["2027-05-04T10:00:00Z", "2027-05-29T10:00:00Z"] {
        ground.set_now(now);
        for (role, purpose) in &everybodys {
            let page = ground.open(*role, *purpose).text;
            let fields: BTreeSet<&str> = values(&page, "name=\"").filter(|name| *name != "do").collect();
            let deeds: BTreeSet<&str> = values(&page, "name=\"do\" value=\"").collect();
            let path = ground.path(*role, *purpose);
            for (deed, trick) in deeds.iter().flat_map(|deed| TRICKS.iter().map(move |trick| (deed, trick))) {
                let filled: String = fields.iter().map(|field| format!("&{field}={trick}")).collect();
                let answer = ground.browser.post(&path, &format!("do={deed}{filled}"));
                assert!(matches!(answer.status, 303 | 422), "{path} {deed} {trick}: {}", answer.status);
                holds_nothing_strange(&answer, deed);
                posted += 1;
            }
        }
        for (role, purpose) in &everybodys {
            let page = ground.open(*role, *purpose);
            holds_nothing_strange(&page, purpose.name());
            assert!(page.status == 200 && !page.text.contains('\u{202e}'), "{}", page.text);
        }
        ground.tick();
    }
    assert!(posted > 200, "{posted}");
    assert!(!ground.said().is_empty());
}

#[test]
fn a_link_opens_its_own_page_and_no_other() {
    let ground = Ground::new();
    let path = ground.path(Mentor, Purpose::Session);
    let (folder, token) = path.rsplit_once('/').expect("a path");
    let foreign = LinkKey::new([8; 32]).token("spring", "p1", Mentor, Purpose::Session, 0);
    let changed: String = token.chars().rev().collect();
    let escaped: String = token.bytes().map(|octet| format!("%{octet:02x}")).collect();
    for wrong in [&token.to_uppercase(), &foreign, &changed, &escaped, &format!("{token}a"), &format!("%20{token}")] {
        let answer = ground.browser.post(&format!("{folder}/{wrong}"), "do=continuing");
        assert_eq!(answer.status, 404, "{wrong}");
        assert!(!answer.text.contains("Amina"), "{wrong}");
    }
    // A stolen link does what its page does, and what other pages do it does not.
    for deed in
        ["do=letters", "do=everything", "List-Unsubscribe=One-Click", "do=send&area-1=x", "do=want&want=nothing"]
    {
        assert_eq!(ground.browser.post(&path, deed).status, 303, "{deed}");
    }
    let file = ground.browser.get(&format!("{path}/held.json"));
    assert!(file.status == 404 && !file.text.contains("Amina"), "{}", file.text);
    let store = ground.store();
    store_revoked(store);
    assert_eq!(ground.browser.post(&path, "do=continuing").status, 404, "an old link, posted again");
    assert!(ground.said().is_empty(), "{:?}", ground.said());
}

fn store_revoked(mut store: sendoff::store::Store) {
    let now = "2027-05-04T10:00:00Z".parse().expect("an instant");
    store.write(|tx| tx.revoke_links("spring", "p1", Mentor, now)).expect("revoked");
}

#[test]
fn prefetching_and_scanning_change_nothing() {
    let ground = Ground::new();
    for purpose in PAGES {
        let path = ground.path(Mentee, *purpose);
        for line in ["Sec-Purpose: prefetch", "Purpose: preview", "X-Moz: prefetch", "Range: bytes=0-1"] {
            let get = format!("GET {path}?do=letters HTTP/1.1\r\nHost: x\r\n{line}\r\nConnection: close\r\n\r\n");
            let page = ground.browser.send(&get);
            assert_eq!((page.status, page.header("set-cookie"), page.header("etag")), (200, None, None), "{line}");
        }
        let with_body = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n";
        let get = format!("GET {path} HTTP/1.1\r\nHost: x\r\n{with_body}Connection: close\r\n\r\ndo=letters");
        assert_eq!(ground.browser.send(&get).status, 200);
    }
    assert!(ground.said().is_empty() && ground.rings() == 0);
}

#[test]
fn too_much_and_what_is_no_http_is_refused() {
    let ground = Ground::new();
    let path = ground.path(Mentor, Purpose::Stop);
    let form = "Host: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let chunks = format!("{}0\r\n\r\n", format!("1000\r\n{}\r\n", "x".repeat(0x1000)).repeat(20));
    let many_lines: String = (0..500).map(|n| format!("X-{n}: y\r\n")).collect();
    for (what, request, refusals) in [
        ("chunks", format!("POST {path} HTTP/1.1\r\n{form}Transfer-Encoding: chunked\r\n\r\n{chunks}"), &[413][..]),
        ("a long address", format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(70_000)), &[414, 431]),
        ("many headers", format!("GET {path} HTTP/1.1\r\nHost: x\r\n{many_lines}\r\n"), &[431]),
        ("a long header", format!("GET {path} HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "y".repeat(600_000)), &[431, 0]),
        ("no number", format!("POST {path} HTTP/1.1\r\n{form}Content-Length: ten\r\n\r\ndo=letters"), &[400]),
        ("less than nothing", format!("POST {path} HTTP/1.1\r\n{form}Content-Length: -1\r\n\r\ndo=letters"), &[400]),
        (
            "two lengths",
            format!("POST {path} HTTP/1.1\r\n{form}Content-Length: 3\r\nContent-Length: 10\r\n\r\ndo=letters"),
            &[400],
        ),
        ("another protocol", "\x16\x03\x01\x02\x00\x01\r\n\r\n".to_owned(), &[400, 0]),
        ("a half body", format!("POST {path} HTTP/1.1\r\n{form}Content-Length: 99\r\n\r\ndo=letters"), &[400, 413, 0]),
    ] {
        let answer =
            if what == "a half body" { ground.browser.send_and_leave(&request) } else { ground.browser.send(&request) };
        assert!(refusals.contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
    }
    let lies = ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded; charset=utf-16"];
    for (kind, body) in lies.into_iter().zip(["do=everything", "\0d\0o\0=\0l\0e\0t\0t\0e\0r\0s"]) {
        let answer = ground.browser.post_with(&path, body, &format!("Content-Type: {kind}\r\n"));
        assert_eq!(answer.status, 303, "{kind}");
    }
    assert!(ground.said().is_empty(), "{:?}", ground.said());
}

/// Nobody holds a connection by saying little, however they go about it.
#[test]
fn who_dawdles_is_left() {
    let ground = Ground::new();
    let path = ground.path(Mentor, Purpose::Stop);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\n"
    );
    let clock = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    clock.expect("a clock of its own").block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = listener.local_addr().expect("an address");
        tokio::spawn(serve(Door::from(listener), ground.site(), std::future::pending()));
        for (what, at_once, drips) in [
            ("nothing", "", false),
            ("half a line", "GET / HT", false),
            ("letter by letter", "GET /", true),
            ("a head without an end", "GET / HTTP/1.1\r\nHost: x\r\n", false),
            ("no body", head.as_str(), false),
            ("a body letter by letter", head.as_str(), true),
        ] {
            let mut stream = TcpStream::connect(server).await.expect("a connection");
            stream.write_all(at_once.as_bytes()).await.expect("sent");
            let began = Instant::now();
            let (mut reads, mut writes) = stream.split();
            let mut said = Vec::new();
            let end = timeout(Duration::from_secs(40), async {
                let drip = async {
                    let mut beat = interval(Duration::from_secs(1));
                    while drips && writes.write_all(b"a").await.is_ok() {
                        beat.tick().await;
                    }
                    std::future::pending::<()>().await;
                };
                tokio::select! {
                    // What is cut may be an error or an end.
                    _ = reads.read_to_end(&mut said) => {}
                    () = drip => {}
                }
            });
            assert!(end.await.is_ok(), "{what} still holds a connection after {:?}", began.elapsed());
            assert!(began.elapsed() <= Duration::from_secs(31), "{what}: {:?}", began.elapsed());
            let said = String::from_utf8_lossy(&said);
            assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{what}: {said}");
        }
    });
    assert!(ground.said().is_empty());
}
