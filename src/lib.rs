#![doc = include_str!("../README.md")]
pub mod calendar;
pub mod domain;
pub mod engine;
pub mod files;
pub mod mail;
pub mod render;
pub mod store;
