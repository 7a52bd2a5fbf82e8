//! From places found in texts to a preview: article by article, side by side, with regions left out and mentions seen.
//!
//! It does not know what was looked for.

use super::place::{Group, Place, Preview, Scope, Standing, Target};
use crate::codec::{Spread, gather};
use crate::model::{EntryId, Mention, MentionId, Session, Shard, hull_of_key};
use crate::text::Span;

/// Articles that are looked through in one go.
pub(super) const PART: usize = 64;

/// A place as it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    /// The number of its target.
    pub(super) target: usize,
    /// The entry whose longer name it is a part of.
    pub(super) in_longer: Option<EntryId>,
}

/// Looks through the articles of `scope` with `find`, which gives places in text order, or nothing once nobody wants them.
pub(super) fn preview(
    session: &Session,
    scope: &Scope,
    targets: Vec<Target>,
    spread: &dyn Spread,
    find: &(dyn Fn(&Shard) -> Option<Vec<Found>> + Sync),
) -> Option<Preview> {
    let parts: Vec<_> = session.shards().chunks(PART).collect();
    let look = |number: usize| -> Option<(Vec<Group>, usize)> {
        let (mut groups, mut skipped) = (Vec::new(), 0);
        let shards = parts.get(number).copied().unwrap_or_default();
        for shard in shards.iter().filter(|shard| scope.takes(shard.id())) {
            let mut found = find(shard)?;
            if !scope.with_regions {
                let all = found.len();
                leave_out_regions(shard, &mut found);
                skipped += all - found.len();
            }
            if !found.is_empty() {
                groups.push(Group { article: shard.id(), places: standing(shard, &targets, &found) });
            }
        }
        Some((groups, skipped))
    };
    let looked = gather(spread, parts.len(), look)?;
    let mut preview = Preview { targets, ..Preview::default() };
    for part in looked {
        let (groups, skipped) = part?;
        preview.groups.extend(groups);
        preview.in_regions += skipped;
    }
    Some(preview)
}

fn leave_out_regions(shard: &Shard, found: &mut Vec<Found>) {
    if shard.regions.is_empty() || found.is_empty() {
        return;
    }
    let regions = shard.accepted_regions();
    found.retain(|place| !regions.iter().any(|region| region.overlaps(place.span)));
}

/// How each of `found`, in text order, stands to the mentions of its article.
fn standing(shard: &Shard, targets: &[Target], found: &[Found]) -> Vec<Place> {
    // Search keys tell where a mention is without a look at it: most are far from every place.
    let all = shard.mentions.by_key_from((0, 0), MentionId(0));
    let mut mentions = all.map(|(key, mention)| (hull_of_key(key), mention)).peekable();
    let mut near: Vec<(Span, &Mention)> = Vec::new();
    let mut places = Vec::with_capacity(found.len());
    for place in found {
        while let Some(next) = mentions.next_if(|(hull, _)| hull.start < place.span.end) {
            if next.0.end > place.span.start {
                near.push(next);
            }
        }
        near.retain(|(hull, _)| hull.end > place.span.start);
        let target = targets.get(place.target);
        let standing = target.map_or(Standing::Free, |target| among(&near, target, place));
        places.push(Place { span: place.span, target: place.target, standing });
    }
    places
}

fn among(near: &[(Span, &Mention)], target: &Target, place: &Found) -> Standing {
    let mut mentions = near.iter().map(|(_, mention)| *mention);
    let same =
        mentions.clone().find(|mention| mention.label == target.label && mention.fragments.spans() == [place.span]);
    let overlaps = |mention: &&Mention| {
        mention.label.layer() == target.label.layer()
            && mention.fragments.spans().iter().any(|span| span.overlaps(place.span))
    };
    match (same, place.in_longer) {
        (Some(same), _) => Standing::Tagged(same.id),
        (None, Some(entry)) => Standing::InLonger(entry),
        (None, None) => mentions.find(overlaps).map_or(Standing::Free, |mention| Standing::Overlapped(mention.id)),
    }
}
