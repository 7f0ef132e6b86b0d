//! The user's own files among the templates: which there are, and which letters read differently when some of them change.

use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::render::renderer::Renderer;
use crate::render::tongue::Tongue;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What reads differently in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    /// The language's tag.
    pub language: String,
    /// Every letter does.
    pub is_all: bool,
    /// These letters do; for everybody who gets one, unless it says for whom.
    pub letters: Vec<(Step, Option<Role>)>,
    /// The pages do.
    pub pages: bool,
}

impl Rewritten {
    /// Together with what reads differently besides.
    pub fn join(&mut self, more: &Rewritten) {
        self.is_all |= more.is_all;
        self.pages |= more.pages;
        let news = more.letters.iter().filter(|(step, role)| {
            let is_known = |known: &(Step, Option<Role>)| known.0 == *step && (known.1.is_none() || known.1 == *role);
            !self.letters.iter().any(is_known)
        });
        let news: Vec<(Step, Option<Role>)> = news.copied().collect();
        self.letters.extend(news);
    }
}

impl Renderer {
    /// The files of the overlay by their path in it, each with a hash of its contents.
    pub fn own_files(&self) -> &BTreeMap<String, String> {
        &self.overlay
    }

    /// What reads differently when these files of the overlay have changed, come or gone; a language with nothing is not named.
    pub fn rewritten_by(&self, changed: &BTreeSet<&str>) -> Vec<Rewritten> {
        let here = self.tongues.iter().map(|(tag, tongue)| self.rewritten(tag, tongue, changed));
        let something = |rewritten: &Rewritten| rewritten.is_all || rewritten.pages || !rewritten.letters.is_empty();
        here.filter(something).collect()
    }

    fn rewritten(&self, tag: &str, tongue: &Tongue, changed: &BTreeSet<&str>) -> Rewritten {
        let ancestors = self.ancestry.get(tag).map(Vec::as_slice).unwrap_or_default();
        let any = |file: &str| ancestors.iter().any(|tag| changed.contains(format!("{tag}/{file}").as_str()));
        let is_all = changed.contains("layout.html") || any("language.toml");
        let look = Look { tongue, ancestors, changed };
        let mut letters = Vec::new();
        for step in Step::ALL.into_iter().filter(|_| !is_all) {
            let touched: Vec<Role> = step.readers().iter().copied().filter(|role| look.touches(step, *role)).collect();
            if touched.len() == step.readers().len() {
                letters.push((step, None));
            } else {
                letters.extend(touched.into_iter().map(|role| (step, Some(role))));
            }
        }
        Rewritten { language: tag.to_owned(), is_all, letters, pages: any("pages.toml") }
    }
}

/// One language, and what changed.
struct Look<'a> {
    tongue: &'a Tongue,
    /// The language and those it inherits from.
    ancestors: &'a [String],
    changed: &'a BTreeSet<&'a str>,
}

impl Look<'_> {
    /// Whether a changed file is that letter's, or part of it.
    fn touches(&self, step: Step, role: Role) -> bool {
        // Where everybody's file is in use, one for that role alone may have gone.
        let both = |shared: &str| {
            let own = format!("{shared}.{role}");
            if self.tongue.has(&own) { vec![own] } else { vec![own, shared.to_owned()] }
        };
        let mut open = both(step.name());
        if open.iter().any(|name| self.tongue.has(name)) {
            open.extend(both("foot"));
            match step {
                Step::Invitation => open.push("event.session".to_owned()),
                Step::CatchUpInvitation => open.push("event.catch_up".to_owned()),
                _ => {}
            }
        }
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if self.has_changed(&name) {
                return true;
            }
            let text = self.tongue.files.get(&name).map_or("", |source| source.text.as_str());
            if seen.insert(name) {
                open.extend(parts(text).map(str::to_owned));
            }
        }
        false
    }

    /// Whether the file of that name is another one than before: what is used now has changed or come, or what stood before it in
    /// the way of inheritance has gone.
    fn has_changed(&self, name: &str) -> bool {
        let used = self.tongue.files.get(name).map(|source| source.path.as_str());
        for tag in self.ancestors {
            let path = format!("{tag}/{name}.md");
            if self.changed.contains(path.as_str()) {
                return true;
            }
            if used == Some(path.as_str()) {
                break;
            }
        }
        false
    }
}

/// The partials that a template names.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|tag| {
        let name = tag.trim_start_matches(['~', '#']).strip_prefix('>')?.trim_start();
        name.split(|end: char| end.is_whitespace() || matches!(end, '}' | '~')).next()
    })
}

#[cfg(test)]
mod tests {
    use super::Renderer;
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn a_changed_file_touches_the_letters_it_is_part_of_and_no_others() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("fr")).expect("a folder");
        fs::write(root.path().join("fr/language.toml"), "inherits = \"en\"\n").expect("written");
        let renderer = Renderer::new(Some(root.path())).expect("compiles");
        assert_eq!(renderer.own_files().keys().collect::<Vec<_>>(), ["fr/language.toml"]);
        let touched = |file: &str| -> Vec<String> {
            let shown = |language: String, step: String, role: String| format!("{language} {step}{role}");
            let rewritten = renderer.rewritten_by(&BTreeSet::from([file])).into_iter();
            let lines = rewritten.flat_map(|one| {
                let all = one.is_all.then(|| format!("{} all", one.language));
                let pages = one.pages.then(|| format!("{} pages", one.language));
                let language = one.language.clone();
                let letters = one.letters.into_iter().map(move |(step, role)| {
                    shown(language.clone(), step.to_string(), role.map(|role| format!(" {role}")).unwrap_or_default())
                });
                all.into_iter().chain(pages).chain(letters).collect::<Vec<_>>()
            });
            lines.collect()
        };
        assert_eq!(touched("de/closing.mentor.md"), ["de closing mentor"], "de-du has its own");
        assert_eq!(touched("en/goodbye.md"), ["en goodbye", "fr goodbye"]);
        assert_eq!(touched("en/_note.md"), ["en note", "fr note"]);
        assert_eq!(touched("en/event.catch_up.md"), ["en catch_up_invitation", "fr catch_up_invitation"]);
        assert_eq!(touched("fr/language.toml"), ["fr all"]);
        assert_eq!(touched("de/pages.toml"), ["de pages", "de-du pages"]);
        assert_eq!(touched("layout.html"), ["de all", "de-du all", "en all", "fr all"]);
        assert_eq!(touched("fr/closing.mentor.md"), ["fr closing mentor"], "it has gone, and the English one is back");
        assert_eq!(touched("fr/renewal.mentor.md"), ["fr renewal mentor"], "it has gone, and everybody's is back");
        assert_eq!(touched("fr/_closing.md"), ["fr closing"]);
        assert!(touched("de-du/_held.md").contains(&"de-du note".to_owned()));
        assert!(!touched("de-du/_held.md").contains(&"de note".to_owned()));
        assert!(touched("fr/foot.mentee.md").contains(&"fr goodbye mentee".to_owned()));
        assert_eq!(touched("en/unheard-of.md"), [""; 0]);
        assert!(touched("en/foot.coordinator.md").contains(&"en digest".to_owned()));
        assert!(!touched("en/foot.coordinator.md").contains(&"en goodbye".to_owned()));
    }
}
