//! The rows of the dialog: regions or repairs of one article or of all, in the state that is asked for.

use super::card::{kind_name, word_around};
use crate::edit::Command;
use crate::gui::language::tr;
use crate::model::{ArticleId, Proposal, RegionId, RegionKind, RepairId, Session, Shard};
use crate::text::{Span, shortened, visible};
use std::collections::BTreeMap;

/// Characters of a row's words.
const MAX_CHARS: usize = 90;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Damaged words.
    Repairs,
    /// Regions of a kind, or all.
    Regions(Option<RegionKind>),
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Region(RegionId),
    Repair(RepairId),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) article: ArticleId,
    pub(super) item: Item,
    pub(super) span: Span,
    /// The words, and what becomes of them.
    pub(super) words: String,
    /// Why.
    pub(super) reason: String,
}

/// What the rows are made of, and how many there are of each sort in that state.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    key: Option<(What, Proposal, Option<ArticleId>, u64, usize)>,
    pub(super) all: Vec<Row>,
    pub(super) repairs: usize,
    pub(super) kinds: BTreeMap<RegionKind, usize>,
}

impl Rows {
    /// Lists anew where anything has changed; of one article, or of all.
    pub(super) fn follow(&mut self, session: &Session, what: What, state: Proposal, only: Option<ArticleId>) {
        let revisions = session.shards().iter().map(|shard| shard.revision).fold(0, u64::wrapping_add);
        let key = Some((what, state, only, revisions, session.shards().len()));
        if self.key == key {
            return;
        }
        *self = Self { key, ..Self::default() };
        for shard in session.shards().iter().filter(|shard| only.is_none_or(|only| shard.id() == only)) {
            self.take(shard, what, state);
        }
    }

    fn take(&mut self, shard: &Shard, what: What, state: Proposal) {
        let from = self.all.len();
        let words = |span: Span| line(span.slice(shard.article.text()).unwrap_or_default());
        for row in shard.repairs.iter().filter(|row| row.state == state) {
            self.repairs += 1;
            if what == What::Repairs {
                let text = shard.article.text();
                let word = word_around(text, row.span, &row.replacement);
                let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
                let before = part(word.range().start, row.span.range().start);
                let behind = part(row.span.range().end, word.range().end);
                let reads = line(&format!("{before}{}{behind}", row.replacement));
                let words = format!("{}  →  {reads}    …{}…", words(word), words(around(text, row.span)));
                let (item, reason) = (Item::Repair(row.id), row.reason.clone());
                self.all.push(Row { article: shard.id(), item, span: row.span, words, reason });
            }
        }
        for row in shard.regions.iter().filter(|row| row.state == state) {
            *self.kinds.entry(row.kind).or_default() += 1;
            let is_asked = matches!(what, What::Regions(kind) if kind.is_none_or(|kind| kind == row.kind));
            if is_asked {
                let by_hand = if row.reason.is_empty() { tr!("marked by hand") } else { &row.reason };
                let reason = format!("{}: {by_hand}", kind_name(row.kind));
                let (item, words) = (Item::Region(row.id), words(row.span));
                self.all.push(Row { article: shard.id(), item, span: row.span, words, reason });
            }
        }
        if let Some(fresh) = self.all.get_mut(from..) {
            fresh.sort_by_key(|row| row.span);
        }
    }

    /// The step that gives rows a state.
    pub(super) fn command(rows: &[Row], state: Proposal) -> Option<Command> {
        let mut regions: BTreeMap<ArticleId, Vec<RegionId>> = BTreeMap::new();
        let mut repairs: BTreeMap<ArticleId, Vec<RepairId>> = BTreeMap::new();
        for row in rows {
            match row.item {
                Item::Region(id) => regions.entry(row.article).or_default().push(id),
                Item::Repair(id) => repairs.entry(row.article).or_default().push(id),
            }
        }
        if !repairs.is_empty() {
            return Some(Command::SetRepairs { repairs: repairs.into_iter().collect(), state });
        }
        let regions: Vec<_> = regions.into_iter().collect();
        (!regions.is_empty()).then_some(Command::SetRegions { regions, state })
    }
}

/// Words on one line.
fn line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&visible(&line), MAX_CHARS).into_owned()
}

/// The words around a place.
fn around(text: &str, span: Span) -> Span {
    let range = span.range();
    let start = text.floor_char_boundary(range.start.saturating_sub(24));
    let end = text.ceil_char_boundary((range.end + 24).min(text.len()));
    let start =
        text.get(start..range.start).and_then(|before| before.find(char::is_whitespace)).map_or(start, |at| start + at);
    let end =
        text.get(range.end..end).and_then(|behind| behind.rfind(char::is_whitespace)).map_or(end, |at| range.end + at);
    Span::bytes(start, end)
}
