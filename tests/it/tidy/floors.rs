//! Floors and walls: who may use whom, and which crate stays in which room.

use super::Untidy;
use super::source::Source;

/// Each part of the house and its floor; a part uses its own floor's and lower ones.
const FLOORS: [(&str, u8); 10] = [
    ("domain", 0),
    ("files", 1),
    ("store", 1),
    ("render", 1),
    ("calendar", 1),
    ("mail", 2),
    ("engine", 3),
    ("daemon", 4),
    ("web", 4),
    ("cli", 4),
];

/// On the top floor nobody knows the others, but here, where loop, pages and commands are put together: for `run`, for the
/// pages of `demo`, and where `check` tries the pages' certificate.
const WIRED_TOGETHER: [&str; 3] = ["src/cli/run.rs", "src/cli/demo/rehearsal.rs", "src/cli/keys.rs"];

/// Crates that only one part of the house may know.
const WALLS: [(&str, &str); 7] = [
    ("rusqlite", "src/store"),
    ("lettre", "src/mail"),
    ("handlebars", "src/render"),
    ("icalendar", "src/calendar"),
    ("calcard", "src/calendar"),
    ("tokio_cron_scheduler", "src/daemon/alarm.rs"),
    ("sd_notify", "src/daemon"),
];

pub fn faults(source: &Source) -> Vec<Untidy> {
    let Some(module) = source.module() else { return Vec::new() };
    let mut faults = Vec::new();
    let mut report = |line, rule, what| faults.push(Untidy { path: source.path.clone(), line, rule, what });
    for line in &source.lines {
        for used in paths_from_the_root(&line.code) {
            if let Some(what) = fault_of_use(&source.path, module, used) {
                report(line.number, "floors", what);
            }
        }
        if is_top_of_module(&source.path) && line.code.starts_with("use super::") {
            report(line.number, "floors", "say `crate::`, so that the floor can be read".to_owned());
        }
        for (name, home) in WALLS {
            if !is_in(&source.path, home) && has_word(&line.code, name) {
                report(line.number, "walls", format!("`{name}` stays in {home}"));
            }
        }
    }
    faults
}

fn fault_of_use(path: &str, module: &str, used: &str) -> Option<String> {
    if module == used || matches!(module, "lib" | "main") {
        return None;
    }
    let floor = |name: &str| FLOORS.iter().find(|(part, _)| *part == name).map(|(_, floor)| *floor);
    let (Some(own), Some(other)) = (floor(module), floor(used)) else {
        let unknown = if floor(module).is_none() { module } else { used };
        return Some(format!("`{unknown}` is on no floor; the table in tests/it/tidy/floors.rs says which there are"));
    };
    let is_neighbour_on_top = own == 4 && other == 4 && !WIRED_TOGETHER.contains(&path);
    (other > own || is_neighbour_on_top).then(|| format!("`{module}` (floor {own}) uses `{used}` (floor {other})"))
}

/// The first names behind `crate::` and, in `main.rs` and the like, `sendoff::`; `crate::{a, b}` gives both.
fn paths_from_the_root(code: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let is_word_before = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        let rest = &code[at + start.len()..];
        let inside = rest.strip_prefix('{').map_or(rest, |group| group.split('}').next().unwrap_or(group));
        let is_group = rest.starts_with('{');
        let parts = inside.split(',').take(if is_group { usize::MAX } else { 1 });
        if !is_word_before {
            names.extend(parts.map(|part| first_name(part.trim())).filter(|name| is_module_name(name)));
        }
    }
    names
}

fn first_name(path: &str) -> &str {
    path.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("")
}

fn is_module_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// `src/mail/mod.rs` and `src/mail.rs`, whose `super` is the root.
fn is_top_of_module(path: &str) -> bool {
    let rest = path.trim_start_matches("src/");
    rest.ends_with("/mod.rs") && rest.matches('/').count() == 1 || !rest.contains('/')
}

fn is_in(path: &str, home: &str) -> bool {
    path == home || path.strip_prefix(home).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

pub fn has_word(code: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word)
        .any(|(at, _)| !code[..at].ends_with(is_part) && !code[at + word.len()..].starts_with(is_part))
}
