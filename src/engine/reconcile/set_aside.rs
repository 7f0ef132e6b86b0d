//! Rows that are not used: the pairs they are about, or may be about, keep what was last known and send nothing.

use crate::domain::person::Role;
use crate::engine::reconcile::edit::is_active;
use crate::engine::reconcile::identity;
use crate::engine::reconcile::roster::Import;
use crate::files::sheet::SetAside;
use crate::store::{PairRow, RowFault, StoreError};

impl Import<'_> {
    pub(super) fn keep_by_id(&mut self, faulty: &SetAside, line: u32) -> Result<bool, StoreError> {
        let Some(problem) = faulty.problems.first() else { return Ok(true) };
        if let Some(text) = &faulty.unclear_date {
            self.edit.unclear_dates.add(line, text);
        }
        let known = match &faulty.pair {
            Some(id) => self.known(id)?,
            None => None,
        };
        self.edit.set_aside(known.as_ref().map(|known| &known.pair), line, problem);
        match known {
            Some(known) => self.keep_for(faulty, &known, line).map(|()| true),
            None => Ok(false),
        }
    }

    pub(super) fn keep_by_addresses(&mut self, faulty: &SetAside, line: u32) -> Result<bool, StoreError> {
        let (Some(mentor), Some(mentee)) = (&faulty.mentor, &faulty.mentee) else { return Ok(false) };
        let Some(known) = identity::by_addresses(self.roster.tx, self.programme(), mentor, mentee)? else {
            return Ok(false);
        };
        if self.has_row(&known)? {
            return Ok(false);
        }
        self.keep_for(faulty, &known, line).map(|()| true)
    }

    pub(super) fn refuse_ambiguous(&mut self, ids: &[String], line: u32) -> Result<(), StoreError> {
        let what = format!("this row may be about the known pair {}, and that is not certain", ids.join(" or "));
        self.refuse(line, what.clone(), "write that id into the column \"pair\", or another one for a new pair");
        for id in ids {
            if let Some(known) = self.known(id)?
                && !self.has_row(&known)?
            {
                self.keep(&known, &what, line)?;
            }
        }
        Ok(())
    }

    /// A faulty row without a known id: every missing pair that has an address of it keeps what was last known. A row
    /// that cannot be told at all may be about any of them.
    pub(super) fn keep_what_it_may_be(&mut self, faulty: &SetAside, line: u32) -> Result<(), StoreError> {
        let addresses = [(Role::Mentor, &faulty.mentor), (Role::Mentee, &faulty.mentee)];
        for (role, address) in addresses {
            let Some(address) = address else { continue };
            let tx = self.roster.tx;
            for known in identity::left_with_address(tx, self.programme(), role, address, &self.roll)? {
                self.keep_for(faulty, &known, line)?;
            }
        }
        if faulty.mentor.is_none() && faulty.mentee.is_none() && !faulty.is_surplus {
            self.edit.unrecognised = Some(line);
        }
        Ok(())
    }

    /// [`Import::keep`] for a pair that a faulty row is, or may be, about. If the edit is held for its date, the pair waits too.
    fn keep_for(&mut self, faulty: &SetAside, known: &PairRow, line: u32) -> Result<(), StoreError> {
        if faulty.unclear_date.is_some() {
            self.edit.touch(known.id(), known.id());
        }
        self.keep(known, faulty.problems.first().map_or("", |problem| problem.what.as_str()), line)
    }

    /// A known pair whose row has a fault keeps what was last known, and sends nothing.
    pub(super) fn keep(&mut self, known: &PairRow, fault: &str, line: u32) -> Result<(), StoreError> {
        let fault = RowFault { line, what: fault.to_owned() };
        self.roster.tx.set_aside(self.programme(), known.id(), &fault)?;
        self.roll.mark(self.roster.tx, known.id())?;
        self.edit.tally.active_pairs += u32::from(is_active(known));
        Ok(())
    }

    /// A row that is right in itself and cannot be used.
    pub(super) fn refuse(&mut self, line: u32, what: String, hint: &str) {
        let problem = self.roster.fault(line, what, hint);
        self.edit.set_aside(None, line, &problem);
        self.edit.report([problem]);
    }
}
