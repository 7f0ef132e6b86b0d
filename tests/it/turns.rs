//! A tick with many pairs: its first letters are out before its last are written.

use sendoff::domain::delivery::State;
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::error::EngineError;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::mail::memory::Memory;
use sendoff::store::{Fault, FaultAt, Store, StoreError};
use std::fmt::Write;

/// More than a tick settles before the first letter goes, and more than the next turns do.
const PAIRS: usize = 400;

const SERVICE: &str = "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
    [mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\ntransport = \"maildir\"\nmaildir = \"mail\"\n";
const PROGRAMME: &str = "name = \"Spring 2027\"\nends = 2027-05-28\ntimezone = \"Europe/London\"\nlanguage = \"en\"\n\
    contact_after = \"free\"\ncoordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }\n";

/// An installation in which every pair's invitation is due.
fn engine(now: jiff::Timestamp) -> Engine {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    std::fs::create_dir(folder.path().join("programmes")).expect("a folder");
    write("sendoff.toml", SERVICE);
    write("programmes/spring.toml", PROGRAMME);
    let mut sheet = "pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n".to_owned();
    for n in 0..PAIRS {
        let people = format!("Mentor {n},mentor{n}@people.example,Mentee {n},mentee{n}@people.example");
        writeln!(sheet, "p{n:03},{people},2027-05-20 14:00").expect("a row");
    }
    write("programmes/spring.csv", &sheet);
    let config = Config::load(folder.path()).config.expect("a configuration");
    let mut store = Store::in_memory().expect("a store");
    reconcile(&mut store, &config, now, Mode::Approved).expect("reconciled");
    let office = Office::of(&config, Seed::fixed(), LinkKey::fixed()).expect("templates");
    Engine::new(store, office)
}

fn count(engine: &Engine, state: Option<State>) -> usize {
    let rows = engine.store.all_deliveries(Default::default()).map(|row| row.expect("a delivery"));
    rows.filter(|row| state.is_none_or(|state| row.state == state)).count()
}

#[tokio::test]
async fn letters_go_while_others_are_unwritten_and_a_full_disk_leaves_none_in_doubt() {
    let now = "2027-05-03T09:00:00Z".parse().expect("an instant");
    let (mut engine, server, clock) = (engine(now), Memory::new(), StandingClock::at(now));
    let mut tick = engine.begin_tick(now).expect("a tick");
    assert!(count(&engine, None) < PAIRS * 2, "the first pairs alone");
    // The third turn finds no room for more letters.
    engine.store.set_faults(FaultAt::new(3, Fault::DiskFull));
    let full = engine.deliver_during(&mut tick, &server, &clock).await;
    assert!(matches!(full, Err(EngineError::Store(StoreError::DiskFull))), "{full:?}");
    assert!(count(&engine, None) < PAIRS * 2);
    assert!(!server.arrivals().is_empty(), "nothing went before the last letter was written");
    assert_eq!(count(&engine, Some(State::Sent)), server.arrivals().len());
    assert_eq!(count(&engine, Some(State::Sending)), 0);

    let mut tick = engine.begin_tick(now).expect("room again");
    let delivered = engine.deliver_during(&mut tick, &server, &clock).await.expect("delivered");
    assert_eq!((delivered.uncertain, server.arrivals().len()), (0, PAIRS * 2));
    assert_eq!(count(&engine, Some(State::Sent)), PAIRS * 2);
}
