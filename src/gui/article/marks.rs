//! Marks on a text, sorted and indexed so that a screen of them is found in microseconds.
//!
//! A mark is spans, a colour and a word; what it stands for is the caller's business.

use super::cast::{u16_from, u32_from};
use crate::text::{ByteOffset, IntervalIndex, Span};
use eframe::egui::Color32;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Lanes that fit below a row; of marks on deeper ones only the number is shown.
pub(super) const LANES: u16 = 4;
/// Pieces that are given other lanes at once where one of them would end up too deep.
const MAX_RELAID: usize = 64;
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

/// All marks of one text. A mark comes and goes in a microsecond or two, whatever the number of the others.
///
/// Lanes are stable: a change gives a lane to the marks it brings and leaves those of the others alone, except where a mark
/// would lie too deep to be drawn and another arrangement of the few marks around it makes room.
#[derive(Clone, Debug)]
pub struct MarkSet {
    /// A mark without spans is a free place.
    marks: Vec<Mark>,
    free_marks: Vec<u32>,
    pieces: Vec<Piece>,
    free_pieces: Vec<u32>,
    places: HashMap<u64, u32>,
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
    /// Sorts and indexes `marks` and gives each its lane; 100,000 take some 20 ms. Marks without a span are dropped, and so
    /// are further ones of the same key.
    #[must_use]
    pub fn new(mut marks: Vec<Mark>) -> Self {
        marks.retain(has_words);
        marks.sort_by_key(|mark| {
            let hull = mark.hull();
            (hull.start, Reverse(hull.end), mark.key)
        });
        let mut places = HashMap::with_capacity(marks.len());
        marks.retain(|mark| places.insert(mark.key, u32_from(places.len())).is_none());
        let mut pieces: Vec<Piece> = Vec::with_capacity(marks.len());
        for (number, mark) in (0u32..).zip(&marks) {
            places.insert(mark.key, number);
            push_pieces(mark, number, &mut pieces);
        }
        // Stable, so that marks of one extent keep the order of their keys.
        pieces.sort_by_key(|piece| (piece.hull.start, Reverse(piece.hull.end)));
        assign_lanes(&mut pieces);
        let index = IntervalIndex::new(pieces.iter().map(|piece| piece.hull));
        Self { marks, free_marks: Vec::new(), pieces, free_pieces: Vec::new(), places, index, id: next_id() }
    }

    /// How many marks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The mark with this key.
    #[must_use]
    pub fn get(&self, key: u64) -> Option<&Mark> {
        self.places.get(&key).and_then(|place| self.marks.get(*place as usize))
    }

    /// Adds `mark`, or puts it in the place of the one with its key; on its old lane if that is still free.
    pub fn put(&mut self, mark: Mark) {
        self.id = next_id();
        let known = self.places.get(&mark.key).copied().and_then(|place| self.marks.get_mut(place as usize));
        if let Some(known) = known.filter(|known| known.spans == mark.spans) {
            *known = mark;
            return;
        }
        let old_lane = self.take_out(mark.key);
        if has_words(&mark) {
            self.add(mark, old_lane);
        }
    }

    /// Takes away the mark with this key.
    pub fn remove(&mut self, key: u64) {
        self.id = next_id();
        self.take_out(key);
    }

    /// Takes a mark out and gives the lane that it was on.
    fn take_out(&mut self, key: u64) -> Option<u16> {
        let place = self.places.remove(&key)?;
        let mark = self.marks.get_mut(place as usize)?;
        let mut hulls = Vec::new();
        push_pieces(mark, place, &mut hulls);
        mark.spans = Box::default();
        self.free_marks.push(place);
        let mut lane = None;
        for gone in hulls {
            let mut found = None;
            self.index.visit(gone.hull, |number, hull| {
                let piece = self.pieces.get(number).filter(|piece| hull == gone.hull && piece.mark == place);
                found = piece.map(|piece| (u32_from(number), piece.lane));
                found.is_none()
            });
            if let Some((number, its_lane)) = found {
                lane = lane.or(Some(its_lane));
                self.index.remove(gone.hull, number);
                self.free_pieces.push(number);
            }
        }
        lane
    }

