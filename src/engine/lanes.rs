//! Lanes: tasks that carry letters side by side, each with a courier of its own, and tell what became of each letter.

use crate::domain::delivery::Verdict;
use crate::mail::courier::{Courier, Envelope, Route};
use crate::store::Claimed;
use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout};

/// How long the letter in hand may take when the daemon is to stop.
const LAST_LETTER: Duration = Duration::from_secs(4);
/// Reports taken at a time, at most.
const REPORTS: usize = 256;
/// Letters a lane has in hand at most (rule 30).
const PER_LANE: usize = 8;
/// So many letters may wait for a lane while more are written.
const WAITING: usize = 256;
/// How long news of one letter waits for news of others.
const MOMENT: Duration = Duration::from_millis(2);
/// A lane that has not said anything of its letter for so long gets no more: its server may hang.
const QUICK: Duration = Duration::from_secs(1);

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
    lane: usize,
    /// The letter.
    pub letter: Box<Claimed>,
    /// Nothing: it was not tried, or given up before it could have arrived.
    pub verdict: Option<Verdict>,
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
    lanes: Vec<Lane>,
    /// Nothing more is given to them.
    pub is_closing: bool,
    reports: mpsc::Receiver<Report>,
    heard: Vec<Report>,
    /// Something had become of letters when it was asked last.
    is_moving: bool,
    tasks: tokio::task::JoinSet<()>,
}

struct Lane {
    work: mpsc::Sender<Box<Claimed>>,
    /// How many letters it has in hand.
    in_hand: usize,
    /// Since when it has the first of them in hand.
    since: Instant,
}

impl Lane {
    fn is_quick(&self) -> bool {
        self.in_hand == 0 || self.since.elapsed() < QUICK
    }
}

impl Lanes {
    /// One task and one courier for each lane of the route.
    pub fn new(route: &dyn Route, stop: &Stop) -> Lanes {
        let (report, reports) = mpsc::channel(REPORTS);
        let (mut lanes, mut tasks) = (Vec::new(), tokio::task::JoinSet::new());
        for lane in 0..route.lanes().max(1) {
            let (give, orders) = mpsc::channel(PER_LANE);
            tasks.spawn(carry(lane, route.open(), orders, report.clone(), stop.clone()));
            lanes.push(Lane { work: give, in_hand: 0, since: Instant::now() });
        }
        Lanes { lanes, is_closing: false, reports, heard: Vec::new(), is_moving: false, tasks }
    }

    /// Whether nothing is on its way.
    pub fn all_idle(&self) -> bool {
        self.heard.is_empty() && self.lanes.iter().all(|lane| lane.in_hand == 0)
    }

    /// How many letters they take: none while every lane has enough to go on with, as each claim is a commit.
    pub fn room(&self) -> usize {
        let quick = || self.lanes.iter().filter(|lane| lane.is_quick());
        let is_wanted = !self.is_closing && quick().any(|lane| lane.in_hand <= PER_LANE / 4);
        if is_wanted { quick().map(|lane| PER_LANE - lane.in_hand).sum() } else { 0 }
    }

    /// Gives a letter to the lane that has least to carry, of those that get on; of equals to the one that said something last, as
    /// another may hang.
    pub fn give(&mut self, letter: Claimed) {
        let free = self.lanes.iter_mut().filter(|lane| lane.in_hand < PER_LANE);
        let Some(lane) = free.min_by_key(|lane| (!lane.is_quick(), lane.in_hand, Reverse(lane.since))) else { return };
        if lane.in_hand == 0 {
            lane.since = Instant::now();
        }
        lane.in_hand += usize::from(lane.work.try_send(Box::new(letter)).is_ok());
    }

    /// Whether they get on, and so many letters waiting for them are enough.
    pub fn are_behind(&self, waiting: usize) -> bool {
        self.is_moving && waiting > WAITING
    }

    /// Looks whether something has become of letters, without waiting.
    pub async fn glance(&mut self) {
        yield_now().await;
        let reports = std::iter::from_fn(|| self.reports.try_recv().ok());
        self.heard.extend(reports.take(REPORTS));
    }

    /// Waits until something has become of a letter. Nothing is lost if it is not waited for to the end.
    pub async fn news(&mut self) {
        if self.heard.is_empty() {
            self.reports.recv_many(&mut self.heard, REPORTS).await;
        }
    }

    /// Waits a moment for more news, so that what became of many letters is written down together: until it is known of half of those
    /// in hand. Nothing is lost here either.
    pub async fn more_news(&mut self) {
        let in_hand: usize = self.lanes.iter().map(|lane| lane.in_hand).sum();
        let half = async {
            while 2 * self.heard.len() < in_hand && self.reports.recv_many(&mut self.heard, REPORTS).await > 0 {}
        };
        // A moment that is over says nothing of the lanes.
        let _ = timeout(MOMENT, half).await;
    }

