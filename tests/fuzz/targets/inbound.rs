//! A whole mail, as it lies in the mailbox.
#![no_main]

#[path = "../entries.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::inbound(bytes));
