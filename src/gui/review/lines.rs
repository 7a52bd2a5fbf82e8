//! The lines of the table: its rows, with a heading in front of each group.
//!
//! It does not draw.

use crate::analysis::review::Listing;

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of the group of this number.
    Group(usize),
    /// The row at this place of the list.
    Row(usize),
}

/// The lines of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'l>(pub(super) &'l Listing);

impl Lines<'_> {
    /// How many there are.
    pub(super) fn count(self) -> usize {
        self.0.rows.len() + self.0.groups.len()
    }

    /// What stands on a line.
    pub(super) fn at(self, line: usize) -> Line {
        let groups = &self.0.groups;
        // The heading of a group stands below the headings and the rows of all groups before it.
        let behind = bisect(groups.len(), |number| self.heading(number) <= line);
        match behind.checked_sub(1) {
            None => Line::Row(line),
            Some(group) if self.heading(group) == line => Line::Group(group),
            Some(group) => Line::Row(line - group - 1),
        }
    }

    /// On which line a row stands.
    pub(super) fn of_row(self, place: usize) -> usize {
        place + self.0.groups.partition_point(|group| group.first <= place)
    }

    fn heading(self, number: usize) -> usize {
        self.0.groups.get(number).map_or(usize::MAX, |group| group.first + number)
    }
}

/// How many of the first `count` numbers `is_before` holds for, which it does up to one of them.
fn bisect(count: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::review::{Group, RowRef};

    #[test]
    fn each_group_has_its_heading_and_each_row_its_line() {
        let mut listing = Listing::default();
        listing.rows.extend((0..5).map(|row| RowRef { block: 0, row }));
        listing.groups.extend([Group { first: 0, count: 2 }, Group { first: 2, count: 3 }]);
        let lines = Lines(&listing);
        let all: Vec<Line> = (0..lines.count()).map(|line| lines.at(line)).collect();
        let row = Line::Row;
        assert_eq!(all, [Line::Group(0), row(0), row(1), Line::Group(1), row(2), row(3), row(4)]);
        assert!((0..5).all(|place| lines.at(lines.of_row(place)) == row(place)));
    }
}
