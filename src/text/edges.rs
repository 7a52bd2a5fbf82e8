//! The edges of an extent: where each may stand, and the extent that comes of moving one.
//!
//! It does not know who moves an edge or by how much.

use super::offset::ByteOffset;
use super::span::Span;
use unicode_segmentation::GraphemeCursor;

/// One of the two ends of a fragment, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where the fragment begins.
    Start,
    /// Where it ends.
    End,
}

/// What keeps an edge from going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Barrier {
    /// The other edge of the same fragment; at least one character lies between the two.
    #[error("an edge cannot cross the other edge of its words")]
    OtherEdge,
    /// Another fragment of the same extent; at least one character lies between the two.
    #[error("the next fragment of the mention is in the way")]
    Neighbour,
    /// The text is over.
    #[error("the text ends here")]
    TextEnd,
}

/// Where an edge may stand: from the first offset to the last one, both included, and what lies beyond each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The offsets; `end` is one of them.
    pub offsets: Span,
    /// What keeps the edge from going further back.
    pub before: Barrier,
    /// What keeps it from going further on.
    pub after: Barrier,
}

impl Edge {
    /// Where this edge of `span` is.
    #[must_use]
    pub fn of(self, span: Span) -> ByteOffset {
        match self {
            Self::Start => span.start,
            Self::End => span.end,
        }
    }

    /// `span` with this edge at `to`.
    #[must_use]
    pub fn put(self, span: Span, to: ByteOffset) -> Span {
        match self {
            Self::Start => Span { start: to, ..span },
            Self::End => Span { end: to, ..span },
        }
    }
}

impl Room {
    /// What keeps an edge from standing at `to`; nothing where it may.
    #[must_use]
    pub fn barrier(&self, to: ByteOffset) -> Option<Barrier> {
        if to < self.offsets.start {
            Some(self.before)
        } else if to > self.offsets.end {
            Some(self.after)
        } else {
            None
        }
    }
}

/// Where an edge of the `fragment`th of `spans` may stand; `None` where there is no such fragment.
#[must_use]
pub fn edge_room(text: &str, spans: &[Span], fragment: usize, edge: Edge) -> Option<Room> {
    let span = *spans.get(fragment)?;
    let offsets = |start: ByteOffset, end: ByteOffset| Span { start, end: end.max(start) };
    Some(match edge {
        Edge::End => {
            let next = spans.get(fragment + 1).map(|next| grapheme_before(text, next.start).max(span.end));
            let last = next.unwrap_or(ByteOffset::from_usize(text.len()));
            let after = if next.is_some() { Barrier::Neighbour } else { Barrier::TextEnd };
            let offsets = offsets(grapheme_after(text, span.start), last);
            Room { offsets, before: Barrier::OtherEdge, after }
        }
        Edge::Start => {
            let previous = fragment.checked_sub(1).and_then(|before| spans.get(before));
            let first = previous.map(|previous| grapheme_after(text, previous.end).min(span.start));
            let before = if first.is_some() { Barrier::Neighbour } else { Barrier::TextEnd };
            let offsets = offsets(first.unwrap_or_default(), grapheme_before(text, span.end));
            Room { offsets, before, after: Barrier::OtherEdge }
        }
    })
}

/// `spans` with one edge of the `fragment`th at `to`.
///
/// # Errors
/// [`Barrier`], where the edge cannot stand there. A fragment that is not there changes nothing.
pub fn move_edge(
    text: &str,
    spans: &[Span],
    fragment: usize,
    edge: Edge,
    to: ByteOffset,
) -> Result<Vec<Span>, Barrier> {
    let mut moved = spans.to_vec();
    if let (Some(room), Some(span)) = (edge_room(text, spans, fragment, edge), moved.get_mut(fragment)) {
        if let Some(barrier) = room.barrier(to) {
            return Err(barrier);
        }
        *span = edge.put(*span, to);
    }
    Ok(moved)
}

