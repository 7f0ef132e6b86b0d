//! Where templates come from: the built-in folder, and one of the user's that replaces single files of it.

use crate::domain::problem::Problem;
use crate::render::builtin;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The text of one template and the file it is in, as the user would name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// For problems: `built-in templates/en/foot.md`, or the path of the user's file.
    pub origin: String,
    /// The contents.
    pub text: String,
    /// Where it lies in the folder of templates: `de/foot.md`.
    pub path: String,
}

impl Source {
    /// A file that is not there.
    pub fn empty(path: &str) -> Source {
        Source { origin: path.to_owned(), text: String::new(), path: path.to_owned() }
    }
}

/// The files of one language by name, those it inherits included.
pub type Folder = BTreeMap<String, Source>;

/// Everything there is to write letters with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The page around every HTML part.
    pub layout: Source,
    /// By language tag, with what each inherits.
    pub languages: BTreeMap<String, Folder>,
    /// By language tag, as they are written.
    pub own: BTreeMap<String, Folder>,
    /// What each language inherits from, itself first.
    pub ancestry: BTreeMap<String, Vec<String>>,
    /// The files of the overlay by their path in it, each with a hash of its contents.
    pub overlay: BTreeMap<String, String>,
}

/// What stands in for a language that cannot be followed.
const LAST: &str = "en";
const LAYOUT: &str = "layout.html";
pub(super) const LANGUAGE: &str = "language.toml";
pub(super) const PAGES: &str = "pages.toml";
/// Begins the origin of what comes with the program.
const BUILT_IN: &str = "built-in templates/";

impl Sources {
    /// The built-in templates with those of the overlay folder in place of theirs, and what is wrong: files that cannot be read or
    /// that nothing reads, and languages that inherit from one there is not.
    pub fn load(overlay: Option<&Path>) -> (Sources, Vec<Problem>) {
        let mut files: BTreeMap<String, Source> = builtin::FILES
            .iter()
            .map(|(path, text)| {
                let origin = format!("{BUILT_IN}{path}");
                ((*path).to_owned(), Source { origin, text: (*text).to_owned(), path: (*path).to_owned() })
            })
            .collect();
        let mut problems = Vec::new();
        if let Some(root) = overlay.filter(|root| root.exists()) {
            read_folder(root, "", &mut files, &mut problems);
        }
        let overlay = files.iter().filter(|(_, source)| !source.origin.starts_with(BUILT_IN));
        let overlay = overlay.map(|(path, source)| (path.clone(), hash(&source.text))).collect();
        let layout = files.remove(LAYOUT).unwrap_or_else(|| Source::empty(LAYOUT));
        let own = by_language(files);
        let (mut languages, mut ancestry) = (BTreeMap::new(), BTreeMap::new());
        for tag in own.keys() {
            let (folder, ancestors) = inherited(tag, &own, &mut problems);
            languages.insert(tag.clone(), folder);
            ancestry.insert(tag.clone(), ancestors);
        }
        (Sources { layout, languages, own, ancestry, overlay }, problems)
    }
}

/// Reads `FOLDER/*` and `FOLDER/LANG/*`; hidden files are left alone, and what is no template is named.
fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Source>, problems: &mut Vec<Problem>) {
    let fault = |path: &Path, what: String| Problem::error(path.display().to_string(), what);
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return problems.push(fault(folder, format!("cannot be read: {error}"))),
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if path.is_dir() && prefix.is_empty() {
            read_folder(&path, &format!("{}/", name.to_ascii_lowercase()), files, problems);
        } else if let Some(hint) = not_read(&name, prefix, path.is_dir()) {
            problems.push(fault(&path, "this is not read".to_owned()).as_warning().hint(hint));
        } else {
            match std::fs::read(&path) {
                Ok(bytes) => {
                    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
                        let problem = fault(&path, "this is no UTF-8 text".to_owned());
                        problems.push(problem.hint("save it as UTF-8"));
                        String::from_utf8_lossy(error.as_bytes()).into_owned()
                    });
                    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                    let (origin, place) = (path.display().to_string(), format!("{prefix}{name}"));
                    files.insert(place.clone(), Source { origin, text, path: place });
                }
                Err(error) => problems.push(fault(&path, format!("cannot be read: {error}"))),
            }
        }
    }
}

