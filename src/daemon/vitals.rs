//! What the daemon counts about itself while it runs, for who watches it.

use crate::domain::delivery::State;
use crate::domain::step::Step;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The counts of one run; clones are the same ones.
#[derive(Debug, Clone, Default)]
pub struct Vitals(Arc<Mutex<Counts>>);

/// What was counted up to now.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    /// Letters by step and what became of them, since the start.
    pub letters: BTreeMap<(&'static str, &'static str), u64>,
    /// When the files were last read and could be used.
    pub files_read_at: Option<Timestamp>,
    /// The last reading could not be used.
    pub are_files_refused: bool,
    /// When the mailbox was last looked through.
    pub mailbox_read_at: Option<Timestamp>,
    /// The mail server takes nothing from anybody.
    pub is_resting: bool,
    /// Letters whose template failed, since the start.
    pub unwritten: u64,
}

impl Vitals {
    /// A letter came into that state.
    pub(super) fn letter(&self, step: Step, state: State) {
        self.change(|counts| *counts.letters.entry((step.name(), state.name())).or_default() += 1);
    }

    /// A letter could not be written.
    pub(super) fn unwritten(&self) {
        self.change(|counts| counts.unwritten += 1);
    }

    /// The files were read and are in force.
    pub(super) fn files_read(&self, now: Timestamp) {
        self.change(|counts| (counts.files_read_at, counts.are_files_refused) = (Some(now), false));
    }

    /// The files could not be used.
    pub(super) fn files_refused(&self) {
        self.change(|counts| counts.are_files_refused = true);
    }

    /// The mailbox was looked through.
    pub(super) fn mailbox_read(&self, now: Timestamp) {
        self.change(|counts| counts.mailbox_read_at = Some(now));
    }

    /// Whether the mail server takes nothing; gives what it was before.
    pub(super) fn rests(&self, is_resting: bool) -> bool {
        let mut before = false;
        self.change(|counts| before = std::mem::replace(&mut counts.is_resting, is_resting));
        before
    }

    /// What was counted up to now.
    pub(super) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
