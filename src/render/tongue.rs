//! One language, ready to write: its words, and its templates compiled once.

use crate::domain::problem::Problem;
use crate::render::builtin;
use crate::render::context::Context;
use crate::render::escape;
use crate::render::functions;
use crate::render::letter::RenderError;
use crate::render::sources::{Folder, Source};
use crate::render::splice::splice_all;
use crate::render::syntax::{first_fault, mend};
use crate::render::words::Words;
use handlebars::Handlebars;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands before a letter's subject on its first line.
const SUBJECT: &str = "Subject:";

/// One language, ready to write.
pub struct Tongue {
    /// How it writes dates and numbers.
    pub words: Arc<Words>,
    /// Bodies and partials: what is filled in comes out as Markdown that means just that text.
    pub bodies: Handlebars<'static>,
    /// Subjects: what is filled in comes out as one plain line.
    pub subjects: Handlebars<'static>,
    /// The bodies again with their partials in place: the same words, sooner.
    pub(super) spliced: Handlebars<'static>,
    /// What pages say, by `section.key`.
    pub phrases: BTreeMap<String, String>,
    /// The files by template name, without `.md`.
    pub files: BTreeMap<String, Source>,
}

impl Tongue {
    /// Compiles the files of one language, and names every fault in its templates. With a fault it is good for looking on, and
    /// for no letter. A faulty `language.toml` counts as the English one: [`wordlist`](crate::render::wordlist) tells of it.
    pub fn compile(folder: &Folder) -> (Option<Tongue>, Vec<Problem>) {
        let mut problems = Vec::new();
        let Some(words) = read_words(folder) else { return (None, problems) };
        let mut tongue = Tongue {
            bodies: registry(escape::markdown, &words),
            subjects: registry(escape::plain, &words),
            words,
            spliced: Handlebars::new(),
            phrases: read_phrases(folder),
            files: BTreeMap::new(),
        };
        for (name, source) in folder {
            let Some(name) = name.strip_suffix(".md") else { continue };
            problems.extend(tongue.add(name, source));
        }
        tongue.spliced = splice_all(&tongue.bodies);
        (Some(tongue), problems)
    }

    fn add(&mut self, name: &str, source: &Source) -> Vec<Problem> {
        let (subject, body) = split_subject(&source.text);
        let mut problems = Vec::new();
        if name.starts_with('_') {
            // A partial can be part of both.
            register(&mut self.subjects, name, source, (&body, 0), &mut Vec::new());
        } else if let Some(subject) = subject {
            let column = source.text.split_once(subject).map_or(0, |(before, _)| before.chars().count());
            register(&mut self.subjects, name, source, (subject, column), &mut problems);
        }
        register(&mut self.bodies, name, source, (&body, 0), &mut problems);
        self.files.insert(name.to_owned(), source.clone());
        problems
    }

    /// Whether there is a template of that name.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// The Markdown of a template.
    ///
    /// # Errors
    /// The place and what is wrong there.
    pub fn body(&self, name: &str, context: &handlebars::Context) -> Result<String, RenderError> {
        if let Ok(text) = self.spliced.render_with_context(name, context) {
            return Ok(text);
        }
        // As it was written, a fault knows the file it is in.
        self.bodies.render_with_context(name, context).map_err(|error| self.fault(name, &error))
    }

    /// The subject of a template, on one line.
    ///
    /// # Errors
    /// The place and what is wrong there.
    pub fn subject(&self, name: &str, context: &handlebars::Context) -> Result<String, RenderError> {
        let subject = self.subjects.render_with_context(name, context).map_err(|error| self.fault(name, &error))?;
        Ok(escape::plain(&subject))
    }

    fn fault(&self, name: &str, error: &handlebars::RenderError) -> RenderError {
        let name = error.template_name.as_deref().unwrap_or(name);
        let number = |n: Option<usize>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        RenderError {
            template: self.files.get(name).map_or_else(|| name.to_owned(), |source| source.origin.clone()),
            line: number(error.line_no),
            column: number(error.column_no),
            what: error.reason().to_string(),
        }
    }
}

/// The context as templates see it.
///
/// # Errors
/// Never for a [`Context`]; said in words all the same.
pub fn wrap(context: &Context) -> Result<handlebars::Context, RenderError> {
    handlebars::Context::wraps(context).map_err(|error| RenderError {
        template: "context".to_owned(),
        line: 0,
        column: 0,
        what: error.reason().to_string(),
    })
}

fn registry(escape: fn(&str) -> String, words: &Arc<Words>) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.set_prevent_indent(true);
    registry.register_escape_fn(escape);
    functions::register(&mut registry, words);
    registry
}

/// The subject line and the rest; the rest keeps its line numbers.
pub fn split_subject(text: &str) -> (Option<&str>, String) {
    match text.strip_prefix(SUBJECT) {
        Some(rest) => {
            let (subject, body) = rest.split_once('\n').unwrap_or((rest, ""));
            (Some(subject.trim()), format!("\n{body}"))
        }
        None => (None, text.to_owned()),
    }
}

/// Compiles that part of a template, which begins at that column; of a faulty one, what is sound.
fn register(
    registry: &mut Handlebars<'static>,
    name: &str,
    source: &Source,
    (part, column): (&str, usize),
    problems: &mut Vec<Problem>,
) {
    let Err(error) = registry.register_template_string(name, part) else { return };
    let mended = mend(source, part, column);
    if mended.problems.is_empty() {
        problems.push(first_fault(source, &error));
    }
    problems.extend(mended.problems);
    // What cannot be mended is not looked at any further.
    let _ = registry.register_template_string(name, mended.text);
}

fn read_words(folder: &Folder) -> Option<Arc<Words>> {
    let own = folder.get("language.toml").and_then(|source| toml::from_str(&source.text).ok());
    let english = || builtin::FILES.iter().find(|(path, _)| *path == "en/language.toml").map(|(_, text)| *text);
    own.or_else(|| toml::from_str(english()?).ok()).map(Arc::new)
}

/// `pages.toml` as `section.key` and text; a language without it has none of its own. What is no text is left out, and costs
/// nothing else: [`wordlist`](crate::render::wordlist) tells of it.
fn read_phrases(folder: &Folder) -> BTreeMap<String, String> {
    let sections = folder.get("pages.toml").and_then(|source| source.text.parse::<toml::Table>().ok());
    let mut texts = BTreeMap::new();
    for (section, phrases) in sections.unwrap_or_default() {
        let toml::Value::Table(phrases) = phrases else { continue };
        for (key, phrase) in phrases {
            if let toml::Value::String(text) = phrase {
                texts.insert(format!("{section}.{key}"), text);
            }
        }
    }
    texts
}
