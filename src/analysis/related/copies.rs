//! What was copied: sentences that are nearly word for word the same, and articles with the same text.
//!
//! It does not know who copied from whom.

use crate::model::{ArticleId, Session};
use std::collections::{BTreeMap, HashMap};

/// Shorter sentences are alike by chance.
const LEAST_WORDS: usize = 6;

/// So much of the words two copies share: twice what they share, by the words of both.
const LEAST_SHARE: f32 = 0.85;

/// Whether two sentences, given as their words, are one text but for a word or two.
pub(super) fn is_copy(one: &[String], other: &[String]) -> bool {
    let (few, many) = (one.len().min(other.len()), one.len().max(other.len()));
    if few < LEAST_WORDS || 2.0 * few as f32 / ((few + many) as f32) < LEAST_SHARE {
        return false;
    }
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in one {
        *left.entry(word).or_default() += 1;
    }
    let shared = other.iter().filter(|word| {
        left.get_mut(word.as_str()).is_some_and(|count| {
            let is_left = *count > 0;
            *count = count.saturating_sub(1);
            is_left
        })
    });
    2.0 * shared.count() as f32 / (few + many) as f32 >= LEAST_SHARE
}

/// Articles with the same text, to the letter but for spaces around it: groups of two and more, in the session's order.
#[must_use]
pub fn same_texts(session: &Session) -> Vec<Vec<ArticleId>> {
    let mut groups: BTreeMap<&str, Vec<ArticleId>> = BTreeMap::new();
    for shard in session.shards() {
        let text = shard.article.text().trim();
        if !text.is_empty() {
            groups.entry(text).or_default().push(shard.id());
        }
    }
    let mut same: Vec<Vec<ArticleId>> = groups.into_values().filter(|group| group.len() > 1).collect();
    same.sort();
    same
}
