//! The records of one document: mentions, suggestions, the quarantine, relations.

use super::super::corpus::{CorpusMention, CorpusRelation, Document, Fate, Remark};
use super::place::{Found, Lost, find};
use super::plan::{Annotators, LandOptions, has_twin};
use super::register::RegisterPlan;
use super::report::ImportReport;
use super::schema::SchemaPlan;
use crate::codec::Finder;
use crate::edit::{Change, Context, Edit};
use crate::model::{
    AnnotatorId, Article, Attributes, Ext, How, Label, Mention, MentionId, Note, Proposal, Provenance, Quarantined,
    Relation, Review, ReviewState, Shard, Slug, Suggestion, SuggestionKind, Value,
};
use crate::text::{CharOffset, CharSpan, shortened};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write;

/// The key of `ext` under which attribute values are kept that no attribute takes.
const VALUES_KEY: &str = "byline.values";

/// How many characters of words a remark shows.
const SHOWN_CHARS: usize = 40;

/// An import on its way.
pub(super) struct Lander<'a> {
    pub(super) options: &'a LandOptions,
    pub(super) schema: SchemaPlan,
    pub(super) register: RegisterPlan<'a>,
    pub(super) annotators: Annotators,
    pub(super) report: ImportReport,
    pub(super) edits: Vec<Edit>,
}

/// One document on its way.
struct Place<'d> {
    document: &'d Document,
    lead: u64,
    article: &'d Article,
    shard: Option<&'d Shard>,
    finder: Finder<'d>,
    /// What became of each mention: its id and label, where it is in the session.
    landed: Vec<Option<(MentionId, Label)>>,
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
        let landed = Vec::with_capacity(mentions.len());
        let mut place = Place { document: &document, lead, article, shard, finder, landed };
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

    fn mention(
        &mut self,
        place: &mut Place<'_>,
        mention: CorpusMention,
        context: &mut Context<'_>,
    ) -> Option<(MentionId, Label)> {
        let label = self.schema.label(&mention.label);
        match find(place.article, &mention, place.document.unit, place.lead) {
            Ok(found) => {
                if found.was_joined {
                    let (file, why) = (&place.document.file, "fragments that touch were joined");
                    self.report.remark(Remark::new(Fate::Changed, file, &mention.place, &what_of(&mention), why));
                }
                if let Some(known) = Self::known(place, &label, &found) {
                    self.report.mentions.known += 1;
                    return Some((known, label));
                }
                self.place_mention(place, mention, &label, found, context).map(|id| (id, label))
            }
            Err(lost) => {
                let id = self.quarantine(place, mention, &label, lost, context);
                Some((id, label))
            }
        }
    }

    /// The mention that the session had there before the import.
    fn known(place: &Place<'_>, label: &Label, found: &Found) -> Option<MentionId> {
        if !has_twin(place.shard, label, &found.fragments) {
            return None;
        }
        let mut there = place.shard?.mentions_on(found.fragments.hull());
        there.find(|known| known.label == *label && known.fragments == found.fragments).map(|known| known.id)
    }

    fn place_mention(
        &mut self,
        place: &Place<'_>,
        mention: CorpusMention,
        label: &Label,
        found: Found,
        context: &mut Context<'_>,
    ) -> Option<MentionId> {
        let article = place.article.id;
        let is_proposal = mention.is_proposal;
        let row = self.row(place, mention, label, found.quote, context);
        self.report.mentions.kept += 1;
        if self.options.as_suggestions || is_proposal {
            self.report.suggestions += 1;
            let suggestion = self.suggestion(row, found.fragments, context);
            self.edits.push(Edit::Suggestion(article, Change::insert(suggestion)));
            return None;
        }
        let id = row.id;
        let Ok(row) = row.try_map(|()| Ok::<_, Infallible>(found.fragments));
        self.edits.push(Edit::Mention(article, Change::insert(row)));
        Some(id)
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
        let mut ext = Ext(std::mem::take(&mut mention.ext));
        let attributes = self.attributes(place, &mention, label, &mut ext);
        let notes = self.notes(mention.notes, by, context);
        let at = context.at;
        let state = mention.review;
        let is_reviewed = state != ReviewState::Open;
        Mention {
            id: context.ids.mention(),
            label: label.clone(),
            fragments: (),
            quote: quote.or(mention.quote).unwrap_or_default(),
            entry,
            attributes,
            confidence: mention.confidence.filter(|sure| (0.0..=1.0).contains(sure)),
            flags: mention.flags.iter().filter_map(|flag| Slug::new(flag).ok()).collect(),
            notes,
            review: Review { state, by: is_reviewed.then_some(by), at: is_reviewed.then_some(at) },
            provenance: self.provenance(place.document, mention.id),
            by,
            created: at,
            modified: None,
            ext,
        }
    }

    fn provenance(&self, document: &Document, source_id: String) -> Provenance {
        let file = document.file.rsplit('/').next().unwrap_or_default().to_owned();
        Provenance { how: How::Imported, tool: self.options.format.clone(), file, source_id, from: None }
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
                let aside = ext.0.entry(VALUES_KEY.to_owned()).or_insert_with(|| Value::Map(BTreeMap::new()));
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
        Suggestion {
            id: context.ids.suggestion(),
            kind: SuggestionKind::Mention,
            fragments: Some(fragments),
            quote: row.quote,
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
            ext: row.ext,
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
        let end = |number: usize| place.landed.get(number).cloned().flatten();
        let (Some(from), Some(to)) = (end(relation.from), end(relation.to)) else {
            self.report.relations.refused += 1;
            let why = "one of its ends is a suggestion or was not imported; accept the suggestions and import it again";
            return self.report.remark(Remark::refused(file, &relation.place, what.trim(), why));
        };
        let name = match &relation.role {
            Some(role) if relation.name.is_empty() => {
                self.schema.type_with_role(role).unwrap_or_else(|| "argument".to_owned())
            }
            _ => relation.name.clone(),
        };
        let kind = self.schema.relation(&name);
        let role = relation.role.as_deref().and_then(|role| self.schema.role(&kind, role));
        self.schema.allow_ends(&kind, role.as_ref(), &from.1, &to.1);
        if is_known(place.shard, &kind, role.as_ref(), from.0, to.0) {
            self.report.relations.known += 1;
            return;
        }
        let by = self.annotators.named(relation.annotator.as_deref());
        let mut ext = Ext(relation.ext);
        let mut attributes = Attributes::new();
        for (name, value) in &relation.attributes {
            let landed = self.schema.relation_attribute(name, value, &kind);
            self.keep_value((file, &relation.place, &|| what.clone()), name, value, landed, &mut attributes, &mut ext);
        }
        let row = Relation {
            id: context.ids.relation(),
            label: kind,
            role,
            from: from.0,
            to: to.0,
            attributes,
            confidence: relation.confidence.filter(|sure| (0.0..=1.0).contains(sure)),
            flags: Vec::new(),
            notes: self.notes(relation.notes, by, context),
            review: Review::default(),
            provenance: self.provenance(place.document, relation.id),
            by,
            created: context.at,
            modified: None,
            ext,
        };
        self.report.relations.kept += 1;
        self.edits.push(Edit::Relation(place.article.id, Change::insert(row)));
    }
}

fn is_known(shard: Option<&Shard>, kind: &Slug, role: Option<&Slug>, from: MentionId, to: MentionId) -> bool {
    let Some(shard) = shard else { return false };
    shard
        .relations_of(from)
        .any(|known| known.from == from && known.to == to && known.label == *kind && known.role.as_ref() == role)
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
