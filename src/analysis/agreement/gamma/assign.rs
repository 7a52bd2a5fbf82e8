//! The best alignment of two sides, exactly: an assignment of least cost in which a unit may also stay alone.
//!
//! With `delta_empty = 1` two units that are aligned cost how unlike they are, and a unit that stays alone costs 1; so a pair
//! counts as its own cost less 1 for its second unit, and staying alone as 1. Rows are placed one after the other by
//! shortest augmenting paths over reduced costs (Jonker and Volgenant 1987, Computing 38); a path never gets longer than
//! staying alone costs, so a search stays near its unit however many there are.

use super::candidates::{Candidate, candidates};
use super::unit::{TooMuch, Unit};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Pairs that are as unlike as this are better left alone, one by one.
const LIMIT: f64 = 2.0;
/// The cost of a unit that stays alone.
const ALONE: f64 = 1.0;
/// More steps than this are not taken for one alignment.
const MAX_STEPS: usize = 100_000_000;

/// The cost of the best alignment: the sum of its unitary disorders.
///
/// # Errors
/// [`TooMuch`] where the units are too many at one place.
pub(super) fn least_cost(first: &[Unit], second: &[Unit]) -> Result<f64, TooMuch> {
    let pairs = aligned(first, second)?;
    let alone = first.len() + second.len() - 2 * pairs.len();
    Ok(pairs.iter().map(|pair| pair.cost).sum::<f64>() + alone as f64 * ALONE)
}

/// The pairs of the best alignment, by the first unit.
///
/// # Errors
/// [`TooMuch`] where the units are too many at one place.
fn aligned(first: &[Unit], second: &[Unit]) -> Result<Vec<Candidate>, TooMuch> {
    let candidates = candidates(first, second, LIMIT)?;
    let mut rows: Vec<&[Candidate]> = vec![&[]; first.len()];
    for row in candidates.chunk_by(|one, two| one.one == two.one) {
        if let Some(slot) = row.first().and_then(|candidate| rows.get_mut(candidate.one)) {
            *slot = row;
        }
    }
    let mut matching = Matching::new(rows, second.len());
    for row in 0..first.len() {
        matching.place(row)?;
    }
    Ok(matching.pairs())
}

/// A distance that can be ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Distance(f64);

impl Eq for Distance {}

impl PartialOrd for Distance {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Distance {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    price: f64,
    column: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Column {
    /// Never above 0; 0 as long as no row has the column.
    price: f64,
    row: Option<usize>,
    distance: f64,
    /// The row that the shortest way comes from.
    from: usize,
    is_done: bool,
}

const UNTOUCHED: Column = Column { price: 0.0, row: None, distance: f64::INFINITY, from: 0, is_done: false };

struct Matching<'c> {
    costs: Vec<&'c [Candidate]>,
    rows: Vec<Row>,
    columns: Vec<Column>,
    steps: usize,
    heap: BinaryHeap<Reverse<(Distance, usize)>>,
    touched: Vec<usize>,
    /// The row that stays alone for the shortest way so far, and how long the way is.
    alone: (f64, usize),
}

impl<'c> Matching<'c> {
    fn new(costs: Vec<&'c [Candidate]>, columns: usize) -> Self {
        Self {
            rows: vec![Row::default(); costs.len()],
            columns: vec![UNTOUCHED; columns],
            costs,
            steps: 0,
            heap: BinaryHeap::new(),
            touched: Vec::new(),
            alone: (f64::INFINITY, 0),
        }
    }

    fn row(&self, row: usize) -> Row {
        self.rows.get(row).copied().unwrap_or_default()
    }

    fn column(&self, column: usize) -> Column {
        self.columns.get(column).copied().unwrap_or(UNTOUCHED)
    }

    fn cost_of(candidate: &Candidate) -> f64 {
        candidate.cost - ALONE
    }

