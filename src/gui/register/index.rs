//! How many mentions speak of each entry, in which articles and outlets: counted once, a few thousand mentions a frame, and
//! from then on carried on from edit to edit.
//!
//! It does not know what the entries are called.

use crate::model::{ArticleId, EntryId, Mention, OutletId, Session, Shard, Table};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Mentions looked at in one frame.
const LOOKED_AT: usize = 40_000;

/// What speaks of one entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Mentions linked to it.
    pub(super) mentions: usize,
    /// How many of them stand in each article, by the article's id.
    pub(super) articles: Vec<(ArticleId, u32)>,
    /// How many of them each outlet has.
    outlets: Vec<(Option<OutletId>, u32)>,
}

impl Uses {
    /// The outlets that speak of it, those that are not known left out.
    pub(super) fn outlet_count(&self) -> usize {
        self.outlets.iter().filter(|(outlet, _)| outlet.is_some()).count()
    }

    fn is_empty(&self) -> bool {
        self.mentions == 0
    }
}

/// An article as it was looked at.
#[derive(Debug)]
struct Seen {
    revision: u64,
    outlet: Option<OutletId>,
    mentions: Table<Mention>,
}

/// The counts of one session.
#[derive(Debug, Default)]
pub(super) struct Index {
    seen: HashMap<ArticleId, Seen>,
    uses: HashMap<EntryId, Uses>,
    /// How many mentions each entry has, for whoever ranks by that.
    counts: Rc<HashMap<EntryId, usize>>,
    edits: Option<u64>,
    is_whole: bool,
    changed: BTreeSet<EntryId>,
}

impl Index {
    /// Takes over what has changed; looks at so many mentions at most that a frame has room for them.
    pub(super) fn follow(&mut self, session: &Session, edits: u64) {
        self.follow_within(session, edits, LOOKED_AT);
    }

    /// Counts to the end, however long it takes.
    pub(super) fn finish(&mut self, session: &Session, edits: u64) {
        self.follow_within(session, edits, usize::MAX);
    }

    fn follow_within(&mut self, session: &Session, edits: u64, mut budget: usize) {
        if self.edits == Some(edits) && self.is_whole {
            return;
        }
        self.edits = Some(edits);
        self.is_whole = true;
        for shard in session.shards() {
            let known = self.seen.get(&shard.id()).map(|seen| seen.revision);
            if known == Some(shard.revision) {
                continue;
            }
            if budget == 0 {
                self.is_whole = false;
                return;
            }
            let cost = if known.is_some() { 1 } else { shard.mentions.len() + 1 };
            budget = budget.saturating_sub(cost);
            self.take(shard);
        }
        if self.seen.len() > session.shards().len() {
            let gone: BTreeSet<ArticleId> =
                self.seen.keys().copied().filter(|id| session.shard(*id).is_none()).collect();
            for article in gone {
                if let Some(seen) = self.seen.remove(&article) {
                    self.forget(article, &seen);
                }
            }
        }
    }

    /// Whether every mention was counted.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What speaks of `entry`, if anything does.
    pub(super) fn uses(&self, entry: EntryId) -> Option<&Uses> {
        self.uses.get(&entry)
    }

    /// How many mentions speak of `entry`.
    pub(super) fn mentions(&self, entry: EntryId) -> usize {
        self.uses(entry).map_or(0, |uses| uses.mentions)
    }

    /// How many mentions speak of each entry.
    pub(super) fn counts(&self) -> Rc<HashMap<EntryId, usize>> {
        Rc::clone(&self.counts)
    }

    /// The entries whose counts have changed since the last call.
    pub(super) fn take_changed(&mut self) -> BTreeSet<EntryId> {
        std::mem::take(&mut self.changed)
    }

    fn take(&mut self, shard: &Shard) {
        let article = shard.id();
        let outlet = shard.metadata.outlet.as_ref().map(|outlet| outlet.value);
        let mut before = Table::default();
        if let Some(seen) = self.seen.remove(&article) {
            if seen.outlet == outlet {
                before = seen.mentions;
            } else {
                self.forget(article, &seen);
            }
        }
        shard.mentions.differences(&before, |gone, come| {
            let (gone, come) = (gone.and_then(|row| row.entry), come.and_then(|row| row.entry));
            if gone != come {
                for (entry, comes) in gone.map(|id| (id, false)).into_iter().chain(come.map(|id| (id, true))) {
                    self.note(entry, article, outlet, comes);
                }
            }
        });
        self.seen.insert(article, Seen { revision: shard.revision, outlet, mentions: shard.mentions.clone() });
    }

    fn forget(&mut self, article: ArticleId, seen: &Seen) {
        for entry in seen.mentions.iter().filter_map(|row| row.entry) {
            self.note(entry, article, seen.outlet, false);
        }
    }

