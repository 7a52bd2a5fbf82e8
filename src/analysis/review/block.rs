//! The rows of one article as a table of small numbers, kept up with the article from edit to edit.
//!
//! It does not know which rows anybody wants to see.

use super::names::Names;
use super::row::RowKind;
use crate::model::{
    Conflict, Mention, MentionId, Proposal, Quarantined, Record, Relation, ReviewState, Shard, Suggestion, Table,
    Timestamp, place_key,
};
use crate::text::{Span, folded};
use std::collections::BTreeSet;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// More rows than these are read anew rather than put into their places one by one.
const ONE_BY_ONE: usize = 200;

/// Bytes of a quote of which its place in the order of words is made.
const WORDS: usize = 512;

/// What filters and orders need to know of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where in the article: by start, then the longer first.
    pub(super) place: u64,
    /// The record's id; for a link that of its mention.
    pub id: u64,
    /// When it was made, in microseconds.
    pub(super) created: i64,
    /// Its words, for ordering.
    pub(super) words: Words,
    pub(super) entry: u32,
    pub(super) flags: u32,
    pub(super) label: u16,
    pub(super) annotator: u16,
    /// What it stands for.
    pub kind: RowKind,
    /// What a review of it found.
    pub state: ReviewState,
    /// Whether somebody said something of it.
    pub has_note: bool,
}

impl Row {
    fn key(&self) -> (u64, RowKind, u64) {
        (self.place, self.kind, self.id)
    }

    /// Whether it carries a flag.
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        self.flags != 0
    }
}

/// The rows of one article, in the order of their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The article as it was read; nothing for what belongs to no article.
    pub(super) shard: Option<Arc<Shard>>,
    pub(super) outlet: u32,
    pub(super) rows: Vec<Row>,
}

impl Block {
    /// Reads an article.
    pub(super) fn of(shard: &Arc<Shard>, names: &mut Names) -> Self {
        let mut rows: Vec<Row> = Vec::with_capacity(shard.mentions.len());
        shard.mentions.by_key().for_each(|row| of_mention(row, names, &mut rows));
        rows.extend(shard.relations.iter().map(|row| of_relation(shard, row, names)));
        rows.extend(shard.suggestions.iter().filter_map(|row| of_suggestion(shard, row, names)));
        rows.extend(shard.quarantine.iter().map(|row| of_quarantined(shard, row, names)));
        rows.sort_by_key(Row::key);
        let outlet = shard.metadata.outlet.as_ref().map_or(0, |outlet| names.outlets.number(&outlet.value));
        Self { shard: Some(Arc::clone(shard)), outlet, rows }
    }

    /// Reads what merges left open.
    pub(super) fn of_conflicts(conflicts: &Table<Conflict>) -> Self {
        Self { rows: conflicts.iter().map(of_conflict).collect(), ..Self::default() }
    }

    /// Takes over what has changed in the article since it was read; the rows that changed.
    pub(super) fn follow(&mut self, shard: &Arc<Shard>, names: &mut Names) -> Vec<(RowKind, u64)> {
        let Some(before) = self.shard.replace(Arc::clone(shard)) else {
            *self = Self::of(shard, names);
            return Vec::new();
        };
        self.outlet = shard.metadata.outlet.as_ref().map_or(0, |outlet| names.outlets.number(&outlet.value));
        let mut swap = Swap { shard, before: &before, names, gone: Vec::new(), come: Vec::new(), is_moved: false };
        swap.gather();
        let Swap { gone, come, is_moved, .. } = swap;
        let changed: BTreeSet<(RowKind, u64)> = gone.iter().chain(&come).map(|row| (row.kind, row.id)).collect();
        if is_moved || changed.len() > ONE_BY_ONE {
            *self = Self::of(shard, names);
        } else {
            for row in &gone {
                if let Ok(place) = self.rows.binary_search_by_key(&row.key(), Row::key) {
                    self.rows.remove(place);
                }
            }
            for row in come {
                if let Err(place) = self.rows.binary_search_by_key(&row.key(), Row::key) {
                    self.rows.insert(place, row);
                }
            }
        }
        changed.into_iter().collect()
    }
}

/// What goes and what comes between two states of an article.
struct Swap<'a> {
    shard: &'a Arc<Shard>,
    before: &'a Arc<Shard>,
    names: &'a mut Names,
    gone: Vec<Row>,
    come: Vec<Row>,
    /// Whether a mention that others may hang on has moved, come or gone.
    is_moved: bool,
}

impl Swap<'_> {
    fn gather(&mut self) {
        let Self { shard, before, names, gone, come, is_moved } = self;
        shard.mentions.differences(&before.mentions, |was, is| {
            let place = |row: Option<&Mention>| row.map(|row| place_key(row.fragments.hull()));
            let hangs = |row: &Mention| {
                shard.relations_of(row.id).next().is_some() || shard.suggestions_of(row.id).next().is_some()
            };
            *is_moved |= place(was) != place(is) && was.or(is).is_some_and(hangs);
            if let Some(row) = was {
                of_mention(row, names, gone);
            }
            if let Some(row) = is {
                of_mention(row, names, come);
            }
        });
        shard.relations.differences(&before.relations, |was, is| {
            gone.extend(was.map(|row| of_relation(before, row, names)));
            come.extend(is.map(|row| of_relation(shard, row, names)));
        });
        shard.suggestions.differences(&before.suggestions, |was, is| {
            gone.extend(was.and_then(|row| of_suggestion(before, row, names)));
            come.extend(is.and_then(|row| of_suggestion(shard, row, names)));
        });
        shard.quarantine.differences(&before.quarantine, |was, is| {
            gone.extend(was.map(|row| of_quarantined(before, row, names)));
            come.extend(is.map(|row| of_quarantined(shard, row, names)));
        });
    }
}

