//! What reading a sheet does to known pairs beside their rows.

use crate::store::error::StoreError;
use crate::store::open::Tx;
use crate::store::pair_row::RowFault;
use rusqlite::params;

impl Tx<'_> {
    /// A pair whose row has a fault now: it keeps what was last known, and its timeline is asked again. One that had vanished
    /// stays so until the row is mended. `false`: no such pair is known.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_aside(&self, programme: &str, pair: &str, fault: &RowFault) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE pair SET set_aside = iif(vanished, NULL, ?3), set_aside_line = iif(vanished, NULL, ?4),
             wake_at = iif(vanished, wake_at, 0) WHERE programme = ?1 AND id = ?2",
        )?;
        Ok(statement.execute(params![programme, pair, fault.what, fault.line])? == 1)
    }

    /// Marks a pair as gone from the sheet, and asks its timeline again. `false`: no such pair is known.
    ///
    /// # Errors
    /// As for any write.
    pub fn set_vanished(&self, programme: &str, pair: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE pair SET vanished = 1, set_aside = NULL, set_aside_line = NULL, wake_at = 0
             WHERE programme = ?1 AND id = ?2",
        )?;
        Ok(statement.execute([programme, pair])? == 1)
    }
}
