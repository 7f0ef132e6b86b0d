//! What letters to a coordinator may say. Private answers are in none of it (rule 25).

use crate::domain::guard::HoldReason;
use crate::domain::person::Role;
use jiff::Zoned;
use jiff::civil::Date;
use serde::Serialize;

/// A pair, as a coordinator knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PairLabel {
    /// The pair's id, as commands take it.
    pub id: String,
    /// The mentor's name.
    pub mentor: String,
    /// The mentee's name.
    pub mentee: String,
}

/// Something that needs a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// What kind of thing; chooses the words.
    pub kind: NoteKind,
    /// The programme's name, if it is about one.
    pub programme: Option<String>,
    /// The pair, if it is about one.
    pub pair: Option<PairLabel>,
    /// The name of the person it is about, where that may be said.
    pub who: Option<String>,
    /// The time it is about: the meeting, or the time asked for.
    pub starts: Option<Zoned>,
    /// The day by which a person should have acted.
    pub by: Option<Date>,
    /// How many letters, pairs or rows.
    pub count: Option<u32>,
    /// What to approve: the id `sendoff approve` takes.
    pub approval: Option<String>,
    /// Details in words: the server's answer, or place and fault. Never a private answer.
    pub detail: Option<String>,
    /// Why an edit, or a new programme, waits.
    pub held: Option<HoldReason>,
}

impl Note {
    /// A note of that kind that says nothing more yet.
    pub fn of(kind: NoteKind) -> Note {
        Note {
            kind,
            programme: None,
            pair: None,
            who: None,
            starts: None,
            by: None,
            count: None,
            approval: None,
            detail: None,
            held: None,
        }
    }
}

/// What kind of thing a note is about. What each uses of [`Note`] beside programme and pair stands with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// `who` would rather speak with the coordinator first; everything for the pair has stopped.
    Concern,
    /// `who` declined the session (`starts`) and no new time came; the pair has stopped.
    Declined,
    /// Both declined the session (`starts`); the pair has stopped.
    BothDeclined,
    /// They did not meet (`starts`); the pair has stopped.
    NotMet,
    /// Letters to `who` do not arrive (`detail`: the server's answer); the pair has stopped.
    Bounced,
    /// `who` wants no letters about this pair any more.
    StoppedLetters,
    /// `who` wants no letters at all any more; the partner's session stands.
    StoppedEverything,
    /// `who` asked for another time (`starts`) that the coordinator must decide on.
    ProposalToDecide,
    /// No common time was found for the session.
    NoSlot,
    /// The session (`starts`) falls outside the rules, but is too near or accepted, so it was not moved (rule 16).
    SessionStands,
    /// The pair has no ending date.
    NoEnding,
    /// An agreement of both waits for the coordinator (`approval`; `contact_after = "approval"`).
    AgreementToApprove,
    /// A new programme waits (`count` people, `approval`; `held`, if for more than that it is new).
    ProgrammeHeld,
    /// An edit is held (`held`: why, `approval`).
    EditHeld,
    /// The files have faults (`count`, `detail`: the first, with its place); the last good state is in force.
    FilesBroken,
    /// `count` rows are set aside (`detail`: the first, with its place).
    RowsSetAside,
    /// A letter could not be written (`detail`: template and place).
    LetterFailed,
    /// The server refused one letter to `who` (`detail`).
    LetterRefused,
    /// Nobody knows whether a letter to `who` arrived, and it is not sent again.
    LetterUncertain,
    /// Nothing went out for a while (`detail`: the server's answer).
    SendingFails,
    /// Somebody who was not asked answered the invitation (`who`).
    StrangerAnswered,
}

impl NoteKind {
    /// Every kind.
    pub const ALL: [NoteKind; 21] = [
        NoteKind::Concern,
        NoteKind::Declined,
        NoteKind::BothDeclined,
        NoteKind::NotMet,
        NoteKind::Bounced,
        NoteKind::StoppedLetters,
        NoteKind::StoppedEverything,
        NoteKind::ProposalToDecide,
        NoteKind::NoSlot,
        NoteKind::SessionStands,
        NoteKind::NoEnding,
        NoteKind::AgreementToApprove,
        NoteKind::ProgrammeHeld,
        NoteKind::EditHeld,
        NoteKind::FilesBroken,
        NoteKind::RowsSetAside,
        NoteKind::LetterFailed,
        NoteKind::LetterRefused,
        NoteKind::LetterUncertain,
        NoteKind::SendingFails,
        NoteKind::StrangerAnswered,
    ];

