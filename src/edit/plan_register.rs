//! Planning of commands on the register and conflicts.

use super::change::{Change, Edit};
use super::command::{Command, EntryDraft};
use super::plan::{Plan, not_in_schema, short};
use super::plan_entries::check_kind;
use super::plan_mentions::{check_layer, once_each};
use super::plan_relink::Gone;
use super::refusal::Refusal;
use crate::model::{Alias, Attributes, Entry, EntryId, Ext};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::AddEntry(draft) => add_entry(plan, draft),
        Command::RenameEntry { entry, name } => rename(plan, *entry, name),
        Command::AddAlias { entry, alias } => {
            let alias = not_empty("an alias", alias)?;
            update(plan, *entry, |row| {
                if row.name != alias && row.aliases.iter().all(|known| known.text != alias) {
                    row.aliases.push(plain(&alias));
                }
            })?;
            plan.something(format!("Add alias “{}”", short(&alias)))
        }
        Command::DropAlias { entry, alias } => {
            update(plan, *entry, |row| row.aliases.retain(|known| known.text != *alias))?;
            plan.something(format!("Remove alias “{}”", short(alias)))
        }
        Command::DropEntry { entry } => drop_entries(plan, &[*entry]),
        Command::DropEntries { entries } => drop_entries(plan, entries),
        Command::DropConflict { conflict } => {
            let found = plan.session.conflicts.shared(*conflict);
            let before = found.ok_or_else(|| Refusal::NoRecord { kind: "conflict", id: conflict.to_string() })?;
            plan.edits.push(Edit::Conflict(Change::delete(before)));
            Ok("Settle conflict".to_owned())
        }
        _ => Err(Refusal::Nothing("this command does not concern the register".to_owned())),
    }
}

pub(super) fn not_empty(what: &str, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::BadValue { what: what.to_owned(), why: "may not be empty".to_owned() });
    }
    Ok(text.to_owned())
}

pub(super) fn plain(text: &str) -> Alias {
    Alias { text: text.to_owned(), language: String::new(), note: String::new() }
}

/// `aliases` without empty ones, repeated ones and the name itself.
fn plain_aliases(name: &str, aliases: &[String]) -> Vec<Alias> {
    let mut kept: Vec<Alias> = Vec::new();
    for alias in aliases.iter().map(|alias| alias.trim()).filter(|alias| !alias.is_empty() && *alias != name) {
        if kept.iter().all(|known| known.text != alias) {
            kept.push(plain(alias));
        }
    }
    kept
}

pub(super) fn shared_entry(plan: &Plan<'_, '_>, id: EntryId) -> Result<Arc<Entry>, Refusal> {
    plan.session.entries.shared(id).ok_or_else(|| Refusal::NoRecord { kind: "entry", id: id.to_string() })
}

pub(super) fn update(plan: &mut Plan<'_, '_>, id: EntryId, change: impl FnOnce(&mut Entry)) -> Result<(), Refusal> {
    let before = shared_entry(plan, id)?;
    let mut after = Entry::clone(&before);
    change(&mut after);
    if after != *before {
        after.modified = Some(plan.context.at);
        plan.edits.push(Edit::Entry(Change::update(before, after)));
    }
    Ok(())
}

pub(super) fn add_entry(plan: &mut Plan<'_, '_>, draft: &EntryDraft) -> Result<String, Refusal> {
    let name = not_empty("an entry's name", &draft.name)?;
    let schema = &plan.session.schema;
    if !schema.layers.iter().any(|layer| layer.id == draft.layer) {
        let known: Vec<&str> = schema.layers.iter().map(|layer| layer.id.as_str()).collect();
        return Err(not_in_schema("layer", &draft.layer, &known));
    }
    if let Some(kind) = &draft.kind {
        plan.known_label(kind)?;
        check_kind(kind, &draft.layer)?;
    }
    if draft.article.is_none() && !draft.mentions.is_empty() {
        let why = "are named without their article; name it too".to_owned();
        return Err(Refusal::BadValue { what: "the mentions to link".to_owned(), why });
    }
    let id = draft.entry.unwrap_or_else(|| plan.context.ids.entry());
    if plan.session.entries.contains(id) {
        return Err(Refusal::InUse(format!("the register has an entry {id} already")));
    }
    let entry = Entry {
        id,
        layer: draft.layer.clone(),
        name: name.clone(),
        kind: draft.kind.clone(),
        aliases: plain_aliases(&name, &draft.aliases),
        ids: BTreeMap::new(),
        when: None,
        place: None,
        credibility: None,
        attributes: Attributes::new(),
        distinct_from: Vec::new(),
        note: String::new(),
        by: plan.by(),
        created: plan.context.at,
        modified: None,
        ext: Ext::default(),
    };
    plan.edits.push(Edit::Entry(Change::insert(entry)));
    if let Some(article) = draft.article {
        link_to_new(plan, article, draft, id)?;
    }
    Ok(format!("Add “{}” to the register", short(&name)))
}

/// Links mentions to an entry that the same transaction makes.
fn link_to_new(
    plan: &mut Plan<'_, '_>,
    article: crate::model::ArticleId,
    draft: &EntryDraft,
    entry: EntryId,
) -> Result<(), Refusal> {
    for id in once_each(&draft.mentions) {
        check_layer(&draft.layer, &draft.name, &plan.mention(article, id)?.label)?;
        plan.update_mention(article, id, |row| row.entry = Some(entry))?;
    }
    Ok(())
}

fn rename(plan: &mut Plan<'_, '_>, id: EntryId, name: &str) -> Result<String, Refusal> {
    let name = not_empty("an entry's name", name)?;
    update(plan, id, |row| {
        let old = std::mem::replace(&mut row.name, name.clone());
        row.aliases.retain(|alias| alias.text != name);
        if old != name && row.aliases.iter().all(|alias| alias.text != old) {
            row.aliases.push(plain(&old));
        }
    })?;
    plan.something(format!("Rename entry to “{}”", short(&name)))
}

fn drop_entries(plan: &mut Plan<'_, '_>, ids: &[EntryId]) -> Result<String, Refusal> {
    let before = once_each(ids).into_iter().map(|id| shared_entry(plan, id)).collect::<Result<Vec<_>, Refusal>>()?;
    let name = match before.as_slice() {
        [] => return Err(Refusal::Nothing("name the entries that are to go".to_owned())),
        [one] => format!("Delete “{}” from the register", short(&one.name)),
        some => format!("Delete {} entries from the register", some.len()),
    };
    let gone = Gone { entries: before.iter().map(|row| row.id).collect(), into: None };
    gone.relink(plan)?;
    gone.alignments(plan);
    gone.filters(plan);
    gone.others(plan)?;
    plan.edits.extend(before.into_iter().map(|row| Edit::Entry(Change::delete(row))));
    Ok(name)
}
