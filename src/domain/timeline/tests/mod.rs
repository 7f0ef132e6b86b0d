//! The rules, played: each test is a pair's story on simulated time, and what it got.

mod bench;
mod player;
mod promises;
mod story_around;
