//! `run`: where the loop is put together with what is said at a terminal.

use crate::cli::args::Place;
use crate::cli::column::clean;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::log;
use crate::cli::screen::Screen;
use crate::cli::story;
use crate::cli::trial;
use crate::daemon::clock::WallClock;
use crate::daemon::run::{End, RunError};
use crate::daemon::start::{Daemon, StartError};
use crate::daemon::watch_post::WatchPost;
use crate::domain::delivery::State;
use crate::domain::problem::Problem;
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::error::EngineError;
use crate::files::service::Web;
use crate::store::{DATABASE_FILE, LockError, Store};
use crate::web::{self, Door, Seal, Site};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Runs until it is asked to stop, or once.
///
/// # Errors
/// Files that cannot be used, another daemon on the same state, or a server that takes nothing.
pub fn run(screen: &mut Screen, place: &Place, once: bool, clock: &dyn Clock) -> Result<(), Failure> {
    log::begin(place.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let outcome = loop {
        match run_in(screen, &runtime, place, once, clock) {
            // A trial began or ended: another state is meant from now on.
            Ok(End::AnotherState) => {}
            Ok(End::Asked) => break Ok(()),
            Err(failure) => break Err(failure),
        }
    };
    // A courier that hangs is not waited for: what it had in hand is on record as uncertain.
    runtime.shutdown_background();
    outcome
}

fn run_in(
    screen: &mut Screen,
    runtime: &tokio::runtime::Runtime,
    real: &Place,
    once: bool,
    clock: &dyn Clock,
) -> Result<End, Failure> {
    let place = trial::place(real);
    let (daemon, problems) = Daemon::start(&place.config, &place.state_folder(), clock.now())?;
    match &daemon.engine.office.service.mail.redirect_all_to {
        Some(_) => {
            tracing::warn!("this is a trial: every letter goes to the address in redirect_all_to, and nothing counts")
        }
        None => trial::end(real)?,
    }
    ground::say(&problems)?;
    if once {
        return runtime.block_on(run_once(screen, daemon, clock)).map(|()| End::Asked);
    }
    runtime.block_on(run_on(daemon, &place.state_folder(), clock))
}

async fn run_on(mut daemon: Daemon, state: &Path, clock: &dyn Clock) -> Result<End, Failure> {
    let pages = open_pages(&mut daemon, state).await?;
    open_metrics(&daemon, state).await?;
    let outcome = daemon.run(clock, || std::process::exit(0), say_if_read).await.map_err(Failure::from);
    drop(pages);
    outcome
}

/// Opens what watchers ask, where the settings say so.
async fn open_metrics(daemon: &Daemon, state: &Path) -> Result<(), Failure> {
    let Some(listen) = daemon.engine.office.service.metrics else { return Ok(()) };
    let (vitals, pulse) = (daemon.vitals.clone(), daemon.engine.pulse.clone());
    let post = WatchPost::new(&state.join(DATABASE_FILE), vitals, pulse, || WallClock.now())?;
    let opened = post.open(listen).await;
    opened.map_err(|error| Failure::Outside(anyhow::anyhow!("[metrics] cannot listen on {listen}: {error}")))
}

/// Opens the pages, where there are any, over a connection of their own; they close when what is returned is dropped.
async fn open_pages(daemon: &mut Daemon, state: &Path) -> Result<Option<oneshot::Sender<()>>, Failure> {
    let Some(web) = daemon.engine.office.service.web.clone() else { return Ok(None) };
    let listen = &web.listen;
    let outside = |error: &dyn std::fmt::Display| {
        Failure::Outside(anyhow::anyhow!("the pages cannot be opened at {listen}: {error}"))
    };
    let seal = web.tls.as_ref().map(Seal::read).transpose().map_err(|error| outside(&error))?.map(Arc::new);
    let door = Door::open(listen).await.map_err(|error| outside(&error))?;
    let door = seal.iter().cloned().fold(door, Door::sealed);
    let store = Store::open(&state.join(DATABASE_FILE))?;
    let bell = daemon.bell.clone();
    let engine = Engine::new(store, daemon.engine.office.clone());
    let site = Arc::new(Site::new(engine, || WallClock.now(), move || bell.ring()));
    let read_again = Arc::clone(&site);
    daemon.on_reading = Some(Box::new(move |office| {
        read_again.renew(office.clone());
        renew(seal.as_deref(), office.service.web.as_ref());
    }));
    let (open, closed) = oneshot::channel();
    tokio::spawn(async move {
        let served = web::serve(door, site, async {
            let _ = closed.await;
        });
        if let Err(error) = served.await {
            tracing::error!(%error, "the pages are closed; restart sendoff to open them again");
        }
    });
    tracing::info!(%listen, "the pages are open");
    Ok(Some(open))
}

/// A certificate that was renewed since is used from now on.
fn renew(seal: Option<&Seal>, web: Option<&Web>) {
    let tls = web.and_then(|web| web.tls.as_ref());
    if let Some(Err(error)) = seal.zip(tls).map(|(seal, tls)| seal.renew(tls)) {
        tracing::warn!(reason = %error, "the pages' new certificate cannot be used, the last one stays: `sendoff check` looks at it");
    }
}

/// Whether anybody reads what is wrong with sheets does not matter: the rest goes on.
fn say_if_read(problems: &[Problem]) {
    let _ = ground::say(problems);
}

async fn run_once(screen: &mut Screen, mut daemon: Daemon, clock: &dyn Clock) -> Result<(), Failure> {
    let states = daemon.once(clock, say_if_read).await?;
    let last: Vec<State> = states.into_iter().filter(|state| *state != State::Sending).collect();
    let summary = story::summary(last.iter().map(|state| (state.name(), 1)));
    let summary = if summary.is_empty() { "nothing was due".to_owned() } else { summary };
    writeln!(screen, "{summary}")?;
    let waiting = daemon.engine.store.open_holds()?;
    for hold in waiting {
        let is_everything = hold.hold.programme.is_empty();
        let programme = if is_everything { "everything".to_owned() } else { clean(&hold.hold.programme) };
        writeln!(screen, "{programme} waits: `sendoff approve {}` shows and lets it go", hold.id)?;
    }
    Ok(())
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Failure {
        match error {
            StartError::Files(problems) => Failure::Files(problems),
            StartError::Settings(fault) => {
                Failure::Files(vec![Problem::error("sendoff.toml", format!("[mail.smtp]: {fault}"))])
            }
            StartError::Lock(LockError::Held(_)) | StartError::Lock(_) | StartError::Store(_) => {
                Failure::Outside(error.into())
            }
            StartError::Engine(error) => Failure::from(error),
        }
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Failure {
        match error {
            RunError::Engine(EngineError::Render(error)) => Failure::from(error),
            other => Failure::Outside(other.into()),
        }
    }
}
