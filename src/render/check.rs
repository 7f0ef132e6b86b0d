//! Reads every template as if it were about to be sent: names, partials, missing letters, and each sample once.

use crate::domain::person::Language;
use crate::domain::problem::{Problem, Severity, once};
use crate::domain::step::Step;
use crate::render::fields;
use crate::render::letter::RenderError;
use crate::render::lint::{lint, lint_layout, nearest};
use crate::render::renderer::Renderer;
use crate::render::sample::{self, Sample};
use crate::render::sources::Source;
use crate::render::syntax::showing_line;
use crate::render::tongue::{Tongue, split_subject};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Templates that are no letters.
const OTHERS: [&str; 4] = ["head", "foot", "event.session", "event.catch_up"];

impl Renderer {
    /// The words as far as they can be read, and every fault in any template of any language, also in branches that are not taken.
    /// With an error among them the renderer is good for looking on, and for no letter.
    pub fn survey(overlay: Option<&Path>) -> (Renderer, Vec<Problem>) {
        let (renderer, mut problems) = Renderer::read(overlay);
        match fields::tree() {
            Ok(fields) => renderer.check(&fields, &mut problems),
            Err(error) => problems.push(problem_of(&error, None)),
        }
        problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        (renderer, once(problems))
    }

    fn check(&self, fields: &Value, problems: &mut Vec<Problem>) {
        let mut used_paths = BTreeSet::new();
        for (tag, tongue) in &*self.tongues {
            check_names(tag, tongue, problems);
            let mut used = BTreeSet::new();
            for name in tongue.files.keys().filter(|name| !name.starts_with('_')) {
                problems.extend(lint(tongue, name, fields, &mut used));
            }
            used_paths.extend(used.iter().filter_map(|name| tongue.files.get(name)).map(|source| source.path.as_str()));
        }
        self.check_unused(&used_paths, fields, problems);
        problems.extend(lint_layout(&self.layout, &self.layout_source));
        if problems.iter().all(|problem| problem.severity == Severity::Warning) {
            let samples = sample::contexts();
            let faults: Vec<Problem> = self.tongues.keys().flat_map(|tag| self.try_all(tag, &samples)).collect();
            problems.extend(faults);
        }
    }

    /// Parts of the overlay that no language uses. What is built in and was used by a letter that the overlay replaces is nobody's
    /// fault.
    fn check_unused(&self, used: &BTreeSet<&str>, fields: &Value, problems: &mut Vec<Problem>) {
        for tongue in self.tongues.values() {
            let is_unused =
                |source: &Source| self.overlay.contains_key(&source.path) && !used.contains(source.path.as_str());
            for (name, source) in
                tongue.files.iter().filter(|(name, source)| name.starts_with('_') && is_unused(source))
            {
                let unused = Problem::error(&source.origin, "no template uses this part").as_warning();
                problems.push(unused.hint(format!("where it belongs, write {{{{> {name}}}}}")));
                problems.extend(lint(tongue, name, fields, &mut BTreeSet::new()));
            }
        }
    }

    fn try_all(&self, tag: &str, samples: &[Sample]) -> Vec<Problem> {
        let language = Language(tag.to_owned());
        let mut problems = Vec::new();
        for sample in samples {
            let Sample { step, role, context, .. } = sample;
            let letter = self.letter(*step, *role, &language, context).map(drop);
            let event =
                if step.is_calendar() { self.event_text(&language, *role, *step, context).map(drop) } else { Ok(()) };
            problems.extend([letter, event].into_iter().filter_map(Result::err).map(|error| {
                let sources = self.tongues.values().flat_map(|tongue| tongue.files.values());
                problem_of(&error, sources.chain([&self.layout_source]).find(|source| source.origin == error.template))
            }));
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
                nearest(name, known.iter().map(String::as_str)).map(|near| format!("did you mean \"{near}.md\"?"));
            problems.push(problem);
        } else if name != "head" && !name.starts_with("foot") && split_subject(&source.text).0.is_none() {
            let problem = Problem::error(&source.origin, "the first line is not \"Subject: …\"").at(1, 1);
            problems.push(showing_line(problem, source));
        }
    }
}

fn problem_of(error: &RenderError, source: Option<&Source>) -> Problem {
    let problem = Problem::error(&error.template, &error.what).at(error.line, error.column);
    source.iter().fold(problem, |problem, source| showing_line(problem, source))
}

#[cfg(test)]
mod tests {
    use super::Renderer;
    use std::fs;
    use std::path::Path;

    #[test]
    fn what_is_built_in_has_no_fault() {
        assert_eq!(faults(None), Vec::<String>::new());
    }

