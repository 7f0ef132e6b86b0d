//! How a language writes dates, times, lists and numbers: the contents of `language.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// `templates/LANG/language.toml`, after what it inherits has been filled in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What the language calls itself.
    pub name: String,
    /// The folder that has the files this one lacks.
    #[serde(default)]
    #[allow(dead_code, reason = "read before the rest, while folders are joined")]
    pub inherits: Option<String>,
    /// Which way it is written.
    #[serde(default)]
    pub direction: Direction,
    /// Which form goes with a number.
    #[serde(default)]
    pub plural: Plural,
    /// January first.
    pub months: [String; 12],
    /// Monday first.
    pub weekdays: [String; 7],
    /// Between the things of a list.
    pub comma: String,
    /// Before the last of them.
    pub and: String,
    /// Opening and closing.
    pub quotes: [String; 2],
    /// Patterns for dates and clocks.
    pub dates: DatePatterns,
    /// Patterns for rhythms; `{n}` is the number.
    pub every: EveryPatterns,
    /// Names of zones where the city in the IANA name is not what readers call it.
    #[serde(default)]
    pub zones: BTreeMap<String, String>,
    /// Subjects of letters that are not what they seem.
    pub subjects: SubjectPatterns,
    /// What each kind of letter is called among coordinators.
    #[serde(default)]
    pub letters: BTreeMap<String, String>,
    /// What each setting of `sendoff.toml` is about.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// Faults in files: the English sentence with `{1}`, `{2}` … in it, and the same in this language.
    #[serde(default)]
    pub faults: BTreeMap<String, String>,
    /// The same of what stands in their places.
    #[serde(default)]
    pub fault_parts: BTreeMap<String, String>,
}

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Direction {
    #[default]
    Ltr,
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// Which of the forms given to `plural` goes with a whole number (after CLDR's rules).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plural {
    /// 1, others: English, German, Dutch, Spanish …
    #[default]
    One,
    /// 0 and 1, others: French, Brazilian Portuguese …
    NoneOrOne,
    /// One form: Turkish after numbers, Japanese, Chinese …
    Same,
    /// 1 but not 11; 2 to 4 but not 12 to 14; others: Russian, Ukrainian …
    EastSlavic,
    /// 1; 2 to 4 but not 12 to 14; others: Polish.
    Polish,
    /// 1; 2 to 4; others: Czech, Slovak.
    Czech,
}

impl Plural {
    /// The number of the form, from 0.
    pub fn form(self, n: u64) -> usize {
        let few = (2..=4).contains(&(n % 10)) && !(12..=14).contains(&(n % 100));
        match self {
            Plural::One => usize::from(n != 1),
            Plural::NoneOrOne => usize::from(n > 1),
            Plural::Same => 0,
            Plural::EastSlavic if n % 10 == 1 && n % 100 != 11 => 0,
            Plural::Polish | Plural::Czech if n == 1 => 0,
            Plural::EastSlavic | Plural::Polish => 2 - usize::from(few),
            Plural::Czech => 2 - usize::from((2..=4).contains(&n)),
        }
    }
}

/// Patterns for dates and clocks.
///
/// Places for a date: `{day}`, `{month}` (its name), `{month_number}`, `{year}`, `{weekday}`. For a clock: `{hour}`
/// (two digits), `{minute}`, `{hour12}` and `{half}`. For a moment: `{date}`, `{clock}`, `{zone}`, `{other_date}`,
/// `{other_clock}`, `{other_zone}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatePatterns {
    /// 20 May
    pub date: String,
    /// 20 May 2027
    pub full_date: String,
    /// Thursday 20 May
    pub weekday_date: String,
    /// Thursday 20 May 2027
    pub full_weekday_date: String,
    /// 14:00
    pub clock: String,
    /// Before noon and after, where a clock has twelve hours.
    #[serde(default)]
    pub halves: [String; 2],
    /// Thursday 20 May, 14:00
    pub short_when: String,
    /// Thursday 20 May at
    pub when: String,
    /// 14:00 (London)
    pub one_clock: String,
    /// 14:00 (Lagos; 15:00 in Berlin)
    pub two_clocks: String,
    /// 20:00 (Los Angeles; Friday 21 May, 12:00 in Tokyo)
    pub two_days: String,
}

/// Patterns for rhythms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct EveryPatterns {
    pub week: String,
    pub weeks: String,
    pub month: String,
    pub months: String,
}

/// Subjects of letters that are not what they seem.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectPatterns {
    /// A trial letter: `{name}` and `{subject}`.
    pub test: String,
    /// A copy: `{name}` and `{subject}`.
    pub copy: String,
}

/// A pattern with its places filled in. A place it does not know stays as it is written.
pub fn fill(pattern: &str, places: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after.split_once('}').and_then(|(name, behind)| {
            places.iter().find(|(place, _)| *place == name).map(|(_, value)| (*value, behind))
        });
        match known {
            Some((value, behind)) => {
                out.push_str(value);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Plural, fill};

    #[test]
    fn places_are_filled_once() {
        assert_eq!(fill("{a}-{b}-{c}-{", &[("a", "{b}"), ("b", "2")]), "{b}-2-{c}-{");
    }

    #[test]
    fn forms_follow_the_language() {
        let forms = |rule: Plural| [0, 1, 2, 5, 11, 12, 21, 22].map(|n| rule.form(n));
        assert_eq!(forms(Plural::One), [1, 0, 1, 1, 1, 1, 1, 1]);
        assert_eq!(forms(Plural::NoneOrOne), [0, 0, 1, 1, 1, 1, 1, 1]);
        assert_eq!(forms(Plural::Same), [0; 8]);
        assert_eq!(forms(Plural::EastSlavic), [2, 0, 1, 2, 2, 2, 0, 1]);
        assert_eq!(forms(Plural::Polish), [2, 0, 1, 2, 2, 2, 2, 1]);
        assert_eq!(forms(Plural::Czech), [2, 0, 1, 2, 2, 2, 2, 2]);
    }
}
