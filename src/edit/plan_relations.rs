//! Planning of commands on relations: their making, changing and end, under what the schema allows.

use super::change::{Change, Edit};
use super::command::Command;
use super::command_parts::RelationChange;
use super::plan::{Plan, counted, not_in_schema, short};
use super::plan_mentions::{check_confidence, flagged, once_each, put_flag, put_note, review_verb, reviewed};
use super::refusal::Refusal;
use crate::model::{
    ArticleId, AttributeDef, Attributes, Ext, Label, Mention, MentionId, Note, Provenance, Relation, RelationId,
    RelationType, Review, Schema, Shard, Slug, Value,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Relations that a refusal names; more are counted.
const NAMED: usize = 3;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::Relate { article, from, to, label, role } => {
            relate(plan, *article, (*from, *to), label, role.as_ref(), Provenance::default())
        }
        Command::SetRelation { article, relation, change } => set(plan, *article, *relation, change),
        Command::Unrelate { article, relations } => unrelate(plan, *article, relations),
        _ => Err(Refusal::Nothing("this command does not concern relations".to_owned())),
    }
}

pub(super) fn relate(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    (from, to): (MentionId, MentionId),
    label: &Slug,
    role: Option<&Slug>,
    provenance: Provenance,
) -> Result<String, Refusal> {
    let source = plan.mention(article, from)?;
    let target = plan.mention(article, to)?;
    let relation = new_relation(plan, article, (&source, &target), (label, role), provenance)?;
    plan.edits.push(Edit::Relation(article, Change::insert(relation)));
    Ok(format!("Relate “{}” to “{}”", short(&source.quote), short(&target.quote)))
}

/// The relation from one mention to another, if it may be made; the two need not be in the article yet.
pub(super) fn new_relation(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    (source, target): (&Mention, &Mention),
    (label, role): (&Slug, Option<&Slug>),
    provenance: Provenance,
) -> Result<Relation, Refusal> {
    let relation = Relation {
        id: plan.context.ids.relation(),
        label: label.clone(),
        role: role.cloned(),
        from: source.id,
        to: target.id,
        attributes: Attributes::new(),
        confidence: None,
        flags: Vec::new(),
        notes: Vec::new(),
        review: Review::default(),
        provenance,
        by: plan.by(),
        created: plan.context.at,
        modified: None,
        ext: Ext::default(),
    };
    check_between(&plan.session.schema, plan.shard(article)?, &relation, (&source.label, &target.label), None)?;
    Ok(relation)
}

/// Refuses a relation that its type does not allow, or that another one than `except` is already.
fn check(schema: &Schema, shard: &Shard, relation: &Relation, except: Option<RelationId>) -> Result<(), Refusal> {
    let ends = (label_of(shard, relation.from)?, label_of(shard, relation.to)?);
    check_between(schema, shard, relation, ends, except)
}

/// As [`check`], between mentions of these labels.
fn check_between(
    schema: &Schema,
    shard: &Shard,
    relation: &Relation,
    ends: (&Label, &Label),
    except: Option<RelationId>,
) -> Result<(), Refusal> {
    if relation.from == relation.to {
        return Err(Refusal::InUse("a mention cannot be related to itself; choose another one".to_owned()));
    }
    check_ends(schema, relation, ends)?;
    let is_twin = |known: &Relation| {
        Some(known.id) != except
            && (known.from, known.to) == (relation.from, relation.to)
            && (&known.label, &known.role) == (&relation.label, &relation.role)
    };
    if shard.relations_of(relation.from).any(is_twin) {
        return Err(Refusal::Nothing("these two are related like this already".to_owned()));
    }
    Ok(())
}

