//! Places that were found by other means, as a search over all articles finds them: to be tagged as they are, or the tags on
//! them to be changed.
//!
//! It does not know how they were found.

use super::place::{Preview, Scope, Target};
use super::preview::{Found, preview};
use super::repeats::{any_targets, number_of, tagged};
use crate::codec::Spread;
use crate::model::{ArticleId, Mention, MentionId, Session, Shard};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Places, by their articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// In text order.
    places: BTreeMap<ArticleId, Vec<Span>>,
    /// The tags that were found, where tags were.
    mentions: Option<BTreeSet<MentionId>>,
}

impl Given {
    /// These places, each with its tag where one was found.
    pub fn new(found: impl IntoIterator<Item = (ArticleId, Span, Option<MentionId>)>) -> Self {
        let mut given = Self::default();
        for (article, span, mention) in found {
            given.places.entry(article).or_default().push(span);
            if let Some(mention) = mention {
                given.mentions.get_or_insert_default().insert(mention);
            }
        }
        for places in given.places.values_mut() {
            places.sort_unstable();
            places.dedup();
        }
        given
    }

    /// Whether tags were found, rather than words.
    #[must_use]
    pub fn are_tags(&self) -> bool {
        self.mentions.is_some()
    }

    /// How many places there are, and in how many articles.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let places = self.places.values().map(Vec::len).sum();
        (self.mentions.as_ref().map_or(places, BTreeSet::len), self.places.len())
    }

    fn has(&self, shard: &Shard, mention: &Mention) -> bool {
        let is_here = || {
            let places = self.places.get(&shard.id()).map(Vec::as_slice).unwrap_or_default();
            places.binary_search(&mention.fragments.hull()).is_ok()
        };
        self.mentions.as_ref().map_or_else(is_here, |mentions| mentions.contains(&mention.id))
    }
}

/// The places of `given`, in the words' own extents.
#[must_use]
pub fn places_of(
    session: &Session,
    given: &Given,
    target: Target,
    scope: &Scope,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Preview> {
    let find = |shard: &Shard| {
        let spans = given.places.get(&shard.id()).map(Vec::as_slice).unwrap_or_default();
        let found = |span: &Span| Found { span: *span, target: 0, in_longer: None };
        is_wanted().then(|| spans.iter().map(found).collect())
    };
    preview(session, scope, vec![target], spread, &find)
}

/// The tags of `given`: those that were found, or those that stand on just the words that were. They have the label of `target`,
/// or any as `scope` says.
#[must_use]
pub fn tagged_of(
    session: &Session,
    given: &Given,
    target: Target,
    scope: &Scope,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Preview> {
    let targets = any_targets(session, scope).unwrap_or_else(|| vec![target]);
    let target_of =
        |shard: &Shard, mention: &Mention| number_of(&targets, mention).filter(|_| given.has(shard, mention));
    tagged(session, scope, targets.clone(), spread, is_wanted, &target_of)
}
