//! Planning of commands on the thread of notes of a mention. Everybody adds to it; what somebody wrote, nobody else changes.

use super::command::Command;
use super::plan::{Plan, short};
use super::plan_register::not_empty;
use super::refusal::Refusal;
use crate::model::{ArticleId, MentionId, Note};

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::AddNote { article, mention, text } => {
            let note = Note { by: plan.by(), at: plan.context.at, text: not_empty("a note", text)? };
            plan.update_mention(*article, *mention, |row| row.notes.push(note))?;
            plan.something(format!("Note on {}", words_of(plan, *article, *mention)?))
        }
        Command::EditNote { article, mention, note, text } => {
            let text = not_empty("a note", text)?;
            let at = plan.context.at;
            own(plan, *article, *mention, *note)?;
            plan.update_mention(*article, *mention, |row| {
                if let Some(known) = row.notes.get_mut(*note).filter(|known| known.text != text) {
                    *known = Note { by: known.by, at, text };
                }
            })?;
            plan.something(format!("Change note on {}", words_of(plan, *article, *mention)?))
        }
        Command::DropNote { article, mention, note } => {
            own(plan, *article, *mention, *note)?;
            plan.update_mention(*article, *mention, |row| {
                row.notes.remove(*note);
            })?;
            plan.something(format!("Delete note on {}", words_of(plan, *article, *mention)?))
        }
        _ => Err(Refusal::Nothing("this command does not concern notes".to_owned())),
    }
}

fn words_of(plan: &Plan<'_, '_>, article: ArticleId, mention: MentionId) -> Result<String, Refusal> {
    Ok(format!("“{}”", short(&plan.mention(article, mention)?.quote)))
}

/// Refuses to touch what is not there, or what somebody else wrote.
fn own(plan: &Plan<'_, '_>, article: ArticleId, mention: MentionId, place: usize) -> Result<(), Refusal> {
    let found = plan.mention(article, mention)?;
    let Some(note) = found.notes.get(place) else {
        let why = match found.notes.len() {
            0 => "is not there: the mention has no notes".to_owned(),
            count => format!("is not there: the mention has {count}, counted from 0"),
        };
        return Err(Refusal::BadValue { what: format!("note {place}"), why });
    };
    if note.by == plan.by() {
        return Ok(());
    }
    let who = plan.session.annotator_name(note.by);
    Err(Refusal::BadValue { what: format!("note {place}"), why: format!("is of {who}; add one of your own") })
}
