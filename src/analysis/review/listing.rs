//! The list that a wish comes to: the rows in their order, their groups and counts. The first screen comes first where the rest
//! takes longer, and one edit changes a list instead of making it anew.
//!
//! It does not draw, and it does not know who waits for it.

use super::filter::{Filter, Test};
use super::index::{Followed, Index};
use super::nearest::nearest;
use super::order::{Order, Sorting};
use super::row::{RowKey, RowRef, Tally};
use crate::model::{Session, SortKey};
use crate::text::QueryError;
use std::sync::Arc;

/// Rows of a first screen, and somewhat more.
const SCREEN: usize = 128;

/// Rows looked at before a first screen is shown that is not full.
const PATIENCE: usize = 150_000;

/// Rows looked at between two questions whether to go on.
const STEP: usize = 4096;

/// What somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Which rows.
    pub filter: Filter,
    /// In which order.
    pub sorting: Sorting,
    /// In which groups.
    pub group: Option<SortKey>,
}

/// Rows that have something in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The number of its first row in the list.
    pub first: usize,
    /// How many rows it has.
    pub count: usize,
}

/// What a wish comes to.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The rows, in order.
    pub rows: Vec<RowRef>,
    /// The groups, in order; empty where nothing is grouped.
    pub groups: Vec<Group>,
    /// What a review found of them.
    pub tally: Tally,
    /// Whether all rows are there; otherwise this is a first screen, and the whole list follows.
    pub is_whole: bool,
    order: Option<Arc<Order>>,
}

/// Who asks for a list: where they are, whether they still want it, and what to do with a first screen.
pub struct Asking<'a> {
    /// The row that is looked at; a search begins there.
    pub from: Option<RowKey>,
    /// Whether the list is still wanted.
    pub goes_on: &'a dyn Fn() -> bool,
    /// Takes a first screen, once at most.
    pub first: &'a mut dyn FnMut(Listing),
}

impl std::fmt::Debug for Asking<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Asking").field("from", &self.from).finish_non_exhaustive()
    }
}

/// Lists what `wish` asks for; nothing once nobody wants it any more.
///
/// # Errors
/// [`QueryError`] where a regular expression does not hold.
pub fn list(
    session: &Session,
    index: &Index,
    wish: &Wish,
    asking: &mut Asking<'_>,
) -> Result<Option<Listing>, QueryError> {
    let test = Test::new(session, index, &wish.filter)?;
    let mut rows = Vec::new();
    for (number, block) in (0..).zip(&index.blocks) {
        rows.extend(test.rows_of(number, block));
    }
    let order = Order::of(session, index, (wish.sorting, wish.group), None);
    if !(asking.goes_on)() {
        return Ok(None);
    }
    let mut maker = Maker { index, order: &order, wish, is_shown: false };
    if !test.asks_records() && !order.is_natural() && rows.len() > STEP {
        let from = asking.from.and_then(|key| index.find(session, key));
        let first = nearest(index, &order, &rows, (from, SCREEN));
        maker.show(first, asking);
        if !(asking.goes_on)() {
            return Ok(None);
        }
    }
    order.sort(index, &mut rows);
    if test.asks_records() {
        let Some(found) = maker.search(&test, &rows, session, asking) else { return Ok(None) };
        rows = found;
    }
    if order.asks_words() {
        let mut done = 0;
        while done < rows.len() {
            if !(asking.goes_on)() {
                return Ok(None);
            }
            done = order.refine(index, &mut rows, done, STEP);
        }
    }
    Ok(Some(maker.listing(rows, true)))
}

struct Maker<'a> {
    index: &'a Index,
    order: &'a Arc<Order>,
    wish: &'a Wish,
    is_shown: bool,
}

