//! What of a sentence counts when it is compared: its words without endings, each weighed by how rare it is among all.
//!
//! Words are cut to their first letters, which takes endings away in any language that has them, and folded, so that accents
//! and letter case do not count. TF-IDF as in Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, 6.2-6.3.

use crate::text::{Span, folded, words};
use std::collections::HashMap;

/// So many letters of a word count.
const STEM_CHARS: usize = 6;

/// Among fewer sentences than these every word would be common; as many are thought to be there.
const FEW_SENTENCES: usize = 20;

/// The words of a stretch, folded and whole; possessive endings are none.
pub(super) fn words_of(text: &str, span: Span) -> Vec<String> {
    let pieces = words(text, span).into_iter().filter_map(|word| word.slice(text));
    pieces.filter(|word| !matches!(*word, "'s" | "\u{2019}s" | "'S" | "\u{2019}S")).map(folded).collect()
}

/// The terms of all sentences by number.
#[derive(Debug, Default)]
pub(super) struct Terms {
    numbers: HashMap<String, u32>,
    /// In how many sentences each stands.
    in_sentences: Vec<u32>,
}

impl Terms {
    /// The terms of one sentence: each with how often it stands there, by number.
    pub(super) fn counted(&mut self, words: &[String]) -> Vec<(u32, u32)> {
        let mut numbers: Vec<u32> = words.iter().map(|word| self.number(word)).collect();
        numbers.sort_unstable();
        let mut counts: Vec<(u32, u32)> = Vec::with_capacity(numbers.len());
        for number in numbers {
            match counts.last_mut() {
                Some((last, count)) if *last == number => *count += 1,
                _ => counts.push((number, 1)),
            }
        }
        for (number, _) in &counts {
            if let Some(known) = self.in_sentences.get_mut(*number as usize) {
                *known += 1;
            }
        }
        counts
    }

    fn number(&mut self, word: &str) -> u32 {
        let cut = word.char_indices().nth(STEM_CHARS).map_or(word.len(), |(at, _)| at);
        let stem = word.get(..cut).unwrap_or(word);
        if let Some(number) = self.numbers.get(stem) {
            return *number;
        }
        let number = u32::try_from(self.in_sentences.len()).unwrap_or(u32::MAX);
        self.numbers.insert(stem.to_owned(), number);
        self.in_sentences.push(0);
        number
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.in_sentences.len()
    }

    /// The weights of counted terms among `all` sentences, so that their squares add up to one.
    pub(super) fn weighed(&self, counts: &[(u32, u32)], all: usize) -> Vec<(u32, f32)> {
        let all = all.max(FEW_SENTENCES);
        let weight = |(number, count): &(u32, u32)| {
            let within = self.in_sentences.get(*number as usize).copied().unwrap_or(1).max(1);
            let rarity = ((all as f32 + 1.0) / within as f32).ln();
            (*number, (1.0 + (*count as f32).ln()) * rarity)
        };
        let weights: Vec<(u32, f32)> = counts.iter().map(weight).collect();
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        weights.into_iter().map(|(number, weight)| (number, weight / length.max(f32::MIN_POSITIVE))).collect()
    }
}
