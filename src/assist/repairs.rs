//! Repairs of damaged words: text that was read in the wrong encoding. The text itself stays as it is.

use super::mojibake::{Broken, MAX_PLACES, broken_while};
use super::regions::retain_free;
use crate::edit::{Places, RepairDraft};
use crate::model::{RepairKind, Shard};
use crate::text::Span;

/// Damaged words of one text and what they should read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRepair {
    /// Where they are.
    pub span: Span,
    /// What they should read.
    pub replacement: String,
    /// Why, as "UTF-8 read as windows-874".
    pub reason: String,
}

/// The damaged words of `text`, in order.
///
/// # Example
/// ```
/// let found = byline::assist::repairs("Syriaโ€™s new president met ErdoฤŸan.");
/// let read: Vec<&str> = found.iter().map(|one| one.replacement.as_str()).collect();
/// assert_eq!(read, ["’", "ğ"]);
/// assert!(byline::assist::repairs("« Ça va ? » — “groß”, ЗНАЧИТ…").is_empty());
/// ```
#[must_use]
pub fn repairs(text: &str) -> Vec<FoundRepair> {
    repairs_while(text, &|| true).unwrap_or_default()
}

/// [`repairs`] for as long as `goes_on` says so; `None` once it does not.
pub(super) fn repairs_while(text: &str, goes_on: &dyn Fn() -> bool) -> Option<Vec<FoundRepair>> {
    let reason = |readings: &[&str]| match readings {
        [first, second] if first == second => format!("UTF-8 read as {first}, twice"),
        readings => format!("UTF-8 read as {}", readings.iter().rev().copied().collect::<Vec<_>>().join(", then as ")),
    };
    let found = broken_while(text, goes_on)?.into_iter();
    let repair = |one: Broken| FoundRepair { span: one.span, reason: reason(&one.readings), replacement: one.means };
    Some(found.map(repair).collect())
}

/// Whether a text with `count` places may have more of them that were not told.
#[must_use]
pub fn may_have_more_repairs(count: usize) -> bool {
    count >= MAX_PLACES
}

/// What is found in the article of `shard` and was not found there before, whatever was decided about it.
pub(super) fn new_repairs(shard: &Shard) -> Vec<FoundRepair> {
    let mut found = repairs(shard.article.text());
    retain_free(&mut found, shard.repairs.iter().map(|row| row.span), |one| one.span);
    found
}

impl From<FoundRepair> for RepairDraft {
    fn from(found: FoundRepair) -> Self {
        Self {
            fragments: Places::from(found.span),
            quote: None,
            replacement: found.replacement,
            kind: RepairKind::Mojibake,
            reason: found.reason,
        }
    }
}
