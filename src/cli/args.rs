//! Every command and its options, in the words a coordinator reads with `--help`.

use crate::cli::check::CheckArgs;
use crate::cli::status::StatusArgs;
use crate::domain::person::{Language, Role};
use crate::domain::step::Step;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use std::path::PathBuf;

const AFTER: &str = "\
Start with:   sendoff demo              see a whole programme in a minute
              sendoff init              write the files to edit
              sendoff check             name every problem in them
              sendoff plan              see what would be sent, and when

Exit status:  0 done    1 your files, or what you asked for, are at fault
              2 usage   3 something outside failed (disk, network …)";

/// Ends mentoring relationships well: letters, calendar invitations, roadmaps and the catch-ups both people wanted
#[derive(Debug, Parser)]
#[command(name = "sendoff", version, after_help = AFTER, max_term_width = 80, arg_required_else_help = true)]
#[command(propagate_version = true, disable_help_subcommand = true)]
pub struct Line {
    /// Where to look, and how much to say
    #[command(flatten)]
    pub place: Place,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The folder with sendoff.toml and programmes/
    #[arg(long, global = true, value_name = "DIR", default_value = "config", env = "SENDOFF_CONFIG")]
    pub config: PathBuf,
    /// The folder for what is remembered [default: state]
    ///
    /// Without it $STATE_DIRECTORY, which systemd sets; else "state".
    #[arg(long, global = true, value_name = "DIR", env = "SENDOFF_STATE")]
    pub state: Option<PathBuf>,
    /// Say more about what happens (RUST_LOG says it in detail)
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

impl Place {
    /// The state folder: what was said, else systemd's, else `state`.
    pub fn state_folder(&self) -> PathBuf {
        let said = self.state.clone().or_else(|| std::env::var_os("STATE_DIRECTORY").map(PathBuf::from));
        said.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| PathBuf::from("state"))
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a whole example programme, and look at its letters
    ///
    /// Needs no files and sends nothing: a year of an invented programme passes in a moment, every letter goes into a
    /// folder, and a page on this machine shows them until you press Ctrl-C.
    Demo(DemoArgs),
    /// Write a commented starter configuration
    ///
    /// Every setting there is stands in it, explained. Nothing that exists is overwritten.
    Init {
        /// Where to; without it the configuration folder
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Read all your files and name every problem in them
    ///
    /// Settings, programmes, sheets, holidays, roadmaps and templates; every letter is tried in every language. Sends
    /// nothing and changes nothing.
    Check(CheckArgs),
    /// Show what would be sent: when, to whom, and why
    ///
    /// Plays the coming weeks through as the daemon would live them, as if nobody answered anything. Writes nothing.
    Plan(PlanArgs),
    /// Live through a stretch of time on a simulated clock
    ///
    /// The real engine with a state of its own that is thrown away; programmes are taken as approved. The letters go
    /// into a Maildir, which most mail programs can open.
    Simulate(SimulateArgs),
    /// Show a letter exactly as it would be
    Preview(PreviewArgs),
    /// Run: write what is due, send it, and wait for more
    Run {
        /// Do everything that is due now, deliver it, and end
        #[arg(long)]
        once: bool,
    },
    /// Have the running daemon read the files now
    Reload,
    /// Show where every pair stands, and what needs a person
    ///
    /// Of more than 500 pairs only the sums are shown, unless you say which ones.
    Status(StatusArgs),
    /// Show one pair's whole story
    ///
    /// What happened, what was sent, what comes next, what was not sent and why. Private answers are masked.
    Show(ShowArgs),
    /// Put on record what happened to a pair
    #[command(after_long_help = crate::cli::fact::HELP)]
    Record(RecordArgs),
    /// Show what waits for a decision, or let one go
    ///
    /// Without ID: everything that is held, and what it would do. With ID: lets exactly that go.
    Approve {
        /// The number of what is to go
        #[arg(value_name = "ID", value_parser = hold_number)]
        id: Option<i64>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Stop sending, at once, until you resume
    ///
    /// Holds over restarts. Facts are still put on record meanwhile.
    Pause {
        /// Only this programme; without it everything
        #[arg(value_name = "PROGRAMME")]
        programme: Option<String>,
    },
    /// Go on sending after a pause
    ///
    /// Says what would go, and asks.
    Resume {
        /// Only this programme; without it everything
        #[arg(value_name = "PROGRAMME")]
        programme: Option<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Send one marked letter to one address, through the real account
    ///
    /// A letter of an invented pair, marked in its subject, without a calendar part. It never counts as sent.
    TestMail {
        /// Where to
        #[arg(value_name = "ADDRESS")]
        address: String,
        /// Which letter
        #[arg(value_name = "STEP", value_parser = steps(), hide_possible_values = true, default_value = "preparation")]
        step: Step,
    },
    /// Copy what is remembered into a file, while everything runs
    Backup {
        /// A new file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Also FILE.link-key: with it the links in letters already sent work after a restore
        #[arg(long)]
        with_link_key: bool,
    },
    /// Put a backup in the place of what is remembered
    ///
    /// Nothing is sent afterwards until you have looked at it with `approve`. What was there is kept beside it.
    Restore {
        /// What `backup` wrote
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Delete everything that is held on one person
    ///
    /// Their pairs with all letters, answers, drafts and links; they do not come back with the sheet or with a backup. What
    /// stands in calendars is cancelled first.
    Forget {
        /// Whose
        #[arg(value_name = "ADDRESS")]
        address: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Print everything that is held on one person, as JSON
    ///
    /// To be given to them. Their partner's private answers are not in it.
    Export {
        /// Whose
        #[arg(value_name = "ADDRESS")]
        address: String,
    },
    /// Print completions for your shell
    Completions {
        /// Which shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where the letters go; without it a folder that is thrown away
    #[arg(long, value_name = "DIR")]
    pub mail: Option<PathBuf>,
    /// End after the timeline
    #[arg(long)]
    pub no_serve: bool,
}

/// A command that prints a table.
#[derive(Debug, Clone, Copy, Args)]
pub struct Tables {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Comma-separated, for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// From then; without it now
    #[arg(long, value_name = "T", value_parser = instant)]
    pub from: Option<Timestamp>,
    /// Until then; without it 60 days on, or 60 days after the last ending
    #[arg(long, value_name = "T", value_parser = instant)]
    pub until: Option<Timestamp>,
    /// Only this pair
    #[arg(long, value_name = "ID")]
    pub pair: Option<String>,
    /// How it is printed
    #[command(flatten)]
    pub tables: Tables,
}

/// `simulate`.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// From then: RFC 3339, or a date, meaning 00:00 UTC
    #[arg(long, value_name = "T", value_parser = instant)]
    pub from: Timestamp,
    /// Until then
    #[arg(long, value_name = "T", value_parser = instant)]
    pub until: Timestamp,
    /// The Maildir for the letters
    #[arg(long, value_name = "DIR")]
    pub mail: PathBuf,
    /// What people do meanwhile: one JSON object a line, with at, pair, who and fact
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// How it is printed
    #[command(flatten)]
    pub tables: Tables,
}

/// `preview`.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// Which letter: invitation, preparation, reminder …
    #[arg(value_name = "STEP", value_parser = steps(), hide_possible_values = true, required_unless_present = "all")]
    pub step: Option<Step>,
    /// The letter as this pair would get it; without it an invented pair
    #[arg(long, value_name = "ID")]
    pub pair: Option<String>,
    /// Whose letter: mentor, mentee or coordinator
    #[arg(long, value_name = "ROLE", value_parser = roles(), hide_possible_values = true)]
    pub role: Option<Role>,
    /// The language; without it the reader's
    #[arg(long, value_name = "L", value_parser = language)]
    pub language: Option<Language>,
    /// The whole message, byte for byte
    #[arg(long, conflicts_with_all = ["html", "text"])]
    pub eml: bool,
    /// The HTML part
    #[arg(long, conflicts_with = "text")]
    pub html: bool,
    /// The text part alone
    #[arg(long)]
    pub text: bool,
    /// Every letter in every language side by side, as a page in FILE
    #[arg(long, value_name = "FILE", conflicts_with_all = ["step", "pair", "role", "language", "eml", "html", "text"])]
    pub all: Option<PathBuf>,
}

/// `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The pair's id
    #[arg(value_name = "PAIR")]
    pub pair: String,
    /// Letter number N, byte for byte as it went out
    #[arg(long, value_name = "N", conflicts_with_all = ["json", "csv"])]
    pub eml: Option<i64>,
    /// How it is printed
    #[command(flatten)]
    pub tables: Tables,
}

/// `record`.
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// The pair's id
    #[arg(value_name = "PAIR")]
    pub pair: String,
    /// What happened: accepted, moved, met, roadmap, stopped … (see below with --help)
    #[arg(value_name = "FACT")]
    pub fact: String,
    /// Who did it: mentor, mentee or coordinator
    #[arg(long, value_name = "W", value_parser = roles(), hide_possible_values = true)]
    pub who: Option<Role>,
    /// When: RFC 3339, or a date, meaning 00:00 UTC; without it now
    #[arg(long, value_name = "T", value_parser = instant)]
    pub at: Option<Timestamp>,
    /// What more there is to say; VALUE is JSON if it parses, else text
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
}

fn steps() -> impl TypedValueParser<Value = Step> {
    PossibleValuesParser::new(Step::ALL.map(Step::name))
        .try_map(|name| Step::from_name(&name).ok_or("there is no such letter"))
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(["mentor", "mentee", "coordinator"])
        .try_map(|name| Role::from_name(&name).ok_or("there is no such role"))
}

fn language(text: &str) -> Result<Language, String> {
    let fits = !text.is_empty() && text.len() <= 35 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if fits { Ok(Language(text.to_owned())) } else { Err("write it like en, de or de-du".to_owned()) }
}

/// The number of a hold.
fn hold_number(text: &str) -> Result<i64, String> {
    text.parse()
        .map_err(|_| "write its number: `sendoff approve` alone lists what waits, each with its number".to_owned())
}

/// T: RFC 3339, or a date, meaning 00:00 UTC.
fn instant(text: &str) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let date: Date = text.parse().map_err(|_| "write it like 2027-05-20 or 2027-05-20T14:00:00Z".to_owned())?;
    if text.len() != "2027-05-20".len() {
        return Err("a time needs its zone: write it like 2027-05-20T14:00:00Z".to_owned());
    }
    let midnight = date.to_datetime(Time::midnight()).to_zoned(TimeZone::UTC);
    midnight.map(|at| at.timestamp()).map_err(|_| "that is too far away".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Line, hold_number, instant};
    use clap::CommandFactory;

    #[test]
    fn the_commands_fit_together() {
        Line::command().debug_assert();
    }

    #[test]
    fn a_time_is_rfc_3339_or_a_date() {
        for (text, at) in [
            ("2027-05-20", Some("2027-05-20T00:00:00Z")),
            ("2027-05-20T14:00:00+02:00", Some("2027-05-20T12:00:00Z")),
            ("2027-05-20T14:00:00Z", Some("2027-05-20T14:00:00Z")),
            ("2027-05-20T14:00:00", None),
            ("2027-02-30", None),
            ("tomorrow", None),
            ("", None),
        ] {
            assert_eq!(instant(text).ok().map(|at| at.to_string()).as_deref(), at, "{text}");
        }
    }

    #[test]
    fn whoever_approves_by_name_is_told_of_the_number() {
        assert_eq!(hold_number("12"), Ok(12));
        assert!(hold_number("spring").is_err_and(|what| what.contains("`sendoff approve` alone lists")));
    }

    #[test]
    fn help_fits_80_columns_and_every_command_has_some() {
        let mut command = Line::command();
        command.build();
        for command in command.get_subcommands_mut() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            let help = command.render_long_help().to_string();
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        }
    }
}
