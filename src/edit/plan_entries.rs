//! Planning of changes of one entry, and of what is said to be distinct.

use super::command::Command;
use super::command_parts::EntryChange;
use super::plan::{Plan, counted, not_in_schema, short};
use super::plan_alignments::keep_alignments;
use super::plan_mentions::{check_attribute, once_each};
use super::plan_register::{not_empty, shared_entry, update};
use super::refusal::Refusal;
use crate::model::{AlignmentEnd, Entry, EntryId, Interval, Label, Place, Session, Slug, Value};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn plan(plan: &mut Plan<'_, '_>, command: &Command) -> Result<String, Refusal> {
    match command {
        Command::EditEntry { entry, change } => edit(plan, *entry, change),
        Command::SetDistinct { entries, on } => set_distinct(plan, entries, *on),
        _ => Err(Refusal::Nothing("this command does not concern one entry".to_owned())),
    }
}

fn bad(what: &str, why: impl Into<String>) -> Refusal {
    Refusal::BadValue { what: what.to_owned(), why: why.into() }
}

/// The label whose attributes an entry can have.
pub(super) fn label_of(entry: &Entry) -> &Label {
    entry.kind.as_ref().unwrap_or(&entry.layer)
}

/// Takes values away that the entry's label does not have.
fn fit_attributes(plan: &Plan<'_, '_>, row: &mut Entry) {
    let label = label_of(row).clone();
    row.attributes.retain(|slug, value| check_attribute(plan, &label, slug, value).is_ok());
}

fn edit(plan: &mut Plan<'_, '_>, id: EntryId, change: &EntryChange) -> Result<String, Refusal> {
    let mut row = Entry::clone(&*shared_entry(plan, id)?);
    let of = format!("of “{}”", short(&row.name));
    let name = match change {
        EntryChange::Kind(kind) => {
            if let Some(kind) = kind {
                plan.known_label(kind)?;
                check_kind(kind, &row.layer)?;
            }
            row.kind.clone_from(kind);
            fit_attributes(plan, &mut row);
            let to = kind.as_ref().map(|kind| format!(" to {}", plan.session.schema.label_name(kind)));
            format!("Set kind {of}{}", to.unwrap_or_default())
        }
        EntryChange::When(when) => {
            when.as_ref().map_or(Ok(()), check_interval)?;
            row.when.clone_from(when);
            format!("Set time {of}")
        }
        EntryChange::Place(place) => {
            place.as_ref().map_or(Ok(()), |place| check_place(plan, place))?;
            row.place.clone_from(place);
            format!("Set place {of}")
        }
        EntryChange::Credibility(grade) => {
            if let Some(grade) = grade.filter(|grade| !(1..=6).contains(grade)) {
                return Err(bad(
                    "credibility",
                    format!("runs from 1 (confirmed) to 6 (cannot be judged), not {grade}"),
                ));
            }
            row.credibility = *grade;
            format!("Set credibility {of}")
        }
        EntryChange::Id { scheme, id } => {
            let scheme = not_empty("the name of the place that gives the id", scheme)?;
            match id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
                Some(id) => drop(row.ids.insert(scheme.clone(), id.to_owned())),
                None => drop(row.ids.remove(&scheme)),
            }
            format!("Set {} id {of}", short(&scheme))
        }
        EntryChange::Attribute { attribute, value } => set_attribute(plan, &mut row, attribute, value.as_ref())?,
        EntryChange::Note(text) => {
            text.trim().clone_into(&mut row.note);
            format!("Change note {of}")
        }
        EntryChange::Layer(layer) => {
            set_layer(plan, &mut row, layer)?;
            format!("Change layer {of}")
        }
        EntryChange::AliasAbout { alias, language, note } => {
            set_alias(&mut row, alias, language.trim(), note.trim())?;
            format!("Describe alias “{}”", short(alias))
        }
    };
    update(plan, id, |entry| *entry = row)?;
    plan.something(name)
}

/// Refuses a kind of another layer.
pub(super) fn check_kind(kind: &Label, layer: &Slug) -> Result<(), Refusal> {
    if kind.layer() == layer.as_str() {
        return Ok(());
    }
    Err(bad(&format!("the kind `{kind}`"), format!("is not of the layer `{layer}`")))
}

fn check_interval(when: &Interval) -> Result<(), Refusal> {
    match (when.first, when.last) {
        (Some(first), Some(last)) if first > last => {
            Err(bad("the time", format!("ends on {last} and begins on {first}; the first day comes first")))
        }
        (None, None) if when.phrase.trim().is_empty() => Err(bad("the time", "needs a first day, a last day or words")),
        _ => Ok(()),
    }
}

