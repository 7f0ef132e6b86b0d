//! From a plan to words: everything true about a pair, put where templates look for it.
//!
//! This decides no words and no dates; it says what is so. What is not known stays empty.

mod meeting;
mod reflection;
mod staying;
mod thanks;

use crate::domain::address::Address;
use crate::domain::invite::CalendarItem;
use crate::domain::link::Purpose;
use crate::domain::person::{Person, Role};
use crate::domain::retention::Retention;
use crate::domain::step::Step;
use crate::domain::timeline::{Item, PairView, Timeline};
use crate::engine::office::Office;
use crate::render::context::{AnswerTo, Context, Coordinator, Links, Partner, Privacy, Programme, Reader};
use jiff::Timestamp;
use jiff::civil::Date;
pub use reflection::{answered, question_key};
pub use thanks::thanks;

/// The letter to write.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// A letter without a calendar part.
    Plain(&'a Item),
    /// A calendar letter.
    Calendar(&'a CalendarItem),
}

impl Wanted<'_> {
    /// The step.
    pub fn step(&self) -> Step {
        match self {
            Wanted::Plain(item) => item.step,
            Wanted::Calendar(item) => match item.event {
                crate::domain::event::EventName::Session => Step::Invitation,
                crate::domain::event::EventName::CatchUp(_) => Step::CatchUpInvitation,
            },
        }
    }

    /// Who reads it.
    pub fn role(&self) -> Role {
        match self {
            Wanted::Plain(item) => item.role,
            Wanted::Calendar(item) => item.role,
        }
    }
}

/// One letter's subject matter: the pair as it stands, and which letter of it.
pub struct Matter<'a> {
    /// The settings and the words.
    pub office: &'a Office,
    /// The pair.
    pub view: &'a PairView<'a>,
    /// What it comes to.
    pub timeline: &'a Timeline,
    /// Which letter.
    pub wanted: Wanted<'a>,
    /// Who reads it.
    pub reader: &'a Person,
    /// The other person.
    pub partner: &'a Person,
    /// The letter goes to `copy_to`.
    pub is_copy: bool,
    /// Of the reader's links (rule 9).
    pub generation: u32,
}

impl Matter<'_> {
    /// Everything the letter may say.
    pub fn context(&self) -> Context {
        let view = self.view;
        let mut context = base(self.office, view, self.wanted.role(), self.reader, self.partner);
        context.is_copy = self.is_copy;
        if self.office.answers_go_to_mailbox(self.wanted.step(), self.wanted.role()) && !self.is_copy {
            context.answer_to = AnswerTo::Mailbox;
        }
        context.links = self.links();
        context.contact_after = view.pair.contact_after(view.programme);
        context.goals = view.pair.goals.clone();
        context.mentoring_plan = view.pair.mentoring_plan.clone();
        self.put_meeting(&mut context);
        self.put_staying(&mut context);
        context.reflection = self.reflection();
        context.deleted_on = self.deleted_on();
        context.open_until = self
            .timeline
            .closes_at
            .filter(|_| !self.is_copy)
            .and_then(|at| context.links.follow_up.as_ref().map(|_| self.date(at)));
        context
    }

    /// The number and the address a letter asks about that goes to somebody's new one.
    pub fn new_address(&self) -> Option<(u32, &Address)> {
        let Wanted::Plain(item) = self.wanted else { return None };
        let (number, said) = self.timeline.standing.unconfirmed_address(item.role)?;
        (item.step == Step::AddressCheck && number == item.occurrence).then_some((number, &said.what.1))
    }

    fn date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.reader.zone.time_zone().clone()).date()
    }

    /// What is held is deleted `forget_after` the last thing Sendoff does for a pair; the same day whatever was answered (rule 25).
    fn deleted_on(&self) -> Option<Date> {
        let days = i64::from(self.office.service.privacy.forget_after.days());
        let retention = Retention::of(self.timeline, self.view, days)?;
        Some(self.date(retention.of_person(self.wanted.role())))
    }

    fn links(&self) -> Links {
        if self.is_copy {
            return Links::default();
        }
        let (programme, pair) = (self.view.programme.id.as_str(), self.view.pair.id.as_str());
        if self.new_address().is_some() {
            // Whose address it is nobody knows yet: no other link goes there.
            let confirm = self.office.link(programme, pair, self.wanted.role(), Purpose::NewAddress, self.generation);
            return Links { confirm, ..Links::default() };
        }
        let link = |purpose| self.office.link(programme, pair, self.wanted.role(), purpose, self.generation);
        let asks_to_stay =
            self.view.pair.contact_after(self.view.programme) != crate::domain::programme::ContactAfter::None;
        Links {
            session: link(Purpose::Session),
            roadmap: link(Purpose::Roadmap),
            follow_up: link(Purpose::FollowUp).filter(|_| asks_to_stay),
            reflection: link(Purpose::Reflection),
            concern: link(Purpose::Concern),
            stop: link(Purpose::Stop),
            stop_mail: self.office.stop_mail(programme, pair, self.wanted.role()),
            thanks: self.thanks(),
            my_data: link(Purpose::MyData),
            confirm: None,
        }
    }
}

/// A context that says who reads, who the partner is, and who looks after them.
pub fn base(office: &Office, view: &PairView<'_>, role: Role, reader: &Person, partner: &Person) -> Context {
    let organisation = &office.service.organisation;
    let coordinator = view.programme.coordinators.first();
    let mut context = Context::new(
        Reader {
            called: reader.called().to_owned(),
            name: reader.name.clone(),
            role,
            address: reader.address.to_string(),
        },
        Programme {
            name: view.programme.name.clone(),
            organisation: organisation.name.clone(),
            ends: view.pair.ending(view.programme),
        },
        Coordinator {
            name: coordinator.map_or_else(String::new, |coordinator| coordinator.name.clone()),
            address: coordinator.map_or_else(String::new, |coordinator| coordinator.address.to_string()),
        },
    );
    context.partner = Some(Partner {
        called: partner.called().to_owned(),
        name: partner.name.clone(),
        address: view.programme.share_addresses.then(|| partner.address.to_string()),
    });
    context.privacy =
        Privacy { contact: Some(organisation.privacy_contact.to_string()), url: organisation.privacy_url.clone() };
    context.mailbox = office.service.mailbox.is_some();
    context.test_for = office.redirect().map(|_| reader.called().to_owned());
    context
}
