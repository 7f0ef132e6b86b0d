//! Where templates come from: the built-in folder, and one of the user's that replaces single files of it.

use crate::domain::problem::Problem;
use crate::render::builtin;
use std::collections::BTreeMap;
use std::path::Path;

/// The text of one template and the file it is in, as the user would name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// For problems: `built-in templates/en/foot.md`, or the path of the user's file.
    pub origin: String,
    /// The contents.
    pub text: String,
}

/// The files of one language by name, those it inherits included.
pub type Folder = BTreeMap<String, Source>;

/// Everything there is to write letters with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The page around every HTML part.
    pub layout: Source,
    /// By language tag.
    pub languages: BTreeMap<String, Folder>,
}

const LAYOUT: &str = "layout.html";
const LANGUAGE: &str = "language.toml";
const PAGES: &str = "pages.toml";

impl Sources {
    /// The built-in templates with those of the overlay folder in place of theirs.
    ///
    /// # Errors
    /// Every file that cannot be read, and every language that inherits from one there is not.
    pub fn load(overlay: Option<&Path>) -> Result<Sources, Vec<Problem>> {
        let mut files: BTreeMap<String, Source> = builtin::FILES
            .iter()
            .map(|(path, text)| {
                let origin = format!("built-in templates/{path}");
                ((*path).to_owned(), Source { origin, text: (*text).to_owned() })
            })
            .collect();
        let mut problems = Vec::new();
        if let Some(root) = overlay.filter(|root| root.exists()) {
            read_folder(root, "", &mut files, &mut problems);
        }
        let layout = files.remove(LAYOUT);
        let own = by_language(files);
        let mut languages = BTreeMap::new();
        for tag in own.keys() {
            match inherited(tag, &own) {
                Ok(folder) => drop(languages.insert(tag.clone(), folder)),
                Err(problem) => problems.push(problem),
            }
        }
        match layout {
            Some(layout) if problems.is_empty() => Ok(Sources { layout, languages }),
            _ => Err(problems),
        }
    }
}

/// Reads `FOLDER/*` and `FOLDER/LANG/*`; hidden files and what is no template are left alone.
fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Source>, problems: &mut Vec<Problem>) {
    let fault = |path: &Path, error: std::io::Error| {
        Problem::error(path.display().to_string(), format!("cannot be read: {error}"))
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return problems.push(fault(folder, error)),
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) else {
            continue;
        };
        if path.is_dir() && prefix.is_empty() {
            read_folder(&path, &format!("{}/", name.to_ascii_lowercase()), files, problems);
        } else if name == LAYOUT || (!prefix.is_empty() && (name.ends_with(".md") || name == LANGUAGE || name == PAGES))
        {
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
                    files.insert(format!("{prefix}{name}"), Source { origin: path.display().to_string(), text });
                }
                Err(error) => problems.push(fault(&path, error)),
            }
        }
    }
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
fn inherited(tag: &str, own: &BTreeMap<String, Folder>) -> Result<Folder, Problem> {
    let mut folder = Folder::new();
    let mut words = toml::Table::new();
    let mut words_origin = format!("{tag}/{LANGUAGE}");
    let mut pages = toml::Table::new();
    let mut next = Some(tag.to_owned());
    let mut seen = Vec::new();
    while let Some(tag) = next.take() {
        if seen.contains(&tag) {
            return Err(Problem::error(words_origin, format!("the language \"{tag}\" inherits from itself")));
        }
        let Some(files) = own.get(&tag) else {
            return Err(Problem::error(words_origin, format!("there is no language \"{tag}\" to inherit from"))
                .hint("inherit from one that has a folder beside this one"));
        };
        for (name, source) in files {
            folder.entry(name.clone()).or_insert_with(|| source.clone());
        }
        if let Some(source) = files.get(LANGUAGE) {
            if seen.is_empty() {
                words_origin.clone_from(&source.origin);
            }
            let table = source.text.parse::<toml::Table>().map_err(|error| toml_problem(source, &error))?;
            next = table.get("inherits").and_then(toml::Value::as_str).map(str::to_owned);
            fill_in(&mut words, table);
        }
        if let Some(source) = files.get(PAGES) {
            fill_in(&mut pages, source.text.parse::<toml::Table>().map_err(|error| toml_problem(source, &error))?);
        }
        seen.push(tag);
    }
    words.remove("inherits");
    folder.insert(LANGUAGE.to_owned(), Source { origin: words_origin, text: words.to_string() });
    if let Some(source) = folder.get_mut(PAGES) {
        source.text = pages.to_string();
    }
    Ok(folder)
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
pub fn toml_problem(source: &Source, error: &toml::de::Error) -> Problem {
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
        let sources = Sources::load(Some(root.path())).expect("fine");
        assert_eq!(sources.layout.text, "{{{body}}}");
        let folder = &sources.languages["en-au"];
        assert_eq!(folder["foot.md"].text, "Mine.\n");
        assert_eq!(folder["head.md"], sources.languages["en"]["head.md"]);
        let words: toml::Table = folder["language.toml"].text.parse().expect("a table");
        assert_eq!(words["dates"]["date"].as_str(), Some("{month}"));
        assert_eq!(words["dates"]["clock"].as_str(), Some("{hour}:{minute}"));
    }

    #[test]
    fn faults_in_a_language_are_named_with_their_place() {
        let root = tempfile::tempdir().expect("a folder");
        for (tag, text) in [("fr", "inherits = \"xx\"\n"), ("it", "inherits = \"it\"\n"), ("nl", "name = \n")] {
            fs::create_dir(root.path().join(tag)).expect("a folder");
            fs::write(root.path().join(tag).join("language.toml"), text).expect("written");
        }
        let problems = Sources::load(Some(root.path())).expect_err("three faults");
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), 3, "{texts:?}");
        assert!(texts[0].contains("fr/language.toml: error: there is no language \"xx\""), "{texts:?}");
        assert!(texts[1].contains("inherits from itself"), "{texts:?}");
        assert!(texts[2].contains("nl/language.toml:1:"), "{texts:?}");
    }
}