/// Refuses what the type does not allow for mentions with these labels.
fn check_ends(schema: &Schema, relation: &Relation, (source, target): (&Label, &Label)) -> Result<(), Refusal> {
    let kind = type_of(schema, &relation.label)?;
    let role = relation.role.as_ref();
    let role_def = role.map(|role| kind.roles.iter().find(|known| known.id == *role)).unwrap_or_default();
    if let (Some(role), None) = (role, role_def) {
        return Err(not_in_schema("role in this relation called", role, &roles_of(kind)));
    }
    let allowed_to = role_def.map(|role| &role.to).filter(|to| !to.is_empty()).unwrap_or(&kind.to);
    let fits = |label: &Label, allowed: &[Label]| allowed.is_empty() || allowed.iter().any(|one| label.is_within(one));
    if fits(source, &kind.from) && fits(target, allowed_to) {
        return Ok(());
    }
    let names = |labels: &[Label]| match labels {
        [] => "any label".to_owned(),
        some => some.iter().map(|label| schema.label_name(label)).collect::<Vec<_>>().join(", "),
    };
    Err(Refusal::Ends {
        relation: kind.name.clone(),
        from: schema.label_name(source).to_owned(),
        to: schema.label_name(target).to_owned(),
        allowed_from: names(&kind.from),
        allowed_to: names(allowed_to),
    })
}

/// Refuses other labels for mentions of an article whose relations would not be allowed any more.
pub(super) fn keep_relations(
    schema: &Schema,
    shard: &Shard,
    changed: &BTreeSet<MentionId>,
    label: &Label,
) -> Result<(), Refusal> {
    let mut broken = BTreeMap::new();
    for relation in changed.iter().flat_map(|id| shard.relations_of(*id)) {
        let before = (label_of(shard, relation.from)?, label_of(shard, relation.to)?);
        let after = |id: MentionId, before| if changed.contains(&id) { label } else { before };
        let after = (after(relation.from, before.0), after(relation.to, before.1));
        if check_ends(schema, relation, before).is_ok()
            && let Err(why) = check_ends(schema, relation, after)
        {
            let words = |id| shard.mentions.get(id).map(|row| short(&row.quote)).unwrap_or_default();
            broken.insert(relation.id, format!("“{}” → “{}”: {why}", words(relation.from), words(relation.to)));
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    let hold = if broken.len() == 1 { "does not allow it" } else { "do not allow it" };
    let named: Vec<&str> = broken.values().take(NAMED).map(String::as_str).collect();
    let more = broken.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    let count = counted(broken.len(), "relation");
    Err(Refusal::InUse(format!("{count} {hold}. {}{more}. Change or delete such relations first", named.join("; "))))
}

fn roles_of(kind: &RelationType) -> Vec<&str> {
    kind.roles.iter().map(|known| known.id.as_str()).collect()
}

fn type_of<'s>(schema: &'s Schema, label: &Slug) -> Result<&'s RelationType, Refusal> {
    schema.relation_type(label).ok_or_else(|| {
        let known: Vec<&str> = schema.relation_types.iter().map(|kind| kind.id.as_str()).collect();
        not_in_schema("relation type", label, &known)
    })
}

/// The label of a mention of the article, in the quarantine or not.
fn label_of(shard: &Shard, id: MentionId) -> Result<&Label, Refusal> {
    let mention = shard.mentions.get(id).map(|mention| &mention.label);
    let found = mention.or_else(|| shard.quarantine.get(id).map(|row| &row.mention.label));
    found.ok_or_else(|| Refusal::NoRecord { kind: "mention", id: id.to_string() })
}

fn find(plan: &Plan<'_, '_>, article: ArticleId, id: RelationId) -> Result<Arc<Relation>, Refusal> {
    let found = plan.shard(article)?.relations.shared(id);
    found.ok_or_else(|| Refusal::NoRecord { kind: "relation", id: id.to_string() })
}

fn set(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    id: RelationId,
    change: &RelationChange,
) -> Result<String, Refusal> {
    let before = find(plan, article, id)?;
    let mut after = Relation::clone(&before);
    let name = put(plan, article, &mut after, change)?;
    if after != *before {
        let is_moved =
            (&after.label, &after.role, after.from, after.to) != (&before.label, &before.role, before.from, before.to);
        if is_moved {
            ask_for_role(&plan.session.schema, &after)?;
            check(&plan.session.schema, plan.shard(article)?, &after, Some(id))?;
        }
        after.modified = Some(plan.context.at);
        plan.edits.push(Edit::Relation(article, Change::update(before, after)));
    }
    plan.something(name)
}

