//! The renderer: every language compiled once, then letter after letter.

use crate::domain::person::{Language, Role};
use crate::domain::problem::{Problem, Severity, once};
use crate::domain::step::Step;
use crate::render::context::Context;
use crate::render::escape;
use crate::render::html;
use crate::render::letter::{EventText, Glance, Letter, RenderError};
use crate::render::markdown;
use crate::render::sources::{Source, Sources};
use crate::render::syntax::{first_fault, mend};
use crate::render::text;
use crate::render::tongue::{Tongue, wrap};
use crate::render::wordlist;
use crate::render::words::fill;
use handlebars::Handlebars;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Columns of the text part.
const COLUMNS: usize = 72;

/// The language everything falls back to.
pub(super) const LAST: &str = "en";

/// Writes letters. Clones share what was compiled.
#[derive(Clone)]
pub struct Renderer {
    pub(super) tongues: Arc<BTreeMap<String, Tongue>>,
    pub(super) layout: Arc<Handlebars<'static>>,
    pub(super) layout_source: Source,
    /// What each language inherits from, itself first.
    pub(super) ancestry: Arc<BTreeMap<String, Vec<String>>>,
    /// The files of the overlay, each with a hash of its contents.
    pub(super) overlay: Arc<BTreeMap<String, String>>,
}

/// What the layout may say.
#[derive(Serialize)]
struct Page<'a> {
    language: &'a str,
    direction: &'a str,
    title: &'a str,
    organisation: &'a str,
    programme: &'a str,
    body: &'a str,
    foot: &'a str,
}

impl Renderer {
    /// Compiles the built-in templates and those of the overlay folder, which replace them file by file.
    ///
    /// # Errors
    /// Every file that cannot be read or is no template.
    pub fn new(overlay: Option<&Path>) -> Result<Renderer, Vec<Problem>> {
        let (renderer, mut problems) = Renderer::read(overlay);
        problems.retain(|problem| problem.severity == Severity::Error);
        if problems.is_empty() { Ok(renderer) } else { Err(problems) }
    }

    /// The same with whatever can be read, and every fault in how files are written. With an error among them it is good for
    /// looking on, and for no letter.
    pub(super) fn read(overlay: Option<&Path>) -> (Renderer, Vec<Problem>) {
        let (sources, mut problems) = Sources::load(overlay);
        let mut tongues = BTreeMap::new();
        for (tag, folder) in &sources.languages {
            problems.extend(wordlist::check(tag, &sources));
            let (tongue, faults) = Tongue::compile(folder);
            problems.extend(faults);
            tongues.extend(tongue.map(|tongue| (tag.clone(), tongue)));
        }
        let mut layout = Handlebars::new();
        layout.set_strict_mode(true);
        let source = sources.layout;
        if let Err(error) = layout.register_template_string("layout", &source.text) {
            let mended = mend(&source, &source.text, 0);
            if mended.problems.is_empty() {
                problems.push(first_fault(&source, &error));
            }
            problems.extend(mended.problems);
            // What cannot be mended is not looked at any further.
            let _ = layout.register_template_string("layout", mended.text);
        }
        let renderer = Renderer {
            tongues: Arc::new(tongues),
            layout: Arc::new(layout),
            layout_source: source,
            ancestry: Arc::new(sources.ancestry),
            overlay: Arc::new(sources.overlay),
        };
        (renderer, once(problems))
    }

    /// Every language there is, by tag.
    pub fn languages(&self) -> Vec<Language> {
        self.tongues.keys().cloned().map(Language).collect()
    }

    /// Whether letters can be written in exactly that language.
    pub fn has(&self, language: &Language) -> bool {
        self.tongues.contains_key(&language.as_str().to_ascii_lowercase())
    }

    /// The language a reader's letters are written in: the wanted one, else a wider one (`de` for `de-AT`), else the
    /// programme's by the same way, else English.
    pub fn choose(&self, wanted: &Language, programme: &Language) -> Language {
        let tag = self.nearest(wanted).or_else(|| self.nearest(programme)).unwrap_or(LAST);
        Language(tag.to_owned())
    }

    fn nearest(&self, wanted: &Language) -> Option<&str> {
        let mut tag = wanted.as_str().to_ascii_lowercase().replace('_', "-");
        loop {
            if let Some((found, _)) = self.tongues.get_key_value(&tag) {
                return Some(found);
            }
            tag.truncate(tag.rfind('-')?);
        }
    }

