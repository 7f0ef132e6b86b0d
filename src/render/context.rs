//! Everything a letter may say.
//!
//! The engine decides what is true and fills this in; templates only choose words. What is not known is `None` or
//! empty, and no template says anything about it. Dates and times are passed as they are, on the reader's clock; each
//! language writes them its own way. Field names are the names templates use: `{{partner.called}}`.

pub mod coordinator;
pub mod meeting;

use crate::domain::follow_up::{Every, Want};
use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::roadmap::{Area, Roadmap};
use crate::render::context::coordinator::{Applied, AppliedEverywhere, Digest, Forwarded, Note};
use crate::render::context::meeting::{Event, Met, Moment, Proposal};
use jiff::civil::Date;
use serde::Serialize;

/// Everything a letter may say. Start from [`Context::new`] and fill in what the step is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Context {
    /// Who reads this letter; for a copy, the person whose letter it is a copy of.
    pub reader: Reader,
    /// The other one of the pair; nobody in letters to coordinators.
    pub partner: Option<Partner>,
    /// The programme the letter is about.
    pub programme: Programme,
    /// Whom to write to.
    pub coordinator: Coordinator,
    /// Who answers for the data.
    pub privacy: Privacy,
    /// Pages, as far as there are any.
    pub links: Links,
    /// Where an answer to this letter goes (rule 6).
    pub answer_to: AnswerTo,
    /// Sendoff has a mailbox it reads, so answers given in a calendar reach it.
    pub mailbox: bool,
    /// What contact after the programme is allowed.
    pub contact_after: ContactAfter,
    /// The meeting the letter is about; for letters after it, the meeting that was planned.
    pub event: Option<Event>,
    /// The day the preparation letter comes; `None` if it does not, or came already.
    pub preparation_on: Option<Date>,
    /// Letters after the session: the day it is about, and whether somebody said they met.
    pub met: Option<Met>,
    /// Another time that was asked for.
    pub proposal: Option<Proposal>,
    /// What the mentee set out to do.
    pub goals: Vec<String>,
    /// The mentoring plan, an https address.
    pub mentoring_plan: Option<String>,
    /// The mentor's roadmap; `None` in a `roadmap` letter makes it the general one.
    pub roadmap: Option<Plan>,
    /// The day the general roadmap goes to the mentee if no other has come; `None` if there will be none.
    pub general_roadmap_on: Option<Date>,
    /// Days on which the mentee could have a line of the roadmap back; empty: not offered.
    pub nudge_dates: Vec<Date>,
    /// `practice_nudge`: the area whose line is given back.
    pub practice: Option<Area>,
    /// What both said they want; `None` where there is no agreement.
    pub agreement: Option<Agreement>,
    /// `roadmap_nudge`: it took the place of the letter that asks about staying in touch (rule 3), and asks instead.
    pub asks_about_staying: bool,
    /// The last day on which an answer to what this letter asks still counts.
    pub answer_until: Option<Date>,
    /// The last day on which the pages still take an answer; `None` without pages.
    pub open_until: Option<Date>,
    /// The day on which what is held about this person and pair is deleted.
    pub deleted_on: Option<Date>,
    /// `reflection_copy`: the notes.
    pub reflection: Option<Reflection>,
    /// `note`: what needs a person.
    pub notes: Vec<Note>,
    /// `digest`: how the programmes stand.
    pub digest: Option<Digest>,
    /// `applied`: what edits of the files changed, by programme.
    pub applied: Vec<Applied>,
    /// `applied`: what edits changed for all programmes alike.
    pub applied_everywhere: Option<AppliedEverywhere>,
    /// `forwarded`: what somebody wrote.
    pub forwarded: Option<Forwarded>,
    /// The letter goes to `copy_to`: marked as such, without private links. The reader stays the mentee.
    pub is_copy: bool,
    /// A trial letter (rule 8): whom the real one would go to.
    pub test_for: Option<String>,
}

