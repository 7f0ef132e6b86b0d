//! Whether an edit of the files must wait for a person (rule 29).
//!
//! Counts in, a verdict with words out. What people say themselves is never counted here: facts are not held.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Changes a programme may always have within 24 hours, however small it is.
const ALWAYS_ALLOWED: u64 = 3;

/// Of the active pairs, in percent.
const ALLOWED_PERCENT: u64 = 5;

/// Pairs that must have exchanged partners before it looks like a column sorted by itself.
const LOOKS_SORTED: usize = 3;

/// Lines with an unclear date that are named; of more, only the number is said.
const LINES_NAMED: usize = 5;

/// What an edit does to one programme, or what all edits of the last 24 hours did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Pairs that are active before the edit.
    pub active_pairs: u32,
    /// Events that would be cancelled.
    pub cancels: u32,
    /// Events that would get another start.
    pub moves: u32,
    /// Partners, addresses and names that would be others.
    pub changed_people: u32,
    /// Rows of the sheet before; in the tally of the last 24 hours, at their beginning.
    pub rows_before: u32,
    /// Rows of the sheet afterwards.
    pub rows_after: u32,
}

impl Tally {
    /// Everything that counts against the limit.
    fn changes(&self) -> u64 {
        u64::from(self.cancels) + u64::from(self.moves) + u64::from(self.changed_people)
    }
}

/// Why an edit waits. Its words are for a coordinator at a terminal and name nobody; letters say it in their own language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum HoldReason {
    /// The programme is new to this state.
    NewProgramme,
    /// The programme's file is gone.
    FileVanished,
    /// The sheet lost a fifth of its rows.
    RowsLost {
        /// Rows before, at most 24 hours ago.
        before: u32,
        /// Rows now.
        after: u32,
    },
    /// Too much at once.
    ManyChanges {
        /// What this edit does.
        edit: Tally,
        /// Changes that the last 24 hours had before it.
        recent: u64,
        /// What goes without asking.
        limit: u64,
    },
    /// The same people in other couples.
    Reshuffled {
        /// How many couples.
        pairs: usize,
    },
    /// Dates that can be read two ways, more of them than somebody let go before.
    UnclearDates(UnclearDates),
}

/// Dates such as 03/04/2027 in a programme that does not say what comes first in a date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnclearDates {
    /// Rows with such a date.
    pub rows: u32,
    /// Lines of the first of them.
    lines: Vec<u32>,
    /// What the first cell says.
    text: String,
}

impl UnclearDates {
    /// One more, in the order of the sheet.
    pub fn add(&mut self, line: u32, text: &str) {
        self.rows += 1;
        if self.lines.is_empty() {
            text.clone_into(&mut self.text);
        }
        if self.lines.len() < LINES_NAMED {
            self.lines.push(line);
        }
    }
}

impl fmt::Display for UnclearDates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.text;
        let mut lines: Vec<String> = self.lines.iter().map(u32::to_string).collect();
        let more = self.rows as usize - self.lines.len();
        lines.extend((more > 0).then(|| format!("{more} more")));
        let (them, rows) = match lines.split_last() {
            Some((last, [])) => {
                write!(f, "line {last} has the date \"{text}\", which can be read two ways")?;
                ("it", "that row is")
            }
            Some((last, rest)) => {
                let first = rest.join(", ");
                write!(f, "lines {first} and {last} have dates that can be read two ways, such as \"{text}\"")?;
                ("them", "those rows are")
            }
            None => return Ok(()),
        };
        write!(f, "; put dates = \"day first\" or dates = \"month first\" at the top of the programme file, ")?;
        write!(f, "or write {them} like 2027-04-03; approved as it is, {rows} set aside")
    }
}

impl fmt::Display for HoldReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HoldReason::NewProgramme => {
                f.write_str("this programme is new here, and nobody has looked at its first letters")
            }
            HoldReason::FileVanished => f.write_str("the programme's file is gone"),
            HoldReason::RowsLost { before, after } => write!(f, "the sheet had {before} rows and now has {after}"),
            HoldReason::ManyChanges { edit, recent, limit } => {
                write!(f, "it {}", deeds(edit))?;
                if *recent > 0 {
                    write!(f, ", after {} in the 24 hours before", counted(*recent, "change", "changes"))?;
                }
                write!(f, "; up to {limit} go without asking")
            }
            HoldReason::Reshuffled { pairs } => {
                write!(
                    f,
                    "{pairs} pairs have the same people in other couples, as if one column had been sorted without the others"
                )
            }
            HoldReason::UnclearDates(dates) => dates.fmt(f),
        }
    }
}