fn check_place(plan: &Plan<'_, '_>, place: &Place) -> Result<(), Refusal> {
    not_empty("the name of the place", &place.name)?;
    place.entry.map_or(Ok(()), |entry| shared_entry(plan, entry).map(drop))?;
    for (what, degrees, most) in [("latitude", place.latitude, 90.0), ("longitude", place.longitude, 180.0)] {
        if let Some(degrees) = degrees.filter(|degrees| !(-most..=most).contains(degrees)) {
            return Err(bad(what, format!("lies between -{most} and {most}, not at {degrees}")));
        }
    }
    Ok(())
}

fn set_attribute(
    plan: &Plan<'_, '_>,
    row: &mut Entry,
    attribute: &Slug,
    value: Option<&Value>,
) -> Result<String, Refusal> {
    match value {
        Some(value) => {
            check_attribute(plan, label_of(row), attribute, value)?;
            row.attributes.insert(attribute.clone(), value.clone());
        }
        None => drop(row.attributes.remove(attribute)),
    }
    let def = plan.session.schema.attributes.iter().find(|def| def.id == *attribute);
    let what = def.map_or(attribute.as_str(), |def| &def.name);
    Ok(format!("Set {what} of “{}”", short(&row.name)))
}

fn set_layer(plan: &Plan<'_, '_>, row: &mut Entry, layer: &Slug) -> Result<(), Refusal> {
    let schema = &plan.session.schema;
    if !schema.layers.iter().any(|known| known.id == *layer) {
        let known: Vec<&str> = schema.layers.iter().map(|layer| layer.id.as_str()).collect();
        return Err(not_in_schema("layer", layer, &known));
    }
    if row.layer == *layer {
        return Ok(());
    }
    let linked = linked_count(plan.session, row.id);
    if linked > 0 {
        let links = counted(linked, "link");
        let why = format!(
            "“{}” has {links} from mentions or suggestions; unlink them, or move their label to the layer in the schema",
            row.name
        );
        return Err(Refusal::InUse(why));
    }
    keep_alignments(plan, &BTreeSet::from([AlignmentEnd::of_entry(row.id)]), layer.as_str())?;
    row.layer.clone_from(layer);
    row.kind = None;
    fit_attributes(plan, row);
    Ok(())
}

fn linked_count(session: &Session, id: EntryId) -> usize {
    let of_shard = |shard: &crate::model::Shard| {
        shard.mentions.iter().filter(|row| row.entry == Some(id)).count()
            + shard.quarantine.iter().filter(|row| row.mention.entry == Some(id)).count()
            + shard.suggestions.iter().filter(|row| row.entry == Some(id)).count()
    };
    session.shards().iter().map(|shard| of_shard(shard)).sum()
}

fn set_alias(row: &mut Entry, alias: &str, language: &str, note: &str) -> Result<(), Refusal> {
    let twins = row.aliases.iter().filter(|known| known.text == alias);
    if twins.clone().count() > 1 && twins.clone().skip(1).any(|twin| twin.language == language) {
        return Err(bad(&format!("the alias “{alias}”"), "is there in this language already"));
    }
    if let Some(known) = row.aliases.iter_mut().find(|known| known.text == alias) {
        language.clone_into(&mut known.language);
        note.clone_into(&mut known.note);
        return Ok(());
    }
    Err(no_alias(row, alias))
}

/// Says which aliases there are.
pub(super) fn no_alias(row: &Entry, alias: &str) -> Refusal {
    let known: Vec<String> = row.aliases.iter().map(|known| format!("“{}”", short(&known.text))).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    bad(&format!("“{}”", short(&row.name)), format!("has no alias “{alias}”; it has {known}"))
}

fn set_distinct(plan: &mut Plan<'_, '_>, entries: &[EntryId], on: bool) -> Result<String, Refusal> {
    let entries = once_each(entries);
    if entries.len() < 2 {
        return Err(bad("what is distinct", "takes two entries or more"));
    }
    let mut names = BTreeMap::new();
    for id in &entries {
        names.insert(*id, short(&shared_entry(plan, *id)?.name));
        update(plan, *id, |row| {
            row.distinct_from.retain(|other| on || !entries.contains(other));
            let new = entries.iter().filter(|other| on && *other != id);
            let new: Vec<EntryId> = new.copied().filter(|other| !row.distinct_from.contains(other)).collect();
            row.distinct_from.extend(new);
        })?;
    }
    let names: Vec<String> = entries.iter().filter_map(|id| names.get(id)).map(|name| format!("“{name}”")).collect();
    let names = if let [one, two] = names.as_slice() {
        format!("{one} and {two}")
    } else {
        names.len().to_string() + " entries"
    };
    plan.something(if on { format!("Tell {names} apart") } else { format!("Do not tell {names} apart any more") })
}
