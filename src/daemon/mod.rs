//! Floor 4: the loop. Ticks, delivers, and sleeps until there is something to do.
//!
//! Promises: one daemon for a state folder; a broken edit leaves the last good state in force; no server keeps it from anything; when it
//! is asked to stop it finishes the letter in hand, or gives it up, and ends within five seconds; its log lines have fixed fields and
//! never an address, a name or a letter's text.
//! Leaves to others: everything that is decided (engine), pages (web), what is said at a terminal (cli).

mod alarm;
pub mod bell;
pub mod clock;
mod hearing;
pub mod journal;
mod metrics;
pub mod reading;
pub mod run;
mod signals;
pub mod start;
mod status_line;
mod supervisor;
mod vitals;
mod watch;
pub mod watch_post;
