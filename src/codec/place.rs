//! Whether a place from a file holds in a text, and where its words stand if it does not. It decides nothing: what it finds
//! is proposed.

use crate::model::Article;
use crate::text::{ByteOffset, CharOffset, CharSpan, Fragments, FragmentsError, Span};
use std::collections::BTreeMap;

/// How many places are proposed at most, nearest first.
const MAX_PROPOSED: usize = 8;

/// How many bytes one article's text is searched for at most, all quotes together; a hostile file cannot make it take hours.
const SEARCH_BUDGET: usize = 1 << 28;

/// A place that holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// The place.
    pub fragments: Fragments,
    /// The words in their one form, where the file had touching fragments and so another form of the words.
    pub quote: Option<String>,
}

/// Checks `spans` and the words that should stand there.
///
/// # Errors
/// Why the place does not hold.
pub fn hold(article: &Article, spans: &[CharSpan], quote: &str) -> Result<Held, String> {
    let fragments = article.fragments_from_chars(spans).map_err(|error| explain(article, spans, &error))?;
    if fragments.reads(article.text(), quote) {
        return Ok(Held { fragments, quote: None });
    }
    let joins = fragments.spans().len().saturating_sub(1);
    let parts = spans.len().saturating_sub(1);
    // Only words of the right length are put together: a place may be the whole text, and a file may have it a million times.
    if parts > joins && fragments.covered_bytes() as usize + parts == quote.len() {
        let mut sorted = spans.to_vec();
        sorted.sort_unstable();
        let pieces: Option<Vec<&str>> =
            sorted.iter().map(|span| article.byte_span(*span).and_then(|span| span.slice(article.text()))).collect();
        if pieces.is_some_and(|pieces| pieces.join(" ") == quote) {
            let words = fragments.quote(article.text());
            return Ok(Held { fragments, quote: words });
        }
    }
    Err(reads(&fragments.quote_head(article.text(), SHOWN_CHARS + 1), quote))
}

/// Checks one span of code points.
///
/// # Errors
/// Why it does not hold.
pub(super) fn hold_span(article: &Article, span: CharSpan) -> Result<Span, String> {
    if span.start > span.end {
        return Err(format!("it ends at {} before it starts at {}", span.end, span.start));
    }
    article.byte_span(span).ok_or_else(|| outside(article, span))
}

/// Checks one span of code points, which may be empty, and the words that should stand there.
///
/// # Errors
/// Why the place does not hold.
pub(super) fn hold_words(article: &Article, span: CharSpan, quote: &str) -> Result<Span, String> {
    let span = hold_span(article, span)?;
    match span.slice(article.text()) {
        Some(words) if words == quote => Ok(span),
        words => Err(reads(words.unwrap_or_default(), quote)),
    }
}

fn reads(words: &str, quote: &str) -> String {
    format!("the text reads `{}` there, not `{}`", shorten(words), shorten(quote))
}

fn explain(article: &Article, spans: &[CharSpan], error: &FragmentsError) -> String {
    let beyond = spans.iter().find(|span| span.start.max(span.end) > article.index().char_len());
    match (error, beyond) {
        (FragmentsError::Outside(_), Some(span)) => outside(article, *span),
        _ => error.to_string(),
    }
}

fn outside(article: &Article, span: CharSpan) -> String {
    format!("{}..{} leaves the text, which has {} code points", span.start, span.end, article.index().char_len())
}

/// How many code points of words messages show.
const SHOWN_CHARS: usize = 40;

/// The beginning of `words`, for messages.
fn shorten(words: &str) -> String {
    match words.char_indices().nth(SHOWN_CHARS).and_then(|(end, _)| words.get(..end)) {
        Some(beginning) => format!("{beginning}..."),
        None => words.to_owned(),
    }
}

/// Finds words in one article and remembers what it found.
#[derive(Debug)]
pub struct Finder<'a> {
    article: &'a Article,
    found: BTreeMap<String, Vec<ByteOffset>>,
    budget: usize,
}

impl<'a> Finder<'a> {
    /// A finder that has found nothing yet.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self { article, found: BTreeMap::new(), budget: SEARCH_BUDGET }
    }

    /// Where `quote` stands in the text, the places nearest to `near` first.
    pub fn nearest(&mut self, quote: &str, near: CharOffset) -> Vec<CharSpan> {
        let text = self.article.text();
        if quote.is_empty() {
            return Vec::new();
        }
        if !self.found.contains_key(quote) {
            if self.budget < text.len() {
                return Vec::new();
            }
            self.budget -= text.len();
            let starts = text.match_indices(quote).map(|(start, _)| ByteOffset::from_usize(start)).collect();
            self.found.insert(quote.to_owned(), starts);
        }
        let Some(starts) = self.found.get(quote) else { return Vec::new() };
        let near = near.min(self.article.index().char_len());
        let near = self.article.index().byte_from_char(text, near).unwrap_or_default();
        nearest_of(starts, near)
            .into_iter()
            .filter_map(|start| {
                let span = Span { start, end: ByteOffset::from_usize(start.to_usize() + quote.len()) };
                self.article.index().char_span_from_byte(text, span)
            })
            .collect()
    }
}

/// The members of sorted `starts` nearest to `near`, nearest first.
fn nearest_of(starts: &[ByteOffset], near: ByteOffset) -> Vec<ByteOffset> {
    let split = starts.partition_point(|start| *start < near);
    let mut before = starts.get(..split).unwrap_or_default().iter().rev().peekable();
    let mut after = starts.get(split..).unwrap_or_default().iter().peekable();
    let mut nearest = Vec::new();
    while nearest.len() < MAX_PROPOSED {
        let next = match (before.peek(), after.peek()) {
            (Some(left), Some(right)) if near.0 - left.0 < right.0 - near.0 => before.next(),
            (_, Some(_)) => after.next(),
            (Some(_), None) => before.next(),
            (None, None) => break,
        };
        nearest.extend(next);
    }
    nearest
}
