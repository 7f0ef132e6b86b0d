//! Beginning: the lock, the settings, the state; then the sheets. Everything that can be wrong is said before anything is sent.

use crate::daemon::bell::Bell;
use crate::daemon::journal::Journal;
use crate::daemon::reading::{Reading, Refusal};
use crate::daemon::vitals::Vitals;
use crate::daemon::watch::Watch;
use crate::domain::problem::Problem;
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::installation::{identity, settle_in};
use crate::engine::lanes::Sending;
use crate::engine::office::Office;
use crate::engine::office_change::put_in_force;
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::reconcile::{Mode, reconcile};
use crate::files::config::Config;
use crate::files::machine::machine_id;
use crate::files::service::Mailbox;
use crate::files::starter;
use crate::mail::courier::Route;
use crate::mail::smtp::SettingsFault;
use crate::mail::transport;
use crate::store::{DATABASE_FILE, LockError, RESTORED, StateLock, Store, StoreError, doorbell, link_key};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use tracing::{info, warn};

/// What somebody else does with settings and words that were read anew.
pub type OnReading = Box<dyn Fn(&Office) + Send>;

/// The daemon, begun.
pub struct Daemon {
    /// The engine over the state.
    pub engine: Engine,
    /// What wakes the loop; others may ring it.
    pub bell: Bell,
    /// Told of the settings and words whenever the files were read again.
    pub on_reading: Option<OnReading>,
    pub(super) route: Box<dyn Route>,
    pub(super) sending: Sending,
    pub(super) reading: Reading,
    pub(super) journal: Journal,
    /// The files whose sheets have not been read yet: nothing may be sent before.
    unread: Option<Config>,
    /// What is counted for who watches.
    pub vitals: Vitals,
    _lock: StateLock,
}

/// Why the daemon does not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another one has the state folder, or it cannot be made.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The files cannot be used.
    #[error("the files cannot be used")]
    Files(Vec<Problem>),
    /// The mail settings cannot work.
    #[error(transparent)]
    Settings(#[from] SettingsFault),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database, or a fault of ours.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl Daemon {
    /// Takes the state folder and reads the settings. What the sheets say is read by [`Daemon::catch_up`], which takes as long as they
    /// are large.
    ///
    /// # Errors
    /// [`StartError`]; the state is as it was then.
    pub fn start(config: &Path, state: &Path, now: Timestamp) -> Result<(Daemon, Vec<Problem>), StartError> {
        refuse_untouched(config)?;
        let lock = StateLock::take(state)?;
        let loaded = Config::load(config);
        let Some(read) = loaded.config else { return Err(StartError::Files(loaded.problems)) };
        let route = transport::route(&read.service.mail)?;
        let mut store = Store::open(&state.join(DATABASE_FILE))?;
        let office = Office::of(&read, store.seed()?, link_key(state)?).map_err(StartError::Files)?;
        let identity = identity(read.service.instance.as_deref(), &machine_id(), state);
        if let Some(hold) = settle_in(&mut store, &identity, now)? {
            warn!(
                hold = hold.id,
                "this state was restored or comes from elsewhere: nothing is sent before `sendoff approve`"
            );
        }
        let vitals = Vitals::default();
        let journal = Journal::begin(&store, vitals.clone())?;
        let bell = Bell::default();
        let doorbell = doorbell(state)?;
        let watch = Watch::begin(config.to_owned(), &doorbell, &read, bell.clone(), now);
        let mut engine = Engine::new(store, office);
        engine.lets_go = true;
        let reading = Reading::new(config.to_owned(), read.service.mail.clone(), watch);
        let daemon = Daemon {
            engine,
            bell,
            on_reading: None,
            route,
            sending: Sending::default(),
            reading,
            journal,
            unread: Some(read),
            vitals,
            _lock: lock,
        };
        Ok((daemon, loaded.problems))
    }

    /// Brings the state to what the sheets say and puts away what the last run had in hand, once; gives what is wrong with sheets.
    /// Nothing is sent before.
    ///
    /// # Errors
    /// The database.
    pub fn catch_up(&mut self, now: Timestamp) -> Result<Vec<Problem>, EngineError> {
        let Some(read) = self.unread.take() else { return Ok(Vec::new()) };
        self.engine.pulse.beat(LONGEST_PIECE);
        put_in_force(&mut self.engine.store, &self.engine.office, now)?;
        let reconciled = reconcile(&mut self.engine.store, &read, now, Mode::Apply)?;
        let found = self.engine.recover(now)?;
        if found > 0 {
            warn!(count = found, "letters were on their way when the last run ended; they may have arrived");
        }
        info!(programmes = read.programmes.len(), problems = reconciled.problems.len(), "the files are read");
        self.vitals.files_read(now);
        Ok(reconciled.problems)
    }

    /// The mailbox to read; none in a trial (rule 8), and while it may be another installation's (rule 33).
    pub(super) fn mailbox(&self) -> Result<Option<&Mailbox>, StoreError> {
        let is_trial = self.engine.office.service.mail.redirect_all_to.is_some();
        let is_ours = !is_trial && self.engine.store.setting(RESTORED)?.is_none();
        Ok(self.engine.office.service.mailbox.as_ref().filter(|_| is_ours))
    }

    /// Reads the files again; what cannot be used leaves the last good state in force.
    ///
    /// # Errors
    /// The database.
    pub(super) fn read_again(&mut self, now: Timestamp) -> Result<(), EngineError> {
        let asked = self.reading.asked(&self.engine.store)?;
        let mut outcome = self.reading.read(&mut self.engine, now)?;
        match &mut outcome {
            Ok(read) => {
                self.vitals.files_read(now);
                if let Some(route) = read.route.take() {
                    self.route = route;
                    self.sending.turn_away();
                }
                if let Some(tell) = &self.on_reading {
                    tell(&self.engine.office);
                }
                info!(applied = read.applied.len(), held = read.held.len(), "the files are read again");
            }
            Err(Refusal { problems }) => {
                self.vitals.files_refused();
                let count = problems.len();
                warn!(
                    problems = count,
                    "the files cannot be used, the last ones stay in force: `sendoff check` names the lines"
                );
            }
        }
        self.reading.answer(&mut self.engine.store, asked, &outcome)?;
        Ok(())
    }
}

/// Nobody means to write to the people of the example.
fn refuse_untouched(config: &Path) -> Result<(), StartError> {
    let path: PathBuf = config.join("sendoff.toml");
    let is_untouched = std::fs::read_to_string(&path).is_ok_and(|text| starter::is_untouched(&text));
    if !is_untouched {
        return Ok(());
    }
    let what = "this is still the starter's configuration";
    let hint = "put your organisation, sender and mail server into it; `sendoff demo` shows the example at work";
    Err(StartError::Files(vec![Problem::error(path.display().to_string(), what).hint(hint)]))
}
