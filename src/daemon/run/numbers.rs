//! What watchers are told: each number moved by what it counts.

use crate::daemon::bell::Bell;
use crate::daemon::metrics::metrics;
use crate::daemon::signals::Signals;
use crate::daemon::start::Daemon;
use crate::daemon::supervisor::Supervisor;
use crate::daemon::vitals::Vitals;
use crate::engine::clock::StandingClock;
use crate::files::starter;
use crate::mail::memory::{Answer, Memory};
use crate::store::{PAUSED, Store};
use jiff::{SignedDuration, Timestamp};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

/// A log that can be read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn has(&self, words: &str) -> bool {
        String::from_utf8_lossy(&self.0.lock().unwrap()).contains(words)
    }
}

/// Who watches.
struct Watcher {
    store: Store,
    vitals: Vitals,
}

impl Watcher {
    /// The number of that name at that time; nothing, if it is not told.
    fn sees(&self, name: &str, now: Timestamp) -> Option<i64> {
        let page = metrics(&self.store, &self.vitals, true, now).unwrap();
        page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
    }

    fn letters(&self, state: &str, now: Timestamp) -> i64 {
        self.sees(&format!("sendoff_letters{{state=\"{state}\"}}"), now).unwrap()
    }
}

fn settings(more: &str) -> String {
    format!(
        "[organisation]\nname = \"Mentors\"\n[mail]\nfrom = \"sendoff@mentors.example\"\ntransport = \"maildir\"\nmaildir = \"../out\"\n\
         uncertain = \"hold\"\n[mailbox]\nmaildir = \"../in\"\n[guard]\nnew_programmes = \"go\"\nsettle = \"0 minutes\"\n{more}"
    )
}

fn write_settings(config: &Path, more: &str) {
    std::fs::write(config.join("sendoff.toml"), settings(more)).unwrap();
}

/// A daemon whose server, clock and files are in our hands.
struct Stage {
    config: PathBuf,
    server: Memory,
    clock: Rc<StandingClock>,
    bell: Bell,
    log: Log,
    watcher: Watcher,
}

impl Stage {
    /// Gives the loop time to do what there is.
    async fn turn(&self) {
        self.bell.ring();
        sleep(Duration::from_secs(20)).await;
    }

    /// The server takes nothing, for an hour; then one letter is lost between the last byte and the answer.
    async fn the_server_is_down_and_comes_back(&self, begin: Timestamp, hour: Timestamp) {
        let Stage { watcher, log, .. } = self;
        self.turn().await;
        let waiting = watcher.letters("deferred", begin) + watcher.letters("queued", begin);
        assert!(waiting > 0, "letters wait");
        assert_eq!(watcher.sees("sendoff_server_rests", begin), Some(1));
        assert_eq!(watcher.sees("sendoff_mailbox_read_timestamp_seconds", begin), Some(begin.as_second()));
        assert!(!log.has("takes letters again"));
        assert_eq!(watcher.sees("sendoff_oldest_waiting_seconds", hour), Some(3600));
        assert!(watcher.sees("sendoff_lag_seconds", hour) > Some(3000), "an hour in which nobody looked");

        self.server.answer_nth(self.server.attempts() + 1, Answer::uncertain(false));
        self.server.answer_all(None);
        self.clock.set(hour);
        self.turn().await;
        assert_eq!(watcher.sees("sendoff_server_rests", hour), Some(0));
        assert!(log.has("the mail server takes letters again"));
        assert_eq!((watcher.letters("uncertain", hour), watcher.letters("queued", hour)), (1, 0));
        let page = metrics(&watcher.store, &watcher.vitals, true, hour).unwrap();
        let is_sent = |line: &str| line.starts_with("sendoff_letters_total{") && line.contains("outcome=\"sent\"");
        assert!(page.lines().any(is_sent), "{page}");
        assert_eq!(watcher.sees("sendoff_oldest_waiting_seconds", hour), Some(0));
        assert_eq!(watcher.sees("sendoff_lag_seconds", hour), Some(0));
        let read_at = watcher.sees("sendoff_mailbox_read_timestamp_seconds", hour);
        assert_eq!(read_at, Some(hour.as_second()), "the mailbox was read since");
    }

    /// Files that cannot be used, and then a programme that vanished; at last the brake.
    async fn files_come_and_go(&mut self, begin: Timestamp, hour: Timestamp) {
        write_settings(&self.config, "shoes = 1\n");
        self.turn().await;
        assert_eq!(self.watcher.sees("sendoff_files_refused", hour), Some(1));
        let read_at = self.watcher.sees("sendoff_files_read_timestamp_seconds", hour);
        assert_eq!(read_at, Some(begin.as_second()));
        write_settings(&self.config, "");
        std::fs::remove_file(self.config.join("programmes/spring-2027.toml")).unwrap();
        self.turn().await;
        assert_eq!(self.watcher.sees("sendoff_files_refused", hour), Some(0));
        assert_eq!(self.watcher.sees("sendoff_files_read_timestamp_seconds", hour), Some(hour.as_second()));
        assert_eq!(self.watcher.sees("sendoff_holds", hour), Some(1));
        assert_eq!(self.watcher.sees("sendoff_paused", hour), Some(0));
        self.watcher.store.write(|tx| tx.set_setting(PAUSED, Some("yes"))).unwrap();
        assert_eq!(self.watcher.sees("sendoff_paused", hour), Some(1));
        let build = concat!("sendoff_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"}");
        assert_eq!(self.watcher.sees(build, hour), Some(1));
    }
}

#[tokio::test(start_paused = true)]
async fn every_number_moves_with_what_it_counts_and_the_log_tells_when_the_server_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (config, state) = (folder.path().join("config"), folder.path().join("state"));
    starter::write(&config).unwrap();
    write_settings(&config, "");
    let begin: Timestamp = "2027-05-10T12:00:00Z".parse().unwrap();
    let hour = begin + SignedDuration::from_hours(1);
    let log = Log::default();
    let heard = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || heard.clone()).with_ansi(false).finish();
    let _logging = tracing::subscriber::set_default(subscriber);

    let (mut daemon, _) = Daemon::start(&config, &state, begin).unwrap();
    daemon.catch_up(begin).unwrap();
    let server = Memory::new();
    server.answer_all(Some(Answer::unreachable("down")));
    daemon.route = Box::new(server.clone());
    let mut signals = Signals::listen(daemon.engine.stop.clone(), || {}).unwrap();
    let mut supervisor = Supervisor::default();
    let watcher = Watcher { store: Store::open(&state.join("sendoff.db")).unwrap(), vitals: daemon.vitals.clone() };
    let clock = Rc::new(StandingClock::at(begin));
    let mut stage = Stage { config, server, clock: Rc::clone(&clock), bell: daemon.bell.clone(), log, watcher };
    let story = async {
        stage.the_server_is_down_and_comes_back(begin, hour).await;
        stage.files_come_and_go(begin, hour).await;
    };
    tokio::select! {
        ended = daemon.turn(&*clock, &mut signals, &mut supervisor) => panic!("the loop ended: {ended:?}"),
        () = story => {}
    }
}
