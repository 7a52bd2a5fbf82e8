//! Marks on a text, sorted and indexed so that a screen of them is found in microseconds.
//!
//! A mark is spans, a colour and a word; what it stands for is the caller's business.

use crate::text::{ByteOffset, IntervalIndex, Span};
use eframe::egui::Color32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Fragments of one mark that lie further apart than this are drawn as separate pieces, each on a lane of its own.
const MAX_GAP_BYTES: u32 = 600;

/// How a mark is drawn besides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MarkLook {
    /// Confirmed work: fill and underline.
    #[default]
    Work,
    /// Proposed: a dashed outline in grey, no fill.
    Suggestion,
    /// Turned down: struck through thinly in grey.
    Rejected,
    /// Work that someone wants looked at: as work, with a small flag at its tag.
    Flagged,
}

/// One mark: what the caller wants drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The caller's own number for it, unique in its set.
    pub key: u64,
    /// Its extent: non-empty, sorted, disjoint spans.
    pub spans: Box<[Span]>,
    /// Colour of fill, underline and tag.
    pub color: Color32,
    /// The word on its tag.
    pub tag: Arc<str>,
    /// How it is drawn.
    pub look: MarkLook,
}

impl Mark {
    /// From the first span's start to the last one's end.
    #[must_use]
    pub fn hull(&self) -> Span {
        let start = self.spans.first().copied().unwrap_or_default().start;
        let end = self.spans.last().copied().unwrap_or_default().end;
        Span { start, end }
    }

    /// Bytes covered in all.
    #[must_use]
    pub fn covered_bytes(&self) -> u32 {
        self.spans.iter().map(|span| span.len()).sum()
    }
}

/// Neighbouring fragments of one mark, drawn together on one lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Place of the mark in the set.
    pub(super) mark: u32,
    /// From the first fragment's start to the last one's end.
    pub(super) hull: Span,
    /// Which fragments of the mark.
    pub(super) first: u16,
    pub(super) count: u16,
    /// Underline it is drawn on, 0 nearest to the text.
    pub(super) lane: u16,
}

/// All marks of one text at one revision; build it anew when a mark changes.
#[derive(Clone, Debug)]
pub struct MarkSet {
    marks: Vec<Mark>,
    pieces: Vec<Piece>,
    /// Over the pieces' hulls, by number of piece.
    index: IntervalIndex,
    id: u64,
}

impl Default for MarkSet {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl MarkSet {
    /// Sorts and indexes `marks` and gives each its lane; 100,000 take some 20 ms. Marks without a span are dropped.
    #[must_use]
    pub fn new(mut marks: Vec<Mark>) -> Self {
        static NEXT_ID: AtomicU64 = AtomicU64::new(1);
        marks.retain(|mark| mark.spans.iter().any(|span| !span.is_empty()));
        marks.sort_by_key(|mark| {
            let hull = mark.hull();
            (hull.start, std::cmp::Reverse(hull.end), mark.key)
        });
        let mut pieces: Vec<Piece> = Vec::with_capacity(marks.len());
        for (number, mark) in (0u32..).zip(&marks) {
            push_pieces(mark, number, &mut pieces);
        }
        // Stable, so that marks of one extent keep the order of their keys.
        pieces.sort_by_key(|piece| (piece.hull.start, std::cmp::Reverse(piece.hull.end)));
        assign_lanes(&mut pieces);
        let index = IntervalIndex::new(pieces.iter().map(|piece| piece.hull));
        Self { marks, pieces, index, id: NEXT_ID.fetch_add(1, Ordering::Relaxed) }
    }

    /// The marks, sorted by start and of one start the longer first.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Differs between any two sets built, so that what was derived from one is not taken for another's.
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// The keys of the marks that cover the character at `at`, innermost (shortest) first.
    #[must_use]
    pub fn stack_at(&self, at: ByteOffset) -> Vec<u64> {
        let mut stack: Vec<(u32, usize, u64)> = Vec::new();
        self.visit(Span { start: at, end: ByteOffset(at.0.saturating_add(1)) }, |piece, mark| {
            if mark.spans.iter().any(|span| span.contains(at)) {
                stack.push((mark.covered_bytes(), usize::MAX - piece.mark as usize, mark.key));
            }
            true
        });
        stack.sort_unstable();
        stack.into_iter().map(|(_, _, key)| key).collect()
    }

