//! Several commands as one step: each is planned on what those before it leave.
//!
//! It does not know what the commands are.

use super::apply::apply;
use super::command::Command;
use super::plan::{Context, plan};
use super::refusal::Refusal;
use super::transaction::Transaction;
use crate::model::Session;
use std::sync::Arc;

/// Names that the step's own name lists; more are counted.
const MAX_NAMES: usize = 3;

/// Plans `commands` as one step; the step, and the session after it. Those that there is nothing to do for are passed over.
///
/// # Errors
/// The first [`Refusal`]; where there is nothing to do for any of them, the one that says so.
pub fn plan_together(
    session: &Session,
    commands: &[Command],
    context: &mut Context<'_>,
) -> Result<(Transaction, Session), Refusal> {
    let mut after = session.clone();
    let mut whole: Option<Transaction> = None;
    let mut names = Vec::new();
    let mut nothing = Refusal::Nothing("it means nothing for what was chosen".to_owned());
    for command in commands {
        let step = match plan(&after, command, context) {
            Ok(step) => step,
            Err(refusal @ Refusal::Nothing(_)) => {
                nothing = refusal;
                continue;
            }
            Err(refusal) => return Err(refusal),
        };
        apply(&mut after, &step).map_err(|error| Refusal::InUse(error.to_string()))?;
        names.push(step.name.clone());
        match &mut whole {
            Some(whole) => whole.edits.extend(step.edits),
            None => whole = Some(step),
        }
    }
    let mut whole = whole.ok_or(nothing)?;
    let more = names.len().saturating_sub(MAX_NAMES);
    names.truncate(MAX_NAMES);
    if more > 0 {
        names.push(format!("and {more} more"));
    }
    whole.name = names.join("; ");
    // One step leaves one line, whatever it was planned of.
    after.log = Arc::clone(&session.log);
    Arc::make_mut(&mut after.log).push(whole.log_line());
    Ok((whole, after))
}
