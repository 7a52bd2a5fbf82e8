//! All figures of several sides, put together.

use super::bootstrap::{Intervals, intervals};
use super::codes::Codes;
use super::confusion::{Case, Cases, CellOf, MentionCells, add_cases, cells, count_mentions, mention_cells};
use super::figures::Look;
use super::gamma::{Gamma, GammaRun, Unit, gamma_run};
use super::input::{Common, LeftOut, Marked, Scope, Side, labels_of, marked, matched};
use super::report::{
    AGREEMENT_VERSION, Agreement, ArticleFigures, Confusion, DEFINITIONS, Figures, LabelFigures, PairFigures,
    SideFigures,
};
use super::tally::{Tally, Totals, pairs, tally, words_of};
use super::watch::Watch;
use crate::codec::{Spread, map_each};

/// How much is drawn at random, and from which seed: the same seed gives the same figures on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// For the intervals; 0 for none.
    pub bootstrap: usize,
    /// For the disorder that gamma expects; 0 for no gamma.
    pub samples: usize,
    /// The seed.
    pub seed: u64,
}

/// Sides over the same articles, ready to be compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    sides: Vec<String>,
    scope: Scope,
    /// What the scope asks for that no side knows.
    unknown: Vec<String>,
    articles: Vec<(Common, Marked)>,
    left_out: Vec<LeftOut>,
    codes: Codes,
    tallies: Vec<Tally>,
}

impl Comparison {
    /// Matches the articles of `sides` and counts what each side has in them.
    #[must_use]
    pub fn new(sides: &[Side], scope: Scope, spread: &dyn Spread) -> Self {
        let (common, left_out) = matched(sides);
        let mut codes = Codes::new(labels_of(&common, &scope));
        let read = |article: Common| {
            let (marked, words) = (marked(&article, &codes.labels, &scope), words_of(&article));
            (article, marked, words)
        };
        let read = map_each(spread, common, read);
        let mut articles = Vec::with_capacity(read.len());
        let mut tallies = Vec::with_capacity(read.len());
        for (article, marked, words) in read {
            tallies.push(tally(&article, &marked, &words, &mut codes));
            articles.push((article, marked));
        }
        let unknown = scope.unknown(sides);
        let sides = sides.iter().map(|side| side.name.clone()).collect();
        Self { sides, scope, unknown, articles, left_out, codes, tallies }
    }

    /// The layer and the labels that were asked for and that the schema of no side has, for people.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The figures.
    #[must_use]
    pub fn figures(&self, draws: Draws, spread: &dyn Spread) -> Agreement {
        self.figures_watched(draws, &Watch { spread, goes_on: &|| true })
    }

    /// The figures, as far as they are worked out before `watch` ends it.
    pub(super) fn figures_watched(&self, draws: Draws, watch: &Watch<'_>) -> Agreement {
        let count = self.sides.len();
        let mut totals = Totals::new(count, &self.codes);
        for tally in &self.tallies {
            totals.add(tally, 1);
        }
        let all: Vec<usize> = (0..count).collect();
        let labels: Vec<u32> = (0..).zip(&self.codes.labels).map(|(number, _)| number).collect();
        let look = |sides: &[usize], label| Look::new(count, sides.to_vec(), label, &self.codes);
        let mut looks = vec![look(&all, None)];
        looks.extend(pairs(count).iter().map(|(one, two)| look(&[*one, *two], None)));
        looks.extend(labels.iter().map(|label| look(&all, Some(*label))));
        let seeds = (draws.bootstrap, draws.seed);
        let intervals = intervals(&self.tallies, &looks, count, &self.codes, seeds, watch);
        let run = self.run(&all, None, draws, watch);
        let made = |place: usize, gamma: Gamma| made_of(&looks, &intervals, place, &totals, gamma);
        let pair_run = |(one, two): (usize, usize)| {
            if count == 2 { run.whole() } else { self.run(&[one, two], None, draws, watch).whole() }
        };
        let pair = |(place, (first, second)): (usize, (usize, usize))| PairFigures {
            first,
            second,
            figures: made(1 + place, pair_run((first, second))),
            confusion: self.confusion((first, second), &totals),
        };
        let behind_pairs = 1 + pairs(count).len();
        let of_label = |(place, label): (usize, &u32)| LabelFigures {
            label: self.codes.label_name(*label).to_owned(),
            mentions: all.iter().map(|side| self.mentions(*side, Some(*label))).collect(),
            figures: made(behind_pairs + place, self.run(&all, Some(*label), draws, watch).whole()),
        };
        let name =
            |(side, name): (usize, &String)| SideFigures { name: name.clone(), mentions: self.mentions(side, None) };
        Agreement {
            version: AGREEMENT_VERSION,
            sides: self.sides.iter().enumerate().map(name).collect(),
            layer: self.scope.layer.as_ref().map(ToString::to_string),
            only_labels: self.scope.labels.iter().map(ToString::to_string).collect(),
            skip_regions: self.scope.skip_regions,
            compared: self.articles.len(),
            left_out: self.left_out.clone(),
            bootstrap: draws.bootstrap,
            drawn: (draws.bootstrap > 0).then_some(if self.articles.len() == 1 { "units" } else { "articles" }),
            samples: draws.samples,
            seed: draws.seed,
            overall: made(0, run.whole()),
            pairs: pairs(count).into_iter().enumerate().map(pair).collect(),
            labels: labels.iter().enumerate().map(of_label).collect(),
            articles: self.article_figures(&looks, &run),
            definitions: DEFINITIONS,
        }
    }

