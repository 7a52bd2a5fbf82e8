//! From counts to figures: the formulas. Each takes whole numbers and makes one fraction of them, so that the same counts
//! give the same figure everywhere. A figure that has no meaning for the counts (nothing to compare, or no disagreement to
//! expect) is `None`.

use super::codes::{Codes, NOTHING};
use super::spans::SpanCounts;
use super::tally::{Totals, pairs};

/// How many figures come from one look.
pub(super) const FIGURES: usize = 18;

/// Every figure but gamma, in the order of [`super::report::Figures`]: percentage, Cohen, Fleiss and alpha of characters and
/// of words, unitizing alpha, and precision, recall and F1 of mentions exactly, in part, and of words.
pub(super) type Values = [Option<f64>; FIGURES];

/// What is looked at: some of the sides, one label or all.
#[derive(Clone, Debug)]
pub(super) struct Look {
    sides: Vec<usize>,
    label: Option<u32>,
    /// The pairs of sides looked at, by their place among all pairs.
    pairs: Vec<usize>,
    /// For each number of what the sides say, what those looked at say; with a label whether they have it.
    values: Vec<u32>,
    /// Values are below this.
    end: usize,
    /// For each number of what the sides say, per pair: labels that both give, labels of the first, labels of the second.
    shared: Vec<[u64; 3]>,
}

impl Look {
    pub(super) fn new(all_sides: usize, sides: Vec<usize>, label: Option<u32>, codes: &Codes) -> Self {
        let (mut values, mut shared, mut end) = (Vec::new(), Vec::new(), 1);
        let own: Vec<(usize, (usize, usize))> = pairs(all_sides)
            .into_iter()
            .enumerate()
            .filter(|(_, (one, two))| sides.contains(one) && sides.contains(two))
            .collect();
        let has = |set: u32, label: u32| codes.labels_in(set).contains(&label);
        for said in codes.all_said() {
            let set_of = |side: &usize| said.get(*side).copied().unwrap_or(NOTHING);
            for side in &sides {
                let value = label.map_or(set_of(side), |label| u32::from(has(set_of(side), label)));
                end = end.max(value as usize + 1);
                values.push(value);
            }
            for (_, (one, two)) in &own {
                let counts = |set: u32| {
                    let labels = codes.labels_in(set).iter();
                    labels.filter(|known| label.is_none_or(|label| label == **known)).copied().collect::<Vec<u32>>()
                };
                let (first, second) = (counts(set_of(one)), counts(set_of(two)));
                let both = first.iter().filter(|label| second.contains(label)).count();
                shared.push([both, first.len(), second.len()].map(|count| u64::try_from(count).unwrap_or(u64::MAX)));
            }
        }
        Self { sides, label, pairs: own.into_iter().map(|(place, _)| place).collect(), values, end, shared }
    }

    /// Every figure of `totals`.
    pub(super) fn values(&self, totals: &Totals) -> Values {
        let (chars, words) = (self.table(&totals.chars), self.table(&totals.words));
        let squares = totals.squares(&self.sides, self.label);
        let spans: Vec<SpanCounts> = self.pairs.iter().map(|pair| totals.spans(*pair, self.label)).collect();
        let exact = spans.iter().map(|one| scores(one.exact, one.first, one.exact, one.second));
        let partly = spans.iter().map(|one| scores(one.first_touched, one.first, one.second_touched, one.second));
        let of_words = self.words_shared(&totals.words);
        let of_words = of_words.iter().map(|[both, first, second]| scores(*both, *first, *both, *second));
        let mut found = [None; FIGURES];
        let figures = [chars.figures(), words.figures()].into_iter().flatten().chain([chars.unitizing(squares)]);
        let means = [mean_scores(exact), mean_scores(partly), mean_scores(of_words)].into_iter().flatten();
        for (slot, value) in found.iter_mut().zip(figures.chain(means)) {
            *slot = value;
        }
        found
    }

    fn words_shared(&self, words: &[u64]) -> Vec<[u64; 3]> {
        let mut sums = vec![[0; 3]; self.pairs.len()];
        for (counts, times) in self.shared.chunks(self.pairs.len().max(1)).zip(words) {
            for (sum, count) in sums.iter_mut().zip(counts) {
                sum.iter_mut().zip(count).for_each(|(sum, count)| *sum += count * times);
            }
        }
        sums
    }

    fn table(&self, counts: &[u64]) -> Table {
        let sides = self.sides.len();
        let mut table = Table {
            sides,
            units: 0,
            equal_pairs: vec![0; sides * sides.saturating_sub(1) / 2],
            said: vec![vec![0; self.end]; sides],
        };
        for (values, count) in self.values.chunks(sides.max(1)).zip(counts).filter(|(_, count)| **count > 0) {
            table.units += count;
            for (said, value) in table.said.iter_mut().zip(values) {
                if let Some(sum) = said.get_mut(*value as usize) {
                    *sum += count;
                }
            }
            let rest = (1..).zip(values).flat_map(|(from, one)| values.iter().skip(from).map(move |two| one == two));
            for (sum, is_equal) in table.equal_pairs.iter_mut().zip(rest) {
                *sum += count * u64::from(is_equal);
            }
        }
        table
    }
}

/// Units by what the sides say of them.
struct Table {
    sides: usize,
    units: u64,
    /// Units of which both say the same, for each pair of sides.
    equal_pairs: Vec<u64>,
    /// For each side, units by what it says.
    said: Vec<Vec<u64>>,
}