    fn add(&mut self, mark: Mark, old_lane: Option<u16>) {
        let key = mark.key;
        let place = self.free_marks.pop().unwrap_or(u32_from(self.marks.len()));
        let mut pieces = Vec::new();
        push_pieces(&mark, place, &mut pieces);
        put_at(&mut self.marks, place, mark);
        self.places.insert(key, place);
        for piece in pieces {
            let lane = self.free_lane(piece.hull, old_lane);
            let number = self.free_pieces.pop().unwrap_or(u32_from(self.pieces.len()));
            put_at(&mut self.pieces, number, Piece { lane, ..piece });
            self.index.insert(piece.hull, number);
            if lane >= LANES {
                self.lay_anew(piece.hull);
            }
        }
    }

    /// `wanted`, or else the lowest lane on which nothing touches `hull`.
    fn free_lane(&self, hull: Span, wanted: Option<u16>) -> u16 {
        let mut taken: Vec<u16> = Vec::new();
        self.index.visit(hull, |number, _| {
            taken.extend(self.pieces.get(number).map(|piece| piece.lane));
            true
        });
        taken.sort_unstable();
        taken.dedup();
        let lowest = || (0u16..).zip(&taken).position(|(lane, taken)| lane != *taken).unwrap_or(taken.len());
        wanted.filter(|lane| taken.binary_search(lane).is_err()).unwrap_or_else(|| u16_from(lowest()))
    }

    /// Gives the pieces that hang together with `hull` the lanes they would have in a new set, if they are few and that
    /// brings the deepest of them up.
    fn lay_anew(&mut self, hull: Span) {
        let mut whole = hull;
        let numbers = loop {
            let numbers = self.index.overlapping(whole);
            let hulls = numbers.iter().filter_map(|number| self.pieces.get(*number)).map(|piece| piece.hull);
            let wider = hulls
                .fold(whole, |whole, hull| Span { start: whole.start.min(hull.start), end: whole.end.max(hull.end) });
            if numbers.len() > MAX_RELAID {
                return;
            }
            if wider == whole {
                break numbers;
            }
            whole = wider;
        };
        let mut laid: Vec<Piece> = numbers.iter().filter_map(|number| self.pieces.get(*number)).copied().collect();
        let deepest = |pieces: &[Piece]| pieces.iter().map(|piece| piece.lane).max();
        let before = deepest(&laid);
        assign_lanes(&mut laid);
        if deepest(&laid) < before {
            for (number, piece) in numbers.into_iter().zip(laid) {
                if let Some(known) = self.pieces.get_mut(number) {
                    *known = piece;
                }
            }
        }
    }

    /// Differs between any two sets built and with every change, so that what was derived from one state is not taken for
    /// another's.
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// The keys of the marks that cover the character at `at`, innermost (shortest) first.
    #[must_use]
    pub fn stack_at(&self, at: ByteOffset) -> Vec<u64> {
        let mut stack = Vec::new();
        self.visit(Span { start: at, end: ByteOffset(at.0.saturating_add(1)) }, |_, mark| {
            if mark.spans.iter().any(|span| span.contains(at)) {
                let hull = mark.hull();
                stack.push((mark.covered_bytes(), Reverse((hull.start, Reverse(hull.end), mark.key))));
            }
            true
        });
        stack.sort_unstable();
        stack.into_iter().map(|(_, Reverse((_, _, key)))| key).collect()
    }

