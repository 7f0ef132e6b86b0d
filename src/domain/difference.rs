//! Where a row says something else than what holds: people and coordinators said something since, and the latest fact wins
//! (rule 14). A cell that is empty, or says what it always said, does not take that back.

use crate::domain::correction::corrected;
use crate::domain::event::Start;
use crate::domain::fact::Fact;
use crate::domain::meeting::SetBy;
use crate::domain::now::Now;
use crate::domain::pair::{Pair, Status};
use crate::domain::person::Role;
use crate::domain::programme::Programme;
use crate::domain::standing::Standing;
use jiff::Timestamp;
use serde::Serialize;

/// One cell that says something else than what holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The column.
    pub column: String,
    /// What the sheet says; empty if nothing.
    pub sheet: String,
    /// What holds, as it would be written there.
    pub holds: String,
}

/// Every difference of one pair, in the order of the columns. `facts` in the order they happened.
pub fn differences(pair: &Pair, programme: &Programme, facts: &[Fact], now: Timestamp) -> Vec<Difference> {
    let standing = Standing::of(facts, &Now::at(now));
    let people = of_people(pair, facts, now);
    let session = of_session(pair, programme, &standing);
    let place = standing.session.place.as_deref().unwrap_or(pair.place(programme));
    let place = difference("place", pair.place(programme), place);
    let status = difference("status", pair.status.name(), of_standing(&standing).name());
    people.into_iter().chain(session).chain(place).chain(status).collect()
}

fn difference(column: &str, sheet: &str, holds: &str) -> Option<Difference> {
    let differs = sheet != holds;
    differs.then(|| Difference { column: column.to_owned(), sheet: sheet.to_owned(), holds: holds.to_owned() })
}

fn of_people(pair: &Pair, facts: &[Fact], now: Timestamp) -> Vec<Difference> {
    let Some(holds) = corrected(pair, facts, now) else { return Vec::new() };
    let mut found = Vec::new();
    for role in Role::PAIR {
        let (Some(sheet), Some(holds)) = (pair.person(role), holds.person(role)) else { continue };
        let column = |name: &str| format!("{role}_{name}");
        found.extend(difference(&column("email"), sheet.address.as_str(), holds.address.as_str()));
        found.extend(difference(&column("timezone"), sheet.zone.name(), holds.zone.name()));
        found.extend(difference(&column("language"), sheet.language.as_str(), holds.language.as_str()));
    }
    found
}

/// A time that Sendoff itself proposed stands in no cell, and is no difference.
fn of_session(pair: &Pair, programme: &Programme, standing: &Standing) -> Option<Difference> {
    let start = standing.session.start.as_ref()?;
    let sheet = pair.session.as_ref();
    let is_same = sheet.is_some_and(|sheet| sheet.timestamp() == start.timestamp());
    let is_own = sheet.is_none() && standing.session.set_by == SetBy::Proposal;
    if is_same || is_own {
        return None;
    }
    let written = |start: &Start| {
        let local = start.timestamp().to_zoned(programme.zone.time_zone().clone());
        local.strftime("%Y-%m-%d %H:%M").to_string()
    };
    difference("session", &sheet.map(written).unwrap_or_default(), &written(start))
}

fn of_standing(standing: &Standing) -> Status {
    match &standing.ended {
        Some(ended) if ended.quietly => Status::EndedQuietly,
        Some(_) => Status::EndedEarly,
        None if standing.continuing_at.is_some() => Status::Continuing,
        None if standing.paused_at.is_some() => Status::Paused,
        None => Status::Active,
    }
}
