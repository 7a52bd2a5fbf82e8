//! Which articles of several sessions are the same: by their id, and otherwise by their text.
//!
//! It does not know what was tagged in them.

use crate::model::{ArticleId, Session, Shard};
use crate::text::CharOffset;
use std::collections::HashMap;

/// Articles of one text, by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where the article stands in the order of each side; nothing where a side does not have it.
    pub(super) positions: Vec<Option<usize>>,
}

/// Two articles that ought to be the same and whose texts differ, so that nothing in them can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherText {
    /// The side and its article that the other one is held against.
    pub first: (usize, ArticleId),
    /// The side and its article with another text.
    pub second: (usize, ArticleId),
    /// The first code point in which the texts differ; the end of the shorter one where it begins the other.
    pub at: CharOffset,
    /// Line and column of that place in the first text, from 1.
    pub line: usize,
    /// Code points from the start of the line, from 1.
    pub column: usize,
}

/// An article that one side alone has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The side.
    pub side: usize,
    /// Its article.
    pub article: ArticleId,
}

/// Articles of all sides, put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Articles {
    /// What at least two sides have, in the order of the first side that does.
    pub(super) rows: Vec<Row>,
    pub(super) other_texts: Vec<OtherText>,
    pub(super) alone: Vec<Alone>,
}

/// Puts the articles of `sides` together: those of one id, then those of one text. Of one id, one source or one name, articles
/// whose texts differ are told and left out.
pub(super) fn matched(sides: &[&Session]) -> Articles {
    let mut rows: Vec<Row> = Vec::new();
    let mut found = Articles::default();
    let mut by_id: HashMap<ArticleId, usize> = HashMap::new();
    let mut by_text: HashMap<&str, usize> = HashMap::new();
    for (side, session) in sides.iter().enumerate() {
        for (position, shard) in session.shards().iter().enumerate() {
            let same_id = by_id.get(&shard.id()).copied();
            let fits = |row: &usize| is_free_for(&rows, *row, side) && text_of(sides, &rows, *row) == text(shard);
            let row = same_id.filter(fits).or_else(|| by_text.get(text(shard)).copied().filter(fits));
            let row = row.unwrap_or_else(|| {
                rows.push(Row { positions: vec![None; sides.len()] });
                rows.len() - 1
            });
            if let Some(place) = rows.get_mut(row).and_then(|row| row.positions.get_mut(side)) {
                *place = Some(position);
            }
            by_id.entry(shard.id()).or_insert(row);
            by_text.entry(text(shard)).or_insert(row);
        }
    }
    tell_others(sides, &rows, &mut found);
    rows.retain(|row| row.positions.iter().flatten().count() > 1);
    found.rows = rows;
    found
}

fn text(shard: &Shard) -> &str {
    shard.article.text()
}

fn shard_of<'s>(sides: &[&'s Session], row: &Row) -> Option<(usize, &'s Shard)> {
    let (side, position) = row.positions.iter().enumerate().find_map(|(side, at)| Some((side, (*at)?)))?;
    Some((side, sides.get(side)?.shards().get(position)?))
}

fn text_of<'s>(sides: &[&'s Session], rows: &[Row], row: usize) -> &'s str {
    rows.get(row).and_then(|row| shard_of(sides, row)).map_or("", |(_, shard)| text(shard))
}

fn is_free_for(rows: &[Row], row: usize, side: usize) -> bool {
    rows.get(row).and_then(|row| row.positions.get(side)).is_some_and(Option::is_none)
}

/// Rows by what their articles are known by.
#[derive(Default)]
struct Index<'s> {
    ids: HashMap<ArticleId, Vec<usize>>,
    sources: HashMap<&'s str, Vec<usize>>,
    names: HashMap<&'s str, Vec<usize>>,
}

impl<'s> Index<'s> {
    fn of(sides: &[&'s Session], rows: &[Row]) -> Self {
        let mut index = Self::default();
        for (number, row) in rows.iter().enumerate() {
            let Some((_, shard)) = shard_of(sides, row) else { continue };
            index.ids.entry(shard.id()).or_default().push(number);
            index.sources.entry(&shard.article.source.sha256).or_default().push(number);
            index.names.entry(&shard.article.name).or_default().push(number);
        }
        index
    }

    /// Rows that ought to hold `shard`, the likeliest first.
    fn like(&self, shard: &Shard) -> impl Iterator<Item = usize> {
        let article = &shard.article;
        let ids = self.ids.get(&article.id).into_iter();
        let sources = self.sources.get(article.source.sha256.as_str()).into_iter();
        let names = self.names.get(article.name.as_str()).into_iter();
        ids.chain(sources).chain(names).flatten().copied()
    }
}

/// Says of each article that stands alone whether another one ought to have been the same.
fn tell_others(sides: &[&Session], rows: &[Row], found: &mut Articles) {
    let index = Index::of(sides, rows);
    let mut is_told = vec![false; rows.len()];
    for (number, row) in rows.iter().enumerate() {
        let Some((side, shard)) = shard_of(sides, row).filter(|_| row.positions.iter().flatten().count() == 1) else {
            continue;
        };
        // Of two that stand alone the first one is told with the second.
        let other = index.like(shard).find(|other| *other != number && is_free_for(rows, *other, side));
        let other = other.and_then(|other| Some((other, shard_of(sides, rows.get(other)?)?)));
        let Some((other, (first, held_against))) = other else {
            found.alone.push(Alone { side, article: shard.id() });
            continue;
        };
        if is_told.get(number) == Some(&true) {
            continue;
        }
        let mut pair = [(first, held_against), (side, shard)];
        pair.sort_by_key(|(side, _)| *side);
        let (at, line, column) = first_difference(text(pair[0].1), text(pair[1].1));
        let [first, second] = pair.map(|(side, shard)| (side, shard.id()));
        found.other_texts.push(OtherText { first, second, at, line, column });
        if let Some(told) = is_told.get_mut(other) {
            *told = true;
        }
    }
}

/// Where two texts begin to differ: the code point, and its line and column from 1.
fn first_difference(one: &str, other: &str) -> (CharOffset, usize, usize) {
    let same = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let (mut line, mut column) = (1, 1);
    for char in one.chars().take(same) {
        if char == '\n' {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
        }
    }
    (CharOffset(u32::try_from(same).unwrap_or(u32::MAX)), line, column)
}
