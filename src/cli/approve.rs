//! `approve`: what is held, what it would do, and letting one go.

use crate::cli::args::Place;
use crate::cli::change;
use crate::cli::column::{clean, counted, wrap};
use crate::cli::failure::Failure;
use crate::cli::forecast::{Forecast, Line, MANY_PAIRS, Span};
use crate::cli::ground;
use crate::cli::moment::short;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::words::step_words;
use crate::domain::person::Zone;
use crate::domain::step::Step;
use crate::engine::Engine;
use crate::engine::installation::{INSTALLATION, approve_installation};
use crate::engine::reconcile::{Approval, HoldKind, PairChange, approve_hold};
use crate::files::config::Config;
use crate::store::{Hold, Store};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Lists everything that is held, with what it would do.
///
/// # Errors
/// No state yet, files that cannot be used, or the database.
pub async fn list(screen: &mut Screen, place: &Place, as_json: bool, now: Timestamp) -> Result<(), Failure> {
    let store = ground::store(place)?;
    let holds = store.open_holds()?;
    if as_json {
        for hold in &holds {
            let kept = &hold.hold;
            let reason = reason(hold);
            screen.json(&json!({ "id": hold.id, "kind": kept.kind, "programme": kept.programme,
                "since": hold.created_at, "reason": reason, "detail": kept.detail }))?;
        }
        return Ok(());
    }
    if holds.is_empty() {
        writeln!(screen, "Nothing is held.")?;
        return Ok(());
    }
    let config = ground::config(&place.config)?;
    for hold in &holds {
        let zone = zone(&store, &hold.hold.programme)?;
        let since = short(hold.created_at, &zone);
        let is_everything = hold.hold.kind == INSTALLATION;
        let programme = if is_everything { "everything".to_owned() } else { clean(&hold.hold.programme) };
        writeln!(
            screen,
            "{} {programme} {}",
            Paint::Warn.on(format!("‖ {}", hold.id)),
            Paint::Quiet.on(format!("since {since}"))
        )?;
        for line in wrap(&clean(reason(hold)), 74) {
            writeln!(screen, "    {line}")?;
        }
        write_detail(screen, hold)?;
        if is_everything {
            letters_soon(screen, place, &config, &store, now).await?;
        }
        if HoldKind::from_name(&hold.hold.kind) == Some(HoldKind::Programme) {
            first_letters(screen, place, &config, &store, hold, now).await?;
        }
        writeln!(screen, "    {}", Paint::Ahead.on(format!("sendoff approve {}", hold.id)))?;
    }
    Ok(())
}

/// Lets that one go, if the files still hold what was shown.
///
/// # Errors
/// A hold that is not open, other contents than were shown, or the database.
pub fn approve(screen: &mut Screen, place: &Place, id: i64, now: Timestamp) -> Result<(), Failure> {
    let mut store = ground::store(place)?;
    let config = ground::config(&place.config)?;
    let hold = store.hold(id)?.filter(|hold| hold.hold.kind == INSTALLATION);
    if let Some(hold) = hold {
        let identity = ground::identity(&config, &place.state_folder());
        return approve_all(screen, &mut store, &hold, &identity, now);
    }
    match approve_hold(&mut store, &config, id, now)? {
        Approval::Done(done) => {
            ground::say(&ground::errors(done.problems))?;
            writeln!(screen, "{} approved; what is due goes with the next pass", Paint::Good.on(format!("● {id}")))?;
            change::write(screen, &done.programmes)?;
            Ok(())
        }
        Approval::NotOpen => {
            Err(Failure::asked(format!("nothing with number {id} is held; `sendoff approve` lists what is")))
        }
        Approval::OtherContents => Err(Failure::asked(format!(
            "the files are not what {id} showed any more; `sendoff reload`, then look again with `sendoff approve`"
        ))),
        Approval::Unreadable(read) => Err(Failure::Files(ground::errors(read.problems))),
    }
}

/// A state that was restored, or came from elsewhere (rule 33).
fn approve_all(
    screen: &mut Screen,
    store: &mut Store,
    hold: &Hold,
    identity: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    if !approve_installation(store, hold, identity, now)? {
        let what = format!("nothing with number {} is held here; `sendoff run` looks, then `sendoff approve`", hold.id);
        return Err(Failure::asked(what));
    }
    writeln!(screen, "{} approved; what is due goes with the next pass", Paint::Good.on(format!("● {}", hold.id)))?;
    Ok(())
}

fn reason(hold: &Hold) -> &str {
    hold.hold.detail.get("reason").and_then(Value::as_str).unwrap_or("it waits for somebody to look at it")
}

fn zone(store: &Store, programme: &str) -> Result<Zone, Failure> {
    Ok(store.programme(programme)?.map_or_else(Zone::utc, |row| row.programme.zone))
}

