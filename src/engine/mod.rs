//! Floor 3: the verbs. Files become pairs (`reconcile`), what people do becomes facts (`collect`), what is due becomes
//! letters (`tick`), letters go out (`deliver`).
//!
//! `now` is an argument everywhere: `demo`, `simulate`, `plan`, `preview` and the tests run the same engine as the daemon.

pub mod aside;
pub mod brake;
pub mod clock;
pub mod collect;
pub mod decided;
pub mod deliver;
pub mod desk;
pub mod digest;
pub mod error;
pub mod export;
pub mod forget;
pub mod installation;
pub mod known;
pub mod lanes;
mod let_go;
pub mod letter;
pub mod link;
pub mod listen;
pub mod notes;
pub mod office;
pub mod office_change;
mod office_settings;
mod outage;
pub mod outcome;
mod people;
pub mod post;
pub mod preview;
pub mod pulse;
pub mod receipt;
pub mod reconcile;
mod scribe;
pub mod settle;
pub mod simulate;
pub mod tick;
mod verdicts;
pub mod visit;

use crate::engine::lanes::Stop;
use crate::engine::office::Office;
use crate::engine::pulse::Pulse;
use crate::store::Store;
use jiff::Timestamp;

/// The store and the office: everything the verbs need but the time and the way out.
pub struct Engine {
    /// What is known, what happened, what was sent.
    pub store: Store,
    /// Settings, words, seed.
    pub office: Office,
    /// When notes that wait for a coordinator's sending hours go.
    notes_wake_at: Option<Timestamp>,
    /// When the next digest is due.
    digests_wake_at: Option<Timestamp>,
    /// When the next receipt may go.
    receipts_wake_at: Option<Timestamp>,
    /// When the file is to be written anew.
    scour_wake_at: Option<Timestamp>,
    /// No digest is tried before: its template failed.
    digests_mend_at: Option<Timestamp>,
    /// Nothing is claimed before: the server is down, or the account is refused.
    resume_sending_at: Option<Timestamp>,
    /// How often in a row sending failed for everybody.
    failures: u32,
    /// A note about an outage may be open: nothing was sent since the start, or since the last failure.
    may_be_told_of_outage: bool,
    /// A delivery pass did not end as it should: letters are left `sending`.
    was_interrupted: bool,
    /// Whether pairs whose time is over are deleted: in the daemon. What is only played through is read to its end.
    pub lets_go: bool,
    /// Ends a tick after the pairs in hand, and a delivery pass after the letters in hand.
    pub stop: Stop,
    /// Beats while the verbs work.
    pub pulse: Pulse,
}

impl Engine {
    /// An engine over that store.
    pub fn new(store: Store, office: Office) -> Engine {
        Engine {
            store,
            office,
            notes_wake_at: None,
            digests_wake_at: None,
            receipts_wake_at: None,
            digests_mend_at: None,
            scour_wake_at: None,
            resume_sending_at: None,
            failures: 0,
            may_be_told_of_outage: true,
            was_interrupted: false,
            lets_go: false,
            stop: Stop::default(),
            pulse: Pulse::default(),
        }
    }
}
