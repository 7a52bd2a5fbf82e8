//! A whole expression: its heart with "since", "until", "before", "after" in front, or two hearts that are the ends of a range.
//!
//! It reads what the words say and counts no days.

use super::calendar::{Part, Yearly};
use super::core::core;
use super::meaning::{Bound, Meaning};
use super::tokens::Tokens;

/// The expression at `at`, and how many words it takes.
pub(super) fn expression(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    match words.word(at) {
        "from" if words.goes_on(at) => {
            ends(words, at, &["to", "until", "till", "through"]).or_else(|| onwards(words, at))
        }
        "between" if words.goes_on(at) => ends(words, at, &["and"]),
        "since" | "seit" | "depuis" | "desde" | "с" => bound(words, at, Bound::Since),
        "until" | "till" | "by" | "bis" | "hasta" | "до" => bound(words, at, Bound::Until),
        "before" => bound(words, at, Bound::Before),
        "after" => bound(words, at, Bound::After),
        _ => dashed(words, at).or_else(|| core(words, at)),
    }
}

fn bound(words: &Tokens<'_>, at: usize, bound: Bound) -> Option<(Meaning, usize)> {
    if !words.goes_on(at) {
        return None;
    }
    let (inside, taken) = core(words, at + 1)?;
    let behind = at + 1 + taken;
    // "after Friday's attack" says nothing of when it was.
    let is_possessive = matches!(words.word(behind), "'s" | "\u{2019}s") && words.gap(behind - 1).is_empty();
    let is_known = !matches!(inside, Meaning::Vague | Meaning::Elsewhere);
    let inside = if bound == Bound::Until { up_to_its_end(inside) } else { inside };
    (is_known && !is_possessive).then(|| (Meaning::Bound(bound, Box::new(inside)), taken + 1))
}

/// "by the end of May" is by May.
fn up_to_its_end(inside: Meaning) -> Meaning {
    match inside {
        Meaning::Yearly(Yearly::PartOfMonth(Part::End, month)) => Meaning::Yearly(Yearly::Month(month)),
        Meaning::PartOfUnit(Part::End, unit, by) => Meaning::Unit(unit, by),
        other => other,
    }
}

/// "from June to August 2022", "between 1994 and 2003".
fn ends(words: &Tokens<'_>, at: usize, between: &[&str]) -> Option<(Meaning, usize)> {
    let (first, taken) = core(words, at + 1)?;
    let middle = at + 1 + taken;
    let parts = between.contains(&words.word(middle)) && words.goes_on(middle - 1) && words.goes_on(middle);
    let (last, more) = core(words, middle + 1).filter(|_| parts)?;
    Some((Meaning::Range(Box::new(first), Box::new(last)), taken + more + 2))
}

/// "from 4 March on".
fn onwards(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let (first, taken) = core(words, at + 1)?;
    let behind = at + 1 + taken;
    let goes_on = words.goes_on(behind - 1) && matches!(words.word(behind), "on" | "onwards" | "onward");
    goes_on.then(|| (Meaning::Bound(Bound::Since, Box::new(first)), taken + 2))
}

/// "March–May 2023", "5 March – 7 April".
fn dashed(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let (first, taken) = core(words, at)?;
    let (last, more) = core(words, at + taken).filter(|_| words.is_dashed(at + taken - 1))?;
    let of_the_year = |meaning: &Meaning| matches!(meaning, Meaning::Yearly(Yearly::Month(_) | Yearly::Days(..)));
    let is_range = of_the_year(&first) && (of_the_year(&last) || matches!(last, Meaning::Fixed(_)));
    is_range.then(|| (Meaning::Range(Box::new(first), Box::new(last)), taken + more))
}
