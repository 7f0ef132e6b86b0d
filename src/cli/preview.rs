//! `preview`: letters before anybody gets them.

use crate::cli::args::Place;
use crate::cli::column::clean;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::person::{Language, Role};
use crate::domain::step::Step;
use crate::engine::Engine;
use crate::engine::reconcile::{Mode, reconcile};
use crate::files::config::template_dir;
use crate::render::gallery::gallery;
use crate::render::{Letter, RenderError, Renderer, sample};
use jiff::Timestamp;
use std::io::Write;
use std::path::Path;

/// How a letter is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Subject and text.
    Terminal,
    /// The text part alone.
    Text,
    /// The HTML part alone.
    Html,
    /// The whole message, byte for byte.
    Eml,
}

/// The words as the configuration has them, whatever else is wrong with it; without one, those built in.
///
/// # Errors
/// Templates that cannot be read.
pub fn renderer(folder: &Path) -> Result<Renderer, Failure> {
    Renderer::new(template_dir(folder).as_deref()).map_err(Failure::Files)
}

/// Why a letter could not be written: what `check` says of its template, with the line, else what the template language says.
fn told(folder: &Path, error: RenderError) -> Failure {
    let (_, mut problems) = Renderer::survey(template_dir(folder).as_deref());
    problems.retain(|problem| problem.file == error.template);
    if problems.is_empty() { Failure::from(error) } else { Failure::Files(problems) }
}

/// Writes the page with every letter.
///
/// # Errors
/// A template that fails, or a file that cannot be written.
pub fn all(screen: &mut Screen, folder: &Path, file: &Path) -> Result<(), Failure> {
    let page = gallery(&renderer(folder)?, &sample::contexts()).map_err(|error| told(folder, error))?;
    std::fs::write(file, page).map_err(|error| unwritable(file, error))?;
    writeln!(screen, "Every letter is in {}", Paint::Heading.on(file.display()))?;
    Ok(())
}

/// Shows a letter to an invented pair.
///
/// # Errors
/// A role that letter does not go to, or a template that fails.
pub fn sample(
    screen: &mut Screen,
    folder: &Path,
    step: Step,
    role: Option<Role>,
    language: Option<&Language>,
    form: Form,
) -> Result<(), Failure> {
    let role = reader(step, role)?;
    let context = sample::of(step, role).ok_or_else(|| not_to(step, role))?;
    let renderer = renderer(folder)?;
    let language = language.cloned().unwrap_or_else(|| Language("en".to_owned()));
    if !renderer.has(&language) {
        let known: Vec<String> = renderer.languages().into_iter().map(|known| known.as_str().to_owned()).collect();
        let what = format!("there are no letters in \"{}\"; there is {}", language.as_str(), known.join(", "));
        return Err(Failure::Asked(what));
    }
    let letter = renderer.letter(step, role, &language, &context).map_err(|error| told(folder, error))?;
    show(screen, &letter, &format!("{step} to the {role}, an invented pair"), form)
}

/// Shows the letter that pair would get if it went now.
///
/// # Errors
/// An unknown pair, a role that letter does not go to, or a template that fails.
#[allow(clippy::too_many_arguments, reason = "each is one word of the command line")]
pub fn of_pair(
    screen: &mut Screen,
    place: &Place,
    pair: &str,
    step: Step,
    role: Option<Role>,
    language: Option<&Language>,
    form: Form,
    now: Timestamp,
) -> Result<(), Failure> {
    let role = reader(step, role)?;
    if role == Role::Coordinator {
        return Err(Failure::asked(format!("\"{step}\" is not about one pair: leave --pair out")));
    }
    let config = ground::config(&place.config)?;
    let mut store = match ground::known_store(place)? {
        Some(store) => store.rehearsal()?,
        None => ground::fresh_store()?,
    };
    reconcile(&mut store, &config, now, Mode::Approved)?;
    let office = ground::office(&config, &store, place)?;
    let preview = Engine::new(store, office).preview(pair, step, role, language, now)?;
    match form {
        Form::Eml => Ok(screen.write_raw(&preview.posted.message.bytes)?),
        form => show(screen, &preview.letter, &format!("{step} to the {role} of {}", clean(pair)), form),
    }
}

/// The role that was asked for, else the first the letter goes to.
///
/// # Errors
/// The letter does not go to that role.
pub fn reader(step: Step, role: Option<Role>) -> Result<Role, Failure> {
    let readers = step.readers();
    match role {
        Some(role) if readers.contains(&role) => Ok(role),
        Some(role) => Err(not_to(step, role)),
        None => readers.first().copied().ok_or_else(|| Failure::asked(format!("\"{step}\" goes to nobody"))),
    }
}

fn not_to(step: Step, role: Role) -> Failure {
    let readers: Vec<&str> = step.readers().iter().map(|role| role.name()).collect();
    Failure::asked(format!("\"{step}\" does not go to the {role}; it goes to the {}", readers.join(" and the ")))
}

/// Prints a letter.
///
/// # Errors
/// When nobody reads.
pub fn show(screen: &mut Screen, letter: &Letter, about: &str, form: Form) -> Result<(), Failure> {
    match form {
        Form::Html | Form::Eml => screen.write_raw(letter.html.as_bytes())?,
        Form::Text => screen.write_raw(letter.text.as_bytes())?,
        Form::Terminal => {
            writeln!(screen, "{}", Paint::Quiet.on(format!("{about}, {}", letter.language.as_str())))?;
            writeln!(screen, "{}\n", Paint::Heading.on(&letter.subject))?;
            screen.write_all(letter.text.as_bytes())?;
        }
    }
    Ok(())
}

fn unwritable(file: &Path, error: std::io::Error) -> Failure {
    Failure::Outside(anyhow::Error::new(error).context(format!("{} cannot be written", file.display())))
}
