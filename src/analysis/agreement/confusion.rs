//! What two sides say of the same units: how often, and where.

use super::codes::{Codes, NOTHING};
use super::input::{Common, Mark, Marked};
use super::report::{Cell, Confusion, NONE};
use super::spans::belonging;
use super::sweep::{Run, of_words, runs};
use super::tally::{Totals, words_of};
use crate::model::ArticleId;
use crate::text::{CharOffset, CharSpan};
use serde::Serialize;
use std::collections::BTreeMap;

/// One place that a cell of a confusion matrix counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// The article's id on the first of all sides.
    pub article: ArticleId,
    /// From here, in code points.
    pub start: u32,
    /// To here.
    pub end: u32,
    /// What the first side of the pair says: labels joined by `+`, or [`NONE`].
    pub first: String,
    /// What the second side says.
    pub second: String,
}

/// What the cells of a confusion matrix count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Characters by label set.
    Characters,
    /// Words by label set.
    Words,
    /// Mentions by label.
    #[default]
    Mentions,
}

impl Counted {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Mentions, Self::Words, Self::Characters];

    /// What is counted, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Words => "words",
            Self::Mentions => "mentions",
        }
    }
}

/// One cell: what it counts, and what each side says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellOf {
    /// What it counts.
    pub counted: Counted,
    /// What the first side says: labels joined by `+`, or [`NONE`].
    pub first: String,
    /// What the second side says.
    pub second: String,
}

/// The places behind the cells of two sides, but those of which both say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cases {
    /// Stretches of characters of which each side says one thing.
    pub characters: Vec<Case>,
    /// Words.
    pub tokens: Vec<Case>,
    /// Mentions, with the one of the other side that belongs to it: from the first character of both to the last.
    pub mentions: Vec<Case>,
}

impl Cases {
    /// The places of cells that count this.
    #[must_use]
    pub(super) fn of(self, counted: Counted) -> Vec<Case> {
        match counted {
            Counted::Characters => self.characters,
            Counted::Words => self.tokens,
            Counted::Mentions => self.mentions,
        }
    }
}

impl Confusion {
    /// The cells that count this.
    #[must_use]
    pub fn of(&self, counted: Counted) -> &[Cell] {
        match counted {
            Counted::Characters => &self.characters,
            Counted::Words => &self.tokens,
            Counted::Mentions => &self.mentions,
        }
    }
}

/// The cells of the sides `one` and `two`, but those of mentions.
pub(super) fn cells((one, two): (usize, usize), totals: &Totals, codes: &Codes) -> Confusion {
    let of = |counts: &[u64]| {
        let mut cells: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        for (said, count) in codes.all_said().iter().zip(counts).filter(|(_, count)| **count > 0) {
            let set = |side: usize| said.get(side).copied().unwrap_or(NOTHING);
            *cells.entry((set(one), set(two))).or_default() += count;
        }
        named(cells, |set| codes.set_name(set))
    };
    Confusion { characters: of(&totals.chars), tokens: of(&totals.words), mentions: Vec::new() }
}

fn named(cells: BTreeMap<(u32, u32), u64>, name: impl Fn(u32) -> String) -> Vec<Cell> {
    let cell = |((first, second), count)| Cell { first: name(first), second: name(second), count };
    let mut cells: Vec<Cell> = cells.into_iter().map(cell).collect();
    cells.sort_by(|one, two| (&one.first, &one.second).cmp(&(&two.first, &two.second)));
    cells
}

/// Mentions of the sides `one` and `two` by label; counts are added up over articles.
pub(super) type MentionCells = BTreeMap<(Option<u32>, Option<u32>), u64>;

/// Counts the mentions of one article.
pub(super) fn count_mentions((one, two): (usize, usize), marked: &Marked, cells: &mut MentionCells) {
    let (Some(first), Some(second)) = (marked.sides.get(one), marked.sides.get(two)) else { return };
    for (mine, theirs) in belonging(first, second) {
        let label = |marks: &[Mark], at: Option<usize>| Some(marks.get(at?)?.label);
        *cells.entry((label(first, mine), label(second, theirs))).or_default() += 1;
    }
}

pub(super) fn mention_cells(counts: &MentionCells, codes: &Codes) -> Vec<Cell> {
    let name = |label: Option<u32>| label.map_or(NONE, |label| codes.label_name(label)).to_owned();
    let cell = |((first, second), count): (&(Option<u32>, Option<u32>), &u64)| Cell {
        first: name(*first),
        second: name(*second),
        count: *count,
    };
    let mut cells: Vec<Cell> = counts.iter().map(cell).collect();
    cells.sort_by(|one, two| (&one.first, &one.second).cmp(&(&two.first, &two.second)));
    cells
}

/// Adds the places of one article, of the sides `one` and `two`.
pub(super) fn add_cases(
    (one, two): (usize, usize),
    article: &Common,
    marked: &Marked,
    codes: &mut Codes,
    cases: &mut Cases,
) {
    let Some(shard) = article.first() else { return };
    let runs = runs(marked, shard.article.index().char_len().0, codes);
    let set = |said: u32, side: usize, codes: &Codes| codes.sets_said(said).get(side).copied().unwrap_or(NOTHING);
    let mut stretches: Vec<(Run, u32, u32)> = Vec::new();
    for run in &runs {
        let (first, second) = (set(run.said, one, codes), set(run.said, two, codes));
        match stretches.last_mut() {
            Some((last, one, two)) if last.end == run.start && (*one, *two) == (first, second) => last.end = run.end,
            _ => stretches.push((*run, first, second)),
        }
    }
    let case = |span: CharSpan, first: String, second: String| Case {
        article: shard.id(),
        start: span.start.0,
        end: span.end.0,
        first,
        second,
    };
    for (run, first, second) in stretches.into_iter().filter(|(_, one, two)| (*one, *two) != (NOTHING, NOTHING)) {
        let span = CharSpan { start: CharOffset(run.start), end: CharOffset(run.end) };
        cases.characters.push(case(span, codes.set_name(first), codes.set_name(second)));
    }
    for (word, said) in of_words(&words_of(article), &runs, codes) {
        let (first, second) = (set(said, one, codes), set(said, two, codes));
        if (first, second) != (NOTHING, NOTHING) {
            cases.tokens.push(case(word, codes.set_name(first), codes.set_name(second)));
        }
    }
    let (Some(first), Some(second)) = (marked.sides.get(one), marked.sides.get(two)) else { return };
    for (mine, theirs) in belonging(first, second) {
        let (mine, theirs) = (mine.and_then(|at| first.get(at)), theirs.and_then(|at| second.get(at)));
        let hulls: Vec<CharSpan> = [mine, theirs].into_iter().flatten().map(Mark::hull).collect();
        let start = hulls.iter().map(|hull| hull.start).min().unwrap_or_default();
        let end = hulls.iter().map(|hull| hull.end).max().unwrap_or_default();
        let name = |mark: Option<&Mark>| mark.map_or(NONE, |mark| codes.label_name(mark.label)).to_owned();
        cases.mentions.push(case(CharSpan { start, end }, name(mine), name(theirs)));
    }
}
