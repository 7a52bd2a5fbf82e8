//! What a row shows of its words: its sentence with the words marked, made once and kept while the session stays as it is.

use crate::analysis::review::{Record, Row, RowKey, RowKind, record_of};
use crate::edit::conflict_kind;
use crate::gui::language::tr;
use crate::gui::register::{Excerpt, excerpt, excerpt_of, one_line};
use crate::model::{ConflictId, MentionId, Relation, Session, Shard};
use crate::text::Span;
use std::collections::HashMap;

/// Bytes between the ends of a relation that still show in one excerpt.
const NEAR: u32 = 400;

/// Excerpts that are kept at most; a long way through a list makes more.
const MOST: usize = 4000;

/// The excerpts of one session.
#[derive(Debug, Default)]
pub(super) struct Excerpts {
    edits: u64,
    made: HashMap<RowKey, Excerpt>,
}

impl Excerpts {
    /// The excerpt of a row.
    pub(super) fn of(
        &mut self,
        session: &Session,
        edits: u64,
        key: RowKey,
        shard: Option<&Shard>,
        row: &Row,
    ) -> &Excerpt {
        if self.edits != edits || self.made.len() > MOST {
            self.made.clear();
            self.edits = edits;
        }
        self.made.entry(key).or_insert_with(|| make(session, shard, row))
    }
}

fn plain(text: &str) -> Excerpt {
    Excerpt { text: one_line(text), marked: Vec::new() }
}

fn make(session: &Session, shard: Option<&Shard>, row: &Row) -> Excerpt {
    let Some(shard) = shard else {
        let conflict = session.conflicts.get(ConflictId(row.id));
        let told = |conflict| tr!("Two versions of a {} in a merge; Enter lists them", tr(conflict_kind(conflict)));
        return plain(&conflict.map(told).unwrap_or_default());
    };
    match record_of(shard, row) {
        Some(Record::Mention(mention)) => excerpt(shard, mention),
        Some(Record::Relation(relation)) => of_relation(shard, relation),
        Some(Record::Suggestion(suggestion)) => match (&suggestion.fragments, suggestion.mention) {
            (Some(fragments), _) => excerpt_of(shard, fragments.spans()),
            (None, Some(mention)) => of_mention(shard, mention),
            (None, None) => plain(&suggestion.reason),
        },
        Some(Record::Quarantined(quarantined)) => {
            let quote = one_line(&quarantined.mention.quote);
            let text = format!("{quote}  –  {}", quarantined.reason);
            Excerpt { marked: std::iter::once(0..quote.len()).collect(), text }
        }
        None => plain(""),
    }
}

fn of_mention(shard: &Shard, id: MentionId) -> Excerpt {
    shard.mentions.get(id).map_or_else(|| plain(""), |mention| excerpt(shard, mention))
}

/// The sentence of both ends, or what both say where they stand far from each other.
fn of_relation(shard: &Shard, relation: &Relation) -> Excerpt {
    let hull = |id: MentionId| shard.mentions.get(id).map(|mention| mention.fragments.hull());
    let (Some(from), Some(to)) = (hull(relation.from), hull(relation.to)) else {
        return of_mention(shard, relation.from);
    };
    let mut ends: [Span; 2] = [from, to];
    ends.sort_unstable_by_key(|span| span.start);
    let [first, second] = ends;
    if first.end <= second.start && second.start.0 - first.end.0 < NEAR {
        return excerpt_of(shard, &ends);
    }
    let quote = |id: MentionId| shard.mentions.get(id).map_or(String::new(), |mention| one_line(&mention.quote));
    let (from, to) = (quote(relation.from), quote(relation.to));
    let text = format!("{from} → {to}");
    let marked = vec![0..from.len(), text.len() - to.len()..text.len()];
    Excerpt { text, marked }
}

/// What a row stands for, in front of its label; nothing for a mention.
pub(super) fn kind_word(row: &Row) -> &'static str {
    match row.kind {
        RowKind::Mention => "",
        RowKind::Relation => tr!("relation"),
        RowKind::Link => tr!("link"),
        RowKind::Suggestion => tr!("suggested"),
        RowKind::Quarantined => tr!("quarantined"),
        RowKind::Conflict => tr!("conflict"),
    }
}
