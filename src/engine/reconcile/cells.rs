//! What changed cells say (rule 14): a cell acts only when it changed since it was last read; then it is a fact.

use crate::domain::event::EventName;
use crate::domain::fact::{Fact, What};
use crate::domain::pair::{Pair, Status};
use crate::domain::programme::Programme;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// Bytes of JSON that few rows need more of: growing to them takes longer than writing them.
const LONG_ROW: usize = 1024;

/// The facts of a row that was read for the first time.
pub(super) fn first_facts(pair: &Pair, now: Timestamp) -> Vec<Fact> {
    let session = pair.session.clone();
    let moved = session.map(|starts| What::Moved { event: EventName::Session, starts: Some(starts), place: None });
    facts(moved.into_iter().chain(status(Status::Active, pair.status)), now)
}

/// The facts of a row that says something else than it did. That a cell was emptied says nothing about when; an emptied
/// place is the programme's.
pub(super) fn changed_facts(known: &Pair, pair: &Pair, programme: &Programme, now: Timestamp) -> Vec<Fact> {
    let starts = pair.session.clone().filter(|starts| known.session.as_ref() != Some(starts));
    let place = (known.place != pair.place).then(|| pair.place(programme).to_owned());
    let moved =
        (starts.is_some() || place.is_some()).then_some(What::Moved { event: EventName::Session, starts, place });
    facts(moved.into_iter().chain(status(known.status, pair.status)), now)
}

fn facts(whats: impl Iterator<Item = What>, now: Timestamp) -> Vec<Fact> {
    whats.map(|what| Fact { at: now, who: None, what }).collect()
}

/// What another word in the `status` column says. Where the old word would outlast the new one, it is taken back first.
fn status(before: Status, after: Status) -> Vec<What> {
    let said = match after {
        _ if before == after => return Vec::new(),
        Status::Active => None,
        Status::Paused => Some(What::Paused { reason: String::new() }),
        Status::Continuing => Some(What::Continuing {}),
        Status::EndedEarly => Some(What::Ended { reason: String::new(), quietly: false }),
        Status::EndedQuietly => Some(What::Ended { reason: String::new(), quietly: true }),
    };
    let is_over = |status| matches!(status, Status::EndedEarly | Status::EndedQuietly);
    let taken_back = after == Status::Active
        || (is_over(before) && !is_over(after))
        || (before == Status::Paused && after == Status::Continuing);
    taken_back.then_some(What::Resumed { reason: String::new() }).into_iter().chain(said).collect()
}

/// Hash of everything a row says.
pub(super) fn fingerprint(pair: &Pair) -> [u8; 16] {
    let mut text = Vec::with_capacity(LONG_ROW);
    // A pair has nothing that JSON cannot hold, and memory takes everything.
    let _ = serde_json::to_writer(&mut text, pair);
    let whole = Sha256::digest(&text);
    let mut print = [0; 16];
    print.copy_from_slice(&whole[..16]);
    print
}
