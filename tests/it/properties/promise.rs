//! What is promised about every letter, read from the outbox, the facts, and what truly arrived.

use super::calendar::{Calendar, Said, said};
use crate::stories::world::World;
use jiff::Timestamp;
use mail_parser::MessageParser;
use sendoff::domain::address::Address;
use sendoff::domain::correction::corrected;
use sendoff::domain::delivery::{Delivery, Method, State};
use sendoff::domain::event::EventName;
use sendoff::domain::fact::{Fact, Stop, What};
use sendoff::domain::key::Slot;
use sendoff::domain::now::Now;
use sendoff::domain::pair::Pair;
use sendoff::domain::person::Role;
use sendoff::domain::step::Step;
use sendoff::domain::timeline::{Halt, Timeline};
use sendoff::engine::known::Known;
use sendoff::store::{PairRow, ProgrammeRow, View};
use std::collections::BTreeMap;

/// Every promise that is broken; nothing if all are kept.
pub fn faults(world: &World) -> Option<String> {
    let store: &View = &world.engine.store;
    let mut faults = Vec::new();
    for programme in store.programmes().expect("programmes") {
        for pair in store.pairs_of(&programme.id) {
            let pair = pair.expect("a pair");
            let rows = store.deliveries(&programme.id, pair.id()).expect("deliveries");
            let facts = store.facts(&programme.id, pair.id()).expect("facts");
            for row in &rows {
                // People's own clock, as it was when the letter went.
                let own = corrected(&pair.pair, &facts, row.changed_at).unwrap_or_else(|| pair.pair.clone());
                faults.extend(of_letter(row, &programme, &own));
            }
            faults.extend(after_a_stop(store, &pair, &rows));
            faults.extend(calendars_tell_the_truth(world, &programme, pair, &rows));
        }
    }
    faults.extend(nothing_twice(world));
    match world.engine.office.redirect() {
        Some(to) => faults.extend(goes_nowhere_else(world, to)),
        None => faults.extend(revisions_rise(world)),
    }
    (!faults.is_empty()).then(|| faults.join("\n"))
}

/// Never before its time, in the reader's daytime, and one state with a reason.
fn of_letter(row: &Delivery, programme: &ProgrammeRow, pair: &Pair) -> Vec<String> {
    let mut faults = Vec::new();
    let name = format!("{} {} round {} revision {}", row.key.step, row.key.role, row.key.round, row.key.revision);
    if row.state.is_shown() && row.decided_at < row.due_at {
        faults.push(format!("{name} was written at {}, before its time {}", row.decided_at, row.due_at));
    }
    let needs_reason = matches!(row.state, State::Skipped | State::Lapsed | State::Refused);
    if needs_reason && row.reason.is_none() {
        faults.push(format!("{name} is {} for no reason", row.state));
    }
    if row.state == State::Sending {
        faults.push(format!("{name} is still on the wire"));
    }
    if row.state == State::Sent && row.useful_until.is_some_and(|until| row.changed_at > until) {
        faults.push(format!("{name} went when it was of no more use"));
    }
    let person = pair.person(row.key.role).filter(|_| !row.key.step.step.is_calendar());
    if let Some(person) = person.filter(|_| row.state == State::Sent) {
        let open_at = programme.programme.calendar.next_sending_time(person.zone.time_zone(), row.changed_at);
        if open_at != row.changed_at {
            faults.push(format!("{name} went at {}, outside the reader's sending hours", row.changed_at));
        }
    }
    faults
}

/// Rule 26: who wants no more letters gets what the calendar needs and the roadmap; who wants nothing gets a CANCEL at most.
fn after_a_stop(store: &View, pair: &PairRow, rows: &[Delivery]) -> Vec<String> {
    let mut faults = Vec::new();
    let facts = store.facts(&pair.programme, pair.id()).expect("facts");
    for fact in &facts {
        let (What::Stopped { what, .. }, Some(role)) = (&fact.what, fact.who) else { continue };
        // Who took it back is written to again.
        let is_taken_back =
            |other: &&Fact| other.who == fact.who && matches!(other.what, What::Resumed { .. }) && other.at > fact.at;
        let until = facts.iter().filter(is_taken_back).map(|other| other.at).min().unwrap_or(Timestamp::MAX);
        let while_stopped = |row: &&Delivery| row.decided_at > fact.at && row.decided_at < until;
        let later = rows.iter().filter(while_stopped).filter(|row| row.key.role == role && row.state.is_shown());
        for row in later {
            let shown = row.shown.as_ref();
            let is_cancel = shown.is_some_and(|shown| shown.method == Method::Cancel);
            let is_update = shown.is_some_and(|shown| {
                rows.iter().any(|earlier| {
                    earlier.key.role == role
                        && earlier.decided_at <= fact.at
                        && earlier.is_shown()
                        && earlier.shown.as_ref().is_some_and(|before| before.event == shown.event)
                })
            });
            let letters_only = *what == Stop::Letters && (is_update || row.key.step.step == Step::Roadmap);
            if !is_cancel && !letters_only {
                faults.push(format!("{} went to the {role}, who had stopped {what:?}", row.key.step));
            }
        }
    }
    faults
}

