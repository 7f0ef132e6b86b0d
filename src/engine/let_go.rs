//! Letting go by itself: a pair whose time is over is deleted on the day its letters named (rules 22, 25 and 28).
//!
//! Who still gets lines of a roadmap keeps an address and that roadmap until the last line; everything else goes on the day. What
//! went leaves a keyed hash, so that the next sheet does not bring it back, and nothing else.

use crate::domain::delivery::State;
use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::domain::pair::{Pair, Status};
use crate::domain::person::{Person, Role};
use crate::domain::retention::Retention;
use crate::domain::step::Step;
use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::people::as_corrected;
use crate::engine::pulse::LONGEST_PIECE;
use crate::mail::opened;
use crate::store::{FAREWELL, PairRow, StoreError, Trace, Tx, mentions};
use jiff::{SignedDuration, Timestamp};

/// The letters that still go to people who are not known any more: their numbers, with commas between.
const PARTING: &str = "parting";

/// When the file is to be written anew, so that nothing of what was deleted can be read in it.
const SCOUR_AT: &str = "scour_at";
/// When that was done last.
const SCOURED: &str = "scoured";
/// Between two times; a large file takes a while.
const BETWEEN_SCOURS: SignedDuration = SignedDuration::from_hours(24);
/// How long a pair waits of which a letter is on its way, and the file where others write.
const BREATH: SignedDuration = SignedDuration::from_mins(5);

/// Who was let go of in one transaction.
#[derive(Debug, Default)]
pub(super) struct Farewell {
    traces: Vec<Trace>,
    /// What letters to coordinators said of them, in lower case.
    words: Vec<String>,
}

impl Farewell {
    /// Lets go of a pair, or of everything but the mentee's address and roadmap.
    pub fn let_go(
        &mut self,
        tx: &Tx<'_>,
        programme: &str,
        id: &str,
        retention: &Retention,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(row) = tx.pair(programme, id)? else { return Ok(()) };
        if tx.is_sending(programme, id)? {
            return tx.set_wake_at(programme, id, Some(later(now, BREATH)));
        }
        if !row.pair.mentor.is_removed() {
            self.traces.push(Trace::pair(&row));
        }
        let own = as_corrected(tx, &row)?;
        let people = [&row.pair.mentor, &row.pair.mentee, &own.mentor, &own.mentee].into_iter();
        self.words.extend(people.clone().filter(|person| !person.is_removed()).flat_map(|person| person.words()));
        match retention.roadmap_until.filter(|until| *until > now) {
            Some(_) => reduce(tx, &row)?,
            None => tx.erase_pair(programme, id, &[])?,
        }
        for person in people {
            self.let_address_go(tx, &person.address.key())?;
        }
        Ok(())
    }

    /// What is known of an address in all programmes goes with its last pair; that nothing is wanted there stays true.
    fn let_address_go(&mut self, tx: &Tx<'_>, key: &str) -> Result<(), StoreError> {
        if !tx.pairs_with_address(key)?.is_empty() {
            return Ok(());
        }
        if tx.address_state(key)?.stopped_at.is_some() {
            self.traces.push(Trace::Stopped(key.to_owned()));
        }
        tx.erase_address(key)
    }

    /// Who must not come back, and what is still to be cleared up after them.
    pub fn remember(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        tx.say_farewell(&self.words)?;
        tx.remember_forgotten(&self.traces)
    }
}

/// Leaves the mentee's address, the roadmap and the wish for lines of it (rule 22).
fn reduce(tx: &Tx<'_>, row: &PairRow) -> Result<(), StoreError> {
    let (programme, id) = (row.programme.as_str(), row.id());
    for delivery in tx.deliveries(programme, id)? {
        let is_line = delivery.key.step.step == Step::PracticeNudge;
        match delivery.state.is_unsent() {
            true if !is_line => tx.erase_delivery(delivery.id)?,
            true => {}
            false => tx.erase_words(delivery.id, delivery.key.role != Role::Mentee)?,
        }
    }
    // Lines of the roadmap go where letters went last, and what said so goes with the rest.
    let mentee = as_corrected(tx, row)?.mentee;
    let facts: Vec<_> = tx.stored_facts(programme, id)?;
    let stays = |what: &What, who: Option<Role>| match what {
        What::Roadmap(_) | What::PracticeNudges { .. } => true,
        What::Scheduled { event, .. } | What::Moved { event, .. } => *event == EventName::Session,
        What::Stopped { .. } => who == Some(Role::Mentee),
        _ => false,
    };
    let gone = facts.iter().filter(|stored| !stays(&stored.fact.what, stored.fact.who)).map(|stored| stored.id);
    tx.erase_facts(gone)?;
    tx.erase_around(programme, id)?;
    let Some(mentor) = Person::removed() else { return Ok(()) };
    let pair = Pair {
        mentor,
        mentee: Person { name: mentee.called().to_owned(), called: None, ..mentee },
        place: None,
        mentoring_plan: None,
        goals: Vec::new(),
        copy_to: None,
        status: Status::Active,
        ..row.pair.clone()
    };
    let reduced = PairRow { pair, wake_at: Some(crate::store::WAKE_NOW), set_aside: None, ..row.clone() };
    tx.upsert_pair(&reduced)
}

