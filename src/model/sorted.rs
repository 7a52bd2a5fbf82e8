//! A sorted map whose copies share their chunks: a copy costs one pointer a chunk, and a change of a copy one chunk more.
//!
//! That is what lets background work hold a session of 100,000 mentions in one article while it is edited. It does not know
//! what it holds.

use std::cmp::Ordering;
use std::sync::Arc;

/// Entries of one chunk; a fuller one is cut in two. Near the square root of the largest tables, so that copying a map and
/// changing one chunk cost about the same.
const MAX_ENTRIES: usize = 256;

type Chunk<K, V> = Arc<Vec<(K, V)>>;

/// Values by key, in order of the keys. No chunk is empty.
#[derive(Clone, Debug)]
pub struct Sorted<K, V> {
    chunks: Vec<Chunk<K, V>>,
    len: usize,
}

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Sorted<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.entries().eq(other.entries())
    }
}

impl<K, V> Sorted<K, V> {
    fn entries(&self) -> impl DoubleEndedIterator<Item = &(K, V)> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Every entry in order.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.entries().map(|(key, value)| (key, value))
    }

    /// The entries from the one of this number on, in order.
    pub fn iter_from_rank(&self, rank: usize) -> impl Iterator<Item = (&K, &V)> {
        let mut rest = rank;
        let mut first = 0;
        while let Some(chunk) = self.chunks.get(first).filter(|chunk| chunk.len() <= rest) {
            rest -= chunk.len();
            first += 1;
        }
        self.iter_from_place(first, rest)
    }

    fn iter_from_place(&self, chunk: usize, place: usize) -> impl Iterator<Item = (&K, &V)> {
        let head = self.chunks.get(chunk).and_then(|chunk| chunk.get(place..)).unwrap_or_default();
        let tail = self.chunks.get(chunk + 1..).unwrap_or_default();
        head.iter().chain(tail.iter().flat_map(|chunk| chunk.iter())).map(|(key, value)| (key, value))
    }
}

