//! The rows of a first screen: the few that stand nearest to one row in an order, found in a walk over all of them, long before
//! all are sorted.
//!
//! It does not know what is shown of them.

use super::index::Index;
use super::order::Order;
use super::row::RowRef;
use std::cmp::Reverse;

/// Rows kept on the way, of which all but the nearest are thrown out now and then.
const KEPT: usize = 1024;

/// A row's place in an order; of equal ones the place in the text decides.
type Place = ((Option<u64>, u64), RowRef);

/// Of `rows`, which stand as they do in the articles, `count` from `from` on and half as many before it, in their order; the
/// first of all where `from` is none of them.
pub(super) fn nearest(
    index: &Index,
    order: &Order,
    rows: &[RowRef],
    (from, count): (Option<RowRef>, usize),
) -> Vec<RowRef> {
    let from = from.filter(|at| rows.binary_search(at).is_ok());
    if order.asks_words() {
        return worded(index, order, rows, (from, count));
    }
    let from = from.map(|at| (order.key(index, at), at));
    let (mut behind, mut before) = (Least::new(count), Least::new(count / 2));
    for at in rows {
        let place: Place = (order.key(index, *at), *at);
        if from.is_none_or(|from| place >= from) {
            behind.push(place);
        } else {
            before.push(Reverse(place));
        }
    }
    in_order(before, behind)
}

/// As [`nearest`], where rows that begin alike may differ in their words: of those that begin as the farthest ones do, too, the
/// words decide, and each words are looked up once however many rows have them.
fn worded(index: &Index, order: &Order, rows: &[RowRef], (from, count): (Option<RowRef>, usize)) -> Vec<RowRef> {
    let start = from.map(|at| order.key(index, at));
    let (mut behind, mut before) = (Candidates::new(count), Candidates::new(count / 2));
    for at in rows {
        let key = order.key(index, *at);
        if start.is_none_or(|start| key >= start) {
            behind.push(key, *at);
        } else {
            before.push(Reverse(key), *at);
        }
    }
    let rows: Vec<RowRef> = behind.into_rows().chain(before.into_rows()).collect();
    let ranks = order.word_ranks(index, &rows);
    let place = |at: RowRef| ((order.group_number(index, at), ranks.of(index, at)), at);
    let from = from.map(place);
    let (mut behind, mut before) = (Least::new(count), Least::new(count / 2));
    for place in rows.into_iter().map(place) {
        if from.is_none_or(|from| place >= from) {
            behind.push(place);
        } else {
            before.push(Reverse(place));
        }
    }
    in_order(before, behind)
}

fn in_order(before: Least<Reverse<Place>>, behind: Least<Place>) -> Vec<RowRef> {
    let before = before.into_sorted().into_iter().rev().map(|Reverse((_, at))| at);
    before.chain(behind.into_sorted().into_iter().map(|(_, at)| at)).collect()
}

/// Rows with the least keys, and all that have the last of these.
struct Candidates<K> {
    kept: Vec<(K, RowRef)>,
    count: usize,
    most: usize,
    bound: Option<K>,
}

impl<K: Ord + Copy> Candidates<K> {
    fn new(count: usize) -> Self {
        Self { kept: Vec::with_capacity(KEPT), count, most: KEPT.max(2 * count), bound: None }
    }

    fn push(&mut self, key: K, at: RowRef) {
        if self.bound.is_some_and(|bound| key > bound) {
            return;
        }
        self.kept.push((key, at));
        if self.kept.len() >= self.most {
            self.throw_out();
            self.most = self.most.max(2 * self.kept.len());
        }
    }

    fn throw_out(&mut self) {
        let Some(last) = self.count.checked_sub(1).filter(|last| *last < self.kept.len()) else { return };
        let (_, (bound, _), _) = self.kept.select_nth_unstable_by_key(last, |(key, _)| *key);
        let bound = *bound;
        self.kept.retain(|(key, _)| *key <= bound);
        self.bound = Some(bound);
    }

    fn into_rows(mut self) -> impl Iterator<Item = RowRef> {
        self.throw_out();
        self.kept.into_iter().map(|(_, at)| at)
    }
}

/// The least of many values.
struct Least<T> {
    kept: Vec<T>,
    count: usize,
    /// What comes behind this is not among them.
    bound: Option<T>,
}

impl<T: Ord + Copy> Least<T> {
    fn new(count: usize) -> Self {
        Self { kept: Vec::with_capacity(KEPT), count, bound: None }
    }

    fn push(&mut self, value: T) {
        if self.bound.is_some_and(|bound| value >= bound) {
            return;
        }
        self.kept.push(value);
        if self.kept.len() >= KEPT.max(2 * self.count) {
            self.throw_out();
        }
    }

    fn throw_out(&mut self) {
        if let Some(last) = self.count.checked_sub(1).filter(|last| *last < self.kept.len()) {
            let (_, bound, _) = self.kept.select_nth_unstable(last);
            self.bound = Some(*bound);
        }
        self.kept.truncate(self.count);
    }

    fn into_sorted(mut self) -> Vec<T> {
        self.throw_out();
        self.kept.sort_unstable();
        self.kept
    }
}
