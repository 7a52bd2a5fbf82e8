//! Planning of commands on mentions of one article.

use super::change::{Change, Edit};
use super::command::{Command, Places, TagDraft};
use super::hanging::{alignments_on, relations_on, suggestions_on};
use super::plan::{Plan, counted, not_in_schema, short};
use super::plan_alignments::keep_alignments;
use super::plan_relations::keep_relations;
use super::refusal::Refusal;
use crate::model::{
    AlignmentEnd, ArticleId, Attributes, EntryId, Ext, Label, Mention, MentionId, Note, Provenance, Quarantined,
    Review, ReviewState, Shard, Slug, Value,
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
            plan.update_mention(*article, *mention, |row| put_flag(&mut row.flags, flag, *on))?;
            plan.something(flagged(flag, *on))
        }
        Command::Review { article, mentions, state } => review(plan, *article, mentions, *state),
        Command::Link { article, mentions, entry } => {
            link(plan, *article, mentions, *entry)?;
            plan.something(match entry.and_then(|id| plan.session.entry_name(id)) {
                Some(name) => format!("Link {} to {}", counted(mentions.len(), "mention"), short(name)),
                None => format!("Unlink {}", counted(mentions.len(), "mention")),
            })
        }
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

/// Puts `flag` on, or takes it off where `on` says so.
pub(super) fn put_flag(flags: &mut Vec<Slug>, flag: &Slug, on: bool) {
    match flags.contains(flag) {
        false if on => flags.push(flag.clone()),
        true if !on => flags.retain(|known| known != flag),
        _ => {}
    }
}

/// The name of a step that does so.
pub(super) fn flagged(flag: &Slug, on: bool) -> String {
    if on { format!("Flag as {flag}") } else { format!("Remove flag {flag}") }
}

pub(super) fn check_confidence(confidence: Option<f64>) -> Result<(), Refusal> {
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
    let (by, at) = (plan.by(), plan.context.at);
    let note = draft.note.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    let mention = Mention {
        attributes,
        confidence: draft.confidence,
        notes: note.map(|text| Note { by, at, text: text.to_owned() }).collect(),
        provenance,
        ..bare_mention(plan, &draft.label, fragments, quote)
    };
    Ok(Mention { entry: checked_entry(plan, &mention.label, draft.entry)?, ..mention })
}

/// A new mention that nothing more is said of.
pub(super) fn bare_mention(plan: &mut Plan<'_, '_>, label: &Label, fragments: Fragments, quote: String) -> Mention {
    Mention {
        id: plan.context.ids.mention(),
        label: label.clone(),
        fragments,
        quote: quote.into(),
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        flags: Vec::new(),
        notes: Vec::new(),
        review: Review::default(),
        provenance: Provenance::default(),
        by: plan.by(),
        created: plan.context.at,
        modified: None,
        ext: Ext::default(),
    }
}

/// The values that new mentions with `label` get.
pub(super) fn defaults(plan: &Plan<'_, '_>, label: &Label) -> Attributes {
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
    let twin = twin(plan.shard(article)?, except, label, fragments);
    twin.map_or(Ok(()), |twin| Err(Refusal::AlreadyTagged(twin)))
}

/// The mention, another than `except`, whose label and extent these are.
pub(super) fn twin(
    shard: &Shard,
    except: Option<MentionId>,
    label: &Label,
    fragments: &Fragments,
) -> Option<MentionId> {
    let mut others = shard.mentions_on(fragments.hull());
    let is_twin = |other: &&Mention| Some(other.id) != except && other.label == *label && other.fragments == *fragments;
    others.find(is_twin).map(|other| other.id)
}

pub(super) fn check_attribute(
    plan: &Plan<'_, '_>,
    label: &Label,
    attribute: &Slug,
    value: &Value,
) -> Result<(), Refusal> {
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
pub(super) fn delete_hanging(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[MentionId]) -> Result<(), Refusal> {
    let goes: BTreeSet<MentionId> = ids.iter().copied().collect();
    delete_hanging_in(plan, article, &goes)?;
    delete_alignments(plan, &goes);
    Ok(())
}

/// As [`delete_hanging`], what belongs to the article alone.
pub(super) fn delete_hanging_in(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    goes: &BTreeSet<MentionId>,
) -> Result<(), Refusal> {
    let shard = plan.shard(article)?;
    for relation in relations_on(shard, goes).into_iter().filter_map(|id| shard.relations.shared(id)) {
        plan.edits.push(Edit::Relation(article, Change::delete(relation)));
    }
    for suggestion in suggestions_on(shard, goes).into_iter().filter_map(|id| shard.suggestions.shared(id)) {
        plan.edits.push(Edit::Suggestion(article, Change::delete(suggestion)));
    }
    Ok(())
}

/// Plans the end of the alignments of mentions which are about to go.
pub(super) fn delete_alignments(plan: &mut Plan<'_, '_>, goes: &BTreeSet<MentionId>) {
    let alignments = &plan.session.alignments;
    for alignment in alignments_on(plan.session, goes).into_iter().filter_map(|id| alignments.shared(id)) {
        plan.edits.push(Edit::Alignment(Change::delete(alignment)));
    }
}

fn relabel(plan: &mut Plan<'_, '_>, article: ArticleId, ids: &[MentionId], label: &Label) -> Result<String, Refusal> {
    plan.known_label(label)?;
    let defaults = defaults(plan, label);
    let mut quote = String::new();
    let mut relabelled = BTreeSet::new();
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
        put_label(plan, article, &before, label, &defaults)?;
        relabelled.insert(id);
    }
    keep_relations(&plan.session.schema, plan.shard(article)?, &relabelled, label)?;
    let ends = relabelled.into_iter().map(|id| AlignmentEnd::of_mention(article, id)).collect();
    keep_alignments(plan, &ends, label.layer())?;
    let name = plan.session.schema.label_name(label);
    plan.something(match ids {
        [_] => format!("Change label of “{quote}” to {name}"),
        _ => format!("Change label of {} to {name}", counted(ids.len(), "tag")),
    })
}

