//! The records of one document: mentions, suggestions, the quarantine, relations.

use super::super::corpus::{CorpusMention, CorpusRelation, Document, Fate, Remark};
use super::place::{Found, Lost, find};
use super::plan::{Annotators, LandOptions, has_twin};
use super::proposals::{End, Proposed, keep_texts, proposed_relation};
use super::register::RegisterPlan;
use super::report::ImportReport;
use super::schema::SchemaPlan;
use crate::codec::Finder;
use crate::edit::{Change, Context, Edit};
use crate::model::{
    AnnotatorId, Article, Attributes, Ext, FLAGS_KEY, How, Label, Mention, MentionId, NOTES_KEY, Note, Proposal,
    Provenance, Quarantined, Relation, Review, ReviewState, Shard, Slug, Suggestion, SuggestionKind, Value, Values,
};
use crate::text::{CharOffset, CharSpan, shortened};
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::Arc;

/// The key of `ext` under which attribute values are kept that no attribute takes.
const VALUES_KEY: &str = "byline.values";

/// How many characters of words a remark shows.
const SHOWN_CHARS: usize = 40;

/// An import on its way.
pub(super) struct Lander<'a> {
    pub(super) options: &'a LandOptions,
    /// The format, as provenance names it.
    pub(super) tool: Arc<str>,
    pub(super) schema: SchemaPlan,
    pub(super) register: RegisterPlan<'a>,
    pub(super) annotators: Annotators,
    pub(super) report: ImportReport,
    pub(super) edits: Vec<Edit>,
}

/// One document on its way.
struct Place<'d> {
    document: &'d Document,
    /// The file, as provenance names it.
    file: Arc<str>,
    lead: u64,
    article: &'d Article,
    shard: Option<&'d Shard>,
    finder: Finder<'d>,
    /// What is proposed there already.
    proposed: Proposed,
    /// What became of each mention, with its label.
    landed: Vec<(End, Label)>,
}

