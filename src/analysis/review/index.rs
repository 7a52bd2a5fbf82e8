//! Every row of a session: a block of small numbers for each article, read once and carried on from edit to edit.
//!
//! It does not know which rows anybody wants to see.

use super::block::{Block, Row};
use super::names::Names;
use super::row::{RowKey, RowRef};
use crate::model::{AnnotatorId, ArticleId, Conflict, EntryId, OutletId, Session, Shard, Slug, Table};
use std::sync::Arc;

/// The rows of one session. A copy shares every block.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// One block an article, in the session's order, and one for what belongs to none.
    pub(super) blocks: Vec<Arc<Block>>,
    pub(super) names: Arc<Names>,
    conflicts: Arc<Table<Conflict>>,
    rows: usize,
}

/// What an index took over.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// The blocks that changed, each as it was before; whoever holds rows of them looks at them anew.
    pub(super) blocks: Vec<(u32, Arc<Block>)>,
    /// Whether blocks came, went or moved, so that no reference into the index holds any more.
    pub is_rebuilt: bool,
    /// The rows that changed, in the order of articles; not told of blocks that were read as a whole.
    pub rows: Vec<RowKey>,
}

impl Index {
    /// Reads `session`; `goes_on` is told how many articles are done and says whether to go on. Nothing where it does not.
    pub fn read(session: &Session, goes_on: &dyn Fn(usize) -> bool) -> Option<Self> {
        let mut names = Names::default();
        let mut blocks = Vec::with_capacity(session.shards().len() + 1);
        for (done, shard) in session.shards().iter().enumerate() {
            if !goes_on(done) {
                return None;
            }
            blocks.push(Arc::new(Block::of(shard, &mut names)));
        }
        blocks.push(Arc::new(Block::of_conflicts(&session.conflicts)));
        let rows = blocks.iter().map(|block| block.rows.len()).sum();
        Some(Self { blocks, names: Arc::new(names), conflicts: Arc::clone(&session.conflicts), rows })
    }

    /// How many records [`Self::follow`] would have to read anew, about: those of articles that it does not know.
    #[must_use]
    pub fn lag(&self, session: &Session) -> usize {
        let known = |place: usize| self.blocks.get(place).and_then(|block| block.shard.as_ref());
        let cost = |(place, shard): (usize, &Arc<Shard>)| match known(place) {
            Some(known) if Arc::ptr_eq(known, shard) || known.id() == shard.id() => 0,
            _ => shard.mentions.len() + shard.relations.len() + shard.suggestions.len() + 1,
        };
        session.shards().iter().enumerate().map(cost).sum()
    }

    /// Takes over what has changed since the session that this was read from.
    pub fn follow(&mut self, session: &Session) -> Followed {
        let mut followed = Followed::default();
        let shards = session.shards();
        let is_same =
            |block: &Arc<Block>, shard: &Arc<Shard>| block.shard.as_ref().is_some_and(|known| known.id() == shard.id());
        let articles = self.blocks.get(..self.blocks.len().saturating_sub(1)).unwrap_or_default();
        if articles.len() != shards.len() || !articles.iter().zip(shards).all(|(block, shard)| is_same(block, shard)) {
            self.arrange(session);
            followed.is_rebuilt = true;
            return followed;
        }
        for (place, shard) in shards.iter().enumerate() {
            let Some(block) = self.blocks.get_mut(place) else { continue };
            if block.shard.as_ref().is_some_and(|known| Arc::ptr_eq(known, shard)) {
                continue;
            }
            let before = Arc::clone(block);
            let rows = Arc::make_mut(block).follow(shard, Arc::make_mut(&mut self.names));
            self.rows = self.rows - before.rows.len() + block.rows.len();
            let article = Some(shard.id());
            followed.rows.extend(rows.into_iter().map(|(kind, id)| RowKey { article, kind, id }));
            followed.blocks.push((u32::try_from(place).unwrap_or(u32::MAX), before));
        }
        if !Arc::ptr_eq(&self.conflicts, &session.conflicts) {
            self.conflicts = Arc::clone(&session.conflicts);
            let block = Block::of_conflicts(&session.conflicts);
            if let Some(last) = self.blocks.last_mut() {
                self.rows = self.rows - last.rows.len() + block.rows.len();
                let before = std::mem::replace(last, Arc::new(block));
                followed.blocks.push((u32::try_from(shards.len()).unwrap_or(u32::MAX), before));
            }
        }
        followed
    }

