//! Why a letter was not sent, in the words a coordinator reads.

use std::fmt;

/// Why a planned letter was decided against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its facts changed before it was sent; it may come back as the next revision (rule 1).
    Superseded,
    /// A later letter of its family says what matters now (rule 3).
    SupersededByLater,
    /// Its time was over before the pair was first seen (rule 20).
    JoinedLate,
    /// The pair's ending was over before it was first seen (rule 20).
    AlreadyOver,
    /// Its time was over when it could have gone (rule 19).
    TooLate,
    /// The reader has it in the calendar.
    Accepted,
    /// Somebody declined the meeting (rule 4).
    Declined,
    /// The mentor's roadmap is there.
    RoadmapCame,
    /// The two have an agreement.
    Agreed,
    /// The reader wants no more letters (rule 26).
    StoppedLetters,
    /// The reader's address refuses mail (rule 26).
    AddressFails,
    /// The partner's address refuses mail (rule 4).
    PartnerUnreachable,
    /// They did not meet (rule 4).
    NotMet,
    /// The coordinator speaks with somebody first (rule 4).
    Concern,
    /// The two carry on by themselves (rule 31).
    Continuing,
    /// Over before its time (rule 31).
    EndedEarly,
    /// Over, and nothing else is to be sent (rule 31).
    EndedQuietly,
    /// The row is gone from the sheet (rule 31).
    Vanished,
    /// They have met already.
    MetAlready,
    /// The other person asked for another time; that question says it.
    OtherTimeAsked,
    /// The pair is paused.
    Paused,
    /// The reader was asked already; the session only moved to another day in the past (rule 2).
    AskedAlready,
    /// This catch-up is left out.
    LeftOut,
}

impl Reason {
    const ALL: [Reason; 23] = [
        Reason::Superseded,
        Reason::SupersededByLater,
        Reason::JoinedLate,
        Reason::AlreadyOver,
        Reason::TooLate,
        Reason::Accepted,
        Reason::Declined,
        Reason::RoadmapCame,
        Reason::Agreed,
        Reason::StoppedLetters,
        Reason::AddressFails,
        Reason::PartnerUnreachable,
        Reason::NotMet,
        Reason::Concern,
        Reason::Continuing,
        Reason::EndedEarly,
        Reason::EndedQuietly,
        Reason::Vanished,
        Reason::MetAlready,
        Reason::OtherTimeAsked,
        Reason::Paused,
        Reason::AskedAlready,
        Reason::LeftOut,
    ];

    /// The words in the outbox, in `--json` and in `show`.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Superseded => "superseded",
            Reason::SupersededByLater => "superseded by a later letter",
            Reason::JoinedLate => "joined late",
            Reason::AlreadyOver => "already over",
            Reason::TooLate => "too late",
            Reason::Accepted => "accepted: it is in their calendar",
            Reason::Declined => "declined: the session was declined",
            Reason::RoadmapCame => "the roadmap has come",
            Reason::Agreed => "the two have an agreement",
            Reason::StoppedLetters => "stopped: the reader asked for no more letters",
            Reason::AddressFails => "bounced: the address refuses mail",
            Reason::PartnerUnreachable => "bounced: the partner's address refuses mail",
            Reason::NotMet => "not met: the session did not take place",
            Reason::Concern => "stopped: waiting for the coordinator",
            Reason::Continuing => "continuing: they carry on by themselves",
            Reason::EndedEarly => "ended early",
            Reason::EndedQuietly => "ended quietly",
            Reason::Vanished => "withdrawn: the row is gone from the sheet",
            Reason::MetAlready => "they have met already",
            Reason::OtherTimeAsked => "another time was asked for",
            Reason::Paused => "paused: it comes when the pair goes on",
            Reason::AskedAlready => "asked already",
            Reason::LeftOut => "skipped: this catch-up is left out",
        }
    }

    /// The reason of those words.
    pub fn from_words(words: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.words() == words)
    }

    /// Whether the letter may still come, as another revision, when this reason falls away.
    pub fn may_fall_away(self) -> bool {
        !matches!(self, Reason::SupersededByLater | Reason::JoinedLate | Reason::AlreadyOver | Reason::TooLate)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}
