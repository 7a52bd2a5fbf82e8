//! Which of the places found are ticked, counted article by article, and the rows that a list makes of them: a row for each
//! article, and below it one for each place.
//!
//! It does not draw, and it does not know what becomes of what is ticked.

use crate::assist::{Place, Standing};
use crate::edit::{MentionsOf, Places, PlacesOf};
use crate::gui::language::tr;
use crate::model::{ArticleId, MentionId, Session};
use crate::text::Span;
use crate::workbench::{Among, Repeats};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a person said of single places, which holds when they are found again.
pub(super) type Said = BTreeMap<(ArticleId, Span), bool>;

/// One row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// An article, by its number among those with places.
    Article(usize),
    /// A place, by the number of its article and its own among all.
    Place(usize, usize),
}

/// How the box of an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Box3 {
    Off,
    Some,
    On,
}

/// What was found, and what of it is ticked.
#[derive(Clone, Debug)]
pub(super) struct Ticks {
    pub(super) found: Arc<Repeats>,
    among: Among,
    /// For each article, how many places come before its first one.
    before: Vec<usize>,
    on: Vec<bool>,
    /// Ticked places of each article, and those that can be.
    ticked: Vec<usize>,
    able: Vec<usize>,
}

impl Ticks {
    /// Ticks what nothing speaks against, and what a person has `said`.
    pub(super) fn new(found: &Arc<Repeats>, among: Among, said: &Said) -> Self {
        let groups = &found.preview.groups;
        let mut made = Self {
            among,
            before: Vec::with_capacity(groups.len()),
            on: Vec::with_capacity(found.preview.count()),
            ticked: vec![0; groups.len()],
            able: vec![0; groups.len()],
            found: Arc::clone(found),
        };
        for (group, (ticked, able)) in groups.iter().zip(made.ticked.iter_mut().zip(&mut made.able)) {
            made.before.push(made.on.len());
            for place in &group.places {
                let usual = among == Among::Mentions || place.standing == Standing::Free;
                let can = can(among, place);
                let is_on = can && said.get(&(group.article, place.span)).copied().unwrap_or(usual);
                made.on.push(is_on);
                *ticked += usize::from(is_on);
                *able += usize::from(can);
            }
        }
        made
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.on.len() + self.before.len()
    }

    /// How many places are ticked.
    pub(super) fn count(&self) -> usize {
        self.ticked.iter().sum()
    }

    /// How many places can be ticked.
    pub(super) fn able(&self) -> usize {
        self.able.iter().sum()
    }

    /// In how many articles something is ticked.
    pub(super) fn articles(&self) -> usize {
        self.ticked.iter().filter(|count| **count > 0).count()
    }

    /// The row of this number.
    pub(super) fn row(&self, number: usize) -> Option<Row> {
        // The row of an article stands behind as many rows as there are articles and places before it.
        let next = partition(self.before.len(), |group| self.row_of(group) <= number);
        let group = next.checked_sub(1)?;
        let row = match number - self.row_of(group) {
            0 => Row::Article(group),
            behind => Row::Place(group, self.before.get(group)? + behind - 1),
        };
        (number < self.rows()).then_some(row)
    }

    fn row_of(&self, group: usize) -> usize {
        self.before.get(group).copied().unwrap_or_default() + group
    }

    /// The article of a group and its places.
    pub(super) fn article(&self, group: usize) -> Option<ArticleId> {
        self.found.preview.groups.get(group).map(|group| group.article)
    }

    /// A place by the number of its article and its own.
    pub(super) fn place(&self, group: usize, place: usize) -> Option<&Place> {
        let first = self.before.get(group)?;
        self.found.preview.groups.get(group)?.places.get(place.checked_sub(*first)?)
    }

    /// Whether a place is ticked.
    pub(super) fn is_on(&self, place: usize) -> bool {
        self.on.get(place).copied().unwrap_or_default()
    }

    /// Whether a place can be ticked.
    pub(super) fn can(&self, place: &Place) -> bool {
        can(self.among, place)
    }

    /// How many places of an article are ticked, of how many.
    pub(super) fn counts(&self, group: usize) -> (usize, usize) {
        (self.ticked.get(group).copied().unwrap_or_default(), self.able.get(group).copied().unwrap_or_default())
    }

    /// How the box of an article stands.
    pub(super) fn box_of(&self, group: usize) -> Box3 {
        match self.counts(group) {
            (0, _) => Box3::Off,
            (ticked, able) if ticked == able => Box3::On,
            _ => Box3::Some,
        }
    }

    /// Ticks a row or takes the tick off: of an article all its places.
    pub(super) fn toggle(&mut self, row: Row, said: &mut Said) {
        match row {
            Row::Article(group) => {
                let on = self.box_of(group) != Box3::On;
                self.set_group(group, on, said);
            }
            Row::Place(group, place) => self.set(group, place, !self.is_on(place), said),
        }
    }

    /// Ticks everything that can be, or nothing.
    pub(super) fn set_all(&mut self, on: bool, said: &mut Said) {
        for group in 0..self.before.len() {
            self.set_group(group, on, said);
        }
    }