/// What to do about a file that is no template; nothing for one that is.
fn not_read(name: &str, prefix: &str, is_folder: bool) -> Option<&'static str> {
    let is_template = name.ends_with(".md") || name == LANGUAGE || name == PAGES;
    match (prefix.is_empty(), is_folder) {
        (true, _) if name == LAYOUT => None,
        (true, _) if is_template => Some("put it into the folder of its language, such as en/"),
        (true, _) => Some("here are layout.html, and a folder for each language"),
        (false, true) => Some("a language has no folders in it: put its files beside the others"),
        (false, false) if is_template => None,
        (false, false) => Some("letters end in .md; the other files of a language are language.toml and pages.toml"),
    }
}

fn hash(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text)[..16])
}

fn by_language(files: BTreeMap<String, Source>) -> BTreeMap<String, Folder> {
    let mut languages: BTreeMap<String, Folder> = BTreeMap::new();
    for (path, source) in files {
        if let Some((tag, name)) = path.split_once('/') {
            languages.entry(tag.to_owned()).or_default().insert(name.to_owned(), source);
        }
    }
    languages
}

/// The files of a language over those of the language it inherits from, and so on; `language.toml` and `pages.toml` key by key.
/// And the languages it took them from. Where that cannot be followed, English stands in, so that nothing else seems to be missing.
fn inherited(tag: &str, own: &BTreeMap<String, Folder>, problems: &mut Vec<Problem>) -> (Folder, Vec<String>) {
    let mut folder = Folder::new();
    let (mut words, mut pages) = (toml::Table::new(), toml::Table::new());
    let origin = own.get(tag).and_then(|files| files.get(LANGUAGE)).map(|source| source.origin.clone());
    let origin = origin.unwrap_or_else(|| format!("{tag}/{LANGUAGE}"));
    let mut next = Some(tag.to_owned());
    let mut seen = Vec::new();
    while let Some(tag) = next.take() {
        let fault = match own.get(&tag) {
            Some(_) if seen.contains(&tag) => {
                Problem::error(&origin, format!("the language \"{tag}\" inherits from itself"))
            }
            Some(files) => {
                for (name, source) in files {
                    folder.entry(name.clone()).or_insert_with(|| source.clone());
                }
                let (table, faults) = table_of(files.get(LANGUAGE));
                next = table.get("inherits").and_then(toml::Value::as_str).map(str::to_ascii_lowercase);
                next = next.or_else(|| faults.as_ref().map(|_| LAST.to_owned()).filter(|last| *last != tag));
                fill_in(&mut words, table);
                let (table, more) = table_of(files.get(PAGES));
                fill_in(&mut pages, table);
                problems.extend(faults.into_iter().chain(more));
                seen.push(tag);
                continue;
            }
            None => Problem::error(&origin, format!("there is no language \"{tag}\" to inherit from"))
                .hint("inherit from one that has a folder beside this one"),
        };
        problems.push(fault);
        next = Some(LAST.to_owned()).filter(|last| !seen.contains(last));
    }
    words.remove("inherits");
    folder.insert(LANGUAGE.to_owned(), Source { origin, text: words.to_string(), path: format!("{tag}/{LANGUAGE}") });
    if let Some(source) = folder.get_mut(PAGES) {
        source.text = pages.to_string();
    }
    (folder, seen)
}

/// The file as a table, empty where there is none or it is faulty.
fn table_of(source: Option<&Source>) -> (toml::Table, Option<Problem>) {
    let Some(source) = source else { return (toml::Table::new(), None) };
    match source.text.parse() {
        Ok(table) => (table, None),
        Err(error) => (toml::Table::new(), Some(toml_problem(source, &error))),
    }
}

