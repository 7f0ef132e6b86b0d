//! Stories: one text file each in `tests/stories`, played on simulated time; what came of it must be what stands below the line.
//!
//! `SENDOFF_BLESS=1 cargo test --test it stories` writes what came below the line, to be read before it is committed.

pub mod deed;
pub mod diff;
pub mod mail;
pub mod phone;
mod starter;
pub mod story;
pub mod transcript;
pub mod world;

use crate::properties::promise;
use mail_parser::MessageParser;
use story::{Check, Says, Story};
use world::{Home, World};

macro_rules! tell {
    ($($name:ident),* $(,)?) => {
        const TOLD: &[&str] = &[$(stringify!($name)),*];
        $(#[tokio::test]
        async fn $name() {
            tell(&stringify!($name).replace('_', "-")).await;
        })*
    };
}

each_story!(tell);

#[test]
fn every_story_is_told() {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(story::folder()).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|ending| ending == "story") {
            found.push(path.file_stem().expect("a readable folder").to_string_lossy().replace('-', "_"));
        }
    }
    found.sort();
    let mut told: Vec<String> = TOLD.iter().map(|name| (*name).to_owned()).collect();
    told.sort();
    assert_eq!(found, told, "the stories in tests/stories, and those that tests/it/each_story.rs names");
}

/// Rule 25: whatever the two answered, unless both said yes, each of them gets the same letters to the byte.
#[tokio::test]
async fn one_no_two_noes_and_silence_read_alike() {
    let mut letters = Vec::new();
    for name in ["stay-unanswered", "stay-none", "stay-one"] {
        let world = lived(&Story::named(name)).await;
        let arrivals = world.server.arrivals();
        assert!(arrivals.len() > 10, "{name} has only {} letters", arrivals.len());
        letters.push(arrivals);
    }
    assert!(letters[0] == letters[1], "two noes can be told from silence");
    assert!(letters[0] == letters[2], "one no can be told from silence");
}

/// Plays a story in memory.
pub async fn lived(story: &Story) -> World {
    let mut world = World::of(story, Home::Memory);
    let server = world.server.clone();
    world.run(&server).await.expect("a story without a sick machine");
    world
}

async fn tell(name: &str) {
    let story = Story::named(name);
    let world = lived(&story).await;
    let came = transcript::transcript(&world);
    let mut wrong: Vec<String> = story.checks.iter().filter_map(|check| fault(check, &world)).collect();
    wrong.extend(promise::faults(&world));
    if std::env::var_os("SENDOFF_BLESS").is_some() {
        story.bless(&came);
    } else {
        let difference = diff::diff(&story.expected, &came);
        assert!(difference.is_empty(), "{name}\n{difference}");
    }
    assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
}

/// Every letter of that kind is looked through; at least one must be there.
fn fault(check: &Check, world: &World) -> Option<String> {
    let words: Vec<&str> = check.letter.split_whitespace().collect();
    let [pair, role, step] = words[..] else { panic!("PAIR ROLE STEP: {}", check.letter) };
    // What is about no single pair has none in its header.
    let pair = if pair == "-" { "" } else { pair };
    let wanted = format!("/{pair}/{step}/{}", transcript::role(role).name());
    let mut texts = Vec::new();
    for arrival in world.server.arrivals() {
        let message = MessageParser::default().parse(&arrival.message).expect("a message");
        let header = message.header_raw("X-Sendoff-Step").unwrap_or_default().trim().to_owned();
        if header.ends_with(&wanted) {
            let body = message.body_text(0).unwrap_or_default().into_owned();
            let text = format!("{} {body}", message.subject().unwrap_or_default());
            texts.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    if texts.is_empty() {
        return Some(format!("{}: no such letter", check.letter));
    }
    let has = |text: &&String| text.contains(&check.words);
    let (wrong, verb) = match check.says {
        Says::Always => (texts.iter().find(|text| !has(text)).map(String::as_str), "does not say"),
        Says::Never => (texts.iter().find(has).map(String::as_str), "says"),
        Says::Once => ((!texts.iter().any(|text| has(&text))).then_some(""), "never says"),
    };
    wrong.map(|wrong| format!("{} {verb} \"{}\":\n{wrong}", check.letter, check.words))
}
