//! Planning of another schema: what it does not have any more becomes what was said, and whatever else holds must hold still.

use super::apply::apply;
use super::change::{Change, Edit};
use super::command_parts::{Becomes, Fates};
use super::plan::{Plan, counted, not_in_schema};
use super::refusal::Refusal;
use super::schema_effects::{Fate, SchemaEffects};
use super::schema_follow::Follow;
use super::transaction::Transaction;
use super::validate::{Fault, FaultCode, validate};
use crate::model::{Schema, Session, Slug, TransactionId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Plans `schema`, with what becomes of records of what it does not have any more.
pub(super) fn set_schema(plan: &mut Plan<'_, '_>, schema: &Schema, becomes: &Becomes) -> Result<String, Refusal> {
    let session = plan.session;
    known_targets(schema, becomes)?;
    let schema = settled(schema, becomes)?;
    let follow = Follow::of(session, &schema, becomes, plan.context.at);
    known_sources(session, becomes, &follow.effects)?;
    refuse_open(session, &follow.effects)?;
    let before = Arc::clone(&session.schema);
    plan.edits.extend((*before != schema).then(|| Edit::Schema(Change::update(before, schema.clone()))));
    let summary = follow.effects.summary();
    plan.edits.extend(follow.edits);
    if !plan.edits.is_empty() {
        refuse_new_faults(plan, becomes)?;
    }
    plan.something(if summary.is_empty() { "Change schema".to_owned() } else { format!("Change schema: {summary}") })
}

/// Refuses to move anything to what the schema does not have.
fn known_targets(schema: &Schema, becomes: &Becomes) -> Result<(), Refusal> {
    let labels: Vec<&Slug> = schema.label_infos().map(|info| info.id).collect();
    let types: Vec<&Slug> = schema.relation_types.iter().map(|kind| &kind.id).collect();
    let attributes: Vec<&Slug> = schema.attributes.iter().map(|def| &def.id).collect();
    for (what, fates, known) in [
        ("label", &becomes.labels, labels),
        ("relation type", &becomes.relation_types, types),
        ("attribute", &becomes.attributes, attributes),
    ] {
        if let Some(other) = fates.values().flatten().find(|other| !known.contains(other)) {
            return Err(not_in_schema(what, other, &known.into_iter().map(Slug::as_str).collect::<Vec<_>>()));
        }
    }
    Ok(())
}

/// Refuses to say what becomes of what neither the schema before nor any record has: a slip of the pen.
fn known_sources(session: &Session, becomes: &Becomes, effects: &SchemaEffects) -> Result<(), Refusal> {
    let before = &session.schema;
    let labels: Vec<&str> = before.label_infos().map(|info| info.id.as_str()).collect();
    let types: Vec<&str> = before.relation_types.iter().map(|kind| kind.id.as_str()).collect();
    let attributes: Vec<&str> = before.attributes.iter().map(|def| def.id.as_str()).collect();
    let unknown = |fates: &Fates, known: &[&str], is_used: &dyn Fn(&Slug) -> bool| {
        fates.keys().find(|slug| !known.contains(&slug.as_str()) && !is_used(slug)).cloned()
    };
    if let Some(slug) = unknown(&becomes.labels, &labels, &|slug| effects.labels.contains_key(slug)) {
        return Err(not_in_schema("label", &slug, &labels));
    }
    if let Some(slug) = unknown(&becomes.relation_types, &types, &|slug| effects.relation_types.contains_key(slug)) {
        return Err(not_in_schema("relation type", &slug, &types));
    }
    match unknown(&becomes.attributes, &attributes, &|slug| effects.attributes.contains_key(slug)) {
        Some(slug) => Err(not_in_schema("attribute", &slug, &attributes)),
        None => Ok(()),
    }
}

/// The schema with what it says of labels and relation types that become others said of these.
///
/// # Errors
/// [`Refusal`] where the end of a relation type would have no label left, which would mean any.
pub fn settled(schema: &Schema, becomes: &Becomes) -> Result<Schema, Refusal> {
    let mut settled = schema.clone();
    let labels: BTreeSet<Slug> = schema.label_infos().map(|info| info.id.clone()).collect();
    let types: BTreeSet<Slug> = schema.relation_types.iter().map(|kind| kind.id.clone()).collect();
    for def in &mut settled.attributes {
        follow(&mut def.labels, &becomes.labels, &labels);
        follow(&mut def.relation_types, &becomes.relation_types, &types);
    }
    for kind in &mut settled.relation_types {
        let ends = [&mut kind.from, &mut kind.to].into_iter().chain(kind.roles.iter_mut().map(|role| &mut role.to));
        for end in ends {
            let had = end.clone();
            follow(end, &becomes.labels, &labels);
            // No label means any, which nobody asked for.
            if let (true, Some(last)) = (end.is_empty(), had.last()) {
                let why = format!(
                    "“{}” may lead from or to `{last}` and nothing else there; say in the schema what it may lead from or to, or take it out",
                    kind.name
                );
                return Err(Refusal::InUse(why));
            }
        }
    }
    Ok(settled)
}

/// Names in `list` that the schema does not have become what was said of them, each once.
fn follow(list: &mut Vec<Slug>, fates: &Fates, known: &BTreeSet<Slug>) {
    let mut kept: Vec<Slug> = Vec::new();
    for name in list.iter() {
        let name = match fates.get(name) {
            Some(fate) if !known.contains(name) => fate.clone(),
            _ => Some(name.clone()),
        };
        kept.extend(name.filter(|name| !kept.contains(name)));
    }
    *list = kept;
}

/// Refuses to leave open what becomes of something in use.
fn refuse_open(session: &Session, effects: &SchemaEffects) -> Result<(), Refusal> {
    for (label, on) in effects.labels.iter().filter(|(_, on)| on.fate == Fate::Open) {
        let mentions = on.mentions + on.waiting;
        if mentions > 0 {
            let why = in_use(&format!("the label `{label}`"), mentions, "mention", on.first.as_deref());
            return Err(Refusal::InUse(format!("{why}; relabel its mentions first, or say what becomes of them")));
        }
        let mut entries = session.entries.iter();
        if let Some(entry) = entries.find(|entry| entry.layer == *label || entry.kind.as_ref() == Some(label)) {
            let more = if on.entries > 1 { format!(", as {} in all do", on.entries) } else { String::new() };
            let why = format!("the register's entry “{}” needs `{label}`{more}", entry.name);
            return Err(Refusal::InUse(format!("{why}; change it first, or say what becomes of the label")));
        }
    }
    let mut types = effects.relation_types.iter().filter(|(_, on)| on.fate == Fate::Open && on.relations > 0);
    if let Some((label, on)) = types.next() {
        let why = in_use(&format!("the relation type `{label}`"), on.relations, "relation", on.first.as_deref());
        return Err(Refusal::InUse(format!("{why}; delete its relations first, or say what becomes of them")));
    }
    let mut values = effects.attributes.iter().filter(|(_, on)| on.open > 0);
    values.next().map_or(Ok(()), |(slug, on)| {
        let why = format!("the attribute `{slug}` has {}; say what becomes of its values", counted(on.open, "value"));
        Err(Refusal::InUse(why))
    })
}

/// "the label `x` is in use by 3 mentions, first in “y”".
fn in_use(what: &str, count: usize, kind: &str, first: Option<&str>) -> String {
    let first = first.map(|title| format!(", first in “{title}”")).unwrap_or_default();
    format!("{what} is in use by {}{first}", counted(count, kind))
}

/// Refuses a schema that contradicts itself, or under which something would not hold that holds now. Values that it asks
/// for and that are not there yet can be given later.
fn refuse_new_faults(plan: &Plan<'_, '_>, becomes: &Becomes) -> Result<(), Refusal> {
    let mut changed = plan.session.clone();
    let trial = Transaction {
        id: TransactionId(0),
        name: String::new(),
        by: plan.by(),
        at: plan.context.at,
        edits: plan.edits.clone(),
    };
    apply(&mut changed, &trial).map_err(|error| Refusal::InUse(error.to_string()))?;
    let known = validate(plan.session);
    let said: BTreeSet<String> = known.iter().map(ToString::to_string).collect();
    // Records that change say the same thing in other words.
    let mut excused: BTreeMap<(String, FaultCode), usize> = BTreeMap::new();
    for fault in known.iter().filter(|_| !becomes.is_empty()) {
        *excused.entry((fault.record.clone(), fault.code)).or_default() += 1;
    }
    let found = validate(&changed);
    let is_new = |fault: &&Fault| {
        let left = excused.get_mut(&(fault.record.clone(), fault.code));
        let is_excused = left.is_some_and(|left| std::mem::replace(left, left.saturating_sub(1)) > 0);
        fault.code != FaultCode::Missing && !is_excused && !said.contains(&fault.to_string())
    };
    let new = found.iter().find(is_new);
    new.map_or(Ok(()), |fault| Err(Refusal::InUse(format!("under this schema something would not hold: {fault}"))))
}
