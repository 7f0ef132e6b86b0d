//! What an edit of the files changes, old and new side by side.

use crate::cli::column::{COLUMNS, clean, counted, listed, wrap};
use crate::cli::paint::Paint;
use crate::engine::reconcile::{Outcome, PairChange, PairEdit, ProgrammeChange};
use std::io::{self, Write};

/// Pairs that are named; of more, only the number is said.
const NAMED: usize = 12;

/// Writes what is not as it was; nothing if all is.
///
/// # Errors
/// When nobody reads.
pub fn write(out: &mut dyn Write, changes: &[ProgrammeChange]) -> io::Result<()> {
    let mut said = false;
    for change in changes {
        said |= write_programme(out, change)?;
    }
    if said { writeln!(out) } else { Ok(()) }
}

fn write_programme(out: &mut dyn Write, change: &ProgrammeChange) -> io::Result<bool> {
    let deeds = deeds(change);
    let is_quiet = deeds.is_empty() && !change.is_new && change.outcome == Outcome::Unchanged;
    let is_nothing = deeds.is_empty() && !change.is_new && !change.epoch_changed;
    if is_quiet || (is_nothing && !matches!(change.outcome, Outcome::Held(_) | Outcome::Unreadable)) {
        return Ok(false);
    }
    let programme = Paint::Heading.on(clean(&change.programme));
    let what = match (change.is_new, deeds.is_empty()) {
        (true, _) => format!("is new: {}", counted(change.counts.added as usize, "pair", "pairs")),
        (false, true) => "has other settings; every pair is looked at anew".to_owned(),
        (false, false) => format!("the edit {}", listed(&deeds)),
    };
    writeln!(out, "{programme} {what}")?;
    if let Some(why) = held_because(change) {
        for line in wrap(&why, COLUMNS - 2) {
            writeln!(out, "  {}", Paint::Warn.on(line))?;
        }
    }
    if let Some(sent) = already_sent(u64::from(change.counts.already_sent)) {
        writeln!(out, "  {}", Paint::Warn.on(sent))?;
    }
    let is_worth_naming = !change.is_new;
    let named = change.pairs.iter().filter(|_| is_worth_naming);
    for pair in named.clone().take(NAMED) {
        write_pair(out, "  ", pair)?;
    }
    let more = named.count().saturating_sub(NAMED);
    if more > 0 {
        writeln!(out, "  {}", Paint::Quiet.on(format!("… and {}", counted(more, "more pair", "more pairs"))))?;
    }
    Ok(true)
}

/// What the edit means for invitations that people have; nothing if it leaves them as they are.
pub fn already_sent(invitations: u64) -> Option<String> {
    match invitations {
        0 => None,
        1 => Some("1 invitation was sent already; an update or a cancellation follows it".to_owned()),
        many => Some(format!("{many} invitations were sent already; an update or a cancellation follows each")),
    }
}

fn held_because(change: &ProgrammeChange) -> Option<String> {
    match &change.outcome {
        Outcome::Seen(Some(reason)) => Some(format!("it would be held: {reason}")),
        Outcome::Held(held) => Some(format!("held: {}; `sendoff approve {}` lets it go", held.reason, held.id)),
        Outcome::Unreadable => Some("it cannot be read; what was known last stays in force".to_owned()),
        _ => change
            .awaits_approval
            .as_ref()
            .map(|held| format!("nothing goes before `sendoff approve {}`: {}", held.id, held.reason)),
    }
}

/// "moves 2 sessions", "adds 1 pair" …
fn deeds(change: &ProgrammeChange) -> Vec<String> {
    let counts = &change.counts;
    let deeds = [
        (counts.added, "adds", "pair", "pairs"),
        (counts.moved, "moves", "session", "sessions"),
        (counts.cancelled, "cancels the meetings of", "pair", "pairs"),
        (change.tally.changed_people, "changes", "person or address", "people or addresses"),
        (counts.vanished, "drops", "pair", "pairs"),
        (counts.returned, "brings back", "pair", "pairs"),
        (counts.renamed, "renames", "pair", "pairs"),
        (counts.set_aside, "sets aside", "row", "rows"),
    ];
    let mut said: Vec<String> = deeds
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, verb, one, many)| format!("{verb} {}", counted(count as usize, one, many)))
        .collect();
    if said.is_empty() && counts.changed > 0 {
        said.push(format!("changes details of {}", counted(counts.changed as usize, "pair", "pairs")));
    }
    said
}

/// Writes what changes about one pair, a line for each change.
///
/// # Errors
/// When nobody reads.
pub fn write_pair(out: &mut dyn Write, indent: &str, pair: &PairChange) -> io::Result<()> {
    for edit in &pair.edits {
        let (before, after) = match edit {
            PairEdit::Added => (None, "new".to_owned()),
            PairEdit::Moved { before, after } => (before.clone(), after.clone()),
            PairEdit::Cancelled { before } => (Some(before.clone()), "cancelled".to_owned()),
            PairEdit::Person { before, after, .. } => (Some(before.clone()), after.clone()),
            PairEdit::Status { before, after } => (Some(status(*before)), status(*after)),
            PairEdit::Renamed { before } => (Some(before.clone()), pair.pair.clone()),
            PairEdit::Vanished => (None, "its row is gone".to_owned()),
            PairEdit::Returned => (None, "its row is back".to_owned()),
            PairEdit::SetAside { fault } => (None, format!("set aside: {fault}")),
            PairEdit::Details => (None, "other details".to_owned()),
        };
        let id = Paint::Quiet.on(clean(&pair.pair));
        match before {
            Some(before) => {
                writeln!(out, "{indent}{id}  {} {} {}", clean(&before), Paint::Quiet.on("→"), clean(&after))?
            }
            None => writeln!(out, "{indent}{id}  {}", clean(&after))?,
        }
    }
    Ok(())
}

/// The word in the `status` column.
fn status(status: crate::domain::pair::Status) -> String {
    let word = serde_json::to_value(status).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::domain::guard::{Tally, UnclearDates};
    use crate::engine::reconcile::{Counts, Outcome, ProgrammeChange};

    #[test]
    fn what_was_sent_already_is_said_in_a_line_of_its_own() {
        let said = |already_sent| {
            let change = ProgrammeChange {
                programme: "spring".to_owned(),
                outcome: Outcome::Seen(None),
                is_new: false,
                epoch_changed: false,
                awaits_approval: None,
                counts: Counts { moved: 14, cancelled: 2, already_sent, ..Counts::default() },
                tally: Tally::default(),
                unclear_dates: UnclearDates::default(),
                pairs: Vec::new(),
            };
            let mut out = Vec::new();
            write(&mut out, &[change]).unwrap();
            anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
        };
        let deeds = "spring the edit moves 14 sessions and cancels the meetings of 2 pairs\n";
        assert_eq!(said(0), format!("{deeds}\n"));
        let one = "  1 invitation was sent already; an update or a cancellation follows it\n";
        assert_eq!(said(1), format!("{deeds}{one}\n"));
        let three = "  3 invitations were sent already; an update or a cancellation follows each\n";
        assert_eq!(said(3), format!("{deeds}{three}\n"));
    }
}
