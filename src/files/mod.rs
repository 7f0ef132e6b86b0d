//! Floor 1: the user's files in, [`Problem`](crate::domain::problem::Problem)s out.
//!
//! Reads `sendoff.toml`, programmes, pairs, roadmaps and holidays into the plain data of `domain`. Promises: whatever
//! bytes the files hold, every fault is reported with its place and what to do, all of them at once; one faulty row or
//! programme never takes the others with it; sheets of any length are read in bounded memory. Leaves to others: what the
//! files mean for what was read before (engine), where problems are shown (cli). No database, no clock.

pub mod config;
pub mod date;
mod fault;
pub mod footprint;
mod holidays;
pub mod machine;
pub(crate) mod path;
pub mod programme;
mod programme_file;
pub mod roadmap;
pub mod secret;
pub mod service;
mod service_file;
mod settings;
pub mod sheet;
mod source;
pub mod starter;
mod step_rules;
#[cfg(test)]
mod tests;
mod value;
mod web_section;
mod work_hours;
