//! Which mentions of several sides belong together in one article: those on the same words, then those with one id, then those
//! that overlap.
//!
//! It does not know in what they differ.

use super::overlap::join_overlapping;
use super::place::{Set, together};
use crate::model::{Mention, MentionId, Shard};
use std::collections::HashMap;

/// The mentions of `sides`, put together, in text order.
pub(super) fn aligned<'m>(sides: &[Option<&'m Shard>]) -> Vec<Set<'m>> {
    let mut sets = on_same_words(sides);
    join_same_ids(&mut sets);
    join_overlapping(&mut sets);
    sets.retain(|set| set.first().is_some());
    sets.sort_by(|one, other| key(one).cmp(&key(other)));
    sets
}

/// Where a set stands in text order: by start, then the longer first, then by label and id.
fn key<'a>(set: &Set<'a>) -> Option<(u32, std::cmp::Reverse<u32>, &'a str, MentionId)> {
    let first = set.first()?;
    let hull = first.fragments.hull();
    Some((hull.start.0, std::cmp::Reverse(hull.end.0), first.label.as_str(), first.id))
}

/// Goes through all sides at once, in text order.
fn on_same_words<'m>(sides: &[Option<&'m Shard>]) -> Vec<Set<'m>> {
    let mut rows: Vec<_> = sides.iter().map(|shard| shard.map(|shard| shard.mentions.by_key().peekable())).collect();
    let place = |mention: &Mention| {
        let hull = mention.fragments.hull();
        (hull.start.0, u32::MAX - hull.end.0)
    };
    let mut sets = Vec::new();
    let mut here: Vec<(usize, &'m Mention)> = Vec::new();
    loop {
        let next = rows.iter_mut().flatten().filter_map(|row| row.peek().map(|mention| place(mention))).min();
        let Some(next) = next else { return sets };
        here.clear();
        for (side, row) in rows.iter_mut().enumerate() {
            let Some(row) = row else { continue };
            while let Some(mention) = row.next_if(|mention| place(mention) == next) {
                here.push((side, mention));
            }
        }
        put_together(sides.len(), &here, &mut sets);
    }
}

/// Puts together mentions that reach from one start to one end.
fn put_together<'m>(sides: usize, here: &[(usize, &'m Mention)], sets: &mut Vec<Set<'m>>) {
    let is_one_place = here.windows(2).all(|pair| match pair {
        [one, other] => one.1.fragments == other.1.fragments,
        _ => true,
    });
    let is_one_each = here.windows(2).all(|pair| match pair {
        [one, other] => one.0 != other.0,
        _ => true,
    });
    if is_one_place && is_one_each {
        let mut set = Set { members: vec![None; sides] };
        for (side, mention) in here {
            set.put(*side, mention);
        }
        sets.push(set);
        return;
    }
    let mut rest = here.to_vec();
    while let Some((_, first)) = rest.first().copied() {
        let (same, others) = rest.into_iter().partition(|(_, mention)| mention.fragments == first.fragments);
        let same: Vec<(usize, &'m Mention)> = same;
        sets.extend(together(sides, &same));
        rest = others;
    }
}

/// Joins sets in which sides have one mention under one id, wherever it stands: they began with the same work.
fn join_same_ids(sets: &mut [Set<'_>]) {
    let mut by_id: HashMap<MentionId, usize> = HashMap::new();
    for number in 0..sets.len() {
        let open = sets.get(number).filter(|set| set.members.iter().any(Option::is_none));
        let ids: Vec<MentionId> = open.iter().flat_map(|set| set.members.iter().flatten()).map(|one| one.id).collect();
        for id in ids {
            let known = by_id.get(&id).copied().filter(|known| *known != number);
            let Some(Ok([first, second])) = known.map(|known| sets.get_disjoint_mut([known, number])) else {
                by_id.insert(id, number);
                continue;
            };
            if first.is_apart_from(second) {
                first.join(second);
            }
        }
    }
}
