//! Entries of the register by what is typed of their names.
//!
//! It does not know when it is worth making anew: whoever keeps it does so when the register has changed.

use super::ask::spellings;
use crate::model::{EntryId, Session, Slug};
use crate::text::folded;
use memchr::memmem;
use std::collections::{BTreeMap, HashMap};

/// Letters from which on names are looked through for what stands inside of words too.
const IN_WORD_CHARS: usize = 2;

/// How what is typed stands in a name; the best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is the name.
    Exact,
    /// The name begins with it.
    Prefix,
    /// A word of the name begins with it, or each of its words begins one.
    WordPrefix,
    /// It stands inside a word.
    InWord,
}

/// An entry that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The entry.
    pub entry: EntryId,
    /// How what is typed stands in its name.
    pub rank: Rank,
    /// The number of the alias that fits better than the name; nothing where the name does.
    pub alias: Option<usize>,
}

/// What makes one entry likelier than another of the same rank.
#[derive(Clone, Copy, Debug, Default)]
pub struct Likely<'a> {
    /// The entries that were linked to last, the latest first.
    pub recent: &'a [EntryId],
    /// How many mentions speak of each entry; see [`uses`].
    pub uses: Option<&'a HashMap<EntryId, usize>>,
}

/// The names of a register, ready to be asked at every key.
#[derive(Clone, Debug, Default)]
pub struct Typeahead {
    /// Every name, folded, each behind a line break.
    text: String,
    names: Vec<Name>,
    layers: HashMap<String, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Name {
    /// Where it ends in the text.
    end: usize,
    entry: EntryId,
    layer: u32,
    alias: Option<usize>,
}

impl Typeahead {
    /// Takes in every name and alias of `session`'s register.
    #[must_use]
    pub fn new(session: &Session) -> Self {
        let mut made = Self::default();
        for entry in session.entries.iter() {
            let next = u32::try_from(made.layers.len()).unwrap_or(u32::MAX);
            let layer = *made.layers.entry(entry.layer.to_string()).or_insert(next);
            for (number, text) in spellings(entry).enumerate() {
                made.text.push('\n');
                made.text.push_str(&line_of(text));
                made.names.push(Name { end: made.text.len(), entry: entry.id, layer, alias: number.checked_sub(1) });
            }
        }
        made
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.names.capacity() * size_of::<Name>()
    }

    /// At most `limit` entries that `typed` may mean, of `layer` where one is named, the likeliest first. Nothing typed means
    /// any of them.
    #[must_use]
    pub fn query(&self, typed: &str, layer: Option<&Slug>, likely: Likely<'_>, limit: usize) -> Vec<Choice> {
        let layer = match layer.map(|layer| self.layers.get(layer.as_str())) {
            Some(None) => return Vec::new(),
            Some(Some(layer)) => Some(*layer),
            None => None,
        };
        let typed = line_of(typed);
        let mut best: Vec<Ranked> = Vec::new();
        self.each_fitting(&typed, &mut |number, rank| {
            let Some(name) = self.names.get(number).filter(|name| layer.is_none_or(|layer| layer == name.layer)) else {
                return;
            };
            let len = name.end - self.start_of(number);
            let new = Ranked { rank, alias: name.alias, len, number, entry: name.entry };
            match best.last_mut() {
                // Names of one entry follow one another.
                Some(last) if last.entry == name.entry => {
                    if (new.rank, new.alias) < (last.rank, last.alias) {
                        *last = new;
                    }
                }
                _ => best.push(new),
            }
        });
        keep_best_ranks(&mut best, limit);
        let recent: HashMap<EntryId, usize> =
            likely.recent.iter().rev().enumerate().map(|(at, id)| (*id, at + 1)).collect();
        let order = |one: &Ranked| {
            let recency = recent.get(&one.entry).copied().unwrap_or_default();
            let used = likely.uses.and_then(|uses| uses.get(&one.entry)).copied().unwrap_or_default();
            (one.rank, std::cmp::Reverse((recency, used)), one.len, one.number)
        };
        let mut ranked: Vec<_> = best.iter().map(|one| (order(one), one)).collect();
        if limit < ranked.len() {
            ranked.select_nth_unstable_by(limit, |one, two| one.0.cmp(&two.0));
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by_key(|row| row.0);
        ranked.into_iter().map(|(_, one)| Choice { entry: one.entry, rank: one.rank, alias: one.alias }).collect()
    }

    /// Calls `visit` with the number of each name that `typed` fits, in order, and how.
    fn each_fitting(&self, typed: &str, visit: &mut dyn FnMut(usize, Rank)) {
        if typed.is_empty() {
            (0..self.names.len()).for_each(|number| visit(number, Rank::WordPrefix));
            return;
        }
        let words: Vec<&str> = typed.split(' ').collect();
        // The longest word is the rarest; a name without it cannot fit.
        let rarest = words.iter().copied().max_by_key(|word| word.len()).unwrap_or(typed);
        let in_words = typed.chars().count() >= IN_WORD_CHARS;
        let finder = memmem::Finder::new(rarest);
        let (mut from, mut number) = (0, 0);
        while let Some(at) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
            while self.names.get(number).is_some_and(|name| name.end <= at) {
                number += 1;
            }
            let Some(name) = self.names.get(number) else { return };
            let text = self.text.get(self.start_of(number)..name.end).unwrap_or_default();
            if let Some(rank) = rank_of(text, typed, &words, in_words) {
                visit(number, rank);
            }
            from = name.end;
        }
    }

    /// Where the name `number` begins, behind its line break.
    fn start_of(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|before| self.names.get(before)).map_or(0, |before| before.end) + 1
    }
}

/// Leaves out ranks that would not be reached: what makes an entry likelier counts among those of one rank alone.
fn keep_best_ranks(best: &mut Vec<Ranked>, limit: usize) {
    let mut counts: BTreeMap<Rank, usize> = BTreeMap::new();
    for one in best.iter() {
        *counts.entry(one.rank).or_default() += 1;
    }
    let mut before = 0;
    let mut last = Rank::InWord;
    for (rank, count) in counts {
        if before >= limit {
            break;
        }
        (before, last) = (before + count, rank);
    }
    best.retain(|one| one.rank <= last);
}

struct Ranked {
    rank: Rank,
    alias: Option<usize>,
    len: usize,
    number: usize,
    entry: EntryId,
}

/// `text` folded, on one line, with one space between words.
fn line_of(text: &str) -> String {
    folded(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rank_of(name: &str, typed: &str, words: &[&str], in_words: bool) -> Option<Rank> {
    if let Some(rest) = name.strip_prefix(typed) {
        return Some(if rest.is_empty() { Rank::Exact } else { Rank::Prefix });
    }
    if words.iter().all(|word| begins_word(name, word)) {
        return Some(Rank::WordPrefix);
    }
    (in_words && name.contains(typed)).then_some(Rank::InWord)
}

/// Whether a word of `name` begins with `typed`.
fn begins_word(name: &str, typed: &str) -> bool {
    let before = |at: usize| name.get(..at).and_then(|before| before.chars().next_back());
    name.match_indices(typed).any(|(at, _)| before(at).is_none_or(|char| !char.is_alphanumeric()))
}

/// How many mentions speak of each entry.
#[must_use]
pub fn uses(session: &Session) -> HashMap<EntryId, usize> {
    let mut counts = HashMap::new();
    for mention in session.shards().iter().flat_map(|shard| shard.mentions.iter()) {
        if let Some(entry) = mention.entry {
            *counts.entry(entry).or_default() += 1;
        }
    }
    counts
}
