//! What outlets call an entry: spelling x outlet x count.

use crate::model::{ArticleId, EntryId, Session};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The table of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spellings {
    /// The outlets of the articles that speak of it, by name; an empty name stands for articles whose outlet is not known.
    pub outlets: Vec<String>,
    /// Its spellings, the most frequent first.
    pub rows: Vec<Spelling>,
}

/// One spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spelling {
    /// The words as tagged, on one line.
    pub text: String,
    /// How often each outlet has them, in the order of [`Spellings::outlets`].
    pub counts: Vec<usize>,
    /// How often all of them do.
    pub total: usize,
    /// Whether the register has this spelling, as the entry's name or an alias.
    pub is_known: bool,
}

/// Counts the words of every mention that is linked to `entry`; words that differ in spaces alone are one spelling.
#[must_use]
pub fn spellings(session: &Session, entry: EntryId) -> Spellings {
    spellings_in(session, entry, session.shards().iter().map(|shard| shard.id()))
}

/// [`spellings`] for whoever knows already which articles speak of `entry`.
#[must_use]
pub fn spellings_in(session: &Session, entry: EntryId, articles: impl IntoIterator<Item = ArticleId>) -> Spellings {
    let mut counts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for shard in articles.into_iter().filter_map(|article| session.shard(article)) {
        let outlet = session.outlet_name(shard);
        for mention in shard.mentions.iter().filter(|mention| mention.entry == Some(entry)) {
            let words = mention.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            *counts.entry(words).or_default().entry(outlet).or_default() += 1;
        }
    }
    let outlets: BTreeSet<&str> = counts.values().flat_map(BTreeMap::keys).copied().collect();
    let known: BTreeSet<&str> = session
        .entries
        .get(entry)
        .into_iter()
        .flat_map(|entry| {
            std::iter::once(entry.name.as_str()).chain(entry.aliases.iter().map(|alias| alias.text.as_str()))
        })
        .collect();
    let row = |(text, by_outlet): (&String, &BTreeMap<&str, usize>)| {
        let counts: Vec<usize> = outlets.iter().map(|outlet| by_outlet.get(outlet).copied().unwrap_or(0)).collect();
        let (total, is_known) = (counts.iter().sum(), known.contains(text.as_str()));
        Spelling { text: text.clone(), counts, total, is_known }
    };
    let mut rows: Vec<Spelling> = counts.iter().map(row).collect();
    rows.sort_by(|one, two| two.total.cmp(&one.total).then_with(|| one.text.cmp(&two.text)));
    Spellings { outlets: outlets.into_iter().map(str::to_owned).collect(), rows }
}
