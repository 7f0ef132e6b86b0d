//! What pages say in one language: the phrases of `pages.toml`, and dates and rhythms as letters write them.
//!
//! A phrase comes out as plain text; who puts it into a page escapes it.

use crate::domain::follow_up::Every;
use crate::domain::person::Language;
use crate::render::dates::{self, Style};
use crate::render::renderer::Renderer;
use crate::render::tongue::Tongue;
use crate::render::words::{Direction, fill};
use jiff::Zoned;
use jiff::civil::Date;
use serde_json::{Value, json};

/// The language every phrase is there in.
const LAST: &str = "en";

/// One language's phrases.
pub struct Phrases<'a> {
    language: Language,
    tongue: &'a Tongue,
    last: Option<&'a Tongue>,
}

impl Renderer {
    /// The phrases of that language, or of the nearest there is; nothing only if not even English is there.
    pub fn phrases(&self, language: &Language) -> Option<Phrases<'_>> {
        let last = self.tongues.get(LAST);
        let (tag, tongue) = self.tongues.get_key_value(language.as_str()).or(self.tongues.get_key_value(LAST))?;
        Some(Phrases { language: Language(tag.clone()), tongue, last })
    }
}

impl Phrases<'_> {
    /// The phrase of that `section.key` with its places filled in; one a language lacks comes in English.
    pub fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        let own = self.tongue.phrases.get(key);
        let pattern = own.or_else(|| self.last.and_then(|last| last.phrases.get(key)));
        pattern.map_or_else(|| key.to_owned(), |pattern| fill(pattern, places))
    }

    /// The tag for the `lang` attribute (RFC 5646).
    pub fn tag(&self) -> &str {
        self.language.tag()
    }

    /// What the language calls itself.
    pub fn name(&self) -> &str {
        &self.tongue.words.name
    }

    /// Which way it is written.
    pub fn direction(&self) -> Direction {
        self.tongue.words.direction
    }

    /// A day: Thursday 20 May 2027.
    pub fn day(&self, date: Date) -> String {
        self.write(Style::FullWeekdayDate, &json!(date.to_string()))
    }

    /// A moment on one clock: Thursday 20 May at 14:00 (Lagos).
    pub fn when(&self, at: &Zoned) -> String {
        self.write(Style::When, &json!({"reader": at.to_string()}))
    }

    /// A moment on both clocks: Thursday 20 May at 14:00 (Lagos; 15:00 in Berlin).
    pub fn when_for_both(&self, reader: &Zoned, partner: &Zoned) -> String {
        self.write(Style::When, &json!({"reader": reader.to_string(), "partner": partner.to_string()}))
    }

    /// A rhythm: every 2 months.
    pub fn every(&self, every: Every) -> String {
        let patterns = &self.tongue.words.every;
        let (one, many, n) = match every {
            Every::Weeks(n) => (&patterns.week, &patterns.weeks, n),
            Every::Months(n) => (&patterns.month, &patterns.months, n),
        };
        fill(if n == 1 { one } else { many }, &[("n", &n.to_string())])
    }

    /// Several things in one breath: a, b and c.
    pub fn list(&self, things: &[String]) -> String {
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{}{last}", first.join(&self.tongue.words.comma), self.tongue.words.and),
        }
    }

    fn write(&self, style: Style, value: &Value) -> String {
        dates::write(&self.tongue.words, style, value).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::person::Language;
    use crate::render::Renderer;
    use std::collections::BTreeSet;

    fn renderer() -> Renderer {
        Renderer::new(None).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    /// The places of a pattern, `{partner}` and the like.
    fn places(pattern: &str) -> BTreeSet<&str> {
        pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
    }

    #[test]
    fn every_language_has_every_phrase_with_the_same_places() {
        let renderer = renderer();
        let english = &renderer.tongues["en"].phrases;
        assert!(english.len() > 200, "{}", english.len());
        for (tag, tongue) in renderer.tongues.iter() {
            let keys = |phrases: &std::collections::BTreeMap<String, String>| -> Vec<String> {
                phrases.keys().cloned().collect()
            };
            assert_eq!(keys(&tongue.phrases), keys(english), "{tag}");
            for (key, pattern) in &tongue.phrases {
                let known = places(&english[key]);
                assert!(places(pattern).is_subset(&known), "{tag}: {key} has another place than {known:?}");
            }
        }
    }

    #[test]
    fn a_wrong_value_costs_no_other_phrase() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("fr")).unwrap();
        std::fs::write(root.path().join("fr/language.toml"), "inherits = \"en\"\n").unwrap();
        std::fs::write(root.path().join("fr/pages.toml"), "x = 1\n[foot]\ntalk = 3\n[page]\nwhose = \"À {reader}\"\n")
            .unwrap();
        assert_eq!(Renderer::new(Some(root.path())).err().map(|faults| faults.len()), Some(2));
        let (renderer, _) = Renderer::survey(Some(root.path()));
        let said = |key: &str| renderer.tongues["fr"].phrases.get(key).map(String::as_str);
        assert_eq!((said("page.whose"), said("foot.talk")), (Some("À {reader}"), None));
        assert_eq!(said("foot.stop"), Some("No more letters"));
    }

    #[test]
    fn a_phrase_is_filled_and_a_language_falls_back_to_english() {
        let renderer = renderer();
        let phrases = renderer.phrases(&Language("xx".to_owned())).unwrap();
        assert_eq!(phrases.tag(), "en");
        assert!(phrases.say("page.whose", &[("reader", "Amina")]).contains("Amina"));
        assert_eq!(renderer.phrases(&Language("de-du".to_owned())).unwrap().tag(), "de");
    }
}
