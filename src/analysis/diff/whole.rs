//! The differences of two sessions as a whole. It does not know how they are printed.

use super::article::{ArticleDiff, Both, Standing};
use super::pairs::Pairs;
use super::record::{RecordDiff, Shown, Side};
use super::shown;
use crate::analysis::compare::{Comparison, OtherText, compare};
use crate::analysis::schemas::{SchemaDifference, compare_schemas};
use crate::codec::{Spread, gather};
use crate::model::{AlignmentEnd, ArticleId, EntryId, MentionId, Record, Session, Shard};
use serde::Serialize;
use std::collections::HashMap;

/// Version of the differences as JSON; it rises when a field changes its meaning or goes.
pub const DIFF_VERSION: u32 = 1;

/// Every difference between two sessions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Of the schema.
    pub schema: Vec<SchemaDifference>,
    /// Of what belongs to no article: title and description, outlets, the register, alignments, conflicts, decisions, saved
    /// filters, guidelines.
    pub session: Vec<RecordDiff>,
    /// Of articles; only those that differ, in the order of the first session, then those of the second one alone.
    pub articles: Vec<ArticleDiff>,
}

impl Diff {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.schema.is_empty() && self.session.is_empty() && self.articles.is_empty()
    }

    /// Every record that differs.
    pub fn changes(&self) -> impl Iterator<Item = &RecordDiff> {
        self.session.iter().chain(self.articles.iter().flat_map(|article| &article.changes))
    }
}

/// Every difference from session `a` to session `b`.
///
/// Mentions are held against each other as [`compare`] puts them together; other records by their id, and otherwise by what
/// people know them by: a name, a place, what they join.
#[must_use]
pub fn diff(a: &Session, b: &Session, spread: &dyn Spread) -> Diff {
    let comparison = compare(&[a, b], None, spread, &|| true).unwrap_or_default();
    let mut differing = Diff { schema: compare_schemas(&a.schema, &b.schema), ..Diff::default() };
    differing.session = of_session([a, b], &comparison);
    let rows = gather(spread, comparison.articles.len(), |number| {
        let compared = comparison.articles.get(number)?;
        let [one, two] = compared.ids.as_slice() else { return None };
        let shards = [a.shard((*one)?)?, b.shard((*two)?)?];
        let changes = Both::new([a, b], [shards[0], shards[1]], compared).changes();
        let of = |shard: &Shard| shard.id().to_string();
        let article = ArticleDiff {
            a: Some(of(shards[0])),
            b: Some(of(shards[1])),
            name: shards[0].article.name.clone(),
            title: shards[0].title().to_owned(),
            standing: Standing::Both,
            changes,
        };
        Some((!article.changes.is_empty()).then_some(article))
    });
    differing.articles = rows.unwrap_or_default().into_iter().flatten().flatten().collect();
    differing.articles.extend(comparison.other_texts.iter().filter_map(|told| other_text([a, b], told)));
    for alone in &comparison.alone {
        let (side, session) = if alone.side == 0 { (Side::A, a) } else { (Side::B, b) };
        differing.articles.extend(session.shard(alone.article).map(|shard| article_of_one(side, shard)));
    }
    let place = |article: &ArticleDiff| {
        let at = |id: &Option<String>, session: &Session| session.position(ArticleId::parse(id.as_deref()?).ok()?);
        at(&article.a, a).map_or_else(|| (1, at(&article.b, b)), |place| (0, Some(place)))
    };
    differing.articles.sort_by_cached_key(place);
    differing
}

fn article_of_one(side: Side, shard: &Shard) -> ArticleDiff {
    let id = |own: Side| (side == own).then(|| shard.id().to_string());
    let (name, title) = (shard.article.name.clone(), shard.title().to_owned());
    ArticleDiff { a: id(Side::A), b: id(Side::B), name, title, standing: Standing::Only(side), changes: Vec::new() }
}

fn other_text([a, b]: [&Session; 2], told: &OtherText) -> Option<ArticleDiff> {
    let (one, two) = (a.shard(told.first.1)?, b.shard(told.second.1)?);
    Some(ArticleDiff {
        a: Some(one.id().to_string()),
        b: Some(two.id().to_string()),
        name: one.article.name.clone(),
        title: one.title().to_owned(),
        standing: Standing::OtherText { at: told.at.0, line: told.line, column: told.column },
        changes: Vec::new(),
    })
}

/// The differences of one kind of record, paired.
fn of_kind<R: Record>(
    changes: &mut Vec<RecordDiff>,
    kind: &'static str,
    pairs: Pairs<'_, R>,
    shown: [&dyn Fn(&R) -> Shown; 2],
) {
    let [of_a, of_b] = shown;
    let one = |(one, two): (Option<&R>, Option<&R>)| {
        if one.is_some() && one == two {
            return None;
        }
        RecordDiff::between(kind, one.map(of_a), two.map(of_b))
    };
    changes.extend(pairs.all().into_iter().filter_map(one));
}

