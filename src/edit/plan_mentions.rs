//! Planning of commands on mentions and the relations between them.

use super::change::{Change, Edit};
use super::command::{Command, Places, TagDraft};
use super::plan::{Plan, counted, not_in_schema, short};
use super::refusal::Refusal;
use crate::model::{
    ArticleId, Attributes, Ext, Label, Mention, MentionId, Note, Provenance, Quarantined, Relation, RelationId, Review,
    ReviewState, Slug, SuggestionId, Value,
};
use crate::text::Fragments;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::Tag(draft) => tag(plan, draft),
        Command::Delete { article, mentions } => delete(plan, *article, mentions),
        Command::Relabel { article, mentions, label } => relabel(plan, *article, mentions, label),
        Command::SetExtent { article, mention, fragments } => set_extent(plan, *article, *mention, fragments),
        Command::SetNote { article, mention, text } => set_note(plan, *article, *mention, text),
        Command::SetConfidence { article, mention, confidence } => {
            check_confidence(*confidence)?;
            plan.update_mention(*article, *mention, |row| row.confidence = *confidence)?;
            plan.something("Set confidence".to_owned())
        }
        Command::SetAttribute { article, mention, attribute, value } => {
            set_attribute(plan, *article, *mention, attribute, value.as_ref())
        }
        Command::SetFlag { article, mention, flag, on } => {
            plan.update_mention(*article, *mention, |row| match row.flags.contains(flag) {
                false if *on => row.flags.push(flag.clone()),
                true if !*on => row.flags.retain(|known| known != flag),
                _ => {}
            })?;
            plan.something(if *on { format!("Flag as {flag}") } else { format!("Remove flag {flag}") })
        }
        Command::Review { article, mentions, state } => review(plan, *article, mentions, *state),
        Command::Link { article, mentions, entry } => {
            link(plan, *article, mentions, *entry)?;
            plan.something(match entry.and_then(|id| plan.session.entry_name(id)) {
                Some(name) => format!("Link {} to {}", counted(mentions.len(), "mention"), short(name)),
                None => format!("Unlink {}", counted(mentions.len(), "mention")),
            })
        }
        Command::Relate { article, from, to, label, role } => {
            relate(plan, *article, (*from, *to), label, role.as_ref(), Provenance::default())
        }
        Command::Unrelate { article, relations } => unrelate(plan, *article, relations),
        Command::Restore { article, mention, fragments } => restore(plan, *article, *mention, fragments),
        Command::DropQuarantined { article, mention } => {
            let before = quarantined(plan, *article, *mention)?;
            delete_hanging(plan, *article, &[*mention])?;
            plan.edits.push(Edit::Quarantine(*article, Change::delete(before)));
            Ok("Delete quarantined mention".to_owned())
        }
        _ => Err(Refusal::Nothing("this command does not concern mentions".to_owned())),
    }
}

/// `ids` in their order, each once: a list of a script may name one record twice.
pub(super) fn once_each<I: Copy + Ord>(ids: &[I]) -> Vec<I> {
    let mut seen = BTreeSet::new();
    ids.iter().copied().filter(|id| seen.insert(*id)).collect()
}

fn check_confidence(confidence: Option<f64>) -> Result<(), Refusal> {
    match confidence {
        Some(value) if !(0.0..=1.0).contains(&value) => Err(Refusal::BadValue {
            what: "confidence".to_owned(),
            why: format!("lies between 0 and 1, not at {value}"),
        }),
        _ => Ok(()),
    }
}

/// The extent of `places` in an article and the words on it.
fn place(plan: &Plan<'_, '_>, article: ArticleId, places: &Places) -> Result<(Fragments, String), Refusal> {
    let text = plan.shard(article)?.article.text();
    let fragments = plan.extent(article, places)?;
    let quote = fragments.quote(text).unwrap_or_default();
    Ok((fragments, quote))
}

fn tag(plan: &mut Plan<'_, '_>, draft: &TagDraft) -> Result<String, Refusal> {
    let mention = new_mention(plan, draft, Provenance::default())?;
    let name = format!("Tag “{}” as {}", short(&mention.quote), plan.session.schema.label_name(&mention.label));
    plan.edits.push(Edit::Mention(draft.article, Change::insert(mention)));
    Ok(name)
}

