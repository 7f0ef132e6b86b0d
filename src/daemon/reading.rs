//! Reading the files again: asked for by SIGHUP, or by a row in the database that `sendoff reload` writes and this answers.

use crate::daemon::start::redirects;
use crate::domain::problem::{Problem, Severity};
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::engine::reconcile::{Mode, Outcome, Reconciled, reconcile};
use crate::files::config::Config;
use crate::files::service::Mail;
use crate::store::{RELOAD_ANSWER, RELOAD_ASKED, Store, StoreError, View};
use jiff::Timestamp;
use serde_json::json;
use std::path::PathBuf;

/// Where the files are, and which mail settings are in force.
#[derive(Debug)]
pub struct Reading {
    folder: PathBuf,
    mail: Mail,
}

/// What reading again came to.
#[derive(Debug)]
pub struct Read {
    /// Other mail settings than before.
    pub route: Option<Mail>,
    /// Programmes whose edit is in force now.
    pub applied: Vec<String>,
    /// Holds that wait for a person.
    pub held: Vec<i64>,
    /// What is wrong with single programmes and rows.
    pub problems: Vec<Problem>,
}

/// The files cannot be used.
#[derive(Debug)]
pub struct Refusal {
    /// Why not.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Reads that folder; those mail settings are in force.
    pub fn new(folder: PathBuf, mail: Mail) -> Reading {
        Reading { folder, mail }
    }

    /// Reads the files and applies them as a whole, or not at all.
    ///
    /// # Errors
    /// The database.
    pub fn read(&mut self, engine: &mut Engine, now: Timestamp) -> Result<Result<Read, Refusal>, EngineError> {
        let loaded = Config::load(&self.folder);
        let Some(config) = loaded.config else { return Ok(Err(Refusal { problems: loaded.problems })) };
        if let Some(problem) = redirects(&config) {
            return Ok(Err(Refusal { problems: vec![problem] }));
        }
        let (seed, key) = (engine.office.seed.clone(), engine.office.link_key.clone());
        let office = match Office::of(&config, seed, key) {
            Ok(office) => office,
            Err(problems) => return Ok(Err(Refusal { problems })),
        };
        engine.office = office;
        let reconciled = reconcile(&mut engine.store, &config, now, Mode::Apply)?;
        let route = (config.service.mail != self.mail).then(|| config.service.mail.clone());
        self.mail = config.service.mail;
        let mut read = Read { route, applied: Vec::new(), held: Vec::new(), problems: loaded.problems };
        read.take(reconciled);
        Ok(Ok(read))
    }

    /// Who asked, if somebody waits for an answer.
    ///
    /// # Errors
    /// As for any read.
    pub fn asked(&self, store: &View) -> Result<Option<String>, StoreError> {
        store.setting(RELOAD_ASKED)
    }

    /// Answers who asked.
    ///
    /// # Errors
    /// As for any write.
    pub fn answer(
        &self,
        store: &mut Store,
        asked: Option<String>,
        outcome: &Result<Read, Refusal>,
    ) -> Result<(), StoreError> {
        let Some(asked) = asked else { return Ok(()) };
        let (is_used, applied, held, problems) = match outcome {
            Ok(read) => (true, read.applied.as_slice(), read.held.as_slice(), &read.problems),
            Err(refusal) => (false, [].as_slice(), [].as_slice(), &refusal.problems),
        };
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let answer = json!({ "to": asked, "used": is_used, "applied": applied, "held": held, "errors": errors });
        store.write(|tx| {
            tx.set_setting(RELOAD_ASKED, None)?;
            tx.set_setting(RELOAD_ANSWER, Some(&answer.to_string()))
        })
    }
}

impl Read {
    fn take(&mut self, reconciled: Reconciled) {
        self.problems.extend(reconciled.problems);
        for change in reconciled.programmes {
            match change.outcome {
                Outcome::Applied => self.applied.push(change.programme),
                Outcome::Held(held) => self.held.push(held.id),
                _ => {}
            }
            self.held.extend(change.awaits_approval.map(|held| held.id));
        }
    }
}
