//! Where two tellings of one thing differ in detail: numbers, dates, quoted words.

use super::facts::{Fact, FactKind, facts};
use serde::Serialize;

/// Facts of one kind on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// On both sides, the same.
    pub shared: Vec<(Fact, Fact)>,
    /// On both sides, otherwise: numbers of the same thing, or what is left of its kind on both sides alone.
    pub differing: Vec<(Fact, Fact)>,
    /// On the left side alone.
    pub left: Vec<Fact>,
    /// On the right side alone.
    pub right: Vec<Fact>,
}

/// All of two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Numbers.
    pub numbers: Compared,
    /// Dates.
    pub dates: Compared,
    /// Quoted words.
    pub quoted: Compared,
}

impl Detail {
    /// Whether anything differs.
    #[must_use]
    pub fn differs(&self) -> bool {
        [&self.numbers, &self.dates, &self.quoted].into_iter().any(Compared::differs)
    }
}

impl Compared {
    /// Whether anything differs.
    #[must_use]
    pub fn differs(&self) -> bool {
        !(self.differing.is_empty() && self.left.is_empty() && self.right.is_empty())
    }

    fn of(mut left: Vec<Fact>, mut right: Vec<Fact>) -> Self {
        let shared = pairs(&mut left, &mut right, |one, two| one.value == two.value && one.of == two.of);
        let mut shared_by_value = pairs(&mut left, &mut right, |one, two| one.value == two.value);
        let mut differing = pairs(&mut left, &mut right, |one, two| !one.of.is_empty() && one.of == two.of);
        // One of a kind on either side: these two are what differs.
        if left.len() == 1 && right.len() == 1 {
            differing.extend(pairs(&mut left, &mut right, |_, _| true));
        }
        let mut all = shared;
        all.append(&mut shared_by_value);
        all.sort_by_key(|(one, _)| one.span);
        differing.sort_by_key(|(one, _)| one.span);
        Self { shared: all, differing, left, right }
    }
}

/// Takes out of both lists what belongs together, first come first served.
fn pairs(left: &mut Vec<Fact>, right: &mut Vec<Fact>, fits: impl Fn(&Fact, &Fact) -> bool) -> Vec<(Fact, Fact)> {
    let mut found = Vec::new();
    let mut rest = Vec::new();
    for one in left.drain(..) {
        match right.iter().position(|two| fits(&one, two)) {
            Some(place) => found.push((one, right.remove(place))),
            None => rest.push(one),
        }
    }
    *left = rest;
    found
}

/// What differs between the words of two claims. Spans are places in the text of their own side.
///
/// # Example
/// ```
/// use byline::analysis::detail;
/// let detail = detail("two guards were wounded on Friday", "four guards were wounded on Friday");
/// let (left, right) = &detail.numbers.differing[0];
/// assert_eq!((left.value.as_str(), right.value.as_str(), left.of.as_str()), ("2", "4", "guards"));
/// assert!(!detail.dates.differs());
/// ```
#[must_use]
pub fn detail(left: &str, right: &str) -> Detail {
    compared(&facts(left), &facts(right))
}

/// As [`detail`], of texts that tell of one thing several times: what is said twice on one side counts once there.
#[must_use]
pub fn detail_of_many(left: &str, right: &str) -> Detail {
    compared(&once_each(facts(left)), &once_each(facts(right)))
}

/// The first of facts that say the same.
fn once_each(facts: Vec<Fact>) -> Vec<Fact> {
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        let is_same = |known: &Fact| (known.kind, &known.value, &known.of) == (fact.kind, &fact.value, &fact.of);
        if !kept.iter().any(is_same) {
            kept.push(fact);
        }
    }
    kept
}

fn compared(left: &[Fact], right: &[Fact]) -> Detail {
    let of = |facts: &[Fact], kind: FactKind| facts.iter().filter(|fact| fact.kind == kind).cloned().collect();
    let compared = |kind: FactKind| Compared::of(of(left, kind), of(right, kind));
    Detail { numbers: compared(FactKind::Number), dates: compared(FactKind::Date), quoted: compared(FactKind::Quoted) }
}
