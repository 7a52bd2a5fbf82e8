//! Which of many spans touch a place: sorted spans in chunks that know how far their spans reach.
//!
//! It does not know what the spans mean; callers get back the number under which a span was put in.

use super::offset::ByteOffset;
use super::span::Span;
use std::cmp::Reverse;

/// Spans of one chunk; a fuller one is cut in two.
const MAX_ENTRIES: usize = 128;
/// Spans of one chunk after building, with room for more.
const FILLED_ENTRIES: usize = 96;
/// Chunks that are passed over together.
const GROUP: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    span: Span,
    number: u32,
}

impl Entry {
    fn order(self) -> (ByteOffset, Reverse<ByteOffset>, u32) {
        (self.span.start, Reverse(self.span.end), self.number)
    }
}

/// Never empty.
#[derive(Clone, Debug)]
struct Chunk {
    /// Greatest end of all spans in it.
    reach: ByteOffset,
    entries: Vec<Entry>,
}

impl Chunk {
    fn of(entries: Vec<Entry>) -> Self {
        Self { reach: reach_of(&entries), entries }
    }

    fn start(&self) -> ByteOffset {
        self.entries.first().map_or(ByteOffset(u32::MAX), |entry| entry.span.start)
    }
}

fn reach_of(entries: &[Entry]) -> ByteOffset {
    entries.iter().map(|entry| entry.span.end).max().unwrap_or_default()
}

/// Spans that may overlap and nest. Among 100,000 a query takes well under a microsecond and a little per span found, and
/// one more or one less costs about the same.
#[derive(Clone, Debug, Default)]
pub struct IntervalIndex {
    /// Sorted by start, of one start the longer first, and of one extent by number.
    chunks: Vec<Chunk>,
    /// Greatest end of each [`GROUP`] of chunks.
    groups: Vec<ByteOffset>,
    len: usize,
}

impl IntervalIndex {
    /// Builds the index; the n-th span is later reported as number n. Empty spans are kept but never found.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut entries: Vec<Entry> = spans.into_iter().zip(0..).map(|(span, number)| Entry { span, number }).collect();
        entries.sort_unstable_by_key(|entry| entry.order());
        let chunks = entries.chunks(FILLED_ENTRIES).map(|entries| Chunk::of(entries.to_vec())).collect();
        let mut index = Self { chunks, groups: Vec::new(), len: entries.len() };
        index.regroup();
        index
    }

    /// How many spans the index holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds `span` under `number`.
    pub fn insert(&mut self, span: Span, number: u32) {
        let entry = Entry { span, number };
        let at = self.chunk_of(entry).min(self.chunks.len().saturating_sub(1));
        self.len += 1;
        let Some(chunk) = self.chunks.get_mut(at) else {
            self.chunks.push(Chunk::of(vec![entry]));
            return self.regroup();
        };
        let place = chunk.entries.partition_point(|known| known.order() < entry.order());
        chunk.entries.insert(place, entry);
        chunk.reach = chunk.reach.max(span.end);
        if chunk.entries.len() > MAX_ENTRIES {
            let upper = chunk.entries.split_off(chunk.entries.len() / 2);
            chunk.reach = reach_of(&chunk.entries);
            self.chunks.insert(at + 1, Chunk::of(upper));
            self.regroup();
        } else if let Some(reach) = self.groups.get_mut(at / GROUP) {
            *reach = (*reach).max(span.end);
        }
    }

    /// Takes away `span` as it was put in under `number`; says whether it was there.
    pub fn remove(&mut self, span: Span, number: u32) -> bool {
        let entry = Entry { span, number };
        let at = self.chunk_of(entry);
        let Some(chunk) = self.chunks.get_mut(at) else { return false };
        let Ok(place) = chunk.entries.binary_search_by_key(&entry.order(), |known| known.order()) else { return false };
        chunk.entries.remove(place);
        self.len -= 1;
        if chunk.entries.is_empty() {
            self.chunks.remove(at);
        } else {
            chunk.reach = reach_of(&chunk.entries);
        }
        self.regroup();
        true
    }

    /// The chunk that holds `entry` or would hold it.
    fn chunk_of(&self, entry: Entry) -> usize {
        self.chunks.partition_point(|chunk| chunk.entries.last().is_some_and(|last| last.order() < entry.order()))
    }

    fn regroup(&mut self) {
        let reach = |group: &[Chunk]| group.iter().map(|chunk| chunk.reach).max().unwrap_or_default();
        self.groups.clear();
        self.groups.extend(self.chunks.chunks(GROUP).map(reach));
    }

    /// Calls `visit` with the number and extent of every span that shares a character with `query`, in order of start
    /// and of one start the longer first, until it returns `false`.
    pub fn visit(&self, query: Span, mut visit: impl FnMut(usize, Span) -> bool) {
        if query.is_empty() {
            return;
        }
        for (chunks, reach) in self.chunks.chunks(GROUP).zip(&self.groups) {
            if chunks.first().is_none_or(|chunk| chunk.start() >= query.end) {
                return;
            }
            if *reach <= query.start {
                continue;
            }
            for chunk in chunks.iter().filter(|chunk| chunk.reach > query.start) {
                for entry in &chunk.entries {
                    let span = entry.span;
                    if span.start >= query.end {
                        return;
                    }
                    if span.end > query.start && !span.is_empty() && !visit(entry.number as usize, span) {
                        return;
                    }
                }
            }
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

    proptest! {
        #[test]
        fn it_follows_changes(
            first in 0usize..400,
            steps in prop::collection::vec((0u32..4000, 0u32..90, any::<bool>()), 0..600),
            start in 0u32..4000,
            len in 1u32..300,
        ) {
            let span = |at: u32, len: u32| Span::from((ByteOffset(at), ByteOffset(at + len)));
            let mut kept: Vec<Option<Span>> = (0..first).map(|n| Some(Span::bytes(n * 9, n * 9 + n % 40))).collect();
            let mut index = IntervalIndex::new(kept.iter().flatten().copied());
            for (at, len, insert) in steps {
                if insert {
                    index.insert(span(at, len), u32::try_from(kept.len()).unwrap());
                    kept.push(Some(span(at, len)));
                } else if !kept.is_empty() {
                    let number = at as usize % kept.len();
                    let known = kept[number].take();
                    let known_number = u32::try_from(number).unwrap();
                    prop_assert_eq!(index.remove(known.unwrap_or_default(), known_number), known.is_some());
                }
            }
            prop_assert_eq!(index.len(), kept.iter().flatten().count());
            let query = span(start, len);
            let mut scanned: Vec<(Span, usize)> =
                kept.iter().enumerate().filter_map(|(number, span)| Some(((*span)?, number))).collect();
            scanned.retain(|(span, _)| !span.is_empty() && span.overlaps(query));
            scanned.sort_unstable_by_key(|(span, number)| (span.start, Reverse(span.end), *number));
            let scanned: Vec<usize> = scanned.into_iter().map(|(_, number)| number).collect();
            prop_assert_eq!(index.overlapping(query), scanned);
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
