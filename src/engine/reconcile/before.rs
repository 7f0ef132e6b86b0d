//! Which programmes there were before a reading, also if one that brought new ones was cut short: what comes with its programme is
//! no edit of it, and is not receipted.

use crate::engine::reconcile::Mode;
use crate::files::config::Config;
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;

/// The setting that remembers them while such a reading is under way.
const UNFINISHED: &str = "before this reading";

/// The programmes there were.
pub(super) struct Before {
    pub known: BTreeSet<String>,
    is_noted: bool,
}

impl Before {
    /// Looks, before anything is read, and notes it where programmes are about to join.
    pub fn of(store: &mut Store, config: &Config, mode: Mode) -> Result<Before, StoreError> {
        let noted = store.setting(UNFINISHED)?.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(known) = noted {
            return Ok(Before { known, is_noted: mode != Mode::Look });
        }
        let known: BTreeSet<String> = store.programmes()?.into_iter().map(|row| row.id).collect();
        let joins = config.programmes.iter().any(|file| !known.contains(&file.programme.id));
        let is_noted = joins && mode != Mode::Look;
        if is_noted {
            let text = serde_json::to_string(&known)
                .map_err(|_| StoreError::Other("the programmes cannot be written down".to_owned()))?;
            store.write(|tx| tx.set_setting(UNFINISHED, Some(&text)))?;
        }
        Ok(Before { known, is_noted })
    }

    /// The reading is over.
    pub fn finish(self, store: &mut Store) -> Result<(), StoreError> {
        if self.is_noted { store.write(|tx| tx.set_setting(UNFINISHED, None)) } else { Ok(()) }
    }
}
