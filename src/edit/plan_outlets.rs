//! Planning of commands on outlets: grading, making, changing, and making one of several spellings.

use super::change::{Change, Edit};
use super::command::Command;
use super::metadata_parts::{OutletChange, OutletDraft};
use super::plan::{Plan, counted, short};
use super::plan_mentions::once_each;
use super::plan_metadata::update as update_metadata;
use super::plan_register::not_empty;
use super::refusal::Refusal;
use crate::model::{ArticleId, Ext, Outlet, OutletId, SavedFilter};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::GradeOutlet { outlet, reliability } => {
            let name = update(plan, *outlet, |row| row.reliability = *reliability)?;
            plan.something(format!("Grade {name}"))
        }
        Command::AddOutlet(draft) => add(plan, draft),
        Command::EditOutlet { outlet, change } => edit(plan, *outlet, change),
        Command::MergeOutlets { into, from } => merge(plan, *into, from),
        Command::DropOutlet { outlet } => drop_outlet(plan, *outlet),
        _ => Err(Refusal::Nothing("this command does not concern outlets".to_owned())),
    }
}

fn shared(plan: &Plan<'_, '_>, id: OutletId) -> Result<Arc<Outlet>, Refusal> {
    plan.session.outlets.shared(id).ok_or_else(|| Refusal::NoRecord { kind: "outlet", id: id.to_string() })
}

/// Changes an outlet; the name that it had.
fn update(plan: &mut Plan<'_, '_>, id: OutletId, change: impl FnOnce(&mut Outlet)) -> Result<String, Refusal> {
    let before = shared(plan, id)?;
    let mut after = Outlet::clone(&before);
    change(&mut after);
    let name = before.name.clone();
    if after != *before {
        plan.edits.push(Edit::Outlet(Change::update(before, after)));
    }
    Ok(name)
}

/// `name` as an outlet's, which no outlet but `own` may have.
fn free_name(plan: &Plan<'_, '_>, own: Option<OutletId>, name: &str) -> Result<String, Refusal> {
    let name = not_empty("an outlet's name", name)?;
    let folded = name.to_lowercase();
    let mut others = plan.session.outlets.iter().filter(|row| Some(row.id) != own);
    match others.find(|row| row.name.to_lowercase() == folded) {
        Some(other) => {
            let why = format!("there is an outlet “{}” already; merge the two if they are one", short(&other.name));
            Err(Refusal::InUse(why))
        }
        None => Ok(name),
    }
}

fn add(plan: &mut Plan<'_, '_>, draft: &OutletDraft) -> Result<String, Refusal> {
    let name = free_name(plan, None, &draft.name)?;
    let id = draft.outlet.unwrap_or_else(|| plan.context.ids.outlet());
    if plan.session.outlets.contains(id) {
        return Err(Refusal::InUse(format!("there is an outlet {id} already")));
    }
    let trimmed = |text: &str| text.trim().to_owned();
    let outlet = Outlet {
        id,
        name: name.clone(),
        reliability: draft.reliability,
        country: trimmed(&draft.country),
        url: trimmed(&draft.url),
        note: trimmed(&draft.note),
        ext: Ext::default(),
    };
    plan.edits.push(Edit::Outlet(Change::insert(outlet)));
    Ok(format!("Add outlet “{}”", short(&name)))
}

fn edit(plan: &mut Plan<'_, '_>, id: OutletId, change: &OutletChange) -> Result<String, Refusal> {
    let trimmed = |text: &str| text.trim().to_owned();
    let (what, name) = match change {
        OutletChange::Name(name) => {
            let new = free_name(plan, Some(id), name)?;
            update(plan, id, |row| row.name.clone_from(&new))?;
            return plan.something(format!("Rename outlet to “{}”", short(&new)));
        }
        OutletChange::Reliability(grade) => ("reliability", update(plan, id, |row| row.reliability = *grade)?),
        OutletChange::Country(text) => ("country", update(plan, id, |row| row.country = trimmed(text))?),
        OutletChange::Url(text) => ("address", update(plan, id, |row| row.url = trimmed(text))?),
        OutletChange::Note(text) => ("note", update(plan, id, |row| row.note = trimmed(text))?),
    };
    plan.something(format!("Set {what} of outlet “{}”", short(&name)))
}

