//! A text with some of its words replaced, and the way between places of the two. The source text itself stays as it is.
//!
//! It does not know why words are replaced.

use super::offset::{ByteOffset, Offset};
use super::search::{Query, find_while};
use super::span::Span;

/// Bytes on either side of a replaced place in which a search looks for what goes across it.
const AROUND: usize = 2048;

/// One replaced place.
#[derive(Clone, Copy, Debug)]
struct Step {
    source: Span,
    repaired: Span,
}

/// A text with some of its words replaced.
///
/// # Example
/// ```
/// use byline::text::{Repaired, Span};
/// let text = "Syriaâ€™s president";
/// let repaired = Repaired::new(text, [(Span::bytes(5, 13), "’")]);
/// assert_eq!(repaired.text(), "Syria’s president");
/// assert_eq!(repaired.source(Span::bytes(0, 9)), Span::bytes(0, 14));
/// assert_eq!(repaired.place(Span::bytes(15, 24)), Span::bytes(10, 19));
/// ```
#[derive(Clone, Debug)]
pub struct Repaired {
    text: String,
    steps: Vec<Step>,
}

impl Repaired {
    /// `text` with the words at each place replaced. Places stand in order; one that overlaps an earlier one, or is none of
    /// the text, is left as it is.
    pub fn new<'r>(text: &str, repairs: impl IntoIterator<Item = (Span, &'r str)>) -> Self {
        let mut out = String::with_capacity(text.len());
        let mut steps = Vec::new();
        let mut at = 0;
        for (span, words) in repairs {
            let range = span.range();
            let Some(before) = text.get(at..range.start).filter(|_| text.get(range.clone()).is_some()) else {
                continue;
            };
            out.push_str(before);
            let start = out.len();
            out.push_str(words);
            steps.push(Step { source: span, repaired: Span::bytes(start, out.len()) });
            at = range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Self { text: out, steps }
    }

    /// The text with the words replaced.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many places were replaced.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether the text is the source text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The place of the source text that `span` of the repaired text stands for. What begins or ends within replaced words
    /// takes all of them.
    #[must_use]
    pub fn source(&self, span: Span) -> Span {
        self.along(span, |step| (step.repaired, step.source))
    }

    /// The place of the repaired text where `span` of the source text stands, with all of the words it begins or ends within.
    #[must_use]
    pub fn place(&self, span: Span) -> Span {
        self.along(span, |step| (step.source, step.repaired))
    }

    fn along(&self, span: Span, ends: impl Fn(&Step) -> (Span, Span)) -> Span {
        let moved = |at: ByteOffset, is_end: bool| {
            let before = self.steps.partition_point(|step| ends(step).0.end <= at);
            let inside = self.steps.get(before).map(&ends).filter(|(from, _)| from.start < at);
            if let Some((_, to)) = inside {
                return if is_end { to.end } else { to.start };
            }
            let (from, to) =
                before.checked_sub(1).and_then(|last| self.steps.get(last)).map_or_else(Default::default, &ends);
            ByteOffset::from_usize(to.end.to_usize() + at.to_usize().saturating_sub(from.end.to_usize()))
        };
        Span { start: moved(span.start, false), end: moved(span.end, true) }
    }
}

/// The places of `text` that read as asked once `repairs`, which stand in order, are carried out, as far as they overlap one;
/// nothing where they are not wanted any more.
pub fn find_repaired(
    text: &str,
    repairs: &[(Span, &str)],
    query: &Query,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Vec<Span>> {
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some((first, _)) = repairs.get(at) {
        let start = text.floor_char_boundary(first.range().start.saturating_sub(AROUND));
        let mut end = text.ceil_char_boundary((first.range().end + AROUND).min(text.len()));
        let from = at;
        // Places near each other are looked at together.
        while let Some((next, _)) = repairs.get(at).filter(|(next, _)| next.range().start < end) {
            end = text.ceil_char_boundary((next.range().end + AROUND).min(text.len())).max(end);
            at += 1;
        }
        let near = repairs.get(from..at).unwrap_or_default();
        let within = |(span, words): &(Span, _)| {
            let range = span.range();
            (Span::bytes(range.start.saturating_sub(start), range.end.saturating_sub(start)), *words)
        };
        let part = Repaired::new(text.get(start..end)?, near.iter().map(within));
        for hit in find_while(part.text(), query, is_wanted)? {
            // What reaches the edge of the part may go on behind it.
            let is_cut =
                (hit.start.get() == 0 && start > 0) || (hit.end.to_usize() == part.text().len() && end < text.len());
            let source = part.source(hit).range();
            let source = Span::bytes(source.start + start, source.end + start);
            if !is_cut && near.iter().any(|(span, _)| span.overlaps(source)) {
                found.push(source);
            }
        }
    }
    Some(found)
}

/// Places of both, in order; of two that overlap, the one of `own`.
#[must_use]
pub fn with_places(own: Vec<Span>, others: Vec<Span>) -> Vec<Span> {
    if others.is_empty() {
        return own;
    }
    let is_free = |place: &Span| {
        let at = own.partition_point(|known| known.end <= place.start);
        own.get(at).is_none_or(|known| known.start >= place.end)
    };
    let mut all: Vec<Span> = others.into_iter().filter(is_free).collect();
    all.extend(own.iter().copied());
    all.sort_unstable();
    all.dedup_by(|next, known| known.overlaps(*next));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Matching;

    #[test]
    fn places_go_to_the_repaired_text_and_back() {
        let text = "ab[xx]cd[yyy]ef";
        let repaired = Repaired::new(text, [(Span::bytes(2, 6), "é"), (Span::bytes(8, 13), "—")]);
        assert_eq!(repaired.text(), "abécd—ef");
        for start in 0..text.len() {
            for end in start + 1..=text.len() {
                let span = Span::bytes(start, end);
                let place = repaired.place(span);
                assert!(place.slice(repaired.text()).is_some_and(|words| !words.is_empty()), "{span:?}");
                assert!(repaired.source(place).covers(span), "{span:?}: {place:?}");
            }
        }
        assert_eq!(repaired.place(Span::bytes(6, 8)).slice(repaired.text()), Some("cd"));
    }

    #[test]
    fn both_forms_are_found_and_each_place_once() {
        let text = "Syriaâ€™s end. ".repeat(3000);
        let one = "Syriaâ€™s end. ".len();
        let repairs: Vec<(Span, &str)> = (0..3000).map(|at| (Span::bytes(at * one + 5, at * one + 13), "’")).collect();
        let find = |words: &str| {
            let query = Query::new(words, Matching::default()).unwrap();
            let own = find_while(&text, &query, &|| true).unwrap();
            with_places(own, find_repaired(&text, &repairs, &query, &|| true).unwrap())
        };
        assert_eq!(find("Syria’s").len(), 3000);
        assert_eq!(find("Syriaâ€™s"), find("Syria’s"));
        assert_eq!(find("’s end").len(), 3000);
        assert_eq!(find("Syria").len(), 3000);
        assert_eq!(find("end").len(), 3000);
    }
}