/// Whether an edit waits for its numbers, given what the 24 hours before it already changed (rule 29).
///
/// An edit that changes nothing of the kind is never held for what came before it.
pub fn verdict(edit: &Tally, recent_24h: &Tally) -> Option<HoldReason> {
    let before = edit.rows_before.max(recent_24h.rows_before);
    let lost = u64::from(before.saturating_sub(edit.rows_after));
    if edit.rows_after < edit.rows_before && lost * 5 >= u64::from(before) {
        return Some(HoldReason::RowsLost { before, after: edit.rows_after });
    }
    let limit = ALWAYS_ALLOWED.max(u64::from(edit.active_pairs) * ALLOWED_PERCENT / 100);
    let recent = recent_24h.changes();
    if edit.changes() > 0 && edit.changes() + recent > limit {
        return Some(HoldReason::ManyChanges { edit: *edit, recent, limit });
    }
    None
}

/// Two people the sheet puts together, by their addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Couple<'a> {
    /// The mentor's address.
    pub mentor: &'a str,
    /// The mentee's address.
    pub mentee: &'a str,
}

/// A mentor whose mentee is another pair's, old and new side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange<'a> {
    /// The mentor's address.
    pub mentor: &'a str,
    /// Whom the mentor had.
    pub before: &'a str,
    /// Whom the mentor would have.
    pub after: &'a str,
}