/// Makes one outlet of several. What the one that stays lacks it takes from the others, in the order they are named.
fn merge(plan: &mut Plan<'_, '_>, into: OutletId, from: &[OutletId]) -> Result<String, Refusal> {
    let before = shared(plan, into)?;
    let others = once_each(from).into_iter().map(|id| shared(plan, id)).collect::<Result<Vec<_>, Refusal>>()?;
    if others.iter().any(|other| other.id == into) {
        let why = format!("“{}” cannot be merged with itself; choose another outlet", short(&before.name));
        return Err(Refusal::InUse(why));
    }
    let name = match others.as_slice() {
        [] => return Err(Refusal::Nothing("name the outlets that are to become one with it".to_owned())),
        [one] => format!("Merge outlet “{}” into “{}”", short(&one.name), short(&before.name)),
        some => format!("Merge {} outlets into “{}”", some.len(), short(&before.name)),
    };
    update(plan, into, |row| {
        for other in &others {
            take_in(row, other);
        }
    })?;
    let gone: BTreeSet<OutletId> = others.iter().map(|other| other.id).collect();
    for article in articles_of(plan, &gone) {
        update_metadata(plan, article, |row| {
            if let Some(outlet) = &mut row.outlet {
                outlet.value = into;
            }
        })?;
    }
    filters_follow(plan, &gone, into);
    plan.edits.extend(others.into_iter().map(|other| Edit::Outlet(Change::delete(other))));
    Ok(name)
}

fn take_in(row: &mut Outlet, other: &Outlet) {
    row.reliability = row.reliability.or(other.reliability);
    for (own, text) in [(&mut row.country, &other.country), (&mut row.url, &other.url)] {
        if own.is_empty() {
            own.clone_from(text);
        }
    }
    if row.note.is_empty() {
        row.note.clone_from(&other.note);
    } else if !other.note.is_empty() && other.note != row.note {
        row.note = format!("{}\n{}", row.note, other.note);
    }
    for (key, value) in other.ext.iter() {
        row.ext.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

fn articles_of(plan: &Plan<'_, '_>, outlets: &BTreeSet<OutletId>) -> Vec<ArticleId> {
    let has = |outlet: Option<OutletId>| outlet.is_some_and(|outlet| outlets.contains(&outlet));
    let shards = plan.session.shards().iter();
    shards
        .filter(|shard| has(shard.metadata.outlet.as_ref().map(|stated| stated.value)))
        .map(|shard| shard.id())
        .collect()
}

fn filters_follow(plan: &mut Plan<'_, '_>, gone: &BTreeSet<OutletId>, into: OutletId) {
    for row in plan.session.filters.iter().filter(|row| row.outlets.iter().any(|outlet| gone.contains(outlet))) {
        let Some(before) = plan.session.filters.shared(row.id) else { continue };
        let follow = |outlet: &OutletId| if gone.contains(outlet) { into } else { *outlet };
        let outlets: Vec<OutletId> = row.outlets.iter().map(follow).collect();
        let after = SavedFilter { outlets: once_each(&outlets), ..SavedFilter::clone(&before) };
        plan.edits.push(Edit::Filter(Change::update(before, after)));
    }
}

fn drop_outlet(plan: &mut Plan<'_, '_>, id: OutletId) -> Result<String, Refusal> {
    let before = shared(plan, id)?;
    let name = short(&before.name);
    let users = articles_of(plan, &BTreeSet::from([id]));
    if let Some(first) = users.first() {
        let title = plan.shard(*first).map(|shard| short(shard.title()))?;
        let articles = counted(users.len(), "article");
        let why = format!(
            "“{name}” is the outlet of {articles}, first “{title}”; give them another outlet, or merge it with another"
        );
        return Err(Refusal::InUse(why));
    }
    if let Some(filter) = plan.session.filters.iter().find(|filter| filter.outlets.contains(&id)) {
        let filter = short(&filter.name);
        return Err(Refusal::InUse(format!(
            "the saved filter “{filter}” asks for “{name}”; change or delete it first"
        )));
    }
    plan.edits.push(Edit::Outlet(Change::delete(before)));
    Ok(format!("Delete outlet “{name}”"))
}