impl<K: Copy + Ord, V: Clone> Sorted<K, V> {
    /// The chunk that holds `key` or would hold it, and the key's place there.
    fn place_of(&self, key: &K) -> (usize, Result<usize, usize>) {
        let is_before = |chunk: &Chunk<K, V>| chunk.last().is_some_and(|(last, _)| last < key);
        let chunk = self.chunks.partition_point(is_before);
        match self.chunks.get(chunk) {
            Some(found) => (chunk, found.binary_search_by(|(known, _)| known.cmp(key))),
            None => (chunk, Err(0)),
        }
    }

    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let (chunk, place) = self.place_of(key);
        self.chunks.get(chunk)?.get(place.ok()?).map(|(_, value)| value)
    }

    /// Gives up the room that entries to come would have had; chunks that a copy has as well keep it.
    pub fn shrink(&mut self) {
        self.chunks.iter_mut().filter_map(Arc::get_mut).for_each(Vec::shrink_to_fit);
    }

    /// Puts `value` under `key`; gives back what was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (chunk, place) = self.place_of(&key);
        match place {
            Ok(place) => {
                let entry = Arc::make_mut(self.chunks.get_mut(chunk)?).get_mut(place)?;
                Some(std::mem::replace(&mut entry.1, value))
            }
            Err(place) => {
                self.len += 1;
                self.insert_at(chunk, place, (key, value));
                None
            }
        }
    }

    fn insert_at(&mut self, chunk: usize, place: usize, entry: (K, V)) {
        // Behind the last key: tables are filled in order, and then their chunks should be full ones.
        let is_behind_all = chunk == self.chunks.len();
        let target = if is_behind_all { chunk.saturating_sub(1) } else { chunk };
        let Some(shared) = self.chunks.get_mut(target) else {
            return self.chunks.push(Arc::new(vec![entry]));
        };
        if is_behind_all && shared.len() >= MAX_ENTRIES {
            return self.chunks.push(Arc::new(vec![entry]));
        }
        let entries = Arc::make_mut(shared);
        let place = if is_behind_all { entries.len() } else { place };
        entries.insert(place.min(entries.len()), entry);
        if entries.len() > MAX_ENTRIES {
            let upper = entries.split_off(entries.len() / 2);
            self.chunks.insert(target + 1, Arc::new(upper));
        }
    }

    /// Takes `key` out; gives back what was there.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let (chunk, place) = self.place_of(key);
        let place = place.ok()?;
        let entries = Arc::make_mut(self.chunks.get_mut(chunk)?);
        let (_, value) = entries.remove(place);
        if entries.is_empty() {
            self.chunks.remove(chunk);
        }
        self.len -= 1;
        Some(value)
    }

    /// The entries from `key` on, in order.
    pub fn iter_from(&self, key: K) -> impl Iterator<Item = (&K, &V)> {
        let (chunk, place) = self.place_of(&key);
        self.iter_from_place(chunk, place.unwrap_or_else(|place| place))
    }

    /// The entries before `key`, the last one first.
    pub fn iter_before(&self, key: K) -> impl Iterator<Item = (&K, &V)> {
        let (chunk, place) = self.place_of(&key);
        let place = place.unwrap_or_else(|place| place);
        let tail = self.chunks.get(chunk).and_then(|chunk| chunk.get(..place)).unwrap_or_default();
        let head = self.chunks.get(..chunk).unwrap_or_default();
        let rest = head.iter().rev().flat_map(|chunk| chunk.iter().rev());
        tail.iter().rev().chain(rest).map(|(key, value)| (key, value))
    }

    /// How many entries stand before `key`.
    #[must_use]
    pub fn rank(&self, key: &K) -> usize {
        let (chunk, place) = self.place_of(key);
        let before = self.chunks.get(..chunk).unwrap_or_default();
        before.iter().map(|chunk| chunk.len()).sum::<usize>() + place.unwrap_or_else(|place| place)
    }

    /// Calls `visit` with what `old` and this map hold under each key where the two differ, in order; `same` says whether
    /// two values are. Chunks that both share are passed over, so this costs little after a few changes of a copy.
    pub fn differences<'m>(
        &'m self,
        old: &'m Self,
        same: impl Fn(&V, &V) -> bool,
        mut visit: impl FnMut(Option<&'m V>, Option<&'m V>),
    ) {
        let mut cursors = (Cursor::default(), Cursor::default());
        loop {
            let (before, after) = (&mut cursors.0, &mut cursors.1);
            if before.skip_shared(old, after, self) {
                continue;
            }
            match (before.entry(old), after.entry(self)) {
                (None, None) => return,
                (Some(gone), None) => {
                    visit(Some(&gone.1), None);
                    before.step(old);
                }
                (None, Some(new)) => {
                    visit(None, Some(&new.1));
                    after.step(self);
                }
                (Some(known), Some(now)) => match known.0.cmp(&now.0) {
                    Ordering::Less => {
                        visit(Some(&known.1), None);
                        before.step(old);
                    }
                    Ordering::Greater => {
                        visit(None, Some(&now.1));
                        after.step(self);
                    }
                    Ordering::Equal => {
                        if !same(&known.1, &now.1) {
                            visit(Some(&known.1), Some(&now.1));
                        }
                        before.step(old);
                        after.step(self);
                    }
                },
            }
        }
    }
}

/// A place in a map while two are compared.
#[derive(Clone, Copy, Default)]
struct Cursor {
    chunk: usize,
    place: usize,
}

