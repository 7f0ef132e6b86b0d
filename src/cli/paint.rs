//! Colours: few, calm, and only where a terminal is at the other end (`NO_COLOR` is honoured by anstream).

use anstyle::{AnsiColor, Style};
use std::fmt::{self, Display};

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// As it is.
    Plain,
    /// A heading.
    Heading,
    /// Beside the point.
    Quiet,
    /// It went well.
    Good,
    /// Ahead.
    Ahead,
    /// Worth a look.
    Warn,
    /// Wrong.
    Bad,
}

impl Paint {
    fn style(self) -> Style {
        match self {
            Paint::Plain => Style::new(),
            Paint::Heading => Style::new().bold(),
            Paint::Quiet => Style::new().dimmed(),
            Paint::Good => AnsiColor::Green.on_default(),
            Paint::Ahead => AnsiColor::Cyan.on_default(),
            Paint::Warn => AnsiColor::Yellow.on_default(),
            Paint::Bad => AnsiColor::Red.on_default().bold(),
        }
    }

    /// The text in that colour.
    pub fn on<T: Display>(self, text: T) -> Painted<T> {
        Painted { paint: self, text }
    }
}

/// A text with its colour.
#[derive(Debug, Clone, Copy)]
pub struct Painted<T> {
    paint: Paint,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = self.paint.style();
        write!(f, "{style}{}{style:#}", self.text)
    }
}
