//! The site: a request in, a reply out. It knows no HTTP beyond that.

use crate::domain::fact::Fact;
use crate::domain::link::Purpose;
use crate::engine::Engine;
use crate::engine::collect::check;
use crate::engine::error::EngineError;
use crate::engine::office::{Office, PAGES};
use crate::engine::visit::Visit;
use crate::mail::opened::open;
use crate::store::Source;
use crate::web::act::{Act, Answered, Draft, Entered, is_so_already};
use crate::web::address::{Place, is_token, prefix};
use crate::web::form::Form;
use crate::web::gate::Gate;
use crate::web::lost::lost;
use crate::web::reply::Reply;
use crate::web::scene::Scene;
use crate::web::server::{FAILED, health};
use crate::web::{concern, held, layout, new_address, reflection, roadmap, session, staying, stop};
use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use maud::Markup;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A request, as far as pages care.
#[derive(Debug)]
pub struct Ask {
    /// Where to.
    pub place: Place,
    /// Whether it may change anything.
    pub acts: bool,
    /// Behind the question mark.
    pub query: Form,
    /// What was sent.
    pub form: Form,
    /// Accept-Language.
    pub languages: String,
    /// From where on the network.
    pub peer: IpAddr,
}

/// The pages over one engine of their own.
///
/// Every request reads the database anew. What people answer is on record before they are answered; `bell` then tells
/// whoever sends letters.
pub struct Site {
    engine: Mutex<Engine>,
    gate: Mutex<Gate>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    bell: Box<dyn Fn() + Send + Sync>,
    prefix: String,
    style_hash: String,
}

impl Site {
    /// The site over that engine. `clock` is asked once a request; `bell` is rung when something was put on record.
    pub fn new(
        engine: Engine,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
        bell: impl Fn() + Send + Sync + 'static,
    ) -> Site {
        let url = engine.office.service.web.as_ref().map_or("", |web| web.url.as_str());
        Site {
            prefix: prefix(url).to_owned(),
            engine: Mutex::new(engine),
            gate: Mutex::default(),
            clock: Box::new(clock),
            bell: Box::new(bell),
            style_hash: layout::style_hash(),
        }
    }

    /// Other settings and words from now on. The path prefix stays: it belongs to the listener.
    pub fn renew(&self, office: Office) {
        locked(&self.engine).office = office;
    }

