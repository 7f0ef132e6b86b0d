//! What stops a pair, and what the coordinator hears of it (rules 4, 5, 26, 31).

use crate::domain::event::EventName;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::reason::Reason;
use crate::domain::standing::Standing;
use crate::domain::step::Step;
use crate::domain::timeline::item::Fate;
use crate::domain::timeline::{Notice, NoticeKind, PairView, Timeline, wish};
use jiff::Timestamp;

/// Why nothing cheerful is sent to a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// Over, with a bare cancellation.
    EndedQuietly,
    /// The row is gone.
    Vanished,
    /// Over before its time, since then.
    EndedEarly {
        /// Since when.
        at: Timestamp,
    },
    /// Somebody would rather speak with the coordinator first.
    Concern,
    /// The coordinator's pause, or a row that is set aside.
    Paused,
    /// They carry on by themselves.
    Continuing,
    /// An address refuses mail.
    Bounced {
        /// Whose.
        role: Role,
        /// Since when.
        at: Timestamp,
    },
    /// They did not meet.
    NotMet {
        /// Said then.
        at: Timestamp,
    },
    /// Both said no.
    BothDeclined {
        /// The second no came then.
        at: Timestamp,
    },
    /// One said no, and the start came without a new time.
    NoNewTime {
        /// The start.
        at: Timestamp,
    },
}

impl Halt {
    /// What stops this pair now; the strongest reason, if there are several.
    ///
    /// A pair that is set aside or held waits, whatever else is true of it: nothing is decided before a person looked.
    pub fn of(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<Halt> {
        let standing = &timeline.standing;
        if view.set_aside {
            return Some(Halt::Paused);
        }
        if let Some(ended) = &standing.ended {
            return Some(if ended.quietly { Halt::EndedQuietly } else { Halt::EndedEarly { at: ended.at } });
        }
        if standing.vanished_at.is_some() {
            return Some(Halt::Vanished);
        }
        if standing.concern_at.is_some() {
            return Some(Halt::Concern);
        }
        if standing.paused_at.is_some() {
            return Some(Halt::Paused);
        }
        if standing.continuing_at.is_some() {
            return Some(Halt::Continuing);
        }
        if let Some(bounced) = bounced(standing, view) {
            return Some(bounced);
        }
        if let Some(at) = standing.session.not_met_at {
            return Some(Halt::NotMet { at });
        }
        declined(timeline, now)
    }

    /// The reason recorded with letters that it stops; nothing where they only wait.
    pub fn reason(self, role: Role) -> Option<Reason> {
        Some(match self {
            Halt::EndedQuietly => Reason::EndedQuietly,
            Halt::Vanished => Reason::Vanished,
            Halt::EndedEarly { .. } => Reason::EndedEarly,
            Halt::Concern => Reason::Concern,
            Halt::Paused => return None,
            Halt::Continuing => Reason::Continuing,
            Halt::Bounced { role: whose, .. } if whose == role => Reason::AddressFails,
            Halt::Bounced { .. } => Reason::PartnerUnreachable,
            Halt::NotMet { .. } => Reason::NotMet,
            Halt::BothDeclined { .. } | Halt::NoNewTime { .. } => Reason::Declined,
        })
    }

    /// Whether the session ahead is taken out of the calendars.
    pub fn cancels_session(self) -> bool {
        self.cancels(EventName::Session)
    }

    /// Whether that meeting, if it is ahead, is taken out of the calendars (rule 31).
    pub fn cancels(self, event: EventName) -> bool {
        match self {
            Halt::EndedQuietly | Halt::Vanished | Halt::EndedEarly { .. } => true,
            Halt::Continuing => event == EventName::Session,
            _ => false,
        }
    }

    /// Whether nobody is invited to that meeting any more. Those who carry on keep the catch-ups they asked for.
    pub fn silences(self, event: EventName) -> bool {
        self != Halt::Continuing || event == EventName::Session
    }

    /// Whether it keeps a letter of that step from that reader.
    fn stops(self, step: Step, role: Role) -> bool {
        match self {
            Halt::Bounced { role: failing, .. } => step != Step::CannotReach || failing == role,
            Halt::EndedEarly { .. } => step != Step::Goodbye,
            Halt::Continuing => !matches!(
                step,
                Step::Roadmap
                    | Step::PracticeNudge
                    | Step::Agreement
                    | Step::CatchUpReminder
                    | Step::CatchUpsEnded
                    | Step::Renewal
            ),
            _ => true,
        }
    }
}

/// What keeps a letter of that step from that reader, whatever the letter: a halt, a stop, a dead address.
pub fn silence(timeline: &Timeline, view: &PairView<'_>, role: Role, step: Step) -> Option<Fate> {
    if let Some(halt) = timeline.halt.filter(|halt| halt.stops(step, role)) {
        return Some(halt.reason(role).map_or(Fate::Wait, Fate::Skip));
    }
    if view.address_state(role).stopped_at.is_some() {
        return Some(Fate::Skip(Reason::StoppedLetters));
    }
    if dead_since(&timeline.standing, view, role).is_some() {
        return Some(Fate::Skip(Reason::AddressFails));
    }
    let stopped = timeline.standing.stop(role).is_some() && step != Step::Roadmap;
    stopped.then_some(Fate::Skip(Reason::StoppedLetters))
}

/// A dead address stops the pair until it is corrected, or until somebody says how it goes on (rule 4).
fn bounced(standing: &Standing, view: &PairView<'_>) -> Option<Halt> {
    let met_at = standing.session.met.map(|met| met.said_at);
    Role::PAIR.into_iter().find_map(|role| {
        let at = dead_since(standing, view, role)?;
        let lifted = standing.resumed_at.max(met_at).is_some_and(|lifted_at| lifted_at > at);
        (!lifted).then_some(Halt::Bounced { role, at })
    })
}

/// Since when the address that person has now refuses mail.
pub fn dead_since(standing: &Standing, view: &PairView<'_>, role: Role) -> Option<Timestamp> {
    let address = &view.pair.person(role)?.address;
    let here = standing.has_bounced(role, address).map(|bounce| bounce.at);
    here.or(view.address_state(role).bounced_at)
}

/// A "no" to the session that still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decline {
    /// When the latest came.
    pub at: Timestamp,
    /// Who said no; nobody: both did.
    pub by: Option<Role>,
}

