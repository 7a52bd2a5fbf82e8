//! Planning of what becomes of a conflict that a merge left: one side's version of the record, and the conflict goes.

use super::change::{Change, Edit};
use super::command::{Command, Side};
use super::merge::{Subject, conflict_kind, difference, subject, take_out, take_theirs};
use super::plan::Plan;
use super::refusal::Refusal;
use super::validate::{Fault, FaultCode, validate_where};
use crate::model::{ArticleId, Conflict, ConflictId, Mention, MentionId, Session, Shard};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn settle(plan: &mut Plan<'_, '_>, id: ConflictId, side: Side) -> Result<String, Refusal> {
    let found = plan.session.conflicts.shared(id);
    let before = found.ok_or_else(|| Refusal::NoRecord { kind: "conflict", id: id.to_string() })?;
    let (version, verb) = match side {
        Side::Ours => (&before.ours, "Keep ours"),
        Side::Theirs => (&before.theirs, "Take theirs"),
    };
    match (version, side) {
        // A merge leaves what ours is.
        (Some(_), Side::Ours) => {}
        (Some(_), Side::Theirs) => become_theirs(plan, &before)?,
        (None, _) => delete(plan, &before)?,
    }
    // An article takes its conflicts along.
    let is_gone = |edit: &Edit| matches!(edit, Edit::Conflict(change) if change.id == id);
    if !plan.edits.iter().any(is_gone) {
        plan.edits.push(Edit::Conflict(Change::delete(Arc::clone(&before))));
    }
    Ok(format!("{verb}: {} {}", conflict_kind(&before), before.record))
}

fn cannot(conflict: &Conflict) -> Refusal {
    let Conflict { id, record, .. } = conflict;
    Refusal::InUse(format!(
        "that version of {record} does not fit this session any more; change the record by hand and then delete the conflict {id}"
    ))
}

fn become_theirs(plan: &mut Plan<'_, '_>, conflict: &Conflict) -> Result<(), Refusal> {
    let mut after = plan.session.clone();
    take_theirs(conflict, &mut after).ok_or_else(|| cannot(conflict))?;
    if let Some((Subject::Mention(at, id), _)) = subject(conflict, &after) {
        refuse_second(&after, at, id)?;
    }
    refuse_new_faults(plan.session, &after, conflict)?;
    plan.edits.append(&mut difference(plan.session, &after));
    Ok(())
}

/// The same label stands once on the same words, as for every other command.
fn refuse_second(after: &Session, at: ArticleId, id: MentionId) -> Result<(), Refusal> {
    let Some((shard, row)) = after.shard(at).and_then(|shard| Some((shard, shard.mentions.get(id)?))) else {
        return Ok(());
    };
    let is_twin = |other: &&Mention| other.id != id && other.label == row.label && other.fragments == row.fragments;
    match shard.mentions_on(row.fragments.hull()).find(is_twin) {
        None => Ok(()),
        Some(twin) => {
            let why = format!("the same label stands on these words already ({}); delete that mention first", twin.id);
            Err(Refusal::InUse(why))
        }
    }
}

/// What one side deleted goes as if somebody deleted it now, with all that hangs on it.
fn delete(plan: &mut Plan<'_, '_>, conflict: &Conflict) -> Result<(), Refusal> {
    let command = match subject(conflict, plan.session) {
        None => return Err(cannot(conflict)),
        Some((_, false)) => return Ok(()),
        Some((Subject::Article(article), _)) => Command::RemoveArticle { article },
        Some((Subject::Mention(article, mention), _)) => Command::Delete { article, mentions: vec![mention] },
        Some((Subject::Quarantined(article, mention), _)) => Command::DropQuarantined { article, mention },
        Some((Subject::Relation(article, relation), _)) => Command::Unrelate { article, relations: vec![relation] },
        Some((Subject::Region(article, region), _)) => Command::DropRegion { article, region },
        Some((Subject::Entry(entry), _)) => Command::DropEntry { entry },
        Some((Subject::Alignment(alignment), _)) => Command::DropAlignment { alignment },
        Some((Subject::Other, _)) => {
            let mut after = plan.session.clone();
            take_out(conflict, &mut after).ok_or_else(|| cannot(conflict))?;
            refuse_new_faults(plan.session, &after, conflict)?;
            plan.edits.append(&mut difference(plan.session, &after));
            return Ok(());
        }
    };
    plan.dispatch(&command).map(drop)
}

/// Refuses what would not hold. Values that are still missing can be given later.
fn refuse_new_faults(before: &Session, after: &Session, conflict: &Conflict) -> Result<(), Refusal> {
    let is_asked = |shard: &Shard| conflict.article.is_none_or(|article| shard.id() == article);
    let said = |fault: &Fault| fault.to_string();
    let known: BTreeSet<String> = validate_where(before, is_asked).iter().map(said).collect();
    let mut found = validate_where(after, is_asked).into_iter().filter(|fault| fault.code != FaultCode::Missing);
    match found.find(|fault| !known.contains(&said(fault))) {
        None => Ok(()),
        Some(fault) => {
            let id = conflict.id;
            Err(Refusal::InUse(format!(
                "with that version something would not hold: {fault}; change the record by hand and then delete the conflict {id}"
            )))
        }
    }
}
