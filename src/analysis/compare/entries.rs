//! Which entries of several registers are the same: by their id, and otherwise by layer and name.
//!
//! It does not know what is linked to them.

use crate::model::{EntryId, Session};
use std::collections::HashMap;

/// Entries of all sides under common numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Register {
    sides: Vec<HashMap<EntryId, usize>>,
}

impl Register {
    /// Numbers the entries of `sides`.
    pub(super) fn of(sides: &[&Session]) -> Self {
        let mut by_id: HashMap<EntryId, usize> = HashMap::new();
        let mut by_name: HashMap<(&str, String), usize> = HashMap::new();
        let mut count = 0;
        let mut numbers = Vec::new();
        for session in sides {
            let mut own = HashMap::with_capacity(session.entries.len());
            for entry in session.entries.iter() {
                let name = (entry.layer.as_str(), entry.name.to_lowercase());
                let known = by_id.get(&entry.id).or_else(|| by_name.get(&name)).copied();
                let number = known.unwrap_or_else(|| {
                    count += 1;
                    count
                });
                by_id.insert(entry.id, number);
                by_name.entry(name).or_insert(number);
                own.insert(entry.id, number);
            }
            numbers.push(own);
        }
        Self { sides: numbers }
    }

    /// Whether two sides' links lead to the same.
    pub(super) fn is_same(&self, one: (usize, Option<EntryId>), other: (usize, Option<EntryId>)) -> bool {
        match (one.1, other.1) {
            (None, None) => true,
            (Some(first), Some(second)) => match (self.number(one.0, first), self.number(other.0, second)) {
                (Some(first), Some(second)) => first == second,
                _ => first == second,
            },
            _ => false,
        }
    }

    /// The common number of a side's entry; nothing where its register does not have it.
    pub(super) fn number(&self, side: usize, entry: EntryId) -> Option<usize> {
        self.sides.get(side)?.get(&entry).copied()
    }
}
