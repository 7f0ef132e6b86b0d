//! The words people read instead of the words scripts read.

use crate::cli::paint::Paint;
use crate::domain::delivery::Method;
use crate::domain::step::Step;
use crate::engine::outcome::Outcome;

/// What kind of letter it is: "preparation", "catch-up invitation 2", "invitation, cancelled".
pub fn letter(outcome: &Outcome) -> String {
    let mut words =
        Step::from_name(&outcome.step).map_or_else(|| outcome.step.clone(), |step| step_words(step).to_owned());
    if outcome.occurrence > 1 {
        words = format!("{words} {}", outcome.occurrence);
    }
    if outcome.method == Some(Method::Cancel.name()) {
        words.push_str(", cancelled");
    } else if outcome.sequence.is_some_and(|sequence| sequence > 0) {
        words.push_str(", changed");
    }
    if outcome.copy {
        words.push_str(", copy");
    }
    words
}

/// A step in words.
pub fn step_words(step: Step) -> &'static str {
    match step {
        Step::AfterSession => "after the session",
        Step::RoadmapNudge => "roadmap nudge",
        Step::CatchUpInvitation => "catch-up invitation",
        Step::CatchUpReminder => "catch-up reminder",
        Step::PracticeNudge => "practice nudge",
        Step::SessionDeclined => "session declined",
        Step::NewTimeRequest => "new time request",
        Step::NewTimeQuestion => "new time question",
        Step::NewTimeAnswer => "new time answer",
        Step::CannotReach => "cannot reach",
        Step::CatchUpsEnded => "catch-ups ended",
        Step::RoadmapDraft => "roadmap draft",
        Step::ReflectionCopy => "reflection copy",
        Step::AddressCheck => "address check",
        other => other.name(),
    }
}

/// An outcome in words, and how it looks.
pub fn outcome(name: &str) -> (&'static str, &'static str, Paint) {
    match name {
        "due" => ("○", "planned", Paint::Ahead),
        "queued" => ("○", "waiting", Paint::Ahead),
        "sending" => ("◐", "on its way", Paint::Ahead),
        "sent" => ("●", "sent", Paint::Good),
        "deferred" => ("◌", "tried again later", Paint::Warn),
        "refused" => ("✗", "refused", Paint::Bad),
        "uncertain" => ("?", "may have arrived", Paint::Warn),
        "held" => ("‖", "held", Paint::Warn),
        "lapsed" => ("–", "too late", Paint::Quiet),
        _ => ("–", "not sent", Paint::Quiet),
    }
}

/// A reason in plainer words.
pub fn reason(words: &str) -> String {
    words.replace("superseded", "replaced")
}
