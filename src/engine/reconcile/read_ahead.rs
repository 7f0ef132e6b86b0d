//! Reading on another thread than the writing: what is heavy about a row (its cells checked, its pair written out and hashed)
//! is done while the rows before it go into the database.

use crate::domain::fact::Fact;
use crate::domain::pair::Pair;
use crate::domain::problem::Problem;
use crate::engine::reconcile::cells::{fingerprint_of, first_facts};
use crate::engine::reconcile::roster::Halted;
use crate::files::sheet::{Row, SetAside, SheetReader};
use crate::store::StoreError;
use jiff::Timestamp;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Rows handed over at a time.
const BATCH: usize = 256;
/// Batches that may wait: memory stays small.
const WAITING: usize = 4;

/// A row, made ready to be written.
pub(super) struct Ready {
    pub line: u32,
    pub warnings: Vec<Problem>,
    pub outcome: Result<ReadyPair, SetAside>,
}

/// A pair, made ready to be written.
pub(super) struct ReadyPair {
    pub pair: Pair,
    /// The pair as JSON.
    pub json: String,
    pub fingerprint: [u8; 16],
    pub facts: Vec<Fact>,
}

/// Reads the sheet to its end, and gives every row to `take` in its order.
///
/// # Errors
/// What `take` says, or that the sheet cannot be read to its end.
pub(super) fn read_ahead(
    sheet: SheetReader,
    now: Timestamp,
    mut take: impl FnMut(Ready) -> Result<(), StoreError>,
) -> Result<(), Halted> {
    let (sender, batches) = sync_channel(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || send_all(sheet, now, &sender));
        // Dropped before the scope ends, so that a reader whose rows nobody takes stops too.
        let batches = batches;
        for batch in &batches {
            for ready in batch? {
                take(ready)?;
            }
        }
        Ok(())
    })
}

fn send_all(sheet: SheetReader, now: Timestamp, sender: &SyncSender<Result<Vec<Ready>, Problem>>) {
    let mut batch = Vec::with_capacity(BATCH);
    for row in sheet {
        match row {
            Ok(row) => batch.push(ready(row, now)),
            Err(problem) => {
                let _ = sender.send(Ok(batch)).and_then(|()| sender.send(Err(problem)));
                return;
            }
        }
        if batch.len() == BATCH {
            let whole = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if sender.send(Ok(whole)).is_err() {
                return;
            }
        }
    }
    let _ = sender.send(Ok(batch));
}

fn ready(row: Row, now: Timestamp) -> Ready {
    let outcome = row.outcome.map(|pair| {
        // A pair has nothing that JSON cannot hold.
        let json = serde_json::to_string(&pair).unwrap_or_default();
        ReadyPair { fingerprint: fingerprint_of(json.as_bytes()), facts: first_facts(&pair, now), json, pair }
    });
    Ready { line: row.line, warnings: row.warnings, outcome }
}