    /// The template for that step and reader, in the language or, where it has none, in English.
    fn template(&self, language: &Language, step: &str, role: Role) -> Result<(&str, &Tongue, String), RenderError> {
        let first = self.nearest(language).unwrap_or(LAST);
        for tag in [first, LAST] {
            let Some((tag, tongue)) = self.tongues.get_key_value(tag) else { continue };
            for name in [format!("{step}.{role}"), step.to_owned()] {
                if tongue.has(&name) {
                    return Ok((tag, tongue, name));
                }
            }
        }
        let what = "there is no such template".to_owned();
        Err(RenderError { template: format!("{first}/{step}.{role}.md"), line: 0, column: 0, what })
    }

    /// Writes one letter.
    ///
    /// # Errors
    /// The template and the place in it that could not be filled.
    pub fn letter(
        &self,
        step: Step,
        role: Role,
        language: &Language,
        context: &Context,
    ) -> Result<Letter, RenderError> {
        let (tag, tongue, name) = self.template(language, step.name(), role)?;
        let values = wrap(context)?;
        let subject = subject_of(tongue, tongue.subject(&name, &values)?, context);
        let body_source = body_of(tongue, &name, &values, context)?;
        let foot_source = foot_of(tongue, role, &values)?;
        let body = markdown::read(&body_source);
        let foot = markdown::read(&foot_source);
        let page = Page {
            language: tag,
            direction: tongue.words.direction.name(),
            title: &subject,
            organisation: &escape::plain(&context.programme.organisation),
            programme: &escape::plain(&context.programme.name),
            body: &html::write(&body, html::Part::Body),
            foot: &html::write(&foot, html::Part::Foot),
        };
        let html = self.layout.render("layout", &page).map_err(|error| self.layout_fault(&error))?;
        // "-- " is what mail programs know as the start of the small print.
        let text = format!("{}\n-- \n{}", text::write(&body, COLUMNS), text::write(&foot, COLUMNS));
        Ok(Letter { subject, text, html, language: Language(tag.to_owned()) })
    }

    /// Writes a letter's own words, for a page to show.
    ///
    /// # Errors
    /// The template and the place in it that could not be filled.
    pub fn glance(
        &self,
        step: Step,
        role: Role,
        language: &Language,
        context: &Context,
    ) -> Result<Glance, RenderError> {
        let (tag, tongue, name) = self.template(language, step.name(), role)?;
        let values = wrap(context)?;
        let subject = subject_of(tongue, tongue.subject(&name, &values)?, context);
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, markdown::read(&tongue.body(&name, &values)?).into_iter());
        Ok(Glance { subject, html, language: Language(tag.to_owned()) })
    }

    /// Writes what a reader's calendar shows of the context's event.
    ///
    /// # Errors
    /// The template and the place in it that could not be filled; a context without an event.
    pub fn event_text(
        &self,
        language: &Language,
        role: Role,
        step: Step,
        context: &Context,
    ) -> Result<EventText, RenderError> {
        let file = if step == Step::CatchUpInvitation { "event.catch_up" } else { "event.session" };
        let (_, tongue, name) = self.template(language, file, role)?;
        let values = wrap(context)?;
        let description = tongue.body(&name, &values)?;
        let place = context.event.as_ref().and_then(|event| event.place.as_deref()).unwrap_or_default();
        Ok(EventText {
            summary: tongue.subject(&name, &values)?,
            description: text::write(&markdown::read(&description), 0).trim_end().to_owned(),
            location: escape::plain(place),
        })
    }

    fn layout_fault(&self, error: &handlebars::RenderError) -> RenderError {
        let number = |n: Option<usize>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        RenderError {
            template: self.layout_source.origin.clone(),
            line: number(error.line_no),
            column: number(error.column_no),
            what: error.reason().to_string(),
        }
    }
}

/// A copy and a trial say so in their subject (rule 8).
fn subject_of(tongue: &Tongue, subject: String, context: &Context) -> String {
    let patterns = &tongue.words.subjects;
    let mut subject = subject;
    if context.is_copy {
        subject = fill(&patterns.copy, &[("name", &context.reader.called), ("subject", &subject)]);
    }
    if let Some(name) = &context.test_for {
        subject = fill(&patterns.test, &[("name", name), ("subject", &subject)]);
    }
    escape::plain(&subject)
}

fn body_of(
    tongue: &Tongue,
    name: &str,
    values: &handlebars::Context,
    context: &Context,
) -> Result<String, RenderError> {
    let body = tongue.body(name, values)?;
    if !context.is_copy && context.test_for.is_none() {
        return Ok(body);
    }
    Ok(format!("{}\n\n{body}", tongue.body("head", values)?))
}

fn foot_of(tongue: &Tongue, role: Role, values: &handlebars::Context) -> Result<String, RenderError> {
    let own = format!("foot.{role}");
    tongue.body(if tongue.has(&own) { &own } else { "foot" }, values)
}
