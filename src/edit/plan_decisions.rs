//! Planning of decisions for a gold session: what becomes of one thing that several annotators tagged, and from where it came.
//!
//! It does not know the annotators' sessions; whoever decides says what they hold.

use super::change::{Change, Edit};
use super::command::Places;
use super::command_parts::{Decided, DecisionDraft, GoldDraft, GoldRelation};
use super::plan::{Plan, counted, not_in_schema, short};
use super::plan_alignments::keep_alignments;
use super::plan_entries::check_kind;
use super::plan_mentions::{
    bare_mention, check_attribute, check_confidence, check_layer, checked_entry, delete_hanging, twin,
};
use super::plan_relations::{keep_relations, new_relation, put_value};
use super::refusal::Refusal;
use crate::model::{
    AlignmentEnd, AnnotatorId, ArticleId, Decision, DecisionAction, DecisionId, DecisionSource, Entry, EntryId, Ext,
    How, Label, Mention, MentionId, Provenance,
};
use crate::text::Fragments;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a version of a record comes from: file and record.
type Origin<'d> = (&'d str, &'d str);

/// What a step has decided so far.
#[derive(Default)]
struct Made {
    /// Mentions as the step leaves them.
    mentions: BTreeMap<(ArticleId, MentionId), Mention>,
    /// Their labels and places.
    tags: BTreeSet<(ArticleId, Label, Fragments)>,
    /// Annotators that the step makes known.
    annotators: BTreeSet<AnnotatorId>,
    /// Entries that the step makes.
    entries: BTreeMap<EntryId, Entry>,
}

pub(super) fn decide(plan: &mut Plan<'_, '_>, decided: &Decided) -> Result<String, Refusal> {
    if decided.decisions.is_empty() {
        return Err(Refusal::Nothing("no decision was given".to_owned()));
    }
    let mut made = Made::default();
    annotators(plan, decided, &mut made);
    entries(plan, decided, &mut made)?;
    let before = decided_before(plan, &decided.decisions)?;
    let mut gone = BTreeSet::new();
    let mut words = String::new();
    for draft in &decided.decisions {
        words = one(plan, draft, &before, &mut gone, &mut made)?;
    }
    for relation in &decided.relations {
        relate(plan, relation, &made)?;
    }
    Ok(match decided.decisions.as_slice() {
        [draft] => name_of(draft.action, &words),
        some => format!("Decide on {}", counted(some.len(), "tag")),
    })
}

fn name_of(action: DecisionAction, words: &str) -> String {
    match action {
        DecisionAction::Chosen => format!("Take “{words}”"),
        DecisionAction::Combined => format!("Combine “{words}”"),
        DecisionAction::Rewritten => format!("Rewrite “{words}”"),
        DecisionAction::Dropped if words.is_empty() => "Decide for no tag".to_owned(),
        DecisionAction::Dropped => format!("Decide for no tag on “{words}”"),
    }
}

fn bad(what: &str, why: impl Into<String>) -> Refusal {
    Refusal::BadValue { what: what.to_owned(), why: why.into() }
}

/// Makes annotators known whose records are decided on. Whoever decides becomes known anyway.
fn annotators(plan: &mut Plan<'_, '_>, decided: &Decided, made: &mut Made) {
    made.annotators.insert(plan.by());
    for annotator in &decided.annotators {
        if !plan.session.annotators.contains(annotator.id) && made.annotators.insert(annotator.id) {
            plan.edits.push(Edit::Annotator(Change::insert(annotator.clone())));
        }
    }
}

/// Makes entries that the session does not have.
fn entries(plan: &mut Plan<'_, '_>, decided: &Decided, made: &mut Made) -> Result<(), Refusal> {
    let schema = &plan.session.schema;
    for entry in &decided.entries {
        if plan.session.entries.contains(entry.id) || made.entries.contains_key(&entry.id) {
            continue;
        }
        if !schema.layers.iter().any(|layer| layer.id == entry.layer) {
            let known: Vec<&str> = schema.layers.iter().map(|layer| layer.id.as_str()).collect();
            return Err(not_in_schema("layer", &entry.layer, &known));
        }
        if let Some(kind) = &entry.kind {
            plan.known_label(kind)?;
            check_kind(kind, &entry.layer)?;
        }
        let label = entry.kind.as_ref().unwrap_or(&entry.layer);
        for (slug, value) in &entry.attributes {
            check_attribute(plan, label, slug, value)?;
        }
        let is_there = |id: &EntryId| plan.session.entries.contains(*id) || made.entries.contains_key(id);
        let mut row = Entry { by: plan.by(), created: plan.context.at, modified: None, ..entry.clone() };
        row.distinct_from.retain(is_there);
        if let Some(place) = &mut row.place {
            place.entry = place.entry.filter(is_there);
        }
        plan.edits.push(Edit::Entry(Change::insert(row.clone())));
        made.entries.insert(row.id, row);
    }
    Ok(())
}

