//! What systemd is told: that the daemon is ready, what it is doing, that its loop lives (`sd_notify`). Elsewhere nobody listens, and
//! nothing happens.

use crate::engine::pulse::Pulse;
use sd_notify::NotifyState;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::{debug, error};

/// Beats between two of systemd's deadlines: one may be lost.
const BEATS_A_DEADLINE: u32 = 3;

/// The way to systemd, and what it was told last.
#[derive(Debug, Default)]
pub(super) struct Supervisor {
    status: String,
    watch: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// The daemon is ready; from now on systemd hears of its pulse, if the unit has `WatchdogSec=`.
    pub fn ready(&mut self, pulse: &Pulse) {
        tell(&[NotifyState::Ready]);
        let pulse = pulse.clone();
        self.watch = sd_notify::watchdog_enabled()
            .map(|deadline| tokio::spawn(watch(pulse, deadline / BEATS_A_DEADLINE, || tell(&[NotifyState::Watchdog]))));
    }

    /// One line for `systemctl status`; told when it is another one.
    pub fn status(&mut self, status: String) {
        if status != self.status {
            tell(&[NotifyState::Status(&status)]);
            self.status = status;
        }
    }

    /// The files are being read; [`Supervisor::has_reloaded`] follows.
    pub fn reloads(&self) {
        match NotifyState::monotonic_usec_now() {
            Ok(now) => tell(&[NotifyState::Reloading, now]),
            Err(_) => tell(&[NotifyState::Reloading]),
        }
    }

    /// The files are read, or refused.
    pub fn has_reloaded(&self) {
        tell(&[NotifyState::Ready]);
    }

    /// The daemon ends.
    pub fn stops(&self) {
        tell(&[NotifyState::Stopping]);
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.abort();
        }
    }
}

/// Says that the loop lives for as long as it does. Runs beside the loop, so that a loop which holds its thread is found out too.
async fn watch(pulse: Pulse, every: Duration, say: impl Fn()) {
    let mut was_late = false;
    loop {
        let is_late = pulse.is_late();
        if !is_late {
            say();
        } else if !was_late {
            error!(
                "the loop does not go on; systemd starts sendoff again, and nothing is lost by that: report it if it comes back"
            );
        }
        was_late = is_late;
        sleep(every).await;
    }
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(reason) = sd_notify::notify(states) {
        debug!(%reason, "systemd cannot be told");
    }
}

#[cfg(test)]
mod tests {
    use super::watch;
    use crate::engine::pulse::Pulse;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;
    use tokio::time::sleep;

    #[tokio::test(start_paused = true)]
    async fn systemd_hears_of_the_loop_for_as_long_as_it_lives() {
        let (pulse, heard) = (Pulse::default(), Arc::new(AtomicUsize::new(0)));
        let counting = Arc::clone(&heard);
        pulse.beat(Duration::from_secs(60));
        let count = move || {
            counting.fetch_add(1, Ordering::Relaxed);
        };
        let watching = tokio::spawn(watch(pulse.clone(), Duration::from_secs(20), count));
        sleep(Duration::from_secs(300)).await;
        assert_eq!(heard.load(Ordering::Relaxed), 4, "at 0, 20, 40 and 60 s; then the loop stood still");
        pulse.beat(Duration::from_secs(60));
        sleep(Duration::from_secs(30)).await;
        assert!(heard.load(Ordering::Relaxed) > 4, "it goes on");
        watching.abort();
    }
}
