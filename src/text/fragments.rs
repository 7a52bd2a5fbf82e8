//! The extent of an annotation: one span or several. It does not know what is annotated.

use super::span::Span;
use std::cmp::Ordering;

/// Non-empty, sorted, disjoint, non-empty spans on character boundaries of one text.
///
/// Touching fragments are joined, so one extent has one form. Nearly every extent is one span, which is kept in place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fragments(Extent);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Extent {
    One(Span),
    Many(Box<[Span]>),
}

/// Why a list of spans is no extent in a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FragmentsError {
    /// The list is empty.
    #[error("there is no fragment; give at least one")]
    None,
    /// A span holds no character, or its end lies before its start.
    #[error("fragment {0} is empty; its end must lie behind its start")]
    Empty(usize),
    /// Two spans share characters.
    #[error("fragments {0} and {1} overlap; the fragments of one mention may not")]
    Overlap(usize, usize),
    /// A span leaves the text or cuts a character.
    #[error("fragment {0} leaves the text or cuts a character")]
    Outside(usize),
}

impl Ord for Fragments {
    /// Span by span.
    fn cmp(&self, other: &Self) -> Ordering {
        self.spans().cmp(other.spans())
    }
}

impl PartialOrd for Fragments {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Fragments {
    /// Sorts `spans`, joins those that touch, and checks them against `text`.
    ///
    /// # Errors
    /// [`FragmentsError`] with the index in sorted order of the span that does not hold.
    pub fn new(text: &str, mut spans: Vec<Span>) -> Result<Self, FragmentsError> {
        if spans.is_empty() {
            return Err(FragmentsError::None);
        }
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for (index, span) in spans.into_iter().enumerate() {
            if span.is_empty() {
                return Err(FragmentsError::Empty(index));
            }
            if span.slice(text).is_none() {
                return Err(FragmentsError::Outside(index));
            }
            match joined.last_mut() {
                Some(last) if last.end > span.start => return Err(FragmentsError::Overlap(index - 1, index)),
                Some(last) if last.end == span.start => last.end = span.end,
                _ => joined.push(span),
            }
        }
        Ok(Self(match joined.as_slice() {
            [one] => Extent::One(*one),
            _ => Extent::Many(joined.into_boxed_slice()),
        }))
    }

    /// The spans in text order; never empty.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        match &self.0 {
            Extent::One(span) => std::slice::from_ref(span),
            Extent::Many(spans) => spans,
        }
    }

    /// From the first fragment's start to the last one's end.
    #[must_use]
    pub fn hull(&self) -> Span {
        let start = self.spans().first().copied().unwrap_or_default().start;
        let end = self.spans().last().copied().unwrap_or_default().end;
        Span { start, end }
    }

    /// Whether any fragment shares a character with `span`.
    #[must_use]
    pub fn touch(&self, span: Span) -> bool {
        self.spans().iter().any(|fragment| fragment.overlaps(span))
    }

    /// Bytes covered in all.
    #[must_use]
    pub fn covered_bytes(&self) -> u32 {
        self.spans().iter().map(|fragment| fragment.len()).sum()
    }

    /// Whether the words covered, fragments joined by one space, are `quote`; nothing is copied for it.
    #[must_use]
    pub fn reads(&self, text: &str, quote: &str) -> bool {
        let mut rest = quote;
        for (index, span) in self.spans().iter().enumerate() {
            let behind_space = if index == 0 { Some(rest) } else { rest.strip_prefix(' ') };
            let behind = behind_space.zip(span.slice(text)).and_then(|(rest, words)| rest.strip_prefix(words));
            let Some(behind) = behind else { return false };
            rest = behind;
        }
        rest.is_empty()
    }

    /// The first `chars` code points of the words covered, as [`Self::quote`] has them.
    #[must_use]
    pub fn quote_head(&self, text: &str, chars: usize) -> String {
        let words = self.spans().iter().filter_map(|span| span.slice(text)).enumerate();
        let parted = words.flat_map(|(index, words)| (index > 0).then_some(' ').into_iter().chain(words.chars()));
        parted.take(chars).collect()
    }

    /// The words covered, fragments joined by one space, as brat's standoff format does.
    ///
    /// `None` where a fragment does not lie in `text`.
    #[must_use]
    pub fn quote(&self, text: &str) -> Option<String> {
        let words: Option<Vec<&str>> = self.spans().iter().map(|span| span.slice(text)).collect();
        Some(words?.join(" "))
    }
}
