//! The session: everything of one piece of work, sharded by article so that one edit touches one shard.
//!
//! A copy of a session shares everything with it and costs one pointer a shard; that is what background work gets.

use super::alignment::{Alignment, AlignmentEnd};
use super::article::{Article, Metadata};
use super::entry::Entry;
use super::guidance::{Guideline, SavedFilter};
use super::id::{AnnotatorId, ArticleId, EntryId, MentionId, RelationId, SuggestionId};
use super::label::Label;
use super::log::Log;
use super::mention::{Mention, Quarantined, place_key};
use super::merge::{Conflict, Decision};
use super::people::{Annotator, Outlet};
use super::record::{Record, SearchKey, Table, Whole};
use super::region::{Proposal, Region, Repair};
use super::relation::Relation;
use super::schema::Schema;
use super::suggestion::Suggestion;
use super::time::Timestamp;
use super::value::Ext;
use crate::text::{ByteOffset, Repaired, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a session says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// Title for people.
    pub title: String,
    /// What the work is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it was begun.
    pub created: Timestamp,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for SessionInfo {
    type Id = Whole;
    const KIND: &'static str = "session";
    fn id(&self) -> Whole {
        Whole
    }
}

/// One article with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Shard {
    /// The text and its source.
    pub article: Arc<Article>,
    /// What is known about it.
    pub metadata: Arc<Metadata>,
    /// Stretches that are not body.
    pub regions: Table<Region>,
    /// Damaged words.
    pub repairs: Table<Repair>,
    /// Tagged extents.
    pub mentions: Table<Mention>,
    /// Links between its mentions.
    pub relations: Table<Relation>,
    /// What is proposed.
    pub suggestions: Table<Suggestion>,
    /// Mentions whose place does not hold.
    pub quarantine: Table<Quarantined>,
    /// Rises with every change; keys caches and is not saved.
    pub revision: u64,
}

impl PartialEq for Shard {
    fn eq(&self, other: &Self) -> bool {
        self.article == other.article
            && self.metadata == other.metadata
            && self.regions == other.regions
            && self.repairs == other.repairs
            && self.mentions == other.mentions
            && self.relations == other.relations
            && self.suggestions == other.suggestions
            && self.quarantine == other.quarantine
    }
}

impl Shard {
    /// An article that nothing is known about yet.
    #[must_use]
    pub fn new(article: Arc<Article>) -> Self {
        let metadata = Arc::new(Metadata::unknown(article.id));
        Self {
            article,
            metadata,
            regions: Table::default(),
            repairs: Table::default(),
            mentions: Table::default(),
            relations: Table::default(),
            suggestions: Table::default(),
            quarantine: Table::default(),
            revision: 0,
        }
    }

    /// The article's id.
    #[must_use]
    pub fn id(&self) -> ArticleId {
        self.article.id
    }

    /// The headline, or the name where none is known.
    #[must_use]
    pub fn title(&self) -> &str {
        self.metadata.headline.as_ref().map_or(self.article.name.as_str(), |headline| headline.value.as_str())
    }

    /// Mentions in text order: by start, then the longer first, then by id.
    #[must_use]
    pub fn mentions_in_order(&self) -> Vec<&Mention> {
        self.mentions.by_key().collect()
    }

    /// Mentions that reach from the start of `hull` to its end.
    pub fn mentions_on(&self, hull: Span) -> impl Iterator<Item = &Mention> {
        let key = place_key(hull);
        let from = self.mentions.by_key_from(key, MentionId(0));
        from.take_while(move |(found, _)| *found == key).map(|(_, mention)| mention)
    }

    /// How many mentions stand before `mention` in text order.
    #[must_use]
    pub fn rank_of(&self, mention: &Mention) -> usize {
        self.mentions.rank_by_key(place_key(mention.fragments.hull()), mention.id)
    }

    /// The mention behind `mention` in text order.
    #[must_use]
    pub fn mention_after(&self, mention: &Mention) -> Option<&Mention> {
        let from = self.mentions.by_key_from(place_key(mention.fragments.hull()), mention.id);
        from.map(|(_, found)| found).find(|found| found.id != mention.id)
    }

    /// The mention before `mention` in text order.
    #[must_use]
    pub fn mention_before(&self, mention: &Mention) -> Option<&Mention> {
        self.mentions.by_key_before(place_key(mention.fragments.hull()), mention.id).next()
    }

    /// The first mention that begins at `at` or behind it; the first of all where there is none.
    #[must_use]
    pub fn mention_from(&self, at: ByteOffset) -> Option<&Mention> {
        let behind = self.mentions.by_key_from((u64::from(at.0), 0), MentionId(0)).map(|(_, mention)| mention).next();
        behind.or_else(|| self.mentions.by_key().next())
    }

