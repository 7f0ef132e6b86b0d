//! The meeting a letter is about.

use crate::domain::delivery::{Delivery, Method, Shown};
use crate::domain::event::EventName;
use crate::domain::invite::{CalendarItem, differ_in_place_alone};
use crate::domain::key::Slot;
use crate::domain::meeting::{CounterState, SetBy};
use crate::domain::person::Role;
use crate::domain::programme::ProposalPolicy;
use crate::domain::step::Step;
use crate::domain::timeline::{Dated, Fate, Halt};
use crate::engine::letter::{Matter, Wanted};
use crate::render::context::Context;
use crate::render::context::meeting::{Change, Event, Met, Moment, Outcome, Proposal};
use jiff::Timestamp;
use jiff::civil::Date;

impl Matter<'_> {
    /// An instant on both people's clocks.
    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        Moment {
            reader: at.to_zoned(self.reader.zone.time_zone().clone()),
            partner: Some(at.to_zoned(self.partner.zone.time_zone().clone())),
        }
    }

    /// Puts in the meeting, whether it took place, and a wish for another time.
    pub(super) fn put_meeting(&self, context: &mut Context) {
        let event = match self.wanted {
            Wanted::Plain(item) => item.event.unwrap_or(EventName::Session),
            Wanted::Calendar(item) => item.event,
        };
        let dated = self.timeline.meeting(event);
        context.event = match (dated, self.wanted) {
            (Some(dated), _) => Some(self.event(dated)),
            (None, Wanted::Calendar(item)) => self.gone(item),
            (None, Wanted::Plain(_)) => None,
        };
        let Some(session) = self.timeline.session() else { return };
        context.met = Some(Met { on: self.date(session.starts_at), known: session.meeting.met.is_some() });
        context.proposal = dated.and_then(|dated| self.proposal(dated));
        context.preparation_on = self.preparation_on();
    }

    /// The day of the reader's preparation letter, while it is still ahead.
    fn preparation_on(&self) -> Option<Date> {
        let items = self.timeline.items.iter().filter(|item| item.step == Step::Preparation);
        let mut own = items.filter(|item| item.role == self.wanted.role());
        let ahead = own.find_map(|item| match item.fate {
            Fate::Send { at } => Some(at),
            _ => None,
        });
        ahead.map(|at| self.date(at))
    }

    fn event(&self, dated: &Dated) -> Event {
        let place = dated.place(self.view).to_owned();
        let (catch_up, catch_ups) = match dated.event {
            EventName::Session => (0, 0),
            EventName::CatchUp(number) => (number, self.catch_ups_in_all(number)),
        };
        let change = self.change(dated);
        let was = match self.wanted {
            Wanted::Calendar(item) if change == Change::Moved => {
                self.last_shown(item).map(|(_, shown)| shown.starts_at)
            }
            _ => None,
        };
        Event {
            catch_up,
            catch_ups,
            starts: self.moment(match self.wanted {
                Wanted::Calendar(_) => dated.start.timestamp(),
                Wanted::Plain(_) => dated.starts_at,
            }),
            length_minutes: self.view.programme.session.length_minutes,
            place: Some(place).filter(|place| !place.is_empty()),
            proposed: dated.meeting.set_by == SetBy::Proposal && dated.event == EventName::Session,
            odd_hours: dated.odd_hours,
            change,
            was: was.map(|at| self.moment(at)),
            round: dated.round,
        }
    }

    /// An event that is in no timeline any more: what its calendar last showed is all there is to say.
    fn gone(&self, item: &CalendarItem) -> Option<Event> {
        let (_, shown) = self.last_shown(item)?;
        let catch_up = match item.event {
            EventName::Session => 0,
            EventName::CatchUp(number) => number,
        };
        Some(Event {
            catch_up,
            catch_ups: catch_up,
            starts: self.moment(shown.starts_at),
            length_minutes: self.view.programme.session.length_minutes,
            place: None,
            proposed: false,
            odd_hours: false,
            change: self.cancelled(item),
            was: None,
            round: item.round,
        })
    }

    fn catch_ups_in_all(&self, number: u32) -> u32 {
        let agreed = self.timeline.agreements.iter().rev().find(|agreed| agreed.first_event <= number);
        agreed.map_or(number, |agreed| agreed.first_event - 1 + u32::try_from(agreed.planned.len()).unwrap_or(0))
    }

    /// What the reader's calendar was told last, at whatever address.
    fn last_shown(&self, item: &CalendarItem) -> Option<(&Delivery, &Shown)> {
        let rows = self.view.deliveries.iter().filter(|d| d.key.role == item.role && d.key.slot == Slot::Reader);
        rows.filter(|d| d.is_shown())
            .filter_map(|d| d.shown.as_ref().map(|shown| (d, shown)))
            .filter(|(_, shown)| shown.event == item.event)
            .max_by_key(|(d, _)| d.key.revision)
    }

    fn change(&self, dated: &Dated) -> Change {
        let Wanted::Calendar(item) = self.wanted else { return Change::New };
        if item.method == Method::Cancel {
            return self.cancelled(item);
        }
        match self.last_shown(item) {
            Some((_, shown)) if shown.method == Method::Request => {
                if shown.starts_at != dated.start.timestamp() {
                    Change::Moved
                } else if differ_in_place_alone(&shown.content, &item.content) {
                    Change::Place
                } else {
                    Change::Details
                }
            }
            _ => Change::New,
        }
    }

    fn cancelled(&self, item: &CalendarItem) -> Change {
        if !item.to.same_as(&self.reader.address) {
            return Change::CancelledAddress;
        }
        let halt = self.timeline.halt;
        match (item.event, halt) {
            (_, Some(Halt::EndedQuietly | Halt::Vanished)) => Change::Cancelled,
            (_, Some(Halt::EndedEarly { .. })) => Change::CancelledEnded,
            (_, Some(Halt::Continuing)) => Change::CancelledContinuing,
            (EventName::Session, _) if self.timeline.standing.session.met.is_some() => Change::CancelledMet,
            (EventName::Session, _) => Change::Cancelled,
            (EventName::CatchUp(_), _) if self.timeline.agreement().is_none_or(|a| a.ended.is_some()) => {
                Change::CancelledCatchUps
            }
            (EventName::CatchUp(_), _) => Change::CancelledSkipped,
        }
    }

    fn proposal(&self, dated: &Dated) -> Option<Proposal> {
        let counter = dated.meeting.counter.as_ref()?;
        let role: Role = self.wanted.role();
        let policy = self.view.programme.proposals.policy;
        let outcome = match (self.wanted.step(), counter.state) {
            (Step::NewTimeAnswer, CounterState::Refused { .. }) => Outcome::Refused,
            (Step::NewTimeAnswer, CounterState::Open) => Outcome::Unanswered,
            _ if policy == ProposalPolicy::Coordinator => Outcome::WithCoordinator,
            _ => Outcome::Asked,
        };
        Some(Proposal { starts: self.moment(counter.starts.timestamp()), by_reader: counter.who == role, outcome })
    }
}
