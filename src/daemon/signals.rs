//! What the system asks for: to stop (SIGTERM, SIGINT), to read the files again (SIGHUP).
//!
//! The wish to stop is heard on a task of its own: work that waits for nobody sees it through [`Stop`] and ends early, and what does not
//! end in time is left to the database, which keeps of a transaction all or nothing.

use crate::engine::lanes::Stop;
use std::io;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::warn;

/// How long an end may take in all.
const END_WITHIN: Duration = Duration::from_millis(4_800);

/// The signals, heard from now on.
pub(super) struct Signals {
    pub stop: Stopping,
    pub hangup: Signal,
}

/// The wish to stop, once there is one.
pub(super) struct Stopping {
    stop: Stop,
    listens: JoinHandle<()>,
}

impl Signals {
    /// Begins to listen: `stop` is asked at once when the daemon is to stop, and `give_up` is called if it has not by then.
    ///
    /// # Errors
    /// A system without signals.
    pub fn listen(stop: Stop, give_up: impl FnOnce() + Send + 'static) -> io::Result<Signals> {
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let ask = stop.clone();
        let listens = tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            ask.ask();
            sleep(END_WITHIN).await;
            warn!("what was under way is not finished; it is undone, and done again at the next start");
            give_up();
        });
        Ok(Signals { stop: Stopping { stop, listens }, hangup: signal(SignalKind::hangup())? })
    }
}

impl Stopping {
    /// Waits until the daemon is to stop.
    pub async fn asked(&self) {
        self.stop.asked().await;
    }
}

impl Drop for Stopping {
    fn drop(&mut self) {
        self.listens.abort();
    }
}
