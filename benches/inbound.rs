//! Messages read a second: `cargo bench --bench inbound [PAIRS]`, 2,000 pairs (4,000 mails) unless said otherwise.
//!
//! Three figures: mails of the corpus (`tests/corpus/inbound`) taken apart and understood; calendar answers, one from each person of each pair, put on
//! record durably (a fresh database on disk, `synchronous=FULL`, a transaction each); and the same mails read once more, as after a server that
//! numbers anew, which must change nothing.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use sendoff::domain::event::EventName;
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::listen::Heard;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::mail::memory::Memory;
use sendoff::mail::read::read;
use sendoff::render::Renderer;
use sendoff::store::Store;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

/// How often the corpus is read.
const ROUNDS: usize = 200;

const SERVICE: &str = r#"
[organisation]
name = "Mentors of Example"
[mail]
from = "Mentors of Example <sendoff@mentors.example>"
transport = "maildir"
maildir = "out"
[mailbox]
maildir = "in"
"#;

const PROGRAMME: &str = r#"
name = "Spring 2027"
ends = 2027-05-28
timezone = "Europe/London"
language = "en"
contact_after = "free"
pairs = "spring.csv"
coordinator = { name = "Ada Park", email = "ada@mentors.example" }
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let pairs = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(2_000);
    corpus()?;
    let folder = tempfile::tempdir()?;
    let mut engine = invited(folder.path(), pairs)?;
    let mails = answers(&engine, pairs)?;
    let now = "2027-05-04T10:00:00Z".parse()?;
    let mut heard = |what: &str, expected: Heard| -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        for (at, mail) in mails.iter().enumerate() {
            let heard = engine.listen(&format!("{what} {at}"), mail, now)?;
            if heard != expected {
                return Err(format!("mail {at}: {heard:?}").into());
            }
        }
        say(what, mails.len(), mails.iter().map(Vec::len).sum(), start);
        Ok(())
    };
    heard("answers on record", Heard::Counted)?;
    heard("the same once more", Heard::Before)
}

fn say(what: &str, mails: usize, octets: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let rate = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / seconds;
    println!("{what:<20} {mails:>7} mails {:>9.0}/s {:>7.1} MB/s", rate(mails), rate(octets) / 1e6);
}

fn corpus() -> Result<(), Box<dyn Error>> {
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/inbound"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "eml") {
            mails.push(std::fs::read(path)?);
        }
    }
    let start = Instant::now();
    let mut automatic = 0;
    for mail in std::iter::repeat_n(&mails, ROUNDS).flatten() {
        automatic += usize::from(read(mail).is_automatic);
    }
    if automatic == 0 {
        return Err("nothing was understood".into());
    }
    say("understood", mails.len() * ROUNDS, mails.iter().map(Vec::len).sum::<usize>() * ROUNDS, start);
    Ok(())
}

/// An engine whose invitations have all gone out.
fn invited(folder: &Path, pairs: usize) -> Result<Engine, Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("programmes"))?;
    std::fs::write(folder.join("sendoff.toml"), SERVICE)?;
    std::fs::write(folder.join("programmes/spring.toml"), PROGRAMME)?;
    let mut sheet = "pair,mentor_name,mentor_email,mentee_name,mentee_email,session\n".to_owned();
    for n in 0..pairs {
        writeln!(sheet, "p{n},Amina {n},amina{n}@people.example,Jonas {n},jonas{n}@people.example,2027-05-20 14:00")?;
    }
    std::fs::write(folder.join("programmes/spring.csv"), sheet)?;
    let config = Config::load(folder).config.ok_or("the configuration does not load")?;
    let now = "2027-05-03T09:00:00Z".parse()?;
    let mut store = Store::open(&folder.join("sendoff.db"))?;
    store.set_seed(&Seed::fixed())?;
    reconcile(&mut store, &config, now, Mode::Approved)?;
    let renderer = Renderer::new(None).map_err(|problems| format!("{problems:?}"))?;
    let office = Office { service: config.service, renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() };
    let mut engine = Engine::new(store, office);
    let clock = StandingClock::at(now);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    engine.tick(now)?;
    let sent = runtime.block_on(engine.deliver(&Memory::new(), &clock))?.sent;
    if sent != pairs * 2 {
        return Err(format!("{sent} of {} invitations went out", pairs * 2).into());
    }
    Ok(engine)
}

/// An answer from each person, as Google writes them.
fn answers(engine: &Engine, pairs: usize) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut mails = Vec::new();
    for n in 0..pairs {
        let identity = engine.store.event_identity("spring", &format!("p{n}"), EventName::Session)?;
        let identity = identity.ok_or("an event that was never shown")?;
        for (who, says) in [("amina", "ACCEPTED"), ("jonas", "TENTATIVE")] {
            let address = format!("{who}{n}@people.example");
            let (organizer, uid) = (&identity.organizer, &identity.uid);
            let object = format!(
                "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\n\
                 DTSTART:20270520T130000Z\nDTSTAMP:20270504T091112Z\nORGANIZER:mailto:{organizer}\nUID:{uid}\n\
                 ATTENDEE;PARTSTAT={says};X-NUM-GUESTS=0:mailto:{address}\nSEQUENCE:0\nEND:VEVENT\nEND:VCALENDAR\n"
            );
            let mail = format!(
                "From: <{address}>\nTo: <{organizer}>\nSubject: Accepted\nMessage-ID: <{who}{n}@google.example>\n\
                 Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n\
                 --a\nContent-Type: text/plain\n\nAnswered.\n--a\nContent-Type: text/calendar; method=REPLY\n\n{object}\n--a--\n\n\
                 --m\nContent-Type: application/ics; name=invite.ics\n\n{object}\n--m--\n"
            );
            mails.push(mail.into_bytes());
        }
    }
    Ok(mails)
}
