//! Where log lines go: into systemd's journal, field by field, where standard error leads there; else to standard error, one a line.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt, registry};

/// What others log is not ours to show below a warning: lettre logs bodies and passwords at its lower levels.
const QUIET: &str = "lettre=warn,tokio_cron_scheduler=warn,rustls=warn";
/// Before the fields' names in the journal: `SENDOFF_PAIR`.
const PREFIX: &str = "SENDOFF";

/// Begins to log: as `RUST_LOG` says, else everything of note, else with `verbose` what leads to it as well.
pub fn begin(verbose: bool) {
    let usual = format!("{},{QUIET}", if verbose { "debug" } else { "info" });
    let filter = match std::env::var("RUST_LOG") {
        Ok(said) if !said.trim().is_empty() => EnvFilter::try_new(format!("{said},{QUIET}")),
        _ => EnvFilter::try_new(&usual),
    };
    let registry = registry().with(filter.unwrap_or_else(|_| EnvFilter::new(usual)));
    let journal = leads_to_journal().then(tracing_journald::layer).and_then(Result::ok);
    let lines = || {
        let is_coloured = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        fmt::layer().with_writer(io::stderr).with_ansi(is_coloured).with_target(false)
    };
    // A second beginning in one process (a test) changes nothing.
    let _ = match journal {
        Some(journal) => {
            let journal = journal.with_field_prefix(Some(PREFIX.to_owned()));
            registry.with(journal.with_syslog_identifier("sendoff".to_owned())).try_init()
        }
        None if leads_to_journal() => registry.with(lines().without_time()).try_init(),
        None => registry.with(lines().with_timer(SystemTime)).try_init(),
    };
}

/// Whether standard error is what systemd says it connected to the journal (`$JOURNAL_STREAM`).
pub fn leads_to_journal() -> bool {
    let Ok(said) = std::env::var("JOURNAL_STREAM") else { return false };
    let stream = io::stderr().as_fd().try_clone_to_owned().map(File::from);
    stream.and_then(|stream| stream.metadata()).is_ok_and(|is| said == format!("{}:{}", is.dev(), is.ino()))
}
