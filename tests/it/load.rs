//! Crash under load: the daemon is killed (SIGKILL) again and again while it sends, its disk is full now and then, and the
//! server drops connections. Nothing is lost; nothing comes twice but what the database says may have arrived; the same letter
//! is the same bytes; the database is sound after every death.
//!
//! Longer, by hand, on a small file system that really fills up:
//!
//! ```text
//! mount -t tmpfs -o size=256m tmpfs /mnt/small
//! SENDOFF_LOAD_PAIRS=5000 SENDOFF_LOAD_STATE=/mnt/small cargo test --release --test it load:: -- --nocapture
//! ```

use super::counting_sink::{Arrivals, CountingSink};
use super::desk::Desk;
use jiff::Span;
use rusqlite::Connection;
use sendoff::daemon::clock::WallClock;
use sendoff::engine::clock::Clock;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Pairs, each with two letters, in the suite.
const PAIRS: usize = 100;
/// Of so many letters the server drops one before it has it, and one after.
const DROPS: usize = 30;
/// When no letter comes for so long, none comes in this life: in the very first, which writes them all; at the beginning of every
/// other; and later on.
const PATIENCE: [Duration; 3] = [Duration::from_secs(60), Duration::from_secs(2), Duration::from_millis(200)];
/// Letters that are in hand at most when a daemon dies: 4 connections, 8 each (rule 30).
const IN_HAND: usize = 32;
/// What a full disk still takes: what a handful of letters write.
const ROOM: u64 = 256 * 1024;

/// An installation under load.
struct Load {
    desk: Desk,
    sink: CountingSink,
    state: PathBuf,
    /// The state folder is on a file system that can be filled.
    fills: bool,
}

impl Load {
    fn of(pairs: usize) -> Load {
        let (desk, sink) = (Desk::empty(), CountingSink::start(DROPS));
        std::fs::create_dir_all(desk.path("config/programmes")).expect("a folder");
        desk.write("config/sendoff.toml", &settings(sink.port));
        let days_ahead = |days: i64| {
            let today = WallClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
            today.checked_add(Span::new().days(days)).expect("a date")
        };
        let programme = format!(
            "name = \"Load\"\nends = {}\ntimezone = \"Etc/UTC\"\nlanguage = \"en\"\ncontact_after = \"free\"\n\
             coordinator = {{ name = \"Ada Park\", email = \"ada@mentors.example\" }}\n\
             [sending]\ndays = \"Mon-Sun\"\nhours = \"00:00-23:59\"\n",
            days_ahead(40)
        );
        desk.write("config/programmes/load.toml", &programme);
        let mut sheet = String::from("pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n");
        for n in 0..pairs {
            let (session, place) = (days_ahead(20), n % 50);
            let _ = writeln!(
                sheet,
                "p{n},Mentor {n},mentor{n}@a{place}.example,Mentee {n},mentee{n}@b{place}.example,{session} 14:00"
            );
        }
        desk.write("config/programmes/load.csv", &sheet);
        let small = std::env::var_os("SENDOFF_LOAD_STATE").map(PathBuf::from);
        let fills = small.is_some();
        let state = small.unwrap_or_else(|| desk.path("state"));
        Load { desk, sink, state, fills }
    }

    /// One life of the daemon, until so many letters have come or none comes any more; then it is killed. With a full disk it goes on
    /// until it can do no more. What it logged.
    fn live(&self, until: usize, disk_full: bool) -> String {
        let mut command = if disk_full && !self.fills { self.limited() } else { self.desk.command(&["run"]) };
        let log = File::create(self.desk.path("log")).expect("a log");
        command.env("SENDOFF_STATE", &self.state).stdout(Stdio::null()).stderr(log);
        let ballast = (disk_full && self.fills).then(|| self.fill());
        let mut daemon = command.spawn().expect("the daemon starts");
        self.sink.wait_for(self.sink.count() + 1, PATIENCE[usize::from(self.sink.count() > 0)]);
        self.sink.wait_for(if disk_full { usize::MAX } else { until }, PATIENCE[2]);
        daemon.kill().and_then(|()| daemon.wait().map(drop)).expect("it dies");
        if let Some(ballast) = ballast {
            std::fs::remove_file(ballast).expect("room again");
        }
        self.desk.read("log")
    }

