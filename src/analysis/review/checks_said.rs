//! Claims that nobody is said to make, and events that no day is known of. Which labels that is about, the schema says.

use super::checks::{Check, Finding, mentions, row};
use crate::analysis::{Link, chain};
use crate::model::{AttributeType, Mention, Session, Shard, Slug};

/// The relation type that leads from what is said to who says it.
const SOURCE: &str = "source";

/// The role of what tells when an event was.
const WHEN: &str = "when";

pub(super) fn claims_without_source(session: &Session) -> Vec<Finding> {
    let schema = &session.schema;
    let Some(kind) = schema.relation_types.iter().find(|kind| kind.id.as_str() == SOURCE) else { return Vec::new() };
    let layers: Vec<&str> = kind.from.iter().map(Slug::layer).collect();
    let claims = mentions(session).filter(|(_, row)| layers.contains(&row.label.layer()));
    let own = claims.filter(|(shard, row)| chain(shard, row.id) == [Link::Outlet]);
    own.map(|(shard, mention)| finding(Check::NoSource, shard, mention)).collect()
}

pub(super) fn events_without_date(session: &Session) -> Vec<Finding> {
    let schema = &session.schema;
    let dates: Vec<_> = schema.attributes.iter().filter(|def| def.values == AttributeType::Date).collect();
    let is_dated = |shard: &Shard, mention: &Mention| {
        let entry = mention.entry.and_then(|id| session.entries.get(id));
        let mut relations = shard.relations_of(mention.id);
        dates.iter().any(|def| mention.attributes.contains_key(&def.id))
            || entry.is_some_and(|entry| entry.when.is_some())
            || relations
                .any(|row| row.from == mention.id && row.role.as_ref().is_some_and(|role| role.as_str() == WHEN))
    };
    let can_be =
        |mention: &Mention| dates.iter().any(|def| def.labels.iter().any(|label| mention.label.is_within(label)));
    let undated = mentions(session).filter(|(shard, row)| can_be(row) && !is_dated(shard, row));
    undated.map(|(shard, mention)| finding(Check::NoDate, shard, mention)).collect()
}

fn finding(check: Check, shard: &Shard, mention: &Mention) -> Finding {
    Finding {
        check, name: format!("“{}”, {}", mention.quote, shard.title()), rows: vec![row(shard.id(), mention.id)]
    }
}