fn place_of(hull: Span) -> u64 {
    (u64::from(hull.start.0) << 32) | u64::from(u32::MAX - hull.end.0)
}

fn micros(at: Timestamp) -> i64 {
    at.0.as_microsecond()
}

/// How words begin, so that these numbers are ordered as the words are, and a number that alike words alone have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) head: u64,
    pub(super) whole: u64,
}

impl Words {
    pub(super) fn of(words: &str) -> Self {
        let folded = fold(words);
        let mut bytes = [0; 8];
        for (byte, from) in bytes.iter_mut().zip(folded.bytes()) {
            *byte = from;
        }
        Self { head: u64::from_be_bytes(bytes), whole: xxh3_64(folded.as_bytes()) }
    }
}

/// Words as they are ordered: without case and diacritics. Of a mention of megabytes no more than this is looked at.
pub(super) fn fold(words: &str) -> String {
    folded(words.get(..words.floor_char_boundary(WORDS)).unwrap_or_default().trim_start())
}

/// The row of a mention, and that of its link where it has one.
fn of_mention(mention: &Mention, names: &mut Names, rows: &mut Vec<Row>) {
    let row = Row {
        place: place_of(mention.fragments.hull()),
        id: mention.id.0,
        created: micros(mention.created),
        words: Words::of(&mention.quote),
        entry: mention.entry.map_or(0, |entry| names.entries.number(&entry)),
        flags: if mention.flags.is_empty() { 0 } else { names.flags(&mention.flags) },
        label: names.label(&mention.label),
        annotator: names.annotator(mention.by),
        kind: RowKind::Mention,
        state: mention.review.state,
        has_note: !mention.notes.is_empty(),
    };
    rows.push(row);
    if mention.entry.is_some() {
        rows.push(Row { kind: RowKind::Link, ..row });
    }
}

/// Where the mention `id` stands; behind everything where it is not there.
fn anchor(shard: &Shard, id: Option<MentionId>) -> (u64, Words) {
    let mention = id.and_then(|id| shard.mentions.get(id));
    mention.map_or_else(|| (u64::MAX, Words::of("")), |row| (place_of(row.fragments.hull()), Words::of(&row.quote)))
}

fn of_relation(shard: &Shard, relation: &Relation, names: &mut Names) -> Row {
    let (place, words) = anchor(shard, Some(relation.from));
    Row {
        place,
        id: relation.id.0,
        created: micros(relation.created),
        words,
        entry: 0,
        flags: names.flags(&relation.flags),
        label: names.label(&relation.label),
        annotator: names.annotator(relation.by),
        kind: RowKind::Relation,
        state: relation.review.state,
        has_note: !relation.notes.is_empty(),
    }
}

/// Nothing for a suggestion that is taken: what came of it has a row of its own.
fn of_suggestion(shard: &Shard, suggestion: &Suggestion, names: &mut Names) -> Option<Row> {
    let state = match suggestion.state {
        Proposal::Proposed => ReviewState::Open,
        Proposal::Rejected => ReviewState::Rejected,
        Proposal::Accepted => return None,
    };
    let own = suggestion.fragments.as_ref().map(|fragments| (place_of(fragments.hull()), Words::of(&suggestion.quote)));
    let (place, words) = own.unwrap_or_else(|| anchor(shard, suggestion.mention));
    let about = suggestion.mention.and_then(|id| shard.mentions.get(id)).map(|mention| &mention.label);
    Some(Row {
        place,
        id: suggestion.id.0,
        created: micros(suggestion.created),
        words,
        entry: suggestion.entry.map_or(0, |entry| names.entries.number(&entry)),
        flags: 0,
        label: suggestion.label.as_ref().or(about).map_or(0, |label| names.label(label)),
        annotator: names.annotator(suggestion.by),
        kind: RowKind::Suggestion,
        state,
        has_note: false,
    })
}

fn of_quarantined(shard: &Shard, quarantined: &Quarantined, names: &mut Names) -> Row {
    let mention = &quarantined.mention;
    let stated = mention.fragments.first().copied();
    let place = quarantined.proposed.first().copied().or(stated).and_then(|span| shard.article.byte_span(span));
    Row {
        place: place.map_or(u64::MAX, place_of),
        id: mention.id.0,
        created: micros(mention.created),
        words: Words::of(&mention.quote),
        entry: mention.entry.map_or(0, |entry| names.entries.number(&entry)),
        flags: names.flags(&mention.flags),
        label: names.label(&mention.label),
        annotator: names.annotator(mention.by),
        kind: RowKind::Quarantined,
        state: mention.review.state,
        has_note: !mention.notes.is_empty(),
    }
}

fn of_conflict(conflict: &Conflict) -> Row {
    Row {
        place: 0,
        id: conflict.id().0,
        created: micros(conflict.created),
        words: Words::of(&conflict.record),
        entry: 0,
        flags: 0,
        label: 0,
        annotator: 0,
        kind: RowKind::Conflict,
        state: ReviewState::Open,
        has_note: false,
    }
}
