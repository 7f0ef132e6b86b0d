//! What stands inside a letter to a coordinator and was not written by a template: names of letters and settings, and what is
//! wrong with the files, which is found in English.

use crate::domain::person::Language;
use crate::domain::step::Step;
use crate::render::renderer::{LAST, Renderer};
use crate::render::words::{Words, fill};
use std::collections::BTreeMap;

impl Renderer {
    fn words_of(&self, language: &Language) -> Option<&Words> {
        let tag = self.choose(language, language);
        self.tongues.get(tag.as_str()).map(|tongue| &*tongue.words)
    }

    /// What a language calls itself.
    pub fn language_name(&self, language: &Language) -> String {
        let own = self.tongues.get(language.as_str()).map(|tongue| tongue.words.name.clone());
        own.unwrap_or_else(|| language.as_str().to_owned())
    }

    /// What that kind of letter is called.
    pub fn letter_name(&self, language: &Language, step: Step) -> String {
        self.name(language, step.name(), |words| &words.letters)
    }

    /// What that setting of `sendoff.toml` is about.
    pub fn setting_name(&self, language: &Language, key: &str) -> String {
        self.name(language, key, |words| &words.settings)
    }

    /// The word of that language, else the English one.
    fn name(&self, language: &Language, key: &str, list: fn(&Words) -> &BTreeMap<String, String>) -> String {
        let last = Language(LAST.to_owned());
        let lists = [self.words_of(language), self.words_of(&last)].into_iter().flatten();
        lists.filter_map(|words| list(words).get(key)).next().map_or_else(|| key.to_owned(), Clone::clone)
    }

    /// What is wrong with a file, found in English, in that language. A sentence it has no words for becomes its most general one
    /// (the one with an empty name); a language without that one leaves the English.
    pub fn fault(&self, language: &Language, english: &str) -> String {
        let Some(words) = self.words_of(language) else { return english.to_owned() };
        let general = || words.faults.get("").map_or(english, String::as_str).to_owned();
        let part = |text: &str| said(&words.fault_parts, text, &|_| None);
        let inner = |text: &str| part(text).or_else(|| said(&words.faults, text, &part));
        said(&words.faults, english, &inner).unwrap_or_else(general)
    }
}

/// The sentence by the pattern that has most of its words. What fills its places may be a part, or, with more behind it, a
/// sentence itself: `inner` says so.
fn said(sentences: &BTreeMap<String, String>, english: &str, inner: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let fitting = sentences.iter().filter(|(pattern, _)| !pattern.is_empty());
    let fitting = fitting.filter_map(|(pattern, own)| places(pattern, english).map(|places| (pattern, own, places)));
    let (_, own, places) = fitting.max_by_key(|(pattern, _, places)| pattern.len().saturating_sub(3 * places.len()))?;
    let part = |text: &str| inner(text).unwrap_or_else(|| text.to_owned());
    let places: Vec<(&str, String)> = places.into_iter().map(|(name, text)| (name, part(text))).collect();
    let places: Vec<(&str, &str)> = places.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Some(fill(own, &places))
}

/// What stands in the places of a pattern, if the text is of its kind.
fn places<'a>(pattern: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (start, mut pattern) = pattern.split_once('{').unwrap_or((pattern, ""));
    let mut rest = text.strip_prefix(start)?;
    let mut found = Vec::new();
    while !pattern.is_empty() {
        let (name, behind) = pattern.split_once('}').filter(|(name, _)| !name.is_empty())?;
        let (words, next) = behind.split_once('{').unwrap_or((behind, ""));
        // The last words must be the last of the text; of others, the first place where they fit will do.
        let end = if next.is_empty() { rest.strip_suffix(words).map(str::len)? } else { rest.find(words)? };
        found.push((name, &rest[..end]));
        (rest, pattern) = (&rest[end + words.len()..], next);
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::Renderer;
    use crate::domain::person::Language;
    use crate::domain::step::Step;

    #[test]
    fn what_is_found_in_english_is_told_in_the_language_of_the_letter() {
        let renderer = Renderer::new(None).expect("compiles");
        let said = |tag: &str, english: &str| renderer.fault(&Language(tag.to_owned()), english);
        let zone = "\"Europe/Bärlin\" is no time zone";
        assert_eq!(said("en", zone), zone);
        assert_eq!(said("de", zone), "\"Europe/Bärlin\" ist keine Zeitzone");
        assert_eq!(said("de-du", zone), said("de-AT", zone), "they share their sentences");
        assert_eq!(
            said("de", "these two people are already a pair on line 4 of programmes/old.csv"),
            "diese zwei Personen sind schon ein Paar in Zeile 4 von programmes/old.csv"
        );
        assert_eq!(
            said("de", "\"3/4/2027\" may be 3 April or 4 March"),
            "\"3/4/2027\" kann 3. April oder 4. März heißen"
        );
        assert_eq!(
            said("de", "\"ada\" is no address (cell C3 of \"Pairs\")"),
            "\"ada\" ist keine Adresse (Zelle C3 von \"Pairs\")"
        );
        assert_eq!(said("de", "something nobody translated"), "hier stimmt etwas nicht");
        assert_eq!(said("de", ""), "hier stimmt etwas nicht");
    }

    #[test]
    fn a_pattern_of_braces_alone_fits_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(root.path().join("fr")).expect("a folder");
        let words = "inherits = \"en\"\n[faults]\n\"{}\" = \"?\"\n\"{1}{2}\" = \"!\"\n";
        std::fs::write(root.path().join("fr/language.toml"), words).expect("written");
        let renderer = Renderer::new(Some(root.path())).expect("compiles");
        assert_eq!(renderer.fault(&Language("fr".to_owned()), "x"), "!");
        assert_eq!(renderer.fault(&Language("en".to_owned()), "x"), "x", "it has no word for everything else");
    }

    /// What the corpus of nasty spreadsheets finds, in German.
    #[test]
    fn every_fault_of_a_row_is_told_in_german() {
        let renderer = Renderer::new(None).expect("compiles");
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/files/sheet");
        let mut untold = Vec::new();
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|ending| ending != "report") {
                continue;
            }
            let report = String::from_utf8_lossy(&std::fs::read(&path).expect("a report")).into_owned();
            for line in report.lines().filter(|line| !line.starts_with(' ')) {
                let Some((_, what)) = line.split_once(": error: ") else { continue };
                let what = what.split("; ").next().unwrap_or(what);
                if renderer.fault(&Language("de".to_owned()), what) == "hier stimmt etwas nicht" {
                    untold.push(what.to_owned());
                }
            }
        }
        assert_eq!(untold, Vec::<String>::new());
    }

    #[test]
    fn every_letter_has_a_name_in_every_language_of_ours() {
        let renderer = Renderer::new(None).expect("compiles");
        for (tag, tongue) in &*renderer.tongues {
            for step in Step::ALL {
                assert!(tongue.words.letters.contains_key(step.name()), "{tag}: {step}");
            }
        }
        assert_eq!(renderer.letter_name(&Language("fr".to_owned()), Step::Closing), "closing");
    }
}
