//! Which mentions stay where a format takes no two on one character. It does not know the format.

use crate::model::Mention;
use crate::text::Span;
use std::cmp::Reverse;

/// Of mentions that overlap the longest stays, then the earliest, then the first by label; both lists in text order.
pub(super) fn flattened(mut all: Vec<(Span, &Mention)>) -> (Vec<(Span, &Mention)>, Vec<&Mention>) {
    all.sort_by_key(|(span, mention)| (Reverse(span.len()), span.start, mention.label.clone(), mention.id));
    let mut kept: Vec<(Span, &Mention)> = Vec::with_capacity(all.len());
    let mut lost = Vec::new();
    let mut taken: std::collections::BTreeMap<_, Span> = std::collections::BTreeMap::new();
    for (span, mention) in all {
        // What is kept does not overlap, so that the last one that begins before the end is the only one that may touch.
        let before = taken.range(..span.end).next_back();
        if before.is_some_and(|(_, other)| other.overlaps(span)) {
            lost.push(mention);
            continue;
        }
        taken.insert(span.start, span);
        kept.push((span, mention));
    }
    kept.sort_by_key(|(span, _)| *span);
    lost.sort_by_key(|mention| (mention.fragments.hull(), mention.id));
    (kept, lost)
}
