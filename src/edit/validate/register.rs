//! What stands above the articles: the register, alignments, and whatever names records by id.

use super::fault::{At, FaultCode, Faults};
use super::known::{Known, Owner};
use crate::model::{Alignment, AlignmentEnd, Entry, EntryId, SavedFilter, Session};
use std::collections::BTreeMap;

pub(super) fn check(session: &Session, known: &Known<'_>, faults: &mut Faults) {
    session.entries.iter().for_each(|entry| check_entry(session, known, entry, faults));
    aliases(session, faults);
    let mut compared = BTreeMap::new();
    for alignment in session.alignments.iter() {
        check_alignment(session, alignment, faults);
        let [one, two] = [alignment.from, alignment.to].map(|end| (end.entry, end.article, end.mention));
        let first = *compared.entry((one.min(two), one.max(two), alignment.kind)).or_insert(alignment.id);
        if first != alignment.id {
            let message = format!("{first} compares the same two as `{}` too", alignment.kind);
            faults.push(&at_alignment(session, alignment), FaultCode::Duplicate, message);
        }
    }
    session.filters.iter().for_each(|filter| check_filter(session, known, filter, faults));
    for conflict in session.conflicts.iter() {
        if let Some(article) = conflict.article.filter(|article| session.position(*article).is_none()) {
            faults.missing(&At::session("conflict", conflict.id), "article", article);
        }
    }
    for decision in session.decisions.iter() {
        let at = At::session("decision", decision.id);
        faults.annotator(session, &at, decision.by);
        if let Some(article) = decision.article.filter(|article| session.position(*article).is_none()) {
            faults.missing(&at, "article", article);
        }
    }
}

fn check_entry(session: &Session, known: &Known<'_>, entry: &Entry, faults: &mut Faults) {
    let at = At::session("entry", entry.id);
    faults.annotator(session, &at, entry.by);
    if !session.schema.layers.iter().any(|layer| layer.id == entry.layer) {
        faults.push(&at, FaultCode::NotInSchema, format!("the schema has no layer `{}`", entry.layer));
    }
    if let Some(kind) = &entry.kind {
        if !known.has_label(kind) {
            faults.push(&at, FaultCode::NotInSchema, format!("the schema has no label `{kind}`"));
        } else if kind.layer() != entry.layer.as_str() {
            faults.push(&at, FaultCode::Value, format!("its kind `{kind}` is of another layer than `{}`", entry.layer));
        }
    }
    let label = entry.kind.as_ref().unwrap_or(&entry.layer);
    faults.attributes(&at, &entry.attributes, known, Owner::Label(label));
    faults.range(&at, "credibility", entry.credibility.map(f64::from), 1.0, 6.0);
    if let Some(place) = &entry.place {
        faults.range(&at, "latitude", place.latitude, -90.0, 90.0);
        faults.range(&at, "longitude", place.longitude, -180.0, 180.0);
    }
    if entry.distinct_from.contains(&entry.id) {
        faults.push(&at, FaultCode::Reference, "it is said to be distinct from itself".to_owned());
    }
    let is_gone = |other: &EntryId| !session.entries.contains(*other);
    for other in entry.place.iter().filter_map(|place| place.entry).filter(is_gone) {
        faults.missing(&at, "place's entry", other);
    }
    for other in entry.distinct_from.iter().copied().filter(is_gone) {
        faults.missing(&at, "`distinct_from` entry", other);
    }
    faults.interval(&at, "time", entry.when.as_ref());
}

