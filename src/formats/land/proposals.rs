//! What is only proposed: what an article has of it before an import, and relations that an import proposes.
//!
//! It does not know how it lands.

use crate::edit::Context;
use crate::model::{
    Attributes, Ext, FROM_KEY, Label, MentionId, Proposal, Provenance, Shard, Slug, Suggestion, SuggestionId,
    SuggestionKind, TO_KEY, Value,
};
use crate::text::Fragments;
use std::collections::{BTreeMap, BTreeSet};

/// What a relation starts from or leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// A mention, placed or in the quarantine.
    Mention(MentionId),
    /// A proposed mention; whether it was turned down.
    Suggestion(SuggestionId, bool),
}

/// Suggestions that an article has and that nobody has taken, by what they propose.
#[derive(Debug, Default)]
pub(super) struct Proposed {
    pub(super) mentions: BTreeMap<(Label, Fragments), (SuggestionId, bool)>,
    pub(super) relations: BTreeSet<(Slug, Option<Slug>, End, End)>,
}

impl Proposed {
    pub(super) fn of(shard: Option<&Shard>) -> Self {
        let mut proposed = Self::default();
        let Some(shard) = shard.filter(|shard| !shard.suggestions.is_empty()) else { return proposed };
        let is_rejected = |row: &Suggestion| row.state == Proposal::Rejected;
        for row in shard.suggestions.iter().filter(|row| row.state != Proposal::Accepted) {
            let Some(label) = row.label.clone() else { continue };
            match row.kind {
                SuggestionKind::Mention => {
                    let place = row.fragments.clone();
                    place.map(|place| proposed.mentions.insert((label, place), (row.id, is_rejected(row))));
                }
                SuggestionKind::Relation => {
                    let end = |mention: Option<MentionId>, awaited: Option<SuggestionId>| {
                        let awaited = awaited.and_then(|id| shard.suggestions.get(id));
                        let awaited = awaited.map(|row| End::Suggestion(row.id, is_rejected(row)));
                        mention.map(End::Mention).or(awaited)
                    };
                    let [from, to] = row.awaited();
                    let ends = end(row.mention, from).zip(end(row.target, to));
                    ends.map(|(from, to)| proposed.relations.insert((label, row.role.clone(), from, to)));
                }
                SuggestionKind::Link => {}
            }
        }
        proposed
    }
}

/// A proposed relation between `from` and `to`; it waits for those that are proposed themselves, and is turned down with them.
pub(super) fn proposed_relation((from, to): (End, End), format: &str, context: &mut Context<'_>) -> Suggestion {
    let mut ext = Ext::default();
    let mut is_rejected = false;
    let mut end = |end: End, key: &str| match end {
        End::Mention(id) => Some(id),
        End::Suggestion(id, is_turned_down) => {
            is_rejected |= is_turned_down;
            ext.insert(key.to_owned(), Value::Text(id.to_string()));
            None
        }
    };
    let (mention, target) = (end(from, FROM_KEY), end(to, TO_KEY));
    Suggestion {
        id: context.ids.suggestion(),
        kind: SuggestionKind::Relation,
        fragments: None,
        quote: String::new(),
        label: None,
        role: None,
        mention,
        target,
        entry: None,
        attributes: Attributes::new(),
        reason: format!("imported from {format}"),
        score: None,
        state: if is_rejected { Proposal::Rejected } else { Proposal::Proposed },
        provenance: Provenance::default(),
        by: context.annotator.id,
        created: context.at,
        ext,
    }
}

/// Keeps texts of a record that is only proposed.
pub(super) fn keep_texts(ext: &mut Ext, key: &str, texts: impl Iterator<Item = String>) {
    let texts: Vec<Value> = texts.map(Value::Text).collect();
    if !texts.is_empty() {
        ext.insert(key.to_owned(), Value::List(texts));
    }
}
