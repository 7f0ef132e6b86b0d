//! The example as one may take part in it: it stands at a moment, its pages are live, and it goes on when it is told to.
//!
//! It has a state of its own on disk, which the pages read and write like the daemon's. What the example's people do is
//! played in as time goes on, but not for a pair that somebody has answered for: from then on those two are the visitor's.

use crate::cli::answers;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::domain::link::Purpose;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::engine::Engine;
use crate::engine::office::{Office, PAGES};
use crate::engine::reconcile::{Mode, reconcile};
use crate::engine::simulate::{Play, play};
use crate::files::config::Config;
use crate::mail::maildir::Maildir;
use crate::store::{DATABASE_FILE, Source, Store};
use crate::web::{Site, respond};
use anyhow::Context;
use axum::extract::Request;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{mpsc, oneshot};

/// What the rehearsal is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Say where it stands; what people answered meanwhile has its letters by then.
    Look,
    /// On to the next letters.
    Next,
    /// On by that many days.
    Days(i64),
    /// From the beginning, without anybody's answers.
    Again,
}

/// Where it stands.
#[derive(Debug, Clone, Default)]
pub struct Stand {
    /// The moment.
    pub now: Timestamp,
    /// Where its letters lie.
    pub mail: PathBuf,
    /// Everybody who has had a letter, with their pages.
    pub people: Vec<Visitor>,
}

/// Somebody whose pages can be opened.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// As letters call them.
    pub called: String,
    /// The other one of the pair.
    pub partner: String,
    /// Which side of the work they stand on.
    pub role: Role,
    /// The token of each page.
    pub pages: Vec<(Purpose, String)>,
}

/// An order, and where the answer goes.
pub type Asked = (Order, oneshot::Sender<Stand>);

/// What the pages are served from; another site after a new beginning.
#[derive(Clone)]
pub struct Stage(Arc<RwLock<Arc<Site>>>);

impl Stage {
    /// Answers a request to somebody's page.
    pub async fn respond(&self, peer: IpAddr, request: Request) -> Response {
        let site = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        respond(site, peer, request).await
    }

    fn set(&self, site: Site) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
    }
}

/// The example on its way.
pub struct Rehearsal {
    config: Config,
    folder: PathBuf,
    /// When it begins, and where it is taken to at once.
    from: Timestamp,
    opens_at: Timestamp,
    /// How often it has begun.
    beginnings: u32,
    engine: Engine,
    ahead: Vec<Play>,
    now: Arc<Mutex<Timestamp>>,
    stage: Stage,
}

