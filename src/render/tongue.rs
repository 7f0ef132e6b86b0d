//! One language, ready to write: its words, and its templates compiled once.

use crate::domain::problem::Problem;
use crate::render::context::Context;
use crate::render::escape;
use crate::render::functions;
use crate::render::letter::RenderError;
use crate::render::sources::{Folder, Source, toml_problem};
use crate::render::splice::splice_all;
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
    /// Compiles the files of one language.
    ///
    /// # Errors
    /// Every syntax error in any of them.
    pub fn compile(folder: &Folder) -> Result<Tongue, Vec<Problem>> {
        let words = Arc::new(read_words(folder).map_err(|problem| vec![problem])?);
        let mut tongue = Tongue {
            bodies: registry(escape::markdown, &words),
            subjects: registry(escape::plain, &words),
            words,
            spliced: Handlebars::new(),
            phrases: read_phrases(folder).map_err(|problem| vec![problem])?,
            files: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        for (name, source) in folder {
            let Some(name) = name.strip_suffix(".md") else { continue };
            if let Err(problem) = tongue.add(name, source) {
                problems.push(problem);
            }
        }
        tongue.spliced = splice_all(&tongue.bodies);
        if problems.is_empty() { Ok(tongue) } else { Err(problems) }
    }

    fn add(&mut self, name: &str, source: &Source) -> Result<(), Problem> {
        let (subject, body) = split_subject(&source.text);
        // A partial can be part of both.
        let subject = if name.starts_with('_') { Some(source.text.as_str()) } else { subject };
        if let Some(subject) = subject {
            let template = self.subjects.register_template_string(name, subject);
            template.map_err(|error| template_problem(source, &error))?;
        }
        self.bodies.register_template_string(name, body).map_err(|error| template_problem(source, &error))?;
        self.files.insert(name.to_owned(), source.clone());
        Ok(())
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

fn read_words(folder: &Folder) -> Result<Words, Problem> {
    let source = folder
        .get("language.toml")
        .cloned()
        .unwrap_or_else(|| Source { origin: "language.toml".to_owned(), text: String::new() });
    // The text is the joined one of several files, so a place in it would lead nowhere.
    toml::from_str(&source.text).map_err(|error| Problem {
        line: 0,
        source_line: None,
        ..toml_problem(&source, &error)
    })
}

/// `pages.toml` as `section.key` and text; a language without it has none of its own.
fn read_phrases(folder: &Folder) -> Result<BTreeMap<String, String>, Problem> {
    let Some(source) = folder.get("pages.toml") else { return Ok(BTreeMap::new()) };
    let sections: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(&source.text)
        .map_err(|error| Problem { line: 0, source_line: None, ..toml_problem(source, &error) })?;
    let flat = sections
        .into_iter()
        .flat_map(|(section, phrases)| phrases.into_iter().map(move |(key, text)| (format!("{section}.{key}"), text)));
    Ok(flat.collect())
}

fn template_problem(source: &Source, error: &handlebars::TemplateError) -> Problem {
    let problem = Problem::error(&source.origin, what_is_wrong(error));
    let Some((line, column)) = error.pos() else { return problem };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let text = source.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    problem.at(number(line), number(column)).showing(text, 1)
}

fn what_is_wrong(error: &handlebars::TemplateError) -> String {
    use handlebars::TemplateErrorReason as Reason;
    match error.reason() {
        Reason::MismatchingClosedHelper(open, close) => {
            format!("{{{{#{open}}}}} is open here, but {{{{/{close}}}}} closes something else")
        }
        Reason::InvalidParam(parameter) => format!("{parameter} is no name and no text in quotes"),
        _ => "this is no template: a {{ … }} is not written the way it should be".to_owned(),
    }
}
