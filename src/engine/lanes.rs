//! Lanes: tasks that carry letters side by side, each with a courier of its own, and tell what became of each letter.

use crate::domain::delivery::Verdict;
use crate::mail::courier::{Courier, Envelope, Route};
use crate::store::Claimed;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

/// How long the letter in hand may take when the daemon is to stop.
const LAST_LETTER: Duration = Duration::from_secs(4);
/// Reports taken at a time, at most.
const REPORTS: usize = 64;

/// Asks a delivery pass to end after the letters in hand; what was not tried goes back to the queue.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    /// Asks, for good.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }

    /// Whether somebody asked.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until somebody asks.
    pub async fn asked(&self) {
        // It cannot fail: we hold the sender.
        let _ = self.0.subscribe().wait_for(|is_asked| *is_asked).await;
    }
}

/// What a lane says of one letter.
pub(super) struct Report {
    /// Which lane.
    lane: usize,
    /// The letter.
    pub letter: Box<Claimed>,
    /// Nothing: it was not tried, or given up before it could have arrived.
    pub verdict: Option<Verdict>,
    /// The lane has nothing left to carry.
    is_last: bool,
}

/// Letters on their way while the loop does other things; none at first.
#[derive(Default)]
pub struct Sending(pub(super) Option<Lanes>);

impl Sending {
    /// Waits until something has become of a letter; for ever, where none is on its way.
    pub async fn news(&mut self) {
        match &mut self.0 {
            Some(lanes) => lanes.news().await,
            None => std::future::pending().await,
        }
    }

    /// Whether letters are on their way.
    pub fn is_under_way(&self) -> bool {
        self.0.is_some()
    }

    /// What is on its way ends there; letters after it go another way.
    pub fn turn_away(&mut self) {
        if let Some(lanes) = &mut self.0 {
            lanes.is_closing = true;
        }
    }
}

/// The lanes of one pass, each a task with its courier.
pub(super) struct Lanes {
    /// Which lanes have nothing to carry.
    pub idle: Vec<bool>,
    /// Nothing more is given to them.
    pub is_closing: bool,
    work: Vec<mpsc::Sender<Vec<Claimed>>>,
    reports: mpsc::Receiver<Report>,
    heard: Vec<Report>,
    tasks: tokio::task::JoinSet<()>,
}

impl Lanes {
    /// One task and one courier for each lane of the route.
    pub fn new(route: &dyn Route, stop: &Stop) -> Lanes {
        let (report, reports) = mpsc::channel(REPORTS);
        let (mut idle, mut work, mut tasks) = (Vec::new(), Vec::new(), tokio::task::JoinSet::new());
        for lane in 0..route.lanes().max(1) {
            let (give, orders) = mpsc::channel(1);
            tasks.spawn(carry(lane, route.open(), orders, report.clone(), stop.clone()));
            work.push(give);
            idle.push(true);
        }
        Lanes { idle, is_closing: false, work, reports, heard: Vec::new(), tasks }
    }

    /// Whether nothing is on its way.
    pub fn all_idle(&self) -> bool {
        self.heard.is_empty() && self.idle.iter().all(|idle| *idle)
    }

    /// Gives an idle lane letters to carry.
    pub fn give(&mut self, lane: usize, letters: Vec<Claimed>) {
        self.idle[lane] = self.work[lane].try_send(letters).is_err();
    }

    /// Waits until something has become of a letter. Nothing is lost if it is not waited for to the end.
    pub async fn news(&mut self) {
        if self.heard.is_empty() {
            self.reports.recv_many(&mut self.heard, REPORTS).await;
        }
    }

    /// What has become of letters.
    pub fn take_reports(&mut self) -> Vec<Report> {
        for report in &self.heard {
            self.idle[report.lane] |= report.is_last;
        }
        std::mem::take(&mut self.heard)
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
            let verdict = if stopped { None } else { deliver_one(&mut courier, &letter, &stop).await };
            stopped |= matches!(verdict, Some(Verdict::Deferred { everybody: true, .. }));
            let report = Report { lane, letter: Box::new(letter), verdict, is_last: rest.peek().is_none() };
            if reports.send(report).await.is_err() {
                return;
            }
        }
    }
    courier.finish().await;
}

/// Its fate; nothing, if it was given up because the daemon is to stop and cannot have arrived.
async fn deliver_one(courier: &mut Box<dyn Courier>, letter: &Claimed, stop: &Stop) -> Option<Verdict> {
    let envelope =
        Envelope { from: Some(letter.message.envelope_from.clone()), to: letter.message.envelope_to.clone() };
    let stops = async {
        stop.asked().await;
        sleep(LAST_LETTER).await;
    };
    tokio::select! {
        biased;
        verdict = courier.deliver(&envelope, &letter.message.bytes) => return Some(verdict),
        () = stops => {}
    }
    let reason = || "the server did not answer before the end".to_owned();
    courier.may_have_arrived().then(|| Verdict::Uncertain { reason: reason() })
}
