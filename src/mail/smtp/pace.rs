//! How fast messages may follow each other, over all connections together.

use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Evenly spaced turns: never two closer than a minute / `per_minute`, no bursts after a pause, first come first served.
pub(super) struct Pace {
    spacing: Option<Duration>,
    /// Made with the first turn, as it needs a runtime.
    turns: Mutex<Option<Interval>>,
}

impl Pace {
    /// 0 is no limit.
    pub(super) fn new(per_minute: u32) -> Pace {
        let spacing = (per_minute > 0).then(|| Duration::from_secs(60) / per_minute);
        Pace { spacing, turns: Mutex::new(None) }
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) {
        let Some(spacing) = self.spacing else { return };
        let mut turns = self.turns.lock().await;
        let turns = turns.get_or_insert_with(|| {
            let mut turns = interval(spacing);
            turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
            turns
        });
        turns.tick().await;
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use std::sync::Arc;
    use std::time::Duration;
    use tokio::time::{Instant, advance};

    #[tokio::test(start_paused = true)]
    async fn turns_are_evenly_spaced_over_all_workers() {
        let pace = Arc::new(Pace::new(120));
        let start = Instant::now();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let pace = Arc::clone(&pace);
                tokio::spawn(async move {
                    pace.turn().await;
                    start.elapsed()
                })
            })
            .collect();
        let mut turns = Vec::new();
        for worker in workers {
            turns.push(worker.await.expect("worker").as_millis());
        }
        turns.sort_unstable();
        assert_eq!(turns, [0, 500, 1000, 1500]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_saves_nothing_up() {
        let pace = Pace::new(60);
        pace.turn().await;
        advance(Duration::from_secs(600)).await;
        let start = Instant::now();
        for _ in 0..3 {
            pace.turn().await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn no_limit_never_waits() {
        let pace = Pace::new(0);
        let start = Instant::now();
        for _ in 0..1000 {
            pace.turn().await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}
