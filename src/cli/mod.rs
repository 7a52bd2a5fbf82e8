//! The command line: what it takes, what it prints, and with which status it ends. The window has no part in it.
//!
//! Architecture invariant: whatever changes or opens a session is done by the workbench; here arguments become its calls
//! and its results become lines. Results go to standard output, messages to standard error.

mod agree;
mod agree_text;
mod apply;
mod args;
mod diff;
mod export;
mod failure;
mod import;
mod import_report;
mod inspect;
mod manual;
mod merge;
mod migrate;
mod output;
mod recover;
mod run;
mod search;
mod suggest;

pub use run::{Ending, run};
