//! In which order rows stand. Every column is a number, so a million rows are ordered by a radix sort in a few passes; rows
//! of one number keep their order in the text.
//!
//! It does not know which rows anybody wants to see.

use super::block::Row;
use super::index::Index;
use super::names::Numbered;
use super::row::RowRef;
use super::words::sort_words;
use crate::model::{EntryId, OutletId, ReviewState, Session, Slug, SortKey};
use crate::text::folded;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::Entry::Vacant;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Fewer rows than these are compared with each other.
const FEW: usize = 512;

/// Bits of a number that one pass looks at.
const DIGIT: u32 = 11;

/// By which column, and which way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// The column.
    pub key: SortKey,
    /// Whether the last come first.
    pub reversed: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { key: SortKey::Place, reversed: false }
    }
}

/// What an order depends on besides the index.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    sorting: Sorting,
    group: Option<SortKey>,
    /// Where the names of what is asked for stand, and how the articles are called.
    tables: [usize; 5],
    sizes: [usize; 5],
}

/// Where the tables of names stand that an order looks at, and 0 for those that it does not.
fn tables(session: &Session, index: &Index, (sorting, group): (Sorting, Option<SortKey>)) -> [usize; 5] {
    let asked = |key: SortKey, table: &dyn Fn() -> usize| {
        if sorting.key == key || group == Some(key) { table() } else { 0 }
    };
    let titles = || {
        let metadata =
            index.blocks.iter().filter_map(|block| Some(Arc::as_ptr(&block.shard.as_ref()?.metadata) as usize));
        metadata.fold(0, |sum: usize, at| sum.wrapping_mul(31).wrapping_add(at))
    };
    [
        asked(SortKey::Label, &|| Arc::as_ptr(&session.schema) as usize),
        asked(SortKey::Annotator, &|| Arc::as_ptr(&session.annotators) as usize),
        asked(SortKey::Entry, &|| Arc::as_ptr(&session.entries) as usize),
        asked(SortKey::Outlet, &|| Arc::as_ptr(&session.outlets) as usize),
        asked(SortKey::Article, &titles),
    ]
}

/// An order made ready for one index.
#[derive(Clone, Debug)]
pub struct Order {
    stamp: Stamp,
    /// For each number its place in the order of names; empty where nobody asked.
    labels: Vec<u32>,
    annotators: Vec<u32>,
    entries: Vec<u32>,
    outlets: Vec<u32>,
    articles: Vec<u32>,
}

impl Order {
    /// The order of `sorting` within groups by `group`; `known` where it still holds.
    #[must_use]
    pub fn of(
        session: &Session,
        index: &Index,
        (sorting, group): (Sorting, Option<SortKey>),
        known: Option<Arc<Self>>,
    ) -> Arc<Self> {
        let names = &index.names;
        let stamp = Stamp {
            sorting,
            group,
            tables: tables(session, index, (sorting, group)),
            sizes: [
                names.labels.values().len(),
                names.annotators.values().len(),
                names.entries.values().len(),
                names.outlets.values().len(),
                index.blocks.len(),
            ],
        };
        if let Some(known) = known.filter(|known| known.stamp == stamp) {
            return known;
        }
        let asks = |key: SortKey| sorting.key == key || group == Some(key);
        let schema = &session.schema;
        let by_schema: Vec<&str> = schema.label_infos().map(|info| info.id.as_str()).collect();
        let label = |label: &Slug| {
            let place = by_schema.iter().position(|known| *known == label.as_str()).unwrap_or(usize::MAX);
            (place, label.to_string())
        };
        // What is called alike keeps the order of its ids, whatever numbers it has.
        let entry = |id: &EntryId| (folded(session.entry_name(*id).unwrap_or_default()), *id);
        let outlet = |id: &OutletId| (folded(session.outlets.get(*id).map_or("", |row| &row.name)), *id);
        let none = Vec::new;
        Arc::new(Self {
            labels: if asks(SortKey::Label) { ranks(&names.labels, label) } else { none() },
            annotators: if asks(SortKey::Annotator) {
                ranks(&names.annotators, |id| (folded(&session.annotator_name(*id)), *id))
            } else {
                none()
            },
            entries: if asks(SortKey::Entry) { ranks(&names.entries, entry) } else { none() },
            outlets: if asks(SortKey::Outlet) { ranks(&names.outlets, outlet) } else { none() },
            articles: if asks(SortKey::Article) { titles(index) } else { none() },
            stamp,
        })
    }

    /// Whether what it looks at is called as it was; otherwise rows of articles that have not changed may stand elsewhere. The
    /// titles of articles change with these alone.
    pub(super) fn holds(&self, session: &Session, index: &Index) -> bool {
        let now = tables(session, index, (self.stamp.sorting, self.stamp.group));
        now.iter().zip(&self.stamp.tables).take(4).all(|(now, known)| now == known)
    }

