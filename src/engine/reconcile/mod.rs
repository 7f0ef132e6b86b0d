//! Files -> Desired -> Changes (guarded) -> store.
//!
//! [`reconcile`] brings the store to what the configuration folder says now (rules 12 to 14, 20, 27, 29, 31). It promises:
//! - A programme's edit is applied as a whole, in one transaction, or not at all: a sheet that cannot be read to its end,
//!   or that changes while it is read, or that the guard holds, leaves the last good state in force.
//! - A cell acts only when it changed since it was last read; then it is a fact at `now`.
//! - Reading the same files twice is reading them once, and the order of rows does not matter.
//! - No row with a fault makes a known pair vanish.
//! - Memory does not grow with the sheets.
//!
//! Leaves to others: settling the pairs that changed (they are woken, so the next tick replaces their letters before
//! anything is claimed), telling coordinators (notes are raised here, mailed elsewhere), and when to read.

mod before;
mod cells;
mod change;
mod contents;
mod edit;
mod first_rows;
mod gone;
mod hold;
mod identity;
mod last_read;
mod let_go;
mod meetings;
mod note;
mod outlook;
mod programme;
mod read_ahead;
mod receipt;
mod roadmaps;
mod roster;
mod set_aside;
#[cfg(test)]
mod tests;
mod updates;

pub use change::{Counts, Held, HoldKind, Outcome, PairChange, PairEdit, ProgrammeChange, Reconciled};
pub use hold::{Approval, approve_hold};
pub use last_read::read_anew;
pub(crate) use note::ROWS_SET_ASIDE;
pub use note::tell_of_refusal;

use crate::engine::reconcile::before::Before;
use crate::engine::reconcile::contents::Reading;
use crate::engine::reconcile::programme::Order;
use crate::files::config::Config;
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// What becomes of the changes that are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They are applied, or held by the guard: `run`, `reload`.
    Apply,
    /// The same, and a programme that is new is approved at once: `simulate`, `demo`.
    Approved,
    /// Nothing is written; they are only said: `plan`.
    Look,
}

/// Brings the store to what the files say at `now`.
///
/// `config` is what was read without a fault; [`Config::faulty_programmes`] keep their last good state.
///
/// # Errors
/// The database. What is wrong with the files is in [`Reconciled::problems`].
pub fn reconcile(store: &mut Store, config: &Config, now: Timestamp, mode: Mode) -> Result<Reconciled, StoreError> {
    let reading = Reading::of(config);
    let mut reconciled = Reconciled::default();
    let quiet = reading.all_unchanged(store)?;
    let before = Before::of(store, config, mode)?;
    let order = Order { now, mode, begins: before.known.is_empty(), approved: None };
    for at in 0..config.programmes.len() {
        programme::reconcile(store, &reading, at, order, quiet, &mut reconciled)?;
    }
    gone::reconcile(store, config, now, mode, &mut reconciled)?;
    note::faulty_programmes(store, config, now, mode)?;
    roadmaps::reconcile(store, config, &before.known, now, mode, &mut reconciled)?;
    before.finish(store)?;
    Ok(reconciled)
}