    /// The daemon where no file may be written beyond a little; the log that the database writes ahead begins anew with each life.
    /// The signal that comes with it is ignored: a full disk sends none.
    fn limited(&self) -> Command {
        let daemon = self.desk.command(&["run"]);
        let mut shell = Command::new("/bin/sh");
        shell
            .arg("-c")
            .arg("trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"")
            .arg("sh")
            .arg((ROOM / 512).to_string());
        shell.arg(daemon.get_program()).args(daemon.get_args());
        shell.current_dir(self.desk.path(".")).stdin(Stdio::null());
        for (name, _) in daemon.get_envs() {
            shell.env_remove(name);
        }
        shell
    }

    /// Leaves only a little room beside the database.
    fn fill(&self) -> PathBuf {
        let path = self.state.join("ballast");
        let mut ballast = File::create(&path).expect("a file");
        let mut written: u64 = 0;
        while ballast.write_all(&[0; 4096]).is_ok() {
            written += 4096;
        }
        ballast.set_len(written.saturating_sub(ROOM)).expect("a little room");
        path
    }

    /// The database is sound; and as much time goes by as any letter waits for.
    fn look_and_let_time_pass(&self) -> usize {
        let database = Connection::open(self.state.join("sendoff.db")).expect("a database");
        let check: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
        assert_eq!(check, "ok");
        let waiting = "UPDATE delivery SET next_attempt_at = 0 WHERE state IN ('queued', 'deferred')";
        let waiting = database.execute(waiting, []).expect("a turn of the clock");
        let on_their_way = "SELECT count(*) FROM delivery WHERE state = 'sending'";
        let on_their_way: i64 = database.query_row(on_their_way, [], |row| row.get(0)).expect("a count");
        waiting + usize::try_from(on_their_way).expect("a count")
    }

    /// The state of every letter, and whether it may have arrived before it was sent for good, by Message-ID.
    fn letters(&self) -> BTreeMap<String, (String, bool)> {
        let database = Connection::open(self.state.join("sendoff.db")).expect("a database");
        let sql = "SELECT message_id, state, may_have_arrived FROM delivery WHERE message_id IS NOT NULL";
        let mut statement = database.prepare(sql).expect("the table");
        let letters = statement
            .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
            .expect("rows")
            .collect::<Result<BTreeMap<String, (String, bool)>, _>>();
        letters.expect("rows")
    }
}

fn settings(port: u16) -> String {
    format!(
        "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
         privacy_url = \"https://mentors.example/privacy\"\n\
         [mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\ntransport = \"smtp\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nconnections = 4\nper_minute = 0\n\
         [guard]\nnew_programmes = \"go\"\n"
    )
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }
}

#[test]
fn killed_again_and_again_it_loses_nothing_and_doubles_nothing() {
    let pairs = std::env::var("SENDOFF_LOAD_PAIRS").map_or(PAIRS, |pairs| pairs.parse().expect("a number"));
    let load = Load::of(pairs);
    let (mut dice, mut deaths, mut full) = (Dice(7), 0, 0);
    let mut log = load.live(1, false);
    while load.look_and_let_time_pass() > 0 || load.letters().is_empty() {
        deaths += 1;
        assert!(deaths < pairs, "it gets nowhere: {} letters of {}", load.sink.count(), pairs * 2);
        let disk_full = deaths % 4 == 3;
        full += usize::from(disk_full);
        log += &load.live(load.sink.count() + 1 + dice.roll((pairs / 2).min(300)), disk_full);
    }
    let (letters, arrivals) = (load.letters(), load.sink.arrivals());
    let twice = doubled(&letters, &arrivals);
    assert_eq!(letters.len(), pairs * 2, "an invitation for each, and nothing else");
    assert!(twice <= (deaths + 1) * IN_HAND + load.sink.drops(), "{twice} letters came twice after {deaths} deaths");
    assert!(!log.contains('@'), "no address in the log");
    let refused = log.lines().filter(|line| line.starts_with("error:") && line.contains("disk")).count();
    assert!(refused > 0, "no disk was full");
    assert!(deaths >= 5 && full >= 1 && load.sink.drops() >= 5, "{deaths} deaths, {full} full disks");
    println!(
        "{} letters, {} arrivals, {} of them again; {deaths} deaths, {full} with a full disk ({refused} times it gave \
         up), {} dropped connections",
        letters.len(),
        load.sink.count(),
        load.sink.count() - letters.len(),
        load.sink.drops()
    );
}

/// How many letters came more than once. Every letter came, is on record as sent, and has the same bytes each time; and what
/// came twice is on record as such.
fn doubled(letters: &BTreeMap<String, (String, bool)>, arrivals: &Arrivals) -> usize {
    for id in arrivals.keys() {
        assert!(letters.contains_key(id), "{id} came and is not on record");
    }
    for (id, (state, may_have_arrived)) in letters {
        let came = arrivals.get(id).map_or(&[][..], Vec::as_slice);
        assert_eq!(state, "sent", "{id}");
        assert!(!came.is_empty(), "{id} is on record as sent and was lost");
        assert!(came.len() == 1 || *may_have_arrived, "{id} came {} times and nobody was told that it may", came.len());
        assert!(came.windows(2).all(|pair| pair[0] == pair[1]), "{id} came with other bytes");
    }
    arrivals.values().filter(|came| came.len() > 1).count()
}
