//! Which records of two tables are the same: by one key after the other. It does not know what the keys are.

use std::collections::{BTreeMap, VecDeque};

/// Records of two sides on their way to each other.
pub(super) struct Pairs<'r, R> {
    pub(super) found: Vec<(Option<&'r R>, Option<&'r R>)>,
    a: Vec<&'r R>,
    b: Vec<&'r R>,
}

impl<'r, R> Pairs<'r, R> {
    pub(super) fn of(a: impl Iterator<Item = &'r R>, b: impl Iterator<Item = &'r R>) -> Self {
        Self { found: Vec::new(), a: a.collect(), b: b.collect() }
    }

    /// Pairs what has one key on both sides, first come first served; nothing is no key.
    pub(super) fn by<K: Ord>(mut self, key_of_a: impl Fn(&R) -> Option<K>, key_of_b: impl Fn(&R) -> Option<K>) -> Self {
        let mut waiting: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for (place, row) in self.b.iter().enumerate() {
            if let Some(key) = key_of_b(row) {
                waiting.entry(key).or_default().push_back(place);
            }
        }
        let mut taken = vec![false; self.b.len()];
        let mut rest = Vec::new();
        for row in self.a {
            let place = key_of_a(row).and_then(|key| waiting.get_mut(&key)?.pop_front());
            let other = place.and_then(|place| Some((taken.get_mut(place)?, self.b.get(place)?)));
            match other {
                Some((taken, other)) => {
                    *taken = true;
                    self.found.push((Some(row), Some(other)));
                }
                None => rest.push(row),
            }
        }
        self.a = rest;
        let open = self.b.iter().zip(taken).filter(|(_, taken)| !taken).map(|(row, _)| *row);
        self.b = open.collect();
        self
    }

    /// Every pair, and what has none.
    pub(super) fn all(self) -> Vec<(Option<&'r R>, Option<&'r R>)> {
        let Self { mut found, a, b } = self;
        found.extend(a.into_iter().map(|row| (Some(row), None)));
        found.extend(b.into_iter().map(|row| (None, Some(row))));
        found
    }
}
