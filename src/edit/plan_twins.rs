//! Planning of what makes one mention of several that have one label on the same words.

use super::change::{Change, Edit};
use super::command_parts::MentionsOf;
use super::hanging::{alignments_on, suggestions_on};
use super::plan::{Plan, counted};
use super::refusal::Refusal;
use crate::model::{
    Alignment, AlignmentEnd, ArticleId, Label, Mention, MentionId, Note, Relation, Session, Shard, Slug,
};
use crate::text::Fragments;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Mentions that have one label on the same words, the one that stays first.
type Group = Vec<Arc<Mention>>;

/// Mentions of `labels` that stand on words which another one of the same label stands on.
#[must_use]
pub fn twins_of(session: &Session, labels: &BTreeSet<&Slug>) -> MentionsOf {
    let of_shard = |shard: &Arc<Shard>| {
        let ids: Vec<MentionId> =
            shard.mentions.iter().filter(|row| labels.contains(&row.label)).map(|row| row.id).collect();
        let twins: Vec<MentionId> = groups(shard, ids).into_iter().flatten().map(|row| row.id).collect();
        (!twins.is_empty()).then(|| (shard.id(), twins))
    };
    session.shards().iter().filter_map(of_shard).collect()
}

/// Those of `ids` that have one label on the same words; the oldest stands first.
fn groups(shard: &Shard, ids: impl IntoIterator<Item = MentionId>) -> Vec<Group> {
    let mut alike: BTreeMap<(Label, Fragments), Group> = BTreeMap::new();
    let ids: BTreeSet<MentionId> = ids.into_iter().collect();
    for row in ids.into_iter().filter_map(|id| shard.mentions.shared(id)) {
        alike.entry((row.label.clone(), row.fragments.clone())).or_default().push(row);
    }
    let mut groups: Vec<Group> = alike.into_values().filter(|group| group.len() > 1).collect();
    for group in &mut groups {
        group.sort_by_key(|row| (row.created, row.id));
    }
    groups
}

/// Of mentions with one label on the same words the oldest stays; what the others have and what hangs on them goes to it.
pub(super) fn join_alike(plan: &mut Plan<'_, '_>, mentions: &MentionsOf) -> Result<String, Refusal> {
    let mut by_article: BTreeMap<usize, (ArticleId, Vec<MentionId>)> = BTreeMap::new();
    for (article, ids) in mentions {
        let position = plan.session.position(*article).ok_or(Refusal::NoArticle(*article))?;
        for id in ids {
            plan.mention(*article, *id)?;
        }
        by_article.entry(position).or_insert_with(|| (*article, Vec::new())).1.extend(ids);
    }
    let mut into: BTreeMap<MentionId, (ArticleId, MentionId)> = BTreeMap::new();
    let mut articles = 0;
    for (article, ids) in by_article.into_values() {
        let shard = plan.shard(article)?;
        let groups = groups(shard, ids);
        articles += usize::from(!groups.is_empty());
        let mut own: BTreeMap<MentionId, MentionId> = BTreeMap::new();
        for group in &groups {
            let Some((first, others)) = group.split_first() else { continue };
            own.extend(others.iter().map(|other| (other.id, first.id)));
            take_in(plan, article, first, others)?;
        }
        relations(plan, shard, &own);
        let goes: BTreeSet<MentionId> = own.keys().copied().collect();
        for suggestion in suggestions_on(shard, &goes).into_iter().filter_map(|id| shard.suggestions.shared(id)) {
            plan.edits.push(Edit::Suggestion(article, Change::delete(suggestion)));
        }
        for id in &goes {
            let before = plan.mention(article, *id)?;
            plan.edits.push(Edit::Mention(article, Change::delete(before)));
        }
        into.extend(own.into_iter().map(|(id, first)| (id, (article, first))));
    }
    if into.is_empty() {
        return Err(Refusal::Nothing("no two of these mentions have one label on the same words".to_owned()));
    }
    alignments(plan, &into);
    let spread = if articles > 1 { format!(" in {}", counted(articles, "article")) } else { String::new() };
    Ok(format!("Join {}{spread} with the one on the same words", counted(into.len(), "tag")))
}

