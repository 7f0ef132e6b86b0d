//! What would be sent: the real engine, played forward on a copy of the state, with nobody answering.
//!
//! Memory does not grow with the pairs: the copy lies on the disk, letters that have gone lose their bytes, and what came of it is
//! told line by line.

use crate::cli::failure::Failure;
use crate::cli::overruled::Overruled;
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
use crate::mail::nowhere::Nowhere;
use crate::store::{Decision, PAUSED, RESTORED, Settled, Store, StoreError, View, WAKE_NOW};
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};

/// How far a plan looks at least, and past the last ending.
const AHEAD_DAYS: i64 = 60;

/// Of more pairs a plan says the next days, unless somebody says until when.
pub const MANY_PAIRS: u64 = 5_000;
/// So many.
const SOON_DAYS: i64 = 7;

/// What waits for a person, and why nothing of it goes.
#[derive(Debug, Default)]
struct Holding {
    everything: Option<&'static str>,
    programmes: BTreeMap<String, String>,
    pairs: BTreeMap<(String, String), String>,
}

/// What would be sent.
pub struct Forecast<'a> {
    /// What the files change against what was read last.
    pub changes: Vec<ProgrammeChange>,
    /// Where the sheets say something else than what holds, if that was asked.
    pub overruled: Vec<Overruled>,
    /// The state at the end, for names and zones.
    pub engine: Engine,
    /// There are so many pairs that it looks no further, though nobody said so.
    pub is_cut: bool,
    from: Timestamp,
    until: Timestamp,
    pair: Option<String>,
    before: Before<'a>,
    holding: Holding,
}

/// How things stood before anything was played.
struct Before<'a> {
    /// The state itself; nothing: there is none yet.
    store: Option<&'a View>,
    last_delivery: i64,
    last_change: i64,
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
    /// Whether it is asked which cells something said since overrules: that reads every pair somebody said something of.
    pub overruled: bool,
}

impl<'a> Forecast<'a> {
    /// Plays ahead from what the files say now. `engine` is on a copy of `store`: what happens to it happens to nothing else.
    ///
    /// # Errors
    /// The database, a template, or a pair that is not known.
    pub async fn of(
        mut engine: Engine,
        store: Option<&'a View>,
        config: &Config,
        span: &Span<'_>,
    ) -> Result<(Forecast<'a>, Reconciled), Failure> {
        let before = Before::of(&engine.store, store)?;
        let_arrive(&mut engine.store, span.now)?;
        // Without a past, the plan may be asked for any time.
        let is_new = engine.store.programmes()?.is_empty();
        let begin = if is_new { span.from.map_or(span.now, |from| from.min(span.now)) } else { span.now };
        let open: BTreeSet<i64> = engine.store.open_holds()?.into_iter().map(|hold| hold.id).collect();
        let seen = reconcile(&mut engine.store, config, begin, Mode::Look)?;
        let applied = reconcile(&mut engine.store, config, begin, Mode::Apply)?;
        let holding = Holding::of(&engine.store, &open)?;
        for hold in engine.store.open_holds()? {
            approve_hold(&mut engine.store, config, hold.id, begin)?;
        }
        let overruled = match span.overruled {
            true => Overruled::all(&engine.store, span.pair, begin)?,
            false => Vec::new(),
        };
        if let Some(pair) = span.pair {
            let row = engine.pair(pair)?;
            engine.store = engine.store.excerpt(&row)?;
        }
        let forecast = Forecast::play(engine, before, holding, seen.programmes, begin, span).await?;
        Ok((Forecast { overruled, ..forecast }, applied))
    }

