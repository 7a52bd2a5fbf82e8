//! Everything that is proposed, as other tools read it: one item a place, offsets in code points.

use super::aliases::{Alike, Side, aliases};
use super::ask::Ask;
use super::listing_cleaning as cleaning;
use super::place::{Place, Preview, Standing};
use super::regions::Cleaner;
use super::repeats::repeats;
use crate::codec::{Spread, gather};
use crate::model::{ArticleId, Interval, MentionId, Session, Shard};
use crate::text::{CharSpan, Fragments, Span};
use serde::Serialize;

/// Of which kind a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestKind {
    /// Tags on words that a name of the register, or a mention, stands on elsewhere.
    Repeats,
    /// Links of mentions to entries, and entries that may be one.
    Aliases,
    /// Expressions of time, with the days that they mean.
    Times,
    /// Sentences of different articles that tell the same.
    Related,
    /// Damaged words, with what they should read.
    Repairs,
    /// Stretches that are no body.
    Regions,
}

/// One thing that is proposed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// Of which kind it is.
    pub kind: SuggestKind,
    /// The article; absent where two entries are compared.
    pub article: Option<String>,
    /// The article's name.
    pub name: Option<String>,
    /// First code point inside.
    pub start: Option<u32>,
    /// First code point behind.
    pub end: Option<u32>,
    /// The words, or the names of both entries.
    pub text: String,
    /// What would be done.
    pub proposal: Proposed,
    /// Why.
    pub reason: String,
    /// How likely it is right, from 0 to 1, by rule of thumb.
    pub score: f64,
}

/// What would be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Proposed {
    /// A new mention.
    Tag {
        /// Its label.
        label: String,
        /// The entry that it would be linked to.
        entry: Option<String>,
    },
    /// A link.
    Link {
        /// The mention.
        mention: String,
        /// The entry.
        entry: String,
    },
    /// Two entries become one.
    Merge {
        /// Their ids.
        entries: [String; 2],
    },
    /// The words are shown, found and exported as others; the text stays.
    Repair {
        /// What they should read.
        replacement: String,
        /// What damaged them.
        damage: String,
    },
    /// The stretch is dimmed and left out of counts and repeats.
    Region {
        /// What it is.
        region: String,
    },
    /// Days that words mean.
    Date {
        /// `interval`, `no_anchor`, `ambiguous` or `vague`.
        reading: &'static str,
        /// The days: one item, several where the words may mean either, none where they name no days that are known.
        intervals: Vec<Interval>,
    },
    /// Two texts to look at together.
    Compare {
        /// What they share: `content`, `copy` or `whole_text`.
        shares: &'static str,
        /// The other article.
        article: String,
        /// Its name.
        name: String,
        /// First code point of the other text.
        start: u32,
        /// First code point behind it.
        end: u32,
        /// The other words.
        text: String,
    },
}

impl Listed {
    /// An item on a place of an article.
    #[must_use]
    pub fn at(kind: SuggestKind, shard: &Shard, span: Span, proposal: Proposed, reason: String, score: f64) -> Self {
        let text = span.slice(shard.article.text()).unwrap_or_default().to_owned();
        placed(kind, shard, shard.article.char_span(span), text, proposal, reason, score)
    }
}

/// What `kinds` propose for `session`: repeats in text order, then aliases, the likeliest first, then repairs and regions in
/// text order.
#[must_use]
pub fn listing(session: &Session, kinds: &[SuggestKind], spread: &dyn Spread) -> Vec<Listed> {
    let mut listed = Vec::new();
    if kinds.contains(&SuggestKind::Repeats) {
        let preview = repeats(session, &Ask::everything(session), spread, &|| true).unwrap_or_default();
        listed.extend(preview.places().filter_map(|(article, place)| repeat(session, &preview, article, place)));
    }
    if kinds.contains(&SuggestKind::Aliases) {
        listed.extend(aliases(session).iter().flat_map(|alike| alias(session, alike)));
    }
    let shards = session.shards();
    if kinds.contains(&SuggestKind::Repairs) {
        let all = gather(spread, shards.len(), |at| shards.get(at).map(|shard| cleaning::repairs(shard)));
        listed.extend(all.into_iter().flatten().flatten().flatten());
    }
    if kinds.contains(&SuggestKind::Regions) {
        let cleaner = Cleaner::new(session);
        let all = gather(spread, shards.len(), |at| shards.get(at).map(|shard| cleaning::regions(&cleaner, shard)));
        listed.extend(all.into_iter().flatten().flatten().flatten());
    }
    listed
}

fn repeat(session: &Session, preview: &Preview, article: ArticleId, place: &Place) -> Option<Listed> {
    let shard = session.shard(article).filter(|_| place.standing == Standing::Free)?;
    let target = preview.targets.get(place.target)?;
    let label = session.schema.label_name(&target.label);
    let text = place.span.slice(shard.article.text()).unwrap_or_default().to_owned();
    let named = target.entry.and_then(|entry| session.entry_name(entry));
    let (reason, score) = match named {
        Some(name) if name == text => (format!("the name of an entry ({label})"), 1.0),
        Some(name) => (format!("a spelling of “{name}” ({label})"), 0.9),
        None => (format!("tagged elsewhere as {label}"), 0.8),
    };
    let proposal =
        Proposed::Tag { label: target.label.to_string(), entry: target.entry.map(|entry| entry.to_string()) };
    Some(placed(SuggestKind::Repeats, shard, shard.article.char_span(place.span), text, proposal, reason, score))
}

fn alias(session: &Session, alike: &Alike) -> Vec<Listed> {
    let entry = alike.entry.to_string();
    match &alike.other {
        Side::Entry(other) => {
            let name = |id| session.entry_name(id).unwrap_or_default();
            vec![Listed {
                kind: SuggestKind::Aliases,
                article: None,
                name: None,
                start: None,
                end: None,
                text: format!("{} | {}", name(alike.entry), name(*other)),
                proposal: Proposed::Merge { entries: [entry, other.to_string()] },
                reason: alike.reason.clone(),
                score: alike.score,
            }]
        }
        Side::Words { text, mentions, .. } => {
            let row = |(article, mention): &(ArticleId, MentionId)| {
                let shard = session.shard(*article)?;
                let fragments: &Fragments = &shard.mentions.get(*mention)?.fragments;
                let proposal = Proposed::Link { mention: mention.to_string(), entry: entry.clone() };
                let span = shard.article.char_span(fragments.hull());
                Some(placed(
                    SuggestKind::Aliases,
                    shard,
                    span,
                    text.clone(),
                    proposal,
                    alike.reason.clone(),
                    alike.score,
                ))
            };
            mentions.iter().filter_map(row).collect()
        }
    }
}

/// An item on a place of an article.
pub(super) fn placed(
    kind: SuggestKind,
    shard: &Shard,
    span: CharSpan,
    text: String,
    proposal: Proposed,
    reason: String,
    score: f64,
) -> Listed {
    Listed {
        kind,
        article: Some(shard.id().to_string()),
        name: Some(shard.article.name.clone()),
        start: Some(span.start.0),
        end: Some(span.end.0),
        text,
        proposal,
        reason,
        score,
    }
}