/// Adds what `below` has and `above` lacks.
fn fill_in(above: &mut toml::Table, below: toml::Table) {
    for (key, value) in below {
        match (above.get_mut(&key), value) {
            (None, value) => drop(above.insert(key, value)),
            (Some(toml::Value::Table(above)), toml::Value::Table(below)) => fill_in(above, below),
            _ => {}
        }
    }
}

/// A fault in `language.toml`, at its place.
fn toml_problem(source: &Source, error: &toml::de::Error) -> Problem {
    let problem = Problem::error(&source.origin, error.message());
    let Some(span) = error.span() else { return problem };
    let before = &source.text[..span.start.min(source.text.len())];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = source.text[line_start..].lines().next().unwrap_or_default();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    problem
        .at(number(before.matches('\n').count() + 1), number(before[line_start..].chars().count() + 1))
        .showing(line, number(span.len()))
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use std::fs;

    #[test]
    fn an_overlay_replaces_single_files_and_inherits_the_rest() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("en-AU")).expect("a folder");
        fs::write(root.path().join("en-AU/language.toml"), "inherits = \"en\"\n[dates]\ndate = \"{month}\"\n")
            .expect("ok");
        fs::write(root.path().join("en-AU/foot.md"), "Mine.\r\n").expect("written");
        fs::write(root.path().join("layout.html"), "{{{body}}}").expect("written");
        let (sources, problems) = Sources::load(Some(root.path()));
        assert_eq!(problems, []);
        assert_eq!(sources.layout.text, "{{{body}}}");
        let folder = &sources.languages["en-au"];
        assert_eq!(folder["foot.md"].text, "Mine.\n");
        assert_eq!(folder["head.md"], sources.languages["en"]["head.md"]);
        let words: toml::Table = folder["language.toml"].text.parse().expect("a table");
        assert_eq!(words["dates"]["date"].as_str(), Some("{month}"));
        assert_eq!(words["dates"]["clock"].as_str(), Some("{hour}:{minute}"));
    }

    #[test]
    fn what_is_not_read_is_said_to() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(root.path().join("en/old")).expect("a folder");
        for name in ["goodbye.md", "notes.txt", "en/goodbye.txt", "en/goodbye.md~", ".hidden.md"] {
            fs::write(root.path().join(name), "x").expect("written");
        }
        fs::write(root.path().join("en/foot.md"), b"f\xfcr").expect("written");
        let shown = format!("{}/", root.path().display());
        let (_, problems) = Sources::load(Some(root.path()));
        let found: Vec<String> = problems.iter().map(|problem| problem.to_string().replace(&shown, "")).collect();
        assert_eq!(
            found,
            [
                "en/foot.md: error: this is no UTF-8 text; save it as UTF-8",
                "en/goodbye.txt: warning: this is not read; letters end in .md; the other files of a language are language.toml and pages.toml",
                "en/old: warning: this is not read; a language has no folders in it: put its files beside the others",
                "goodbye.md: warning: this is not read; put it into the folder of its language, such as en/",
                "notes.txt: warning: this is not read; here are layout.html, and a folder for each language",
            ]
        );
    }

    #[test]
    fn faults_in_a_language_are_named_with_their_place() {
        let root = tempfile::tempdir().expect("a folder");
        for (tag, text) in [("fr", "inherits = \"xx\"\n"), ("it", "inherits = \"it\"\n"), ("nl", "name = \n")] {
            fs::create_dir(root.path().join(tag)).expect("a folder");
            fs::write(root.path().join(tag).join("language.toml"), text).expect("written");
        }
        let (sources, problems) = Sources::load(Some(root.path()));
        assert_eq!(sources.languages["fr"]["foot.md"], sources.languages["en"]["foot.md"]);
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), 3, "{texts:?}");
        assert!(texts[0].contains("fr/language.toml: error: there is no language \"xx\""), "{texts:?}");
        assert!(texts[1].contains("inherits from itself"), "{texts:?}");
        assert!(texts[2].contains("nl/language.toml:1:"), "{texts:?}");
    }
}
