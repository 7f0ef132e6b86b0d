//! Faults in the user's files: where, what, and what to do.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; everything goes on.
    Warning,
    /// The row, file or setting is not used as it stands.
    Error,
}

/// A fault in a file somebody wrote. Collected, and shown all at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file as the user would name it, relative to where the command was started.
    pub file: String,
    /// Line, counted from 1; 0 if it is about the whole file.
    pub line: u32,
    /// Column in characters, counted from 1; 0 if it is about the whole line.
    pub column: u32,
    /// The line itself, for the caret.
    pub source_line: Option<String>,
    /// How many characters the caret underlines; at least 1.
    pub width: u32,
    /// What is wrong, in one sentence without a full stop.
    pub what: String,
    /// What to do, in one sentence without a full stop.
    pub hint: Option<String>,
}

impl Problem {
    /// An error about a whole file.
    pub fn error(file: impl Into<String>, what: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Error,
            file: file.into(),
            line: 0,
            column: 0,
            source_line: None,
            width: 1,
            what: what.into(),
            hint: None,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Problem {
        self.severity = Severity::Warning;
        self
    }

    /// The same at that place.
    #[must_use]
    pub fn at(mut self, line: u32, column: u32) -> Problem {
        self.line = line;
        self.column = column;
        self
    }

    /// The same with the line it is about.
    #[must_use]
    pub fn showing(mut self, source_line: impl Into<String>, width: u32) -> Problem {
        self.source_line = Some(source_line.into());
        self.width = width.max(1);
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
}

/// The problems in their order, each told once: what several places inherit is at fault once.
pub fn once(problems: Vec<Problem>) -> Vec<Problem> {
    let mut told: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        if !told.contains(&problem) {
            told.push(problem);
        }
    }
    told
}

/// `file:line:column: error: what; hint`, without the user's line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column.max(1))?;
        }
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, " {word}: {}", self.what)?;
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}
