//! The roadmap and what the two agreed, as one reader may know it.

use crate::domain::agreement::Initiator;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::rule::Anchor;
use crate::domain::sending::AnchorAt;
use crate::domain::step::Step;
use crate::domain::timeline::{Agreed, Fate, wish};
use crate::domain::useful::{days, later};
use crate::engine::letter::{Matter, Wanted};
use crate::render::context::{Agreement, Context, Plan, Starter};
use jiff::Timestamp;
use jiff::civil::Date;

impl Matter<'_> {
    /// Puts in the roadmap, the agreement, and until when an answer counts.
    pub(super) fn put_staying(&self, context: &mut Context) {
        self.put_roadmap(context);
        context.answer_until = self.answer_until();
        context.asks_about_staying = self.takes_the_place_of_the_question();
        let agreed = match self.wanted {
            Wanted::Plain(item) if item.step == Step::Agreement => {
                self.timeline.agreements.iter().find(|agreed| agreed.number == item.occurrence)
            }
            _ => self.timeline.agreement(),
        };
        context.agreement = agreed.filter(|agreed| agreed.is_in_force()).map(|agreed| self.agreement(agreed));
    }

    /// Whether this nudge replaced the letter that asks about staying in touch, which its reader then never saw.
    fn takes_the_place_of_the_question(&self) -> bool {
        let role = self.wanted.role();
        let is_question = |step, of| step == Step::AfterSession && of == role;
        let replaced = Reason::SupersededByLater;
        let mut items = self.timeline.items.iter().filter(|item| is_question(item.step, item.role));
        let mut rows = self.view.deliveries.iter().filter(|row| is_question(row.key.step.step, row.key.role));
        self.wanted.step() == Step::RoadmapNudge
            && (items.any(|item| item.fate == Fate::Skip(replaced))
                || rows.any(|row| row.reason.as_deref() == Some(replaced.words())))
    }

    fn put_roadmap(&self, context: &mut Context) {
        let standing = &self.timeline.standing;
        let general_on = self.general_due_at().map(|at| self.date(at));
        let Some(last) = standing.roadmaps.last() else {
            context.general_roadmap_on = general_on;
            return;
        };
        let first_at = standing.roadmaps.first().map_or(last.at, |said| said.at);
        let sent: Vec<Timestamp> = self.roadmaps_sent().collect();
        let mut plan = Plan::from(&last.what);
        plan.after_general = sent.iter().any(|at| *at < first_at);
        plan.corrected = sent.iter().any(|at| *at >= first_at && *at < last.at);
        context.roadmap = Some(plan);
        context.practice = match self.wanted {
            Wanted::Plain(item) if item.step == Step::PracticeNudge => {
                let index =
                    usize::try_from(item.occurrence).unwrap_or(1).saturating_sub(1) % last.what.areas.len().max(1);
                last.what.areas.get(index).cloned()
            }
            _ => None,
        };
        context.nudge_dates = self.nudge_dates();
    }

    fn roadmaps_sent(&self) -> impl Iterator<Item = Timestamp> {
        let role = self.wanted.role();
        let rows = self.view.deliveries.iter();
        rows.filter(move |d| d.key.step.step == Step::Roadmap && d.key.role == role && d.is_shown())
            .map(|d| d.decided_at)
    }

    /// When the general roadmap goes to the mentee if no other comes.
    fn general_due_at(&self) -> Option<Timestamp> {
        let rule = self.view.programme.rule(Step::Roadmap)?;
        let session = self.timeline.session()?;
        let anchor = AnchorAt::Meeting { starts_at: session.starts_at, ends_at: session.ends_at };
        let zone = self.view.pair.mentee.zone.time_zone();
        Some(self.view.programme.calendar.due_at(&rule, &anchor, zone, self.view.programme.zone.time_zone()))
    }

    /// The days on which the mentee could have a line of the roadmap back.
    fn nudge_dates(&self) -> Vec<Date> {
        if self.wanted.role() != Role::Mentee || self.wanted.step() != Step::Roadmap {
            return Vec::new();
        }
        let Wanted::Plain(item) = self.wanted else { return Vec::new() };
        let rules = self.view.programme.steps.get(&Step::PracticeNudge).into_iter().flatten();
        let zone = self.reader.zone.time_zone();
        let due = rules.filter(|rule| rule.anchor == Anchor::Roadmap).map(|rule| {
            let anchor = AnchorAt::Instant(item.due_at);
            self.view.programme.calendar.due_at(rule, &anchor, zone, self.view.programme.zone.time_zone())
        });
        due.map(|at| self.date(at)).collect()
    }

    /// Until when an answer to this letter still counts.
    fn answer_until(&self) -> Option<Date> {
        let session = self.timeline.session()?;
        let at = match self.wanted {
            Wanted::Plain(item) if item.step == Step::Renewal => {
                let last = item.event.and_then(|event| self.timeline.meeting(event))?;
                later(last.ends_at, days(21))
            }
            Wanted::Plain(item) if item.step == Step::NewTimeQuestion => {
                wish::answer_until(item.event.and_then(|event| self.timeline.meeting(event))?, self.view)?
            }
            _ => later(session.ends_at, days(30)),
        };
        Some(self.date(at))
    }

    fn agreement(&self, agreed: &Agreed) -> Agreement {
        let dates = (agreed.first_event..).zip(&agreed.planned).filter_map(|(number, start)| {
            let dated = self.timeline.meeting(crate::domain::event::EventName::CatchUp(number));
            let stands = dated.is_none_or(|dated| dated.stands);
            stands.then(|| self.moment(dated.map_or(start.timestamp(), |dated| dated.starts_at)))
        });
        let dates: Vec<_> = dates.collect();
        Agreement {
            wants: agreed.terms.wants.clone(),
            every: agreed.terms.every,
            until: dates.last().map(|moment| moment.reader.date()),
            dates,
            starter: agreed.terms.starter.map(|starter| self.starter(starter)),
            improvise: agreed.terms.improvise,
            number: agreed.number,
        }
    }

    fn starter(&self, starter: Initiator) -> Starter {
        let reader_starts = match starter {
            Initiator::Mentor => self.wanted.role() == Role::Mentor,
            Initiator::Mentee => self.wanted.role() == Role::Mentee,
            Initiator::Either => return Starter::Either,
        };
        if reader_starts { Starter::Reader } else { Starter::Partner }
    }
}
