//! What would be sent: the real engine, played forward on a copy of the state in memory, with nobody answering.

use crate::cli::failure::Failure;
use crate::cli::screen::progress;
use crate::cli::story::Entry;
use crate::domain::delivery::{Delivery, State};
use crate::domain::fact::What;
use crate::domain::programme::Programme;
use crate::domain::step::Step;
use crate::engine::Engine;
use crate::engine::outcome::Outcome;
use crate::engine::reconcile::{Mode, ProgrammeChange, Reconciled, approve_hold, reconcile};
use crate::engine::simulate::play;
use crate::files::config::Config;
use crate::mail::memory::Memory;
use crate::store::{DeliveryFilter, PAUSED, RESTORED, Settled, Store, StoreError, View};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};

/// How far a plan looks at least, and past the last ending.
const AHEAD_DAYS: i64 = 60;

/// What waits for a person, and why nothing of it goes.
#[derive(Debug, Default)]
struct Holding {
    everything: Option<&'static str>,
    programmes: BTreeMap<String, String>,
    pairs: BTreeMap<(String, String), String>,
}

/// What would be sent.
pub struct Forecast {
    /// What the files change against what was read last.
    pub changes: Vec<ProgrammeChange>,
    /// What was decided so far, and what would be; in the order of time.
    pub lines: Vec<Line>,
    /// The state at the end, for names and zones.
    pub engine: Engine,
}

/// A letter of a forecast.
#[derive(Debug, Clone)]
pub struct Line {
    /// What became of it, or would.
    pub outcome: Outcome,
    /// The line of `[steps]` it comes from, if it comes from one.
    pub rule: Option<String>,
    /// Its number in the outbox, if it has been decided.
    pub number: Option<i64>,
}

impl Line {
    /// As it stands in a story.
    pub fn entry(self) -> Entry {
        Entry::Letter { outcome: Box::new(self.outcome), rule: self.rule, number: self.number }
    }
}

/// Which part of it.
#[derive(Debug, Clone)]
pub struct Span<'a> {
    /// Now.
    pub now: Timestamp,
    /// From then; nothing: everything that was sent, too.
    pub from: Option<Timestamp>,
    /// Until then.
    pub until: Option<Timestamp>,
    /// Only that pair.
    pub pair: Option<&'a str>,
}

impl Forecast {
    /// Plays ahead. `engine` is on a copy: what happens to it happens to nothing else.
    ///
    /// # Errors
    /// The database, a template, or a pair that is not known.
    pub async fn of(mut engine: Engine, config: &Config, span: &Span<'_>) -> Result<(Forecast, Reconciled), Failure> {
        let before = rows(&engine.store)?;
        let_arrive(&mut engine.store, &before, span.now)?;
        // Without a past, the plan may be asked for any time.
        let is_new = engine.store.programmes()?.is_empty();
        let begin = if is_new { span.from.map_or(span.now, |from| from.min(span.now)) } else { span.now };
        let open: BTreeSet<i64> = engine.store.open_holds()?.into_iter().map(|hold| hold.id).collect();
        let seen = reconcile(&mut engine.store, config, begin, Mode::Look)?;
        let applied = reconcile(&mut engine.store, config, begin, Mode::Apply)?;
        let holding = Holding::of(&engine.store, &open)?;
        let_everything_go(&mut engine.store, config, begin)?;
        if let Some(pair) = span.pair {
            engine.pair(pair)?;
            look_at_one(&mut engine.store, pair)?;
        }
        let until = span.until.map_or_else(|| usual_end(&engine.store, begin.max(span.now)), Ok)?;
        let bar = progress(length(begin, until), "looking ahead");
        let memory = Memory::new();
        play(&mut engine, &memory, &[], begin, until, |_, now| {
            bar.set_position(length(begin, now));
            Ok(())
        })
        .await?;
        bar.finish_and_clear();
        let lines = tell(&engine.store, &before, &holding, span, until)?;
        Ok((Forecast { changes: seen.programmes, lines, engine }, applied))
    }
}

fn length(from: Timestamp, until: Timestamp) -> u64 {
    u64::try_from(until.duration_since(from).as_hours()).unwrap_or(0)
}

fn rows(store: &View) -> Result<Vec<Delivery>, StoreError> {
    store.all_deliveries(DeliveryFilter::default()).collect()
}

impl Holding {
    /// `known`: the holds that were there before; of another one nobody has told the number yet.
    fn of(store: &View, known: &BTreeSet<i64>) -> Result<Holding, StoreError> {
        let mut holding = Holding::default();
        if store.setting(RESTORED)?.is_some() {
            holding.everything = Some("restored: waits for approval");
        } else if store.setting(PAUSED)?.is_some() {
            holding.everything = Some("everything is paused");
        }
        let reason = |id: i64| match known.contains(&id) {
            true => format!("waits for approval: sendoff approve {id}"),
            false => "waits for approval".to_owned(),
        };
        let reasons: BTreeMap<i64, String> =
            store.open_holds()?.into_iter().map(|hold| (hold.id, reason(hold.id))).collect();
        for hold in store.open_holds()?.iter().filter(|hold| hold.hold.kind != "edit") {
            holding.programmes.insert(hold.hold.programme.clone(), reasons[&hold.id].clone());
        }
        for row in store.programmes()? {
            let why = if row.paused {
                Some("the programme is paused".to_owned())
            } else if row.vanished {
                Some("the programme's file is gone".to_owned())
            } else if row.approved {
                None
            } else {
                Some("waits for approval".to_owned())
            };
            if let Some(why) = why {
                holding.programmes.entry(row.id.clone()).or_insert(why);
            }
            for pair in store.pairs_of(&row.id) {
                let pair = pair?;
                if let Some(why) = pair.held_by.and_then(|hold| reasons.get(&hold)) {
                    holding.pairs.insert((row.id.clone(), pair.pair.id), why.clone());
                }
            }
        }
        Ok(holding)
    }

