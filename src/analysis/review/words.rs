//! The words and the values of what a row stands for.
//!
//! It does not know where they are shown or what is looked for in them.

use super::block::{Row, fold};
use super::index::Index;
use super::row::{RowKind, RowRef};
use crate::model::{
    Attributes, ConflictId, Mention, MentionId, Note, Quarantined, Relation, RelationId, Session, Shard, Suggestion,
    SuggestionId,
};
use crate::text::{Fragments, Repaired, Span};

/// The record that a row stands for.
#[derive(Clone, Copy, Debug)]
pub enum Record<'s> {
    /// A mention, or the link of one.
    Mention(&'s Mention),
    /// A relation.
    Relation(&'s Relation),
    /// A suggestion.
    Suggestion(&'s Suggestion),
    /// A quarantined mention.
    Quarantined(&'s Quarantined),
}

/// The record of a row of `shard`.
#[must_use]
pub fn record_of<'s>(shard: &'s Shard, row: &Row) -> Option<Record<'s>> {
    match row.kind {
        RowKind::Mention | RowKind::Link => shard.mentions.get(MentionId(row.id)).map(Record::Mention),
        RowKind::Relation => shard.relations.get(RelationId(row.id)).map(Record::Relation),
        RowKind::Suggestion => shard.suggestions.get(SuggestionId(row.id)).map(Record::Suggestion),
        RowKind::Quarantined => shard.quarantine.get(MentionId(row.id)).map(Record::Quarantined),
        RowKind::Conflict => None,
    }
}

impl<'s> Record<'s> {
    /// The mention in whose sentence the record stands; nothing where it has no place in the text as a mention.
    #[must_use]
    pub fn mention(self, shard: &'s Shard) -> Option<&'s Mention> {
        match self {
            Self::Mention(mention) => Some(mention),
            Self::Relation(relation) => shard.mentions.get(relation.from),
            Self::Suggestion(suggestion) => shard.mentions.get(suggestion.mention?),
            Self::Quarantined(_) => None,
        }
    }

    /// What was said of it.
    #[must_use]
    pub fn notes(self) -> &'s [Note] {
        match self {
            Self::Mention(mention) => &mention.notes,
            Self::Relation(relation) => &relation.notes,
            Self::Quarantined(quarantined) => &quarantined.mention.notes,
            Self::Suggestion(_) => &[],
        }
    }
}

/// The attribute values of a row's record.
pub(super) fn attributes_of<'s>(shard: &'s Shard, row: &Row) -> Option<&'s Attributes> {
    Some(match record_of(shard, row)? {
        Record::Mention(mention) => &mention.attributes,
        Record::Relation(relation) => &relation.attributes,
        Record::Suggestion(suggestion) => &suggestion.attributes,
        Record::Quarantined(quarantined) => &quarantined.mention.attributes,
    })
}

/// Calls `visit` with each text that a search in a row looks at: its words, and what was said of it.
pub(super) fn each_text(session: &Session, shard: Option<&Shard>, row: &Row, visit: &mut dyn FnMut(&str)) {
    let Some(shard) = shard else {
        if let Some(conflict) = session.conflicts.get(ConflictId(row.id)) {
            visit(&conflict.record);
            visit(&conflict.source);
        }
        return;
    };
    let Some(record) = record_of(shard, row) else { return };
    let quote = |id: Option<MentionId>, visit: &mut dyn FnMut(&str)| {
        if let Some(row) = id.and_then(|id| shard.mentions.get(id)) {
            each_quote(shard, &row.quote, &row.fragments, visit);
        }
    };
    match record {
        Record::Mention(mention) => {
            each_quote(shard, &mention.quote, &mention.fragments, visit);
            if row.kind == RowKind::Link {
                visit(mention.entry.and_then(|id| session.entry_name(id)).unwrap_or_default());
            }
        }
        Record::Relation(relation) => {
            quote(Some(relation.from), visit);
            quote(Some(relation.to), visit);
        }
        Record::Suggestion(suggestion) => {
            match &suggestion.fragments {
                Some(fragments) => each_quote(shard, &suggestion.quote, fragments, visit),
                None => visit(&suggestion.quote),
            }
            quote(suggestion.mention, visit);
            quote(suggestion.target, visit);
            visit(&suggestion.reason);
        }
        Record::Quarantined(quarantined) => visit(&quarantined.mention.quote),
    }
    record.notes().iter().for_each(|note| visit(&note.text));
}

/// Calls `visit` with the words of a place as they stand and, where some of them are damaged, as they should read.
fn each_quote(shard: &Shard, quote: &str, fragments: &Fragments, visit: &mut dyn FnMut(&str)) {
    visit(quote);
    if !shard.repairs.is_empty()
        && let Some(read) = read_quote(shard, fragments)
    {
        visit(&read);
    }
}

/// The words of `fragments` as they should read; nothing where none of them is damaged.
fn read_quote(shard: &Shard, fragments: &Fragments) -> Option<String> {
    let text = shard.article.text();
    let readings = shard.readings();
    let near = |span: Span| readings.iter().filter(move |(place, _)| place.overlaps(span));
    if fragments.spans().iter().all(|span| near(*span).next().is_none()) {
        return None;
    }
    let words: Option<Vec<String>> = fragments
        .spans()
        .iter()
        .map(|span| {
            // What begins or ends within damaged words takes all of them.
            let hull = near(*span).fold(span.range(), |hull, (place, _)| {
                hull.start.min(place.range().start)..hull.end.max(place.range().end)
            });
            let shifted = near(*span).map(|(place, words)| {
                (Span::bytes(place.range().start - hull.start, place.range().end - hull.start), *words)
            });
            Some(Repaired::new(text.get(hull.clone())?, shifted).text().to_owned())
        })
        .collect();
    Some(words?.join(" "))
}

/// The words by which a row is ordered, without case and diacritics.
pub(super) fn sort_words(index: &Index, at: RowRef) -> String {
    let Some((row, shard)) = index.row(at).zip(index.shard(at)) else { return String::new() };
    let quote = match record_of(shard, row) {
        Some(Record::Suggestion(suggestion)) if !suggestion.quote.is_empty() => Some(suggestion.quote.as_str()),
        Some(Record::Quarantined(quarantined)) => Some(&*quarantined.mention.quote),
        Some(record) => record.mention(shard).map(|mention| &*mention.quote),
        None => None,
    };
    fold(quote.unwrap_or_default())
}
