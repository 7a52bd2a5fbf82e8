//! From arguments to the work, and from its outcome to an exit status.

use super::args::{Cli, Command};
use super::failure::{Fail, Failure, Status};
use super::output::tell;
use super::{agree, apply, diff, export, import, inspect, manual, merge, migrate, recover, search, suggest};
use crate::workbench::serve_pdf;
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is left to do once the arguments were read.
#[derive(Debug)]
pub enum Ending {
    /// Nothing: end with this status.
    Exit(ExitCode),
    /// Open the window on these paths.
    Window(Vec<PathBuf>),
}

/// Does what `args` ask for, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Ending {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output, complaints to standard error; nobody is left to tell when that fails.
            error.print().ok();
            let status = if error.use_stderr() { Status::Usage } else { Status::Done };
            return Ending::Exit(status.into());
        }
    };
    let Some(command) = cli.command else { return Ending::Window(cli.paths) };
    let status = dispatch(&command).unwrap_or_else(|failure| {
        tell(&failure.told());
        failure.status
    });
    Ending::Exit(status.into())
}

fn dispatch(command: &Command) -> Result<Status, Failure> {
    match command {
        Command::Import(args) => import::import(args),
        Command::Export(args) => export::export(args),
        Command::Report(args) => export::report(args),
        Command::Validate(args) => inspect::validate(args),
        Command::Stats(args) => inspect::stats(args),
        Command::Search(args) => search::search(args),
        Command::Suggest(args) => suggest::suggest(args),
        Command::Apply(args) => apply::apply(args),
        Command::Agree(args) => agree::agree(args),
        Command::Diff(args) => diff::diff(args),
        Command::Merge(args) => merge::merge(args),
        Command::Migrate(args) => migrate::migrate(args),
        Command::Recover(args) => recover::recover(args),
        Command::Formats { json } => inspect::formats(*json),
        Command::ReadPdf { memory, time } => {
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            serve_pdf(*memory, *time, input, output).or_end(Status::Unwritten)?;
            Ok(Status::Done)
        }
        Command::Man { command } => manual::manual(Cli::command(), command.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "byline", &mut script);
            super::output::write_out(&script)?;
            Ok(Status::Done)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        Cli::command().debug_assert();
    }
}
