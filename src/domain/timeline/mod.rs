//! The timeline: what a pair should hear, when, and why not. Computed, never stored.
//!
//! [`Timeline::of`] is pure: the same view at the same instant gives the same timeline. It promises that nothing in it
//! would change before [`Timeline::wake_at`] unless files or facts do (rule 27).

mod address;
mod catch_ups;
mod halt;
mod item;
mod limit;
mod parting;
mod reflection;
mod roadmap;
mod session;
mod staying;
pub mod wish;

pub use halt::Halt;
pub use item::{Fate, Item, basis, short_hash};
pub use session::other_times;
pub use staying::Agreed;

use crate::domain::delivery::Delivery;
use crate::domain::event::{EventName, Start};
use crate::domain::fact::{Fact, What};
use crate::domain::invite::CalendarPlan;
use crate::domain::meeting::Meeting;
use crate::domain::now::Now;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::domain::programme::Programme;
use crate::domain::proposal::Busy;
use crate::domain::reason::Reason;
use crate::domain::standing::Standing;
use crate::domain::step::Step;
use crate::domain::useful::{days, later};
use jiff::{SignedDuration, Timestamp};

/// What is known of a person's address over all programmes (rule 26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddressState {
    /// The person wants nothing at all any more.
    pub stopped_at: Option<Timestamp>,
    /// The address refuses mail.
    pub bounced_at: Option<Timestamp>,
}

/// Everything a timeline is computed from.
#[derive(Debug, Clone, Copy)]
pub struct PairView<'a> {
    /// The pair's programme.
    pub programme: &'a Programme,
    /// The pair as last known.
    pub pair: &'a Pair,
    /// When Sendoff first saw the pair (rule 20).
    pub first_seen_at: Timestamp,
    /// The row is set aside, or a held edit touches it: nothing is sent.
    pub set_aside: bool,
    /// In the order they happened.
    pub facts: &'a [Fact],
    /// Everything decided so far.
    pub deliveries: &'a [Delivery],
    /// The mentor's address over all programmes.
    pub mentor_address: AddressState,
    /// The mentee's address over all programmes.
    pub mentee_address: AddressState,
    /// Other fixed meetings of either person (rule 15).
    pub busy: &'a [Busy],
}

impl PairView<'_> {
    /// What is known of that person's address.
    pub fn address_state(&self, role: Role) -> AddressState {
        if role == Role::Mentor { self.mentor_address } else { self.mentee_address }
    }
}

/// A meeting with its place in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// Which meeting.
    pub event: EventName,
    /// What was said about it.
    pub meeting: Meeting,
    /// Civil start and zone.
    pub start: Start,
    /// The start, or what `met` on another day makes of it: what steps count from (rule 31).
    pub starts_at: Timestamp,
    /// The end; "after session" counts from here.
    pub ends_at: Timestamp,
    /// The round of its letters (rule 2), from 1.
    pub round: u32,
    /// Nobody's working hours hold it for both people.
    pub odd_hours: bool,
    /// It should stand in the calendars of those who were invited.
    pub stands: bool,
    /// When its invitation is due; nothing if that step is switched off or not yet open.
    pub invite: Option<InviteDue>,
}

impl Dated {
    /// Where it is: its own place, else the pair's; empty if nobody said.
    pub fn place<'a>(&'a self, view: &'a PairView<'_>) -> &'a str {
        self.meeting.place.as_deref().unwrap_or_else(|| view.pair.place(view.programme))
    }
}

/// When a meeting's invitation is due, per reader's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct InviteDue {
    pub mentor: Timestamp,
    pub mentee: Timestamp,
}

impl InviteDue {
    /// When that person's invitation is due.
    pub fn of(&self, role: Role) -> Timestamp {
        if role == Role::Mentor { self.mentor } else { self.mentee }
    }
}

/// Something a coordinator should know (rule 35).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The kind: a word templates know.
    pub kind: NoticeKind,
    /// Tells two of a kind apart; stable over time.
    pub occurrence: String,
    /// Who it is about, where that may be said.
    pub about: Option<Role>,
    /// Since when.
    pub since: Timestamp,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the words say it")]
pub enum NoticeKind {
    BothDeclined,
    NoNewTime,
    NotMet,
    Concern,
    AddressFails,
    StoppedEverything,
    AgreementWaits,
    NewTimeWaits,
    LateChange,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [NoticeKind; 9] = [
        NoticeKind::BothDeclined,
        NoticeKind::NoNewTime,
        NoticeKind::NotMet,
        NoticeKind::Concern,
        NoticeKind::AddressFails,
        NoticeKind::StoppedEverything,
        NoticeKind::AgreementWaits,
        NoticeKind::NewTimeWaits,
        NoticeKind::LateChange,
    ];

    /// The word in the database and in templates.
    pub fn name(self) -> &'static str {
        match self {
            NoticeKind::BothDeclined => "both_declined",
            NoticeKind::NoNewTime => "no_new_time",
            NoticeKind::NotMet => "not_met",
            NoticeKind::Concern => "concern",
            NoticeKind::AddressFails => "address_fails",
            NoticeKind::StoppedEverything => "stopped_everything",
            NoticeKind::AgreementWaits => "agreement_waits",
            NoticeKind::NewTimeWaits => "new_time_waits",
            NoticeKind::LateChange => "late_change",
        }
    }

    /// Whether it goes at once instead of being collected (rule 35).
    pub fn is_urgent(self) -> bool {
        self == NoticeKind::Concern
    }
}