/// Gives `first` what `others` have and it has not; what differs is kept in a note, so that nothing is lost.
fn take_in(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    first: &Mention,
    others: &[Arc<Mention>],
) -> Result<(), Refusal> {
    let (by, at) = (plan.by(), plan.context.at);
    let session = plan.session;
    plan.update_mention(article, first.id, |row| {
        let mut kept: Vec<String> = Vec::new();
        for other in others {
            match (row.entry, other.entry) {
                (None, entry) => row.entry = entry,
                (Some(one), Some(two)) if one != two => {
                    kept.push(format!("linked to {}", session.entry_name(two).unwrap_or_default()));
                }
                _ => {}
            }
            row.confidence = row.confidence.or(other.confidence);
            for (slug, value) in &other.attributes {
                if row.attributes.entry(slug.clone()).or_insert_with(|| value.clone()) != value {
                    kept.push(format!("{slug} {value}"));
                }
            }
            for flag in other.flags.iter().filter(|flag| !first.flags.contains(flag)) {
                if !row.flags.contains(flag) {
                    row.flags.push(flag.clone());
                }
            }
            row.notes.extend(other.notes.iter().filter(|note| !first.notes.contains(note)).cloned());
            if row.review.is_open() {
                row.review = other.review.clone();
            }
            for (name, value) in other.ext.iter() {
                row.ext.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        row.notes.sort_by_key(|note| note.at);
        if !kept.is_empty() {
            row.notes.push(Note { by, at, text: format!("The other tag here: {}", kept.join("; ")) });
        }
    })
}

/// Relations of the others start from or lead to the one that stays. One that would relate it to itself goes, and so does one
/// that is there already.
fn relations(plan: &mut Plan<'_, '_>, shard: &Shard, into: &BTreeMap<MentionId, MentionId>) {
    let end = |id: MentionId| into.get(&id).copied().unwrap_or(id);
    let moves = |row: &&Relation| into.contains_key(&row.from) || into.contains_key(&row.to);
    let key = |row: &Relation| (row.label.clone(), row.role.clone(), end(row.from), end(row.to));
    let mut known: BTreeSet<_> = shard.relations.iter().filter(|row| !moves(row)).map(key).collect();
    for before in shard.relations.iter().filter(moves).filter_map(|row| shard.relations.shared(row.id)) {
        let (from, to) = (end(before.from), end(before.to));
        let change = if from == to || !known.insert(key(&before)) {
            Change::delete(before)
        } else {
            let after = Relation { from, to, modified: Some(plan.context.at), ..Relation::clone(&before) };
            Change::update(before, after)
        };
        plan.edits.push(Edit::Relation(shard.id(), change));
    }
}

/// Alignments of the others are alignments of the one that stays, under the same conditions.
fn alignments(plan: &mut Plan<'_, '_>, into: &BTreeMap<MentionId, (ArticleId, MentionId)>) {
    let end = |end: AlignmentEnd| {
        let to = end.mention.and_then(|id| into.get(&id));
        to.map_or(end, |(article, mention)| AlignmentEnd::of_mention(*article, *mention))
    };
    let goes: BTreeSet<MentionId> = into.keys().copied().collect();
    let moved: BTreeSet<_> = alignments_on(plan.session, &goes).into_iter().collect();
    let pair = |from: AlignmentEnd, to: AlignmentEnd| if from < to { (from, to) } else { (to, from) };
    let stay = plan.session.alignments.iter().filter(|row| !moved.contains(&row.id));
    let mut known: BTreeSet<_> = stay.map(|row| pair(row.from, row.to)).collect();
    for before in moved.iter().filter_map(|id| plan.session.alignments.shared(*id)) {
        let (from, to) = (end(before.from), end(before.to));
        let change = if from == to || !known.insert(pair(from, to)) {
            Change::delete(before)
        } else {
            let after = Alignment { from, to, modified: Some(plan.context.at), ..Alignment::clone(&before) };
            Change::update(before, after)
        };
        plan.edits.push(Edit::Alignment(change));
    }
}
