//! Random annotations, to know how much disorder to expect by chance.
//!
//! After section 5.2 of the paper: each side of a sample is a side of the article drawn at random, its units moved on by a
//! random number of characters, and those that leave the article at its end come in again at its start. Shapes, labels and
//! distances stay as people made them; only that they belong together is lost.

use super::super::random::Random;
use super::unit::Unit;

/// So often a move is drawn anew that falls near another one.
const MAX_REDRAWS: usize = 100;

/// A sample of one article of `length` characters, sorted.
///
/// Two moves are at least half a mean unit's length apart, where a hundred draws find such ones: the same side drawn twice
/// would else agree with itself.
pub(super) fn sample(sides: &[Vec<Unit>], length: u64, random: &mut Random) -> Vec<Vec<Unit>> {
    let count: u64 = sides.iter().map(|units| units.len() as u64).sum();
    let lengths: u64 = sides.iter().flatten().map(|unit| unit.len()).sum();
    let gap = lengths.checked_div(2 * count.max(1)).unwrap_or_default();
    let mut moves: Vec<u64> = Vec::new();
    let mut sampled = Vec::with_capacity(sides.len());
    for _ in sides {
        let drawn = usize::try_from(random.below(sides.len() as u64)).unwrap_or_default();
        let mut by = random.below(length);
        for _ in 0..MAX_REDRAWS {
            let is_near = |other: &u64| by.abs_diff(*other).min(length - by.abs_diff(*other)) < gap;
            if !moves.iter().any(is_near) {
                break;
            }
            by = random.below(length);
        }
        moves.push(by);
        sampled.push(moved(sides.get(drawn).map_or(&[][..], Vec::as_slice), by, length));
    }
    sampled
}

/// `units` moved on, around the end of the article.
fn moved(units: &[Unit], by: u64, length: u64) -> Vec<Unit> {
    let place = |unit: &Unit| {
        let on = unit.shifted(by);
        if on.start < length {
            return on;
        }
        Unit { start: on.start - length, end: on.end - length, ..on }
    };
    let mut moved: Vec<Unit> = units.iter().map(place).collect();
    moved.sort_unstable();
    moved
}