    /// The last mention that ends at `at` or before it; the last of all where there is none.
    #[must_use]
    pub fn mention_until(&self, at: ByteOffset) -> Option<&Mention> {
        let mut before = self.mentions.by_key_before((u64::from(at.0), 0), MentionId(0));
        before.find(|mention| mention.fragments.hull().end <= at).or_else(|| self.mentions.by_key().next_back())
    }

    /// Regions that were taken, in text order.
    #[must_use]
    pub fn accepted_regions(&self) -> Vec<Span> {
        let taken = self.regions.iter().filter(|region| region.state == Proposal::Accepted);
        let mut spans: Vec<Span> = taken.map(|region| region.span).collect();
        spans.sort_unstable();
        spans
    }

    /// Places whose words are damaged, in text order, with what they should read; those that were turned down left out.
    #[must_use]
    pub fn readings(&self) -> Vec<(Span, &str)> {
        let held = self.repairs.iter().filter(|repair| repair.state != Proposal::Rejected);
        let mut readings: Vec<(Span, &str)> = held.map(|repair| (repair.span, repair.replacement.as_str())).collect();
        readings.sort_unstable();
        readings
    }

    /// The text with the repairs that were taken.
    #[must_use]
    pub fn repaired(&self) -> Repaired {
        let taken = self.repairs.iter().filter(|row| row.state == Proposal::Accepted && !row.replacement.is_empty());
        let mut repairs: Vec<(Span, &str)> = taken.map(|row| (row.span, row.replacement.as_str())).collect();
        repairs.sort_unstable();
        Repaired::new(self.article.text(), repairs)
    }

    /// Relations that start from or lead to `mention`.
    pub fn relations_of(&self, mention: MentionId) -> impl Iterator<Item = &Relation> {
        let from = self.relations.by_key_from((mention.0, 0), RelationId(0));
        let found = from.take_while(move |(key, _)| key.0 == mention.0);
        // A relation of a mention with itself would be found under both of its ends.
        found.filter(|(key, relation)| key.1 == 0 || relation.from != relation.to).map(|(_, relation)| relation)
    }

    /// Suggestions that speak of `mention`.
    pub fn suggestions_of(&self, mention: MentionId) -> impl Iterator<Item = &Suggestion> {
        let from = self.suggestions.by_key_from((mention.0, 0), SuggestionId(0));
        let found = from.take_while(move |(key, _)| key.0 == mention.0 && key.1 < 2);
        found.filter(|(key, row)| key.1 == 0 || row.mention != row.target).map(|(_, row)| row)
    }

    /// Proposed relations that wait for `suggestion` to become a mention.
    pub fn waiting_for(&self, suggestion: SuggestionId) -> impl Iterator<Item = &Suggestion> {
        let from = self.suggestions.by_key_from((suggestion.0, 2), SuggestionId(0));
        let found = from.take_while(move |(key, _)| key.0 == suggestion.0);
        let is_first = |key: SearchKey, row: &Suggestion| key.1 == 2 || row.awaited()[0] != row.awaited()[1];
        found.filter(move |(key, row)| is_first(*key, row)).map(|(_, row)| row)
    }
}

/// Everything of one piece of work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// What it says of itself.
    pub info: Arc<SessionInfo>,
    /// What can be tagged.
    pub schema: Arc<Schema>,
    /// Who annotates.
    pub annotators: Arc<Table<Annotator>>,
    /// Who publishes.
    pub outlets: Arc<Table<Outlet>>,
    /// The register.
    pub entries: Arc<Table<Entry>>,
    /// Comparisons across articles.
    pub alignments: Arc<Table<Alignment>>,
    /// What a merge left open.
    pub conflicts: Arc<Table<Conflict>>,
    /// What was decided for a gold session.
    pub decisions: Arc<Table<Decision>>,
    /// Filters kept under a name.
    pub filters: Arc<Table<SavedFilter>>,
    /// Pages of the guidelines.
    pub guidelines: Arc<Table<Guideline>>,
    /// Who did what and when.
    pub log: Arc<Log>,
    shards: Vec<Arc<Shard>>,
    /// Where each article stands in `shards`.
    positions: Arc<BTreeMap<ArticleId, usize>>,
}

impl Session {
    /// A session without articles.
    #[must_use]
    pub fn new(title: &str, schema: Schema, created: Timestamp) -> Self {
        let info = SessionInfo { title: title.to_owned(), created, ..SessionInfo::default() };
        Self { info: Arc::new(info), schema: Arc::new(schema), ..Self::default() }
    }

    /// Articles in the order in which they are shown.
    #[must_use]
    pub fn shards(&self) -> &[Arc<Shard>] {
        &self.shards
    }

