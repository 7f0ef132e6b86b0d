//! Which times can be asked for, and on which day two people met.

use crate::domain::event::{EventName, Start};
use crate::domain::fact::What;
use crate::domain::programme::ProposalPolicy;
use crate::domain::timeline::{Dated, other_times};
use crate::domain::useful::{days, later};
use crate::web::act::{Act, Answered, Flaw, flawed};
use crate::web::form::Form;
use crate::web::scene::Scene;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

/// Times offered at once.
const OFFERS: usize = 6;
/// How far ahead a time may be asked for, and how far back two may have met, in days.
const YEAR: i64 = 366;

/// Times that suit both people's hours, days and holidays.
pub fn offers(scene: &Scene<'_>, session: &Dated) -> Vec<Timestamp> {
    let times = other_times(&scene.view, scene.now, OFFERS + 1);
    let others = times.into_iter().map(|time| time.start.timestamp()).filter(|at| *at != session.start.timestamp());
    others.take(OFFERS).collect()
}

/// What is said about who decides.
pub fn what_follows(scene: &Scene<'_>) -> &'static str {
    match scene.view.programme.proposals.policy {
        ProposalPolicy::Ask => "session.partner_is_asked",
        ProposalPolicy::Accept => "session.is_taken",
        ProposalPolicy::Coordinator => "session.coordinator_decides",
    }
}

/// Another time is asked for.
pub fn proposed(scene: &Scene<'_>, form: &Form) -> Answered {
    let starts = match form.get("time") {
        "" => return flawed("time", scene.say("session.flaw_time")),
        "free" => free_choice(scene, form, "on", "clock")?,
        offered => match offered.parse::<Timestamp>() {
            Ok(at) => Start::at(at.to_zoned(scene.view.pair.mentor.zone.time_zone().clone())),
            Err(_) => return flawed("time", scene.say("session.flaw_time")),
        },
    };
    ahead_of_now(scene, &starts, "time")?;
    Act::fact(What::Proposed { event: EventName::Session, starts })
}

/// Only times still to come, and not in a far future.
pub fn ahead_of_now(scene: &Scene<'_>, starts: &Start, field: &str) -> Result<(), Vec<Flaw>> {
    let at = starts.timestamp();
    if at > scene.now && at <= later(scene.now, days(YEAR)) {
        return Ok(());
    }
    Err(vec![Flaw { field: field.to_owned(), advice: scene.say("session.flaw_past") }])
}

/// A day and a clock time in the reader's zone, from the fields of those names.
pub fn free_choice(scene: &Scene<'_>, form: &Form, on_field: &str, clock_field: &str) -> Result<Start, Vec<Flaw>> {
    let flaw = |field: &str, key: &str| vec![Flaw { field: field.to_owned(), advice: scene.say(key) }];
    let on: Date = form.get(on_field).trim().parse().map_err(|_| flaw(on_field, "session.flaw_day"))?;
    let clock = read_clock(form.get(clock_field)).ok_or_else(|| flaw(clock_field, "session.flaw_clock"))?;
    let wanted = on.to_datetime(clock);
    let zone = scene.reader.zone.time_zone();
    let zoned = zone.to_ambiguous_zoned(wanted).compatible().map_err(|_| flaw(on_field, "session.flaw_day"))?;
    // When clocks go forward, an hour is missing.
    if zoned.datetime() != wanted {
        return Err(flaw(clock_field, "session.flaw_clock"));
    }
    Ok(Start::at(zoned))
}

/// `14:00`, as browsers send it; `9:30` by hand.
fn read_clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    let minute = minute.split(':').next()?;
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// They have met; on another day than planned, if one is given.
pub fn met(scene: &Scene<'_>, form: &Form) -> Answered {
    let event = EventName::Session;
    let planned_on = scene.timeline.session().map(|session| session.start.timestamp());
    let is_past = planned_on.is_some_and(|at| at <= scene.now);
    let typed = form.get("met-on").trim();
    if typed.is_empty() && is_past {
        return Act::fact(What::Met { event, on: None });
    }
    let earliest = scene.today().checked_sub(YEAR.days()).unwrap_or(Date::MIN);
    match typed.parse::<Date>() {
        Ok(on) if on > scene.today() || on < earliest => flawed("met-on", scene.say("session.flaw_met_on")),
        Ok(on) => {
            let as_planned = is_past && planned_on.is_some_and(|at| scene.here(at).date() == on);
            Act::fact(What::Met { event, on: Some(on).filter(|_| !as_planned) })
        }
        Err(_) => flawed("met-on", scene.say("session.flaw_met_on")),
    }
}

#[cfg(test)]
mod tests {
    use super::read_clock;
    use jiff::civil::time;

    #[test]
    fn clocks_are_read_as_browsers_and_people_write_them() {
        assert_eq!(read_clock("14:00"), Some(time(14, 0, 0, 0)));
        assert_eq!(read_clock(" 9:30 "), Some(time(9, 30, 0, 0)));
        assert_eq!(read_clock("14:00:00"), Some(time(14, 0, 0, 0)));
        for text in ["", "14", "24:00", "14:60", "-1:00", "+1:00", "1:2x", "١٤:٠٠", "99999999999:00"] {
            assert_eq!(read_clock(text), None, "{text}");
        }
    }
}
