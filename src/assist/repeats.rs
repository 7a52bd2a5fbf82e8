//! All places of some phrases, and the mentions on the same words.

use super::ask::{Ask, Role};
use super::place::{Group, Place, Preview, Scope, Standing, Target, hull_of};
use super::preview::{Found, preview};
use crate::codec::{Spread, gather};
use crate::model::{Label, Session, Shard};
use crate::text::{PhraseHit, Phrases, Wording, longest_hits};

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

/// The mentions with `label` that stand on `words`, to be deleted or changed together.
#[must_use]
pub fn tagged_alike(
    session: &Session,
    words: &str,
    label: &Label,
    wording: Wording,
    scope: &Scope,
    spread: &dyn Spread,
) -> Option<Preview> {
    let phrases = Phrases::new([words], wording);
    let shards = session.shards();
    let look = |number: usize| {
        let shard = shards.get(number).filter(|shard| scope.takes(shard.id()))?;
        let alike = shard.mentions.by_key().filter(|mention| mention.label == *label);
        let alike = alike.filter(|mention| phrases.number_of(&mention.quote).is_some());
        let place = |mention: &crate::model::Mention| Place {
            span: hull_of(mention.fragments.spans()),
            target: 0,
            standing: Standing::Tagged(mention.id),
        };
        let places: Vec<Place> = alike.map(place).collect();
        (!places.is_empty()).then(|| Group { article: shard.id(), places })
    };
    let groups = gather(spread, shards.len(), look)?.into_iter().flatten().collect();
    let targets = vec![Target { label: label.clone(), entry: None }];
    Some(Preview { targets, groups, in_regions: 0 })
}