/// The mention that `draft` asks for, if it may be made.
pub(super) fn new_mention(
    plan: &mut Plan<'_, '_>,
    draft: &TagDraft,
    provenance: Provenance,
) -> Result<Mention, Refusal> {
    plan.known_label(&draft.label)?;
    check_confidence(draft.confidence)?;
    let (fragments, quote) = place(plan, draft.article, &draft.fragments)?;
    if let Some(expected) = draft.quote.as_ref().filter(|expected| **expected != quote) {
        return Err(Refusal::Quote { expected: expected.clone(), found: quote });
    }
    refuse_twin(plan, draft.article, None, &draft.label, &fragments)?;
    let mut attributes = defaults(plan, &draft.label);
    for (slug, value) in &draft.attributes {
        check_attribute(plan, &draft.label, slug, value)?;
        attributes.insert(slug.clone(), value.clone());
    }
    let by = plan.by();
    let at = plan.context.at;
    let note = draft.note.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let mention = Mention {
        id: plan.context.ids.mention(),
        label: draft.label.clone(),
        fragments,
        quote,
        entry: None,
        attributes,
        confidence: draft.confidence,
        flags: Vec::new(),
        notes: note.map(|text| Note { by, at, text: text.to_owned() }).collect(),
        review: Review::default(),
        provenance,
        by,
        created: at,
        modified: None,
        ext: Ext::default(),
    };
    Ok(Mention { entry: checked_entry(plan, &mention.label, draft.entry)?, ..mention })
}

fn defaults(plan: &Plan<'_, '_>, label: &Label) -> Attributes {
    let defs = plan.session.schema.attributes_of(label);
    defs.filter_map(|def| def.default.clone().map(|value| (def.id.clone(), value))).collect()
}

/// Refuses a label on an extent where the same label stands on it already.
fn refuse_twin(
    plan: &Plan<'_, '_>,
    article: ArticleId,
    except: Option<MentionId>,
    label: &Label,
    fragments: &Fragments,
) -> Result<(), Refusal> {
    let mut others = plan.shard(article)?.mentions_on(fragments.hull());
    let twin = others.find(|other| Some(other.id) != except && other.label == *label && other.fragments == *fragments);
    twin.map_or(Ok(()), |twin| Err(Refusal::AlreadyTagged(twin.id)))
}

fn check_attribute(plan: &Plan<'_, '_>, label: &Label, attribute: &Slug, value: &Value) -> Result<(), Refusal> {
    let schema = &plan.session.schema;
    let Some(def) = schema.attributes_of(label).find(|def| def.id == *attribute) else {
        let known: Vec<&str> = schema.attributes_of(label).map(|def| def.id.as_str()).collect();
        return Err(not_in_schema("attribute for this label called", attribute, &known));
    };
    def.check(value).map_err(|why| Refusal::BadValue { what: def.name.clone(), why })
}

fn delete(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[MentionId]) -> Result<String, Refusal> {
    delete_hanging(plan, article, ids)?;
    let mut quote = String::new();
    for id in once_each(ids) {
        let before = plan.mention(article, id)?;
        quote = short(&before.quote);
        plan.edits.push(Edit::Mention(article, Change::delete(before)));
    }
    plan.something(match ids {
        [_] => format!("Delete tag on “{quote}”"),
        _ => format!("Delete {}", counted(ids.len(), "tag")),
    })
}

/// Plans the end of the relations, suggestions and alignments that hang on mentions which are about to go.
fn delete_hanging(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[MentionId]) -> Result<(), Refusal> {
    let shard = plan.shard(article)?;
    let goes: BTreeSet<MentionId> = ids.iter().copied().collect();
    let relations: BTreeSet<RelationId> =
        goes.iter().flat_map(|id| shard.relations_of(*id)).map(|relation| relation.id).collect();
    for relation in relations.into_iter().filter_map(|id| shard.relations.shared(id)) {
        plan.edits.push(Edit::Relation(article, Change::delete(relation)));
    }
    let suggestions: BTreeSet<SuggestionId> =
        goes.iter().flat_map(|id| shard.suggestions_of(*id)).map(|suggestion| suggestion.id).collect();
    for suggestion in suggestions.into_iter().filter_map(|id| shard.suggestions.shared(id)) {
        plan.edits.push(Edit::Suggestion(article, Change::delete(suggestion)));
    }
    for alignment in plan.session.alignments.iter() {
        if [alignment.from, alignment.to].iter().any(|end| end.mention.is_some_and(|id| goes.contains(&id))) {
            plan.edits.push(Edit::Alignment(Change::delete(Arc::new(alignment.clone()))));
        }
    }
    Ok(())
}

