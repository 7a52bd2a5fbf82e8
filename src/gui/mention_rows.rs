//! Which mentions of an article the list shows and in which order: filtered, grouped, and found a few thousand a frame.
//!
//! It keeps ids in order, never words, and it does not draw. After an edit it looks at what has changed alone.

use crate::model::{ArticleId, Mention, MentionId, Schema, SearchKey, Shard, Slug, Sorted, Table, place_key};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Mentions looked at in one frame, so that a filter over 100,000 of them drops none.
const LOOKED_AT: usize = 3000;
/// Characters of a mention's words that are shown or searched.
const MAX_CHARS: usize = 400;

/// In which order mentions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// As they stand in the text.
    #[default]
    Text,
    /// By label, under a heading each, and then as they stand in the text.
    Label,
}

/// One line: a heading with the number of its rows, or a mention.
#[derive(Debug)]
pub(super) enum Row<'a> {
    Heading(&'a str, usize),
    Mention(&'a Mention),
}

/// What the rows depend on besides the mentions themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish {
    article: ArticleId,
    schema: usize,
    filter: String,
    order: Order,
}

/// A mention's group and place.
type RowKey = (usize, SearchKey, MentionId);

/// The rows of one article under one filter.
#[derive(Debug)]
pub(super) struct MentionRows {
    wish: Wish,
    /// Lower-case filter; empty for none.
    wanted: String,
    /// The number of each label's group.
    groups: BTreeMap<Slug, usize>,
    /// Labels whose own name fits the filter.
    fitting: BTreeSet<Slug>,
    /// The mentions as they were looked at.
    seen: Table<Mention>,
    rows: Sorted<RowKey, ()>,
    counts: Vec<usize>,
    /// The next mention to look at; nothing once all were.
    next: Option<(SearchKey, MentionId)>,
}

impl MentionRows {
    /// Takes `known` further, or begins anew where something else is asked for.
    pub(super) fn follow(known: Option<Self>, schema: &Arc<Schema>, shard: &Shard, filter: &str, order: Order) -> Self {
        let schema_id = Arc::as_ptr(schema) as usize;
        let wish = Wish { article: shard.id(), schema: schema_id, filter: filter.to_owned(), order };
        let mut rows = match known.filter(|known| known.wish == wish) {
            Some(known) => known,
            None => Self::begin(wish, schema, shard),
        };
        rows.take_changes(shard);
        if !rows.is_plain() {
            rows.look_on(shard);
        }
        rows
    }

    fn begin(wish: Wish, schema: &Schema, shard: &Shard) -> Self {
        let wanted = wish.filter.to_lowercase();
        let fits = |name: &str| name.to_lowercase().contains(&wanted);
        let infos = || schema.label_infos().enumerate();
        Self {
            groups: infos().map(|(number, info)| (info.id.clone(), number)).collect(),
            fitting: infos().filter(|(_, info)| fits(info.name)).map(|(_, info)| info.id.clone()).collect(),
            counts: vec![0; infos().count() + 1],
            next: Some(((0, 0), MentionId(0))),
            seen: shard.mentions.clone(),
            rows: Sorted::default(),
            wanted,
            wish,
        }
    }

    /// Whether every mention is a row, in text order: then the article itself is the list.
    fn is_plain(&self) -> bool {
        self.wanted.is_empty() && self.wish.order == Order::Text
    }

    /// Whether every mention was looked at.
    pub(super) fn is_whole(&self) -> bool {
        self.is_plain() || self.next.is_none()
    }

    fn take_changes(&mut self, shard: &Shard) {
        if self.is_plain() {
            return;
        }
        let seen = std::mem::replace(&mut self.seen, shard.mentions.clone());
        shard.mentions.differences(&seen, |before, after| {
            for (mention, comes) in before.map(|row| (row, false)).into_iter().chain(after.map(|row| (row, true))) {
                let place = place_of(mention);
                if self.next.is_none_or(|next| place < next) {
                    self.note(mention, comes);
                }
            }
        });
    }