impl Context {
    /// A letter that says only who reads it, for which programme, and whom to write to.
    pub fn new(reader: Reader, programme: Programme, coordinator: Coordinator) -> Context {
        Context {
            reader,
            partner: None,
            programme,
            coordinator,
            privacy: Privacy::default(),
            links: Links::default(),
            answer_to: AnswerTo::Coordinator,
            mailbox: false,
            contact_after: ContactAfter::None,
            event: None,
            preparation_on: None,
            met: None,
            proposal: None,
            goals: Vec::new(),
            mentoring_plan: None,
            roadmap: None,
            general_roadmap_on: None,
            nudge_dates: Vec::new(),
            practice: None,
            agreement: None,
            asks_about_staying: false,
            answer_until: None,
            open_until: None,
            deleted_on: None,
            reflection: None,
            notes: Vec::new(),
            digest: None,
            applied: Vec::new(),
            applied_everywhere: None,
            forwarded: None,
            is_copy: false,
            test_for: None,
        }
    }
}

/// The person who reads the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reader {
    /// The name letters use.
    pub called: String,
    /// The whole name.
    pub name: String,
    /// Which side of the work the reader stands on.
    pub role: Role,
    /// Where the letter goes.
    pub address: String,
}

/// The other person of the pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Partner {
    /// The name letters use.
    pub called: String,
    /// The whole name.
    pub name: String,
    /// Only where the programme shares addresses.
    pub address: Option<String>,
}

/// The programme the letter is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Programme {
    /// What people call it.
    pub name: String,
    /// For whom Sendoff writes.
    pub organisation: String,
    /// The pair's last day, else the programme's.
    pub ends: Option<Date>,
}

/// The coordinator the letter names; for letters to a coordinator, that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coordinator {
    /// As the programme file has it.
    pub name: String,
    /// Where to write to.
    pub address: String,
}

/// `[organisation]`'s privacy settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Privacy {
    /// An address to write to.
    pub contact: Option<String>,
    /// The privacy notice.
    pub url: Option<String>,
}

/// Who reads an answer to this letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerTo {
    /// Sendoff's mailbox understands it (rule 6).
    Mailbox,
    /// The coordinator reads it.
    Coordinator,
}

/// Pages of this reader, each `None` until it exists. Links never act by being fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Links {
    /// The session: accept, decline, another time, "we have met already", "we did not meet", "we are carrying on".
    pub session: Option<String>,
    /// Writing the roadmap (mentor) or reading it (mentee).
    pub roadmap: Option<String>,
    /// The private question about staying in touch; later: move, skip, change, stop, renew.
    pub follow_up: Option<String>,
    /// Private notes on the goals and on working together.
    pub reflection: Option<String>,
    /// "I would rather speak with the coordinator first"; never in an event's text.
    pub concern: Option<String>,
    /// No more letters: the page.
    pub stop: Option<String>,
    /// No more letters: a `mailto:` that Sendoff's mailbox understands.
    pub stop_mail: Option<String>,
    /// A `mailto:` draft of thanks to the partner, sent by the reader's own mail program.
    pub thanks: Option<String>,
    /// What is held about this person.
    pub my_data: Option<String>,
    /// `address_check`: that this address is the reader's own.
    pub confirm: Option<String>,
}

/// A roadmap, and which of several it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// At least one.
    pub areas: Vec<Area>,
    /// A word from the mentor to go with it.
    pub note: Option<String>,
    /// It replaces one that was sent before (rule 32).
    pub corrected: bool,
    /// The general one went before it (rule 32).
    pub after_general: bool,
}

impl From<&Roadmap> for Plan {
    fn from(roadmap: &Roadmap) -> Plan {
        Plan { areas: roadmap.areas.clone(), note: roadmap.note.clone(), corrected: false, after_general: false }
    }
}

/// The overlap of two private answers (rule 21), as its reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// What both want; never empty, never `nothing`.
    pub wants: Vec<Want>,
    /// The rhythm of the catch-ups, if there are any with dates.
    pub every: Option<Every>,
    /// When they are, as far as they are ahead; empty without dated catch-ups.
    pub dates: Vec<Moment>,
    /// Who gets in touch first.
    pub starter: Option<Starter>,
    /// The last day it covers.
    pub until: Option<Date>,
    /// No dates: whoever feels like it gets in touch.
    pub improvise: bool,
    /// 1 for the first; more after a renewal.
    pub number: u32,
}

/// Who gets in touch first, from the reader's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Starter {
    Reader,
    Partner,
    Either,
}

/// Notes somebody made on the reflection page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reflection {
    /// The partner's, shared because both chose to; otherwise the reader's own.
    pub from_partner: bool,
    /// In the order of the page.
    pub notes: Vec<Answered>,
}

/// A question and what was written under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// As the page asked it.
    pub question: String,
    /// As it was written.
    pub answer: String,
}
