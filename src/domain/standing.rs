//! Standing: all facts of a pair folded into the present. The latest fact wins (rule 14).

use crate::domain::address::Address;
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, Stop, What};
use crate::domain::follow_up::{FollowUp, RenewalAnswer};
use crate::domain::meeting::{Answer, Counter, CounterState, Meeting, Met, SetBy};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reflection::Reflection;
use crate::domain::roadmap::Roadmap;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Over before its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Since when.
    pub at: Timestamp,
    /// A bare cancellation and nothing else.
    pub quietly: bool,
}

/// Something said at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: T,
}

/// An address that refused for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Since when.
    pub at: Timestamp,
    /// Whose it was.
    pub role: Role,
    /// Which address; nothing means whichever the person had.
    pub address: Option<Address>,
}

/// What the facts come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The final session.
    pub session: Meeting,
    /// What was said about single catch-ups, by number.
    pub catch_ups: BTreeMap<u32, Meeting>,
    /// They carry on by themselves, since then.
    pub continuing_at: Option<Timestamp>,
    /// Somebody would rather speak with the coordinator first, since then; lifted only by `resumed` (rule 4).
    pub concern_at: Option<Timestamp>,
    /// Who said so; only the coordinator hears it.
    pub concern_by: Option<Role>,
    /// Nothing is sent for now, since then.
    pub paused_at: Option<Timestamp>,
    /// Over before its time.
    pub ended: Option<Ended>,
    /// The row is gone, since then.
    pub vanished_at: Option<Timestamp>,
    /// A coordinator said "go on" after that decline, "not met" or bounce.
    pub resumed_at: Option<Timestamp>,
    /// Everything the mentor sent as roadmap, in order.
    pub roadmaps: Vec<Said<Roadmap>>,
    /// The mentor's private answers, in order.
    pub mentor_follow_ups: Vec<Said<FollowUp>>,
    /// The mentee's private answers, in order.
    pub mentee_follow_ups: Vec<Said<FollowUp>>,
    /// Answers after the last catch-up, in order, with who gave them.
    pub renewals: Vec<Said<(Role, RenewalAnswer)>>,
    /// The mentee wants their roadmap back now and then.
    pub practice_nudges: bool,
    /// The mentor's private notes, as they are now.
    pub mentor_reflection: Option<Said<Reflection>>,
    /// The mentee's private notes, as they are now.
    pub mentee_reflection: Option<Said<Reflection>>,
    /// Since when both have chosen to share their notes.
    pub reflections_shared_at: Option<Timestamp>,
    /// Who asked for a copy of their notes, in order.
    pub reflection_copies: Vec<Said<Role>>,
    /// Which other addresses people asked to be written to at, in order.
    pub new_addresses: Vec<Said<(Role, Address)>>,
    /// Which of them answered, in order.
    pub confirmed_addresses: Vec<Said<(Role, Address)>>,
    /// The mentor asked for no more letters.
    pub mentor_stop: Option<Said<Stop>>,
    /// The mentee asked for no more letters.
    pub mentee_stop: Option<Said<Stop>>,
    /// Addresses that refused for good.
    pub bounces: Vec<Bounce>,
    /// The coordinator let the waiting agreement go.
    pub approved_at: Option<Timestamp>,
    /// How often somebody asked for another time, over all meetings.
    pub wishes: u32,
}

impl Standing {
    /// Folds the facts that have come by now; `facts` in the order they happened.
    pub fn of(facts: &[Fact], now: &Now) -> Standing {
        let mut standing = Standing::default();
        for fact in facts.iter().filter(|fact| now.reached(fact.at)) {
            standing.take(fact);
        }
        standing
    }

    /// What was said about that meeting.
    pub fn meeting(&self, event: EventName) -> Option<&Meeting> {
        match event {
            EventName::Session => Some(&self.session),
            EventName::CatchUp(n) => self.catch_ups.get(&n),
        }
    }

    /// The stop of that person.
    pub fn stop(&self, role: Role) -> Option<&Said<Stop>> {
        match role {
            Role::Mentor => self.mentor_stop.as_ref(),
            Role::Mentee => self.mentee_stop.as_ref(),
            Role::Coordinator => None,
        }
    }

