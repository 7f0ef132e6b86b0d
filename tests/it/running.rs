//! A daemon that runs while a test looks on.

use super::desk::Desk;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A daemon; what it logs is read until something stands in it.
pub struct Running {
    pub child: Child,
    log: BufReader<std::process::ChildStderr>,
}

impl Running {
    /// Starts it, and waits until it runs.
    pub fn start(desk: &Desk) -> Running {
        let mut running = Running::begin(desk.command(&["run"]));
        running.until("sendoff runs");
        running
    }

    /// Starts that command.
    pub fn begin(mut command: Command) -> Running {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the daemon starts");
        let log = BufReader::new(child.stderr.take().expect("its log"));
        Running { child, log }
    }

    /// Reads the log up to the line with that text; all of it, if there is none.
    pub fn until(&mut self, text: &str) -> String {
        let mut seen = String::new();
        while !seen.contains(text) && self.log.read_line(&mut seen).is_ok_and(|length| length > 0) {}
        seen
    }

    /// Sends a signal, like `-TERM`.
    pub fn signal(&self, name: &str) {
        let number = self.child.id().to_string();
        let kill = Command::new("kill").args([name, &number]).status();
        assert!(kill.is_ok_and(|status| status.success()), "{name}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
