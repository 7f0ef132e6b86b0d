//! Where a pair stands, in a few words: for `status` and the head of `show`. Private answers are not in it.

use crate::cli::moment::short;
use crate::cli::words::step_words;
use crate::domain::delivery::Method;
use crate::domain::event::EventName;
use crate::domain::invite;
use crate::domain::meeting::Answer;
use crate::domain::now::Now;
use crate::domain::person::{Role, Zone};
use crate::domain::step::Step;
use crate::domain::timeline::{Fate, Halt, PairView, Timeline};
use crate::engine::known::Known;
use crate::store::{PairRow, ProgrammeRow, StoreError, View};
use jiff::Timestamp;

/// Where a pair stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// In a few words.
    pub words: String,
    /// Somebody has to do something.
    pub needs_person: bool,
    /// When the final session starts, if it has a date.
    pub session: Option<Timestamp>,
    /// The next letter: when, which, and whose.
    pub next: Option<(Timestamp, Step, Role)>,
}

impl Stand {
    /// How that pair stands now.
    ///
    /// # Errors
    /// As for any read.
    pub fn of(store: &View, programme: &ProgrammeRow, row: &PairRow, now: Timestamp) -> Result<Stand, StoreError> {
        let known = Known::read(store, row.clone(), now)?;
        let view = known.view(programme, false);
        let at = Now::at(now);
        let timeline = Timeline::of(&view, &at);
        let next = next(&timeline, &view, &at).filter(|_| !programme.is_on_hold());
        let session = timeline.session().map(|session| session.start.timestamp());
        let zone = &programme.programme.zone;
        let (words, needs_person) = words(&timeline, &view, row, zone, now);
        Ok(Stand { words, needs_person, session, next })
    }

    /// "preparation Thu 13 May 09:00"; nothing if nothing comes by itself.
    pub fn next_words(&self, zone: &Zone) -> String {
        self.next.map_or_else(String::new, |(at, step, _)| format!("{} {}", step_words(step), short(at, zone)))
    }
}

fn next(timeline: &Timeline, view: &PairView<'_>, now: &Now) -> Option<(Timestamp, Step, Role)> {
    let plain = timeline.items.iter().map(|item| (item.fate, item.step, item.role));
    let calendar = invite::compare(timeline, view, now).items;
    let calendar = calendar.iter().filter(|item| item.method == Method::Request).map(|item| {
        let is_session = item.event == EventName::Session;
        (item.fate, if is_session { Step::Invitation } else { Step::CatchUpInvitation }, item.role)
    });
    plain
        .chain(calendar)
        .filter_map(|(fate, step, role)| match fate {
            Fate::Send { at } => Some((at, step, role)),
            _ => None,
        })
        .min_by_key(|(at, ..)| *at)
}

fn words(timeline: &Timeline, view: &PairView<'_>, row: &PairRow, zone: &Zone, now: Timestamp) -> (String, bool) {
    if let Some(fault) = &row.set_aside {
        return (format!("row set aside: {}", fault.what), true);
    }
    if let Some(hold) = row.held_by {
        return (format!("edit waits for approve {hold}"), true);
    }
    if timeline.already_over {
        return ("was over before it was first seen".to_owned(), false);
    }
    if let Some(halt) = timeline.halt {
        return halted(halt);
    }
    if view.pair.ending(view.programme).is_none() && timeline.session().is_none() {
        return ("no last day yet".to_owned(), true);
    }
    if timeline.closes_at.is_some_and(|at| at <= now) {
        return ("closed".to_owned(), false);
    }
    let is_over = timeline.session().is_some_and(|session| session.ends_at <= now);
    if let Some(agreed) = timeline.agreement().filter(|agreed| is_over && agreed.ended.is_none()) {
        if agreed.waits_since.is_some() {
            return ("an agreement waits".to_owned(), true);
        }
        let count = usize::try_from(agreed.terms.times).unwrap_or(0);
        let words = match agreed.terms.has_dates() {
            true => format!("agreed: {}", crate::cli::column::counted(count, "catch-up", "catch-ups")),
            false => "agreed, without dates".to_owned(),
        };
        return (words, false);
    }
    session_words(timeline, zone, now)
}

fn session_words(timeline: &Timeline, zone: &Zone, now: Timestamp) -> (String, bool) {
    let Some(session) = timeline.session() else { return ("no session can be proposed".to_owned(), true) };
    let when = short(session.start.timestamp(), zone);
    if session.ends_at <= now {
        return (format!("after session {when}"), false);
    }
    let said_yes = |role| session.meeting.answer(role) == Answer::Accepted;
    let said_no = |role| session.meeting.answer(role) == Answer::Declined;
    let yes = Role::PAIR.into_iter().filter(|role| said_yes(*role)).count();
    let no = Role::PAIR.into_iter().filter(|role| said_no(*role)).count();
    let answers = match (yes, no) {
        (2, _) => ", both yes",
        (1, 0) => ", one yes",
        (_, 1) => ", one no",
        (_, 2) => ", both no",
        _ if timeline.proposed.is_some() => ", proposed",
        _ => "",
    };
    (format!("{when}{answers}"), no > 0)
}

