//! The program `byline`: the command line, or the window where no command is given.

use byline::cli::{Ending, run};
use byline::workbench::Apart;
use std::path::PathBuf;
use std::process::ExitCode;

/// Sessions are many small records, made on one thread and given back on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Ok(own) = std::env::current_exe() {
        Apart::provide(own);
    }
    match run(std::env::args_os()) {
        Ending::Exit(status) => status,
        Ending::Window(paths) => open_window(paths),
    }
}

/// Says that there is no window in this build.
#[cfg(not(feature = "gui"))]
fn open_window(_paths: Vec<PathBuf>) -> ExitCode {
    use std::io::Write;
    let message =
        "byline: this build has no window; give a command (see `byline --help`), or build with the feature `gui`";
    // When nobody can be told, the exit status still says it.
    writeln!(std::io::stderr().lock(), "{message}").ok();
    ExitCode::from(2)
}

/// Opens the window.
#[cfg(feature = "gui")]
fn open_window(paths: Vec<PathBuf>) -> ExitCode {
    match byline::gui::run(paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            use std::io::Write;
            // When nobody can be told, the exit status still says it.
            writeln!(std::io::stderr().lock(), "byline: {message}").ok();
            ExitCode::FAILURE
        }
    }
}
