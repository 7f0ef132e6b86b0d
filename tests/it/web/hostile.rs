//! What pages must not do, whoever asks (rule 9).

use super::ground::{Ground, PAIR, PROGRAMME};
use sendoff::domain::link::Purpose;
use sendoff::domain::person::Role;
use sendoff::engine::office::PAGES;

#[test]
fn reading_changes_nothing_and_every_page_is_guarded() {
    let ground = Ground::new();
    let before = std::fs::read(ground.store_path()).unwrap().len();
    for purpose in PAGES {
        let path = ground.path(Role::Mentor, *purpose);
        for query in ["", "?do=letters", "?do=accept&List-Unsubscribe=One-Click", "?do=concern"] {
            let head =
                ground.browser.send(&format!("HEAD {path}{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            assert_eq!((head.status, head.text.as_str()), (200, ""), "{purpose:?}");
            let page = ground.browser.get(&format!("{path}{query}"));
            assert_eq!(page.status, 200);
            for (name, value) in [
                ("referrer-policy", "no-referrer"),
                ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
                ("x-robots-tag", "noindex, nofollow, noarchive"),
            ] {
                assert_eq!(page.header(name), Some(value), "{purpose:?}");
            }
            let policy = page.header("content-security-policy").expect("a policy");
            for rule in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] {
                assert!(policy.contains(rule), "{policy}");
            }
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(!page.text.contains("<script") && !page.text.contains(" style="), "{purpose:?}");
        }
    }
    assert!(ground.said().is_empty());
    assert_eq!(ground.rings(), 0);
    assert_eq!(std::fs::read(ground.store_path()).unwrap().len(), before);
}

#[test]
fn another_sites_form_and_other_content_are_refused() {
    let ground = Ground::new();
    let path = ground.path(Role::Mentor, Purpose::Stop);
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (headers, status) in [
        (format!("{form}Origin: https://evil.example\r\n"), 403),
        (format!("{form}Sec-Fetch-Site: cross-site\r\nOrigin: null\r\n"), 403),
        ("Content-Type: text/plain\r\n".to_owned(), 415),
        ("Content-Type: application/json\r\n".to_owned(), 415),
        (String::new(), 415),
    ] {
        assert_eq!(ground.browser.post_with(&path, "do=letters", &headers).status, status, "{headers}");
    }
    let long = format!("do=letters&x={}", "x".repeat(70_000));
    assert_eq!(ground.browser.post(&path, &long).status, 413);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let answer = ground.browser.send(&format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, POST")), "{method}");
    }
    assert!(ground.said().is_empty());
}

#[test]
fn a_wrong_link_gets_a_kind_page_and_a_guesser_has_to_wait() {
    let ground = Ground::new();
    let right = ground.path(Role::Mentor, Purpose::Session);
    let wrong = format!("/end/p/{}", "a".repeat(52));
    let page = ground.browser.get(&wrong);
    assert_eq!(page.status, 404);
    assert!(page.text.contains("This link no longer works") && page.text.contains("latest letter"), "{}", page.text);
    let german = ground.browser.send(&format!(
        "GET {wrong} HTTP/1.1\r\nHost: x\r\nAccept-Language: xx, de-AT;q=0.9, en;q=0.8\r\nConnection: close\r\n\r\n"
    ));
    assert!(german.text.contains("Dieser Link führt nicht mehr weiter"), "{}", german.text);
    let statuses: Vec<u16> = (0..60).map(|_| ground.browser.get(&wrong).status).collect();
    assert!(statuses[..20].iter().all(|status| *status == 404) && statuses.contains(&429), "{statuses:?}");
    let answers = (0..3).map(|_| ground.browser.get(&wrong));
    assert!(answers.filter(|answer| answer.status == 429).all(|answer| answer.header("retry-after").is_some()));
    assert_eq!(ground.browser.get(&right).status, 200, "who has a right link is not shut out");
    for path in ["/", "/end/", "/p/", "/end/p/%00", "/end/p/..%2f..", "/etc/passwd", &format!("{right}/nothing")] {
        assert!(matches!(ground.browser.get(path).status, 404 | 429), "{path}");
    }
}

#[test]
fn revoked_links_and_links_to_a_corrected_address_open_nothing() {
    let ground = Ground::new();
    let path = ground.path(Role::Mentor, Purpose::Stop);
    assert_eq!(ground.browser.get(&path).status, 200);
    let mut store = ground.store();
    let mut row = store.pair(PROGRAMME, PAIR).unwrap().expect("the pair");
    let theirs = row.clone();
    row.pair.mentor.address = sendoff::domain::address::Address::parse("other@mentors.example").unwrap();
    store.write(|tx| tx.upsert_pair(&row)).unwrap();
    assert_eq!(ground.browser.get(&path).status, 404);
    assert_eq!(ground.browser.post(&path, "do=letters").status, 404);
    store.write(|tx| tx.upsert_pair(&theirs)).unwrap();
    assert_eq!(ground.browser.get(&path).status, 200);
    store.write(|tx| tx.revoke_links(PROGRAMME, PAIR, Role::Mentor, ground.now())).unwrap();
    assert_eq!(ground.browser.get(&path).status, 404);
    assert_eq!(ground.browser.get(&ground.path(Role::Mentee, Purpose::Stop)).status, 200);
    assert!(ground.said().is_empty());
}

#[test]
fn it_works_with_and_without_the_prefix_and_says_how_it_is() {
    let ground = Ground::new();
    let path = ground.path(Role::Mentor, Purpose::Stop);
    let bare = path.strip_prefix("/end").expect("a prefix");
    assert_eq!(ground.browser.get(bare).status, 200);
    for path in ["/healthz", "/end/healthz"] {
        let health = ground.browser.get(path);
        assert_eq!((health.status, health.text.trim()), (200, r#"{"live":true,"ready":true}"#));
        assert_eq!(health.header("content-type"), Some("application/json"));
    }
}
