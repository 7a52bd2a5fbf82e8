//! Regions of an article that are not its body, as cleaning proposes them.

use super::chrome::{Found, Marked, find_while, recurring_while};
use super::repairs::repairs_while;
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
        self.regions_while(text, &|| true).unwrap_or_default()
    }

    /// [`Self::regions`] for as long as `goes_on` says so; `None` once it does not.
    fn regions_while(&self, text: &str, goes_on: &dyn Fn() -> bool) -> Option<Vec<FoundRegion>> {
        let mut all = recurring_while(text, &self.marked, goes_on)?;
        let known: Vec<Span> = all.iter().map(|found| found.span).collect();
        // Both are in order and overlap nothing of their own kind.
        let mut at = 0;
        for found in find_while(text, goes_on)? {
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
        Some(all.into_iter().map(region).collect())
    }

    /// What is found in the article of `shard` beside its known regions, whatever was decided about them.
    pub(super) fn new_regions(&self, shard: &Shard) -> Vec<FoundRegion> {
        let mut found = self.regions(shard.article.text());
        retain_free(&mut found, shard.regions.iter().map(|row| row.span), |one| one.span);
        found
    }

    /// All that cleaning proposes for the article of `shard` beside what is known of it, whatever was decided about that, for
    /// as long as `goes_on` says so; `None` once it does not.
    #[must_use]
    pub fn clean_while(&self, shard: &Shard, goes_on: &dyn Fn() -> bool) -> Option<Cleaning> {
        let known = (shard.regions.iter().map(|row| row.span), shard.repairs.iter().map(|row| row.span));
        self.cleaned(shard.article.text(), known, goes_on)
    }

    /// All that cleaning proposes for `text` beside `told`, which whoever read it knows of it, for as long as `goes_on` says
    /// so; `None` once it does not.
    #[must_use]
    pub fn clean_beside(&self, text: &str, told: &Cleaning, goes_on: &dyn Fn() -> bool) -> Option<Cleaning> {
        let places = told.regions.iter().flat_map(|draft| match &draft.fragments {
            Places::Bytes(spans) => spans.as_slice(),
            Places::Chars(_) => &[],
        });
        self.cleaned(text, (places.copied(), std::iter::empty()), goes_on)
    }

    fn cleaned(
        &self,
        text: &str,
        (regions, repairs): (impl Iterator<Item = Span>, impl Iterator<Item = Span>),
        goes_on: &dyn Fn() -> bool,
    ) -> Option<Cleaning> {
        let mut found = self.regions_while(text, goes_on)?;
        retain_free(&mut found, regions, |one| one.span);
        let mut broken = repairs_while(text, goes_on)?;
        retain_free(&mut broken, repairs, |one| one.span);
        Some(Cleaning {
            regions: found.into_iter().map(RegionDraft::from).collect(),
            repairs: broken.into_iter().map(RepairDraft::from).collect(),
        })
    }
}

/// Keeps of `found` what overlaps none of the `known` places.
pub(super) fn retain_free<T>(found: &mut Vec<T>, known: impl Iterator<Item = Span>, place: impl Fn(&T) -> Span) {
    let mut known: Vec<Span> = known.collect();
    known.sort_unstable();
    // How far any place reaches that begins before the next one.
    let mut reach = known.iter().map(|span| span.end).collect::<Vec<_>>();
    for at in 1..reach.len() {
        if let (Some(before), Some(slot)) = (reach.get(at - 1).copied(), reach.get_mut(at)) {
            *slot = (*slot).max(before);
        }
    }
    found.retain(|one| {
        let span = place(one);
        let before = known.partition_point(|known| known.start < span.end);
        before.checked_sub(1).and_then(|last| reach.get(last)).is_none_or(|end| *end <= span.start)
    });
}

/// Whether a text with `count` regions may have more of them that were not told.
#[must_use]
pub fn may_have_more_regions(count: usize) -> bool {
    count >= super::chrome::MAX_FOUND
}

impl From<FoundRegion> for RegionDraft {
    fn from(found: FoundRegion) -> Self {
        Self { fragments: Places::from(found.span), kind: found.kind, reason: found.reason }
    }
}
