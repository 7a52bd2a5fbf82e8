//! The places of one article. It does not know which articles are looked at.

use super::within::Within;
use crate::model::{ArticleId, Mention, MentionId, Shard};
use crate::text::{Query, Repaired, Span, find_repaired, find_while, with_places};

/// One place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The words; of a tag all from its first to its last.
    pub span: Span,
    /// The tag, where tags were looked for.
    pub mention: Option<MentionId>,
}

/// The places of one article, in text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The article.
    pub article: ArticleId,
    /// Its places; at least one.
    pub places: Vec<Place>,
}

/// Every place in the words of an article where `query` holds: as they stand, and as they should read where they were read in
/// the wrong encoding. Nothing once nobody wants them.
pub(super) fn in_text(shard: &Shard, query: &Query, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Place>> {
    let text = shard.article.text();
    let mut spans = find_while(text, query, is_wanted)?;
    if !shard.repairs.is_empty() {
        spans = with_places(spans, find_repaired(text, &shard.readings(), query, is_wanted)?);
    }
    Some(spans.into_iter().map(|span| Place { span, mention: None }).collect())
}

/// Every tag of an article that the filter lets through and whose words hold what is asked, as they stand or as they should
/// read.
pub(super) fn among_tags(
    shard: &Shard,
    query: Option<&Query>,
    within: &Within,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Vec<Place>> {
    let readings = shard.readings();
    let mut places = Vec::new();
    for mention in shard.mentions.by_key().filter(|mention| within.takes_tag(mention)) {
        let holds = match query {
            None => true,
            Some(query) => {
                holds(&mention.quote, query, is_wanted)? || {
                    let repaired = repaired(shard.article.text(), mention, &readings);
                    repaired.is_some_and(|words| holds(&words, query, &|| true).unwrap_or_default())
                }
            }
        };
        if holds {
            places.push(Place { span: mention.fragments.hull(), mention: Some(mention.id) });
        }
    }
    is_wanted().then_some(places)
}

fn holds(words: &str, query: &Query, is_wanted: &dyn Fn() -> bool) -> Option<bool> {
    Some(!find_while(words, query, is_wanted)?.is_empty())
}

/// What a tag should read; nothing where none of its words is damaged.
fn repaired(text: &str, mention: &Mention, readings: &[(Span, &str)]) -> Option<String> {
    let of = |span: &Span| {
        let from = readings.partition_point(|(place, _)| place.end <= span.start);
        let inside = readings.get(from..).unwrap_or_default().iter().take_while(|(place, _)| place.start < span.end);
        let base = span.start.to_usize();
        let inside = inside.filter(|(place, _)| span.covers(*place)).map(|(place, words)| {
            let place = place.range();
            (Span::bytes(place.start - base, place.end - base), *words)
        });
        Repaired::new(span.slice(text).unwrap_or_default(), inside)
    };
    let parts: Vec<Repaired> = mention.fragments.spans().iter().map(of).collect();
    let words = || parts.iter().map(Repaired::text).collect::<Vec<_>>().join(" ");
    parts.iter().any(|part| !part.is_empty()).then(words)
}
