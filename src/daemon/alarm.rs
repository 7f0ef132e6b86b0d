//! The heartbeat: rings the bell every ten seconds, in UTC. Due times are computed elsewhere; this only asks to look.

use crate::daemon::bell::Bell;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

/// Six fields, seconds first.
const EVERY_TEN_SECONDS: &str = "*/10 * * * * *";

/// Rings for as long as it lives.
pub struct Alarm {
    scheduler: JobScheduler,
}

impl Alarm {
    /// Starts ringing.
    ///
    /// # Errors
    /// When the scheduler cannot start.
    pub async fn set(bell: Bell) -> Result<Alarm, JobSchedulerError> {
        let scheduler = JobScheduler::new().await?;
        let ring = Job::new(EVERY_TEN_SECONDS, move |_, _| bell.ring())?;
        scheduler.add(ring).await?;
        scheduler.start().await?;
        Ok(Alarm { scheduler })
    }

    /// Stops ringing.
    pub async fn unset(mut self) {
        // The loop ends anyhow; a heartbeat that goes on rings for nobody.
        let _ = self.scheduler.shutdown().await;
    }
}