/// Old and new side by side, as they were when it was held.
fn write_detail(screen: &mut Screen, hold: &Hold) -> Result<(), Failure> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(clean).unwrap_or_default();
    let list = |name: &str| hold.hold.detail.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let already_sent = hold.hold.detail.pointer("/counts/already_sent").and_then(Value::as_u64);
    if let Some(sent) = already_sent.and_then(change::already_sent) {
        writeln!(screen, "    {}", Paint::Warn.on(sent))?;
    }
    for exchange in list("exchanges") {
        let (before, after) = (text(&exchange, "before"), text(&exchange, "after"));
        writeln!(screen, "    {}: {before} {} {after}", text(&exchange, "mentor"), Paint::Quiet.on("→"))?;
    }
    for pair in list("pairs").into_iter().filter_map(|pair| serde_json::from_value::<PairChange>(pair).ok()) {
        change::write_pair(screen, "    ", &pair)?;
    }
    let set_aside =
        hold.hold.detail.get("set_aside").and_then(Value::as_u64).and_then(|rows| usize::try_from(rows).ok());
    if let Some(rows) = set_aside.filter(|rows| *rows > 0) {
        let rows = counted(rows, "row is", "rows are");
        writeln!(screen, "    {}", Paint::Warn.on(format!("{rows} set aside: `sendoff check` names the faults")))?;
    }
    Ok(())
}

/// How many letters would go within a day, and how many of them would go at once.
async fn letters_soon(
    screen: &mut Screen,
    place: &Place,
    config: &Config,
    store: &Store,
    now: Timestamp,
) -> Result<(), Failure> {
    let copy = store.rehearsal()?;
    let office = ground::office(config, &copy, place)?;
    let until = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
    let span = Span { now, from: None, until: Some(until), pair: None, overruled: false };
    let (forecast, _) = Forecast::of(Engine::new(copy, office), Some(store), config, &span).await?;
    let (mut at_once, mut later) = (0, 0);
    forecast.each(|Line { outcome, .. }| {
        let waits = matches!(outcome.outcome, "held" | "queued" | "deferred" | "uncertain");
        if waits && outcome.role != "coordinator" {
            *(if outcome.at <= now { &mut at_once } else { &mut later }) += 1;
        }
        Ok(())
    })?;
    let letters = |count: usize| counted(count, "letter", "letters");
    writeln!(screen, "    {} would go at once, {} within a day", letters(at_once), later)?;
    Ok(())
}

/// How many people get what first (rule 29).
async fn first_letters(
    screen: &mut Screen,
    place: &Place,
    config: &Config,
    store: &Store,
    hold: &Hold,
    now: Timestamp,
) -> Result<(), Failure> {
    let zone = zone(store, &hold.hold.programme)?;
    if store.pair_count(&hold.hold.programme)? > MANY_PAIRS {
        return first_letters_of_some(screen, hold, &zone);
    }
    let copy = store.rehearsal()?;
    let office = ground::office(config, &copy, place)?;
    let span = Span { now, from: Some(now), until: None, pair: None, overruled: false };
    let (forecast, _) = Forecast::of(Engine::new(copy, office), Some(store), config, &span).await?;
    let mut met = BTreeSet::new();
    let mut firsts: BTreeMap<String, (usize, Timestamp)> = BTreeMap::new();
    forecast.each(|Line { outcome, .. }| {
        let is_ours = outcome.programme == hold.hold.programme && outcome.role != "coordinator";
        if is_ours && outcome.outcome == "held" && met.insert((outcome.to, outcome.copy)) {
            firsts.entry(outcome.step).or_insert((0, outcome.at)).0 += 1;
        }
        Ok(())
    })?;
    for (step, (count, at)) in &firsts {
        write_first(screen, step, *count, &short(*at, &zone), &zone)?;
    }
    if met.is_empty() {
        writeln!(screen, "    nobody gets anything")?;
    }
    Ok(())
}

/// The same of very many pairs, as it was counted for the first of them when they were read.
fn first_letters_of_some(screen: &mut Screen, hold: &Hold, zone: &Zone) -> Result<(), Failure> {
    let number = |value: &Value, name: &str| value[name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let outlook = &hold.hold.detail["outlook"];
    let asked = counted(number(outlook, "asked_pairs"), "pair", "pairs");
    writeln!(screen, "    of the first {asked}:")?;
    for first in outlook["first"].as_array().into_iter().flatten() {
        let from = first["from"].as_str().and_then(|at| at.parse().ok());
        let from = from.map(|at| short(at, zone)).unwrap_or_default();
        write_first(screen, first["step"].as_str().unwrap_or_default(), number(first, "letters"), &from, zone)?;
    }
    Ok(())
}

fn write_first(screen: &mut Screen, step: &str, count: usize, from: &str, zone: &Zone) -> Result<(), Failure> {
    let people = counted(count, "person gets", "people get");
    let words = Step::from_name(step).map_or(step, |step| step_words(step));
    writeln!(screen, "    {people} first: {words}, from {from} ({})", zone.name())?;
    Ok(())
}