    /// The keys of the marks that touch `span`, in text order and outer before inner.
    #[must_use]
    pub fn touching(&self, span: Span) -> Vec<u64> {
        let mut keys = Vec::new();
        self.visit(span, |piece, mark| {
            if piece.fragments(mark).iter().any(|fragment| fragment.overlaps(span)) {
                keys.push(mark.key);
            }
            true
        });
        keys
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

fn next_id() -> u64 {
    static NEXT_ID: AtomicU64 = AtomicU64::new(1);
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

fn has_words(mark: &Mark) -> bool {
    mark.spans.iter().any(|span| !span.is_empty())
}

/// Puts `row` at `place`, which is one that is there or the next one.
fn put_at<T>(rows: &mut Vec<T>, place: u32, row: T) {
    match rows.get_mut(place as usize) {
        Some(slot) => *slot = row,
        None => rows.push(row),
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
        piece.lane = u16_from(lane);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    /// Every piece as `(key, start, end, lane)`.
    fn all(set: &MarkSet) -> Vec<(u64, u32, u32, u16)> {
        let mut found = Vec::new();
        set.visit(Span::bytes(0, 100_000), |piece, mark| {
            found.push((mark.key, piece.hull.start.0, piece.hull.end.0, piece.lane));
            true
        });
        found.sort_unstable();
        found
    }

    #[test]
    fn a_change_leaves_the_lanes_of_other_marks_alone() {
        let mut set = MarkSet::new(vec![mark(1, &[(10, 40)]), mark(2, &[(20, 30)]), mark(3, &[(100, 120)])]);
        set.put(mark(4, &[(0, 130)]));
        assert_eq!(all(&set), [(1, 10, 40, 0), (2, 20, 30, 1), (3, 100, 120, 0), (4, 0, 130, 2)]);
        set.remove(1);
        assert_eq!(all(&set), [(2, 20, 30, 1), (3, 100, 120, 0), (4, 0, 130, 2)]);
        set.put(mark(4, &[(0, 110)]));
        assert_eq!(all(&set).last(), Some(&(4, 0, 110, 2)), "a mark stays on its lane when its edge moves");
        set.put(mark(5, &[(21, 22)]));
        assert_eq!(all(&set).last(), Some(&(5, 21, 22, 0)), "a lane that became free is used again");
    }

    #[test]
    fn marks_that_would_lie_too_deep_make_room() {
        let mut set = MarkSet::default();
        // One mark on each of the four lanes, side by side, because the ones above it have gone.
        for lane in 0..4_usize {
            let at = lane * 20;
            (0..=lane).for_each(|key| set.put(mark((lane * 10 + key) as u64, &[(at, at + 10)])));
            (0..lane).for_each(|key| set.remove((lane * 10 + key) as u64));
        }
        assert_eq!(all(&set).iter().map(|piece| piece.3).collect::<Vec<_>>(), [0, 1, 2, 3]);
        set.put(mark(99, &[(0, 80)]));
        assert!(all(&set).iter().all(|piece| piece.3 < LANES), "{:?}", all(&set));
    }

    proptest! {
        #[test]
        fn a_changed_set_is_what_a_new_one_would_be(
            first in prop::collection::vec((0usize..300, 1usize..60, 0usize..1500), 0..60),
            steps in prop::collection::vec((0u64..80, any::<bool>(), 0usize..300, 1usize..60, 0usize..1500), 0..80),
        ) {
            let made = |key: u64, start: usize, len: usize, gap: usize| match gap % 3 {
                0 => mark(key, &[(start, start + len), (start + len + gap, start + len + gap + 7)]),
                _ => mark(key, &[(start, start + len)]),
            };
            let mut plain: std::collections::BTreeMap<u64, Mark> =
                (0..).zip(&first).map(|(key, (start, len, gap))| (key, made(key, *start, *len, *gap))).collect();
            let mut set = MarkSet::new(plain.values().cloned().collect());
            for (key, put, start, len, gap) in steps {
                if put {
                    plain.insert(key, made(key, start, len, gap));
                    set.put(made(key, start, len, gap));
                } else {
                    plain.remove(&key);
                    set.remove(key);
                }
            }
            let fresh = MarkSet::new(plain.values().cloned().collect());
            let bare = |set: &MarkSet| all(set).iter().map(|one| (one.0, one.1, one.2)).collect::<Vec<_>>();
            prop_assert_eq!(bare(&set), bare(&fresh));
            prop_assert_eq!(set.len(), plain.len());
            for at in (0..2000).step_by(13) {
                prop_assert_eq!(set.stack_at(ByteOffset(at)), fresh.stack_at(ByteOffset(at)));
            }
            let pieces = all(&set);
            for (number, one) in pieces.iter().enumerate() {
                for other in &pieces[number + 1..] {
                    prop_assert!(one.3 != other.3 || one.2 <= other.1 || other.2 <= one.1, "{:?} {:?}", one, other);
                }
            }
        }
    }

    #[test]
    fn far_fragments_become_pieces_and_do_not_hold_a_lane_between() {
        let set = MarkSet::new(vec![mark(1, &[(0, 5), (9000, 9005)]), mark(2, &[(100, 110)])]);
        assert_eq!(lanes(&set), [(1, 0), (2, 0), (1, 0)]);
    }
}
