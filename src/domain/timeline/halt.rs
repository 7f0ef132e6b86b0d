//! What stops a pair, and what the coordinator hears of it (rules 4, 5, 26, 31).

use crate::domain::meeting::CounterState;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::programme::ProposalPolicy;
use crate::domain::reason::Reason;
use crate::domain::standing::Standing;
use crate::domain::timeline::{Notice, NoticeKind, PairView, Timeline};
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
    pub fn of(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<Halt> {
        let standing = &timeline.standing;
        if let Some(ended) = &standing.ended {
            return Some(if ended.quietly { Halt::EndedQuietly } else { Halt::EndedEarly { at: ended.at } });
        }
        if standing.vanished_at.is_some() {
            return Some(Halt::Vanished);
        }
        if standing.concern_at.is_some() {
            return Some(Halt::Concern);
        }
        if standing.paused_at.is_some() || view.set_aside {
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

    /// Whether meetings ahead are taken out of the calendars.
    pub fn cancels_session(self) -> bool {
        matches!(self, Halt::EndedQuietly | Halt::Vanished | Halt::EndedEarly { .. } | Halt::Continuing)
    }

    /// Whether even updates of what stands in the calendars wait.
    pub fn freezes_calendar(self) -> bool {
        matches!(self, Halt::Concern | Halt::Paused)
    }
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

fn declined(timeline: &Timeline, now: &Now) -> Option<Halt> {
    let session = &timeline.standing.session;
    let declined_at = session.declined_at?;
    let lifted = timeline.standing.resumed_at.is_some_and(|resumed_at| resumed_at > declined_at);
    if lifted || session.met.is_some() {
        return None;
    }
    if session.both_declined() {
        return Some(Halt::BothDeclined { at: declined_at });
    }
    let starts_at = timeline.session()?.starts_at;
    (session.declined_by().is_some() && now.reached(starts_at)).then_some(Halt::NoNewTime { at: starts_at })
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
    let asked = timeline.standing.session.counter.as_ref();
    if let Some(counter) = asked.filter(|c| c.state == CounterState::Open && timeline.halt.is_none()) {
        let decides = view.programme.proposals.policy == ProposalPolicy::Coordinator;
        let upcoming = timeline.session().is_some_and(|session| !now.reached(session.starts_at));
        if upcoming && (decides || !super::session::may_be_asked(counter, view)) {
            put(NoticeKind::NewTimeWaits, format!("{round} {}", counter.number), Some(counter.who), counter.asked_at);
        }
    }
    timeline.notices.append(&mut notices);
}
