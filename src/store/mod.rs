//! Floor 1: the SQLite database, `sendoff.db` in the state folder.
//!
//! What it keeps: what the files said last (programmes, pairs), facts, deliveries with their finished bytes, and the few
//! things that must be remembered to keep a promise (events' names, meetings, notes told, holds decided). The timeline is
//! not here: it is computed.
//!
//! What it promises:
//! - Everything written in one [`Store::write`] is there after a crash, or nothing of it. When `write` has returned `Ok`,
//!   it is on the disk (WAL, `synchronous = FULL`).
//! - A delivery's key, an identical fact, an event's name and a note exist once; a letter that was sent, refused, lapsed
//!   or skipped never becomes anything else.
//! - Any number of threads and processes may open the same file; a writer waits up to five seconds for another.
//! - Instants are kept to the microsecond and come back cut down to it. There is no clock here: `now` is an argument.
//!
//! What it leaves to others: every decision. It knows no rule of the timeline; only what a claim may take is settled
//! here, because it must be settled in one transaction.
//!
//! Reads are methods of [`View`]; a [`Store`] and a [`Tx`] both are one. Writes are methods of [`Tx`].

mod addresses;
mod column;
mod copies;
mod deliveries;
mod doorbell;
mod erase;
mod error;
mod facts;
mod fault;
mod forgotten;
mod holds;
mod imports;
mod intake;
mod link_key;
mod links;
mod lock;
mod meetings;
mod notes;
mod open;
mod outbox;
mod pair_row;
mod pairs;
mod programmes;
mod reached;
mod renames;
mod restore;
mod roadmap_drafts;
mod roll;
mod schema;
mod seen;
mod settings;
#[cfg(test)]
pub(crate) mod specimen;
mod trouble;
mod wakes;

pub use addresses::AddressState;
pub use deliveries::{DeliveryFilter, StateCount};
pub use doorbell::doorbell;
pub use erase::mentions;
pub use error::StoreError;
pub use facts::{Recorded, Source, StoredFact};
pub use fault::{Fault, FaultAt, Faults};
pub use forgotten::{FORGOTTEN_FILE, Forgotten, Trace};
pub use holds::{Decision, Hold, NewHold};
pub use intake::Intake;
pub use link_key::{known_link_key, link_key, link_key_file};
pub use links::Link;
pub use lock::{LockError, StateLock};
pub use meetings::{EventIdentity, Meeting};
pub use notes::{NewNote, Note};
pub use open::{DATABASE_FILE, Outcome, Store, Tx, View};
pub use outbox::{Claim, Claimed, MessageBytes, Settled};
pub use pair_row::{PairRow, RowFault};
pub use programmes::ProgrammeRow;
pub use reached::{Reached, TakenOut};
pub use restore::restore;
pub use roll::Roll;
pub use settings::{FAREWELL, INSTANCE, LAST_READ, PAUSED, RELOAD_ANSWER, RELOAD_ASKED, RESTORED};
pub use wakes::WAKE_NOW;
