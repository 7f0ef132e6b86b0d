//! Everything that was written about one event, and what the next letter's numbers are (rules 10 and 11).

use crate::domain::address::Address;
use crate::domain::delivery::{Delivery, Method, Shown};
use crate::domain::event::EventName;
use crate::domain::invite::{CalendarPlan, says_the_same};
use crate::domain::key::Slot;
use crate::domain::person::Role;
use crate::domain::timeline::{Fate, PairView};
use crate::domain::useful::later;
use jiff::{SignedDuration, Timestamp};

/// DTSTAMP has whole seconds.
const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Everything that was written about one event.
pub struct Ledger<'a> {
    /// Which meeting.
    pub event: EventName,
    rows: Vec<(&'a Delivery, &'a Shown)>,
}

/// The numbers of a new letter.
pub struct Numbers {
    /// One more than the person's last about this event, whatever became of it.
    pub revision: u32,
    /// RFC 5545 SEQUENCE.
    pub sequence: u32,
    /// DTSTAMP is at least this.
    pub stamped_after: Timestamp,
}

impl<'a> Ledger<'a> {
    /// Gathers the letters about that event.
    pub fn of(event: EventName, view: &PairView<'a>) -> Ledger<'a> {
        let rows = view.deliveries.iter().filter(|d| d.key.slot == Slot::Reader);
        let rows = rows.filter_map(|d| d.shown.as_ref().map(|shown| (d, shown)));
        Ledger { event, rows: rows.filter(|(_, shown)| shown.event == event).collect() }
    }

    /// The letters to that person.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = (&'a Delivery, &'a Shown)> {
        self.rows.iter().copied().filter(move |(row, _)| row.key.role == role)
    }

    /// The last letter to that person at that address, whatever became of it.
    pub fn latest_to(&self, role: Role, to: &Address) -> Option<(&'a Delivery, &'a Shown)> {
        let rows = self.of_role(role).filter(|(row, _)| row.to.as_ref().is_some_and(|had| had.same_as(to)));
        rows.max_by_key(|(row, _)| row.key.revision)
    }

    /// The addresses of that person that were ever shown the event, each with the last thing shown (rule 11).
    pub fn last_shown(&self, role: Role) -> Vec<(&'a Delivery, &'a Shown)> {
        let mut last: Vec<(&Delivery, &Shown)> = Vec::new();
        for (row, shown) in self.of_role(role).filter(|(row, _)| row.is_shown()) {
            let same = |to: &Option<Address>| to.as_ref().zip(row.to.as_ref()).is_some_and(|(a, b)| a.same_as(b));
            match last.iter_mut().find(|(other, _)| same(&other.to)) {
                Some(known) if known.0.key.revision > row.key.revision => {}
                Some(known) => *known = (row, shown),
                None => last.push((row, shown)),
            }
        }
        last
    }

    /// The numbers of the next letter with that content, after everything sent and everything planned so far.
    pub fn next(&self, role: Role, content: &str, method: Method, plan: &CalendarPlan, now: Timestamp) -> Numbers {
        let planned = || plan.items.iter().filter(|item| item.event == self.event);
        let own = || planned().filter(|item| item.role == role);
        let revision = self.of_role(role).map(|(row, _)| row.key.revision).chain(own().map(|item| item.revision)).max();
        // Two letters to one person in one plan go to two addresses, which may be one mailbox: the second is the younger.
        let stamps = self.rows.iter().map(|(_, shown)| shown.stamped_at).chain(own().map(|_| later(now, SECOND)));
        Numbers {
            revision: revision.map_or(1, |revision| revision + 1),
            sequence: self.sequence(content, method, plan),
            stamped_after: stamps.max().map_or(Timestamp::MIN, |last| later(last, SECOND)),
        }
    }

    /// The SEQUENCE of the letter that says the same to the partner, if nothing came after it; else the next one. All
    /// cancellations say the same.
    ///
    /// What waits counts too, but for a REQUEST that says something else: that one is being replaced.
    fn sequence(&self, content: &str, method: Method, plan: &CalendarPlan) -> u32 {
        let is_cancel = method == Method::Cancel;
        let is_same = |other: Method, said: &str| other == method && (is_cancel || says_the_same(said, content));
        let written = self.rows.iter().filter(|(row, shown)| {
            let waits =
                row.state.is_unsent() && (shown.method == Method::Cancel || is_same(shown.method, &shown.content));
            row.is_shown() || waits
        });
        let written = written.map(|(_, shown)| (shown.sequence, is_same(shown.method, &shown.content)));
        let planned =
            plan.items.iter().filter(|item| item.event == self.event && matches!(item.fate, Fate::Send { .. }));
        let planned = planned.map(|item| (item.sequence, is_same(item.method, &item.content)));
        // The highest one; of two equal ones, the one that says the same.
        match written.chain(planned).max() {
            None => 0,
            Some((sequence, true)) => sequence,
            Some((sequence, false)) => sequence + 1,
        }
    }
}
