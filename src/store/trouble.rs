//! Which pairs may need somebody, found without playing them through.
//!
//! What is on record only says whom to ask: every pair that needs somebody is among them, and their timelines say which do.

use crate::store::PairRow;
use crate::store::column::micros;
use crate::store::error::StoreError;
use crate::store::open::View;
use crate::store::pair_row::{COLUMNS, pair_row};
use crate::store::pairs::{PAGE, paged};
use jiff::Timestamp;
use rusqlite::params;

/// Facts after which nobody is needed who was not before. Of any other kind, also one that is new, the pair is asked.
const HARMLESS: &str = "'accepted', 'tentative', 'scheduled', 'moved', 'met', 'continuing', 'roadmap', 'renewal',
    'practice_nudges', 'reflection', 'reflection_copy', 'corrected', 'stopped', 'vanished', 'returned', 'paused', 'ended'";

impl View {
    /// The pairs of a programme that may need somebody, in the order of their ids: set aside or held, without a date for their
    /// session, with an address that fails, with an answer that a coordinator may have to act on. Read in pages.
    pub fn pairs_to_ask<'a>(
        &'a self,
        programme: &'a str,
        now: Timestamp,
    ) -> impl Iterator<Item = Result<PairRow, StoreError>> + 'a {
        let sql = format!(
            "SELECT {COLUMNS} FROM pair p WHERE programme = ?1 AND id > ?2 AND (
                 set_aside IS NOT NULL OR held_by IS NOT NULL
                 OR EXISTS (SELECT 1 FROM address WHERE bounced_at IS NOT NULL
                     AND key IN (lower(p.mentor_address), lower(p.mentee_address)))
                 OR NOT EXISTS (SELECT 1 FROM fact f WHERE f.programme = p.programme AND f.pair = p.id AND f.at <= ?3
                     AND f.what ->> '$.fact' IN ('scheduled', 'moved'))
                 OR EXISTS (SELECT 1 FROM fact f WHERE f.programme = p.programme AND f.pair = p.id
                     AND f.what ->> '$.fact' NOT IN ({HARMLESS})
                     AND (f.what ->> '$.fact' <> 'follow_up' OR 'approval' = coalesce(p.contact_after,
                         (SELECT g.programme ->> '$.contact_after' FROM programme g WHERE g.id = p.programme))))
             ) ORDER BY id LIMIT {PAGE}"
        );
        paged(
            String::new(),
            |row: &PairRow| row.pair.id.clone(),
            move |after| {
                let mut statement = self.connection.prepare_cached(&sql)?;
                statement.query_and_then(params![programme, after, micros(now)], pair_row)?.collect()
            },
        )
    }
}
