//! Which rows somebody wants to see: what is asked, and the test that is made of it. Columns of small numbers are looked at
//! first; the record itself is looked up only where words or attributes are asked for.
//!
//! It does not know in which order rows come.

use super::block::{Block, Row};
use super::index::Index;
use super::names::Numbered;
use super::row::{RowKey, RowKind, RowRef};
use super::words::{attributes_of, each_text};
use crate::model::{AnnotatorId, ArticleId, Attributes, Day, EntryId, Label, OutletId, ReviewState, Session, Slug};
use crate::text::{Matching, Query, QueryError, find_all};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// What is asked. An empty list lets everything through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Kinds of rows; where none is named, all but links.
    pub kinds: Vec<RowKind>,
    /// Labels and relation types, with all below them.
    pub labels: Vec<Label>,
    /// Articles.
    pub articles: Vec<ArticleId>,
    /// Outlets.
    pub outlets: Vec<OutletId>,
    /// Annotators.
    pub annotators: Vec<AnnotatorId>,
    /// What a review found.
    pub states: Vec<ReviewState>,
    /// Flags, any of which is enough.
    pub flags: Vec<Slug>,
    /// Entries of the register.
    pub entries: Vec<EntryId>,
    /// Attribute values, all of which must hold.
    pub attributes: Attributes,
    /// Only rows with a note, or only those without.
    pub has_note: Option<bool>,
    /// Words that the quote or a note must hold.
    pub text: String,
    /// Whether `text` is a regular expression.
    pub regex: bool,
    /// Made on this day or later.
    pub since: Option<Day>,
    /// Made on this day or earlier.
    pub until: Option<Day>,
    /// These rows alone.
    pub only: Option<Only>,
}

/// Rows by their articles.
type ByArticle = HashMap<Option<ArticleId>, HashSet<(RowKind, u64)>>;

/// Rows that were found by other means than a filter.
#[derive(Clone, Debug)]
pub struct Only {
    /// What they have in common, for people.
    pub name: Arc<str>,
    rows: Arc<ByArticle>,
}

impl PartialEq for Only {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows)
    }
}

impl Only {
    /// `rows`, which have `name` in common.
    #[must_use]
    pub fn new(name: &str, rows: impl IntoIterator<Item = RowKey>) -> Self {
        let mut found = ByArticle::new();
        for row in rows {
            found.entry(row.article).or_default().insert((row.kind, row.id));
        }
        Self { name: name.into(), rows: Arc::new(found) }
    }

    fn kinds(&self) -> u8 {
        RowKind::ALL
            .into_iter()
            .filter(|kind| self.rows.values().any(|rows| rows.iter().any(|(known, _)| known == kind)))
            .fold(0, |all, kind| all | kind.bit())
    }
}

/// A filter made ready for one index.
pub(super) struct Test<'a> {
    session: &'a Session,
    kinds: u8,
    states: u8,
    labels: Option<Vec<bool>>,
    annotators: Option<Vec<bool>>,
    entries: Option<Vec<bool>>,
    outlets: Option<Vec<bool>>,
    articles: Option<HashSet<ArticleId>>,
    flags: Option<u32>,
    has_note: Option<bool>,
    since: i64,
    until: i64,
    only: Option<&'a Only>,
    query: Option<Query>,
    attributes: &'a Attributes,
}

impl<'a> Test<'a> {
    /// Reads `filter`.
    ///
    /// # Errors
    /// [`QueryError`] where its regular expression does not hold.
    pub(super) fn new(session: &'a Session, index: &Index, filter: &'a Filter) -> Result<Self, QueryError> {
        let names = &index.names;
        let usual = || RowKind::ALL.into_iter().filter(|kind| kind.is_usual()).fold(0, |all, kind| all | kind.bit());
        let kinds = match (&filter.only, filter.kinds.as_slice()) {
            (Some(only), []) => only.kinds(),
            (None, []) => usual(),
            (_, kinds) => kinds.iter().fold(0, |all, kind| all | kind.bit()),
        };
        let within = |label: &Slug| filter.labels.iter().any(|wanted| label.is_within(wanted));
        let all_states = || ReviewState::ALL.to_vec();
        let states = if filter.states.is_empty() { all_states() } else { filter.states.clone() };
        let matching = Matching { regex: filter.regex, ..Matching::default() };
        let text = filter.text.as_str();
        let query =
            (!text.trim().is_empty()).then(|| Query::new(if filter.regex { text } else { text.trim() }, matching));
        Ok(Self {
            session,
            kinds,
            states: states.iter().fold(0, |all, state| all | 1 << *state as u8),
            labels: (!filter.labels.is_empty()).then(|| numbers(&names.labels, within)),
            annotators: among(&names.annotators, &filter.annotators),
            entries: among(&names.entries, &filter.entries),
            outlets: among(&names.outlets, &filter.outlets),
            articles: (!filter.articles.is_empty()).then(|| filter.articles.iter().copied().collect()),
            flags: (!filter.flags.is_empty()).then(|| names.known_flags(&filter.flags)),
            has_note: filter.has_note,
            since: filter.since.and_then(|day| midnight(day.0)).unwrap_or(i64::MIN),
            until: filter.until.and_then(|day| midnight(day.0.tomorrow().ok()?)).unwrap_or(i64::MAX),
            only: filter.only.as_ref(),
            query: query.transpose()?,
            attributes: &filter.attributes,
        })
    }

