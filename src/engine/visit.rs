//! Somebody opens their page: whose it is, and everything that may be on it.
//!
//! A visit is read anew for every request, so a page says what is true now. It changes nothing; what people do there goes
//! through [`Engine::collect`] like any other fact.

use crate::domain::event::EventName;
use crate::domain::fact::What;
use crate::domain::link::Purpose;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::standing::Standing;
use crate::domain::step::Step;
use crate::domain::timeline::{PairView, Timeline};
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::known::Known;
use crate::engine::letter::{Matter, Wanted};
use crate::engine::preview::calendar_item;
use crate::engine::tick::programmes;
use crate::store::{Link, PairRow, ProgrammeRow, StoreError};
use jiff::Timestamp;

/// One person at one page.
pub struct Visit {
    /// The pair's programme.
    pub programme: ProgrammeRow,
    /// The pair and everything known of it.
    pub known: Known,
    /// Who came.
    pub role: Role,
    /// To which page.
    pub purpose: Purpose,
    /// What opened it.
    pub token: String,
    /// Of the links this person has now.
    pub generation: u32,
    /// What the person was writing there.
    pub draft: Option<String>,
    on_hold: bool,
}

impl Visit {
    /// The pair's row.
    pub fn row(&self) -> &PairRow {
        &self.known.row
    }

    /// The pair as the timeline wants it.
    pub fn view(&self) -> PairView<'_> {
        self.known.view(&self.programme, self.on_hold)
    }
}

/// Whether that link went to the address its person asked for last, whether it has answered or not.
fn asks_for(view: &PairView<'_>, link: &Link, now: Timestamp) -> bool {
    let standing = Standing::of(view.facts, &Now::at(now));
    let asked: Vec<_> = standing.new_addresses.iter().filter(|said| said.what.0 == link.role).collect();
    let is_last = u32::try_from(asked.len()).is_ok_and(|number| number == link.generation);
    is_last && asked.last().is_some_and(|said| said.what.1.key() == link.address_key)
}

impl Engine {
    /// Who comes with that token, and to which page; nothing for a wrong link, an old one, or a pair that is gone.
    ///
    /// # Errors
    /// The database.
    pub fn visit(&self, token: &str, now: Timestamp) -> Result<Option<Visit>, EngineError> {
        let Some(link) = self.store.link_of(token)?.filter(|link| link.revoked_at.is_none()) else { return Ok(None) };
        let Some(row) = self.store.pair(&link.programme, &link.pair)? else { return Ok(None) };
        // A corrected address: what went to the wrong one opens nothing.
        let is_listed = row.pair.person(link.role).is_some_and(|person| person.address.key() == link.address_key);
        let known = Known::read(&self.store, row, now)?;
        let Some(programme) = programmes(&self.store)?.remove(&link.programme) else { return Ok(None) };
        let view = known.view(&programme, false);
        let own = view.pair.person(link.role).map(|person| person.address.key());
        let is_theirs = match link.purpose {
            Purpose::NewAddress => asks_for(&view, &link, now),
            _ => is_listed || own.as_ref() == Some(&link.address_key),
        };
        if !is_theirs {
            return Ok(None);
        }
        let on_hold = self.store.is_braked()? || programme.is_on_hold();
        let draft = self.store.draft(&link.programme, &link.pair, link.role, link.purpose)?;
        let draft = match draft {
            None if (link.purpose, link.role) == (Purpose::Roadmap, Role::Mentor) => self.mailed_draft(&link)?,
            draft => draft,
        };
        Ok(Some(Visit {
            programme,
            known,
            role: link.role,
            purpose: link.purpose,
            token: token.to_owned(),
            generation: link.generation,
            draft,
            on_hold,
        }))
    }

    /// The roadmap that came by mail last, until one is finished.
    fn mailed_draft(&self, link: &Link) -> Result<Option<String>, EngineError> {
        let (programme, pair) = (link.programme.as_str(), link.pair.as_str());
        let facts = self.store.facts(programme, pair)?;
        if facts.iter().any(|fact| matches!(fact.what, What::Roadmap(_))) {
            return Ok(None);
        }
        let number = self.store.latest_roadmap_draft(programme, pair)?;
        let draft = self.store.roadmap_draft(programme, pair, number)?;
        Ok(draft.and_then(|roadmap| serde_json::to_string(&roadmap).ok()))
    }

    /// The meeting of that visit as an iCalendar file, for people whose mail program shows no invitation.
    ///
    /// # Errors
    /// The database, or a template.
    pub fn calendar_file(
        &self,
        visit: &Visit,
        event: EventName,
        now: Timestamp,
    ) -> Result<Option<String>, EngineError> {
        let view = visit.view();
        let clock = Now::at(now);
        let timeline = Timeline::of(&view, &clock);
        let Some((reader, partner)) = view.pair.reader_and_partner(visit.role) else { return Ok(None) };
        if timeline.meeting(event).is_none_or(|dated| !dated.stands) || event != EventName::Session {
            return Ok(None);
        }
        let mut item = calendar_item(&timeline, &view, &clock, Step::Invitation, visit.role, now);
        let shown = view.deliveries.iter().filter(|row| row.key.role == visit.role && row.is_shown());
        let shown = shown.filter_map(|row| row.shown.as_ref()).filter(|shown| shown.event == event);
        let last = shown.max_by_key(|shown| shown.sequence);
        // What is downloaded is what was sent last, so that a later update finds it.
        item.stamped_after = last.map_or(now, |shown| shown.stamped_at);
        item.sequence = last.map_or(item.sequence, |shown| shown.sequence.max(item.sequence));
        let stored = self.store.event_identity(&visit.programme.id, visit.row().id(), event)?;
        let matter = Matter {
            office: &self.office,
            view: &view,
            timeline: &timeline,
            wanted: Wanted::Calendar(&item),
            reader,
            partner,
            is_copy: false,
            generation: visit.generation,
        };
        matter.calendar_file(&item, stored).map(Some)
    }

    /// Keeps what a visitor is writing; nothing lets go of it.
    ///
    /// # Errors
    /// The database.
    pub fn keep_draft(&mut self, visit: &Visit, draft: Option<&str>, now: Timestamp) -> Result<(), EngineError> {
        let (programme, pair) = (visit.programme.id.as_str(), visit.row().id());
        let kept: Result<(), StoreError> = self.store.write(|tx| match draft {
            Some(text) => tx.keep_draft(programme, pair, visit.role, visit.purpose, text, now),
            None => tx.drop_draft(programme, pair, visit.role, visit.purpose),
        });
        Ok(kept?)
    }
}
