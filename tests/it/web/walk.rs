//! Every page in a real browser: looked at, and used as people use it (`tests/browser`).

use super::ground::{Ground, PAIR, PROGRAMME, SETTINGS};
use sendoff::domain::link::{LinkKey, Purpose};
use sendoff::domain::person::Role;
use sendoff::engine::office::PAGES;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
#[ignore = "needs Chromium, Node and `npm ci` in tests/browser, as tests/all.sh does it"]
fn every_page_can_be_read_and_used_by_everybody() {
    let languages = ["en", "de"];
    let looked_at: Vec<(String, &str, Ground)> = languages
        .into_iter()
        .flat_map(|language| {
            [
                (format!("{language} before"), language, before(language)),
                (format!("{language} after"), language, after(language)),
            ]
        })
        .collect();
    let used = [("with script", true, before("en")), ("without script", false, before("de"))];
    let grounds: Vec<Value> =
        looked_at.iter().map(|(name, language, ground)| to_look_at(name, language, ground)).collect();
    let walks: Vec<Value> = used.iter().map(|(name, script, ground)| to_use(name, *script, ground)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut walk = Command::new("node")
        .arg(folder.join("walk.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node");
    let plan = json!({"grounds": grounds, "walks": walks}).to_string();
    walk.stdin.take().expect("a pipe").write_all(plan.as_bytes()).expect("node reads");
    let walked = walk.wait_with_output().expect("node ends");
    let said = String::from_utf8_lossy(&walked.stderr);
    assert!(walked.status.success(), "{said}\n{}", String::from_utf8_lossy(&walked.stdout));
}

/// Before the session, the invitations sent.
fn before(language: &str) -> Ground {
    Ground::with(&SETTINGS.replace("language = \"en\"", &format!("language = \"{language}\"")), language)
}

/// After it: a roadmap has gone, and both want catch-ups.
fn after(language: &str) -> Ground {
    let ground = before(language);
    ground.set_now("2027-05-29T10:00:00Z");
    for role in [Role::Mentor, Role::Mentee] {
        let yes = "do=keep&want=catch-ups&dates=yes&every=2+months&times=3&starter=me";
        ground.say(role, Purpose::FollowUp, yes);
    }
    let roadmap =
        "area-1=Reading+code&why-1=It+opens+doors&title-1-1=A+book&url-1-1=https://x.example/a&by-1=2027-09-01";
    ground.say(Role::Mentor, Purpose::Roadmap, &format!("do=send&{roadmap}"));
    for role in [Role::Mentor, Role::Mentee] {
        ground.say(role, Purpose::Reflection, "do=keep&reached=Half+way&good=We+laughed&share=yes");
    }
    ground.say(Role::Mentor, Purpose::FollowUp, "do=address&address=jonas@home.example");
    ground.say(Role::Mentee, Purpose::Session, "do=met&met-on=2027-05-26");
    ground.set_now("2027-05-31T10:00:00Z");
    ground.tick();
    ground
}

/// Pages that people reach from others: a form for the clock, a roadmap as its letter, the question to a new address.
fn further(ground: &Ground) -> Vec<(String, String)> {
    let draft = "do=preview&area-1=Reading+code&why-1=It+opens+doors&area-2=Speaking&note=Good+luck";
    ground.say(Role::Mentor, Purpose::Roadmap, draft);
    let session = ground.path(Role::Mentor, Purpose::Session);
    let roadmap = ground.path(Role::Mentor, Purpose::Roadmap);
    let mut pages = vec![
        ("mentor clock".to_owned(), format!("{session}?clock=1")),
        ("mentor roadmap as a letter".to_owned(), format!("{roadmap}?preview=1")),
    ];
    let token = LinkKey::fixed().token(PROGRAMME, PAIR, Role::Mentor, Purpose::NewAddress, 1);
    if ground.store().link_of(&token).expect("links").is_some() {
        pages.push(("mentor new address".to_owned(), format!("/end/p/{token}")));
    }
    pages
}

fn paths(ground: &Ground) -> impl Iterator<Item = (String, String)> {
    let pages =
        [Role::Mentor, Role::Mentee].into_iter().flat_map(|role| PAGES.iter().map(move |purpose| (role, *purpose)));
    pages.map(|(role, purpose)| (format!("{} {}", role.name(), purpose.name()), ground.path(role, purpose)))
}

fn to_look_at(name: &str, language: &str, ground: &Ground) -> Value {
    let pages = paths(ground).chain(further(ground));
    let pages: Vec<Value> = pages.map(|(name, path)| json!({"name": name, "path": path})).collect();
    let lost = format!("/end/p/{}", "a".repeat(52));
    json!({"name": name, "base": ground.browser.base(), "language": language, "pages": pages, "lost": lost})
}

fn to_use(name: &str, script: bool, ground: &Ground) -> Value {
    let paths: Map<String, Value> = paths(ground).map(|(name, path)| (name, Value::String(path))).collect();
    json!({"name": name, "base": ground.browser.base(), "script": script, "paths": paths})
}
