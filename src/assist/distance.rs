//! How many letters two words differ in. It does not know what words they are.

/// Letters that are wanting, too many, wrong or swapped with their neighbour between `one` and `two`; nothing where there are
/// more than `most`. (Optimal string alignment: Damerau 1964, with no stretch changed twice.)
pub(super) fn distance(one: &[char], two: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(two.len()) > most {
        return None;
    }
    let same = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let (one, two) = (one.get(same..)?, two.get(same..)?);
    let alike = one.iter().rev().zip(two.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, two) = (one.get(..one.len() - alike)?, two.get(..two.len() - alike)?);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=two.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(two.len() + 1);
        next.push(row + 1);
        for (column, other) in two.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&last, column) + usize::from(letter != other))
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            let swapped =
                row > 0 && column > 0 && one.get(row - 1) == Some(other) && two.get(column - 1) == Some(letter);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            next.push(cost);
        }
        if next.iter().all(|cost| *cost > most) {
            return None;
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn between(one: &str, two: &str, most: usize) -> Option<usize> {
        distance(&one.chars().collect::<Vec<_>>(), &two.chars().collect::<Vec<_>>(), most)
    }

    #[test]
    fn each_slip_counts_one() {
        assert_eq!(between("shneur", "shneor", 2), Some(1), "wrong");
        assert_eq!(between("alshara", "alsharaa", 2), Some(1), "too many");
        assert_eq!(between("alshaar", "alsharaa", 2), Some(2), "swapped, and one too many");
        assert_eq!(between("netanyahu", "netanayhu", 1), Some(1), "swapped");
        assert_eq!(between("witkoff", "witkof", 1), Some(1), "wanting");
        assert_eq!(between("witkoff", "vitkof", 1), None);
        assert_eq!(between("", "ab", 2), Some(2));
    }

    /// The same by trying out everything.
    fn plain(one: &[char], two: &[char]) -> usize {
        match (one, two) {
            ([], rest) | (rest, []) => rest.len(),
            ([a, one @ ..], [b, two @ ..]) => {
                let kept = plain(one, two) + usize::from(a != b);
                let wanting = plain(one, &[&[*b][..], two].concat()) + 1;
                let more = plain(&[&[*a][..], one].concat(), two) + 1;
                let swapped = match (one.split_first(), two.split_first()) {
                    (Some((next, one)), Some((other, two))) if next == b && other == a => plain(one, two) + 1,
                    _ => usize::MAX,
                };
                kept.min(wanting).min(more).min(swapped)
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_what_trying_everything_gives(one in "[ab]{0,5}", two in "[abc]{0,5}", most in 0usize..4) {
            let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
            let expected = Some(plain(&a, &b)).filter(|cost| *cost <= most);
            prop_assert_eq!(distance(&a, &b, most), expected);
        }
    }
}