fn halted(halt: Halt) -> (String, bool) {
    let (words, needs_person) = match halt {
        Halt::EndedQuietly => ("ended quietly", false),
        Halt::EndedEarly { .. } => ("ended early", false),
        Halt::Vanished => ("withdrawn: no row any more", false),
        Halt::Concern => ("stopped: speak with them first", true),
        Halt::Paused => ("paused", false),
        Halt::Continuing => ("carry on by themselves", false),
        Halt::Bounced { role: Role::Mentor, .. } => ("the mentor's address fails", true),
        Halt::Bounced { .. } => ("the mentee's address fails", true),
        Halt::NotMet { .. } => ("did not meet", true),
        Halt::BothDeclined { .. } => ("both said no", true),
        Halt::NoNewTime { .. } => ("declined, no new time", true),
    };
    (words.to_owned(), needs_person)
}

#[cfg(test)]
mod tests {
    use super::Stand;
    use crate::domain::fact::{Fact, What};
    use crate::domain::person::Role;
    use crate::domain::programme::ContactAfter;
    use crate::store::specimen::{at, pair_row, programme_row};
    use crate::store::{Source, Store};
    use proptest::prelude::{ProptestConfig, any, prop, proptest};

    /// What may be said of a pair, in the words of an answers file.
    const SAID: [&str; 20] = [
        r#"{"fact": "accepted"}"#,
        r#"{"fact": "declined"}"#,
        r#"{"fact": "tentative"}"#,
        r#"{"fact": "proposed", "starts": "2027-05-21T14:00:00+01:00[Europe/London]"}"#,
        r#"{"fact": "agreed", "starts": "2027-05-21T14:00:00+01:00[Europe/London]"}"#,
        r#"{"fact": "refused", "starts": "2027-05-21T14:00:00+01:00[Europe/London]"}"#,
        r#"{"fact": "moved", "starts": "2027-05-20T14:00:00+01:00[Europe/London]"}"#,
        r#"{"fact": "scheduled", "starts": "2027-05-19T14:00:00+01:00[Europe/London]"}"#,
        r#"{"fact": "met"}"#,
        r#"{"fact": "not-met"}"#,
        r#"{"fact": "continuing"}"#,
        r#"{"fact": "concern"}"#,
        r#"{"fact": "follow_up", "wants": ["catch-ups"], "every": "month", "times": 3}"#,
        r#"{"fact": "renewal", "answer": "renew"}"#,
        r#"{"fact": "stopped", "what": "letters"}"#,
        r#"{"fact": "bounced", "status": "5.1.1", "text": "no such user"}"#,
        r#"{"fact": "resumed"}"#,
        r#"{"fact": "ended", "quietly": false}"#,
        r#"{"fact": "vanished"}"#,
        r#"{"fact": "returned"}"#,
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn whoever_needs_somebody_is_asked(
            said in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0..40_i64), 0..7),
            needs_approval in any::<bool>(),
            has_end in any::<bool>(),
            has_session in any::<bool>(),
            day in 0..60_i64,
        ) {
            let mut store = Store::in_memory().unwrap();
            let hours = |hours| at("2027-05-01T10:00:00Z").checked_add(jiff::SignedDuration::from_hours(hours)).unwrap();
            let mut row = pair_row("spring", "p1");
            let mut programme = programme_row("spring");
            programme.programme.contact_after = if needs_approval { ContactAfter::Approval } else { ContactAfter::Free };
            (row.pair.ends, programme.programme.ends) = (row.pair.ends.filter(|_| has_end), None);
            store.write(|tx| {
                tx.upsert_programme(&programme)?;
                tx.upsert_pair(&row)?;
                if has_session {
                    let what: What = serde_json::from_str(SAID[6]).unwrap();
                    tx.add_fact("spring", "p1", &Fact { at: hours(0), who: None, what }, Source::Files)?;
                }
                for (what, is_mentor, day) in &said {
                    let what: What = serde_json::from_str(SAID[what.index(SAID.len())]).unwrap();
                    let who = Some(if *is_mentor { Role::Mentor } else { Role::Mentee });
                    tx.add_fact("spring", "p1", &Fact { at: hours(24 * day), who, what }, Source::Record)?;
                }
                Ok(())
            }).unwrap();
            let stand = Stand::of(&store, &programme, &row, hours(24 * day)).unwrap();
            let is_asked = store.pairs_to_ask("spring", hours(24 * day)).next().is_some();
            assert!(is_asked || !stand.needs_person, "{} is not asked about", stand.words);
        }
    }
}
