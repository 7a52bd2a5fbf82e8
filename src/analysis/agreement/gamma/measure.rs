//! From alignments to gamma: `1 - observed disorder / expected disorder`, with what is not known of it.

use super::super::random::Random;
use super::super::watch::Watch;
use super::sample::sample;
use super::search::{Cost, cost};
use super::unit::{TooMuch, Unit};
use crate::codec::map_each;
use serde::Serialize;

/// With more sides than this no gamma is worked out.
const MAX_SIDES: usize = 6;
/// With more units than these, two sides and more than two, no gamma is worked out.
const MAX_UNITS: (usize, usize) = (400_000, 20_000);
/// 95 % of a normal distribution lie within so many of its standard deviations.
const WITHIN: f64 = 1.96;

/// A figure that lies between two.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Range {
    /// It is not below this.
    pub low: f64,
    /// It is not above this.
    pub high: f64,
}

/// Gamma and what it is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gamma {
    /// The figure; nothing where there are no units, or none that disorder can be expected of.
    pub value: Option<f64>,
    /// Where it lies with a probability of 95 %, as far as the number of samples and alignments that are not known to be best
    /// go.
    pub range: Option<Range>,
    /// Units of all sides.
    pub units: usize,
    /// The disorder of the best alignment; one number twice where the best is known.
    pub observed: Option<Range>,
    /// The mean disorder of the samples.
    pub expected: Option<f64>,
    /// The mean lies within so much of the true one with a probability of 95 %; nothing where there is one sample alone.
    pub expected_error: Option<f64>,
    /// Samples that were drawn.
    pub samples: usize,
    /// Whether every alignment, of the sides and of the samples, is known to be a best one.
    pub is_exact: bool,
    /// Why there is no figure, where something stands against it.
    pub why_not: Option<String>,
}

/// What one article costs, and its units.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    cost: Cost,
    units: usize,
}

/// Costs article by article, of the sides and of every sample.
#[derive(Clone, Debug)]
pub(in super::super) struct GammaRun {
    sides: usize,
    observed: Vec<Share>,
    /// For each article, each sample.
    by_chance: Vec<Vec<Share>>,
    why_not: Option<String>,
}

/// Aligns the articles, each given as its sides' units and its length in characters, and `samples` samples of each.
pub(in super::super) fn gamma_run(
    articles: &[(Vec<Vec<Unit>>, u64)],
    samples: usize,
    seed: u64,
    watch: &Watch<'_>,
) -> GammaRun {
    let sides = articles.iter().map(|(units, _)| units.len()).max().unwrap_or_default();
    let units: usize = articles.iter().flat_map(|(units, _)| units).map(Vec::len).sum();
    let most = if sides == 2 { MAX_UNITS.0 } else { MAX_UNITS.1 };
    let none = |why: String| GammaRun { sides, observed: vec![], by_chance: vec![], why_not: Some(why) };
    if samples == 0 {
        return none("no samples were asked for".to_owned());
    }
    if sides > MAX_SIDES {
        return none(format!("gamma is worked out for {MAX_SIDES} sides at most, not for {sides}"));
    }
    if units > most {
        return none(format!("gamma of {sides} sides is worked out for {most} units at most, not for {units}"));
    }
    let of_article = |(number, (units, length)): (u64, &(Vec<Vec<Unit>>, u64))| -> Result<_, TooMuch> {
        let observed = share(units)?;
        let by_chance: Result<Vec<Share>, TooMuch> = (0..samples as u64)
            .map(|one| {
                let mut random = Random::new(seed ^ number.rotate_left(32), one);
                if (watch.goes_on)() { share(&sample(units, *length, &mut random)) } else { Err(TooMuch) }
            })
            .collect();
        Ok((observed, by_chance?))
    };
    let shares: Result<Vec<(Share, Vec<Share>)>, TooMuch> =
        map_each(watch.spread, (0..).zip(articles).collect(), of_article).into_iter().collect();
    match shares {
        Ok(shares) => {
            let (observed, by_chance) = shares.into_iter().unzip();
            GammaRun { sides, observed, by_chance, why_not: None }
        }
        Err(TooMuch) => none("too many units lie at one place for their best alignment to be found".to_owned()),
    }
}

fn share(units: &[Vec<Unit>]) -> Result<Share, TooMuch> {
    Ok(Share { cost: cost(units)?, units: units.iter().map(Vec::len).sum() })
}

impl GammaRun {
    /// Gamma of all articles together.
    pub(in super::super) fn whole(&self) -> Gamma {
        self.of(0, self.observed.len())
    }

    /// Gamma of the article number `article`.
    pub(in super::super) fn article(&self, article: usize) -> Gamma {
        self.of(article, 1)
    }

    fn of(&self, from: usize, count: usize) -> Gamma {
        let observed = together(self.observed.iter().skip(from).take(count));
        let rows = || self.by_chance.iter().skip(from).take(count);
        let samples = rows().map(Vec::len).max().unwrap_or_default();
        let drawn: Vec<Range> = (0..samples)
            .map(|sample| together(rows().filter_map(|row| row.get(sample))))
            .filter_map(|share| self.disorder(share))
            .collect();
        let mut gamma = Gamma { units: observed.units, samples, why_not: self.why_not.clone(), ..Gamma::default() };
        gamma.is_exact = drawn.iter().chain(&self.disorder(observed)).all(|range| range.low >= range.high);
        gamma.observed = self.disorder(observed);
        if let (Some(observed), Some((mean, error))) = (gamma.observed, mean_and_error(&drawn)) {
            gamma.expected = Some(mean.high);
            gamma.value = figure(observed.high, mean.high);
            gamma.expected_error = error;
            gamma.range = error.and_then(|error| {
                let low = figure(observed.high, (mean.low - error).max(f64::MIN_POSITIVE))?;
                Some(Range { low, high: figure(observed.low, mean.high + error)? })
            });
        }
        gamma
    }

    /// The disorder of an alignment: its unitary disorders over the mean number of units of a side (section 4.4).
    fn disorder(&self, share: Share) -> Option<Range> {
        let mean_units = share.units as f64 / self.sides as f64;
        (share.units > 0).then(|| Range { low: share.cost.low / mean_units, high: share.cost.high / mean_units })
    }
}

/// Several articles as one.
fn together<'s>(shares: impl Iterator<Item = &'s Share>) -> Share {
    let mut sum = Share::default();
    for share in shares {
        sum.cost.add(share.cost);
        sum.units += share.units;
    }
    sum
}

fn figure(observed: f64, expected: f64) -> Option<f64> {
    if observed <= 0.0 {
        return Some(1.0);
    }
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// The mean, between its bounds, and how far the true mean may be from it with a probability of 95 %; one sample tells nothing
/// of that.
fn mean_and_error(drawn: &[Range]) -> Option<(Range, Option<f64>)> {
    let count = drawn.len() as f64;
    let mean = |of: fn(&Range) -> f64| drawn.iter().map(of).sum::<f64>() / count;
    let range = Range { low: mean(|range| range.low), high: mean(|range| range.high) };
    let squares: f64 = drawn.iter().map(|one| (one.high - range.high) * (one.high - range.high)).sum();
    let error = (drawn.len() > 1).then(|| WITHIN * (squares / (count - 1.0) / count).sqrt());
    (!drawn.is_empty()).then_some((range, error))
}
