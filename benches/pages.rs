//! Pages a second, over loopback: read, and answered.
//!
//! `cargo bench --bench pages [PAIRS]`, 1,000 pairs unless said otherwise. A database on disk with `synchronous=FULL`, the invitations
//! queued; eight browsers that keep their connections, each at its own pairs. Beside it the same browsers ask for `/healthz`, which
//! reads the database once and shows nothing: what the connections alone allow.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use sendoff::domain::key::Seed;
use sendoff::domain::link::{LinkKey, Purpose};
use sendoff::domain::person::Role;
use sendoff::engine::Engine;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::render::Renderer;
use sendoff::store::Store;
use sendoff::web::{Site, serve};
use std::error::Error;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const BROWSERS: usize = 8;
/// Asked by each browser, of each kind.
const ASKED: usize = 500;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let pairs = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(1_000);
    let folder = tempfile::tempdir()?;
    write_files(folder.path(), pairs)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let server = listener.local_addr()?;
    let site = Site::new(engine(folder.path())?, || "2027-05-03T10:00:00Z".parse().unwrap_or_default(), || {});
    runtime.spawn(serve(listener, Arc::new(site), std::future::pending()));
    println!("{:>22} {:>10} {:>9} {:>9} {:>9}", "asked", "a second", "p50 ms", "p99 ms", "bytes");
    let token = |n: usize, purpose| LinkKey::fixed().token("bench", &format!("p{n}"), Role::Mentor, purpose, 0);
    let own = |browser: usize, n: usize| (browser + n * BROWSERS) % pairs;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    measure("health", server, |_, _| get("/healthz"))?;
    measure("a wrong link", server, |_, _| get(&format!("/p/{}", "a".repeat(52))))?;
    for (what, purpose) in [("session", Purpose::Session), ("roadmap", Purpose::Roadmap), ("stop", Purpose::Stop)] {
        measure(what, server, |browser, n| get(&format!("/p/{}", token(own(browser, n), purpose))))?;
    }
    measure("an answer", server, |browser, n| {
        // Once about every pair it changes something; then turn by turn.
        let round = n / (pairs / BROWSERS).max(1);
        let form = if round.is_multiple_of(2) { "do=letters" } else { "do=undo" };
        let length = form.len();
        let path = token(own(browser, n), Purpose::Stop);
        let kind = "Content-Type: application/x-www-form-urlencoded";
        format!("POST /p/{path} HTTP/1.1\r\nHost: x\r\n{kind}\r\nContent-Length: {length}\r\n\r\n{form}")
    })
}

/// Every browser asks its questions one after another; prints the rate, how long one took, and how long the last answer was.
fn measure(what: &str, server: SocketAddr, question: impl Fn(usize, usize) -> String + Sync) -> Outcome<()> {
    let began = Instant::now();
    let question = &question;
    let (mut times, bytes) = std::thread::scope(|threads| -> Outcome<(Vec<Duration>, usize)> {
        let browsers: Vec<_> =
            (0..BROWSERS).map(|browser| threads.spawn(move || browse(server, |n| question(browser, n)))).collect();
        let mut all = (Vec::new(), 0);
        for browser in browsers {
            let (times, bytes) = browser.join().map_err(|_| "a browser broke")??;
            all.0.extend(times);
            all.1 = bytes;
        }
        Ok(all)
    })?;
    let rate = f64::from(u32::try_from(times.len())?) / began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100].as_secs_f64() * 1000.0;
    println!("{what:>22} {rate:>10.0} {:>9.2} {:>9.2} {bytes:>9}", at(50), at(99));
    Ok(())
}

fn browse(server: SocketAddr, question: impl Fn(usize) -> String) -> Outcome<(Vec<Duration>, usize)> {
    let stream = TcpStream::connect(server)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    let mut times = Vec::with_capacity(ASKED);
    let mut bytes = 0;
    for n in 0..ASKED {
        let question = question(n);
        let began = Instant::now();
        writer.write_all(question.as_bytes())?;
        bytes = read_answer(&mut reader)?;
        times.push(began.elapsed());
    }
    Ok((times, bytes))
}

/// One whole answer; how long its body was.
fn read_answer(reader: &mut impl BufRead) -> Outcome<usize> {
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err("the server hung up".into());
        }
        if line.starts_with("HTTP/1.1 5") {
            return Err(line.into());
        }
        if let Some(number) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = number.trim().parse()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    std::io::copy(&mut reader.take(u64::try_from(length)?), &mut std::io::sink())?;
    Ok(length)
}

fn engine(folder: &Path) -> Outcome<Engine> {
    let config = Config::load(folder).config.ok_or("the configuration does not load")?;
    let now = "2027-05-03T09:00:00Z".parse()?;
    let mut store = Store::open(&folder.join("sendoff.db"))?;
    store.set_seed(&Seed::fixed())?;
    reconcile(&mut store, &config, now, Mode::Approved)?;
    let renderer = Renderer::new(None).map_err(|_| "the built-in templates do not load")?;
    let office = Office { service: config.service, renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() };
    let mut engine = Engine::new(store, office);
    engine.tick(now)?;
    Ok(engine)
}

fn write_files(folder: &Path, pairs: usize) -> Outcome<()> {
    std::fs::create_dir_all(folder.join("programmes"))?;
    std::fs::write(
        folder.join("sendoff.toml"),
        "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
         privacy_url = \"https://mentors.example/privacy\"\n[mail]\nfrom = \"Mentors <sendoff@mentors.example>\"\n\
         transport = \"maildir\"\nmaildir = \"mail\"\n[web]\nurl = \"https://endings.mentors.example\"\n",
    )?;
    std::fs::write(
        folder.join("programmes/bench.toml"),
        "name = \"Spring 2027\"\nends = 2027-05-28\ntimezone = \"Europe/London\"\nlanguage = \"en\"\n\
         contact_after = \"free\"\ncoordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }\n",
    )?;
    let mut sheet = String::from("pair,mentor_name,mentor_email,mentee_name,mentee_email,session,goals\n");
    for n in 0..pairs {
        writeln!(
            sheet,
            "p{n},Mentor Number {n},mentor{n}@post.example,Mentee Number {n},mentee{n}@post.example,2027-05-20 14:00,\
             speak up in reviews; find my way around"
        )?;
    }
    std::fs::write(folder.join("programmes/bench.csv"), sheet)?;
    Ok(())
}
