//! What is counted once in each article: enough for every figure but gamma, and few numbers, so that articles can be put
//! together anew thousands of times without a look at their texts.

use super::codes::Codes;
use super::input::{Common, Marked};
use super::spans::{SpanCounts, span_counts};
use super::sweep::{of_words, runs, squares};
use crate::text::{ByteOffset, CharOffset, CharSpan, Span, words};
use std::collections::BTreeMap;

/// The counts of one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Characters by what the sides say of them.
    chars: Vec<(u32, u64)>,
    /// Words by what the sides say of them.
    words: Vec<(u32, u64)>,
    /// Sums of squared unit lengths by side.
    squares: Vec<u64>,
    /// Sums of squared unit lengths by side and label.
    label_squares: Vec<(usize, u32, u64)>,
    /// Mentions by pair of sides and label.
    spans: Vec<(usize, u32, SpanCounts)>,
}

/// The pairs of `sides` sides, in order.
pub(super) fn pairs(sides: usize) -> Vec<(usize, usize)> {
    (0..sides).flat_map(|one| (one + 1..sides).map(move |two| (one, two))).collect()
}

/// Counts one article with the words `words`.
pub(super) fn tally(article: &Common, marked: &Marked, words: &[CharSpan], codes: &mut Codes) -> Tally {
    let Some(shard) = article.first() else { return Tally::default() };
    let runs = runs(marked, shard.article.index().char_len().0, codes);
    let mut chars = BTreeMap::new();
    for run in &runs {
        *chars.entry(run.said).or_default() += run.len();
    }
    let mut tokens = BTreeMap::new();
    for (_, said) in of_words(words, &runs, codes) {
        *tokens.entry(said).or_default() += 1;
    }
    let squares = squares(marked);
    let mut spans = Vec::new();
    for (pair, (one, two)) in pairs(marked.sides.len()).into_iter().enumerate() {
        let (Some(first), Some(second)) = (marked.sides.get(one), marked.sides.get(two)) else { continue };
        spans.extend(span_counts(first, second).into_iter().map(|(label, counts)| (pair, label, counts)));
    }
    Tally {
        chars: chars.into_iter().collect(),
        words: tokens.into_iter().collect(),
        squares: squares.sides,
        label_squares: squares.labels,
        spans,
    }
}

/// The words of an article, in code points.
pub(super) fn words_of(article: &Common) -> Vec<CharSpan> {
    let Some(shard) = article.first() else { return Vec::new() };
    let text = shard.article.text();
    let found = words(text, Span { start: ByteOffset(0), end: ByteOffset::from_usize(text.len()) });
    if shard.article.index().char_len().to_usize() == text.len() {
        let plain = |span: &Span| CharSpan { start: CharOffset(span.start.0), end: CharOffset(span.end.0) };
        return found.iter().map(plain).collect();
    }
    found.iter().map(|span| shard.article.char_span(*span)).collect()
}

/// Counts of several articles together.
#[derive(Clone, Debug)]
pub(super) struct Totals {
    /// By the number of what the sides say.
    pub(super) chars: Vec<u64>,
    /// By the number of what the sides say.
    pub(super) words: Vec<u64>,
    squares: Vec<u64>,
    label_squares: Vec<u64>,
    spans: Vec<SpanCounts>,
    labels: usize,
}

impl Totals {
    pub(super) fn new(sides: usize, codes: &Codes) -> Self {
        let (said, labels) = (codes.all_said().len(), codes.labels.len());
        Self {
            chars: vec![0; said],
            words: vec![0; said],
            squares: vec![0; sides],
            label_squares: vec![0; sides * labels],
            spans: vec![SpanCounts::default(); pairs(sides).len() * labels],
            labels,
        }
    }

    /// Adds an article as if it were there `times` times.
    pub(super) fn add(&mut self, tally: &Tally, times: u64) {
        let put = |to: &mut Vec<u64>, at: usize, count: u64| {
            if let Some(sum) = to.get_mut(at) {
                *sum += count * times;
            }
        };
        tally.chars.iter().for_each(|(said, count)| put(&mut self.chars, *said as usize, *count));
        tally.words.iter().for_each(|(said, count)| put(&mut self.words, *said as usize, *count));
        tally.squares.iter().enumerate().for_each(|(side, square)| put(&mut self.squares, side, *square));
        for (side, label, square) in &tally.label_squares {
            put(&mut self.label_squares, side * self.labels + *label as usize, *square);
        }
        for (pair, label, counts) in &tally.spans {
            if let Some(sum) = self.spans.get_mut(pair * self.labels + *label as usize) {
                sum.add(*counts, times);
            }
        }
    }

    /// The sum of squared unit lengths of `sides`, of one label or of all.
    pub(super) fn squares(&self, sides: &[usize], label: Option<u32>) -> u64 {
        let of = |side: &usize| match label {
            Some(label) => self.label_squares.get(side * self.labels + label as usize).copied().unwrap_or_default(),
            None => self.squares.get(*side).copied().unwrap_or_default(),
        };
        sides.iter().map(of).sum()
    }

    /// What a pair of sides has, of one label or of all.
    pub(super) fn spans(&self, pair: usize, label: Option<u32>) -> SpanCounts {
        let rows = self.spans.iter().skip(pair * self.labels).take(self.labels);
        let mut sum = SpanCounts::default();
        for (number, counts) in rows.enumerate() {
            if label.is_none_or(|label| label as usize == number) {
                sum.add(*counts, 1);
            }
        }
        sum
    }

    /// The counts with characters, words and mentions drawn anew from themselves, for a single article. Unit lengths do not
    /// follow from that.
    pub(super) fn redrawn(&self, random: &mut super::random::Random) -> Self {
        let mut drawn = self.clone();
        drawn.chars = random.redrawn(&self.chars);
        drawn.words = random.redrawn(&self.words);
        for counts in &mut drawn.spans {
            let (first_only, second_only) = (counts.first - counts.exact, counts.second - counts.exact);
            let spans = random.redrawn(&[counts.exact, first_only, second_only]);
            let first = random.redrawn(&[counts.first_touched, counts.first - counts.first_touched]);
            let second = random.redrawn(&[counts.second_touched, counts.second - counts.second_touched]);
            let [exact, first_only, second_only] = spans.as_slice() else { continue };
            // How many each side has differs from draw to draw; the shares of what is touched are carried over.
            let share = |drawn: &[u64], now: u64| match drawn {
                [touched, rest] if touched + rest > 0 => {
                    let scaled = u128::from(*touched) * u128::from(now) / u128::from(touched + rest);
                    u64::try_from(scaled).unwrap_or(now)
                }
                _ => 0,
            };
            let (now_first, now_second) = (exact + first_only, exact + second_only);
            *counts = SpanCounts {
                first: now_first,
                second: now_second,
                exact: *exact,
                first_touched: share(&first, now_first),
                second_touched: share(&second, now_second),
            };
        }
        drawn
    }
}
