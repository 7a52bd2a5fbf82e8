//! Planning of one command on mentions of many articles, as one step.

use super::change::{Change, Edit};
use super::command::{Command, Places};
use super::command_parts::{MentionsOf, PlacesOf};
use super::plan::{Plan, counted, short};
use super::plan_alignments::keep_alignments;
use super::plan_mentions::{
    bare_mention, check_attribute, checked_entry, defaults, delete_alignments, delete_hanging_in, flagged, put_flag,
    put_label, review_verb, reviewed, twin,
};
use super::plan_relations::keep_relations;
use super::refusal::Refusal;
use crate::model::{
    AlignmentEnd, ArticleId, Attributes, EntryId, How, Label, Mention, MentionId, Provenance, ReviewState, Shard, Slug,
};
use crate::text::{Fragments, Span};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::TagAll { label, entry, attributes, places, from } => {
            let sample = sample(plan, label, *entry, attributes, *from)?;
            tag_all(plan, &sample, places)
        }
        Command::DeleteAll { mentions } => delete_all(plan, mentions),
        Command::LinkAll { mentions, entry } => link_all(plan, mentions, *entry),
        Command::RelabelAll { mentions, label } => relabel_all(plan, mentions, label),
        Command::ReviewAll { mentions, state } => review_all(plan, mentions, *state),
        Command::FlagAll { mentions, flag, on } => flag_all(plan, mentions, flag, *on),
        _ => Err(Refusal::Nothing("this command does not concern many articles".to_owned())),
    }
}

/// "" or " in 3 articles", behind a count of what lies in them.
fn spread(articles: usize) -> String {
    if articles > 1 { format!(" in {}", counted(articles, "article")) } else { String::new() }
}

/// "" or " (3 were tagged already)".
fn left_alone(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " (one was tagged already)".to_owned(),
        _ => format!(" ({count} were tagged already)"),
    }
}

/// What all new mentions have in common.
struct Sample {
    label: Label,
    entry: Option<EntryId>,
    attributes: Attributes,
    provenance: Provenance,
}

fn sample(
    plan: &Plan<'_, '_>,
    label: &Label,
    entry: Option<EntryId>,
    attributes: &Attributes,
    from: Option<MentionId>,
) -> Result<Sample, Refusal> {
    plan.known_label(label)?;
    let entry = checked_entry(plan, label, entry)?;
    if let Some(id) = from.filter(|id| plan.session.find_mention(*id).is_none()) {
        return Err(Refusal::NoRecord { kind: "mention", id: id.to_string() });
    }
    let mut all = defaults(plan, label);
    for (slug, value) in attributes {
        check_attribute(plan, label, slug, value)?;
        all.insert(slug.clone(), value.clone());
    }
    let provenance = Provenance { how: How::Repeat, from, ..Provenance::default() };
    Ok(Sample { label: label.clone(), entry, attributes: all, provenance })
}

fn tag_all(plan: &mut Plan<'_, '_>, sample: &Sample, places: &PlacesOf) -> Result<String, Refusal> {
    let (mut made, mut known, mut articles) = (0, 0, 0);
    for (article, spans) in in_order(plan, places)? {
        let shard = plan.shard(article)?;
        let text = shard.article.text();
        let before = made;
        for span in spans {
            let fragments = Fragments::new(text, vec![span]).map_err(|error| no_place(shard, &error))?;
            if twin(shard, None, &sample.label, &fragments).is_some() {
                known += 1;
                continue;
            }
            let quote = fragments.quote(text).unwrap_or_default();
            let mention = Mention {
                entry: sample.entry,
                attributes: sample.attributes.clone(),
                provenance: sample.provenance.clone(),
                ..bare_mention(plan, &sample.label, fragments, quote)
            };
            plan.edits.push(Edit::Mention(article, Change::insert(mention)));
            made += 1;
        }
        articles += usize::from(made > before);
    }
    let name = plan.session.schema.label_name(&sample.label);
    plan.something(format!("Tag {}{} as {name}{}", counted(made, "place"), spread(articles), left_alone(known)))
}

fn no_place(shard: &Shard, problem: &dyn std::fmt::Display) -> Refusal {
    let title = short(shard.title());
    Refusal::BadValue { what: format!("a place in “{title}”"), why: format!("cannot be tagged: {problem}") }
}

