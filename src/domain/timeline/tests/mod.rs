//! The rules, played: each test is a pair's story on simulated time, and what it got.

mod anything;
mod bench;
mod player;
mod promises;
mod story_addresses;
mod story_answers;
mod story_around;
mod story_endings;
mod story_moves;
mod story_roadmap;
mod story_staying;
mod transcript;