    fn note(&mut self, entry: EntryId, article: ArticleId, outlet: Option<OutletId>, comes: bool) {
        let uses = self.uses.entry(entry).or_default();
        uses.mentions = if comes { uses.mentions + 1 } else { uses.mentions.saturating_sub(1) };
        count(&mut uses.articles, article, comes);
        count(&mut uses.outlets, outlet, comes);
        let counts = Rc::make_mut(&mut self.counts);
        if uses.is_empty() {
            self.uses.remove(&entry);
            counts.remove(&entry);
        } else {
            counts.insert(entry, uses.mentions);
        }
        self.changed.insert(entry);
    }
}

/// Counts one more or one less of `key` in a list sorted by keys.
fn count<K: Ord + Copy>(list: &mut Vec<(K, u32)>, key: K, comes: bool) {
    match (list.binary_search_by_key(&key, |(known, _)| *known), comes) {
        (Ok(place), true) => {
            if let Some((_, number)) = list.get_mut(place) {
                *number += 1;
            }
        }
        (Ok(place), false) => {
            let is_last = list.get_mut(place).is_none_or(|(_, number)| {
                *number = number.saturating_sub(1);
                *number == 0
            });
            if is_last {
                list.remove(place);
            }
        }
        (Err(place), true) => list.insert(place, (key, 1)),
        (Err(_), false) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::decode;
    use crate::edit::{Command, Field};
    use crate::model::{AnnotatorKind, Ext, Timestamp};
    use crate::workbench::{Clock, SAMPLE, Workbench};
    use std::collections::BTreeMap;

    /// What each entry has, counted anew: mentions, articles, outlets.
    fn counted(session: &Session) -> BTreeMap<EntryId, (usize, usize, usize)> {
        let mut found: BTreeMap<EntryId, (usize, BTreeSet<ArticleId>, BTreeSet<OutletId>)> = BTreeMap::new();
        for shard in session.shards() {
            for entry in shard.mentions.iter().filter_map(|row| row.entry) {
                let (mentions, articles, outlets) = found.entry(entry).or_default();
                *mentions += 1;
                articles.insert(shard.id());
                outlets.extend(shard.metadata.outlet.as_ref().map(|outlet| outlet.value));
            }
        }
        found
            .into_iter()
            .map(|(id, (mentions, articles, outlets))| (id, (mentions, articles.len(), outlets.len())))
            .collect()
    }

    fn kept(index: &Index) -> BTreeMap<EntryId, (usize, usize, usize)> {
        let row = |(id, uses): (&EntryId, &Uses)| (*id, (uses.mentions, uses.articles.len(), uses.outlet_count()));
        index.uses.iter().map(row).collect()
    }

    #[test]
    fn the_counts_follow_every_edit_as_if_counted_anew() {
        let session = decode(SAMPLE.as_bytes()).unwrap().session;
        let first = session.shards()[0].id();
        let linked = session.shards()[0].mentions.iter().filter(|row| row.entry.is_some()).map(|row| row.id);
        let mentions = linked.take(3).collect();
        let entry = session.entries.iter().next().unwrap().id;
        let annotator = crate::model::Annotator {
            id: crate::model::AnnotatorId(1),
            name: "Iris Vale".to_owned(),
            kind: AnnotatorKind::Person,
            note: String::new(),
            ext: Ext::default(),
        };
        let mut bench = Workbench::with(session, annotator, Clock::Fixed(Timestamp::default()), 7);
        let mut index = Index::default();
        index.follow(bench.session(), bench.edits());
        assert!(index.is_whole());
        assert_eq!(kept(&index), counted(bench.session()));
        let outlet = Some("Another Post".to_owned());
        let commands = [
            Command::Link { article: first, mentions, entry: None },
            Command::SetMetadata { article: first, field: Field::Outlet, value: outlet },
            Command::DropEntry { entry },
            Command::RemoveArticle { article: first },
        ];
        for command in &commands {
            bench.execute(command).unwrap();
            index.follow(bench.session(), bench.edits());
            assert_eq!(kept(&index), counted(bench.session()), "{command:?}");
        }
        for _ in &commands {
            bench.undo().unwrap();
            index.follow(bench.session(), bench.edits());
            assert_eq!(kept(&index), counted(bench.session()));
        }
        assert_eq!(index.counts().len(), index.uses.len());
    }

    #[test]
    fn a_large_session_is_counted_over_several_frames() {
        let session = decode(SAMPLE.as_bytes()).unwrap().session;
        let mut index = Index::default();
        let mut frames = 0;
        while !index.is_whole() {
            index.follow_within(&session, 1, 50);
            frames += 1;
        }
        assert!(frames > 2, "{frames}");
        assert_eq!(kept(&index), counted(&session));
    }
}
