//! Stories: one text file each in `tests/stories`, played on simulated time; what came of it must be what stands below the line.
//!
//! `SENDOFF_BLESS=1 cargo test --test it stories` writes what came below the line, to be read before it is committed.

pub mod deed;
pub mod diff;
mod starter;
pub mod story;
pub mod transcript;
pub mod world;

use crate::properties::promise;
use mail_parser::MessageParser;
use story::{Check, Story};
use world::{Home, World};

macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        const TOLD: &[&str] = &[$(stringify!($name)),*];
        $(#[tokio::test]
        async fn $name() {
            tell(&stringify!($name).replace('_', "-")).await;
        })*
    };
}

stories! {
    added_after_session,
    added_late,
    address_changed,
    already_over,
    approval,
    approval_never,
    bad_row,
    both_declined,
    bounce,
    bounce_corrected,
    bounce_in_catch_ups,
    catch_ups_in_real_life,
    clock_change,
    concern,
    concern_for_good,
    contact_none,
    continuing,
    copy_to,
    daemon_off,
    daemon_off_over_session,
    declined,
    declined_then_accepted,
    declined_then_another_time,
    digest,
    deferred,
    early_end,
    edit_while_waiting,
    early_end_after_session,
    ended_quietly,
    ending_moved_accepted,
    ending_moved_earlier,
    ending_moved_later,
    general_then_real,
    happy_ending,
    held_until_approved,
    holidays,
    late_change,
    london_and_auckland,
    lost_answer,
    met_earlier,
    moved_into_the_past,
    no_end_date,
    not_met,
    not_met_for_good,
    one_accepts,
    opt_out_everything,
    opt_out_in_catch_ups,
    opt_out_letters,
    paused_pair,
    paused_programme,
    paused_service,
    practice_nudges,
    practice_nudges_outlive_closing,
    programme_removed,
    proposed_agreed,
    proposed_refused,
    proposed_too_late,
    proposed_unanswered,
    renewal_loosen,
    renewal_renew,
    renewal_silence,
    renewal_stop,
    roadmap_corrected_after,
    roadmap_corrected_before,
    row_comes_back,
    server_down,
    session_moved_in_sheet,
    sheet_cut_approved,
    sheet_cut_in_half,
    silence,
    stay_both,
    stay_none,
    stay_one,
    stay_unanswered,
    template_broken,
    tentative,
    three_mentees,
    withdrawn,
}

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
    assert_eq!(found, told, "the stories in tests/stories, and those that tests/it/stories/mod.rs names");
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
    let wrong = texts.iter().find(|text| text.contains(&check.words) != check.says)?;
    let verb = if check.says { "does not say" } else { "says" };
    Some(format!("{} {verb} \"{}\":\n{wrong}", check.letter, check.words))
}