    /// That person's private notes.
    pub fn reflection(&self, role: Role) -> Option<&Reflection> {
        let said = if role == Role::Mentor { &self.mentor_reflection } else { &self.mentee_reflection };
        said.as_ref().map(|said| &said.what)
    }

    /// The address that person asked for last, and how many they have asked for; nothing once it has answered.
    pub fn unconfirmed_address(&self, role: Role) -> Option<(u32, &Said<(Role, Address)>)> {
        let asked = self.new_addresses.iter().filter(|said| said.what.0 == role);
        let (number, last) = (1..).zip(asked).last()?;
        let mut answers = self.confirmed_addresses.iter();
        let is_confirmed = answers.any(|said| said.what == last.what && said.at >= last.at);
        (!is_confirmed).then_some((number, last))
    }

    /// What that person may read of the partner's notes: nothing before both have chosen it (rule 25).
    pub fn shared_with(&self, role: Role) -> Option<&Reflection> {
        self.reflections_shared_at.and_then(|_| self.reflection(role.partner()))
    }

    /// Whether the address is known to be dead.
    pub fn has_bounced(&self, role: Role, address: &Address) -> Option<&Bounce> {
        self.bounces.iter().find(|bounce| match &bounce.address {
            Some(dead) => dead.same_as(address),
            None => bounce.role == role,
        })
    }

    /// A row that was gone is there again; one that was there says active again.
    fn come_back(&mut self) {
        if self.vanished_at.take().is_none() {
            self.paused_at = None;
            self.ended = None;
            self.continuing_at = None;
        }
    }

    fn meeting_mut(&mut self, event: EventName) -> &mut Meeting {
        match event {
            EventName::Session => &mut self.session,
            EventName::CatchUp(n) => self.catch_ups.entry(n).or_default(),
        }
    }

    fn take(&mut self, fact: &Fact) {
        let at = fact.at;
        match &fact.what {
            What::Accepted { event } => self.answer(*event, fact.who, Answer::Accepted, at),
            What::Declined { event } => self.answer(*event, fact.who, Answer::Declined, at),
            What::Tentative { event } => self.answer(*event, fact.who, Answer::Tentative, at),
            What::Continuing {} => self.continuing_at = Some(at),
            What::Concern {} => (self.concern_at, self.concern_by) = (Some(at), fact.who),
            What::Paused { .. } => self.paused_at = Some(at),
            What::Ended { quietly, .. } => self.ended = Some(Ended { at, quietly: *quietly }),
            What::Vanished {} => self.vanished_at = Some(at),
            What::Returned {} => self.come_back(),
            What::Resumed { .. } => self.resume(fact.who, at),
            What::Roadmap(roadmap) => self.roadmaps.push(Said { at, what: roadmap.clone() }),
            What::PracticeNudges { yes } => self.practice_nudges = *yes,
            What::Approved {} => self.approved_at = Some(at),
            What::FollowUp(answer) => self.follow_up(fact.who, answer, at),
            What::Renewal { answer } => {
                if let Some(who) = fact.who {
                    self.renewals.push(Said { at, what: (who, *answer) });
                }
            }
            What::Reflection(reflection) => self.reflect(fact.who, reflection, at),
            What::ReflectionCopy {} => {
                self.reflection_copies.extend(fact.who.map(|what| Said { at, what }));
            }
            What::NewAddress { address } => {
                self.new_addresses.extend(fact.who.map(|who| Said { at, what: (who, address.clone()) }));
            }
            What::AddressConfirmed { address, .. } => {
                self.confirmed_addresses.extend(fact.who.map(|who| Said { at, what: (who, address.clone()) }));
            }
            // It speaks of the person, who is read before the pair's standing is.
            What::Corrected(_) => {}
            What::Stopped { what, .. } => self.stop_letters(fact.who, *what, at),
            What::Bounced { address, .. } => {
                if let Some(role) = fact.who {
                    self.bounces.push(Bounce { at, role, address: address.clone() });
                }
            }
            What::Proposed { .. }
            | What::Agreed { .. }
            | What::Refused { .. }
            | What::Moved { .. }
            | What::Scheduled { .. }
            | What::Skipped { .. }
            | What::Met { .. }
            | What::NotMet { .. } => self.take_meeting(fact),
        }
    }

