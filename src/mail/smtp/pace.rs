//! How fast messages may follow each other, over all connections together: in all, and to one domain.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Domains whose last turn is remembered; more have never been written to within a minute.
const MOST_DOMAINS: usize = 10_000;

/// Evenly spaced turns: never two closer than a minute / `per_minute`, no bursts after a pause, first come first served.
struct Turns {
    spacing: Option<Duration>,
    /// Made with the first turn, as it needs a runtime.
    next: Mutex<Option<Interval>>,
}

/// Turns of all messages, and of those to each domain.
pub(super) struct Pace {
    all: Turns,
    per_minute_and_domain: u32,
    domains: std::sync::Mutex<HashMap<String, Arc<Turns>>>,
}

impl Turns {
    /// 0 is no limit.
    fn new(per_minute: u32) -> Turns {
        let spacing = (per_minute > 0).then(|| Duration::from_secs(60) / per_minute);
        Turns { spacing, next: Mutex::new(None) }
    }

    async fn turn(&self) {
        let Some(spacing) = self.spacing else { return };
        let mut next = self.next.lock().await;
        let next = next.get_or_insert_with(|| {
            let mut turns = interval(spacing);
            turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
            turns
        });
        next.tick().await;
    }
}

impl Pace {
    /// 0 is no limit.
    pub(super) fn new(per_minute: u32, per_minute_and_domain: u32) -> Pace {
        Pace { all: Turns::new(per_minute), per_minute_and_domain, domains: std::sync::Mutex::default() }
    }

    /// Waits for a turn to that domain, and then for one of all, which nobody has to wait for in vain then.
    pub(super) async fn turn(&self, domain: &str) {
        if self.per_minute_and_domain > 0 {
            let turns = self.turns_of(domain);
            turns.turn().await;
        }
        self.all.turn().await;
    }

    fn turns_of(&self, domain: &str) -> Arc<Turns> {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if domains.len() > MOST_DOMAINS {
            domains.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        let turns = || Arc::new(Turns::new(self.per_minute_and_domain));
        Arc::clone(domains.entry(domain.to_ascii_lowercase()).or_insert_with(turns))
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
        let pace = Arc::new(Pace::new(120, 0));
        let start = Instant::now();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let pace = Arc::clone(&pace);
                tokio::spawn(async move {
                    pace.turn("readers.test").await;
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
        let pace = Pace::new(60, 0);
        pace.turn("readers.test").await;
        advance(Duration::from_secs(600)).await;
        let start = Instant::now();
        for _ in 0..3 {
            pace.turn("readers.test").await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn no_limit_never_waits() {
        let pace = Pace::new(0, 0);
        let start = Instant::now();
        for _ in 0..1000 {
            pace.turn("readers.test").await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_domain_has_turns_of_its_own() {
        let pace = Pace::new(0, 60);
        let start = Instant::now();
        for domain in ["a.test", "b.test", "A.test", "b.test", "c.test"] {
            pace.turn(domain).await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(1), "the second to a and the second to b");
        let pace = Pace::new(30, 60);
        let start = Instant::now();
        for _ in 0..3 {
            pace.turn("a.test").await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(4), "both limits hold");
    }
}
