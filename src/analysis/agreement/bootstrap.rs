//! How far figures would move with other articles: the counts are drawn anew from themselves many times, and the middle 95 %
//! of what the figures become is the interval (percentile bootstrap, Efron and Tibshirani 1993, chapter 13).
//!
//! Whole articles are drawn, as their words hang together. Of a single article single characters, words and mentions are,
//! which makes intervals too narrow, and unitizing alpha has none. It does not look at texts again.

use super::codes::Codes;
use super::figures::{FIGURES, Look, Values};
use super::random::Random;
use super::tally::{Tally, Totals};
use super::watch::Watch;
use crate::codec::map_each;

/// The place of unitizing alpha among the figures.
const UNITIZING: usize = 8;
/// What lies outside the interval on either side, in thousandths.
const OUTSIDE: usize = 25;

/// The lower and the upper end of each figure's interval; nothing where too few draws have the figure.
pub(super) type Intervals = [Option<(f64, f64)>; FIGURES];

/// The intervals of each of `looks` by `draws` draws.
pub(super) fn intervals(
    tallies: &[Tally],
    looks: &[Look],
    sides: usize,
    codes: &Codes,
    (draws, seed): (usize, u64),
    watch: &Watch<'_>,
) -> Vec<Intervals> {
    let mut whole = Totals::new(sides, codes);
    for tally in tallies {
        whole.add(tally, 1);
    }
    let draw = |number: u64| -> Vec<Values> {
        if !(watch.goes_on)() {
            return Vec::new();
        }
        let mut random = Random::new(seed, number);
        let totals = match tallies {
            [_] => whole.redrawn(&mut random),
            several => redrawn(several, sides, codes, &mut random),
        };
        looks.iter().map(|look| look.values(&totals)).collect()
    };
    let runs = map_each(watch.spread, (0..draws as u64).collect(), draw);
    let of_look = |place: usize| {
        let mut found = [None; FIGURES];
        for (figure, slot) in found.iter_mut().enumerate() {
            let values = runs.iter().filter_map(|looks| looks.get(place)?.get(figure).copied().flatten());
            let has_one = tallies.len() > 1 || figure != UNITIZING;
            *slot = has_one.then(|| middle(values.collect(), draws)).flatten();
        }
        found
    };
    (0..looks.len()).map(of_look).collect()
}

/// As many articles as there are, each draw any of them.
fn redrawn(tallies: &[Tally], sides: usize, codes: &Codes, random: &mut Random) -> Totals {
    let mut times = vec![0_u64; tallies.len()];
    for _ in tallies {
        let place = usize::try_from(random.below(tallies.len() as u64)).unwrap_or_default();
        if let Some(times) = times.get_mut(place) {
            *times += 1;
        }
    }
    let mut totals = Totals::new(sides, codes);
    for (tally, times) in tallies.iter().zip(times).filter(|(_, times)| *times > 0) {
        totals.add(tally, times);
    }
    totals
}

/// The ends of the middle 95 % of `values`, between two values in proportion; nothing where fewer than half of the `draws`
/// have a value.
fn middle(mut values: Vec<f64>, draws: usize) -> Option<(f64, f64)> {
    if values.is_empty() || values.len() * 2 < draws {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let at = |thousandths: usize| {
        let place = (values.len() - 1) * thousandths;
        let (lower, part) = (place / 1000, (place % 1000) as f64 / 1000.0);
        let (one, two) = (values.get(lower)?, values.get(lower + 1).or(values.get(lower))?);
        Some(one + (two - one) * part)
    };
    Some((at(OUTSIDE)?, at(1000 - OUTSIDE)?))
}
