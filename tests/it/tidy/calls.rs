//! Calls that do not belong: panics, prints, sleeps, the wall clock, globs, silent exceptions.

use super::Untidy;
use super::floors::has_word;
use super::source::{Line, Source};

/// The wall clock, in whatever crate's words.
const CLOCKS: [&str; 7] = [
    "Timestamp::now",
    "SystemTime::now",
    "Instant::now",
    "Zoned::now",
    "Utc::now",
    "Local::now",
    "OffsetDateTime::now_utc",
];
const CLOCK_HOME: &str = "src/daemon/clock.rs";

/// Not outside tests: a fault is said in a type.
const PANICS: [&str; 5] = [".unwrap()", ".expect(", "todo!", "unimplemented!", "panic!"];

/// Only where somebody reads a terminal.
const PRINTS: [&str; 5] = ["println!", "print!", "eprintln!", "eprint!", "dbg!"];

pub fn faults(source: &Source) -> Vec<Untidy> {
    let mut faults = Vec::new();
    let has_own_time = source.lines.iter().any(|line| takes_instant_from_the_runtime(&line.code));
    let may_print =
        source.path.starts_with("src/cli") || source.path == "src/main.rs" || !source.path.starts_with("src/");
    for line in &source.lines {
        let mut report = |rule, what: String| {
            faults.push(Untidy { path: source.path.clone(), line: line.number, rule, what });
        };
        for call in CLOCKS.iter().filter(|call| source.path != CLOCK_HOME && has_word(&line.code, call)) {
            // The runtime's own instant stands still with it in tests, and names no date.
            if *call == "Instant::now" && source.path.starts_with("benches/") {
                continue; // A bench measures; nothing is decided by what it reads.
            }
            if *call != "Instant::now" || !has_own_time || line.code.contains("std::time::Instant") {
                report("clock", format!("`{call}` only in {CLOCK_HOME}: elsewhere `now` is an argument"));
            }
        }
        for call in PANICS.iter().filter(|call| !line.is_test && is_called(&line.code, call)) {
            report("panics", format!("`{call}` only in tests"));
        }
        for call in PRINTS.iter().filter(|call| !line.is_test && !may_print && is_called(&line.code, call)) {
            report("prints", format!("`{call}` only in src/cli"));
        }
        if line.code.contains("thread::sleep") {
            report("sleeps", "nothing here waits by holding a thread".to_owned());
        }
        if !line.is_test && has_word(&line.code, "use") && line.code.trim_end().ends_with("::*;") {
            report("globs", "imports are written out".to_owned());
        }
        if is_silent_exception(source, line) {
            report("exceptions", "an allowed lint says why (`reason = …`)".to_owned());
        }
    }
    faults
}

fn takes_instant_from_the_runtime(code: &str) -> bool {
    code.contains("tokio::time::") && has_word(code, "Instant")
}

/// `print!` is not in `eprint!`; a method begins with its dot.
fn is_called(code: &str, call: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(call).any(|(at, _)| call.starts_with('.') || !code[..at].ends_with(is_part))
}

fn is_silent_exception(source: &Source, line: &Line) -> bool {
    let is_exception = ["#[allow(", "#![allow("].iter().any(|start| line.code.contains(start));
    let attribute = source.lines[line.number - 1..].iter().take(6).map(|line| line.code.as_str());
    let mut until_close = String::new();
    for code in attribute {
        until_close.push_str(code);
        if code.contains(']') {
            break;
        }
    }
    is_exception && !has_word(&until_close, "reason")
}
