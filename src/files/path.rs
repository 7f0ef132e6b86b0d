//! Paths in files are relative to the file that names them.

use std::path::{Component, Path, PathBuf};

/// The path that `named` means in a file in `folder`.
pub(crate) fn beside(folder: &Path, named: &str) -> PathBuf {
    folder.join(named)
}

/// The path as a report shows it, without the detours of `programmes/../holidays`.
pub(crate) fn shown(path: &Path) -> String {
    let mut short = PathBuf::new();
    for part in path.components() {
        let is_detour =
            part == Component::ParentDir && matches!(short.components().next_back(), Some(Component::Normal(_)));
        if is_detour {
            short.pop();
        } else if part != Component::CurDir {
            short.push(part);
        }
    }
    short.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::{beside, shown};
    use std::path::Path;

    #[test]
    fn a_path_is_shown_without_detours() {
        let at = |named| shown(&beside(Path::new("config/programmes"), named));
        assert_eq!(at("a.csv"), "config/programmes/a.csv");
        assert_eq!(at("../holidays/england.ics"), "config/holidays/england.ics");
        assert_eq!(at("./../../../x"), "../x");
        assert_eq!(at("/srv/x.csv"), "/srv/x.csv");
    }
}