    fn set_group(&mut self, group: usize, on: bool, said: &mut Said) {
        let first = self.before.get(group).copied().unwrap_or_default();
        let count = self.found.preview.groups.get(group).map_or(0, |group| group.places.len());
        for place in first..first + count {
            self.set(group, place, on, said);
        }
    }

    fn set(&mut self, group: usize, place: usize, on: bool, said: &mut Said) {
        let Some((article, known)) = self.article(group).zip(self.place(group, place).copied()) else { return };
        let (Some(slot), Some(ticked)) = (self.on.get_mut(place), self.ticked.get_mut(group)) else { return };
        if !can(self.among, &known) || *slot == on {
            return;
        }
        *slot = on;
        *ticked = if on { *ticked + 1 } else { ticked.saturating_sub(1) };
        said.insert((article, known.span), on);
    }

    /// Every ticked place.
    fn chosen(&self) -> impl Iterator<Item = (ArticleId, &Place)> {
        let on = self.found.preview.places().zip(&self.on).filter(|(_, on)| **on);
        on.map(|(place, _)| place)
    }

    /// The ticked places of a target.
    pub(super) fn places_of(&self, target: usize) -> PlacesOf {
        let mut found: Vec<(ArticleId, Vec<Span>)> = Vec::new();
        for (article, place) in self.chosen().filter(|(_, place)| place.target == target) {
            match found.last_mut() {
                Some((last, spans)) if *last == article => spans.push(place.span),
                _ => found.push((article, vec![place.span])),
            }
        }
        found.into_iter().map(|(article, spans)| (article, Places::Bytes(spans))).collect()
    }

    /// The ticked mentions.
    pub(super) fn mentions(&self) -> MentionsOf {
        let mut found = MentionsOf::new();
        for (article, place) in self.chosen() {
            let Standing::Tagged(mention) = place.standing else { continue };
            match found.last_mut() {
                Some((last, ids)) if *last == article => ids.push(mention),
                _ => found.push((article, vec![mention])),
            }
        }
        found
    }

    /// How many relations, alignments and suggestions hang on what is ticked.
    pub(super) fn hanging(&self) -> (usize, usize, usize) {
        let (mut relations, mut alignments) = (BTreeSet::new(), BTreeSet::new());
        let mut suggestions = BTreeSet::new();
        for (_, hanging) in self.found.hanging.iter().filter(|(place, _)| self.is_on(*place)) {
            relations.extend(hanging.relations.iter().copied());
            alignments.extend(hanging.alignments.iter().copied());
            suggestions.extend(hanging.suggestions.iter().copied());
        }
        (relations.len(), alignments.len(), suggestions.len())
    }

    /// How many places carry the label already, share words with another tag of the layer, lie in a longer name.
    pub(super) fn apart(&self) -> (usize, usize, usize) {
        let mut counts = (0, 0, 0);
        for (_, place) in self.found.preview.places() {
            match place.standing {
                Standing::Free => {}
                Standing::Tagged(_) => counts.0 += 1,
                Standing::Overlapped(_) => counts.1 += 1,
                Standing::InLonger(_) => counts.2 += 1,
            }
        }
        counts
    }

    /// The entry that a place of a word list would be linked to, in words.
    fn linked_to(&self, session: &Session, place: &Place) -> String {
        let entry = self.found.preview.targets.get(place.target).and_then(|target| target.entry);
        let is_one_of_many = self.found.preview.targets.len() > 1 || !self.found.entries.is_empty();
        let Some(entry) = entry.filter(|_| is_one_of_many) else { return String::new() };
        if let Some(new) = self.found.entries.iter().find(|new| new.id == entry) {
            return tr!("→ new entry “{}”", crate::gui::register::one_line(&new.name));
        }
        session.entry_name(entry).map_or(String::new(), |name| format!("→ {}", crate::gui::register::one_line(name)))
    }

    /// What stands against a place, or what it would be linked to, in words.
    pub(super) fn note(&self, session: &Session, article: ArticleId, place: &Place) -> String {
        let mention = |id: MentionId| session.shard(article).and_then(|shard| shard.mentions.get(id));
        match place.standing {
            Standing::Free => self.linked_to(session, place),
            Standing::Tagged(id) if self.among == Among::Mentions => {
                let entry = mention(id).and_then(|mention| mention.entry).and_then(|id| session.entry_name(id));
                entry.map_or(String::new(), |name| format!("→ {}", crate::gui::register::one_line(name)))
            }
            Standing::Tagged(_) => tr!("tagged already").to_owned(),
            Standing::Overlapped(id) => {
                let quote = mention(id).map_or(String::new(), |mention| crate::gui::register::one_line(&mention.quote));
                tr!("shares words with “{quote}”", quote)
            }
            Standing::InLonger(entry) => {
                let name = session.entry_name(entry).map(crate::gui::register::one_line).unwrap_or_default();
                tr!("part of “{name}”", name)
            }
        }
    }
}

/// Whether a place can be ticked: what is tagged is not tagged again.
fn can(among: Among, place: &Place) -> bool {
    among == Among::Mentions || !matches!(place.standing, Standing::Tagged(_))
}

/// How many of the first `count` numbers `holds` is true of; it is so of all before the last one of them.
fn partition(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
