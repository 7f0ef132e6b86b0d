//! The wall clock: the only place that reads it.

use jiff::Timestamp;

/// The present, as this machine has it.
pub fn now() -> Timestamp {
    Timestamp::now()
}