/// The decline of the session, unless somebody said since how it goes on (rule 4).
///
/// A decline after the end is no answer: some calendars send one when an old event is deleted.
pub fn decline(timeline: &Timeline) -> Option<Decline> {
    let session = timeline.session()?;
    let meeting = &session.meeting;
    let at = meeting.declined_at.filter(|at| *at < session.ends_at && meeting.met.is_none())?;
    if timeline.standing.resumed_at.is_some_and(|resumed_at| resumed_at > at) {
        return None;
    }
    match meeting.declined_by() {
        None if meeting.both_declined() => Some(Decline { at, by: None }),
        None => None,
        by => Some(Decline { at, by }),
    }
}

fn declined(timeline: &Timeline, now: &Now) -> Option<Halt> {
    let decline = decline(timeline)?;
    let starts_at = timeline.session()?.starts_at;
    match decline.by {
        None => Some(Halt::BothDeclined { at: decline.at }),
        Some(_) => now.reached(starts_at).then_some(Halt::NoNewTime { at: starts_at }),
    }
}

/// Puts down what the coordinator should know.
pub fn notices(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let round = timeline.standing.session.round.to_string();
    let mut notices = Vec::new();
    let mut put = |kind, occurrence: String, about, since| notices.push(Notice { kind, occurrence, about, since });
    match timeline.halt {
        Some(Halt::BothDeclined { at }) => put(NoticeKind::BothDeclined, round.clone(), None, at),
        Some(Halt::NoNewTime { at }) => {
            put(NoticeKind::NoNewTime, round.clone(), timeline.standing.session.declined_by(), at);
        }
        Some(Halt::NotMet { at }) => put(NoticeKind::NotMet, round.clone(), None, at),
        Some(Halt::Bounced { role, at }) => put(NoticeKind::AddressFails, format!("{role} {at}"), Some(role), at),
        _ => {}
    }
    if let Some(at) = timeline.standing.concern_at {
        put(NoticeKind::Concern, at.to_string(), timeline.standing.concern_by, at);
    }
    for role in Role::PAIR {
        if let Some(at) = view.address_state(role).stopped_at {
            put(NoticeKind::StoppedEverything, format!("{role} {at}"), Some(role), at);
        }
    }
    if let Some(at) = timeline.agreements.last().and_then(|agreed| agreed.waits_since) {
        put(NoticeKind::AgreementWaits, timeline.agreements.len().to_string(), None, at);
    }
    notices.extend(wish::notices(timeline, view, now));
    timeline.notices.append(&mut notices);
}