/// Earlier decisions about the same versions, by version.
fn decided_before<'d>(
    plan: &Plan<'d, '_>,
    drafts: &'d [DecisionDraft],
) -> Result<BTreeMap<Origin<'d>, Vec<Arc<Decision>>>, Refusal> {
    let mut wanted: BTreeMap<Origin<'d>, Vec<Arc<Decision>>> = BTreeMap::new();
    for source in drafts.iter().flat_map(|draft| &draft.sources) {
        if wanted.insert(origin(source), Vec::new()).is_some() {
            let DecisionSource { file, record, .. } = source;
            return Err(bad("the sources", format!("name {record} of {file} twice; it can be decided on once")));
        }
    }
    let articles: BTreeSet<ArticleId> = drafts.iter().map(|draft| draft.article).collect();
    let decisions = &plan.session.decisions;
    for decision in decisions.iter().filter(|row| row.article.is_some_and(|at| articles.contains(&at))) {
        for source in &decision.sources {
            if let Some(found) = wanted.get_mut(&(source.file.as_str(), source.record.as_str())) {
                found.extend(decisions.shared(decision.id));
            }
        }
    }
    Ok(wanted)
}

fn origin(source: &DecisionSource) -> Origin<'_> {
    (&source.file, &source.record)
}

/// Plans one decision; the words that it is about.
fn one(
    plan: &mut Plan<'_, '_>,
    draft: &DecisionDraft,
    before: &BTreeMap<Origin<'_>, Vec<Arc<Decision>>>,
    gone: &mut BTreeSet<DecisionId>,
    made: &mut Made,
) -> Result<String, Refusal> {
    if draft.sources.is_empty() {
        return Err(bad("a decision", "names the versions that were looked at; name at least one under `sources`"));
    }
    // What was decided about any of these versions before does not hold any more.
    let mut records = Vec::new();
    for decision in draft.sources.iter().filter_map(|source| before.get(&origin(source))).flatten() {
        records.extend(decision.record.as_deref().and_then(|id| MentionId::parse(id).ok()));
        if gone.insert(decision.id) {
            plan.edits.push(Edit::Decision(Change::delete(Arc::clone(decision))));
        }
    }
    let shard = plan.shard(draft.article)?;
    let mut records: Vec<MentionId> =
        draft.record.into_iter().chain(records.into_iter().filter(|id| shard.mentions.contains(*id))).collect();
    let mut seen = BTreeSet::new();
    records.retain(|id| seen.insert(*id));
    let (record, words) = match (&draft.mention, draft.action) {
        (None, DecisionAction::Dropped) => (None, String::new()),
        (Some(gold), action) if action != DecisionAction::Dropped => {
            let mention = written(plan, draft, gold, records.first().copied(), made)?;
            records.retain(|id| *id != mention.id);
            let words = short(&mention.quote);
            let id = mention.id;
            made.tags.insert((draft.article, mention.label.clone(), mention.fragments.clone()));
            made.mentions.insert((draft.article, id), mention);
            (Some(id), words)
        }
        (Some(_), _) => return Err(bad("a decision for no tag", "takes no `mention`")),
        (None, _) => return Err(bad("the decision", "says what the tag is under `mention`, or is `dropped`")),
    };
    let goes: Vec<MentionId> = records.into_iter().filter(|id| shard.mentions.contains(*id)).collect();
    let dropped = goes.first().and_then(|id| shard.mentions.get(*id)).map(|row| short(&row.quote));
    if !goes.is_empty() {
        delete_hanging(plan, draft.article, &goes)?;
    }
    for id in goes {
        let before = plan.mention(draft.article, id)?;
        plan.edits.push(Edit::Mention(draft.article, Change::delete(before)));
    }
    plan.edits.push(Edit::Decision(Change::insert(Decision {
        id: plan.context.ids.decision(),
        article: Some(draft.article),
        record: record.map(|id| id.to_string()),
        action: draft.action,
        sources: draft.sources.clone(),
        note: draft.note.trim().to_owned(),
        by: plan.by(),
        created: plan.context.at,
        ext: Ext::default(),
    })));
    Ok(if words.is_empty() { dropped.unwrap_or_default() } else { words })
}