    /// Whether a note of this kind names a pair.
    pub fn is_about_a_pair(self) -> bool {
        !matches!(
            self,
            NoteKind::ProgrammeHeld
                | NoteKind::EditHeld
                | NoteKind::FilesBroken
                | NoteKind::RowsSetAside
                | NoteKind::SendingFails
        )
    }
}

/// How one programme stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Digest {
    /// First day of what is told.
    pub from: Date,
    /// Last day of what is told.
    pub until: Date,
    /// Each programme with something to say.
    pub programmes: Vec<ProgrammeDigest>,
}

/// One programme's part of a digest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgrammeDigest {
    /// The programme's name.
    pub name: String,
    /// Letters that went out, in all.
    pub sent: u32,
    /// Sessions people said took place.
    pub met: u32,
    /// Roadmaps that came.
    pub roadmaps: u32,
    /// Meetings of the coming days, in order.
    pub coming: Vec<Coming>,
    /// Pairs without a session or without an ending.
    pub without_session: Vec<PairLabel>,
    /// Pairs where nobody answered the invitation (rule 5).
    pub without_answer: Vec<PairLabel>,
    /// Pairs whose session is over and whose roadmap has not come.
    pub without_roadmap: Vec<PairLabel>,
    /// Pairs that have stopped and wait for a person.
    pub stopped: Vec<PairLabel>,
    /// Names of people whose address fails.
    pub failing: Vec<String>,
    /// Rows that are set aside: place and fault.
    pub set_aside: Vec<String>,
}

/// A meeting that is near.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coming {
    /// Whose.
    pub pair: PairLabel,
    /// When, on the programme's clock.
    pub starts: Zoned,
}

/// What an edit of the files changed in one programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// The programme's name.
    pub programme: String,
    /// The files that changed.
    pub files: Vec<String>,
    /// The programme's settings are other ones.
    pub settings: bool,
    /// Pairs that are new.
    pub added: Listed,
    /// Pairs whose session moved.
    pub moved: Listed,
    /// Pairs whose session was cancelled.
    pub cancelled: Listed,
    /// Pairs in which a name, address, language or anything else was corrected.
    pub corrected: Listed,
    /// Pairs whose roadmap was written by hand.
    pub roadmaps: Listed,
    /// The programme is new.
    pub is_new: bool,
    /// The programme's file is gone.
    pub is_gone: bool,
    /// Rows that are set aside: place and fault.
    pub set_aside: Vec<String>,
}

/// What an edit of `sendoff.toml` or of templates changed, for all programmes alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppliedEverywhere {
    /// The files that changed.
    pub files: Vec<String>,
    /// Settings that are other ones. Of a secret, and of what leads to one, only that it is another.
    pub settings: Vec<ChangedSetting>,
    /// Letters that read differently, by language.
    pub words: Vec<ChangedWords>,
}

/// A setting that is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedSetting {
    /// What it is about.
    pub name: String,
    /// As it stood in the file, where that may be said.
    pub before: Option<String>,
    /// As it stands there now.
    pub after: Option<String>,
    /// It counts from the next start on.
    pub at_next_start: bool,
}

/// What reads differently in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedWords {
    /// What the language calls itself.
    pub language: String,
    /// Every letter.
    pub is_all: bool,
    /// These letters.
    pub letters: Vec<ChangedLetter>,
    /// The pages.
    pub pages: bool,
}

/// A letter that reads differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedLetter {
    /// What it is called.
    pub name: String,
    /// Whose; nothing if everybody's.
    pub role: Option<Role>,
}

/// Some pairs, the first of them by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// How many.
    pub count: u32,
    /// How many of them are not named.
    pub more: u32,
    /// Those that are named.
    pub pairs: Vec<PairLabel>,
}

/// What somebody wrote to Sendoff's mailbox and a person should read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forwarded {
    /// The programme's name, if the pair is known.
    pub programme: Option<String>,
    /// The pair, if it is known.
    pub pair: Option<PairLabel>,
    /// Who wrote, as the mail says it.
    pub from: String,
    /// The mail's subject.
    pub subject: String,
    /// The mail's text.
    pub text: String,
    /// The receiving server says that it is not from who it says.
    pub is_forged: bool,
    /// Only Outlook can open what is in it, which may be a calendar's answer.
    pub hides_an_answer: bool,
    /// A calendar's answer that was counted; these words came with it.
    pub is_counted: bool,
    /// It was too big to be read whole.
    pub is_cut: bool,
}
