//! Planning of what makes one entry of several, or two of one.

use super::change::{Change, Edit};
use super::command::Command;
use super::command_parts::MentionsOf;
use super::plan::{Plan, short};
use super::plan_entries::{label_of, no_alias};
use super::plan_mentions::{check_attribute, once_each};
use super::plan_register::{not_empty, plain, shared_entry, update};
use super::plan_relink::Gone;
use super::refusal::Refusal;
use crate::model::{Alias, ArticleId, Attributes, Entry, EntryId, Ext, Interval, Mention, MentionId, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::MergeEntries { into, from } => merge(plan, *into, from),
        Command::SplitEntry { entry, name, aliases, mentions, new } => {
            let part = Part { name: not_empty("an entry's name", name)?, aliases, mentions, new: *new };
            split(plan, *entry, &part)
        }
        _ => Err(Refusal::Nothing("this command does not concern several entries".to_owned())),
    }
}

fn merge(plan: &mut Plan<'_, '_>, into: EntryId, from: &[EntryId]) -> Result<String, Refusal> {
    let before = shared_entry(plan, into)?;
    let mut others: Vec<Arc<Entry>> = Vec::new();
    for id in once_each(from) {
        let other = shared_entry(plan, id)?;
        may_join(plan, &before, &other)?;
        for sibling in &others {
            may_join(plan, sibling, &other)?;
        }
        others.push(other);
    }
    if others.is_empty() {
        return Err(Refusal::Nothing("name the entries that are to become one with it".to_owned()));
    }
    let gone = Gone { entries: others.iter().map(|other| other.id).collect(), into: Some(into) };
    let mut after = Entry::clone(&before);
    for other in &others {
        take_in(plan, &mut after, other);
    }
    gone.tell(&mut after);
    if let Some(place) = after.place.as_mut().filter(|place| place.entry == Some(into)) {
        place.entry = None;
    }
    update(plan, into, |row| *row = after)?;
    gone.relink(plan)?;
    gone.others(plan)?;
    gone.alignments(plan);
    gone.filters(plan);
    plan.edits.extend(others.iter().map(|other| Edit::Entry(Change::delete(Arc::clone(other)))));
    Ok(match others.as_slice() {
        [other] => format!("Merge “{}” into “{}”", short(&other.name), short(&before.name)),
        _ => format!("Merge {} entries into “{}”", others.len(), short(&before.name)),
    })
}

/// Refuses to make one entry of two that cannot be the same.
fn may_join(plan: &Plan<'_, '_>, one: &Entry, two: &Entry) -> Result<(), Refusal> {
    let (first, second) = (short(&one.name), short(&two.name));
    if one.id == two.id {
        return Err(Refusal::InUse(format!("“{first}” cannot be merged with itself; choose another entry")));
    }
    if one.layer != two.layer {
        let name = |layer| plan.session.schema.label_name(layer);
        let why = format!(
            "“{first}” is of the layer {} and “{second}” of {}; entries of one layer can be merged",
            name(&one.layer),
            name(&two.layer)
        );
        return Err(Refusal::InUse(why));
    }
    if one.distinct_from.contains(&two.id) || two.distinct_from.contains(&one.id) {
        let why = format!("“{first}” and “{second}” were told apart by somebody; take that back before you merge them");
        return Err(Refusal::InUse(why));
    }
    Ok(())
}

/// Gives `row` what `other` has; what differs is kept in its note, so that nothing is lost.
fn take_in(plan: &Plan<'_, '_>, row: &mut Entry, other: &Entry) {
    let mut kept: Vec<String> = Vec::new();
    add_alias(row, plain(&other.name));
    for alias in &other.aliases {
        add_alias(row, alias.clone());
    }
    take(&mut row.kind, other.kind.as_ref(), "kind", ToString::to_string, &mut kept);
    take(&mut row.when, other.when.as_ref(), "time", when_words, &mut kept);
    take(&mut row.place, other.place.as_ref(), "place", place_words, &mut kept);
    take(&mut row.credibility, other.credibility.as_ref(), "credibility", ToString::to_string, &mut kept);
    for (scheme, id) in &other.ids {
        if *row.ids.entry(scheme.clone()).or_insert_with(|| id.clone()) != *id {
            kept.push(format!("{scheme} {id}"));
        }
    }
    let label = label_of(row).clone();
    for (slug, value) in &other.attributes {
        let fits = check_attribute(plan, &label, slug, value).is_ok();
        match row.attributes.get(slug) {
            None if fits => drop(row.attributes.insert(slug.clone(), value.clone())),
            Some(known) if known == value => {}
            _ => kept.push(format!("{slug} {value}")),
        }
    }
    for (name, value) in other.ext.iter() {
        if row.ext.entry(name.clone()).or_insert_with(|| value.clone()) != value {
            kept.push(format!("{name} {value}"));
        }
    }
    for distinct in &other.distinct_from {
        if !row.distinct_from.contains(distinct) && *distinct != row.id {
            row.distinct_from.push(*distinct);
        }
    }
    if !row.note.contains(&other.note) {
        add_line(&mut row.note, &other.note);
    }
    if !kept.is_empty() {
        add_line(&mut row.note, &format!("From “{}” ({}): {}", other.name, other.id, kept.join("; ")));
    }
}

/// Takes `theirs` where there is none; what differs is `kept` in words.
fn take<T: Clone + PartialEq>(
    ours: &mut Option<T>,
    theirs: Option<&T>,
    what: &str,
    words: impl Fn(&T) -> String,
    kept: &mut Vec<String>,
) {
    match (ours.as_ref(), theirs) {
        (None, _) => *ours = theirs.cloned(),
        (Some(known), Some(other)) if known != other => kept.push(format!("{what} {}", words(other).trim())),
        _ => {}
    }
}

