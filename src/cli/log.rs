//! Where log lines go: standard error, one a line; with the journal at the other end, without a time of their own.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::SystemTime;

/// What others log is not ours to show below a warning: lettre logs bodies and passwords at its lower levels.
const QUIET: &str = "lettre=warn,tokio_cron_scheduler=warn,rustls=warn";

/// Begins to log: as `RUST_LOG` says, else everything of note, else with `verbose` what leads to it as well.
pub fn begin(verbose: bool) {
    let usual = format!("{},{QUIET}", if verbose { "debug" } else { "info" });
    let filter = match std::env::var("RUST_LOG") {
        Ok(said) if !said.trim().is_empty() => EnvFilter::try_new(format!("{said},{QUIET}")),
        _ => EnvFilter::try_new(&usual),
    };
    let filter = filter.unwrap_or_else(|_| EnvFilter::new(usual));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_target(false);
    // A second beginning in one process (a test) changes nothing.
    let _ = match std::env::var_os("JOURNAL_STREAM") {
        Some(_) => logs.without_time().try_init(),
        None => logs.with_timer(SystemTime).try_init(),
    };
}
