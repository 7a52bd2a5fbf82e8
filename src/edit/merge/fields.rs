//! How one field of a record is brought together from its three versions. It does not know which records have it.

use crate::model::{Note, Origin, ReadingStatus, Stated, Timestamp, Values};
use std::collections::BTreeMap;

/// Three versions of one thing. Without `base` both sides made it.
#[derive(Debug)]
pub(super) struct Three<'a, T> {
    pub(super) base: Option<&'a T>,
    pub(super) ours: &'a T,
    pub(super) theirs: &'a T,
}

impl<'a, T> Three<'a, T> {
    /// The three versions of a part.
    pub(super) fn of<P>(&self, part: impl Fn(&'a T) -> &'a P) -> Three<'a, P> {
        Three { base: self.base.map(&part), ours: part(self.ours), theirs: part(self.theirs) }
    }
}

/// Whether both sides changed a field in ways that cannot stand together.
#[derive(Debug, Default)]
pub(super) struct Clash(pub(super) bool);

/// A thing of several fields that can be brought together one by one.
pub(super) trait Fields: Clone + PartialEq {
    /// Both sides' changes together; where they clash it says so and keeps ours.
    fn merge(three: &Three<'_, Self>, clash: &mut Clash) -> Self;
}

/// Writes [`Fields`] for a type; each field has one of the rules below. A field that is not named does not compile.
macro_rules! by_fields {
    ($($type:ty { $($field:ident: $rule:ident),+ $(,)? })+) => {
        $(impl Fields for $type {
            fn merge(three: &Three<'_, Self>, clash: &mut Clash) -> Self {
                Self { $($field: $rule(&three.of(|row| &row.$field), clash)),+ }
            }
        })+
    };
}

pub(super) use by_fields;

/// A value of one piece.
pub(super) fn one<T: Clone + PartialEq>(three: &Three<'_, T>, clash: &mut Clash) -> T {
    if three.ours == three.theirs || three.base == Some(three.theirs) {
        return three.ours.clone();
    }
    if three.base != Some(three.ours) {
        clash.0 = true;
        return three.ours.clone();
    }
    three.theirs.clone()
}

/// A value of one piece that may be empty: where both sides made the record, the side that filled it in counts.
pub(super) fn free<T: Clone + PartialEq + Default>(three: &Three<'_, T>, clash: &mut Clash) -> T {
    let empty = T::default();
    one(&Three { base: Some(three.base.unwrap_or(&empty)), ..*three }, clash)
}

/// A name. Two that both sides gave and that differ in upper and lower case alone are one.
pub(super) fn name(three: &Three<'_, String>, clash: &mut Clash) -> String {
    if three.base.is_none() && three.ours.to_lowercase() == three.theirs.to_lowercase() {
        return three.ours.clone();
    }
    one(three, clash)
}

/// What says who made a record, when and how: no reason for a conflict.
pub(super) fn mine<T: Clone>(three: &Three<'_, T>, _: &mut Clash) -> T {
    three.ours.clone()
}

/// A time of which the later one counts.
pub(super) fn latest(three: &Three<'_, Option<Timestamp>>, _: &mut Clash) -> Option<Timestamp> {
    *three.ours.max(three.theirs)
}

/// A stated value: what a person confirmed counts more than a guess.
pub(super) fn stated<T: Clone + PartialEq>(
    three: &Three<'_, Option<Stated<T>>>,
    clash: &mut Clash,
) -> Option<Stated<T>> {
    let mut own = Clash::default();
    let value = free(three, &mut own);
    let is_confirmed = |side: &Option<Stated<T>>| side.as_ref().is_some_and(|one| one.origin == Origin::Confirmed);
    match (own.0, is_confirmed(three.ours), is_confirmed(three.theirs)) {
        (true, false, true) if three.ours.is_some() => three.theirs.clone(),
        (true, true, false) if three.theirs.is_some() => value,
        _ => {
            clash.0 |= own.0;
            value
        }
    }
}

/// How far an article was read: where both sides went on, the further one counts.
pub(super) fn furthest(three: &Three<'_, ReadingStatus>, _: &mut Clash) -> ReadingStatus {
    let mut own = Clash::default();
    let status = one(three, &mut own);
    if own.0 { *three.ours.max(three.theirs) } else { status }
}

/// Texts by name, each brought together by itself.
pub(super) fn texts(three: &Three<'_, BTreeMap<String, String>>, clash: &mut Clash) -> BTreeMap<String, String> {
    let names = three.ours.keys().chain(three.theirs.keys());
    each(
        names,
        |name| [three.base.and_then(|texts| texts.get(name)), three.ours.get(name), three.theirs.get(name)],
        clash,
    )
}

/// Values by name, each brought together by itself.
pub(super) fn values<N: Clone + Ord>(three: &Three<'_, Values<N>>, clash: &mut Clash) -> Values<N> {
    let names = three.ours.keys().chain(three.theirs.keys());
    each(
        names,
        |name| [three.base.and_then(|values| values.get(name)), three.ours.get(name), three.theirs.get(name)],
        clash,
    )
}

/// What stands under each of `names`, as base, ours and theirs have it in `versions`.
fn each<'v, N: Clone + 'v, V: Clone + PartialEq + 'v, M: FromIterator<(N, V)>>(
    names: impl Iterator<Item = &'v N>,
    versions: impl Fn(&N) -> [Option<&'v V>; 3],
    clash: &mut Clash,
) -> M {
    let one = |name: &N| {
        let [base, ours, theirs] = versions(name);
        let value = free(&Three { base: Some(&base), ours: &ours, theirs: &theirs }, clash)?;
        Some((name.clone(), value.clone()))
    };
    names.filter_map(one).collect()
}

/// Remarks: all of them, oldest first. One that both sides changed stands there twice, as each left it.
pub(super) fn thread(three: &Three<'_, Vec<Note>>, clash: &mut Clash) -> Vec<Note> {
    let mut notes = set(three, clash);
    notes.sort_by_key(|note| note.at);
    notes
}

/// A list of things that are each there or not; what either side added or took away is added or taken away.
pub(super) fn set<T: Clone + PartialEq>(three: &Three<'_, Vec<T>>, _: &mut Clash) -> Vec<T> {
    let was = |one: &T| three.base.is_some_and(|base| base.contains(one));
    let mut both: Vec<T> = three.ours.iter().filter(|one| three.theirs.contains(one) || !was(one)).cloned().collect();
    put_in(&mut both, three.theirs, |one| !was(one), |known, one| known == one);
    both
}

/// Puts those of `theirs` that are `wanted` and not there yet into `both`: each behind the one it follows in `theirs`, and
/// behind what only ours has there.
fn put_in<T: Clone>(both: &mut Vec<T>, theirs: &[T], wanted: impl Fn(&T) -> bool, same: impl Fn(&T, &T) -> bool) {
    let mut place = 0;
    for one in theirs {
        match both.iter().position(|known| same(known, one)) {
            Some(known) => place = known + 1,
            None if wanted(one) => {
                let behind = both.get(place..).unwrap_or_default().iter();
                place += behind.take_while(|own| !theirs.iter().any(|one| same(own, one))).count();
                both.insert(place.min(both.len()), one.clone());
                place += 1;
            }
            None => {}
        }
    }
}

/// A list of things with a name each. One that only one side took away goes, unless the other side changed it or `kept`
/// says that it is needed.
pub(super) fn keyed<T: Fields, K: PartialEq>(
    three: &Three<'_, Vec<T>>,
    clash: &mut Clash,
    key: impl Fn(&T) -> K,
    kept: impl Fn(&T) -> bool,
) -> Vec<T> {
    let find = |list: &'_ [T], one: &T| list.iter().position(|known| key(known) == key(one));
    let base = three.base.map(Vec::as_slice).unwrap_or_default();
    let at = |list: &'_ [T], one: &T| find(list, one).and_then(|place| list.get(place).cloned());
    let mut both = Vec::new();
    for ours in three.ours {
        match (at(base, ours), at(three.theirs, ours)) {
            (None, None) => both.push(ours.clone()),
            (Some(base), None) if base == *ours && !kept(ours) => {}
            (Some(_), None) => {
                clash.0 = true;
                both.push(ours.clone());
            }
            (base, Some(theirs)) => {
                let versions = Three { base: base.as_ref(), ours, theirs: &theirs };
                both.push(T::merge(&versions, clash));
            }
        }
    }
    let mut wanted = Vec::new();
    for theirs in three.theirs.iter().filter(|theirs| find(three.ours, theirs).is_none()) {
        match at(base, theirs) {
            None => wanted.push(key(theirs)),
            Some(base) if base == *theirs && !kept(theirs) => {}
            Some(_) => {
                clash.0 = true;
                wanted.push(key(theirs));
            }
        }
    }
    put_in(&mut both, three.theirs, |one| wanted.contains(&key(one)), |known, one| key(known) == key(one));
    both
}
