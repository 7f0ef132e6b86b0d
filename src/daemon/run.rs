//! The loop: look, do what is due, sleep until something is.

use crate::daemon::alarm::{Alarm, BEFORE};
use crate::daemon::hearing::{self, Hearing};
use crate::daemon::signals::Signals;
use crate::daemon::start::Daemon;
use crate::daemon::status_line::status_line;
use crate::daemon::supervisor::Supervisor;
use crate::domain::delivery::State;
use crate::domain::problem::Problem;
use crate::domain::useful::later;
use crate::engine::clock::Clock;
use crate::engine::error::EngineError;
use crate::engine::pulse::LONGEST_PIECE;
use crate::engine::tick::{Tick, Ticked};
use crate::store::StoreError;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio::time::sleep;
use tracing::{error, info, warn};

/// How long letters may keep the loop at a time; what is on its way then goes on by itself.
const SLICE: Duration = Duration::from_secs(5);
/// Between two passes at least, so that a fault does not spin.
const BREATH: Duration = Duration::from_millis(200);
/// The longest sleep: then a clock that was put forward, a machine that slept and a folder whose changes nobody tells are found out.
const LONGEST_SLEEP: Duration = Duration::from_secs(5 * 60);
/// The longest sleep where the system tells of no changes in files at all.
const LONGEST_BLIND_SLEEP: Duration = Duration::from_secs(10);
/// A wait not worth an alarm.
const SHORT: Duration = Duration::from_secs(2);
/// Passes of `--once`, at most: a letter may bring about another.
const MOST_PASSES: usize = 50;

/// Why the loop ended before it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The database, or a fault of ours.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Signals cannot be set up.
    #[error("the loop cannot begin: {0}")]
    SetUp(String),
    /// Nobody can be written to.
    #[error("sending does not work: {0}")]
    Sending(String),
}

impl From<StoreError> for RunError {
    fn from(error: StoreError) -> RunError {
        RunError::Engine(error.into())
    }
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was asked to.
    Asked,
    /// The files mean another state: a trial begins or ends (rule 8).
    AnotherState,
}

/// What one pass came to.
#[derive(Debug, Default)]
struct Pass {
    /// What has become of letters.
    states: Vec<State>,
    /// Something was done, so there may be more.
    did_something: bool,
    /// What the server said of everybody.
    resting_because: Option<String>,
}

impl Daemon {
    /// Does everything that is due now, delivers it, and gives what became of letters. `say` is told what is wrong with sheets.
    ///
    /// # Errors
    /// The database, or a server that takes nothing from anybody.
    pub async fn once(&mut self, clock: &dyn Clock, say: impl FnOnce(&[Problem])) -> Result<Vec<State>, RunError> {
        say(&self.catch_up(clock.now())?);
        let mut states = Vec::new();
        if self.mailbox()?.is_some() {
            hearing::hear_once(&mut self.engine, clock.now()).await?;
        }
        for _ in 0..MOST_PASSES {
            let pass = self.pass(clock, Duration::MAX).await?;
            states.extend(pass.states);
            if let Some(reason) = pass.resting_because {
                return Err(RunError::Sending(reason));
            }
            let more = self.engine.next_wake()?.is_some_and(|at| at <= clock.now());
            if !(more && pass.did_something) {
                break;
            }
        }
        Ok(states)
    }

    /// Runs until SIGTERM or SIGINT, and ends within five seconds: if something that waits for nobody takes longer, by `give_up`.
    /// It is ready before the sheets are read, which may take a while; `say` is told what is wrong with them.
    ///
    /// # Errors
    /// The database, after some attempts; or a system without signals.
    pub async fn run(
        mut self,
        clock: &dyn Clock,
        give_up: impl FnOnce() + Send + 'static,
        say: impl FnOnce(&[Problem]),
    ) -> Result<End, RunError> {
        let signals = Signals::listen(self.engine.stop.clone(), give_up);
        let mut signals = signals.map_err(|error| RunError::SetUp(error.to_string()))?;
        let mut supervisor = Supervisor::default();
        supervisor.ready(&self.engine.pulse);
        let outcome = match self.catch_up(clock.now()) {
            Ok(problems) => {
                say(&problems);
                info!("sendoff runs");
                self.turn(clock, &mut signals, &mut supervisor).await
            }
            Err(error) => Err(error.into()),
        };
        supervisor.stops();
        if outcome.is_ok() {
            info!("sendoff ends");
        }
        outcome
    }

