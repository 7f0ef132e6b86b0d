//! What comes of an answered page.

use crate::domain::fact::{Stop, What};
use crate::domain::meeting::{Answer, CounterState};
use crate::web::form::Form;
use crate::web::scene::Scene;
use crate::web::staying;

/// What is done when somebody has answered; then the page shows what is true.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Act {
    /// Put on record, in this order.
    pub facts: Vec<What>,
    /// What becomes of the draft.
    pub draft: Draft,
    /// Behind the page's address in what is shown next: empty, or `?…`.
    pub then: String,
    /// What has to be corrected all the same: the form is shown again.
    pub flaws: Vec<Flaw>,
}

/// What becomes of what somebody is writing.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Draft {
    /// It stays as it is.
    #[default]
    Stays,
    /// This is kept instead.
    Kept(String),
    /// It is finished.
    Gone,
}

/// Something in a form that has to be corrected first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The id of the field.
    pub field: String,
    /// What to do, in the reader's words.
    pub advice: String,
}

/// What comes of a form: something to do, or what has to be corrected first.
pub type Answered = Result<Act, Vec<Flaw>>;

impl Act {
    /// Nothing to do: it is so already, or the page was an old one.
    pub fn nothing() -> Answered {
        Ok(Act::default())
    }

    /// One fact.
    pub fn fact(what: What) -> Answered {
        Act::facts(vec![what])
    }

    /// Several facts.
    pub fn facts(facts: Vec<What>) -> Answered {
        Ok(Act { facts, ..Act::default() })
    }
}

/// One thing to correct.
pub fn flawed(field: &str, advice: String) -> Answered {
    Err(vec![Flaw { field: field.to_owned(), advice }])
}

/// A form as it came, with what has to be corrected in it; empty when a page is opened.
#[derive(Debug, Default)]
pub struct Entered {
    /// The fields.
    pub form: Form,
    /// What was wrong.
    pub flaws: Vec<Flaw>,
}

impl Entered {
    /// Whether that field has to be corrected.
    pub fn has_flaw(&self, field: &str) -> bool {
        self.flaws.iter().any(|flaw| flaw.field == field)
    }
}

/// Whether that is so already, so that answering twice is answering once.
pub fn is_so_already(scene: &Scene<'_>, what: &What) -> bool {
    let standing = &scene.timeline.standing;
    let role = scene.role();
    let meeting = |event| standing.meeting(event);
    match what {
        What::Accepted { event } => meeting(*event).is_some_and(|m| m.answer(role) == Answer::Accepted),
        What::Declined { event } => meeting(*event).is_some_and(|m| m.answer(role) == Answer::Declined),
        What::Proposed { event, starts } => meeting(*event).and_then(|m| m.counter.as_ref()).is_some_and(|counter| {
            let same = counter.starts.timestamp() == starts.timestamp();
            same && counter.who == role && counter.state == CounterState::Open
        }),
        What::Moved { event, starts: Some(starts), .. } => {
            scene.timeline.meeting(*event).is_some_and(|dated| dated.start.timestamp() == starts.timestamp())
        }
        What::Skipped { event } => meeting(*event).is_some_and(|m| m.skipped),
        What::Met { event, on } => meeting(*event).and_then(|m| m.met).is_some_and(|met| met.on == *on),
        What::NotMet { event, .. } => meeting(*event).is_some_and(|m| m.not_met_at.is_some()),
        What::Continuing {} => standing.continuing_at.is_some(),
        What::Concern {} => standing.concern_at.is_some() && standing.concern_by == Some(role),
        What::Roadmap(roadmap) => standing.roadmaps.last().is_some_and(|said| said.what == *roadmap),
        What::FollowUp(answer) => staying::own(scene) == Some(answer),
        What::Reflection(reflection) => standing.reflection(role) == Some(reflection),
        What::PracticeNudges { yes } => standing.practice_nudges == *yes,
        What::Renewal { answer } => {
            let own = standing.renewals.iter().rev().find(|said| said.what.0 == role);
            own.is_some_and(|said| said.what.1 == *answer)
        }
        What::Stopped { what, .. } => {
            let everything = scene.view.address_state(role).stopped_at.is_some();
            everything || (standing.stop(role).is_some() && *what == Stop::Letters)
        }
        What::Resumed { .. } => standing.stop(role).is_none() && scene.view.address_state(role).stopped_at.is_none(),
        _ => false,
    }
}
