//! Where a command prints: standard output, with colour only on a terminal, and progress on standard error.

use anstream::AutoStream;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};

/// Standard output.
pub struct Screen {
    out: AutoStream<io::Stdout>,
}

impl Screen {
    /// The process's own; `NO_COLOR` and the kind of terminal are honoured.
    pub fn standard() -> Screen {
        Screen { out: anstream::stdout() }
    }

    /// Bytes exactly as they are: letters, pages, scripts.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn write_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// One JSON object on its line.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string(value).map_err(io::Error::other)?;
        writeln!(self.out, "{text}")
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Shows how far long work is; nothing where standard error is no terminal.
pub fn progress(length: u64, what: &str) -> ProgressBar {
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(length), target);
    if let Ok(style) = ProgressStyle::with_template("{msg:30!} {bar:40.cyan} {percent:>3} %") {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar.set_message(what.to_owned());
    bar
}
