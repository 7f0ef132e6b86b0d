//! `completions` and `man`: made from the same description as `--help`.

use crate::cli::args::Line;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints completions for that shell.
///
/// # Errors
/// When nobody reads.
pub fn completions(screen: &mut Screen, shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Line::command(), "sendoff", &mut script);
    Ok(screen.write_raw(&script)?)
}

/// Prints the manual page: the command, and after it every command of its own.
///
/// # Errors
/// When nobody reads.
pub fn man(screen: &mut Screen) -> Result<(), Failure> {
    let mut command = Line::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands() {
        let manual = clap_mangen::Man::new(sub.clone());
        manual.render_name_section(&mut page)?;
        manual.render_synopsis_section(&mut page)?;
        manual.render_description_section(&mut page)?;
        manual.render_options_section(&mut page)?;
    }
    Ok(screen.write_raw(&page)?)
}
