//! What can be aligned where there are three sides or more: groups of units, at most one of each side, and what each costs.
//!
//! A group of `k` of `n` sides costs the mean over all `n (n - 1) / 2` pairs of sides: how unlike two units are, and 1 for
//! every pair in which a side is missing. Groups that cost no less when they are parted are left out, since some best
//! alignment does without them.

use super::candidates::candidates;
use super::unit::{TooMuch, Unit, dissimilarity};
use std::collections::BTreeMap;

/// More groups than this are not listed for one stretch.
const MAX_GROUPS: usize = 60_000;

/// Units of one stretch that no group leads out of, in order of their starts.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// Each with the number of its side.
    pub(super) units: Vec<(Unit, usize)>,
    /// For each unit, those that may be in one group with it, by number.
    near: Vec<Vec<usize>>,
}

/// Units that are aligned with one another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// By number, in order; the first one is where the group is listed.
    pub(super) units: Vec<usize>,
    /// Its unitary disorder.
    pub(super) cost: f64,
}

fn pairs_of(sides: usize) -> f64 {
    (sides * sides.saturating_sub(1) / 2) as f64
}

/// Stretches that can be aligned apart from one another.
///
/// # Errors
/// [`TooMuch`] where the units are too many at one place.
pub(super) fn stretches(sides: &[Vec<Unit>]) -> Result<Vec<Stretch>, TooMuch> {
    let mut all: Vec<(Unit, usize)> =
        sides.iter().enumerate().flat_map(|(side, units)| units.iter().map(move |unit| (*unit, side))).collect();
    all.sort_unstable();
    let numbers: BTreeMap<(usize, Unit), usize> =
        all.iter().enumerate().map(|(number, (unit, side))| ((*side, *unit), number)).collect();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    // In a group that is not better parted, some pair across every cut is less unlike than this.
    let limit = 1.0 + pairs_of(sides.len());
    for (side, first) in sides.iter().enumerate() {
        for (other, second) in sides.iter().enumerate().skip(side + 1) {
            for candidate in candidates(first, second, limit)? {
                let number = |side: usize, units: &[Unit], at: usize| numbers.get(&(side, *units.get(at)?)).copied();
                let one = number(side, first, candidate.one);
                let two = number(other, second, candidate.two);
                let (Some(one), Some(two)) = (one, two) else { continue };
                near.get_mut(one).into_iter().for_each(|list| list.push(two));
                near.get_mut(two).into_iter().for_each(|list| list.push(one));
            }
        }
    }
    Ok(parted(&all, &near))
}

/// The connected parts of all units.
fn parted(all: &[(Unit, usize)], near: &[Vec<usize>]) -> Vec<Stretch> {
    let mut part_of: Vec<Option<usize>> = vec![None; all.len()];
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for start in 0..all.len() {
        if part_of.get(start).copied().flatten().is_some() {
            continue;
        }
        let part = parts.len();
        let (mut members, mut open) = (Vec::new(), vec![start]);
        while let Some(number) = open.pop() {
            let Some(slot) = part_of.get_mut(number).filter(|slot| slot.is_none()) else { continue };
            *slot = Some(part);
            members.push(number);
            open.extend(near.get(number).into_iter().flatten());
        }
        members.sort_unstable();
        parts.push(members);
    }
    let stretch = |members: Vec<usize>| {
        let local = |number: &usize| members.binary_search(number).ok();
        let units = members.iter().filter_map(|number| all.get(*number).copied()).collect();
        let lists = members.iter().map(|number| near.get(*number).into_iter().flatten().filter_map(local).collect());
        let near = lists.collect();
        Stretch { units, near }
    };
    parts.into_iter().map(stretch).collect()
}

impl Stretch {
    /// Every group that may be in a best alignment, by its first unit.
    ///
    /// # Errors
    /// [`TooMuch`] where there are more than [`MAX_GROUPS`].
    pub(super) fn groups(&self, sides: usize) -> Result<Vec<Vec<Group>>, TooMuch> {
        let mut all = Vec::with_capacity(self.units.len());
        let mut count = 0;
        for first in 0..self.units.len() {
            let mut lister = Lister { stretch: self, sides, pools: self.pools(first, sides), found: Vec::new() };
            lister.extend(0, &[first], 0.0, MAX_GROUPS.saturating_sub(count))?;
            count += lister.found.len();
            all.push(lister.found);
        }
        Ok(all)
    }

