//! Where a password or token is kept. The files never hold the secret itself.

use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A place a secret is read from, each time it is needed.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// `{ credential = "smtp" }`: a file of that name in systemd's `$CREDENTIALS_DIRECTORY`.
    Credential(String),
    /// `{ file = "…" }`: the whole file but for a line break at its end.
    File(PathBuf),
    /// `{ env = "…" }`: an environment variable.
    Env(String),
    /// `{ command = ["…"] }`: what the command prints but for a line break at its end.
    Command(Vec<String>),
}

/// Why a secret could not be read. Never holds the secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// `$CREDENTIALS_DIRECTORY` is not set: not started by systemd, or without `LoadCredential=`.
    #[error("{0}: CREDENTIALS_DIRECTORY is not set; start with systemd's LoadCredential=, or use file, env or command")]
    NoCredentials(String),
    /// The file could not be read.
    #[error("{place}: {error}")]
    Unreadable {
        /// Which secret.
        place: String,
        /// Why not.
        error: std::io::Error,
    },
    /// The environment variable is not set, or is no Unicode.
    #[error("{0}: the environment variable is not set")]
    NotSet(String),
    /// The command ended with a failure.
    #[error("{place}: the command ended with {status}")]
    Failed {
        /// Which secret.
        place: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// There is nothing in it, or it is no text.
    #[error("{0}: there is no secret in it")]
    Empty(String),
}

impl Secret {
    /// Reads the secret. Blocks: a command may take its time.
    ///
    /// # Errors
    /// [`SecretError`], which names the place and never the secret.
    pub fn read(&self) -> Result<String, SecretError> {
        let bytes = match self {
            Secret::Credential(name) => {
                let folder = std::env::var_os("CREDENTIALS_DIRECTORY")
                    .ok_or_else(|| SecretError::NoCredentials(self.to_string()))?;
                self.read_file(PathBuf::from(folder).join(name))?
            }
            Secret::File(path) => self.read_file(path.clone())?,
            Secret::Env(name) => std::env::var(name).map_err(|_| SecretError::NotSet(self.to_string()))?.into_bytes(),
            Secret::Command(argv) => self.run(argv)?,
        };
        let text = String::from_utf8(bytes).map_err(|_| SecretError::Empty(self.to_string()))?;
        let secret = text.strip_suffix('\n').map_or(text.as_str(), |text| text.strip_suffix('\r').unwrap_or(text));
        if secret.is_empty() {
            return Err(SecretError::Empty(self.to_string()));
        }
        Ok(secret.to_owned())
    }

    fn read_file(&self, path: PathBuf) -> Result<Vec<u8>, SecretError> {
        std::fs::read(path).map_err(|error| self.unreadable(error))
    }

    fn run(&self, argv: &[String]) -> Result<Vec<u8>, SecretError> {
        let (program, arguments) = argv.split_first().ok_or_else(|| SecretError::Empty(self.to_string()))?;
        let output = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| self.unreadable(error))?;
        if !output.status.success() {
            return Err(SecretError::Failed { place: self.to_string(), status: output.status });
        }
        Ok(output.stdout)
    }

    fn unreadable(&self, error: std::io::Error) -> SecretError {
        SecretError::Unreadable { place: self.to_string(), error }
    }
}

/// The place, as an operator may read it in a log; of a command only the program, since arguments may be private.
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Credential(name) => write!(f, "credential {name}"),
            Secret::File(path) => write!(f, "file {}", path.display()),
            Secret::Env(name) => write!(f, "environment variable {name}"),
            Secret::Command(argv) => write!(f, "command {}", argv.first().map_or("", String::as_str)),
        }
    }
}

/// The same as for people: a dump of the settings must not show a command's arguments.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretError};

    #[test]
    fn a_file_loses_only_its_last_line_break() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("smtp");
        for (content, secret) in
            [("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), (" a b ", " a b "), ("a\n\n", "a\n")]
        {
            std::fs::write(&path, content).unwrap();
            assert_eq!(Secret::File(path.clone()).read().unwrap(), secret);
        }
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(Secret::File(path).read(), Err(SecretError::Empty(_))));
    }

    #[test]
    fn a_command_that_fails_gives_no_secret() {
        let sh = |script: &str| Secret::Command(["sh", "-c", script].map(str::to_owned).to_vec());
        assert_eq!(sh("printf '%s' token").read().unwrap(), "token");
        let fault = sh("printf '%s' token; exit 3").read().unwrap_err();
        assert!(matches!(fault, SecretError::Failed { .. }));
        assert!(!fault.to_string().contains("token"));
    }

    #[test]
    fn an_absent_variable_is_said() {
        let secret = Secret::Env("SENDOFF_TEST_NO_SUCH_VARIABLE".to_owned());
        assert!(matches!(secret.read(), Err(SecretError::NotSet(_))));
    }
}
