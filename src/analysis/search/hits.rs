//! Places with what people and other tools want to know of each.

use super::kwic::kwic;
use super::places::{Group, Place};
use crate::model::{Mention, Session, Shard};
use crate::text::LineColumn;
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
    /// The words with what stands around them on their line, on one line, cut between words.
    pub context: String,
    /// The tag, where tags were looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<HitTag>,
}

/// What a tag says that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HitTag {
    /// The mention's id.
    pub mention: String,
    /// Its label.
    pub label: String,
    /// The id of its entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The name of its entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_name: Option<String>,
}

/// Every place of `groups`, in their order.
#[must_use]
pub fn hits(session: &Session, groups: &[Group]) -> Vec<Hit> {
    let of_group = |group: &Group| -> Vec<Hit> {
        let Some(shard) = session.shard(group.article) else { return Vec::new() };
        group.places.iter().map(|place| hit(session, shard, *place)).collect()
    };
    groups.iter().flat_map(of_group).collect()
}

fn hit(session: &Session, shard: &Shard, place: Place) -> Hit {
    let text = shard.article.text();
    let chars = shard.article.char_span(place.span);
    let at = shard.article.index().line_column(text, place.span.start).unwrap_or(LineColumn { line: 1, column: 1 });
    let mention = place.mention.and_then(|id| shard.mentions.get(id));
    let spans = mention.map_or(std::slice::from_ref(&place.span), |mention| mention.fragments.spans());
    let words = || place.span.slice(text).unwrap_or_default().to_owned();
    Hit {
        article: shard.id().to_string(),
        name: shard.article.name.clone(),
        start: chars.start.0,
        end: chars.end.0,
        line: at.line,
        column: at.column,
        text: mention.map_or_else(words, |mention| mention.quote.to_string()),
        context: kwic(text, spans, CONTEXT_CHARS, CONTEXT_CHARS).text,
        tag: mention.map(|mention| tag(session, mention)),
    }
}

fn tag(session: &Session, mention: &Mention) -> HitTag {
    HitTag {
        mention: mention.id.to_string(),
        label: mention.label.to_string(),
        entry: mention.entry.map(|id| id.to_string()),
        entry_name: mention.entry.and_then(|id| session.entry_name(id)).map(str::to_owned),
    }
}
