//! Reads every template as if it were about to be sent: names, partials, missing letters, and each sample once.

use crate::domain::person::Language;
use crate::domain::problem::Problem;
use crate::domain::step::Step;
use crate::render::fields;
use crate::render::letter::RenderError;
use crate::render::lint::{lint, nearest};
use crate::render::renderer::Renderer;
use crate::render::sample::{self, Sample};
use crate::render::tongue::Tongue;

/// Templates that are no letters.
const OTHERS: [&str; 4] = ["head", "foot", "event.session", "event.catch_up"];

impl Renderer {
    /// Every fault in any template of any language, also in branches that are not taken; nothing if all is well.
    pub fn check(&self) -> Vec<Problem> {
        let fields = match fields::tree() {
            Ok(fields) => fields,
            Err(error) => return vec![problem_of(&error)],
        };
        let samples = sample::contexts();
        let mut problems = Vec::new();
        for (tag, tongue) in &*self.tongues {
            check_names(tag, tongue, &mut problems);
            for name in tongue.files.keys().filter(|name| !name.starts_with('_')) {
                problems.extend(lint(tongue, name, &fields));
            }
            if problems.is_empty() {
                problems.extend(self.try_all(tag, &samples));
            }
        }
        // What several languages inherit is at fault once.
        let mut once: Vec<Problem> = Vec::new();
        for problem in problems {
            if !once.contains(&problem) {
                once.push(problem);
            }
        }
        once
    }

    fn try_all(&self, tag: &str, samples: &[Sample]) -> Vec<Problem> {
        let language = Language(tag.to_owned());
        let mut problems = Vec::new();
        for sample in samples {
            let Sample { step, role, context, .. } = sample;
            let letter = self.letter(*step, *role, &language, context).map(drop);
            let event =
                if step.is_calendar() { self.event_text(&language, *role, *step, context).map(drop) } else { Ok(()) };
            problems.extend([letter, event].into_iter().filter_map(Result::err).map(|error| problem_of(&error)));
        }
        problems
    }
}

/// Letters that are missing, without a subject, or called what no letter is called.
fn check_names(tag: &str, tongue: &Tongue, problems: &mut Vec<Problem>) {
    let mut known: Vec<String> = OTHERS.map(str::to_owned).to_vec();
    known.push("foot.coordinator".to_owned());
    known.extend(["foot.mentor", "foot.mentee"].map(str::to_owned));
    for step in Step::ALL {
        known.push(step.name().to_owned());
        for role in step.readers() {
            let own = format!("{step}.{role}");
            if !tongue.has(&own) && !tongue.has(step.name()) {
                problems.push(Problem::error(format!("{tag}/{own}.md"), "this letter is missing"));
            }
            known.push(own);
        }
    }
    for name in OTHERS {
        if !tongue.has(name) {
            problems.push(Problem::error(format!("{tag}/{name}.md"), "this template is missing"));
        }
    }
    for (name, source) in tongue.files.iter().filter(|(name, _)| !name.starts_with('_')) {
        if !known.contains(name) {
            let mut problem = Problem::error(&source.origin, "no letter has this name").as_warning();
            problem.hint =
                nearest(name, known.iter().map(String::as_str)).map(|near| format!("did you mean \"{near}.md\""));
            problems.push(problem);
        } else if name != "head" && !name.starts_with("foot") && !tongue.subjects.has_template(name) {
            problems.push(Problem::error(&source.origin, "the first line is not \"Subject: …\"").at(1, 1));
        }
    }
}

fn problem_of(error: &RenderError) -> Problem {
    Problem::error(&error.template, &error.what).at(error.line, error.column)
}

#[cfg(test)]
mod tests {
    use super::Renderer;
    use std::fs;

    #[test]
    fn what_is_built_in_has_no_fault() {
        let problems: Vec<String> =
            Renderer::new(None).expect("compiles").check().iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn faults_of_an_overlay_are_named_once_with_their_file() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("de");
        fs::create_dir(&folder).expect("a folder");
        for (name, text) in [
            ("closing.mentor.md", "Subject: x\n{{partner.caled}}"),
            ("goodby.md", "Subject: x\n"),
            ("renewal.md", "Hallo"),
        ] {
            fs::write(folder.join(name), text).expect("written");
        }
        let problems = Renderer::new(Some(root.path())).expect("compiles").check();
        let found: Vec<String> = problems
            .iter()
            .map(|problem| problem.to_string().rsplit('/').next().unwrap_or_default().to_owned())
            .collect();
        for fault in [
            "closing.mentor.md:2:1: error: there is no \"partner.caled\" here; did you mean \"called\"",
            "goodby.md: warning: no letter has this name; did you mean \"goodbye.md\"",
            "renewal.md:1:1: error: the first line is not \"Subject: …\"",
        ] {
            assert_eq!(found.iter().filter(|text| *text == fault).count(), 1, "{fault}: {found:?}");
        }
    }

    #[test]
    fn a_syntax_fault_stops_the_start_with_its_place() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("en")).expect("a folder");
        fs::write(root.path().join("en/goodbye.md"), "Subject: x\n\n{{#if is_copy}}x").expect("written");
        let problems = Renderer::new(Some(root.path())).err().expect("a fault");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].to_string().contains("en/goodbye.md:3:"), "{}", problems[0]);
    }

    #[test]
    fn a_new_language_without_letters_is_told_what_is_missing() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("fr")).expect("a folder");
        let english = include_str!("../../templates/en/language.toml");
        fs::write(root.path().join("fr/language.toml"), english).expect("written");
        let problems = Renderer::new(Some(root.path())).expect("compiles").check();
        assert!(problems.iter().any(|p| p.to_string() == "fr/goodbye.mentee.md: error: this letter is missing"));
    }
}
