//! Lanes: tasks that carry letters side by side, each with a courier of its own, and tell what became of each letter.

use crate::domain::delivery::Verdict;
use crate::mail::courier::{Courier, Envelope, Route};
use crate::store::Claimed;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;

/// Asks a delivery pass to end after the letters in hand; what was not tried goes back to the queue.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks, for good.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a lane says of one letter.
pub(super) struct Report {
    /// Which lane.
    pub lane: usize,
    /// The letter.
    pub letter: Box<Claimed>,
    /// Nothing: it was not tried.
    pub verdict: Option<Verdict>,
    /// The lane has nothing left to carry.
    pub is_last: bool,
}

/// The lanes of one pass, each a task with its courier.
pub(super) struct Lanes {
    /// Which lanes have nothing to carry.
    pub idle: Vec<bool>,
    work: Vec<mpsc::Sender<Vec<Claimed>>>,
    tasks: tokio::task::JoinSet<()>,
}

impl Lanes {
    /// One task and one courier for each lane of the route.
    pub fn new(route: &dyn Route, reports: mpsc::Sender<Report>, stop: &Stop) -> Lanes {
        let mut lanes = Lanes { idle: Vec::new(), work: Vec::new(), tasks: tokio::task::JoinSet::new() };
        for lane in 0..route.lanes().max(1) {
            let (work, orders) = mpsc::channel(1);
            lanes.tasks.spawn(carry(lane, route.open(), orders, reports.clone(), stop.clone()));
            lanes.work.push(work);
            lanes.idle.push(true);
        }
        lanes
    }

    /// Whether nothing is on its way.
    pub fn all_idle(&self) -> bool {
        self.idle.iter().all(|idle| *idle)
    }

    /// Gives an idle lane letters to carry.
    pub fn give(&mut self, lane: usize, letters: Vec<Claimed>) {
        self.idle[lane] = self.work[lane].try_send(letters).is_err();
    }

    /// Lets every courier say goodbye.
    pub async fn finish(mut self) {
        self.work.clear();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// A lane: carries what it is given, one letter after the other, and stops trying when the fault is everybody's.
async fn carry(
    lane: usize,
    mut courier: Box<dyn Courier>,
    mut orders: mpsc::Receiver<Vec<Claimed>>,
    reports: mpsc::Sender<Report>,
    stop: Stop,
) {
    while let Some(letters) = orders.recv().await {
        let mut rest = letters.into_iter().peekable();
        let mut stopped = false;
        while let Some(letter) = rest.next() {
            stopped |= stop.is_asked();
            let verdict = if stopped { None } else { Some(deliver_one(&mut courier, &letter).await) };
            stopped |= matches!(verdict, Some(Verdict::Deferred { everybody: true, .. }));
            let report = Report { lane, letter: Box::new(letter), verdict, is_last: rest.peek().is_none() };
            if reports.send(report).await.is_err() {
                return;
            }
        }
    }
    courier.finish().await;
}

async fn deliver_one(courier: &mut Box<dyn Courier>, letter: &Claimed) -> Verdict {
    let envelope =
        Envelope { from: Some(letter.message.envelope_from.clone()), to: letter.message.envelope_to.clone() };
    courier.deliver(&envelope, &letter.message.bytes).await
}