impl Rehearsal {
    /// Begins in that folder, and plays until the pages open.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub async fn begin(
        config: &Config,
        folder: &Path,
        from: Timestamp,
        opens_at: Timestamp,
    ) -> Result<Rehearsal, Failure> {
        let now = Arc::new(Mutex::new(from));
        let engine = fresh(config, &folder.join("0"), from)?;
        let stage = Stage(Arc::new(RwLock::new(Arc::new(site(config, &folder.join("0"), &now)?))));
        let (config, folder) = (config.clone(), folder.to_owned());
        let ahead = script()?;
        let mut rehearsal = Rehearsal { config, folder, from, opens_at, beginnings: 0, engine, ahead, now, stage };
        rehearsal.go_on(opens_at).await?;
        Ok(rehearsal)
    }

    /// What the pages are served from.
    pub fn stage(&self) -> Stage {
        self.stage.clone()
    }

    /// Does what it is told until nobody tells it anything any more.
    ///
    /// # Errors
    /// The state or the letters' folder.
    pub async fn obey(&mut self, mut orders: mpsc::Receiver<Asked>) -> Result<(), Failure> {
        while let Some((order, answer)) = orders.recv().await {
            match order {
                Order::Look => self.go_on(self.now()).await?,
                Order::Next => self.next_letters().await?,
                Order::Days(days) => {
                    self.go_on(crate::domain::useful::later(self.now(), SignedDuration::from_hours(24 * days))).await?;
                }
                Order::Again => self.begin_again().await?,
            }
            // Whoever asked may have gone.
            let _ = answer.send(self.stand()?);
        }
        Ok(())
    }

    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mail(&self) -> PathBuf {
        self.folder.join(self.beginnings.to_string()).join("letters")
    }

    async fn go_on(&mut self, until: Timestamp) -> Result<(), Failure> {
        self.leave_to_visitor()?;
        let route = Maildir::new(self.mail()).without_sync();
        let from = self.now();
        play(&mut self.engine, &route, &self.ahead, from, until, |_, _| Ok(())).await?;
        self.ahead.retain(|play| play.fact.at > until);
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = (*now).max(until);
        Ok(())
    }

    /// What the script has for a pair that somebody answered for is not played any more.
    fn leave_to_visitor(&mut self) -> Result<(), Failure> {
        let store = &self.engine.store;
        let mut theirs = Vec::new();
        for programme in store.programmes()? {
            for row in store.pairs_of(&programme.id) {
                let id = row?.pair.id;
                theirs.extend(self.has_visitor(&programme.id, &id)?.then_some(id));
            }
        }
        self.ahead.retain(|play| !theirs.contains(&play.pair));
        Ok(())
    }

    /// From wake to wake until another letter has gone, or nothing is left to come.
    async fn next_letters(&mut self) -> Result<(), Failure> {
        self.go_on(self.now()).await?;
        let before = self.sent()?;
        while self.sent()? == before {
            let wakes = [self.engine.next_wake()?, self.ahead.first().map(|play| play.fact.at)];
            let Some(next) = wakes.into_iter().flatten().filter(|at| *at > self.now()).min() else { break };
            self.go_on(next).await?;
        }
        Ok(())
    }

    fn sent(&self) -> Result<usize, Failure> {
        let rows = self.engine.store.all_deliveries(crate::store::DeliveryFilter::default());
        Ok(rows.filter(|row| row.as_ref().is_ok_and(crate::domain::delivery::Delivery::is_shown)).count())
    }

    async fn begin_again(&mut self) -> Result<(), Failure> {
        self.beginnings += 1;
        let folder = self.folder.join(self.beginnings.to_string());
        self.engine = fresh(&self.config, &folder, self.from)?;
        self.ahead = script()?;
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = self.from;
        self.stage.set(site(&self.config, &folder, &self.now)?);
        self.go_on(self.opens_at).await
    }

    fn stand(&self) -> Result<Stand, Failure> {
        let store = &self.engine.store;
        let mut people = Vec::new();
        for programme in store.programmes()? {
            for row in store.pairs_of(&programme.id) {
                let pair = row?.pair;
                let both = Role::PAIR.into_iter().map(|role| self.visitor(&programme.id, &pair, role));
                people.extend(both.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
            }
        }
        Ok(Stand { now: self.now(), mail: self.mail(), people })
    }

    /// That person's pages, once a letter with links has gone.
    fn visitor(&self, programme: &str, pair: &Pair, role: Role) -> Result<Option<Visitor>, Failure> {
        let store = &self.engine.store;
        let Some((person, partner)) = pair.person(role).zip(pair.person(role.partner())) else { return Ok(None) };
        let generation = store.link_generation(programme, &pair.id, role, &person.address.key())?;
        let key = &self.engine.office.link_key;
        let page = |purpose: &Purpose| (*purpose, key.token(programme, &pair.id, role, *purpose, generation));
        let pages: Vec<_> = PAGES.iter().map(page).collect();
        if store.link_of(&pages[0].1)?.is_none() {
            return Ok(None);
        }
        Ok(Some(Visitor { called: person.called().to_owned(), partner: partner.called().to_owned(), role, pages }))
    }

    fn has_visitor(&self, programme: &str, pair: &str) -> Result<bool, Failure> {
        let facts = self.engine.store.stored_facts(programme, pair)?;
        Ok(facts.iter().any(|stored| stored.source == Source::Page))
    }
}

/// What the example's people do, from the beginning.
fn script() -> Result<Vec<Play>, Failure> {
    let answers = answers::read("the example's answers", super::ANSWERS).map_err(Failure::Files)?;
    Ok(answers.into_iter().map(|answer| Play { pair: answer.pair, fact: answer.fact }).collect())
}

/// A new state in that folder, with the example read into it.
fn fresh(config: &Config, folder: &Path, from: Timestamp) -> Result<Engine, Failure> {
    std::fs::create_dir_all(folder).context("a folder for the example cannot be made")?;
    let mut store = Store::open(&folder.join(DATABASE_FILE))?;
    store.set_seed(&crate::domain::key::Seed::fixed())?;
    let mut engine = Engine::new(store, ground::playing_office(config)?);
    reconcile(&mut engine.store, config, from, Mode::Approved)?;
    Ok(engine)
}

/// Its pages; nobody asks twice in one instant.
fn site(config: &Config, folder: &Path, now: &Arc<Mutex<Timestamp>>) -> Result<Site, Failure> {
    let office: Office = ground::playing_office(config)?;
    let engine = Engine::new(Store::open(&folder.join(DATABASE_FILE))?, office);
    let clock = Arc::clone(now);
    let tick = move || {
        let mut now = clock.lock().unwrap_or_else(PoisonError::into_inner);
        *now = crate::domain::useful::later(*now, SignedDuration::from_secs(1));
        *now
    };
    // Whoever looks at the letters next has what was answered settled first.
    Ok(Site::new(engine, tick, || {}))
}