/// Plans another label for a mention: attributes that it does not have go, and so does a link to an entry of another layer.
pub(super) fn put_label(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    before: &Mention,
    label: &Label,
    defaults: &Attributes,
) -> Result<(), Refusal> {
    let session = plan.session;
    let linked = before.entry.and_then(|entry| session.entries.get(entry));
    plan.update_mention(article, before.id, |row| {
        row.label = label.clone();
        row.attributes.retain(|slug, _| session.schema.attributes_of(label).any(|def| def.id == *slug));
        for (slug, value) in defaults {
            row.attributes.entry(slug.clone()).or_insert_with(|| value.clone());
        }
        if linked.is_some_and(|entry| entry.layer.as_str() != label.layer()) {
            row.entry = None;
        }
    })
}

fn set_extent(plan: &mut Plan<'_, '_>, article: ArticleId, id: MentionId, places: &Places) -> Result<String, Refusal> {
    let (fragments, quote) = place(plan, article, places)?;
    let label = plan.mention(article, id)?.label.clone();
    refuse_twin(plan, article, Some(id), &label, &fragments)?;
    let name = format!("Change extent to “{}”", short(&quote));
    plan.update_mention(article, id, |row| {
        row.fragments = fragments;
        row.quote = quote.into();
    })?;
    plan.something(name)
}

fn set_note(plan: &mut Plan<'_, '_>, article: ArticleId, id: MentionId, text: &str) -> Result<String, Refusal> {
    let note = Note { by: plan.by(), at: plan.context.at, text: text.trim().to_owned() };
    plan.update_mention(article, id, |row| put_note(&mut row.notes, note))?;
    plan.something("Change note".to_owned())
}

/// Puts `note` in the place of the last one by the same annotator; an empty one takes that away.
pub(super) fn put_note(notes: &mut Vec<Note>, note: Note) {
    let own = notes.iter().rposition(|known| known.by == note.by);
    match own.and_then(|own| notes.get_mut(own).map(|known| (own, known))) {
        Some((own, _)) if note.text.is_empty() => drop(notes.remove(own)),
        Some((_, known)) if known.text != note.text => *known = note,
        None if !note.text.is_empty() => notes.push(note),
        _ => {}
    }
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
    let review = reviewed(plan, state);
    for id in once_each(ids) {
        plan.update_mention(article, id, |row| {
            if row.review.state != state {
                row.review = review.clone();
            }
        })?;
    }
    plan.something(format!("{} {}", review_verb(state), counted(ids.len(), "tag")))
}

/// What a review that finds `state` leaves on a record.
pub(super) fn reviewed(plan: &Plan<'_, '_>, state: ReviewState) -> Review {
    match state {
        ReviewState::Open => Review::default(),
        _ => Review::new(state, Some(plan.by()), Some(plan.context.at)),
    }
}

pub(super) fn review_verb(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Open => "Reopen",
        ReviewState::Accepted => "Accept",
        ReviewState::Rejected => "Reject",
    }
}

/// `entry`, if a mention with `label` may be linked to it.
pub(super) fn checked_entry(
    plan: &Plan<'_, '_>,
    label: &Label,
    entry: Option<EntryId>,
) -> Result<Option<EntryId>, Refusal> {
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
    entry: Option<EntryId>,
) -> Result<(), Refusal> {
    for id in once_each(ids) {
        let entry = checked_entry(plan, &plan.mention(article, id)?.label, entry)?;
        plan.update_mention(article, id, |row| row.entry = entry)?;
    }
    Ok(())
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
    let mention = Mention { quote: quote.into(), modified: Some(plan.context.at), ..restored };
    let name = format!("Restore tag on “{}”", short(&mention.quote));
    plan.edits.push(Edit::Quarantine(article, Change::delete(before)));
    plan.edits.push(Edit::Mention(article, Change::insert(mention)));
    Ok(name)
}