impl Cursor {
    fn entry<'m, K, V>(&self, map: &'m Sorted<K, V>) -> Option<&'m (K, V)> {
        map.chunks.get(self.chunk)?.get(self.place)
    }

    fn step<K, V>(&mut self, map: &Sorted<K, V>) {
        self.place += 1;
        if map.chunks.get(self.chunk).is_none_or(|chunk| self.place >= chunk.len()) {
            *self = Self { chunk: self.chunk + 1, place: 0 };
        }
    }

    /// Moves both cursors behind a chunk that both maps share, if they stand at the start of one.
    fn skip_shared<K, V>(&mut self, map: &Sorted<K, V>, other: &mut Self, other_map: &Sorted<K, V>) -> bool {
        let at_starts = self.place == 0 && other.place == 0;
        let (Some(one), Some(two)) = (map.chunks.get(self.chunk), other_map.chunks.get(other.chunk)) else {
            return false;
        };
        let is_shared = at_starts && Arc::ptr_eq(one, two);
        if is_shared {
            self.chunk += 1;
            other.chunk += 1;
        }
        is_shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn shared(one: &Sorted<u32, u32>, two: &Sorted<u32, u32>) -> usize {
        one.chunks.iter().filter(|chunk| two.chunks.iter().any(|other| Arc::ptr_eq(chunk, other))).count()
    }

    #[test]
    fn a_change_of_a_copy_copies_one_chunk() {
        let mut map: Sorted<u32, u32> = Sorted::default();
        for key in 0..100_000 {
            map.insert(key * 2, key);
        }
        let held = map.clone();
        assert_eq!(map.chunks.len(), 100_000_usize.div_ceil(MAX_ENTRIES), "filled in order the chunks are full");
        map.insert(50_001, 7);
        assert_eq!(shared(&held, &map), held.chunks.len() - 1);
        let mut found = Vec::new();
        map.differences(&held, |one, two| one == two, |before, after| found.push((before.copied(), after.copied())));
        assert_eq!(found, [(None, Some(7))]);
    }

    proptest! {
        #[test]
        fn it_is_what_a_tree_is(
            steps in prop::collection::vec((0u32..700, any::<bool>(), any::<u8>()), 0..1500),
            later in prop::collection::vec((0u32..700, any::<bool>(), any::<u8>()), 0..40),
            key in 0u32..720,
        ) {
            let mut tree = BTreeMap::new();
            let mut map = Sorted::default();
            let go = |tree: &mut BTreeMap<u32, u8>, map: &mut Sorted<u32, u8>, steps: &[(u32, bool, u8)]| {
                for (key, insert, value) in steps {
                    if *insert {
                        assert_eq!(map.insert(*key, *value), tree.insert(*key, *value));
                    } else {
                        assert_eq!(map.remove(key), tree.remove(key));
                    }
                }
            };
            go(&mut tree, &mut map, &steps);
            // Every key once, so that chunks are cut.
            let fill: Vec<(u32, bool, u8)> = (0..700).filter(|key| key % 3 > 0).map(|key| (key, true, 1)).collect();
            go(&mut tree, &mut map, &fill);
            let (old_tree, old) = (tree.clone(), map.clone());
            go(&mut tree, &mut map, &later);
            prop_assert_eq!(map.len(), tree.len());
            prop_assert!(map.iter().eq(tree.iter()));
            prop_assert!(map.iter_from(key).eq(tree.range(key..)));
            prop_assert!(map.iter_before(key).eq(tree.range(..key).rev()));
            prop_assert_eq!(map.rank(&key), tree.range(..key).count());
            let rank = key as usize;
            prop_assert!(map.iter_from_rank(rank).eq(tree.iter().skip(rank)));
            prop_assert_eq!(map.get(&key), tree.get(&key));
            let mut found = Vec::new();
            map.differences(&old, |one, two| one == two, |before, after| found.push((before.copied(), after.copied())));
            let keys: std::collections::BTreeSet<u32> = tree.keys().chain(old_tree.keys()).copied().collect();
            let expected: Vec<_> = keys
                .into_iter()
                .map(|key| (old_tree.get(&key).copied(), tree.get(&key).copied()))
                .filter(|(before, after)| before != after)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
