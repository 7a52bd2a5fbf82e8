//! The best alignment of three sides or more: exactly where that takes a reasonable time, else between two bounds.
//!
//! Each stretch is a set partition of least cost. Every unit is given a price such that no group costs less than its units;
//! the prices together are a lower bound, and what a group costs more than its units is its surplus. A best-first search
//! covers one unit after the other and finds the partition of least surplus. Where it has taken too many steps, the least
//! surplus that is still open gives the lower bound, and a narrowed search from unit to unit the upper one.

use super::assign::least_cost;
use super::groups::{Group, Stretch, stretches};
use super::unit::{TooMuch, Unit};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Steps that a search may take on one stretch.
const MAX_STEPS: usize = 20_000;

/// States at one unit that a narrowed search goes on from.
const MAX_STATES: usize = 100;

/// What the best alignment costs, and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Cost {
    pub(super) fn add(&mut self, other: Self) {
        self.low += other.low;
        self.high += other.high;
    }
}

/// What the best alignment of `sides` costs: the sum of its unitary disorders.
///
/// # Errors
/// [`TooMuch`] where the units are too many at one place.
pub(super) fn cost(sides: &[Vec<Unit>]) -> Result<Cost, TooMuch> {
    if let [first, second] = sides {
        let cost = least_cost(first, second)?;
        return Ok(Cost { low: cost, high: cost });
    }
    let mut sum = Cost::default();
    for stretch in stretches(sides)? {
        sum.add(cost_of(&stretch, sides.len())?);
    }
    Ok(sum)
}

fn cost_of(stretch: &Stretch, sides: usize) -> Result<Cost, TooMuch> {
    if let Ok(groups) = stretch.groups(sides) {
        return Ok(Search::new(groups).run());
    }
    let high = Search::new(stretch.near_groups(sides)).run().high;
    Ok(Cost { low: low_by_pairs(stretch, sides)?.min(high), high })
}

/// A lower bound without groups: each two sides cost at least what their own best alignment does.
fn low_by_pairs(stretch: &Stretch, sides: usize) -> Result<f64, TooMuch> {
    let of_side = |side: usize| -> Vec<Unit> {
        stretch.units.iter().filter(|(_, own)| *own == side).map(|(unit, _)| *unit).collect()
    };
    let mut sum = 0.0;
    for one in 0..sides {
        for two in one + 1..sides {
            sum += least_cost(&of_side(one), &of_side(two))?;
        }
    }
    Ok(sum / (sides * (sides - 1) / 2) as f64)
}

/// A group and what it costs more than its units.
struct Priced {
    units: Vec<usize>,
    surplus: f64,
}

struct Search {
    /// By their first unit, those of the least surplus first.
    groups: Vec<Vec<Priced>>,
    /// The sum of the prices.
    prices: f64,
}

/// Units before this one are covered, and so are those named.
type State = (usize, Vec<usize>);

impl Search {
    fn new(groups: Vec<Vec<Group>>) -> Self {
        let prices = prices(&groups);
        let price = |unit: &usize| prices.get(*unit).copied().unwrap_or_default();
        let with_price = |group: Group| {
            let surplus = (group.cost - group.units.iter().map(price).sum::<f64>()).max(0.0);
            Priced { units: group.units, surplus }
        };
        let by_surplus = |groups: Vec<Group>| {
            let mut sorted: Vec<Priced> = groups.into_iter().map(with_price).collect();
            sorted.sort_by(|one, two| {
                one.surplus.total_cmp(&two.surplus).then_with(|| two.units.len().cmp(&one.units.len()))
            });
            sorted
        };
        Self { groups: groups.into_iter().map(by_surplus).collect(), prices: prices.iter().sum() }
    }

    /// The cost of a partition that takes the group of least surplus wherever it comes.
    fn greedy(&self) -> f64 {
        let mut covered = vec![false; self.groups.len()];
        let mut cost = self.prices;
        for (unit, groups) in self.groups.iter().enumerate() {
            if covered.get(unit) == Some(&true) {
                continue;
            }
            let is_free = |group: &&Priced| group.units.iter().all(|unit| covered.get(*unit) == Some(&false));
            let Some(group) = groups.iter().find(is_free) else { continue };
            cost += group.surplus;
            for unit in &group.units {
                covered.get_mut(*unit).into_iter().for_each(|slot| *slot = true);
            }
        }
        cost
    }