fn relabel(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[MentionId], label: &Label) -> Result<String, Refusal> {
    plan.known_label(label)?;
    let schema = Arc::clone(&plan.session.schema);
    let mut quote = String::new();
    let mut places: BTreeMap<Fragments, MentionId> = BTreeMap::new();
    for id in once_each(ids) {
        let before = plan.mention(article, id)?;
        quote = short(&before.quote);
        if let Some(twin) = places.insert(before.fragments.clone(), id) {
            return Err(Refusal::AlreadyTagged(twin));
        }
        if before.label == *label {
            continue;
        }
        refuse_twin(plan, article, Some(id), label, &before.fragments)?;
        let entry_layer =
            before.entry.and_then(|entry| plan.session.entries.get(entry)).map(|entry| entry.layer.clone());
        let defaults = defaults(plan, label);
        plan.update_mention(article, id, |row| {
            row.label = label.clone();
            row.attributes.retain(|slug, _| schema.attributes_of(label).any(|def| def.id == *slug));
            for (slug, value) in defaults {
                row.attributes.entry(slug).or_insert(value);
            }
            if entry_layer.is_some_and(|layer| layer.as_str() != label.layer()) {
                row.entry = None;
            }
        })?;
    }
    let name = schema.label_name(label);
    plan.something(match ids {
        [_] => format!("Change label of “{quote}” to {name}"),
        _ => format!("Change label of {} to {name}", counted(ids.len(), "tag")),
    })
}

fn set_extent(plan: &mut Plan<'_, '_>, article: ArticleId, id: MentionId, places: &Places) -> Result<String, Refusal> {
    let (fragments, quote) = place(plan, article, places)?;
    let label = plan.mention(article, id)?.label.clone();
    refuse_twin(plan, article, Some(id), &label, &fragments)?;
    let name = format!("Change extent to “{}”", short(&quote));
    plan.update_mention(article, id, |row| {
        row.fragments = fragments;
        row.quote = quote;
    })?;
    plan.something(name)
}

fn set_note(plan: &mut Plan<'_, '_>, article: ArticleId, id: MentionId, text: &str) -> Result<String, Refusal> {
    let by = plan.by();
    let at = plan.context.at;
    let text = text.trim().to_owned();
    plan.update_mention(article, id, |row| {
        let own = row.notes.iter().rposition(|note| note.by == by);
        match own.and_then(|own| row.notes.get_mut(own).map(|note| (own, note))) {
            Some((own, _)) if text.is_empty() => drop(row.notes.remove(own)),
            Some((_, note)) if note.text != text => *note = Note { by, at, text },
            None if !text.is_empty() => row.notes.push(Note { by, at, text }),
            _ => {}
        }
    })?;
    plan.something("Change note".to_owned())
}

fn set_attribute(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    id: MentionId,
    attribute: &Slug,
    value: Option<&Value>,
) -> Result<String, Refusal> {
    let label = plan.mention(article, id)?.label.clone();
    if let Some(value) = value {
        check_attribute(plan, &label, attribute, value)?;
    }
    plan.update_mention(article, id, |row| match value {
        Some(value) => drop(row.attributes.insert(attribute.clone(), value.clone())),
        None => drop(row.attributes.remove(attribute)),
    })?;
    let def = plan.session.schema.attributes.iter().find(|def| def.id == *attribute);
    plan.something(format!("Set {}", def.map_or(attribute.as_str(), |def| &def.name)))
}

fn review(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    ids: &[MentionId],
    state: ReviewState,
) -> Result<String, Refusal> {
    let review = match state {
        ReviewState::Open => Review::default(),
        _ => Review { state, by: Some(plan.by()), at: Some(plan.context.at) },
    };
    for id in once_each(ids) {
        plan.update_mention(article, id, |row| {
            if row.review.state != state {
                row.review = review.clone();
            }
        })?;
    }
    let verb = match state {
        ReviewState::Open => "Reopen",
        ReviewState::Accepted => "Accept",
        ReviewState::Rejected => "Reject",
    };
    plan.something(format!("{verb} {}", counted(ids.len(), "tag")))
}

/// `entry`, if a mention with `label` may be linked to it.
fn checked_entry(
    plan: &Plan<'_, '_>,
    label: &Label,
    entry: Option<crate::model::EntryId>,
) -> Result<Option<crate::model::EntryId>, Refusal> {
    let Some(id) = entry else { return Ok(None) };
    let Some(found) = plan.session.entries.get(id) else {
        return Err(Refusal::NoRecord { kind: "entry", id: id.to_string() });
    };
    check_layer(&found.layer, &found.name, label)?;
    Ok(Some(id))
}

