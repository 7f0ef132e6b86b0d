//! The log: what became of each letter, with fields of fixed names. Never an address, a name or a letter's text.

use crate::daemon::vitals::Vitals;
use crate::domain::delivery::{Delivery, State};
use crate::store::{StoreError, View};
use tracing::{info, warn};

/// Remembers up to where it has told.
#[derive(Debug)]
pub struct Journal {
    change: i64,
    vitals: Vitals,
}

impl Journal {
    /// Tells of what comes after now.
    ///
    /// # Errors
    /// As for any read.
    pub(super) fn begin(store: &View, vitals: Vitals) -> Result<Journal, StoreError> {
        Ok(Journal { change: store.last_change()?, vitals })
    }

    /// Tells what has become of letters since the last time; gives how many there were in each state.
    ///
    /// # Errors
    /// As for any read.
    pub fn tell(&mut self, store: &View) -> Result<Vec<State>, StoreError> {
        let mut states = Vec::new();
        for row in store.outcomes_since(self.change) {
            let (change, row) = row?;
            self.change = change;
            tell(&row);
            if !matches!(row.state, State::Queued | State::Sending) {
                self.vitals.letter(row.key.step.step, row.state);
            }
            states.push(row.state);
        }
        Ok(states)
    }
}

fn tell(row: &Delivery) {
    let (programme, pair) = (&row.key.step.programme, &row.key.step.pair);
    let (step, role) = (row.key.step.step.name(), row.key.role.name());
    let (outcome, reason) = (row.state.name(), row.reason.as_deref().unwrap_or_default());
    match row.state {
        State::Refused => {
            warn!(programme, pair, step, role, outcome, reason, "a letter was refused; the coordinator is told");
        }
        State::Uncertain => {
            let what = "a letter may have arrived; it goes again or waits, as `uncertain` in sendoff.toml says";
            warn!(programme, pair, step, role, outcome, reason, "{what}");
        }
        State::Deferred => {
            warn!(programme, pair, step, role, outcome, reason, "a letter did not get through; it is tried again");
        }
        State::Sent => info!(programme, pair, step, role, outcome, reason, "a letter was sent"),
        _ => info!(programme, pair, step, role, outcome, reason, "a letter was decided"),
    }
}