    /// Plays one pair ahead from what was read last. `engine` is on an excerpt of `store`.
    ///
    /// # Errors
    /// The database.
    pub async fn of_record(mut engine: Engine, store: &'a View, span: &Span<'_>) -> Result<Forecast<'a>, Failure> {
        let before = Before::of(&engine.store, Some(store))?;
        let_arrive(&mut engine.store, span.now)?;
        let open = engine.store.open_holds()?;
        let holding = Holding::of(&engine.store, &open.iter().map(|hold| hold.id).collect())?;
        engine.store.write(|tx| {
            for hold in &open {
                tx.decide_hold(hold.id, &hold.hold.content_hash, Decision::Approved, span.now)?;
            }
            for row in tx.programmes()?.iter().filter(|row| !row.approved) {
                tx.set_programme_approved(&row.id, true)?;
                tx.wake_programme(&row.id)?;
            }
            Ok(())
        })?;
        Forecast::play(engine, before, holding, Vec::new(), span.now, span).await
    }

    async fn play(
        mut engine: Engine,
        before: Before<'a>,
        holding: Holding,
        changes: Vec<ProgrammeChange>,
        begin: Timestamp,
        span: &Span<'_>,
    ) -> Result<Forecast<'a>, Failure> {
        release_brakes(&mut engine.store)?;
        let (end, is_cut) = usual_end(&engine.store, begin.max(span.now))?;
        let (until, is_cut) = span.until.map_or((end, is_cut), |until| (until, false));
        let bar = progress(length(begin, until), "looking ahead");
        let last = before.last_delivery;
        play(&mut engine, &Nowhere, &[], begin, until, |engine, now| {
            bar.set_position(length(begin, now));
            Ok(engine.store.write(|tx| tx.drop_gone_bytes(last))?)
        })
        .await?;
        bar.finish_and_clear();
        let from = span.from.unwrap_or(Timestamp::MIN);
        let pair = span.pair.map(str::to_owned);
        Ok(Forecast { changes, overruled: Vec::new(), engine, is_cut, from, until, pair, before, holding })
    }

    /// What was decided so far, and what would be; in the order of time, one by one however many there are.
    ///
    /// # Errors
    /// The database, and what `take` says.
    pub fn each(&self, mut take: impl FnMut(Line) -> Result<(), Failure>) -> Result<(), Failure> {
        let store = &self.engine.store;
        let programmes: BTreeMap<String, Programme> =
            store.programmes()?.into_iter().map(|row| (row.id, row.programme)).collect();
        store.in_time(self.from, self.until, |change, row| {
            let rule = rule(store, &row, &programmes)?;
            let is_known = row.id <= self.before.last_delivery;
            let outcomes = match self.before.as_it_was(change, &row)? {
                Some(row) => Outcome::of(&row),
                None if is_known => Vec::new(),
                None => {
                    let lines = Outcome::of(&row).into_iter();
                    lines.map(|line| ahead(line, &row, rule.as_deref(), &self.holding)).collect()
                }
            };
            let is_asked = |outcome: &Outcome| self.pair.as_ref().is_none_or(|pair| outcome.pair == *pair);
            for outcome in outcomes.into_iter().filter(is_asked) {
                take(Line { outcome, rule: rule.clone(), number: is_known.then_some(row.id) })?;
            }
            Ok(())
        })
    }
}

impl<'a> Before<'a> {
    fn of(copy: &View, store: Option<&'a View>) -> Result<Before<'a>, StoreError> {
        Ok(Before { store, last_delivery: copy.last_delivery()?, last_change: copy.last_change()? })
    }

    /// The letter as it stood, if it had been decided. Playing may have sent one that waited.
    fn as_it_was(&self, change: i64, row: &Delivery) -> Result<Option<Delivery>, StoreError> {
        match self.store {
            _ if row.id > self.last_delivery => Ok(None),
            Some(store) if change > self.last_change => store.delivery(row.id),
            _ => Ok(Some(row.clone())),
        }
    }
}

fn length(from: Timestamp, until: Timestamp) -> u64 {
    u64::try_from(until.duration_since(from).as_hours()).unwrap_or(0)
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
        }
        for (programme, pair, hold) in store.held_pairs()? {
            holding.pairs.extend(reasons.get(&hold).map(|why| ((programme, pair), why.clone())));
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
fn let_arrive(store: &mut Store, now: Timestamp) -> Result<(), StoreError> {
    let in_hand = store.in_hand()?;
    store.write(|tx| {
        for row in &in_hand {
            tx.record(&Settled { id: row.id, state: State::Sent, reason: None, next_attempt_at: None }, now)?;
            tx.set_wake_at(&row.key.step.programme, &row.key.step.pair, Some(WAKE_NOW))?;
        }
        Ok(())
    })
}

/// On the copy: as if somebody had resumed all there is. Who was not stopped sleeps on.
fn release_brakes(store: &mut Store) -> Result<(), StoreError> {
    let was_braked = store.is_braked()?;
    let programmes = store.programmes()?;
    store.write(|tx| {
        tx.set_setting(PAUSED, None)?;
        tx.set_setting(RESTORED, None)?;
        for row in programmes.iter().filter(|row| was_braked || row.paused) {
            tx.set_programme_paused(&row.id, false)?;
            tx.wake_programme(&row.id)?;
        }
        Ok(())
    })
}

/// Sixty days on, and sixty days after the last ending; of very many pairs the next days alone, and that it is so.
fn usual_end(store: &View, now: Timestamp) -> Result<(Timestamp, bool), StoreError> {
    let days = |days: i64| now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
    let mut pairs = 0;
    for row in store.programmes()? {
        pairs += store.pair_count(&row.id)?;
    }
    if pairs > MANY_PAIRS {
        return Ok((days(SOON_DAYS), true));
    }
    let mut end = days(AHEAD_DAYS);
    for row in store.programmes()? {
        let zone = row.programme.zone.time_zone();
        let last = row.programme.ends.max(store.last_day_of_a_pair(&row.id)?);
        let day = last.and_then(|day| day.checked_add(AHEAD_DAYS.days()).ok());
        let at = day.and_then(|day| day.to_zoned(zone.clone()).ok()).map(|zoned| zoned.timestamp());
        end = end.max(at.unwrap_or(end));
    }
    Ok((end, false))
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
