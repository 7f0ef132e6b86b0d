//! Rows of people and pairs that were let go of: they do not come back with the sheet (rule 28).

use crate::domain::pair::Pair;
use crate::engine::reconcile::roster::Import;
use crate::files::path::shown;
use crate::files::sheet::doubts::{forgotten_fault, over_fault};
use crate::store::{AddressState, StoreError, Trace};

impl Import<'_> {
    /// Whether that row is about somebody who was let go of. After `forget` it is set aside, by the address; a pair whose time is over
    /// is only passed over: a sheet from last year is no fault.
    pub(super) fn is_let_go(&mut self, pair: &Pair, line: u32) -> Result<bool, StoreError> {
        let forgotten = self.roster.forgotten;
        if forgotten.is_empty() {
            return Ok(false);
        }
        let mut keys = [&pair.mentor.address, &pair.mentee.address].into_iter().chain(&pair.copy_to);
        if keys.any(|address| forgotten.has(&Trace::Person(address.key()))) {
            let fault = forgotten_fault(line);
            if let Some(known) = self.known(&pair.id)? {
                self.keep(&known, &fault.what, line)?;
            }
            self.refuse(line, fault.what, &fault.hint);
            return Ok(true);
        }
        let over = Trace::Pair {
            programme: self.programme().to_owned(),
            mentor: pair.mentor.address.key(),
            mentee: pair.mentee.address.key(),
        };
        if !forgotten.has(&over) {
            return Ok(false);
        }
        let file = shown(&self.roster.file.pairs_path);
        self.edit.report([over_fault(line).in_file(&file).at(line, 1).as_warning()]);
        // A pair of which a roadmap is left has its row still.
        if let Some(known) = self.known(&pair.id)? {
            self.roll.mark(self.roster.tx, known.id())?;
        }
        Ok(true)
    }

    /// Which of its people wanted nothing at all any more, in a programme that is long deleted: the keys of their addresses.
    pub(super) fn stopped(&self, pair: &Pair) -> Vec<String> {
        let forgotten = self.roster.forgotten;
        if forgotten.is_empty() {
            return Vec::new();
        }
        let mut keys = vec![pair.mentor.address.key(), pair.mentee.address.key()];
        keys.retain(|key| forgotten.has(&Trace::Stopped(key.clone())));
        keys
    }

    /// They still want nothing (rule 26). Looks for all pairs of that address.
    pub(super) fn honour_stop(&self, key: &str) -> Result<(), StoreError> {
        let roster = self.roster;
        let state = roster.tx.address_state(key)?;
        let stopped_at = state.stopped_at.or(Some(roster.now));
        roster.tx.set_address_state(key, AddressState { stopped_at, ..state })
    }
}