fn wide(number: u64) -> u128 {
    u128::from(number)
}

/// `part` of `whole` as a fraction; nothing where there is no whole.
fn share(part: u128, whole: u128) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Table {
    /// Percentage, Cohen, Fleiss, alpha.
    fn figures(&self) -> [Option<f64>; 4] {
        let agree = self.agree();
        [agree, self.cohen(), self.fleiss(agree), self.alpha(agree)]
    }

    /// The share of units of which two sides say the same, over all pairs of sides.
    fn agree(&self) -> Option<f64> {
        let equal: u128 = self.equal_pairs.iter().copied().map(wide).sum();
        share(equal, wide(self.units) * self.equal_pairs.len() as u128)
    }

    /// Cohen's kappa of two sides, `(p_o - p_e) / (1 - p_e)`, where `p_e` is the chance that both say the same by their own
    /// shares (Cohen 1960, Educational and Psychological Measurement 20); the mean over all pairs that have one.
    fn cohen(&self) -> Option<f64> {
        let square = wide(self.units) * wide(self.units);
        let of_pair = |((one, two), equal): ((usize, usize), &u64)| {
            let (first, second) = (self.said.get(one)?, self.said.get(two)?);
            let expected: u128 = first.iter().zip(second).map(|(one, two)| wide(*one) * wide(*two)).sum();
            let observed = wide(*equal) * wide(self.units);
            // Both fractions have the same denominator, so it falls out.
            (expected < square).then(|| signed(observed, expected) / (square - expected) as f64)
        };
        mean(pairs(self.sides).into_iter().zip(&self.equal_pairs).map(of_pair))
    }

    /// Fleiss' kappa, `(P - P_e) / (1 - P_e)`, where `P_e` is the sum of the squared shares of all sides together (Fleiss
    /// 1971, Psychological Bulletin 76).
    fn fleiss(&self, agree: Option<f64>) -> Option<f64> {
        let (whole, squares) = self.together();
        let expected = share(squares, whole * whole).filter(|_| squares < whole * whole)?;
        Some((agree? - expected) / (1.0 - expected))
    }

    /// Krippendorff's alpha for nominal data, `1 - D_o / D_e` (Krippendorff 2013, Content Analysis, 3rd edition, chapter 12).
    fn alpha(&self, agree: Option<f64>) -> Option<f64> {
        let (whole, squares) = self.together();
        self.chance_corrected(agree, squares, whole)
    }

    /// Unitizing alpha of Krippendorff, Mathet, Bouvry and Widlöcher (2016, Quality & Quantity 50), equations 1, 4 and 5a:
    /// coincidences are counted in characters, a unit is never expected to meet itself, and gaps are taken as single
    /// characters. `squares` is the sum of the squared lengths of all units.
    fn unitizing(&self, squares: u64) -> Option<f64> {
        let (_, same) = self.together();
        let gaps: u128 = self.said.iter().filter_map(|said| said.first()).copied().map(wide).sum();
        self.chance_corrected(self.agree(), same, wide(squares) + gaps)
    }

    /// `1 - D_o / D_e`, where of all pairs of values drawn together `same` are alike, and `with_itself` are a unit's own.
    fn chance_corrected(&self, agree: Option<f64>, same: u128, with_itself: u128) -> Option<f64> {
        let (whole, _) = self.together();
        let square = whole * whole;
        let unlike = square.checked_sub(same).filter(|unlike| *unlike > 0)?;
        let drawn = square.checked_sub(with_itself)?;
        Some(1.0 - (1.0 - agree?) * (drawn as f64 / unlike as f64))
    }

    /// Values of all sides, and the sum of the squares of how often each occurs.
    fn together(&self) -> (u128, u128) {
        let values = self.said.iter().map(Vec::len).max().unwrap_or_default();
        let count = |value: usize| self.said.iter().filter_map(|said| said.get(value)).copied().map(wide).sum();
        let counts: Vec<u128> = (0..values).map(count).collect();
        (counts.iter().sum(), counts.iter().map(|count| count * count).sum())
    }
}

/// `one - two`, where the difference itself may be below 0.
fn signed(one: u128, two: u128) -> f64 {
    if one >= two { (one - two) as f64 } else { -((two - one) as f64) }
}

/// The mean of those that there are.
fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let known: Vec<f64> = values.flatten().collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

/// Precision, recall and their harmonic mean F1 (van Rijsbergen 1979), the first side being the one to be met: `hit` of the
/// `first` were met, and `held` of the `second` hold.
fn scores(hit: u64, first: u64, held: u64, second: u64) -> [Option<f64>; 3] {
    let (precision, recall) = (share(wide(held), wide(second)), share(wide(hit), wide(first)));
    // With one hit for each that holds this is 2 hits / (first + second); written so that it has a value where one is empty.
    let above = 2 * wide(hit) * wide(held);
    let below = wide(hit) * wide(second) + wide(held) * wide(first);
    let f1 = if below > 0 { share(above, below) } else { (first + second > 0).then_some(0.0) };
    [precision, recall, f1]
}

fn mean_scores(of_pairs: impl Iterator<Item = [Option<f64>; 3]>) -> [Option<f64>; 3] {
    let all: Vec<[Option<f64>; 3]> = of_pairs.collect();
    [0, 1, 2].map(|place| mean(all.iter().map(|scores| scores.get(place).copied().flatten())))
}
