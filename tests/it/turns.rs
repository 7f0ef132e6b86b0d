//! A tick with many pairs: its first letters are out before its last are written.

use sendoff::domain::address::Address;
use sendoff::domain::delivery::{Delivery, State};
use sendoff::domain::fact::{Fact, What};
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::domain::person::Role;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::error::EngineError;
use sendoff::engine::lanes::Sending;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::engine::tick::Tick;
use sendoff::files::config::Config;
use sendoff::mail::memory::{Answer, Memory};
use sendoff::store::{DATABASE_FILE, Fault, FaultAt, Source, Store, StoreError};
use std::fmt::Write;
use std::time::Duration;

/// More than a tick settles before the first letter goes, and more than the next turns do.
const PAIRS: usize = 400;

const SERVICE: &str = "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
    [mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\ntransport = \"maildir\"\nmaildir = \"mail\"\n";
const PROGRAMME: &str = "name = \"Spring 2027\"\nends = 2027-05-28\ntimezone = \"Europe/London\"\nlanguage = \"en\"\n\
    contact_after = \"free\"\ncoordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }\n";

/// Fails for one reader alone.
const MENTEES: &str = "Subject: Session with {{partner.called}}\n\nHello {{reader.called}}\n\n\
    {{#if (eq reader.called \"Mentee7\")}}{{reader.nickname}}{{/if}}\n";

/// An installation in which every pair's invitation is due, its state in memory.
fn engine(now: jiff::Timestamp, to_mentees: Option<&str>) -> Engine {
    engine_over(Store::in_memory().expect("a store"), now, to_mentees, |n| n)
}

/// The same over that state; says whose mentee is whose.
fn engine_over(
    mut store: Store,
    now: jiff::Timestamp,
    to_mentees: Option<&str>,
    mentee_of: impl Fn(usize) -> usize,
) -> Engine {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    std::fs::create_dir_all(folder.path().join("templates/en")).expect("a folder");
    std::fs::create_dir(folder.path().join("programmes")).expect("a folder");
    if let Some(text) = to_mentees {
        write("templates/en/invitation.mentee.md", text);
    }
    write("sendoff.toml", SERVICE);
    write("programmes/spring.toml", PROGRAMME);
    let mut sheet = "pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n".to_owned();
    for n in 0..PAIRS {
        let mentee = mentee_of(n);
        let people = format!("Mentor{n},mentor{n}@people.example,Mentee{mentee},mentee{mentee}@people.example");
        writeln!(sheet, "p{n:03},{people},2027-05-20 14:00").expect("a row");
    }
    write("programmes/spring.csv", &sheet);
    let config = Config::load(folder.path()).config.expect("a configuration");
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
    let (mut engine, server, clock) = (engine(now, None), Memory::new(), StandingClock::at(now));
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

#[test]
fn every_letter_is_its_readers_own_and_a_fault_keeps_back_one_however_many_are_written_together() {
    let now = "2027-05-03T09:00:00Z".parse().expect("an instant");
    let mut engine = engine(now, Some(MENTEES));
    let ticked = engine.tick(now).expect("a tick");
    // The coordinator is told of it.
    assert_eq!((ticked.pairs, ticked.queued, ticked.faults.len()), (PAIRS, PAIRS * 2 - 1 + 1, 1));
    let rows = engine.store.all_deliveries(Default::default()).map(|row| row.expect("a delivery"));
    let rows: Vec<_> = rows.filter(|row| row.key.role != Role::Coordinator).collect();
    assert_eq!(rows.len(), PAIRS * 2 - 1);
    let places: Vec<_> = rows.iter().map(|row| (row.key.step.pair.as_str(), row.key.role)).collect();
    assert!(places.is_sorted(), "in the order of pairs and readers");
    for row in rows.iter().filter(|row| row.key.role == Role::Mentee) {
        let n: usize = row.key.step.pair[1..].parse().expect("a number");
        assert_ne!(n, 7);
        let message = engine.store.message_bytes(row.id).expect("read").expect("bytes");
        let text = String::from_utf8(message.bytes).expect("text");
        assert_eq!(message.envelope_to.as_str(), format!("mentee{n}@people.example"));
        assert_eq!(row.subject.as_deref(), Some(&*format!("Session with Mentor{n}")));
        let own = [format!("{}", row.key), format!("Hello Mentee{n}\r\n"), row.message_id.clone().expect("a name")];
        assert!(own.iter().all(|own| text.contains(own)), "{own:?}\n{text}");
    }
}

#[tokio::test]
async fn what_somebody_else_wrote_while_letters_were_written_counts() {
    let now: jiff::Timestamp = "2027-05-03T09:00:00Z".parse().expect("an instant");
    let later = now + jiff::SignedDuration::from_secs(1);
    let state = tempfile::tempdir().expect("a folder");
    let path = state.path().join(DATABASE_FILE);
    let mut engine = engine_over(Store::open(&path).expect("a store"), now, None, |n| n);
    let (server, clock) = (Memory::new(), StandingClock::at(later));
    let mut tick = engine.begin_tick(now).expect("a tick");
    assert_eq!(count(&engine, None), 0, "the first pairs are decided on, and their letters are being written");
    let mut other = Store::open(&path).expect("the same store");
    let gone = Fact { at: later, who: None, what: What::Vanished {} };
    other.write(|tx| tx.add_fact("spring", "p003", &gone, Source::Files)).expect("written");
    engine.deliver_during(&mut tick, &server, &clock).await.expect("delivered");
    assert_eq!(server.arrivals().len(), (PAIRS - 1) * 2);
    let rows = engine.store.deliveries("spring", "p003").expect("read");
    assert!(rows.iter().all(|row| row.state == State::Skipped), "who has gone gets nothing");
}

#[tokio::test]
async fn news_of_a_letter_counts_while_others_of_its_pair_are_written() {
    let invited = "2027-05-03T09:00:00Z".parse().expect("an instant");
    let mut engine = engine(invited, None);
    engine.tick(invited).expect("a tick");
    // Nothing went for nine days: the preparation letters are due, and the invitations still have to go.
    let now = "2027-05-13T09:00:00Z".parse().expect("an instant");
    let (server, clock) = (Memory::with_lanes(10), StandingClock::at(now));
    let dead: Vec<Address> = (0..PAIRS)
        .map(|n| Address::parse(&format!("mentee{n}@people.example")).expect("an address"))
        .inspect(|address| server.answer_address(address, Answer::nobody_there()))
        .collect();
    let mut tick = engine.begin_tick(now).expect("a tick");
    engine.deliver_during(&mut tick, &server, &clock).await.expect("delivered");
    while engine.next_wake().expect("read").is_some_and(|at| at <= now) {
        let mut tick = engine.begin_tick(now).expect("a tick");
        engine.deliver_during(&mut tick, &server, &clock).await.expect("delivered");
    }
    let rows: Vec<_> = engine.store.all_deliveries(Default::default()).map(|row| row.expect("a delivery")).collect();
    let to_mentees = |row: &&Delivery| row.to.as_ref().is_some_and(|to| dead.contains(to));
    assert_eq!(rows.iter().filter(to_mentees).filter(|row| row.state == State::Refused).count(), PAIRS);
    assert!(rows.iter().filter(to_mentees).all(|row| !row.state.is_unsent()), "nothing waits for a dead address");
}

#[tokio::test]
async fn a_tick_that_takes_too_long_leaves_the_rest_for_the_next() {
    let now = "2027-05-03T09:00:00Z".parse().expect("an instant");
    let (mut engine, server, clock) = (engine(now, None), Memory::new(), StandingClock::at(now));
    let mut sending = Sending::default();
    let mut passes = 0;
    while server.arrivals().len() < PAIRS * 2 {
        let mut tick = engine.begin_tick(now).expect("a tick");
        let route = &server;
        engine.deliver_for(Duration::ZERO, &mut tick, &mut sending, route, &clock).await.expect("delivered");
        if sending.is_under_way() {
            sending.news().await;
        }
        passes += 1;
        assert!(passes < 100 * PAIRS, "every pass gets on");
    }
    assert!(passes > 2, "the first pass asked them all");
    engine.deliver_for(Duration::MAX, &mut Tick::over(), &mut sending, &server, &clock).await.expect("delivered");
    assert_eq!(count(&engine, Some(State::Sent)), PAIRS * 2);
}

#[tokio::test]
async fn an_address_that_is_dead_is_so_for_letters_that_are_being_written() {
    let now = "2027-05-03T09:00:00Z".parse().expect("an instant");
    // The first letters bounce while those of the second pairs are written.
    let mut engine = engine_over(Store::in_memory().expect("a store"), now, None, |n| if n == 20 { 0 } else { n });
    let (server, clock) = (Memory::new(), StandingClock::at(now));
    let dead = Address::parse("mentee0@people.example").expect("an address");
    server.answer_address(&dead, Answer::nobody_there());
    let mut tick = engine.begin_tick(now).expect("a tick");
    engine.deliver_during(&mut tick, &server, &clock).await.expect("delivered");
    let refused = |pair| {
        let rows = engine.store.deliveries("spring", pair).expect("read");
        rows.iter().filter(|row| row.to.as_ref() == Some(&dead) && row.state == State::Refused).count()
    };
    assert_eq!((refused("p000"), refused("p020")), (1, 0));
}

#[tokio::test]
async fn a_programme_that_is_paused_meanwhile_writes_no_more() {
    let now = "2027-05-03T09:00:00Z".parse().expect("an instant");
    let state = tempfile::tempdir().expect("a folder");
    let path = state.path().join(DATABASE_FILE);
    let mut engine = engine_over(Store::open(&path).expect("a store"), now, None, |n| n);
    let (server, clock) = (Memory::new(), StandingClock::at(now));
    let mut tick = engine.begin_tick(now).expect("a tick");
    let mut other = Store::open(&path).expect("the same store");
    other.write(|tx| tx.set_programme_paused("spring", true)).expect("written");
    engine.deliver_during(&mut tick, &server, &clock).await.expect("delivered");
    assert_eq!((server.arrivals().len(), count(&engine, Some(State::Queued))), (0, 0));
}