    /// What has become of letters.
    pub fn take_reports(&mut self) -> Vec<Report> {
        self.is_moving = !self.heard.is_empty();
        for report in &self.heard {
            let lane = &mut self.lanes[report.lane];
            (lane.in_hand, lane.since) = (lane.in_hand - 1, Instant::now());
        }
        std::mem::take(&mut self.heard)
    }

    /// Lets every courier say goodbye.
    pub async fn finish(mut self) {
        self.lanes.clear();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// A lane: carries what it is given, one letter after the other. When the fault is everybody's it does not try what else it has in
/// hand.
async fn carry(
    lane: usize,
    mut courier: Box<dyn Courier>,
    mut orders: mpsc::Receiver<Box<Claimed>>,
    reports: mpsc::Sender<Report>,
    stop: Stop,
) {
    let mut gave_up = false;
    while let Some(letter) = orders.recv().await {
        let is_tried = !gave_up && !stop.is_asked();
        let verdict = if is_tried { deliver_one(&mut courier, &letter, &stop).await } else { None };
        gave_up |= matches!(verdict, Some(Verdict::Deferred { everybody: true, .. }));
        gave_up &= !orders.is_empty();
        if reports.send(Report { lane, letter, verdict }).await.is_err() {
            return;
        }
    }
    // At the end there is no time to wait for an answer to it.
    if !stop.is_asked() {
        courier.finish().await;
    }
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

#[cfg(test)]
mod tests {
    use super::{Lanes, PER_LANE, QUICK, Stop, WAITING};
    use crate::domain::delivery::Verdict;
    use crate::mail::courier::{Carried, Courier, Envelope, Route};
    use crate::store::Claimed;
    use crate::store::specimen::{address, invitation, message};
    use std::future::{Future, pending, ready};
    use std::pin::Pin;
    use std::time::Duration;
    use tokio::time::{advance, timeout};

    const STUCK: &str = "stuck@people.example";

    /// Hangs for ever at one reader's letter.
    struct Hanging;

    impl Courier for Hanging {
        fn deliver<'a>(&'a mut self, envelope: &'a Envelope, _: &'a [u8]) -> Carried<'a> {
            if envelope.to.as_str() == STUCK { Box::pin(pending()) } else { Box::pin(ready(Verdict::Accepted)) }
        }

        fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(ready(()))
        }
    }

    impl Route for Hanging {
        fn lanes(&self) -> usize {
            2
        }

        fn open(&self) -> Box<dyn Courier> {
            Box::new(Hanging)
        }
    }

    fn letter_to(reader: &str) -> Claimed {
        let mut letter = Claimed { delivery: invitation("spring", "p1", 1), message: message() };
        letter.message.envelope_to = address(reader);
        letter
    }

    /// Gives so many letters and waits for what becomes of them.
    async fn carried(lanes: &mut Lanes, count: usize) -> usize {
        (0..count).for_each(|_| lanes.give(letter_to("ann@people.example")));
        let mut told = 0;
        while told < count {
            timeout(QUICK, lanes.news()).await.expect("no letter behind the one that hangs");
            told += lanes.take_reports().len();
        }
        told
    }

    #[tokio::test(start_paused = true)]
    async fn a_lane_whose_server_hangs_keeps_its_letter_and_no_other() {
        let mut lanes = Lanes::new(&Hanging, &Stop::default());
        lanes.give(letter_to(STUCK));
        advance(Duration::from_millis(1)).await;
        assert_eq!(lanes.room(), 2 * PER_LANE - 1, "nobody knows yet");
        // Each of the two has one in hand then: the third is the one that could get stuck.
        assert_eq!(carried(&mut lanes, 1).await, 1);
        assert_eq!(carried(&mut lanes, 2).await, 2);
        advance(QUICK).await;
        assert_eq!(lanes.room(), PER_LANE);
        assert_eq!(carried(&mut lanes, PER_LANE).await, PER_LANE);
        assert!(!lanes.all_idle());
    }

    #[tokio::test(start_paused = true)]
    async fn letters_that_get_on_are_waited_for_a_moment_and_others_are_not() {
        let mut lanes = Lanes::new(&Hanging, &Stop::default());
        (0..2).for_each(|_| lanes.give(letter_to(STUCK)));
        lanes.more_news().await;
        assert!(lanes.take_reports().is_empty() && !lanes.are_behind(WAITING + 1), "nothing moves: more are written");
        let mut lanes = Lanes::new(&Hanging, &Stop::default());
        ["ann@people.example", "ben@people.example", STUCK].into_iter().for_each(|to| lanes.give(letter_to(to)));
        lanes.more_news().await;
        assert_eq!(lanes.take_reports().len(), 2, "the one that is stuck is not waited for");
        assert!(lanes.are_behind(WAITING + 1) && !lanes.are_behind(WAITING));
    }
}