    /// Covers one unit after the other, and goes on from the best states at each unit alone. The upper bound is good, and it is
    /// the cost itself where no state had to be left behind; `low` is the lower bound otherwise.
    fn narrow(&self, low: f64) -> Cost {
        let mut open: BTreeMap<usize, BTreeMap<Vec<usize>, f64>> = BTreeMap::from([(0, [(Vec::new(), 0.0)].into())]);
        let mut is_whole = true;
        while let Some((first, states)) = open.pop_first() {
            let mut states: Vec<(Vec<usize>, f64)> = states.into_iter().collect();
            states.sort_by(|(_, one), (_, two)| one.total_cmp(two));
            let Some(groups) = self.groups.get(first) else {
                let high = self.prices + states.first().map_or(f64::INFINITY, |(_, surplus)| *surplus);
                return Cost { low: if is_whole { high } else { low.min(high) }, high };
            };
            is_whole &= states.len() <= MAX_STATES;
            states.truncate(MAX_STATES);
            for (covered, surplus) in states {
                let state = (first, covered);
                for group in groups.iter().filter(|group| group.units.iter().all(|unit| !state.1.contains(unit))) {
                    let (next, covered) = next_state(&state, &group.units);
                    let known = open.entry(next).or_default().entry(covered).or_insert(f64::INFINITY);
                    *known = known.min(surplus + group.surplus);
                }
            }
        }
        Cost { low, high: self.greedy() }
    }

    fn run(&self) -> Cost {
        let high = self.greedy();
        let mut best: BTreeMap<State, f64> = BTreeMap::from([((0, Vec::new()), 0.0)]);
        // Surpluses are never below 0, and the bits of such numbers are in their own order.
        let mut open = BinaryHeap::from([Reverse((0_u64, Reverse(0), Vec::new()))]);
        let mut steps = 0;
        while let Some(Reverse((bits, Reverse(first), covered))) = open.pop() {
            let surplus = f64::from_bits(bits);
            let state = (first, covered);
            if best.get(&state).is_some_and(|best| *best < surplus) {
                continue;
            }
            if first == self.groups.len() {
                let cost = self.prices + surplus;
                return Cost { low: cost, high: cost };
            }
            if steps >= MAX_STEPS {
                return self.narrow(self.prices + surplus);
            }
            for group in self.groups.get(first).into_iter().flatten() {
                steps += 1;
                let sum = surplus + group.surplus;
                if self.prices + sum > high || group.units.iter().any(|unit| state.1.binary_search(unit).is_ok()) {
                    continue;
                }
                let next = next_state(&state, &group.units);
                if best.get(&next).is_none_or(|known| sum < *known) {
                    open.push(Reverse((sum.to_bits(), Reverse(next.0), next.1.clone())));
                    best.insert(next, sum);
                }
            }
        }
        // What the greedy partition costs was passed over by a rounding error at most.
        Cost { low: high, high }
    }
}

fn next_state((first, covered): &State, units: &[usize]) -> State {
    let mut covered: Vec<usize> = covered.iter().chain(units).copied().filter(|unit| unit > first).collect();
    covered.sort_unstable();
    let mut next = first + 1;
    let passed = covered.iter().take_while(|unit| {
        let is_next = **unit == next;
        next += usize::from(is_next);
        is_next
    });
    let passed = passed.count();
    (next, covered.split_off(passed))
}

/// A price for each unit, so that no group costs less than its units: shares of the cheapest groups at first, then as much
/// more as its groups leave.
fn prices(groups: &[Vec<Group>]) -> Vec<f64> {
    let all: Vec<&Group> = groups.iter().flatten().collect();
    let mut of_unit: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (number, group) in all.iter().enumerate() {
        for unit in &group.units {
            of_unit.get_mut(*unit).into_iter().for_each(|list| list.push(number));
        }
    }
    let share = |number: &usize| all.get(*number).map_or(0.0, |group| group.cost / group.units.len() as f64);
    let mut prices: Vec<f64> =
        of_unit.iter().map(|numbers| numbers.iter().map(share).fold(f64::INFINITY, f64::min)).collect();
    for unit in 0..prices.len() {
        let price = |unit: &usize| prices.get(*unit).copied().unwrap_or_default();
        let left = |number: &usize| {
            all.get(*number).map_or(0.0, |group| group.cost - group.units.iter().map(price).sum::<f64>())
        };
        let room = of_unit.get(unit).into_iter().flatten().map(left).fold(f64::INFINITY, f64::min);
        prices.get_mut(unit).into_iter().for_each(|price| *price += room.max(0.0));
    }
    prices
}

