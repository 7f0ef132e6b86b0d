//! The rules fail when they should: each on a small made-up file.

use super::names::workplace_paths;
use super::source::{Source, mark_test_modules};
use super::{Untidy, faults_of};

/// The faults of a made-up file, as `line: rule`.
fn found(path: &str, text: &str) -> Vec<String> {
    let text = format!("//! Made up.\n{text}");
    let faults: Vec<Untidy> = faults_of(&Source::new(path, &text));
    faults.iter().map(|fault| format!("{}: {}", fault.line, fault.rule)).collect()
}

#[test]
fn floors_are_kept() {
    for (path, text) in [
        ("src/domain/step.rs", "use crate::store::Store;"),
        ("src/store/outbox.rs", "use crate::engine::tick;"),
        ("src/mail/mod.rs", "use crate::{domain, engine};"),
        ("src/mail/smtp/wire.rs", "fn f() -> crate::engine::Tick {}"),
        ("src/web/page.rs", "use crate::daemon::bell;"),
        ("src/mail/mod.rs", "use super::domain;"),
        ("src/domain/step.rs", "use crate::elsewhere::X;"),
    ] {
        assert_eq!(found(path, text), ["2: floors"], "{path}: {text}");
    }
    for (path, text) in [
        ("src/engine/tick.rs", "use crate::{domain::step, store};"),
        ("src/mail/compose.rs", "use crate::calendar::write; use crate::mail::courier;"),
        ("src/domain/step.rs", "// use crate::engine::tick\nconst A: &str = \"crate::engine\";"),
        ("src/main.rs", "use sendoff::cli;"),
    ] {
        assert!(found(path, text).is_empty(), "{path}: {text}");
    }
}

#[test]
fn walls_are_kept() {
    for (path, text) in [
        ("src/engine/tick.rs", "use rusqlite::Connection;"),
        ("src/engine/tick.rs", "fn f(m: lettre::Message) {}"),
        ("src/mail/compose.rs", "use handlebars::Handlebars;"),
        ("src/mail/mailbox.rs", "use calcard::icalendar::ICalendar;"),
        ("src/daemon/bell.rs", "use tokio_cron_scheduler::Job;"),
    ] {
        assert!(found(path, text).contains(&"2: walls".to_owned()), "{path}: {text}");
    }
    assert!(found("src/store/outbox.rs", "use rusqlite::Connection;").is_empty());
    assert!(found("src/daemon/alarm.rs", "use tokio_cron_scheduler::Job;").is_empty());
}

#[test]
fn the_clock_has_one_home() {
    for text in ["let a = Timestamp::now();", "let a = std::time::Instant::now();", "let a = SystemTime::now();"] {
        assert_eq!(found("src/engine/tick.rs", text), ["2: clock"], "{text}");
        assert_eq!(found("src/daemon/clock.rs", text), [""; 0], "{text}");
    }
    assert!(found("src/mail/x.rs", "use tokio::time::Instant;\nlet a = Instant::now();").is_empty());
}

#[test]
fn sizes_are_kept() {
    let long_file = "const A: u8 = 1;\n".repeat(400);
    assert_eq!(found("src/domain/x.rs", &long_file), ["401: file length"]);
    let long_function = format!("\n/// Long.\n#[test]\nfn long() {{\n{}}}\n", "    one();\n".repeat(59));
    assert_eq!(found("src/domain/x.rs", &long_function), ["5: function length"]);
    let deep = "fn f() {\n for a in b {\n if c {\n match d {\n e => {\n while g {\n }\n }\n }\n }\n }\n}";
    assert_eq!(found("src/domain/x.rs", deep), ["7: nesting"]);
    let flat = "fn f() {\n for a in b {\n if c {\n match d {\n e => X { y },\n }\n } else if h {\n }\n }\n}";
    assert_eq!(found("src/domain/x.rs", flat), [""; 0]);
    let faults = faults_of(&Source::new("src/domain/x.rs", "const A: u8 = 1;\n"));
    assert_eq!(
        faults[0].to_string(),
        "src/domain/x.rs:1: contract: the file does not open with what it is for (`//!`)"
    );
}

#[test]
fn names_say_something() {
    for text in
        ["fn handle_letter() {}", "struct LetterManager;", "let user_data = 1;", "mod utils;", "const INFO: u8 = 1;"]
    {
        assert_eq!(found("src/domain/x.rs", text), ["2: names"], "{text}");
    }
    assert_eq!(found("src/domain/helpers.rs", ""), ["1: names"]);
    for text in
        ["fn handled() {}", "struct Metadata;", "let update = 1;", "// fn handle()", "use std::process::Command;"]
    {
        assert!(found("src/domain/x.rs", text).is_empty(), "{text}");
    }
    let place = ["see /wo", "rk/x"].concat();
    assert_eq!(workplace_paths("README.md", &format!("a\n{place}")).len(), 1);
    assert!(workplace_paths("README.md", &["https://a.example/wo", "rk/x and $HOME/wo", "rk/"].concat()).is_empty());
}

#[test]
fn calls_belong() {
    for (text, rule) in [
        ("fn f() { a.unwrap() }", "2: panics"),
        ("fn f() { a.expect(\"x\") }", "2: panics"),
        ("fn f() { panic!(\"x\") }", "2: panics"),
        ("fn f() { println!(\"x\") }", "2: prints"),
        ("fn f() { std::thread::sleep(a) }", "2: sleeps"),
        ("use super::*;", "2: globs"),
        ("#[allow(dead_code)]", "2: exceptions"),
        ("#[cfg(test)]\nmod tests {\n}\nfn f() { a.unwrap() }", "5: panics"),
        ("#[cfg(test)]\nuse a::b;\nfn f() { a.unwrap() }", "4: panics"),
        ("/* \" */ fn f() { a.unwrap() }", "2: panics"),
        ("const A: char = '\"'; fn f() { a.unwrap() }", "2: panics"),
        ("const A: &str = r#\"\"\"#; fn f<'a>() { a.unwrap() }", "2: panics"),
    ] {
        assert_eq!(found("src/mail/x.rs", text), [rule], "{text}");
    }
    for text in [
        "fn f() { a.unwrap_or(b) }",
        "// a.unwrap()\nconst A: &str = \"a.unwrap() \\\" panic!\";",
        "#[cfg(test)]\nmod tests {\n    fn f() { a.unwrap() }\n}",
        "#[allow(dead_code, reason = \"read by people\")]",
        "#[allow(\n    dead_code,\n    reason = \"read by people\"\n)]",
    ] {
        assert_eq!(found("src/mail/x.rs", text), [""; 0], "{text}");
    }
    assert!(found("src/cli/x.rs", "fn f() { println!(\"x\") }").is_empty());
}

#[test]
fn a_file_named_by_a_test_declaration_is_test_code() {
    let named = "//! Made up.\n#[cfg(test)]\npub(crate) mod suite;\n";
    let suite = "//! Made up.\nfn f() { a.unwrap() }\n";
    let mut sources = [Source::new("src/mail/mod.rs", named), Source::new("src/mail/suite.rs", suite)];
    assert_eq!(faults_of(&sources[1]).len(), 1);
    mark_test_modules(&mut sources);
    assert!(faults_of(&sources[1]).is_empty());
}
