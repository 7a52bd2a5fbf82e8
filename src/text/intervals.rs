//! Which of many spans touch a place: sorted spans with an implicit tree of their greatest ends.
//!
//! It does not know what the spans mean; callers get back the number under which a span was put in.

use super::offset::ByteOffset;
use super::span::Span;

/// An immutable index over spans that may overlap and nest; a query costs `O(log n)` and a little per span found.
#[derive(Clone, Debug, Default)]
pub struct IntervalIndex {
    /// Sorted by start, and of one start the longer first.
    spans: Vec<Span>,
    /// The number under which each of `spans` was put in.
    numbers: Vec<u32>,
    /// Greatest end below each node of a complete binary tree; node 1 is the root, leaves begin at `leaves`.
    ends: Vec<ByteOffset>,
    leaves: usize,
}

impl IntervalIndex {
    /// Builds the index; the n-th span is later reported as number n. Empty spans are kept but never found.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut numbered: Vec<(Span, u32)> = spans.into_iter().zip(0..).collect();
        numbered.sort_unstable_by_key(|(span, number)| (span.start, std::cmp::Reverse(span.end), *number));
        let leaves = numbered.len().next_power_of_two();
        let mut ends = vec![ByteOffset::default(); leaves];
        ends.extend(numbered.iter().map(|(span, _)| span.end));
        ends.resize(leaves * 2, ByteOffset::default());
        for node in (1..leaves).rev() {
            let greatest = ends.get(node * 2).max(ends.get(node * 2 + 1)).copied().unwrap_or_default();
            if let Some(end) = ends.get_mut(node) {
                *end = greatest;
            }
        }
        let (spans, numbers) = numbered.into_iter().unzip();
        Self { spans, numbers, ends, leaves }
    }

    /// How many spans the index holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Calls `visit` with the number and extent of every span that shares a character with `query`, in order of start
    /// and of one start the longer first, until it returns `false`.
    pub fn visit(&self, query: Span, mut visit: impl FnMut(usize, Span) -> bool) {
        let limit = self.spans.partition_point(|span| span.start < query.end);
        if !query.is_empty() && limit > 0 {
            self.descend(1, 0, self.leaves, limit, query, &mut visit);
        }
    }

    /// The numbers of all spans that share a character with `query`, in the order of [`Self::visit`].
    #[must_use]
    pub fn overlapping(&self, query: Span) -> Vec<usize> {
        let mut found = Vec::new();
        self.visit(query, |number, _| {
            found.push(number);
            true
        });
        found
    }

    /// The numbers of all spans that hold the character at `at`, in the order of [`Self::visit`].
    #[must_use]
    pub fn at(&self, at: ByteOffset) -> Vec<usize> {
        self.overlapping(Span { start: at, end: ByteOffset(at.0.saturating_add(1)) })
    }

    /// Walks the subtree `node` over the sorted places `low..high`; `false` ends the whole walk.
    fn descend(
        &self,
        node: usize,
        low: usize,
        high: usize,
        limit: usize,
        query: Span,
        visit: &mut impl FnMut(usize, Span) -> bool,
    ) -> bool {
        if low >= limit || self.ends.get(node).is_none_or(|end| *end <= query.start) {
            return true;
        }
        if high - low == 1 {
            let (Some(span), Some(number)) = (self.spans.get(low), self.numbers.get(low)) else { return true };
            return span.is_empty() || visit(*number as usize, *span);
        }
        let middle = usize::midpoint(low, high);
        self.descend(node * 2, low, middle, limit, query, visit)
            && self.descend(node * 2 + 1, middle, high, limit, query, visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_scan_finds(
            spans in prop::collection::vec((0u32..200, 0u32..40), 0..80),
            start in 0u32..220,
            len in 0u32..60,
        ) {
            let spans: Vec<Span> =
                spans.into_iter().map(|(at, len)| Span::from((ByteOffset(at), ByteOffset(at + len)))).collect();
            let query = Span::from((ByteOffset(start), ByteOffset(start + len)));
            let mut found = IntervalIndex::new(spans.iter().copied()).overlapping(query);
            found.sort_unstable();
            let scanned: Vec<usize> = spans
                .iter()
                .enumerate()
                .filter(|(_, span)| !span.is_empty() && !query.is_empty() && span.overlaps(query))
                .map(|(number, _)| number)
                .collect();
            prop_assert_eq!(found, scanned);
        }
    }

    #[test]
    fn reports_outer_spans_before_inner_ones() {
        let index = IntervalIndex::new([Span::bytes(2, 4), Span::bytes(0, 9), Span::bytes(2, 8)]);
        assert_eq!(index.at(ByteOffset(3)), [1, 2, 0]);
        assert_eq!(index.at(ByteOffset(8)), [1]);
        assert!(index.at(ByteOffset(9)).is_empty());
    }
}
