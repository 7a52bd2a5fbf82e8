//! Mentions of several sides on the very same words, put together. It does not know mentions that stand elsewhere.

use crate::model::Mention;

/// Mentions that belong together, one of each side at most.
#[derive(Clone, Debug)]
pub(super) struct Set<'m> {
    /// By side.
    pub(super) members: Vec<Option<&'m Mention>>,
}

impl<'m> Set<'m> {
    pub(super) fn of(sides: usize, side: usize, mention: &'m Mention) -> Self {
        let mut set = Self { members: vec![None; sides] };
        set.put(side, mention);
        set
    }

    pub(super) fn put(&mut self, side: usize, mention: &'m Mention) {
        if let Some(member) = self.members.get_mut(side) {
            *member = Some(mention);
        }
    }

    /// The mention of the first side that has one.
    pub(super) fn first(&self) -> Option<&'m Mention> {
        self.members.iter().flatten().copied().next()
    }

    fn is_free_for(&self, side: usize) -> bool {
        self.members.get(side).is_some_and(Option::is_none)
    }

    /// Whether no side has a mention in both.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        self.members.iter().zip(&other.members).all(|(one, other)| one.is_none() || other.is_none())
    }

    /// Takes over the mentions of `other`.
    pub(super) fn join(&mut self, other: &mut Self) {
        for (one, other) in self.members.iter_mut().zip(&mut other.members) {
            *one = one.or(other.take());
        }
    }
}

/// How well a mention goes with a set on the same words.
const FITS: [fn(&Mention, &Mention) -> bool; 4] = [
    |one, other| one.id == other.id && one.label == other.label,
    |one, other| one.label == other.label,
    |one, other| one.label.layer() == other.label.layer(),
    |_, _| true,
];

/// Puts together mentions on the same words, given with their sides: those with one id and label, then those with one label,
/// then those of one layer, then what is left.
pub(super) fn together<'m>(sides: usize, mentions: &[(usize, &'m Mention)]) -> Vec<Set<'m>> {
    let mut rows = mentions.to_vec();
    rows.sort_by(|one, other| (one.0, &one.1.label, one.1.id).cmp(&(other.0, &other.1.label, other.1.id)));
    let mut sets: Vec<Set<'m>> = Vec::new();
    for side in 0..sides {
        let mut own: Vec<&Mention> = rows.iter().filter(|row| row.0 == side).map(|row| row.1).collect();
        for fits in FITS {
            own.retain(|mention| {
                let goes =
                    |set: &&mut Set<'_>| set.is_free_for(side) && set.first().is_some_and(|one| fits(one, mention));
                match sets.iter_mut().find(goes) {
                    Some(set) => {
                        set.put(side, mention);
                        false
                    }
                    None => true,
                }
            });
        }
        sets.extend(own.into_iter().map(|mention| Set::of(sides, side, mention)));
    }
    sets
}
