//! Counts in words: one of something, or several.

use super::language::tr;

/// A count of something, in words.
pub(super) type InWords = fn(usize) -> String;

pub(super) fn articles(count: usize) -> String {
    tr!("{n} article" | "{n} articles" % count)
}

pub(super) fn mentions(count: usize) -> String {
    tr!("{n} mention" | "{n} mentions" % count)
}

pub(super) fn quarantined_mentions(count: usize) -> String {
    tr!("{n} quarantined mention" | "{n} quarantined mentions" % count)
}

pub(super) fn relations(count: usize) -> String {
    tr!("{n} relation" | "{n} relations" % count)
}

pub(super) fn alignments(count: usize) -> String {
    tr!("{n} alignment" | "{n} alignments" % count)
}

pub(super) fn suggestions(count: usize) -> String {
    tr!("{n} suggestion" | "{n} suggestions" % count)
}

pub(super) fn entries(count: usize) -> String {
    tr!("{n} entry" | "{n} entries" % count)
}

pub(super) fn values(count: usize) -> String {
    tr!("{n} value" | "{n} values" % count)
}

pub(super) fn places(count: usize) -> String {
    tr!("{n} place" | "{n} places" % count)
}

pub(super) fn tags(count: usize) -> String {
    tr!("{n} tag" | "{n} tags" % count)
}

/// Those of `counted` that there are, in one line.
pub(super) fn listed(counted: &[(usize, InWords)]) -> String {
    let some = counted.iter().filter(|(count, _)| *count > 0);
    some.map(|(count, in_words)| in_words(*count)).collect::<Vec<_>>().join(", ")
}
