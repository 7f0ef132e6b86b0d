//! What comes back, and what becomes of it.

mod answers;
mod desk;
mod reports;
mod words;
