//! An article's text cut where mentions begin and end, so that any overlap can be shown. It does not know how.

use super::super::outgoing::OutDocument;
use crate::model::Mention;
use crate::text::Span;
use std::cmp::Reverse;

/// A stretch of text that the same mentions cover.
#[derive(Debug)]
pub(super) struct Piece<'d> {
    /// The words.
    pub(super) words: &'d str,
    /// Mentions that cover it, the widest first.
    pub(super) over: Vec<&'d Mention>,
    /// Of these, the ones that begin here.
    pub(super) begins: Vec<&'d Mention>,
}

/// The pieces of the text of `document`, in order.
pub(super) fn pieces<'d>(document: &'d OutDocument<'_>) -> Vec<Piece<'d>> {
    let text = document.text();
    let mut starts: Vec<(Span, &Mention)> = Vec::new();
    for mention in &document.mentions {
        starts.extend(mention.fragments.spans().iter().map(|span| (*span, *mention)));
    }
    starts.sort_by_key(|(span, mention)| (span.start, Reverse(span.end), mention.id));
    let mut edges: Vec<usize> =
        starts.iter().flat_map(|(span, _)| [span.start.to_usize(), span.end.to_usize()]).collect();
    edges.extend([0, text.len()]);
    edges.sort_unstable();
    edges.dedup();
    let mut waiting = starts.into_iter().peekable();
    let mut open: Vec<(Span, &Mention)> = Vec::new();
    let mut pieces = Vec::with_capacity(edges.len());
    for pair in edges.windows(2) {
        let [from, to] = *pair else { continue };
        open.retain(|(span, _)| span.end.to_usize() > from);
        let mut begins = Vec::new();
        while let Some((span, mention)) = waiting.next_if(|(span, _)| span.start.to_usize() <= from) {
            open.push((span, mention));
            if mention.fragments.hull().start == span.start {
                begins.push(mention);
            }
        }
        open.sort_by_key(|(span, mention)| (span.start, Reverse(span.end), mention.id));
        let over = open.iter().map(|(_, mention)| *mention).collect();
        pieces.push(Piece { words: text.get(from..to).unwrap_or_default(), over, begins });
    }
    pieces
}