    /// Why that letter would not go as things stand.
    fn why(&self, outcome: &Outcome) -> Option<String> {
        let pair = (outcome.programme.clone(), outcome.pair.clone());
        let everything = self.everything.map(str::to_owned);
        everything
            .or_else(|| self.programmes.get(&outcome.programme).cloned())
            .or_else(|| self.pairs.get(&pair).cloned())
    }
}

/// On the copy: what the daemon has in hand arrives. Nobody carries it here, and its pair would be asked about it for ever.
fn let_arrive(store: &mut Store, rows: &[Delivery], now: Timestamp) -> Result<(), StoreError> {
    let in_hand = rows.iter().filter(|row| row.state == State::Sending);
    let arrived = in_hand.map(|row| Settled { id: row.id, state: State::Sent, reason: None, next_attempt_at: None });
    let arrived: Vec<Settled> = arrived.collect();
    store.write(|tx| tx.record_batch(&arrived, now))
}

/// On the copy: as if somebody had approved and resumed all there is.
fn let_everything_go(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), Failure> {
    for hold in store.open_holds()? {
        approve_hold(store, config, hold.id, now)?;
    }
    let programmes = store.programmes()?;
    store.write(|tx| {
        tx.set_setting(PAUSED, None)?;
        tx.set_setting(RESTORED, None)?;
        for row in &programmes {
            tx.set_programme_paused(&row.id, false)?;
            tx.wake_programme(&row.id)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// On the copy: nobody else is asked.
fn look_at_one(store: &mut Store, pair: &str) -> Result<(), StoreError> {
    let programmes = store.programmes()?;
    store.write(|tx| {
        for programme in &programmes {
            for row in tx.pairs_of(&programme.id) {
                let row = row?;
                if row.pair.id != pair {
                    tx.set_wake_at(&programme.id, &row.pair.id, None)?;
                }
            }
        }
        Ok(())
    })
}

/// Sixty days on, and sixty days after the last ending.
fn usual_end(store: &View, now: Timestamp) -> Result<Timestamp, StoreError> {
    let ahead = SignedDuration::from_hours(24 * AHEAD_DAYS);
    let mut end = now.checked_add(ahead).unwrap_or(Timestamp::MAX);
    for row in store.programmes()? {
        let zone = row.programme.zone.time_zone();
        let mut last = row.programme.ends;
        for pair in store.pairs_of(&row.id) {
            last = last.max(pair?.pair.ends);
        }
        let day = last.and_then(|day| day.checked_add(AHEAD_DAYS.days()).ok());
        let at = day.and_then(|day| day.to_zoned(zone.clone()).ok()).map(|zoned| zoned.timestamp());
        end = end.max(at.unwrap_or(end));
    }
    Ok(end)
}

fn tell(
    store: &View,
    before: &[Delivery],
    holding: &Holding,
    span: &Span<'_>,
    until: Timestamp,
) -> Result<Vec<Line>, Failure> {
    let known: BTreeMap<i64, &Delivery> = before.iter().map(|row| (row.id, row)).collect();
    let programmes: BTreeMap<String, Programme> =
        store.programmes()?.into_iter().map(|row| (row.id, row.programme)).collect();
    let mut lines = Vec::new();
    for row in rows(store)? {
        let rule = rule(store, &row, &programmes)?;
        let number = known.contains_key(&row.id).then_some(row.id);
        let outcomes = match known.get(&row.id) {
            Some(row) => Outcome::of(row),
            None => Outcome::of(&row).into_iter().map(|line| ahead(line, &row, rule.as_deref(), holding)).collect(),
        };
        lines.extend(outcomes.into_iter().map(|outcome| Line { outcome, rule: rule.clone(), number }));
    }
    let is_asked = |Line { outcome, .. }: &Line| {
        let is_in_time = span.from.is_none_or(|from| outcome.at >= from) && outcome.at <= until;
        is_in_time && span.pair.is_none_or(|pair| outcome.pair == pair)
    };
    lines.retain(is_asked);
    lines.sort_by_key(|line| line.outcome.at);
    Ok(lines)
}

/// A letter that was sent while playing is due; one that somebody must let go first is held.
fn ahead(mut line: Outcome, row: &Delivery, rule: Option<&str>, holding: &Holding) -> Outcome {
    if !matches!(row.state, State::Sent | State::Queued | State::Sending) {
        return line;
    }
    line.outcome = "due";
    line.reason = rule.map(str::to_owned);
    if let Some(why) = holding.why(&line) {
        line.outcome = "held";
        line.reason = Some(why);
    }
    line
}

/// The line of `[steps]` it comes from, in the programme's own words.
fn rule(store: &View, row: &Delivery, programmes: &BTreeMap<String, Programme>) -> Result<Option<String>, Failure> {
    let key = &row.key.step;
    if key.step == Step::Roadmap {
        let facts = store.facts(&key.programme, &key.pair)?;
        if facts.iter().any(|fact| fact.at <= row.decided_at && matches!(fact.what, What::Roadmap(_))) {
            return Ok(Some("an hour after it was finished, and not before the session".to_owned()));
        }
    }
    let rules = programmes.get(&key.programme).and_then(|programme| programme.steps.get(&key.step));
    let nth = match key.step {
        Step::PracticeNudge => usize::try_from(key.occurrence).unwrap_or(1).saturating_sub(1),
        _ => 0,
    };
    Ok(rules.and_then(|rules| rules.get(nth)).map(ToString::to_string))
}
