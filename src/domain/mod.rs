//! Floor 0: plain data and pure functions. No IO, no clock, no randomness, no logging.
//!
//! Everything Sendoff decides is decided here; the other floors read, store, write and send.
//! What the rules mean is in `docs/RULES.md`, cited by number.

pub mod address;
pub mod agreement;
pub mod catch_up;
pub mod correction;
pub mod cron;
pub mod delivery;
pub mod difference;
pub mod event;
pub mod fact;
pub mod follow_up;
pub mod guard;
pub mod invite;
pub mod key;
pub mod link;
pub mod meeting;
pub mod now;
pub mod pair;
pub mod person;
pub mod plain;
pub mod problem;
pub mod programme;
pub mod proposal;
pub mod reason;
pub mod reflection;
pub mod retention;
pub mod roadmap;
pub mod rule;
pub mod sending;
pub mod standing;
pub mod step;
pub mod timeline;
pub mod useful;
