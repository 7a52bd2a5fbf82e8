//! Agreement as plain data, the form that `byline agree --json` prints.
//!
//! It does not know how any of it was figured, nor how it is shown.

use super::bootstrap::Intervals;
use super::figures::Values;
use super::gamma::Gamma;
use super::input::LeftOut;
use crate::model::ArticleId;
use serde::Serialize;

/// Version of the figures as JSON; it rises when a field changes its meaning or goes.
pub const AGREEMENT_VERSION: u32 = 1;

/// What a side says of a unit that it gives no label.
pub const NONE: &str = "none";

/// How far several annotators agree.
#[derive(Clone, Debug, Serialize)]
pub struct Agreement {
    /// [`AGREEMENT_VERSION`].
    pub version: u32,
    /// The sides in order; in pairs the first one is what precision and recall go by.
    pub sides: Vec<SideFigures>,
    /// Only labels of this layer were compared.
    pub layer: Option<String>,
    /// Only these labels were compared, with all below them; all where there is none.
    pub only_labels: Vec<String>,
    /// Whether accepted regions were left out.
    pub skip_regions: bool,
    /// Articles that were compared.
    pub compared: usize,
    /// Articles that were not, and why.
    pub left_out: Vec<LeftOut>,
    /// Draws for the intervals.
    pub bootstrap: usize,
    /// What was drawn: `articles`, or `units` where there is one article; nothing without draws.
    pub drawn: Option<&'static str>,
    /// Samples for the disorder that gamma expects.
    pub samples: usize,
    /// The seed of both.
    pub seed: u64,
    /// Over all sides, labels and articles.
    pub overall: Figures,
    /// For each pair of sides.
    pub pairs: Vec<PairFigures>,
    /// For each label by itself, in order: everything else counts as nothing.
    pub labels: Vec<LabelFigures>,
    /// For each article, in the order of the first side.
    pub articles: Vec<ArticleFigures>,
    /// What the figures are.
    pub definitions: &'static [Definition],
}

/// One side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideFigures {
    /// What it is called.
    pub name: String,
    /// Mentions of it that were compared.
    pub mentions: u64,
}

/// Two sides.
#[derive(Clone, Debug, Serialize)]
pub struct PairFigures {
    /// The first side, by its place.
    pub first: usize,
    /// The second side, by its place.
    pub second: usize,
    /// The figures.
    pub figures: Figures,
    /// What the two say of the same units.
    pub confusion: Confusion,
}

/// One label.
#[derive(Clone, Debug, Serialize)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// Mentions with it on each side.
    pub mentions: Vec<u64>,
    /// The figures.
    pub figures: Figures,
}

/// One article.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleFigures {
    /// Its id on the first side.
    pub article: ArticleId,
    /// Its file's name.
    pub name: String,
    /// Its headline, or its name where none is known.
    pub title: String,
    /// Mentions in it on each side.
    pub mentions: Vec<u64>,
    /// The figures, without intervals.
    pub figures: Figures,
}

/// One figure and how sure it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figure {
    /// The figure; nothing where it has no meaning, as where nothing was compared or everything is alike.
    pub value: Option<f64>,
    /// The lower end of its 95 % interval.
    pub low: Option<f64>,
    /// The upper end of its 95 % interval.
    pub high: Option<f64>,
}

/// Every figure of one look at the sides.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    /// Unit: a character (code point), with the set of labels on it.
    pub characters: Nominal,
    /// Unit: a word, with the set of labels on any character of it.
    pub tokens: Nominal,
    /// Krippendorff's unitizing alpha.
    pub unitizing_alpha: Figure,
    /// Mentions of both sides with the same fragments and the same label.
    pub exact: Scores,
    /// Mentions that share a character with one of the same label.
    pub overlap: Scores,
    /// Labels on words.
    pub token: Scores,
    /// Gamma; nothing for an article of its own where none was asked for.
    pub gamma: Gamma,
}

/// Figures of units that each have one value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Nominal {
    /// How many units were compared.
    pub units: u64,
    /// The share of units of which two sides say the same, over all pairs.
    pub percentage: Figure,
    /// Cohen's kappa, the mean over all pairs.
    pub cohen: Figure,
    /// Fleiss' kappa.
    pub fleiss: Figure,
    /// Krippendorff's alpha for nominal data.
    pub alpha: Figure,
}

/// How well the second side meets the first; the mean over all pairs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scores {
    /// The share of the second side that the first has.
    pub precision: Figure,
    /// The share of the first side that the second has.
    pub recall: Figure,
    /// Their harmonic mean.
    pub f1: Figure,
}

