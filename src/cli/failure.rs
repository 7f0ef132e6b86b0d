//! How a command fails, by who can do something about it: that is the exit status (docs/INTERFACES.md, "Commands").

use crate::domain::problem::Problem;
use crate::render::RenderError;
use crate::store::StoreError;
use std::io;
use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Faults in the user's files; status 1.
    Files(Vec<Problem>),
    /// What was asked for does not exist or cannot be; status 1. One sentence without a full stop.
    Asked(String),
    /// The machine, the network or another program; status 3.
    Outside(anyhow::Error),
    /// Nobody reads the output any more (`sendoff plan | head`): nothing to say.
    NobodyReads,
}

impl Failure {
    /// The exit status.
    pub fn status(&self) -> ExitCode {
        match self {
            Failure::Files(_) | Failure::Asked(_) => ExitCode::from(1),
            Failure::Outside(_) => ExitCode::from(3),
            Failure::NobodyReads => ExitCode::SUCCESS,
        }
    }

    /// What was asked for does not exist or cannot be.
    pub fn asked(what: impl Into<String>) -> Failure {
        Failure::Asked(what.into())
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Failure {
        Failure::Files(problems)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if error.kind() == io::ErrorKind::BrokenPipe { Failure::NobodyReads } else { Failure::Outside(error.into()) }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Outside(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Outside(error.into())
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Failure {
        Failure::Files(vec![Problem::error(&error.template, &error.what).at(error.line, error.column)])
    }
}
