//! What is remembered of the last reading of a programme's files.

use crate::domain::guard::Tally;
use crate::engine::reconcile::receipt::SettingsFiles;
use crate::store::{LAST_READ, StoreError, Tx, View};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How far back the guard looks (rule 29).
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// The contents that are in force, and what brought them about lately.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct LastRead {
    /// Hash of the contents that are in force; empty if there are none.
    pub contents: String,
    /// The version of the zone rules then.
    pub zones: String,
    /// They were read without a single problem.
    pub is_clean: bool,
    /// Rows that were set aside for a date that can be read two ways.
    #[serde(default)]
    pub unclear_dates: u32,
    /// The files its settings stand in.
    #[serde(default)]
    pub files: SettingsFiles,
    /// What the edits of the last day did, oldest first; those that a person approved aside.
    pub recent: Vec<Recent>,
}

/// An edit that went without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recent {
    at: Timestamp,
    cancels: u32,
    moves: u32,
    changed_people: u32,
    rows_before: u32,
}

fn setting(programme: &str) -> String {
    format!("{LAST_READ}{programme}")
}

/// Has the programme's sheet looked at again, though it did not change.
///
/// # Errors
/// As for any write.
pub fn read_anew(tx: &Tx<'_>, programme: &str) -> Result<(), StoreError> {
    let last = LastRead::of(tx, programme)?;
    LastRead { is_clean: false, ..last }.keep(tx, programme)
}

impl LastRead {
    /// What is remembered of that programme; one that is not readable any more counts as nothing.
    pub fn of(store: &View, programme: &str) -> Result<LastRead, StoreError> {
        let text = store.setting(&setting(programme))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    pub fn keep(&self, tx: &Tx<'_>, programme: &str) -> Result<(), StoreError> {
        let text = serde_json::to_string(self)
            .map_err(|_| StoreError::Other("what was read cannot be written down".to_owned()))?;
        tx.set_setting(&setting(programme), Some(&text))
    }

    /// Everything the last 24 hours did, summed up.
    pub fn last_day(&self, now: Timestamp) -> Tally {
        let recent: Vec<&Recent> = self.recent.iter().filter(|edit| edit.is_recent(now)).collect();
        let rows_before = recent.first().map_or(0, |edit| edit.rows_before);
        let mut sum = Tally { rows_before, ..Tally::default() };
        for edit in recent {
            sum.cancels = sum.cancels.saturating_add(edit.cancels);
            sum.moves = sum.moves.saturating_add(edit.moves);
            sum.changed_people = sum.changed_people.saturating_add(edit.changed_people);
        }
        sum
    }

    /// The same after an edit that went without asking.
    pub fn after(&self, tally: &Tally, now: Timestamp) -> Vec<Recent> {
        let edit = Recent {
            at: now,
            cancels: tally.cancels,
            moves: tally.moves,
            changed_people: tally.changed_people,
            rows_before: tally.rows_before,
        };
        let counts = edit.cancels + edit.moves + edit.changed_people > 0 || tally.rows_after < tally.rows_before;
        let kept = self.recent.iter().filter(|edit| edit.is_recent(now)).cloned();
        kept.chain(Some(edit).filter(|_| counts)).collect()
    }
}

impl Recent {
    fn is_recent(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) < WINDOW
    }
}
