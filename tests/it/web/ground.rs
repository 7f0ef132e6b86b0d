//! A programme with one pair whose first letters are queued, and its pages on a port of their own.

use super::browser::{Answer, Browser};
use jiff::Timestamp;
use sendoff::domain::fact::What;
use sendoff::domain::link::{LinkKey, Purpose};
use sendoff::domain::person::Role;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::office::Office;
use sendoff::files::config::Config;
use sendoff::files::sheet::SheetReader;
use sendoff::mail::memory::Memory;
use sendoff::render::Renderer;
use sendoff::store::{DATABASE_FILE, PairRow, ProgrammeRow, Source, Store};
use sendoff::web::{Door, Seal, Site, serve};
use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub const PROGRAMME: &str = "spring";
pub const PAIR: &str = "p1";

const SERVICE: &str = r#"
[organisation]
name = "Mentors of Example"
privacy_contact = "privacy@mentors.example"
[mail]
from = "Mentors of Example <sendoff@mentors.example>"
transport = "maildir"
maildir = "out"
[web]
listen = "127.0.0.1:8480"
url = "https://endings.mentors.example/end"
"#;

pub const SETTINGS: &str = r#"
name = "Spring 2027"
ends = 2027-05-28
timezone = "Europe/London"
language = "en"
pairs = "spring.csv"
contact_after = "free"
coordinator = { name = "Ada Park", email = "ada@mentors.example" }
"#;

const SHEET: &str = "pair,mentor_name,mentor_email,mentor_timezone,mentor_language,mentee_name,mentee_called,mentee_email,mentee_timezone,goals
p1,Jonas Weber,jonas@mentors.example,Europe/Berlin,LANGUAGE,Amina Bello,Amina,amina@mentees.example,Africa/Lagos,speak up in reviews; find my way around
";

/// A running site, and the state behind it.
pub struct Ground {
    folder: tempfile::TempDir,
    now: Arc<Mutex<Timestamp>>,
    rings: Arc<AtomicUsize>,
    pub browser: Browser,
    site: Arc<Site>,
    runtime: Runtime,
}

impl Ground {
    /// The ordinary programme, on 3 May 2027, the invitations queued.
    pub fn new() -> Ground {
        Ground::with(SETTINGS, "en")
    }

    /// Another programme file's worth of lines, another language of the mentor.
    pub fn with(settings: &str, language: &str) -> Ground {
        let folder = tempfile::tempdir().expect("a folder");
        let config = folder.path().join("config");
        std::fs::create_dir_all(config.join("programmes")).expect("a folder");
        write(&config.join("sendoff.toml"), SERVICE);
        write(&config.join("programmes/spring.toml"), settings);
        write(&config.join("programmes/spring.csv"), &SHEET.replace("LANGUAGE", language));
        let database = folder.path().join(DATABASE_FILE);
        let start: Timestamp = "2027-05-03T10:00:00Z".parse().expect("an instant");
        let mut engine = engine(&config, &database);
        fill(&mut engine, &config);
        engine.tick(start).expect("a tick");
        let now = Arc::new(Mutex::new(start));
        let rings = Arc::new(AtomicUsize::new(0));
        let (clock, bell) = (Arc::clone(&now), Arc::clone(&rings));
        let site = Site::new(
            engine,
            move || {
                // Nobody asks twice in one instant.
                let mut now = clock.lock().expect("a clock");
                *now += jiff::SignedDuration::from_secs(1);
                *now
            },
            move || {
                bell.fetch_add(1, Ordering::SeqCst);
            },
        );
        let runtime = Runtime::new().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let browser = Browser::new(listener.local_addr().expect("an address"));
        let site = Arc::new(site);
        runtime.spawn(serve(listener, Arc::clone(&site), std::future::pending()));
        Ground { folder, now, rings, browser, site, runtime }
    }

