//! A search that goes through the articles slice by slice, so that whoever runs it shows what is there before all is, and stops
//! when nobody asks any more. The articles of a slice are looked at side by side.
//!
//! It does not know how long a slice may take.

use super::ask::{Among, Ask};
use super::places::{Group, Place, among_tags, in_text};
use super::within::Within;
use crate::codec::{Spread, gather};
use crate::model::{Session, Shard};
use crate::text::{Query, QueryError};
use std::ops::Range;
use std::sync::Arc;

/// Bytes of text that one thread takes at a time: much more than it costs to hand them out, and little enough that a slice ends
/// on all threads at about the same time.
const PART: usize = 256 << 10;

/// A search under way.
#[derive(Clone, Debug)]
pub struct Slices {
    session: Session,
    /// Nothing where all tags are asked for.
    query: Option<Query>,
    among: Among,
    within: Within,
    /// The first article that nobody has looked at yet.
    next: usize,
    /// How many more places are wanted.
    left: usize,
    is_cut: bool,
}

impl Slices {
    /// The search for `ask` in `session`, which ends when it has found `most` places.
    ///
    /// # Errors
    /// [`QueryError`] where the words cannot be looked for. Among tags there need not be any.
    pub fn new(session: Session, ask: Ask, most: usize) -> Result<Self, QueryError> {
        let (query, among) = (ask.query()?, ask.among);
        let within = Within::new(ask.filter);
        Ok(Self { session, query, among, within, next: 0, left: most, is_cut: false })
    }

    /// Whether every article was looked at, or enough was found.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_cut || self.next >= self.session.shards().len()
    }

    /// Whether there are more places than were wanted.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// How many articles were looked at, of how many.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let all = self.session.shards().len();
        (if self.is_cut { all } else { self.next }, all)
    }

    /// Looks at the next articles, of about `bytes` of text, in the session's order; those with places. Nothing once `is_wanted`
    /// says so, and the slice then counts as not looked at.
    pub fn next(
        &mut self,
        bytes: usize,
        spread: &dyn Spread,
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Group>> {
        if self.is_done() {
            return Some(Vec::new());
        }
        let shards = self.session.shards();
        let parts = parts(shards, self.next, bytes);
        let end = parts.last().map_or(shards.len(), |part| part.end);
        let look = |number: usize| -> Option<Vec<Group>> {
            let mut groups = Vec::new();
            for shard in parts.get(number).and_then(|part| shards.get(part.clone()))? {
                let places = self.places(shard, is_wanted)?;
                if !places.is_empty() {
                    groups.push(Group { article: shard.id(), places });
                }
            }
            Some(groups)
        };
        let looked = gather(spread, parts.len(), look)?;
        let groups = looked.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
        self.next = end;
        Some(self.cut(groups))
    }

    /// Looks at everything at once.
    #[must_use]
    pub fn all(mut self, spread: &dyn Spread) -> Vec<Group> {
        self.next(usize::MAX, spread, &|| true).unwrap_or_default()
    }

    fn places(&self, shard: &Shard, is_wanted: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Place>> {
        if !is_wanted() {
            return None;
        }
        match (self.among, &self.query) {
            _ if !self.within.takes_article(shard) => Some(Vec::new()),
            (Among::Tags, query) => among_tags(shard, query.as_ref(), &self.within, is_wanted),
            (Among::Text, Some(query)) if self.within.takes_tags_of(shard) => in_text(shard, query, is_wanted),
            (Among::Text, _) => Some(Vec::new()),
        }
    }

    /// Keeps as many places as are still wanted.
    fn cut(&mut self, groups: Vec<Group>) -> Vec<Group> {
        let mut kept = Vec::with_capacity(groups.len());
        for mut group in groups {
            self.is_cut |= group.places.len() > self.left;
            group.places.truncate(self.left);
            self.left -= group.places.len();
            if !group.places.is_empty() {
                kept.push(group);
            }
        }
        kept
    }
}

/// The articles from `first` on, of about `bytes` of text, in parts for one thread each.
fn parts(shards: &[Arc<Shard>], first: usize, bytes: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut begun, mut of_part, mut of_all) = (first, 0_usize, 0_usize);
    for (number, shard) in shards.iter().enumerate().skip(first) {
        let len = shard.article.text().len();
        of_part += len;
        of_all = of_all.saturating_add(len);
        if of_part >= PART || of_all >= bytes {
            parts.push(begun..number + 1);
            (begun, of_part) = (number + 1, 0);
        }
        if of_all >= bytes {
            return parts;
        }
    }
    if begun < shards.len() {
        parts.push(begun..shards.len());
    }
    parts
}