    async fn turn(
        &mut self,
        clock: &dyn Clock,
        signals: &mut Signals,
        supervisor: &mut Supervisor,
    ) -> Result<End, RunError> {
        let mut hearing = Hearing::begin(self.mailbox()?);
        let mut alarm = Alarm::new(self.bell.clone());
        loop {
            self.engine.pulse.beat(LONGEST_PIECE);
            let settle = self.engine.office.service.guard.settle;
            let is_asked = self.engine.store.setting(crate::store::RELOAD_ASKED)?.is_some();
            if self.reading.watch.is_due(settle, clock.now()) || is_asked {
                self.reload(clock.now(), supervisor)?;
            }
            if self.reading.means_another_state {
                return Ok(End::AnotherState);
            }
            if !hearing.is_of(self.mailbox()?) {
                hearing = Hearing::begin(self.mailbox()?);
            }
            // It sees by itself that it is to stop, and ends what it began.
            let pass = self.pass(clock, SLICE).await?;
            if self.engine.stop.is_asked() {
                return self.end(clock).await;
            }
            supervisor.status(status_line(&self.engine)?);
            let rest = self.rest(self.due_in(&pass, clock.now())?, &mut alarm, clock.now()).await;
            self.engine.pulse.beat(rest + LONGEST_PIECE);
            let bell = self.bell.clone();
            tokio::select! {
                biased;
                () = signals.stop.asked() => return self.end(clock).await,
                _ = signals.hangup.recv() => self.reload(clock.now(), supervisor)?,
                question = hearing.question() => {
                    self.vitals.mailbox_read(clock.now());
                    hearing::answer(&mut self.engine, question, clock.now())?;
                }
                () = self.sending.news() => {}
                () = bell.rung() => {}
                () = sleep(rest) => {}
            }
        }
    }

    fn reload(&mut self, now: Timestamp, supervisor: &Supervisor) -> Result<(), RunError> {
        supervisor.reloads();
        let outcome = self.read_again(now);
        supervisor.has_reloaded();
        Ok(outcome?)
    }

    /// The end: letters in hand are finished or given up, and what became of them is recorded.
    async fn end(&mut self, clock: &dyn Clock) -> Result<End, RunError> {
        if self.sending.is_under_way() {
            let (sending, route) = (&mut self.sending, self.route.as_ref());
            self.engine.deliver_for(Duration::MAX, &mut Tick::over(), sending, route, clock).await?;
            self.journal.tell(&self.engine.store)?;
        }
        Ok(End::Asked)
    }

    async fn pass(&mut self, clock: &dyn Clock, longest: Duration) -> Result<Pass, RunError> {
        let mut tick = self.engine.begin_tick(clock.now())?;
        self.tell_of_faults(&mut tick.ticked);
        let (sending, route) = (&mut self.sending, self.route.as_ref());
        let delivered = self.engine.deliver_for(longest, &mut tick, sending, route, clock).await?;
        self.tell_of_faults(&mut tick.ticked);
        if let Some(reason) = &delivered.resting_because {
            warn!(
                reason,
                "the mail server takes no letters now; they wait and are tried again: `sendoff check --online` tries it"
            );
        }
        let is_resting = self.engine.sending_rests_until().is_some();
        if self.vitals.rests(is_resting) && !is_resting {
            info!("the mail server takes letters again");
        }
        let states = self.journal.tell(&self.engine.store)?;
        let did_something = tick.ticked.pairs > 0 || tick.ticked.queued > 0 || !states.is_empty();
        Ok(Pass { states, did_something, resting_because: delivered.resting_because })
    }

    fn tell_of_faults(&self, ticked: &mut Ticked) {
        for fault in ticked.faults.drain(..) {
            // The words of a fault name a template and a place in it, never what would have stood there.
            error!(reason = %fault, "a letter could not be written: mend that template, `sendoff check` shows the line");
            self.vitals.unwritten();
        }
    }

    /// In how long something is due, if anything will be. What is due already and could not be done waits for whatever changes that.
    fn due_in(&self, pass: &Pass, now: Timestamp) -> Result<Option<Duration>, RunError> {
        let until = |at: Timestamp| Duration::try_from(at.duration_since(now)).unwrap_or_default();
        let settled_at = self.reading.watch.due_at(self.engine.office.service.guard.settle);
        let Some(wake) = [self.engine.next_wake()?, settled_at].into_iter().flatten().min().map(until) else {
            return Ok(None);
        };
        let rest = self.engine.sending_rests_until().filter(|at| *at > now).map(until);
        Ok(match (wake.is_zero(), rest) {
            (true, Some(rest)) => Some(rest),
            // More is given to lanes when they have news.
            (true, None) if !pass.did_something => None,
            _ => Some(wake),
        })
    }

    /// How long to sleep now; in the last minute before something is due the alarm rings for it.
    async fn rest(&self, due_in: Option<Duration>, alarm: &mut Alarm, now: Timestamp) -> Duration {
        let longest = if self.reading.watch.is_blind() { LONGEST_BLIND_SLEEP } else { LONGEST_SLEEP };
        match due_in {
            Some(due_in) if due_in > SHORT && due_in <= BEFORE => {
                alarm.set(later(now, SignedDuration::try_from(due_in).unwrap_or_default())).await;
                // Should the alarm have died.
                (due_in + SHORT).min(longest)
            }
            Some(due_in) => {
                alarm.unset().await;
                due_in.checked_sub(BEFORE).unwrap_or(due_in).clamp(BREATH, longest)
            }
            None => {
                alarm.unset().await;
                longest
            }
        }
    }
}

#[cfg(test)]
mod numbers;
#[cfg(test)]
mod tests;