    /// The article `id` with all that belongs to it.
    #[must_use]
    pub fn shard(&self, id: ArticleId) -> Option<&Arc<Shard>> {
        self.shards.get(self.position(id)?)
    }

    /// Where the article `id` stands in the order.
    #[must_use]
    pub fn position(&self, id: ArticleId) -> Option<usize> {
        self.positions.get(&id).copied()
    }

    /// The article and the mention `id`.
    #[must_use]
    pub fn find_mention(&self, id: MentionId) -> Option<(&Shard, &Mention)> {
        self.shards.iter().find_map(|shard| shard.mentions.get(id).map(|mention| (shard.as_ref(), mention)))
    }

    /// The name of an outlet of an article, or nothing where none is known.
    #[must_use]
    pub fn outlet_name(&self, shard: &Shard) -> &str {
        let id = shard.metadata.outlet.as_ref().map(|outlet| outlet.value);
        id.and_then(|id| self.outlets.get(id)).map_or("", |outlet| outlet.name.as_str())
    }

    /// The name of an annotator; the id's own form where the session does not know it.
    #[must_use]
    pub fn annotator_name(&self, id: AnnotatorId) -> String {
        self.annotators.get(id).map_or_else(|| id.to_string(), |annotator| annotator.name.clone())
    }

    /// The name of an entry, where the session knows it.
    #[must_use]
    pub fn entry_name(&self, id: EntryId) -> Option<&str> {
        self.entries.get(id).map(|entry| entry.name.as_str())
    }

    /// The layer of what an alignment compares; nothing where the session does not have it. A mention in the quarantine counts.
    #[must_use]
    pub fn layer_at(&self, end: AlignmentEnd) -> Option<&str> {
        let entry = end.entry.and_then(|id| self.entries.get(id)).map(|entry| entry.layer.as_str());
        entry.or_else(|| {
            let (shard, id) = (self.shard(end.article?)?, end.mention?);
            let placed = shard.mentions.get(id).map(|mention| &mention.label);
            placed.or_else(|| shard.quarantine.get(id).map(|row| &row.mention.label)).map(Label::layer)
        })
    }

    /// Mentions of all articles.
    #[must_use]
    pub fn mention_count(&self) -> usize {
        self.shards.iter().map(|shard| shard.mentions.len()).sum()
    }

    /// Cuts the log to its last `lines`; like any tidying of a log, this cannot be undone.
    pub(crate) fn cut_log(&mut self, lines: u32) {
        Arc::make_mut(&mut self.log).keep_last(lines);
    }

    /// Everything but the articles.
    pub(crate) fn without_articles(&self) -> Self {
        Self {
            info: Arc::clone(&self.info),
            schema: Arc::clone(&self.schema),
            annotators: Arc::clone(&self.annotators),
            outlets: Arc::clone(&self.outlets),
            entries: Arc::clone(&self.entries),
            alignments: Arc::clone(&self.alignments),
            conflicts: Arc::clone(&self.conflicts),
            decisions: Arc::clone(&self.decisions),
            filters: Arc::clone(&self.filters),
            guidelines: Arc::clone(&self.guidelines),
            log: Arc::clone(&self.log),
            shards: Vec::new(),
            positions: Arc::default(),
        }
    }

    /// The shard of `id`, for one change: its revision rises.
    pub(crate) fn shard_mut(&mut self, id: ArticleId) -> Option<&mut Shard> {
        let position = self.position(id)?;
        let shard = self.shards.get_mut(position)?;
        let shard = Arc::make_mut(shard);
        shard.revision += 1;
        Some(shard)
    }

    /// Puts an article at `position`, or at the end where that is beyond it.
    pub(crate) fn insert_shard(&mut self, position: usize, shard: Shard) {
        let position = position.min(self.shards.len());
        let id = shard.id();
        self.shards.insert(position, Arc::new(shard));
        if position + 1 == self.shards.len() {
            Arc::make_mut(&mut self.positions).insert(id, position);
        } else {
            self.count_positions();
        }
    }

    /// Takes an article away.
    pub(crate) fn remove_shard(&mut self, id: ArticleId) {
        let Some(position) = self.position(id) else { return };
        self.shards.remove(position);
        // Steps are taken back from the last article on: counting all others each time would take minutes of many thousands.
        if position == self.shards.len() {
            Arc::make_mut(&mut self.positions).remove(&id);
        } else {
            self.count_positions();
        }
    }

    fn count_positions(&mut self) {
        let positions = self.shards.iter().enumerate().map(|(position, shard)| (shard.id(), position));
        self.positions = Arc::new(positions.collect());
    }
}
