//! Calendar answers (RFC 5546 sections 3.2.3 and 3.2.7), matched by UID and ATTENDEE, never by what a mail says it replies to (INTEROP sections 4 and 7).

use super::Heard;
use super::ear::Ear;
use crate::calendar::answer::{Answer, AnswerKind, Moment};
use crate::calendar::itip::PartStat;
use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, Method, Shown};
use crate::domain::event::{EventName, Start};
use crate::domain::fact::{Fact, What};
use crate::domain::meeting;
use crate::domain::meeting::CounterState;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::timeline::{Dated, Timeline};
use crate::engine::known::Known;
use crate::store::{PairRow, Source, StoreError};
use jiff::Timestamp;

/// The event that is answered, as it stands.
struct Asked<'a> {
    pair: PairRow,
    event: EventName,
    dated: Option<Dated>,
    /// What was shown of it, to whom.
    shown: Vec<Delivery>,
    answers: Vec<&'a Answer>,
}

impl Ear<'_> {
    /// Takes every answer for what it is worth; the weightiest outcome is given.
    pub fn take_answers(&self, answers: &[Answer]) -> Result<Heard, StoreError> {
        let mut heard = Heard::Nothing;
        let mut uids: Vec<&str> = answers.iter().map(|answer| answer.uid.as_str()).collect();
        uids.sort_unstable();
        uids.dedup();
        for uid in uids {
            let of_uid: Vec<&Answer> = answers.iter().filter(|answer| answer.uid == uid).collect();
            let next = self.take_event(uid, of_uid)?;
            if matches!(heard, Heard::Nothing) || next == Heard::Counted {
                heard = next;
            }
        }
        if heard == Heard::Counted {
            self.forward_comment(answers)?;
        }
        Ok(heard)
    }

    fn take_event(&self, uid: &str, answers: Vec<&Answer>) -> Result<Heard, StoreError> {
        let Some(asked) = self.asked(uid, answers)? else { return Ok(Heard::Nothing) };
        if self.is_forged() || !self.is_at_right_door(&asked)? {
            let who = self.mail.from.as_ref().map(Address::to_string).unwrap_or_default();
            self.tell_of_stranger(&asked.pair, &who)?;
            return Ok(Heard::NotCounted);
        }
        let mut heard = Heard::Nothing;
        for answer in self.senders_own(&asked.answers) {
            let next = match self.role_of(&asked, answer) {
                Some(role) => self.take_answer(&asked, role, answer)?,
                None => {
                    let who = answer.attendee.as_ref().or(self.mail.from.as_ref());
                    self.tell_of_stranger(&asked.pair, &who.map(Address::to_string).unwrap_or_default())?;
                    Heard::NotCounted
                }
            };
            if !matches!(heard, Heard::Counted) {
                heard = next;
            }
        }
        Ok(heard)
    }

    fn asked<'a>(&self, uid: &str, answers: Vec<&'a Answer>) -> Result<Option<Asked<'a>>, StoreError> {
        let tx = self.record.tx;
        let Some((programme, id, event)) = tx.event_of_uid(uid)? else { return Ok(None) };
        let Some(programme) = self.record.programmes.get(&programme) else { return Ok(None) };
        let Some(pair) = tx.pair(&programme.id, &id)? else { return Ok(None) };
        let known = Known::read(tx, pair.clone(), self.record.now)?;
        let view = known.view(programme, self.record.is_on_hold(programme));
        let dated = Timeline::of(&view, &Now::at(self.record.now)).meeting(event).cloned();
        let is_shown = |row: &&Delivery| row.is_shown() && row.shown.as_ref().is_some_and(|shown| shown.event == event);
        let shown = known.deliveries().iter().filter(is_shown).cloned().collect();
        Ok(Some(Asked { pair, event, dated, shown, answers }))
    }

    /// Where it came to one of our addresses with a token, one of them is the event's organiser.
    fn is_at_right_door(&self, asked: &Asked<'_>) -> Result<bool, StoreError> {
        let tokened = self.tokened();
        let identity = self.record.tx.event_identity(&asked.pair.programme, asked.pair.id(), asked.event)?;
        Ok(tokened.is_empty() || identity.is_some_and(|own| tokened.iter().any(|to| to.same_as(&own.organizer))))
    }

    /// A COUNTER may list everybody, and is its sender's alone.
    fn senders_own<'a>(&self, answers: &[&'a Answer]) -> Vec<&'a Answer> {
        let is_counter = answers.iter().any(|answer| answer.kind == AnswerKind::Counter);
        if !is_counter || answers.len() == 1 {
            return answers.to_vec();
        }
        let is_senders = |answer: &&&Answer| {
            answer.attendee.iter().chain(&answer.sent_by).any(|who| self.mail.senders().any(|from| from.same_as(who)))
        };
        let own = answers.iter().find(is_senders);
        let said = || answers.iter().find(|answer| answer.partstat != PartStat::NeedsAction);
        own.or_else(said).into_iter().copied().collect()
    }

    /// Whose answer it is; nobody's if somebody answers who was not asked, or for somebody without showing why.
    fn role_of(&self, asked: &Asked<'_>, answer: &Answer) -> Option<Role> {
        let addresses = |role| self.addresses(&asked.pair, asked.event, role, &asked.shown);
        let has = |role, who: &Address| addresses(role).iter().any(|own| own.same_as(who));
        let by_sender =
            || Role::PAIR.into_iter().find(|role| self.mail.from.as_ref().is_some_and(|from| has(*role, from)));
        let Some(attendee) = &answer.attendee else { return by_sender() };
        let Some(role) = Role::PAIR.into_iter().find(|role| has(*role, attendee)) else {
            // Somebody who was asked answers under another of their names.
            return by_sender();
        };
        let is_own = self.mail.senders().any(|from| has(role, from));
        let is_delegate = answer.sent_by.as_ref().is_some_and(|by| self.mail.senders().any(|from| from.same_as(by)));
        let is_partner = self.mail.from.as_ref().is_some_and(|from| has(role.partner(), from));
        // An answer at the organiser's address with the pair's token came from the invitation itself: an alias, a calendar server.
        (is_own || is_delegate || !is_partner && !self.tokened().is_empty()).then_some(role)
    }

    fn take_answer(&self, asked: &Asked<'_>, role: Role, answer: &Answer) -> Result<Heard, StoreError> {
        let Some(dated) = &asked.dated else { return Ok(Heard::Known) };
        let Some(seen) = seen(asked, role, answer) else { return Ok(Heard::Known) };
        let starts_at = dated.start.timestamp();
        let is_other_occurrence = matches!(answer.recurrence, Some(Moment::At(at)) if at != seen.starts_at);
        // An answer to an old time says nothing about the new one; what comes after the start is somebody tidying their calendar.
        if seen.starts_at != starts_at || self.record.now >= starts_at || is_other_occurrence {
            return Ok(Heard::Known);
        }
        let Some(what) = self.meaning(asked, dated, role, answer) else {
            return if answer.kind == AnswerKind::Counter { self.forward_counter(answer) } else { Ok(Heard::Known) };
        };
        if is_known(dated, role, &what) {
            return Ok(Heard::Known);
        }
        let fact = Fact { at: self.said_at(answer, seen), who: Some(role), what };
        let is_new = self.record.put(&asked.pair, fact, Source::Mailbox)?;
        Ok(if is_new { Heard::Counted } else { Heard::Known })
    }

    /// The fact an answer is. A COUNTER that names no time, or no other one, is none.
    fn meaning(&self, asked: &Asked<'_>, dated: &Dated, role: Role, answer: &Answer) -> Option<What> {
        let event = asked.event;
        if answer.kind == AnswerKind::Counter {
            let Some(Moment::At(at)) = answer.proposed_start else { return None };
            let zone = asked.pair.pair.person(role)?.zone.time_zone().clone();
            let starts = Start::at(at.to_zoned(zone));
            return (at != dated.start.timestamp()).then_some(What::Proposed { event, starts });
        }
        match answer.partstat {
            PartStat::Accepted => Some(What::Accepted { event }),
            PartStat::Declined => Some(What::Declined { event }),
            PartStat::Tentative => Some(What::Tentative { event }),
            PartStat::NeedsAction | PartStat::Delegated => None,
        }
    }

    /// When it was said, so that answers count in the order they were given, whatever the order they came in, and one that comes twice is one.
    /// Programs that copy our own stamp, or whose clock is wrong, said it when it came.
    fn said_at(&self, answer: &Answer, seen: &Shown) -> Timestamp {
        let now = self.record.now;
        answer.stamped_at.filter(|at| *at > seen.stamped_at && *at <= now).unwrap_or(now)
    }

    fn forward_counter(&self, answer: &Answer) -> Result<Heard, StoreError> {
        self.forward(answer.comment.as_deref().unwrap_or_default())
    }

    /// What a person added in words is for a person.
    fn forward_comment(&self, answers: &[Answer]) -> Result<(), StoreError> {
        match answers.iter().find_map(|answer| answer.comment.as_deref()) {
            Some(comment) => self.forward_beside(comment).map(|_| ()),
            None => Ok(()),
        }
    }
}

