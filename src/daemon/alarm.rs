//! The alarm clock: rings the bell when an instant comes, in UTC. When that is, is computed elsewhere.
//!
//! Its scheduler looks at the clock twice a second for as long as it lives. So it is wound up in the last minute only, and before
//! that the loop just sleeps; the loop wakes by itself, too, should the scheduler die.

use crate::daemon::bell::Bell;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tracing::debug;

/// So long before the instant it is wound up.
pub(super) const BEFORE: Duration = Duration::from_secs(60);

/// Rings for an instant, or not at all.
pub(super) struct Alarm {
    bell: Bell,
    set: Option<(Timestamp, JobScheduler)>,
}

impl Alarm {
    /// Not set.
    pub fn new(bell: Bell) -> Alarm {
        Alarm { bell, set: None }
    }

    /// Rings then, and for nothing it was set to before.
    pub async fn set(&mut self, at: Timestamp) {
        if self.set.as_ref().is_some_and(|(set, _)| *set == at) {
            return;
        }
        self.unset().await;
        match ringing(self.bell.clone(), at).await {
            Ok(scheduler) => self.set = Some((at, scheduler)),
            Err(reason) => debug!(%reason, "the alarm cannot be set; the loop wakes by itself"),
        }
    }

    /// Rings no more.
    pub async fn unset(&mut self) {
        if let Some((_, mut scheduler)) = self.set.take() {
            // One that goes on rings once for nobody.
            let _ = scheduler.shutdown().await;
        }
    }
}

async fn ringing(bell: Bell, at: Timestamp) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    scheduler.add(Job::new(line(at), move |_, _| bell.ring())?).await?;
    scheduler.start().await?;
    Ok(scheduler)
}

/// The instant as six fields in UTC, seconds first; the next whole second.
fn line(at: Timestamp) -> String {
    let whole = at.checked_add(SignedDuration::from_millis(999)).unwrap_or(at);
    whole.strftime("%-S %-M %-H %-d %-m *").to_string()
}

#[cfg(test)]
mod tests {
    use super::{Alarm, line};
    use crate::daemon::bell::Bell;
    use crate::daemon::clock::WallClock;
    use crate::engine::clock::Clock;
    use jiff::SignedDuration;
    use std::time::Duration;
    use tokio::time::timeout;

    #[test]
    fn an_instant_is_a_line_of_cron_in_utc() {
        assert_eq!(line("2027-05-03T09:00:00+02:00".parse().unwrap()), "0 0 7 3 5 *");
        assert_eq!(line("2027-12-31T23:59:59.2Z".parse().unwrap()), "0 0 0 1 1 *");
    }

    #[tokio::test]
    async fn it_rings_at_the_last_instant_it_was_set_to() {
        let bell = Bell::default();
        let mut alarm = Alarm::new(bell.clone());
        alarm.set(WallClock.now() + SignedDuration::from_secs(3600)).await;
        // A machine that stands still for a moment may miss one; not all of them.
        let rung_at = async {
            loop {
                let at = WallClock.now() + SignedDuration::from_secs(1);
                alarm.set(at).await;
                if timeout(Duration::from_secs(3), bell.rung()).await.is_ok() {
                    return at;
                }
            }
        };
        let at = timeout(Duration::from_secs(60), rung_at).await.expect("it rings");
        assert!(WallClock.now() >= at);
    }
}
