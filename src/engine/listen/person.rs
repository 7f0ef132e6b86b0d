//! What a person wrote: understood where we asked for it (rule 6), else read by the coordinator.

use super::Heard;
use super::draft::roadmap_in;
use super::ear::{Ear, Matter};
use crate::domain::event::EventName;
use crate::domain::fact::{Fact, What};
use crate::domain::meeting::{Counter, CounterState};
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::timeline::Timeline;
use crate::engine::known::Known;
use crate::mail::read::{Agreement, fresh, says_away, yes_or_no};
use crate::store::{Source, StoreError};

impl Ear<'_> {
    /// Takes what is an answer to a question of ours; everything else goes to the coordinator at once.
    pub fn take_words(&self, text: &str) -> Result<Heard, StoreError> {
        let new = fresh(text);
        let understood = match self.matter()? {
            Some(matter) if self.may_be_understood(&new) => self.understand(&matter, &new)?,
            _ => None,
        };
        match understood {
            Some(heard) => Ok(heard),
            None => self.forward(if new.is_empty() { text } else { &new }),
        }
    }

    /// Whole, from who it says, and not a machine's note that nothing else gives away.
    fn may_be_understood(&self, new: &str) -> bool {
        !self.is_forged() && !self.mail.is_cut && !says_away(new)
    }

    /// Only the person who was asked answers, and only the letter that asked is answered.
    fn understand(&self, matter: &Matter, new: &str) -> Result<Option<Heard>, StoreError> {
        let Some(letter) = &matter.letter else { return Ok(None) };
        let role = letter.key.role;
        if matter.role != Some(role) {
            return Ok(None);
        }
        let number = letter.key.step.occurrence;
        match (letter.key.step.step, yes_or_no(new)) {
            (Step::NewTimeQuestion, Some(answer)) => self.answer_question(matter, number, answer),
            (Step::RoadmapDraft, Some(Agreement::Yes)) => self.approve_draft(matter, number),
            (Step::RoadmapDraft | Step::AfterSession | Step::RoadmapNudge, None) if role == Role::Mentor => {
                match roadmap_in(new) {
                    Some(roadmap) => self.keep_draft(matter, &roadmap),
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    fn answer_question(&self, matter: &Matter, number: u32, answer: Agreement) -> Result<Option<Heard>, StoreError> {
        let Some((event, counter)) = self.open_wish(matter, number)? else { return Ok(None) };
        let starts = counter.starts;
        let what = match answer {
            Agreement::Yes => What::Agreed { event, starts },
            Agreement::No => What::Refused { event, starts },
        };
        self.put_down(matter, what).map(Some)
    }

    /// The wish for another time that letter asked about, if it is still open and this person was asked.
    fn open_wish(&self, matter: &Matter, number: u32) -> Result<Option<(EventName, Counter)>, StoreError> {
        let Some(programme) = self.record.programmes.get(&matter.pair.programme) else { return Ok(None) };
        let known = Known::read(self.record.tx, matter.pair.clone(), self.record.now)?;
        let view = known.view(programme, self.record.is_on_hold(programme));
        let timeline = Timeline::of(&view, &Now::at(self.record.now));
        let wishes = timeline.meetings.iter().filter_map(|dated| Some((dated, dated.meeting.counter.clone()?)));
        let mut open = wishes.filter(|(dated, counter)| {
            counter.number == number
                && counter.state == CounterState::Open
                && Some(counter.who.partner()) == matter.role
                && self.record.now < dated.starts_at.min(counter.starts.timestamp())
        });
        // Two meetings with a wish of the same number: a person has to tell which.
        let (first, second) = (open.next(), open.next());
        Ok(first.filter(|_| second.is_none()).map(|(dated, counter)| (dated.event, counter)))
    }

    fn approve_draft(&self, matter: &Matter, number: u32) -> Result<Option<Heard>, StoreError> {
        let (programme, pair) = (&matter.pair.programme, matter.pair.id());
        let latest = self.record.tx.latest_roadmap_draft(programme, pair)?;
        let draft = self.record.tx.roadmap_draft(programme, pair, number)?;
        match draft.filter(|_| number == latest) {
            Some(roadmap) => self.put_down(matter, What::Roadmap(roadmap)).map(Some),
            None => Ok(None),
        }
    }

    fn put_down(&self, matter: &Matter, what: What) -> Result<Heard, StoreError> {
        let fact = Fact { at: self.record.now, who: matter.role, what };
        let is_new = self.record.put(&matter.pair, fact, Source::Mailbox)?;
        Ok(if is_new { Heard::Counted } else { Heard::Known })
    }
}
