//! All places of some phrases, and the mentions on the same words.

use super::ask::{Ask, Role};
use super::place::{Group, Place, Preview, Scope, Standing, Target, hull_of};
use super::preview::{Found, PART, preview};
use crate::codec::{Spread, gather};
use crate::model::{Label, Mention, Session, Shard};
use crate::text::{PhraseHit, Phrases, Query, Span, find_while, longest_hits};
use std::collections::BTreeSet;

/// Every place of what `ask` wants, for as long as `is_wanted` says so.
///
/// No index is kept: a text is folded while it is searched, which takes no longer than looking an index up would gain.
#[must_use]
pub fn repeats(
    session: &Session,
    ask: &Ask,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Preview> {
    let phrases = Phrases::new(ask.phrases.iter().map(|phrase| phrase.text.as_str()), ask.wording);
    let find = |shard: &Shard| Some(sorted_out(ask, &phrases.find_while(shard.article.text(), is_wanted)?));
    preview(session, &ask.scope, ask.targets.clone(), spread, &find)
}

/// What is wanted of `hits`, each with the longer name of another entry around it.
fn sorted_out(ask: &Ask, hits: &[PhraseHit]) -> Vec<Found> {
    let role = |hit: &PhraseHit| ask.phrases.get(hit.phrase).map(|phrase| phrase.role);
    let (mut wanted, mut others) = (Vec::with_capacity(hits.len()), Vec::new());
    for hit in hits {
        match role(hit) {
            Some(Role::Wanted(target)) => wanted.push(PhraseHit { phrase: target, ..*hit }),
            Some(Role::Other(entry)) => others.push((hit.span, entry)),
            None => {}
        }
    }
    let around = |hit: &PhraseHit| {
        let longer = others.iter().find(|(span, _)| span.covers(hit.span) && *span != hit.span);
        longer.map(|(_, entry)| *entry)
    };
    let found = |hit: PhraseHit| Found { span: hit.span, target: hit.phrase, in_longer: around(&hit) };
    longest_hits(&wanted).into_iter().map(found).collect()
}

/// The mentions on the words of what `ask` wants, with the label that its places would be tagged as or with any, as its scope
/// says, to be deleted or changed together. Regions are no matter here: what is tagged in one is there all the same.
#[must_use]
pub fn tagged_alike(
    session: &Session,
    ask: &Ask,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Preview> {
    let phrases = Phrases::new(ask.phrases.iter().map(|phrase| phrase.text.as_str()), ask.wording);
    let any = any_targets(session, &ask.scope);
    let labels: BTreeSet<&Label> = ask.targets.iter().map(|target| &target.label).collect();
    let target_of = |_: &Shard, mention: &Mention| {
        if any.is_none() && !labels.contains(&mention.label) {
            return None;
        }
        let whole = Span::bytes(0, mention.quote.len());
        let hits = phrases.find(&mention.quote).into_iter().filter(|hit| hit.span == whole);
        let mut roles = hits.filter_map(|hit| ask.phrases.get(hit.phrase).map(|phrase| phrase.role));
        roles.find_map(|role| match (role, &any) {
            (Role::Wanted(_), Some(any)) => number_of(any, mention),
            (Role::Wanted(number), None) if ask.targets.get(number)?.label == mention.label => Some(number),
            _ => None,
        })
    };
    let targets = any.clone().unwrap_or_else(|| ask.targets.clone());
    tagged(session, &ask.scope, targets, spread, is_wanted, &target_of)
}

/// A target for each label of the session's mentions, in the order of labels, where `scope` takes any of them.
pub(super) fn any_targets(session: &Session, scope: &Scope) -> Option<Vec<Target>> {
    scope.any_label.then(|| {
        let shards = session.shards().iter().filter(|shard| scope.takes(shard.id()));
        let labels: BTreeSet<&Label> =
            shards.flat_map(|shard| shard.mentions.iter()).map(|mention| &mention.label).collect();
        labels.into_iter().map(|label| Target { label: label.clone(), entry: None }).collect()
    })
}

pub(super) fn number_of(targets: &[Target], mention: &Mention) -> Option<usize> {
    targets.binary_search_by(|target| target.label.cmp(&mention.label)).ok()
}

/// The mentions with the label of `target`, or with any as `scope` says, whose words `query` takes as a whole.
#[must_use]
pub fn tagged_by_pattern(
    session: &Session,
    query: &Query,
    target: Target,
    scope: &Scope,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Preview> {
    let targets = any_targets(session, scope).unwrap_or_else(|| vec![target]);
    let target_of = |_: &Shard, mention: &Mention| {
        let whole = Span::bytes(0, mention.quote.len());
        let number = number_of(&targets, mention)?;
        find_while(&mention.quote, query, &|| true)?.contains(&whole).then_some(number)
    };
    tagged(session, scope, targets.clone(), spread, is_wanted, &target_of)
}

/// The mentions that `target_of` gives the number of a target.
pub(super) fn tagged(
    session: &Session,
    scope: &Scope,
    targets: Vec<Target>,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
    target_of: &(dyn Fn(&Shard, &Mention) -> Option<usize> + Sync),
) -> Option<Preview> {
    let parts: Vec<_> = session.shards().chunks(PART).collect();
    let look = |number: usize| -> Option<Vec<Group>> {
        let mut groups = Vec::new();
        for shard in parts.get(number)?.iter().filter(|shard| scope.takes(shard.id())) {
            if !is_wanted() {
                return None;
            }
            let place = |mention: &Mention| {
                let span = hull_of(mention.fragments.spans());
                Some(Place { span, target: target_of(shard, mention)?, standing: Standing::Tagged(mention.id) })
            };
            let places: Vec<Place> = shard.mentions.by_key().filter_map(place).collect();
            if !places.is_empty() {
                groups.push(Group { article: shard.id(), places });
            }
        }
        Some(groups)
    };
    let mut groups = Vec::new();
    for part in gather(spread, parts.len(), look)? {
        groups.extend(part?);
    }
    Some(Preview { targets, groups, in_regions: 0 })
}
