//! Where words stand in the articles of a session, with places for people and for other tools.

use crate::model::{Session, Shard};
use crate::text::{LineColumn, Query, Span, find_all, find_repaired, paragraph_at, with_places};
use serde::Serialize;

/// Characters of its line that a hit shows on either side.
const CONTEXT_CHARS: usize = 40;

/// One place where a query holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The article's id.
    pub article: String,
    /// The article's name.
    pub name: String,
    /// First code point inside.
    pub start: u32,
    /// First code point behind.
    pub end: u32,
    /// Line, from 1.
    pub line: u32,
    /// Code points into the line, from 1.
    pub column: u32,
    /// The words found.
    pub text: String,
    /// The words with what stands around them on their line, on one line.
    pub context: String,
}

/// Every hit in every article, articles in order and hits in text order. Words that were read in the wrong encoding are found
/// as they stand and as they should read.
#[must_use]
pub fn find(session: &Session, query: &Query) -> Vec<Hit> {
    let of_shard =
        |shard: &Shard| -> Vec<Hit> { places(shard, query).into_iter().map(|span| hit(shard, span)).collect() };
    session.shards().iter().flat_map(|shard| of_shard(shard)).collect()
}

/// The places of one article: where the words stand, and where they would with its repairs.
fn places(shard: &Shard, query: &Query) -> Vec<Span> {
    let text = shard.article.text();
    let repaired = find_repaired(text, &shard.readings(), query, &|| true).unwrap_or_default();
    with_places(find_all(text, query), repaired)
}

fn hit(shard: &Shard, span: Span) -> Hit {
    let text = shard.article.text();
    let chars = shard.article.char_span(span);
    let place = shard.article.index().line_column(text, span.start).unwrap_or(LineColumn { line: 1, column: 1 });
    let before = Span { start: paragraph_at(text, span.start).start, end: span.start };
    let behind = Span { start: span.end, end: paragraph_at(text, span.end).end };
    let words = span.slice(text).unwrap_or_default();
    let before = before.slice(text).unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(CONTEXT_CHARS);
    let lead: String = before.chars().skip(skipped).collect();
    let tail: String = behind.slice(text).unwrap_or_default().chars().take(CONTEXT_CHARS).collect();
    Hit {
        article: shard.id().to_string(),
        name: shard.article.name.clone(),
        start: chars.start.0,
        end: chars.end.0,
        line: place.line,
        column: place.column,
        text: words.to_owned(),
        context: format!("{lead}{words}{tail}").split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
