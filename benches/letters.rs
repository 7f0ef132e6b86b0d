//! Letters a second, from due to accepted: the whole work, against Postfix's `smtp-sink` on loopback.
//!
//! `cargo bench --bench letters [PAIRS]`, 5,000 pairs (10,000 letters) unless said otherwise. A fresh database on disk with
//! `synchronous=FULL`; every letter rendered in text and HTML with its invitation, claimed and recorded durably. Beside it
//! `smtp-source` sends as many messages of the same size over as many connections to the same sink.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::mail::smtp::{Security, SmtpRoute, SmtpSettings};
use sendoff::render::Renderer;
use sendoff::store::Store;
use std::error::Error;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "other benches use the rest")]
mod measure;

/// Bytes of a letter, roughly, for `smtp-source`.
const LETTER_BYTES: usize = 16_000;

fn main() -> Result<(), Box<dyn Error>> {
    let pairs = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(5_000);
    println!(
        "{:>11} {:>10} {:>12} {:>12} {:>9} {:>9} {:>13}",
        "connections", "letters", "sendoff/s", "source/s", "of source", "plan ms", "cpu us/letter"
    );
    for connections in [10, 20] {
        let source = smtp_source(connections, pairs * 2)?;
        let Sent { planned, whole, cpu, letters } = sendoff(connections, pairs)?;
        let rate = per_second(letters, whole);
        println!(
            "{connections:>11} {letters:>10} {rate:>12.0} {source:>12.0} {:>9.2} {:>9} {:>13.0}",
            rate / source,
            planned.as_millis(),
            1e6 / per_second(letters, cpu)
        );
    }
    Ok(())
}

fn per_second(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / time.as_secs_f64()
}

/// What sending took.
struct Sent {
    planned: Duration,
    /// From due to accepted, planning included.
    whole: Duration,
    /// Of this process, from due to accepted.
    cpu: Duration,
    letters: usize,
}

/// Sends everything that is due.
fn sendoff(connections: usize, pairs: usize) -> Result<Sent, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    write_files(folder.path(), pairs)?;
    let loaded = Config::load(folder.path());
    let config = loaded.config.ok_or("the configuration does not load")?;
    let now = "2027-05-03T09:00:00Z".parse()?;
    let mut store = Store::open(&folder.path().join("sendoff.db"))?;
    store.set_seed(&Seed::fixed())?;
    reconcile(&mut store, &config, now, Mode::Approved)?;
    let renderer = Renderer::new(None).map_err(|_| "the built-in templates do not load")?;
    let office = Office { service: config.service, renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() };
    let mut engine = Engine::new(store, office);
    let sink = Sink::start()?;
    let mut settings = SmtpSettings::new("127.0.0.1", sink.port);
    settings.security = Security::None;
    settings.connections = connections;
    let route = SmtpRoute::new(settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (start, cpu) = (Instant::now(), measure::cpu()?);
    engine.tick(now)?;
    let planned = start.elapsed();
    let delivered = runtime.block_on(engine.deliver(&route, &StandingClock::at(now)))?;
    let whole = start.elapsed();
    if delivered.sent != pairs * 2 {
        return Err(format!("{} of {} letters were accepted", delivered.sent, pairs * 2).into());
    }
    Ok(Sent { planned, whole, cpu: measure::cpu()? - cpu, letters: delivered.sent })
}

fn write_files(folder: &Path, pairs: usize) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("programmes"))?;
    std::fs::write(
        folder.join("sendoff.toml"),
        "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
         privacy_url = \"https://mentors.example/privacy\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\n\
         transport = \"maildir\"\nmaildir = \"mail\"\n",
    )?;
    std::fs::write(
        folder.join("programmes/bench.toml"),
        "name = \"Spring 2027\"\nends = 2027-05-28\ntimezone = \"Europe/London\"\nlanguage = \"en\"\n\
         contact_after = \"free\"\ncoordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }\n",
    )?;
    let mut sheet = String::from("mentor_name,mentor_email,mentee_name,mentee_email,session,goals\n");
    for n in 0..pairs {
        writeln!(
            sheet,
            "Mentor Number {n},mentor{n}@post.example,Mentee Number {n},mentee{n}@post.example,2027-05-20 14:00,\
             speak up in reviews; find my way around"
        )?;
    }
    std::fs::write(folder.join("programmes/bench.csv"), sheet)?;
    Ok(())
}

/// Messages a second that Postfix's own load generator reaches.
fn smtp_source(connections: usize, messages: usize) -> Result<f64, Box<dyn Error>> {
    let sink = Sink::start()?;
    let start = Instant::now();
    let done = Command::new("/usr/sbin/smtp-source")
        .args(["-d", "-s", &connections.to_string(), "-m", &messages.to_string(), "-l", &LETTER_BYTES.to_string()])
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
