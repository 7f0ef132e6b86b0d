//! Facts in, whichever side they come from: put on record, and everything unsent that they make untrue put aside, in one transaction (rule 1).

use crate::domain::correction::{Correction, corrected};
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::engine::Engine;
use crate::engine::aside::put_aside;
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::engine::tick::programmes;
use crate::store::{AddressState, PairRow, ProgrammeRow, Source, StoreError, Tx};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl Engine {
    /// Puts a fact on record. `false` if it was there already.
    ///
    /// # Errors
    /// The database, or a pair that is not known.
    pub fn collect(&mut self, pair: &PairRow, fact: Fact, source: Source, now: Timestamp) -> Result<bool, EngineError> {
        let programmes = programmes(&self.store)?;
        let is_braked = self.store.is_braked()?;
        let office = &self.office;
        let is_new = self.store.write(|tx| {
            let record = Record { tx, office, programmes: &programmes, is_braked, now };
            record.put(pair, fact, source)
        })?;
        Ok(is_new)
    }

    /// The pair of that id, whichever programme it is in.
    ///
    /// # Errors
    /// [`EngineError::NoSuchPair`], or the database.
    pub fn pair(&self, id: &str) -> Result<PairRow, EngineError> {
        let mut rows = self.store.pair_anywhere(id)?;
        match rows.len() {
            1 => Ok(rows.remove(0)),
            _ => Err(EngineError::NoSuchPair(id.to_owned())),
        }
    }
}

/// Where facts are put on record: a transaction, and what it takes to put aside what they make untrue.
pub(crate) struct Record<'a> {
    /// Everything in it is kept, or nothing.
    pub tx: &'a Tx<'a>,
    /// Settings, words, seed.
    pub office: &'a Office,
    /// Every programme, by id.
    pub programmes: &'a BTreeMap<String, ProgrammeRow>,
    /// The whole service is stopped.
    pub is_braked: bool,
    /// The present.
    pub now: Timestamp,
}

impl Record<'_> {
    /// Puts a fact on record. `false` if it was there already.
    pub fn put(&self, pair: &PairRow, mut fact: Fact, source: Source) -> Result<bool, StoreError> {
        // About an address: the one the person is written to at now. About the sheet: what that says.
        let about_address = matches!(fact.what, What::Bounced { .. } | What::Stopped { .. } | What::Resumed { .. });
        let own = match about_address {
            true => corrected(&pair.pair, &self.tx.facts(&pair.programme, pair.id())?, self.now),
            false => None,
        };
        let own = own.as_ref().unwrap_or(&pair.pair);
        note_person(&mut fact, own);
        let recorded = self.tx.add_fact(&pair.programme, &pair.pair.id, &fact, source)?;
        if !recorded.is_new {
            return Ok(false);
        }
        let mut touched = vec![(pair.programme.clone(), pair.pair.id.clone())];
        if let Some(key) = put_address_state(self.tx, &fact, own)? {
            let others = self.tx.pairs_with_address(&key)?;
            touched.extend(others.into_iter().map(|row| (row.programme, row.pair.id)));
        }
        touched.sort();
        touched.dedup();
        for (programme, id) in touched {
            let Some(programme) = self.programmes.get(&programme) else { continue };
            let on_hold = self.is_on_hold(programme);
            put_aside(self.tx, programme, &id, on_hold, self.now)?;
        }
        Ok(true)
    }

    /// Whether letters of that programme wait for a person.
    pub fn is_on_hold(&self, programme: &ProgrammeRow) -> bool {
        self.is_braked || programme.is_on_hold()
    }
}

/// Facts about what the sheet says of a person carry it: it may say something else tomorrow.
fn note_person(fact: &mut Fact, pair: &Pair) {
    let Some(person) = fact.who.and_then(|role| pair.person(role)) else { return };
    match &mut fact.what {
        What::Bounced { address, .. } | What::Stopped { address, .. } => {
            address.get_or_insert_with(|| person.address.clone());
        }
        What::Corrected(said) => said.note_sheet(person),
        What::AddressConfirmed { instead_of, .. } => {
            instead_of.get_or_insert_with(|| person.address.clone());
        }
        _ => {}
    }
}

/// Keeps what is true of an address in all programmes (rule 26); gives its key if that changed.
fn put_address_state(tx: &Tx<'_>, fact: &Fact, pair: &Pair) -> Result<Option<String>, StoreError> {
    let role = fact.who.filter(|role| Role::PAIR.contains(role));
    let own = role.and_then(|role| pair.person(role)).map(|person| person.address.key());
    let key = match &fact.what {
        What::Bounced { address: Some(address), .. } | What::Stopped { address: Some(address), .. } => address.key(),
        What::Resumed { .. } => match own {
            Some(own) => own,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let before = tx.address_state(&key)?;
    let after = match &fact.what {
        What::Bounced { .. } => AddressState { bounced_at: Some(fact.at), ..before },
        What::Stopped { what: Stop::Everything, .. } => AddressState { stopped_at: Some(fact.at), ..before },
        What::Resumed { .. } => AddressState { stopped_at: None, ..before },
        _ => before,
    };
    if after == before {
        return Ok(None);
    }
    tx.set_address_state(&key, after)?;
    Ok(Some(key))
}

/// Whether somebody of the pair has to have said it; `Err` says what is missing, in words for `record`.
///
/// # Errors
/// Words that say who or what is missing.
pub fn check(fact: &Fact) -> Result<(), String> {
    let name = fact.what.name();
    let by_pair = fact.who.is_some_and(|role| Role::PAIR.contains(&role));
    let needs_person = matches!(
        fact.what,
        What::Accepted { .. }
            | What::Declined { .. }
            | What::Tentative { .. }
            | What::Proposed { .. }
            | What::FollowUp(_)
            | What::Renewal { .. }
            | What::Stopped { .. }
            | What::Bounced { .. }
            | What::Reflection(_)
            | What::ReflectionCopy {}
            | What::Corrected(_)
            | What::NewAddress { .. }
            | What::AddressConfirmed { .. }
    );
    if needs_person && !by_pair {
        return Err(format!("\"{name}\" needs to say whose it is: mentor or mentee"));
    }
    match &fact.what {
        What::FollowUp(answer) => check_follow_up(answer),
        What::Roadmap(roadmap) if roadmap.areas.iter().all(|area| area.area.trim().is_empty()) => {
            Err("a roadmap needs at least one area".to_owned())
        }
        What::Corrected(Correction { timezone: None, language: None, .. }) => {
            Err("\"corrected\" needs to say what: timezone, language, or both".to_owned())
        }
        What::Moved { starts: None, place: None, .. } => {
            Err("\"moved\" needs to say where to: starts, place, or both".to_owned())
        }
        _ => Ok(()),
    }
}

fn check_follow_up(answer: &crate::domain::follow_up::FollowUp) -> Result<(), String> {
    use crate::domain::follow_up::Want;
    if answer.wants.is_empty() {
        return Err("\"follow_up\" needs wants: a list of updates, questions, catch-ups, or [\"nothing\"]".to_owned());
    }
    if answer.wants.contains(&Want::Nothing) && answer.wants.len() > 1 {
        return Err("\"nothing\" goes with nothing else in wants".to_owned());
    }
    if answer.times == Some(0) || answer.times.is_some_and(|times| times > 100) {
        return Err("\"times\" is a number from 1 to 100".to_owned());
    }
    Ok(())
}
