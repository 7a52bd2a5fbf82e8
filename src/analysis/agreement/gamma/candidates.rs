//! Units of two sides that are near enough to be aligned, found without a look at every pair.

use super::unit::{TooMuch, Unit, dissimilarity};

/// More pairs than this are not looked at for one alignment.
const MAX_CANDIDATES: usize = 4_000_000;

/// Two units that may be aligned, by number, and how unlike they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) one: usize,
    pub(super) two: usize,
    pub(super) cost: f64,
}

/// Every pair that is less unlike than `limit`, by the first unit, then the second. Both sides are sorted.
///
/// # Errors
/// [`TooMuch`] where there are millions of such pairs.
pub(super) fn candidates(first: &[Unit], second: &[Unit], limit: f64) -> Result<Vec<Candidate>, TooMuch> {
    let root = limit.sqrt();
    let by_length = by_length(second);
    let mut found = Vec::new();
    let mut of_one: Vec<Candidate> = Vec::new();
    for (one, unit) in first.iter().enumerate() {
        of_one.clear();
        for class in &by_length {
            let reach = class.reach(*unit, root);
            let from = class.units.partition_point(|(other, _)| other.start + reach < unit.start);
            let near = class.units.iter().skip(from).take_while(|(other, _)| other.start <= unit.start + reach);
            for (other, two) in near {
                let cost = dissimilarity(*unit, *other);
                if cost < limit {
                    of_one.push(Candidate { one, two: *two, cost });
                }
            }
        }
        of_one.sort_unstable_by_key(|candidate| candidate.two);
        found.extend_from_slice(&of_one);
        if found.len() > MAX_CANDIDATES {
            return Err(TooMuch);
        }
    }
    Ok(found)
}

/// Units whose lengths have as many binary digits.
struct Class {
    shortest: u64,
    longest: u64,
    units: Vec<(Unit, usize)>,
}

impl Class {
    /// How far a start of this class may lie from the start of `unit`: where starts are `d` apart and lengths differ by `l`,
    /// starts and ends together are at least `2 d - l` apart.
    fn reach(&self, unit: Unit, root: f64) -> u64 {
        let longest = (unit.len() + self.longest) as f64;
        let differ = self.longest.abs_diff(unit.len()).max(self.shortest.abs_diff(unit.len())) as f64;
        whole(f64::midpoint(root * longest, differ))
    }
}

/// A number of characters that is not smaller than `length`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are above 0 and below 2^40")]
fn whole(length: f64) -> u64 {
    length.ceil() as u64 + 1
}

fn by_length(units: &[Unit]) -> Vec<Class> {
    let digits = |unit: &Unit| u64::BITS - unit.len().leading_zeros();
    let mut numbered: Vec<(Unit, usize)> = units.iter().copied().zip(0..).collect();
    numbered.sort_by_key(|(unit, _)| digits(unit));
    let class = |units: &[(Unit, usize)]| Class {
        shortest: units.iter().map(|(unit, _)| unit.len()).min().unwrap_or_default(),
        longest: units.iter().map(|(unit, _)| unit.len()).max().unwrap_or_default(),
        units: units.to_vec(),
    };
    numbered.chunk_by(|(one, _), (two, _)| digits(one) == digits(two)).map(class).collect()
}
