//! Whole mentions of two sides: how many the other side has too, exactly or in part, and which belongs to which.

use super::input::Mark;
use crate::text::CharSpan;
use std::collections::BTreeMap;

/// What two sides have of one label in one article, or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SpanCounts {
    /// Mentions of the first side.
    pub(super) first: u64,
    /// Mentions of the second side.
    pub(super) second: u64,
    /// Mentions that both have with the same fragments; twins count as often as both have them.
    pub(super) exact: u64,
    /// Mentions of the first side that share a character with one of the second of the same label.
    pub(super) first_touched: u64,
    /// Mentions of the second side that share a character with one of the first of the same label.
    pub(super) second_touched: u64,
}

impl SpanCounts {
    pub(super) fn add(&mut self, other: Self, times: u64) {
        self.first += other.first * times;
        self.second += other.second * times;
        self.exact += other.exact * times;
        self.first_touched += other.first_touched * times;
        self.second_touched += other.second_touched * times;
    }
}

/// What two sides have in one article, by label.
pub(super) fn span_counts(first: &[Mark], second: &[Mark]) -> BTreeMap<u32, SpanCounts> {
    let mut counts: BTreeMap<u32, SpanCounts> = BTreeMap::new();
    let mut common: BTreeMap<(u32, &[CharSpan]), u64> = BTreeMap::new();
    for mark in first {
        counts.entry(mark.label).or_default().first += 1;
        *common.entry((mark.label, &mark.fragments)).or_default() += 1;
    }
    for mark in second {
        let of_label = counts.entry(mark.label).or_default();
        of_label.second += 1;
        if let Some(left) = common.get_mut(&(mark.label, mark.fragments.as_slice())).filter(|left| **left > 0) {
            *left -= 1;
            of_label.exact += 1;
        }
    }
    for (label, touched) in touched(first, second) {
        counts.entry(label).or_default().first_touched += touched;
    }
    for (label, touched) in touched(second, first) {
        counts.entry(label).or_default().second_touched += touched;
    }
    counts
}

/// How many of `marks` share a character with one of `others` of the same label, by label.
fn touched(marks: &[Mark], others: &[Mark]) -> BTreeMap<u32, u64> {
    let mut covered: BTreeMap<u32, Vec<CharSpan>> = BTreeMap::new();
    for mark in others {
        covered.entry(mark.label).or_default().extend_from_slice(&mark.fragments);
    }
    for spans in covered.values_mut() {
        *spans = joined(std::mem::take(spans));
    }
    let mut counts = BTreeMap::new();
    for mark in marks {
        let spans = covered.get(&mark.label).map_or(&[][..], Vec::as_slice);
        let touches = |fragment: &CharSpan| {
            let from = spans.partition_point(|span| span.end <= fragment.start);
            spans.get(from).is_some_and(|span| span.overlaps(*fragment))
        };
        *counts.entry(mark.label).or_default() += u64::from(mark.fragments.iter().any(touches));
    }
    counts
}