fn of_session([a, b]: [&Session; 2], comparison: &Comparison) -> Vec<RecordDiff> {
    let mut changes = Vec::new();
    changes.extend(RecordDiff::between("session", Some(shown::info(a)), Some(shown::info(b))));
    let lower = |name: &str| Some(name.to_lowercase());
    let outlets = Pairs::of(a.outlets.iter(), b.outlets.iter()).by(|row| Some(row.id), |row| Some(row.id));
    let outlets = outlets.by(|row| lower(&row.name), |row| lower(&row.name));
    of_kind(&mut changes, "outlet", outlets, [&shown::outlet, &shown::outlet]);
    let name = |row: &crate::model::Entry| Some((row.layer.clone(), row.name.to_lowercase()));
    let entries = Pairs::of(a.entries.iter(), b.entries.iter()).by(|row| Some(row.id), |row| Some(row.id));
    let entries = entries.by(name, name);
    let same = Same::of(&entries.found, comparison);
    of_kind(&mut changes, "entry", entries, [&|row| shown::entry(a, row), &|row| shown::entry(b, row)]);
    let alignments = Pairs::of(a.alignments.iter(), b.alignments.iter()).by(|row| Some(row.id), |row| Some(row.id));
    let alignments = alignments.by(
        |row| Some([same.end(0, row.from)?, same.end(0, row.to)?]),
        |row| Some([same.end(1, row.from)?, same.end(1, row.to)?]),
    );
    let ends = |row: &crate::model::Alignment, side: usize| [same.end(side, row.from), same.end(side, row.to)];
    for (one, two) in alignments.all() {
        let mut shown = [one.map(|row| shown::alignment(a, row)), two.map(|row| shown::alignment(b, row))];
        if let ([Some(first), Some(second)], Some((row, other))) = (&mut shown, one.zip(two)) {
            for (name, (end, other)) in ["from", "to"].into_iter().zip(ends(row, 0).into_iter().zip(ends(other, 1))) {
                let value = first.fields.get(name).cloned().filter(|_| end.is_some() && end == other);
                second.fields.extend(value.map(|value| (name.to_owned(), value)));
            }
        }
        let [one, two] = shown;
        changes.extend(RecordDiff::between("alignment", one, two));
    }
    let guidelines = Pairs::of(a.guidelines.iter(), b.guidelines.iter()).by(|row| Some(row.id), |row| Some(row.id));
    let guidelines = guidelines.by(|row| lower(&row.title), |row| lower(&row.title));
    of_kind(&mut changes, "guideline page", guidelines, [&shown::guideline, &shown::guideline]);
    let filters = Pairs::of(a.filters.iter(), b.filters.iter()).by(|row| Some(row.id), |row| Some(row.id));
    let filters = filters.by(|row| lower(&row.name), |row| lower(&row.name));
    of_kind(&mut changes, "saved filter", filters, [&shown::filter, &shown::filter]);
    let conflicts = Pairs::of(a.conflicts.iter(), b.conflicts.iter()).by(|row| Some(row.id), |row| Some(row.id));
    of_kind(&mut changes, "conflict", conflicts, [&shown::conflict, &shown::conflict]);
    let decisions = Pairs::of(a.decisions.iter(), b.decisions.iter()).by(|row| Some(row.id), |row| Some(row.id));
    of_kind(&mut changes, "decision", decisions, [&shown::decision, &shown::decision]);
    changes
}

/// Which entries and mentions of the two sessions are the same, under common numbers.
struct Same {
    entries: [HashMap<EntryId, usize>; 2],
    mentions: [HashMap<(ArticleId, MentionId), (usize, usize)>; 2],
}

/// What an alignment compares, under common numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Entry(usize),
    Mention(usize, usize),
}

impl Same {
    fn of(entries: &[(Option<&crate::model::Entry>, Option<&crate::model::Entry>)], comparison: &Comparison) -> Self {
        let mut same = Self { entries: [HashMap::new(), HashMap::new()], mentions: [HashMap::new(), HashMap::new()] };
        let [of_a, of_b] = &mut same.entries;
        for (number, (one, two)) in entries.iter().enumerate() {
            of_a.extend(one.map(|row| (row.id, number)));
            of_b.extend(two.map(|row| (row.id, number)));
        }
        for (at, article) in comparison.articles.iter().enumerate() {
            for (number, group) in article.groups.iter().enumerate() {
                for ((own, id), member) in same.mentions.iter_mut().zip(&article.ids).zip(&group.members) {
                    own.extend(id.zip(*member).map(|name| (name, (at, number))));
                }
            }
        }
        same
    }

    fn end(&self, side: usize, end: AlignmentEnd) -> Option<End> {
        if let Some(entry) = end.entry {
            return self.entries.get(side)?.get(&entry).copied().map(End::Entry);
        }
        let (at, number) = self.mentions.get(side)?.get(&(end.article?, end.mention?)).copied()?;
        Some(End::Mention(at, number))
    }
}