/// Rule 8: in a trial nothing reaches, names as attendee, or lets answer anybody but the one address.
fn goes_nowhere_else(world: &World, to: &Address) -> Vec<String> {
    let mut faults = Vec::new();
    for arrival in world.server.arrivals() {
        let message = MessageParser::default().parse(&arrival.message).expect("a message");
        let header = |name: &str| message.header_raw(name).unwrap_or_default().trim().to_owned();
        let is_only = |field: &str| header(field).trim_matches(['<', '>']) == to.to_string();
        if !arrival.envelope.to.same_as(to) || !is_only("To") || !is_only("Reply-To") {
            faults.push(format!("a letter of a trial goes to {}, {}", header("To"), header("Reply-To")));
        }
        if !header("List-Unsubscribe").is_empty() || !message.subject().unwrap_or_default().starts_with("[") {
            faults.push(format!("a letter of a trial is not marked: {:?}", message.subject()));
        }
        let calendar =
            message.parts.iter().filter_map(|part| part.text_contents()).find(|text| text.contains("BEGIN:VEVENT"));
        let attendees = calendar.map_or("", |text| text).replace("\r\n ", "");
        let other =
            attendees.lines().find(|line| line.starts_with("ATTENDEE") && !line.ends_with(&format!("mailto:{to}")));
        faults.extend(other.map(|line| format!("an event of a trial names {line}")));
    }
    faults
}

/// No letter arrives twice, but one whose fate the server never told; then it is the same to the byte.
fn nothing_twice(world: &World) -> Vec<String> {
    let mut seen: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut faults = Vec::new();
    for arrival in world.server.arrivals() {
        let text = String::from_utf8_lossy(&arrival.message);
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: <")).expect("a Message-ID");
        let id = id.trim_end_matches('>').to_owned();
        let Some(first) = seen.insert(id.clone(), arrival.message.clone()) else { continue };
        let rows = world.engine.store.deliveries_by_message_id(&id).expect("deliveries");
        if !rows.iter().all(|row| row.may_have_arrived) || first != arrival.message {
            faults.push(format!("{id} arrived twice"));
        }
    }
    faults
}

fn letters(world: &World) -> Vec<(String, Said)> {
    let arrivals = world.server.arrivals();
    arrivals.iter().filter_map(|arrival| Some((arrival.envelope.to.key(), said(&arrival.message)?))).collect()
}

/// SEQUENCE never falls and DTSTAMP always rises, for each event and address.
fn revisions_rise(world: &World) -> Vec<String> {
    let mut last: BTreeMap<(String, String), Said> = BTreeMap::new();
    let mut faults = Vec::new();
    for (to, said) in letters(world) {
        let key = (to.clone(), said.uid.clone());
        if let Some(before) = last.get(&key).filter(|before| **before != said) {
            let rises = said.sequence >= before.sequence && said.stamped_at > before.stamped_at;
            let is_new = said.starts_at == before.starts_at || said.sequence > before.sequence;
            if !rises || !is_new {
                faults.push(format!("an event falls back: {before:?}, then {said:?}"));
            }
        }
        last.insert(key, said);
    }
    faults
}

/// What stands in somebody's calendar, however their letters were shuffled on the way, is what the timeline says.
fn calendars_tell_the_truth(world: &World, programme: &ProgrammeRow, pair: PairRow, rows: &[Delivery]) -> Vec<String> {
    let store: &View = &world.engine.store;
    // In a trial everybody's letters are in one calendar, and each side's event has a name of its own.
    let trial = world.engine.office.redirect();
    let on_hold = store.is_braked().expect("a setting") || programme.paused || !programme.approved;
    let known = Known::read(store, pair.clone(), world.now).expect("a pair");
    let view = known.view(programme, on_hold);
    let timeline = Timeline::of(&view, &Now::at(world.now));
    let is_frozen = matches!(timeline.halt, Some(Halt::Paused | Halt::Concern));
    let mut faults = Vec::new();
    for role in Role::PAIR {
        let Some(person) = pair.pair.person(role) else { continue };
        let state = view.address_state(role);
        let waits =
            rows.iter().any(|row| row.key.role == role && row.key.slot == Slot::Reader && row.state.is_unsent());
        let refused = rows.iter().any(|row| row.key.role == role && row.shown.is_some() && row.state == State::Refused);
        if is_frozen || waits || refused || state.bounced_at.is_some() || state.stopped_at.is_some() {
            continue;
        }
        let side = format!("{role}-");
        let is_own = |to: &str, said: &Said| match trial {
            Some(_) => said.uid.starts_with(&side),
            None => to == person.address.key(),
        };
        let own: Vec<Said> =
            letters(world).into_iter().filter(|(to, said)| is_own(to, said)).map(|(_, said)| said).collect();
        let (mut calendar, mut shuffled) = (Calendar::default(), Calendar::default());
        own.iter().for_each(|said| calendar.take(said));
        own.iter().rev().for_each(|said| shuffled.take(said));
        if calendar != shuffled {
            faults.push(format!("{} {role}: the order in which letters arrive matters", pair.id()));
        }
        for uid in calendar.uids() {
            let name = uid.strip_prefix(&side).filter(|_| trial.is_some()).unwrap_or(uid);
            let Some((_, of_pair, event)) = store.event_of_uid(name).expect("events") else { continue };
            let truth = timeline
                .meeting(event)
                .filter(|dated| dated.stands && !timeline.halt.is_some_and(|halt| halt.cancels(event)))
                .map(|dated| dated.start.timestamp());
            if of_pair == pair.id() {
                faults.extend(
                    lie(&calendar, uid, truth, event, world.now).map(|lie| format!("{} {role}: {lie}", pair.id())),
                );
            }
        }
    }
    faults
}

/// What is over stays as it was; what lies ahead must be so.
fn lie(calendar: &Calendar, uid: &str, truth: Option<Timestamp>, event: EventName, now: Timestamp) -> Option<String> {
    let shown = calendar.shows(uid);
    let lies_ahead = shown.is_some_and(|at| at > now) || truth.is_some_and(|at| at > now);
    (lies_ahead && shown != truth).then(|| format!("{event} is {truth:?}, and the calendar shows {shown:?}"))
}
