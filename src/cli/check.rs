//! `check`: everything that is wrong with the files, at once, before anything is sent.

use crate::cli::args::Place;
use crate::cli::column::{clean, counted, cut};
use crate::cli::failure::Failure;
use crate::cli::fault_line::write_problems;
use crate::cli::ground;
use crate::cli::keys;
use crate::cli::online;
use crate::cli::paint::Paint;
use crate::cli::screen::{Screen, progress};
use crate::cli::sheet_copy;
use crate::domain::address::Address;
use crate::domain::pair::Pair;
use crate::domain::problem::{Problem, Severity};
use crate::files::config::{Config, roadmaps, template_dir};
use crate::files::programme::ProgrammeFile;
use crate::files::roadmap;
use crate::files::sheet::doubts::{Doubts, LetGo};
use crate::files::sheet::repeats::Repeats;
use crate::files::sheet::{Row, SheetReader};
use crate::mail::names::NameService;
use crate::render::Renderer;
use crate::store::{Forgotten, Trace};
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Pairs without an end date that are named; of more, only the number is said.
const NAMED: usize = 5;

/// `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Also ask the mail server, the mailbox and the sending domain's records
    ///
    /// Logs in, looks around and says what was found. Sends nothing.
    #[arg(long)]
    pub online: bool,
    /// Also write a copy of the sheet in which every pair has its id, as CSV
    ///
    /// A new file. The ids are those the pairs go by already; with them in the sheet both addresses of a pair can change.
    #[arg(long, value_name = "FILE")]
    pub with_ids: Option<PathBuf>,
    /// Whose sheet is copied; needed where there are several programmes
    #[arg(long, value_name = "ID", requires = "with_ids")]
    pub programme: Option<String>,
}

/// What the files hold.
#[derive(Default)]
struct Survey {
    problems: Vec<Problem>,
    /// Roadmaps written by hand: the pair's id and the file.
    roadmaps: BTreeMap<String, PathBuf>,
    /// The ids of those whose pair was not seen yet.
    roadmaps_of_nobody: BTreeSet<String>,
    pairs: usize,
    rows_set_aside: usize,
    /// A sheet or programme could not be read: there may be more pairs.
    is_partial: bool,
    /// Sound rows whose `pair` cell is empty.
    rows_without_id: usize,
    /// The first pairs without a last day, and how many there are.
    endless: (Vec<String>, usize),
}

/// Reads everything and names every problem on standard error; what there is goes to `screen`.
///
/// # Errors
/// [`Failure::Files`] without problems (they are written already) if there is an error among them.
pub async fn check(screen: &mut Screen, place: &Place, args: &CheckArgs, now: Timestamp) -> Result<(), Failure> {
    let loaded = Config::load(&place.config);
    let roadmaps = BTreeMap::from_iter(roadmaps(&place.config));
    let roadmaps_of_nobody = roadmaps.keys().cloned().collect();
    let mut survey = Survey { problems: loaded.problems, roadmaps, roadmaps_of_nobody, ..Survey::default() };
    let renderer = survey.templates(template_dir(&place.config).as_deref());
    if let Some(config) = &loaded.config {
        survey.problems.extend(keys::check(&place.config, &config.service));
    }
    survey.is_partial = loaded.config.as_ref().is_none_or(|config| !config.faulty_programmes.is_empty());
    // A fault in sendoff.toml, or in a programme's own file, keeps back none in a sheet.
    let sound = loaded.config.as_ref().map_or(&[][..], |config| &config.programmes);
    let forgotten = ground::known_store(place)?.map(|store| store.forgotten()).transpose()?;
    survey.sheets(sound, &loaded.loose_programmes, doubts(&renderer, forgotten, now));
    survey.roadmaps();
    write_problems(&mut anstream::stderr(), &survey.problems)?;
    if let Some(config) = &loaded.config {
        survey.tell(screen, config, &renderer)?;
        if args.with_ids.is_none() {
            survey.offer_ids(screen)?;
        }
    }
    let errors = survey.count(Severity::Error);
    let warnings = survey.count(Severity::Warning);
    let verdict = match (errors, warnings) {
        (0, 0) => Paint::Good.on("No problems.".to_owned()),
        (0, _) => Paint::Warn.on(format!("{}, no errors.", counted(warnings, "warning", "warnings"))),
        (_, 0) => Paint::Bad.on(format!("{}.", counted(errors, "error", "errors"))),
        _ => Paint::Bad.on(format!(
            "{}, {}.",
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings")
        )),
    };
    writeln!(screen, "{verdict}")?;
    if let (Some(config), Some(copy)) = (&loaded.config, &args.with_ids) {
        sheet_copy::write(screen, place, config, args.programme.as_deref(), copy, now)?;
    }
    if let Some(config) = loaded.config.as_ref().filter(|_| args.online) {
        online::look(screen, &config.service, &NameService::of_system()).await?;
    }
    if errors > 0 { Err(Failure::Files(Vec::new())) } else { Ok(()) }
}

/// What to look for in rows beside plain faults.
fn doubts(renderer: &Renderer, forgotten: Option<Forgotten>, now: Timestamp) -> Doubts {
    let today = now.to_zoned(TimeZone::UTC).date();
    let doubts = Doubts::new(today).written_in(renderer.languages());
    match forgotten {
        Some(forgotten) => doubts.without(Box::new(Gone(forgotten))),
        None => doubts,
    }
}

/// Who was let go of, as the state remembers it.
struct Gone(Forgotten);

impl LetGo for Gone {
    fn is_forgotten(&self, address: &Address) -> bool {
        self.0.has(&Trace::Person(address.key()))
    }

