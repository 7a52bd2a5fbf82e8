//! How far the work on a session is: what is tagged, reviewed and read, by article, label and annotator; what came since a
//! day; how it grew.
//!
//! Work is counted as [`super::stats`] counts it: mentions in bodies. It judges nobody, and it does not read the clock.

use super::stats::{body_mentions, joined, skipped_spans};
use crate::model::{
    AnnotatorId, ArticleId, Day, Label, Mention, Proposal, ReadingStatus, ReviewState, Session, Shard, Timestamp,
};
use crate::text::Span;
use std::collections::BTreeMap;

/// How many mentions there are, and what a review found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// All of them.
    pub mentions: usize,
    /// Accepted ones.
    pub accepted: usize,
    /// Rejected ones.
    pub rejected: usize,
    /// Made since the day that was asked for.
    pub new: usize,
    /// Made earlier, and changed or reviewed since that day.
    pub changed: usize,
}

impl Share {
    /// Those that nobody decided on.
    #[must_use]
    pub fn open(&self) -> usize {
        self.mentions - self.accepted - self.rejected
    }

    fn take(&mut self, mention: &Mention, since: Timestamp) {
        self.mentions += 1;
        match mention.review.state {
            ReviewState::Open => {}
            ReviewState::Accepted => self.accepted += 1,
            ReviewState::Rejected => self.rejected += 1,
        }
        if mention.created >= since {
            self.new += 1;
        } else if mention.modified.into_iter().chain(mention.review.at()).any(|at| at >= since) {
            self.changed += 1;
        }
    }
}

/// One article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHeadway {
    /// Which.
    pub id: ArticleId,
    /// How far it was read.
    pub status: ReadingStatus,
    /// Its mentions.
    pub share: Share,
    /// Suggestions that nobody decided on.
    pub suggestions: usize,
    /// Code points of its body, and how many of them stand in a mention.
    pub body_chars: usize,
    /// See `body_chars`.
    pub tagged_chars: usize,
    /// Mentions by label, in the order of [`Headway::labels`].
    pub labels: Vec<u32>,
}

/// How far a session is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headway {
    /// All mentions.
    pub all: Share,
    /// By article, in the session's order.
    pub articles: Vec<ArticleHeadway>,
    /// By label: those of the schema in its order, and others that mentions carry behind them.
    pub labels: Vec<(Label, Share)>,
    /// By annotator, the busiest first.
    pub annotators: Vec<(AnnotatorId, Share)>,
    /// Mentions made on each day (in UTC) on which one was made.
    pub days: BTreeMap<Day, usize>,
}

impl Headway {
    /// Articles by reading status: unread, being read, read.
    #[must_use]
    pub fn reading(&self) -> [usize; 3] {
        let count = |status| self.articles.iter().filter(|article| article.status == status).count();
        [ReadingStatus::Unread, ReadingStatus::Reading, ReadingStatus::Read].map(count)
    }

    /// The share of all bodies' characters that stand in a mention, from 0 to 1.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        let sum = |chars: fn(&ArticleHeadway) -> usize| self.articles.iter().map(chars).sum::<usize>();
        sum(|article| article.tagged_chars) as f64 / sum(|article| article.body_chars).max(1) as f64
    }
}

/// Counts `session`; what is new is what was made on `since` or later. Nothing comes of it where `goes_on`, which is told how
/// many articles are done, says so.
#[must_use]
pub fn headway(session: &Session, since: Option<Day>, goes_on: &dyn Fn(usize) -> bool) -> Option<Headway> {
    let since = since.and_then(begins).unwrap_or(Timestamp(jiff::Timestamp::MAX));
    let mut headway = Headway::default();
    let mut places: BTreeMap<Label, usize> = BTreeMap::new();
    for info in session.schema.label_infos() {
        places.insert(info.id.clone(), headway.labels.len());
        headway.labels.push((info.id.clone(), Share::default()));
    }
    let mut annotators: BTreeMap<AnnotatorId, Share> = BTreeMap::new();
    for (done, shard) in session.shards().iter().enumerate() {
        if !goes_on(done) {
            return None;
        }
        let mut article = about(shard);
        for mention in body_mentions(shard) {
            let place = *places.entry(mention.label.clone()).or_insert_with(|| {
                headway.labels.push((mention.label.clone(), Share::default()));
                headway.labels.len() - 1
            });
            article.labels.resize(article.labels.len().max(place + 1), 0);
            if let Some(count) = article.labels.get_mut(place) {
                *count += 1;
            }
            if let Some((_, share)) = headway.labels.get_mut(place) {
                share.take(mention, since);
            }
            annotators.entry(mention.by).or_default().take(mention, since);
            article.share.take(mention, since);
            headway.all.take(mention, since);
            *headway.days.entry(day_of(mention.created)).or_default() += 1;
        }
        headway.articles.push(article);
    }
    headway.articles.iter_mut().for_each(|article| article.labels.resize(headway.labels.len(), 0));
    headway.annotators = annotators.into_iter().collect();
    headway.annotators.sort_by_key(|(id, share)| (std::cmp::Reverse(share.mentions), *id));
    Some(headway)
}

/// What is known of an article but for its mentions' shares.
fn about(shard: &Shard) -> ArticleHeadway {
    let text = shard.article.text();
    let chars = |span: &Span| span.slice(text).map_or(0, |words| words.chars().count());
    let mut tagged: Vec<Span> = body_mentions(shard).flat_map(|mention| mention.fragments.spans().to_vec()).collect();
    tagged.sort_unstable_by_key(|span| span.start);
    let is_proposed = |state: Proposal| state == Proposal::Proposed;
    ArticleHeadway {
        id: shard.id(),
        status: shard.metadata.status,
        share: Share::default(),
        suggestions: shard.suggestions.iter().filter(|suggestion| is_proposed(suggestion.state)).count(),
        body_chars: text.chars().count() - skipped_spans(shard).iter().map(chars).sum::<usize>(),
        tagged_chars: joined(tagged.into_iter()).iter().map(chars).sum(),
        labels: Vec::new(),
    }
}

/// The first moment of a day.
fn begins(day: Day) -> Option<Timestamp> {
    jiff::tz::TimeZone::UTC.to_timestamp(day.0.at(0, 0, 0, 0)).ok().map(Timestamp)
}

fn day_of(at: Timestamp) -> Day {
    Day(jiff::tz::TimeZone::UTC.to_datetime(at.0).date())
}
