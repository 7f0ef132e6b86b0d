//! Letters a second, from due to accepted: the whole work, against Postfix's `smtp-sink` on loopback.
//!
//! `cargo bench --bench letters [PAIRS]`, 5,000 pairs (10,000 letters) unless said otherwise; over 10 and 20 connections, unsigned and
//! signed. A fresh database on disk with `synchronous=FULL`; every letter rendered in text and HTML with its invitation, claimed and
//! recorded durably. Beside it `smtp-source` sends as many messages of the same size over as many connections to the same sink.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use measure::folder;
use rusqlite::Connection;
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::mail::smtp::{Security, Signing, SmtpRoute, SmtpSettings};
use sendoff::render::Renderer;
use sendoff::store::Store;
use std::error::Error;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "other benches use the rest")]
mod measure;

/// Ten days before the first sessions: every invitation is due, and nothing else.
const NOW: &str = "2027-10-22T09:00:00Z";
/// How letters are signed, and how `openssl` makes a key for it.
const SIGNED: [(&str, Option<&str>); 3] =
    [("plain", None), ("Ed25519", Some("ed25519")), ("RSA-2048", Some("rsa -pkeyopt rsa_keygen_bits:2048"))];

fn main() -> Result<(), Box<dyn Error>> {
    let pairs = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(5_000);
    println!(
        "{:>11} {:>9} {:>8} {:>10} {:>9} {:>10} {:>9} {:>13} {:>9}",
        "connections",
        "signed",
        "letters",
        "bytes each",
        "sendoff/s",
        "source/s",
        "of source",
        "cpu us/letter",
        "peak MiB"
    );
    for connections in [10, 20] {
        for (name, key) in SIGNED {
            let sent = sendoff(connections, pairs, key)?;
            let source = smtp_source(connections, sent.letters, sent.bytes)?;
            let rate = per_second(sent.letters, sent.whole);
            println!(
                "{connections:>11} {name:>9} {:>8} {:>10} {rate:>9.0} {source:>10.0} {:>9.2} {:>13.0} {:>9.1}",
                sent.letters,
                sent.bytes,
                rate / source,
                1e6 / per_second(sent.letters, sent.cpu),
                sent.peak_mib
            );
        }
    }
    Ok(())
}

fn per_second(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

/// What sending took.
struct Sent {
    /// From due to accepted, planning included.
    whole: Duration,
    /// Of this process, from due to accepted.
    cpu: Duration,
    /// The most memory held meanwhile.
    peak_mib: f64,
    letters: usize,
    /// Of a letter, on average.
    bytes: usize,
}

/// Sends everything that is due.
fn sendoff(connections: usize, pairs: usize, key: Option<&str>) -> Result<Sent, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    folder::write(folder.path(), pairs, true, false)?;
    let database = folder.path().join("sendoff.db");
    let mut engine = engine(folder.path(), &database)?;
    let sink = Sink::start()?;
    let mut settings = SmtpSettings::new("127.0.0.1", sink.port);
    settings.security = Security::None;
    settings.connections = connections;
    settings.signing = key.map(signing).transpose()?;
    let route = SmtpRoute::new(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    measure::forget_peak()?;
    let (start, cpu, now) = (Instant::now(), measure::cpu()?, NOW.parse()?);
    let mut tick = engine.begin_tick(now)?;
    let delivered = runtime.block_on(engine.deliver_during(&mut tick, &route, &StandingClock::at(now)))?;
    let (whole, cpu, peak_mib) = (start.elapsed(), measure::cpu()? - cpu, measure::peak_mib()?);
    if delivered.sent != pairs * 2 {
        return Err(format!("{} of {} letters were accepted", delivered.sent, pairs * 2).into());
    }
    let average = "SELECT CAST(avg(length(bytes)) AS INTEGER) FROM message";
    let bytes: i64 = Connection::open(database)?.query_one(average, [], |row| row.get(0))?;
    Ok(Sent { whole, cpu, peak_mib, letters: delivered.sent, bytes: usize::try_from(bytes)? })
}

fn engine(folder: &Path, database: &Path) -> Result<Engine, Box<dyn Error>> {
    let config = Config::load(folder).config.ok_or("the configuration does not load")?;
    let mut store = Store::open(database)?;
    store.set_seed(&Seed::fixed())?;
    reconcile(&mut store, &config, NOW.parse()?, Mode::Approved)?;
    let renderer = Renderer::new(None).map_err(|_| "the built-in templates do not load")?;
    let office = Office { service: config.service, renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() };
    Ok(Engine::new(store, office))
}

/// With a key made on the spot.
fn signing(kind: &str) -> Result<Signing, Box<dyn Error>> {
    let made = Command::new("openssl").args(["genpkey", "-algorithm"]).args(kind.split(' ')).output()?;
    let key = String::from_utf8(made.stdout)?;
    let ask = Arc::new(move || Ok(key.clone()));
    Ok(Signing { domain: "mentors.example".to_owned(), selector: "bench".to_owned(), ask })
}

/// Messages a second that Postfix's own load generator reaches.
fn smtp_source(connections: usize, messages: usize, bytes: usize) -> Result<f64, Box<dyn Error>> {
    let sink = Sink::start()?;
    let start = Instant::now();
    let done = Command::new("/usr/sbin/smtp-source")
        .args(["-d", "-s", &connections.to_string(), "-m", &messages.to_string(), "-l", &bytes.to_string()])
        .args(["-f", "a@post.example", "-t", "b@post.example", &format!("inet:127.0.0.1:{}", sink.port)])
        .status()?;
    if !done.success() {
        return Err("smtp-source failed".into());
    }
    Ok(per_second(messages, start.elapsed()))
}

/// A running `smtp-sink`, ended when it is dropped.
struct Sink {
    child: Child,
    port: u16,
}

impl Sink {
    fn start() -> Result<Sink, Box<dyn Error>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new("/usr/sbin/smtp-sink")
            .args(["-u", "nobody", &format!("inet:127.0.0.1:{port}"), "1024"])
            .stderr(Stdio::null())
            .spawn()?;
        let sink = Sink { child, port };
        let limit = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > limit {
                return Err("smtp-sink did not start; is Postfix installed?".into());
            }
            std::thread::yield_now();
        }
        Ok(sink)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
