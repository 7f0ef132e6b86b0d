//! An installation with a million pairs of which few have something due: planning, reading files again, and doing nothing.
//!
//! `cargo bench --bench million [PAIRS]`. The pairs come from a sheet; then all but a few are put to sleep, as they are most of
//! the year. Planning is a tick, durable at its end: two letters a pair, with their invitations. The daemon is the program
//! itself on the same database, watched for a minute after it is ready.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use measure::folder;
use rusqlite::Connection;
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::engine::Engine;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::render::Renderer;
use sendoff::store::Store;
use std::env;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "other benches use the rest")]
mod measure;

/// Ten days before the first sessions.
const NOW: &str = "2027-10-22T09:00:00Z";
/// How long the daemon is watched.
const WATCHED: Duration = Duration::from_secs(60);

fn main() -> Result<(), Box<dyn Error>> {
    let pairs: usize = env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    folder::write(folder.path(), pairs, true, false)?;
    let database = folder.path().join("sendoff.db");
    let config = Config::load(folder.path()).config.ok_or("the configuration does not load")?;
    let mut store = Store::open(&database)?;
    store.set_seed(&Seed::fixed())?;
    reconcile(&mut store, &config, NOW.parse()?, Mode::Approved)?;
    drop(store);
    println!("{pairs} pairs");
    println!("{:>7} {:>10} {:>9} {:>9} {:>12}", "due", "what us", "plan ms", "letters", "plan peak MiB");
    for due in [0, 500, 10_000] {
        put_to_sleep(&database, pairs, due)?;
        plan(&database, due)?;
    }
    put_to_sleep(&database, pairs, 0)?;
    read_again(folder.path(), &database)?;
    watch(folder.path())
}

/// All sleep for years, but so many, spread over all.
fn put_to_sleep(database: &Path, pairs: usize, due: usize) -> Result<(), Box<dyn Error>> {
    let far = "2100-01-01T00:00:00Z".parse::<jiff::Timestamp>()?.as_microsecond();
    let connection = Connection::open(database)?;
    connection.execute("UPDATE pair SET wake_at = ?1", [far])?;
    if let Some(apart) = pairs.checked_div(due) {
        let sql = "UPDATE pair SET wake_at = 0 WHERE n % ?1 = ?2";
        // Others each time: those of the last time have their letters.
        connection.execute(sql, [apart.max(1), due % apart.max(1)].map(|n| i64::try_from(n).unwrap_or(1)))?;
    }
    Ok(())
}

fn plan(database: &Path, due: usize) -> Result<(), Box<dyn Error>> {
    let now = NOW.parse()?;
    let store = Store::open(database)?;
    let ask = |times: u32| -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        for _ in 0..times {
            store.due_pairs(now, None, due.max(1))?;
        }
        Ok(start.elapsed() / times)
    };
    ask(3)?;
    let what = ask(20)?;
    let config_folder = database.parent().ok_or("no folder")?;
    let config = Config::load(config_folder).config.ok_or("the configuration does not load")?;
    let renderer = Renderer::new(None).map_err(|_| "the built-in templates do not load")?;
    let office = Office { service: config.service, renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() };
    let mut engine = Engine::new(store, office);
    let start = Instant::now();
    engine.tick(now)?;
    let planned = start.elapsed();
    let letters: i64 = Connection::open(database)?.query_one("SELECT count(*) FROM message", [], |row| row.get(0))?;
    println!(
        "{due:>7} {:>10.1} {:>9.1} {letters:>9} {:>12.1}",
        what.as_secs_f64() * 1e6,
        planned.as_secs_f64() * 1e3,
        measure::peak_mib()?
    );
    Ok(())
}

/// The same files, and files in which rows say something else.
fn read_again(folder: &Path, database: &Path) -> Result<(), Box<dyn Error>> {
    let sheet = folder.join("programmes/bench.csv");
    println!("{:>13} {:>9} {:>9}", "rows changed", "reload s", "cpu s");
    for changed in [0, 1, 500] {
        let text = fs::read_to_string(&sheet)?;
        fs::write(&sheet, text.replacen("speak up in reviews", "speak up", changed))?;
        drop(text);
        let mut store = Store::open(database)?;
        let (start, cpu) = (Instant::now(), measure::cpu()?);
        let config = Config::load(folder).config.ok_or("the configuration does not load")?;
        let said = reconcile(&mut store, &config, NOW.parse()?, Mode::Apply)?;
        let counted = said.programmes.first().map_or(0, |programme| programme.counts.changed);
        println!("{counted:>13} {:>9.2} {:>9.2}", start.elapsed().as_secs_f64(), (measure::cpu()? - cpu).as_secs_f64());
    }
    Ok(())
}

fn watch(folder: &Path) -> Result<(), Box<dyn Error>> {
    put_to_sleep(&folder.join("sendoff.db"), 0, 0)?;
    let told = folder.join("notify");
    let supervisor = UnixDatagram::bind(&told)?;
    let start = Instant::now();
    let mut daemon = Command::new(env!("CARGO_BIN_EXE_sendoff"))
        .args(["run", "--config"])
        .arg(folder)
        .arg("--state")
        .arg(folder)
        .env("NOTIFY_SOCKET", &told)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let process = daemon.id().to_string();
    let log = BufReader::new(daemon.stderr.take().ok_or("no log")?);
    let mut word = [0; 64];
    let count = supervisor.recv(&mut word)?;
    let ready = start.elapsed();
    let is_ready = word[..count].starts_with(b"READY=1");
    let runs = log.lines().map_while(Result::ok).any(|line| line.contains("sendoff runs"));
    let read = start.elapsed();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(async { tokio::time::sleep(Duration::from_secs(2)).await });
    let before = (measure::sleeps_of(&process), measure::cpu_of(&process));
    runtime.block_on(async { tokio::time::sleep(WATCHED).await });
    let after = (measure::sleeps_of(&process), measure::cpu_of(&process), measure::memory_mib_of(&process));
    daemon.kill()?;
    daemon.wait()?;
    println!("ready {is_ready}, after {:.0} ms", ready.as_secs_f64() * 1e3);
    println!("files read {runs}, after {:.0} ms", read.as_secs_f64() * 1e3);
    println!(
        "idle for a minute: {} wake-ups, {:.0} ms of a processor",
        after.0? - before.0?,
        (after.1? - before.1?).as_secs_f64() * 1e3
    );
    println!("memory {:.1} MiB", after.2?);
    Ok(())
}
