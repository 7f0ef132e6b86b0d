//! The daemon in numbers, as Prometheus reads them (text exposition format 0.0.4). Names are documented in docs/INTERFACES.md.

use crate::daemon::vitals::{Counts, Vitals};
use crate::domain::delivery::State;
use crate::store::{StoreError, View};
use jiff::Timestamp;
use std::fmt::{Display, Write};

/// States a letter can wait or stand in for long; the others are counted as they happen.
const STANDING: [State; 5] = [State::Queued, State::Deferred, State::Sending, State::Held, State::Uncertain];

/// Everything, a line each.
///
/// # Errors
/// As for any read.
pub(super) fn metrics(store: &View, vitals: &Vitals, is_live: bool, now: Timestamp) -> Result<String, StoreError> {
    let counts = vitals.counts();
    let mut page = Page::default();
    page.family("sendoff_build_info", "gauge", "Which version runs.");
    page.value("sendoff_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    page.family("sendoff_up", "gauge", "1 while the loop goes on.");
    page.value("sendoff_up", &[], u8::from(is_live));
    write_letters(&mut page, store, &counts)?;
    write_waiting(&mut page, store, now)?;
    page.family("sendoff_paused", "gauge", "1 while nothing is sent until somebody says so.");
    page.value("sendoff_paused", &[], u8::from(store.is_braked()?));
    page.family("sendoff_server_rests", "gauge", "1 while the mail server takes no letters from anybody.");
    page.value("sendoff_server_rests", &[], u8::from(counts.is_resting));
    page.family("sendoff_holds", "gauge", "Edits and programmes that wait for `sendoff approve`.");
    page.value("sendoff_holds", &[], store.open_holds()?.len());
    page.family("sendoff_files_refused", "gauge", "1 while the files cannot be used and older ones are in force.");
    page.value("sendoff_files_refused", &[], u8::from(counts.are_files_refused));
    page.moment(
        "sendoff_files_read_timestamp_seconds",
        "When the files were last read and could be used.",
        counts.files_read_at,
    );
    page.moment(
        "sendoff_mailbox_read_timestamp_seconds",
        "When the mailbox was last looked through.",
        counts.mailbox_read_at,
    );
    Ok(page.text)
}

fn write_letters(page: &mut Page, store: &View, counts: &Counts) -> Result<(), StoreError> {
    page.family("sendoff_letters_total", "counter", "Letters by step and what became of them, since the start.");
    for ((step, outcome), count) in &counts.letters {
        page.value("sendoff_letters_total", &[("step", step), ("outcome", outcome)], count);
    }
    page.family("sendoff_letters_unwritten_total", "counter", "Letters whose template failed, since the start.");
    page.value("sendoff_letters_unwritten_total", &[], counts.unwritten);
    page.family("sendoff_letters", "gauge", "Letters that stand in a state now.");
    let standing = store.state_counts()?;
    for state in STANDING {
        let count: u64 = standing.iter().filter(|row| row.state == state).map(|row| row.count).sum();
        page.value("sendoff_letters", &[("state", state.name())], count);
    }
    Ok(())
}

fn write_waiting(page: &mut Page, store: &View, now: Timestamp) -> Result<(), StoreError> {
    let past = |at: Option<Timestamp>| at.map_or(0, |at| now.duration_since(at).as_secs().max(0));
    page.family(
        "sendoff_oldest_waiting_seconds",
        "gauge",
        "How long the letter that waits longest has waited, of those that may go.",
    );
    page.value("sendoff_oldest_waiting_seconds", &[], past(store.oldest_waiting()?));
    page.family("sendoff_lag_seconds", "gauge", "How long something that is due has not been looked at.");
    let next = [store.next_wake()?, store.next_attempt()?].into_iter().flatten().filter(|at| at.as_second() > 0).min();
    page.value("sendoff_lag_seconds", &[], past(next));
    Ok(())
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing into a String cannot fail.
        let _ = write!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// Labels are words of ours: nothing in them needs to be escaped.
    fn value(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> = labels.iter().map(|(label, word)| format!("{label}=\"{word}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.text, "{name}{labels} {value}");
    }

    /// A moment there has been; nothing before.
    fn moment(&mut self, name: &str, help: &str, at: Option<Timestamp>) {
        self.family(name, "gauge", help);
        if let Some(at) = at {
            self.value(name, &[], at.as_second());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::metrics;
    use crate::daemon::vitals::Vitals;
    use crate::domain::delivery::State;
    use crate::domain::step::Step;
    use crate::store::Store;
    use jiff::Timestamp;

    fn page() -> String {
        let now: Timestamp = "2027-05-03T10:00:00Z".parse().unwrap();
        let vitals = Vitals::default();
        vitals.letter(Step::Invitation, State::Sent);
        vitals.letter(Step::Invitation, State::Sent);
        vitals.files_read(now);
        vitals.mailbox_read(now);
        metrics(&Store::in_memory().unwrap(), &vitals, true, now).unwrap()
    }

    #[test]
    fn what_was_counted_stands_there() {
        let page = page();
        for line in [
            "sendoff_up 1",
            "sendoff_letters_total{step=\"invitation\",outcome=\"sent\"} 2",
            "sendoff_letters{state=\"held\"} 0",
            "sendoff_oldest_waiting_seconds 0",
            "sendoff_files_read_timestamp_seconds 1809338400",
        ] {
            assert!(page.lines().any(|has| has == line), "{line}\n{page}");
        }
    }

    /// Dashboard and alarms speak of nothing that is not there, and the list in the documentation is whole.
    #[test]
    fn everything_that_is_watched_is_there_and_documented() {
        let page = page();
        let names: Vec<&str> =
            page.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
        for watched in
            [include_str!("../../docs/monitoring/dashboard.json"), include_str!("../../docs/monitoring/alerts.yml")]
        {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let used: Vec<&str> = watched.split(|c| !is_part(c)).filter(|word| word.starts_with("sendoff_")).collect();
            assert!(used.len() > 5, "something is watched");
            for name in used {
                assert!(names.contains(&name), "{name} is watched and not there");
            }
        }
        for name in names {
            assert!(
                include_str!("../../docs/INTERFACES.md").contains(&format!("`{name}`")),
                "{name} is not documented"
            );
        }
    }
}
