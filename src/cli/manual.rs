//! Manual pages for `man`, made from the same table of arguments as the help.

use super::failure::{Fail, Failure, Status};
use super::output::write_out;
use clap::Command;

/// Prints the page of the program, or of the command `name`.
pub(super) fn manual(mut program: Command, name: Option<&str>) -> Result<Status, Failure> {
    // Gives every command the name under which it is called, as `byline import`.
    program.build();
    let page = match name {
        None => program,
        Some(name) => named(&program, name)?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).or_end(Status::Unwritten)?;
    write_out(&text)?;
    Ok(Status::Done)
}

fn named(program: &Command, name: &str) -> Result<Command, Failure> {
    let found = program.get_subcommands().find(|command| command.get_name() == name && !command.is_hide_set());
    found.cloned().ok_or_else(|| {
        let message = format!("{name}: there is no such command; `byline --help` lists them");
        Failure::new(Status::Usage, message)
    })
}
