//! Every expression of time in a text, sentence by sentence.
//!
//! It does not know articles: the days to count from are given, as [`anchors_of`] takes them from what is known of one.

use super::abroad::is_english;
use super::expression::expression;
use super::resolve::{Resolution, resolve};
use super::tense::{Tense, tense};
use super::tokens::Tokens;
use crate::model::{Day, Metadata, Precision};
use crate::text::{Span, each_sentence};
use jiff::civil::Date;

/// One expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub phrase: String,
    /// What it means.
    pub resolution: Resolution,
}

/// The days that relative expressions of an article are counted from: its published date, where that is known to the day. Two
/// where it may be either of two days; none where it is not known, or not so exactly.
#[must_use]
pub fn anchors_of(metadata: &Metadata) -> Vec<Day> {
    let Some(published) = metadata.published.as_ref().map(|stated| &stated.value) else { return Vec::new() };
    let (Some(first), Some(last)) = (published.first, published.last) else { return Vec::new() };
    if first == last {
        return vec![first];
    }
    let is_night = published.precision == Precision::Day && first.0.tomorrow().ok() == Some(last.0);
    if is_night { vec![first, last] } else { Vec::new() }
}

/// The expressions of the stretch `within`, in text order; `anchors` are the days that relative ones may be counted from.
///
/// # Example
/// ```
/// use byline::analysis::times::{Reading, times};
/// use byline::text::Span;
/// let text = "The visit is set for early May.";
/// let found = times(text, Span::bytes(0, text.len()), &["2026-04-24".parse().map(byline::model::Day).unwrap()]);
/// let Reading::Interval(interval) = &found[0].resolution.reading else { panic!() };
/// assert_eq!((interval.phrase.as_str(), interval.display()), ("early May", "2026-05-01 – 2026-05-10".to_owned()));
/// let found = times(text, Span::bytes(0, text.len()), &[]);
/// assert_eq!(found[0].resolution.reading, Reading::NoAnchor);
/// ```
#[must_use]
pub fn times(text: &str, within: Span, anchors: &[Day]) -> Vec<TimeExpression> {
    let anchors: Vec<Date> = anchors.iter().map(|day| day.0).collect();
    let mut found = Vec::new();
    for sentence in each_sentence(text, within) {
        of_sentence(text, sentence, &anchors, &mut found);
    }
    found
}

fn of_sentence(text: &str, sentence: Span, anchors: &[Date], found: &mut Vec<TimeExpression>) {
    let words = Tokens::of(text, sentence);
    let mut at = 0;
    while at < words.len() {
        let resolved = expression(&words, at).and_then(|(meaning, taken)| {
            let span = words.span(at, at + taken);
            let phrase = span.slice(text)?;
            let is_read = is_english(&words, at, at + taken);
            let tense = if is_read { tense(&words, at, at + taken) } else { Tense::Unread };
            let resolution = resolve(&meaning, anchors, tense, phrase)?;
            Some((TimeExpression { span, phrase: phrase.to_owned(), resolution }, taken))
        });
        match resolved {
            Some((expression, taken)) => {
                found.push(expression);
                at += taken.max(1);
            }
            None => at += 1,
        }
    }
}
