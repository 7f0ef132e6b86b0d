//! By what a change of the files is noticed without reading them: length, time of change and place on the disk of every
//! file that a reading would look at.
//!
//! Lock files, editors' copies and whatever else lies in the folders are none of them: only what is read is looked at.

use crate::files::config::Config;
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The stamps of all files at one moment; a file that is not there has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Footprint(BTreeMap<PathBuf, (u64, Option<SystemTime>, u64)>);

impl Footprint {
    /// The files of that folder, and those that its programmes name.
    pub fn of(folder: &Path, named: &[PathBuf]) -> Footprint {
        let mut paths = vec![folder.join("sendoff.toml")];
        for inner in ["programmes", "roadmaps"] {
            paths.extend(visible_files(&folder.join(inner)).filter(|path| is_ours(path)));
        }
        paths.extend_from_slice(named);
        let templates = folder.join("templates");
        paths.extend(visible_files(&templates));
        for language in visible(&templates).filter(|path| path.is_dir()) {
            paths.extend(visible_files(&language));
        }
        Footprint(paths.into_iter().filter_map(|path| stamp(&path).map(|stamp| (path, stamp))).collect())
    }
}

/// The sheets and holidays that programmes name; they may lie anywhere.
pub fn named_files(config: &Config) -> Vec<PathBuf> {
    let of = |programme: &crate::files::programme::ProgrammeFile| {
        std::iter::once(programme.pairs_path.clone()).chain(programme.holiday_paths.iter().cloned()).collect::<Vec<_>>()
    };
    config.programmes.iter().flat_map(of).collect()
}

/// The folders in which those files lie: what to watch. Saving often replaces a file, so the file itself is not watched.
pub fn folders(folder: &Path, named: &[PathBuf]) -> BTreeSet<PathBuf> {
    let templates = folder.join("templates");
    let mut folders: BTreeSet<PathBuf> = named.iter().filter_map(|path| path.parent().map(Path::to_owned)).collect();
    folders.extend([folder.to_owned(), folder.join("programmes"), folder.join("roadmaps"), templates.clone()]);
    folders.extend(visible(&templates));
    folders.retain(|path| path.is_dir());
    folders
}

/// By its ending; what programs put beside a file while they save it has another one.
fn is_ours(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["toml", "csv", "xlsx"].iter().any(|ours| ending.eq_ignore_ascii_case(ours)))
}

fn stamp(path: &Path) -> Option<(u64, Option<SystemTime>, u64)> {
    std::fs::metadata(path).ok().map(|file| (file.len(), file.modified().ok(), file.ino()))
}

fn visible_files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    visible(folder).filter(|path| path.is_file())
}

/// What stands in a folder; hidden files and editors' copies aside.
fn visible(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with(['.', '~', '#']) && !name.ends_with('~')
    })
}

#[cfg(test)]
mod tests {
    use super::Footprint;
    use std::path::Path;

    #[test]
    fn what_is_read_is_noticed_and_what_lies_beside_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let sheet = folder.path().join("office/pairs.ods.csv");
        let print = || Footprint::of(folder.path(), std::slice::from_ref(&sheet));
        let mut last = print();
        let mut changes = |name: &str, text: &str| {
            write(name, text);
            let before = std::mem::replace(&mut last, print());
            before != last
        };
        for name in [
            "sendoff.toml",
            "programmes/spring.toml",
            "programmes/spring.csv",
            "programmes/Autumn.XLSX",
            "roadmaps/p1.toml",
            "office/pairs.ods.csv",
            "templates/layout.html",
            "templates/en/closing.mentor.md",
        ] {
            assert!(changes(name, "1"), "{name} is new");
            assert!(changes(name, "two"), "{name} is longer");
        }
        for name in [
            "notes.txt",
            "programmes/~$Autumn.XLSX",
            "programmes/.~lock.spring.csv#",
            "programmes/.#spring.toml",
            "programmes/.spring.toml.swp",
            "programmes/spring.toml~",
            "programmes/4913",
            "programmes/5A31C000",
            "programmes/spring.tmp",
            "templates/en/.closing.mentor.md.swp",
            "templates/en/closing.mentor.md~",
            "office/other.csv",
            "holidays/unused.ics",
        ] {
            assert!(!changes(name, "1"), "{name}");
        }
        std::fs::remove_file(Path::new(&sheet)).unwrap();
        assert!(last != print(), "it is gone");
    }
}