/// The places article by article in the session's order, each once and in text order.
fn in_order(plan: &Plan<'_, '_>, places: &PlacesOf) -> Result<Vec<(ArticleId, BTreeSet<Span>)>, Refusal> {
    let mut found: BTreeMap<usize, (ArticleId, BTreeSet<Span>)> = BTreeMap::new();
    for (article, places) in places {
        let shard = plan.shard(*article)?;
        let position = plan.session.position(*article).unwrap_or_default();
        let (_, spans) = found.entry(position).or_insert_with(|| (*article, BTreeSet::new()));
        match places {
            Places::Bytes(bytes) => spans.extend(bytes),
            Places::Chars(chars) => {
                for span in chars {
                    let outside = || no_place(shard, &format!("{}..{} leaves the text", span.start, span.end));
                    spans.insert(shard.article.byte_span(*span).ok_or_else(outside)?);
                }
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The mentions article by article in the session's order, each once.
fn each_once(plan: &Plan<'_, '_>, mentions: &MentionsOf) -> Result<Vec<(ArticleId, BTreeSet<MentionId>)>, Refusal> {
    let mut found: BTreeMap<usize, (ArticleId, BTreeSet<MentionId>)> = BTreeMap::new();
    for (article, ids) in mentions {
        let position = plan.session.position(*article).ok_or(Refusal::NoArticle(*article))?;
        found.entry(position).or_insert_with(|| (*article, BTreeSet::new())).1.extend(ids);
    }
    found.retain(|_, (_, ids)| !ids.is_empty());
    Ok(found.into_values().collect())
}

/// "3 tags in 2 articles".
fn all_of(listed: &[(ArticleId, BTreeSet<MentionId>)], what: &str) -> String {
    let count = listed.iter().map(|(_, ids)| ids.len()).sum();
    format!("{}{}", counted(count, what), spread(listed.len()))
}

fn delete_all(plan: &mut Plan<'_, '_>, mentions: &MentionsOf) -> Result<String, Refusal> {
    let listed = each_once(plan, mentions)?;
    let mut all = BTreeSet::new();
    for (article, ids) in &listed {
        delete_hanging_in(plan, *article, ids)?;
        for id in ids {
            let before = plan.mention(*article, *id)?;
            plan.edits.push(Edit::Mention(*article, Change::delete(before)));
        }
        all.extend(ids);
    }
    delete_alignments(plan, &all);
    plan.something(format!("Delete {}", all_of(&listed, "tag")))
}

fn link_all(plan: &mut Plan<'_, '_>, mentions: &MentionsOf, entry: Option<EntryId>) -> Result<String, Refusal> {
    let listed = each_once(plan, mentions)?;
    for (article, ids) in &listed {
        for id in ids {
            let entry = checked_entry(plan, &plan.mention(*article, *id)?.label, entry)?;
            plan.update_mention(*article, *id, |row| row.entry = entry)?;
        }
    }
    let all = all_of(&listed, "mention");
    plan.something(match entry.and_then(|id| plan.session.entry_name(id)) {
        Some(name) => format!("Link {all} to {}", short(name)),
        None => format!("Unlink {all}"),
    })
}

/// Places that would carry the label twice keep what they have.
fn relabel_all(plan: &mut Plan<'_, '_>, mentions: &MentionsOf, label: &Label) -> Result<String, Refusal> {
    plan.known_label(label)?;
    let defaults = defaults(plan, label);
    let (mut changed, mut known, mut articles) = (0, 0, 0);
    let mut ends = BTreeSet::new();
    for (article, ids) in each_once(plan, mentions)? {
        let shard = plan.shard(article)?;
        let (mut taken, mut relabelled) = (BTreeSet::new(), BTreeSet::new());
        for id in ids {
            let before = plan.mention(article, id)?;
            if before.label == *label {
                continue;
            }
            let is_tagged = twin(shard, None, label, &before.fragments).is_some();
            if is_tagged || !taken.insert(before.fragments.clone()) {
                known += 1;
                continue;
            }
            put_label(plan, article, &before, label, &defaults)?;
            relabelled.insert(id);
        }
        keep_relations(&plan.session.schema, shard, &relabelled, label)?;
        changed += relabelled.len();
        articles += usize::from(!relabelled.is_empty());
        ends.extend(relabelled.into_iter().map(|id| AlignmentEnd::of_mention(article, id)));
    }
    keep_alignments(plan, &ends, label.layer())?;
    let name = plan.session.schema.label_name(label);
    let (tags, spread) = (counted(changed, "tag"), spread(articles));
    plan.something(format!("Change label of {tags}{spread} to {name}{}", left_alone(known)))
}

/// Those that were found to be so before keep who found it and when.
fn review_all(plan: &mut Plan<'_, '_>, mentions: &MentionsOf, state: ReviewState) -> Result<String, Refusal> {
    let review = reviewed(plan, state);
    let listed = changed_each(plan, mentions, |row| {
        if row.review.state != state {
            row.review = review.clone();
        }
    })?;
    plan.something(format!("{} {}", review_verb(state), all_of(&listed, "tag")))
}

fn flag_all(plan: &mut Plan<'_, '_>, mentions: &MentionsOf, flag: &Slug, on: bool) -> Result<String, Refusal> {
    let listed = changed_each(plan, mentions, |row| put_flag(&mut row.flags, flag, on))?;
    plan.something(format!("{}: {}", flagged(flag, on), all_of(&listed, "tag")))
}

/// Plans the same change of each mention; those that it changes.
fn changed_each(
    plan: &mut Plan<'_, '_>,
    mentions: &MentionsOf,
    change: impl Fn(&mut Mention),
) -> Result<Vec<(ArticleId, BTreeSet<MentionId>)>, Refusal> {
    let mut listed = each_once(plan, mentions)?;
    for (article, ids) in &mut listed {
        let mut changed = BTreeSet::new();
        for id in std::mem::take(ids) {
            let before = plan.edits.len();
            plan.update_mention(*article, id, &change)?;
            if plan.edits.len() > before {
                changed.insert(id);
            }
        }
        *ids = changed;
    }
    listed.retain(|(_, ids)| !ids.is_empty());
    Ok(listed)
}