impl Maker<'_> {
    /// Those of `rows` whose records are wanted, looked at from the current row on and then from the top.
    fn search(
        &mut self,
        test: &Test<'_>,
        rows: &[RowRef],
        session: &Session,
        asking: &mut Asking<'_>,
    ) -> Option<Vec<RowRef>> {
        let current = asking.from.and_then(|key| self.index.find(session, key));
        let start = current.and_then(|at| self.position(rows, at)).unwrap_or_default();
        let (before, behind) = rows.split_at_checked(start).unwrap_or((&[], rows));
        let mut looked_at = 0;
        let mut found = [Vec::new(), Vec::new()];
        let [head, tail] = &mut found;
        for (part, kept) in [(behind, &mut *tail), (before, &mut *head)] {
            for step in part.chunks(STEP) {
                if !(asking.goes_on)() {
                    return None;
                }
                kept.extend(step.iter().copied().filter(|at| test.takes_record(self.index, *at)));
                looked_at += step.len();
                let is_worth_it = kept.len() >= SCREEN || (looked_at > PATIENCE && !kept.is_empty());
                if is_worth_it && looked_at < rows.len() {
                    self.show_found(kept, asking);
                }
            }
        }
        head.append(tail);
        Some(std::mem::take(head))
    }

    /// Where `at` stands in the list, or would.
    fn position(&self, rows: &[RowRef], at: RowRef) -> Option<usize> {
        if self.order.asks_words() {
            return rows.iter().position(|row| *row == at);
        }
        Some(rows.partition_point(|row| self.order.compare(self.index, *row, at).is_lt()))
    }

    /// Shows what a search has found so far, in the order in which it has gone through the rows.
    fn show_found(&mut self, rows: &[RowRef], asking: &mut Asking<'_>) {
        if !self.is_shown {
            let mut rows = rows.to_vec();
            if self.order.asks_words() {
                self.order.refine(self.index, &mut rows, 0, SCREEN);
            }
            self.show(rows, asking);
        }
    }

    fn show(&mut self, rows: Vec<RowRef>, asking: &mut Asking<'_>) {
        if !std::mem::replace(&mut self.is_shown, true) {
            (asking.first)(self.listing(rows, false));
        }
    }

    fn listing(&self, rows: Vec<RowRef>, is_whole: bool) -> Listing {
        let mut tally = Tally::default();
        rows.iter().filter_map(|at| self.index.row(*at)).for_each(|row| tally.add(row.state));
        let groups = groups(self.index, self.order, self.wish, &rows);
        Listing { rows, groups, tally, is_whole, order: Some(Arc::clone(self.order)) }
    }
}

fn groups(index: &Index, order: &Order, wish: &Wish, rows: &[RowRef]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    if wish.group.is_none() {
        return found;
    }
    let mut last = None;
    for (place, at) in rows.iter().enumerate() {
        let number = order.group_number(index, *at);
        match found.last_mut() {
            Some(group) if last == Some(number) => group.count += 1,
            _ => found.push(Group { first: place, count: 1 }),
        }
        last = Some(number);
    }
    found
}

impl Listing {
    /// Takes over what has changed in a few articles; the rows of all others stay where they are.
    ///
    /// # Errors
    /// [`QueryError`] where a regular expression does not hold; the list is as it was.
    pub fn follow(
        &mut self,
        session: &Session,
        index: &Index,
        wish: &Wish,
        followed: &Followed,
    ) -> Result<(), QueryError> {
        let test = Test::new(session, index, &wish.filter)?;
        let order = Order::of(session, index, (wish.sorting, wish.group), self.order.take());
        let before_of = |number: u32| followed.blocks.iter().find(|(known, _)| *known == number);
        let tally = &mut self.tally;
        self.rows.retain(|at| {
            let Some((_, before)) = before_of(at.block) else { return true };
            before.rows.get(at.row as usize).into_iter().for_each(|row| tally.take(row.state));
            false
        });
        let mut come: Vec<RowRef> = Vec::new();
        for (number, _) in &followed.blocks {
            let Some(block) = index.block(*number) else { continue };
            let rows = test.rows_of(*number, block);
            come.extend(rows.filter(|at| !test.asks_records() || test.takes_record(index, *at)));
        }
        come.iter().filter_map(|at| index.row(*at)).for_each(|row| self.tally.add(row.state));
        come.sort_by(|one, two| order.compare(index, *one, *two));
        self.rows = joined(&self.rows, &come, |one, two| order.compare(index, one, two).is_lt());
        self.groups = groups(index, &order, wish, &self.rows);
        self.order = Some(order);
        Ok(())
    }

    /// Whether the list is still in order where no article has changed: what it is ordered by is called as it was.
    #[must_use]
    pub fn is_in_order(&self, session: &Session, index: &Index) -> bool {
        self.order.as_ref().is_none_or(|order| order.holds(session, index))
    }

    /// Where a row stands in the list.
    #[must_use]
    pub fn place_of(&self, index: &Index, at: RowRef) -> Option<usize> {
        let order = self.order.as_ref()?;
        let place = self.rows.partition_point(|row| order.compare(index, *row, at).is_lt());
        if self.rows.get(place) == Some(&at) {
            return Some(place);
        }
        self.rows.iter().position(|row| *row == at)
    }
}

/// Two sorted lists as one; `come` is the shorter one.
fn joined(rows: &[RowRef], come: &[RowRef], is_before: impl Fn(RowRef, RowRef) -> bool) -> Vec<RowRef> {
    let mut made = Vec::with_capacity(rows.len() + come.len());
    let mut rest = rows;
    for at in come {
        let place = rest.partition_point(|row| is_before(*row, *at));
        let (before, behind) = rest.split_at_checked(place).unwrap_or((rest, &[]));
        made.extend_from_slice(before);
        made.push(*at);
        rest = behind;
    }
    made.extend_from_slice(rest);
    made
}
