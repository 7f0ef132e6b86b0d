//! The digest: how a coordinator's programmes stand, by the coordinator's own cron line.
//!
//! Due whenever the line of one of the coordinator's programmes came since the last digest; then it covers all that have a line.
//! One that was missed comes once. Nothing to say, nothing sent. Private answers are in none of it (rule 25).

use crate::domain::cron::CronLine;
use crate::domain::delivery::{Delivery, State};
use crate::domain::fact::What;
use crate::domain::meeting::Answer;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::timeline::{Halt, PairView, Timeline};
use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::desk::{Desk, DeskLetter, desk_context, desks, label, setting_about};
use crate::engine::error::EngineError;
use crate::engine::known::Known;
use crate::engine::reconcile::ROWS_SET_ASIDE;
use crate::engine::tick::{Ticked, programmes};
use crate::render::context::coordinator::{Coming, Digest, ProgrammeDigest};
use crate::store::{MessageBytes, PairRow, ProgrammeRow, StoreError, View};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;

/// How far ahead meetings are listed.
const COMING: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How long a digest waits whose template failed.
const MEND: SignedDuration = SignedDuration::from_hours(1);

impl Engine {
    /// Queues the digests that are due, and remembers when the next one is.
    ///
    /// # Errors
    /// The database.
    pub(crate) fn send_digests(&mut self, now: Timestamp, ticked: &mut Ticked) -> Result<(), EngineError> {
        self.digests_wake_at = self.digests_mend_at.filter(|at| *at > now);
        if self.digests_wake_at.is_some() || self.store.is_braked()? {
            return Ok(());
        }
        let programmes = programmes(&self.store)?;
        for desk in desks(&programmes) {
            let told: Vec<&ProgrammeRow> = desk.programmes.iter().copied().filter(|row| has_digest(row)).collect();
            let setting = setting_about("digest", desk.coordinator);
            let told_until = self.store.setting(&setting)?.and_then(|at| at.parse::<Timestamp>().ok());
            let since = told_until.unwrap_or(now);
            let Some(due_at) = next_due(&told, since) else { continue };
            let mut digest = None;
            if due_at <= now {
                match self.digest(&desk, &told, since, now)? {
                    Ok(letter) => digest = letter,
                    Err(fault) => {
                        ticked.faults.push(fault);
                        self.digests_mend_at = Some(later(now, MEND));
                        self.wake_for_digest(self.digests_mend_at);
                        continue;
                    }
                }
            }
            if due_at <= now || told_until.is_none() {
                ticked.queued += usize::from(digest.is_some());
                self.store.write(|tx| {
                    if let Some((row, message)) = &digest {
                        tx.insert_delivery(row, Some(message))?;
                    }
                    tx.set_setting(&setting, Some(&now.to_string()))
                })?;
            }
            self.wake_for_digest(next_due(&told, now));
        }
        Ok(())
    }

    fn wake_for_digest(&mut self, at: Option<Timestamp>) {
        self.digests_wake_at = [self.digests_wake_at, at].into_iter().flatten().min();
    }