/// The exchanged partners of a sheet in which one column was sorted without the others; empty where it does not look
/// like that.
///
/// It looks like that when at least three couples are gone whose people are all still there, with each other's
/// partners. It does not matter which column moved, nor how pairs are named.
pub fn reshuffled<'a>(before: &[Couple<'a>], after: &[Couple<'a>]) -> Vec<Exchange<'a>> {
    let old: BTreeSet<Couple<'a>> = before.iter().copied().collect();
    let new: BTreeSet<Couple<'a>> = after.iter().copied().collect();
    let mentees_gone: BTreeSet<&str> = old.difference(&new).map(|couple| couple.mentee).collect();
    let mut lost: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
    for couple in old.difference(&new) {
        lost.entry(couple.mentor).or_default().push(couple.mentee);
    }
    let mut exchanges = Vec::new();
    for couple in new.difference(&old).filter(|couple| mentees_gone.contains(couple.mentee)) {
        if let Some(before) = lost.get_mut(couple.mentor).and_then(Vec::pop) {
            exchanges.push(Exchange { mentor: couple.mentor, before, after: couple.mentee });
        }
    }
    if exchanges.len() < LOOKS_SORTED {
        exchanges.clear();
    }
    exchanges
}

/// "cancels 2 sessions, moves 14 and changes 3 people", with what there is of it.
fn deeds(edit: &Tally) -> String {
    let deeds = [
        (edit.cancels, "cancels", "meeting", "meetings"),
        (edit.moves, "moves", "meeting", "meetings"),
        (edit.changed_people, "changes", "partner, address or name", "partners, addresses or names"),
    ];
    let said: Vec<String> = deeds
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, verb, one, many)| format!("{verb} {}", counted(u64::from(count), one, many)))
        .collect();
    match said.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{Couple, Exchange, HoldReason, Tally, UnclearDates, reshuffled, verdict};
    use proptest::prelude::*;

    fn edit(active_pairs: u32, cancels: u32, moves: u32, changed_people: u32) -> Tally {
        Tally { active_pairs, cancels, moves, changed_people, rows_before: active_pairs, rows_after: active_pairs }
    }

    #[test]
    fn rule_29_more_than_3_or_5_percent_in_24_hours_is_held() {
        let quiet = Tally::default();
        for (active, changes, recent, held) in [
            (10, (1, 1, 1), 0, false),
            (10, (2, 1, 1), 0, true),
            (10, (0, 0, 1), 3, true),
            (10, (0, 0, 0), 9, false),
            (60, (3, 0, 0), 0, false),
            (79, (4, 0, 0), 0, true),
            (80, (4, 0, 0), 0, false),
            (100, (0, 5, 0), 0, false),
            (100, (0, 3, 0), 3, true),
            (1_000_000, (50_000, 0, 0), 0, false),
            (1_000_000, (50_001, 0, 0), 0, true),
        ] {
            let edit = edit(active, changes.0, changes.1, changes.2);
            let verdict = verdict(&edit, &Tally { moves: recent, ..quiet });
            assert_eq!(verdict.is_some(), held, "{active} {changes:?} {recent}");
        }
    }

    #[test]
    fn rule_29_a_sheet_that_lost_a_fifth_of_its_rows_is_held() {
        let rows =
            |before, after| Tally { active_pairs: before, rows_before: before, rows_after: after, ..Tally::default() };
        let quiet = Tally::default();
        for (before, after, held) in
            [(100, 81, false), (100, 80, true), (100, 0, true), (100, 130, false), (0, 0, false), (9, 8, false)]
        {
            assert_eq!(verdict(&rows(before, after), &quiet).is_some(), held, "{before} {after}");
        }
        // In slices: 100, 90, 79.
        let slices = verdict(&rows(90, 79), &rows(100, 90));
        assert_eq!(slices, Some(HoldReason::RowsLost { before: 100, after: 79 }));
        assert_eq!(verdict(&rows(90, 92), &rows(200, 90)), None, "rows that come back are not held");
    }

    #[test]
    fn rule_29_reasons_in_words() {
        let many = verdict(&edit(40, 2, 14, 1), &edit(40, 0, 1, 0)).expect("held");
        assert_eq!(
            many.to_string(),
            "it cancels 2 meetings, moves 14 meetings and changes 1 partner, address or name, after 1 change in the 24 hours before; up to 3 go without asking"
        );
        let moved = verdict(&edit(40, 0, 14, 0), &Tally::default()).expect("held");
        assert_eq!(moved.to_string(), "it moves 14 meetings; up to 3 go without asking");
        let lost = HoldReason::RowsLost { before: 40, after: 12 };
        assert_eq!(lost.to_string(), "the sheet had 40 rows and now has 12");
    }

    #[test]
    fn rule_29_unclear_dates_in_words() {
        let mut dates = UnclearDates::default();
        dates.add(4, "03/04/2027");
        let mend = "put dates = \"day first\" or dates = \"month first\" at the top of the programme file, or write";
        assert_eq!(
            HoldReason::UnclearDates(dates.clone()).to_string(),
            format!(
                "line 4 has the date \"03/04/2027\", which can be read two ways; {mend} it like 2027-04-03; approved as it is, that row is set aside"
            )
        );
        dates.add(7, "5.6.2027");
        let them =
            format!("such as \"03/04/2027\"; {mend} them like 2027-04-03; approved as it is, those rows are set aside");
        assert_eq!(dates.to_string(), format!("lines 4 and 7 have dates that can be read two ways, {them}"));
        (8..20).for_each(|line| dates.add(line, "5.6.2027"));
        let many = "lines 4, 7, 8, 9, 10 and 9 more have dates that can be read two ways";
        assert_eq!(dates.to_string(), format!("{many}, {them}"));
    }

    fn couples<'a>(text: &'a str) -> Vec<Couple<'a>> {
        text.split_whitespace()
            .filter_map(|couple| couple.split_once('-'))
            .map(|(mentor, mentee)| Couple { mentor, mentee })
            .collect()
    }

    #[test]
    fn rule_29_one_column_sorted_without_the_others() {
        for (before, after, exchanged) in [
            ("a-z b-y c-x", "a-x b-y c-z", 0), // two exchanged: a person may well mean it
            ("a-z b-x c-y", "a-x b-y c-z", 3), // the mentees sorted
            ("c-x a-y b-z", "a-x b-y c-z", 3), // the mentors sorted
            ("a-z b-x c-y d-w", "a-x b-y c-z d-w e-v", 3), // with a new row
            ("a-z b-x c-y", "c-y a-z b-x", 0), // whole rows sorted
            ("a-z b-x c-y", "a-1 b-2 c-3", 0), // new people
            ("a-z a-x b-y", "a-y a-x b-z", 0), // two, of a mentor with two mentees
            ("a-z a-x b-y c-w", "a-y a-w b-z c-x", 4),
            ("", "a-x b-y c-z", 0),
            ("a-x b-y c-z", "", 0),
        ] {
            assert_eq!(reshuffled(&couples(before), &couples(after)).len(), exchanged, "{before} -> {after}");
        }
        let side_by_side = reshuffled(&couples("a-z b-x c-y"), &couples("a-x b-y c-z"));
        assert_eq!(side_by_side[0], Exchange { mentor: "a", before: "z", after: "x" });
    }

    proptest! {
        #[test]
        fn rule_29_more_change_is_never_held_less(
            active in any::<u32>(), cancels in any::<u32>(), moves in any::<u32>(), changed in any::<u32>(),
            recent in any::<u32>(), rows in (any::<u32>(), any::<u32>()), more in any::<u32>(),
        ) {
            let less = Tally { rows_before: rows.0, rows_after: rows.1, ..edit(active, cancels, moves, changed) };
            let worse = Tally { moves: moves.saturating_add(more), ..less };
            let recently = Tally { moves: recent, ..Tally::default() };
            prop_assert!(verdict(&less, &recently).is_none() || verdict(&worse, &recently).is_some());
        }

        #[test]
        fn rule_29_the_order_of_rows_never_matters(
            rows in prop::collection::vec((0u8..6, 0u8..6), 0..12), shuffled in any::<prop::sample::Index>()
        ) {
            let names: Vec<(String, String)> = rows.iter().map(|(a, b)| (format!("m{a}"), format!("e{b}"))).collect();
            let before: Vec<Couple<'_>> = names.iter().map(|(a, b)| Couple { mentor: a, mentee: b }).collect();
            let mut after = before.clone();
            if !after.is_empty() {
                after.rotate_left(shuffled.index(before.len()));
            }
            prop_assert!(reshuffled(&before, &after).is_empty());
        }
    }
}