    fn look_on(&mut self, shard: &Shard) {
        let Some((key, id)) = self.next else { return };
        let mut ahead = shard.mentions.by_key_from(key, id).map(|(_, mention)| mention);
        for mention in ahead.by_ref().take(LOOKED_AT) {
            self.note(mention, true);
        }
        self.next = ahead.next().map(place_of);
    }

    /// Adds a mention to the rows or takes it away, if it fits.
    fn note(&mut self, mention: &Mention, comes: bool) {
        let fits = self.wanted.is_empty()
            || self.fitting.contains(&mention.label)
            || one_line(&mention.quote).to_lowercase().contains(&self.wanted);
        if !fits {
            return;
        }
        let group = self.group_of(mention);
        let (key, id) = place_of(mention);
        let Some(count) = self.counts.get_mut(group) else { return };
        if comes && self.rows.insert((group, key, id), ()).is_none() {
            *count += 1;
        } else if !comes && self.rows.remove(&(group, key, id)).is_some() {
            *count -= 1;
        }
    }

    fn group_of(&self, mention: &Mention) -> usize {
        match self.wish.order {
            Order::Text => 0,
            Order::Label => self.groups.get(&mention.label).copied().unwrap_or(self.groups.len()),
        }
    }

    /// How many rows there are, headings included.
    pub(super) fn len(&self, shard: &Shard) -> usize {
        if self.is_plain() {
            return shard.mentions.len();
        }
        let headings = (0..).zip(&self.counts).filter(|(group, count)| **count > 0 && self.has_heading(*group)).count();
        self.rows.len() + headings
    }

    /// Labels that the schema does not know stand at the end without a heading.
    fn has_heading(&self, group: usize) -> bool {
        self.wish.order == Order::Label && group < self.groups.len()
    }

    /// The row of a mention, if it is listed.
    pub(super) fn place_of(&self, shard: &Shard, mention: &Mention) -> Option<usize> {
        if self.is_plain() {
            return Some(shard.rank_of(mention));
        }
        let group = self.group_of(mention);
        let (key, id) = place_of(mention);
        self.rows.get(&(group, key, id))?;
        let filled = (0..=group).zip(&self.counts).filter(|(group, count)| **count > 0 && self.has_heading(*group));
        Some(self.rows.rank(&(group, key, id)) + filled.count())
    }

    /// The rows of these numbers.
    pub(super) fn visible<'a>(&self, shard: &'a Shard, schema: &'a Schema, range: Range<usize>) -> Vec<Row<'a>> {
        if self.is_plain() {
            return shard.mentions.by_key_from_rank(range.start).take(range.len()).map(Row::Mention).collect();
        }
        let mut found = Vec::with_capacity(range.len());
        let names = schema.label_infos().map(|info| info.name).chain(std::iter::once(""));
        let (mut row, mut rank) = (0, 0);
        for ((group, count), name) in (0..).zip(&self.counts).zip(names).filter(|((_, count), _)| **count > 0) {
            if self.has_heading(group) {
                found.extend(range.contains(&row).then_some(Row::Heading(name, *count)));
                row += 1;
            }
            let (first, behind) = (range.start.max(row), range.end.min(row + count));
            if first < behind {
                let ids = self.rows.iter_from_rank(rank + first - row).take(behind - first).map(|((_, _, id), ())| *id);
                found.extend(ids.filter_map(|id| shard.mentions.get(id)).map(Row::Mention));
            }
            row += count;
            rank += count;
        }
        found
    }
}

fn place_of(mention: &Mention) -> (SearchKey, MentionId) {
    (place_key(mention.fragments.hull()), mention.id)
}

/// The beginning of `words` on one line; a mention may be megabytes long.
pub(super) fn one_line(words: &str) -> String {
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        let room = MAX_CHARS.saturating_sub(line.len());
        if word.len() > room {
            line.extend(word.chars().take(room));
            line.push('…');
            return line;
        }
        line.push_str(word);
    }
    line
}
