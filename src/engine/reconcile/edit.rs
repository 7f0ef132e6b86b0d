//! An edit of one programme's files while it is read: what it does, counted for the guard and kept for people to look at.

use crate::domain::guard::{Couple, HoldReason, Tally, UnclearDates, reshuffled, verdict};
use crate::domain::pair::{Pair, Status};
use crate::domain::problem::{Problem, Severity};
use crate::engine::reconcile::change::{Counts, PairChange, PairEdit, SHOWN};
use crate::engine::reconcile::meetings::Shift;
use crate::store::PairRow;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// Up to so many pairs are held one by one; an edit that touches more stops the whole programme.
const HELD_SINGLY: usize = 10_000;
/// Rows that are set aside and named one by one; of more, only the number is told.
const ASIDE: usize = 20;
/// Up to so many couples are looked at to find a column that was sorted by itself.
const COUPLES: usize = 5_000;

/// What reading the files does to a programme.
#[derive(Debug, Default)]
pub(super) struct Edit {
    pub tally: Tally,
    pub counts: Counts,
    pub pairs: Vec<PairChange>,
    pub problems: Vec<Problem>,
    /// Some rows could not be told, so that no missing pair may be taken for gone.
    pub unrecognised: Option<u32>,
    /// The first rows that are set aside, each with its first fault.
    pub aside: Vec<Problem>,
    /// Dates that can be read two ways.
    pub unclear_dates: UnclearDates,
    /// Ids of pairs, with what they are called now.
    affected: BTreeMap<String, String>,
    before: Vec<[String; 2]>,
    after: Vec<[String; 2]>,
    /// Pairs whose meetings have been counted.
    counted: HashSet<String>,
}

/// Whose letters stop while an edit is held.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Affected {
    Pairs(Vec<String>),
    All,
}

impl Edit {
    /// A pair that was not known.
    pub fn add(&mut self, pair: &Pair, line: u32) {
        self.counts.added += 1;
        remember(&mut self.after, pair);
        self.show(pair, Some(line), || vec![PairEdit::Added]);
    }

    /// A known pair whose row says something else. `moves`: a meeting that stands gets another start.
    pub fn change(&mut self, known: &PairRow, pair: &Pair, line: u32, moves: bool) {
        let mut edits = PairEdit::between(&known.pair, pair);
        if known.pair.id != pair.id {
            self.counts.renamed += 1;
            edits.retain(|edit| *edit != PairEdit::Details);
            edits.insert(0, PairEdit::Renamed { before: known.pair.id.clone() });
        }
        if known.vanished {
            self.counts.returned += 1;
            edits.insert(0, PairEdit::Returned);
        }
        if edits.is_empty() {
            return;
        }
        self.counts.changed += 1;
        let people = edits.iter().filter(|edit| matches!(edit, PairEdit::Person { .. })).count() as u32;
        if people > 0 {
            remember(&mut self.before, &known.pair);
            remember(&mut self.after, pair);
        }
        self.counts.moved += u32::from(edits.iter().any(|edit| matches!(edit, PairEdit::Moved { .. })));
        if is_active(known) {
            self.tally.moves += u32::from(moves);
            if moves || takes_out_of_calendars(pair.status) {
                self.counted.insert(pair.id.clone());
            }
            self.tally.changed_people += people + u32::from(known.pair.id != pair.id);
            self.cancel_if(takes_out_of_calendars(pair.status));
        }
        self.touch(&known.pair.id, &pair.id);
        self.show(pair, Some(line), || edits);
    }

    /// A known pair whose row is gone.
    pub fn vanish(&mut self, known: &PairRow) {
        self.counts.vanished += 1;
        remember(&mut self.before, &known.pair);
        self.cancel_if(is_active(known));
        self.touch(&known.pair.id, &known.pair.id);
        self.show(&known.pair, None, || vec![PairEdit::Vanished]);
    }

    /// A known pair whose meetings move or fall away for another reason than its session's cell.
    pub fn shift(&mut self, known: &PairRow, shifts: &[Shift]) {
        if shifts.is_empty() {
            return;
        }
        let moved = shifts.iter().filter(|shift| shift.after.is_some()).count() as u32;
        let cancelled = shifts.len() as u32 - moved;
        self.tally.moves += moved;
        self.tally.cancels += cancelled;
        self.counts.moved += u32::from(moved > 0);
        self.counts.cancelled += u32::from(cancelled > 0);
        self.touch(&known.pair.id, &known.pair.id);
        self.show(&known.pair, None, || shifts.iter().map(PairEdit::of_shift).collect());
    }

