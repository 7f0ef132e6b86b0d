//! What a new programme would send first, to how many people: what somebody sees before letting it go (rule 29).

use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::domain::timeline::{Fate, Timeline};
use crate::domain::{event::EventName, invite};
use crate::engine::known::Known;
use crate::store::{PairRow, StoreError, Tx};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// Up to so many pairs are asked; the programme's size is told anyway.
const ASKED: usize = 5_000;

/// The first letter of everybody, counted.
#[derive(Debug, Default)]
struct Outlook {
    asked: usize,
    people: HashSet<String>,
    silent_pairs: usize,
    first: BTreeMap<Step, First>,
}

/// How many people get that step first, and between when and when.
#[derive(Debug)]
struct First {
    letters: u32,
    from: Timestamp,
    until: Timestamp,
}

/// How many people would get what first, as the hold shows it. `people` are counted once, however many pairs they are in.
pub(super) fn first_letters(tx: &Tx<'_>, programme: &str, now: Timestamp) -> Result<Value, StoreError> {
    let Some(row) = tx.programme(programme)? else { return Ok(Value::Null) };
    let mut outlook = Outlook::default();
    let pairs = tx.pairs_of(programme).filter(|pair| pair.as_ref().map_or(true, |pair| !pair.vanished));
    for pair in pairs.take(ASKED) {
        let pair: PairRow = pair?;
        let addresses = Role::PAIR.map(|role| (role, pair.pair.person(role).map(|person| person.address.key())));
        let known = Known::read(tx, pair, now)?;
        let view = known.view(&row, false);
        let at = Now::at(now);
        let timeline = Timeline::of(&view, &at);
        let letters = timeline.items.iter().map(|item| (item.role, item.step, item.fate));
        let invitations = invite::compare(&timeline, &view, &at).items;
        let letters = letters.chain(invitations.iter().map(|item| (item.role, step_of(item.event), item.fate)));
        outlook.add(letters.collect(), addresses);
    }
    Ok(outlook.shown())
}

impl Outlook {
    fn add(&mut self, letters: Vec<(Role, Step, Fate)>, addresses: [(Role, Option<String>); 2]) {
        self.asked += 1;
        let mut is_silent = true;
        for (role, address) in addresses {
            let theirs = letters.iter().filter(|(whose, ..)| *whose == role).filter_map(|(_, step, fate)| match fate {
                Fate::Send { at } => Some((*at, *step)),
                _ => None,
            });
            let Some((at, step)) = theirs.min() else { continue };
            is_silent = false;
            self.people.extend(address);
            let first = self.first.entry(step).or_insert(First { letters: 0, from: at, until: at });
            first.letters += 1;
            (first.from, first.until) = (first.from.min(at), first.until.max(at));
        }
        self.silent_pairs += usize::from(is_silent);
    }

    fn shown(&self) -> Value {
        let first = self.first.iter().map(|(step, first)| {
            json!({
                "step": step.name(),
                "letters": first.letters,
                "from": first.from.to_string(),
                "until": first.until.to_string(),
            })
        });
        json!({
            "asked_pairs": self.asked,
            "silent_pairs": self.silent_pairs,
            "people": self.people.len(),
            "first": first.collect::<Vec<Value>>(),
        })
    }
}

fn step_of(event: EventName) -> Step {
    match event {
        EventName::Session => Step::Invitation,
        EventName::CatchUp(_) => Step::CatchUpInvitation,
    }
}