/// Plans the gold mention: the one of this id, the one that stands there already, or a new one.
fn written(
    plan: &mut Plan<'_, '_>,
    draft: &DecisionDraft,
    gold: &GoldDraft,
    record: Option<MentionId>,
    made: &Made,
) -> Result<Mention, Refusal> {
    plan.known_label(&gold.label)?;
    check_confidence(gold.confidence)?;
    let shard = plan.shard(draft.article)?;
    let fragments = plan.extent(draft.article, &gold.fragments)?;
    let quote = fragments.quote(shard.article.text()).unwrap_or_default();
    if let Some(expected) = gold.quote.as_ref().filter(|expected| **expected != quote) {
        return Err(Refusal::Quote { expected: expected.clone(), found: quote });
    }
    for (slug, value) in &gold.attributes {
        check_attribute(plan, &gold.label, slug, value)?;
    }
    known_authors(plan, gold, made)?;
    let entry = match gold.entry.and_then(|id| made.entries.get(&id)) {
        Some(entry) => {
            check_layer(&entry.layer, &entry.name, &gold.label)?;
            Some(entry.id)
        }
        None => checked_entry(plan, &gold.label, gold.entry)?,
    };
    let there = record.and_then(|id| shard.mentions.shared(id));
    let standing = twin(shard, there.as_ref().map(|row| row.id), &gold.label, &fragments);
    let there = match (there, standing) {
        (Some(_), Some(twin)) => return Err(Refusal::AlreadyTagged(twin)),
        // The same tag was made by hand before: it is the one that was decided for.
        (None, Some(twin)) => shard.mentions.shared(twin),
        (there, None) => there,
    };
    let bare = bare_mention(plan, &gold.label, fragments, quote);
    let source = draft.sources.first();
    let mention = Mention {
        id: there.as_ref().map(|row| row.id).or(record).unwrap_or(bare.id),
        entry,
        attributes: gold.attributes.clone(),
        confidence: gold.confidence,
        flags: gold.flags.clone(),
        notes: gold.notes.clone(),
        provenance: Provenance {
            how: How::Merged,
            file: source.map(|source| source.file.as_str().into()).unwrap_or_default(),
            source_id: source.map(|source| source.record.as_str().into()).unwrap_or_default(),
            ..Provenance::default()
        },
        ..bare
    };
    refuse_second(draft.article, &mention, made)?;
    if let Some(before) = there {
        return update(plan, draft.article, before, mention);
    }
    plan.edits.push(Edit::Mention(draft.article, Change::insert(mention.clone())));
    Ok(mention)
}

/// Refuses two decisions of one step that come to one tag.
fn refuse_second(article: ArticleId, mention: &Mention, made: &Made) -> Result<(), Refusal> {
    let tag = (article, mention.label.clone(), mention.fragments.clone());
    if made.mentions.contains_key(&(article, mention.id)) || made.tags.contains(&tag) {
        let words = short(&mention.quote);
        let why = format!("two decisions come to the same tag on “{words}”; make one decision of them");
        return Err(Refusal::InUse(why));
    }
    Ok(())
}

/// Notes keep who wrote them, so these people must be known.
fn known_authors(plan: &Plan<'_, '_>, gold: &GoldDraft, made: &Made) -> Result<(), Refusal> {
    let is_known = |id| made.annotators.contains(&id) || plan.session.annotators.contains(id);
    match gold.notes.iter().find(|note| !is_known(note.by)) {
        None => Ok(()),
        Some(note) => {
            let why = format!("is by {}, whom this session does not know; name them under `annotators`", note.by);
            Err(bad("a note", why))
        }
    }
}

/// Plans a mention that is there to become what was decided; what it is a version of already stays as it is.
fn update(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    before: Arc<Mention>,
    wanted: Mention,
) -> Result<Mention, Refusal> {
    let after = Mention {
        by: before.by,
        created: before.created,
        review: before.review.clone(),
        ext: before.ext.clone(),
        modified: before.modified,
        ..wanted
    };
    let unchanged = Mention { provenance: before.provenance.clone(), ..after.clone() };
    if unchanged == *before {
        return Ok(unchanged);
    }
    if after.label != before.label {
        let changed = BTreeSet::from([before.id]);
        keep_relations(&plan.session.schema, plan.shard(article)?, &changed, &after.label)?;
        let ends = BTreeSet::from([AlignmentEnd::of_mention(article, before.id)]);
        keep_alignments(plan, &ends, after.label.layer())?;
    }
    let after = Mention { modified: Some(plan.context.at), ..after };
    plan.edits.push(Edit::Mention(article, Change::update(before, after.clone())));
    Ok(after)
}

/// Plans a relation between two mentions as the step leaves them; one that is there stays as it is.
fn relate(plan: &mut Plan<'_, '_>, draft: &GoldRelation, made: &Made) -> Result<(), Refusal> {
    let end = |id: MentionId| match made.mentions.get(&(draft.article, id)) {
        Some(mention) => Ok(mention.clone()),
        None => plan.mention(draft.article, id).map(|row| Mention::clone(&row)),
    };
    let (from, to) = (end(draft.from)?, end(draft.to)?);
    let provenance = Provenance { how: How::Merged, file: draft.file.as_str().into(), ..Provenance::default() };
    let kind = (&draft.label, draft.role.as_ref());
    let mut relation = match new_relation(plan, draft.article, (&from, &to), kind, provenance) {
        Ok(relation) => relation,
        Err(Refusal::Nothing(_)) => return Ok(()),
        Err(refusal) => return Err(refusal),
    };
    for (slug, value) in &draft.attributes {
        put_value(&plan.session.schema, &mut relation, slug, Some(value))?;
    }
    plan.edits.push(Edit::Relation(draft.article, Change::insert(relation)));
    Ok(())
}

impl GoldDraft {
    /// What `mention` says, at `fragments` of the article that the gold mention is for.
    #[must_use]
    pub fn of(mention: &Mention, fragments: Places) -> Self {
        Self {
            label: mention.label.clone(),
            fragments,
            quote: None,
            entry: mention.entry,
            attributes: mention.attributes.clone(),
            confidence: mention.confidence,
            flags: mention.flags.clone(),
            notes: mention.notes.clone(),
        }
    }
}
