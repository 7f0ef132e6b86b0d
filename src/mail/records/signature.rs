//! Who signs letters.

use crate::mail::dkim::Signer;
use crate::mail::records::Finding;

/// Who signs letters, as far as it can be told from here.
#[derive(Debug)]
pub enum Signature {
    /// Whoever hands them on.
    Relay,
    /// We do, with this key.
    Own(Signer),
    /// We do, for that domain, with a key that could not be read; and what there is to say of it.
    Unread(String, Finding),
}