/// Sorted, those that touch or overlap joined.
fn joined(mut spans: Vec<CharSpan>) -> Vec<CharSpan> {
    spans.sort_unstable();
    let mut joined: Vec<CharSpan> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// Which mention of `first` belongs to which of `second`, by number: each at most once, and those that belong to none.
///
/// Mentions of the same fragments and label belong together, then those of the same fragments, then those that share most
/// characters; of equal ones those of the same label, and then the earliest.
pub(super) fn belonging(first: &[Mark], second: &[Mark]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut taken = (vec![None; first.len()], vec![false; second.len()]);
    let mut take = |one: usize, two: usize| {
        let (Some(slot), Some(is_taken)) = (taken.0.get_mut(one), taken.1.get_mut(two)) else { return };
        if slot.is_none() && !*is_taken {
            (*slot, *is_taken) = (Some(two), true);
        }
    };
    let mut offers: Vec<(u8, u64, bool, usize, usize)> = Vec::new();
    for (one, two) in meeting(first, second) {
        let (Some(mark), Some(other)) = (first.get(one), second.get(two)) else { continue };
        let is_other = mark.label != other.label;
        let shared = shared_chars(&mark.fragments, &other.fragments);
        if mark.fragments == other.fragments {
            offers.push((u8::from(is_other), 0, is_other, one, two));
        } else if shared > 0 {
            offers.push((2, u64::MAX - shared, is_other, one, two));
        }
    }
    offers.sort_unstable();
    for (_, _, _, one, two) in offers {
        take(one, two);
    }
    let of_first = taken.0.iter().enumerate().map(|(one, two)| (Some(one), *two));
    let alone = taken.1.iter().enumerate().filter(|(_, is_taken)| !**is_taken).map(|(two, _)| (None, Some(two)));
    of_first.chain(alone).collect()
}

/// The numbers of mentions of the two sides whose hulls share a character; both sides are in text order.
fn meeting(first: &[Mark], second: &[Mark]) -> Vec<(usize, usize)> {
    let mut starts: Vec<(u32, bool, usize)> = Vec::with_capacity(first.len() + second.len());
    starts.extend(first.iter().enumerate().map(|(number, mark)| (mark.hull().start.0, false, number)));
    starts.extend(second.iter().enumerate().map(|(number, mark)| (mark.hull().start.0, true, number)));
    starts.sort_unstable();
    let mut open: [Vec<(u32, usize)>; 2] = [Vec::new(), Vec::new()];
    let mut found = Vec::new();
    for (start, is_second, number) in starts {
        let [of_first, of_second] = &mut open;
        let (own, others, marks) = if is_second { (of_second, of_first, second) } else { (of_first, of_second, first) };
        others.retain(|(end, _)| *end > start);
        for (_, other) in others.iter() {
            found.push(if is_second { (*other, number) } else { (number, *other) });
        }
        own.push((marks.get(number).map_or(0, |mark| mark.hull().end.0), number));
    }
    found
}

fn shared_chars(one: &[CharSpan], two: &[CharSpan]) -> u64 {
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    let mut shared = 0;
    while let (Some(left), Some(right)) = (one.peek(), two.peek()) {
        shared += left.intersection(**right).map_or(0, |span| u64::from(span.len()));
        if left.end <= right.end {
            one.next();
        } else {
            two.next();
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharOffset;

    fn mark(label: u32, spans: &[(u32, u32)]) -> Mark {
        let span = |(start, end): &(u32, u32)| CharSpan { start: CharOffset(*start), end: CharOffset(*end) };
        Mark { fragments: spans.iter().map(span).collect(), label }
    }

    #[test]
    fn mentions_are_counted_by_label_exactly_and_in_part() {
        let first = [mark(0, &[(0, 5)]), mark(0, &[(10, 14)]), mark(1, &[(20, 24), (30, 33)])];
        let second = [mark(0, &[(0, 5)]), mark(0, &[(0, 5)]), mark(0, &[(13, 20)]), mark(1, &[(25, 29)])];
        let counts = span_counts(&first, &second);
        let zero = SpanCounts { first: 2, second: 3, exact: 1, first_touched: 2, second_touched: 3 };
        let one = SpanCounts { first: 1, second: 1, exact: 0, first_touched: 0, second_touched: 0 };
        assert_eq!(counts, BTreeMap::from([(0, zero), (1, one)]), "a hole of a mention is no part of it");
    }

    #[test]
    fn what_is_the_same_belongs_together_before_what_only_overlaps() {
        let first = [mark(0, &[(0, 9)]), mark(1, &[(0, 9)]), mark(0, &[(20, 30)]), mark(0, &[(50, 51)])];
        let second = [mark(1, &[(0, 9)]), mark(2, &[(2, 9)]), mark(0, &[(28, 40)]), mark(1, &[(19, 29)])];
        let pairs = belonging(&first, &second);
        let expected = [(Some(0), Some(1)), (Some(1), Some(0)), (Some(2), Some(3)), (Some(3), None), (None, Some(2))];
        assert_eq!(pairs, expected);
    }
}
