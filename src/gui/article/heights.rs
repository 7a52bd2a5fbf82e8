//! Heights of paragraphs as prefix sums that can be changed one by one: a Fenwick tree.
//!
//! It keeps `f64`: ten megabytes of text are some millions of points high, and `f32` would lose a paragraph there.

/// Heights by number, with sums and search in logarithmic time.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    each: Vec<f32>,
    /// Node n (from 1) holds the sum of the `n & -n` heights that end with number n - 1.
    sums: Vec<f64>,
    /// Which heights are exact; the others are estimates.
    exact: Vec<bool>,
    estimates: usize,
}

impl Heights {
    /// Builds the tree from estimates in linear time.
    pub(super) fn new(each: Vec<f32>) -> Self {
        let mut sums = vec![0.0; each.len() + 1];
        for (number, height) in each.iter().enumerate() {
            let node = number + 1;
            let sum = sums.get(node).copied().unwrap_or_default() + f64::from(*height);
            if let Some(slot) = sums.get_mut(node) {
                *slot = sum;
            }
            if let Some(parent) = sums.get_mut(node + lowest_bit(node)) {
                *parent += sum;
            }
        }
        Self { exact: vec![false; each.len()], estimates: each.len(), each, sums }
    }

    /// Sets the exact height of one paragraph.
    pub(super) fn measured(&mut self, number: usize, height: f32) {
        if let Some(exact) = self.exact.get_mut(number).filter(|exact| !**exact) {
            *exact = true;
            self.estimates -= 1;
        }
        self.set(number, height);
    }

    /// The first estimate from number `from` on or, where there is none, from the start on.
    pub(super) fn next_unmeasured(&self, from: usize) -> Option<usize> {
        if self.estimates == 0 {
            return None;
        }
        let find = |from: usize| {
            let rest = self.exact.get(from..).unwrap_or_default();
            rest.iter().position(|exact| !exact).map(|found| from + found)
        };
        find(from).or_else(|| find(0))
    }

    /// Whether every height is exact.
    pub(super) fn is_exact(&self) -> bool {
        self.estimates == 0
    }

    /// The share of exact heights.
    pub(super) fn measured_share(&self) -> f32 {
        1.0 - self.estimates as f32 / self.each.len().max(1) as f32
    }

    fn set(&mut self, number: usize, height: f32) {
        let Some(slot) = self.each.get_mut(number) else { return };
        let change = f64::from(height) - f64::from(*slot);
        if change == 0.0 {
            return;
        }
        *slot = height;
        let mut node = number + 1;
        while let Some(sum) = self.sums.get_mut(node) {
            *sum += change;
            node += lowest_bit(node);
        }
    }

    /// Sum of the first `count` heights.
    pub(super) fn before(&self, count: usize) -> f64 {
        let mut node = count.min(self.each.len());
        let mut sum = 0.0;
        while node > 0 {
            sum += self.sums.get(node).copied().unwrap_or_default();
            node -= lowest_bit(node);
        }
        sum
    }

    /// Sum of all.
    pub(super) fn total(&self) -> f64 {
        self.before(self.each.len())
    }

    /// The paragraph at height `y` and how far below its top that is; clamped to the first and the last.
    pub(super) fn find(&self, y: f64) -> (usize, f64) {
        let mut node = 0;
        let mut rest = y.max(0.0);
        let mut step = self.each.len().next_power_of_two();
        while step > 0 {
            let next = node + step;
            if let Some(sum) = self.sums.get(next).filter(|sum| **sum <= rest) {
                rest -= sum;
                node = next;
            }
            step /= 2;
        }
        match self.each.len().checked_sub(1) {
            Some(last) if node > last => (last, f64::from(self.each.last().copied().unwrap_or_default())),
            _ => (node, rest),
        }
    }
}

fn lowest_bit(node: usize) -> usize {
    node & node.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_and_search_agree_with_a_scan(
            each in prop::collection::vec(1u16..50, 1..40),
            changes in prop::collection::vec((0usize..40, 1u16..50), 0..20),
            y in 0u16..2000,
        ) {
            let mut plain: Vec<f32> = each.iter().map(|height| f32::from(*height)).collect();
            let mut tree = Heights::new(plain.clone());
            for (number, height) in changes {
                if let Some(slot) = plain.get_mut(number) {
                    *slot = f32::from(height);
                }
                tree.measured(number, f32::from(height));
            }
            for count in 0..=plain.len() {
                let sum: f64 = plain[..count].iter().map(|height| f64::from(*height)).sum();
                prop_assert!((tree.before(count) - sum).abs() < 1e-9);
            }
            let y = f64::from(y);
            let (number, rest) = tree.find(y);
            if y < tree.total() {
                prop_assert!((tree.before(number) + rest - y).abs() < 1e-9);
                prop_assert!(rest < f64::from(plain[number]));
            } else {
                prop_assert_eq!(number, plain.len() - 1);
            }
        }
    }
}