    /// Calls `visit` for every piece that touches `span`, in text order and outer before inner, until it says `false`.
    pub(super) fn visit(&self, span: Span, mut visit: impl FnMut(&Piece, &Mark) -> bool) {
        self.index.visit(span, |number, _| {
            let piece = self.pieces.get(number);
            let mark = piece.and_then(|piece| self.marks.get(piece.mark as usize));
            match (piece, mark) {
                (Some(piece), Some(mark)) => visit(piece, mark),
                _ => true,
            }
        });
    }
}

impl Piece {
    /// The fragments of `mark` that belong to this piece.
    pub(super) fn fragments<'m>(&self, mark: &'m Mark) -> &'m [Span] {
        let first = usize::from(self.first);
        mark.spans.get(first..first + usize::from(self.count)).unwrap_or_default()
    }
}

fn push_pieces(mark: &Mark, number: u32, pieces: &mut Vec<Piece>) {
    let mut open: Option<Piece> = None;
    for (place, span) in (0u16..).zip(&*mark.spans) {
        open = match open {
            Some(piece) if span.start.0.saturating_sub(piece.hull.end.0) <= MAX_GAP_BYTES => Some(Piece {
                hull: Span { start: piece.hull.start, end: span.end },
                count: piece.count.saturating_add(1),
                ..piece
            }),
            finished => {
                pieces.extend(finished);
                Some(Piece { mark: number, hull: *span, first: place, count: 1, lane: 0 })
            }
        };
    }
    pieces.extend(open);
}

/// Gives each piece the lowest lane that is free where it starts; an outer mark is nearer to the text than its inner ones.
fn assign_lanes(pieces: &mut [Piece]) {
    let mut busy_until: Vec<ByteOffset> = Vec::new();
    for piece in pieces {
        let lane = busy_until.iter().position(|until| *until <= piece.hull.start).unwrap_or_else(|| {
            busy_until.push(ByteOffset::default());
            busy_until.len() - 1
        });
        if let Some(until) = busy_until.get_mut(lane) {
            *until = piece.hull.end;
        }
        piece.lane = super::cast::u16_from(lane);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(key: u64, spans: &[(usize, usize)]) -> Mark {
        Mark {
            key,
            spans: spans.iter().map(|(start, end)| Span::bytes(*start, *end)).collect(),
            color: Color32::RED,
            tag: "Actor".into(),
            look: MarkLook::Work,
        }
    }

    fn lanes(set: &MarkSet) -> Vec<(u64, u16)> {
        let mut found = Vec::new();
        set.visit(Span::bytes(0, 100_000), |piece, mark| {
            found.push((mark.key, piece.lane));
            true
        });
        found
    }

    #[test]
    fn overlapping_marks_get_lanes_of_their_own_and_free_lanes_are_used_again() {
        let set =
            MarkSet::new(vec![mark(3, &[(4, 6)]), mark(1, &[(0, 10)]), mark(2, &[(0, 10)]), mark(4, &[(10, 12)])]);
        assert_eq!(lanes(&set), [(1, 0), (2, 1), (3, 2), (4, 0)]);
    }

    #[test]
    fn the_stack_is_innermost_first_and_leaves_out_gaps() {
        let set = MarkSet::new(vec![mark(1, &[(0, 20)]), mark(2, &[(2, 5), (12, 14)]), mark(3, &[(2, 5)])]);
        assert_eq!(set.stack_at(ByteOffset(3)), [3, 2, 1]);
        assert_eq!(set.stack_at(ByteOffset(8)), [1]);
        assert!(set.stack_at(ByteOffset(20)).is_empty());
    }

    #[test]
    fn far_fragments_become_pieces_and_do_not_hold_a_lane_between() {
        let set = MarkSet::new(vec![mark(1, &[(0, 5), (9000, 9005)]), mark(2, &[(100, 110)])]);
        assert_eq!(lanes(&set), [(1, 0), (2, 0), (1, 0)]);
    }
}