    fn faults(root: Option<&Path>) -> Vec<String> {
        let shown = root.map(|root| format!("{}/", root.display())).unwrap_or_default();
        Renderer::survey(root).1.iter().map(|problem| problem.to_string().replacen(&shown, "", 1)).collect()
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
        let found = faults(Some(root.path()));
        for fault in [
            "de/closing.mentor.md:2:1: error: there is no \"partner.caled\" here; did you mean \"partner.called\"?",
            "de/goodby.md: warning: no letter has this name; did you mean \"goodbye.md\"?",
            "de/renewal.md:1:1: error: the first line is not \"Subject: …\"",
        ] {
            assert_eq!(found.iter().filter(|text| *text == fault).count(), 1, "{fault}: {found:?}");
        }
    }

    #[test]
    fn only_a_part_of_the_overlay_that_no_language_uses_is_said_to_be_unused() {
        let root = tempfile::tempdir().expect("a folder");
        for (path, text) in [
            ("de/_held.md", "es wartet"),
            ("de-du/note.md", "Subject: x\n\nx\n"),
            ("de-du/_card.md", "{{#if x}}"),
            ("en/note.md", "Subject: x\n\nx\n"),
            ("en/_spare.md", "x"),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        let unused: Vec<String> =
            faults(Some(root.path())).into_iter().filter(|text| text.contains("no template")).collect();
        assert_eq!(
            unused,
            ["en/_spare.md: warning: no template uses this part; where it belongs, write {{> _spare}}"],
            "built-in parts of the replaced notes, the German part that only Sie uses, and a faulty one are none"
        );
    }

    #[test]
    fn one_faulty_template_keeps_back_no_fault_of_another_or_of_its_own_rest() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("en")).expect("a folder");
        for (name, text) in [
            ("en/goodbye.md", "Subject: {{x\n\n{{partnr.called}} {{#if is_copy}}{{reader.caled}}"),
            ("en/_meeting.md", "{{#if mailbox is_copy=}}x\n{{> _nothing}} {{nobody}}"),
            ("en/renewal.md", "Subject: x\n{{#if is_copy}}{{> _nowhere}}{{/if}}"),
            ("en/_spare.md", "{{nothing}}"),
            ("layout.html", "{{#if programme}}{{titel}}{{/if}}{{{body}}}{{{foot}}}"),
            ("en/language.toml", "name = "),
        ] {
            fs::write(root.path().join(name), text).expect("written");
        }
        let mut found = faults(Some(root.path()));
        found.sort();
        let expected = [
            "en/_meeting.md:1:1: error: this {{ … }} is not written the way it should be; a name, or a function with names and texts in quotes, each after a blank: docs/TEMPLATES.md",
            "en/_meeting.md:2:1: error: there is no partial \"_nothing\"",
            "en/_meeting.md:2:16: error: there is no \"nobody\" here",
            "en/_spare.md:1:1: error: there is no \"nothing\" here",
            "en/_spare.md: warning: no template uses this part; where it belongs, write {{> _spare}}",
            "en/goodbye.md:1:10: error: this {{ is never closed; write }} where it ends",
            "en/goodbye.md:3:1: error: there is no \"partnr.called\" here; did you mean \"partner.called\"?",
            "en/goodbye.md:3:19: error: {{#if …}} is never closed; write {{/if}} where it ends",
            "en/goodbye.md:3:34: error: there is no \"reader.caled\" here; did you mean \"reader.called\"?",
            "en/renewal.md:2:16: error: there is no partial \"_nowhere\"",
            "layout.html:1:18: error: there is no \"titel\" here; did you mean \"title\"?",
        ];
        for fault in expected {
            assert!(found.iter().any(|text| text == fault), "{fault}: {found:#?}");
        }
        assert!(found.iter().any(|text| text.starts_with("en/language.toml:1:")), "{found:#?}");
        assert_eq!(found.len(), expected.len() + 1, "{found:#?}");
    }

    #[test]
    fn a_syntax_fault_stops_the_start_with_its_place() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("en")).expect("a folder");
        fs::write(root.path().join("en/goodbye.md"), "Subject: x\n\n{{#if is_copy}}x").expect("written");
        let problems = Renderer::new(Some(root.path())).err().expect("a fault");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].to_string().contains("en/goodbye.md:3:1:"), "{}", problems[0]);
        assert_eq!((problems[0].source_line.as_deref(), problems[0].width), (Some("{{#if is_copy}}x"), 15));
    }

    #[test]
    fn a_new_language_without_letters_is_told_what_is_missing() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("fr")).expect("a folder");
        let english = include_str!("../../templates/en/language.toml");
        fs::write(root.path().join("fr/language.toml"), english).expect("written");
        let problems = faults(Some(root.path()));
        assert!(problems.iter().any(|p| p == "fr/goodbye.mentee.md: error: this letter is missing"));
    }
}
