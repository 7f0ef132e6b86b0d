//! What comes in: bytes of any kind become an [`Incoming`], which says what a mail is and nothing of what to do about it.
//!
//! Pure and total: any bytes have a reading, none panics, and time and memory are bounded whatever was sent. A message is taken apart here, part by
//! part, no deeper than [`entity::DEEPEST`] and no more than [`entity::MOST_PARTS`]; only heads and single parts are given to the MIME parser. What is
//! cut off or left out is said ([`Incoming::is_cut`]).
//!
//! Nothing is believed: who may answer for whom, and whether a mail is about a letter of ours, is for the caller to decide.

mod automatic;
mod bounce;
mod complaint;
mod entity;
mod head;
mod incoming;
mod returned;
mod words;

pub use bounce::{Action, Bounce, Recipient};
pub use entity::MOST_OCTETS;
pub use incoming::{Complaint, Human, Incoming, Kind, Verdict, read};
pub use words::{Agreement, fresh, says_away, yes_or_no};

#[cfg(test)]
mod tests;