    /// Whether its meetings have been counted already.
    pub fn has_counted(&self, pair: &str) -> bool {
        self.counted.contains(pair)
    }

    /// The first pairs whose rows changed.
    pub fn affected_pairs(&self) -> Vec<String> {
        self.affected.keys().cloned().collect()
    }

    /// The same, as the rows call them now.
    pub fn present_ids(&self) -> Vec<String> {
        self.affected.values().cloned().collect()
    }

    /// A row with a fault. `pair`: the pair it is about, if that can be told.
    pub fn set_aside(&mut self, pair: Option<&Pair>, line: u32, problem: &Problem) {
        self.counts.set_aside += 1;
        if self.aside.len() < ASIDE {
            self.aside.push(problem.clone());
        }
        if let Some(pair) = pair {
            self.show(pair, Some(line), || vec![PairEdit::SetAside { fault: problem.what.clone() }]);
        }
    }

    /// What is wrong, or worth a look.
    pub fn report(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.counts.problems += 1;
            let is_first = self.problems.iter().filter(|kept| kept.severity == problem.severity).count() < SHOWN;
            if is_first {
                self.problems.push(problem);
            }
        }
    }

    /// Why a person must look at it first (rule 29).
    pub fn verdict(&self, last_day: &Tally) -> Option<HoldReason> {
        let (before, after) = (couples(&self.before), couples(&self.after));
        let exchanges = reshuffled(&before, &after).len();
        if exchanges > 0 {
            return Some(HoldReason::Reshuffled { pairs: exchanges });
        }
        verdict(&self.tally, last_day)
    }

    /// What a person looks at before deciding; old and new side by side.
    pub fn detail(&self, reason: &HoldReason) -> Value {
        let (before, after) = (couples(&self.before), couples(&self.after));
        let exchanges: Vec<Value> = reshuffled(&before, &after)
            .into_iter()
            .take(SHOWN)
            .map(|exchange| json!({"mentor": exchange.mentor, "before": exchange.before, "after": exchange.after}))
            .collect();
        json!({
            "reason": reason.to_string(),
            "counts": self.counts,
            "active_pairs": self.tally.active_pairs,
            "cancels": self.tally.cancels,
            "moves": self.tally.moves,
            "changed_people": self.tally.changed_people,
            "rows_before": self.tally.rows_before,
            "rows_after": self.tally.rows_after,
            "pairs": self.pairs,
            "exchanges": exchanges,
        })
    }

    /// Whose letters stop while it is held.
    pub fn affected(&self) -> Affected {
        match self.affected.len() {
            ..=HELD_SINGLY => Affected::Pairs(self.affected_pairs()),
            _ => Affected::All,
        }
    }

    /// Whether every row was read without anything to say about it.
    pub fn is_clean(&self) -> bool {
        !self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    fn cancel_if(&mut self, cancels: bool) {
        self.counts.cancelled += u32::from(cancels);
        self.tally.cancels += u32::from(cancels);
    }

    /// That pair sends nothing while the edit is held.
    pub fn touch(&mut self, pair: &str, present_id: &str) {
        if self.affected.len() <= HELD_SINGLY {
            self.affected.entry(pair.to_owned()).or_insert_with(|| present_id.to_owned());
        }
    }

    fn show(&mut self, pair: &Pair, line: Option<u32>, edits: impl FnOnce() -> Vec<PairEdit>) {
        if self.pairs.len() < SHOWN {
            let (mentor, mentee) = (pair.mentor.called().to_owned(), pair.mentee.called().to_owned());
            self.pairs.push(PairChange { pair: pair.id.clone(), mentor, mentee, line, edits: edits() });
        }
    }
}

/// Whether anything is still to come for that pair, by its row.
pub(super) fn is_active(known: &PairRow) -> bool {
    known.pair.status == Status::Active && !known.vanished
}

/// Whether a pair of that status has no meeting any more.
pub(super) fn takes_out_of_calendars(status: Status) -> bool {
    matches!(status, Status::Continuing | Status::EndedEarly | Status::EndedQuietly)
}

fn remember(couples: &mut Vec<[String; 2]>, pair: &Pair) {
    if couples.len() < COUPLES {
        couples.push([pair.mentor.address.key(), pair.mentee.address.key()]);
    }
}

fn couples(pairs: &[[String; 2]]) -> Vec<Couple<'_>> {
    pairs.iter().map(|[mentor, mentee]| Couple { mentor, mentee }).collect()
}