    fn is_over(&self, programme: &str, mentor: &Address, mentee: &Address) -> bool {
        let programme = programme.to_owned();
        self.0.has(&Trace::Pair { programme, mentor: mentor.key(), mentee: mentee.key() })
    }
}

impl Survey {
    fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// The words, as far as they can be read. Each letter is tried once in every language.
    fn templates(&mut self, overlay: Option<&Path>) -> Renderer {
        let (renderer, problems) = Renderer::survey(overlay);
        self.problems.extend(problems);
        renderer
    }

    /// Of `loose` ones only the faults are told: what else stands in them is not in force.
    fn sheets(&mut self, sound: &[ProgrammeFile], loose: &[ProgrammeFile], mut doubts: Doubts) {
        let mut programmes: Vec<&ProgrammeFile> = sound.iter().chain(loose).collect();
        programmes.sort_by_key(|file| &file.programme.id);
        let repeats = Arc::new(Repeats::among(&programmes));
        for file in &programmes {
            let said = |problem| pointing_at(problem, file.programme.language.as_str());
            self.problems.extend(doubts.of_programme(file).map(said));
        }
        let doubts = Arc::new(Mutex::new(doubts));
        let bar = progress(programmes.len() as u64, "reading the sheets");
        for file in programmes {
            let is_in_force = sound.iter().any(|other| std::ptr::eq(other, file));
            match SheetReader::open_among(file, Arc::clone(&repeats)) {
                Ok(sheet) => self.sheet(file, sheet.doubting(Arc::clone(&doubts)), is_in_force),
                Err(problems) => {
                    self.is_partial = true;
                    self.problems.extend(problems);
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
    }

    fn sheet(&mut self, file: &ProgrammeFile, sheet: SheetReader, is_in_force: bool) {
        self.problems.extend_from_slice(sheet.warnings());
        for row in sheet {
            match row {
                Ok(row) if is_in_force => self.row(file, row),
                Ok(row) => self.problems.extend(row.problems()),
                Err(problem) => {
                    self.is_partial = true;
                    self.problems.push(problem);
                }
            }
        }
    }

    fn row(&mut self, file: &ProgrammeFile, row: Row) {
        self.problems.extend(row.problems());
        self.rows_without_id += usize::from(row.outcome.is_ok() && !row.has_id);
        match row.outcome {
            Ok(pair) => self.pair(file, pair),
            Err(_) => self.rows_set_aside += 1,
        }
    }

    fn pair(&mut self, file: &ProgrammeFile, pair: Pair) {
        if pair.ending(&file.programme).is_none() {
            let (named, count) = &mut self.endless;
            *count += 1;
            named.extend((*count <= NAMED).then(|| pair.id.clone()));
        }
        self.pairs += 1;
        self.roadmaps_of_nobody.remove(&pair.id);
    }

    fn roadmaps(&mut self) {
        for (pair, path) in &self.roadmaps {
            if let Err(problems) = roadmap::load(path, pair) {
                self.problems.extend(problems);
            }
            // A row that is set aside, or was not read, may be the one.
            let is_certain = !self.is_partial && self.rows_set_aside == 0;
            if is_certain && self.roadmaps_of_nobody.contains(pair) {
                let what = "no pair has this id, so nobody gets this roadmap";
                let hint = "call the file like the pair's id in the sheet";
                let problem = Problem::error(path.display().to_string(), what).as_warning();
                self.problems.push(problem.hint(hint));
            }
        }
    }

    /// What there is.
    fn tell(&self, screen: &mut Screen, config: &Config, renderer: &Renderer) -> std::io::Result<()> {
        let mut found =
            vec![counted(config.programmes.len(), "programme", "programmes"), counted(self.pairs, "pair", "pairs")];
        found.push(format!("letters in {}", counted(renderer.languages().len(), "language", "languages")));
        writeln!(screen, "{}", Paint::Heading.on(found.join(", ")))?;
        if self.rows_set_aside > 0 {
            let rows = counted(self.rows_set_aside, "row is", "rows are");
            writeln!(screen, "  {rows} set aside until mended; every other one goes on")?;
        }
        let (named, endless) = &self.endless;
        if *endless > 0 {
            let named: Vec<String> = named.iter().map(|id| cut(&clean(id), 24)).collect();
            let more = endless - named.len();
            let more = if more > 0 { format!(" … and {more} more") } else { String::new() };
            let pairs = counted(*endless, "pair has", "pairs have");
            writeln!(screen, "  {pairs} no last day yet: {}{more}", named.join(", "))?;
        }
        Ok(())
    }

    /// Without an id in its row a pair is known by its addresses: both at once cannot change.
    fn offer_ids(&self, screen: &mut Screen) -> std::io::Result<()> {
        if self.rows_without_id > 0 {
            let rows = counted(self.rows_without_id, "row has", "rows have");
            writeln!(screen, "  {rows} no id: `sendoff check --with-ids FILE` writes a copy with ids,")?;
            writeln!(screen, "  so that both addresses of a pair can change")?;
        }
        Ok(())
    }
}

/// The same with the line of a programme file that says its language.
fn pointing_at(problem: Problem, word: &str) -> Problem {
    let text = std::fs::read_to_string(&problem.file).unwrap_or_default();
    let says = |line: &str| line.trim_start().starts_with("language") && line.contains(word);
    let Some((at, line)) = text.lines().enumerate().find(|(_, line)| says(line)) else { return problem };
    let before = line.rfind(word).map_or(0, |byte| line[..byte].chars().count());
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    problem.at(number(at + 1), number(before + 1)).showing(line, number(word.chars().count()))
}
