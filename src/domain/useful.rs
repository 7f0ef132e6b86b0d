//! How long a letter is worth sending (rule 19).

use crate::domain::step::Step;
use jiff::{SignedDuration, Timestamp};

/// That many days of 24 hours.
pub fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

/// The instant `span` after `from`; the end of time if there is none.
pub fn later(from: Timestamp, span: SignedDuration) -> Timestamp {
    from.checked_add(span).unwrap_or(Timestamp::MAX)
}

/// The instant `span` before `from`; the beginning of time if there is none.
pub fn earlier(from: Timestamp, span: SignedDuration) -> Timestamp {
    from.checked_sub(span).unwrap_or(Timestamp::MIN)
}

/// When a letter of that step stops being useful.
///
/// `due_at`: the step's due time. `meeting`: start and end of the meeting it is about, where there is one; for
/// `after_session` the end, or the instant somebody said that the session took place.
pub fn useful_until(step: Step, due_at: Timestamp, meeting: Option<(Timestamp, Timestamp)>) -> Timestamp {
    let starts = meeting.map_or(due_at, |(starts, _)| starts);
    let ends = meeting.map_or(due_at, |(_, ends)| ends);
    match step {
        Step::Invitation
        | Step::CatchUpInvitation
        | Step::SessionDeclined
        | Step::NewTimeRequest
        | Step::NewTimeQuestion
        | Step::NewTimeAnswer
        | Step::CannotReach => starts,
        Step::Preparation | Step::Reminder | Step::CatchUpReminder => earlier(starts, SignedDuration::from_hours(2)),
        Step::AfterSession => later(ends, days(10)),
        Step::RoadmapNudge => later(ends, days(9)),
        Step::Closing => later(ends, days(30)),
        Step::Renewal => later(ends, days(21)),
        Step::Roadmap | Step::RoadmapDraft => later(due_at, days(60)),
        Step::Agreement => later(due_at, days(30)),
        Step::PracticeNudge | Step::Goodbye | Step::AddressCheck => later(due_at, days(14)),
        Step::CatchUpsEnded | Step::ReflectionCopy | Step::Note | Step::Digest | Step::Applied | Step::Forwarded => {
            Timestamp::MAX
        }
    }
}
