//! Which entries the list shows and in which order: filtered and sorted once, and after an edit what has changed alone.
//!
//! It does not draw.

use super::index::Index;
use crate::gui::language::tr;
use crate::model::{Entry, EntryId, Schema, Session, Slug, Table};
use crate::text::folded;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// More entries than these are sorted anew rather than put into their places one by one.
const ONE_BY_ONE: usize = 200;

/// A column, by which the list can be sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Column {
    #[default]
    Name,
    Kind,
    Aliases,
    Mentions,
    Articles,
    Outlets,
}

impl Column {
    pub(super) const ALL: [Self; 6] =
        [Self::Name, Self::Kind, Self::Aliases, Self::Mentions, Self::Articles, Self::Outlets];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Name => tr!("Name"),
            Self::Kind => tr!("Kind"),
            Self::Aliases => tr!("Aliases"),
            Self::Mentions => tr!("Mentions"),
            Self::Articles => tr!("Articles"),
            Self::Outlets => tr!("Outlets"),
        }
    }

    /// Whether the largest come first at the first click.
    pub(super) fn is_number(self) -> bool {
        !matches!(self, Self::Name | Self::Kind)
    }
}

/// In which order entries stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sorting {
    pub(super) column: Column,
    pub(super) reversed: bool,
}

/// What the list depends on besides the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) filter: String,
    pub(super) layer: Option<Slug>,
    pub(super) sorting: Sorting,
}

/// What is shown of one entry, ready to be sorted and searched.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: EntryId,
    pub(super) layer: Slug,
    /// The name's beginning, for drawing.
    pub(super) name: String,
    /// The name of its kind, or of its layer where it has none.
    pub(super) kind: String,
    /// Where its kind stands in the schema.
    kind_place: usize,
    /// Name, aliases and ids, folded, a line each.
    text: String,
    pub(super) aliases: usize,
    pub(super) mentions: usize,
    pub(super) articles: usize,
    pub(super) outlets: usize,
}

/// The rows of one session.
#[derive(Debug, Default)]
pub(super) struct Rows {
    wish: Wish,
    schema: usize,
    seen: Table<Entry>,
    all: Vec<Rc<Line>>,
    shown: Vec<Rc<Line>>,
}

impl Rows {
    /// Takes over what has changed in the session, its counts and the wish.
    pub(super) fn follow(&mut self, session: &Session, index: &mut Index, wish: &Wish) {
        let mut changed = index.take_changed();
        let schema = Arc::as_ptr(&session.schema) as usize;
        let is_new = std::mem::replace(&mut self.schema, schema) != schema;
        let seen = std::mem::replace(&mut self.seen, Table::clone(&session.entries));
        if is_new {
            self.all.clear();
            self.shown.clear();
            changed.extend(session.entries.iter().map(|entry| entry.id));
        } else {
            session.entries.differences(&seen, |before, after| changed.extend(before.or(after).map(|row| row.id)));
        }
        let resorted = self.wish.sorting != wish.sorting;
        let refiltered = self.wish != *wish;
        self.wish.clone_from(wish);
        if changed.len() > ONE_BY_ONE {
            self.make(session, index, &changed);
        } else if !resorted && !refiltered {
            for id in &changed {
                self.put(session, index, *id);
            }
            return;
        } else {
            self.replace(session, index, &changed);
        }
        if resorted || changed.len() > ONE_BY_ONE {
            let sorting = wish.sorting;
            self.all.sort_by(|one, two| order(one, two, sorting));
        }
        let fits = Filter::of(wish);
        self.shown = self.all.iter().filter(|line| fits.takes(line)).cloned().collect();
    }

    /// Whether the rows are those of `wish`.
    pub(super) fn is_for(&self, wish: &Wish) -> bool {
        self.wish == *wish
    }

    /// Those that are shown, in order.
    pub(super) fn shown(&self) -> &[Rc<Line>] {
        &self.shown
    }

    /// How many entries there are.
    pub(super) fn total(&self) -> usize {
        self.all.len()
    }

    /// Where an entry stands among those that are shown.
    pub(super) fn place_of(&self, entry: EntryId) -> Option<usize> {
        self.shown.iter().position(|line| line.id == entry)
    }

