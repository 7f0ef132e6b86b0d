//! What wakes the loop. Rung by the alarm, by pages, by files that change and by other commands that wrote into the state; ringing twice
//! before the loop looks is ringing once.

use std::sync::Arc;
use tokio::sync::Notify;

/// A bell; clones ring the same one.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Rings. Never waits.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until it is rung; at once, if it was since the last time.
    pub async fn rung(&self) {
        self.0.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::Bell;

    #[tokio::test]
    async fn a_ring_is_heard_by_who_listens_later() {
        let bell = Bell::default();
        bell.clone().ring();
        bell.ring();
        bell.rung().await;
        let silence = tokio::time::timeout(std::time::Duration::ZERO, bell.rung()).await;
        assert!(silence.is_err(), "two rings before anybody listens are one");
    }
}
