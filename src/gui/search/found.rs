//! What was found so far, and the lines that a list makes of it: one for each article, and below it one for each place.
//!
//! It does not draw, and it does not know what was looked for.

use crate::analysis::search::{Group, Place};
use crate::model::ArticleId;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of the article of this number among those with places.
    Article(usize),
    /// The place of this number among all.
    Place(usize),
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    groups: Vec<Group>,
    /// For each article, how many places come before its first one.
    before: Vec<usize>,
    count: usize,
}

impl Found {
    /// Adds what was found behind all that is there.
    pub(super) fn push(&mut self, groups: Vec<Group>) {
        for group in groups {
            self.before.push(self.count);
            self.count += group.places.len();
            self.groups.push(group);
        }
    }

    /// How many places there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// In how many articles.
    pub(super) fn articles(&self) -> usize {
        self.groups.len()
    }

    /// How many lines there are.
    pub(super) fn lines(&self) -> usize {
        self.count + self.groups.len()
    }

    /// What stands on a line.
    pub(super) fn line(&self, number: usize) -> Option<Line> {
        // The heading of an article stands behind as many lines as there are articles and places before it.
        let (mut low, mut high) = (0, self.groups.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.heading(middle) <= number { low = middle + 1 } else { high = middle }
        }
        let group = low.checked_sub(1)?;
        let line = match number - self.heading(group) {
            0 => Line::Article(group),
            behind => Line::Place(self.before.get(group)? + behind - 1),
        };
        (number < self.lines()).then_some(line)
    }

    /// On which line a place stands.
    pub(super) fn line_of(&self, place: usize) -> usize {
        place + self.before.partition_point(|first| *first <= place)
    }

    fn heading(&self, group: usize) -> usize {
        self.before.get(group).copied().unwrap_or(self.count) + group
    }

    /// The article of a number and its places.
    pub(super) fn group(&self, number: usize) -> Option<&Group> {
        self.groups.get(number)
    }

    /// The number of the article in which a place stands.
    pub(super) fn group_of(&self, place: usize) -> usize {
        self.before.partition_point(|first| *first <= place).saturating_sub(1)
    }

    /// The first place of an article of this number; of the last one where there are not so many.
    pub(super) fn first_of(&self, group: usize) -> usize {
        self.before.get(group).or(self.before.last()).copied().unwrap_or_default()
    }

    /// A place and its article.
    pub(super) fn place(&self, number: usize) -> Option<(ArticleId, Place)> {
        let group = self.group_of(number);
        let found = self.groups.get(group)?;
        let place = found.places.get(number.checked_sub(*self.before.get(group)?)?)?;
        Some((found.article, *place))
    }

    /// The number of a place, where it is among those from the article of number `from` on.
    pub(super) fn number_of(&self, (article, place): (ArticleId, Place), from: usize) -> Option<usize> {
        let groups = self.groups.iter().zip(&self.before).skip(from);
        let (group, before) = groups.into_iter().find(|(group, _)| group.article == article)?;
        let at = group.places.iter().position(|known| *known == place)?;
        Some(before + at)
    }

    /// Every place with its article.
    pub(super) fn each(&self) -> impl Iterator<Item = (ArticleId, Place)> {
        self.groups.iter().flat_map(|group| group.places.iter().map(|place| (group.article, *place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn group(article: u64, places: usize) -> Group {
        let place = |number: usize| Place { span: Span::bytes(number, number + 1), mention: None };
        Group { article: ArticleId(article), places: (0..places).map(place).collect() }
    }

    #[test]
    fn each_article_has_its_heading_and_each_place_its_line_however_they_came() {
        let mut found = Found::default();
        found.push(vec![group(7, 2), group(3, 1)]);
        found.push(Vec::new());
        found.push(vec![group(9, 3)]);
        let lines: Vec<Line> = (0..found.lines()).filter_map(|line| found.line(line)).collect();
        let place = Line::Place;
        assert_eq!(
            lines,
            [
                Line::Article(0),
                place(0),
                place(1),
                Line::Article(1),
                place(2),
                Line::Article(2),
                place(3),
                place(4),
                place(5)
            ]
        );
        assert_eq!((found.count(), found.articles(), found.line(9)), (6, 3, None));
        for (number, known) in found.each().enumerate() {
            assert_eq!(found.line(found.line_of(number)), Some(place(number)));
            assert_eq!(found.place(number), Some(known));
            assert_eq!(found.number_of(known, 0), Some(number));
        }
        assert_eq!((found.group_of(2), found.first_of(2), found.first_of(8)), (1, 3, 3));
        assert_eq!(Found::default().line(0), None);
    }
}
