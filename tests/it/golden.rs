//! Every byte of the happy ending, for both people in every language: nothing is drawn, so nothing is masked.
//!
//! `SENDOFF_BLESS=1 cargo test --test it golden` writes `tests/golden` anew, to be read before it is committed. A file that no letter
//! stands for fails.

use crate::stories::diff::diff;
use crate::stories::lived;
use crate::stories::story::Story;
use mail_parser::{MessageParser, MimeHeaders};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/happy-ending").join(language)
}

#[tokio::test]
async fn in_english() {
    compare("en").await;
}

#[tokio::test]
async fn in_german_with_sie() {
    compare("de").await;
}

#[tokio::test]
async fn in_german_with_du() {
    compare("de-du").await;
}

async fn compare(language: &str) {
    let came = letters(language).await;
    let folder = folder(language);
    if std::env::var_os("SENDOFF_BLESS").is_some() {
        return bless(&folder, &came);
    }
    let mut wrong = Vec::new();
    for (name, bytes) in &came {
        match std::fs::read(folder.join(name)) {
            Ok(expected) if expected == *bytes => {}
            Ok(expected) => {
                let (old, new) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(bytes));
                wrong.push(format!("{language}/{name} differs:\n{}", diff(&old, &new)));
            }
            Err(_) => wrong.push(format!("{language}/{name} is new")),
        }
    }
    wrong.extend(
        files(&folder)
            .into_iter()
            .filter(|name| !came.contains_key(name))
            .map(|name| format!("{language}/{name} stands for no letter")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn bless(folder: &Path, came: &BTreeMap<String, Vec<u8>>) {
    std::fs::create_dir_all(folder).expect("a folder");
    for name in files(folder) {
        std::fs::remove_file(folder.join(name)).expect("a file to remove");
    }
    for (name, bytes) in came {
        std::fs::write(folder.join(name), bytes).expect("a file to write");
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The letters of the story in that language, and their calendar parts, by file name.
async fn letters(language: &str) -> BTreeMap<String, Vec<u8>> {
    let mut story = Story::named("happy-ending");
    for (path, text) in &mut story.files {
        if path == "programmes/spring.toml" {
            *text = text.replace("= \"en\"", &format!("= \"{language}\""));
            assert!(text.contains(&format!("= \"{language}\"")), "no language in {path}");
        }
    }
    let world = lived(&story).await;
    let mut letters = BTreeMap::new();
    for (number, arrival) in (1..).zip(world.server.arrivals()) {
        let message = MessageParser::default().parse(&arrival.message).expect("a message");
        let key = message.header_raw("X-Sendoff-Step").expect("a key").trim().to_owned();
        let words: Vec<&str> = key.split('/').collect();
        let name = format!("{number:02}-{}-{}", words[2], words[3]);
        let is_calendar = |part: &&mail_parser::MessagePart| {
            part.content_type().is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
        };
        if let Some(part) = message.parts.iter().find(is_calendar) {
            letters.insert(format!("{name}.ics"), part.contents().to_vec());
        }
        letters.insert(format!("{name}.eml"), arrival.message);
    }
    assert!(letters.len() > 20, "only {} letters", letters.len());
    letters
}
