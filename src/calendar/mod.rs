//! Floor 1: calendar objects out and in (RFC 5545, RFC 5546), without any mail around them.
//!
//! Writing goes through the `icalendar` crate, reading through `calcard`: what comes from outside may be hostile, and only the latter survives it.
//! Nothing here knows the time, touches a file or decides what a calendar should show.

pub mod answer;
mod fold;
pub mod holidays;
pub mod itip;
mod yearly;
