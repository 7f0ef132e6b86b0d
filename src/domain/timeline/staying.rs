//! Staying in touch: the agreements two private answers come to, and the letters about them (rules 21 to 24).

use crate::domain::agreement::{Agreement, Initiator, overlap, renewed};
use crate::domain::catch_up;
use crate::domain::correction::zone_at;
use crate::domain::event::{EventName, Start};
use crate::domain::follow_up::{FollowUp, RenewalAnswer, Want};
use crate::domain::key::Slot;
use crate::domain::now::Now;
use crate::domain::person::{Role, Zone};
use crate::domain::programme::ContactAfter;
use crate::domain::standing::Said;
use crate::domain::step::Step;
use crate::domain::timeline::item::{Item, basis};
use crate::domain::timeline::session::{due_at, next_sending_time};
use crate::domain::timeline::{Dated, PairView, Timeline, catch_ups, plain_close};
use crate::domain::useful::{days, later, useful_until};
use jiff::Timestamp;
use jiff::civil::Date;

/// What the two agreed, the how-manieth time, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// 1 for the first, then one more with each renewal.
    pub number: u32,
    /// What was agreed.
    pub terms: Agreement,
    /// When the second of the two said yes to these terms, or the coordinator let it go.
    pub formed_at: Timestamp,
    /// The number of its first catch-up.
    pub first_event: u32,
    /// Its catch-ups as planned; empty without dates.
    pub planned: Vec<Start>,
    /// Somebody ended it then.
    pub ended: Option<(Timestamp, Role)>,
    /// It waits for the coordinator since then (`contact_after = "approval"`).
    pub waits_since: Option<Timestamp>,
}

impl Agreed {
    /// Whether letters may speak of it.
    pub fn is_in_force(&self) -> bool {
        self.ended.is_none() && self.waits_since.is_none()
    }
}

/// Puts down agreements, catch-ups and their letters, and when the pair closes.
pub fn plan(timeline: &mut Timeline, view: &PairView<'_>, now: &Now) {
    let session = timeline.session().cloned();
    timeline.closes_at = session.as_ref().map(plain_close);
    let allowed = view.pair.contact_after(view.programme) != ContactAfter::None;
    if let Some(session) = session.filter(|session| now.reached(session.ends_at) && allowed) {
        agreements(timeline, view, &session);
    }
    let over_at = timeline.standing.ended.as_ref().map(|ended| ended.at).or(timeline.standing.vanished_at);
    timeline.closes_at = over_at.or(timeline.closes_at);
}

/// The first agreement, then one after the other as they are renewed. Who ends it ends the one that is in force then.
fn agreements(timeline: &mut Timeline, view: &PairView<'_>, session: &Dated) {
    let Some((mut agreed, ended)) = first_agreement(timeline, view, session) else { return };
    // What was agreed stays on the clock it was agreed on, whoever moves elsewhere since.
    let zone = zone_at(view.pair, view.facts, Role::Mentor, agreed.formed_at).unwrap_or(&view.pair.mentor.zone);
    let zone = zone.time_zone();
    let mut base_on = zone.to_datetime(session.starts_at).date();
    loop {
        agreed.planned = planned(&agreed, base_on, session, view);
        let mut dated = catch_ups::place(timeline, &agreed, view);
        let last = catch_ups::last(&dated).cloned();
        let next = last.as_ref().and_then(|last| renewal(timeline, &agreed, last, ended));
        if next.is_none() {
            agreed.ended = ended.or_else(|| told_that_it_ended(&agreed, view));
            timeline.closes_at = closes_at(timeline.closes_at, &agreed, last.as_ref());
        }
        catch_ups::invite(&mut dated, &agreed, view);
        letters(timeline, &agreed, &dated, last.as_ref(), view);
        timeline.meetings.extend(dated);
        timeline.agreements.push(agreed);
        let (Some(last), Some(next)) = (last, next) else { break };
        base_on = zone.to_datetime(last.start.timestamp()).date();
        agreed = next;
    }
}

/// An end that the partner was told stays one, even if who stopped wants letters again.
fn told_that_it_ended(agreed: &Agreed, view: &PairView<'_>) -> Option<(Timestamp, Role)> {
    let told = view.deliveries.iter().find(|d| {
        d.key.step.step == Step::CatchUpsEnded
            && d.key.step.occurrence == agreed.number
            && d.key.slot == Slot::Reader
            && d.is_shown()
    });
    told.map(|row| (row.decided_at, row.key.role.partner()))
}

