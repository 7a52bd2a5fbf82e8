//! All places of a pattern: a regular expression, or words as the find bar reads them.

use super::place::{Preview, Scope, Target};
use super::preview::{Found, preview};
use crate::codec::Spread;
use crate::model::{Session, Shard};
use crate::text::{Query, find_while};

/// Every place where `query` holds, for as long as `is_wanted` says so.
#[must_use]
pub fn pattern(
    session: &Session,
    query: &Query,
    target: Target,
    scope: &Scope,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Preview> {
    let find = |shard: &Shard| {
        let spans = find_while(shard.article.text(), query, is_wanted)?;
        Some(spans.into_iter().map(|span| Found { span, target: 0, in_longer: None }).collect())
    };
    preview(session, scope, vec![target], spread, &find)
}