    fn take_meeting(&mut self, fact: &Fact) {
        let at = fact.at;
        match &fact.what {
            What::Scheduled { event, starts, odd_hours } => {
                let meeting = self.meeting_mut(*event);
                meeting.move_to(starts, SetBy::Proposal, at);
                meeting.odd_hours = *odd_hours;
            }
            What::Moved { event, starts, place } => self.move_meeting(*event, starts.as_ref(), place.as_ref(), at),
            What::Proposed { event, starts } => {
                let Some(who) = fact.who.filter(|who| Role::PAIR.contains(who)) else { return };
                self.wishes += 1;
                let (number, state) = (self.wishes, CounterState::Open);
                self.meeting_mut(*event).counter =
                    Some(Counter { who, starts: starts.clone(), asked_at: at, state, number });
            }
            What::Agreed { event, starts } => {
                let meeting = self.meeting_mut(*event);
                let asked = meeting.counter.as_ref().map(|counter| counter.starts.timestamp());
                if asked == Some(starts.timestamp()) {
                    self.move_meeting(*event, Some(starts), None, at);
                }
            }
            What::Refused { event, starts } => {
                let counter = self.meeting_mut(*event).counter.as_mut();
                if let Some(counter) = counter.filter(|c| c.starts.timestamp() == starts.timestamp()) {
                    counter.state = CounterState::Refused { at };
                }
            }
            What::Skipped { event } => self.meeting_mut(*event).skipped = true,
            What::Met { event, on } => {
                let meeting = self.meeting_mut(*event);
                meeting.met = Some(Met { on: *on, said_at: at });
                meeting.not_met_at = None;
            }
            What::NotMet { event, .. } => {
                let meeting = self.meeting_mut(*event);
                meeting.not_met_at = Some(at);
                meeting.met = None;
            }
            _ => {}
        }
    }

    fn move_meeting(
        &mut self,
        event: EventName,
        starts: Option<&crate::domain::event::Start>,
        place: Option<&String>,
        at: Timestamp,
    ) {
        let meeting = self.meeting_mut(event);
        if let Some(place) = place {
            meeting.place = Some(place.clone());
        }
        if let Some(starts) = starts {
            meeting.move_to(starts, SetBy::Person, at);
            meeting.not_met_at = None;
            meeting.met = None;
            if event == EventName::Session {
                self.resumed_at = Some(at);
            }
        }
    }

    fn answer(&mut self, event: EventName, who: Option<Role>, answer: Answer, at: Timestamp) {
        if let Some(who) = who {
            self.meeting_mut(event).set_answer(who, answer, at);
        }
    }

    fn follow_up(&mut self, who: Option<Role>, answer: &FollowUp, at: Timestamp) {
        let said = Said { at, what: answer.clone() };
        match who {
            Some(Role::Mentor) => self.mentor_follow_ups.push(said),
            Some(Role::Mentee) => self.mentee_follow_ups.push(said),
            _ => {}
        }
    }

    fn reflect(&mut self, who: Option<Role>, reflection: &Reflection, at: Timestamp) {
        let said = Some(Said { at, what: reflection.clone() });
        match who {
            Some(Role::Mentor) => self.mentor_reflection = said,
            Some(Role::Mentee) => self.mentee_reflection = said,
            _ => return,
        }
        let is_offered = |role| self.reflection(role).is_some_and(Reflection::is_offered);
        let by_both = Role::PAIR.into_iter().all(is_offered);
        self.reflections_shared_at = by_both.then(|| self.reflections_shared_at.unwrap_or(at));
    }

    fn stop_letters(&mut self, who: Option<Role>, what: Stop, at: Timestamp) {
        match who {
            Some(Role::Mentor) => self.mentor_stop = Some(Said { at, what }),
            Some(Role::Mentee) => self.mentee_stop = Some(Said { at, what }),
            _ => {}
        }
    }

    /// A person's own "go on" undoes only their own stop; a coordinator's lifts what stopped the pair.
    fn resume(&mut self, who: Option<Role>, at: Timestamp) {
        match who {
            Some(Role::Mentor) => self.mentor_stop = None,
            Some(Role::Mentee) => self.mentee_stop = None,
            Some(Role::Coordinator) | None => {
                self.paused_at = None;
                self.concern_at = None;
                self.ended = None;
                self.continuing_at = None;
                self.session.not_met_at = None;
                self.resumed_at = Some(at);
            }
        }
    }
}
