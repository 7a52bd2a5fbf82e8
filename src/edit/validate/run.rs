//! All checks over one session, their findings in a stable order. What is checked is the checks' own business.

use super::fault::{Fault, Faults};
use super::known::Known;
use super::{article, register, schema};
use crate::model::{ArticleId, Session, Shard};
use std::collections::BTreeMap;

/// Everything that does not hold in `session`, sorted by article in the session's order, then by place, record and code.
/// Faults of the session itself come first. An empty list means that the session is valid; of more than 100,000 faults the
/// rest is left out.
#[must_use]
pub fn validate(session: &Session) -> Vec<Fault> {
    validate_where(session, |_| true)
}

/// As [`validate`], with the articles that `is_asked` names and no others.
pub(in crate::edit) fn validate_where(session: &Session, is_asked: impl Fn(&Shard) -> bool) -> Vec<Fault> {
    let mut faults = Faults::default();
    let known = Known::of(&session.schema);
    schema::check(session, &known, &mut faults);
    register::check(session, &known, &mut faults);
    for shard in session.shards().iter().filter(|shard| is_asked(shard)) {
        article::check(session, &known, shard, &mut faults);
    }
    let mut faults = faults.0;
    let order: BTreeMap<ArticleId, usize> =
        session.shards().iter().enumerate().map(|(position, shard)| (shard.id(), position)).collect();
    faults.sort_by_cached_key(|fault| {
        let position = fault.article.and_then(|article| order.get(&article).copied());
        (position, fault.place, fault.record.clone(), fault.code, fault.message.clone())
    });
    faults
}
