//! The one integration binary: a topic a module, so that linking is paid for once.
//!
//! `smtp_server.rs` and `certificate.rs` are shared with the unit tests of `mail::smtp`, which include them by path.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[macro_use]
mod each_story;

#[allow(dead_code, reason = "the unit tests of `mail::smtp` use the rest")]
mod certificate;
mod checking;
mod cli;
mod conformance;
mod counting_sink;
mod crash;
mod daemon;
mod desk;
mod digest;
mod edits;
mod golden;
mod hostile;
mod letting_go;
mod load;
mod mutations;
mod online;
mod properties;
mod readme;
mod running;
mod service;
mod sheet_copy;
#[allow(dead_code, reason = "the unit tests of `mail::smtp` use the rest")]
mod smtp_server;
mod stories;
mod tidy;
mod turns;
mod waiting;
mod web;
