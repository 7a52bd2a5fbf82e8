//! Random numbers that are the same on every machine for the same seed: whole numbers, and fractions made of them by
//! additions, multiplications and divisions alone. It does not know what is drawn.

/// Weights below this share of the heaviest change no draw.
const NEGLIGIBLE: f64 = 1e-18;

/// A stream of random bits, by the `SplitMix64` generator (Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// The stream number `stream` of `seed`: work in parts draws the same numbers in whatever order the parts are done.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut start = Self { state: seed };
        let first = start.bits();
        Self { state: first ^ stream.wrapping_mul(0xD134_2543_DE82_EF95) }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A whole number from 0 to `end`, that one left out; 0 where `end` is.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let Some(uneven) = end.wrapping_neg().checked_rem(end) else { return 0 };
        loop {
            let wide = u128::from(self.bits()) * u128::from(end);
            let low = wide & u128::from(u64::MAX);
            // Numbers that would make some outcomes likelier than others are drawn again (Lemire 2019).
            if low >= u128::from(uneven) {
                return u64::try_from(wide >> 64).unwrap_or_default();
            }
        }
    }

    /// A fraction from 0 to 1, that one left out.
    fn fraction(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// How many of `tries` hit, where `share` of `whole` are hits: a draw from the binomial distribution by going from its
    /// peak outwards, where each weight follows from its neighbour's.
    fn hits(&mut self, tries: u64, share: u64, whole: u64) -> u64 {
        if share == 0 || tries == 0 {
            return 0;
        }
        if share >= whole {
            return tries;
        }
        let odds = share as f64 / (whole - share) as f64;
        let peak = u128::from(tries + 1) * u128::from(share) / u128::from(whole);
        let peak = u64::try_from(peak).unwrap_or(tries).min(tries);
        let up = |at: u64, weight: f64| weight * ((tries - at) as f64 / (at + 1) as f64) * odds;
        let down = |at: u64, weight: f64| weight * (at as f64 / (tries - at + 1) as f64) / odds;
        let (mut sum, mut at, mut weight) = (1.0, peak, 1.0);
        while at < tries && weight > NEGLIGIBLE {
            weight = up(at, weight);
            (sum, at) = (sum + weight, at + 1);
        }
        (at, weight) = (peak, 1.0);
        while at > 0 && weight > NEGLIGIBLE {
            weight = down(at, weight);
            (sum, at) = (sum + weight, at - 1);
        }
        let mut left = self.fraction() * sum;
        (at, weight) = (peak, 1.0);
        loop {
            left -= weight;
            if left < 0.0 {
                return at;
            }
            if at >= tries || weight <= NEGLIGIBLE {
                break;
            }
            weight = up(at, weight);
            at += 1;
        }
        (at, weight) = (peak, 1.0);
        while at > 0 && weight > NEGLIGIBLE {
            weight = down(at, weight);
            at -= 1;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        at
    }

    /// As many draws as `counts` hold together, each of a place in `counts` as likely as its count says; how often each came.
    pub(super) fn redrawn(&mut self, counts: &[u64]) -> Vec<u64> {
        // The largest first: what is left to be drawn then shrinks at once.
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by_key(|place| (std::cmp::Reverse(counts.get(*place).copied()), *place));
        let mut whole: u64 = counts.iter().sum();
        let mut tries = whole;
        let mut drawn = vec![0; counts.len()];
        for place in order {
            let share = counts.get(place).copied().unwrap_or_default();
            let hits = self.hits(tries, share, whole);
            if let Some(slot) = drawn.get_mut(place) {
                *slot = hits;
            }
            (tries, whole) = (tries - hits, whole - share);
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_same_everywhere_and_spread_evenly() {
        let mut random = Random::new(7, 0);
        let first: Vec<u64> = (0..4).map(|_| random.below(100)).collect();
        assert_eq!(first, [72, 64, 54, 60], "as the generator written down elsewhere gives them");
        assert_eq!(random.below(0), 0);
        let mut counts = [0_u32; 5];
        for _ in 0..50_000 {
            counts[usize::try_from(random.below(5)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (9600..10_400).contains(count)), "{counts:?}");
    }

    #[test]
    fn hits_have_the_mean_and_the_spread_of_the_binomial_distribution() {
        let mut random = Random::new(1, 0);
        for (tries, share, whole) in [(20_u64, 3_u64, 10_u64), (1000, 1, 1000), (500_000, 9, 10)] {
            let draws: Vec<f64> = (0..2000).map(|_| random.hits(tries, share, whole) as f64).collect();
            let mean = draws.iter().sum::<f64>() / 2000.0;
            let spread = (draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / 1999.0).sqrt();
            let p = share as f64 / whole as f64;
            let wanted = (tries as f64 * p * (1.0 - p)).sqrt();
            assert!((mean - tries as f64 * p).abs() < wanted * 0.1, "{tries} {mean}");
            assert!((spread / wanted - 1.0).abs() < 0.08, "{tries} {spread} {wanted}");
        }
        assert_eq!((random.hits(9, 0, 4), random.hits(9, 4, 4), random.hits(0, 1, 4)), (0, 9, 0));
    }

    #[test]
    fn as_many_are_drawn_as_there_are() {
        let mut random = Random::new(3, 9);
        for _ in 0..200 {
            let drawn = random.redrawn(&[5, 0, 1000, 3, 1]);
            assert_eq!(drawn.iter().sum::<u64>(), 1009);
            assert_eq!(drawn[1], 0);
        }
        assert!(random.redrawn(&[]).is_empty());
    }
}
