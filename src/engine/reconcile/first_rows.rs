//! The sheet of a programme that has no pair yet: every row is a new pair, so none has to find its own.

use crate::engine::reconcile::cells::{fingerprint, first_facts};
use crate::engine::reconcile::read_ahead::read_ahead;
use crate::engine::reconcile::roster::{Halted, Import};
use crate::files::sheet::Row;
use crate::store::{Intake, StoreError};
use std::collections::BTreeSet;

impl Import<'_> {
    /// Takes every sound row in, and sets the others aside.
    pub(super) fn first_rows(&mut self) -> Result<(), Halted> {
        let roster = self.roster;
        let sheet = roster.sheet()?;
        self.edit.report(sheet.warnings().iter().cloned());
        // Where other programmes' pairs have to be looked for meanwhile, the rows come one by one.
        let rows = if roster.unread.is_empty() { roster.repeats.rows() } else { 0 };
        let mut intake = roster.tx.intake(&roster.file.programme.id, rows)?;
        let mut stopped = BTreeSet::new();
        read_ahead(sheet, |row| self.take_in(row, &mut intake, &mut stopped))?;
        intake.finish()?;
        // Only now are pairs found by their addresses.
        Ok(stopped.iter().try_for_each(|key| self.honour_stop(key))?)
    }

    fn take_in(&mut self, row: Row, intake: &mut Intake<'_>, stopped: &mut BTreeSet<String>) -> Result<(), StoreError> {
        self.edit.counts.rows += 1;
        self.edit.report(row.warnings);
        let line = row.line;
        match row.outcome {
            Ok(pair) => {
                if !self.is_let_go(&pair, line)? && !self.refuse_if_elsewhere(&pair, line)? {
                    stopped.extend(self.stopped(&pair));
                    let facts = first_facts(&pair, self.roster.now);
                    let print = fingerprint(&pair);
                    let row = self.new_row(pair, print);
                    intake.add(&row, &facts)?;
                    self.edit.add(&row.pair, line);
                }
            }
            Err(faulty) => {
                self.edit.report(faulty.problems.iter().cloned());
                self.keep_by_id(&faulty, line)?;
            }
        }
        Ok(())
    }
}