    fn make(&mut self, session: &Session, index: &Index, changed: &BTreeSet<EntryId>) {
        self.all.retain(|line| !changed.contains(&line.id));
        let kinds = kinds(&session.schema);
        let entries = changed.iter().filter_map(|id| session.entries.get(*id));
        self.all.extend(entries.map(|entry| Rc::new(line(session, &kinds, index, entry))));
        self.all.sort_by(|one, two| order(one, two, self.wish.sorting));
    }

    /// Makes the lines of a few entries anew; whoever calls it sorts and filters.
    fn replace(&mut self, session: &Session, index: &Index, changed: &BTreeSet<EntryId>) {
        if !changed.is_empty() {
            self.make(session, index, changed);
        }
    }

    /// Puts one entry where it belongs, or takes it away.
    fn put(&mut self, session: &Session, index: &Index, id: EntryId) {
        for lines in [&mut self.all, &mut self.shown] {
            if let Some(place) = lines.iter().position(|line| line.id == id) {
                lines.remove(place);
            }
        }
        let Some(entry) = session.entries.get(id) else { return };
        let new = Rc::new(line(session, &kinds(&session.schema), index, entry));
        let sorting = self.wish.sorting;
        let is_shown = Filter::of(&self.wish).takes(&new);
        for lines in std::iter::once(&mut self.all).chain(is_shown.then_some(&mut self.shown)) {
            let place = lines.partition_point(|line| order(line, &new, sorting).is_lt());
            lines.insert(place, Rc::clone(&new));
        }
    }
}

/// Labels in the order of the schema.
fn kinds(schema: &Schema) -> Vec<&Slug> {
    schema.label_infos().map(|info| info.id).collect()
}

fn line(session: &Session, kinds: &[&Slug], index: &Index, entry: &Entry) -> Line {
    let uses = index.uses(entry.id);
    let kind = entry.kind.as_ref().unwrap_or(&entry.layer);
    let mut text = folded(&entry.name);
    let rest = entry.aliases.iter().map(|alias| &alias.text).chain(entry.ids.values());
    for part in rest {
        text.push('\n');
        text.push_str(&folded(part));
    }
    Line {
        id: entry.id,
        layer: entry.layer.clone(),
        name: super::row::one_line(&entry.name),
        kind: session.schema.label_name(kind).to_owned(),
        kind_place: kinds.iter().position(|known| *known == kind).unwrap_or(kinds.len()),
        text,
        aliases: entry.aliases.len(),
        mentions: uses.map_or(0, |uses| uses.mentions),
        articles: uses.map_or(0, |uses| uses.articles.len()),
        outlets: uses.map_or(0, super::index::Uses::outlet_count),
    }
}

/// By the column, then by name, then by id.
fn order(one: &Line, two: &Line, sorting: Sorting) -> Ordering {
    let by_name = || one.text.cmp(&two.text);
    let by_column = match sorting.column {
        Column::Name => by_name(),
        Column::Kind => one.kind_place.cmp(&two.kind_place),
        Column::Aliases => one.aliases.cmp(&two.aliases),
        Column::Mentions => one.mentions.cmp(&two.mentions),
        Column::Articles => one.articles.cmp(&two.articles),
        Column::Outlets => one.outlets.cmp(&two.outlets),
    };
    let by_column = if sorting.reversed { by_column.reverse() } else { by_column };
    by_column.then_with(by_name).then_with(|| one.id.cmp(&two.id))
}

struct Filter<'w> {
    words: Vec<String>,
    layer: Option<&'w Slug>,
}

impl<'w> Filter<'w> {
    fn of(wish: &'w Wish) -> Self {
        let words = folded(&wish.filter).split_whitespace().map(str::to_owned).collect();
        Self { words, layer: wish.layer.as_ref() }
    }

    /// Whether all words stand in the entry's names or ids.
    fn takes(&self, line: &Line) -> bool {
        self.layer.is_none_or(|layer| *layer == line.layer) && self.words.iter().all(|word| line.text.contains(word))
    }
}
