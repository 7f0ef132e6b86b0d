//! The `sendoff` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    sendoff::cli::main(&sendoff::daemon::clock::WallClock)
}