fn closes_at(plain: Option<Timestamp>, agreed: &Agreed, last: Option<&Dated>) -> Option<Timestamp> {
    match (agreed.ended, last) {
        (Some((ended_at, _)), _) => Some(plain.map_or(ended_at, |plain| plain.max(ended_at))),
        (None, Some(last)) if agreed.is_in_force() => Some(renewable_until(last)),
        _ => plain,
    }
}

/// Rule 24: until when an answer about renewal counts.
fn renewable_until(last: &Dated) -> Timestamp {
    later(last.ends_at, days(21))
}

/// The overlap of the latest answers given until the pair closes (rule 22), and who ended it, if anybody did.
fn first_agreement(
    timeline: &Timeline,
    view: &PairView<'_>,
    session: &Dated,
) -> Option<(Agreed, Option<(Timestamp, Role)>)> {
    let Answers { mut formed_at, terms, taken_back } = fold_answers(timeline, session)?;
    let mut waits_since = None;
    if view.pair.contact_after(view.programme) == ContactAfter::Approval {
        match timeline.standing.approved_at {
            Some(approved_at) => formed_at = formed_at.max(approved_at),
            None => waits_since = Some(formed_at),
        }
    }
    let ended = first_stop(timeline, view).into_iter().chain(taken_back).min_by_key(|(at, _)| *at);
    let told = view.deliveries.iter().any(|d| d.key.step.step == Step::Agreement && d.is_shown());
    if ended.is_some_and(|(at, _)| at <= formed_at || !told) {
        return None;
    }
    let agreed = Agreed { number: 1, terms, formed_at, first_event: 1, planned: Vec::new(), ended: None, waits_since };
    Some((agreed, ended))
}

/// What two people's answers came to.
struct Answers {
    formed_at: Timestamp,
    terms: Agreement,
    taken_back: Option<(Timestamp, Role)>,
}

/// What the answers came to, since when, and who took theirs back. A yes counts until the pair closes, a no at any time.
fn fold_answers(timeline: &Timeline, session: &Dated) -> Option<Answers> {
    let standing = &timeline.standing;
    let mut said: Vec<(Role, &Said<FollowUp>)> = Vec::new();
    said.extend(standing.mentor_follow_ups.iter().map(|said| (Role::Mentor, said)));
    said.extend(standing.mentee_follow_ups.iter().map(|said| (Role::Mentee, said)));
    said.sort_by_key(|(_, said)| said.at);
    let open_until = plain_close(session);
    let (mut mentor, mut mentee) = (None, None);
    let mut formed: Option<(Timestamp, Agreement)> = None;
    let mut ended = None;
    for (role, Said { at, what }) in said {
        let says_nothing = what.wants.contains(&Want::Nothing) || what.wants.is_empty();
        if *at > open_until && !says_nothing {
            continue;
        }
        *(if role == Role::Mentor { &mut mentor } else { &mut mentee }) = Some(what);
        let (Some(mentor), Some(mentee)) = (mentor, mentee) else { continue };
        match overlap(mentor, mentee) {
            Some(terms) if ended.is_none() && formed.as_ref().is_some_and(|(_, before)| *before == terms) => {}
            Some(terms) => (formed, ended) = (Some(((*at).max(session.ends_at), terms)), None),
            None if formed.is_some() => ended = ended.or(Some((*at, role))),
            None => {}
        }
    }
    formed.map(|(formed_at, terms)| Answers { formed_at, terms, taken_back: ended })
}

/// Who first asked for no more letters, and when: an agreement ends with it (rule 26).
fn first_stop(timeline: &Timeline, view: &PairView<'_>) -> Option<(Timestamp, Role)> {
    let stops = Role::PAIR.into_iter().flat_map(|role| {
        let here = timeline.standing.stop(role).map(|stop| (stop.at, role));
        let anywhere = view.address_state(role).stopped_at.map(|at| (at, role));
        here.into_iter().chain(anywhere)
    });
    stops.min_by_key(|(at, _)| *at)
}

fn planned(agreed: &Agreed, base_on: Date, session: &Dated, view: &PairView<'_>) -> Vec<Start> {
    let zone = |role| zone_at(view.pair, view.facts, role, agreed.formed_at).map(Zone::time_zone);
    let mentor_zone = zone(Role::Mentor).unwrap_or(view.pair.mentor.zone.time_zone());
    catch_up::dates(
        &agreed.terms,
        base_on,
        mentor_zone.to_datetime(session.start.timestamp()).time(),
        agreed.formed_at,
        &view.programme.calendar,
        mentor_zone,
        zone(Role::Mentee).unwrap_or(view.pair.mentee.zone.time_zone()),
    )
}

