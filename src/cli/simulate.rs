//! `simulate`: a stretch of time on a simulated clock, with what people do meanwhile.

use crate::cli::answers::{self, Answer};
use crate::cli::args::SimulateArgs;
use crate::cli::deed;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::{Screen, progress};
use crate::cli::story::{self, Cast, Entry, Telling};
use crate::cli::table::{LETTERS, Table};
use crate::domain::problem::Problem;
use crate::engine::Engine;
use crate::engine::collect;
use crate::engine::outcome::Outcome;
use crate::engine::reconcile::{Mode, Reconciled, reconcile};
use crate::engine::simulate::{Play, play};
use crate::files::config::Config;
use crate::mail::maildir::Maildir;
use crate::store::DeliveryFilter;
use jiff::Timestamp;
use std::io::Write;
use std::path::Path;

/// What is played: the files, the time, and what people do.
pub struct Stage<'a> {
    /// The files.
    pub config: &'a Config,
    /// From then.
    pub from: Timestamp,
    /// Until then.
    pub until: Timestamp,
    /// The Maildir for the letters.
    pub mail: &'a Path,
    /// The name of the answers file, for faults in it.
    pub answers_file: &'a str,
    /// Its text.
    pub answers: &'a str,
}

/// What playing came to.
pub struct Played {
    /// With the state at the end.
    pub engine: Engine,
    /// Every letter, in the order it was decided.
    pub outcomes: Vec<Outcome>,
    /// What people did.
    pub deeds: Vec<Entry>,
}

/// Plays, and prints what became of every letter.
///
/// # Errors
/// Files or answers that cannot be used, or a Maildir that cannot be written.
pub async fn simulate(screen: &mut Screen, folder: &Path, args: &SimulateArgs) -> Result<(), Failure> {
    if args.until < args.from {
        return Err(Failure::asked("--until is before --from"));
    }
    let config = ground::config(folder)?;
    let answers_file = args.answers.as_ref().map_or_else(String::new, |file| file.display().to_string());
    let answers = match &args.answers {
        Some(file) => read_answers(file)?,
        None => String::new(),
    };
    let stage = Stage {
        config: &config,
        from: args.from,
        until: args.until,
        mail: &args.mail,
        answers_file: &answers_file,
        answers: &answers,
    };
    let played = stage.play().await?;
    if let Ok(mut table) = Table::begin(screen, args.tables, &LETTERS)? {
        played.outcomes.iter().try_for_each(|line| table.row(line))?;
        return Ok(());
    }
    tell(screen, &played)?;
    writeln!(screen, "The letters are in {}", Paint::Heading.on(args.mail.display()))?;
    Ok(())
}

/// Prints what was played, and the sum of it.
///
/// # Errors
/// When nobody reads, or the database.
pub fn tell(screen: &mut Screen, played: &Played) -> Result<(), Failure> {
    let mut entries = played.deeds.clone();
    entries.extend(played.outcomes.iter().cloned().map(Entry::letter));
    let cast = Cast::of(&played.engine.store, &entries)?;
    story::write(screen, &cast, &entries, Telling::Tale)?;
    let summary = story::summary(played.outcomes.iter().map(|line| (line.outcome, 1)));
    let summary = if summary.is_empty() { "nothing was sent".to_owned() } else { summary };
    writeln!(screen, "{}", Paint::Heading.on(summary))?;
    Ok(())
}

impl Stage<'_> {
    /// Plays on a state of its own.
    ///
    /// # Errors
    /// Files or answers that cannot be used.
    pub async fn play(&self) -> Result<Played, Failure> {
        let answers = answers::read(self.answers_file, self.answers).map_err(Failure::Files)?;
        let mut engine = Engine::new(ground::fresh_store()?, ground::playing_office(self.config)?);
        let read = reconcile(&mut engine.store, self.config, self.from, Mode::Approved)?;
        ground::say(&read.problems)?;
        ground::say(&self.held_for_dates(&read))?;
        self.check(&engine, &answers)?;
        let deeds = deed::entries(&engine.store, &answers)?;
        let plays: Vec<Play> =
            answers.into_iter().map(|answer| Play { pair: answer.pair, fact: answer.fact }).collect();
        let route = Maildir::new(self.mail).without_sync();
        let length = |at: Timestamp| u64::try_from(at.duration_since(self.from).as_hours()).unwrap_or(0);
        let bar = progress(length(self.until), "playing");
        play(&mut engine, &route, &plays, self.from, self.until, |_, now| {
            bar.set_position(length(now));
            Ok(())
        })
        .await?;
        bar.finish_and_clear();
        let mut outcomes = Vec::new();
        for row in engine.store.all_deliveries(DeliveryFilter::default()) {
            outcomes.extend(Outcome::of(&row?));
        }
        outcomes.sort_by_key(|line| line.at);
        Ok(Played { engine, outcomes, deeds })
    }

    /// What `run` would hold until somebody says how dates are read: here it is played as let go.
    fn held_for_dates(&self, read: &Reconciled) -> Vec<Problem> {
        let unclear = read.programmes.iter().filter(|change| change.unclear_dates.rows > 0);
        let held = unclear.map(|change| {
            let path = self.config.dir.join("programmes").join(format!("{}.toml", change.programme));
            let what = format!("`run` would hold this programme: {}", change.unclear_dates);
            Problem::error(path.display().to_string(), what).hint("here it is played as if approved").as_warning()
        });
        held.collect()
    }

    /// Every answer is somebody's who is there, and says all it must.
    fn check(&self, engine: &Engine, answers: &[Answer]) -> Result<(), Failure> {
        let mut problems: Vec<Problem> = Vec::new();
        for answer in answers {
            let fault = match engine.pair(&answer.pair) {
                Ok(_) => collect::check(&answer.fact).err(),
                Err(_) => Some(format!("there is no pair \"{}\"", crate::cli::column::clean(&answer.pair))),
            };
            problems.extend(fault.map(|what| answers::problem(self.answers_file, self.answers, answer, what)));
        }
        problems.sort_by_key(|problem| problem.line);
        if problems.is_empty() { Ok(()) } else { Err(Failure::Files(problems)) }
    }
}

fn read_answers(file: &Path) -> Result<String, Failure> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| {
        Failure::Files(vec![Problem::error(&name, format!("this file cannot be read: {}", error.kind()))])
    })?;
    String::from_utf8(bytes).map_err(|_| {
        Failure::Files(vec![Problem::error(&name, "this file is not UTF-8 text").hint("save it again as UTF-8")])
    })
}
