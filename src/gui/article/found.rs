//! The places that a search found in a text. What was looked for is the caller's business.

use crate::text::{ByteOffset, Span};
use std::sync::atomic::{AtomicU64, Ordering};

/// Places in text order, with a number of their own, so that what is drawn from them is made once.
#[derive(Clone, Debug, Default)]
pub struct FoundSet {
    spans: Vec<Span>,
    id: u64,
}

impl FoundSet {
    /// The set of `spans`, which are sorted and do not overlap.
    #[must_use]
    pub fn new(spans: Vec<Span>) -> Self {
        static NEXT_ID: AtomicU64 = AtomicU64::new(1);
        Self { spans, id: NEXT_ID.fetch_add(1, Ordering::Relaxed) }
    }

    /// The places.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Which of the places, from 0, `span` is.
    #[must_use]
    pub fn number_of(&self, span: Span) -> Option<usize> {
        self.spans.binary_search(&span).ok()
    }

    /// The place at or behind `byte`; the first one where there is none.
    #[must_use]
    pub fn next_from(&self, byte: ByteOffset) -> Option<Span> {
        let number = self.spans.partition_point(|span| span.start < byte);
        self.spans.get(number).or(self.spans.first()).copied()
    }

    /// The last place that ends at or before `byte`; the last one of all where there is none.
    #[must_use]
    pub fn last_until(&self, byte: ByteOffset) -> Option<Span> {
        let behind = self.spans.partition_point(|span| span.end <= byte);
        let before = behind.checked_sub(1).and_then(|number| self.spans.get(number));
        before.or(self.spans.last()).copied()
    }

    /// The places that touch `span`.
    pub fn within(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.spans.partition_point(|found| found.end <= span.start);
        self.spans.iter().skip(first).take_while(move |found| found.start < span.end).copied()
    }

    /// Differs between any two sets built.
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}
