//! Who says so: the attribution chain of a claim, from the outlet that prints it to whoever it goes back to.
//!
//! It follows the relation type `source` and the places of claims, and judges none of them.

use crate::model::{Mention, MentionId, Shard, Value};
use crate::text::Span;
use std::collections::BTreeSet;

/// The relation type that leads from what is said to who says it.
const SOURCE: &str = "source";
/// The attribute of what is said by nobody who is named.
const UNATTRIBUTED: &str = "unattributed";

/// One step of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// The outlet of the article; every chain begins with it.
    Outlet,
    /// Who is said to say it: the mention of an actor, or of what was said before. `claim` is what they say.
    Source {
        /// The claim that is attributed.
        claim: MentionId,
        /// Its sources, in text order; several say it together.
        by: Vec<MentionId>,
    },
    /// Somebody is said to say it, and nobody is named.
    Nobody {
        /// The claim.
        claim: MentionId,
    },
}

/// The chain of `claim`, the outlet first. A claim that stands inside another one is said by whoever says that one, in the
/// words of its own source; so is a claim whose `source` is a claim. A chain of the outlet alone is the outlet's own claim.
#[must_use]
pub fn chain(shard: &Shard, claim: MentionId) -> Vec<Link> {
    let mut links = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = shard.mentions.get(claim);
    while let Some(claim) = next.filter(|claim| seen.insert(claim.id)) {
        let sources = sources_of(shard, claim);
        let (claims, actors): (Vec<&Mention>, Vec<&Mention>) =
            sources.into_iter().partition(|source| source.label.layer() == claim.label.layer());
        if !actors.is_empty() {
            links.push(Link::Source { claim: claim.id, by: actors.iter().map(|actor| actor.id).collect() });
        } else if claims.is_empty() && is_unattributed(claim) {
            links.push(Link::Nobody { claim: claim.id });
        }
        next = claims.first().copied().or_else(|| around(shard, claim, &seen));
    }
    links.push(Link::Outlet);
    links.reverse();
    links
}

fn sources_of<'s>(shard: &'s Shard, claim: &Mention) -> Vec<&'s Mention> {
    let relations = shard.relations_of(claim.id);
    let sources = relations.filter(|relation| relation.from == claim.id && relation.label.as_str() == SOURCE);
    let mut found: Vec<&Mention> = sources.filter_map(|relation| shard.mentions.get(relation.to)).collect();
    found.sort_by_key(|mention| (mention.fragments.hull(), mention.id));
    found
}

fn is_unattributed(claim: &Mention) -> bool {
    claim.attributes.iter().any(|(id, value)| id.as_str() == UNATTRIBUTED && *value == Value::Bool(true))
}

/// The shortest mention of the claim's layer around it that was not passed yet.
fn around<'s>(shard: &'s Shard, claim: &Mention, seen: &BTreeSet<MentionId>) -> Option<&'s Mention> {
    let hull: Span = claim.fragments.hull();
    let outer = shard.mentions.by_key().take_while(|mention| mention.fragments.hull().start <= hull.start);
    let outer = outer.filter(|mention| {
        let around = mention.fragments.hull();
        mention.label.layer() == claim.label.layer()
            && around.covers(hull)
            && around != hull
            && !seen.contains(&mention.id)
    });
    outer.min_by_key(|mention| (mention.fragments.hull().len(), mention.id))
}
