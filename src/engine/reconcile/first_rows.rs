//! The sheet of a programme that has no pair yet: every row is a new pair, so none has to find its own.

use crate::engine::reconcile::read_ahead::{Ready, read_ahead};
use crate::engine::reconcile::roster::{Halted, Import};
use crate::store::{Arrival, Intake, StoreError};

impl Import<'_> {
    /// Takes every sound row in, and sets the others aside.
    pub(super) fn first_rows(&mut self) -> Result<(), Halted> {
        let roster = self.roster;
        let sheet = roster.sheet()?;
        self.edit.report(sheet.warnings().iter().cloned());
        let programme = &roster.file.programme.id;
        let intake = roster.tx.intake(programme, self.generation, roster.repeats.rows(), roster.now)?;
        read_ahead(sheet, roster.now, |ready| self.take_in(ready, &intake))?;
        Ok(intake.finish()?)
    }

    fn take_in(&mut self, ready: Ready, intake: &Intake<'_>) -> Result<(), StoreError> {
        self.edit.counts.rows += 1;
        self.edit.report(ready.warnings);
        let line = ready.line;
        match ready.outcome {
            Ok(new) => {
                if !self.is_let_go(&new.pair, line)? && !self.refuse_if_elsewhere(&new.pair, line)? {
                    self.honour_stops(&new.pair)?;
                    let fingerprint = new.fingerprint;
                    let (pair, json, facts) = (&new.pair, new.json.as_str(), new.facts.as_slice());
                    intake.add(&Arrival { pair, json, line, fingerprint, facts })?;
                    self.edit.add(&new.pair, line);
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