    /// The number that a row has in a column; of equal ones that of the text decides.
    fn number(&self, key: SortKey, index: &Index, at: RowRef, row: &Row) -> u64 {
        let rank = |ranks: &[u32], number: u32| u64::from(ranks.get(number as usize).copied().unwrap_or(u32::MAX));
        match key {
            SortKey::Place => (u64::from(at.block) << 32) | u64::from(at.row),
            SortKey::Label => rank(&self.labels, u32::from(row.label)),
            SortKey::Article => rank(&self.articles, at.block),
            SortKey::Outlet => rank(&self.outlets, index.block(at.block).map_or(0, |block| block.outlet)),
            SortKey::Entry => rank(&self.entries, row.entry),
            SortKey::Annotator => rank(&self.annotators, u32::from(row.annotator)),
            SortKey::State => match row.state {
                ReviewState::Open => 0,
                ReviewState::Accepted => 1,
                ReviewState::Rejected => 2,
            },
            SortKey::Quote => row.words.head,
            SortKey::Created => row.created.cast_unsigned() ^ (1 << 63),
        }
    }

    fn sort_number(&self, index: &Index, at: RowRef) -> u64 {
        let Sorting { key, reversed } = self.stamp.sorting;
        let number = index.row(at).map_or(0, |row| self.number(key, index, at, row));
        if reversed { !number } else { number }
    }

    /// The number of the group that a row belongs to.
    pub(super) fn group_number(&self, index: &Index, at: RowRef) -> Option<u64> {
        let key = self.stamp.group?;
        index.row(at).map(|row| match key {
            // Days and beginnings of words make groups that say something; moments do not.
            SortKey::Created => self.number(key, index, at, row) / 86_400_000_000,
            SortKey::Place => u64::from(at.block),
            _ => self.number(key, index, at, row),
        })
    }

    /// The numbers that decide where a row stands: of its group, and of its column.
    pub(super) fn key(&self, index: &Index, at: RowRef) -> (Option<u64>, u64) {
        (self.group_number(index, at), self.sort_number(index, at))
    }

    /// Whether rows stand as they do in the articles.
    pub(super) fn is_natural(&self) -> bool {
        self.stamp.sorting == Sorting::default() && matches!(self.stamp.group, None | Some(SortKey::Place))
    }

    /// Whether rows with the same number may still differ in their words.
    pub(super) fn asks_words(&self) -> bool {
        self.stamp.sorting.key == SortKey::Quote
    }

    /// Puts rows, which stand as they do in the articles, into this order, except for words that begin alike.
    pub(super) fn sort(&self, index: &Index, rows: &mut [RowRef]) {
        if self.is_natural() {
            return;
        }
        if self.stamp.sorting != Sorting::default() {
            radix(rows, |at| self.sort_number(index, at));
        }
        if self.stamp.group.is_some() {
            radix(rows, |at| self.group_number(index, at).unwrap_or_default());
        }
    }

    /// Puts rows whose words begin alike into the order of the words, from row `from` on until `least` rows are in order; how
    /// far that is.
    pub(super) fn refine(&self, index: &Index, rows: &mut [RowRef], from: usize, least: usize) -> usize {
        let number = |at: &RowRef| self.key(index, *at);
        let mut start = from;
        while start < rows.len() && start < from.saturating_add(least) {
            let Some(first) = rows.get(start).map(number) else { break };
            let run = rows.get_mut(start..).unwrap_or_default();
            let length = run.iter().take_while(|at| number(at) == first).count();
            let run = run.get_mut(..length).unwrap_or_default();
            self.refine_run(index, run);
            start += length.max(1);
        }
        start
    }

    /// Rows whose words begin alike. However many they are, each words are looked up once.
    fn refine_run(&self, index: &Index, run: &mut [RowRef]) {
        let ranks = self.word_ranks(index, run);
        if ranks.0.len() > 1 {
            radix(run, |at| ranks.of(index, at));
        }
    }

    /// The place of the words of each of `rows` among the words of all of them.
    pub(super) fn word_ranks(&self, index: &Index, rows: &[RowRef]) -> WordRanks {
        let mut ranks: HashMap<u64, u64, BuildHasherDefault<Hashed>> = HashMap::default();
        let mut words: Vec<(String, u64)> = Vec::new();
        for at in rows {
            let whole = whole(index, *at);
            if let Vacant(vacant) = ranks.entry(whole) {
                vacant.insert(0);
                words.push((sort_words(index, *at), whole));
            }
        }
        words.sort_by(|one, two| self.by_words(&one.0, &two.0).then(one.1.cmp(&two.1)));
        ranks.extend((0..).zip(words).map(|(rank, (_, whole))| (whole, rank)));
        WordRanks(ranks)
    }

