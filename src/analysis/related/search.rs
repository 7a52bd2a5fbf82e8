//! Looks for pairs of sentences that tell the same: every sentence against those that share a word with it.
//!
//! It does not know what is done with them. Accepted regions are no text of an article; versions of one article are not compared.

use super::copies::{is_copy, same_texts};
use super::pairs::{Pair, Related, Sentence};
use super::terms::{Terms, words_of};
use crate::codec::{Spread, gather};
use crate::model::{ArticleId, OutletId, Session, Shard};
use crate::text::{Span, each_sentence};
use std::collections::BTreeMap;

/// Pairs that are less alike are not told.
pub const LEAST_SCORE: f32 = 0.3;

/// Shorter sentences say too little to be compared.
const LEAST_WORDS: usize = 5;

/// So many relatives a sentence has at most; a line that stands in every article has no more.
const MOST_RELATIVES: usize = 8;

/// Terms that stand in more than this part of many sentences find nothing by themselves; their weight still counts.
const COMMON: f32 = 0.15;

/// Among fewer sentences no term is too common to be looked for.
const MANY_SENTENCES: usize = 400;

struct Candidate {
    sentence: Sentence,
    /// The number of its article.
    article: usize,
    words: Vec<String>,
    weights: Vec<(u32, f32)>,
}

struct Index {
    candidates: Vec<Candidate>,
    /// By term, the sentences that it stands in with its weight there, in order.
    postings: Vec<Vec<(u32, f32)>>,
    outlets: Vec<Option<OutletId>>,
    /// By the number of an article, the first of the versions of the same text.
    origins: Vec<ArticleId>,
}

/// Pairs of sentences of different articles, and articles with the same text; nothing once `is_wanted` says so.
#[must_use]
pub fn related(session: &Session, spread: &dyn Spread, is_wanted: &(dyn Fn() -> bool + Sync)) -> Option<Related> {
    let index = index(session, spread, is_wanted)?;
    let articles = index.outlets.len();
    let ranges = ranges(&index.candidates, articles);
    let found = gather(spread, articles, |article| {
        let (from, to) = ranges.get(article).copied().unwrap_or_default();
        pairs_from(&index, from, to, is_wanted)
    })?;
    let mut pairs = Vec::new();
    for of_article in found {
        pairs.extend(of_article?);
    }
    is_wanted().then(|| Related { pairs, same_texts: same_texts(session) })
}

fn index(session: &Session, spread: &dyn Spread, is_wanted: &(dyn Fn() -> bool + Sync)) -> Option<Index> {
    let shards: Vec<&Shard> = session.shards().iter().map(AsRef::as_ref).collect();
    let split = gather(spread, shards.len(), |number| {
        shards.get(number).filter(|_| is_wanted()).map_or_else(Vec::new, |shard| sentences_of(shard))
    })?;
    let mut terms = Terms::default();
    let mut counted = Vec::new();
    for (article, sentences) in split.into_iter().enumerate() {
        if !is_wanted() {
            return None;
        }
        for (sentence, words) in sentences {
            let counts = terms.counted(&words);
            counted.push((sentence, article, words, counts));
        }
    }
    let all = counted.len();
    let weigh = |(sentence, article, words, counts): (Sentence, usize, Vec<String>, Vec<(u32, u32)>)| Candidate {
        sentence,
        article,
        words,
        weights: terms.weighed(&counts, all),
    };
    let candidates: Vec<Candidate> = counted.into_iter().map(weigh).collect();
    let mut postings = vec![Vec::new(); terms.len()];
    for (number, candidate) in candidates.iter().enumerate() {
        for (term, weight) in &candidate.weights {
            if let Some(list) = postings.get_mut(*term as usize) {
                list.push((u32::try_from(number).unwrap_or(u32::MAX), *weight));
            }
        }
    }
    let outlets = shards.iter().map(|shard| shard.metadata.outlet.as_ref().map(|stated| stated.value)).collect();
    Some(Index { candidates, postings, outlets, origins: origins(&shards) })
}

/// For each article the first one of the versions that it replaces.
fn origins(shards: &[&Shard]) -> Vec<ArticleId> {
    let before: BTreeMap<ArticleId, ArticleId> =
        shards.iter().filter_map(|shard| Some((shard.id(), shard.article.supersedes?))).collect();
    let origin = |shard: &&Shard| {
        let mut at = shard.id();
        // A circle of versions ends after as many steps as there are articles.
        for _ in 0..before.len() {
            match before.get(&at) {
                Some(earlier) => at = *earlier,
                None => break,
            }
        }
        at
    };
    shards.iter().map(origin).collect()
}

