//! Regions of an article that are not its body, as cleaning proposes them.

use super::chrome::{Found, Marked, find, recurring};
use crate::edit::{Cleaning, Places, RegionDraft, RepairDraft};
use crate::model::{RegionKind, Session, Shard};
use crate::text::Span;

/// A stretch of a text that is not its body.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRegion {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: RegionKind,
    /// Why, in words for whoever decides.
    pub reason: String,
    /// How likely it is right, from 0 to 1, by rule of thumb.
    pub score: f64,
}

/// Proposes what cleaning finds, with what people marked in the articles of one session in mind.
#[derive(Debug)]
pub struct Cleaner {
    marked: Marked,
}

impl Cleaner {
    /// With the accepted regions of `session`.
    #[must_use]
    pub fn new(session: &Session) -> Self {
        Self { marked: Marked::of(session) }
    }

    /// What is no body in `text`, in order.
    ///
    /// # Example
    /// ```
    /// use byline::{assist::Cleaner, codec::default_schema, model::{RegionKind, Session, Timestamp}};
    /// let text = "Menu\nSearch\nFerry returns to the strait\nThe ferry returns to the strait after two winters, said the \
    ///     harbour master on Monday.\nPhoto: A. Lind";
    /// let found = Cleaner::new(&Session::new("s", default_schema(), Timestamp::default())).regions(text);
    /// let kinds: Vec<RegionKind> = found.iter().map(|one| one.kind).collect();
    /// assert_eq!(kinds, [RegionKind::Chrome, RegionKind::Chrome, RegionKind::Credit]);
    /// ```
    #[must_use]
    pub fn regions(&self, text: &str) -> Vec<FoundRegion> {
        let mut all = recurring(text, &self.marked);
        let known: Vec<Span> = all.iter().map(|found| found.span).collect();
        // Both are in order and overlap nothing of their own kind.
        let mut at = 0;
        for found in find(text) {
            while known.get(at).is_some_and(|span| span.end <= found.span.start) {
                at += 1;
            }
            if known.get(at).is_none_or(|span| span.start >= found.span.end) {
                all.push(found);
            }
        }
        all.sort_by_key(|found| found.span);
        let region =
            |found: Found| FoundRegion { span: found.span, kind: found.kind, reason: found.reason, score: found.score };
        all.into_iter().map(region).collect()
    }

    /// What is found in the article of `shard` beside its known regions, whatever was decided about them.
    pub(super) fn new_regions(&self, shard: &Shard) -> Vec<FoundRegion> {
        let mut found = self.regions(shard.article.text());
        found.retain(|one| !shard.regions.iter().any(|known| known.span.overlaps(one.span)));
        found
    }

    /// All that cleaning proposes for the article of `shard` beside what is known of it, whatever was decided about that.
    #[must_use]
    pub fn clean_anew(&self, shard: &Shard) -> Cleaning {
        Cleaning {
            regions: self.new_regions(shard).into_iter().map(RegionDraft::from).collect(),
            repairs: super::repairs::new_repairs(shard).into_iter().map(RepairDraft::from).collect(),
        }
    }

    /// All that cleaning proposes for `text`.
    #[must_use]
    pub fn clean(&self, text: &str) -> Cleaning {
        Cleaning {
            regions: self.regions(text).into_iter().map(RegionDraft::from).collect(),
            repairs: super::repairs::repairs(text).into_iter().map(RepairDraft::from).collect(),
        }
    }
}

/// Whether `text` is so long that only its ends are looked through for regions.
#[must_use]
pub fn is_too_long_for_regions(text: &str) -> bool {
    text.len() > super::chrome::MOST_BYTES
}

impl From<FoundRegion> for RegionDraft {
    fn from(found: FoundRegion) -> Self {
        Self { fragments: Places::from(found.span), kind: found.kind, reason: found.reason }
    }
}