    /// Finds a place for `row` and moves others where that costs less in all.
    fn place(&mut self, row: usize) -> Result<(), TooMuch> {
        let costs = self.costs.get(row).copied().unwrap_or_default();
        let offers = costs.iter().map(|candidate| Self::cost_of(candidate) - self.column(candidate.two).price);
        let least = offers.fold(ALONE, f64::min);
        if let Some(slot) = self.rows.get_mut(row) {
            slot.price = least;
        }
        self.alone = (f64::INFINITY, row);
        self.relax(row, 0.0)?;
        let (reach, end) = self.search()?;
        self.reprice(row, reach);
        self.augment(row, end);
        self.heap.clear();
        for column in std::mem::take(&mut self.touched) {
            if let Some(column) = self.columns.get_mut(column) {
                (column.distance, column.is_done) = (f64::INFINITY, false);
            }
        }
        Ok(())
    }

    /// Goes on from `row`, which is `distance` away.
    fn relax(&mut self, row: usize, distance: f64) -> Result<(), TooMuch> {
        let price = self.row(row).price;
        let alone = distance + (ALONE - price).max(0.0);
        if alone < self.alone.0 {
            self.alone = (alone, row);
        }
        let costs = self.costs.get(row).copied().unwrap_or_default();
        self.steps += costs.len() + 1;
        if self.steps > MAX_STEPS {
            return Err(TooMuch);
        }
        for candidate in costs {
            let Some(column) = self.columns.get_mut(candidate.two) else { continue };
            let reduced = (Self::cost_of(candidate) - price - column.price).max(0.0);
            let there = distance + reduced;
            if there < column.distance && there < self.alone.0 {
                (column.distance, column.from) = (there, row);
                self.touched.push(candidate.two);
                self.heap.push(Reverse((Distance(there), candidate.two)));
            }
        }
        Ok(())
    }

    /// The length of the shortest way to a free column or to a row that stays alone, and the column where it ends.
    fn search(&mut self) -> Result<(f64, Option<usize>), TooMuch> {
        while let Some(Reverse((Distance(distance), number))) = self.heap.pop() {
            if distance >= self.alone.0 {
                break;
            }
            let Some(column) = self.columns.get_mut(number) else { continue };
            if column.is_done || distance > column.distance {
                continue;
            }
            let Some(row) = column.row else { return Ok((distance, Some(number))) };
            column.is_done = true;
            self.relax(row, distance)?;
        }
        Ok((self.alone.0, None))
    }

    /// Takes the way into the prices, so that no reduced cost falls below 0.
    fn reprice(&mut self, row: usize, reach: f64) {
        if let Some(row) = self.rows.get_mut(row) {
            row.price += reach;
        }
        let mut seen = std::mem::take(&mut self.touched);
        seen.sort_unstable();
        seen.dedup();
        for number in &seen {
            let Some(column) = self.columns.get_mut(*number).filter(|column| column.is_done) else { continue };
            let change = reach - column.distance;
            column.price -= change;
            if let Some(row) = column.row.and_then(|row| self.rows.get_mut(row)) {
                row.price += change;
            }
        }
        self.touched = seen;
    }

    /// Moves every row on the way that ends at the column `end`, or at the row that stays alone.
    fn augment(&mut self, first: usize, end: Option<usize>) {
        let mut free = end;
        if end.is_none() {
            let Some(row) = self.rows.get_mut(self.alone.1) else { return };
            free = row.column.take();
            if self.alone.1 == first {
                return;
            }
        }
        while let Some(number) = free {
            let row = self.column(number).from;
            free = self.rows.get_mut(row).and_then(|row| row.column.replace(number));
            if let Some(column) = self.columns.get_mut(number) {
                column.row = Some(row);
            }
            if row == first {
                return;
            }
        }
    }

    fn pairs(&self) -> Vec<Candidate> {
        let pair = |(row, costs): (&Row, &&[Candidate])| {
            let column = row.column?;
            costs.iter().find(|candidate| candidate.two == column).copied()
        };
        self.rows.iter().zip(&self.costs).filter_map(pair).collect()
    }
}