    /// One digest, if there is something to say.
    fn digest(
        &self,
        desk: &Desk<'_>,
        told: &[&ProgrammeRow],
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Result<Option<Letter>, EngineError>, EngineError> {
        let mut parts = Vec::new();
        let language = desk.language(&self.office);
        let fault = |english: &str| self.office.renderer.fault(&language, english);
        for programme in told {
            let part = self.store.snapshot(|view| Survey::of(view, programme, since, now, &fault))?;
            parts.extend(Some(part).filter(says_something));
        }
        if parts.is_empty() {
            return Ok(Ok(None));
        }
        let zone = desk.home().programme.zone.time_zone();
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let digest = Digest { from: day(since), until: day(now), programmes: parts };
        let key = desk.next_key(&self.store, Step::Digest, now)?;
        let mut context = desk_context(&self.office, desk.home(), desk.coordinator);
        context.digest = Some(digest);
        let letter = DeskLetter {
            key,
            programme: desk.home(),
            coordinator: desk.coordinator,
            context,
            basis: Step::Digest.name().to_owned(),
            reply_to: None,
            step_headers: vec![format!("{}//digest/coordinator", desk.home().id)],
        };
        Ok(letter.finish(&self.office, now).map(Some))
    }
}

/// A letter that can be queued.
type Letter = (Delivery, MessageBytes);

fn has_digest(row: &ProgrammeRow) -> bool {
    row.programme.digest.is_some() && row.approved && !row.vanished && !row.paused
}

/// The first time after `since` at which the line of one of these programmes comes, on its own clock.
fn next_due(programmes: &[&ProgrammeRow], since: Timestamp) -> Option<Timestamp> {
    let due = |row: &&ProgrammeRow| {
        let line: CronLine = row.programme.digest.as_ref()?.parse().ok()?;
        line.next_after(since, row.programme.zone.time_zone())
    };
    programmes.iter().filter_map(due).min()
}

fn says_something(part: &ProgrammeDigest) -> bool {
    let lists = [&part.without_session, &part.without_answer, &part.without_roadmap, &part.stopped];
    part.sent > 0
        || part.met > 0
        || part.roadmaps > 0
        || !part.coming.is_empty()
        || !part.failing.is_empty()
        || !part.set_aside.is_empty()
        || lists.into_iter().any(|list| !list.is_empty())
}

/// One programme, looked through pair by pair.
struct Survey<'a> {
    programme: &'a ProgrammeRow,
    since: Timestamp,
    now: Timestamp,
    /// What is wrong, in the reader's language.
    fault: &'a dyn Fn(&str) -> String,
    /// Rows that are set aside, by line.
    aside: BTreeMap<u32, String>,
    part: ProgrammeDigest,
}

impl<'a> Survey<'a> {
    fn of(
        store: &View,
        programme: &'a ProgrammeRow,
        since: Timestamp,
        now: Timestamp,
        fault: &'a dyn Fn(&str) -> String,
    ) -> Result<ProgrammeDigest, StoreError> {
        let part = ProgrammeDigest {
            name: programme.programme.name.clone(),
            sent: 0,
            met: 0,
            roadmaps: 0,
            coming: Vec::new(),
            without_session: Vec::new(),
            without_answer: Vec::new(),
            without_roadmap: Vec::new(),
            stopped: Vec::new(),
            failing: Vec::new(),
            set_aside: Vec::new(),
        };
        let mut survey = Survey { programme, since, now, fault, aside: BTreeMap::new(), part };
        survey.rows_set_aside(store)?;
        for row in store.pairs_of(&programme.id) {
            survey.pair(store, row?)?;
        }
        survey.part.set_aside = survey.aside.into_values().collect();
        survey.part.coming.sort_by_key(|coming| coming.starts.timestamp());
        Ok(survey.part)
    }

    fn pair(&mut self, store: &View, row: PairRow) -> Result<(), StoreError> {
        let known = Known::read(store, row.clone(), self.now)?;
        let view = known.view(self.programme, false);
        let timeline = Timeline::of(&view, &Now::at(self.now));
        self.count(&view);
        let is_over = timeline.already_over || timeline.closes_at.is_some_and(|at| at <= self.now);
        if row.vanished || is_over {
            return Ok(());
        }
        if let Some(fault) = &row.set_aside {
            let told = self.aside.entry(fault.line);
            told.or_insert_with(|| format!("{}: {}", fault.line, (self.fault)(&fault.what)));
            return Ok(());
        }
        self.failing(&timeline, &view);
        if timeline.halt.is_some() {
            self.part.stopped.extend(timeline.halt.filter(|halt| waits_for_person(*halt)).map(|_| label(view.pair)));
            return Ok(());
        }
        self.meetings(&timeline, &view);
        Ok(())
    }