#[cfg(test)]
mod tests {
    use super::super::unit::dissimilarity;
    use super::*;
    use proptest::prelude::*;

    /// The cost of the best alignment, by trying every one.
    fn tried(sides: &[Vec<Unit>]) -> f64 {
        let Some((side, first)) = sides.iter().enumerate().find_map(|(side, units)| Some((side, *units.first()?)))
        else {
            return 0.0;
        };
        let mut rest = sides.to_vec();
        rest[side].remove(0);
        // The sides before it have no units left; each later one gives any of its units, or none.
        let mut groups: Vec<(Vec<Unit>, Vec<Vec<Unit>>)> = vec![(vec![first], rest)];
        for other in side + 1..sides.len() {
            let with: Vec<_> = groups
                .iter()
                .flat_map(|(group, rest)| {
                    (0..rest[other].len()).map(move |at| {
                        let mut rest = rest.clone();
                        let unit = rest[other].remove(at);
                        ([&group[..], &[unit]].concat(), rest)
                    })
                })
                .collect();
            groups.extend(with);
        }
        let cost = |group: &[Unit]| {
            let pairs = sides.len() * (sides.len() - 1) / 2;
            let there = group.len() * (group.len() - 1) / 2;
            let unlike: f64 = (0..group.len())
                .flat_map(|one| (one + 1..group.len()).map(move |two| (one, two)))
                .map(|(one, two)| dissimilarity(group[one], group[two]))
                .sum();
            (unlike + (pairs - there) as f64) / pairs as f64
        };
        groups.iter().map(|(group, rest)| cost(group) + tried(rest)).fold(f64::INFINITY, f64::min)
    }

    fn units(most: usize) -> impl Strategy<Value = Vec<Unit>> {
        let unit =
            (0_u64..40, 1_u64..12, 0_u32..3).prop_map(|(start, len, label)| Unit { start, end: start + len, label });
        prop::collection::btree_set(unit, 0..=most).prop_map(|units| units.into_iter().collect())
    }

    proptest! {
        #[test]
        fn two_sides_cost_what_trying_every_alignment_finds(first in units(6), second in units(6)) {
            let sides = [first, second];
            let found = cost(&sides).unwrap();
            prop_assert!((found.low - tried(&sides)).abs() < 1e-9 && found.low.to_bits() == found.high.to_bits());
        }

        #[test]
        fn more_sides_too(sides in prop::collection::vec(units(3), 3..=4)) {
            let found = cost(&sides).unwrap();
            let tried = tried(&sides);
            prop_assert!((found.low - tried).abs() < 1e-9 && (found.high - tried).abs() < 1e-9, "{found:?} {tried}");
        }

        #[test]
        fn bounds_hold_where_the_best_alignment_is_not_looked_for(sides in prop::collection::vec(units(3), 3)) {
            let tried = tried(&sides);
            let mut sum = Cost::default();
            for stretch in stretches(&sides).unwrap() {
                let high = Search::new(stretch.near_groups(3)).run().high;
                sum.add(Cost { low: low_by_pairs(&stretch, 3).unwrap(), high });
                let search = Search::new(stretch.groups(3).unwrap());
                let (whole, narrow) = (search.run(), search.narrow(search.prices));
                prop_assert!(narrow.low <= whole.low + 1e-9 && whole.high <= narrow.high + 1e-9, "{whole:?} {narrow:?}");
                prop_assert!(narrow.high <= search.greedy() + 1e-9, "fewer than the states it goes on from");
            }
            prop_assert!(sum.low <= tried + 1e-9 && tried <= sum.high + 1e-9, "{sum:?} {tried}");
        }

        #[test]
        fn many_units_of_two_sides_cost_what_the_search_over_groups_finds(first in units(9), second in units(9)) {
            let sides = [first, second];
            let mut sum = Cost::default();
            for stretch in stretches(&sides).unwrap() {
                sum.add(Search::new(stretch.groups(2).unwrap()).run());
            }
            let found = least_cost(&sides[0], &sides[1]).unwrap();
            prop_assert!(sum.low <= found + 1e-9 && found <= sum.high + 1e-9, "{sum:?} {found}");
        }
    }
}
