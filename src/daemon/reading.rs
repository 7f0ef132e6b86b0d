//! Reading the files again: asked for by SIGHUP, or by a row in the database that `sendoff reload` writes and this answers.

use crate::daemon::watch::Watch;
use crate::domain::problem::{Problem, Severity};
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::engine::office_change::put_in_force;
use crate::engine::reconcile::{Mode, Outcome, Reconciled, reconcile, tell_of_refusal};
use crate::files::config::Config;
use crate::files::service::Mail;
use crate::mail::courier::Route;
use crate::mail::transport;
use crate::store::{RELOAD_ANSWER, RELOAD_ASKED, Store, StoreError, View};
use jiff::Timestamp;
use serde_json::json;
use std::path::PathBuf;

/// Where the files are, and which mail settings are in force.
pub struct Reading {
    folder: PathBuf,
    mail: Mail,
    /// The eye on the folder.
    pub watch: Watch,
    /// A trial begins or ends: these files are about another state, and nothing of them is applied to this one (rule 8).
    pub means_another_state: bool,
}

/// What reading again came to.
pub struct Read {
    /// The way out, where the mail settings are other ones than before.
    pub route: Option<Box<dyn Route>>,
    /// Programmes whose edit is in force now.
    pub applied: Vec<String>,
    /// Holds that wait for a person.
    pub held: Vec<i64>,
    /// What is wrong with single programmes and rows.
    pub problems: Vec<Problem>,
}

/// Files of which everything works, and the way out if it is another one.
type Usable = (Config, Office, Option<Box<dyn Route>>);

/// The files cannot be used.
#[derive(Debug)]
pub struct Refusal {
    /// Why not.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Reads that folder; those mail settings are in force.
    pub fn new(folder: PathBuf, mail: Mail, watch: Watch) -> Reading {
        Reading { folder, mail, watch, means_another_state: false }
    }

    /// Reads the files and applies them as a whole, or not at all. Coordinators are told once of files that cannot be used.
    ///
    /// # Errors
    /// The database.
    pub fn read(&mut self, engine: &mut Engine, now: Timestamp) -> Result<Result<Read, Refusal>, EngineError> {
        let print = self.watch.look();
        let loaded = Config::load(&self.folder);
        self.watch.was_read(print, loaded.config.as_ref());
        let usable = match loaded.config {
            None => Err(loaded.problems.clone()),
            Some(config) => self.usable(config, engine),
        };
        let (config, office, route) = match usable {
            Ok(usable) => usable,
            Err(problems) => {
                tell_of_refusal(&mut engine.store, &problems, now)?;
                return Ok(Err(Refusal { problems }));
            }
        };
        let is_trial = |mail: &Mail| mail.redirect_all_to.is_some();
        if is_trial(&config.service.mail) != is_trial(&self.mail) {
            self.means_another_state = true;
            return Ok(Ok(Read { route: None, applied: Vec::new(), held: Vec::new(), problems: loaded.problems }));
        }
        put_in_force(&mut engine.store, &office, now)?;
        engine.office = office;
        let reconciled = reconcile(&mut engine.store, &config, now, Mode::Apply)?;
        self.mail = config.service.mail;
        let mut read = Read { route, applied: Vec::new(), held: Vec::new(), problems: loaded.problems };
        read.take(reconciled);
        Ok(Ok(read))
    }

    /// Everything that must work before anything is put in force.
    fn usable(&self, config: Config, engine: &Engine) -> Result<Usable, Vec<Problem>> {
        let office = Office::of(&config, engine.office.seed.clone(), engine.office.link_key.clone())?;
        let is_other = config.service.mail != self.mail;
        let route = if is_other { Some(transport::route(&config.service.mail)) } else { None };
        let route = route.transpose().map_err(|fault| {
            let path = config.dir.join("sendoff.toml").display().to_string();
            vec![Problem::error(path, format!("[mail.smtp]: {fault}"))]
        })?;
        Ok((config, office, route))
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
        let answer = json!({ "to": asked, "used": is_used, "applied": applied, "held": held, "errors": errors,
            "other_state": self.means_another_state });
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
