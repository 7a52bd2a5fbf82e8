//! Units of a continuum and how unlike two of them are.

use super::super::input::Mark;
use crate::text::Offset;

/// One mention on the continuum of its article, from its first character to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Unit {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) label: u32,
}

impl Unit {
    /// The units of one side, in order. Twins, of one extent and label, are one unit.
    pub(in super::super) fn all(marks: &[Mark], label: Option<u32>) -> Vec<Self> {
        let taken = marks.iter().filter(|mark| label.is_none_or(|label| label == mark.label));
        let unit = |mark: &Mark| {
            let hull = mark.hull();
            Self { start: hull.start.get().into(), end: hull.end.get().into(), label: mark.label }
        };
        let mut units: Vec<Self> = taken.map(unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    pub(super) fn len(self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// The same unit `by` characters later.
    pub(super) fn shifted(self, by: u64) -> Self {
        Self { start: self.start + by, end: self.end + by, ..self }
    }
}

/// The combined dissimilarity (section 4.2 of the paper): how far starts and ends are apart, in the lengths of both, squared,
/// and one more where the labels differ.
pub(super) fn dissimilarity(one: Unit, two: Unit) -> f64 {
    let apart = one.start.abs_diff(two.start) + one.end.abs_diff(two.end);
    let lengths = one.len() + two.len();
    let place = apart as f64 / lengths as f64;
    place * place + if one.label == two.label { 0.0 } else { 1.0 }
}

/// An alignment would take more work than is reasonable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMuch;