fn when_words(when: &Interval) -> String {
    let words = if when.phrase.is_empty() { String::new() } else { format!(" “{}”", when.phrase) };
    format!("{}{words} (to the {})", when.display(), when.precision)
}

fn place_words(place: &Place) -> String {
    let degrees = place.latitude.zip(place.longitude).map(|(north, east)| format!(" ({north}, {east})"));
    let entry = place.entry.map(|entry| format!(" ({entry})"));
    [Some(place.name.clone()), degrees, entry].into_iter().flatten().collect()
}

fn add_line(note: &mut String, line: &str) {
    if !note.is_empty() && !line.is_empty() {
        note.push('\n');
    }
    note.push_str(line);
}

/// Adds an alias that is neither the name nor there already. One that says nothing more than a known one adds nothing.
fn add_alias(row: &mut Entry, alias: Alias) {
    let says_nothing = alias.language.is_empty() && alias.note.is_empty();
    if alias.text == row.name && says_nothing {
        return;
    }
    let is_named = row.aliases.iter().any(|known| known.text == alias.text);
    let twin = row.aliases.iter_mut().find(|known| known.text == alias.text && known.language == alias.language);
    match twin {
        Some(known) if known.note.is_empty() => known.note = alias.note,
        Some(known) if !known.note.contains(&alias.note) => {
            known.note.push_str("; ");
            known.note.push_str(&alias.note);
        }
        Some(_) => {}
        None if says_nothing && is_named => {}
        None => row.aliases.push(alias),
    }
}

/// What is to become an entry of its own.
struct Part<'a> {
    name: String,
    aliases: &'a [String],
    mentions: &'a MentionsOf,
    new: Option<EntryId>,
}

fn split(plan: &mut Plan<'_, '_>, entry: EntryId, part: &Part<'_>) -> Result<String, Refusal> {
    let before = shared_entry(plan, entry)?;
    let name = &part.name;
    if before.name == *name {
        let why = "is the name of the entry that stays; give the new one another".to_owned();
        return Err(Refusal::BadValue { what: format!("“{}”", short(name)), why });
    }
    for alias in part.aliases {
        if before.aliases.iter().all(|known| known.text != *alias) {
            return Err(no_alias(&before, alias));
        }
    }
    let goes = |alias: &Alias| alias.text == *name || part.aliases.contains(&alias.text);
    let (taken, kept): (Vec<Alias>, Vec<Alias>) = before.aliases.iter().cloned().partition(goes);
    let mentions = linked_to(plan, &before, part.mentions)?;
    if taken.is_empty() && mentions.values().all(BTreeSet::is_empty) {
        return Err(Refusal::Nothing("name the mentions or aliases that the new entry gets".to_owned()));
    }
    let new = part.new.unwrap_or_else(|| plan.context.ids.entry());
    if plan.session.entries.contains(new) {
        return Err(Refusal::InUse(format!("the register has an entry {new} already")));
    }
    let says_more = |alias: &Alias| alias.text != *name || !alias.language.is_empty() || !alias.note.is_empty();
    plan.edits.push(Edit::Entry(Change::insert(Entry {
        id: new,
        layer: before.layer.clone(),
        name: name.clone(),
        kind: before.kind.clone(),
        aliases: taken.into_iter().filter(says_more).collect(),
        ids: BTreeMap::new(),
        when: None,
        place: None,
        credibility: None,
        attributes: Attributes::new(),
        distinct_from: vec![entry],
        note: String::new(),
        by: plan.by(),
        created: plan.context.at,
        modified: None,
        ext: Ext::default(),
    })));
    update(plan, entry, |row| {
        row.aliases = kept;
        row.distinct_from.push(new);
    })?;
    for (article, ids) in mentions {
        for id in ids {
            relink(plan, article, id, new)?;
        }
    }
    Ok(format!("Split “{}” from “{}”", short(name), short(&before.name)))
}

/// The mentions of each article, quarantined ones too, if all of them are linked to `entry`.
fn linked_to(
    plan: &Plan<'_, '_>,
    entry: &Entry,
    mentions: &MentionsOf,
) -> Result<BTreeMap<ArticleId, BTreeSet<MentionId>>, Refusal> {
    let mut found: BTreeMap<ArticleId, BTreeSet<MentionId>> = BTreeMap::new();
    for (article, ids) in mentions {
        let shard = plan.shard(*article)?;
        for id in ids {
            let waiting = || shard.quarantine.get(*id).map(|row| (row.mention.entry, &row.mention.quote));
            let row = shard.mentions.get(*id).map(|row| (row.entry, &row.quote)).or_else(waiting);
            let (linked, quote) = row.ok_or_else(|| Refusal::NoRecord { kind: "mention", id: id.to_string() })?;
            if linked != Some(entry.id) {
                let why = format!("is not linked to “{}”; an entry is split by mentions linked to it", entry.name);
                return Err(Refusal::BadValue { what: format!("“{}”", short(quote)), why });
            }
        }
        found.entry(*article).or_default().extend(ids);
    }
    Ok(found)
}

fn relink(plan: &mut Plan<'_, '_>, article: ArticleId, id: MentionId, entry: EntryId) -> Result<(), Refusal> {
    let Some(before) = plan.shard(article)?.quarantine.shared(id) else {
        return plan.update_mention(article, id, |row: &mut Mention| row.entry = Some(entry));
    };
    let mut after = (*before).clone();
    after.mention.entry = Some(entry);
    plan.edits.push(Edit::Quarantine(article, Change::update(before, after)));
    Ok(())
}
