//! Numbers in the place of label sets and of what all sides say of one unit, so that units are counted by number.

use crate::model::Label;
use std::collections::BTreeMap;

/// The number of the set without a label.
pub(super) const NOTHING: u32 = 0;

/// Label sets and what the sides say together, each under a number.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    /// Every label; its number is its place.
    pub(super) labels: Vec<Label>,
    /// For each set the numbers of its labels, in order.
    sets: Vec<Vec<u32>>,
    set_numbers: BTreeMap<Vec<u32>, u32>,
    /// What all sides say of a unit: the number of a set for each side.
    said: Vec<Vec<u32>>,
    said_numbers: BTreeMap<Vec<u32>, u32>,
}

impl Codes {
    pub(super) fn new(labels: Vec<Label>) -> Self {
        let mut codes =
            Self { labels, sets: vec![], set_numbers: BTreeMap::new(), said: vec![], said_numbers: BTreeMap::new() };
        codes.set(&[]);
        codes
    }

    /// The number of the set of `labels`, which are sorted.
    pub(super) fn set(&mut self, labels: &[u32]) -> u32 {
        number(&mut self.sets, &mut self.set_numbers, labels)
    }

    /// The number of what the sides say, given as a set for each.
    pub(super) fn said(&mut self, sets: &[u32]) -> u32 {
        number(&mut self.said, &mut self.said_numbers, sets)
    }

    /// The labels of a set.
    pub(super) fn labels_in(&self, set: u32) -> &[u32] {
        self.sets.get(set as usize).map_or(&[], Vec::as_slice)
    }

    /// What each side says, for every number that was given out.
    pub(super) fn all_said(&self) -> &[Vec<u32>] {
        &self.said
    }

    /// What each side says under `number`.
    pub(super) fn sets_said(&self, number: u32) -> &[u32] {
        self.said.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// The labels of a set joined by `+`; `none` where it has none.
    pub(super) fn set_name(&self, set: u32) -> String {
        let names: Vec<&str> = self.labels_in(set).iter().map(|label| self.label_name(*label)).collect();
        if names.is_empty() { super::report::NONE.to_owned() } else { names.join("+") }
    }

    pub(super) fn label_name(&self, label: u32) -> &str {
        self.labels.get(label as usize).map_or("", Label::as_str)
    }
}

fn number(known: &mut Vec<Vec<u32>>, numbers: &mut BTreeMap<Vec<u32>, u32>, key: &[u32]) -> u32 {
    if let Some(found) = numbers.get(key) {
        return *found;
    }
    let new = u32::try_from(known.len()).unwrap_or(u32::MAX);
    known.push(key.to_vec());
    numbers.insert(key.to_vec(), new);
    new
}
