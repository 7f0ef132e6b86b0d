//! Floor 2: mail out. Finished bytes from a letter, and the ways by which they leave.
//!
//! [`compose`] makes bytes and touches nothing else; a [`courier::Courier`] takes bytes out and knows nothing of letters.
//! What happens to a message is always a [`Verdict`](crate::domain::delivery::Verdict), never an error: the outbox stores it.
//! When to send, to whom, and what to do with a verdict is decided above (`engine`).

mod body;
pub mod compose;
#[cfg(test)]
pub(crate) mod conformance;
pub mod courier;
pub mod dkim;
pub mod inbox;
pub mod mailbox;
pub mod maildir;
pub mod memory;
pub mod names;
pub mod nowhere;
pub mod opened;
pub mod read;
pub mod records;
pub mod redirect;
pub mod reserved;
pub mod smtp;
pub mod transport;
