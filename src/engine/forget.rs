//! `forget`: everything that is held on one person goes, and does not come back (rule 28).
//!
//! A person is an address. Their pairs go as a whole, since a pair is about both of its people: facts, letters to either, links, drafts,
//! notes. What still stands in calendars is taken out of them first (rule 26); those cancellations are deleted once they have gone.

use crate::domain::address::Address;
use crate::domain::delivery::{Method, State};
use crate::domain::fact::{Fact, What};
use crate::domain::person::Person;
use crate::engine::Engine;
use crate::engine::decided::Asked;
use crate::engine::error::EngineError;
use crate::engine::let_go::{keep_partings, partings, scour_at, silence_coordinator_letters};
use crate::engine::office::Office;
use crate::engine::people::{as_corrected, pairs_of};
use crate::engine::reconcile::read_anew;
use crate::engine::settle::settle;
use crate::engine::tick::programmes;
use crate::store::{Outcome, PairRow, ProgrammeRow, Source, StoreError, Trace, Tx};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What was deleted.
#[derive(Debug, Default)]
pub struct Forgot {
    /// The pairs that are gone, as they were.
    pub pairs: Vec<PairRow>,
    /// Programme and id of pairs whose mentee's letters were copied to that address: the pairs stay, the address is gone from them.
    pub copied: Vec<(String, String)>,
    /// Programme and id of pairs whose person has another address now: what went to this one is gone.
    pub corrected: Vec<(String, String)>,
    /// Letters, to whoever, that were deleted.
    pub letters: usize,
    /// Letters to coordinators that named the person and lost their text.
    pub coordinator_letters: usize,
    /// Cancellations that still have to go.
    pub cancels: usize,
    /// Nothing of it can be read in the files any more.
    pub is_unreadable: bool,
}

/// Why nobody was forgotten.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The address is a coordinator's, in that programme.
    Coordinator(String),
    /// A letter about one of the pairs, or to that address, is on its way at this moment.
    OnItsWay,
}

impl Forgot {
    /// Whether anything was held.
    pub fn is_nothing(&self) -> bool {
        self.pairs.is_empty() && self.copied.is_empty() && self.corrected.is_empty() && self.coordinator_letters == 0
    }
}

impl Engine {
    /// Forgets whoever has that address.
    ///
    /// # Errors
    /// The database.
    pub fn forget(&mut self, address: &Address, now: Timestamp) -> Result<Result<Forgot, Refusal>, EngineError> {
        let programmes = programmes(&self.store)?;
        let is_theirs = |row: &&ProgrammeRow| {
            row.programme.coordinators.iter().any(|coordinator| coordinator.address.same_as(address))
        };
        if let Some(row) = programmes.values().find(is_theirs) {
            return Ok(Err(Refusal::Coordinator(row.id.clone())));
        }
        let office = &self.office;
        let forgot = self.store.write_or_undo(|tx| {
            let forgetting = Forgetting { tx, office, programmes: &programmes, key: address.key(), now };
            Ok(match forgetting.forget()? {
                Some(done) => Outcome::Keep(Some(done)),
                None => Outcome::Undo(None),
            })
        })?;
        let Some((mut forgot, words)) = forgot else { return Ok(Err(Refusal::OnItsWay)) };
        forgot.is_unreadable = self.store.scour(&words)?;
        if !forgot.is_unreadable {
            // Others kept the log in use: the daemon empties it.
            self.store.write(|tx| scour_at(tx, now))?;
        }
        Ok(Ok(forgot))
    }
}

/// One person being forgotten.
struct Forgetting<'a> {
    tx: &'a Tx<'a>,
    office: &'a Office,
    programmes: &'a BTreeMap<String, ProgrammeRow>,
    key: String,
    now: Timestamp,
}

impl Forgetting<'_> {
    /// What was deleted, and the words by which the person was known; nothing if a letter is on its way.
    fn forget(&self) -> Result<Option<(Forgot, Vec<String>)>, StoreError> {
        let tx = self.tx;
        let own = pairs_of(tx, &self.key)?;
        if tx.is_sending_to(&self.key)? {
            return Ok(None);
        }
        for (row, _) in &own {
            if tx.is_sending(&row.programme, row.id())? {
                return Ok(None);
            }
        }
        let mut addresses = vec![self.key.clone()];
        let mut words = vec![self.key.clone()];
        for (row, role) in own.iter().flat_map(|(row, roles)| roles.iter().map(move |role| (row, *role))) {
            addresses.extend(tx.addresses_of(&row.programme, row.id(), role)?);
            let people = [row.pair.clone(), as_corrected(tx, row)?].into_iter();
            addresses.extend(people.filter_map(|pair| Some(pair.person(role)?.address.key())));
            words.extend(row.pair.person(role).map(Person::words).unwrap_or_default());
        }
        addresses.sort();
        addresses.dedup();
        words.extend(addresses.iter().cloned());
        words.sort();
        words.dedup();
        let pairs: Vec<PairRow> = own.into_iter().map(|(row, _)| row).collect();
        let mut forgot = Forgot::default();
        let mut parting = partings(tx)?;
        for row in &pairs {
            let before = tx.deliveries(&row.programme, row.id())?.iter().filter(|row| row.to.is_some()).count();
            let cancels = self.cancel(row)?;
            forgot.letters += before;
            forgot.cancels += cancels.len();
            tx.erase_pair(&row.programme, row.id(), &cancels)?;
            parting.extend(cancels);
        }
        let out = tx.erase_where_it_stays(&self.key)?;
        (forgot.copied, forgot.corrected) = (out.copied, out.corrected);
        keep_partings(tx, &parting)?;
        forgot.coordinator_letters = silence_coordinator_letters(tx, &words)?;
        tx.erase_mentions(&words)?;
        tx.erase_addresses(|key| addresses.iter().any(|address| address == key))?;
        for programme in pairs.iter().map(|row| &row.programme).chain(forgot.copied.iter().map(|(id, _)| id)) {
            read_anew(tx, programme)?;
        }
        tx.remember_forgotten(&addresses.into_iter().map(Trace::Person).collect::<Vec<Trace>>())?;
        forgot.pairs = pairs;
        Ok(Some((forgot, words)))
    }

    /// Takes out of calendars what stands there, as for a pair whose row is gone; gives the numbers of those letters.
    fn cancel(&self, row: &PairRow) -> Result<Vec<i64>, StoreError> {
        let Some(programme) = self.programmes.get(&row.programme) else { return Ok(Vec::new()) };
        let (tx, id) = (self.tx, row.id());
        tx.upsert_pair(&PairRow { set_aside: None, held_by: None, ..row.clone() })?;
        tx.add_fact(&row.programme, id, &Fact { at: self.now, who: None, what: What::Vanished {} }, Source::Sendoff)?;
        settle(tx, self.office, Asked { programme, pair: id, on_hold: false }, self.now)?;
        let is_cancel = |shown: &crate::domain::delivery::Shown| shown.method == Method::Cancel;
        let rows = tx.deliveries(&row.programme, id)?.into_iter();
        let cancels = rows.filter(|row| row.state == State::Queued && row.shown.as_ref().is_some_and(is_cancel));
        Ok(cancels.map(|row| row.id).collect())
    }
}