/// The sentences of an article's body that are long enough, with their words.
fn sentences_of(shard: &Shard) -> Vec<(Sentence, Vec<String>)> {
    let text = shard.article.text();
    let regions = shard.accepted_regions();
    let whole = Span::bytes(0, text.len());
    let in_body = |sentence: &Span| !regions.iter().any(|region| region.overlaps(*sentence));
    let with_words = each_sentence(text, whole).filter(in_body).map(|span| (span, words_of(text, span)));
    let long_enough = with_words.filter(|(_, words)| words.len() >= LEAST_WORDS);
    long_enough.map(|(span, words)| (Sentence { article: shard.id(), span }, words)).collect()
}

/// From which to which candidate the sentences of each article go.
fn ranges(candidates: &[Candidate], articles: usize) -> Vec<(usize, usize)> {
    let mut ranges = vec![(0, 0); articles];
    for (number, candidate) in candidates.iter().enumerate() {
        if let Some(range) = ranges.get_mut(candidate.article) {
            *range = if range.1 == 0 { (number, number + 1) } else { (range.0, number + 1) };
        }
    }
    ranges
}

/// The pairs of the sentences `from..to` with those of later articles.
fn pairs_from(index: &Index, from: usize, to: usize, is_wanted: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Pair>> {
    let mut scores = vec![0.0_f32; index.candidates.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut pairs = Vec::new();
    for number in from..to {
        if !is_wanted() {
            return None;
        }
        let Some(own) = index.candidates.get(number) else { continue };
        let unseen = gather_scores(index, own, to, &mut scores, &mut touched);
        let mut found: Vec<(usize, f32)> = Vec::new();
        for other in touched.drain(..) {
            let other = other as usize;
            let Some(score) = scores.get_mut(other).map(std::mem::take) else { continue };
            if score + unseen >= LEAST_SCORE {
                found.extend(index.candidates.get(other).map(|other_one| (other, exact(own, other_one))));
            }
        }
        found.retain(|(_, score)| *score >= LEAST_SCORE);
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        pairs.extend(best_of_each(index, own, &found));
    }
    Some(pairs)
}

/// Adds up what the sentence shares with every sentence from `behind` on; as much as terms too common to be looked for could
/// add to any of them (Cauchy and Schwarz) is returned.
fn gather_scores(index: &Index, own: &Candidate, behind: usize, scores: &mut [f32], touched: &mut Vec<u32>) -> f32 {
    let all = index.candidates.len();
    let mut unseen = 0.0_f32;
    for (term, weight) in &own.weights {
        let Some(list) = index.postings.get(*term as usize) else { continue };
        if all > MANY_SENTENCES && list.len() as f32 > all as f32 * COMMON {
            unseen += weight * weight;
            continue;
        }
        let start = list.partition_point(|(number, _)| (*number as usize) < behind);
        for (number, other_weight) in list.get(start..).unwrap_or_default() {
            if let Some(score) = scores.get_mut(*number as usize) {
                if *score == 0.0 {
                    touched.push(*number);
                }
                *score += weight * other_weight;
            }
        }
    }
    unseen.sqrt()
}

/// The cosine of two sentences.
fn exact(one: &Candidate, other: &Candidate) -> f32 {
    let (mut left, mut right) = (one.weights.iter().peekable(), other.weights.iter().peekable());
    let mut sum = 0.0;
    while let (Some((term, weight)), Some((other_term, other_weight))) = (left.peek(), right.peek()) {
        match term.cmp(other_term) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                sum += weight * other_weight;
                left.next();
                right.next();
            }
        }
    }
    sum.min(1.0)
}

/// Of each other article the likeliest sentence, and not more than a few of all.
fn best_of_each(index: &Index, own: &Candidate, found: &[(usize, f32)]) -> Vec<Pair> {
    let mut seen: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for (number, score) in found {
        let Some(other) = index.candidates.get(*number) else { continue };
        let is_version = index.origins.get(own.article) == index.origins.get(other.article);
        if is_version || seen.contains(&other.article) || seen.len() >= MOST_RELATIVES {
            continue;
        }
        seen.push(other.article);
        let outlet = |article: usize| index.outlets.get(article).copied().flatten();
        let (one_outlet, other_outlet) = (outlet(own.article), outlet(other.article));
        let is_one_outlet = one_outlet.is_some() && one_outlet == other_outlet;
        pairs.push(Pair {
            left: own.sentence,
            right: other.sentence,
            score: *score,
            is_shared_copy: !is_one_outlet && is_copy(&own.words, &other.words),
        });
    }
    pairs
}