/// A name or alias that two entries of a layer share, or that one entry has twice.
fn aliases(session: &Session, faults: &mut Faults) {
    let mut owners = BTreeMap::new();
    for entry in session.entries.iter() {
        let names = std::iter::once(entry.name.as_str()).chain(entry.aliases.iter().map(|alias| alias.text.as_str()));
        for name in names {
            let owner = *owners.entry((entry.layer.clone(), name.to_lowercase())).or_insert(entry.id);
            let at = At::session("entry", entry.id);
            if owner != entry.id {
                faults.push(&at, FaultCode::Duplicate, format!("the name `{name}` belongs to entry {owner} too"));
            }
        }
        let mut own: Vec<(&str, &str)> =
            entry.aliases.iter().map(|alias| (alias.text.as_str(), alias.language.as_str())).collect();
        own.sort_unstable();
        for pair in own.windows(2) {
            if let [first, second] = pair
                && first == second
            {
                let at = At::session("entry", entry.id);
                faults.push(&at, FaultCode::Duplicate, format!("the alias `{}` stands twice", first.0));
            }
        }
    }
}

/// Where an alignment stands: at the first of its sides that is a mention.
fn at_alignment(session: &Session, alignment: &Alignment) -> At {
    let at = At::session("alignment", alignment.id);
    let places = [alignment.from, alignment.to].into_iter().filter_map(|end| {
        let shard = session.shard(end.article?)?;
        Some((shard.id(), shard.article.char_span(shard.mentions.get(end.mention?)?.fragments.hull())))
    });
    match places.into_iter().next() {
        Some((article, place)) => At { article: Some(article), place: Some(place), ..at },
        None => at,
    }
}

fn check_alignment(session: &Session, alignment: &Alignment, faults: &mut Faults) {
    let at = at_alignment(session, alignment);
    faults.annotator(session, &at, alignment.by);
    faults.notes(session, &at, &alignment.notes);
    faults.range(&at, "confidence", alignment.confidence, 0.0, 1.0);
    end(session, &at, "first side", alignment.from, faults);
    end(session, &at, "second side", alignment.to, faults);
    if alignment.from == alignment.to {
        faults.push(&at, FaultCode::Alignment, "it compares something with itself".to_owned());
    } else if alignment.from.article.is_some() && alignment.from.article == alignment.to.article {
        let message = "it compares two mentions of one article; a relation between them says how they stand".to_owned();
        faults.push(&at, FaultCode::Alignment, message);
    } else if let Some((from, to)) = session.layer_at(alignment.from).zip(session.layer_at(alignment.to))
        && from != to
    {
        let message = format!("it compares the layer `{from}` with the layer `{to}`; both sides must be of one layer");
        faults.push(&at, FaultCode::End, message);
    }
}

fn end(session: &Session, at: &At, side: &str, end: AlignmentEnd, faults: &mut Faults) {
    match (end.entry, end.article, end.mention) {
        (Some(entry), None, None) if session.entries.contains(entry) => {}
        (Some(entry), None, None) => faults.missing(at, side, entry),
        (None, Some(article), Some(mention)) => {
            let shard = session.shard(article);
            let known =
                shard.is_some_and(|shard| shard.mentions.contains(mention) || shard.quarantine.contains(mention));
            if !known {
                faults.missing(at, side, format!("{mention} of article {article}"));
            }
        }
        _ => {
            let message = format!("its {side} must be an entry, or a mention together with its article");
            faults.push(at, FaultCode::Alignment, message);
        }
    }
}

fn check_filter(session: &Session, known: &Known<'_>, filter: &SavedFilter, faults: &mut Faults) {
    let at = At::session("saved filter", filter.id);
    for article in filter.articles.iter().filter(|article| session.position(**article).is_none()) {
        faults.missing(&at, "article", article);
    }
    for outlet in filter.outlets.iter().filter(|outlet| !session.outlets.contains(**outlet)) {
        faults.missing(&at, "outlet", outlet);
    }
    for annotator in &filter.annotators {
        faults.annotator(session, &at, *annotator);
    }
    for entry in filter.entries.iter().filter(|entry| !session.entries.contains(**entry)) {
        faults.missing(&at, "entry", entry);
    }
    for label in filter.labels.iter().filter(|label| !known.has_label(label)) {
        faults.push(&at, FaultCode::NotInSchema, format!("the schema has no label `{label}`"));
    }
}
