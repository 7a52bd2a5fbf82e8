//! What hangs on mentions and goes with them. It does not know whether they go; whoever asks wants to know before.

use crate::model::{AlignmentId, ArticleId, MentionId, RelationId, Session, Shard, SuggestionId};
use std::collections::{BTreeMap, BTreeSet};

/// Records that end when mentions do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hanging {
    /// Relations that start from or lead to one of them.
    pub relations: Vec<RelationId>,
    /// Suggestions that speak of one of them.
    pub suggestions: Vec<SuggestionId>,
    /// Alignments that compare one of them with something else.
    pub alignments: Vec<AlignmentId>,
}

impl Hanging {
    /// Whether nothing hangs on them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.relations.is_empty() && self.suggestions.is_empty() && self.alignments.is_empty()
    }
}

/// What hangs on `mentions` of an article; nothing where the session does not have it.
#[must_use]
pub fn hangs_on(session: &Session, article: ArticleId, mentions: &[MentionId]) -> Hanging {
    let Some(shard) = session.shard(article) else { return Hanging::default() };
    let goes: BTreeSet<MentionId> = mentions.iter().copied().collect();
    Hanging {
        relations: relations_on(shard, &goes).into_iter().collect(),
        suggestions: suggestions_on(shard, &goes).into_iter().collect(),
        alignments: alignments_on(session, &goes),
    }
}

/// What hangs on each of `mentions`, with the number of the mention in the list; those that nothing hangs on are left out.
#[must_use]
pub fn hangs_on_each(session: &Session, mentions: &[(ArticleId, MentionId)]) -> Vec<(usize, Hanging)> {
    let mut aligned: BTreeMap<MentionId, Vec<AlignmentId>> = BTreeMap::new();
    for row in session.alignments.iter() {
        for end in [row.from.mention, row.to.mention].into_iter().flatten() {
            aligned.entry(end).or_default().push(row.id);
        }
    }
    let on = |(number, (article, mention)): (usize, &(ArticleId, MentionId))| {
        let shard = session.shard(*article)?;
        let one = BTreeSet::from([*mention]);
        let hanging = Hanging {
            relations: relations_on(shard, &one).into_iter().collect(),
            suggestions: suggestions_on(shard, &one).into_iter().collect(),
            alignments: aligned.get(mention).cloned().unwrap_or_default(),
        };
        (!hanging.is_empty()).then_some((number, hanging))
    };
    mentions.iter().enumerate().filter_map(on).collect()
}

pub(super) fn relations_on(shard: &Shard, mentions: &BTreeSet<MentionId>) -> BTreeSet<RelationId> {
    mentions.iter().flat_map(|id| shard.relations_of(*id)).map(|relation| relation.id).collect()
}

pub(super) fn suggestions_on(shard: &Shard, mentions: &BTreeSet<MentionId>) -> BTreeSet<SuggestionId> {
    mentions.iter().flat_map(|id| shard.suggestions_of(*id)).map(|suggestion| suggestion.id).collect()
}

/// In the order of their ids.
pub(super) fn alignments_on(session: &Session, mentions: &BTreeSet<MentionId>) -> Vec<AlignmentId> {
    let hangs = |end: Option<MentionId>| end.is_some_and(|id| mentions.contains(&id));
    let rows = session.alignments.iter().filter(|row| hangs(row.from.mention) || hangs(row.to.mention));
    rows.map(|row| row.id).collect()
}
