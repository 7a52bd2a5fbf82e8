//! How much work a session holds: counts by article, label, layer, annotator and review state.
//!
//! Work is what somebody tagged in an article's body. Suggestions and quarantined mentions are counted apart, and so are
//! mentions that lie wholly in accepted regions (captions, menus, adverts). It does not judge the work.

use crate::model::{AlignmentKind, Attributes, Mention, Proposal, ReadingStatus, ReviewState, Session, Shard, Slug};
use crate::text::Span;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Version of the figures as JSON; it rises when a field changes its meaning or goes.
pub const STATS_VERSION: u32 = 1;

/// The figures of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// [`STATS_VERSION`].
    pub version: u32,
    /// The session's title.
    pub title: String,
    /// Over all articles.
    pub totals: Totals,
    /// By layer, in the schema's order; labels that the schema does not know come last.
    pub layers: Vec<LayerStats>,
    /// Entries by layer, in the schema's order; layers without one too.
    pub entries: Vec<Count>,
    /// Relations by type, in the schema's order; types without one too.
    pub relations: Vec<Count>,
    /// Alignments by kind, every kind.
    pub alignments: Vec<Count>,
    /// Values of mentions in bodies, of relations and of entries by attribute, in the schema's order; attributes without one too.
    pub attributes: Vec<Count>,
    /// Mentions by annotator, by name.
    pub annotators: Vec<Count>,
    /// Mentions by review state, every state, in the order open, accepted, rejected.
    pub states: Vec<Count>,
    /// Articles by reading status, every status, in the order unread, reading, read.
    pub reading: Vec<Count>,
    /// By article, in the session's order.
    pub articles: Vec<ArticleStats>,
}

/// How often something occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Its id or permanent name.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How often.
    pub count: usize,
}

/// Sums over a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Articles.
    pub articles: usize,
    /// Code points of their texts without accepted regions.
    pub body_chars: u64,
    /// Mentions in bodies.
    pub mentions: usize,
    /// Of these, mentions that speak of an entry.
    pub linked_mentions: usize,
    /// Mentions wholly in accepted regions, not counted anywhere else.
    pub mentions_in_regions: usize,
    /// Relations.
    pub relations: usize,
    /// Entries of the register.
    pub entries: usize,
    /// Of these, entries that a mention in a body speaks of.
    pub entries_with_mentions: usize,
    /// Alignments.
    pub alignments: usize,
    /// Suggestions that nobody decided on, not counted as mentions.
    pub open_suggestions: usize,
    /// Mentions whose place does not hold, not counted as mentions.
    pub quarantined: usize,
    /// Conflicts that a merge left.
    pub conflicts: usize,
}

/// The mentions of one layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LayerStats {
    /// The layer's permanent name.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Mentions of all its labels.
    pub count: usize,
    /// By label; labels of the schema without a mention too.
    pub labels: Vec<Count>,
}

/// The figures of one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ArticleStats {
    /// The article's id.
    pub id: String,
    /// Its file's name.
    pub name: String,
    /// Its headline, or its name where none is known.
    pub title: String,
    /// Its outlet; empty where none is known.
    pub outlet: String,
    /// How far it was read.
    pub status: ReadingStatus,
    /// Code points of its text without accepted regions.
    pub body_chars: u64,
    /// Mentions in its body.
    pub mentions: usize,
    /// Mentions wholly in accepted regions.
    pub mentions_in_regions: usize,
    /// Relations.
    pub relations: usize,
    /// Suggestions that nobody decided on.
    pub open_suggestions: usize,
    /// Mentions whose place does not hold.
    pub quarantined: usize,
    /// Mentions in its body by layer.
    pub layers: BTreeMap<String, usize>,
}

/// Counts `session`.
#[must_use]
pub fn stats(session: &Session) -> Stats {
    let articles: Vec<ArticleStats> = session.shards().iter().map(|shard| article_stats(session, shard)).collect();
    let work: Vec<&Mention> = session.shards().iter().flat_map(|shard| body_mentions(shard)).collect();
    let mut by_label: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_annotator = BTreeMap::new();
    let mut by_state: BTreeMap<ReviewState, usize> = BTreeMap::new();
    for mention in &work {
        *by_label.entry(mention.label.as_str()).or_default() += 1;
        *by_annotator.entry(mention.by).or_default() += 1;
        *by_state.entry(mention.review.state).or_default() += 1;
    }
    let mut annotators: Vec<Count> = by_annotator
        .into_iter()
        .map(|(id, count)| Count { id: id.to_string(), name: session.annotator_name(id), count })
        .collect();
    annotators.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let count_state = |state: &ReviewState| named(state.as_str(), by_state.get(state).copied().unwrap_or(0));
    let count_reading = |status: &ReadingStatus| {
        named(status.as_str(), articles.iter().filter(|article| article.status == *status).count())
    };
    Stats {
        version: STATS_VERSION,
        title: session.info.title.clone(),
        totals: totals(session, &articles, &work),
        layers: layer_stats(session, &by_label),
        entries: by_layer(session),
        relations: by_type(session),
        alignments: AlignmentKind::ALL.iter().map(|kind| by_kind(session, *kind)).collect(),
        attributes: by_attribute(session, &work),
        annotators,
        states: ReviewState::ALL.iter().map(count_state).collect(),
        reading: ReadingStatus::ALL.iter().map(count_reading).collect(),
        articles,
    }
}

fn named(name: &str, count: usize) -> Count {
    Count { id: name.to_owned(), name: name.to_owned(), count }
}

