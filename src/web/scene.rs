//! One person at one page: everything the page may speak of, in the reader's words and on the reader's clock.

use crate::domain::link::Purpose;
use crate::domain::now::Now;
use crate::domain::person::{Coordinator, Person, Role};
use crate::domain::programme::ContactAfter;
use crate::domain::timeline::{PairView, Timeline};
use crate::engine::office::{Office, PAGES};
use crate::engine::visit::Visit;
use crate::render::Phrases;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};

/// What a page is made from.
pub struct Scene<'a> {
    /// Settings and words.
    pub office: &'a Office,
    /// Who came, and what was being written.
    pub visit: &'a Visit,
    /// The pair.
    pub view: PairView<'a>,
    /// What it comes to now.
    pub timeline: Timeline,
    /// Whose page it is.
    pub reader: &'a Person,
    /// The other person.
    pub partner: &'a Person,
    /// The present.
    pub now: Timestamp,
    phrases: Phrases<'a>,
}

impl<'a> Scene<'a> {
    /// The scene of a visit; nothing if there are no words at all.
    pub fn of(office: &'a Office, visit: &'a Visit, now: Timestamp) -> Option<Scene<'a>> {
        let view = visit.view();
        let pair = view.pair;
        let (reader, partner) = pair.person(visit.role).zip(pair.person(visit.role.partner()))?;
        let timeline = Timeline::of(&view, &Now::at(now));
        let language = office.renderer.choose(&reader.language, &view.programme.language);
        let phrases = office.renderer.phrases(&language)?;
        Some(Scene { office, visit, view, timeline, reader, partner, now, phrases })
    }

    /// Whose page it is.
    pub fn role(&self) -> Role {
        self.visit.role
    }

    /// The words.
    pub fn phrases(&self) -> &Phrases<'a> {
        &self.phrases
    }

    /// A phrase; the people's names, the programme's and the organisation's stand in it wherever it wants them.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A phrase with more places.
    pub fn say_with(&self, key: &str, more: &[(&str, &str)]) -> String {
        let coordinator = self.coordinator().map_or("", |coordinator| coordinator.name.as_str());
        // What a phrase is given comes first: a question that was put to the partner names the reader.
        let mut places = more.to_vec();
        places.extend([
            ("reader", self.reader.called()),
            ("partner", self.partner.called()),
            ("coordinator", coordinator),
            ("programme", self.view.programme.name.as_str()),
            ("organisation", self.office.service.organisation.name.as_str()),
        ]);
        self.phrases.say(key, &places)
    }

    /// Who looks after the pair.
    pub fn coordinator(&self) -> Option<&Coordinator> {
        self.view.programme.coordinators.first()
    }

    /// An instant on the reader's clock.
    pub fn here(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.reader.zone.time_zone().clone())
    }

    /// The reader's day of an instant, in words.
    pub fn day(&self, at: Timestamp) -> String {
        self.phrases.day(self.here(at).date())
    }

    /// The reader's today.
    pub fn today(&self) -> Date {
        self.here(self.now).date()
    }

    /// An instant on both clocks, in words.
    pub fn when(&self, at: Timestamp) -> String {
        let partner = at.to_zoned(self.partner.zone.time_zone().clone());
        self.phrases.when_for_both(&self.here(at), &partner)
    }

    /// Another page of the same person, as a reference relative to this one; nothing if there is none.
    pub fn page(&self, purpose: Purpose) -> Option<String> {
        let is_there = PAGES.contains(&purpose) && (purpose != Purpose::FollowUp || self.may_stay_in_touch());
        is_there.then(|| self.token(purpose))
    }

    /// This page, as a reference relative to itself.
    pub fn here_again(&self) -> &str {
        &self.visit.token
    }

    fn token(&self, purpose: Purpose) -> String {
        let (programme, pair) = (self.view.programme.id.as_str(), self.view.pair.id.as_str());
        self.office.link_key.token(programme, pair, self.role(), purpose, self.visit.generation)
    }

    /// Whether anything after the programme is asked for (rule 22).
    pub fn may_stay_in_touch(&self) -> bool {
        self.view.pair.contact_after(self.view.programme) != ContactAfter::None
    }

    /// Whether the pair is over, and nothing cheerful is to be said.
    pub fn is_over(&self) -> bool {
        let standing = &self.timeline.standing;
        standing.ended.is_some() || standing.vanished_at.is_some() || self.timeline.already_over
    }
}
