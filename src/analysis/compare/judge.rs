//! In what mentions that belong together differ. It does not know why they were put together.

use super::entries::Register;
use super::kinds::{Kind, Kinds};
use super::place::Set;
use crate::model::{Attributes, Mention, MentionId, Shard, Slug};
use std::collections::{BTreeMap, HashMap};

/// Where a relation leads and what it says; its target by the number of the set.
type Leads<'m> = (&'m Slug, Option<&'m Slug>, Option<usize>, &'m Attributes);

/// In what the mentions of each set differ, relations apart; sides without the article do not count.
pub(super) fn differences(sides: &[Option<&Shard>], sets: &[Set<'_>], register: &Register) -> Vec<Kinds> {
    let mut kinds: Vec<Kinds> = sets.iter().map(|set| of_set(sides, set, register)).collect();
    relations(sides, sets, &mut kinds);
    kinds
}

fn of_set(sides: &[Option<&Shard>], set: &Set<'_>, register: &Register) -> Kinds {
    let mut kinds = Kinds::default();
    kinds.note(Kind::Missing, sides.iter().zip(&set.members).any(|(side, row)| side.is_some() && row.is_none()));
    let mut present = set.members.iter().enumerate().filter_map(|(side, row)| Some((side, (*row)?)));
    let Some((first_side, first)) = present.next() else { return kinds };
    for (side, row) in present {
        kinds.note(Kind::Extent, row.fragments != first.fragments);
        kinds.note(Kind::Label, row.label != first.label);
        kinds.note(Kind::Attribute, row.attributes != first.attributes);
        kinds.note(Kind::Link, !register.is_same((first_side, first.entry), (side, row.entry)));
        kinds.note(Kind::Other, !is_other_the_same(first, row));
    }
    kinds
}

fn is_other_the_same(one: &Mention, other: &Mention) -> bool {
    let flags = |row: &Mention| {
        let mut flags: Vec<Slug> = row.flags.clone();
        flags.sort_unstable();
        flags
    };
    let words = |row: &'_ Mention| row.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    let has_none = |row: &Mention| row.flags.is_empty() && row.notes.is_empty();
    one.confidence == other.confidence
        && one.review.state == other.review.state
        && ((has_none(one) && has_none(other)) || (flags(one) == flags(other) && words(one) == words(other)))
}

/// Notes where relations that start from the mentions of a set differ.
fn relations(sides: &[Option<&Shard>], sets: &[Set<'_>], kinds: &mut [Kinds]) {
    if sides.iter().flatten().all(|shard| shard.relations.is_empty()) {
        return;
    }
    let mut leads: BTreeMap<usize, Vec<Vec<Leads<'_>>>> = BTreeMap::new();
    for (side, shard) in sides.iter().enumerate() {
        let Some(shard) = shard.filter(|shard| !shard.relations.is_empty()) else { continue };
        let numbers: HashMap<MentionId, usize> =
            sets.iter().enumerate().filter_map(|(number, set)| Some(((*set.members.get(side)?)?.id, number))).collect();
        for relation in shard.relations.iter() {
            let Some(from) = numbers.get(&relation.from) else { continue };
            let to = numbers.get(&relation.to).copied();
            let rows = leads.entry(*from).or_insert_with(|| vec![Vec::new(); sides.len()]);
            if let Some(row) = rows.get_mut(side) {
                row.push((&relation.label, relation.role.as_ref(), to, &relation.attributes));
            }
        }
    }
    for (number, mut rows) in leads {
        for row in &mut rows {
            row.sort_by_key(|(label, role, to, _)| (*label, *role, *to));
        }
        let Some((set, kinds)) = sets.get(number).zip(kinds.get_mut(number)) else { continue };
        let mut present = rows.iter().zip(&set.members).filter(|(_, row)| row.is_some()).map(|(leads, _)| leads);
        let first = present.next();
        kinds.note(Kind::Relation, present.any(|leads| Some(leads) != first));
    }
}