/// The version of the event that is answered: by SEQUENCE, which is a hint (INTEROP 7.5), else the last before the answer's own stamp.
fn seen<'a>(asked: &'a Asked<'_>, role: Role, answer: &Answer) -> Option<&'a Shown> {
    let of_role = asked.shown.iter().filter(|row| row.key.role == role).filter_map(|row| row.shown.as_ref());
    let mut versions: Vec<&Shown> = of_role.filter(|shown| shown.method == Method::Request).collect();
    versions.sort_by_key(|shown| (shown.sequence, shown.stamped_at));
    let is_seen = |shown: &&&Shown| match (answer.sequence, answer.stamped_at) {
        (Some(sequence), _) => shown.sequence <= sequence,
        (None, Some(at)) => shown.stamped_at <= at,
        (None, None) => true,
    };
    versions.iter().rev().find(is_seen).or(versions.first()).copied()
}

/// Said already, and not taken back since.
fn is_known(dated: &Dated, role: Role, what: &What) -> bool {
    let answer = dated.meeting.answer(role);
    match what {
        What::Accepted { .. } => answer == meeting::Answer::Accepted,
        What::Declined { .. } => answer == meeting::Answer::Declined,
        What::Tentative { .. } => answer == meeting::Answer::Tentative,
        What::Proposed { starts, .. } => dated.meeting.counter.as_ref().is_some_and(|counter| {
            counter.who == role
                && counter.state == CounterState::Open
                && counter.starts.timestamp() == starts.timestamp()
        }),
        _ => false,
    }
}