    /// The rows of a block that the columns let through.
    pub(super) fn rows_of<'b>(&'b self, number: u32, block: &'b Block) -> impl Iterator<Item = RowRef> + 'b {
        let article = block.shard.as_ref().map(|shard| shard.id());
        let is_in = |numbers: &Option<Vec<bool>>| numbers.as_ref().is_none_or(|known| at(known, block.outlet));
        let is_article = self.articles.as_ref().is_none_or(|known| article.is_some_and(|id| known.contains(&id)));
        let only = self.only.map(|only| only.rows.get(&article));
        let takes = is_in(&self.outlets) && is_article && !matches!(only, Some(None));
        let only = only.flatten();
        let rows = if takes { block.rows.as_slice() } else { &[] };
        let is_listed = move |row: &Row| only.is_none_or(|only| only.contains(&(row.kind, row.id)));
        (0..)
            .zip(rows)
            .filter(move |(_, row)| self.takes(row) && is_listed(row))
            .map(move |(row, _)| RowRef { block: number, row })
    }

    fn takes(&self, row: &Row) -> bool {
        self.kinds & row.kind.bit() != 0
            && self.states & (1 << row.state as u8) != 0
            && self.labels.as_ref().is_none_or(|known| at(known, u32::from(row.label)))
            && self.annotators.as_ref().is_none_or(|known| at(known, u32::from(row.annotator)))
            && self.entries.as_ref().is_none_or(|known| at(known, row.entry))
            && self.flags.is_none_or(|flags| flags & row.flags != 0)
            && self.has_note.is_none_or(|has| has == row.has_note)
            && self.since <= row.created
            && row.created < self.until
    }

    /// Whether the records themselves have to be looked at.
    pub(super) fn asks_records(&self) -> bool {
        self.query.is_some() || !self.attributes.is_empty()
    }

    /// Whether the record of a row that the columns let through is wanted too.
    pub(super) fn takes_record(&self, index: &Index, at: RowRef) -> bool {
        let Some(row) = index.row(at) else { return false };
        let shard = index.shard(at).map(AsRef::as_ref);
        if !self.attributes.is_empty() {
            let found = shard.and_then(|shard| attributes_of(shard, row));
            let holds = |found: &Attributes| self.attributes.iter().all(|(name, value)| found.get(name) == Some(value));
            if !found.is_some_and(holds) {
                return false;
            }
        }
        let Some(query) = &self.query else { return true };
        let mut found = false;
        each_text(self.session, shard, row, &mut |text| found = found || !find_all(text, query).is_empty());
        found
    }
}

fn at(known: &[bool], number: u32) -> bool {
    known.get(number as usize).copied().unwrap_or(false)
}

/// For each number whether its value is wanted.
fn numbers<T: Clone + Eq + Hash>(known: &Numbered<T>, is_wanted: impl Fn(&T) -> bool) -> Vec<bool> {
    std::iter::once(false).chain(known.values().iter().map(is_wanted)).collect()
}

fn among<T: Clone + Eq + Hash>(known: &Numbered<T>, wanted: &[T]) -> Option<Vec<bool>> {
    let listed: HashSet<&T> = wanted.iter().collect();
    (!listed.is_empty()).then(|| numbers(known, |value| listed.contains(value)))
}

/// When a day begins, in microseconds.
fn midnight(day: jiff::civil::Date) -> Option<i64> {
    let at = jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    Some(at.as_microsecond())
}
