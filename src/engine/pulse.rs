//! Proof that the loop goes on: with each beat it says how long the next may take, and who watches sees whether it is late.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a piece of work may take that waits for nobody: a batch of pairs, reading the files.
pub const LONGEST_PIECE: Duration = Duration::from_secs(5 * 60);

/// The pulse of one loop; clones are the same one.
#[derive(Debug, Clone)]
pub struct Pulse(Arc<Mutex<Instant>>);

impl Default for Pulse {
    fn default() -> Pulse {
        Pulse(Arc::new(Mutex::new(Instant::now() + LONGEST_PIECE)))
    }
}

impl Pulse {
    /// The loop lives, and says so again within that time.
    pub fn beat(&self, again_within: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + again_within;
    }

    /// Whether the next beat is overdue.
    pub fn is_late(&self) -> bool {
        Instant::now() > *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Pulse;
    use std::time::Duration;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn a_beat_lasts_as_long_as_it_said() {
        let pulse = Pulse::default();
        pulse.beat(Duration::from_secs(60));
        advance(Duration::from_secs(59)).await;
        assert!(!pulse.clone().is_late());
        advance(Duration::from_secs(2)).await;
        assert!(pulse.is_late());
        pulse.beat(Duration::from_secs(1));
        assert!(!pulse.is_late());
    }
}