    /// What happened since the last digest.
    fn count(&mut self, view: &PairView<'_>) {
        let is_news = |at: Timestamp| at > self.since && at <= self.now;
        let sent =
            |row: &&Delivery| row.state == State::Sent && row.key.role != Role::Coordinator && is_news(row.changed_at);
        let facts = |is_kind: fn(&What) -> bool| {
            view.facts.iter().filter(|fact| is_news(fact.at) && is_kind(&fact.what)).count()
        };
        let met = facts(|what| matches!(what, What::Met { .. }));
        let roadmaps = facts(|what| matches!(what, What::Roadmap(_)));
        self.part.sent += number(view.deliveries.iter().filter(sent).count());
        self.part.met += number(met);
        self.part.roadmaps += number(roadmaps);
    }

    fn failing(&mut self, timeline: &Timeline, view: &PairView<'_>) {
        for role in Role::PAIR {
            let Some(person) = view.pair.person(role) else { continue };
            let fails = view.address_state(role).bounced_at.is_some()
                || timeline.standing.has_bounced(role, &person.address).is_some();
            if fails && !self.part.failing.iter().any(|name| name == person.called()) {
                self.part.failing.push(person.called().to_owned());
            }
        }
    }

    fn meetings(&mut self, timeline: &Timeline, view: &PairView<'_>) {
        let until = later(self.now, COMING);
        for meeting in timeline.meetings.iter().filter(|meeting| meeting.stands) {
            let starts_at = meeting.start.timestamp();
            if starts_at > self.now && starts_at <= until {
                let starts = starts_at.to_zoned(self.zone().clone());
                self.part.coming.push(Coming { pair: label(view.pair), starts });
            }
        }
        let has_ending = view.pair.ending(view.programme).is_some();
        let Some(session) = timeline.session() else {
            self.part.without_session.push(label(view.pair));
            return;
        };
        if !has_ending {
            self.part.without_session.push(label(view.pair));
        }
        if session.ends_at <= self.now {
            let has_roadmap = !timeline.standing.roadmaps.is_empty();
            self.part.without_roadmap.extend((!has_roadmap).then(|| label(view.pair)));
            return;
        }
        let is_invited =
            view.deliveries.iter().any(|row| row.key.step.step == Step::Invitation && row.state.is_shown());
        let is_unanswered = Role::PAIR.into_iter().all(|role| session.meeting.answer(role) == Answer::NeedsAction);
        self.part.without_answer.extend((is_invited && is_unanswered).then(|| label(view.pair)));
    }

    /// The first rows that are set aside, whether they are a pair or never were one: they stand in the note about them.
    fn rows_set_aside(&mut self, store: &View) -> Result<(), StoreError> {
        for note in store.open_notes(&self.programme.id)?.iter().filter(|note| note.note.kind == ROWS_SET_ASIDE) {
            let rows = note.note.detail.get("rows").and_then(Value::as_array).into_iter().flatten();
            for row in rows {
                let word = |name: &str| row.get(name).and_then(Value::as_str);
                let line = row.get("line").and_then(Value::as_u64).and_then(|line| u32::try_from(line).ok());
                if let (Some(line), Some(place), Some(what)) = (line, word("place"), word("fault")) {
                    self.aside.insert(line, format!("{place}: {}", (self.fault)(what)));
                }
            }
        }
        Ok(())
    }

    fn zone(&self) -> &'a TimeZone {
        self.programme.programme.zone.time_zone()
    }
}

fn waits_for_person(halt: Halt) -> bool {
    match halt {
        Halt::Concern
        | Halt::Bounced { .. }
        | Halt::NotMet { .. }
        | Halt::BothDeclined { .. }
        | Halt::NoNewTime { .. } => true,
        Halt::EndedQuietly | Halt::Vanished | Halt::EndedEarly { .. } | Halt::Paused | Halt::Continuing => false,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
