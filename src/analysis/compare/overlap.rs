//! Mentions of several sides that stand on some of the same words, put together, the best pairs first.
//!
//! It does not know mentions on the very same words; these are together already.

use super::place::Set;
use crate::model::Mention;
use crate::text::{Fragments, Span};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many mentions of one layer are looked at behind each one: in a text that is tagged layer upon layer, what is that far
/// down is no likely partner any more.
const LOOKED_AT: usize = 256;

/// What shares in common are counted in.
const WHOLE: u64 = 1_000_000;

/// A pair that may belong together; the smallest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// Whether the labels differ.
    is_other_label: bool,
    /// What the two have in common of what they cover together, in parts of [`WHOLE`].
    common: Reverse<u64>,
    one: usize,
    other: usize,
}

/// Joins those of `sets` that go together. Two of one label, or of a label and one below it, do where they share a word; two other
/// labels of one layer where they share half of what they cover together. Joined sets are left empty behind.
pub(super) fn join_overlapping(sets: &mut [Set<'_>]) {
    let mut by_layer: BTreeMap<&str, Vec<(Span, usize)>> = BTreeMap::new();
    for (number, set) in sets.iter().enumerate() {
        let open = set.first().filter(|_| set.members.iter().any(Option::is_none));
        if let Some(mention) = open {
            by_layer.entry(mention.label.layer()).or_default().push((mention.fragments.hull(), number));
        }
    }
    let mut pairs = Vec::new();
    for row in by_layer.values_mut() {
        row.sort_unstable();
        pairs_of(row, sets, &mut pairs);
    }
    pairs.sort_unstable();
    let mut joined: Vec<usize> = (0..sets.len()).collect();
    for pair in pairs {
        let (one, other) = (root(&joined, pair.one), root(&joined, pair.other));
        let (low, high) = (one.min(other), one.max(other));
        let Ok([first, second]) = sets.get_disjoint_mut([low, high]) else { continue };
        if first.is_apart_from(second) {
            first.join(second);
            if let Some(place) = joined.get_mut(high) {
                *place = low;
            }
        }
    }
}

fn root(joined: &[usize], mut number: usize) -> usize {
    while let Some(above) = joined.get(number).copied().filter(|above| *above != number) {
        number = above;
    }
    number
}

/// The pairs among mentions of one layer, given in text order.
fn pairs_of(row: &[(Span, usize)], sets: &[Set<'_>], pairs: &mut Vec<Pair>) {
    for (at, (hull, number)) in row.iter().enumerate() {
        let behind = row.iter().skip(at + 1).take(LOOKED_AT).take_while(|(other, _)| other.start < hull.end);
        for (_, other) in behind {
            let both = sets.get(*number).zip(sets.get(*other)).filter(|(one, other)| one.is_apart_from(other));
            let pair = both.and_then(|(one, other)| one.first().zip(other.first()));
            pairs.extend(pair.and_then(|(one, two)| pair_of((*number, one), (*other, two))));
        }
    }
}

fn pair_of((one, first): (usize, &Mention), (other, second): (usize, &Mention)) -> Option<Pair> {
    let shared = u64::from(shared_bytes(&first.fragments, &second.fragments));
    let all = u64::from(first.fragments.covered_bytes()) + u64::from(second.fragments.covered_bytes()) - shared;
    let common = (shared * WHOLE).checked_div(all)?;
    let is_other_label = first.label != second.label;
    let is_near = first.label.is_within(&second.label) || second.label.is_within(&first.label);
    let least = if is_near { 1 } else { WHOLE / 2 };
    (shared > 0 && common >= least).then_some(Pair { is_other_label, common: Reverse(common), one, other })
}

/// How many bytes two extents share.
pub(super) fn shared_bytes(one: &Fragments, other: &Fragments) -> u32 {
    let (mut one, mut other) = (one.spans().iter().peekable(), other.spans().iter().peekable());
    let mut shared = 0;
    while let (Some(first), Some(second)) = (one.peek(), other.peek()) {
        shared += first.intersection(**second).map_or(0, Span::len);
        if first.end <= second.end {
            one.next();
        } else {
            other.next();
        }
    }
    shared
}
