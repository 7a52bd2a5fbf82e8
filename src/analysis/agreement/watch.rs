//! Figures that are worked out while somebody watches: in steps that are counted, until they are no longer wanted.
//!
//! It does not know how the figures are made.

use super::measure::{Comparison, Draws};
use super::report::{Agreement, Figures};
use super::tally::pairs;
use crate::codec::Spread;

/// Who works, and whether the work goes on: asked before every draw and every sample.
#[derive(Clone, Copy)]
pub(super) struct Watch<'w> {
    pub(super) spread: &'w dyn Spread,
    pub(super) goes_on: &'w (dyn Fn() -> bool + Sync),
}

impl Comparison {
    /// How many draws and samples [`Self::figures_while`] works through.
    #[must_use]
    pub fn steps(&self, draws: Draws) -> usize {
        // Of two sides the pair is the whole.
        let pairs = if self.count() > 2 { pairs(self.count()).len() } else { 0 };
        draws.bootstrap + (1 + pairs + self.label_count()) * self.article_count() * draws.samples
    }

    /// The figures; nothing once `goes_on`, which is asked before every step, says no.
    #[must_use]
    pub fn figures_while(
        &self,
        draws: Draws,
        spread: &dyn Spread,
        goes_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Agreement> {
        let found = self.figures_watched(draws, &Watch { spread, goes_on });
        goes_on().then_some(found)
    }

    /// Figures that were found before, with gamma; nothing once `goes_on` says no.
    #[must_use]
    pub fn with_gamma(
        &self,
        before: &Agreement,
        draws: Draws,
        spread: &dyn Spread,
        goes_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Agreement> {
        let gammas = self.figures_while(Draws { bootstrap: 0, ..draws }, spread, goes_on)?;
        let mut found = before.clone();
        let take = |one: &mut Figures, other: Figures| one.gamma = other.gamma;
        take(&mut found.overall, gammas.overall);
        found.pairs.iter_mut().zip(gammas.pairs).for_each(|(one, other)| take(&mut one.figures, other.figures));
        found.labels.iter_mut().zip(gammas.labels).for_each(|(one, other)| take(&mut one.figures, other.figures));
        found.articles.iter_mut().zip(gammas.articles).for_each(|(one, other)| take(&mut one.figures, other.figures));
        found.samples = gammas.samples;
        Some(found)
    }
}
