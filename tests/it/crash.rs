//! Dying everywhere: every commit and every call of the courier is a numbered point. A story is played again and again, and the
//! process dies at point 1, 2, 3 …; it is started anew on the same database, and the story must end as it ends without.
//! It is played until everything that what comes next depends on is as it was without the fault; from there on it is the same.
//!
//! What may differ is what nobody can know: a letter that was on the wire goes again, with the same name and the same bytes.

use crate::stories::diff::diff;
use crate::stories::story::Story;
use crate::stories::transcript::transcript;
use crate::stories::world::{Home, World};
use mail_parser::MessageParser;
use sendoff::domain::delivery::Delivery;
use sendoff::engine::error::EngineError;
use sendoff::mail::courier::{Carried, Courier, Envelope, Route};
use sendoff::mail::memory::{Arrival, Memory};
use sendoff::store::{Fault, FaultAt, StoreError, View};
use std::collections::BTreeMap;
use std::future::{Future, pending, ready};
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Notify;

/// A way out that dies with the process: before a letter is carried, or after it and before anybody is told.
#[derive(Clone)]
struct Mortal {
    server: Memory,
    points: FaultAt,
    died: Arc<Notify>,
}

impl Route for Mortal {
    fn lanes(&self) -> usize {
        1
    }

    fn open(&self) -> Box<dyn Courier> {
        Box::new(MortalLane { lane: self.server.open(), way: self.clone() })
    }
}

struct MortalLane {
    lane: Box<dyn Courier>,
    way: Mortal,
}

impl Mortal {
    async fn pass(&self) {
        if self.points.pass().is_some() {
            self.died.notify_one();
            pending::<()>().await;
        }
    }
}

impl Courier for MortalLane {
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a> {
        Box::pin(async move {
            self.way.pass().await;
            let verdict = self.lane.deliver(envelope, message).await;
            self.way.pass().await;
            verdict
        })
    }

    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(ready(()))
    }
}

/// Stories in which letters are tried several times. How long one waits for its next try depends on the tries it had, and a
/// crash adds one: of these the days must agree, not the minutes.
const RETIMED: [&str; 4] = ["deferred", "edit-while-waiting", "lost-answer", "server-down"];

/// The lines of a transcript with their days and without their clocks; sorted, as those of a day may change places.
fn by_day(transcript: &str) -> String {
    let without_clock = |line: &str| {
        let line = line.split("  [written").next().unwrap_or(line);
        let words: Vec<&str> = line.split_whitespace().collect();
        [words.get(..2).unwrap_or_default(), words.get(4..).unwrap_or_default()].concat().join(" ")
    };
    let mut lines: Vec<String> = transcript.lines().map(without_clock).collect();
    lines.sort();
    lines.join("\n")
}

/// Letters of one lane that a crash leaves uncertain at most (rule 30).
const PER_LANE: usize = 8;

/// A story that nothing disturbs, kept at each instant: where to begin, and what to come back to.
struct Undisturbed {
    name: String,
    /// The world before each instant, and how many points lie behind it.
    before: Vec<(World, u64)>,
    end: World,
    points: u64,
}

impl Undisturbed {
    async fn play(name: &str, fault: Fault) -> Undisturbed {
        let mut world = World::of(&Story::named(name), Home::Memory);
        let (points, way) = arm(&mut world, 0, fault);
        let mut before = vec![(world.fork(), 0)];
        while world.step(&way).await.expect("a story without a sick machine") {
            before.push((world.fork(), points.passed()));
        }
        Undisturbed { name: name.to_owned(), before, end: world, points: points.passed() }
    }

    /// Plays on from the instant of that point, with a fault at it, until all is as if nothing had been.
    async fn disturb(&self, at: u64, fault: Fault) {
        let what = format!("{}, {fault:?} at point {at} of {}", self.name, self.points);
        let mut next = self.before.partition_point(|(_, points)| *points < at);
        let (start, behind) = &self.before[next - 1];
        let mut world = start.fork();
        let (points, mut way) = arm(&mut world, at - behind, fault);
        let came = || points.passed() >= at - behind;
        loop {
            let goes_on = live_on(&mut world, &mut way).await.unwrap_or_else(|error| panic!("{what}: {error}"));
            let Some((usual, _)) = self.before.get(next).filter(|_| goes_on) else { break };
            if came() && usual.now == world.now && state(usual) == state(&world) {
                return assert_letters_agree(usual, &world, &what);
            }
            next += usize::from(usual.now <= world.now);
        }
        assert!(came(), "{what}: nothing happened");
        let (usual, came) = (transcript(&self.end), transcript(&world));
        let is_retimed = RETIMED.contains(&self.name.as_str());
        let difference = if is_retimed { diff(&by_day(&usual), &by_day(&came)) } else { diff(&usual, &came) };
        assert!(difference.is_empty(), "{what}\n{difference}");
        assert_letters_agree(&self.end, &world, &what);
    }
}

/// Puts the fault at the `at`-th point from here.
fn arm(world: &mut World, at: u64, fault: Fault) -> (FaultAt, Mortal) {
    let points = FaultAt::new(at, fault);
    world.engine.store.set_faults(points.clone());
    // The courier's calls are counted once: a full disk is no business of its, and it knows no commit to die after.
    let couriers = if fault == Fault::DiedBeforeCommit { points.clone() } else { FaultAt::new(0, fault) };
    (points, Mortal { server: world.server.clone(), points: couriers, died: Arc::default() })
}