/// Refuses a relation without a role where its type has roles.
fn ask_for_role(schema: &Schema, relation: &Relation) -> Result<(), Refusal> {
    let kind = type_of(schema, &relation.label)?;
    if relation.role.is_some() || kind.roles.is_empty() {
        return Ok(());
    }
    let why = format!("asks for a role; it has {}", roles_of(kind).join(", "));
    Err(Refusal::BadValue { what: format!("“{}”", kind.name), why })
}

/// Makes `row` what `change` asks for; the step's name.
fn put(
    plan: &Plan<'_, '_>,
    article: ArticleId,
    row: &mut Relation,
    change: &RelationChange,
) -> Result<String, Refusal> {
    let schema = &plan.session.schema;
    Ok(match change {
        RelationChange::Role(role) => {
            row.role.clone_from(role);
            let known = schema.relation_type(&row.label).into_iter().flat_map(|kind| &kind.roles);
            let name = role.as_ref().map(|role| {
                known.clone().find(|known| known.id == *role).map_or(role.to_string(), |role| role.name.clone())
            });
            name.map_or_else(|| "Remove role".to_owned(), |name| format!("Change role to {name}"))
        }
        RelationChange::Type { label, role } => {
            let kind = type_of(schema, label)?;
            row.label = label.clone();
            row.role.clone_from(role);
            row.attributes.retain(|id, value| attribute(schema, label, id).is_some_and(|def| def.check(value).is_ok()));
            format!("Change relation to {}", kind.name)
        }
        RelationChange::From(mention) => {
            row.from = *mention;
            format!("Start relation from “{}”", short(&plan.mention(article, *mention)?.quote))
        }
        RelationChange::To(mention) => {
            row.to = *mention;
            format!("Lead relation to “{}”", short(&plan.mention(article, *mention)?.quote))
        }
        RelationChange::Reverse => {
            std::mem::swap(&mut row.from, &mut row.to);
            "Reverse relation".to_owned()
        }
        RelationChange::Attribute { attribute, value } => put_value(schema, row, attribute, value.as_ref())?,
        RelationChange::Note(text) => {
            put_note(&mut row.notes, Note { by: plan.by(), at: plan.context.at, text: text.trim().to_owned() });
            "Change note of relation".to_owned()
        }
        RelationChange::Confidence(confidence) => {
            check_confidence(*confidence)?;
            row.confidence = *confidence;
            "Set confidence of relation".to_owned()
        }
        RelationChange::Flag { flag, on } => {
            put_flag(&mut row.flags, flag, *on);
            format!("{} on relation", flagged(flag, *on))
        }
        RelationChange::Review(state) => {
            if row.review.state != *state {
                row.review = reviewed(plan, *state);
            }
            format!("{} relation", review_verb(*state))
        }
    })
}

/// The attribute `id` that relations of a type can have.
fn attribute<'s>(schema: &'s Schema, label: &Slug, id: &Slug) -> Option<&'s AttributeDef> {
    schema.attributes.iter().find(|def| def.id == *id && def.relation_types.contains(label))
}

pub(super) fn put_value(
    schema: &Schema,
    row: &mut Relation,
    id: &Slug,
    value: Option<&Value>,
) -> Result<String, Refusal> {
    let def = attribute(schema, &row.label, id);
    match value {
        Some(value) => {
            let def = def.ok_or_else(|| {
                let known = schema.attributes.iter().filter(|def| def.relation_types.contains(&row.label));
                let known: Vec<&str> = known.map(|def| def.id.as_str()).collect();
                not_in_schema("attribute for this relation type called", id, &known)
            })?;
            def.check(value).map_err(|why| Refusal::BadValue { what: def.name.clone(), why })?;
            row.attributes.insert(id.clone(), value.clone());
        }
        None => drop(row.attributes.remove(id)),
    }
    Ok(format!("Set {} of relation", def.map_or(id.as_str(), |def| &def.name)))
}

fn unrelate(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[RelationId]) -> Result<String, Refusal> {
    for id in once_each(ids) {
        let before = find(plan, article, id)?;
        plan.edits.push(Edit::Relation(article, Change::delete(before)));
    }
    plan.something(format!("Delete {}", counted(ids.len(), "relation")))
}
