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
    let from = from.filter(|at| rows.binary_search(at).is_ok()).map(|at| (order.key(index, at), at));
    if order.asks_words() {
        let from = from.map(|(key, _)| key);
        return worded(index, order, rows, (from, count));
    }
    let (mut behind, mut before) = (Least::new(count), Least::new(count / 2));
    for at in rows {
        let place: Place = (order.key(index, *at), *at);
        if from.is_none_or(|from| place >= from) {
            behind.push(place);
        } else {
            before.push(Reverse(place));
        }
    }
    let before = before.into_sorted().into_iter().rev().map(|Reverse((_, at))| at);
    before.chain(behind.into_sorted().into_iter().map(|(_, at)| at)).collect()
}

/// As [`nearest`], where rows that begin alike may differ in their words: all that begin alike are taken or none.
fn worded(
    index: &Index,
    order: &Order,
    rows: &[RowRef],
    (from, count): (Option<(Option<u64>, u64)>, usize),
) -> Vec<RowRef> {
    let keys: Vec<(Option<u64>, u64)> = rows.iter().map(|at| order.key(index, *at)).collect();
    let (mut behind, mut before) = (Least::new(count), Least::new(count / 2));
    for key in &keys {
        if from.is_none_or(|from| *key >= from) {
            behind.push(*key);
        } else {
            before.push(Reverse(*key));
        }
    }
    let first = before.into_sorted().pop().map(|Reverse(key)| key).or(from);
    let last = behind.into_sorted().pop();
    let is_near =
        |key: (Option<u64>, u64)| first.is_none_or(|first| first <= key) && last.is_none_or(|last| key <= last);
    let mut found: Vec<RowRef> = rows.iter().zip(keys).filter(|(_, key)| is_near(*key)).map(|(at, _)| *at).collect();
    order.sort(index, &mut found);
    let all = found.len();
    order.refine(index, &mut found, 0, all);
    found
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