impl<'a> Lander<'a> {
    /// Plans the records of `document`, which belong to `article`; `shard` is what the session has of it.
    pub(super) fn document<'d>(
        &mut self,
        mut document: Document,
        lead: u64,
        article: &'d Article,
        shard: Option<&'d Shard>,
        context: &mut Context<'_>,
    ) where
        'a: 'd,
    {
        let finder = Finder::new(article);
        let (mentions, relations) = (std::mem::take(&mut document.mentions), std::mem::take(&mut document.relations));
        let (proposed, landed) = (Proposed::of(shard), Vec::with_capacity(mentions.len()));
        let file = document.file.rsplit('/').next().unwrap_or_default().into();
        let mut place = Place { document: &document, file, lead, article, shard, finder, proposed, landed };
        for mention in mentions {
            self.report.mentions.read += 1;
            let landed = self.mention(&mut place, mention, context);
            place.landed.push(landed);
        }
        for relation in relations {
            self.report.relations.read += 1;
            self.relation(&place, relation, context);
        }
    }

    fn mention(&mut self, place: &mut Place<'_>, mention: CorpusMention, context: &mut Context<'_>) -> (End, Label) {
        let label = self.schema.label(&mention.label);
        match find(place.article, &mention, place.document.unit, place.lead) {
            Ok(found) => {
                if found.was_joined {
                    let (file, why) = (&place.document.file, "fragments that touch were joined");
                    self.report.remark(Remark::new(Fate::Changed, file, &mention.place, &what_of(&mention), why));
                }
                let is_proposal = self.options.as_suggestions || mention.is_proposal;
                if let Some(known) = Self::known(place, &label, &found, is_proposal) {
                    self.report.mentions.known += 1;
                    if let (Some(key), Some(shard), End::Mention(id)) = (&mention.entry, place.shard, &known)
                        && shard.mentions.get(*id).is_some_and(|twin| twin.entry.is_some())
                    {
                        self.register.is_there(key);
                    }
                    return (known, label);
                }
                (self.place_mention(place, mention, &label, found, context), label)
            }
            Err(lost) => {
                let id = self.quarantine(place, mention, &label, lost, context);
                (End::Mention(id), label)
            }
        }
    }

    /// The mention that the session had there before the import, or the proposal of one.
    fn known(place: &Place<'_>, label: &Label, found: &Found, is_proposal: bool) -> Option<End> {
        if has_twin(place.shard, label, &found.fragments) {
            let mut there = place.shard?.mentions_on(found.fragments.hull());
            let twin = there.find(|known| known.label == *label && known.fragments == found.fragments);
            return twin.map(|known| End::Mention(known.id));
        }
        if !is_proposal || place.proposed.mentions.is_empty() {
            return None;
        }
        let known = place.proposed.mentions.get(&(label.clone(), found.fragments.clone()));
        known.map(|(id, is_rejected)| End::Suggestion(*id, *is_rejected))
    }

    fn place_mention(
        &mut self,
        place: &Place<'_>,
        mention: CorpusMention,
        label: &Label,
        found: Found,
        context: &mut Context<'_>,
    ) -> End {
        let article = place.article.id;
        let is_proposal = mention.is_proposal;
        let row = self.row(place, mention, label, found.quote, context);
        self.report.mentions.kept += 1;
        if self.options.as_suggestions || is_proposal {
            self.report.suggestions += 1;
            let suggestion = self.suggestion(row, found.fragments, context);
            let end = End::Suggestion(suggestion.id, suggestion.state == Proposal::Rejected);
            self.edits.push(Edit::Suggestion(article, Change::insert(suggestion)));
            return end;
        }
        let id = row.id;
        let Ok(row) = row.try_map(|()| Ok::<_, Infallible>(found.fragments));
        self.edits.push(Edit::Mention(article, Change::insert(row)));
        End::Mention(id)
    }

    /// The mention without its place, on the words `quote`, or on those that it states itself.
    fn row(
        &mut self,
        place: &Place<'_>,
        mut mention: CorpusMention,
        label: &Label,
        quote: Option<String>,
        context: &mut Context<'_>,
    ) -> Mention<()> {
        let by = self.annotators.named(mention.annotator.as_deref());
        let words = quote.as_deref().or(mention.quote.as_deref()).unwrap_or_default();
        let entry = mention.entry.as_deref().and_then(|key| self.register.entry(key, label, words, context));
        let mut ext = Ext::from(std::mem::take(&mut mention.ext));
        let attributes = self.attributes(place, &mention, label, &mut ext);
        let notes = self.notes(mention.notes, by, context);
        let at = context.at;
        let state = mention.review;
        let is_reviewed = state != ReviewState::Open;
        Mention {
            id: context.ids.mention(),
            label: label.clone(),
            fragments: (),
            quote: quote.or(mention.quote).unwrap_or_default().into(),
            entry,
            attributes,
            confidence: mention.confidence.filter(|sure| (0.0..=1.0).contains(sure)),
            flags: mention.flags.iter().filter_map(|flag| Slug::new(flag).ok()).collect(),
            notes,
            review: Review::new(state, is_reviewed.then_some(by), is_reviewed.then_some(at)),
            provenance: self.provenance(place, mention.id),
            by,
            created: at,
            modified: None,
            ext,
        }
    }

    fn provenance(&self, place: &Place<'_>, source_id: String) -> Provenance {
        let (tool, file) = (Arc::clone(&self.tool), Arc::clone(&place.file));
        Provenance { how: How::Imported, tool, file, source_id: source_id.into(), from: None }
    }

    fn notes(&mut self, notes: Vec<String>, by: AnnotatorId, context: &Context<'_>) -> Vec<Note> {
        self.report.notes.read += notes.len();
        self.report.notes.kept += notes.len();
        notes.into_iter().map(|text| Note { by, at: context.at, text }).collect()
    }

    fn attributes(&mut self, place: &Place<'_>, mention: &CorpusMention, label: &Label, ext: &mut Ext) -> Attributes {
        let mut kept = Attributes::new();
        for (name, value) in &mention.attributes {
            let landed = self.schema.label_attribute(name, value, label);
            let what = || what_of(mention);
            self.keep_value((&place.document.file, &mention.place, &what), name, value, landed, &mut kept, ext);
        }
        kept
    }

    fn keep_value(
        &mut self,
        (file, at, what): (&str, &str, &dyn Fn() -> String),
        name: &str,
        value: &Value,
        landed: Result<(Slug, Value), String>,
        kept: &mut Attributes,
        ext: &mut Ext,
    ) {
        self.report.attributes.read += 1;
        self.report.attributes.kept += 1;
        match landed {
            Ok((id, value)) => {
                kept.insert(id, value);
            }
            Err(why) => {
                let aside = ext.entry(VALUES_KEY.to_owned()).or_insert_with(|| Value::Map(Values::new()));
                if let Value::Map(values) = aside {
                    values.insert(name.to_owned(), value.clone());
                }
                let why = format!("the attribute {why}; the value is in its `ext` under `{VALUES_KEY}`");
                self.report.remark(Remark::new(Fate::KeptAside, file, at, &format!("{}, {name}", what()), &why));
            }
        }
    }

    fn suggestion(&self, row: Mention<()>, fragments: crate::text::Fragments, context: &mut Context<'_>) -> Suggestion {
        let state = match row.review.state {
            ReviewState::Open | ReviewState::Accepted => Proposal::Proposed,
            ReviewState::Rejected => Proposal::Rejected,
        };
        let mut ext = row.ext;
        keep_texts(&mut ext, NOTES_KEY, row.notes.into_iter().map(|note| note.text));
        keep_texts(&mut ext, FLAGS_KEY, row.flags.iter().map(ToString::to_string));
        Suggestion {
            id: context.ids.suggestion(),
            kind: SuggestionKind::Mention,
            fragments: Some(fragments),
            quote: row.quote.into(),
            label: Some(row.label),
            role: None,
            mention: None,
            target: None,
            entry: row.entry,
            attributes: row.attributes,
            reason: format!("imported from {}", self.options.format),
            score: row.confidence,
            state,
            provenance: row.provenance,
            by: row.by,
            created: row.created,
            ext,
        }
    }

    fn quarantine(
        &mut self,
        place: &mut Place<'_>,
        mention: CorpusMention,
        label: &Label,
        lost: Lost,
        context: &mut Context<'_>,
    ) -> MentionId {
        let near = lost.spans.first().map_or(CharOffset(0), |span| span.start);
        let proposed: Vec<CharSpan> = place.finder.nearest(mention.quote.as_deref().unwrap_or_default(), near);
        let mut remark =
            Remark::new(Fate::Quarantined, &place.document.file, &mention.place, &what_of(&mention), &lost.reason);
        let row = self.row(place, mention, label, None, context);
        let id = row.id;
        remark.proposed.clone_from(&proposed);
        self.report.remark(remark);
        self.report.mentions.quarantined += 1;
        let Ok(mention) = row.try_map(|()| Ok::<_, Infallible>(lost.spans));
        let row = Quarantined { mention, reason: lost.reason, proposed, ext: Ext::default() };
        self.edits.push(Edit::Quarantine(place.article.id, Change::insert(row)));
        id
    }

    fn relation(&mut self, place: &Place<'_>, relation: CorpusRelation, context: &mut Context<'_>) {
        let file = place.document.file.as_str();
        let what = format!("{} {}", relation.id, relation.name);
        let end = |number: usize| place.landed.get(number).cloned();
        let ends = match (end(relation.from), end(relation.to)) {
            // Two mentions of the file may be one that was there already.
            (Some(from), Some(to)) if from.0 == to.0 => Err("it would relate a mention to itself"),
            (Some(from), Some(to)) => Ok((from, to)),
            _ => Err("one of its ends is missing"),
        };
        let (from, to) = match ends {
            Ok(ends) => ends,
            Err(why) => {
                self.report.relations.refused += 1;
                return self.report.remark(Remark::refused(file, &relation.place, what.trim(), why));
            }
        };
        let name = match &relation.role {
            Some(role) if relation.name.is_empty() => {
                self.schema.type_with_role(role).unwrap_or_else(|| "argument".to_owned())
            }
            _ => relation.name.clone(),
        };
        let kind = self.schema.relation_with(&name, relation.role.is_some());
        let role = relation.role.as_deref().and_then(|role| self.schema.role(&kind, role));
        self.schema.allow_ends(&kind, role.as_ref(), &from.1, &to.1);
        if is_known(place, &kind, role.as_ref(), from.0, to.0) {
            self.report.relations.known += 1;
            return;
        }
        self.report.relations.kept += 1;
        self.place_relation(place, relation, (kind, role), (from.0, to.0), context);
    }

    /// Plans a relation between what is there, or the proposal of one.
    fn place_relation(
        &mut self,
        place: &Place<'_>,
        relation: CorpusRelation,
        (kind, role): (Slug, Option<Slug>),
        ends: (End, End),
        context: &mut Context<'_>,
    ) {
        let (file, what) = (place.document.file.as_str(), format!("{} {}", relation.id, relation.name));
        let by = self.annotators.named(relation.annotator.as_deref());
        let mut ext = Ext::from(relation.ext);
        let mut attributes = Attributes::new();
        for (name, value) in &relation.attributes {
            let landed = self.schema.relation_attribute(name, value, &kind);
            self.keep_value((file, &relation.place, &|| what.clone()), name, value, landed, &mut attributes, &mut ext);
        }
        let notes = self.notes(relation.notes, by, context);
        let confidence = relation.confidence.filter(|sure| (0.0..=1.0).contains(sure));
        let provenance = self.provenance(place, relation.id);
        let (article, created) = (place.article.id, context.at);
        let (End::Mention(from), End::Mention(to), false) = (ends.0, ends.1, self.options.as_suggestions) else {
            self.report.suggested_relations += 1;
            keep_texts(&mut ext, NOTES_KEY, notes.into_iter().map(|note| note.text));
            let mut row = proposed_relation(ends, &self.options.format, context);
            (row.label, row.role, row.attributes, row.score) = (Some(kind), role, attributes, confidence);
            (row.provenance, row.by) = (provenance, by);
            row.ext.extend(std::mem::take(&mut *ext));
            return self.edits.push(Edit::Suggestion(article, Change::insert(row)));
        };
        let row = Relation {
            id: context.ids.relation(),
            label: kind,
            role,
            from,
            to,
            attributes,
            confidence,
            flags: Vec::new(),
            notes,
            review: Review::default(),
            provenance,
            by,
            created,
            modified: None,
            ext,
        };
        self.edits.push(Edit::Relation(article, Change::insert(row)));
    }
}

fn is_known(place: &Place<'_>, kind: &Slug, role: Option<&Slug>, from: End, to: End) -> bool {
    let Some(shard) = place.shard else { return false };
    if let (End::Mention(from), End::Mention(to)) = (from, to)
        && shard
            .relations_of(from)
            .any(|known| known.from == from && known.to == to && known.label == *kind && known.role.as_ref() == role)
    {
        return true;
    }
    let proposed = &place.proposed.relations;
    !proposed.is_empty() && proposed.contains(&(kind.clone(), role.cloned(), from, to))
}

/// A mention for people: its id, its label and its words.
fn what_of(mention: &CorpusMention) -> String {
    let mut what = mention.id.clone();
    if !what.is_empty() {
        what.push(' ');
    }
    what.push_str(&mention.label.name);
    if let Some(quote) = &mention.quote {
        write!(what, " “{}”", shortened(quote, SHOWN_CHARS)).unwrap_or_default();
    }
    what
}
