//! A sheet of a million rows into the database, beside `sqlite3 .import` of the same file.
//!
//! `cargo bench --bench import [ROWS] [shuffled]`: three rounds, in turn, each in a process of its own. The shell gets a
//! table of text columns and a UNIQUE index on the two addresses, and checks nothing. Sendoff checks every cell, keeps what
//! it needs to find people by, and is durable at the end. The addresses come in order, which is the best case for the
//! shell; `shuffled` has them come in any order.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use measure::folder;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::store::Store;
use std::env;
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "other benches use the rest")]
mod measure;

const ROUNDS: usize = 3;
/// Set for the process that imports.
const FOLDER: &str = "SENDOFF_BENCH_FOLDER";

/// What one import took.
struct Cost {
    wall: Duration,
    cpu: Duration,
    peak_mib: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(folder) = env::var_os(FOLDER) {
        return import(Path::new(&folder));
    }
    let rows = env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let shuffled = env::args().any(|word| word == "shuffled");
    println!("{rows} rows{}", if shuffled { ", in any order" } else { "" });
    println!(
        "{:>9} {:>9} {:>12} {:>10} {:>8} {:>9} {:>8}",
        "sessions", "sqlite3 s", "of sqlite3", "sendoff s", "cpu s", "peak MiB", "again s"
    );
    for sessions in [false, true] {
        let mut ratios = Vec::new();
        for _ in 0..ROUNDS {
            let folder = tempfile::tempdir()?;
            folder::write(folder.path(), rows, sessions, shuffled)?;
            let shell = sqlite3(folder.path())?;
            let first = import_apart(folder.path())?;
            let again = import_apart(folder.path())?;
            let ratio = first.wall.as_secs_f64() / shell.as_secs_f64();
            ratios.push(ratio);
            println!(
                "{sessions:>9} {:>9.2} {ratio:>12.2} {:>10.2} {:>8.2} {:>9.1} {:>8.2}",
                shell.as_secs_f64(),
                first.wall.as_secs_f64(),
                first.cpu.as_secs_f64(),
                first.peak_mib,
                again.wall.as_secs_f64()
            );
        }
        ratios.sort_by(f64::total_cmp);
        println!("{sessions:>9} median of the ratios {:.2}", ratios[ratios.len() / 2]);
    }
    Ok(())
}

/// Reads the files of that folder into the database beside them, and says what it took.
fn import(folder: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let config = Config::load(folder).config.ok_or("the configuration does not load")?;
    let mut store = Store::open(&folder.join("sendoff.db"))?;
    let said = reconcile(&mut store, &config, "2027-05-03T09:00:00Z".parse()?, Mode::Approved)?;
    if let Some(problem) = said.problems.first() {
        return Err(problem.to_string().into());
    }
    println!("{} {} {}", start.elapsed().as_secs_f64(), measure::cpu()?.as_secs_f64(), measure::peak_mib()?);
    Ok(())
}

/// The same in a process of its own, so that its memory and processor time are its own.
fn import_apart(folder: &Path) -> Result<Cost, Box<dyn Error>> {
    let output = Command::new(env::current_exe()?).env(FOLDER, folder).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let words = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = words.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [wall, cpu, peak_mib] = numbers[..] else { return Err("three numbers were expected".into()) };
    Ok(Cost { wall: Duration::from_secs_f64(wall), cpu: Duration::from_secs_f64(cpu), peak_mib })
}

/// How long the SQLite shell takes.
fn sqlite3(folder: &Path) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let sheet = folder.join("programmes/bench.csv");
    let done = Command::new("sqlite3")
        .arg(folder.join("shell.db"))
        .arg(
            "CREATE TABLE pair (mentor_name TEXT, mentor_email TEXT, mentor_timezone TEXT, mentee_name TEXT,
             mentee_email TEXT, session TEXT, mentoring_plan TEXT, goals TEXT);
             CREATE UNIQUE INDEX people ON pair (mentor_email, mentee_email);",
        )
        .arg(format!(".import --csv --skip 1 {} pair", sheet.display()))
        .status()?;
    if !done.success() {
        return Err("sqlite3 failed; is the Debian package sqlite3 installed?".into());
    }
    Ok(start.elapsed())
}
