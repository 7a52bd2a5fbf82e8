//! Repairs and regions as other tools read them: those that wait in the session for a decision, and those that are found anew.
//!
//! What was decided on is listed no more, whichever way.

use super::listing::{Listed, Proposed, SuggestKind, placed};
use super::regions::Cleaner;
use super::repairs::new_repairs;
use crate::model::{Proposal, RegionKind, RepairKind, Shard};
use crate::text::Span;

/// Stands for a proposal that waits in the session and does not keep how likely it is right.
const WAITING_SCORE: f64 = 0.9;

/// Repairs of one article in text order.
pub(super) fn repairs(shard: &Shard) -> Vec<Listed> {
    let waiting = shard.repairs.iter().filter(|row| row.state == Proposal::Proposed);
    let mut all: Vec<(Span, String, RepairKind, String, f64)> =
        waiting.map(|row| (row.span, row.replacement.clone(), row.kind, row.reason.clone(), WAITING_SCORE)).collect();
    let fresh = new_repairs(shard).into_iter();
    all.extend(fresh.map(|one| (one.span, one.replacement, RepairKind::Mojibake, one.reason, 0.95)));
    all.sort_by_key(|(span, ..)| *span);
    let listed = all.into_iter().map(|(span, replacement, kind, reason, score)| {
        let proposal = Proposed::Repair { replacement, damage: kind.to_string() };
        listed(SuggestKind::Repairs, shard, span, proposal, reason, score)
    });
    listed.collect()
}

/// Regions of one article in text order.
pub(super) fn regions(cleaner: &Cleaner, shard: &Shard) -> Vec<Listed> {
    let waiting = shard.regions.iter().filter(|row| row.state == Proposal::Proposed);
    let mut all: Vec<(Span, RegionKind, String, f64)> =
        waiting.map(|row| (row.span, row.kind, row.reason.clone(), WAITING_SCORE)).collect();
    all.extend(cleaner.new_regions(shard).into_iter().map(|one| (one.span, one.kind, one.reason, one.score)));
    all.sort_by_key(|(span, ..)| *span);
    let listed = all.into_iter().map(|(span, kind, reason, score)| {
        let proposal = Proposed::Region { region: kind.to_string() };
        listed(SuggestKind::Regions, shard, span, proposal, reason, score)
    });
    listed.collect()
}

fn listed(kind: SuggestKind, shard: &Shard, span: Span, proposal: Proposed, reason: String, score: f64) -> Listed {
    let text = span.slice(shard.article.text()).unwrap_or_default().to_owned();
    placed(kind, shard, shard.article.char_span(span), text, proposal, reason, score)
}