fn totals(session: &Session, articles: &[ArticleStats], work: &[&Mention]) -> Totals {
    let linked: Vec<_> = work.iter().filter_map(|mention| mention.entry).collect();
    let spoken_of: BTreeSet<_> = linked.iter().filter(|entry| session.entries.contains(**entry)).collect();
    let sum = |figure: fn(&ArticleStats) -> usize| articles.iter().map(figure).sum();
    Totals {
        articles: articles.len(),
        body_chars: articles.iter().map(|article| article.body_chars).sum(),
        mentions: work.len(),
        linked_mentions: linked.len(),
        mentions_in_regions: sum(|article| article.mentions_in_regions),
        relations: sum(|article| article.relations),
        entries: session.entries.len(),
        entries_with_mentions: spoken_of.len(),
        alignments: session.alignments.len(),
        open_suggestions: sum(|article| article.open_suggestions),
        quarantined: sum(|article| article.quarantined),
        conflicts: session.conflicts.len(),
    }
}

/// Counts of `found` by name: the names that the schema `defines` first, in its order.
fn counted<'s>(defines: impl Iterator<Item = (&'s str, &'s str)>, found: impl Iterator<Item = &'s str>) -> Vec<Count> {
    let mut counts: Vec<Count> = defines.map(|(id, name)| Count { name: name.to_owned(), ..named(id, 0) }).collect();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    found.for_each(|id| *by_name.entry(id).or_default() += 1);
    for (id, count) in by_name {
        match counts.iter_mut().find(|known| known.id == id) {
            Some(known) => known.count = count,
            None => counts.push(named(id, count)),
        }
    }
    counts
}

fn by_layer(session: &Session) -> Vec<Count> {
    let layers = session.schema.layers.iter().map(|layer| (layer.id.as_str(), layer.name.as_str()));
    counted(layers, session.entries.iter().map(|entry| entry.layer.as_str()))
}

fn by_type(session: &Session) -> Vec<Count> {
    let types = session.schema.relation_types.iter().map(|kind| (kind.id.as_str(), kind.name.as_str()));
    let relations = session.shards().iter().flat_map(|shard| shard.relations.iter());
    counted(types, relations.map(|relation| relation.label.as_str()))
}

fn by_attribute(session: &Session, work: &[&Mention]) -> Vec<Count> {
    let attributes = session.schema.attributes.iter().map(|def| (def.id.as_str(), def.name.as_str()));
    let of_mentions = work.iter().map(|mention| &mention.attributes);
    let of_relations = session.shards().iter().flat_map(|shard| shard.relations.iter().map(|row| &row.attributes));
    let of_entries = session.entries.iter().map(|entry| &entry.attributes);
    let all = of_mentions.chain(of_relations).chain(of_entries);
    counted(attributes, all.flat_map(Attributes::keys).map(Slug::as_str))
}

fn by_kind(session: &Session, kind: AlignmentKind) -> Count {
    named(kind.as_str(), session.alignments.iter().filter(|alignment| alignment.kind == kind).count())
}

fn layer_stats(session: &Session, by_label: &BTreeMap<&str, usize>) -> Vec<LayerStats> {
    let schema = &session.schema;
    let mut layers: Vec<LayerStats> = Vec::new();
    let known: BTreeSet<&str> = schema.label_infos().map(|info| info.id.as_str()).collect();
    let of_schema = schema.label_infos().map(|info| (info.id.as_str(), info.name));
    let others = by_label.keys().filter(|label| !known.contains(**label)).map(|label| (*label, *label));
    for (id, name) in of_schema.chain(others) {
        let count = by_label.get(id).copied().unwrap_or(0);
        let label = Count { id: id.to_owned(), name: name.to_owned(), count };
        let layer_id = id.split('.').next().unwrap_or(id);
        if let Some(layer) = layers.iter_mut().find(|layer| layer.id == layer_id) {
            layer.count += count;
            layer.labels.push(label);
        } else {
            let name = if id == layer_id { name } else { layer_id };
            layers.push(LayerStats { id: layer_id.to_owned(), name: name.to_owned(), count, labels: vec![label] });
        }
    }
    layers
}

fn article_stats(session: &Session, shard: &Shard) -> ArticleStats {
    let mut layers: BTreeMap<String, usize> = BTreeMap::new();
    let mut mentions = 0;
    for mention in body_mentions(shard) {
        mentions += 1;
        *layers.entry(mention.label.layer().to_owned()).or_default() += 1;
    }
    let skipped: u64 = skipped_spans(shard).iter().map(|span| u64::from(shard.article.char_span(*span).len())).sum();
    ArticleStats {
        id: shard.id().to_string(),
        name: shard.article.name.clone(),
        title: shard.title().to_owned(),
        outlet: session.outlet_name(shard).to_owned(),
        status: shard.metadata.status,
        body_chars: u64::from(shard.article.index().char_len().0).saturating_sub(skipped),
        mentions,
        mentions_in_regions: shard.mentions.len() - mentions,
        relations: shard.relations.len(),
        open_suggestions: shard.suggestions.iter().filter(|one| one.state == Proposal::Proposed).count(),
        quarantined: shard.quarantine.len(),
        layers,
    }
}

/// Mentions with at least one character outside of the accepted regions.
pub(super) fn body_mentions(shard: &Shard) -> impl Iterator<Item = &Mention> {
    let skipped = skipped_spans(shard);
    let is_skipped = move |span: &Span| skipped.iter().any(|region| region.covers(*span));
    shard.mentions.iter().filter(move |mention| !mention.fragments.spans().iter().all(&is_skipped))
}

/// Accepted regions, those that touch or overlap joined.
pub(super) fn skipped_spans(shard: &Shard) -> Vec<Span> {
    joined(shard.accepted_regions().into_iter())
}

/// Spans in text order, those that touch or overlap joined.
pub(super) fn joined(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}
