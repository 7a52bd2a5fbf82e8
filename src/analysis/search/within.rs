//! Which articles and which tags a search looks at: what the review's filter says of each of them.
//!
//! It does not know what is looked for in them.

use crate::analysis::review::Filter;
use crate::model::{ArticleId, Interval, Mention, OutletId, Shard};
use std::collections::HashSet;

/// A filter made ready for the articles of a session.
#[derive(Clone, Debug)]
pub(super) struct Within {
    filter: Filter,
    articles: Option<HashSet<ArticleId>>,
    outlets: Option<HashSet<OutletId>>,
    asks_tags: bool,
    asks_days: bool,
}

impl Within {
    pub(super) fn new(filter: Filter) -> Self {
        let Filter { labels, annotators, states, flags, entries, attributes, has_note, .. } = &filter;
        let asks_tags = !labels.is_empty()
            || !annotators.is_empty()
            || !states.is_empty()
            || !flags.is_empty()
            || !entries.is_empty()
            || !attributes.is_empty()
            || has_note.is_some();
        Self {
            articles: (!filter.articles.is_empty()).then(|| filter.articles.iter().copied().collect()),
            outlets: (!filter.outlets.is_empty()).then(|| filter.outlets.iter().copied().collect()),
            asks_tags,
            asks_days: filter.since.is_some() || filter.until.is_some(),
            filter,
        }
    }

    /// Whether an article is looked at: by what is known of it.
    pub(super) fn takes_article(&self, shard: &Shard) -> bool {
        let outlet = || shard.metadata.outlet.as_ref().map(|outlet| outlet.value);
        self.articles.as_ref().is_none_or(|wanted| wanted.contains(&shard.id()))
            && self.outlets.as_ref().is_none_or(|wanted| outlet().is_some_and(|id| wanted.contains(&id)))
            && (!self.asks_days || shard.metadata.published.as_ref().is_some_and(|days| self.takes_days(&days.value)))
    }

    /// Whether something is tagged in an article that the filter lets through; so it is of every article where it asks nothing
    /// of tags.
    pub(super) fn takes_tags_of(&self, shard: &Shard) -> bool {
        !self.asks_tags || shard.mentions.iter().any(|mention| self.takes_tag(mention))
    }

    /// Whether the filter lets a tag through.
    pub(super) fn takes_tag(&self, mention: &Mention) -> bool {
        let Filter { labels, annotators, states, flags, entries, attributes, has_note, .. } = &self.filter;
        let has = |flag| mention.flags.contains(flag);
        (labels.is_empty() || labels.iter().any(|label| mention.label.is_within(label)))
            && (annotators.is_empty() || annotators.contains(&mention.by))
            && (states.is_empty() || states.contains(&mention.review.state))
            && (flags.is_empty() || flags.iter().any(has))
            && (entries.is_empty() || mention.entry.is_some_and(|entry| entries.contains(&entry)))
            && attributes.iter().all(|(name, value)| mention.attributes.get(name) == Some(value))
            && has_note.is_none_or(|wanted| wanted != mention.notes.is_empty())
    }

    /// Whether some of the days on which an article may have been published is asked for. Where no day is known at all, none is.
    fn takes_days(&self, published: &Interval) -> bool {
        let Interval { first, last, .. } = published;
        let is_known = first.is_some() || last.is_some();
        let begins_in_time = first.is_none_or(|first| self.filter.until.is_none_or(|until| first <= until));
        let ends_in_time = last.is_none_or(|last| self.filter.since.is_none_or(|since| since <= last));
        is_known && begins_in_time && ends_in_time
    }
}
