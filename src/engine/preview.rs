//! One pair's letter as it would go now, whatever its time: for reading before anybody gets it. Writes nothing.

use crate::domain::delivery::Method;
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, What};
use crate::domain::invite::{self, CalendarItem};
use crate::domain::now::Now;
use crate::domain::person::{Language, Role};
use crate::domain::roadmap::Roadmap;
use crate::domain::step::Step;
use crate::domain::timeline::{Fate, Item, PairView, Timeline};
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::known::Known;
use crate::engine::letter::{Matter, Wanted};
use crate::engine::office::Office;
use crate::engine::post::Posted;
use crate::engine::tick::programmes;
use crate::render::context::Links;
use crate::render::{Glance, Letter};
use jiff::Timestamp;

/// A letter, as words and as bytes.
pub struct Preview {
    /// What its reader sees.
    pub letter: Letter,
    /// What would go over the wire.
    pub posted: Posted,
}

impl Engine {
    /// The letter of that step to that person of the pair, in their language unless another is wanted.
    ///
    /// A step that is not in the pair's timeline is written as if it were due now, with what is known.
    ///
    /// # Errors
    /// The database, an unknown pair, or a template.
    pub fn preview(
        &self,
        pair: &str,
        step: Step,
        role: Role,
        language: Option<&Language>,
        at: Timestamp,
    ) -> Result<Preview, EngineError> {
        let row = self.pair(pair)?;
        let programmes = programmes(&self.store)?;
        let programme =
            programmes.get(&row.programme).ok_or_else(|| EngineError::NoSuchProgramme(row.programme.clone()))?;
        let mut known = Known::read(&self.store, row, at)?;
        known.mask_notes();
        if let Some(language) = language {
            let pair = known.corrected.get_or_insert_with(|| known.row.pair.clone());
            let person = if role == Role::Mentor { &mut pair.mentor } else { &mut pair.mentee };
            person.language = language.clone();
        }
        let view = known.view(programme, false);
        let now = Now::at(at);
        let timeline = Timeline::of(&view, &now);
        let (reader, partner) =
            view.pair.reader_and_partner(role).ok_or_else(|| EngineError::NoSuchPair(pair.to_owned()))?;
        let plain;
        let calendar;
        let wanted = if step.is_calendar() {
            calendar = calendar_item(&timeline, &view, &now, step, role, at);
            Wanted::Calendar(&calendar)
        } else {
            plain = plain_item(&timeline, &view, step, role, at);
            Wanted::Plain(&plain)
        };
        let generation = self.store.link_generation(&programme.id, pair, role, &reader.address.key())?;
        let matter = Matter {
            office: &self.office,
            view: &view,
            timeline: &timeline,
            wanted,
            reader,
            partner,
            is_copy: false,
            generation,
        };
        let tongue = self.office.renderer.choose(&reader.language, &view.programme.language);
        let letter = self.office.renderer.letter(step, role, &tongue, &matter.context())?;
        Ok(Preview { letter, posted: matter.post(None, at)? })
    }
}

/// A roadmap as the letter its mentee will get, in the mentee's language. Links to the mentee's own pages stay words.
///
/// # Errors
/// A template.
pub fn roadmap_letter(
    office: &Office,
    view: &PairView<'_>,
    roadmap: &Roadmap,
    at: Timestamp,
) -> Result<Option<Glance>, EngineError> {
    let mut facts = view.facts.to_vec();
    facts.push(Fact { at, who: Some(Role::Mentor), what: What::Roadmap(roadmap.clone()) });
    let view = PairView { facts: &facts, ..*view };
    let timeline = Timeline::of(&view, &Now::at(at));
    let Some((reader, partner)) = view.pair.reader_and_partner(Role::Mentee) else { return Ok(None) };
    let item = plain_item(&timeline, &view, Step::Roadmap, Role::Mentee, at);
    let wanted = Wanted::Plain(&item);
    let matter =
        Matter { office, view: &view, timeline: &timeline, wanted, reader, partner, is_copy: false, generation: 0 };
    let mut context = matter.context();
    // A target no letter may lead to, so that the words are there and no link is.
    context.links = Links { roadmap: context.links.roadmap.map(|_| "#".to_owned()), ..Links::default() };
    let language = office.renderer.choose(&reader.language, &view.programme.language);
    Ok(Some(office.renderer.glance(Step::Roadmap, Role::Mentee, &language, &context)?))
}

fn plain_item(timeline: &Timeline, view: &PairView<'_>, step: Step, role: Role, at: Timestamp) -> Item {
    let planned = timeline.items.iter().find(|item| item.step == step && item.role == role);
    planned.cloned().unwrap_or_else(|| Item {
        step,
        occurrence: 1,
        role,
        event: None,
        round: 1,
        due_at: at,
        useful_until: Timestamp::MAX,
        basis: crate::domain::timeline::basis(view.pair, role, &[]),
        follows_changes: false,
        fate: Fate::Send { at },
    })
}

pub(crate) fn calendar_item(
    timeline: &Timeline,
    view: &PairView<'_>,
    now: &Now,
    step: Step,
    role: Role,
    at: Timestamp,
) -> CalendarItem {
    let event = if step == Step::Invitation { EventName::Session } else { EventName::CatchUp(1) };
    let planned = invite::compare(timeline, view, now).items;
    let planned = planned.into_iter().find(|item| item.role == role && is_of(item.event, step));
    planned.unwrap_or_else(|| {
        let dated = timeline.meeting(event);
        let to =
            view.pair.person(role).map_or_else(|| view.pair.mentee.address.clone(), |person| person.address.clone());
        CalendarItem {
            event,
            role,
            method: Method::Request,
            to,
            round: 1,
            revision: 1,
            sequence: 0,
            is_first: true,
            content: dated.map_or_else(String::new, |dated| invite::content(dated, view)),
            due_at: at,
            useful_until: dated.map_or(at, |dated| dated.starts_at),
            stamped_after: Timestamp::MIN,
            fate: Fate::Send { at },
        }
    })
}

fn is_of(event: EventName, step: Step) -> bool {
    (event == EventName::Session) == (step == Step::Invitation)
}