    /// The engine, when the pages are closed.
    pub fn into_engine(self) -> Engine {
        self.engine.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// What `[web] url` has behind the host.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Of the style sheet.
    pub fn style_hash(&self) -> &str {
        &self.style_hash
    }

    /// Answers a request.
    pub fn answer(&self, ask: &Ask) -> Reply {
        let (token, part) = match &ask.place {
            Place::Health => return health(locked(&self.engine).store.is_braked().is_ok()),
            Place::Nowhere => return lost(&locked(&self.engine).office, &ask.languages, StatusCode::NOT_FOUND),
            Place::Page { token, part } => (token, part),
        };
        let now = (self.clock)();
        let mut engine = locked(&self.engine);
        match self.page(&mut engine, ask, token, part, now) {
            Ok(reply) => reply,
            Err(error) => {
                // The error names a table or a file, never a person.
                tracing::error!(%error, "a page could not be answered; whoever asked may ask again: look at the disk, and restart sendoff if it stays");
                FAILED
            }
        }
    }

    fn page(
        &self,
        engine: &mut Engine,
        ask: &Ask,
        token: &str,
        part: &str,
        now: Timestamp,
    ) -> Result<Reply, EngineError> {
        let visit = if is_token(token) { engine.visit(token, now)? } else { None };
        let Some(visit) = visit.filter(|visit| has_page(visit.purpose)) else {
            let admits = locked(&self.gate).admits(ask.peer, now);
            let status = if admits { StatusCode::NOT_FOUND } else { StatusCode::TOO_MANY_REQUESTS };
            return Ok(lost(&engine.office, &ask.languages, status));
        };
        if !part.is_empty() {
            return part_of(engine, &visit, part, ask, now);
        }
        if !ask.acts {
            let Some(scene) = Scene::of(&engine.office, &visit, now) else { return Ok(FAILED) };
            return Ok(Reply::Page(StatusCode::OK, show(&scene, &Entered::default(), &ask.query)));
        }
        self.act(engine, ask, token, &visit, now)
    }

    fn act(
        &self,
        engine: &mut Engine,
        ask: &Ask,
        token: &str,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Reply, EngineError> {
        let Some(scene) = Scene::of(&engine.office, visit, now) else { return Ok(FAILED) };
        let mut act = match answered(&scene, &ask.form) {
            Ok(act) => act,
            Err(flaws) => {
                let entered = Entered { form: ask.form.clone(), flaws };
                return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, show(&scene, &entered, &ask.query)));
            }
        };
        act.facts.retain(|what| !is_so_already(&scene, what));
        if !act.flaws.is_empty() {
            let entered = Entered { form: ask.form.clone(), flaws: std::mem::take(&mut act.flaws) };
            let page = show(&scene, &entered, &ask.query);
            drop(scene);
            self.put_on_record(engine, visit, act, now)?;
            return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
        let one_click = visit.purpose == Purpose::Stop && stop::is_one_click(&ask.form);
        drop(scene);
        let then = self.put_on_record(engine, visit, act, now)?;
        if one_click {
            // RFC 8058 section 3.1: no redirects for mail providers.
            return Ok(Reply::Line(StatusCode::OK, "text/plain; charset=utf-8", "No more letters.\n"));
        }
        Ok(Reply::SeeOther(format!("{token}{then}")))
    }

    fn put_on_record(
        &self,
        engine: &mut Engine,
        visit: &Visit,
        act: Act,
        now: Timestamp,
    ) -> Result<String, EngineError> {
        let mut is_new = false;
        let mut at = now;
        for what in act.facts {
            let fact = Fact { at, who: Some(visit.role), what };
            if let Err(why) = check(&fact) {
                tracing::warn!(
                    fact = fact.what.name(),
                    why,
                    "a page made a fact that cannot be, and nothing is put on record: a fault of ours, please report it"
                );
                continue;
            }
            is_new |= engine.collect(visit.row(), fact, Source::Page, now)?;
            // Facts of one answer keep their order.
            at = crate::domain::useful::later(at, SignedDuration::from_micros(1));
        }
        match act.draft {
            Draft::Stays => {}
            Draft::Kept(text) => engine.keep_draft(visit, Some(&text), now)?,
            Draft::Gone => engine.keep_draft(visit, None, now)?,
        }
        if is_new {
            (self.bell)();
        }
        Ok(act.then)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic interrupted was a transaction: it is undone.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn has_page(purpose: Purpose) -> bool {
    PAGES.contains(&purpose) || purpose == Purpose::NewAddress
}

fn show(scene: &Scene<'_>, entered: &Entered, query: &Form) -> Markup {
    match scene.visit.purpose {
        Purpose::Session => session::show(scene, entered, query),
        Purpose::Concern => concern::show(scene, entered),
        Purpose::FollowUp => staying::show(scene, entered, query),
        Purpose::Reflection => reflection::show(scene, entered),
        Purpose::Roadmap => roadmap::show(scene, entered, query),
        Purpose::MyData => held::show(scene, entered),
        Purpose::NewAddress => new_address::show(scene, entered),
        _ => stop::show(scene, entered),
    }
}

fn answered(scene: &Scene<'_>, form: &Form) -> Answered {
    match scene.visit.purpose {
        Purpose::Session => session::answered(scene, form),
        Purpose::Concern => concern::answered(scene, form),
        Purpose::FollowUp => staying::answered(scene, form),
        Purpose::Reflection => reflection::answered(scene, form),
        Purpose::Roadmap => roadmap::answered(scene, form),
        Purpose::Stop => stop::answered(form),
        Purpose::NewAddress => new_address::confirmed(scene, form),
        _ => Act::nothing(),
    }
}

/// What is behind a page: a file to keep.
fn part_of(engine: &Engine, visit: &Visit, part: &str, ask: &Ask, now: Timestamp) -> Result<Reply, EngineError> {
    let missing = || lost(&engine.office, &ask.languages, StatusCode::NOT_FOUND);
    if ask.acts {
        return Ok(Reply::Line(StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", "Only for reading.\n"));
    }
    match (visit.purpose, part) {
        (Purpose::Session, "session.ics") => {
            let file = engine.calendar_file(visit, crate::domain::event::EventName::Session, now)?;
            Ok(file.map_or_else(missing, |content| Reply::File {
                media_type: "text/calendar; charset=utf-8; method=PUBLISH",
                name: "session.ics",
                content,
            }))
        }
        (Purpose::MyData, "held.json") => {
            let Some(scene) = Scene::of(&engine.office, visit, now) else { return Ok(FAILED) };
            let mut letters = std::collections::BTreeMap::new();
            for row in scene.view.deliveries {
                let bytes = engine.store.message_bytes(row.id)?.map(|message| message.bytes);
                letters.insert(row.id, bytes.and_then(|bytes| open(&bytes)).map(|letter| letter.text));
            }
            let content = held::file(&scene, |id| letters.get(&id).cloned().flatten());
            Ok(Reply::File { media_type: "application/json", name: "held.json", content })
        }
        (Purpose::Roadmap, "roadmap.md") | (Purpose::Reflection, "notes.md") => {
            let Some(scene) = Scene::of(&engine.office, visit, now) else { return Ok(FAILED) };
            let (name, content) = match visit.purpose {
                Purpose::Reflection => ("notes.md", reflection::markdown(&scene)),
                _ => ("roadmap.md", roadmap::arrived(&scene).map(|roadmap| roadmap::markdown(&scene, roadmap))),
            };
            let media_type = "text/markdown; charset=utf-8";
            Ok(content.map_or_else(missing, |content| Reply::File { media_type, name, content }))
        }
        _ => Ok(missing()),
    }
}
