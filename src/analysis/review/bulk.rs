//! What is done to many rows at once: the commands it comes to, and what there is to see of the rows before.
//!
//! It carries out nothing.

use super::index::Index;
use super::row::{RowKey, RowKind, RowRef};
use crate::edit::{Command, MentionsOf, RelationChange};
use crate::model::{
    ArticleId, ConflictId, EntryId, Label, MentionId, Proposal, RelationId, ReviewState, Slug, SuggestionId,
};
use std::collections::BTreeMap;

/// What is done to each row.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Say what the review found; suggestions are taken or turned down.
    Settle(ReviewState),
    /// Put a flag on, or take it off.
    Flag(Slug, bool),
    /// Give mentions another label.
    Relabel(Label),
    /// Link mentions to an entry, or to none.
    Link(Option<EntryId>),
    /// Delete the records.
    Delete,
}

/// Rows by what they have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// By kind.
    pub kinds: BTreeMap<RowKind, usize>,
    /// By label or relation type.
    pub labels: BTreeMap<Slug, usize>,
    /// By article, in the session's order.
    pub articles: Vec<(ArticleId, usize)>,
    /// By what a review found.
    pub states: BTreeMap<ReviewState, usize>,
}

/// What `rows` have in common.
#[must_use]
pub fn summary(index: &Index, rows: &[RowRef]) -> Summary {
    let mut made = Summary::default();
    let mut labels: BTreeMap<u16, usize> = BTreeMap::new();
    let mut blocks: BTreeMap<u32, usize> = BTreeMap::new();
    for at in rows {
        let Some(row) = index.row(*at) else { continue };
        *made.kinds.entry(row.kind).or_default() += 1;
        *made.states.entry(row.state).or_default() += 1;
        *labels.entry(row.label).or_default() += 1;
        *blocks.entry(at.block).or_default() += 1;
    }
    let named = |(number, count): (u16, usize)| Some((index.names.labels.value(u32::from(number))?.clone(), count));
    made.labels = labels.into_iter().filter_map(named).collect();
    let article = |(block, count): (u32, usize)| Some((index.block(block)?.shard.as_ref()?.id(), count));
    made.articles = blocks.into_iter().filter_map(article).collect();
    made
}

/// Rows by what can be done to them.
#[derive(Clone, Debug, Default)]
struct Sorted {
    links: BTreeMap<u32, (ArticleId, Vec<MentionId>)>,
    mentions: BTreeMap<u32, (ArticleId, Vec<MentionId>)>,
    relations: BTreeMap<u32, (ArticleId, Vec<RelationId>)>,
    suggestions: BTreeMap<u32, (ArticleId, Vec<SuggestionId>)>,
    quarantined: Vec<(ArticleId, MentionId)>,
    conflicts: Vec<ConflictId>,
}

fn sorted(index: &Index, rows: &[RowRef]) -> Sorted {
    let mut made = Sorted::default();
    for at in rows {
        let Some(RowKey { article, kind, id }) = index.key(*at) else { continue };
        let Some(article) = article else {
            made.conflicts.push(ConflictId(id));
            continue;
        };
        match kind {
            RowKind::Link => {
                made.links.entry(at.block).or_insert_with(|| (article, Vec::new())).1.push(MentionId(id));
            }
            RowKind::Mention => {
                made.mentions.entry(at.block).or_insert_with(|| (article, Vec::new())).1.push(MentionId(id));
            }
            RowKind::Relation => {
                made.relations.entry(at.block).or_insert_with(|| (article, Vec::new())).1.push(RelationId(id));
            }
            RowKind::Suggestion => {
                made.suggestions.entry(at.block).or_insert_with(|| (article, Vec::new())).1.push(SuggestionId(id));
            }
            RowKind::Quarantined => made.quarantined.push((article, MentionId(id))),
            RowKind::Conflict => {}
        }
    }
    made
}

/// The commands that do `deed` to `rows`, and how many rows it passes over because it means nothing for them.
#[must_use]
pub fn commands(index: &Index, rows: &[RowRef], deed: &Deed) -> (Vec<Command>, usize) {
    let Sorted { links, mentions, relations, suggestions, quarantined, conflicts } = sorted(index, rows);
    let mut mentions: MentionsOf = mentions.into_values().collect();
    let links: MentionsOf = links.into_values().collect();
    let mut made: Vec<Command> = Vec::new();
    if *deed == Deed::Settle(ReviewState::Rejected) && !links.is_empty() {
        // A link that does not hold goes; the mention may hold all the same.
        made.push(Command::LinkAll { mentions: links, entry: None });
    } else {
        mentions.extend(links);
    }
    let related: Vec<(ArticleId, RelationId)> =
        relations.values().flat_map(|(article, ids)| ids.iter().map(|id| (*article, *id))).collect();
    let change = |change: RelationChange| {
        let set = move |(article, relation): &(ArticleId, RelationId)| Command::SetRelation {
            article: *article,
            relation: *relation,
            change: change.clone(),
        };
        related.iter().map(set).collect::<Vec<_>>()
    };
    let proposed: Vec<(ArticleId, Vec<SuggestionId>)> = suggestions.into_values().collect();
    let of_suggestions = proposed.iter().map(|(_, ids)| ids.len()).sum::<usize>();
    let others = quarantined.len() + conflicts.len();
    let some = |command: Command| (!mentions.is_empty()).then_some(command);
    let passed = match deed {
        Deed::Settle(state) => {
            made.extend(some(Command::ReviewAll { mentions: mentions.clone(), state: *state }));
            made.extend(change(RelationChange::Review(*state)));
            let state = match state {
                ReviewState::Open => Proposal::Proposed,
                ReviewState::Accepted => Proposal::Accepted,
                ReviewState::Rejected => Proposal::Rejected,
            };
            made.extend((of_suggestions > 0).then_some(Command::SettleSuggestions { articles: proposed, state }));
            others
        }
        Deed::Flag(flag, on) => {
            made.extend(some(Command::FlagAll { mentions: mentions.clone(), flag: flag.clone(), on: *on }));
            made.extend(change(RelationChange::Flag { flag: flag.clone(), on: *on }));
            others + of_suggestions
        }
        Deed::Relabel(label) => {
            made.extend(some(Command::RelabelAll { mentions: mentions.clone(), label: label.clone() }));
            others + of_suggestions + related.len()
        }
        Deed::Link(entry) => {
            made.extend(some(Command::LinkAll { mentions: mentions.clone(), entry: *entry }));
            others + of_suggestions + related.len()
        }
        Deed::Delete => {
            let unrelate = |(article, relations)| Command::Unrelate { article, relations };
            made.extend(relations.into_values().map(unrelate));
            made.extend(some(Command::DeleteAll { mentions: mentions.clone() }));
            let drop_one = |(article, mention)| Command::DropQuarantined { article, mention };
            made.extend(quarantined.iter().copied().map(drop_one));
            conflicts.len() + of_suggestions
        }
    };
    (made, passed)
}