impl Engine {
    /// Deletes what was kept only until it had gone. Of a letter to a coordinator the words go; one that comes back is written anew.
    pub(super) fn finish_partings(&mut self) -> Result<(), EngineError> {
        let Some(text) = self.store.setting(PARTING)? else { return Ok(()) };
        let ids: Vec<i64> = text.split(',').filter_map(|id| id.parse().ok()).collect();
        let left = self.store.write(|tx| {
            let mut left = Vec::new();
            for id in ids {
                let Some(row) = tx.delivery(id)? else { continue };
                let is_desk = row.key.role == Role::Coordinator;
                match row.state {
                    State::Sending => left.push(id),
                    state if state.is_unsent() && !is_desk => left.push(id),
                    state if state.is_unsent() || !is_desk => tx.erase_delivery(id)?,
                    _ => tx.erase_words(id, false)?,
                }
            }
            keep_partings(tx, &left)?;
            Ok(left)
        })?;
        if left.is_empty() {
            self.store.scour(&[])?;
        }
        Ok(())
    }

    /// Letters to coordinators lose what they said of who is gone, and the file is to be written anew: what is deleted is overwritten,
    /// but a page that was rearranged may keep a shadow of it.
    pub(super) fn clear_up(&mut self, now: Timestamp) -> Result<(), EngineError> {
        let Some(text) = self.store.setting(FAREWELL)? else { return Ok(()) };
        let words: Vec<String> = text.lines().map(str::to_owned).collect();
        let last = self.setting_at(SCOURED)?;
        let due_at = last.map_or(now, |last| now.max(later(last, BETWEEN_SCOURS)));
        Ok(self.store.write(|tx| {
            silence_coordinator_letters(tx, &words)?;
            tx.erase_mentions(&words)?;
            tx.set_setting(FAREWELL, None)?;
            scour_at(tx, due_at)
        })?)
    }

    /// Writes the file anew when that is due; else remembers when it is.
    pub(super) fn scour_when_due(&mut self, now: Timestamp) -> Result<(), EngineError> {
        self.scour_wake_at = self.setting_at(SCOUR_AT)?;
        if self.scour_wake_at.is_none_or(|at| at > now) {
            return Ok(());
        }
        self.pulse.beat(LONGEST_PIECE);
        match self.store.write_anew() {
            Err(StoreError::Busy) => {
                self.scour_wake_at = Some(later(now, BREATH));
                return Ok(());
            }
            done => done.map(|_| ())?,
        }
        self.scour_wake_at = None;
        Ok(self.store.write(|tx| {
            tx.set_setting(SCOUR_AT, None)?;
            tx.set_setting(SCOURED, Some(&now.to_string()))
        })?)
    }

    fn setting_at(&self, name: &str) -> Result<Option<Timestamp>, EngineError> {
        Ok(self.store.setting(name)?.and_then(|at| at.parse().ok()))
    }
}

/// Has the file written anew at the first tick from then on.
pub(super) fn scour_at(tx: &Tx<'_>, at: Timestamp) -> Result<(), StoreError> {
    tx.set_setting(SCOUR_AT, Some(&at.to_string()))
}

/// Remembers which letters are deleted once they have gone.
pub(super) fn keep_partings(tx: &Tx<'_>, ids: &[i64]) -> Result<(), StoreError> {
    let text = ids.iter().map(i64::to_string).collect::<Vec<String>>().join(",");
    tx.set_setting(PARTING, Some(text.as_str()).filter(|text| !text.is_empty()))
}

/// The letters that are deleted once they have gone.
pub(super) fn partings(tx: &Tx<'_>) -> Result<Vec<i64>, StoreError> {
    let text = tx.setting(PARTING)?.unwrap_or_default();
    Ok(text.split(',').filter_map(|id| id.parse().ok()).collect())
}

/// Letters to coordinators that have one of these words lose their text; those that wait go, and what else they told is told anew.
/// One that is on its way keeps its bytes until it is known what became of it.
pub(super) fn silence_coordinator_letters(tx: &Tx<'_>, words: &[String]) -> Result<usize, StoreError> {
    let (mut count, mut parting) = (0, partings(tx)?);
    for id in tx.coordinator_letters()? {
        let Some(message) = tx.message_bytes(id)? else { continue };
        let speaks = opened::open(&message.bytes)
            .is_none_or(|letter| mentions(&letter.text, words) || mentions(&letter.subject, words));
        let Some(row) = tx.delivery(id)?.filter(|_| speaks) else { continue };
        count += 1;
        match row.state {
            State::Sending => parting.push(id),
            state if state.is_unsent() => tx.erase_delivery(id)?,
            _ => tx.erase_words(id, false)?,
        }
    }
    keep_partings(tx, &parting)?;
    Ok(count)
}
