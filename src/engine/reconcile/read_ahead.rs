//! Reading on another thread than the writing: a row's cells are checked while the rows before it find their pairs or go into the
//! database, which takes about as long.

use crate::domain::problem::Problem;
use crate::engine::reconcile::roster::Halted;
use crate::files::sheet::{Row, SheetReader};
use crate::store::StoreError;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Rows handed over at a time.
const BATCH: usize = 256;
/// Batches that may wait: memory stays small.
const WAITING: usize = 4;

/// Reads the sheet to its end, and gives every row to `take` in its order.
///
/// # Errors
/// What `take` says, or that the sheet cannot be read to its end.
pub(super) fn read_ahead(
    sheet: SheetReader,
    mut take: impl FnMut(Row) -> Result<(), StoreError>,
) -> Result<(), Halted> {
    let (sender, batches) = sync_channel(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || send_all(sheet, &sender));
        // Dropped before the scope ends, so that a reader whose rows nobody takes stops too.
        let batches = batches;
        for batch in &batches {
            for row in batch? {
                take(row)?;
            }
        }
        Ok(())
    })
}

fn send_all(sheet: SheetReader, sender: &SyncSender<Result<Vec<Row>, Problem>>) {
    let mut batch = Vec::with_capacity(BATCH);
    for row in sheet {
        match row {
            Ok(row) => batch.push(row),
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