    fn by_words(&self, one: &str, two: &str) -> Ordering {
        if self.stamp.sorting.reversed { two.cmp(one) } else { one.cmp(two) }
    }

    /// How two rows stand to each other.
    pub(super) fn compare(&self, index: &Index, one: RowRef, two: RowRef) -> Ordering {
        let number = |at: RowRef| self.key(index, at);
        let by_words = || {
            let whole = |at: RowRef| index.row(at).map(|row| row.words.whole);
            if self.asks_words() && whole(one) != whole(two) {
                self.by_words(&sort_words(index, one), &sort_words(index, two))
            } else {
                Ordering::Equal
            }
        };
        number(one).cmp(&number(two)).then_with(by_words).then_with(|| one.cmp(&two))
    }
}

/// What alike words alone have.
fn whole(index: &Index, at: RowRef) -> u64 {
    index.row(at).map_or(0, |row| row.words.whole)
}

/// The places of words in their order.
pub(super) struct WordRanks(HashMap<u64, u64, BuildHasherDefault<Hashed>>);

impl WordRanks {
    /// The place of the words of the row at `at`.
    pub(super) fn of(&self, index: &Index, at: RowRef) -> u64 {
        self.0.get(&whole(index, at)).copied().unwrap_or_default()
    }
}

/// Hashes what is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// For each number its place among the names; what has none comes last.
fn ranks<T: Clone + Eq + Hash, N: Ord>(known: &Numbered<T>, name: impl Fn(&T) -> N) -> Vec<u32> {
    let mut named: Vec<(N, usize)> = known.values().iter().map(name).zip(1..).collect();
    named.sort();
    let mut ranks = vec![0; named.len() + 1];
    if let Some(none) = ranks.first_mut() {
        *none = u32::try_from(named.len()).unwrap_or(u32::MAX);
    }
    for (rank, (_, number)) in (0..).zip(named) {
        if let Some(place) = ranks.get_mut(number) {
            *place = rank;
        }
    }
    ranks
}

/// For each block the place of its article's title; articles of one title keep their order.
fn titles(index: &Index) -> Vec<u32> {
    let title = |block: &Arc<super::block::Block>| block.shard.as_ref().map(|shard| folded(shard.title()));
    let mut named: Vec<(bool, String, usize)> = (0..)
        .zip(index.blocks.iter().map(title))
        .map(|(place, title)| (title.is_none(), title.unwrap_or_default(), place))
        .collect();
    named.sort();
    let mut ranks = vec![0; named.len()];
    for (rank, (.., block)) in (0..).zip(named) {
        if let Some(place) = ranks.get_mut(block) {
            *place = rank;
        }
    }
    ranks
}

/// Sorts by number; rows of one number keep their order. From the lowest digit to the highest (LSD radix sort).
fn radix(rows: &mut [RowRef], number: impl Fn(RowRef) -> u64) {
    let mut keyed: Vec<(u64, RowRef)> = rows.iter().map(|at| (number(*at), *at)).collect();
    if keyed.len() < FEW {
        keyed.sort_by_key(|(number, _)| *number);
    } else {
        let least = keyed.iter().map(|(number, _)| *number).min().unwrap_or_default();
        let most = keyed.iter().map(|(number, _)| *number - least).max().unwrap_or_default();
        let mut other = keyed.clone();
        let mut shift = 0;
        while shift < u64::BITS && most >> shift > 0 {
            pass(&keyed, &mut other, |number| (((number - least) >> shift) & ((1 << DIGIT) - 1)) as usize);
            std::mem::swap(&mut keyed, &mut other);
            shift += DIGIT;
        }
    }
    for (place, (_, at)) in rows.iter_mut().zip(keyed) {
        *place = at;
    }
}

/// Puts `from` into `to` by one digit.
fn pass(from: &[(u64, RowRef)], to: &mut [(u64, RowRef)], digit: impl Fn(u64) -> usize) {
    let mut starts = [0_usize; 1 << DIGIT];
    for (number, _) in from {
        if let Some(count) = starts.get_mut(digit(*number)) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += std::mem::replace(start, sum);
    }
    for pair in from {
        if let Some(start) = starts.get_mut(digit(pair.0)) {
            if let Some(place) = to.get_mut(*start) {
                *place = *pair;
            }
            *start += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_radix_sort_is_the_stable_sort(
            numbers in prop::collection::vec(prop_oneof![0_u64..9, any::<u64>(), 1_000_000_u64..1_004_000], 0..1500),
        ) {
            let count = u32::try_from(numbers.len()).unwrap();
            let mut rows: Vec<RowRef> = (0..count).map(|row| RowRef { block: 0, row }).collect();
            let number = |at: RowRef| numbers[at.row as usize];
            let mut expected = rows.clone();
            expected.sort_by_key(|at| number(*at));
            radix(&mut rows, number);
            prop_assert_eq!(rows, expected);
        }
    }
}
