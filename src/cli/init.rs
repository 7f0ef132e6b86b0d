//! `init`: the starter configuration.

use crate::cli::column::{fit, width};
use crate::cli::failure::Failure;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::problem::Problem;
use crate::files::starter::{self, StarterError};
use std::io::Write;
use std::path::Path;

/// Writes the starter into that folder and says what to do next.
///
/// # Errors
/// A file that is there already, or a folder that cannot be written.
pub fn init(screen: &mut Screen, folder: &Path) -> Result<(), Failure> {
    let paths = starter::write(folder).map_err(|error| match error {
        StarterError::Exists(path) => {
            let what = "there is such a file already, and it is left as it is";
            Failure::Files(vec![Problem::error(path.display().to_string(), what)])
        }
        StarterError::Unwritable { .. } => Failure::Outside(error.into()),
    })?;
    for path in &paths {
        writeln!(screen, "  {} {}", Paint::Good.on("+"), path.display())?;
    }
    let option = if folder == Path::new("config") { String::new() } else { format!(" --config {}", folder.display()) };
    writeln!(screen, "\n{}", Paint::Heading.on("Next"))?;
    let steps = [
        ("edit the files".to_owned(), "each setting is explained where it stands"),
        (format!("sendoff check{option}"), "names whatever does not fit"),
        (format!("sendoff plan{option}"), "shows what would be sent, to whom and when"),
        (format!("sendoff run{option}"), "begins"),
    ];
    let widest = steps.iter().map(|(command, _)| width(command)).max().unwrap_or_default();
    for (command, why) in &steps {
        writeln!(screen, "  {}{}", fit(command, widest), Paint::Quiet.on(format!("   {why}")))?;
    }
    Ok(())
}