    /// Every article by itself; the first of `looks` is at all sides and labels.
    fn article_figures(&self, looks: &[Look], run: &GammaRun) -> Vec<ArticleFigures> {
        let of_article = |(place, ((article, marked), tally)): (usize, (&(Common, Marked), &Tally))| {
            let shard = article.first()?;
            let mut totals = Totals::new(self.sides.len(), &self.codes);
            totals.add(tally, 1);
            Some(ArticleFigures {
                article: shard.id(),
                name: shard.article.name.clone(),
                title: shard.title().to_owned(),
                mentions: marked.sides.iter().map(|marks| marks.len() as u64).collect(),
                figures: made_of(looks, &[], 0, &totals, run.article(place)),
            })
        };
        self.articles.iter().zip(&self.tallies).enumerate().filter_map(of_article).collect()
    }

    fn mentions(&self, side: usize, label: Option<u32>) -> u64 {
        let marks = self.articles.iter().filter_map(|(_, marked)| marked.sides.get(side)).flatten();
        marks.filter(|mark| label.is_none_or(|label| label == mark.label)).count() as u64
    }

    fn run(&self, sides: &[usize], label: Option<u32>, draws: Draws, watch: &Watch<'_>) -> GammaRun {
        let units = |(article, marked): &(Common, Marked)| {
            let length = article.first().map_or(0, |shard| shard.article.index().char_len().0);
            let of_side = |side: &usize| Unit::all(marked.sides.get(*side).map_or(&[], Vec::as_slice), label);
            (sides.iter().map(of_side).collect(), u64::from(length))
        };
        let articles: Vec<(Vec<Vec<Unit>>, u64)> = self.articles.iter().map(units).collect();
        gamma_run(&articles, draws.samples, draws.seed, watch)
    }

    fn confusion(&self, pair: (usize, usize), totals: &Totals) -> Confusion {
        let mut counts = MentionCells::new();
        self.articles.iter().for_each(|(_, marked)| count_mentions(pair, marked, &mut counts));
        let mut confusion = cells(pair, totals, &self.codes);
        confusion.mentions = mention_cells(&counts, &self.codes);
        confusion
    }

    /// The places behind the cells of two sides, in the order of the articles.
    #[must_use]
    pub fn cases(&self, first: usize, second: usize) -> Cases {
        let mut cases = Cases::default();
        let mut codes = self.codes.clone();
        for (article, marked) in &self.articles {
            add_cases((first, second), article, marked, &mut codes, &mut cases);
        }
        cases
    }

    /// The places behind one cell of the sides `first` and `second`; nothing once `goes_on` says no.
    #[must_use]
    pub fn cases_in(
        &self,
        (first, second): (usize, usize),
        cell: &CellOf,
        goes_on: &dyn Fn() -> bool,
    ) -> Option<Vec<Case>> {
        let mut found = Vec::new();
        let mut codes = self.codes.clone();
        for (article, marked) in &self.articles {
            if !goes_on() {
                return None;
            }
            let mut cases = Cases::default();
            add_cases((first, second), article, marked, &mut codes, &mut cases);
            let is_in = |case: &Case| (&case.first, &case.second) == (&cell.first, &cell.second);
            found.extend(cases.of(cell.counted).into_iter().filter(is_in));
        }
        Some(found)
    }

    /// Sides.
    pub(super) fn count(&self) -> usize {
        self.sides.len()
    }

    /// Labels that any side has.
    pub(super) fn label_count(&self) -> usize {
        self.codes.labels.len()
    }

    /// Articles that all sides have.
    pub(super) fn article_count(&self) -> usize {
        self.articles.len()
    }
}

/// The figures of the look at `place`.
fn made_of(looks: &[Look], ends: &[Intervals], place: usize, totals: &Totals, gamma: Gamma) -> Figures {
    let values = looks.get(place).map(|look| look.values(totals)).unwrap_or_default();
    let units = (totals.chars.iter().sum(), totals.words.iter().sum());
    Figures::new(&values, ends.get(place), units, gamma)
}
