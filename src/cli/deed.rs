//! What people did, in words. Private answers are masked (rule 25): only that somebody answered is said.

use crate::cli::answers::Answer;
use crate::cli::column::clean;
use crate::cli::moment::short;
use crate::cli::story::Entry;
use crate::domain::event::{EventName, Start};
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::pair::Pair;
use crate::domain::person::{Role, Zone};
use crate::store::{StoreError, View};

/// The answers of an answers file as entries of a story.
///
/// # Errors
/// As for any read.
pub fn entries(store: &View, answers: &[Answer]) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    for answer in answers {
        let Some(row) = store.pair_anywhere(&answer.pair)?.into_iter().next() else { continue };
        let zone = store.programme(&row.programme)?.map_or_else(Zone::utc, |row| row.programme.zone);
        let words = words(&answer.fact, &row.pair, &zone);
        entries.push(Entry::Deed { at: answer.fact.at, programme: row.programme, words });
    }
    Ok(entries)
}

/// One fact in words: "Amina accepts the session with Jonas".
pub fn words(fact: &Fact, pair: &Pair, zone: &Zone) -> String {
    let both = format!("{} and {}", clean(pair.mentee.called()), clean(pair.mentor.called()));
    let (who, partner) = match fact.who {
        Some(role @ (Role::Mentor | Role::Mentee)) => {
            let called = |role| pair.person(role).map_or_else(String::new, |person| clean(person.called()));
            (called(role), called(role.partner()))
        }
        Some(Role::Coordinator) => ("the coordinator".to_owned(), String::new()),
        None => (String::new(), String::new()),
    };
    let deed = deed(&fact.what, zone);
    match (who.is_empty(), partner.is_empty()) {
        (true, _) => format!("{both}: {deed}"),
        (false, true) => format!("{who}: {deed} ({both})"),
        (false, false) => format!("{who} (with {partner}): {deed}"),
    }
}

fn deed(what: &What, zone: &Zone) -> String {
    let time = |start: &Start| short(start.timestamp(), zone);
    match what {
        What::Accepted { event } => format!("accepts {}", of(*event)),
        What::Declined { event } => format!("declines {}", of(*event)),
        What::Tentative { event } => format!("says perhaps to {}", of(*event)),
        What::Proposed { event, starts } => format!("asks for {} for {}", time(starts), of(*event)),
        What::Agreed { starts, .. } => format!("agrees to {}", time(starts)),
        What::Refused { starts, .. } => format!("cannot make {}", time(starts)),
        What::Moved { event, starts, place } => {
            let to = [starts.as_ref().map(time), place.as_deref().map(clean)];
            format!("{} is now {}", of(*event), to.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        What::Skipped { event } => format!("{} is left out", of(*event)),
        What::Met { on: Some(on), .. } => format!("met on {}", crate::cli::moment::date(*on)),
        What::Met { event, on: None } => format!("met ({})", of(*event)),
        What::NotMet { event, .. } => format!("did not meet ({})", of(*event)),
        What::Continuing {} => "carry on by themselves".to_owned(),
        What::Concern {} => "would rather speak with the coordinator first".to_owned(),
        What::Roadmap(roadmap) => {
            let count = roadmap.areas.len();
            format!("a roadmap with {}", crate::cli::column::counted(count, "area", "areas"))
        }
        What::FollowUp(_) => "answers about staying in touch (private)".to_owned(),
        What::Renewal { .. } => "answers whether to go on (private)".to_owned(),
        What::PracticeNudges { .. } => "answers about practice nudges (private)".to_owned(),
        What::Reflection(_) => "keeps notes on the time together (private)".to_owned(),
        What::ReflectionCopy {} => "asks for a copy of notes (private)".to_owned(),
        What::Corrected(said) => {
            let zone = said.timezone.as_ref().map(|zone| format!("lives by the clock of {}", zone.name()));
            let language = said.language.as_ref().map(|language| format!("reads {}", clean(language.as_str())));
            zone.into_iter().chain(language).collect::<Vec<_>>().join(", ")
        }
        What::NewAddress { .. } => "asks to be written to at another address (private)".to_owned(),
        What::AddressConfirmed { .. } => "has answered from another address (private)".to_owned(),
        What::Stopped { what: Stop::Letters, .. } => "wants no more letters about this".to_owned(),
        What::Stopped { what: Stop::Everything, .. } => "wants nothing more at all".to_owned(),
        What::Bounced { status, .. } => format!("the address refuses mail {}", clean(status)).trim_end().to_owned(),
        What::Paused { reason } => with_reason("paused", reason),
        What::Resumed { reason } => with_reason("resumed", reason),
        What::Ended { reason, quietly } => with_reason(if *quietly { "ended quietly" } else { "ended early" }, reason),
        What::Scheduled { event, starts, .. } => format!("{} is proposed for {}", of(*event), time(starts)),
        What::Vanished {} => "the row is gone from the sheet".to_owned(),
        What::Returned {} => "the row is back in the sheet".to_owned(),
        What::Approved {} => "the agreement may go".to_owned(),
    }
}

fn with_reason(word: &str, reason: &str) -> String {
    if reason.is_empty() { word.to_owned() } else { format!("{word}: {}", clean(reason)) }
}

fn of(event: EventName) -> String {
    match event {
        EventName::Session => "the session".to_owned(),
        EventName::CatchUp(number) => format!("catch-up {number}"),
    }
}