/// `spans` with `added` among them: what overlaps or touches it becomes one fragment with it.
#[must_use]
pub fn with_fragment(spans: &[Span], added: Span) -> Vec<Span> {
    let mut whole = added;
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len() + 1);
    for span in spans {
        if span.end < added.start || added.end < span.start {
            kept.push(*span);
        } else {
            whole = Span { start: whole.start.min(span.start), end: whole.end.max(span.end) };
        }
    }
    kept.push(whole);
    kept.sort_unstable();
    kept
}

/// The first place between graphemes behind `byte`; `byte` itself at the end of the text.
#[must_use]
pub fn grapheme_after(text: &str, byte: ByteOffset) -> ByteOffset {
    let mut cursor = GraphemeCursor::new(byte.to_usize().min(text.len()), text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().map_or(byte, ByteOffset::from_usize)
}

/// The last place between graphemes before `byte`; `byte` itself at the start of the text.
#[must_use]
pub fn grapheme_before(text: &str, byte: ByteOffset) -> ByteOffset {
    let mut cursor = GraphemeCursor::new(byte.to_usize().min(text.len()), text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().map_or(byte, ByteOffset::from_usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "The Minister of Ports met them";

    #[test]
    fn an_edge_stops_one_character_from_the_other_edge_and_from_the_next_fragment() {
        let spans = [Span::bytes(4, 12), Span::bytes(16, 21)];
        let moved = |fragment, edge, to| move_edge(TEXT, &spans, fragment, edge, ByteOffset(to));
        assert_eq!(moved(0, Edge::End, 15).unwrap(), [Span::bytes(4, 15), spans[1]]);
        assert_eq!(moved(0, Edge::End, 16), Err(Barrier::Neighbour));
        assert_eq!(moved(0, Edge::End, 5).unwrap(), [Span::bytes(4, 5), spans[1]]);
        assert_eq!(moved(0, Edge::End, 4), Err(Barrier::OtherEdge));
        assert_eq!(moved(1, Edge::Start, 12), Err(Barrier::Neighbour));
        assert_eq!(moved(1, Edge::Start, 13).unwrap(), [spans[0], Span::bytes(13, 21)]);
        assert_eq!(moved(1, Edge::End, 31), Err(Barrier::TextEnd));
        assert_eq!(moved(0, Edge::Start, 0).unwrap(), [Span::bytes(0, 12), spans[1]]);
    }

    #[test]
    fn a_grapheme_is_never_cut() {
        let text = "e\u{301}a";
        let room = edge_room(text, &[Span::bytes(0, 4)], 0, Edge::End).unwrap();
        assert_eq!(room.offsets, Span::bytes(3, 4));
    }

    #[test]
    fn a_fragment_joins_those_that_it_touches() {
        let spans = [Span::bytes(0, 3), Span::bytes(10, 12), Span::bytes(20, 22)];
        assert_eq!(with_fragment(&spans, Span::bytes(5, 6)).len(), 4);
        assert_eq!(with_fragment(&spans, Span::bytes(3, 11)), [Span::bytes(0, 12), spans[2]]);
        assert_eq!(with_fragment(&spans, Span::bytes(1, 2)), spans);
    }

    proptest! {
        #[test]
        fn a_moved_edge_leaves_an_extent(cuts in proptest::collection::btree_set(0usize..40, 4..10), to in 0u32..45, fragment in 0usize..6, end in any::<bool>()) {
            let text = "x".repeat(40);
            let cuts: Vec<usize> = cuts.into_iter().collect();
            let spans: Vec<Span> = cuts.chunks_exact(2).map(|pair| Span::bytes(pair[0], pair[1])).collect();
            let edge = if end { Edge::End } else { Edge::Start };
            if let Ok(moved) = move_edge(&text, &spans, fragment, edge, ByteOffset(to)) {
                let known = crate::text::Fragments::new(&text, moved.clone()).unwrap();
                prop_assert_eq!(known.hull(), Span { start: moved[0].start, end: moved[moved.len() - 1].end });
                prop_assert_eq!(moved.len(), spans.len());
            }
        }
    }
}
