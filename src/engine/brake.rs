//! The brake: nothing is sent while it is on, across restarts. Facts go on record meanwhile.

use crate::domain::fact::{Fact, What};
use crate::domain::person::Role;
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::store::{PAUSED, Source};
use jiff::Timestamp;

impl Engine {
    /// Stops sending: of one programme, or of everything.
    ///
    /// # Errors
    /// The database, or a programme that is not known.
    pub fn pause(&mut self, programme: Option<&str>) -> Result<(), EngineError> {
        self.set_brake(programme, true)
    }

    /// Goes on. Every pair concerned is asked at the next tick; what is no longer useful lapses.
    ///
    /// # Errors
    /// The database, or a programme that is not known.
    pub fn resume(&mut self, programme: Option<&str>) -> Result<(), EngineError> {
        self.set_brake(programme, false)
    }

    /// Lets a pair's waiting agreement go (`contact_after = "approval"`, rule 22).
    ///
    /// # Errors
    /// The database, or a pair that is not known.
    pub fn approve_agreement(&mut self, pair: &str, now: Timestamp) -> Result<bool, EngineError> {
        let row = self.pair(pair)?;
        let fact = Fact { at: now, who: Some(Role::Coordinator), what: What::Approved {} };
        self.collect(&row, fact, Source::Record, now)
    }

    fn set_brake(&mut self, programme: Option<&str>, on: bool) -> Result<(), EngineError> {
        let known = self.store.programmes()?;
        if let Some(id) = programme.filter(|id| known.iter().all(|row| row.id != *id)) {
            return Err(EngineError::NoSuchProgramme(id.to_owned()));
        }
        self.store.write(|tx| {
            match programme {
                Some(id) => tx.set_programme_paused(id, on)?,
                None => tx.set_setting(PAUSED, on.then_some("yes"))?,
            }
            for row in known.iter().filter(|row| programme.is_none_or(|id| id == row.id)) {
                tx.wake_programme(&row.id)?;
            }
            Ok(())
        })?;
        Ok(())
    }
}
