//! The steps: every kind of letter Sendoff writes.

use crate::domain::person::Role;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A kind of letter. The names are the same in TOML, templates, logs and the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is described in docs/INTERFACES.md under its own name")]
pub enum Step {
    Invitation,
    Preparation,
    Reminder,
    AfterSession,
    RoadmapNudge,
    Roadmap,
    Closing,
    CatchUpInvitation,
    CatchUpReminder,
    Renewal,
    PracticeNudge,
    Agreement,
    Goodbye,
    SessionDeclined,
    NewTimeRequest,
    NewTimeQuestion,
    NewTimeAnswer,
    CannotReach,
    CatchUpsEnded,
    RoadmapDraft,
    ReflectionCopy,
    AddressCheck,
    Note,
    Digest,
    Applied,
    Forwarded,
}

impl Step {
    /// Every step, in the order a pair meets them.
    pub const ALL: [Step; 26] = [
        Step::Invitation,
        Step::Preparation,
        Step::Reminder,
        Step::AfterSession,
        Step::RoadmapNudge,
        Step::Roadmap,
        Step::Closing,
        Step::CatchUpInvitation,
        Step::CatchUpReminder,
        Step::Renewal,
        Step::PracticeNudge,
        Step::Agreement,
        Step::Goodbye,
        Step::SessionDeclined,
        Step::NewTimeRequest,
        Step::NewTimeQuestion,
        Step::NewTimeAnswer,
        Step::CannotReach,
        Step::CatchUpsEnded,
        Step::RoadmapDraft,
        Step::ReflectionCopy,
        Step::AddressCheck,
        Step::Note,
        Step::Digest,
        Step::Applied,
        Step::Forwarded,
    ];

    /// The steps a programme file sets under `[steps]`.
    pub const CONFIGURED: [Step; 11] = [
        Step::Invitation,
        Step::Preparation,
        Step::Reminder,
        Step::AfterSession,
        Step::RoadmapNudge,
        Step::Roadmap,
        Step::Closing,
        Step::CatchUpInvitation,
        Step::CatchUpReminder,
        Step::Renewal,
        Step::PracticeNudge,
    ];

    /// The name in files, templates, logs and headers.
    pub fn name(self) -> &'static str {
        match self {
            Step::Invitation => "invitation",
            Step::Preparation => "preparation",
            Step::Reminder => "reminder",
            Step::AfterSession => "after_session",
            Step::RoadmapNudge => "roadmap_nudge",
            Step::Roadmap => "roadmap",
            Step::Closing => "closing",
            Step::CatchUpInvitation => "catch_up_invitation",
            Step::CatchUpReminder => "catch_up_reminder",
            Step::Renewal => "renewal",
            Step::PracticeNudge => "practice_nudge",
            Step::Agreement => "agreement",
            Step::Goodbye => "goodbye",
            Step::SessionDeclined => "session_declined",
            Step::NewTimeRequest => "new_time_request",
            Step::NewTimeQuestion => "new_time_question",
            Step::NewTimeAnswer => "new_time_answer",
            Step::CannotReach => "cannot_reach",
            Step::CatchUpsEnded => "catch_ups_ended",
            Step::RoadmapDraft => "roadmap_draft",
            Step::ReflectionCopy => "reflection_copy",
            Step::AddressCheck => "address_check",
            Step::Note => "note",
            Step::Digest => "digest",
            Step::Applied => "applied",
            Step::Forwarded => "forwarded",
        }
    }

    /// The step of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Who can get a letter of this step.
    pub fn readers(self) -> &'static [Role] {
        match self {
            Step::RoadmapNudge | Step::RoadmapDraft => &[Role::Mentor],
            Step::PracticeNudge => &[Role::Mentee],
            Step::Note | Step::Digest | Step::Applied | Step::Forwarded => &[Role::Coordinator],
            _ => &Role::PAIR,
        }
    }

    /// Whether its reader has just asked for it: no letter of ours to be rationed (rule 3), and nobody else's to copy.
    pub fn is_asked_for(self) -> bool {
        matches!(self, Step::ReflectionCopy | Step::AddressCheck)
    }

    /// Whether letters of this step carry a calendar object.
    pub fn is_calendar(self) -> bool {
        matches!(self, Step::Invitation | Step::CatchUpInvitation)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
