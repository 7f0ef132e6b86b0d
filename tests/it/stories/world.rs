//! A story's world: its files, its database, the server of the other side, and a clock that jumps.
//!
//! Dying is part of it: whatever a step returns, [`World::rise`] starts the service anew on the same database, and
//! [`World::run`] goes on where time stands.

use super::deed::{Answers, Change, Deed};
use super::phone::{Phone, Press};
use super::story::Story;
use jiff::Timestamp;
use sendoff::domain::address::Address;
use sendoff::domain::fact::Fact;
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::engine::Engine;
use sendoff::engine::error::EngineError;
use sendoff::engine::installation::{INSTALLATION, Why, approve_installation, hold_everything, settle_in};
use sendoff::engine::office::Office;
use sendoff::engine::office_change::put_in_force;
use sendoff::engine::reconcile::{Approval, Mode, Outcome, Reconciled, approve_hold, reconcile};
use sendoff::engine::simulate::play;
use sendoff::files::config::Config;
use sendoff::mail::courier::Route;
use sendoff::mail::memory::{Answer, Memory};
use sendoff::render::Renderer;
use sendoff::store::{Source, Store, StoreError};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Where the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    Memory,
    File,
}

/// Everything a story moves in.
pub struct World {
    pub engine: Engine,
    /// What arrived on the other side.
    pub server: Memory,
    pub now: Timestamp,
    until: Timestamp,
    deeds: Vec<(Timestamp, Deed)>,
    next_deed: usize,
    /// Mails that lie in the mailbox and were not read, each with its name.
    inbox: VecDeque<(String, Vec<u8>)>,
    is_off: bool,
    /// The files have changed since they were read.
    unread: bool,
    home: Home,
    /// Which installation this is (rule 33).
    installation: &'static str,
    backup: Option<Store>,
    folder: TempDir,
    /// What was wrong with the files, at the instant they were read.
    pub problems: Vec<(Timestamp, String)>,
    phone: Phone,
}

impl World {
    /// The world before the first instant.
    pub fn of(story: &Story, home: Home) -> World {
        let folder = tempfile::tempdir().expect("a folder to play in");
        for (path, text) in &story.files {
            let path = folder.path().join("config").join(path);
            std::fs::create_dir_all(path.parent().expect("a folder to play in")).expect("a folder to play in");
            std::fs::write(path, text).expect("a folder to play in");
        }
        let mut store = match home {
            Home::Memory => Store::in_memory().expect("a database"),
            Home::File => Store::open(&folder.path().join("sendoff.db")).expect("a folder to play in"),
        };
        store.set_seed(&Seed::fixed()).expect("a database");
        settle_in(&mut store, "here", story.from).expect("a database");
        let office = office(&config(&folder).expect("a service"));
        World {
            engine: Engine::new(store, office),
            server: Memory::new(),
            now: story.from,
            until: story.until,
            deeds: story.deeds.clone(),
            next_deed: 0,
            inbox: VecDeque::new(),
            is_off: false,
            unread: true,
            home,
            installation: "here",
            backup: None,
            folder,
            problems: Vec::new(),
            phone: Phone::default(),
        }
    }

    /// Lives through everything that is left, with letters going out by that route.
    pub async fn run(&mut self, route: &dyn Route) -> Result<(), EngineError> {
        while self.step(route).await? {}
        Ok(())
    }

