//! What both reports count: labels by article, entries by outlet with their spellings. It does not know how it is shown.

use super::super::outgoing::Outgoing;
use crate::model::{ArticleId, Entry, EntryId, Label};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of one report.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Mentions of each label.
    pub(super) labels: BTreeMap<Label, usize>,
    /// Outlets in the order in which their articles stand; articles without one count under their title.
    pub(super) outlets: Vec<String>,
    /// Of each entry: mentions by outlet.
    pub(super) entries: BTreeMap<EntryId, BTreeMap<usize, usize>>,
    /// Of each entry: the words that speak of it, each with how often.
    pub(super) spellings: BTreeMap<EntryId, BTreeMap<String, usize>>,
    /// Articles.
    pub(super) articles: usize,
    /// Articles of which there is a newer version beside them; their mentions and relations are not counted, or what was
    /// carried over would count twice and what was taken back would count at all.
    pub(super) replaced: BTreeSet<ArticleId>,
    /// Mentions.
    pub(super) mentions: usize,
    /// Relations.
    pub(super) relations: usize,
}

impl Figures {
    /// Counts what is taken.
    pub(super) fn of(out: Outgoing<'_>) -> Self {
        let mut figures = Self::default();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let taken: BTreeSet<ArticleId> = out.documents().map(|document| document.id()).collect();
        let newer = out.documents().filter_map(|document| document.shard.article.supersedes);
        figures.replaced = newer.filter(|older| taken.contains(older)).collect();
        for document in out.documents().filter(|document| !figures.replaced.contains(&document.id())) {
            let outlet = out.session.outlet_name(document.shard);
            let name = if outlet.is_empty() { document.shard.title() } else { outlet }.to_owned();
            let place = *places.entry(name.clone()).or_insert_with(|| {
                figures.outlets.push(name);
                figures.outlets.len() - 1
            });
            figures.articles += 1;
            figures.mentions += document.mentions.len();
            figures.relations += document.relations.len();
            for mention in &document.mentions {
                *figures.labels.entry(mention.label.clone()).or_default() += 1;
                if let Some(entry) = mention.entry {
                    *figures.entries.entry(entry).or_default().entry(place).or_default() += 1;
                    let words = mention.quote.split_whitespace().collect::<Vec<_>>().join(" ");
                    *figures.spellings.entry(entry).or_default().entry(words).or_default() += 1;
                }
            }
        }
        figures
    }

    /// What there is how often, in words.
    pub(super) fn summary(&self, comparisons: usize) -> Vec<(usize, &'static str)> {
        let said = |count: usize, one: &'static str, many: &'static str| (count, if count == 1 { one } else { many });
        let mut all = vec![said(self.articles, "article", "articles")];
        if !self.replaced.is_empty() {
            let count = self.replaced.len();
            all.push(said(count, "replaced article, not counted", "replaced articles, not counted"));
        }
        all.extend([
            said(self.mentions, "mention", "mentions"),
            said(self.entries.len(), "entry named", "entries named"),
            said(self.relations, "relation", "relations"),
            said(comparisons, "comparison", "comparisons"),
        ]);
        all
    }

    /// Entries of `layer` that a mention speaks of, those with the most mentions first.
    pub(super) fn entries_of<'s>(&self, out: Outgoing<'s>, layer: &str) -> Vec<&'s Entry> {
        let count = |entry: &Entry| self.entries.get(&entry.id).map_or(0, |by| by.values().sum::<usize>());
        let known: BTreeSet<EntryId> = self.entries.keys().copied().collect();
        let of_layer = |entry: &&Entry| entry.layer.as_str() == layer && known.contains(&entry.id);
        let mut entries: Vec<&Entry> = out.session.entries.iter().filter(of_layer).collect();
        entries.sort_by_key(|entry| (std::cmp::Reverse(count(entry)), entry.name.to_lowercase(), entry.id));
        entries
    }

    /// Mentions of `entry` in the outlet number `place`.
    pub(super) fn count(&self, entry: &Entry, place: usize) -> usize {
        self.entries.get(&entry.id).and_then(|by| by.get(&place)).copied().unwrap_or_default()
    }

    /// How `entry` is spelt, the most frequent first, as "Aliyev (3)".
    pub(super) fn spelt(&self, entry: &Entry) -> Vec<(String, usize)> {
        let mut all: Vec<(String, usize)> =
            self.spellings.get(&entry.id).cloned().unwrap_or_default().into_iter().collect();
        all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        all
    }
}