/// What a pair should hear.
#[derive(Debug)]
pub struct Timeline {
    /// The facts folded.
    pub standing: Standing,
    /// What stops the pair, if anything does.
    pub halt: Option<Halt>,
    /// Letters without a calendar part, with what is to become of each.
    pub items: Vec<Item>,
    /// Letters that wait in the outbox and are no longer wanted as they are (rule 1).
    pub superseded: Vec<(i64, Reason)>,
    /// The final session first, then catch-ups by number.
    pub meetings: Vec<Dated>,
    /// A session that is proposed here but not yet stored (rule 15).
    pub proposed: Option<(Start, bool)>,
    /// A wish for another time that the policy takes by itself: not yet stored either.
    pub taken: Option<What>,
    /// The agreements so far; the last one is in force unless it ended.
    pub agreements: Vec<Agreed>,
    /// What the coordinator should know.
    pub notices: Vec<Notice>,
    /// The pair's ending was over before it was first seen (rule 20).
    pub already_over: bool,
    /// The last thing Sendoff does for this pair, if that is settled: from here `forget_after` counts.
    pub closes_at: Option<Timestamp>,
    /// Before this instant nothing here changes by itself.
    pub wake_at: Option<Timestamp>,
}

impl Timeline {
    /// Computes the timeline of a pair.
    pub fn of(view: &PairView<'_>, now: &Now) -> Timeline {
        let standing = Standing::of(view.facts, now);
        let mut timeline = Timeline {
            standing,
            halt: None,
            items: Vec::new(),
            superseded: Vec::new(),
            meetings: Vec::new(),
            proposed: None,
            taken: None,
            agreements: Vec::new(),
            notices: Vec::new(),
            already_over: is_already_over(view),
            closes_at: None,
            wake_at: None,
        };
        if timeline.already_over {
            timeline.closes_at = Some(view.first_seen_at);
            return timeline;
        }
        session::place(&mut timeline, view, now);
        timeline.halt = Halt::of(&timeline, view, now);
        session::move_by_itself(&mut timeline, view, now);
        staying::plan(&mut timeline, view, now);
        timeline.taken = wish::taken(&timeline, view, now);
        session::letters(&mut timeline, view);
        wish::letters(&mut timeline, view, now);
        roadmap::letters(&mut timeline, view, now);
        reflection::letters(&mut timeline, view);
        address::letters(&mut timeline, view);
        parting::letters(&mut timeline, view);
        halt::notices(&mut timeline, view, now);
        limit::apply(&mut timeline, view, now);
        timeline.wake_at = now.wake_at();
        timeline
    }

    /// The final session, if it has a date.
    pub fn session(&self) -> Option<&Dated> {
        self.meetings.first().filter(|dated| dated.event == EventName::Session)
    }

    /// The meeting of that name, if it has a date.
    pub fn meeting(&self, event: EventName) -> Option<&Dated> {
        self.meetings.iter().find(|dated| dated.event == event)
    }

    /// What Sendoff has to put on record, by nobody, before it writes anything; then the timeline is another one.
    ///
    /// A wish for another time that is taken by policy; a proposal, with the first letter about it (rule 15); a proposal
    /// that moves, at once (rule 16).
    pub fn fact_to_store(&self, calendar: &CalendarPlan, view: &PairView<'_>, at: Timestamp) -> Option<What> {
        if view.set_aside {
            return None;
        }
        if let Some(taken) = &self.taken {
            return Some(taken.clone());
        }
        let (starts, odd_hours) = self.proposed.clone()?;
        let moves = self.standing.session.start.is_some();
        let speaks_of_it = |item: &Item| {
            item.event == Some(EventName::Session) && matches!(item.fate, Fate::Send { at: goes_at } if goes_at <= at)
        };
        let told = calendar.sends_by(EventName::Session, at) || self.items.iter().any(speaks_of_it);
        (moves || told).then_some(What::Scheduled { event: EventName::Session, starts, odd_hours })
    }

    /// Puts a letter down, or what keeps it from its reader.
    fn put(&mut self, view: &PairView<'_>, item: Item) {
        let fate = halt::silence(self, view, item.role, item.step).unwrap_or(item.fate);
        self.items.push(Item { fate, ..item });
    }

    /// The agreement that letters speak of now.
    pub fn agreement(&self) -> Option<&Agreed> {
        self.agreements.last()
    }
}

/// Rule 20: the ending was over before the pair was first seen, and nobody has heard anything.
fn is_already_over(view: &PairView<'_>) -> bool {
    let Some(ending) = view.pair.ending(view.programme) else { return false };
    let over_at = end_of_day(ending, view.programme.zone.time_zone());
    over_at <= view.first_seen_at && !view.deliveries.iter().any(Delivery::is_shown)
}

/// The end of that day in that zone: where the next day begins.
pub fn end_of_day(day: jiff::civil::Date, zone: &jiff::tz::TimeZone) -> Timestamp {
    day.tomorrow()
        .ok()
        .and_then(|next| zone.to_zoned(next.to_datetime(jiff::civil::Time::midnight())).ok())
        .map_or(Timestamp::MAX, |start| start.timestamp())
}

/// When a pair without dated catch-ups closes: exactly 30 days after the session (rule 22).
fn plain_close(session: &Dated) -> Timestamp {
    later(session.ends_at, days(30))
}

/// The length of a session.
fn length(programme: &Programme) -> SignedDuration {
    SignedDuration::from_mins(i64::from(programme.session.length_minutes))
}

/// The highest revision of a letter that exists, whatever became of it; `round` 0 means any.
pub fn latest(deliveries: &[Delivery], step: Step, occurrence: u32, role: Role, round: u32) -> Option<&Delivery> {
    deliveries
        .iter()
        .filter(|d| d.key.step.step == step && d.key.step.occurrence == occurrence && d.key.role == role)
        .filter(|d| d.key.slot == crate::domain::key::Slot::Reader && (round == 0 || d.key.round == round))
        .max_by_key(|d| d.key.revision)
}

#[cfg(test)]
mod tests;
