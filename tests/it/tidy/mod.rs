//! Style is a test: floors, walls, sizes, names and calls, read from the sources themselves.
//!
//! Every fault is `file:line: rule: what`. The rules are those of `src/ARCHITECTURE.md`.

mod calls;
mod floors;
mod itself;
mod names;
mod shape;
mod source;

use source::Source;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// One thing that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
struct Untidy {
    path: String,
    /// From 1.
    line: usize,
    rule: &'static str,
    what: String,
}

impl fmt::Display for Untidy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.rule, self.what)
    }
}

/// Every rule about one Rust file.
fn faults_of(source: &Source) -> Vec<Untidy> {
    let rules = [floors::faults, shape::faults, names::faults, calls::faults];
    rules.iter().flat_map(|rule| rule(source)).collect()
}

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources: Vec<Source> = rust_files(root).iter().map(|path| read(root, path)).collect();
    source::mark_test_modules(&mut sources);
    let mut faults: Vec<Untidy> = sources.iter().flat_map(faults_of).collect();
    for path in text_files(root) {
        let text = fs::read_to_string(root.join(&path)).unwrap_or_default();
        faults.extend(names::workplace_paths(&path, &text));
    }
    let list: Vec<String> = faults.iter().map(Untidy::to_string).collect();
    assert!(sources.len() > 10, "the sources were not found");
    assert!(list.is_empty(), "\n{}\n{} places are untidy", list.join("\n"), list.len());
}

fn read(root: &Path, path: &str) -> Source {
    Source::new(path, &fs::read_to_string(root.join(path)).expect("a source file"))
}

fn rust_files(root: &Path) -> Vec<String> {
    let mut files = files_under(root, &["src", "tests", "benches"]);
    files.retain(|path| path.ends_with(".rs"));
    files
}

/// Everything people read or run.
fn text_files(root: &Path) -> Vec<String> {
    let mut files = files_under(root, &["src", "tests", "benches", "docs", "systemd", ".ci"]);
    files.extend(["README.md", "CHANGELOG.md", "Cargo.toml"].map(str::to_owned));
    files
}

fn files_under(root: &Path, folders: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            // What `npm ci` brings is not ours.
            if path.is_dir() && !path.ends_with("node_modules") {
                waiting.push(path);
            } else if let (false, Ok(path)) = (path.is_dir(), path.strip_prefix(root)) {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}
