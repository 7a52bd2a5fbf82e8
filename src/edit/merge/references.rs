//! Which records of a session name which others. It does not know whether these are there.

use super::kinds::Key;
use crate::model::{
    Alignment, AlignmentEnd, AnnotatorId, Entry, EntryId, Mention, Note, Record, Review, SavedFilter, Session, Shard,
};

/// Calls `visit` with each record and each record that it names, once for every time it does.
pub(super) fn each_reference(session: &Session, visit: &mut impl FnMut(Key, Key)) {
    for entry in session.entries.iter() {
        of_entry(entry, visit);
    }
    for alignment in session.alignments.iter() {
        of_alignment(alignment, visit);
    }
    for filter in session.filters.iter() {
        of_filter(filter, visit);
    }
    for conflict in session.conflicts.iter() {
        conflict.article.into_iter().for_each(|at| visit(Key::Conflict(conflict.id), Key::Article(at)));
    }
    for decision in session.decisions.iter() {
        let key = Key::Decision(decision.id);
        visit(key, Key::Annotator(decision.by));
        decision.article.into_iter().for_each(|at| visit(key, Key::Article(at)));
    }
    for layer in &session.schema.layers {
        let pages = layer.guideline.into_iter().chain(layer.labels.iter().filter_map(|label| label.guideline));
        pages.for_each(|page| visit(Key::Schema, Key::Guideline(page)));
    }
    for shard in session.shards() {
        of_article(shard, visit);
    }
}

fn said(key: Key, by: AnnotatorId, notes: &[Note], review: &Review, visit: &mut impl FnMut(Key, Key)) {
    let annotators = std::iter::once(by).chain(notes.iter().map(|note| note.by)).chain(review.by());
    annotators.for_each(|by| visit(key, Key::Annotator(by)));
}

fn of_entry(entry: &Entry, visit: &mut impl FnMut(Key, Key)) {
    let key = Key::Entry(entry.id);
    visit(key, Key::Annotator(entry.by));
    let named = entry.place.iter().filter_map(|place| place.entry).chain(entry.distinct_from.iter().copied());
    named.for_each(|other| visit(key, Key::Entry(other)));
}

fn of_alignment(alignment: &Alignment, visit: &mut impl FnMut(Key, Key)) {
    let key = Key::Alignment(alignment.id);
    said(key, alignment.by, &alignment.notes, &alignment.review, visit);
    ends(alignment).for_each(|end| visit(key, end));
}

/// What an alignment compares.
pub(super) fn ends(alignment: &Alignment) -> impl Iterator<Item = Key> {
    let end = |end: AlignmentEnd| match end {
        AlignmentEnd { article: Some(at), mention: Some(mention), .. } => Some(Key::Mention(at, mention)),
        AlignmentEnd { entry: Some(entry), .. } => Some(Key::Entry(entry)),
        _ => None,
    };
    [alignment.from, alignment.to].into_iter().filter_map(end)
}

fn of_filter(filter: &SavedFilter, visit: &mut impl FnMut(Key, Key)) {
    let key = Key::Filter(filter.id);
    filter.articles.iter().for_each(|at| visit(key, Key::Article(*at)));
    filter.outlets.iter().for_each(|outlet| visit(key, Key::Outlet(*outlet)));
    filter.annotators.iter().for_each(|by| visit(key, Key::Annotator(*by)));
    filter.entries.iter().for_each(|entry| visit(key, Key::Entry(*entry)));
}

fn linked(key: Key, entry: Option<EntryId>, visit: &mut impl FnMut(Key, Key)) {
    if let Some(entry) = entry {
        visit(key, Key::Entry(entry));
    }
}

fn of_mention<P>(key: Key, mention: &Mention<P>, visit: &mut impl FnMut(Key, Key)) {
    said(key, mention.by, &mention.notes, &mention.review, visit);
    linked(key, mention.entry, visit);
}

fn of_article(shard: &Shard, visit: &mut impl FnMut(Key, Key)) {
    let at = shard.id();
    visit(Key::Article(at), Key::Annotator(shard.article.by));
    shard.article.supersedes.into_iter().for_each(|older| visit(Key::Article(at), Key::Article(older)));
    let outlet = shard.metadata.outlet.iter().map(|outlet| outlet.value);
    outlet.for_each(|outlet| visit(Key::Metadata(at), Key::Outlet(outlet)));
    shard.regions.iter().for_each(|row| visit(Key::Region(at, row.id), Key::Annotator(row.by)));
    shard.repairs.iter().for_each(|row| visit(Key::Repair(at, row.id), Key::Annotator(row.by)));
    shard.mentions.iter().for_each(|row| of_mention(Key::Mention(at, row.id), row, visit));
    shard.quarantine.iter().for_each(|row| of_mention(Key::Quarantine(at, row.id()), &row.mention, visit));
    for relation in shard.relations.iter() {
        let key = Key::Relation(at, relation.id);
        said(key, relation.by, &relation.notes, &relation.review, visit);
        visit(key, Key::Mention(at, relation.from));
        visit(key, Key::Mention(at, relation.to));
    }
    for row in shard.suggestions.iter() {
        let key = Key::Suggestion(at, row.id);
        visit(key, Key::Annotator(row.by));
        row.mention.into_iter().chain(row.target).for_each(|end| visit(key, Key::Mention(at, end)));
        row.awaited().into_iter().flatten().for_each(|end| visit(key, Key::Suggestion(at, end)));
        linked(key, row.entry, visit);
    }
}