/// One instant, however often the process dies or the disk is full in it.
async fn live_on(world: &mut World, way: &mut Mortal) -> Result<bool, EngineError> {
    loop {
        let died = way.died.clone();
        let end = tokio::select! {
            biased;
            () = died.notified() => None,
            end = world.step(way) => Some(end),
        };
        match end {
            Some(Err(EngineError::Store(StoreError::DiskFull))) => {}
            None | Some(Err(EngineError::Store(StoreError::Died))) => world.rise()?,
            Some(end) => return end,
        }
    }
}

/// Everything that what comes next depends on. That a letter went twice is not in it.
fn state(world: &World) -> String {
    let store: &View = &world.engine.store;
    let mut text = String::new();
    for row in store.all_deliveries(Default::default()) {
        let row = row.expect("a delivery");
        text.push_str(&format!("{:?}\n", Delivery { attempts: 0, may_have_arrived: false, ..row }));
    }
    for programme in store.programmes().expect("programmes") {
        text.push_str(&format!("{programme:?}\n"));
        for pair in store.pairs_of(&programme.id) {
            let pair = pair.expect("a pair");
            let facts = store.facts(&programme.id, pair.id()).expect("facts");
            let notes = store.notes_of(&programme.id, pair.id()).expect("notes");
            text.push_str(&format!("{pair:?}\n{facts:?}\n{notes:?}\n"));
        }
        text.push_str(&format!("{:?}\n", store.notes_of(&programme.id, "").expect("notes")));
    }
    text + &format!("{:?}", store.open_holds().expect("holds"))
}

/// The same letters arrived, with the same bytes; but those that were on the wire may have gone twice.
fn assert_letters_agree(usual: &World, disturbed: &World, what: &str) {
    let folders = (usual.folder(), disturbed.folder());
    let (usual, disturbed) = (arrived(usual), arrived(disturbed));
    let names: Vec<&String> = disturbed.keys().collect();
    assert_eq!(names, usual.keys().collect::<Vec<_>>(), "{what}: other letters arrived");
    let mut twice = 0;
    for (name, copies) in &disturbed {
        let expected = &usual[name];
        assert!(copies.len() <= expected.len() + 1, "{what}: {name} came {} times", copies.len());
        let is_same =
            |copy: &Arrival| *copy == expected[0] || words(copy, &folders.1) == words(&expected[0], &folders.0);
        assert!(copies.iter().all(is_same), "{what}: {name} came with other bytes");
        assert!(copies.iter().all(|copy| *copy == copies[0]), "{what}: {name} did not come as it was");
        twice += usize::from(copies.len() > expected.len());
    }
    assert!(twice <= PER_LANE, "{what}: {twice} letters went twice");
}

/// What a letter says, where it names a file of its world's own folder.
fn words(arrival: &Arrival, folder: &str) -> Option<Vec<String>> {
    let text = String::from_utf8_lossy(&arrival.message);
    let head: Vec<&str> = text.split("\r\n\r\n").next()?.lines().collect();
    let parsed = MessageParser::default().parse(&arrival.message)?;
    let body = parsed.body_text(0)?.split_whitespace().collect::<String>();
    let page = parsed.body_html(0)?.split_whitespace().collect::<String>();
    (body.contains(folder) && page.contains(folder))
        .then(|| vec![head.join("\n"), body.replace(folder, ""), page.replace(folder, "")])
}

fn arrived(world: &World) -> BTreeMap<String, Vec<Arrival>> {
    let mut arrived: BTreeMap<String, Vec<Arrival>> = BTreeMap::new();
    for arrival in world.server.arrivals() {
        arrived.entry(message_id(&arrival.message)).or_default().push(arrival);
    }
    arrived
}

fn message_id(message: &[u8]) -> String {
    let text = String::from_utf8_lossy(message);
    let line = text.lines().find_map(|line| line.strip_prefix("Message-ID:"));
    line.map(|id| id.trim().to_owned()).unwrap_or_else(|| panic!("no Message-ID: {text}"))
}

/// A fault at every point, in every way.
async fn at_every_point(name: &str) {
    for fault in [Fault::DiedBeforeCommit, Fault::DiedAfterCommit, Fault::DiskFull] {
        let undisturbed = Undisturbed::play(name, fault).await;
        assert!(undisturbed.points > 0, "nothing happens in {name}");
        // An outage is the same few points over and over; seven shares no factor with them, so each kind is met.
        let stride = if undisturbed.points > 300 { 7 } else { 1 };
        for at in (1..=undisturbed.points).step_by(stride) {
            undisturbed.disturb(at, fault).await;
        }
    }
}

macro_rules! survive {
    ($($name:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $name() {
            at_every_point(&stringify!($name).replace('_', "-")).await;
        })*
    };
}

each_story!(survive);

/// The same on a real file: what was committed is read back from the disk, and nothing else.
#[tokio::test]
async fn a_file_survives_too() {
    let story = Story::named("one-accepts");
    for fault in [Fault::DiedBeforeCommit, Fault::DiedAfterCommit] {
        let mut usual = World::of(&story, Home::File);
        let (points, mut way) = arm(&mut usual, 0, fault);
        while live_on(&mut usual, &mut way).await.expect("a story without a sick machine") {}
        for at in (1..=points.passed()).step_by(3) {
            let mut world = World::of(&story, Home::File);
            let (_, mut way) = arm(&mut world, at, fault);
            while live_on(&mut world, &mut way).await.expect("a start") {}
            let difference = diff(&transcript(&usual), &transcript(&world));
            assert!(difference.is_empty(), "{fault:?} at point {at}\n{difference}");
            assert_letters_agree(&usual, &world, &format!("{fault:?} at point {at}"));
        }
    }
}