    /// Whether nothing has changed in `session` since this was read.
    #[must_use]
    pub fn is_of(&self, session: &Session) -> bool {
        let shards = session.shards();
        let is_same = |(block, shard): (&Arc<Block>, &Arc<Shard>)| {
            block.shard.as_ref().is_some_and(|known| Arc::ptr_eq(known, shard))
        };
        self.blocks.len() == shards.len() + 1
            && Arc::ptr_eq(&self.conflicts, &session.conflicts)
            && self.blocks.iter().zip(shards).all(is_same)
    }

    /// Puts the blocks that are known into another order of articles, and reads those that are not.
    fn arrange(&mut self, session: &Session) {
        let names = Arc::make_mut(&mut self.names);
        let known = |block: Arc<Block>| Some((block.shard.as_ref()?.id(), block));
        let mut blocks: std::collections::HashMap<ArticleId, Arc<Block>> =
            std::mem::take(&mut self.blocks).into_iter().filter_map(known).collect();
        for shard in session.shards() {
            let block = match blocks.remove(&shard.id()) {
                Some(mut block) => {
                    if block.shard.as_ref().is_none_or(|known| !Arc::ptr_eq(known, shard)) {
                        Arc::make_mut(&mut block).follow(shard, names);
                    }
                    block
                }
                None => Arc::new(Block::of(shard, names)),
            };
            self.blocks.push(block);
        }
        self.blocks.push(Arc::new(Block::of_conflicts(&session.conflicts)));
        self.conflicts = Arc::clone(&session.conflicts);
        self.rows = self.blocks.iter().map(|block| block.rows.len()).sum();
    }

    /// How many rows there are, of every kind.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The row at `place`.
    #[must_use]
    pub fn row(&self, place: RowRef) -> Option<&Row> {
        self.block(place.block)?.rows.get(place.row as usize)
    }

    /// The article that the row at `place` belongs to, as it was read.
    #[must_use]
    pub fn shard(&self, place: RowRef) -> Option<&Arc<Shard>> {
        self.block(place.block)?.shard.as_ref()
    }

    /// What the row at `place` is.
    #[must_use]
    pub fn key(&self, place: RowRef) -> Option<RowKey> {
        let row = self.row(place)?;
        Some(RowKey { article: self.shard(place).map(|shard| shard.id()), kind: row.kind, id: row.id })
    }

    /// Where the row `key` is, in a session whose articles stand as they did when this was read.
    #[must_use]
    pub fn find(&self, session: &Session, key: RowKey) -> Option<RowRef> {
        let block = match key.article {
            Some(article) => session.position(article)?,
            None => self.blocks.len().checked_sub(1)?,
        };
        let rows = &self.blocks.get(block)?.rows;
        let row = rows.iter().position(|row| row.kind == key.kind && row.id == key.id)?;
        Some(RowRef { block: u32::try_from(block).ok()?, row: u32::try_from(row).ok()? })
    }

    pub(super) fn block(&self, number: u32) -> Option<&Block> {
        self.blocks.get(number as usize).map(AsRef::as_ref)
    }

    /// The label or relation type of a row.
    #[must_use]
    pub fn label(&self, row: &Row) -> Option<&Slug> {
        self.names.labels.value(u32::from(row.label))
    }

    /// The entry that a row speaks of.
    #[must_use]
    pub fn entry(&self, row: &Row) -> Option<EntryId> {
        self.names.entries.value(row.entry).copied()
    }

    /// Who made what a row stands for.
    #[must_use]
    pub fn annotator(&self, row: &Row) -> Option<AnnotatorId> {
        self.names.annotators.value(u32::from(row.annotator)).copied()
    }

    /// The outlet of the row at `place`.
    #[must_use]
    pub fn outlet(&self, place: RowRef) -> Option<OutletId> {
        self.names.outlets.value(self.block(place.block)?.outlet).copied()
    }

    /// Every row, with where it stands.
    pub(super) fn each(&self) -> impl Iterator<Item = (RowRef, &Row)> {
        self.blocks.iter().enumerate().flat_map(|(block, rows)| {
            let block = u32::try_from(block).unwrap_or(u32::MAX);
            (0..).zip(&rows.rows).map(move |(row, found)| (RowRef { block, row }, found))
        })
    }

    /// Every flag that a record of the session has had.
    #[must_use]
    pub fn flags(&self) -> &[Slug] {
        self.names.flags.values()
    }
}
