//! `byline recover`: what can be had back of a session, and having it back.

use super::args::Recover as Args;
use super::failure::{Fail, Failure, Status};
use super::output::{say_json, say_line, tell, tell_all};
use crate::model::Timestamp;
use crate::store::{Expected, Overwrite, State, StateKind, VersionKind};
use crate::workbench::{self, KeptState};
use serde::Serialize;
use std::path::Path;

/// What `--json` prints of one state.
#[derive(Serialize)]
struct Line<'a> {
    number: usize,
    /// `file`, `version`, `before_migration` or `damaged`.
    kind: &'static str,
    /// When it was saved, or put aside; absent where that is not known.
    at: Option<Timestamp>,
    path: &'a Path,
    bytes: u64,
    /// The journal that continues it.
    journal: Option<&'a Path>,
    /// How many steps the journal adds.
    steps: usize,
    /// What is wrong with it; absent where it is whole.
    problem: Option<&'a str>,
}

pub(super) fn recover(args: &Args) -> Result<Status, Failure> {
    let states = workbench::states(&args.session).or_end(Status::Refused)?;
    let Some(number) = args.version.filter(|_| !args.list) else { return list(args, &states) };
    let state = states.get(number).ok_or_else(|| {
        let message = format!("{}: there is no version {number}; see `byline recover --list`", args.session.display());
        Failure::new(Status::Usage, message)
    })?;
    let Some(output) = &args.output else {
        return Err(Failure::new(Status::Usage, "name the file to write with -o"));
    };
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let KeptState { session, problems } = workbench::recover(state).or_end(Status::Refused)?;
    tell_all(&problems);
    let expected = match overwrite {
        Overwrite::Refuse => Expected::Nothing,
        Overwrite::Replace => Expected::Anything,
    };
    workbench::write_recovered(&args.session, output, state, &session, expected).or_end(Status::Unwritten)?;
    tell(&format!("{}: {}", output.display(), described(state)));
    Ok(Status::Done)
}

fn list(args: &Args, states: &[State]) -> Result<Status, Failure> {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        states: Vec<Line<'a>>,
    }
    if args.json {
        let states = states.iter().enumerate().map(|(number, state)| line(number, state)).collect();
        say_json(&Document { version: 1, states })?;
    } else {
        for (number, state) in states.iter().enumerate() {
            say_line(&format!("{number:>3}  {}", described(state)))?;
        }
    }
    Ok(Status::Done)
}

fn line(number: usize, state: &State) -> Line<'_> {
    Line {
        number,
        kind: kind(state.kind).0,
        at: state.at,
        path: &state.path,
        bytes: state.size,
        journal: state.journal.as_ref().map(|(path, _)| path.as_path()),
        steps: state.journal.as_ref().map_or(0, |(_, steps)| *steps),
        problem: state.problem.as_deref(),
    }
}

fn kind(kind: StateKind) -> (&'static str, &'static str) {
    match kind {
        StateKind::Current => ("file", "the file as it is"),
        StateKind::Version(VersionKind::Saved) => ("version", "a version that was saved"),
        StateKind::Version(VersionKind::BeforeMigration) => ("before_migration", "the file before it was migrated"),
        StateKind::Version(VersionKind::Damaged) => ("damaged", "a damaged file that was replaced"),
    }
}

fn described(state: &State) -> String {
    let at = state.at.map_or_else(|| "time unknown".to_owned(), |at| at.to_string());
    let steps = match &state.journal {
        None => String::new(),
        Some((_, 1)) => ", with 1 step of the journal that it does not have".to_owned(),
        Some((_, steps)) => format!(", with {steps} steps of the journal that it does not have"),
    };
    let problem = state.problem.as_ref().map(|problem| format!("; damaged: {problem}")).unwrap_or_default();
    format!("{at}  {}{steps}  ({} bytes){problem}", kind(state.kind).1, state.size)
}