    /// Everything that happens at this instant; then time jumps to the next one, or it is over.
    pub async fn step(&mut self, route: &dyn Route) -> Result<bool, EngineError> {
        self.act().await?;
        if !self.is_off {
            self.read_files()?;
            self.hear()?;
            play(&mut self.engine, route, &[], self.now, self.now, |_, _| Ok(())).await?;
        }
        let deed_at = self.deeds.get(self.next_deed).map(|(at, _)| *at);
        let wakes = [self.engine.next_wake()?, self.engine.sending_rests_until()];
        let wakes = wakes.into_iter().flatten().filter(|at| *at > self.now && !self.is_off);
        match wakes.chain(deed_at).min() {
            Some(next) if next <= self.until => self.now = next,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Where its files are: another folder for every world, which faults of files name.
    pub fn folder(&self) -> String {
        self.folder.path().display().to_string()
    }

    /// Another world that is as this one is now, in memory.
    pub fn fork(&self) -> World {
        let folder = tempfile::tempdir().expect("a folder to play in");
        copy_folder(&self.config_folder(), &folder.path().join("config"));
        let office = Office {
            service: self.engine.office.service.clone(),
            renderer: self.engine.office.renderer.clone(),
            seed: Seed::fixed(),
            link_key: LinkKey::fixed(),
        };
        World {
            engine: Engine::new(self.engine.store.copy_in_memory().expect("a database"), office),
            server: self.server.fork(),
            deeds: self.deeds.clone(),
            inbox: self.inbox.clone(),
            home: Home::Memory,
            backup: self.backup.as_ref().map(|backup| backup.copy_in_memory().expect("a database")),
            folder,
            problems: self.problems.clone(),
            phone: self.phone.clone(),
            ..*self
        }
    }

    /// The service is started anew on what the database has.
    pub fn rise(&mut self) -> Result<(), EngineError> {
        let nothing = Store::in_memory()?;
        let dead = std::mem::replace(&mut self.engine.store, nothing);
        let store = match self.home {
            Home::Memory => dead.copy_in_memory()?,
            Home::File => {
                drop(dead);
                Store::open(&self.folder.path().join("sendoff.db"))?
            }
        };
        let renderer = self.engine.office.renderer.clone();
        let config = self.config();
        let service = config.map_or_else(|| self.engine.office.service.clone(), |config| config.service);
        let office = Office { service, renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() };
        self.engine = Engine::new(store, office);
        settle_in(&mut self.engine.store, self.installation, self.now)?;
        self.engine.recover(self.now)?;
        self.unread = true;
        Ok(())
    }

    /// Everything that happens by now.
    async fn act(&mut self) -> Result<(), EngineError> {
        while let Some((at, deed)) = self.deeds.get(self.next_deed).filter(|(at, _)| *at <= self.now).cloned() {
            self.perform(at, deed).await?;
            self.next_deed += 1;
        }
        Ok(())
    }

    /// Reads what lies in the mailbox. What was not read when the process died is read by the next one.
    fn hear(&mut self) -> Result<(), EngineError> {
        while let Some((name, mail)) = self.inbox.front() {
            self.engine.listen(name, mail, self.now)?;
            self.inbox.pop_front();
        }
        Ok(())
    }

    /// Whoever pressed sees an error if the service broke, and will press again.
    async fn press(&mut self, press: &Press, at: Timestamp) -> Result<(), EngineError> {
        let nobody = Engine::new(Store::in_memory()?, self.engine.office.clone());
        let engine = std::mem::replace(&mut self.engine, nobody);
        let (engine, done) = self.phone.press(engine, press, at).await;
        self.engine = engine;
        done.ok_or(EngineError::Store(StoreError::Died))
    }

    async fn perform(&mut self, at: Timestamp, deed: Deed) -> Result<(), EngineError> {
        match deed {
            Deed::Fact { pair, who, what } => {
                let row = self.engine.pair(&pair)?;
                let fact = Fact { at, who, what };
                sendoff::engine::collect::check(&fact).expect("a whole fact");
                self.engine.collect(&row, fact, Source::Record, at)?;
            }
            Deed::Page(press) => self.press(&press, at).await?,
            Deed::Edit { path, change } => self.edit(&path, &change),
            Deed::Server { up } => {
                self.server.answer_all((!up).then(|| Answer::unreachable("connection refused")));
            }
            Deed::Daemon { on } => {
                self.is_off = !on;
                if on {
                    self.rise()?;
                }
            }
            Deed::Answers { address, with } => {
                let answer = match with {
                    Answers::NobodyThere => Answer::nobody_there(),
                    Answers::NotNow => Answer::deferred("450 4.2.0 try again later"),
                    Answers::AsUsual => Answer::accepted(),
                };
                self.server.answer_address(&Address::parse(&address).expect("an address"), answer);
            }
            Deed::Mail(mail) => {
                let number = self.next_deed;
                self.inbox.push_back((format!("mail-{number}"), mail.write(number, &self.server.arrivals())));
            }
            Deed::LoseAnswer => self.server.answer_nth(self.server.attempts() + 1, Answer::uncertain(true)),
            Deed::Pause { programme, on } => self.pause(programme.as_deref(), on)?,
            Deed::Approve => self.approve()?,
            Deed::Backup => self.backup = Some(self.engine.store.copy_in_memory()?),
            Deed::Restore => self.restore()?,
            Deed::Elsewhere => {
                self.installation = "elsewhere";
                self.rise()?;
            }
        }
        Ok(())
    }

    fn edit(&mut self, path: &str, change: &Change) {
        let file = self.folder.path().join("config").join(path);
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let lines = |keep: &dyn Fn(usize, &str) -> bool| -> String {
            let kept = text.lines().enumerate().filter(|(at, line)| keep(*at, line));
            kept.map(|(_, line)| format!("{line}\n")).collect()
        };
        let new = match change {
            Change::Replace(old, new) => {
                assert!(text.contains(old), "{path} has no {old}");
                text.replace(old, new)
            }
            Change::Add(line) => format!("{text}{line}\n"),
            Change::Drop(words) => lines(&|_, line| !line.contains(words)),
            Change::Keep(count) => lines(&|at, _| at < *count),
            Change::Write(new) => new.clone(),
            Change::Remove => {
                std::fs::remove_file(&file).expect("a file to remove");
                String::new()
            }
        };
        if *change != Change::Remove {
            std::fs::create_dir_all(file.parent().expect("a folder to play in")).expect("a folder to play in");
            std::fs::write(file, new).expect("a folder to play in");
        }
        self.unread = true;
    }

    fn read_files(&mut self) -> Result<(), EngineError> {
        if !self.unread {
            return Ok(());
        }
        if let Some(config) = self.config() {
            self.engine.office.service = config.service.clone();
            let words =
                config.template_dir.as_deref().map_or_else(|| Ok(our_own_words()), |dir| Renderer::new(Some(dir)));
            match words {
                Ok(renderer) => self.engine.office.renderer = renderer,
                Err(problems) => self.report(problems.iter().map(ToString::to_string)),
            }
            put_in_force(&mut self.engine.store, &self.engine.office, self.now)?;
            let read = reconcile(&mut self.engine.store, &config, self.now, Mode::Apply)?;
            self.report_read(&read);
        }
        self.unread = false;
        Ok(())
    }

    fn config(&mut self) -> Option<Config> {
        let loaded = Config::load(&self.config_folder());
        self.report(loaded.problems.iter().map(ToString::to_string));
        loaded.config
    }

    fn report(&mut self, problems: impl Iterator<Item = String>) {
        let folder = format!("{}/", self.config_folder().display());
        for problem in problems {
            let problem = (self.now, problem.replace(&folder, ""));
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    fn config_folder(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    fn report_read(&mut self, read: &Reconciled) {
        self.report(read.problems.iter().map(ToString::to_string));
        let held = read.programmes.iter().filter_map(|change| match &change.outcome {
            Outcome::Held(held) => Some(format!("{}: held: {}", change.programme, held.reason)),
            Outcome::Unreadable => Some(format!("{}: cannot be read", change.programme)),
            _ => None,
        });
        self.report(held);
    }

    fn pause(&mut self, programme: Option<&str>, on: bool) -> Result<(), EngineError> {
        if on { self.engine.pause(programme) } else { self.engine.resume(programme) }
    }

    /// The backup takes the place of the state, held (rule 33).
    fn restore(&mut self) -> Result<(), EngineError> {
        let mut restored = self.backup.as_ref().expect("a backup").copy_in_memory()?;
        restored.write(|tx| hold_everything(tx, Why::Restored, self.installation, self.now))?;
        self.engine.store = restored;
        self.rise()
    }

    fn approve(&mut self) -> Result<(), EngineError> {
        let Some(config) = self.config() else { return Ok(()) };
        for hold in self.engine.store.open_holds()? {
            if hold.hold.kind == INSTALLATION {
                assert!(approve_installation(&mut self.engine.store, &hold, self.installation, self.now)?);
                continue;
            }
            let approval = approve_hold(&mut self.engine.store, &config, hold.id, self.now)?;
            assert!(matches!(approval, Approval::Done(_)), "{approval:?}");
        }
        Ok(())
    }

    /// What was done to the world from outside, and when; facts are in the database.
    pub fn deeds(&self) -> &[(Timestamp, Deed)] {
        &self.deeds
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder to play in");
    for entry in std::fs::read_dir(from).expect("a folder to play in") {
        let entry = entry.expect("a folder to play in");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a folder to play in");
        }
    }
}

fn config(folder: &TempDir) -> Option<Config> {
    Config::load(&folder.path().join("config")).config
}

fn office(config: &Config) -> Office {
    let renderer = config.template_dir.as_deref().map_or_else(our_own_words, |overlay| {
        Renderer::new(Some(overlay)).unwrap_or_else(|problems| panic!("{problems:?}"))
    });
    Office { service: config.service.clone(), renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() }
}

/// The built-in templates; compiled once, as that takes longer than most stories.
fn our_own_words() -> Renderer {
    static WORDS: OnceLock<Renderer> = OnceLock::new();
    WORDS.get_or_init(|| Renderer::new(None).unwrap_or_else(|problems| panic!("{problems:?}"))).clone()
}
