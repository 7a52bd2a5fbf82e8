//! Whether an id stands twice among the articles of a session in memory. Readers of files have their own way to see it.

use crate::model::{Record, Session, Shard, Table};
use std::collections::BTreeMap;

/// For more new ids than this, all ids are looked through once.
const FEW: usize = 32;

/// How many kinds of ids articles hold: their own, and those of regions, repairs, mentions, relations and suggestions.
const KINDS: usize = 6;

/// Whether an id of the articles at the places `fresh` stands somewhere else in the session too. Those that an article had
/// already in `known`, a session in which no id stands twice and whose other articles are the same, are not looked for.
pub(super) fn repeats_an_id(session: &Session, fresh: &[usize], known: Option<&Session>) -> bool {
    let known: BTreeMap<_, _> =
        known.iter().flat_map(|known| known.shards()).map(|shard| (shard.id(), shard.as_ref())).collect();
    let mut new: Vec<(usize, u64)> = Vec::new();
    for shard in fresh.iter().filter_map(|position| session.shards().get(*position)) {
        let before = known.get(&shard.id());
        let is_new = |(kind, id): &(usize, u64)| before.is_none_or(|before| count(before, *kind, *id) == 0);
        new.extend(ids(shard).filter(is_new));
    }
    if new.len() > FEW {
        let mut all: Vec<(usize, u64)> = session.shards().iter().flat_map(|shard| ids(shard)).collect();
        all.sort_unstable();
        return !all.is_sorted_by(|one, next| one < next);
    }
    new.iter().any(|(kind, id)| session.shards().iter().map(|shard| count(shard, *kind, *id)).sum::<usize>() != 1)
}

/// Every id with the number of its kind.
fn ids(shard: &Shard) -> impl Iterator<Item = (usize, u64)> {
    let mentions = shard.mentions.iter().map(|row| row.id).chain(shard.quarantine.iter().map(|row| row.mention.id));
    let kinds: [Box<dyn Iterator<Item = u64>>; KINDS] = [
        Box::new(std::iter::once(shard.id().0)),
        Box::new(shard.regions.iter().map(|row| row.id.0)),
        Box::new(shard.repairs.iter().map(|row| row.id.0)),
        Box::new(mentions.map(|id| id.0)),
        Box::new(shard.relations.iter().map(|row| row.id.0)),
        Box::new(shard.suggestions.iter().map(|row| row.id.0)),
    ];
    kinds.into_iter().enumerate().flat_map(|(kind, ids)| ids.map(move |id| (kind, id)))
}

/// How often an article holds an id of a kind.
fn count(shard: &Shard, kind: usize, id: u64) -> usize {
    use crate::model::{MentionId, RegionId, RelationId, RepairId, SuggestionId};
    fn held<R: Record>(table: &Table<R>, id: R::Id) -> usize {
        usize::from(table.contains(id))
    }
    match kind {
        0 => usize::from(shard.id().0 == id),
        1 => held(&shard.regions, RegionId(id)),
        2 => held(&shard.repairs, RepairId(id)),
        3 => held(&shard.mentions, MentionId(id)) + held(&shard.quarantine, MentionId(id)),
        4 => held(&shard.relations, RelationId(id)),
        _ => held(&shard.suggestions, SuggestionId(id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AnnotatorId, Article, ArticleId, Ext, Region, RegionId, RegionKind, Source, Timestamp};
    use crate::text::Span;

    /// An article with regions of these ids.
    fn shard(id: u64, regions: &[u64]) -> Shard {
        let name = || format!("{id}.txt");
        let source = Source {
            file: name(),
            sha256: String::new(),
            bytes: 0,
            encoding: "utf-8".to_owned(),
            media_type: "text/plain".to_owned(),
            ..Source::default()
        };
        let (by, created) = (AnnotatorId(1), Timestamp::default());
        let mut shard =
            Shard::new(Article::new(ArticleId(id), name(), source, "Some text.".into(), by, created).into());
        for id in regions {
            let region = Region {
                id: RegionId(*id),
                span: Span::bytes(0, 4),
                kind: RegionKind::Other,
                state: crate::model::Proposal::Proposed,
                reason: String::new(),
                by,
                created,
                ext: Ext::default(),
            };
            assert!(shard.regions.insert_new(region).is_ok());
        }
        shard
    }

    fn session(shards: &[(u64, Vec<u64>)]) -> Session {
        let mut session = Session::default();
        for (id, regions) in shards {
            session.insert_shard(usize::MAX, shard(*id, regions));
        }
        session
    }

    #[test]
    fn an_id_of_another_article_is_seen_among_few_and_many_new_ones() {
        for many in [1, 40] {
            let known = session(&[(1, vec![7]), (2, vec![]), (3, vec![8])]);
            let new: Vec<u64> = (100..100 + many).collect();
            let holds = session(&[(1, vec![7]), (2, new.clone()), (3, vec![8])]);
            let repeats = session(&[(1, vec![7]), (2, [new.clone(), vec![8]].concat()), (3, vec![8])]);
            let twice = session(&[(1, vec![7]), (2, new), (2, vec![]), (3, vec![8])]);
            for known in [Some(&known), None] {
                assert!(!repeats_an_id(&holds, &[1], known), "{many}");
                assert!(repeats_an_id(&repeats, &[1], known), "{many}");
                assert!(repeats_an_id(&twice, &[1, 2], None), "{many}");
            }
            assert!(!repeats_an_id(&known, &[], Some(&known)));
        }
    }
}
