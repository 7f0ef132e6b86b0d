use crate::domain::person::{Language, Role};
use crate::domain::step::Step;
use crate::render::renderer::Renderer;
use crate::render::sample;
use crate::render::tongue::wrap;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn renderer() -> Renderer {
    Renderer::new(None).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>());
    })
}

/// Each letter of each language, all its situations in one text.
static LETTERS: LazyLock<BTreeMap<String, String>> = LazyLock::new(letters);

fn letters() -> BTreeMap<String, String> {
    let renderer = renderer();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for language in renderer.languages() {
        for sample in sample::contexts() {
            let letter = renderer
                .letter(sample.step, sample.role, &language, &sample.context)
                .unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            let file = files.entry(format!("{}/{}.{}.txt", language.as_str(), sample.step, sample.role)).or_default();
            file.push_str(&format!("######## {}\nSubject: {}\n\n{}\n", sample.name, letter.subject, letter.text));
            if sample.step.is_calendar() {
                let event = renderer
                    .event_text(&language, sample.role, sample.step, &sample.context)
                    .unwrap_or_else(|error| panic!("{}: {error}", sample.name));
                file.push_str(&format!(
                    "---- event\nSummary: {}\nLocation: {}\n{}\n\n",
                    event.summary, event.location, event.description
                ));
            }
        }
    }
    files
}

fn stored(folder: &Path) -> BTreeSet<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(stored(&path));
        } else {
            found.insert(path);
        }
    }
    found
}

/// `SENDOFF_BLESS=1` rewrites the files; look at the difference before committing it.
#[test]
fn letters_are_as_they_were_last_read_by_a_person() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/letters");
    let letters = &*LETTERS;
    if std::env::var_os("SENDOFF_BLESS").is_some() {
        for path in stored(&root) {
            fs::remove_file(path).expect("removed");
        }
        for (name, text) in letters {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("written");
        }
    }
    let unused: Vec<_> =
        stored(&root).into_iter().filter(|path| !letters.keys().any(|name| root.join(name) == *path)).collect();
    assert!(unused.is_empty(), "golden files no letter uses: {unused:?}");
    for (name, text) in letters {
        let golden = fs::read_to_string(root.join(name)).unwrap_or_default();
        assert!(golden == *text, "{name} differs; SENDOFF_BLESS=1 rewrites it. It is now:\n{text}");
    }
}

#[test]
fn a_language_is_found_by_the_nearest_way() {
    let renderer = renderer();
    let tag = |tag: &str| Language(tag.to_owned());
    for (wanted, programme, chosen) in [
        ("de-AT", "en", "de"),
        ("de-du", "en", "de-du"),
        ("DE_DU", "en", "de-du"),
        ("en-GB", "de", "en"),
        ("fr", "de-CH", "de"),
        ("fr-CA", "pt", "en"),
        ("", "", "en"),
    ] {
        assert_eq!(renderer.choose(&tag(wanted), &tag(programme)), tag(chosen), "{wanted} {programme}");
    }
    assert!(renderer.has(&tag("de-du")) && !renderer.has(&tag("de-AT")));
}

#[test]
fn no_letter_breaks_the_rules_of_its_voice() {
    for (name, text) in &*LETTERS {
        let language = name.split('/').next().unwrap_or_default();
        for word in ["!", "journey", "tomorrow", " morgen ", "amazing", "don’t forget", "do not reply", "{{", "\\"] {
            assert!(!text.contains(word), "{name} says {word:?}:\n{text}");
        }
        let pronouns: &[&str] = if language == "en" { &["he", "she", "him", "her", "his", "hers"] } else { &[] };
        let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).collect();
        for pronoun in pronouns {
            assert!(!words.contains(pronoun), "{name} guesses {pronoun:?}");
        }
        for sentence in sentences(text) {
            let words = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
            assert!(words <= 20, "{name}: {words} words: {sentence}");
        }
    }
}

/// Sentences of running text; addresses of links are no words of it.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for block in text.split("\n\n") {
        let lines: Vec<&str> = block.lines().filter(|line| !line.starts_with("http")).collect();
        for piece in lines.join(" ").replace("\n- ", ". ").split_inclusive(['.', '?', ':', ';']) {
            let words: Vec<&str> = piece.split_whitespace().filter(|word| !word.starts_with('<')).collect();
            sentences.push(words.join(" "));
        }
    }
    sentences
}

#[test]
fn a_letter_links_only_where_its_context_does() {
    let renderer = renderer();
    for sample in sample::contexts() {
        if sample.context.links.session.is_some() || sample.context.links.confirm.is_some() {
            continue;
        }
        for language in renderer.languages() {
            let letter = renderer.letter(sample.step, sample.role, &language, &sample.context).expect("written");
            assert!(!letter.html.contains("https://endings."), "{} {}: {}", sample.step, sample.name, letter.html);
            assert!(!letter.html.contains("href=\"\""), "{} {}", sample.step, sample.name);
        }
    }
}

#[test]
fn an_event_never_carries_a_private_link() {
    let renderer = renderer();
    for sample in sample::contexts().iter().filter(|sample| sample.step.is_calendar()) {
        for language in renderer.languages() {
            let event = renderer.event_text(&language, sample.role, sample.step, &sample.context).expect("written");
            let all = format!("{} {} {}", event.summary, event.description, event.location);
            assert!(!all.contains("endings.mentors.example"), "{all}");
            assert!(!event.summary.contains('\n') && !event.location.contains('\n'));
        }
    }
}

#[test]
fn partials_put_in_place_say_the_same() {
    let renderer = renderer();
    for sample in sample::contexts() {
        let values = wrap(&sample.context).expect("values");
        for (tag, tongue) in renderer.tongues.iter() {
            let name = [format!("{}.{}", sample.step, sample.role), sample.step.to_string()]
                .into_iter()
                .find(|name| tongue.has(name))
                .expect("a template");
            let plain = tongue.bodies.render_with_context(&name, &values).expect("written");
            let spliced = tongue.spliced.render_with_context(&name, &values).expect("written");
            assert_eq!(spliced, plain, "{tag}/{name}: {}", sample.name);
        }
    }
}

#[test]
fn a_copy_and_a_trial_say_so() {
    let renderer = renderer();
    let mut context = sample::of(Step::Goodbye, Role::Mentee).expect("a sample");
    context.is_copy = true;
    context.test_for = Some("Jonas".to_owned());
    let letter = renderer.letter(Step::Goodbye, Role::Mentee, &Language("en".to_owned()), &context).expect("written");
    assert!(letter.subject.starts_with("[test for Jonas] Copy of the letter to Jonas: "), "{}", letter.subject);
    assert!(letter.text.contains("This is a copy.") && letter.text.contains("This is a test."));
}
