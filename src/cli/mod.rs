//! Floor 4: the commands, for people at a terminal and for scripts.
//!
//! Promises: what people read fits 80 columns, names the zone of its times, and obeys nothing that stands in a file; `--json` prints one object a
//! line with the fields of docs/INTERFACES.md; the exit status says whose fault it was. Nothing is decided here: the engine does,
//! with `now` as an argument.

mod ahead;
mod answers;
mod approve;
mod args;
mod backup;
mod brake;
mod change;
mod check;
mod column;
mod deed;
mod demo;
mod fact;
mod failure;
mod fault_line;
mod forecast;
mod forget;
mod ground;
mod init;
mod keys;
mod log;
mod moment;
mod online;
mod overruled;
mod paint;
mod plan;
mod preview;
mod record;
mod reload;
mod run;
mod screen;
mod sheet_copy;
mod shell;
mod show;
mod simulate;
mod standing;
mod status;
mod story;
mod table;
mod test_mail;
mod trial;
mod words;

use crate::cli::args::{Command, Line, Place, PreviewArgs};
use crate::cli::failure::Failure;
use crate::cli::fault_line::write_failure;
use crate::cli::preview::Form;
use crate::cli::screen::Screen;
use crate::engine::clock::Clock;
use clap::Parser;
use jiff::Timestamp;
use std::process::ExitCode;

/// Does what the command line says.
pub fn main(clock: &dyn Clock) -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => error.exit(),
    };
    match obey(&line, clock) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // If nobody reads standard error either, the status still says it.
            let _ = write_failure(&mut anstream::stderr(), &failure);
            failure.status()
        }
    }
}

fn obey(line: &Line, clock: &dyn Clock) -> Result<(), Failure> {
    // The database keeps microseconds: what is decided now must not lie before now.
    let now = clock.now();
    let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
    let mut screen = Screen::standard();
    let config = line.place.config.as_path();
    let trial = trial::place(&line.place);
    match &line.command {
        Command::Init { folder } => init::init(&mut screen, folder.as_deref().unwrap_or(config)),
        Command::Check(args) => wait_for(check::check(&mut screen, &trial, args, now)),
        Command::Preview(args) => preview_letter(&mut screen, &trial, args, now),
        Command::Plan(args) => wait_for(plan::plan(&mut screen, &trial, args, now)),
        Command::Simulate(args) => wait_for(simulate::simulate(&mut screen, config, args)),
        Command::Run { once } => run::run(&mut screen, &line.place, *once, clock),
        Command::Reload => wait_for(reload::reload(&mut screen, &line.place, &trial)),
        Command::Status(args) => status::status(&mut screen, &trial, args, now),
        Command::Show(args) => wait_for(show::show(&mut screen, &trial, args, now)),
        Command::Record(args) => record::record(&mut screen, &trial, args, now),
        Command::Approve { id: Some(id), .. } => approve::approve(&mut screen, &trial, *id, now),
        Command::Approve { id: None, json } => wait_for(approve::list(&mut screen, &trial, *json, now)),
        Command::Pause { programme } => brake::pause(&mut screen, &trial, programme.as_deref()),
        Command::Resume { programme, yes } => {
            wait_for(brake::resume(&mut screen, &trial, programme.as_deref(), *yes, now))
        }
        Command::Demo(args) => wait_for(demo::demo(&mut screen, args)),
        Command::TestMail { address, step } => wait_for(test_mail::test_mail(&mut screen, &trial, address, *step, now)),
        Command::Backup { file, with_link_key } => backup::backup(&mut screen, &line.place, file, *with_link_key),
        Command::Restore { file } => backup::restore(&mut screen, &line.place, file, now),
        Command::Forget { address, yes } => wait_for(forget::forget(&mut screen, &line.place, address, *yes, now)),
        Command::Export { address } => forget::export(&mut screen, &line.place, address),
        Command::Completions { shell } => shell::completions(&mut screen, *shell),
        Command::Man => shell::man(&mut screen),
    }
}

fn preview_letter(screen: &mut Screen, place: &Place, args: &PreviewArgs, now: Timestamp) -> Result<(), Failure> {
    if let Some(file) = &args.all {
        return preview::all(screen, &place.config, file);
    }
    let Some(step) = args.step else { return Err(Failure::asked("which letter?")) };
    let form = match (args.eml, args.html, args.text) {
        (true, ..) => Form::Eml,
        (_, true, _) => Form::Html,
        (.., true) => Form::Text,
        _ => Form::Terminal,
    };
    let language = args.language.as_ref();
    match &args.pair {
        Some(pair) => preview::of_pair(screen, place, pair, step, args.role, language, form, now),
        None if form == Form::Eml => Err(Failure::asked("--eml shows the letter of a real pair: say --pair ID")),
        None => preview::sample(screen, &place.config, step, args.role, language, form),
    }
}

/// Runs something that waits, on this thread.
fn wait_for(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(work)
}
