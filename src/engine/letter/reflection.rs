//! Private notes, as a letter gives them back.

use crate::domain::person::Role;
use crate::domain::reflection::{Question, Reflection};
use crate::domain::step::Step;
use crate::engine::letter::{Matter, Wanted};
use crate::render::Phrases;
use crate::render::context::{self, Answered};

impl Matter<'_> {
    /// The reader's own notes, or the partner's where both have chosen to share.
    pub(super) fn reflection(&self) -> Option<context::Reflection> {
        let Wanted::Plain(item) = self.wanted else { return None };
        if item.step != Step::ReflectionCopy {
            return None;
        }
        let standing = &self.timeline.standing;
        let from_partner = !item.is_own_copy();
        let (whose, said) = match from_partner {
            true => (item.role.partner(), standing.shared_with(item.role)?),
            false => (item.role, standing.reflection(item.role)?),
        };
        let language = self.office.renderer.choose(&self.reader.language, &self.view.programme.language);
        let phrases = self.office.renderer.phrases(&language)?;
        let asked_about = if from_partner { self.reader.called() } else { self.partner.called() };
        Some(context::Reflection { from_partner, notes: answered(&phrases, said, whose, asked_about) })
    }
}

/// What was noted, each under its question, as it was asked of that person about that partner.
pub fn answered(phrases: &Phrases<'_>, said: &Reflection, whose: Role, partner: &str) -> Vec<Answered> {
    let note = |(question, answer): (&Question, &String)| Answered {
        question: phrases.say(&question_key(*question, whose), &[("partner", partner)]),
        answer: answer.clone(),
    };
    said.notes.iter().map(note).collect()
}

/// The phrase of a question, as it is asked of that person.
pub fn question_key(question: Question, whose: Role) -> String {
    format!("reflection.{}_{}", whose.name(), question.name())
}