    /// Groups of units that are each less unlike the first than staying alone costs, where listing all groups takes too much:
    /// enough for an alignment that may not be the best.
    pub(super) fn near_groups(&self, sides: usize) -> Vec<Vec<Group>> {
        let mut all = Vec::with_capacity(self.units.len());
        for first in 0..self.units.len() {
            let is_near = |unit: &usize| *unit > first && self.unlike(first, *unit) < 1.0;
            let mut pools = vec![Vec::new(); sides];
            for unit in self.near.get(first).into_iter().flatten().copied().filter(is_near) {
                self.side(unit).and_then(|side| pools.get_mut(side)).into_iter().for_each(|pool| pool.push(unit));
            }
            let mut lister = Lister { stretch: self, sides, pools, found: Vec::new() };
            if lister.extend(0, &[first], 0.0, MAX_GROUPS / self.units.len().max(1)).is_err() {
                lister.found.push(Group { units: vec![first], cost: 1.0 });
            }
            all.push(lister.found);
        }
        all
    }

    fn unlike(&self, one: usize, two: usize) -> f64 {
        let (one, two) = (self.units.get(one), self.units.get(two));
        one.zip(two).map_or(f64::INFINITY, |((one, _), (two, _))| dissimilarity(*one, *two))
    }

    fn side(&self, unit: usize) -> Option<usize> {
        self.units.get(unit).map(|(_, side)| *side)
    }

    /// For each side the units behind `first` that a group of it can reach.
    fn pools(&self, first: usize, sides: usize) -> Vec<Vec<usize>> {
        let (mut reached, mut edge) = (vec![first], vec![first]);
        for _ in 1..sides {
            let mut next: Vec<usize> = edge
                .iter()
                .flat_map(|number| self.near.get(*number).into_iter().flatten().copied())
                .filter(|number| *number > first && !reached.contains(number))
                .collect();
            next.sort_unstable();
            next.dedup();
            reached.extend_from_slice(&next);
            edge = next;
        }
        let mut pools = vec![Vec::new(); sides];
        let own = self.side(first);
        reached.sort_unstable();
        for number in reached.into_iter().filter(|number| self.side(*number) != own) {
            self.side(number).and_then(|side| pools.get_mut(side)).into_iter().for_each(|pool| pool.push(number));
        }
        pools
    }
}

/// Lists the groups of one first unit.
struct Lister<'s> {
    stretch: &'s Stretch,
    sides: usize,
    pools: Vec<Vec<usize>>,
    found: Vec<Group>,
}

impl Lister<'_> {
    /// Takes a unit of `side`, or none, and goes on to the next side.
    fn extend(&mut self, side: usize, members: &[usize], unlike: f64, room: usize) -> Result<(), TooMuch> {
        let pairs = pairs_of(self.sides);
        if side == self.sides {
            let mut units = members.to_vec();
            units.sort_unstable();
            let cost = (unlike + pairs - pairs_of(units.len())) / pairs;
            if units.len() == 1 || (cost < units.len() as f64 && !self.is_better_parted(&units)) {
                self.found.push(Group { units, cost });
            }
            return if self.found.len() > room { Err(TooMuch) } else { Ok(()) };
        }
        self.extend(side + 1, members, unlike, room)?;
        let pool = self.pools.get(side).cloned().unwrap_or_default();
        for unit in pool {
            let more: f64 = members.iter().map(|member| self.stretch.unlike(*member, unit)).sum();
            // No group is better than its units alone from here on.
            if unlike + more < pairs * self.sides as f64 {
                self.extend(side + 1, &[members, &[unit]].concat(), unlike + more, room)?;
            }
        }
        Ok(())
    }

    /// Whether two groups made of `units` cost no more than the one.
    fn is_better_parted(&self, units: &[usize]) -> bool {
        let is_in = |part: usize, place: usize| part >> place & 1 == 1;
        (1..1_usize << units.len().saturating_sub(1)).any(|part| {
            let mut across = 0.0;
            for (place, one) in units.iter().enumerate() {
                for (other, two) in units.iter().enumerate().skip(place + 1) {
                    if is_in(part, place) != is_in(part, other) {
                        across += self.stretch.unlike(*one, *two) - 1.0;
                    }
                }
            }
            across >= pairs_of(self.sides)
        })
    }
}
