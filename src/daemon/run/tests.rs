//! The loop on a clock that jumps, and without its bell.

use crate::daemon::signals::Signals;
use crate::daemon::start::Daemon;
use crate::daemon::supervisor::Supervisor;
use crate::engine::clock::StandingClock;
use crate::files::starter;
use crate::store::{DeliveryFilter, Store};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::time::Duration;
use tokio::time::sleep;

/// The starter, with letters into a folder, nobody to ask and no mailbox.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    starter::write(&config).unwrap();
    let settings = "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"sendoff@mentors.example\"\ntransport = \"maildir\"\n\
                    maildir = \"../out\"\n[guard]\nnew_programmes = \"go\"\n";
    std::fs::write(config.join("sendoff.toml"), settings).unwrap();
    folder
}

/// The letters that went, and when they were due.
fn sent(folder: &Path) -> Vec<Timestamp> {
    let store = Store::open(&folder.join("state/sendoff.db")).unwrap();
    let rows = store.all_deliveries(DeliveryFilter::default()).map(Result::unwrap);
    rows.filter(|row| row.state.name() == "sent").map(|row| row.due_at).collect()
}

/// Nothing rings here: it is as if the scheduler had died.
#[tokio::test(start_paused = true)]
async fn nothing_is_missed_or_sent_twice_though_the_clock_jumps_and_the_bell_is_dead() {
    let folder = folder();
    let begin: Timestamp = "2027-04-05T12:00:00Z".parse().unwrap();
    let clock = StandingClock::at(begin);
    let (mut daemon, _) = Daemon::start(&folder.path().join("config"), &folder.path().join("state"), begin).unwrap();
    assert!(daemon.engine.store.programmes().unwrap().is_empty(), "the sheets are read when it is ready");
    daemon.catch_up(begin).unwrap();
    let mut signals = Signals::listen(daemon.engine.stop.clone(), || {}).unwrap();
    let mut supervisor = Supervisor::default();
    let day = |days: i64| begin + SignedDuration::from_hours(24 * days);
    let look = Duration::from_secs(6 * 60);
    let story = async {
        sleep(look).await;
        let first = sent(folder.path()).len();
        let mut before = first;
        // A machine that slept, or whose clock was put right: a day on, again and again.
        for days in 1..40 {
            clock.set(day(days));
            sleep(look).await;
            let now = sent(folder.path());
            assert!(now.iter().all(|due_at| *due_at <= day(days)), "nothing before its time");
            assert!(now.len() >= before, "day {days}");
            before = now.len();
        }
        assert!(before > first + 4, "letters went: {before}");
        // A day back, and on again.
        for days in [38, 39] {
            clock.set(day(days));
            sleep(look).await;
            assert_eq!(sent(folder.path()).len(), before, "nothing twice");
        }
    };
    tokio::select! {
        ended = daemon.turn(&clock, &mut signals, &mut supervisor) => panic!("the loop ended: {ended:?}"),
        () = story => {}
    }
    let next = daemon.engine.next_wake().unwrap().expect("more is to come");
    assert!(next > day(39), "nothing that is due waits: {next}");
}