/// What two sides say of the same units, cell by cell; cells in which nothing was counted are not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// Characters by label set.
    pub characters: Vec<Cell>,
    /// Words by label set.
    pub tokens: Vec<Cell>,
    /// Mentions by label, each with the one of the other side that belongs to it.
    pub mentions: Vec<Cell>,
}

/// One cell of a confusion matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What the first side says: labels joined by `+`, or [`NONE`].
    pub first: String,
    /// What the second side says.
    pub second: String,
    /// How many units that are.
    pub count: u64,
}

/// What a figure is, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Its key in [`Figures`] or [`Nominal`].
    pub figure: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it says of what.
    pub definition: &'static str,
    /// Where it was published.
    pub source: &'static str,
}

/// Every figure.
pub const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: "percentage",
        name: "Percentage",
        definition: "The share of units of which two sides say the same, over all pairs of sides. A unit is a character (code \
                     point) with the set of labels that cover it, or a word (UAX 29, as Byline selects words) with the set of \
                     labels that cover any character of it; the empty set counts as a value.",
        source: "",
    },
    Definition {
        figure: "cohen",
        name: "Cohen's kappa",
        definition: "(p_o - p_e) / (1 - p_e), p_e from each side's own shares; of more than two sides the mean over all pairs.",
        source: "Cohen 1960, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20",
    },
    Definition {
        figure: "fleiss",
        name: "Fleiss' kappa",
        definition: "(P - P_e) / (1 - P_e), P_e from the shares of all sides together.",
        source: "Fleiss 1971, Measuring Nominal Scale Agreement among Many Raters, Psychological Bulletin 76",
    },
    Definition {
        figure: "alpha",
        name: "Krippendorff's alpha",
        definition: "1 - D_o / D_e for nominal data, without missing values.",
        source: "Krippendorff 2013, Content Analysis, 3rd edition, chapter 12",
    },
    Definition {
        figure: "unitizing_alpha",
        name: "Unitizing alpha",
        definition: "1 - D_o / D_e over intersections of units and gaps, weighed by their characters; a unit is never expected to \
                     meet itself. A unit reaches from one edge of a mention of its side to the next, its value being the set of \
                     labels on it; articles lie end to end.",
        source: "Krippendorff, Mathet, Bouvry and Widlöcher 2016, On the reliability of unitizing textual continua: Further \
                 developments, Quality & Quantity 50, equations 1, 4 and 5a",
    },
    Definition {
        figure: "exact",
        name: "F1, exact",
        definition: "Mentions with the same fragments and label on both sides; the first side of a pair is what recall goes by.",
        source: "van Rijsbergen 1979, Information Retrieval, 2nd edition, chapter 7",
    },
    Definition {
        figure: "overlap",
        name: "F1, overlap",
        definition: "Mentions that share at least one character with a mention of the same label of the other side.",
        source: "van Rijsbergen 1979, Information Retrieval, 2nd edition, chapter 7",
    },
    Definition {
        figure: "token",
        name: "F1, word",
        definition: "Labels on words: each label on each word counts by itself.",
        source: "van Rijsbergen 1979, Information Retrieval, 2nd edition, chapter 7",
    },
    Definition {
        figure: "gamma",
        name: "Gamma",
        definition: "1 - observed / expected disorder of the best alignment; combined dissimilarity with alpha = beta = delta_empty \
                     = 1, units from the first to the last character of a mention, articles aligned by themselves. Expected: the \
                     mean over samples in which each side is one of the article's sides drawn at random and moved around its end.",
        source: "Mathet, Widlöcher and Métivier 2015, The Unified and Holistic Method Gamma, Computational Linguistics 41(3)",
    },
];

impl Figures {
    /// The figures of `values` with their `intervals`, of so many characters and words.
    pub(super) fn new(values: &Values, intervals: Option<&Intervals>, units: (u64, u64), gamma: Gamma) -> Self {
        let figure = |place: usize| {
            let interval = intervals.and_then(|intervals| intervals.get(place).copied().flatten());
            let value = values.get(place).copied().flatten();
            let interval = interval.filter(|_| value.is_some());
            Figure { value, low: interval.map(|(low, _)| low), high: interval.map(|(_, high)| high) }
        };
        let nominal = |from: usize, units: u64| Nominal {
            units,
            percentage: figure(from),
            cohen: figure(from + 1),
            fleiss: figure(from + 2),
            alpha: figure(from + 3),
        };
        let scores = |from: usize| Scores { precision: figure(from), recall: figure(from + 1), f1: figure(from + 2) };
        Self {
            characters: nominal(0, units.0),
            tokens: nominal(4, units.1),
            unitizing_alpha: figure(8),
            exact: scores(9),
            overlap: scores(12),
            token: scores(15),
            gamma,
        }
    }
}