/// Refuses to link a mention with `label` to an entry of another layer.
pub(super) fn check_layer(layer: &Slug, name: &str, label: &Label) -> Result<(), Refusal> {
    if layer.as_str() == label.layer() {
        return Ok(());
    }
    let why = format!("is of the layer `{layer}`; a mention labelled `{label}` is linked to an entry of its own layer");
    Err(Refusal::BadValue { what: format!("“{name}”"), why })
}

pub(super) fn link(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    ids: &[MentionId],
    entry: Option<crate::model::EntryId>,
) -> Result<(), Refusal> {
    for id in once_each(ids) {
        let entry = checked_entry(plan, &plan.mention(article, id)?.label, entry)?;
        plan.update_mention(article, id, |row| row.entry = entry)?;
    }
    Ok(())
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
    let name = format!("Relate “{}” to “{}”", short(&source.quote), short(&target.quote));
    plan.edits.push(Edit::Relation(article, Change::insert(relation)));
    Ok(name)
}

/// The relation from one mention to another, if it may be made.
pub(super) fn new_relation(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    (source, target): (&Mention, &Mention),
    (label, role): (&Slug, Option<&Slug>),
    provenance: Provenance,
) -> Result<Relation, Refusal> {
    let (from, to) = (source.id, target.id);
    if from == to {
        return Err(Refusal::InUse("a mention cannot be related to itself; choose another one".to_owned()));
    }
    let schema = &plan.session.schema;
    let Some(kind) = schema.relation_type(label) else {
        let known: Vec<&str> = schema.relation_types.iter().map(|kind| kind.id.as_str()).collect();
        return Err(not_in_schema("relation type", label, &known));
    };
    let role_def = role.map(|role| kind.roles.iter().find(|known| known.id == *role)).unwrap_or_default();
    if let (Some(role), None) = (role, role_def) {
        let known: Vec<&str> = kind.roles.iter().map(|known| known.id.as_str()).collect();
        return Err(not_in_schema("role in this relation called", role, &known));
    }
    let allowed_to = role_def.map(|role| &role.to).filter(|to| !to.is_empty()).unwrap_or(&kind.to);
    let fits = |label: &Label, allowed: &[Label]| allowed.is_empty() || allowed.iter().any(|one| label.is_within(one));
    if !fits(&source.label, &kind.from) || !fits(&target.label, allowed_to) {
        let names = |labels: &[Label]| match labels {
            [] => "any label".to_owned(),
            some => some.iter().map(|label| schema.label_name(label)).collect::<Vec<_>>().join(", "),
        };
        return Err(Refusal::Ends {
            relation: kind.name.clone(),
            from: schema.label_name(&source.label).to_owned(),
            to: schema.label_name(&target.label).to_owned(),
            allowed_from: names(&kind.from),
            allowed_to: names(allowed_to),
        });
    }
    let twin = plan
        .shard(article)?
        .relations_of(from)
        .any(|known| known.label == *label && known.role.as_ref() == role && known.from == from && known.to == to);
    if twin {
        return Err(Refusal::Nothing("these two are related like this already".to_owned()));
    }
    Ok(Relation {
        id: plan.context.ids.relation(),
        label: label.clone(),
        role: role.cloned(),
        from,
        to,
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
    })
}

fn unrelate(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[RelationId]) -> Result<String, Refusal> {
    for id in once_each(ids) {
        let found = plan.shard(article)?.relations.shared(id);
        let before = found.ok_or_else(|| Refusal::NoRecord { kind: "relation", id: id.to_string() })?;
        plan.edits.push(Edit::Relation(article, Change::delete(before)));
    }
    plan.something(format!("Delete {}", counted(ids.len(), "relation")))
}

fn quarantined(plan: &Plan<'_, '_>, article: ArticleId, id: MentionId) -> Result<Arc<Quarantined>, Refusal> {
    let found = plan.shard(article)?.quarantine.shared(id);
    found.ok_or_else(|| Refusal::NoRecord { kind: "quarantined mention", id: id.to_string() })
}

fn restore(plan: &mut Plan<'_, '_>, article: ArticleId, id: MentionId, places: &Places) -> Result<String, Refusal> {
    let before = quarantined(plan, article, id)?;
    let (fragments, quote) = place(plan, article, places)?;
    refuse_twin(plan, article, None, &before.mention.label, &fragments)?;
    let restored = before.mention.clone().try_map(|_| Ok::<_, Refusal>(fragments))?;
    let mention = Mention { quote, modified: Some(plan.context.at), ..restored };
    let name = format!("Restore tag on “{}”", short(&mention.quote));
    plan.edits.push(Edit::Quarantine(article, Change::delete(before)));
    plan.edits.push(Edit::Mention(article, Change::insert(mention)));
    Ok(name)
}