    /// The pages themselves.
    pub fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site)
    }

    /// Opens another door to the same pages.
    pub fn open_door<F: Future<Output = Door>>(&self, door: impl FnOnce() -> F) {
        let door = self.runtime.block_on(door());
        self.runtime.spawn(serve(door, Arc::clone(&self.site), std::future::pending()));
    }

    /// Opens a port with TLS.
    pub fn open_port(&self, seal: &Arc<Seal>) -> SocketAddr {
        let listener = self.runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let address = listener.local_addr().expect("an address");
        self.open_door(|| async { Door::from(listener).sealed(Arc::clone(seal)) });
        address
    }

    /// The path of that person's page.
    pub fn path(&self, role: Role, purpose: Purpose) -> String {
        format!("/end/p/{}", LinkKey::fixed().token(PROGRAMME, PAIR, role, purpose, 0))
    }

    /// Opens that person's page.
    pub fn open(&self, role: Role, purpose: Purpose) -> Answer {
        self.browser.get(&self.path(role, purpose))
    }

    /// Answers on that person's page, and gives what the browser shows then.
    pub fn say(&self, role: Role, purpose: Purpose, form: &str) -> Answer {
        let path = self.path(role, purpose);
        let answer = self.browser.post(&path, form);
        assert_eq!(answer.status, 303, "{}", answer.text);
        let to = answer.header("location").expect("a place").to_owned();
        self.browser.get(&format!("/end/p/{to}"))
    }

    /// What the state holds, through a connection of its own.
    pub fn store(&self) -> Store {
        Store::open(&self.folder.path().join(DATABASE_FILE)).expect("the state")
    }

    /// Everything on record from pages.
    pub fn said(&self) -> Vec<(Option<Role>, What)> {
        let facts = self.store().stored_facts(PROGRAMME, PAIR).expect("facts");
        let pages = facts.into_iter().filter(|stored| stored.source == Source::Page);
        pages.map(|stored| (stored.fact.who, stored.fact.what)).collect()
    }

    /// Everything that is due now is decided and sent, as the daemon does when the bell rings.
    pub fn tick(&self) {
        let mut engine = engine(&self.folder.path().join("config"), &self.folder.path().join(DATABASE_FILE));
        engine.tick(self.now()).expect("a tick");
        let clock = StandingClock::at(self.now());
        self.runtime.block_on(engine.deliver(&Memory::new(), &clock)).expect("delivered");
    }

    pub fn store_path(&self) -> PathBuf {
        self.folder.path().join(DATABASE_FILE)
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().expect("a clock")
    }

    pub fn set_now(&self, now: &str) {
        *self.now.lock().expect("a clock") = now.parse().expect("an instant");
    }

    /// How often the bell has rung.
    pub fn rings(&self) -> usize {
        self.rings.load(Ordering::SeqCst)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let runtime = std::mem::replace(
            &mut self.runtime,
            tokio::runtime::Builder::new_current_thread().build().expect("a runtime"),
        );
        runtime.shutdown_background();
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("written");
}

fn engine(config: &Path, database: &Path) -> Engine {
    let store = Store::open(database).expect("a state");
    let loaded = Config::load(config);
    let config = loaded.config.unwrap_or_else(|| panic!("{:?}", loaded.problems));
    let renderer = Renderer::new(None).unwrap_or_else(|problems| panic!("{problems:?}"));
    let seed = store.seed().expect("a seed");
    Engine::new(store, Office { service: config.service, renderer, seed, link_key: LinkKey::fixed() })
}

fn fill(engine: &mut Engine, config: &Path) {
    let seen: Timestamp = "2027-04-01T09:00:00Z".parse().expect("an instant");
    let loaded = Config::load(config);
    let file = loaded.config.expect("a configuration").programmes.remove(0);
    let row = SheetReader::open(&file).unwrap_or_else(|problems| panic!("{problems:?}")).next();
    let pair = row.expect("a row").expect("read").outcome.unwrap_or_else(|fault| panic!("{:?}", fault.problems));
    let programme = ProgrammeRow {
        id: PROGRAMME.to_owned(),
        programme: file.programme,
        epoch: "one".to_owned(),
        approved: true,
        paused: false,
        first_seen_at: seen,
        vanished: false,
    };
    let row = PairRow {
        programme: PROGRAMME.to_owned(),
        pair,
        first_seen_at: seen,
        set_aside: None,
        vanished: false,
        wake_at: Some(sendoff::store::WAKE_NOW),
        fingerprint: [0; 16],
        held_by: None,
    };
    let written = engine.store.write(|tx| tx.upsert_programme(&programme).and_then(|()| tx.upsert_pair(&row)));
    written.expect("written");
}