/// What both answered after the last catch-up, before anybody ended it (rule 24).
fn renewal(timeline: &Timeline, agreed: &Agreed, last: &Dated, ended: Option<(Timestamp, Role)>) -> Option<Agreed> {
    let until = renewable_until(last);
    let counts =
        |at: Timestamp| at > agreed.formed_at && at <= until && ended.is_none_or(|(ended_at, _)| at < ended_at);
    let answer = |role: Role| -> Option<(Timestamp, RenewalAnswer)> {
        let said = timeline.standing.renewals.iter().rev();
        { said }.find(|said| said.what.0 == role && counts(said.at)).map(|said| (said.at, said.what.1))
    };
    let (mentor_at, mentor) = answer(Role::Mentor)?;
    let (mentee_at, mentee) = answer(Role::Mentee)?;
    let terms = renewed(&agreed.terms, mentor, mentee).filter(|_| agreed.waits_since.is_none())?;
    let first_event = agreed.first_event + u32::try_from(agreed.planned.len()).unwrap_or(u32::MAX);
    Some(Agreed {
        number: agreed.number + 1,
        terms,
        formed_at: mentor_at.max(mentee_at),
        first_event,
        planned: Vec::new(),
        ended: None,
        waits_since: None,
    })
}

/// The card, the reminders, the question at the end; or to the partner of who ended it, that it has ended.
fn letters(timeline: &mut Timeline, agreed: &Agreed, dated: &[Dated], last: Option<&Dated>, view: &PairView<'_>) {
    let mut items = Vec::new();
    if agreed.is_in_force() {
        for role in Role::PAIR {
            items.push(card(agreed, role, view));
            items.extend(dated.iter().filter_map(|dated| reminder(dated, role, view)));
            items.extend(last.and_then(|last| question(agreed, last, role, view)));
        }
    }
    items.extend(farewell(agreed, dated, view));
    for item in items {
        timeline.put(view, item);
    }
}

fn card(agreed: &Agreed, role: Role, view: &PairView<'_>) -> Item {
    let terms = &agreed.terms;
    let starter = match terms.starter {
        Some(Initiator::Mentor) => "mentor",
        Some(Initiator::Mentee) => "mentee",
        Some(Initiator::Either) => "either",
        None => "",
    };
    let mut parts = vec![
        serde_json::to_string(&terms.wants).unwrap_or_default(),
        terms.every.map(|every| every.to_string()).unwrap_or_default(),
        terms.times.to_string(),
        terms.improvise.to_string(),
        starter.to_owned(),
    ];
    parts.extend(agreed.planned.iter().map(|start| start.timestamp().to_string()));
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Item {
        occurrence: agreed.number,
        basis: basis(view.pair, role, &parts),
        follows_changes: true,
        ..Item::plain(view, Step::Agreement, role, next_sending_time(view, role, agreed.formed_at))
    }
}

fn reminder(dated: &Dated, role: Role, view: &PairView<'_>) -> Option<Item> {
    let EventName::CatchUp(number) = dated.event else { return None };
    let rule = view.programme.rule(Step::CatchUpReminder).filter(|_| dated.stands)?;
    let due_at = due_at(view, &rule, &catch_ups::anchor(dated), role);
    Some(Item { occurrence: number, round: dated.round, ..about(dated, Step::CatchUpReminder, role, due_at, view) })
}

fn question(agreed: &Agreed, last: &Dated, role: Role, view: &PairView<'_>) -> Option<Item> {
    let rule = view.programme.rule(Step::Renewal)?;
    let due_at = due_at(view, &rule, &catch_ups::anchor(last), role);
    Some(Item { occurrence: agreed.number, ..about(last, Step::Renewal, role, due_at, view) })
}

fn about(dated: &Dated, step: Step, role: Role, due_at: Timestamp, view: &PairView<'_>) -> Item {
    let starts_at = dated.starts_at.to_string();
    Item {
        event: Some(dated.event),
        useful_until: useful_until(step, due_at, Some((dated.starts_at, dated.ends_at))),
        basis: basis(view.pair, role, &[&starts_at, dated.place(view)]),
        ..Item::plain(view, step, role, due_at)
    }
}

/// The partner of who ended it reads only that the catch-ups have ended (rules 25 and 26).
fn farewell(agreed: &Agreed, dated: &[Dated], view: &PairView<'_>) -> Option<Item> {
    let (at, who) = agreed.ended.filter(|(at, _)| dated.iter().any(|dated| dated.starts_at > *at))?;
    let role = who.partner();
    let due_at = next_sending_time(view, role, at);
    Some(Item { occurrence: agreed.number, ..Item::plain(view, Step::CatchUpsEnded, role, due_at) })
}
