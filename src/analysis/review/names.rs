//! Small numbers for what many rows share, so that a filter or an order over a million rows compares numbers.
//!
//! Numbers begin at 1; 0 stands for nothing. A number once given stays, whatever becomes of the name.

use crate::model::{AnnotatorId, EntryId, OutletId, Slug};
use std::collections::HashMap;
use std::hash::Hash;

/// Values of one kind with their numbers.
#[derive(Clone, Debug)]
pub(super) struct Numbered<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    /// The number of `value`, which gets one where it has none yet.
    pub(super) fn number(&mut self, value: &T) -> u32 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        self.values.push(value.clone());
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.numbers.insert(value.clone(), number);
        number
    }

    /// The number of `value`, where it has one.
    pub(super) fn known(&self, value: &T) -> Option<u32> {
        self.numbers.get(value).copied()
    }

    /// The value of `number`.
    pub(super) fn value(&self, number: u32) -> Option<&T> {
        self.values.get((number as usize).checked_sub(1)?)
    }

    /// Every value, in the order of the numbers.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

/// The numbers of one index.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Labels and relation types.
    pub(super) labels: Numbered<Slug>,
    pub(super) annotators: Numbered<AnnotatorId>,
    pub(super) entries: Numbered<EntryId>,
    pub(super) outlets: Numbered<OutletId>,
    pub(super) flags: Numbered<Slug>,
}

impl Names {
    /// A label's number; of more labels than fit, the last ones share one.
    pub(super) fn label(&mut self, label: &Slug) -> u16 {
        u16::try_from(self.labels.number(label)).unwrap_or(u16::MAX)
    }

    pub(super) fn annotator(&mut self, annotator: AnnotatorId) -> u16 {
        u16::try_from(self.annotators.number(&annotator)).unwrap_or(u16::MAX)
    }

    /// A bit for each flag; of more than fit, the last ones share one.
    pub(super) fn flags(&mut self, flags: &[Slug]) -> u32 {
        flags.iter().map(|flag| flag_bit(self.flags.number(flag))).fold(0, |all, bit| all | bit)
    }

    /// The bits of those of `flags` that any row has.
    pub(super) fn known_flags(&self, flags: &[Slug]) -> u32 {
        let known = flags.iter().filter_map(|flag| self.flags.known(flag));
        known.map(flag_bit).fold(0, |all, bit| all | bit)
    }
}

fn flag_bit(number: u32) -> u32 {
    1 << (number.saturating_sub(1)).min(31)
}
