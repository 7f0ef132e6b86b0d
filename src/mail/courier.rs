//! The way out, as the rest of the program sees it: a tiny edge with an in-memory twin.
//!
//! A [`Route`] opens [`Courier`]s. One courier is one lane: it carries one message at a time, is owned by one worker, and
//! keeps whatever it needs between messages (a connection, a folder). Opening cannot fail and does no IO: a courier connects when it
//! has something to carry, so that everything that goes wrong on the way is a [`Verdict`] about a message.
//!
//! Promises every courier makes, checked by the suite in `conformance`:
//! - The bytes arrive as given; only what the transport itself defines is added (Maildir: two `X-Envelope-…` lines).
//! - `Accepted` means the other side has made the message durable. `Refused` and `Deferred` mean it has nothing.
//! - `Uncertain` is said only when the last byte was handed over and no answer came. Carrying the same message again is then harmless
//!   where the other side can tell (Maildir: same Message-ID, one file) and a known risk elsewhere.
//! - After any verdict the courier can carry the next message. It never waits without a limit.
//! - No reason holds an address or a word of the letter.
//!
//! Retries, back-off, pacing and which verdict makes an address dead for good are the caller's.

use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use std::future::Future;
use std::pin::Pin;

/// What is written on the outside: one message goes to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Where a bounce goes (`MAIL FROM`); `None` is the null sender `<>`, of which nothing comes back.
    pub from: Option<Address>,
    /// The recipient (`RCPT TO`).
    pub to: Address,
}

/// The fate of one message, told when it is known.
pub type Carried<'a> = Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>;

/// One lane out.
pub trait Courier: Send {
    /// Carries one message (RFC 5322 bytes: CRLF, 7-bit, final CRLF) to one recipient.
    ///
    /// Dropping the future before it is done leaves the fate of the message unknown and the lane in an unknown state:
    /// drop the courier too, and count the message as [`Verdict::Uncertain`] if it [may have arrived](Courier::may_have_arrived).
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a>;

    /// Whether the message whose future was dropped may have arrived. Where nobody can tell, it may.
    fn may_have_arrived(&self) -> bool {
        true
    }

    /// Says goodbye politely, within a few seconds at most. Dropping a courier instead loses nothing but manners.
    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// A way out that can be opened several times.
pub trait Route: Send + Sync {
    /// How many couriers may be open at once (`[mail.smtp] connections`); at least 1.
    fn lanes(&self) -> usize;

    /// A new lane. Does no IO.
    fn open(&self) -> Box<dyn Courier>;
}
